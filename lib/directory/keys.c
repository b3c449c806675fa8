/* Keys of the rows of a file, so that one that is given twice is refused. Rules kept here:
 *  - a row counts as soon as its cells could be read, even when it was refused then;
 *  - a table that was empty knows the keys that it was given, but not their lines: these are looked for when they are
 *    wanted, so that no memory is needed for each row of a file in which no key comes twice. */
#include "directory/import.h"

#include <stdio.h>
#include <string.h>

void sgp_keys_init(sgp_keys *keys)
{
    *keys = (sgp_keys){.lines = SGP_ARRAY_OF(unsigned)};
    sgp_strings_init(&keys->texts);
}

void sgp_keys_release(sgp_keys *keys)
{
    sgp_strings_release(&keys->texts);
    sgp_array_release(&keys->lines);
}

/* The key's cells as one text, whether or not a service was looked up; NULL when memory ran out. */
static const char *key_of(sgp_row *row)
{
    size_t size = 1, used = 0;
    const sgp_table *table = row->plan->table;
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_is_key(&table->columns[i]))
            size += 24 + (row->cells[i].text ? strlen(row->cells[i].text) : 0);
    char *key = sgp_arena_allocate(&row->arena, 1, size);
    for (size_t i = 0; key && i < table->count; i++) {
        const sgp_cell *cell = &row->cells[i];
        if (!sgp_column_is_key(&table->columns[i]))
            continue;
        if (cell->type == SGP_STORED_TEXT || table->columns[i].kind == SGP_CELL_SERVICE)
            used += (size_t)snprintf(key + used, size - used, "%s\n", cell->text);
        else
            used += (size_t)snprintf(key + used, size - used, "%lld\n", (long long)cell->integer);
    }
    return key;
}

signpost_status sgp_keys_find(const sgp_keys *keys, sgp_row *row, unsigned *line)
{
    *line = 0;
    if (!keys->lines.count)
        return SIGNPOST_OK;
    const char *key = key_of(row);
    if (!key)
        return sgp_fail_memory(row->import->error);
    int32_t known = sgp_strings_find(&keys->texts, key, strlen(key));
    if (known != SGP_NO_STRING)
        *line = *SGP_AT(&keys->lines, unsigned, (size_t)known);
    return SIGNPOST_OK;
}

signpost_status sgp_keys_note(sgp_keys *keys, sgp_row *row)
{
    const char *key = key_of(row);
    int32_t number = key ? sgp_strings_add(&keys->texts, key, strlen(key)) : SGP_NO_STRING;
    bool is_new = number != SGP_NO_STRING && (size_t)number == keys->lines.count;
    if (number == SGP_NO_STRING || (is_new && !sgp_array_append(&keys->lines, &row->csv->line, 1)))
        return sgp_fail_memory(row->import->error);
    return SIGNPOST_OK;
}

/* Notes the key of the row that was read last, if it had one that counts. */
static signpost_status note_again(sgp_keys *keys, sgp_row *row, sgp_import *quiet, const sgp_plan *plan,
                                  const sgp_csv *csv)
{
    if (csv->count != plan->fields || sgp_plan_passes_over(plan, csv))
        return SIGNPOST_OK;
    sgp_row_begin(row, quiet, plan, csv);
    signpost_status status = sgp_row_read(row);
    return status || row->refused ? status : sgp_keys_note(keys, row);
}

signpost_status sgp_keys_read_again(sgp_keys *keys, sgp_row *upto)
{
    sgp_csv csv;
    sgp_row row = {.refused = false};
    sgp_import quiet = *upto->import; /* what is wrong with the rows was said when they were read first */
    quiet.diagnostics = NULL;
    sgp_keys_release(keys);
    keys->all = true;
    signpost_status status = sgp_csv_open(&csv, upto->csv->file, quiet.error);
    if (!status)
        status = sgp_csv_next(&csv, quiet.error); /* the header */
    while (!status) {
        status = sgp_csv_next(&csv, quiet.error);
        if (csv.line >= upto->csv->line)
            break;
        if (status == SIGNPOST_CONTENT)
            status = SIGNPOST_OK;
        else if (!status)
            status = note_again(keys, &row, &quiet, upto->plan, &csv);
    }
    sgp_csv_release(&csv);
    sgp_arena_release(&row.arena);
    return status == SIGNPOST_NONE || status == SIGNPOST_CONTENT ? SIGNPOST_OK : status;
}
