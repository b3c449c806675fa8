/* `signpost check --directory`: does every outcome that is looked up have services everywhere? */
#include "check_services.h"

#include "auditing.h"

#include <stdlib.h>

enum { MOST_NAMED = 3 };

/* Who has no service at any minute of the typical week: one cell a demand and an area. */
typedef struct table {
    const auditing *with;
    size_t demands, areas;
    bool *cells;
} table;

static bool fill(table *t, const signpost_gaps *gaps)
{
    signpost_audit_about about = signpost_audit_describe(t->with->audit);
    t->demands = about.demands;
    t->areas = about.areas;
    t->cells = calloc(t->demands * t->areas + 1, sizeof *t->cells);
    for (size_t i = 0; t->cells && i < signpost_gaps_count(gaps); i++) {
        signpost_gap gap = signpost_gaps_at(gaps, i);
        for (size_t need = 0; need < gap.needs && gap.minutes == about.minutes; need++)
            for (size_t area = 0; area < gap.areas; area++)
                t->cells[signpost_gap_need_at(gaps, i, need).demand * t->areas + signpost_gap_area_at(gaps, i, area)] =
                    true;
    }
    return t->cells != NULL;
}

static size_t count_areas(const table *t, size_t demand)
{
    size_t count = 0;
    for (size_t area = 0; area < t->areas; area++)
        count += t->cells[demand * t->areas + area];
    return count;
}

/* One line: the demand, and where nobody takes it. */
static void show_demand(const table *t, size_t index, size_t count)
{
    char people[96];
    const signpost_demand *demand = signpost_audit_demand_at(t->with->audit, index);
    size_t named = 0;
    fputs(count == t->areas ? "error: " : "warning: ", stderr);
    print_demand(stderr, demand);
    fprintf(stderr, ", %s: no service is profiled in %zu of %zu areas",
            people_in_words(demand->from_days, demand->to_days, demand->female, demand->male, people, sizeof people),
            count, t->areas);
    for (size_t area = 0; area < t->areas && named < MOST_NAMED && count < t->areas; area++)
        if (t->cells[index * t->areas + area])
            fprintf(stderr, "%s %s", named++ ? "," : ":", signpost_audit_area_at(t->with->audit, area).name);
    fprintf(stderr, "%s [SP1213]\n", named && named < count ? " and others" : "");
}

static int show(const table *t)
{
    size_t whole = 0, listed = 0, nowhere = 0;
    for (size_t demand = 0; demand < t->demands; demand++) {
        size_t count = count_areas(t, demand);
        whole += !count;
        listed += count && count < t->areas;
        nowhere += count == t->areas;
        if (count)
            show_demand(t, demand, count);
    }
    fflush(stderr);
    printf("%s: of %zu needs that outcomes have, %zu have services profiled in each of %zu areas, %zu are listed gaps, "
           "%zu have none anywhere\n",
           nowhere ? "NOT proved" : "proved", t->demands, whole, t->areas, listed, nowhere);
    return nowhere ? FOUND_SOMETHING : DONE;
}

int check_services(const arguments *given, signpost_algorithms *algorithms)
{
    auditing with;
    signpost_gaps *gaps;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int status = audit_open(given, algorithms, &with);
    if (status != DONE)
        return status;
    if (signpost_audit_gaps(with.audit, &gaps, &error) != SIGNPOST_OK) {
        status = could_not(&error);
    } else {
        table t = {.with = &with};
        status = fill(&t, gaps) ? show(&t) : COULD_NOT;
        free(t.cells);
        signpost_gaps_free(gaps);
    }
    audit_close(&with);
    return status;
}
