/* One import of an HSDS folder. The files go, row by row, into TEMP tables of the directory's own connection, named
 * hsds_ and the table's name, with the line of each row; what refers to what is joined there, and comes out as rows of
 * our tables. Rules kept here:
 *  - a row that cannot be used is refused with file, line, field, value and reason, and taken away;
 *  - what is passed over is counted, and told once a kind. */
#ifndef SGP_INTERCHANGE_HSDS_IMPORT_H
#define SGP_INTERCHANGE_HSDS_IMPORT_H

#include "directory/import.h"
#include "interchange/hsds.h"

enum { SGP_HSDS_PATH_SIZE = 4096, SGP_HSDS_SQL_SIZE = 4096 };

typedef struct sgp_hsds_import {
    sgp_import *import;
    const char *folder;
    signpost_date today;                    /* of the act */
    bool is_ours;                           /* the folder has attributes of ours */
    bool there[16];                         /* by number of sgp_hsds_tables: the folder has the file */
    char paths[16][SGP_HSDS_PATH_SIZE];     /* of those that it has */
    size_t attributes_passed_over;          /* of terms that are not ours */
    size_t over, not_yet, unbound, offsets; /* schedules: what was passed over, or read in part */
    size_t timeless;
} sgp_hsds_import;

/* Refuses a row of a file of the folder. */
void sgp_hsds_refuse(sgp_hsds_import *of, const char *table, unsigned line, int id, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Path of the table's file, for messages. */
const char *sgp_hsds_path(const sgp_hsds_import *of, const char *table);

/* Makes the TEMP tables, and drops them. */
signpost_status sgp_hsds_begin(sgp_hsds_import *of);
signpost_status sgp_hsds_end(sgp_hsds_import *of);
/* Reads all files of the folder into them. */
signpost_status sgp_hsds_read(sgp_hsds_import *of);
/* Refuses what refers to nothing, or is said twice. */
signpost_status sgp_hsds_check(sgp_hsds_import *of);
/* Puts the rows into the directory's tables. */
signpost_status sgp_hsds_fill(sgp_hsds_import *of);

/* The term that a row of attribute.csv is of; NULL when it is none of ours. */
const sgp_hsds_term *sgp_hsds_term_of(const char *term_id, const char *link_type, const char *value);

/* What a row of schedule.csv comes to. */
typedef enum sgp_hsds_kind {
    SGP_HSDS_WEEKLY,
    SGP_HSDS_ON_DATES, /* besides the week's hours */
    SGP_HSDS_RULE,     /* `selector` says for which days */
    SGP_HSDS_NO_HOURS  /* passed over */
} sgp_hsds_kind;
typedef struct sgp_hsds_rule {
    sgp_hsds_kind kind;
    unsigned days;             /* of the week: 1 << 0 for Monday */
    int opens, closes;         /* minutes; `opens` negative: closed */
    signpost_date from, until; /* of SGP_HSDS_ON_DATES */
    char selector[32];         /* `PH`, `Dec 25`, `2026-12-24`, `24/7` */
} sgp_hsds_rule;

/* Fields of schedule.csv as they were read; NULL for none. */
typedef struct sgp_hsds_fields {
    const char *valid_from, *valid_to, *dtstart, *until, *count, *freq, *interval, *byday, *byweekno, *bymonthday,
        *byyearday, *opens_at, *closes_at, *meant;
} sgp_hsds_fields;
/* Reads a row. SIGNPOST_INVALID when it cannot be read: `flaw` says why. What is read in part is counted in `of`,
 * unless that is NULL. */
enum { SGP_HSDS_FLAW_SIZE = 256 };
signpost_status sgp_hsds_rule_read(const sgp_hsds_fields *fields, signpost_date today, sgp_hsds_import *of,
                                   sgp_hsds_rule *rule, char flaw[SGP_HSDS_FLAW_SIZE]);

/* Hours being put together from rules. Zeroed they are empty. */
typedef struct sgp_hsds_hours {
    sgp_array rules; /* sgp_hsds_rule */
    char *text;      /* what was written last */
} sgp_hsds_hours;
void sgp_hsds_hours_clear(sgp_hsds_hours *hours);
void sgp_hsds_hours_release(sgp_hsds_hours *hours);
/* Both: false when memory ran out. */
bool sgp_hsds_hours_add(sgp_hsds_hours *hours, const sgp_hsds_rule *rule);
/* Writes them into `text`, as they are written in CSV; "" when there are none. */
bool sgp_hsds_hours_write(sgp_hsds_hours *hours);

#endif
