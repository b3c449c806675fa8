/* Who can come where: outcomes by age and sex; and steps and rules that are nobody's. */
#include "proof/proving.h"

#include <stdlib.h>
#include <string.h>

/* ---- what nobody meets ---- */

static bool find_unmet(sgp_proving *p, sgp_index step)
{
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_REACHED,
                               .severity = SIGNPOST_ERROR,
                               .id = SGP_NEVER_REACHED,
                               .subject = step,
                               .other = SGP_NOTHING,
                               .spot = sgp_spot_of_step(p, step),
                               .node = -1};
    return sgp_find(p, &matter, "no patient ever comes to %s", p->algorithms->steps.at[step].name);
}

/* An otherwise that is nobody's is no mistake: it may stand there to be safe. */
static bool find_unfired(sgp_proving *p, sgp_index step, sgp_index rule)
{
    bool is_otherwise = p->algorithms->rules.at[rule].condition == SGP_NOTHING;
    const sgp_matter matter = {.claim = SIGNPOST_CLAIM_REACHED,
                               .severity = is_otherwise ? SIGNPOST_WARNING : SIGNPOST_ERROR,
                               .id = SGP_NEVER_FIRES,
                               .subject = rule,
                               .other = SGP_NOTHING,
                               .spot = sgp_spot_of_rule(p, step, rule),
                               .node = -1};
    return sgp_find(p, &matter,
                    is_otherwise ? "the otherwise of %s is nobody's: the rules before it take everybody"
                                 : "this rule of %s can never fire",
                    p->algorithms->steps.at[step].name);
}

bool sgp_prove_reached(sgp_proving *p)
{
    const signpost_algorithms *algorithms = p->algorithms;
    bool good = true;
    for (sgp_index i = 0; i < algorithms->steps.count && good; i++) {
        const sgp_step *step = &algorithms->steps.at[i];
        if (step->kind == SGP_STEP_PART)
            continue;
        if (!p->is_met[i])
            good = find_unmet(p, i);
        for (int32_t j = 0; j < step->rules.count && good && p->is_met[i]; j++)
            good = p->is_fired[step->rules.first + j] || find_unfired(p, i, step->rules.first + j);
    }
    return good;
}

/* ---- who comes to an outcome ---- */

bool sgp_note_reached(sgp_proving *p)
{
    sgp_standing standing;
    for (size_t i = 0; i < p->exploration.nodes.count; i++) {
        sgp_exploration_standing(&p->exploration, i, &standing);
        const sgp_step *step = &p->algorithms->steps.at[standing.step];
        if (step->kind != SGP_STEP_OUTCOME)
            continue;
        const sgp_class *age = sgp_class_at(&p->scope, 0, standing.classes[0]);
        sgp_index own = p->algorithms->outcomes.at[step->outcome].discriminator;
        const sgp_reached reached = {standing.step, own == SGP_NOTHING ? standing.discriminator : own,
                                     (int32_t)age->from, (int32_t)age->to,
                                     (uint32_t)sgp_class_at(&p->scope, 1, standing.classes[1])->members};
        if (!sgp_array_append(&p->proof->reached, &reached, 1))
            return false;
    }
    return true;
}

static int by_place(const void *a, const void *b)
{
    const sgp_reached *x = a, *y = b;
    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    if (x->discriminator != y->discriminator)
        return x->discriminator < y->discriminator ? -1 : 1;
    return (x->from_days > y->from_days) - (x->from_days < y->from_days);
}

/* Rows of one outcome. */
typedef struct of_outcome {
    const sgp_reached *rows;
    size_t count;
} of_outcome;

static bool people_of(const void *context, size_t index, signpost_people *people)
{
    const of_outcome *one = context;
    if (index >= one->count)
        return false;
    const sgp_reached *row = &one->rows[index];
    *people = (signpost_people){row->from_days, row->to_days, row->sexes};
    return true;
}

/* Rows of one outcome, which may overlap, as rows that do not, the fewest. */
static bool merge_rows(const of_outcome *one, sgp_array *merged)
{
    signpost_people next;
    for (int32_t day = 0; signpost_people_next(people_of, one, day, &next); day = next.to_days + 1) {
        const sgp_reached row = {one->rows->step, one->rows->discriminator, next.from_days, next.to_days, next.sexes};
        if (!sgp_array_append(merged, &row, 1))
            return false;
    }
    return true;
}

bool sgp_reached_merge(signpost_proof *proof)
{
    sgp_array merged = SGP_ARRAY_OF(sgp_reached);
    const sgp_reached *rows = proof->reached.items;
    size_t count = proof->reached.count;
    bool good = true;
    if (count)
        qsort(proof->reached.items, count, sizeof *rows, by_place);
    for (size_t first = 0, end; first < count && good; first = end) {
        for (end = first + 1;
             end < count && rows[end].step == rows[first].step && rows[end].discriminator == rows[first].discriminator;)
            end++;
        good = merge_rows(&(of_outcome){rows + first, end - first}, &merged);
    }
    sgp_array_release(&proof->reached);
    proof->reached = merged;
    return good;
}
