/* What of the content its cases come to. */
#include "signpost/cases.h"

#include "walk/walk.h"

#include <string.h>

const char *signpost_covered_name(signpost_covered covered)
{
    static const char *const names[SIGNPOST_COVERED_COUNT] = {"steps", "answers", "rules", "outcomes"};
    return (unsigned)covered < SIGNPOST_COVERED_COUNT ? names[covered] : "";
}

typedef struct counting {
    const signpost_algorithms *algorithms;
    signpost_coverage *coverage;
    signpost_diagnostics *list;
    sgp_touched touched;
} counting;

static const sgp_step *step_at(const counting *c, sgp_index step)
{
    return &c->algorithms->steps.at[step];
}

static const char *file_of(const counting *c, const sgp_step *step)
{
    return c->algorithms->pathways.at[step->pathway].file;
}

/* Counts one; true when no case comes to it, so that it is to be reported. */
static bool is_missed(counting *c, signpost_covered kind, bool touched)
{
    c->coverage[kind].total++;
    c->coverage[kind].touched += touched;
    return !touched;
}

/* A question's answers, a many's choices, and what is answered when neither is known. Of a step that no case comes to,
 * that is enough said. */
static void count_answers(counting *c, sgp_index index, const sgp_step *step)
{
    const sgp_spot spot = {file_of(c, step), step->line, step->column};
    bool tells = c->touched.steps[index];
    for (int32_t i = 0; i < step->answers.count; i++)
        if (is_missed(c, SIGNPOST_COVERED_ANSWERS, c->touched.answers[step->answers.first + i]) && tells)
            sgp_diagnose(c->list, SIGNPOST_NOTE, SGP_NO_CASE, spot, "no case answers %s with \"%s\"", step->name,
                         c->algorithms->answers.at[step->answers.first + i].label);
    bool may_be_unsure =
        (step->kind == SGP_STEP_MANY || step->kind == SGP_STEP_MEASURE) && step->otherwise != SGP_NOTHING;
    if (may_be_unsure && is_missed(c, SIGNPOST_COVERED_ANSWERS, c->touched.unsure[index]) && tells)
        sgp_diagnose(c->list, SIGNPOST_NOTE, SGP_NO_CASE, spot, "no case answers %s with \"%s\"", step->name,
                     step->kind == SGP_STEP_MANY ? "not sure" : "not known");
}

static void count_rules(counting *c, sgp_index index, const sgp_step *step)
{
    for (int32_t i = 0; i < step->rules.count; i++) {
        const sgp_rule *rule = &c->algorithms->rules.at[step->rules.first + i];
        if (is_missed(c, SIGNPOST_COVERED_RULES, c->touched.rules[step->rules.first + i]) && c->touched.steps[index])
            sgp_diagnose(c->list, SIGNPOST_NOTE, SGP_NO_CASE, (sgp_spot){file_of(c, step), rule->line, 0},
                         "no case takes rule %d of %s", i + 1, step->name);
    }
}

static void count_step(counting *c, sgp_index index)
{
    const sgp_step *step = step_at(c, index);
    signpost_covered kind = step->kind == SGP_STEP_OUTCOME ? SIGNPOST_COVERED_OUTCOMES : SIGNPOST_COVERED_STEPS;
    if (is_missed(c, kind, c->touched.steps[index]))
        sgp_diagnose(c->list, SIGNPOST_NOTE, SGP_NO_CASE, (sgp_spot){file_of(c, step), step->line, step->column},
                     step->kind == SGP_STEP_PART ? "no case answers %s with yes or not sure" : "no case comes to %s",
                     step->name);
    count_answers(c, index, step);
    count_rules(c, index, step);
}

static bool make_room(counting *c, sgp_arena *arena)
{
    size_t steps = (size_t)c->algorithms->steps.count;
    c->touched.steps = sgp_arena_allocate(arena, steps, 1);
    c->touched.unsure = sgp_arena_allocate(arena, steps, 1);
    c->touched.answers = sgp_arena_allocate(arena, (size_t)c->algorithms->answers.count, 1);
    c->touched.rules = sgp_arena_allocate(arena, (size_t)c->algorithms->rules.count, 1);
    return c->touched.steps && c->touched.unsure && c->touched.answers && c->touched.rules;
}

signpost_status signpost_cases_coverage(signpost_algorithms *algorithms,
                                        signpost_coverage coverage[SIGNPOST_COVERED_COUNT],
                                        signpost_diagnostics **diagnostics, signpost_error *error)
{
    sgp_arena arena = {0};
    counting c = {.algorithms = algorithms, .coverage = coverage};
    memset(coverage, 0, SIGNPOST_COVERED_COUNT * sizeof *coverage);
    *diagnostics = NULL;
    signpost_status status = signpost_diagnostics_new(&c.list) == SIGNPOST_OK && make_room(&c, &arena)
                                 ? sgp_cases_touch(algorithms, &c.touched, error)
                                 : sgp_fail_memory(error);
    for (sgp_index i = 0; i < algorithms->steps.count && status == SIGNPOST_OK; i++)
        count_step(&c, i);
    if (status == SIGNPOST_OK && sgp_diagnostics_lost(c.list))
        status = sgp_fail_memory(error);
    sgp_arena_release(&arena);
    if (status == SIGNPOST_OK)
        *diagnostics = c.list;
    else
        signpost_diagnostics_free(c.list);
    return status;
}
