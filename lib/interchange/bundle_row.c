/* Rows of the directory on their way into a bundle. */
#include "interchange/bundle_row.h"

#include <string.h>

enum { SQL_SIZE = 8192 };

signpost_status sgp_bundle_rows_prepare(sgp_bundle_rows *rows, sgp_db *db, const char *table, const char *where,
                                        signpost_error *error)
{
    char sql[SQL_SIZE];
    *rows = (sgp_bundle_rows){.table = sgp_table_find(table)};
    if (!sgp_sql_select(rows->table, false, where, sql, sizeof sql))
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "table \"%s\" is too wide", table);
    return sgp_query_prepare(&rows->query, db, sql, error);
}

signpost_status sgp_bundle_rows_next(sgp_bundle_rows *rows, sgp_arena *arena, sgp_bundle_row *row,
                                     signpost_error *error)
{
    signpost_status status = sgp_query_step(&rows->query, error);
    int number = 0;
    *row = (sgp_bundle_row){.table = rows->table};
    for (size_t i = 0; i < rows->table->count && !status; i++) {
        char buffer[SGP_CELL_SIZE];
        const sgp_column *column = &rows->table->columns[i];
        if (!sgp_column_in_csv(column))
            continue;
        const char *text = sgp_cell_format(column, &rows->query, number++, buffer, arena);
        row->texts[i] = text && !rows->query.failure ? sgp_arena_text(arena, text, strlen(text)) : NULL;
        if (!row->texts[i])
            status = sgp_fail_memory(error);
    }
    return status;
}

const char *sgp_bundle_cell(const sgp_bundle_row *row, const char *column)
{
    return row->texts[sgp_table_column(row->table, column)];
}
