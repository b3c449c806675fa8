/* The findings: who, needing what, where, when, finds nothing, and what is nearest. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NEEDS = 6, MOST_WHOM = 3, MOST_NAMED_AREAS = 6, MOST_TIMES = 8 };

/* ---- filters, for browsers that run scripts ---- */

static void write_dispositions(const report *made, size_t shown)
{
    signpost_disposition one;
    for (size_t i = 0; signpost_disposition_at(made->with->algorithms, i, &one); i++) {
        bool is_there = false;
        for (size_t finding = 0; finding < shown && !is_there; finding++) {
            signpost_gap gap = signpost_gaps_at(made->gaps, finding);
            for (size_t k = 0; k < gap.needs && !is_there; k++) {
                size_t demand = signpost_gap_need_at(made->gaps, finding, k).demand;
                is_there = strcmp(signpost_audit_demand_at(made->with->audit, demand)->disposition.code, one.code) == 0;
            }
        }
        if (!is_there)
            continue;
        fputs("<option value=\"", made->to);
        html_text(made->to, one.code);
        fputs("\">", made->to);
        html_text(made->to, one.title);
        fputs(" (", made->to);
        html_text(made->to, one.code);
        fputs(")</option>\n", made->to);
    }
}

static void write_tools(const report *made, size_t shown)
{
    fputs("<form class=\"tools\" id=\"finding-tools\" role=\"search\" aria-label=\"Findings\" hidden>\n"
          "<p><label for=\"words\">Words</label>\n"
          "<input id=\"words\" type=\"search\" autocomplete=\"off\" aria-describedby=\"words-hint\">\n"
          "<span class=\"small\" id=\"words-hint\">a complaint, a service, a reason</span></p>\n"
          "<p><label for=\"disposition\">What callers are told</label>\n"
          "<select id=\"disposition\">\n<option value=\"\">Anything</option>\n",
          made->to);
    write_dispositions(made, shown);
    fputs("</select></p>\n<p><label for=\"area\">Area</label>\n"
          "<input id=\"area\" type=\"search\" autocomplete=\"off\" aria-describedby=\"area-hint\">\n"
          "<span class=\"small\" id=\"area-hint\">the beginning of a code</span></p>\n"
          "<p class=\"button\"><button type=\"reset\">Show all</button></p>\n</form>\n"
          "<p role=\"status\" id=\"finding-count\"></p>\n",
          made->to);
}

/* ---- one finding ---- */

/* Whether two parts of a finding ask for the same: they differ in whom and for which complaint alone. */
static bool ask_the_same(const report *made, size_t finding, size_t a, size_t b)
{
    const signpost_audit *audit = made->with->audit;
    return demands_ask_the_same(signpost_audit_demand_at(audit, signpost_gap_need_at(made->gaps, finding, a).demand),
                                signpost_audit_demand_at(audit, signpost_gap_need_at(made->gaps, finding, b).demand));
}

static bool is_first_to_ask(const report *made, size_t finding, size_t position)
{
    bool is_first = true;
    for (size_t i = 0; i < position && is_first; i++)
        is_first = !ask_the_same(made, finding, i, position);
    return is_first;
}

static size_t count_asked(const report *made, size_t finding, size_t count)
{
    size_t asked = 0;
    for (size_t i = 0; i < count; i++)
        asked += is_first_to_ask(made, finding, i);
    return asked;
}

/* Whom, and for which complaints: of the parts that ask for the same as the first of them. */
static void write_whom(const report *made, size_t finding, size_t first, size_t count)
{
    char who[160];
    size_t written = 0;
    FILE *to = made->to;
    for (size_t i = first; i < count; i++) {
        if (!ask_the_same(made, finding, first, i) || written++ >= MOST_WHOM)
            continue;
        signpost_gap_need need = signpost_gap_need_at(made->gaps, finding, i);
        fputs(written > 1 ? "; " : "", to);
        html_text(to, people_in_words(need.from_days, need.to_days, need.female, need.male, who, sizeof who));
        fputs(", with ", to);
        html_text(to, group_title(made->with, signpost_audit_demand_at(made->with->audit, need.demand)->symptom_group));
    }
    if (written > MOST_WHOM)
        fprintf(to, "; and %zu more", written - MOST_WHOM);
}

static void write_needs(const report *made, size_t finding, size_t count, size_t asked)
{
    size_t written = 0;
    FILE *to = made->to;
    fputs("<div><dt>Who</dt><dd><ul>", to);
    for (size_t i = 0; i < count && written < MOST_NEEDS; i++) {
        if (!is_first_to_ask(made, finding, i))
            continue;
        fputs("<li>", to);
        if (asked > 1) {
            html_demand(
                made, signpost_audit_demand_at(made->with->audit, signpost_gap_need_at(made->gaps, finding, i).demand));
            fputs(" \xE2\x80\x93 ", to);
        }
        write_whom(made, finding, i, count);
        fputs("</li>", to);
        written++;
    }
    if (asked > written) {
        fputs("<li>and ", to);
        html_count(to, (int64_t)(asked - written), "need more", "needs more");
        fputs("</li>", to);
    }
    fputs("</ul></dd></div>\n", to);
}

static void write_all_areas(const report *made, size_t finding, size_t count)
{
    size_t shown = count < MOST_AREAS_OF_FINDING ? count : MOST_AREAS_OF_FINDING;
    FILE *to = made->to;
    fputs("<details><summary>", to);
    if (shown == count)
        html_count(to, (int64_t)count, "area", "areas");
    else
        fprintf(to, "the first %zu areas", shown);
    fputs(" by code</summary><p class=\"areas\">", to);
    for (size_t i = 0; i < shown; i++) {
        fputs(i ? ", " : "", to);
        html_name(to, signpost_audit_area_at(made->with->audit, signpost_gap_area_at(made->gaps, finding, i)).code);
    }
    fputs("</p></details>", to);
}

static void write_areas(const report *made, size_t finding, size_t count)
{
    FILE *to = made->to;
    fputs("<div class=\"where\"><dt>Where</dt><dd>", to);
    for (size_t i = 0; i < count && i < MOST_NAMED_AREAS; i++) {
        signpost_audit_area area =
            signpost_audit_area_at(made->with->audit, signpost_gap_area_at(made->gaps, finding, i));
        fputs(i ? ", " : "", to);
        html_area(to, &area);
    }
    if (count > MOST_NAMED_AREAS) {
        fputs(" and ", to);
        html_count(to, (int64_t)(count - MOST_NAMED_AREAS), "area more", "areas more");
        write_all_areas(made, finding, count);
    }
    fputs("</dd></div>\n", to);
}

static void write_times(const report *made, size_t finding, size_t count)
{
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    FILE *to = made->to;
    fputs("<div><dt>When</dt><dd>", to);
    for (size_t i = 0; i < count && i < MOST_TIMES; i++) {
        signpost_stretch one = signpost_gap_stretch_at(made->gaps, finding, i);
        if (one.from == 0 && one.until == made->about.minutes)
            fputs("always", to);
        else
            fprintf(to, "%s%s to %s", i ? "; " : "", audit_minute_in_words(made->with, one.from, from),
                    audit_minute_in_words(made->with, one.until, until));
    }
    if (count > MOST_TIMES)
        fprintf(to, "; and %zu times more", count - MOST_TIMES);
    fputs("</dd></div>\n", to);
}

static void write_nearest(const report *made, size_t finding)
{
    char distance[24];
    signpost_gap_nearest nearest = signpost_gap_nearest_to(made->gaps, finding);
    FILE *to = made->to;
    fputs("<div><dt>Nearest</dt><dd>", to);
    if (!nearest.found) {
        fputs("nothing within twice the search distance fails one filter alone</dd></div>\n", to);
        return;
    }
    html_name(to, nearest.name);
    fputs(" (", to);
    html_name(to, nearest.uid);
    fprintf(to, "), %s away, fails <strong>%s</strong> alone: it ", distance_in_words(nearest.distance_m, distance),
            signpost_filter_name(nearest.filter));
    html_text(to, nearest.reason);
    fputs("</dd></div>\n", to);
}

/* The dispositions of a finding, for the filter. */
static void write_codes(const report *made, size_t finding, size_t count)
{
    const char *last = "";
    for (size_t i = 0; i < count; i++) {
        const char *code =
            signpost_audit_demand_at(made->with->audit, signpost_gap_need_at(made->gaps, finding, i).demand)
                ->disposition.code;
        if (strcmp(code, last) == 0)
            continue;
        fputs(i ? " " : "", made->to);
        html_text(made->to, code);
        last = code;
    }
}

static void write_finding(const report *made, size_t finding)
{
    signpost_gap gap = signpost_gaps_at(made->gaps, finding);
    size_t asked = count_asked(made, finding, gap.needs);
    FILE *to = made->to;
    fputs("<li><article class=\"finding\" data-dispositions=\"", to);
    write_codes(made, finding, gap.needs);
    fprintf(to, "\"%s>\n<h3><span class=\"number\">%zu.</span> ",
            gap.areas > MOST_AREAS_OF_FINDING ? " data-more-areas" : "", finding + 1);
    html_demand(made, signpost_audit_demand_at(made->with->audit, signpost_gap_need_at(made->gaps, finding, 0).demand));
    if (asked > 1) {
        fputs(", and ", to);
        html_count(to, (int64_t)(asked - 1), "more need", "more needs");
    }
    fputs("</h3>\n<p class=\"lead\"><strong>", to);
    html_count(to, gap.people, "person", "people");
    fputs("</strong> ", to);
    fputs(gap.people == 1 ? "finds" : "find", to);
    fputs(" nothing for ", to);
    html_minutes(to, gap.minutes);
    fprintf(to, " %s: ", of_the_time(made));
    html_large(to, gap.person_minutes / 60);
    fputs(" person-hours</p>\n<dl>\n", to);
    write_needs(made, finding, gap.needs, asked);
    write_areas(made, finding, gap.areas);
    write_times(made, finding, gap.stretches);
    write_nearest(made, finding);
    fputs("</dl>\n</article></li>\n", to);
}

void report_findings(const report *made)
{
    size_t count = signpost_gaps_count(made->gaps), shown = count < MOST_FINDINGS ? count : MOST_FINDINGS;
    FILE *to = made->to;
    html_section(to, "findings", "Gaps: who finds nothing");
    if (!count) {
        fputs("<p>No gaps: at every minute, everybody finds a service for every need.</p>\n</section>\n", to);
        return;
    }
    fputs("<p>Each finding is a set of neighbouring areas whose people, for the same needs, find nothing at the same "
          "minutes; the largest in person-hours comes first. The nearest service is seen from the finding's area with "
          "most people, for its first need, at its first minute.</p>\n",
          to);
    write_tools(made, shown);
    fputs("<ol class=\"findings\" id=\"finding-list\">\n", to);
    for (size_t i = 0; i < shown; i++)
        write_finding(made, i);
    fputs("</ol>\n", to);
    if (shown < count) {
        fprintf(to, "<p>The %zu largest of ", shown);
        html_number(to, (int64_t)count);
        fputs(" findings are shown; JSON and CSV have all.</p>\n", to);
    }
    fputs("</section>\n", to);
}
