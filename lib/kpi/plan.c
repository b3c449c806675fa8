/* Improvement plans: what is expected of a month, and how far from it things are. */
#include "kpi/compute.h"

const char *signpost_plan_state_name(signpost_progress_state state)
{
    static const char *const names[] = {"not begun", "not known", "on course", "behind", "met", "failed"};
    return state <= SIGNPOST_PLAN_FAILED ? names[state] : "";
}

/* Between two milestones, on the straight line; rounded to the millionth. */
static signpost_micro between(signpost_milestone from, signpost_milestone to, signpost_month month)
{
    if (month <= from.month || to.month <= from.month)
        return month >= to.month ? to.value : from.value;
    if (month >= to.month)
        return to.value;
    return from.value + sgp_ratio(to.value - from.value, month - from.month, to.month - from.month);
}

signpost_micro signpost_plan_expected(const signpost_improvement *plan, signpost_month month)
{
    signpost_milestone from = plan->start;
    for (size_t i = 0; i < plan->trajectory_count; i++) {
        if (month <= plan->trajectory[i].month)
            return between(from, plan->trajectory[i], month);
        from = plan->trajectory[i];
    }
    return between(from, (signpost_milestone){signpost_month_of(plan->deadline), plan->target}, month);
}

signpost_plan_status signpost_plan_judge(const signpost_improvement *plan, const signpost_figure *figure,
                                         signpost_month month)
{
    signpost_month deadline = signpost_month_of(plan->deadline);
    signpost_plan_status status = {.state = SIGNPOST_PLAN_NOT_KNOWN,
                                   .expected = signpost_plan_expected(plan, month),
                                   .value = figure->value,
                                   .months_left = deadline > month ? deadline - month : 0};
    if (month < plan->start.month)
        status.state = SIGNPOST_PLAN_NOT_BEGUN;
    if (month < plan->start.month || !figure->is_known)
        return status;
    if (signpost_target_judge(figure, plan->direction, plan->target).is_met) {
        status.state = SIGNPOST_PLAN_MET;
        return status;
    }
    /* Before the end what counts is to be on the line or beyond it; at the end, the target as it is written. */
    bool more = plan->direction == SIGNPOST_AT_LEAST || plan->direction == SIGNPOST_ABOVE;
    signpost_direction line = month >= deadline ? plan->direction : more ? SIGNPOST_AT_LEAST : SIGNPOST_AT_MOST;
    signpost_judgement held = signpost_target_judge(figure, line, status.expected);
    status.behind_by = held.missed_by;
    status.callers = held.too_many;
    if (month >= deadline)
        status.state = SIGNPOST_PLAN_FAILED;
    else
        status.state = held.is_met ? SIGNPOST_PLAN_ON_COURSE : SIGNPOST_PLAN_BEHIND;
    if (status.months_left)
        status.need_a_month = sgp_ratio(plan->target - figure->value, 1, status.months_left);
    return status;
}
