/* Import, from inside: one import, the plan by which a file fills a table, and the stores of what services share. */
#ifndef SGP_DIRECTORY_IMPORT_H
#define SGP_DIRECTORY_IMPORT_H

#include "base/strings.h"
#include "directory/cells.h"
#include "directory/directory.h"
#include "directory/rights.h"
#include "formats/csv.h"

/* Opening hours and profiles that services share, found by what they say. */
typedef struct sgp_hours_store {
    signpost_directory *directory;
    sgp_arena arena;
    sgp_strings seen;      /* "calendar\ntext" as written in this import */
    sgp_array ids;         /* int64_t, by number of `seen` */
    sgp_strings calendars; /* names */
    sgp_array compiled;    /* signpost_calendar *, by number of `calendars` */
} sgp_hours_store;

/* One import. */
typedef struct sgp_import {
    signpost_directory *directory;
    sgp_db *db;
    const signpost_import_options *options;
    signpost_import_report *report;
    signpost_diagnostics *diagnostics;
    signpost_error *error;
    int64_t act;
    const char *who;
    sgp_rights rights;
    sgp_hours_store hours;
    sgp_strings pairs; /* "group/discriminator", read when the first profile comes */
    bool pairs_read;
    size_t rows_guessed; /* in all, as far as is known */
    int suggestions;     /* names compared with the whole of a table so far: it is slow */
    bool header_refused; /* a file could not be used at all: nothing may be imported */
    uint64_t filled;     /* a bit for each of sgp_tables into which rows were read */
} sgp_import;

/* Where the text of a column comes from. */
enum { SGP_MOST_PARTS = 8 };
typedef struct sgp_source {
    const char *constant; /* the same for every row; NULL when it comes from fields */
    const char *prefix, *between;
    size_t parts[SGP_MOST_PARTS]; /* indices of fields; empty ones are left out */
    size_t part_count;
} sgp_source;

/* How the rows of a file fill a table. */
typedef struct sgp_plan {
    const sgp_table *table;
    bool given[SGP_MOST_TABLE_COLUMNS]; /* the file, or a constant, says something of the column */
    sgp_source sources[SGP_MOST_TABLE_COLUMNS];
    size_t fields;      /* that a row must have */
    bool has_condition; /* rows in which the field `condition` is empty are passed over */
    size_t condition;
    bool first_of_key; /* a key that comes again is passed over, not refused */
} sgp_plan;

/* The row being read. */
enum { SGP_NOTHING_LEFT_OUT = SGP_MOST_TABLE_COLUMNS };
typedef struct sgp_row {
    sgp_import *import;
    const sgp_plan *plan;
    const sgp_csv *csv;
    sgp_arena arena;
    sgp_cell cells[SGP_MOST_TABLE_COLUMNS];
    sgp_spot spots[SGP_MOST_TABLE_COLUMNS];
    size_t left_out; /* first column that a new row needs, and the file does not have */
    bool refused;
} sgp_row;

/* The row that the file's reader read last: makes it ready, and reads its cells. What they refer to is not looked up;
 * what cannot be is reported. */
void sgp_row_begin(sgp_row *row, sgp_import *import, const sgp_plan *plan, const sgp_csv *csv);
signpost_status sgp_row_read(sgp_row *row);

/* Keys of the rows of a file, as far as they must be noted: the table knows those that are stored. */
typedef struct sgp_keys {
    sgp_strings texts;
    sgp_array lines; /* unsigned: where each stood first */
    bool all;        /* of every row; or only of those that were refused after they were read */
} sgp_keys;

void sgp_keys_init(sgp_keys *keys);
void sgp_keys_release(sgp_keys *keys);
/* The line of the row that had the key of this one first, as far as is noted; 0 when none did. */
signpost_status sgp_keys_find(const sgp_keys *keys, sgp_row *row, unsigned *line);
signpost_status sgp_keys_note(sgp_keys *keys, sgp_row *row);
/* Reads the file again up to this row, and notes every key: from now on, all are. */
signpost_status sgp_keys_read_again(sgp_keys *keys, sgp_row *row);

/* Reports what is wrong with a column's value, where that came from; the row is then not imported. SGP_WHOLE_ROW for
 * what is wrong with no one value. */
enum { SGP_WHOLE_ROW = SGP_MOST_TABLE_COLUMNS };
void sgp_row_refuse(sgp_row *row, size_t column, int id, const char *format, ...) __attribute__((format(printf, 4, 5)));
void sgp_row_doubt(sgp_row *row, size_t column, int id, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* What a column's value is called where it came from: mostly the column's name. */
const char *sgp_row_called(const sgp_row *row, size_t column);

/* Fills the tables of an import, once, within its transaction: what is referred to comes first. */
typedef signpost_status sgp_import_fill(sgp_import *import, void *context);
/* An import from anywhere: begins the act `what`, has `fill` read the rows, checks the whole and decides, as
 * signpost_directory_import does. */
signpost_status sgp_import_all(signpost_directory *directory, const char *what, sgp_import_fill *fill, void *context,
                               const signpost_act *act, const signpost_import_options *options,
                               signpost_import_report *report, signpost_diagnostics *diagnostics,
                               signpost_error *error);
/* For what writes rows within an act of its own: makes an import ready, and gives it back. The diagnostics must be
 * there; `act` and `rights` are the caller's to set. */
void sgp_import_init(sgp_import *import, signpost_directory *directory, signpost_import_report *report,
                     signpost_diagnostics *diagnostics, signpost_error *error);
void sgp_import_release(sgp_import *import);
/* When all is read: the checks that no single row can make. SIGNPOST_CONTENT when anything was refused. */
signpost_status sgp_import_check(sgp_import *import);
/* Reads a header, and the rows below it, into a table. */
signpost_status sgp_import_rows(sgp_import *import, const sgp_table *table, sgp_csv *csv);
/* Reads and writes every row that is left in the file. Rows that are refused do not end it. */
signpost_status sgp_load_rows(sgp_import *import, const sgp_plan *plan, sgp_csv *csv);
/* Makes a plan from the header that was read last; `usable` receives false, with a report, when it cannot be one. */
signpost_status sgp_plan_of_header(sgp_import *import, const sgp_table *table, const sgp_csv *csv, sgp_plan *plan,
                                   bool *usable);
/* Reports a header, or a mapping, that cannot be used: nothing is imported then. */
void sgp_plan_refuse(sgp_import *import, sgp_spot spot, int id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void sgp_plan_refuse_column(sgp_import *import, sgp_spot spot, const sgp_table *table, const char *name);
/* Reports the columns that every row needs and none gives: `in_part` those of the key, because what is there may be
 * changed in part; else those that a new row needs. */
void sgp_plan_check(sgp_import *import, sgp_spot spot, const sgp_plan *plan, bool in_part);
/* Imports a file by a mapping. */
signpost_status sgp_import_mapped(sgp_import *import, const char *path, const char *mapping);
/* The plan by which a mapping fills one table from the file whose header was read last, however little it gives. Of
 * `import`, the diagnostics (which must be there) and the error are used; the plan's texts are in `arena`, which the
 * caller releases, whatever the answer. */
signpost_status sgp_mapping_plan(sgp_import *import, sgp_csv *csv, const char *mapping, const char *table,
                                 sgp_arena *arena, sgp_plan *plan);
/* Whether there is any row in a table. */
signpost_status sgp_table_has_rows(sgp_import *import, const sgp_table *table, bool *has);
/* Whether a plan passes the row last read over. */
bool sgp_plan_passes_over(const sgp_plan *plan, const sgp_csv *csv);
/* The text of a column in the row last read: its parts that are not empty, with `between` between. NULL when memory ran
 * out. */
const char *sgp_source_text(const sgp_source *source, const sgp_csv *csv, sgp_arena *arena);

/* The name nearest to `wanted` among the texts that `sql` gives; "" when none is near. */
enum { SGP_NEAREST_SIZE = 96 };
signpost_status sgp_db_nearest(sgp_db *db, const char *sql, const char *wanted, char best[SGP_NEAREST_SIZE],
                               signpost_error *error);

/* A name that was found. */
typedef struct sgp_known_name {
    sgp_cell_type type; /* as it is stored */
    int64_t integer;
    char text[48];
} sgp_known_name;

/* Looks up what the cells refer to, and puts their numbers in place of their names. */
typedef struct sgp_lookups {
    sgp_query references[SGP_MOST_TABLE_COLUMNS];
    sgp_known_name
        *known[SGP_MOST_TABLE_COLUMNS]; /* some of the names that were found, each at the place of its hash */
    sgp_query place;
} sgp_lookups;

signpost_status sgp_lookups_prepare(sgp_lookups *lookups, sgp_import *import, const sgp_table *table);
void sgp_lookups_release(sgp_lookups *lookups);
signpost_status sgp_lookups_resolve(sgp_lookups *lookups, sgp_row *row);
/* A service without coordinates is put where its postcode is; one that is `there` may stay where it is. */
signpost_status sgp_lookups_position(sgp_lookups *lookups, sgp_row *row, bool there);

void sgp_hours_store_init(sgp_hours_store *store, signpost_directory *directory);
void sgp_hours_store_release(sgp_hours_store *store);
/* Forgets the numbers of rows: for when what was written is undone. */
void sgp_hours_store_forget(sgp_hours_store *store);
/* Number of the shared row for hours, made when there is none. `calendar` NULL: the directory's. SIGNPOST_INVALID with
 * the reason when the text cannot be read; SIGNPOST_NOT_FOUND when there is no such calendar. */
signpost_status sgp_hours_store_find(sgp_hours_store *store, const char *calendar, const char *text, int64_t *id,
                                     signpost_error *error);
/* Removes hours that no service names any more. */
signpost_status sgp_hours_store_prune(sgp_hours_store *store, signpost_error *error);

/* Puts a profile in, or changes the one of its name. */
signpost_status sgp_profile_put(sgp_row *row);
/* Number of the profile that says what the row's lists say, whatever it is called. Where there is none it is made, and
 * called BASE~DIGEST after what it says; none is changed. */
signpost_status sgp_profile_find(sgp_row *row, const char *base, int64_t *id);
/* Whether a pair is one that `item` says, in which a * stands for any code. */
bool sgp_pair_matches(const char *item, const char *pair);
/* Writes what a service takes, of a row of sgp_service_profiles: a profile is found or made for it, and others who take
 * what it took take it on. */
signpost_status sgp_service_profile_put(sgp_row *row);

#endif
