/** @file
 * Many searches at once: for audits, batches and load tests.
 */
#ifndef SIGNPOST_MANY_H
#define SIGNPOST_MANY_H

#include "search.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Takes what one of many searches found.
 *
 * @param position of the need in the array.
 * @param status   what signpost_search_ranked returned.
 * @param results  borrowed until it returns: read what is wanted of them.
 * @param error    of a search that failed.
 * @param context  as given.
 * @return false to stop: searches under way are finished, no further one is begun.
 *
 * With several threads it is called from several at once, in no order; for one position exactly once.
 */
typedef bool (*signpost_many_taker)(size_t position, signpost_status status, const signpost_results *results,
                                    const signpost_error *error, void *context);

/**
 * Makes a ranked search for each of `count` needs.
 *
 * @param threads how many to use, 1 to 64; the calling thread is one of them.
 * @param take    takes what each found.
 * @return SIGNPOST_OK when all were made, whatever each came to; SIGNPOST_CANCELLED when `take` stopped it;
 * SIGNPOST_INVALID for `threads`; SIGNPOST_NO_MEMORY, before any search is made. When the system gives fewer threads,
 * those that there are do it.
 */
SIGNPOST_API signpost_status signpost_search_many(const signpost_index *index, const signpost_need *needs, size_t count,
                                                  int threads, signpost_many_taker take, void *context,
                                                  signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif
