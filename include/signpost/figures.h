/** @file
 * The figures database: what is counted of calls, from whatever file it came.
 *
 * A `signpost_figures` is an SQLite file of its own (schema in `dos/schema-figures`, a public contract). Files are
 * imported into it: rows of calls and journals as counts by contract, provider and hour, published monthly files as
 * counts by contract, provider and month. Every count knows the file and the line it came from. A file is known by its
 * digest (BLAKE2b-256): read twice, it counts once. Of several files about the same contract and month the one
 * published last counts; the others stay, and signpost_counts_load can be asked for them.
 *
 * A `signpost_counts` is what was read from it: it never changes and may be shared by any number of threads. A count
 * may be not known (`*` or nothing in the file), which is not 0.
 *
 * Items are counted things, by name. Calls, journals and the Minimum Data Set share their names (`offered`,
 * `answered_60`; signpost_item_at lists them); the Integrated Urgent Care collection has its own (`A03`). The two
 * changed definition in April 2021 and are never put together: a `signpost_counts` is of one collection.
 *
 * Caveats
 * - A month is that of the local clock, by the rule given at the import.
 * - A second import waits up to 5 seconds for the first to be written; files are read before that, without any lock.
 */
#ifndef SIGNPOST_FIGURES_H
#define SIGNPOST_FIGURES_H

#include "contracts.h"
#include "directory.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where counts come from. */
typedef enum signpost_collection {
    SIGNPOST_COLLECTION_CALLS,    /**< one row a call */
    SIGNPOST_COLLECTION_JOURNALS, /**< one journal a call */
    SIGNPOST_COLLECTION_MDS,      /**< NHS 111 Minimum Data Set, monthly, to March 2021 */
    SIGNPOST_COLLECTION_IUC,      /**< Integrated Urgent Care Aggregate Data Collection, monthly, from April 2021 */
    SIGNPOST_COLLECTIONS
} signpost_collection;

/** "calls", "journals", "mds" or "iuc". Any thread. */
SIGNPOST_API const char *signpost_collection_name(signpost_collection collection);
/** The collection in words, such as "NHS 111 Minimum Data Set". Any thread. */
SIGNPOST_API const char *signpost_collection_title(signpost_collection collection);
/** Reads such a name. SIGNPOST_OK or SIGNPOST_INVALID. Any thread. */
SIGNPOST_API signpost_status signpost_collection_parse(const char *text, signpost_collection *collection);

/** The database. Belongs to one thread at a time. */
typedef struct signpost_figures signpost_figures;

/**
 * Opens a figures database.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND; SIGNPOST_CORRUPT (no figures database, or damaged); SIGNPOST_VERSION;
 *         SIGNPOST_BUSY; SIGNPOST_IO; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_figures_open(const char *path, signpost_access access, signpost_figures **figures,
                                                   signpost_error *error);
/** Makes an empty one where there is no file, and opens it for writing. SIGNPOST_REFUSED when there is one. */
SIGNPOST_API signpost_status signpost_figures_create(const char *path, signpost_figures **figures,
                                                     signpost_error *error);
/** Closes it; NULL is fine. */
SIGNPOST_API void signpost_figures_close(signpost_figures *figures);

/* Importing. */

/** How a file is imported. */
typedef struct signpost_figures_options {
    size_t size;                         /**< sizeof(signpost_figures_options): the INIT macro sets it */
    signpost_date published;             /**< when the file was published, or written; must be said */
    const char *clock;                   /**< POSIX clock rule of local moments; NULL for that of Europe/London */
    const char *contract, *provider;     /**< of journals, which do not say; NULL elsewhere */
    const signpost_contracts *contracts; /**< rows are held against; NULL for none */
    bool skip_refused;                   /**< leave out rows that are refused, instead of the file */
    bool dry_run;                        /**< read and check, write nothing */
    signpost_progress progress;          /**< of the bytes of the file; NULL for none */
    void *progress_context;
} signpost_figures_options;

#define SIGNPOST_FIGURES_OPTIONS_INIT                                                                                  \
    {                                                                                                                  \
        sizeof(signpost_figures_options), 0, NULL, NULL, NULL, NULL, false, false, NULL, NULL                          \
    }

/** What an import did. */
typedef struct signpost_figures_done {
    signpost_collection collection;
    bool was_known;      /**< a file with this digest counts already: nothing was written */
    int64_t rows;        /**< that count */
    int64_t refused;     /**< that were left out, with skip_refused */
    int64_t ignored;     /**< rows of totals, rows that repeat another, and items that are no counts */
    int64_t breaks;      /**< identities that do not hold: kept, and marked */
    int64_t superseded;  /**< months or hours of older files that this file's take the place of */
    int64_t aggregates;  /**< hours, months or calls that were written */
    int64_t first, last; /**< first and last month that the file has, as signpost_month; last < first for none */
    char digest[65];     /**< BLAKE2b-256 of the file, in hexadecimal */
} signpost_figures_done;

/**
 * Which kind of file it is, by its first line: a journal, or CSV by the names of its columns.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT when it is none of them, with the nearest kind's first missing column;
 *         SIGNPOST_NOT_FOUND; SIGNPOST_IO; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_figures_sniff(const char *path, signpost_collection *collection,
                                                    signpost_error *error);

/**
 * Reads a file and counts it: all of it, in one transaction, or nothing.
 *
 * Calls are CSV with a header. Columns: `contract`, `provider`, `offered` must be there; `answered`, `abandoned`,
 * `triaged`, `transferred` (live to a clinician), `callback_offered`, `callback_made`, `closed` and `disposition`
 * may be. A moment is `2026-11-21T18:30:05` in local time, or with `Z` or an offset; empty: it did not happen. A local
 * moment that the clocks leave out or show twice is refused: it needs its offset. Dispositions are `ambulance`,
 * `emergency`, `primary_care`, `other`, `information`, `self_care` and `non_clinical`. Memory grows with the hours,
 * contracts and providers that the file has, and not with its rows.
 *
 * The Minimum Data Set is read by the names of its columns, with or without providers; the Integrated Urgent Care
 * collection in its long layout.
 *
 * @param options     must say when the file was published.
 * @param done        may be NULL; set as far as the call came.
 * @param diagnostics receives what is wrong, or worth knowing, with its line and value; may be NULL.
 * @return SIGNPOST_OK, whether it was known or not; SIGNPOST_CONTENT when rows are wrong, or the file is not plausible;
 *         SIGNPOST_INVALID; SIGNPOST_NOT_FOUND; SIGNPOST_BUSY; SIGNPOST_IO; SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_figures_import(signpost_figures *figures, signpost_collection collection,
                                                     const char *path, const signpost_figures_options *options,
                                                     signpost_figures_done *done, signpost_diagnostics *diagnostics,
                                                     signpost_error *error);

/* Reading. */

/** Name of an item of calls, journals and the Minimum Data Set, from 0; NULL past the end. Any thread. */
SIGNPOST_API const char *signpost_item_at(size_t index);
/** The same in words, such as "calls offered". Any thread. */
SIGNPOST_API const char *signpost_item_title(size_t index);

/** What is to be read. */
typedef struct signpost_counts_query {
    size_t size; /**< sizeof(signpost_counts_query): SIGNPOST_COUNTS_QUERY_INIT sets it */
    signpost_collection collection;
    const char *contract;       /**< code; NULL for all */
    signpost_month from, until; /**< first and last month */
    bool hours;                 /**< rows are hours: calls and journals only */
    bool older;                 /**< figures that a later publication took the place of, too */
} signpost_counts_query;

#define SIGNPOST_COUNTS_QUERY_INIT                                                                                     \
    {                                                                                                                  \
        sizeof(signpost_counts_query), SIGNPOST_COLLECTION_MDS, NULL, SIGNPOST_FIRST_MONTH, SIGNPOST_LAST_MONTH,       \
            false, false                                                                                               \
    }

/** Counts that were read. Never changes; any number of threads may share it. */
typedef struct signpost_counts signpost_counts;

/** A row of counts. Texts are borrowed from the counts, and never NULL. */
typedef struct signpost_counts_row {
    const char *contract, *contract_name;
    const char *provider, *provider_name; /**< "" when the file does not say */
    signpost_month month;
    signpost_minute hour;    /**< its first minute; 0 for a month */
    signpost_date published; /**< of the file that counts */
    const char *file;        /**< as it was named */
    int64_t line, last_line; /**< first and last row of the file that it was counted from */
    bool is_current;         /**< false: a later publication took its place */
    size_t breaks;           /**< identities that do not hold: signpost_counts_break */
} signpost_counts_row;

/** An identity that does not hold in a row. */
typedef struct signpost_break {
    const char *identity; /**< in items, such as "transferred = warm + callback_offered" */
    int64_t left, right;  /**< its two sides */
    const char *file;
    int64_t line;
} signpost_break;

/**
 * Reads counts, in the order of contract, month, hour and provider.
 * @return SIGNPOST_OK, with no rows when there are none; SIGNPOST_INVALID; SIGNPOST_CORRUPT; SIGNPOST_BUSY;
 *         SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_counts_load(signpost_figures *figures, const signpost_counts_query *query,
                                                  signpost_counts **counts, signpost_error *error);
/** Frees it; NULL is fine. */
SIGNPOST_API void signpost_counts_free(signpost_counts *counts);

/** What was read. Any thread. */
SIGNPOST_API signpost_collection signpost_counts_collection(const signpost_counts *counts);
SIGNPOST_API size_t signpost_counts_size(const signpost_counts *counts);
/** A row, from 0; all zeros and "" past the end. Any thread. */
SIGNPOST_API signpost_counts_row signpost_counts_get(const signpost_counts *counts, size_t row);
/** A broken identity of a row, from 0 to its `breaks`. Any thread. */
SIGNPOST_API signpost_break signpost_counts_break(const signpost_counts *counts, size_t row, size_t index);
/** The count of an item in a row. False when it is not known, or there is no such row or item. Any thread. */
SIGNPOST_API bool signpost_counts_value(const signpost_counts *counts, size_t row, const char *item, int64_t *value);
/** The contracts that rows are of, each once, by code; and from which row on, how many. Any thread. */
SIGNPOST_API size_t signpost_counts_contracts(const signpost_counts *counts);
SIGNPOST_API const char *signpost_counts_contract(const signpost_counts *counts, size_t index, size_t *first,
                                                  size_t *rows);

/** A file that was imported. Texts are borrowed from the list. */
typedef struct signpost_figures_file {
    const char *name, *digest;
    signpost_collection collection;
    signpost_date published;
    int64_t rows, breaks;
} signpost_figures_file;

/** Files that were imported. Never changes. */
typedef struct signpost_figures_files signpost_figures_files;
/** Lists them in the order in which they were imported. SIGNPOST_OK; SIGNPOST_CORRUPT; SIGNPOST_NO_MEMORY. */
SIGNPOST_API signpost_status signpost_figures_files_load(signpost_figures *figures, signpost_figures_files **files,
                                                         signpost_error *error);
SIGNPOST_API void signpost_figures_files_free(signpost_figures_files *files);
SIGNPOST_API size_t signpost_figures_files_count(const signpost_figures_files *files);
SIGNPOST_API signpost_figures_file signpost_figures_files_get(const signpost_figures_files *files, size_t index);

/** Searches of calls that found nothing, or only an emergency department as a catch-all. */
typedef struct signpost_empty_search {
    const char *contract, *provider;
    const char *place; /**< district or town that was searched from */
    const char *disposition, *symptom_group;
    int hour_of_day;            /**< local, 0 to 23 */
    int64_t nothing, catch_all; /**< how many such searches */
} signpost_empty_search;

/** Such searches, most first. Never changes. */
typedef struct signpost_empty_searches signpost_empty_searches;
/** Reads them from the journals that were imported. `contract` may be NULL for all. */
SIGNPOST_API signpost_status signpost_empty_searches_load(signpost_figures *figures, const char *contract,
                                                          signpost_empty_searches **searches, signpost_error *error);
SIGNPOST_API void signpost_empty_searches_free(signpost_empty_searches *searches);
SIGNPOST_API size_t signpost_empty_searches_count(const signpost_empty_searches *searches);
SIGNPOST_API signpost_empty_search signpost_empty_searches_get(const signpost_empty_searches *searches, size_t index);

#ifdef __cplusplus
}
#endif
#endif
