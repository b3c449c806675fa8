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

#ifdef __cplusplus
}
#endif
#endif
