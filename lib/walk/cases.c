/* Running the content's cases. */
#include "signpost/cases.h"

#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

/* One case while it is run. */
typedef struct trial {
    signpost_algorithms *algorithms;
    const sgp_case *wanted;
    signpost_walk *walk;
    sgp_touched *touched;         /* NULL when nobody wants to know */
    uint64_t used;                /* answers that were asked for */
    char why[SIGNPOST_TEXT_SIZE]; /* why it fails; "" while it does not */
} trial;

enum { MOST_ANSWERS = 64 };

static const sgp_case_answer *answer_at(const trial *t, int32_t i)
{
    return &t->algorithms->case_answers.at[t->wanted->answers.first + i];
}

/* The reply that the case gives to a step; NULL when it gives none. */
static const char *reply_to(trial *t, sgp_index step)
{
    for (int32_t i = 0; i < t->wanted->answers.count; i++)
        if (answer_at(t, i)->step == step) {
            t->used |= (uint64_t)1 << i;
            return answer_at(t, i)->reply;
        }
    return NULL;
}

/* Answers to the parts of a together, one by one, as one reply. False when some part has none. */
static bool reply_by_parts(trial *t, const sgp_step *step, sgp_reply *reply)
{
    *reply = (sgp_reply){0, SGP_NOTHING};
    for (int32_t i = 0; i < step->parts.count; i++) {
        sgp_reply part;
        const char *text = reply_to(t, step->parts.first + i);
        if (!text || sgp_reply_parse(t->algorithms, step->parts.first + i, text, &part, NULL) != SIGNPOST_OK)
            return false;
        reply->value |= part.value << 2 * i;
    }
    return true;
}

static bool reply_here(trial *t, sgp_reply *reply)
{
    const sgp_step *step = &t->algorithms->steps.at[t->walk->state.step];
    *reply = (sgp_reply){0, SGP_NOTHING};
    if (step->kind == SGP_STEP_ADVICE)
        return true;
    const char *text = reply_to(t, t->walk->state.step);
    if (text)
        return sgp_reply_parse(t->algorithms, t->walk->state.step, text, reply, NULL) == SIGNPOST_OK;
    return step->kind == SGP_STEP_TOGETHER && reply_by_parts(t, step, reply);
}

/* Walks until the end, or until the case has failed. */
static void follow(trial *t)
{
    while (!*t->why && !sgp_walk_is_over(t->walk)) {
        sgp_reply reply;
        signpost_error error = SIGNPOST_ERROR_INIT;
        const char *at = t->walk->state.step == SGP_NOTHING ? "" : t->algorithms->steps.at[t->walk->state.step].name;
        if (t->walk->state.boundary >= 0) {
            char boundary[SIGNPOST_AGE_SIZE];
            snprintf(t->why, sizeof t->why, "the age must be exact enough to tell whether it is %s",
                     sgp_age_boundary_format(t->walk->state.boundary, boundary));
        } else if (!reply_here(t, &reply)) {
            snprintf(t->why, sizeof t->why, "%s is asked, and not answered", at);
        } else if (sgp_walk_take(t->walk, &reply, &error) != SIGNPOST_OK) {
            snprintf(t->why, sizeof t->why, "%s", error.message);
        }
    }
}

static void judge_end(trial *t)
{
    signpost_step end;
    const char *expected = t->algorithms->dispositions.at[t->wanted->expect].shown.code;
    signpost_walk_step(t->walk, &end);
    if (strcmp(end.outcome.disposition.code, expected) != 0)
        snprintf(t->why, sizeof t->why, "it ends with %s at %s, and %s was expected", end.outcome.disposition.code,
                 end.name, expected);
    else if (t->wanted->discriminator != SGP_NOTHING &&
             strcmp(end.outcome.discriminator, t->algorithms->discriminators.at[t->wanted->discriminator].code) != 0)
        snprintf(t->why, sizeof t->why, "it ends with the discriminator \"%s\", and \"%s\" was expected",
                 end.outcome.discriminator, t->algorithms->discriminators.at[t->wanted->discriminator].code);
    for (int32_t i = 0; i < t->wanted->answers.count && !*t->why; i++)
        if (!(t->used >> i & 1))
            snprintf(t->why, sizeof t->why, "%s is answered, and never asked",
                     t->algorithms->steps.at[answer_at(t, i)->step].name);
}

static signpost_status run_case(trial *t, signpost_error *error)
{
    const sgp_pathway *pathway = &t->algorithms->pathways.at[t->wanted->pathway];
    int32_t boundary;
    sgp_index taken = sgp_pathway_for(t->algorithms, pathway->complaint, &t->wanted->patient, &boundary);
    if (taken != t->wanted->pathway) {
        snprintf(t->why, sizeof t->why, "%s does not take this patient", pathway->name);
        return SIGNPOST_OK;
    }
    if (t->wanted->answers.count > MOST_ANSWERS) {
        snprintf(t->why, sizeof t->why, "a case can hold at most %d answers", MOST_ANSWERS);
        return SIGNPOST_OK;
    }
    signpost_error why = SIGNPOST_ERROR_INIT;
    signpost_status status =
        signpost_walk_start(t->algorithms, &t->wanted->patient, pathway->complaint, 0, NULL, NULL, &t->walk, &why);
    if (status == SIGNPOST_NO_MEMORY)
        return sgp_fail_memory(error);
    if (status != SIGNPOST_OK) {
        snprintf(t->why, sizeof t->why, "%s", why.message);
        return SIGNPOST_OK;
    }
    follow(t);
    if (!*t->why)
        judge_end(t);
    if (!*t->why && t->touched) {
        t->walk->touched = t->touched;
        sgp_walk_follow(t->walk, t->walk->path, t->walk->path_count);
    }
    signpost_walk_free(t->walk);
    return SIGNPOST_OK;
}

signpost_status signpost_cases_run(signpost_algorithms *algorithms, signpost_cases_summary *summary,
                                   signpost_diagnostics **diagnostics, signpost_error *error)
{
    *summary = (signpost_cases_summary){0, 0};
    *diagnostics = NULL;
    signpost_diagnostics *list;
    if (signpost_diagnostics_new(&list) != SIGNPOST_OK)
        return sgp_fail_memory(error);
    signpost_status status = SIGNPOST_OK;
    for (int32_t i = 0; i < algorithms->cases.count && status == SIGNPOST_OK; i++) {
        trial t = {.algorithms = algorithms, .wanted = &algorithms->cases.at[i]};
        status = run_case(&t, error);
        summary->run++;
        if (!*t.why)
            continue;
        summary->failed++;
        sgp_diagnose(list, SIGNPOST_ERROR, SGP_CASE_FAILS, (sgp_spot){t.wanted->file, t.wanted->line, 0},
                     "the case \"%s\" fails: %s", t.wanted->name, t.why);
    }
    if (status == SIGNPOST_OK && sgp_diagnostics_lost(list))
        status = sgp_fail_memory(error);
    if (status != SIGNPOST_OK) {
        signpost_diagnostics_free(list);
        return status;
    }
    *diagnostics = list;
    return summary->failed ? sgp_fail_content(error, list) : SIGNPOST_OK;
}

signpost_status sgp_cases_touch(signpost_algorithms *algorithms, sgp_touched *touched, signpost_error *error)
{
    signpost_status status = SIGNPOST_OK;
    for (int32_t i = 0; i < algorithms->cases.count && status == SIGNPOST_OK; i++) {
        trial t = {.algorithms = algorithms, .wanted = &algorithms->cases.at[i], .touched = touched};
        status = run_case(&t, error);
    }
    return status;
}
