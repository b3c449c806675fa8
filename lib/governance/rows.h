/* The rows that a change is about: what stands in them, what is to, and how that is written. */
#ifndef SGP_GOVERNANCE_ROWS_H
#define SGP_GOVERNANCE_ROWS_H

#include "directory/import.h"

/* What a row says, as CSV has it; NULL where it says nothing. */
typedef struct sgp_image {
    bool there;
    const char *texts[SGP_MOST_TABLE_COLUMNS];
} sgp_image;

/* A row of an exchanged table that is about a service. Texts are borrowed. */
typedef struct sgp_subject {
    const sgp_table *table;
    const char *service; /* uid */
    const char *row;     /* the rest of its key, with spaces between; "" where there is none */
    bool remove;
    const char *given[SGP_MOST_TABLE_COLUMNS]; /* what is to stand there; NULL: nothing is said of it */
    sgp_image before, after;
} sgp_subject;

/* The table of this name, when changes may be submitted to it; NULL for services. NULL, with an error, when not. */
const sgp_table *sgp_subject_table(const char *name, signpost_error *error);
/* The name of the first of them that has the column; NULL when none has. */
const char *sgp_subject_table_with(const char *column);
/* The column by which a subject's table is keyed beside its service, the `number`th of them, from 0; `count` past the
 * last one. */
size_t sgp_subject_key(const sgp_table *table, size_t number);

/* Reads what a row says now; texts go into the arena. */
signpost_status sgp_image_read(sgp_db *db, const sgp_subject *subject, sgp_image *image, sgp_arena *arena,
                               signpost_error *error);
/* Writes what is given of a row, or removes it. What is refused is in the import's diagnostics. */
signpost_status sgp_subject_write(sgp_import *import, const sgp_subject *subject, sgp_arena *arena);
/* Number of the service with this uid; SIGNPOST_NONE when there is none. */
signpost_status sgp_service_number(sgp_db *db, const char *uid, int64_t *number, signpost_error *error);

#endif
