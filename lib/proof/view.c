/* What a host can ask of a proof. */
#include "proof/answers.h"
#include "proof/proving.h"

#include <string.h>

signpost_proof_summary signpost_proof_summarise(const signpost_proof *proof)
{
    return proof->summary;
}

size_t signpost_proof_count(const signpost_proof *proof)
{
    return proof->findings.count;
}

bool signpost_proof_find(const signpost_proof *proof, size_t index, signpost_proof_finding *finding)
{
    if (index >= proof->findings.count)
        return false;
    const sgp_finding *there = SGP_AT(&proof->findings, sgp_finding, index);
    *finding = (signpost_proof_finding){
        .claim = there->claim,
        .about = {there->severity, there->id, there->spot.file, there->spot.line, there->spot.column, there->message,
                  ""},
        .has_walk = there->has_walk,
        .complaint = there->complaint,
        .patient = there->patient,
        .replies = (size_t)there->given.count,
        .outcome = there->outcome == SGP_NOTHING ? "" : proof->algorithms->dispositions.at[there->outcome].shown.code,
    };
    return true;
}

bool signpost_proof_reply(const signpost_proof *proof, size_t index, size_t nth, signpost_proof_reply_given *reply)
{
    if (index >= proof->findings.count)
        return false;
    const sgp_finding *there = SGP_AT(&proof->findings, sgp_finding, index);
    if (nth >= (size_t)there->given.count)
        return false;
    const sgp_given *given = SGP_AT(&proof->given, sgp_given, (size_t)there->given.first + nth);
    const sgp_step *step = &proof->algorithms->steps.at[given->step];
    reply->step = step->name;
    reply->asked = step->text;
    sgp_reply_format(proof->algorithms, given->step, &given->reply, reply->reply, sizeof reply->reply);
    return true;
}

/* ---- answers files ---- */

typedef struct walk_of {
    const signpost_proof *proof;
    size_t index;
} walk_of;

static bool tell(const void *walk, size_t nth, sgp_told *told)
{
    const walk_of *of = walk;
    signpost_proof_reply_given given;
    if (!signpost_proof_reply(of->proof, of->index, nth, &given))
        return false;
    told->step = given.step;
    memcpy(told->reply, given.reply, sizeof told->reply);
    return true;
}

size_t signpost_proof_script(const signpost_proof *proof, size_t index, char *buffer, size_t size)
{
    signpost_proof_finding finding;
    if (!signpost_proof_find(proof, index, &finding) || !finding.has_walk)
        return 0;
    return sgp_answers_write(buffer, size, finding.complaint, &finding.patient, tell, &(walk_of){proof, index});
}

bool signpost_proof_reached(const signpost_proof *proof, size_t index, signpost_reachable *reached)
{
    if (index >= proof->reached.count)
        return false;
    const signpost_algorithms *algorithms = proof->algorithms;
    const sgp_reached *row = SGP_AT(&proof->reached, sgp_reached, index);
    const sgp_step *step = &algorithms->steps.at[row->step];
    const sgp_pathway *pathway = &algorithms->pathways.at[step->pathway];
    *reached = (signpost_reachable){
        .pathway = pathway->name, .step = step->name, .from_days = row->from_days, .to_days = row->to_days};
    reached->outcome =
        sgp_outcome_shown(algorithms, &algorithms->outcomes.at[step->outcome], pathway->group, row->discriminator);
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        reached->sexes[sex] = row->sexes >> sex & 1;
    return true;
}
