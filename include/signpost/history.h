/** @file
 * The history of a directory: who did what, when and why, with what stood there before and after.
 *
 * Every call that writes adds one entry in its own transaction. Each entry's hash is over the entry and the hash before
 * it, so that none can be changed, put in or taken out unnoticed. A load into a directory without services is a
 * **baseline**, which has the digest of every table; from the last baseline on, any moment can be looked at again. Acts
 * that were refused for want of a right are entries, too.
 *
 * Caveats
 * - Whoever can write the file can make it anew, with a history that fits. Keep the hash of the last entry elsewhere
 *   (signpost_history_report.head), and verify that it is still in the chain.
 * - Releases have no history.
 */
#ifndef SIGNPOST_HISTORY_H
#define SIGNPOST_HISTORY_H

#include "directory.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Looks at a directory that is held as it was, or as it would be: all that reads it may be called. It cannot be written
 * to meanwhile, nor kept: what is compiled from it (signpost_index_build) stays.
 */
typedef signpost_status signpost_look(signpost_directory *directory, void *context, signpost_error *error);

/**
 * Shows a directory as it was at a moment: after every act up to it, and before those after it.
 *
 * It is done in a transaction that is undone when `look` comes back, so that nothing is changed; other writers wait as
 * long.
 *
 * @param directory opened for writing.
 * @param moment    any; after the last act it is the directory as it is.
 * @param look      called once.
 * @return what `look` returned; SIGNPOST_OUT_OF_RANGE for a moment before the last baseline, or before the directory
 *         was; SIGNPOST_CORRUPT when the history does not fit the directory; SIGNPOST_REFUSED when it was opened for
 *         reading; SIGNPOST_BUSY, SIGNPOST_IO, SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_directory_as_of(signpost_directory *directory, signpost_minute moment,
                                                      signpost_look *look, void *context, signpost_error *error);

/** The same after the entry of a number, as signpost_history_read tells it: of a minute in which much was done.
 * SIGNPOST_OUT_OF_RANGE for a number that no entry has, too. */
SIGNPOST_API signpost_status signpost_directory_as_of_entry(signpost_directory *directory, int64_t entry,
                                                            signpost_look *look, void *context, signpost_error *error);

/** What a history is. */
typedef struct signpost_history_report {
    int64_t entries;        /**< all of them */
    int64_t baseline;       /**< number of the last baseline */
    signpost_minute begins; /**< its moment: from here on `as of` works */
    int64_t undone;         /**< entries after it, which were undone one by one to see whether they fit */
    size_t found;           /**< what is wrong, a diagnostic each */
    char head[65];          /**< hash of the last entry, in hexadecimal */
} signpost_history_report;

/**
 * Verifies the history: that every entry has the hash that it must have, that every act has its entry; and that the
 * directory is what the history says, by undoing every change since the last baseline (in a transaction that is itself
 * undone) and holding each table against the baseline's digest. An edit made by anything but signpost is found, and
 * named as nearly as the history knows it.
 *
 * @param directory   opened for writing.
 * @param head        hash of an entry that was noted earlier, which must be in the chain; NULL for none.
 * @param report      receives what the history is; may be NULL.
 * @param diagnostics receives what is wrong; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT when something is wrong; SIGNPOST_INVALID for a head that is no hash;
 *         SIGNPOST_REFUSED when it was opened for reading; SIGNPOST_BUSY, SIGNPOST_IO, SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_history_verify(signpost_directory *directory, const char *head,
                                                     signpost_history_report *report, signpost_diagnostics *diagnostics,
                                                     signpost_error *error);

/** A value that an act changed. Texts are borrowed for the call; "" where nothing stood, or stands. */
typedef struct signpost_history_field {
    const char *table;  /**< as in SQL: "service" */
    const char *row;    /**< its key; of a service its uid */
    const char *field;  /**< column; "" for the row itself, which came or went */
    const char *before; /**< hours and profiles by what they say, not by their numbers */
    const char *after;
} signpost_history_field;

/** An entry. Texts are borrowed for the call. */
typedef struct signpost_history_entry {
    int64_t number; /**< from 1 */
    signpost_minute at;
    const char *kind; /**< "baseline", "changes" or "refusal" */
    const char *who, *why, *what;
    const char *refused; /**< of a refusal: the reason; else "" */
    char hash[65];       /**< in hexadecimal */
    const signpost_history_field *fields;
    size_t field_count; /**< of the tables that are exchanged; 0 when `brief` */
} signpost_history_entry;

/** Takes an entry; false stops. */
typedef bool signpost_history_function(void *context, const signpost_history_entry *entry);

/** Which entries are read. */
typedef struct signpost_history_filter {
    size_t size;          /**< sizeof(signpost_history_filter): the _INIT macro sets it */
    const char *service;  /**< uid: only what was done to its entry, and only those fields; NULL for all */
    const char *who;      /**< only this user's; NULL for all */
    signpost_minute from; /**< moments, both included */
    signpost_minute until;
    bool brief; /**< leave the fields out */
} signpost_history_filter;

#define SIGNPOST_HISTORY_FILTER_INIT                                                                                   \
    {                                                                                                                  \
        .size = sizeof(signpost_history_filter), .from = INT64_MIN, .until = INT64_MAX                                 \
    }

/**
 * Reads the history, the last entry first.
 *
 * @param filter NULL for all.
 * @param take   called for each entry.
 * @return SIGNPOST_OK, also when it was stopped; SIGNPOST_INVALID for the filter; SIGNPOST_CORRUPT, SIGNPOST_BUSY,
 *         SIGNPOST_IO, SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_history_read(signpost_directory *directory, const signpost_history_filter *filter,
                                                   signpost_history_function *take, void *context,
                                                   signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif
