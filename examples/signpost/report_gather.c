/* What a report is made of: gaps, remedies, overlaps, duplicates, quality, and demands set together to needs. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

/* A demand with its figures. */
typedef struct figures {
    size_t number;
    const signpost_demand *demand;
    int64_t depth[SIGNPOST_DEEPEST + 1];
    int64_t *by_hour;
    size_t hours;
} figures;

/* The order in which demands of one need stand together; 0 when they are of one. */
static int by_need(const figures *a, const figures *b)
{
    int order = order_of_asked(a->demand, b->demand);
    if (!order)
        order = memcmp(a->depth, b->depth, sizeof a->depth);
    return order ? order : memcmp(a->by_hour, b->by_hour, a->hours * sizeof *a->by_hour);
}

static int by_need_then_number(const void *a, const void *b)
{
    const figures *x = a, *y = b;
    int order = by_need(x, y);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int by_uncovered(const void *a, const void *b)
{
    const report_need *x = a, *y = b;
    if (x->depth[0] != y->depth[0])
        return x->depth[0] > y->depth[0] ? -1 : 1;
    if (x->asked != y->asked)
        return x->asked > y->asked ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static int memory_ran_out(void)
{
    fputs("error: memory ran out [SP0101]\n", stderr);
    return COULD_NOT;
}

static bool read_figures(const report *made, figures *of, size_t number)
{
    *of = (figures){number, signpost_audit_demand_at(made->with->audit, number), {0}, NULL, made->hours};
    of->by_hour = calloc(made->hours + 1, sizeof *of->by_hour);
    return of->by_hour && signpost_gaps_by_hour(made->gaps, number, of->by_hour, made->hours) == SIGNPOST_OK &&
           signpost_overlaps_depth(made->overlaps, number, SIGNPOST_ALL_AREAS, of->depth) == SIGNPOST_OK;
}

static void add_need(report *made, const figures *of)
{
    report_need *need = &made->needs[made->need_count++];
    need->first = of->number;
    need->by_hour = of->by_hour;
    memcpy(need->depth, of->depth, sizeof need->depth);
    for (int i = 0; i <= SIGNPOST_DEEPEST; i++)
        need->asked += need->depth[i];
    made->needs_with_gaps += need->depth[0] > 0;
}

/* Demands in order of their needs; the figures of the first of each become the need's, the others' are given back. */
static void set_together(report *made, figures *all)
{
    qsort(all, made->about.demands, sizeof *all, by_need_then_number);
    for (size_t i = 0; i < made->about.demands; i++) {
        made->demands[i] = all[i].number;
        if (i && by_need(&all[i - 1], &all[i]) == 0) {
            free(all[i].by_hour);
            all[i].by_hour = all[i - 1].by_hour;
        } else {
            add_need(made, &all[i]);
            made->needs[made->need_count - 1].first = i;
        }
        made->needs[made->need_count - 1].count++;
    }
    qsort(made->needs, made->need_count, sizeof *made->needs, by_uncovered);
}

static int gather_needs(report *made)
{
    size_t count = made->about.demands, read = 0;
    figures *all = calloc(count + 1, sizeof *all);
    made->demands = calloc(count + 1, sizeof *made->demands);
    made->needs = calloc(count + 1, sizeof *made->needs);
    bool good = all && made->demands && made->needs;
    while (good && read < count) {
        good = read_figures(made, &all[read], read);
        read++;
    }
    if (good)
        set_together(made, all);
    for (size_t i = 0; i < read && !good; i++)
        free(all[i].by_hour);
    free(all);
    return good ? DONE : memory_ran_out();
}

/* As on the audit's date, at noon. */
static signpost_status judge(report *made, signpost_error *error)
{
    signpost_quality_options options = SIGNPOST_QUALITY_OPTIONS_INIT;
    options.at = (signpost_minute)made->about.from * 1440 + 720;
    return signpost_quality_check(made->with->directory, made->with->audit, &options, &made->quality, error);
}

static signpost_status seek_duplicates(report *made, signpost_error *error)
{
    return signpost_duplicates_of_directory(made->with->directory, NULL, &made->duplicates, error);
}

int report_gather(report *made, const auditing *with)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    *made = (report){.with = with, .about = signpost_audit_describe(with->audit)};
    made->hours = (size_t)made->about.minutes / 60;
    signpost_status found = signpost_audit_gaps(with->audit, &made->gaps, &error);
    if (found == SIGNPOST_OK && made->about.typical)
        found = signpost_gaps_remedies(made->gaps, MOST_REMEDIES, &made->remedies, &error);
    if (found == SIGNPOST_OK)
        found = signpost_audit_overlaps(with->audit, &made->overlaps, &error);
    if (found == SIGNPOST_OK)
        found = judge(made, &error);
    if (found == SIGNPOST_OK)
        found = seek_duplicates(made, &error);
    progress_end(&with->bar);
    return found == SIGNPOST_OK ? gather_needs(made) : could_not(&error);
}

void report_release(report *made)
{
    for (size_t i = 0; i < made->need_count; i++)
        free(made->needs[i].by_hour);
    free(made->needs);
    free(made->demands);
    signpost_duplicates_free(made->duplicates);
    signpost_quality_free(made->quality);
    signpost_overlaps_free(made->overlaps);
    signpost_remedies_free(made->remedies);
    signpost_gaps_free(made->gaps);
}
