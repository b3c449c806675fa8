/* What counts of a finding's walk:
 *  - it begins, answers what is asked and nothing else, and ends with the disposition that the finding names, or cannot
 *    go on where it names none;
 *  - it shows the finding's own claim, as far as that can be seen from outside. */
#include "replay.h"

#include "signpost/script.h"

#include <stdio.h>
#include <string.h>

/* One replay. */
typedef struct replaying {
    signpost_algorithms *algorithms;
    const signpost_proof *proof;
    const sgp_finding *found;
    signpost_proof_finding shown;
    signpost_script *script;
    signpost_walk *walk;
    sgp_index end; /* disposition; SGP_NOTHING where it cannot go on */
    bool met;      /* the question that the finding is about */
    bool was_mild; /* an interim disposition was less urgent than the safety rule asks for */
} replaying;

/* Whether the finding is about a question, which its walk must then come to; `at` is it, or has it as a part. */
static bool is_about_question(const replaying *r)
{
    return r->found->id == SGP_UNSURE_TOO_MILD || r->found->id == SGP_SEVERITY_LOWERS ||
           r->found->id == SGP_INTERIM_TOO_MILD;
}

static bool has_step(const signpost_algorithms *algorithms, sgp_index at, sgp_index wanted)
{
    const sgp_run parts = algorithms->steps.at[at].parts;
    return at == wanted || (wanted >= parts.first && wanted < parts.first + parts.count);
}

/* Takes note of what is seen where the walk stands. */
static void look(replaying *r)
{
    const sgp_index at = r->walk->state.step, subject = r->found->subject;
    r->met = r->met || (is_about_question(r) && at != SGP_NOTHING && has_step(r->algorithms, at, subject));
    if (r->found->id != SGP_INTERIM_UNSAFE)
        return;
    r->was_mild = r->was_mild || sgp_walk_interim(r->walk, NULL) > r->algorithms->safety.at[subject].at_least;
}

static const char *follow(replaying *r)
{
    static char why[SIGNPOST_TEXT_SIZE];
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status = SIGNPOST_OK;
    signpost_step step;
    for (signpost_walk_step(r->walk, &step); step.kind != SIGNPOST_STEP_OUTCOME && status == SIGNPOST_OK;
         signpost_walk_step(r->walk, &step)) {
        look(r);
        status = signpost_script_answer(r->script, r->walk, 0, &error);
    }
    r->end = status == SIGNPOST_OK ? sgp_disposition_find(r->algorithms, step.outcome.disposition.code) : SGP_NOTHING;
    if (*r->shown.outcome ? r->end == SGP_NOTHING || strcmp(step.outcome.disposition.code, r->shown.outcome) != 0
                          : status != SIGNPOST_STATE) {
        snprintf(why, sizeof why, "its walk ends otherwise: %.400s", error.message);
        return why;
    }
    return signpost_script_unused(r->script, 0) ? "its walk answers what is not asked" : NULL;
}

static bool asks(const replaying *r, sgp_index step)
{
    signpost_proof_reply_given given;
    size_t index = (size_t)(r->found - SGP_AT(&r->proof->findings, sgp_finding, 0));
    for (size_t i = 0; signpost_proof_reply(r->proof, index, i, &given); i++) {
        if (has_step(r->algorithms, sgp_step_find(r->algorithms, SGP_NOTHING, given.step), step))
            return true;
    }
    return false;
}

static const char *judge(const replaying *r)
{
    if (is_about_question(r) && !r->met)
        return "its walk does not come to what it is about";
    if (r->found->id == SGP_SAFETY_BROKEN && r->end <= r->algorithms->safety.at[r->found->subject].at_least)
        return "its walk keeps the safety rule";
    if (r->found->id == SGP_INTERIM_UNSAFE && !r->was_mild)
        return "the interim disposition of its walk is as urgent as the rule asks for";
    if (r->found->id != SGP_FLAG_NOT_ASKED)
        return NULL;
    if (r->algorithms->dispositions.at[r->end].shown.setting == SIGNPOST_SETTING_AMBULANCE)
        return "its walk ends with an ambulance";
    return asks(r, r->found->other) ? "its walk asks the red flag" : NULL;
}

static const char *walk_through(replaying *r)
{
    signpost_script_call call;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_script_about(r->script, &call);
    signpost_status status =
        signpost_walk_start(r->algorithms, &call.patient, call.complaint, 0, NULL, NULL, &r->walk, &error);
    if (status != SIGNPOST_OK)
        return *r->shown.outcome || status != SIGNPOST_STATE ? "its walk cannot start" : NULL;
    const char *wrong = follow(r);
    signpost_walk_free(r->walk);
    return wrong ? wrong : judge(r);
}

const char *replay_finding(signpost_algorithms *algorithms, const signpost_proof *proof, size_t index)
{
    static char text[64 * 1024];
    replaying r = {.algorithms = algorithms,
                   .proof = proof,
                   .found = SGP_AT(&proof->findings, sgp_finding, index),
                   .end = SGP_NOTHING};
    signpost_proof_find(proof, index, &r.shown);
    const signpost_source source = {"walk", text, signpost_proof_script(proof, index, text, sizeof text)};
    if (source.size >= sizeof text || signpost_script_compile(&source, &r.script, NULL, NULL) != SIGNPOST_OK)
        return "its walk cannot be read";
    const char *wrong = walk_through(&r);
    signpost_script_free(r.script);
    return wrong;
}
