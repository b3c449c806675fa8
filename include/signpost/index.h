/** @file
 * The index: a directory compiled for searching.
 *
 * A `signpost_index` never changes (but for capacities, a word a service), is counted by reference and is searched by
 * any number of threads without locks. It needs neither the directory nor its file any more, unless
 * it is mapped (signpost_index_map).
 *
 * Of 170,000 services it holds some 160 bytes each that searches look at (64 of the service, 8 of its capacity, the
 * rest of lists and of grids by type and commissioner), and some 140 of texts, which only results look at;
 * tests/bench/bench_index.c counts them. A travel time takes 8 bytes; a directory that has none, nothing.
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

/**
 * Keeps a compiled index as a file, with its services' capacities as they stand at this moment. The file appears whole
 * or not at all, whatever other processes do at the same time.
 *
 * @param path any file; what stands there is replaced. Beside a directory, `FILE.index` is the custom.
 * @return SIGNPOST_OK; SIGNPOST_IO; SIGNPOST_STATE when it is too large for a file (4 GiB), or has hours of more than
 *         16,384 characters; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_index_save(const signpost_index *index, const char *path, signpost_error *error);

/**
 * Loads an index that signpost_index_save has kept, if it is what signpost_index_build would make now.
 *
 * The file is read, not mapped: what happens to it afterwards does not matter. Its checksum finds damage; a file that
 * somebody forged is safe to search, but may say anything, as a forged directory may: keep both where only those who
 * should can write.
 *
 * @param policy NULL for the built-in one.
 * @param index  receives the index, which the caller gives back with signpost_index_free.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND; SIGNPOST_VERSION when another version of the library or another kind of
 *         machine wrote it; SIGNPOST_CORRUPT when it is damaged; SIGNPOST_STATE when it is of another directory, of
 *         another state of it (content version and last act), or of another policy; SIGNPOST_BUSY, SIGNPOST_IO or
 *         SIGNPOST_NO_MEMORY. Any thread, as the directory allows.
 */
SIGNPOST_API signpost_status signpost_index_load(const char *path, signpost_directory *directory,
                                                 const signpost_policy *policy, signpost_index **index,
                                                 signpost_error *error);

/**
 * The same, but the file is mapped, not read: a country's index is there in a few milliseconds, and processes that map
 * the same file share its memory.
 *
 * The hazard: the file's checksum is not looked at, nor are the contents of its tables, as that would take as long as
 * reading them. What is checked is its header (kind, version, machine, size, policy, content version and last act),
 * that each table lies within the file, and opening hours, which are read anew. Searching a mapped file that is
 * damaged, forged, written to or cut short gives any answer, does not end, or ends the process (SIGSEGV; SIGBUS, too,
 * where a disk cannot be read). So map only a file on a local disk, in a folder where only those write whom you trust,
 * which is replaced by signpost_index_save or by renaming, never written in place; everywhere else use
 * signpost_index_load. A file that is replaced or removed stays as it was for those who have it mapped. Capacities are
 * copied: setting one does not change the file.
 *
 * @return as signpost_index_load, and SIGNPOST_IO, too, when the file cannot be mapped. Any thread, as the directory
 *         allows.
 */
SIGNPOST_API signpost_status signpost_index_map(const char *path, signpost_directory *directory,
                                                const signpost_policy *policy, signpost_index **index,
                                                signpost_error *error);

/** How signpost_index_open came by its index. */
typedef enum signpost_kept {
    SIGNPOST_KEPT_LOADED,   /**< from the file */
    SIGNPOST_KEPT_SAVED,    /**< compiled, and kept for the next time */
    SIGNPOST_KEPT_NOT_SAVED /**< compiled, but the file could not be written */
} signpost_kept;

/**
 * Loads a kept index; compiles and keeps it where the file is missing, damaged, stale or foreign. A file that cannot be
 * written is no failure: searching does not need it. Processes may do this at the same time.
 *
 * @param kept receives how; may be NULL.
 * @return SIGNPOST_OK; otherwise as signpost_index_build.
 */
SIGNPOST_API signpost_status signpost_index_open(signpost_directory *directory, const signpost_policy *policy,
                                                 const char *path, signpost_index **index, signpost_kept *kept,
                                                 signpost_error *error);

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
