/* Loads the rows of a file into a table. Rules kept here:
 *  - every row is added, changed, passed over or refused, and counted as one of them;
 *  - a refused row writes nothing: all of it is read and looked up before the first statement. */
#include "base/text.h"
#include "directory/import.h"

#include <stdarg.h>
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
    sgp_strings keys; /* of the rows so far */
    sgp_array lines;  /* unsigned: where each key stood */
} loading;

/* ---- reports ---- */

static void report(sgp_row *row, signpost_severity severity, size_t column, int id, const char *format,
                   va_list arguments)
{
    char message[SIGNPOST_TEXT_SIZE];
    vsnprintf(message, sizeof message, format, arguments);
    sgp_text_trim_cut(message);
    sgp_diagnose(row->import->diagnostics, severity, id, row->spots[column], "%s", message);
}

void sgp_row_refuse(sgp_row *row, size_t column, int id, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(row, SIGNPOST_ERROR, column, id, format, arguments);
    va_end(arguments);
    row->refused = true;
}

void sgp_row_doubt(sgp_row *row, size_t column, int id, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(row, SIGNPOST_WARNING, column, id, format, arguments);
    va_end(arguments);
}

/* ---- reading a row ---- */

static void trim(const char **text, size_t *length)
{
    *length = strlen(*text);
    while (*length && sgp_is_space((*text)[*length - 1]))
        --*length;
    while (*length && sgp_is_space(**text)) {
        ++*text;
        --*length;
    }
}

const char *sgp_source_text(const sgp_source *source, const sgp_csv *csv, sgp_arena *arena)
{
    if (source->constant)
        return source->constant;
    size_t size = strlen(source->prefix) + 1, used = 0;
    for (size_t i = 0; i < source->part_count; i++)
        size += strlen(csv->fields[source->parts[i]].text) + strlen(source->between);
    char *text = sgp_arena_allocate(arena, 1, size);
    if (!text)
        return NULL;
    for (size_t i = 0; i < source->part_count; i++) {
        const char *part = csv->fields[source->parts[i]].text;
        size_t length;
        trim(&part, &length);
        if (length)
            used += (size_t)snprintf(text + used, size - used, "%s%.*s", used ? source->between : source->prefix,
                                     (int)length, part);
    }
    return text;
}

static sgp_spot spot_of(const sgp_row *row, const sgp_source *source)
{
    const sgp_csv *csv = row->csv;
    if (source->constant || !source->part_count)
        return (sgp_spot){csv->file, csv->line, 0};
    const sgp_csv_field *field = &csv->fields[source->parts[0]];
    return (sgp_spot){csv->file, field->line, field->column};
}

/* False when memory ran out. */
static bool read_cell(sgp_row *row, size_t i)
{
    const sgp_column *column = &row->plan->table->columns[i];
    const char *text = row->plan->given[i] ? sgp_source_text(&row->plan->sources[i], row->csv, &row->arena) : "";
    row->spots[i] = spot_of(row, &row->plan->sources[i]);
    row->cells[i] = (sgp_cell){.type = SGP_STORED_NULL};
    if (!text)
        return false;
    if (!*text && column->otherwise)
        text = column->otherwise;
    if (!*text) {
        if (column->flags & SGP_REQUIRED && row->plan->given[i])
            sgp_row_refuse(row, i, SGP_MISSING_CELL, "no %s, which every row needs", column->name);
        else if (column->flags & SGP_REQUIRED && row->left_out == SGP_NOTHING_LEFT_OUT)
            row->left_out = i;
        return true;
    }
    sgp_flaw flaw;
    if (!sgp_cell_read(column, text, i ? &row->cells[i - 1] : NULL, &row->arena, &row->cells[i], &flaw))
        return false;
    if (flaw.refused)
        sgp_row_refuse(row, i, flaw.id, "%s \"%s\" %s", column->name, text, flaw.text);
    else if (*flaw.text)
        sgp_row_doubt(row, i, flaw.id, "%s \"%s\" %s", column->name, text, flaw.text);
    return true;
}

static signpost_status read_row(sgp_row *row)
{
    const sgp_table *table = row->plan->table;
    for (size_t i = 0; i < table->count; i++) {
        if (sgp_column_in_csv(&table->columns[i])) {
            if (!read_cell(row, i))
                return sgp_fail_memory(row->import->error);
        } else if (table->columns[i].kind == SGP_CELL_AGES_END) {
            row->cells[i] = (sgp_cell){.type = row->cells[i - 1].type, .integer = row->cells[i - 1].last};
        } else {
            row->cells[i] = (sgp_cell){.type = SGP_STORED_INTEGER, .integer = row->import->act};
        }
    }
    return SIGNPOST_OK;
}

/* ---- keys that come twice ---- */

static bool is_key(const sgp_column *column)
{
    return (column->flags & SGP_KEY) == SGP_KEY;
}

/* `kind, name and service`: the names of the key's columns. */
static const char *key_names(const sgp_table *table, char *names, size_t size)
{
    size_t used = 0, left = 0;
    for (size_t i = 0; i < table->count; i++)
        left += is_key(&table->columns[i]);
    for (size_t i = 0; i < table->count && used < size; i++)
        if (is_key(&table->columns[i]))
            used += (size_t)snprintf(names + used, size - used, "%s%s", table->columns[i].name,
                                     --left > 1  ? ", "
                                     : left == 1 ? " and "
                                                 : "");
    return names;
}

/* The key's cells as one text; NULL when memory ran out. */
static const char *key_of(sgp_row *row)
{
    size_t size = 1, used = 0;
    const sgp_table *table = row->plan->table;
    for (size_t i = 0; i < table->count; i++)
        if (is_key(&table->columns[i]))
            size += 24 + (row->cells[i].type == SGP_STORED_TEXT ? strlen(row->cells[i].text) : 0);
    char *key = sgp_arena_allocate(&row->arena, 1, size);
    for (size_t i = 0; key && i < table->count; i++) {
        if (!is_key(&table->columns[i]))
            continue;
        const sgp_cell *cell = &row->cells[i];
        if (cell->type == SGP_STORED_TEXT)
            used += (size_t)snprintf(key + used, size - used, "%s\n", cell->text);
        else
            used += (size_t)snprintf(key + used, size - used, "%lld\n", (long long)cell->integer);
    }
    return key;
}

/* Remembers the row's key. `*before` receives the line of the row that had it first, or 0. */
static signpost_status note_key(loading *load, sgp_row *row, unsigned *before)
{
    const char *key = key_of(row);
    *before = 0;
    if (!key)
        return sgp_fail_memory(load->import->error);
    int32_t known = sgp_strings_find(&load->keys, key, strlen(key));
    if (known != SGP_NO_STRING) {
        *before = *SGP_AT(&load->lines, unsigned, (size_t)known);
        return SIGNPOST_OK;
    }
    if (!sgp_array_append(&load->lines, &load->csv->line, 1) ||
        sgp_strings_add(&load->keys, key, strlen(key)) == SGP_NO_STRING)
        return sgp_fail_memory(load->import->error);
    return SIGNPOST_OK;
}

/* ---- writing a row ---- */

static signpost_status row_exists(loading *load, const sgp_row *row, bool *there)
{
    int number = 0;
    for (size_t i = 0; i < load->plan->table->count; i++)
        if (is_key(&load->plan->table->columns[i]))
            sgp_cell_bind(&load->exists, ++number, &row->cells[i]);
    signpost_status status = sgp_query_step(&load->exists, load->import->error);
    *there = status == SIGNPOST_OK;
    if (*there)
        sgp_query_reset(&load->exists);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status put_row(loading *load, sgp_row *row, bool there)
{
    const sgp_table *table = load->plan->table;
    sgp_query *put = there ? &load->change : &load->insert;
    if (sgp_table_is_profiles(table))
        return sgp_profile_put(row);
    if (!put->statement) /* a row that is all key is there, and that is all */
        return SIGNPOST_OK;
    for (size_t i = 0; i < table->count; i++)
        if (there ? is_key(&table->columns[i]) || sgp_column_changes(table, load->plan->given, i)
                  : table->columns[i].kind != SGP_CELL_CALENDAR)
            sgp_cell_bind(put, (int)i + 1, &row->cells[i]);
    signpost_error why = SIGNPOST_ERROR_INIT;
    signpost_status status = sgp_query_run(put, &why);
    if (status == SIGNPOST_INVALID) {
        sgp_row_refuse(row, 0, why.id, "%s", sqlite3_errmsg(load->import->db->handle));
        return SIGNPOST_OK;
    }
    if (status && load->import->error)
        *load->import->error = why;
    return status;
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

/* Looks up what the row refers to, and writes it. The right is needed over what was there, and what is there then. */
static signpost_status write_row(loading *load, sgp_row *row)
{
    bool there = false;
    signpost_import_report *counts = load->import->report;
    signpost_status status = sgp_lookups_resolve(&load->lookups, row);
    if (!status && !row->refused)
        status = row_exists(load, row, &there);
    if (!status && !row->refused && !there && row->left_out != SGP_NOTHING_LEFT_OUT)
        sgp_row_refuse(row, row->left_out, SGP_MISSING_CELL, "no %s, which every new row needs",
                       load->plan->table->columns[row->left_out].name);
    if (!status && !row->refused)
        status = sgp_lookups_position(&load->lookups, row, there);
    if (!status && !row->refused && there)
        status = check_right(row);
    if (!status && !row->refused)
        status = put_row(load, row, there);
    if (!status && !row->refused)
        status = check_right(row);
    if (!status && !row->refused)
        ++*(there ? &counts->changed : &counts->added);
    return status;
}

/* ---- a file ---- */

bool sgp_plan_passes_over(const sgp_plan *plan, const sgp_csv *csv)
{
    const char *text = plan->has_condition ? csv->fields[plan->condition].text : "x";
    return text[strspn(text, " 	")] == '\0';
}

static signpost_status load_row(loading *load, sgp_row *row)
{
    unsigned before = 0;
    signpost_import_report *counts = load->import->report;
    if (sgp_plan_passes_over(load->plan, load->csv)) {
        counts->passed_over++;
        return SIGNPOST_OK;
    }
    signpost_status status = read_row(row);
    if (status || row->refused)
        return status;
    if (!load->csv->keys_differ)
        status = note_key(load, row, &before);
    if (status)
        return status;
    if (before && load->plan->first_of_key) {
        counts->passed_over++;
        return SIGNPOST_OK;
    }
    if (!before)
        return write_row(load, row);
    char names[128];
    sgp_row_refuse(row, 0, SGP_TWICE, "the same %s as in line %u", key_names(load->plan->table, names, sizeof names),
                   before);
    return SIGNPOST_OK;
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
    signpost_status status = prepare_one(import, sgp_sql_exists(table, sql, sizeof sql), sql, &load->exists);
    if (!status && !sgp_table_is_profiles(table)) {
        status = prepare_one(import, sgp_sql_insert(table, sql, sizeof sql), sql, &load->insert);
        if (!status)
            status = prepare_one(import, sgp_sql_change(table, load->plan->given, sql, sizeof sql), sql, &load->change);
    }
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
    sgp_row row = {.import = import, .plan = load->plan, .csv = load->csv, .left_out = SGP_NOTHING_LEFT_OUT};
    if (status == SIGNPOST_CONTENT) {
        sgp_diagnose_hint(import->diagnostics, SIGNPOST_ERROR, bad.id,
                          (sgp_spot){load->csv->file, bad.line, bad.column}, bad.hint, "%s", bad.message);
        row.refused = true;
        status = SIGNPOST_OK;
    } else if (status) {
        if (import->error)
            *import->error = bad;
    } else if (load->csv->count != load->plan->fields) {
        row.spots[0] = (sgp_spot){load->csv->file, load->csv->line, 0};
        sgp_row_refuse(&row, 0, SGP_WRONG_WIDTH, "the row has %zu fields where the header has %zu", load->csv->count,
                       load->plan->fields);
    } else {
        status = load_row(load, &row);
    }
    import->report->refused += row.refused;
    sgp_arena_release(&row.arena);
    return status;
}

static signpost_status show_progress(const loading *load)
{
    sgp_import *import = load->import;
    const signpost_import_options *options = import->options;
    if (!options->progress || import->report->read % ROWS_BETWEEN_REPORTS)
        return SIGNPOST_OK;
    /* Rows to do, guessed from the bytes of this file that are left. */
    size_t done = import->report->read, here = load->lines.count + 1;
    size_t left = load->csv->at ? (load->csv->size - load->csv->at) / (load->csv->at / here + 1) : 0;
    import->rows_guessed = done + left;
    if (options->progress(options->progress_context, done, import->rows_guessed))
        return SIGNPOST_OK;
    return sgp_fail(import->error, SIGNPOST_CANCELLED, SGP_CANCELLED, "stopped as asked; nothing was changed");
}

signpost_status sgp_load_rows(sgp_import *import, const sgp_plan *plan, sgp_csv *csv)
{
    loading load = {.import = import, .plan = plan, .csv = csv, .lines = SGP_ARRAY_OF(unsigned)};
    sgp_strings_init(&load.keys);
    signpost_status status = prepare(&load);
    while (!status && !(status = load_next(&load)))
        status = show_progress(&load);
    sgp_query_release(&load.exists);
    sgp_query_release(&load.insert);
    sgp_query_release(&load.change);
    sgp_lookups_release(&load.lookups);
    sgp_strings_release(&load.keys);
    sgp_array_release(&load.lines);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}
