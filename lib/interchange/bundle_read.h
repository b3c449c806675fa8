/* Reading a bundle, from inside. The file is walked twice, an entry at a time: first what services refer to is put into
 * temporary tables of the directory's own database, then the services are read, and then the rows of all go the way of
 * any import. Nothing grows with the file but those tables, which are SQLite's to keep on disk. */
#ifndef SGP_INTERCHANGE_BUNDLE_READ_H
#define SGP_INTERCHANGE_BUNDLE_READ_H

#include "formats/json_read.h"
#include "interchange/bundle.h"

/* ---- the file ---- */

/* The entries of a Bundle's file. */
typedef struct sgp_bundle_file {
    sgp_json_reader json;
    sgp_strings keys; /* of the bundle itself, so far */
    bool began, in_entries, first_member, first_entry;
    bool is_bundle, has_type;
} sgp_bundle_file;

/* The caller closes it, whatever the answer. */
signpost_status sgp_bundle_file_open(sgp_bundle_file *file, const char *path, signpost_error *error);
signpost_status sgp_bundle_file_rewind(sgp_bundle_file *file);
/* The next entry, in the arena; SIGNPOST_NONE when the whole file was a Bundle, and is at its end; SIGNPOST_CONTENT
 * with the place when it is none: it cannot be read on. */
signpost_status sgp_bundle_file_next(sgp_bundle_file *file, sgp_arena *arena, sgp_json_value **entry);
void sgp_bundle_file_close(sgp_bundle_file *file);

/* ---- rows that wait ---- */

typedef struct sgp_bundle_cell_text {
    const char *text; /* NULL: nothing is said of it */
    unsigned line, column;
} sgp_bundle_cell_text;

/* A row of a table, its cells by the table's columns. */
typedef struct sgp_bundle_cells {
    sgp_bundle_cell_text at[SGP_MOST_TABLE_COLUMNS];
    unsigned line;
} sgp_bundle_cells;

/* What rows are of: tables of the directory, and two that only services take something from. */
typedef enum sgp_bundle_kind {
    SGP_KIND_ORGANISATIONS,
    SGP_KIND_SERVICES,
    SGP_KIND_PRACTICES,
    SGP_KIND_AREAS,
    SGP_KIND_CAPACITIES,
    SGP_KIND_ENDPOINTS,
    SGP_KIND_TABLES,                      /* so many are imported */
    SGP_KIND_LOCATIONS = SGP_KIND_TABLES, /* cells by the columns of services */
    SGP_KIND_CONNECTIONS,                 /* Endpoints: cells by the columns of endpoints */
    SGP_KIND_COUNT
} sgp_bundle_kind;

/* The temporary tables. */
typedef struct sgp_bundle_store {
    sgp_db *db;
    sgp_query put_row, put_address, find_address, find_row, put_refused;
    int64_t number;                                    /* of the row put last */
    bool said[SGP_KIND_COUNT][SGP_MOST_TABLE_COLUMNS]; /* columns of which some row says something */
} sgp_bundle_store;

signpost_status sgp_bundle_store_open(sgp_bundle_store *store, sgp_db *db, signpost_error *error);
/* Takes the tables away. */
signpost_status sgp_bundle_store_drop(sgp_bundle_store *store, signpost_error *error);
void sgp_bundle_store_release(sgp_bundle_store *store);
/* Keeps a row; `owner` is the number of the service that it belongs to, or 0. */
signpost_status sgp_bundle_store_put(sgp_bundle_store *store, sgp_bundle_kind kind, int64_t owner,
                                     const sgp_bundle_cells *cells, signpost_error *error);
/* Gives the row that is put next an address by which it is referred to. SIGNPOST_STATE when another entry has it:
 * `*line` receives the line of that. */
signpost_status sgp_bundle_store_name(sgp_bundle_store *store, sgp_bundle_kind kind, const char *address, unsigned here,
                                      unsigned *line, signpost_error *error);
/* The row of an address; SIGNPOST_NONE when there is none of that kind. */
signpost_status sgp_bundle_store_find(sgp_bundle_store *store, sgp_bundle_kind kind, const char *address,
                                      sgp_arena *arena, sgp_bundle_cells *cells, signpost_error *error);
/* Remembers that a service was refused: what belongs to it is not imported. */
signpost_status sgp_bundle_store_refuse(sgp_bundle_store *store, int64_t number, signpost_error *error);
/* A row's cells out of the blob in which they are kept. False when memory ran out. */
bool sgp_bundle_cells_unpack(sgp_query *row, int column, sgp_arena *arena, sgp_bundle_cells *cells);

/* ---- an entry being read ---- */

/* Space for what a resource is called in messages. */
enum { SGP_BUNDLE_NAME_SIZE = 160 };

typedef struct sgp_bundle_reading {
    sgp_import *import;
    const char *path;
    sgp_bundle_store store;
    sgp_strings passed;             /* what is passed over, by its path */
    sgp_array passed_at;            /* of each: where first, and how often */
    sgp_arena *arena;               /* of the entry */
    const sgp_json_value *resource; /* that is read, for messages; NULL: none */
    bool refused;                   /* the entry is */
    signpost_status broken;         /* what ended the reading: the database failed; its error is set */
    bool failed;                    /* memory ran out */
} sgp_bundle_reading;

/* The table of a kind. */
const sgp_table *sgp_bundle_table(sgp_bundle_kind kind);
/* Reports what is wrong with a value; the entry is then not imported. */
void sgp_bundle_refuse(sgp_bundle_reading *reading, const sgp_json_value *value, int id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void sgp_bundle_doubt(sgp_bundle_reading *reading, const sgp_json_value *value, int id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Refuses an entry that has a second identifier of a system: it claims to be two. The same one again is fine. */
void sgp_bundle_refuse_second(sgp_bundle_reading *reading, const sgp_json_value *value, const char *system,
                              const char *first);
/* Counts something that is not kept, to be reported once for all entries. */
void sgp_bundle_pass_over(sgp_bundle_reading *reading, const sgp_json_value *value, const char *what);
void sgp_bundle_report_passed(sgp_bundle_reading *reading);
void sgp_bundle_passed_init(sgp_bundle_reading *reading);
void sgp_bundle_passed_release(sgp_bundle_reading *reading);
/* Refuses a resource that says of itself that it means something else (modifierExtension), and notes all that is in it
 * and is not read. */
void sgp_bundle_look_through(sgp_bundle_reading *reading, const sgp_json_value *resource, const char *type);

/* A member of this kind; NULL when there is none. One of another kind refuses the entry. */
const sgp_json_value *sgp_bundle_member(sgp_bundle_reading *reading, const sgp_json_value *object, const char *key,
                                        sgp_json_kind kind);
/* The first item of a list that is a member; NULL when there is none. */
const sgp_json_value *sgp_bundle_items(sgp_bundle_reading *reading, const sgp_json_value *object, const char *key);
/* A text that is a member, NULL when there is none, or it is empty. */
const char *sgp_bundle_text(sgp_bundle_reading *reading, const sgp_json_value *object, const char *key);
/* The extension of this address; NULL when there is none. */
const sgp_json_value *sgp_bundle_extension(sgp_bundle_reading *reading, const sgp_json_value *object, const char *url);
/* The code that a list of concepts has in a system; NULL when there is none. */
const sgp_json_value *sgp_bundle_code(sgp_bundle_reading *reading, const sgp_json_value *concepts, const char *system);

/* Notes what ended the reading, if it is the first that did; SIGNPOST_NONE does not. */
void sgp_bundle_note(sgp_bundle_reading *reading, signpost_status status);
/* The one text that `sql` gives of the directory for a text; NULL when there is none, and when asking failed. */
const char *sgp_bundle_ask(sgp_bundle_reading *reading, const char *sql, const char *about);

/* Says something of a column: the text is borrowed, and may be NULL. */
void sgp_bundle_say(sgp_bundle_reading *reading, sgp_bundle_kind kind, sgp_bundle_cells *cells, const char *column,
                    const char *text, const sgp_json_value *where);
/* The columns that extensions of an object say. */
void sgp_bundle_say_extensions(sgp_bundle_reading *reading, sgp_bundle_kind kind, sgp_bundle_cells *cells,
                               const sgp_extensions *extensions, const sgp_json_value *object);

/* ---- resources ---- */

/* What a resource says, as cells. */
void sgp_bundle_read_organisation(sgp_bundle_reading *reading, const sgp_json_value *resource, sgp_bundle_cells *cells);
void sgp_bundle_read_location(sgp_bundle_reading *reading, const sgp_json_value *resource, sgp_bundle_cells *cells);
void sgp_bundle_read_connection(sgp_bundle_reading *reading, const sgp_json_value *resource, sgp_bundle_cells *cells);
/* Takes an address, `kind_of` and `name` joined, for the row that is put next; refuses an entry that claims another's.
 */
signpost_status sgp_bundle_claim(sgp_bundle_reading *reading, sgp_bundle_kind kind, const sgp_json_value *where,
                                 const char *kind_of, const char *name);
/* What a reference leads to: in the bundle, contained in `resource`, or told by its identifier. SIGNPOST_NONE, with a
 * report, when it leads to nothing of that kind. */
signpost_status sgp_bundle_follow(sgp_bundle_reading *reading, sgp_bundle_kind kind, const sgp_json_value *resource,
                                  const sgp_json_value *reference, sgp_bundle_cells *cells);
/* The hours of a HealthcareService as a text; NULL when it says nothing of them. */
const char *sgp_bundle_hours(sgp_bundle_reading *reading, const sgp_json_value *resource);
/* Reads a HealthcareService, and keeps its rows. */
signpost_status sgp_bundle_read_service(sgp_bundle_reading *reading, const sgp_json_value *resource);

#endif
