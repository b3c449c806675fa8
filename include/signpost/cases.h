/** @file
 * Cases: the examples that the content brings, run as walks.
 */
#ifndef SIGNPOST_CASES_H
#define SIGNPOST_CASES_H

#include "algorithms.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What came of running them. */
typedef struct signpost_cases_summary {
    size_t run, failed;
} signpost_cases_summary;

/**
 * Runs every case of the content: each question that it answers must be asked, none that it does not answer may be, and
 * it must end with the disposition, and the discriminator where one is given, that it says.
 *
 * @param summary     receives the counts.
 * @param diagnostics receives one error a failed case, with its place; the caller frees it. NULL inside when memory ran
 * out.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT when some failed; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_cases_run(signpost_algorithms *algorithms, signpost_cases_summary *summary,
                                                signpost_diagnostics **diagnostics, signpost_error *error);

/** What cases can cover. */
typedef enum signpost_covered {
    SIGNPOST_COVERED_STEPS,    /**< steps; a part of a together counts when it is answered with anything but no */
    SIGNPOST_COVERED_ANSWERS,  /**< answers, choices, and not sure or not known where they lead on */
    SIGNPOST_COVERED_RULES,    /**< rules of decisions */
    SIGNPOST_COVERED_OUTCOMES, /**< outcome steps */
    SIGNPOST_COVERED_COUNT
} signpost_covered;

/** "steps", "answers", "rules" or "outcomes". Any thread. */
SIGNPOST_API const char *signpost_covered_name(signpost_covered covered);

/** How many there are, and how many of them some case comes to. */
typedef struct signpost_coverage {
    size_t touched, total;
} signpost_coverage;

/**
 * What of the content the cases come to, those that end as they say.
 *
 * @param coverage    receives the counts, by kind.
 * @param diagnostics receives one note for each step, answer, rule or outcome that no case comes to, with its place;
 *                    the caller frees it. NULL inside after a failure.
 * @return SIGNPOST_OK; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_cases_coverage(signpost_algorithms *algorithms,
                                                     signpost_coverage coverage[SIGNPOST_COVERED_COUNT],
                                                     signpost_diagnostics **diagnostics, signpost_error *error);

/** A case that the content lacks. Texts are borrowed, until the call that is given them returns. */
typedef struct signpost_suggestion {
    const char *pathway, *file; /**< to whose cases it belongs */
    const char *text;           /**< an entry of `cases`, as YAML, to be pasted below it */
} signpost_suggestion;

/** Takes a suggested case; false to be told no more. */
typedef bool (*signpost_suggestion_taker)(const signpost_suggestion *suggestion, void *context);

/**
 * Suggests cases for what no case of the content comes to (signpost_cases_coverage): each by a short walk, which ends
 * as the content says today. Whether it ought to is for clinicians to say.
 *
 * @param take receives the cases, one after the other, by pathway; a few that begin elsewhere come last.
 * @param left receives how many steps, answers, rules and outcomes they would still not come to; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CANCELLED when `take` has said so; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_cases_suggest(signpost_algorithms *algorithms, signpost_suggestion_taker take,
                                                    void *context, size_t *left, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif
