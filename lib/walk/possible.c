/* What may still be reached: every way is followed that what is known does not rule out.
 *
 * Twice: first all ways, which tells what may still be asked; then those ways that a decision leaves open, where a
 * decision is settled when nothing that it reads may still be asked, nor the age be given more exactly. */
#include "walk/walk.h"

#include <string.h>

typedef struct search {
    signpost_walk *walk;
    int32_t count, done; /* of the queue */
    bool prunes;
} search;

static void meet(search *s, sgp_index step)
{
    if (step < 0 || s->walk->seen[step])
        return;
    s->walk->seen[step] = 1;
    s->walk->queue[s->count++] = step;
}

/* Whether what a condition reads can still change. */
static bool may_change(const signpost_walk *walk, sgp_index condition)
{
    const sgp_expression *e = &walk->algorithms->expressions.at[condition];
    if (e->operation == SGP_AND || e->operation == SGP_OR)
        return may_change(walk, e->left) || may_change(walk, e->right);
    if (e->operation == SGP_NOT)
        return may_change(walk, e->left);
    return e->subject == SGP_SUBJECT_FACT && walk->asked[e->fact];
}

static void follow_decision(search *s, const sgp_step *step)
{
    const signpost_algorithms *algorithms = s->walk->algorithms;
    const sgp_known known = {s->walk->facts, &s->walk->patient};
    for (int32_t i = 0; i < step->rules.count; i++) {
        const sgp_rule *rule = &algorithms->rules.at[step->rules.first + i];
        sgp_truth truth = SGP_AGE_TOO_VAGUE; /* open */
        if (rule->condition == SGP_NOTHING)
            truth = SGP_TRUE;
        else if (s->prunes && !may_change(s->walk, rule->condition))
            truth = sgp_judge(algorithms, rule->condition, &known, NULL);
        if (truth != SGP_FALSE)
            meet(s, rule->go);
        if (truth == SGP_TRUE)
            return;
    }
}

static void follow(search *s, sgp_index index)
{
    const signpost_algorithms *algorithms = s->walk->algorithms;
    const sgp_step *step = &algorithms->steps.at[index];
    if (step->kind == SGP_STEP_DECISION) {
        follow_decision(s, step);
        return;
    }
    for (int32_t i = 0; i < step->answers.count && step->kind == SGP_STEP_QUESTION; i++)
        meet(s, algorithms->answers.at[step->answers.first + i].go);
    if (step->kind == SGP_STEP_JUMP)
        meet(s, algorithms->pathways.at[step->target].start);
    meet(s, step->next);
    meet(s, step->otherwise);
}

/* Everything from here on, and from where the open modules will return to. */
static void follow_all(signpost_walk *walk, bool prunes)
{
    search s = {.walk = walk, .prunes = prunes};
    memset(walk->seen, 0, (size_t)walk->algorithms->steps.count);
    if (walk->state.pathway != SGP_NOTHING)
        meet(&s, walk->state.step);
    for (int32_t i = 0; i < walk->state.depth; i++)
        meet(&s, walk->returns[i]);
    for (int32_t i = 0; i < walk->algorithms->pathways.count && walk->state.pathway == SGP_NOTHING; i++) {
        const sgp_pathway *pathway = &walk->algorithms->pathways.at[i];
        bool takes = pathway->complaint == walk->complaint &&
                     sgp_age_fits(walk->patient.age, pathway->ages) != SGP_FITS_NOT &&
                     (pathway->sexes >> walk->patient.sex & 1);
        if (takes)
            meet(&s, pathway->start);
    }
    while (s.done < s.count)
        follow(&s, walk->queue[s.done++]);
}

static void note_asked(signpost_walk *walk)
{
    const signpost_algorithms *algorithms = walk->algorithms;
    memset(walk->asked, 0, (size_t)algorithms->facts.count);
    for (sgp_index i = 0; i < algorithms->steps.count; i++) {
        const sgp_step *step = &algorithms->steps.at[i];
        if (!walk->seen[i])
            continue;
        if (step->fact != SGP_NOTHING)
            walk->asked[step->fact] = 1;
        for (int32_t j = 0; j < step->parts.count; j++)
            walk->asked[algorithms->steps.at[step->parts.first + j].fact] = 1;
    }
}

size_t signpost_walk_possible(signpost_walk *walk, signpost_disposition *found, size_t most)
{
    const signpost_algorithms *algorithms = walk->algorithms;
    size_t count = 0;
    if (walk->left == SGP_NOTHING) {
        follow_all(walk, false);
        note_asked(walk);
        follow_all(walk, true);
    }
    for (sgp_index i = 0; i < algorithms->dispositions.count; i++) {
        bool reached = walk->left == i;
        for (sgp_index j = 0; j < algorithms->steps.count && walk->left == SGP_NOTHING && !reached; j++)
            reached = walk->seen[j] && algorithms->steps.at[j].kind == SGP_STEP_OUTCOME &&
                      algorithms->outcomes.at[algorithms->steps.at[j].outcome].disposition == i;
        if (!reached)
            continue;
        if (count < most)
            found[count] = sgp_disposition_in(algorithms, walk->language, i, NULL);
        count++;
    }
    return count;
}
