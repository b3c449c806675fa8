/* Rows of the directory on their way into a bundle: each cell as CSV has it. */
#ifndef SGP_INTERCHANGE_BUNDLE_ROW_H
#define SGP_INTERCHANGE_BUNDLE_ROW_H

#include "interchange/bundle.h"

typedef struct sgp_bundle_row {
    const sgp_table *table;
    const char *texts[SGP_MOST_TABLE_COLUMNS]; /* by column of the table; "" for nothing */
} sgp_bundle_row;

/* A walk over the rows of a table. */
typedef struct sgp_bundle_rows {
    const sgp_table *table;
    sgp_query query;
} sgp_bundle_rows;

/* `where` holds of the table called t: "" for all rows. */
signpost_status sgp_bundle_rows_prepare(sgp_bundle_rows *rows, sgp_db *db, const char *table, const char *where,
                                        signpost_error *error);
/* SIGNPOST_OK with a row, whose texts are in the arena; SIGNPOST_NONE when there are no more. */
signpost_status sgp_bundle_rows_next(sgp_bundle_rows *rows, sgp_arena *arena, sgp_bundle_row *row,
                                     signpost_error *error);
/* The text of the column of this name. */
const char *sgp_bundle_cell(const sgp_bundle_row *row, const char *column);

#endif
