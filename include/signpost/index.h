/** @file
 * The index: a directory compiled for searching.
 *
 * A `signpost_index` never changes (but for capacities, a word a service), is counted by reference and is searched by
 * any number of threads without locks. It needs neither the directory nor its file any more.
 */
#ifndef SIGNPOST_INDEX_H
#define SIGNPOST_INDEX_H

#include "calendar.h"
#include "directory.h"
#include "policy.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct signpost_index signpost_index;

/**
 * Compiles a directory.
 *
 * @param directory read in one transaction.
 * @param policy    by which it is searched; NULL for the built-in one. The index keeps a reference.
 * @param index     receives the index, which the caller gives back with signpost_index_free.
 * @return SIGNPOST_OK; SIGNPOST_CORRUPT for what a directory cannot hold (hours that cannot be read, say);
 *         SIGNPOST_STATE when it names no calendar; SIGNPOST_BUSY, SIGNPOST_IO or SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_index_build(signpost_directory *directory, const signpost_policy *policy,
                                                  signpost_index **index, signpost_error *error);

/** One more owner; returns `index`. Any thread. */
SIGNPOST_API signpost_index *signpost_index_ref(const signpost_index *index);

/** One owner less; the last one frees it. NULL is fine. Any thread. */
SIGNPOST_API void signpost_index_free(signpost_index *index);

/** Name and content version of the directory that it was made of; the policy. Any thread. */
SIGNPOST_API const char *signpost_index_directory(const signpost_index *index);
SIGNPOST_API int64_t signpost_index_content_version(const signpost_index *index);
SIGNPOST_API const signpost_policy *signpost_index_policy(const signpost_index *index);

/** The directory's own calendar: its clock is the one that people at the desk read. Any thread. */
SIGNPOST_API const signpost_calendar *signpost_index_calendar(const signpost_index *index);

/** How many services it holds, whatever their state. Any thread. */
SIGNPOST_API size_t signpost_index_count(const signpost_index *index);

/** The uid of the service at `position`, from 0, in no order that means anything; NULL past the end. Any thread. */
SIGNPOST_API const char *signpost_index_uid(const signpost_index *index, size_t position);

/** How much a service can take. */
typedef enum signpost_capacity { SIGNPOST_GREEN, SIGNPOST_AMBER, SIGNPOST_RED } signpost_capacity;

/** "green", "amber" or "red". Any thread. */
SIGNPOST_API const char *signpost_capacity_name(signpost_capacity capacity);

/**
 * Sets a service's capacity in this index at once, for all threads that search it. (The directory is written
 * separately.)
 * @param from  moment from which it holds.
 * @param until moment at which it falls back to green: 15 to 7200 minutes after `from`.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND; SIGNPOST_INVALID for the moments. Any thread.
 */
SIGNPOST_API signpost_status signpost_index_set_capacity(signpost_index *index, const char *uid,
                                                         signpost_capacity capacity, signpost_minute from,
                                                         signpost_minute until);

#ifdef __cplusplus
}
#endif
#endif
