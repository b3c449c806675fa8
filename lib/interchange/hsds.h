/* Open Referral HSDS 3.0 as a folder of CSV files (a tabular data package), from inside. Rules kept here:
 *  - every identifier is made of what it stands for, so that the same directory gives the same folder, and a row can be
 *    known again by its identifier alone;
 *  - what HSDS has no field for stands in attributes, whose terms are those of sgp_hsds_terms. */
#ifndef SGP_INTERCHANGE_HSDS_H
#define SGP_INTERCHANGE_HSDS_H

#include "base/error.h"
#include "formats/csv.h"
#include "formats/sqlite.h"
#include "hours/hours.h"
#include "signpost/directory.h"
#include "signpost/hsds.h"
#include "signpost/json.h"

/* A field of HSDS 3.0. */
enum {
    SGP_HSDS_REQUIRED = 1, /* by the standard */
    SGP_HSDS_UNIQUE = 2,   /* the row's identifier */
    SGP_HSDS_KEPT = 4,     /* read on import */
    SGP_HSDS_NEEDED = 8,   /* on import a row without it is refused */
    SGP_HSDS_MADE = 16     /* we make it of what is kept otherwise */
};
typedef struct sgp_hsds_field {
    const char *name;
    const char *type;   /* of the data package: "string", "number", "date", "time" */
    const char *format; /* "uuid", "uri", "email"; NULL: none */
    unsigned flags;
    const char *of; /* a reference: the table; or the words that are allowed, with | between; NULL */
} sgp_hsds_field;

typedef struct sgp_hsds_table {
    const char *name;  /* the resource; its file is name.csv */
    const char *other; /* the name of its file in the published data package, without .csv */
    const sgp_hsds_field *fields;
    size_t count;
} sgp_hsds_table;

enum { SGP_HSDS_MOST_FIELDS = 24 };
extern const sgp_hsds_table sgp_hsds_tables[];
extern const size_t sgp_hsds_table_count;
/* NULL when there is none. */
const sgp_hsds_table *sgp_hsds_table_find(const char *name);
/* Its number among the table's fields, `count` when there is none. */
size_t sgp_hsds_field_find(const sgp_hsds_table *table, const char *name);
/* Whether the field refers to another table. */
bool sgp_hsds_is_reference(const sgp_hsds_field *field);

/* Our terms: what is said in attributes. */
typedef struct sgp_hsds_term {
    const char *code;        /* mostly the name of the column */
    const char *entity;      /* the HSDS table of the row that it is said of */
    const char *description; /* for people */
    const char *select;      /* id and key of the row, and the value; NULL: written with what it belongs to */
    bool professional;       /* never in a folder for the public */
} sgp_hsds_term;
extern const sgp_hsds_term sgp_hsds_terms[];
extern const size_t sgp_hsds_term_count;

/* Space for a UUID with its NUL. */
enum { SGP_HSDS_ID_SIZE = 37 };
/* The identifier of the thing of a kind that has a key: sgp_urn_uuid of `hsds/KIND/KEY`. Returns `id`. */
char *sgp_hsds_id(const char *kind, const char *key, char id[SGP_HSDS_ID_SIZE]);
/* The same in SQL: hsds_id(kind, key), NULL when a value is. */
signpost_status sgp_hsds_functions(sgp_db *db, signpost_error *error);

/* What is told in the end, summed up by kind. */
void sgp_hsds_tell(signpost_diagnostics *list, int id, sgp_spot spot, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* A row of a file that is being written: fields that are not set are empty. */
typedef struct sgp_hsds_row {
    const sgp_hsds_table *table;
    const char *values[SGP_HSDS_MOST_FIELDS];
} sgp_hsds_row;
void sgp_hsds_set(sgp_hsds_row *row, const char *field, const char *value); /* the field must be there */
void sgp_hsds_write(sgp_csv_writer *writer, sgp_hsds_row *row);             /* and empties it */

/* Writes datapackage.json for the files of sgp_hsds_tables. */
signpost_status sgp_hsds_write_package(const char *name, signpost_write_function write, void *context);

/* How a row of schedule.csv is meant, where HSDS cannot say it: value of the term "hours". */
#define SGP_HSDS_ALWAYS  "24/7"
#define SGP_HSDS_NEVER   "Mo-Su off"
#define SGP_HSDS_HOLIDAY "PH"
#define SGP_HSDS_DATED   "dated"

/* One row of schedule.csv. */
enum { SGP_HSDS_TIME_SIZE = 6 };
typedef struct sgp_hsds_schedule {
    char byday[24], opens_at[SGP_HSDS_TIME_SIZE], closes_at[SGP_HSDS_TIME_SIZE]; /* "" for none */
    char valid_from[SIGNPOST_MOMENT_SIZE], valid_to[SIGNPOST_MOMENT_SIZE];
    char meant[24]; /* SGP_HSDS_ALWAYS ... or the days of a year, `Dec 25`; "" for a plain row */
    char description[96];
} sgp_hsds_schedule;
/* Takes a row; false stops. */
typedef bool sgp_hsds_take(void *context, const sgp_hsds_schedule *schedule);
/* Gives the rows that opening hours come to. SIGNPOST_CANCELLED when `take` stopped it. */
signpost_status sgp_hsds_schedules(const char *hours, sgp_hsds_take *take, void *context, signpost_error *error);

#endif
