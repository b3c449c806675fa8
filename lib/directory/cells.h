/* Cells: what stands in CSV, as it is stored, and back. Reading one needs no database; what must be looked up is left
 * as text, and the loader does that. */
#ifndef SGP_DIRECTORY_CELLS_H
#define SGP_DIRECTORY_CELLS_H

#include "base/error.h"
#include "directory/tables.h"
#include "formats/sqlite.h"

typedef enum sgp_cell_type { SGP_STORED_NULL, SGP_STORED_INTEGER, SGP_STORED_REAL, SGP_STORED_TEXT } sgp_cell_type;

typedef struct sgp_cell {
    sgp_cell_type type;
    int64_t integer; /* for ages: the first day */
    int64_t last;    /* for ages: the last day, inclusive */
    double real;
    const char *text; /* as read, or in its one form */
} sgp_cell;

/* The last day of ages without an upper end, as stored. */
enum { SGP_AGE_AND_OVER = 99999 };

/* What is wrong with a cell. */
typedef struct sgp_flaw {
    bool refused; /* or else only doubtful */
    int id;
    char text[256]; /* to be put after the quoted value; "" when nothing is wrong */
} sgp_flaw;

/* Reads a text that is not empty. `before` is the cell before it in the table, or NULL. False when memory ran out. */
bool sgp_cell_read(const sgp_column *column, const char *text, const sgp_cell *before, sgp_arena *arena, sgp_cell *cell,
                   sgp_flaw *flaw);
void sgp_cell_bind(sgp_query *query, int number, const sgp_cell *cell);

/* Space for a stored cell that is no text, as CSV has it. */
enum { SGP_CELL_SIZE = 64 };
/* Column `number` of the row as CSV has it: borrowed from the row, or written into `buffer`; "" for NULL. A list of
 * ages is converted in the arena; NULL when memory ran out there. */
const char *sgp_cell_format(const sgp_column *column, sgp_query *row, int number, char buffer[SGP_CELL_SIZE],
                            sgp_arena *arena);

/* Statements for a table: its rows for export (`digested` leaves some columns out; `where` may be ""); whether a key is
 * there; put a new row in, `once` for nothing where its key is there; change what `given` says of the one that is there
 * ("" when that is nothing), if it is another: what is not written is not in the history. The values of the last two
 * are numbered as the columns are, from 1. An insert that turns into an update would do for both, but makes SQLite keep
 * a journal for each row. False when `size` is too small. */
bool sgp_sql_select(const sgp_table *table, bool digested, const char *where, char *sql, size_t size);
bool sgp_sql_exists(const sgp_table *table, char *sql, size_t size);
bool sgp_sql_insert(const sgp_table *table, bool once, char *sql, size_t size);
bool sgp_sql_change(const sgp_table *table, const bool *given, char *sql, size_t size);
/* Whether a row that is there is changed in a column: not in its key, nor who made it, nor a service's number. */
bool sgp_column_changes(const sgp_table *table, const bool *given, size_t column);

#endif
