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

void report_needs(const report *made)
{
    static const char *const titles[] = {"Need",        "#People",       "#Person-hours without cover",
                                         "#No service", "#One service",  "#Two",
                                         "#Three",      "#Four or more", NULL};
    size_t shown = made->need_count < MOST_NEEDS_LISTED ? made->need_count : MOST_NEEDS_LISTED;
    FILE *to = made->to;
    html_section(to, "needs", "Needs at a glance");
    fprintf(to,
            "<p>What callers can be told to do, and how well it is covered: the share of all people and minutes "
            "%s with no service, with one, two, three, and four or more. One service is <strong>thin cover</strong>: "
            "if it closes, nothing is left. Needs that services tell apart in nothing, and whose figures are the "
            "same, share a row. The same people have many needs: do not add rows up.</p>\n",
            of_the_time(made));
    html_table(to, "Cover of each need, the worst first");
    html_headings(to, titles);
    for (size_t i = 0; i < shown; i++)
        write_need_row(made, &made->needs[i]);
    html_table_end(to);
    if (shown < made->need_count)
        fprintf(to, "<p>%zu of %zu needs are listed; JSON and CSV have all.</p>\n", shown, made->need_count);
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
    html_count(to, (int64_t)(made->about.areas - with_gaps), "area has", "areas have");
    fputs(" none.</p>\n", to);
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
    fputs("</h3>\n<p>", to);
    html_need_people(made, need);
    fputs(". Of ", to);
    html_number(to, need->asked / made->about.minutes);
    fputs(" people, at a minute taken by chance ", to);
    html_share(to, need->depth[0], need->asked);
    fputs(" find nothing: ", to);
    html_large(to, need->depth[0] / 60);
    fprintf(to, " person-hours %s, in ", of_the_time(made));
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

/* A choice of one need, for browsers that run scripts; without, all are shown. */
static void write_choice(const report *made, size_t shown)
{
    FILE *to = made->to;
    fputs("<form class=\"tools\" id=\"need-tools\" hidden>\n<p><label for=\"need-choice\">Need shown</label>\n"
          "<select id=\"need-choice\">\n",
          to);
    for (size_t i = 0; i < shown; i++) {
        fprintf(to, "<option value=\"need-%zu\">", i + 1);
        html_demand(made, report_demand(made, &made->needs[i]));
        fputs("</option>\n", to);
    }
    fputs("<option value=\"\">All of them</option>\n</select></p>\n</form>\n", to);
}

void report_need_pages(const report *made)
{
    size_t shown = made->needs_with_gaps < MOST_NEEDS_DRAWN ? made->needs_with_gaps : MOST_NEEDS_DRAWN;
    int64_t *by_area = calloc(made->about.areas + 1, sizeof *by_area);
    place *places = calloc(made->about.areas + 1, sizeof *places);
    report_map *map = report_map_make(made, made->with->directory);
    FILE *to = made->to;
    html_section(to, "where-and-when", "Where and when");
    if (!shown)
        fputs("<p>No need has a gap: there is nothing to draw.</p>\n", to);
    else if (shown < made->needs_with_gaps)
        fprintf(to, "<p>The %zu needs with most person-hours without cover are drawn, of %zu with gaps.</p>\n", shown,
                made->needs_with_gaps);
    if (by_area && places && map && shown) {
        write_choice(made, shown);
        report_map_shapes(map, to);
        for (size_t i = 0; i < shown; i++)
            write_need_page(made, map, i, by_area, places);
    }
    report_map_free(map);
    free(places);
    free(by_area);
    fputs("</section>\n", to);
}
