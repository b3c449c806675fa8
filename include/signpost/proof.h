/** @file
 * Proofs: what holds of triage content for every patient and on every way, before a call is ever taken.
 *
 * Everything that a fact, an age or a number can be is cut into the classes that the content can tell apart, and every
 * way from every class of patients is gone through: nothing is sampled. What does not hold comes with a shortest walk
 * that shows it, as an answers file (script.h) that replays it.
 *
 * Caveats
 * - The content is proved against the rules that it states itself. Whether these are clinically right is for clinicians
 *   to say.
 * - Content of very many independent answers may be too large to go through; that is a finding, never a success.
 */
#ifndef SIGNPOST_PROOF_H
#define SIGNPOST_PROOF_H

#include "algorithms.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is claimed of content. Values are stable. */
typedef enum signpost_claim {
    SIGNPOST_CLAIM_FINISHED,   /**< everything could be gone through */
    SIGNPOST_CLAIM_REACHED,    /**< somebody comes to each step, and each rule is somebody's; every way ends */
    SIGNPOST_CLAIM_DECIDED,    /**< each decision has one rule for everybody, and reads only what is known */
    SIGNPOST_CLAIM_COMPLAINTS, /**< one pathway for each complaint, age and sex: loading has proved it */
    SIGNPOST_CLAIM_SAFETY,     /**< each safety rule holds at the end of every walk */
    SIGNPOST_CLAIM_UNSURE,     /**< "not sure", or a more severe answer, never leads to less */
    SIGNPOST_CLAIM_INTERIM,    /**< interim dispositions are safe, and red flags come before milder outcomes */
    SIGNPOST_CLAIM_COUNT
} signpost_claim;

/** The claim in a sentence, such as "each safety rule holds at the end of every walk". Any thread. */
SIGNPOST_API const char *signpost_claim_name(signpost_claim claim);

/** What came of proving. Immutable: any thread. */
typedef struct signpost_proof signpost_proof;

/** Options of signpost_proof_make. */
typedef struct signpost_proof_options {
    size_t size;                /**< sizeof(signpost_proof_options): the _INIT macro sets it */
    size_t most_regions;        /**< of one pathway; beyond them its proofs are not finished. About 150 bytes each */
    signpost_progress progress; /**< told after each pathway; NULL for none */
    void *context;              /**< given to it */
    bool reached_only;          /**< find out who can come to which outcome, and prove nothing: a third of the work */
} signpost_proof_options;

#define SIGNPOST_PROOF_OPTIONS_INIT                                                                                    \
    {                                                                                                                  \
        sizeof(signpost_proof_options), 1000000, NULL, NULL, false                                                     \
    }

/**
 * Proves what can be proved of content, and refutes the rest.
 *
 * @param algorithms a reference is taken.
 * @param options    NULL for the defaults.
 * @param proof      receives what came of it, refuted or not; the caller frees it.
 * @return SIGNPOST_OK when all was gone through or was found too large: ask signpost_proof_summarise whether everything
 * holds; SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_proof_make(signpost_algorithms *algorithms, const signpost_proof_options *options,
                                                 signpost_proof **proof, signpost_error *error);

/** Frees it; NULL is fine. */
SIGNPOST_API void signpost_proof_free(signpost_proof *proof);

/** How much was gone through. */
typedef struct signpost_proof_summary {
    bool holds;     /**< every claim does; false when none was to be proved */
    uint64_t ways;  /**< different walks, as far as the content tells patients and answers apart; UINT64_MAX: or more */
    size_t regions; /**< different places where a walk can stand, by all that still matters of what is known */
    size_t patients;                     /**< classes of patients, each with each pathway that takes them */
    int32_t longest;                     /**< questions of the longest walk */
    size_t failed[SIGNPOST_CLAIM_COUNT]; /**< findings against each claim, warnings left out */
} signpost_proof_summary;

SIGNPOST_API signpost_proof_summary signpost_proof_summarise(const signpost_proof *proof);

/** One thing that does not hold. Texts are borrowed. */
typedef struct signpost_proof_finding {
    signpost_claim claim;
    signpost_diagnostic about; /**< severity, id, file, line and message */
    bool has_walk;             /**< a walk shows it; below is what it was */
    const char *complaint;     /**< "" without a walk */
    signpost_patient patient;
    size_t replies;      /**< of signpost_proof_reply */
    const char *outcome; /**< code of the disposition that it ends with; "" where it cannot go on */
} signpost_proof_finding;

/** How many there are. */
SIGNPOST_API size_t signpost_proof_count(const signpost_proof *proof);
/** The finding at `index`, from 0, by file and line; false past the end. */
SIGNPOST_API bool signpost_proof_find(const signpost_proof *proof, size_t index, signpost_proof_finding *finding);

/** A question of a finding's walk, and the reply. */
typedef struct signpost_proof_reply_given {
    const char *step;               /**< `pathway/step` */
    const char *asked;              /**< what is asked there */
    char reply[SIGNPOST_TEXT_SIZE]; /**< as signpost_walk_reply reads it */
} signpost_proof_reply_given;

/** The reply at `nth`, from 0, of the walk of the finding at `index`; false past the end. */
SIGNPOST_API bool signpost_proof_reply(const signpost_proof *proof, size_t index, size_t nth,
                                       signpost_proof_reply_given *reply);

/**
 * Writes the walk of the finding at `index` as an answers file, cut to `size`.
 * @return the length of the whole text without the NUL, as snprintf does; 0 when the finding has no walk.
 */
SIGNPOST_API size_t signpost_proof_script(const signpost_proof *proof, size_t index, char *buffer, size_t size);

/**
 * Who can come to an outcome: rows by outcome step, in the content's order, then discriminator and age.
 * An outcome's row is met by everybody within its ages and by each of its sexes; the discriminator is the one that
 * counts on the way, "" when none does.
 * It is so with reached_only, too; a pathway that is too large (a finding against SIGNPOST_CLAIM_FINISHED) is left out.
 * @return false past the end.
 */
SIGNPOST_API bool signpost_proof_reached(const signpost_proof *proof, size_t index, signpost_reachable *reached);

#ifdef __cplusplus
}
#endif
#endif
