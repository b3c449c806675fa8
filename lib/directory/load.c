/* Loads the rows of a file into a table. Rules kept here:
 *  - every row is added, changed, passed over or refused, and counted as one of them;
 *  - a refused row writes nothing: all of it is read and looked up before the first statement;
 *  - into a table that had no rows, a row is put without asking whether its key is there: that it was there is then
 *    seen, and means that the file gives it twice. */
#include "directory/import.h"

#include <stdio.h>
#include <string.h>

enum { SQL_SIZE = 8192, ROWS_BETWEEN_REPORTS = 256 };

/* What goes on while a file is loaded. */
typedef struct loading {
    sgp_import *import;
    const sgp_plan *plan;
    sgp_csv *csv;
    sgp_lookups lookups;
    sgp_query exists, insert, change;
    bool was_empty; /* the table had no rows, and can be asked for those of this file */
    sgp_keys keys;
    sgp_row row;
    size_t rows;                /* of the file, so far */
    signpost_diagnostics *held; /* about a row that may turn out to be given twice */
} loading;

/* ---- writing a row ---- */

static signpost_status row_exists(loading *load, const sgp_row *row, bool *there)
{
    int number = 0;
    for (size_t i = 0; i < load->plan->table->count; i++)
        if (sgp_column_is_key(&load->plan->table->columns[i]))
            sgp_cell_bind(&load->exists, ++number, &row->cells[i]);
    signpost_status status = sgp_query_step(&load->exists, load->import->error);
    *there = status == SIGNPOST_OK;
    if (*there)
        sgp_query_reset(&load->exists);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* What SQLite refuses, the row is refused for. */
static signpost_status run_put(loading *load, sgp_row *row, sgp_query *put)
{
    signpost_error why = SIGNPOST_ERROR_INIT;
    signpost_status status = sgp_query_run(put, &why);
    if (status == SIGNPOST_INVALID) {
        const char *said = sqlite3_errmsg(load->import->db->handle);
        const size_t id = sgp_table_column(load->plan->table, "id");
        if (strcmp(said, "UNIQUE constraint failed: service.id") == 0)
            sgp_row_refuse(row, id, SGP_NUMBER_TAKEN, "id \"%lld\" is the number of another entry",
                           (long long)row->cells[id].integer);
        else
            sgp_row_refuse(row, SGP_WHOLE_ROW, why.id, "%s", said);
        return SIGNPOST_OK;
    }
    if (status && load->import->error)
        *load->import->error = why;
    return status;
}

/* Whether the rows are kept in several SQL tables, and written in a way of their own. */
static bool is_of_profiles(const sgp_table *table)
{
    return sgp_table_is_profiles(table) || table == &sgp_service_profiles;
}

static signpost_status put_profile(sgp_row *row)
{
    return row->plan->table == &sgp_service_profiles ? sgp_service_profile_put(row) : sgp_profile_put(row);
}

static signpost_status insert_row(loading *load, sgp_row *row)
{
    const sgp_table *table = load->plan->table;
    if (is_of_profiles(table))
        return put_profile(row);
    for (size_t i = 0; i < table->count; i++)
        if (table->columns[i].kind != SGP_CELL_CALENDAR)
            sgp_cell_bind(&load->insert, (int)i + 1, &row->cells[i]);
    return run_put(load, row, &load->insert);
}

static signpost_status change_row(loading *load, sgp_row *row)
{
    const sgp_table *table = load->plan->table;
    if (is_of_profiles(table))
        return put_profile(row);
    if (!load->change.statement) /* a row that is all key is there, and that is all */
        return SIGNPOST_OK;
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_is_key(&table->columns[i]) || sgp_column_changes(table, load->plan->given, i))
            sgp_cell_bind(&load->change, (int)i + 1, &row->cells[i]);
    return run_put(load, row, &load->change);
}

/* ---- rights ---- */

/* Number of the service that a row is about; SIGNPOST_NONE when that is new, or when the row is about none. */
static signpost_status service_of_row(const sgp_row *row, int64_t *service)
{
    const sgp_cell *first = &row->cells[0];
    if (row->plan->table->columns[0].kind == SGP_CELL_SERVICE) {
        *service = first->integer;
        return SIGNPOST_OK;
    }
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, row->import->db, "SELECT id FROM service WHERE uid = ?", row->import->error);
    if (!status) {
        sgp_bind_text(&query, 1, first->text);
        status = sgp_query_step(&query, row->import->error);
    }
    if (!status)
        *service = sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status;
}

/* Whether who loads may write the row: all may be written by an editor of everything, services by one of their area. */
static signpost_status check_right(const sgp_row *row)
{
    int64_t service;
    char what[64];
    sgp_import *import = row->import;
    const sgp_table *table = row->plan->table;
    if (import->rights.everywhere)
        return SIGNPOST_OK;
    snprintf(what, sizeof what, "load %s", table->name);
    if (table->columns[0].kind != SGP_CELL_SERVICE && strcmp(table->name, "services") != 0)
        return sgp_rights_over_all(&import->rights, what, import->error);
    signpost_status status = service_of_row(row, &service);
    if (!status)
        status = sgp_rights_over(&import->rights, SGP_DEED_LOAD, service, import->error);
    if (status == SIGNPOST_REFUSED)
        sgp_error_at(import->error, row->csv->file, row->csv->line, 0);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* Writes a row whose references were looked up: one that is `there` changes. The right is needed over what was there,
 * and what is there then. */
static signpost_status write_row(loading *load, sgp_row *row, bool there)
{
    if (!there && row->left_out != SGP_NOTHING_LEFT_OUT)
        sgp_row_refuse(row, row->left_out, SGP_MISSING_CELL, "no %s, which every new row needs",
                       load->plan->table->columns[row->left_out].name);
    signpost_status status = row->refused ? SIGNPOST_OK : sgp_lookups_position(&load->lookups, row, there);
    if (!status && !row->refused && there)
        status = check_right(row);
    if (!status && !row->refused)
        status = there ? change_row(load, row) : insert_row(load, row);
    return status || row->refused ? status : check_right(row);
}

static signpost_status add_or_change(loading *load, sgp_row *row)
{
    bool there = false;
    signpost_import_report *counts = load->import->report;
    signpost_status status = sgp_lookups_resolve(&load->lookups, row);
    if (!status && !row->refused)
        status = row_exists(load, row, &there);
    if (!status && !row->refused)
        status = write_row(load, row, there);
    if (!status && !row->refused)
        ++*(there ? &counts->changed : &counts->added);
    return status;
}

/* ---- rows that are given twice ---- */

/* `kind, name and service`: the names of the key's columns. */
static const char *key_names(const sgp_table *table, char *names, size_t size)
{
    size_t used = 0, left = 0;
    for (size_t i = 0; i < table->count; i++)
        left += sgp_column_is_key(&table->columns[i]);
    for (size_t i = 0; i < table->count && used < size; i++)
        if (sgp_column_is_key(&table->columns[i]))
            used += (size_t)snprintf(names + used, size - used, "%s%s", table->columns[i].name,
                                     --left > 1  ? ", "
                                     : left == 1 ? " and "
                                                 : "");
    return names;
}

static void refuse_twice(loading *load, sgp_row *row, unsigned before)
{
    char names[128];
    if (load->plan->first_of_key) {
        load->import->report->passed_over++;
        return;
    }
    key_names(load->plan->table, names, sizeof names);
    if (before)
        sgp_row_refuse(row, SGP_WHOLE_ROW, SGP_TWICE, "the same %s as in line %u", names, before);
    else /* the file was changed while it was read */
        sgp_row_refuse(row, SGP_WHOLE_ROW, SGP_TWICE, "the same %s as in a line before", names);
}

/* A row whose key the table was given before, by this file: whatever else is wrong with it does not matter. */
static signpost_status refuse_stored(loading *load, sgp_row *row)
{
    unsigned before = 0;
    signpost_status status = SIGNPOST_OK;
    row->refused = false;
    if (!load->plan->first_of_key && !load->keys.all && sgp_csv_can_repeat(load->csv))
        status = sgp_keys_read_again(&load->keys, row);
    if (!status)
        status = sgp_keys_find(&load->keys, row, &before);
    if (!status)
        refuse_twice(load, row, before);
    return status;
}

/* Puts a row into a table that was empty; `*there` receives whether its key is there. */
static signpost_status put_new(loading *load, sgp_row *row, bool *there)
{
    signpost_status status = sgp_lookups_resolve(&load->lookups, row);
    if (!status && !row->refused)
        status = write_row(load, row, false);
    if (status)
        return status;
    if (row->refused)
        return row_exists(load, row, there);
    *there = sqlite3_changes(load->import->db->handle) == 0;
    return SIGNPOST_OK;
}

static signpost_status add_row(loading *load, sgp_row *row)
{
    bool there = false;
    sgp_import *import = load->import;
    signpost_diagnostics *list = import->diagnostics;
    int suggestions = import->suggestions;
    import->diagnostics = load->held;
    signpost_status status = put_new(load, row, &there);
    import->diagnostics = list;
    if (!status && there) {
        import->suggestions = suggestions;
        status = refuse_stored(load, row);
    } else {
        sgp_diagnostics_add_all(list, load->held); /* the list notes what is lost */
        import->report->added += !status && !row->refused;
        if (!status && row->refused && !load->keys.all)
            status = sgp_keys_note(&load->keys, row);
    }
    sgp_diagnostics_clear(load->held);
    return status;
}

/* ---- a file ---- */

static signpost_status load_row(loading *load, sgp_row *row)
{
    unsigned before;
    if (sgp_plan_passes_over(load->plan, load->csv)) {
        load->import->report->passed_over++;
        return SIGNPOST_OK;
    }
    signpost_status status = sgp_row_read(row);
    if (status || row->refused)
        return status;
    status = sgp_keys_find(&load->keys, row, &before);
    if (!status && before) {
        refuse_twice(load, row, before);
        return SIGNPOST_OK;
    }
    if (!status && load->keys.all)
        status = sgp_keys_note(&load->keys, row);
    if (status)
        return status;
    return load->was_empty ? add_row(load, row) : add_or_change(load, row);
}

static signpost_status prepare_one(sgp_import *import, bool written, const char *sql, sgp_query *query)
{
    if (!written)
        return sgp_fail(import->error, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "a table is too wide for one statement");
    return *sql ? sgp_query_prepare(query, import->db, sql, import->error) : SIGNPOST_OK;
}

static signpost_status prepare(loading *load)
{
    char sql[SQL_SIZE];
    sgp_import *import = load->import;
    const sgp_table *table = load->plan->table;
    bool has_rows;
    signpost_status status = sgp_table_has_rows(import, table, &has_rows);
    load->was_empty = !status && !has_rows && !is_of_profiles(table);
    load->keys.all = !load->csv->keys_differ && (!load->was_empty || !sgp_csv_can_repeat(load->csv));
    if (!status)
        status = prepare_one(import, sgp_sql_exists(table, sql, sizeof sql), sql, &load->exists);
    if (!status && !is_of_profiles(table)) {
        status = prepare_one(import, sgp_sql_insert(table, load->was_empty, sql, sizeof sql), sql, &load->insert);
        if (!status)
            status = prepare_one(import, sgp_sql_change(table, load->plan->given, sql, sizeof sql), sql, &load->change);
    }
    if (!status && signpost_diagnostics_new(&load->held))
        status = sgp_fail_memory(import->error);
    return status ? status : sgp_lookups_prepare(&load->lookups, import, table);
}

/* Reads the next row and loads it. SIGNPOST_NONE at the end of the file. */
static signpost_status load_next(loading *load)
{
    sgp_import *import = load->import;
    signpost_error bad = SIGNPOST_ERROR_INIT;
    signpost_status status = sgp_csv_next(load->csv, &bad);
    if (status == SIGNPOST_NONE)
        return status;
    import->report->read++;
    sgp_row *row = &load->row;
    load->rows++;
    sgp_row_begin(row, import, load->plan, load->csv);
    if (status == SIGNPOST_CONTENT) {
        sgp_diagnose_hint(import->diagnostics, SIGNPOST_ERROR, bad.id,
                          (sgp_spot){load->csv->file, bad.line, bad.column}, bad.hint, "%s", bad.message);
        row->refused = true;
        status = SIGNPOST_OK;
    } else if (status) {
        if (import->error)
            *import->error = bad;
    } else if (load->csv->count != load->plan->fields) {
        sgp_row_refuse(row, SGP_WHOLE_ROW, SGP_WRONG_WIDTH, "the row has %zu fields where the header has %zu",
                       load->csv->count, load->plan->fields);
    } else {
        status = load_row(load, row);
    }
    import->report->refused += row->refused;
    return status;
}

static signpost_status show_progress(const loading *load)
{
    sgp_import *import = load->import;
    const signpost_import_options *options = import->options;
    if (!options->progress || import->report->read % ROWS_BETWEEN_REPORTS)
        return SIGNPOST_OK;
    /* Rows to do, guessed from the bytes of this file that are left. */
    size_t done = import->report->read, here = load->rows;
    size_t left = sgp_csv_left(load->csv) / (sgp_csv_done(load->csv) / here + 1);
    import->rows_guessed = done + left;
    if (options->progress(options->progress_context, done, import->rows_guessed))
        return SIGNPOST_OK;
    return sgp_fail(import->error, SIGNPOST_CANCELLED, SGP_CANCELLED, "stopped as asked; nothing was changed");
}

signpost_status sgp_load_rows(sgp_import *import, const sgp_plan *plan, sgp_csv *csv)
{
    loading load = {.import = import, .plan = plan, .csv = csv};
    if (plan->table != &sgp_service_profiles) /* which is no table that rules are about */
        import->filled |= (uint64_t)1 << (plan->table - sgp_tables);
    sgp_keys_init(&load.keys);
    signpost_status status = prepare(&load);
    while (!status && !(status = load_next(&load)))
        status = show_progress(&load);
    sgp_query_release(&load.exists);
    sgp_query_release(&load.insert);
    sgp_query_release(&load.change);
    sgp_lookups_release(&load.lookups);
    sgp_keys_release(&load.keys);
    sgp_arena_release(&load.row.arena);
    signpost_diagnostics_free(load.held);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}
