/* Before and after: two times of a series side by side, and the three clinician figures together. */
#include "kpi/compute.h"
#include "kpi/series.h"

#include <stdio.h>
#include <string.h>

enum { MOST_UNACCOUNTED = 2 * SIGNPOST_MICRO }; /* percentage points */

const char *signpost_trend_name(signpost_trend trend)
{
    static const char *const names[] = {"no verdict", "better", "worse", "the same"};
    return trend <= SIGNPOST_TREND_SAME ? names[trend] : "";
}

/* How many of the series' months are before `at`. */
static size_t months_before(const signpost_series *series, signpost_month at)
{
    if (at <= series->first)
        return 0;
    size_t before = (size_t)(at - series->first);
    return before < series->count ? before : series->count;
}

static signpost_trend trend_of(const signpost_change *change)
{
    if (!change->before.pooled.is_known || !change->after.pooled.is_known)
        return SIGNPOST_TREND_NONE;
    if (!change->difference)
        return SIGNPOST_TREND_SAME;
    return (change->difference > 0) == change->after.pooled.definition->more_is_better ? SIGNPOST_TREND_BETTER
                                                                                       : SIGNPOST_TREND_WORSE;
}

/* Calls that are not accounted for may be what others count as abandoned: no verdict where their share moves. */
static void beware(signpost_change *change, const signpost_series *unaccounted, signpost_month at)
{
    size_t before = months_before(unaccounted, at);
    signpost_figure first = signpost_series_span(unaccounted, 0, before).pooled;
    signpost_figure then = signpost_series_span(unaccounted, before, unaccounted->count).pooled;
    change->unaccounted_before = first.value;
    change->unaccounted_after = then.value;
    signpost_micro moved = then.value - first.value;
    bool has_moved = first.is_known && then.is_known && (moved > MOST_UNACCOUNTED || moved < -MOST_UNACCOUNTED);
    if (!has_moved)
        return;
    change->marks |= SIGNPOST_MARK_UNACCOUNTED;
    const char *id = change->before.pooled.definition->id;
    if (strcmp(id, "abandoned") == 0)
        change->trend = SIGNPOST_TREND_NONE;
}

signpost_change signpost_change_make(const signpost_series *series, signpost_month at,
                                     const signpost_series *unaccounted)
{
    size_t before = months_before(series, at);
    signpost_change change = {.before = signpost_series_span(series, 0, before),
                              .after = signpost_series_span(series, before, series->count)};
    if (change.before.pooled.is_known && change.after.pooled.is_known)
        change.difference = change.after.pooled.value - change.before.pooled.value;
    change.trend = trend_of(&change);
    if (unaccounted)
        beware(&change, unaccounted, at);
    return change;
}

/* ---- call-backs, warm transfers, and both ---- */

static bool is_clear(signpost_trend trend)
{
    return trend == SIGNPOST_TREND_BETTER || trend == SIGNPOST_TREND_WORSE;
}

static void say(signpost_clinician *found)
{
    if (!is_clear(found->callback.trend) && found->callback.trend != SIGNPOST_TREND_SAME)
        return;
    bool fewer = found->callback.trend == SIGNPOST_TREND_WORSE;
    if (found->disagree)
        snprintf(found->sentence, sizeof found->sentence,
                 "call-backs within 10 minutes became %s, but callers who reached a clinician in time, live or called "
                 "back, became %s: the call-back figure alone misleads",
                 fewer ? "fewer" : "more", fewer ? "more" : "fewer");
    else if (is_clear(found->callback.trend) && found->callback.trend == found->timely.trend)
        snprintf(found->sentence, sizeof found->sentence,
                 "call-backs within 10 minutes and timely contact with a clinician, live or called back, both became "
                 "%s",
                 signpost_trend_name(found->timely.trend));
    else
        snprintf(found->sentence, sizeof found->sentence,
                 "timely contact with a clinician, live or called back, became %s",
                 signpost_trend_name(found->timely.trend));
}

signpost_status signpost_kpi_clinician(const signpost_counts *counts, const char *contract, signpost_month at,
                                       signpost_clinician *found, signpost_error *error)
{
    static const char *const ids[] = {"callback-10", "warm-transfer", "timely"};
    signpost_clinician result = {.sentence = ""};
    signpost_change *const changes[] = {&result.callback, &result.warm, &result.timely};
    for (int i = 0; i < 3; i++) {
        signpost_series *series;
        signpost_status status =
            signpost_series_new(counts, contract, signpost_definition_find(NULL, ids[i]), &series, error);
        if (status)
            return status;
        *changes[i] = signpost_change_make(series, at, NULL);
        signpost_series_free(series);
    }
    result.disagree = is_clear(result.callback.trend) && is_clear(result.timely.trend) &&
                      result.callback.trend != result.timely.trend;
    say(&result);
    *found = result;
    return SIGNPOST_OK;
}
