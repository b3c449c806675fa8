/* One service's entry, as lines: its own columns, and the rows of the other tables that are about it. The tables'
 * descriptions say which those are. */
#include "base/text.h"
#include "directory/import.h"

#include <stdio.h>
#include <string.h>

enum { SQL_SIZE = 8192 };

struct signpost_entry {
    sgp_arena arena;
    sgp_array lines; /* signpost_entry_line */
};

void signpost_entry_free(signpost_entry *entry)
{
    if (!entry)
        return;
    sgp_array_release(&entry->lines);
    sgp_arena_release(&entry->arena);
    sgp_release(entry);
}

size_t signpost_entry_count(const signpost_entry *entry)
{
    return entry->lines.count;
}

signpost_entry_line signpost_entry_get(const signpost_entry *entry, size_t index)
{
    if (index >= entry->lines.count)
        return (signpost_entry_line){"", "", "", false};
    return *SGP_AT(&entry->lines, signpost_entry_line, index);
}

/* False when memory ran out. Empty values are left out. */
static bool add_line(signpost_entry *entry, const char *section, const char *name, const char *value, bool professional)
{
    if (!value || !*value)
        return value != NULL;
    signpost_entry_line line = {section, name, sgp_arena_text(&entry->arena, value, strlen(value)), professional};
    return line.value && sgp_array_append(&entry->lines, &line, 1);
}

static bool add_row(signpost_entry *entry, const sgp_table *table, sgp_query *row)
{
    int number = 0;
    for (size_t i = 0; i < table->count; i++) {
        char buffer[SGP_CELL_SIZE];
        const sgp_column *column = &table->columns[i];
        if (!sgp_column_in_csv(column))
            continue;
        const char *value = sgp_cell_format(column, row, number++, buffer, &entry->arena);
        bool said = column->kind == SGP_CELL_SERVICE; /* of the service itself */
        if (!said && !add_line(entry, table->name, column->name, value, column->flags & SGP_PROFESSIONAL))
            return false;
    }
    return !row->failure;
}

/* The rows of a table for which `where` holds of ?1, the service's number. */
static signpost_status add_rows(signpost_directory *directory, signpost_entry *entry, const sgp_table *table,
                                const char *where, int64_t service, signpost_error *error)
{
    char sql[SQL_SIZE];
    sgp_query query;
    if (!sgp_sql_select(table, false, where, sql, sizeof sql))
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "table \"%s\" is too wide", table->name);
    signpost_status status = sgp_query_prepare(&query, directory->db, sql, error);
    if (!status)
        sgp_bind_integer(&query, 1, service);
    while (!status && !(status = sgp_query_step(&query, error)))
        if (!add_row(entry, table, &query))
            status = sgp_fail_memory(error);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* How many places a table names for the service. */
static signpost_status add_count(signpost_directory *directory, signpost_entry *entry, const sgp_table *table,
                                 int64_t service, signpost_error *error)
{
    char sql[128];
    sgp_query query;
    snprintf(sql, sizeof sql, "SELECT nullif(count(*), 0) FROM %s WHERE service = ?", table->stored);
    signpost_status status = sgp_query_prepare(&query, directory->db, sql, error);
    if (!status) {
        sgp_bind_integer(&query, 1, service);
        status = sgp_query_step(&query, error);
    }
    if (!status &&
        (!add_line(entry, table->name, "places", sgp_column_text_or_empty(&query, 0), false) || query.failure))
        status = sgp_fail_memory(error);
    sgp_query_release(&query);
    return status;
}

/* Who made, changed, submitted and signed off the entry, and when. */
static signpost_status add_acts(signpost_directory *directory, signpost_entry *entry, int64_t service,
                                signpost_error *error)
{
    static const char *const names[] = {"created", "changed", "submitted", "signed_off"};
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, directory->db,
        "SELECT n, at, who, why FROM (SELECT 0 AS n, created_by AS act FROM service WHERE id = ?1 "
        "UNION ALL SELECT 1, changed_by FROM service WHERE id = ?1 "
        "UNION ALL SELECT 2, submitted_by FROM service WHERE id = ?1 "
        "UNION ALL SELECT 3, signed_off_by FROM service WHERE id = ?1) s JOIN act ON act.id = s.act ORDER BY n",
        error);
    if (!status)
        sgp_bind_integer(&query, 1, service);
    while (!status && !(status = sgp_query_step(&query, error))) {
        char moment[SIGNPOST_MOMENT_SIZE], value[SIGNPOST_TEXT_SIZE];
        snprintf(value, sizeof value, "%s by %s: %s", signpost_minute_format(sgp_column_integer(&query, 1), moment),
                 sgp_column_text_or_empty(&query, 2), sgp_column_text_or_empty(&query, 3));
        sgp_text_trim_cut(value);
        if (!add_line(entry, "acts", names[sgp_column_integer(&query, 0) & 3], value, false))
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static bool has_service(const sgp_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->columns[i].kind == SGP_CELL_SERVICE)
            return true;
    return false;
}

static signpost_status fill(signpost_directory *directory, signpost_entry *entry, int64_t service,
                            signpost_error *error)
{
    signpost_status status = add_rows(directory, entry, sgp_table_find("services"), "WHERE t.id = ?1", service, error);
    if (!status)
        status = add_rows(directory, entry, sgp_table_find("profiles"),
                          "WHERE t.id = (SELECT profile FROM service WHERE id = ?1)", service, error);
    for (size_t i = 0; i < sgp_table_count && !status; i++)
        if (has_service(&sgp_tables[i]))
            status = sgp_tables[i].counted
                         ? add_count(directory, entry, &sgp_tables[i], service, error)
                         : add_rows(directory, entry, &sgp_tables[i], "WHERE t.service = ?1", service, error);
    return status ? status : add_acts(directory, entry, service, error);
}

/* ---- finding it ---- */

static signpost_status suggest(signpost_directory *directory, const char *wanted, signpost_error *error)
{
    char best[SGP_NEAREST_SIZE];
    signpost_status status = sgp_db_nearest(directory->db, "SELECT uid FROM service ORDER BY uid", wanted, best, error);
    if (status)
        return status;
    status = sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_REFERENCE, "there is no service \"%s\"", wanted);
    if (*best)
        sgp_error_hint(error, "did you mean \"%s\"?", best);
    return status;
}

signpost_status sgp_directory_service(signpost_directory *directory, const char *wanted, int64_t *service,
                                      signpost_error *error)
{
    int64_t number = -1;
    sgp_query query;
    sgp_parse_integer(wanted, &number);
    signpost_status status =
        sgp_query_prepare(&query, directory->db,
                          "SELECT id FROM service WHERE uid = ?1 OR id = ?2 ORDER BY uid = ?1 DESC LIMIT 1", error);
    if (!status) {
        sgp_bind_text(&query, 1, wanted);
        sgp_bind_integer(&query, 2, number);
        status = sgp_query_step(&query, error);
    }
    if (!status)
        *service = sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? suggest(directory, wanted, error) : status;
}

signpost_status signpost_directory_entry(signpost_directory *directory, const char *service, signpost_entry **entry,
                                         signpost_error *error)
{
    int64_t number = 0;
    *entry = NULL;
    signpost_entry *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->lines.item_size = sizeof(signpost_entry_line);
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (!status) {
        status = sgp_directory_service(directory, service, &number, error);
        if (!status)
            status = fill(directory, made, number, error);
        sgp_db_roll_back(directory->db);
    }
    if (status)
        signpost_entry_free(made);
    else
        *entry = made;
    return status;
}
