/** @file
 * What a change of triage content does: which patients would now be told something else.
 *
 * Both contents are walked side by side, by the same patient with the same answers, over every class of patients and
 * every way: nothing is sampled. A question is the same one when it has the same `pathway/question` in both; an answer,
 * when it has the same label.
 *
 * Caveats
 * - Patients with an answer that only one of the contents knows are counted as such (SIGNPOST_DIFF_ANSWER_...), and not
 *   followed further.
 */
#ifndef SIGNPOST_DIFF_H
#define SIGNPOST_DIFF_H

#include "algorithms.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is different. Values are stable. */
typedef enum signpost_diff_kind {
    SIGNPOST_DIFF_OUTCOME,           /**< these patients now come to another outcome */
    SIGNPOST_DIFF_ANSWER_ADDED,      /**< an answer that could not be given before */
    SIGNPOST_DIFF_ANSWER_REMOVED,    /**< an answer that can no longer be given */
    SIGNPOST_DIFF_COMPLAINT_ADDED,   /**< a complaint that could not be chosen before */
    SIGNPOST_DIFF_COMPLAINT_REMOVED, /**< a complaint that can no longer be chosen */
    SIGNPOST_DIFF_NOT_COMPARED       /**< too large to be gone through: nothing is known of it */
} signpost_diff_kind;

/** The changes between two contents. Immutable: any thread. */
typedef struct signpost_diff signpost_diff;

/** Options of signpost_diff_make. */
typedef struct signpost_diff_options {
    size_t size;                /**< sizeof(signpost_diff_options): the _INIT macro sets it */
    size_t most_regions;        /**< of one complaint's pathways; beyond them they are not compared */
    signpost_progress progress; /**< told after each complaint; NULL for none */
    void *context;              /**< given to it */
} signpost_diff_options;

#define SIGNPOST_DIFF_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        sizeof(signpost_diff_options), 1000000, NULL, NULL                                                             \
    }

/**
 * Compares two contents in outcomes.
 *
 * @param before,after a reference to each is taken.
 * @param options      NULL for the defaults.
 * @param diff         receives the changes, which the caller frees.
 * @return SIGNPOST_OK, with or without changes; SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_diff_make(signpost_algorithms *before, signpost_algorithms *after,
                                                const signpost_diff_options *options, signpost_diff **diff,
                                                signpost_error *error);

/** Frees it; NULL is fine. */
SIGNPOST_API void signpost_diff_free(signpost_diff *diff);

/** How much was gone through, and how much of it changed. */
typedef struct signpost_diff_summary {
    uint64_t ways;    /**< pairs of walks by the same patient with the same answers; UINT64_MAX: or more */
    uint64_t changed; /**< of them, those that end otherwise */
    size_t regions;   /**< different places where both walks can stand */
    bool is_whole;    /**< everything was compared */
} signpost_diff_summary;

SIGNPOST_API signpost_diff_summary signpost_diff_summarise(const signpost_diff *diff);

/** One change. Texts are borrowed from the two contents. */
typedef struct signpost_diff_change {
    signpost_diff_kind kind;
    const char *complaint;
    const char *pathway_before, *pathway_after; /**< in which the walks begin; "" where there is none */
    bool has_before, has_after;                 /**< that walk ends with an outcome; false where it cannot go on */
    signpost_outcome before, after;             /**< of SIGNPOST_DIFF_OUTCOME */
    bool is_less_urgent;                        /**< the outcome after has a less urgent disposition */
    const char *step, *answer;                  /**< of an answer added or removed; of a measure whose bounds are
                                                   others, "a lower number" or "a higher number" */
    int32_t from_days, to_days;                 /**< ages of these patients, both included */
    bool sexes[SIGNPOST_SEX_COUNT];             /**< of these patients */
    uint64_t ways, of_ways;                     /**< of the complaint's: how many of how many */
    signpost_patient patient;                   /**< one of them, with a shortest walk that shows it */
    size_t replies;                             /**< of signpost_diff_reply */
} signpost_diff_change;

/** How many changes there are. */
SIGNPOST_API size_t signpost_diff_count(const signpost_diff *diff);
/** The change at `index`, from 0: by complaint, those to less urgent dispositions first; false past the end. */
SIGNPOST_API bool signpost_diff_at(const signpost_diff *diff, size_t index, signpost_diff_change *change);

/** A question of a change's walk, and the reply. */
typedef struct signpost_diff_reply_given {
    const char *step;               /**< `pathway/step` */
    bool in_before, in_after;       /**< which of the walks was asked */
    char reply[SIGNPOST_TEXT_SIZE]; /**< as signpost_walk_reply reads it */
} signpost_diff_reply_given;

/** The reply at `nth`, from 0, of the walk of the change at `index`; false past the end. */
SIGNPOST_API bool signpost_diff_reply(const signpost_diff *diff, size_t index, size_t nth,
                                      signpost_diff_reply_given *reply);

/**
 * Writes the walk of the change at `index` as an answers file (script.h), cut to `size`: it replays on either content,
 * which each asks for its part of the answers.
 * @return the length of the whole text without the NUL; 0 when the change has no walk.
 */
SIGNPOST_API size_t signpost_diff_script(const signpost_diff *diff, size_t index, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif
#endif
