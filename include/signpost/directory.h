/** @file
 * The directory of services: one SQLite file that holds services and all that stands beside them.
 *
 * Its schema is a public contract, documented table by table in dos/schema. Everything goes in and out as CSV, too, a
 * file for each table; a mapping file lets CSV of any other shape in.
 *
 * A `signpost_directory` belongs to one thread at a time; any number of them, in any processes, may have the same file
 * open. A writer waits up to five seconds for another, then gives SIGNPOST_BUSY. Whatever a call that writes does, it
 * does whole or not at all: when it fails, the file is as it was before.
 *
 * Caveats
 * - A field that begins with = + - or @ is written to CSV as it is: nothing may change on the way out and in again. Do
 *   not open an export in a spreadsheet that runs formulas without asking.
 */
#ifndef SIGNPOST_DIRECTORY_H
#define SIGNPOST_DIRECTORY_H

#include "calendar.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct signpost_directory signpost_directory;

/** What a directory is opened for. */
typedef enum signpost_access { SIGNPOST_READ_ONLY, SIGNPOST_READ_WRITE } signpost_access;

/** Who writes, when and why. Every call that writes asks for it and keeps it; `who` and `why` must say something. */
typedef struct signpost_act {
    const char *who;      /**< the user */
    const char *why;      /**< in a few words */
    signpost_minute when; /**< moment of the act; never before that of the last one */
} signpost_act;

/**
 * Opens a directory.
 *
 * @param path      its file.
 * @param directory receives the directory, which the caller closes.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND; SIGNPOST_CORRUPT when it is not a directory, or is damaged; SIGNPOST_VERSION
 *         when its schema is older (see signpost_directory_migrate) or newer; SIGNPOST_BUSY, SIGNPOST_IO,
 *         SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_directory_open(const char *path, signpost_access access,
                                                     signpost_directory **directory, signpost_error *error);

/** Closes a directory; NULL is fine. */
SIGNPOST_API void signpost_directory_close(signpost_directory *directory);

/**
 * Makes a new, empty directory, and opens it for writing.
 *
 * @param path its file: there must be none. After a failure there is none.
 * @param name what the directory is called.
 * @return SIGNPOST_OK; SIGNPOST_STATE when there is such a file; SIGNPOST_INVALID for the name or the act; SIGNPOST_IO,
 *         SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_directory_create(const char *path, const char *name, const signpost_act *act,
                                                       signpost_directory **directory, signpost_error *error);

/**
 * Brings the directory at `path` to this version's schema.
 * @return SIGNPOST_OK; SIGNPOST_NONE when it is there already; otherwise as signpost_directory_open.
 */
SIGNPOST_API signpost_status signpost_directory_migrate(const char *path, const signpost_act *act,
                                                        signpost_error *error);

/** What a directory says of itself. */
typedef struct signpost_directory_about {
    char name[128];          /**< cut at a character when longer */
    int64_t content_version; /**< raised by every write */
    int64_t services;        /**< entries, whatever their state */
    int64_t travel_times;    /**< pairs of a place and a service */
} signpost_directory_about;

/** Name, content version, and the numbers of services and of travel times, of one state. */
SIGNPOST_API signpost_status signpost_directory_describe(signpost_directory *directory, signpost_directory_about *about,
                                                         signpost_error *error);

/**
 * Compiles the directory's own calendar, whose clock is the one that people at the desk read.
 * @param calendar receives it, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_STATE when the directory names none; as signpost_directory_describe.
 */
SIGNPOST_API signpost_status signpost_directory_calendar(signpost_directory *directory, signpost_calendar **calendar,
                                                         signpost_error *error);

/** Bytes of a content digest. */
#define SIGNPOST_DIGEST_SIZE 32

/**
 * Digest of all that the directory says: BLAKE2b-256 of its tables as they are exported, in their order and in the
 * order of their keys. Acts and what refers to them, the content version, and services' numbers are left out, so that a
 * directory made anew from an export has the same.
 */
SIGNPOST_API signpost_status signpost_directory_digest(signpost_directory *directory,
                                                       unsigned char digest[SIGNPOST_DIGEST_SIZE],
                                                       signpost_error *error);

/** How an import is done. */
typedef struct signpost_import_options {
    size_t size;         /**< sizeof(signpost_import_options): SIGNPOST_IMPORT_OPTIONS_INIT sets it */
    const char *table;   /**< the table that a single file is for, such as "services"; NULL: the file's name says it */
    const char *mapping; /**< path of a mapping file, for CSV of another shape; NULL for none */
    bool dry_run;        /**< do everything, report it, and change nothing */
    bool skip_refused;   /**< import what can be, although rows were refused; else one refused row refuses all */
    signpost_progress progress; /**< in rows, as far as they are known; may be NULL */
    void *progress_context;
} signpost_import_options;

#define SIGNPOST_IMPORT_OPTIONS_INIT                                                                                   \
    {                                                                                                                  \
        sizeof(signpost_import_options), NULL, NULL, false, false, NULL, NULL                                          \
    }

/** What an import did. Every row that was read is added, changed (its key was there, whether or not it says anything
 * else now), passed over (as its mapping says) or refused. */
typedef struct signpost_import_report {
    size_t files;
    size_t read, added, changed, passed_over, refused;
} signpost_import_report;

/**
 * Imports a folder of CSV files, or one file, in one transaction.
 *
 * A row whose key is there already changes what the file has columns for, which may be few; other rows stay, and so
 * does one that says what is there. Spaces around values are dropped. Each refused row is reported with file, line,
 * column, value and reason; what is doubtful but kept, such as a phone number that cannot be one, is a warning.
 *
 * Memory does not grow with a file whose rows go into a table that has none. Into one that has rows, each key of the
 * file is noted (some 250 bytes each, of services); and in a directory that has services, what an import changes is kept
 * in memory, before and after, until it is in the history (some 600 bytes for a service).
 *
 * @param path        a folder, whose files are named after the tables (services.csv ...), or a CSV file.
 * @param options     NULL for the defaults.
 * @param report      receives the counts, after a failure, too; may be NULL.
 * @param diagnostics receives what was found; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT when rows, a header or the mapping were refused, and nothing was changed;
 *         SIGNPOST_CANCELLED; SIGNPOST_INVALID for the act or the options; SIGNPOST_REFUSED when opened for reading,
 * for want of a right (see changes.h), or when the clock stands before the last act; SIGNPOST_NOT_FOUND, SIGNPOST_BUSY,
 * SIGNPOST_IO, SIGNPOST_CORRUPT, SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_directory_import(signpost_directory *directory, const char *path,
                                                       const signpost_act *act, const signpost_import_options *options,
                                                       signpost_import_report *report,
                                                       signpost_diagnostics *diagnostics, signpost_error *error);

/**
 * Writes every table as CSV into a folder, which is made when there is none; files of the same names are replaced, each
 * whole or not at all. acts.csv is written for reading: an import is an act of its own, and passes it over.
 *
 * @param rows receives how many rows were written; may be NULL.
 * @return SIGNPOST_OK, SIGNPOST_IO, SIGNPOST_BUSY, SIGNPOST_CORRUPT or SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_directory_export(signpost_directory *directory, const char *folder, size_t *rows,
                                                       signpost_error *error);

/** The tables that are imported and exported, in the order in which they are: "calendars" ... ; NULL past the end. Any
 * thread. */
SIGNPOST_API const char *signpost_directory_table(size_t index);

/** One service's entry, as lines to show. Belongs to one thread at a time, and outlives its directory. */
typedef struct signpost_entry signpost_entry;

/** A line of an entry. Texts are borrowed from it. */
typedef struct signpost_entry_line {
    const char *section;    /**< "service", "profile", "practices" ...; lines of a section stand together */
    const char *name;       /**< what it is, as the column is called in CSV */
    const char *value;      /**< never empty */
    bool professional_only; /**< never to be shown to the public, such as a clinicians' phone number */
} signpost_entry_line;

/**
 * Reads one service's entry.
 * @param service its uid, or its number in this directory.
 * @param entry   receives the entry, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND with the nearest uid in the hint; or as signpost_directory_describe.
 */
SIGNPOST_API signpost_status signpost_directory_entry(signpost_directory *directory, const char *service,
                                                      signpost_entry **entry, signpost_error *error);

/** Frees an entry; NULL is fine. */
SIGNPOST_API void signpost_entry_free(signpost_entry *entry);

/** How many lines it has. */
SIGNPOST_API size_t signpost_entry_count(const signpost_entry *entry);

/** The line at `index`, from 0; all "" past the end. */
SIGNPOST_API signpost_entry_line signpost_entry_get(const signpost_entry *entry, size_t index);

#ifdef __cplusplus
}
#endif
#endif
