/* Safety rules: at the end of every walk that one is about, and if the call drops, the disposition is urgent enough. */
#include "proof/proving.h"

static const sgp_safety_rule *rule_of(const sgp_proving *p)
{
    return &p->algorithms->safety.at[p->exploration.stander.watched];
}

static bool is_triggered(sgp_proving *p, const sgp_standing *standing)
{
    const sgp_known known = sgp_stand_know(&p->exploration.stander, standing);
    return standing->is_judged && sgp_judge(p->algorithms, rule_of(p)->condition, &known, NULL) == SGP_TRUE;
}

static bool find_broken(sgp_proving *p, int32_t node, sgp_index step, sgp_index disposition)
{
    const sgp_safety_rule *rule = rule_of(p);
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_SAFETY,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_SAFETY_BROKEN,
                               .subject = p->exploration.stander.watched,
                               .other = SGP_NOTHING,
                               .spot = {rule->file, rule->line, 0},
                               .node = node,
                               .by = -1};
    return !sgp_wants(p, &matter) ||
           sgp_find(p, &matter, "the safety rule \"%s\" asks for %s at least, and %s ends with %s", rule->name,
                    sgp_code_of(p, rule->at_least), p->algorithms->steps.at[step].name, sgp_code_of(p, disposition));
}

static bool find_unsafe(sgp_proving *p, int32_t node, sgp_index step, sgp_index interim)
{
    const sgp_safety_rule *rule = rule_of(p);
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_INTERIM,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_INTERIM_UNSAFE,
                               .subject = p->exploration.stander.watched,
                               .other = step,
                               .spot = sgp_spot_of_step(p, step),
                               .node = node,
                               .by = -1};
    return !sgp_wants(p, &matter) ||
           sgp_find(p, &matter, "the interim disposition at %s is %s, and the safety rule \"%s\" asks for %s at least",
                    p->algorithms->steps.at[step].name, sgp_code_of(p, interim), rule->name,
                    sgp_code_of(p, rule->at_least));
}

static bool judge_node(sgp_proving *p, int32_t node)
{
    sgp_standing standing;
    sgp_exploration_standing(&p->exploration, (size_t)node, &standing);
    const sgp_step *step = &p->algorithms->steps.at[standing.step];
    bool is_end = step->kind == SGP_STEP_OUTCOME;
    if (!is_end && step->kind > SGP_STEP_TOGETHER && step->kind != SGP_STEP_ADVICE)
        return true;
    sgp_index disposition =
        is_end ? p->algorithms->outcomes.at[step->outcome].disposition : sgp_interim_of(p, &standing);
    if (disposition <= rule_of(p)->at_least || !is_triggered(p, &standing))
        return true;
    return is_end ? find_broken(p, node, standing.step, disposition) : find_unsafe(p, node, standing.step, disposition);
}

static bool find_unfinished(sgp_proving *p)
{
    const sgp_safety_rule *rule = rule_of(p);
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_FINISHED,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_NOT_PROVED,
                               .subject = p->scope.start,
                               .other = p->exploration.stander.watched,
                               .spot = {rule->file, rule->line, 0},
                               .node = -1};
    return sgp_find(p, &matter, "the safety rule \"%s\" is not proved in %s: there are more than %zu regions",
                    rule->name, p->algorithms->pathways.at[p->scope.start].name, p->exploration.most_nodes);
}

bool sgp_prove_safety(sgp_proving *p)
{
    bool good = true;
    for (size_t i = 0; i < p->scope.safety.count && good; i++) {
        good = sgp_explore(&p->exploration, *SGP_AT(&p->scope.safety, sgp_index, i));
        if (good && p->exploration.is_too_large) {
            good = find_unfinished(p);
            continue;
        }
        for (size_t node = 0; node < p->exploration.nodes.count && good; node++)
            good = judge_node(p, (int32_t)node);
    }
    return good;
}
