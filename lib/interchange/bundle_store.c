/* Rows that wait, in temporary tables of the directory's connection. A row's cells are one blob: for each column the
 * line, the column and the length of its text, then the text with its NUL; NOTHING for a column that says nothing. */
#include "interchange/bundle_read.h"

#include <string.h>

enum { NOTHING = -1 };

typedef struct packed_cell {
    uint32_t line, column;
    int32_t length;
} packed_cell;

const sgp_table *sgp_bundle_table(sgp_bundle_kind kind)
{
    static const char *const tables[SGP_KIND_COUNT] = {"organisations", "services",   "service-practices",
                                                       "service-areas", "capacities", "endpoints",
                                                       "services",      "endpoints"};
    return sgp_table_find(tables[kind]);
}

static const char make_tables[] =
    "CREATE TEMP TABLE bundle_row (kind INTEGER NOT NULL, number INTEGER NOT NULL, owner INTEGER NOT NULL, line "
    "INTEGER "
    "NOT NULL, cells BLOB NOT NULL, PRIMARY KEY (kind, number)) WITHOUT ROWID;"
    "CREATE TEMP TABLE bundle_address (address TEXT NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, number INTEGER NOT "
    "NULL, line INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TEMP TABLE bundle_refused (number INTEGER NOT NULL PRIMARY KEY)";

static const char drop_tables[] = "DROP TABLE IF EXISTS temp.bundle_row; DROP TABLE IF EXISTS temp.bundle_address;"
                                  "DROP TABLE IF EXISTS temp.bundle_refused";

signpost_status sgp_bundle_store_open(sgp_bundle_store *store, sgp_db *db, signpost_error *error)
{
    *store = (sgp_bundle_store){.db = db};
    const struct statement {
        sgp_query *query;
        const char *sql;
    } statements[] = {
        {&store->put_row, "INSERT INTO temp.bundle_row VALUES (?, ?, ?, ?, ?)"},
        {&store->put_address, "INSERT INTO temp.bundle_address VALUES (?, ?, ?, ?)"},
        {&store->find_address, "SELECT line FROM temp.bundle_address WHERE address = ?"},
        {&store->find_row, "SELECT r.cells FROM temp.bundle_address a JOIN temp.bundle_row r ON r.kind = a.kind AND "
                           "r.number = a.number WHERE a.address = ? AND a.kind = ?"},
        {&store->put_refused, "INSERT OR IGNORE INTO temp.bundle_refused VALUES (?)"},
    };
    signpost_status status = sgp_db_run(db, drop_tables, error);
    if (!status)
        status = sgp_db_run(db, make_tables, error);
    for (size_t i = 0; i < sizeof statements / sizeof *statements && !status; i++)
        status = sgp_query_prepare(statements[i].query, db, statements[i].sql, error);
    return status;
}

void sgp_bundle_store_release(sgp_bundle_store *store)
{
    sgp_query_release(&store->put_row);
    sgp_query_release(&store->put_address);
    sgp_query_release(&store->find_address);
    sgp_query_release(&store->find_row);
    sgp_query_release(&store->put_refused);
}

signpost_status sgp_bundle_store_drop(sgp_bundle_store *store, signpost_error *error)
{
    sgp_bundle_store_release(store);
    return sgp_db_run(store->db, drop_tables, error);
}

/* ---- packing ---- */

static bool pack(const sgp_bundle_cells *cells, size_t count, sgp_array *bytes)
{
    for (size_t i = 0; i < count; i++) {
        const sgp_bundle_cell_text *cell = &cells->at[i];
        const size_t length = cell->text ? strlen(cell->text) : 0;
        const packed_cell packed = {cell->line, cell->column, cell->text ? (int32_t)length : NOTHING};
        if (!sgp_array_append(bytes, &packed, sizeof packed) ||
            (cell->text && !sgp_array_append(bytes, cell->text, length + 1)))
            return false;
    }
    return true;
}

bool sgp_bundle_cells_unpack(sgp_query *row, int column, sgp_arena *arena, sgp_bundle_cells *cells)
{
    const void *blob = sqlite3_column_blob(row->statement, column);
    const size_t size = (size_t)sqlite3_column_bytes(row->statement, column);
    const char *bytes = blob ? sgp_arena_copy(arena, blob, size) : NULL, *at = bytes;
    *cells = (sgp_bundle_cells){0};
    for (size_t i = 0; bytes && at < bytes + size && i < SGP_MOST_TABLE_COLUMNS; i++) {
        packed_cell packed;
        memcpy(&packed, at, sizeof packed);
        at += sizeof packed;
        cells->at[i] = (sgp_bundle_cell_text){packed.length == NOTHING ? NULL : at, packed.line, packed.column};
        at += packed.length + 1;
    }
    return bytes != NULL;
}

/* ---- rows ---- */

signpost_status sgp_bundle_store_put(sgp_bundle_store *store, sgp_bundle_kind kind, int64_t owner,
                                     const sgp_bundle_cells *cells, signpost_error *error)
{
    sgp_array bytes = SGP_ARRAY_OF(char);
    const size_t count = sgp_bundle_table(kind)->count;
    for (size_t i = 0; i < count; i++)
        store->said[kind][i] |= cells->at[i].text != NULL;
    signpost_status status = pack(cells, count, &bytes) ? SIGNPOST_OK : sgp_fail_memory(error);
    if (!status) {
        sgp_bind_integer(&store->put_row, 1, (int64_t)kind);
        sgp_bind_integer(&store->put_row, 2, ++store->number);
        sgp_bind_integer(&store->put_row, 3, owner);
        sgp_bind_integer(&store->put_row, 4, cells->line);
        sgp_bind_blob(&store->put_row, 5, bytes.items, bytes.count);
        status = sgp_query_run(&store->put_row, error);
    }
    sgp_array_release(&bytes);
    return status;
}

signpost_status sgp_bundle_store_name(sgp_bundle_store *store, sgp_bundle_kind kind, const char *address, unsigned here,
                                      unsigned *line, signpost_error *error)
{
    sgp_bind_text(&store->find_address, 1, address);
    signpost_status status = sgp_query_step(&store->find_address, error);
    if (!status) {
        *line = (unsigned)sgp_column_integer(&store->find_address, 0);
        sgp_query_reset(&store->find_address);
        return SIGNPOST_STATE;
    }
    if (status != SIGNPOST_NONE)
        return status;
    sgp_bind_text(&store->put_address, 1, address);
    sgp_bind_integer(&store->put_address, 2, (int64_t)kind);
    sgp_bind_integer(&store->put_address, 3, store->number + 1);
    sgp_bind_integer(&store->put_address, 4, here);
    return sgp_query_run(&store->put_address, error);
}

signpost_status sgp_bundle_store_find(sgp_bundle_store *store, sgp_bundle_kind kind, const char *address,
                                      sgp_arena *arena, sgp_bundle_cells *cells, signpost_error *error)
{
    sgp_bind_text(&store->find_row, 1, address);
    sgp_bind_integer(&store->find_row, 2, (int64_t)kind);
    signpost_status status = sgp_query_step(&store->find_row, error);
    if (status)
        return status;
    if (!sgp_bundle_cells_unpack(&store->find_row, 0, arena, cells))
        status = sgp_fail_memory(error);
    sgp_query_reset(&store->find_row);
    return status;
}

signpost_status sgp_bundle_store_refuse(sgp_bundle_store *store, int64_t number, signpost_error *error)
{
    sgp_bind_integer(&store->put_refused, 1, number);
    return sgp_query_run(&store->put_refused, error);
}
