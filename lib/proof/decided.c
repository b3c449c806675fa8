/* Decisions: one rule for everybody, and nothing read that may be unknown. */
#include "proof/proving.h"

/* The first fact that is read, from left to right, while it is unknown; SGP_NOTHING when there is none. What is settled
 * by the left of an `and` or an `or` is not read on: that is how known() guards. */
static sgp_index reads_unknown(const signpost_algorithms *algorithms, sgp_index condition, const sgp_known *known)
{
    const sgp_expression *e = &algorithms->expressions.at[condition];
    if (e->operation == SGP_AND || e->operation == SGP_OR) {
        sgp_index found = reads_unknown(algorithms, e->left, known);
        bool holds = found == SGP_NOTHING && sgp_judge(algorithms, e->left, known, NULL) == SGP_TRUE;
        if (found != SGP_NOTHING || holds == (e->operation == SGP_OR))
            return found;
        return reads_unknown(algorithms, e->right, known);
    }
    if (e->operation == SGP_NOT)
        return reads_unknown(algorithms, e->left, known);
    bool reads = e->operation != SGP_KNOWN && e->subject == SGP_SUBJECT_FACT;
    return reads && known->facts[e->fact] == SGP_UNKNOWN ? e->fact : SGP_NOTHING;
}

static bool find_unknown(sgp_proving *p, int32_t node, sgp_index step, sgp_index rule, const sgp_known *known)
{
    sgp_index fact = reads_unknown(p->algorithms, p->algorithms->rules.at[rule].condition, known);
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_DECIDED,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_MAY_BE_UNKNOWN,
                               .subject = rule,
                               .other = fact,
                               .spot = sgp_spot_of_rule(p, step, rule),
                               .node = node,
                               .by = -1};
    if (fact == SGP_NOTHING || !sgp_wants(p, &matter))
        return true;
    return sgp_find(p, &matter, "%s reads %s, which may not be known then; write known(%s) and ... before it",
                    p->algorithms->steps.at[step].name, p->algorithms->facts.at[fact].name,
                    p->algorithms->facts.at[fact].name);
}

static bool find_overlap(sgp_proving *p, int32_t node, sgp_index step, sgp_index first, sgp_index second)
{
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_DECIDED,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_RULES_OVERLAP,
                               .subject = first,
                               .other = second,
                               .spot = sgp_spot_of_rule(p, step, second),
                               .node = node,
                               .by = -1};
    if (!sgp_wants(p, &matter))
        return true;
    const sgp_rule *rules = p->algorithms->rules.at;
    return sgp_find(p, &matter, "the rules of %s on lines %u and %u hold together for some patients",
                    p->algorithms->steps.at[step].name, rules[first].line, rules[second].line);
}

static bool find_none(sgp_proving *p, int32_t node, sgp_index step)
{
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_DECIDED,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_NO_RULE,
                               .subject = step,
                               .other = SGP_NOTHING,
                               .spot = sgp_spot_of_step(p, step),
                               .node = node,
                               .by = -1};
    return !sgp_wants(p, &matter) ||
           sgp_find(p, &matter, "no rule of %s fits some patients", p->algorithms->steps.at[step].name);
}

static bool judge_decision(sgp_proving *p, int32_t node, const sgp_standing *standing)
{
    const sgp_step *step = &p->algorithms->steps.at[standing->step];
    const sgp_known known = sgp_stand_know(&p->exploration.stander, standing);
    sgp_index taken = SGP_NOTHING;
    for (int32_t i = 0; i < step->rules.count; i++) {
        sgp_index rule = step->rules.first + i, condition = p->algorithms->rules.at[rule].condition;
        if (taken != SGP_NOTHING && (step->is_ordered || condition == SGP_NOTHING))
            break;
        if (condition != SGP_NOTHING && !find_unknown(p, node, standing->step, rule, &known))
            return false;
        if (condition != SGP_NOTHING && sgp_judge(p->algorithms, condition, &known, NULL) != SGP_TRUE)
            continue;
        if (taken != SGP_NOTHING && !find_overlap(p, node, standing->step, taken, rule))
            return false;
        if (taken == SGP_NOTHING)
            taken = rule;
        p->is_fired[rule] = 1;
    }
    return taken != SGP_NOTHING || find_none(p, node, standing->step);
}

bool sgp_prove_decided(sgp_proving *p)
{
    sgp_standing standing;
    for (size_t i = 0; i < p->exploration.nodes.count; i++) {
        sgp_exploration_standing(&p->exploration, i, &standing);
        p->is_met[standing.step] = 1;
        if (p->algorithms->steps.at[standing.step].kind == SGP_STEP_DECISION &&
            !judge_decision(p, (int32_t)i, &standing))
            return false;
    }
    return true;
}
