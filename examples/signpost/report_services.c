/* Thin cover and overlaps, service by service. */
#include "report.h"

#include <stdlib.h>

/* ---- what closing a service would open up ---- */

static void write_alone(const report *made, size_t count)
{
    static const char *const titles[] = {
        "Service", "Type", "#Person-hours that it gives alone", "#Needs", "#Share of what it gives", NULL};
    FILE *to = made->to;
    size_t shown = count < MOST_SERVICES ? count : MOST_SERVICES;
    fputs("<h3>Thin cover: what closing a service would open up</h3>\n", to);
    if (!count) {
        fputs("<p>No service covers anybody alone.</p>\n", to);
        return;
    }
    fputs("<p>Person-hours of cover that a service gives alone, added up over distinct needs: were it to close, they "
          "would become gaps.</p>\n",
          to);
    html_table(to, "Services whose closing would open most");
    html_headings(to, titles);
    for (size_t i = 0; i < shown; i++) {
        signpost_contribution one = signpost_overlaps_service(made->overlaps, i);
        fputs("<tr><th scope=\"row\">", to);
        html_name(to, one.name);
        fputs("<span class=\"small\">", to);
        html_name(to, one.uid);
        fputs("</span></th><td>", to);
        html_name(to, one.type_name);
        fputs("</td>", to);
        html_person_hours_cell(to, one.alone_person_minutes);
        html_number_cell(to, one.alone_needs);
        fputs("<td class=\"number\">", to);
        html_share(to, one.alone_person_minutes, one.given_person_minutes);
        fputs("</td></tr>\n", to);
    }
    html_table_end(to);
    if (shown < count) {
        fprintf(to, "<p>The first %zu of ", shown);
        html_number(to, (int64_t)count);
        fputs(" services that cover somebody alone.</p>\n", to);
    }
}

/* ---- services that add nothing ---- */

static void write_removable(const report *made, size_t first, size_t count)
{
    FILE *to = made->to;
    size_t shown = count < MOST_SERVICES ? count : MOST_SERVICES;
    fputs("<h3>Services whose removal loses nothing</h3>\n", to);
    if (!count) {
        fputs("<p>None: each service covers somebody, at some minute, alone.</p>\n", to);
        return;
    }
    fputs("<p>", to);
    html_count(to, (int64_t)count, "service can", "services can");
    fputs(" be taken away, one and no other, without opening a gap. It is information, not a verdict: depth may be "
          "meant.</p>\n<ul class=\"proofs\">\n",
          to);
    for (size_t i = first; i < first + shown; i++) {
        signpost_contribution one = signpost_overlaps_service(made->overlaps, i);
        fputs("<li>", to);
        html_name(to, one.name);
        fputs(" (", to);
        html_name(to, one.uid);
        fputs("), ", to);
        html_name(to, one.type_name);
        if (one.given_person_minutes) {
            fputs(": each of the minutes that it covers, ", to);
            html_large(to, one.given_person_minutes / 60);
            fputs(" person-hours, has another service.</li>\n", to);
        } else {
            fputs(": it covers nobody at any minute.</li>\n", to);
        }
    }
    fputs("</ul>\n", to);
    if (shown < count) {
        fputs("<p>And ", to);
        html_count(to, (int64_t)(count - shown), "service more.", "services more.");
        fputs(" JSON and CSV have all.</p>\n", to);
    }
}

/* ---- pairs ---- */

static void write_pairs(const report *made, size_t count)
{
    static const char *const titles[] = {"First", "Second", "#Apart", "#Share", "#Person-hours that both give", NULL};
    char distance[24];
    FILE *to = made->to;
    size_t shown = count < MOST_PAIRS ? count : MOST_PAIRS;
    fputs("<h3>Pairs that duplicate each other most</h3>\n", to);
    if (!count) {
        fputs("<p>No two services of one type share needs and minutes.</p>\n", to);
        return;
    }
    html_table(to, "Services of one type that cover the same people at the same minutes");
    html_headings(to, titles);
    for (size_t i = 0; i < shown; i++) {
        signpost_twins pair = signpost_overlaps_pair(made->overlaps, i);
        fputs("<tr><th scope=\"row\">", to);
        html_name(to, pair.names[0]);
        fputs("<span class=\"small\">", to);
        html_name(to, pair.uids[0]);
        fputs("</span></th><td>", to);
        html_name(to, pair.names[1]);
        fputs("<span class=\"small\">", to);
        html_name(to, pair.uids[1]);
        fprintf(to, "</span></td><td class=\"number\">%s</td><td class=\"number\">",
                distance_in_words(pair.distance_m, distance));
        html_share(to, pair.both_person_minutes, pair.either_person_minutes);
        fputs("</td>", to);
        html_person_hours_cell(to, pair.both_person_minutes);
        fputs("</tr>\n", to);
    }
    html_table_end(to);
    fputs("<p class=\"small\">Share: of what either covers, what both do.", to);
    if (shown < count)
        fprintf(to, " The first %zu of %zu pairs.", shown, count);
    fputs("</p>\n", to);
}

void report_services(const report *made)
{
    size_t services = signpost_overlaps_services(made->overlaps),
           removable = signpost_overlaps_removable(made->overlaps);
    html_section(made->to, "overlaps", "Thin cover and overlaps");
    write_alone(made, services - removable);
    write_removable(made, services - removable, removable);
    write_pairs(made, signpost_overlaps_pairs(made->overlaps));
    fputs("</section>\n", made->to);
}
