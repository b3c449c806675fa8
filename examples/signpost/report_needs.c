/* The needs at a glance, and each of the worst with its map and its week. */
#include "report.h"

#include <stdlib.h>

/* ---- at a glance ---- */

static void write_need_row(const report *made, const report_need *need)
{
    FILE *to = made->to;
    fputs("<tr><th scope=\"row\">", to);
    html_demand(made, report_demand(made, need));
    fputs("<span class=\"small\">", to);
    html_need_people(made, need);
    fputs("</span></th>", to);
    html_number_cell(to, need->asked / made->about.minutes);
    html_person_hours_cell(to, need->depth[0]);
    for (int depth = 0; depth <= SIGNPOST_DEEPEST; depth++) {
        fprintf(to, "<td class=\"number%s\">", depth == 0 && need->depth[0] ? " gap" : "");
        html_share(to, need->depth[depth], need->asked);
        fputs("</td>", to);
    }
    fputs("</tr>\n", to);
}

static void write_table(const report *made, size_t shown)
{
    static const char *const titles[] = {"Need",        "#People",       "#Person-hours without cover",
                                         "#No service", "#One service",  "#Two",
                                         "#Three",      "#Four or more", NULL};
    FILE *to = made->to;
    html_table(to, "Needs with gaps, the worst first");
    html_headings(to, titles);
    for (size_t i = 0; i < shown; i++)
        write_need_row(made, &made->needs[i]);
    html_table_end(to);
    if (shown < made->needs_with_gaps)
        fprintf(to, "<p>%zu of %zu needs with gaps are listed; JSON and CSV have all.</p>\n", shown,
                made->needs_with_gaps);
}

/* Needs without a gap, with what there is of thin cover. */
static void write_covered(const report *made)
{
    FILE *to = made->to;
    if (made->needs_with_gaps == made->need_count)
        return;
    fputs("<h3>Needs without a gap</h3>\n<ul class=\"covered\">\n", to);
    for (size_t i = made->needs_with_gaps; i < made->need_count; i++) {
        const report_need *need = &made->needs[i];
        fputs("<li>", to);
        html_demand(made, report_demand(made, need));
        fputs(" <span class=\"small\">", to);
        html_need_people(made, need);
        if (need->depth[1]) {
            fputs("; one service alone for ", to);
            html_share(to, need->depth[1], need->asked);
        }
        fputs("</span></li>\n", to);
    }
    fputs("</ul>\n", to);
}

void report_needs(const report *made)
{
    size_t shown = made->needs_with_gaps < MOST_NEEDS_LISTED ? made->needs_with_gaps : MOST_NEEDS_LISTED;
    FILE *to = made->to;
    html_section(to, "needs", "Needs at a glance");
    fprintf(
        to,
        "<p>What callers can be told to do, and how well it is covered: the share of all people and minutes "
        "%s with no service, with one, two, three, and four or more. One service is <strong>thin cover</strong>: "
        "if it closes, nothing is left. Needs that ask for the same and whose figures are the same share a row. The "
        "same people have many needs: do not add rows up.</p>\n",
        of_the_time(made));
    if (shown)
        write_table(made, shown);
    write_covered(made);
    fputs("</section>\n", to);
}

/* ---- one by one ---- */

/* An area with its figure, for sorting. */
typedef struct place {
    size_t area;
    int64_t person_minutes;
} place;

static int by_person_minutes(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->person_minutes != y->person_minutes)
        return x->person_minutes > y->person_minutes ? -1 : 1;
    return (x->area > y->area) - (x->area < y->area);
}

static void write_place(const report *made, const report_need *need, const place *one)
{
    int64_t depth[SIGNPOST_DEEPEST + 1], asked = 0;
    signpost_audit_area area = signpost_audit_area_at(made->with->audit, one->area);
    signpost_overlaps_depth(made->overlaps, made->demands[need->first], one->area, depth);
    for (int i = 0; i <= SIGNPOST_DEEPEST; i++)
        asked += depth[i];
    fputs("<tr><th scope=\"row\">", made->to);
    html_area(made->to, &area);
    fputs("</th>", made->to);
    html_number_cell(made->to, asked / made->about.minutes);
    html_person_hours_cell(made->to, one->person_minutes);
    fputs("<td class=\"number\">", made->to);
    html_share(made->to, one->person_minutes, asked);
    fputs("</td></tr>\n", made->to);
}

static void write_places(const report *made, const report_need *need, const place *places, size_t with_gaps)
{
    static const char *const titles[] = {"Area", "#People", "#Person-hours", "#Share", NULL};
    size_t shown = with_gaps < MOST_AREAS_OF_NEED ? with_gaps : MOST_AREAS_OF_NEED;
    FILE *to = made->to;
    html_table(to, "Areas with most person-hours without cover");
    html_headings(to, titles);
    for (size_t i = 0; i < shown; i++)
        write_place(made, need, &places[i]);
    html_table_end(to);
    fputs("<p class=\"small\">", to);
    if (shown < with_gaps) {
        html_count(to, (int64_t)(with_gaps - shown), "more area has", "more areas have");
        fputs(" such hours. ", to);
    }
    if (with_gaps < made->about.areas) {
        html_count(to, (int64_t)(made->about.areas - with_gaps), "area has", "areas have");
        fputs(" none.", to);
    }
    fputs("</p>\n", to);
}

static void write_need_page(const report *made, const report_map *map, size_t number, int64_t *by_area, place *places)
{
    const report_need *need = &made->needs[number];
    size_t with_gaps = 0;
    FILE *to = made->to;
    for (size_t area = 0; area < made->about.areas; area++) {
        by_area[area] = signpost_gaps_person_minutes(made->gaps, made->demands[need->first], area);
        if (by_area[area])
            places[with_gaps++] = (place){area, by_area[area]};
    }
    qsort(places, with_gaps, sizeof *places, by_person_minutes);
    fprintf(to,
            "<article class=\"need\" id=\"need-%zu\" aria-labelledby=\"need-%zu-title\">\n<h3 id=\"need-%zu-title\">",
            number + 1, number + 1, number + 1);
    html_demand(made, report_demand(made, need));
    fputs("</h3>\n<p>For ", to);
    html_need_people(made, need);
    fputs(". Of these ", to);
    html_number(to, need->asked / made->about.minutes);
    fprintf(to, " people and the minutes %s, ", of_the_time(made));
    html_share(to, need->depth[0], need->asked);
    fputs(" find nothing: ", to);
    html_large(to, need->depth[0] / 60);
    fputs(" person-hours, in ", to);
    html_number(to, (int64_t)with_gaps);
    fputs(" of ", to);
    html_count(to, (int64_t)made->about.areas, "area", "areas");
    fputs(".</p>\n<div class=\"side\">\n", to);
    report_map_draw(map, made, by_area, number);
    fputs("<div>\n", to);
    write_places(made, need, places, with_gaps);
    fputs("</div>\n</div>\n", to);
    report_week(made, need, number);
    fputs("</article>\n", to);
}

/* ---- which are drawn ---- */

/* Where nobody finds anything at any time, there is nothing to draw; of needs that ask for the same, one is drawn. */
static size_t choose_drawn(const report *made, size_t drawn[MOST_NEEDS_DRAWN])
{
    size_t count = 0;
    for (size_t i = 0; i < made->needs_with_gaps && count < MOST_NEEDS_DRAWN; i++) {
        bool is_drawn = made->needs[i].depth[0] < made->needs[i].asked;
        for (size_t k = 0; k < count && is_drawn; k++)
            is_drawn = !demands_ask_the_same(report_demand(made, &made->needs[i]),
                                             report_demand(made, &made->needs[drawn[k]]));
        if (is_drawn)
            drawn[count++] = i;
    }
    return count;
}

static void write_never(const report *made)
{
    FILE *to = made->to;
    size_t count = 0;
    for (size_t i = 0; i < made->needs_with_gaps; i++) {
        const report_need *need = &made->needs[i];
        if (need->depth[0] < need->asked)
            continue;
        if (!count++)
            fputs("<p>Nobody, anywhere, at any time, finds a service for:</p>\n<ul>\n", to);
        fputs("<li>", to);
        html_demand(made, report_demand(made, need));
        fputs(" <span class=\"small\">", to);
        html_need_people(made, need);
        fputs("</span></li>\n", to);
    }
    if (count)
        fputs("</ul>\n", to);
}

/* A choice of one need, for browsers that run scripts; without, all are shown. */
static void write_choice(const report *made, const size_t *drawn, size_t count)
{
    FILE *to = made->to;
    fputs("<form class=\"tools\" id=\"need-tools\" hidden>\n<p><label for=\"need-choice\">Need shown</label>\n"
          "<select id=\"need-choice\">\n",
          to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "<option value=\"need-%zu\">", drawn[i] + 1);
        html_demand(made, report_demand(made, &made->needs[drawn[i]]));
        fputs("</option>\n", to);
    }
    fputs("<option value=\"\">All of them</option>\n</select></p>\n</form>\n", to);
}

static void draw(const report *made, const size_t *drawn, size_t count)
{
    int64_t *by_area = calloc(made->about.areas + 1, sizeof *by_area);
    place *places = calloc(made->about.areas + 1, sizeof *places);
    report_map *map = report_map_make(made, made->with->directory);
    if (by_area && places && map) {
        write_choice(made, drawn, count);
        report_map_shapes(map, made->to);
        for (size_t i = 0; i < count; i++)
            write_need_page(made, map, drawn[i], by_area, places);
    } else {
        fputs("<p>They are not drawn: memory ran out, or the outlines of areas could not be read.</p>\n", made->to);
    }
    report_map_free(map);
    free(places);
    free(by_area);
}

void report_need_pages(const report *made)
{
    size_t drawn[MOST_NEEDS_DRAWN], count = choose_drawn(made, drawn);
    html_section(made->to, "where-and-when", "Where and when");
    if (!made->needs_with_gaps)
        fputs("<p>No need has a gap: there is nothing to draw.</p>\n", made->to);
    write_never(made);
    if (count) {
        fputs("<p>The needs with most person-hours without cover; of needs that ask for the same of other people, the "
              "one "
              "with most.</p>\n",
              made->to);
        draw(made, drawn, count);
    }
    fputs("</section>\n", made->to);
}
