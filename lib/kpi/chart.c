/* XmR control charts. Rules kept here:
 *  - limits are those of a segment, and a segment begins only where it was declared;
 *  - points that are not known are passed over: the moving range is from one known point to the next. */
#include "base/error.h"
#include "kpi/compute.h"
#include "kpi/series.h"

/* Wheeler's constants: 3 / 1.128, and 3.267 for the limit of moving ranges. */
enum { LIMIT_FACTOR = 2660, RANGE_FACTOR = 3267, FACTOR_SCALE = 1000 };
enum { SIDE_RUN = 7, TREND_RUN = 7, FEWEST_FOR_ASSURANCE = 3 };

struct signpost_chart {
    const signpost_definition *definition;
    signpost_chart_point *points;
    size_t count;
    size_t *known; /* indices of the points that are known, of a segment while it is computed */
};

const char *signpost_assurance_name(signpost_assurance assurance)
{
    static const char *const names[] = {"not known", "consistently hits", "consistently misses", "hit and miss"};
    return assurance <= SIGNPOST_ASSURANCE_HIT_AND_MISS ? names[assurance] : "";
}

const char *signpost_signal_name(unsigned signal)
{
    switch (signal) {
    case SIGNPOST_SIGNAL_OUTSIDE:
        return "outside the limits";
    case SIGNPOST_SIGNAL_SIDE:
        return "7 or more on one side of the mean";
    case SIGNPOST_SIGNAL_TREND:
        return "7 or more that rise or fall";
    case SIGNPOST_SIGNAL_NEAR:
        return "2 of 3 near a limit";
    default:
        return "";
    }
}

/* The known points of a segment, in order. */
typedef struct segment {
    signpost_chart_point *points;
    const size_t *known;
    size_t count;
} segment;

static signpost_chart_point *at(const segment *of, size_t index)
{
    return &of->points[of->known[index]];
}

static int64_t range_at(const segment *of, size_t index)
{
    int64_t apart = at(of, index)->value - at(of, index - 1)->value;
    return apart < 0 ? -apart : apart;
}

/* Mean of the moving ranges up to `most`; -1 when there are none. */
static int64_t mean_range(const segment *of, int64_t most)
{
    int64_t sum = 0, ranges = 0;
    for (size_t i = 1; i < of->count; i++) {
        int64_t range = range_at(of, i);
        if (range > most)
            continue;
        sum += range;
        ranges++;
    }
    return ranges ? sgp_ratio(sum, 1, ranges) : -1;
}

static void set_limits(const segment *of)
{
    int64_t sum = 0;
    if (!of->count)
        return;
    for (size_t i = 0; i < of->count; i++)
        sum += at(of, i)->value;
    int64_t mean = sgp_ratio(sum, 1, (int64_t)of->count);
    int64_t range = mean_range(of, INT64_MAX);
    if (range >= 0)
        range = mean_range(of, sgp_ratio(range, RANGE_FACTOR, FACTOR_SCALE));
    int64_t reach = range < 0 ? 0 : sgp_ratio(range, LIMIT_FACTOR, FACTOR_SCALE);
    for (size_t i = 0; i < of->count; i++) {
        at(of, i)->mean = mean;
        at(of, i)->lower = mean - reach;
        at(of, i)->upper = mean + reach;
    }
}

/* -1 below, 1 above, 0 on the mean. */
static int side_of(const signpost_chart_point *point)
{
    return (point->value > point->mean) - (point->value < point->mean);
}

/* -1 or 1 when it falls or rises to this point; 0 for neither. */
static int step_of(const segment *of, size_t index)
{
    int64_t from = at(of, index - 1)->value, to = at(of, index)->value;
    return (to > from) - (to < from);
}

/* Marks a run that ends before `end`, with what it says of the better way. */
static void mark(const segment *of, size_t first, size_t end, unsigned signal, bool is_good)
{
    for (size_t i = first; i < end; i++) {
        at(of, i)->signals |= signal;
        at(of, i)->is_good = is_good;
    }
}

static void find_sides(const segment *of, bool more_is_better)
{
    for (size_t first = 0, end; first < of->count; first = end) {
        int side = side_of(at(of, first));
        for (end = first + 1; end < of->count && side_of(at(of, end)) == side; end++)
            continue;
        if (side && end - first >= SIDE_RUN)
            mark(of, first, end, SIGNPOST_SIGNAL_SIDE, (side > 0) == more_is_better);
    }
}

static void find_trends(const segment *of, bool more_is_better)
{
    for (size_t first = 0, end; first + 1 < of->count; first = end - 1) {
        int step = step_of(of, first + 1);
        for (end = first + 2; end < of->count && step_of(of, end) == step; end++)
            continue;
        if (step && end - first >= TREND_RUN)
            mark(of, first, end, SIGNPOST_SIGNAL_TREND, (step > 0) == more_is_better);
    }
}

/* In the outer third between mean and limit, or beyond: -1 or 1 by its side. */
static int near_limit(const signpost_chart_point *point)
{
    int64_t reach = point->upper - point->mean, apart = point->value - point->mean;
    if (!reach || 3 * (apart < 0 ? -apart : apart) <= 2 * reach)
        return 0;
    return side_of(point);
}

static void find_near(const segment *of, bool more_is_better)
{
    for (size_t i = 0; i + 1 < of->count; i++) {
        int side = near_limit(at(of, i));
        for (size_t j = i + 1; side && j < of->count && j <= i + 2; j++)
            if (near_limit(at(of, j)) == side) {
                mark(of, i, i + 1, SIGNPOST_SIGNAL_NEAR, (side > 0) == more_is_better);
                mark(of, j, j + 1, SIGNPOST_SIGNAL_NEAR, (side > 0) == more_is_better);
            }
    }
}

/* Last of the signals: a point beyond a limit says more of itself than the run that it is in. */
static void find_outside(const segment *of, bool more_is_better)
{
    for (size_t i = 0; i < of->count; i++) {
        const signpost_chart_point *point = at(of, i);
        bool has_limits = point->upper > point->lower;
        if (has_limits && (point->value > point->upper || point->value < point->lower))
            mark(of, i, i + 1, SIGNPOST_SIGNAL_OUTSIDE, (side_of(point) > 0) == more_is_better);
    }
}

/* A limit says what is usual, so it lies where a value can lie: not below 0, and of a share not above 100 %, except
 * that it never crosses the mean, which counts that contradict each other may put anywhere. The signals are found with
 * the limits as they were computed. */
static void cut_limits(const signpost_definition *definition, signpost_chart_point *point)
{
    const signpost_micro most = definition->is_share ? 100 * (signpost_micro)SIGNPOST_MICRO : point->upper;
    if (point->lower < 0)
        point->lower = point->mean < 0 ? point->mean : 0;
    if (point->upper > most)
        point->upper = point->mean > most ? point->mean : most;
}

/* Limits and signals of the points from `first` up to `end`. */
static void compute(signpost_chart *chart, size_t first, size_t end)
{
    segment of = {chart->points, chart->known, 0};
    for (size_t i = first; i < end; i++)
        if (chart->points[i].is_known)
            chart->known[of.count++] = i;
    set_limits(&of);
    bool more_is_better = chart->definition->more_is_better;
    find_near(&of, more_is_better);
    find_trends(&of, more_is_better);
    find_sides(&of, more_is_better);
    find_outside(&of, more_is_better);
    if (of.count)
        cut_limits(chart->definition, at(&of, 0));
    /* A month that is not known has the limits of its segment, so that a line can be drawn through it. */
    for (size_t i = first; i < end && of.count; i++) {
        chart->points[i].mean = at(&of, 0)->mean;
        chart->points[i].lower = at(&of, 0)->lower;
        chart->points[i].upper = at(&of, 0)->upper;
    }
}

static void fill(signpost_chart *chart, const signpost_series *series, const signpost_month *rebases, size_t count)
{
    size_t first = 0, segments = 0, rebase = 0;
    for (size_t i = 0; i <= series->count; i++) {
        bool begins = false;
        for (; rebase < count && rebases[rebase] <= signpost_series_month(series, i); rebase++)
            begins = i > first;
        if (i == series->count || begins) {
            compute(chart, first, i);
            segments += begins;
            first = i;
        }
        if (i == series->count)
            break;
        chart->points[i].is_known = series->points[i].is_known;
        chart->points[i].value = series->points[i].value;
        chart->points[i].segment = segments;
    }
}

signpost_status signpost_chart_new(const signpost_series *series, const signpost_month *rebases, size_t count,
                                   signpost_chart **chart, signpost_error *error)
{
    *chart = sgp_allocate_zeroed(1, sizeof **chart);
    if (!*chart)
        return sgp_fail_memory(error);
    (*chart)->definition = series->definition;
    (*chart)->count = series->count;
    (*chart)->points = sgp_allocate_zeroed(series->count, sizeof *(*chart)->points);
    (*chart)->known = sgp_allocate_zeroed(series->count, sizeof *(*chart)->known);
    if (!(*chart)->points || !(*chart)->known) {
        signpost_chart_free(*chart);
        *chart = NULL;
        return sgp_fail_memory(error);
    }
    fill(*chart, series, rebases, count);
    return SIGNPOST_OK;
}

void signpost_chart_free(signpost_chart *chart)
{
    if (!chart)
        return;
    sgp_release(chart->points);
    sgp_release(chart->known);
    sgp_release(chart);
}

size_t signpost_chart_count(const signpost_chart *chart)
{
    return chart->count;
}

signpost_chart_point signpost_chart_at(const signpost_chart *chart, size_t index)
{
    return index < chart->count ? chart->points[index] : (signpost_chart_point){.is_known = false};
}

signpost_assurance signpost_chart_assurance(const signpost_chart *chart, signpost_direction direction,
                                            signpost_micro target)
{
    const signpost_chart_point *last = chart->count ? &chart->points[chart->count - 1] : NULL;
    size_t known = 0;
    for (size_t i = 0; last && i < chart->count; i++)
        known += chart->points[i].is_known && chart->points[i].segment == last->segment;
    if (known < FEWEST_FOR_ASSURANCE)
        return SIGNPOST_ASSURANCE_NOT_KNOWN;
    /* The limits lie wholly on one side; a limit on the target itself is on the side that meets it. */
    bool above_is_met = direction == SIGNPOST_AT_LEAST, below_is_met = direction == SIGNPOST_AT_MOST;
    bool above = last->lower > target || (last->lower == target && (above_is_met || direction == SIGNPOST_BELOW));
    bool below = last->upper < target || (last->upper == target && (below_is_met || direction == SIGNPOST_ABOVE));
    bool wants_more = direction == SIGNPOST_AT_LEAST || direction == SIGNPOST_ABOVE;
    if (!above && !below)
        return SIGNPOST_ASSURANCE_HIT_AND_MISS;
    return above == wants_more ? SIGNPOST_ASSURANCE_HITS : SIGNPOST_ASSURANCE_MISSES;
}

signpost_trend signpost_chart_trend(const signpost_chart *chart)
{
    for (size_t i = chart->count; i-- > 0;) {
        const signpost_chart_point *point = &chart->points[i];
        if (!point->is_known)
            continue;
        if (!point->signals)
            return SIGNPOST_TREND_SAME;
        return point->is_good ? SIGNPOST_TREND_BETTER : SIGNPOST_TREND_WORSE;
    }
    return SIGNPOST_TREND_NONE;
}
