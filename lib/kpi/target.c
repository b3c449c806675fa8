/* Holds figures against targets. Whether a target is met is decided on the counts, not on a rounded share. */
#include "kpi/compute.h"

const char *signpost_direction_name(signpost_direction direction)
{
    static const char *const names[] = {"at least", "at most", "below", "above"};
    return direction <= SIGNPOST_ABOVE ? names[direction] : "";
}

/* How many of the denominator the target lets be late. */
static int64_t allowance(int64_t denominator, int64_t scale, signpost_direction direction, signpost_micro value)
{
    int64_t most;
    switch (direction) {
    case SIGNPOST_AT_LEAST:
        return denominator - sgp_ratio_up(denominator, value, scale);
    case SIGNPOST_ABOVE:
        most = denominator - sgp_ratio_down(denominator, value, scale) - 1;
        return most < 0 ? 0 : most;
    case SIGNPOST_AT_MOST:
        return sgp_ratio_down(denominator, value, scale);
    case SIGNPOST_BELOW:
    default:
        most = sgp_ratio_up(denominator, value, scale) - 1;
        return most < 0 ? 0 : most;
    }
}

static bool wants_more(signpost_direction direction)
{
    return direction == SIGNPOST_AT_LEAST || direction == SIGNPOST_ABOVE;
}

signpost_judgement signpost_target_judge(const signpost_figure *figure, signpost_direction direction,
                                         signpost_micro value)
{
    signpost_judgement found = {.is_known = figure->is_known};
    if (!figure->is_known)
        return found;
    int64_t scale = sgp_scale(figure->definition);
    bool more = wants_more(direction);
    found.late = more ? figure->denominator - figure->numerator : figure->numerator;
    found.allowed = allowance(figure->denominator, scale, direction, value);
    found.too_many = found.late > found.allowed ? found.late - found.allowed : 0;
    found.is_met = !found.too_many;
    if (!figure->definition->is_share) /* seconds are nobody's being late */
        found.late = found.allowed = found.too_many = 0;
    if (!found.is_met)
        found.missed_by = more ? value - figure->value : figure->value - value;
    return found;
}
