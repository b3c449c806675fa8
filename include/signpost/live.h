/** @file
 * A live index: the current index of a directory that is being edited.
 *
 * Readers take a reference to the index of the moment and search it for as long as they like; a writer publishes a new
 * one, and nobody waits for anybody. Other processes' edits are noticed by the directory's content version, when
 * signpost_live_refresh is called: now and then by a host, before a search by a program.
 *
 * Every call may be made from any thread. Taking a reference holds a lock for as long as two instructions take: loading
 * a pointer and counting a reference must not be parted, or the index could go in between.
 */
#ifndef SIGNPOST_LIVE_H
#define SIGNPOST_LIVE_H

#include "index.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct signpost_live signpost_live;

/**
 * Compiles the directory at `path`, or loads its kept index, and keeps it current.
 *
 * @param path   copied: the file is opened anew at each refresh, so that another put in its place is noticed by its
 * version.
 * @param policy NULL for the built-in one; a reference is taken.
 * @param kept   where the index is kept as a file, by signpost_index_open, both now and whenever signpost_live_refresh
 *               has compiled the directory anew; copied. NULL for no file. Several processes may name the same one:
 *               the first to notice a change compiles, and those that come after it load what it has kept.
 * @param live   receives the handle, which the caller frees.
 * @return as signpost_directory_open and signpost_index_build.
 */
SIGNPOST_API signpost_status signpost_live_open(const char *path, const signpost_policy *policy, const char *kept,
                                                signpost_live **live, signpost_error *error);

/** Frees the handle; NULL is fine. No other call may be under way. Indexes that were taken live on. */
SIGNPOST_API void signpost_live_free(signpost_live *live);

/** The current index, with a reference that the caller gives back by signpost_index_free. Never NULL. */
SIGNPOST_API signpost_index *signpost_live_take(signpost_live *live);

/** Puts an index in the place of the current one; a reference is taken. Readers of the old one are not disturbed. */
SIGNPOST_API void signpost_live_publish(signpost_live *live, signpost_index *index);

/**
 * Makes the index anew when the directory's content version has changed. Of several callers at once one does it, and
 * the others wait.
 *
 * Capacities that were set in the old index alone go with it: write them to the directory, too.
 *
 * @return SIGNPOST_OK when a new index was published; SIGNPOST_NONE when the current one is current; else as
 * signpost_live_open, and the current index stays.
 */
SIGNPOST_API signpost_status signpost_live_refresh(signpost_live *live, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif
