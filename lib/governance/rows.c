/* Rows of changes, read and written as CSV has them. Rules kept here:
 *  - what is written goes through the import, so that a change is validated and stored exactly as a file would be. */
#include "governance/rows.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { SQL_SIZE = 8192, WHERE_SIZE = 512 };

/* Those to which changes are submitted; what a service takes is not exchanged as a table. */
static const char *const subject_names[] = {
    "services", "service-profiles", "service-practices", "service-areas", "capacities", "endpoints", NULL};

static const sgp_table *subject_table(size_t number)
{
    const char *name = subject_names[number];
    return strcmp(name, sgp_service_profiles.name) == 0 ? &sgp_service_profiles : sgp_table_find(name);
}

const sgp_table *sgp_subject_table(const char *name, signpost_error *error)
{
    sgp_nearest nearest = sgp_nearest_to(name ? name : "services");
    for (size_t i = 0; subject_names[i]; i++) {
        if (strcmp(name ? name : "services", subject_names[i]) == 0)
            return subject_table(i);
        sgp_nearest_offer(&nearest, subject_names[i]);
    }
    sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_TABLE, "changes are not submitted to a table \"%s\"", name);
    if (strcmp(name, "profiles") == 0)
        sgp_error_hint(error, "what one service takes is service-profiles; profiles that services share are imported");
    else if (nearest.best)
        sgp_error_hint(error, "did you mean \"%s\"?", nearest.best);
    else
        sgp_error_hint(error, "say which of services, service-profiles, service-practices, service-areas, capacities "
                              "and endpoints; with the program: --table services");
    return NULL;
}

const char *sgp_subject_table_with(const char *column)
{
    for (size_t i = 0; subject_names[i]; i++)
        if (sgp_table_column(subject_table(i), column) < subject_table(i)->count)
            return subject_names[i];
    return NULL;
}

size_t sgp_subject_key(const sgp_table *table, size_t number)
{
    size_t column = 1; /* the first is the service's uid */
    for (; column < table->count; column++)
        if ((table->columns[column].flags & SGP_KEY) == SGP_KEY && number-- == 0)
            break;
    return column;
}

signpost_status sgp_service_number(sgp_db *db, const char *uid, int64_t *number, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db, "SELECT id FROM service WHERE uid = ?", error);
    if (!status) {
        sgp_bind_text(&query, 1, uid);
        status = sgp_query_step(&query, error);
    }
    if (!status)
        *number = sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status;
}

/* ---- reading ---- */

/* `WHERE t.service = (SELECT ...) AND t.position = ?2`, of the table called `alias`. */
static void write_where(const sgp_table *table, const char *alias, char where[WHERE_SIZE])
{
    bool is_services = table->columns[0].kind != SGP_CELL_SERVICE;
    size_t used = (size_t)snprintf(where, WHERE_SIZE, "WHERE %s%s", alias,
                                   is_services ? "uid = ?1" : "service = (SELECT id FROM service WHERE uid = ?1)");
    size_t column;
    for (size_t i = 0; (column = sgp_subject_key(table, i)) < table->count && used < WHERE_SIZE; i++)
        used += (size_t)snprintf(where + used, WHERE_SIZE - used, " AND %s%s = ?%zu", alias,
                                 sgp_column_stored(&table->columns[column]), i + 2);
}

/* Binds the uid, and the parts of the row's key. */
static void bind_key(sgp_query *query, const sgp_subject *subject)
{
    sgp_bind_text(query, 1, subject->service);
    const char *part = subject->row;
    for (int number = 2; *part; number++) {
        size_t length = strcspn(part, " ");
        sgp_bind_text_of(query, number, part, length);
        part += length + (part[length] == ' ');
    }
}

/* False when memory ran out. */
static bool take_image(sgp_query *row, const sgp_table *table, sgp_image *image, sgp_arena *arena)
{
    int number = 0;
    image->there = true;
    for (size_t i = 0; i < table->count; i++) {
        char buffer[SGP_CELL_SIZE];
        if (!sgp_column_in_csv(&table->columns[i]))
            continue;
        const char *text = sgp_cell_format(&table->columns[i], row, number++, buffer, arena);
        if (!text)
            return false;
        image->texts[i] = *text ? sgp_arena_text(arena, text, strlen(text)) : NULL;
        if (*text && !image->texts[i])
            return false;
    }
    return !row->failure;
}

signpost_status sgp_image_read(sgp_db *db, const sgp_subject *subject, sgp_image *image, sgp_arena *arena,
                               signpost_error *error)
{
    char sql[SQL_SIZE], where[WHERE_SIZE];
    sgp_query query;
    *image = (sgp_image){.there = false};
    write_where(subject->table, "t.", where);
    if (!sgp_sql_select(subject->table, false, where, sql, sizeof sql))
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "table \"%s\" is too wide", subject->table->name);
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    if (!status) {
        bind_key(&query, subject);
        status = sgp_query_step(&query, error);
    }
    if (!status && !take_image(&query, subject->table, image, arena))
        status = sgp_fail_memory(error);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- writing ---- */

static signpost_status remove_row(sgp_import *import, const sgp_subject *subject)
{
    char sql[SQL_SIZE], where[WHERE_SIZE];
    sgp_query query;
    write_where(subject->table, "", where);
    snprintf(sql, sizeof sql, "DELETE FROM %s %s", subject->table->stored, where);
    signpost_status status = sgp_query_prepare(&query, import->db, sql, import->error);
    if (!status) {
        bind_key(&query, subject);
        status = sgp_query_run(&query, import->error);
    }
    sgp_query_release(&query);
    return status;
}

/* A header and one row, as if they were read from a file. */
typedef struct one_row {
    sgp_csv_field header[SGP_MOST_TABLE_COLUMNS], values[SGP_MOST_TABLE_COLUMNS];
    size_t count;
    int given; /* how many rows, the header being one */
} one_row;

static signpost_status give_row(void *context, sgp_csv *csv, signpost_error *error)
{
    one_row *row = context;
    (void)error;
    csv->fields = row->given ? row->values : row->header;
    csv->count = row->count;
    csv->line = 0;
    return row->given++ < 2 ? SIGNPOST_OK : SIGNPOST_NONE;
}

static void add_value(one_row *row, const char *name, const char *value)
{
    row->header[row->count] = (sgp_csv_field){.text = name};
    row->values[row->count++] = (sgp_csv_field){.text = value};
}

/* The `number`th part of the row's key; NULL when memory ran out. */
static const char *key_part(const char *key, size_t number, sgp_arena *arena)
{
    while (number-- && *key) {
        key += strcspn(key, " ");
        key += *key == ' ';
    }
    return sgp_arena_text(arena, key, strcspn(key, " "));
}

signpost_status sgp_subject_write(sgp_import *import, const sgp_subject *subject, sgp_arena *arena)
{
    const sgp_table *table = subject->table;
    one_row row = {.count = 0};
    size_t column;
    sgp_csv csv;
    if (subject->remove)
        return remove_row(import, subject);
    add_value(&row, table->columns[0].name, subject->service);
    for (size_t i = 0; (column = sgp_subject_key(table, i)) < table->count; i++) {
        const char *part = key_part(subject->row, i, arena);
        if (!part)
            return sgp_fail_memory(import->error);
        add_value(&row, table->columns[column].name, part);
    }
    for (size_t i = 0; i < table->count; i++)
        if (subject->given[i] && (table->columns[i].flags & SGP_KEY) != SGP_KEY)
            add_value(&row, table->columns[i].name, subject->given[i]);
    sgp_csv_open_rows(&csv, subject->service, give_row, &row);
    signpost_status status = sgp_import_rows(import, table, &csv);
    sgp_csv_release(&csv);
    return status;
}
