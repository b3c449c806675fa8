/* A figure month by month: rows of one month (providers, hours) are pooled into its point. */
#include "kpi/series.h"

#include "kpi/compute.h"
#include "kpi/counts.h"

#include <string.h>

static const sgp_counts_part *find_part(const signpost_counts *counts, const char *contract)
{
    for (size_t i = 0; i < counts->parts.count; i++)
        if (strcmp(SGP_AT(&counts->parts, sgp_counts_part, i)->contract, contract) == 0)
            return SGP_AT(&counts->parts, sgp_counts_part, i);
    return NULL;
}

static signpost_month month_of(const signpost_counts *counts, size_t row)
{
    return SGP_AT(&counts->rows, signpost_counts_row, row)->month;
}

static void fill(signpost_series *series, const signpost_counts *counts, const sgp_counts_part *part)
{
    for (size_t i = 0; i < series->count; i++)
        series->points[i] = sgp_figure_of_nothing(series->definition);
    for (size_t row = part->first; row < part->first + part->rows; row++) {
        if (!SGP_AT(&counts->rows, signpost_counts_row, row)->is_current)
            continue;
        signpost_figure figure = signpost_figure_compute(series->definition, counts, row, 1);
        sgp_figure_pool(&series->points[month_of(counts, row) - series->first], &figure);
    }
}

signpost_status signpost_series_new(const signpost_counts *counts, const char *contract,
                                    const signpost_definition *definition, signpost_series **series,
                                    signpost_error *error)
{
    *series = NULL;
    const sgp_counts_part *part = find_part(counts, contract);
    if (!part)
        return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_NO_FIGURES, "there are no figures of contract \"%s\"", contract);
    *series = sgp_allocate_zeroed(1, sizeof **series);
    if (!*series)
        return sgp_fail_memory(error);
    (*series)->definition = definition;
    (*series)->first = month_of(counts, part->first);
    (*series)->count = (size_t)(month_of(counts, part->first + part->rows - 1) - (*series)->first) + 1;
    (*series)->points = sgp_allocate_zeroed((*series)->count, sizeof *(*series)->points);
    if (!(*series)->points) {
        signpost_series_free(*series);
        *series = NULL;
        return sgp_fail_memory(error);
    }
    fill(*series, counts, part);
    return SIGNPOST_OK;
}

void signpost_series_free(signpost_series *series)
{
    if (!series)
        return;
    sgp_release(series->points);
    sgp_release(series);
}

size_t signpost_series_count(const signpost_series *series)
{
    return series->count;
}

signpost_figure signpost_series_at(const signpost_series *series, size_t index)
{
    return index < series->count ? series->points[index] : sgp_figure_of_nothing(series->definition);
}

signpost_month signpost_series_month(const signpost_series *series, size_t index)
{
    return series->first + (signpost_month)index;
}

/* Takes a known month into the span's lowest and highest. */
static void widen(signpost_span *span, signpost_micro value, signpost_month month)
{
    if (!span->known || value < span->lowest) {
        span->lowest = value;
        span->lowest_month = month;
    }
    if (!span->known || value > span->highest) {
        span->highest = value;
        span->highest_month = month;
    }
}

signpost_span signpost_series_span(const signpost_series *series, size_t first, size_t months)
{
    signpost_span span = {.first = signpost_series_month(series, first),
                          .pooled = sgp_figure_of_nothing(series->definition)};
    int64_t sum = 0;
    for (size_t i = first; i < series->count && i - first < months; i++) {
        const signpost_figure *point = &series->points[i];
        span.months++;
        sgp_figure_pool(&span.pooled, point);
        if (!point->is_known)
            continue;
        widen(&span, point->value, signpost_series_month(series, i));
        sum += point->value;
        span.known++;
    }
    span.mean = span.known ? sgp_ratio(sum, 1, (int64_t)span.known) : 0;
    return span;
}
