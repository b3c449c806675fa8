/* A row of a file: its cells as they are read, and what is wrong with them. Nothing is looked up here. */
#include "base/text.h"
#include "directory/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- reports ---- */

/* Rows that do not stand in a file as they are here say themselves where a value came from. */
static sgp_csv_origin origin_of(const sgp_row *row, size_t column)
{
    const sgp_csv *csv = row->csv;
    if (column == SGP_WHOLE_ROW)
        return (sgp_csv_origin){row->spots[0], ""};
    const sgp_source *source = &row->plan->sources[column];
    sgp_csv_origin origin = {row->spots[column], row->plan->table->columns[column].name};
    if (csv->whence && !source->constant && source->part_count && !csv->whence(csv->context, source->parts[0], &origin))
        sgp_diagnostics_lose(row->import->diagnostics);
    return origin;
}

const char *sgp_row_called(const sgp_row *row, size_t column)
{
    return origin_of(row, column).name;
}

static void report(sgp_row *row, signpost_severity severity, size_t column, int id, const char *format,
                   va_list arguments)
{
    char message[SIGNPOST_TEXT_SIZE];
    vsnprintf(message, sizeof message, format, arguments);
    sgp_text_trim_cut(message);
    sgp_diagnose(row->import->diagnostics, severity, id, origin_of(row, column).spot, "%s", message);
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

void sgp_row_begin(sgp_row *row, sgp_import *import, const sgp_plan *plan, const sgp_csv *csv)
{
    row->import = import;
    row->plan = plan;
    row->csv = csv;
    row->left_out = SGP_NOTHING_LEFT_OUT;
    row->refused = false;
    row->spots[0] = (sgp_spot){csv->file, csv->line, 0};
    sgp_arena_clear(&row->arena);
}

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

static bool is_trimmed(const char *text)
{
    return !*text || (!sgp_is_space(*text) && !sgp_is_space(text[strlen(text) - 1]));
}

const char *sgp_source_text(const sgp_source *source, const sgp_csv *csv, sgp_arena *arena)
{
    if (source->constant)
        return source->constant;
    if (source->part_count == 1 && !*source->prefix && is_trimmed(csv->fields[source->parts[0]].text))
        return csv->fields[source->parts[0]].text;
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
            sgp_row_refuse(row, i, SGP_MISSING_CELL, "no %s, which every row needs", sgp_row_called(row, i));
        else if (column->flags & SGP_REQUIRED && row->left_out == SGP_NOTHING_LEFT_OUT)
            row->left_out = i;
        return true;
    }
    sgp_flaw flaw;
    if (!sgp_cell_read(column, text, i ? &row->cells[i - 1] : NULL, &row->arena, &row->cells[i], &flaw))
        return false;
    if (flaw.refused)
        sgp_row_refuse(row, i, flaw.id, "%s \"%s\" %s", sgp_row_called(row, i), text, flaw.text);
    else if (*flaw.text)
        sgp_row_doubt(row, i, flaw.id, "%s \"%s\" %s", sgp_row_called(row, i), text, flaw.text);
    return true;
}

signpost_status sgp_row_read(sgp_row *row)
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

bool sgp_plan_passes_over(const sgp_plan *plan, const sgp_csv *csv)
{
    const char *text = plan->has_condition ? csv->fields[plan->condition].text : "x";
    return text[strspn(text, " 	")] == '\0';
}
