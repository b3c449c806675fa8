/* Interim dispositions: what holds if the call drops is no less urgent than what the walk could still end with; and no
 * outcome milder than an ambulance comes before the red flags have been asked. That an interim disposition keeps the
 * safety rules is proved with them, in safety.c. */
#include "proof/proving.h"

#include <string.h>

static bool find_mild(sgp_proving *p, int32_t node, const sgp_standing *standing)
{
    sgp_index interim = sgp_interim_of(p, standing), worst = sgp_mark_at(p, (size_t)node)->worst;
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_INTERIM,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_INTERIM_TOO_MILD,
                               .subject = standing->step,
                               .other = interim,
                               .spot = sgp_spot_of_step(p, standing->step),
                               .node = node,
                               .by = -1};
    if (interim <= worst || !sgp_wants(p, &matter))
        return true;
    return sgp_find(p, &matter, "the interim disposition at %s is %s, where every outcome is at least %s",
                    p->algorithms->steps.at[standing->step].name, sgp_code_of(p, interim), sgp_code_of(p, worst));
}

/* ---- red flags ---- */

/* The place of a class of patients among all. */
static size_t patient_of(const sgp_proving *p, const sgp_standing *standing)
{
    size_t index = 0;
    for (size_t i = SGP_PATIENT_VARIABLES; i-- > 0;)
        index = index * (size_t)sgp_variable_at(&p->scope, i)->classes.count + standing->classes[i];
    return index;
}

/* Which red flags some walk of each class of patients asks: men are not asked whether they are pregnant. */
static bool gather_askable(sgp_proving *p)
{
    sgp_standing standing;
    size_t count = 1;
    for (size_t i = 0; i < SGP_PATIENT_VARIABLES; i++)
        count *= (size_t)sgp_variable_at(&p->scope, i)->classes.count;
    if (!sgp_array_reserve(&p->askable, count))
        return false;
    p->askable.count = count;
    memset(p->askable.items, 0, count * sizeof(sgp_flags));
    for (size_t i = 0; i < p->exploration.nodes.count; i++) {
        sgp_exploration_standing(&p->exploration, i, &standing);
        sgp_bits_or(SGP_AT(&p->askable, sgp_flags, patient_of(p, &standing))->at, standing.asked.at,
                    SGP_MOST_FLAGS / 64);
    }
    return true;
}

/* A red flag of the pathway that might have been asked, and was not; SGP_NOTHING when there is none. */
static sgp_index flag_left_out(const sgp_proving *p, const sgp_standing *standing)
{
    const sgp_flags *askable = SGP_AT(&p->askable, sgp_flags, patient_of(p, standing));
    for (size_t i = 0; i < p->scope.flags.count; i++) {
        sgp_index flag = *SGP_AT(&p->scope.flags, sgp_index, i);
        if (sgp_bit_get(askable->at, i) && !sgp_bit_get(standing->asked.at, i) &&
            sgp_step_is_red_flag(p->algorithms, standing->pathway, flag))
            return flag;
    }
    return SGP_NOTHING;
}

static bool find_left_out(sgp_proving *p, int32_t node, const sgp_standing *standing)
{
    const sgp_step *step = &p->algorithms->steps.at[standing->step];
    sgp_index disposition = p->algorithms->outcomes.at[step->outcome].disposition, flag = flag_left_out(p, standing);
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_INTERIM,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_FLAG_NOT_ASKED,
                               .subject = standing->pathway,
                               .other = flag,
                               .spot = sgp_spot_of_step(p, standing->step),
                               .node = node,
                               .by = -1};
    if (flag == SGP_NOTHING ||
        p->algorithms->dispositions.at[disposition].shown.setting == SIGNPOST_SETTING_AMBULANCE ||
        !sgp_wants(p, &matter))
        return true;
    return sgp_find(p, &matter, "%s ends with %s before the red flag %s of %s was asked", step->name,
                    sgp_code_of(p, disposition), p->algorithms->steps.at[flag].name,
                    p->algorithms->pathways.at[standing->pathway].name);
}

bool sgp_prove_interim(sgp_proving *p)
{
    sgp_standing standing;
    bool good = gather_askable(p);
    for (size_t i = 0; i < p->exploration.nodes.count && good; i++) {
        sgp_exploration_standing(&p->exploration, i, &standing);
        sgp_step_kind kind = p->algorithms->steps.at[standing.step].kind;
        if (kind == SGP_STEP_OUTCOME)
            good = find_left_out(p, (int32_t)i, &standing);
        else if (kind <= SGP_STEP_TOGETHER || kind == SGP_STEP_ADVICE)
            good = find_mild(p, (int32_t)i, &standing);
    }
    return good;
}
