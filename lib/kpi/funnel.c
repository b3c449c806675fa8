/* Contracts around their pooled share: small ones vary more. */
#include "base/error.h"
#include "base/memory.h"
#include "kpi/compute.h"

#include <math.h>
#include <string.h>

struct signpost_funnel {
    signpost_funnel_point *points;
    size_t count;
    signpost_figure pooled;
};

/* p +- 3 x sqrt(p (1 - p) / n), in millionths of a percent. */
static void set_limits(signpost_funnel_point *point, const signpost_figure *pooled)
{
    const int64_t whole = sgp_scale(pooled->definition);
    if (!point->figure.is_known || !pooled->is_known)
        return;
    double p = (double)pooled->numerator / (double)pooled->denominator, n = (double)point->figure.denominator;
    double spread = p * (1 - p) / n; /* negative only where counts contradict each other */
    signpost_micro reach = spread > 0 ? (signpost_micro)llround(3 * sqrt(spread) * (double)whole) : 0;
    point->lower = pooled->value > reach ? pooled->value - reach : 0;
    point->upper = pooled->value + reach < whole ? pooled->value + reach : whole;
    point->side = (point->figure.value > point->upper) - (point->figure.value < point->lower);
}

static void fill(signpost_funnel *funnel, const signpost_counts *counts, const char *except)
{
    const char *contract;
    for (size_t i = 0, first, rows; (contract = signpost_counts_contract(counts, i, &first, &rows)); i++) {
        if (except && strcmp(contract, except) == 0)
            continue;
        signpost_funnel_point *point = &funnel->points[funnel->count++];
        point->contract = contract;
        point->figure = signpost_figure_compute(funnel->pooled.definition, counts, first, rows);
        sgp_figure_pool(&funnel->pooled, &point->figure);
    }
    for (size_t i = 0; i < funnel->count; i++)
        set_limits(&funnel->points[i], &funnel->pooled);
}

signpost_status signpost_funnel_new(const signpost_counts *counts, const signpost_definition *definition,
                                    const char *except, signpost_funnel **funnel, signpost_error *error)
{
    *funnel = NULL;
    if (!definition->is_share)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "figure \"%s\" is no share of anything",
                        definition->id);
    *funnel = sgp_allocate_zeroed(1, sizeof **funnel);
    if (!*funnel)
        return sgp_fail_memory(error);
    (*funnel)->pooled = sgp_figure_of_nothing(definition);
    (*funnel)->points = sgp_allocate_zeroed(signpost_counts_contracts(counts), sizeof *(*funnel)->points);
    if (!(*funnel)->points) {
        signpost_funnel_free(*funnel);
        *funnel = NULL;
        return sgp_fail_memory(error);
    }
    fill(*funnel, counts, except);
    return SIGNPOST_OK;
}

void signpost_funnel_free(signpost_funnel *funnel)
{
    if (!funnel)
        return;
    sgp_release(funnel->points);
    sgp_release(funnel);
}

size_t signpost_funnel_count(const signpost_funnel *funnel)
{
    return funnel->count;
}

signpost_funnel_point signpost_funnel_at(const signpost_funnel *funnel, size_t index)
{
    if (index < funnel->count)
        return funnel->points[index];
    return (signpost_funnel_point){.contract = "", .figure = sgp_figure_of_nothing(funnel->pooled.definition)};
}

signpost_figure signpost_funnel_pooled(const signpost_funnel *funnel)
{
    return funnel->pooled;
}
