/* What one service takes, written by itself. Rules kept here:
 *  - a profile is shared by the services that name it, and is not changed: the service names another one, that is found
 *    by what it says, or made;
 *  - a profile that was made so, and that no service names any more, is taken away;
 *  - a list whose items begin with + or - says what is added to what the service takes, and what is taken from it. */
#include "base/text.h"
#include "directory/import.h"

#include <stdio.h>
#include <string.h>

enum { SQL_SIZE = 8192, FIRST_LIST = 1, AGES = 3, LISTS_END = 6 };

/* What the service takes now. */
typedef struct taken {
    int64_t profile;              /* 0: none */
    const char *base;             /* the profile's name, without what it was called after */
    const char *lists[LISTS_END]; /* by column */
} taken;

static bool keep_texts(sgp_row *row, sgp_query *query, taken *now)
{
    int number = 1; /* the service comes first */
    for (size_t i = FIRST_LIST; i < LISTS_END; i++) {
        char buffer[SGP_CELL_SIZE];
        const char *text = sgp_cell_format(&sgp_service_profiles.columns[i], query, number++, buffer, &row->arena);
        now->lists[i] = text ? sgp_arena_text(&row->arena, text, strlen(text)) : NULL;
        if (!now->lists[i])
            return false;
    }
    return !query->failure;
}

static signpost_status read_lists(sgp_row *row, taken *now)
{
    char sql[SQL_SIZE];
    sgp_query query;
    signpost_error *error = row->import->error;
    if (!sgp_sql_select(&sgp_service_profiles, false, "WHERE t.uid = ?1", sql, sizeof sql))
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "a table is too wide for one statement");
    signpost_status status = sgp_query_prepare(&query, row->import->db, sql, error);
    if (!status) {
        sgp_bind_text(&query, 1, row->cells[0].text);
        status = sgp_query_step(&query, error);
    }
    if (!status && !keep_texts(row, &query, now))
        status = sgp_fail_memory(error);
    sgp_query_release(&query);
    return status;
}

static signpost_status read_now(sgp_row *row, taken *now)
{
    sgp_query query;
    signpost_error *error = row->import->error;
    signpost_status status = sgp_query_prepare(
        &query, row->import->db,
        "SELECT p.id, p.name FROM service s LEFT JOIN profile p ON p.id = s.profile WHERE s.uid = ?", error);
    if (!status) {
        sgp_bind_text(&query, 1, row->cells[0].text);
        status = sgp_query_step(&query, error);
    }
    if (!status) {
        const char *name = sgp_column_is_null(&query, 0) ? "profile" : sgp_column_text_or_empty(&query, 1);
        now->profile = sgp_column_integer(&query, 0);
        now->base = sgp_arena_text(&row->arena, name, strcspn(name, "~"));
        status = now->base && !query.failure ? SIGNPOST_OK : sgp_fail_memory(error);
    }
    sgp_query_release(&query);
    return status ? status : read_lists(row, now);
}

/* ---- lists that say what is added and taken away ---- */

/* Whether all items, or none, begin with + or -; `*mixed` receives whether only some do. */
static bool is_relative(const char *list, bool *mixed)
{
    const char *item;
    size_t length, all = 0, signs = 0;
    for (; sgp_text_next_item(&list, &item, &length); all++)
        signs += *item == '+' || *item == '-';
    *mixed = signs && signs < all;
    return signs && signs == all;
}

/* Takes what an item says from the items; false when it is none of them. */
static bool take_away(sgp_array *items, const char *wanted)
{
    size_t kept = 0;
    for (size_t i = 0; i < items->count; i++) {
        const char *item = *SGP_AT(items, const char *, i);
        if (strcmp(item, wanted) != 0 && !sgp_pair_matches(wanted, item))
            *SGP_AT(items, const char *, kept++) = item;
    }
    const bool any = kept < items->count;
    items->count = kept;
    return any;
}

/* Adds the items of a list; with `column`, those of one that says what is added and taken away. False when memory ran
 * out. */
static bool add_items(sgp_row *row, sgp_array *items, const char *list, size_t column)
{
    const char *text;
    size_t length;
    while (sgp_text_next_item(&list, &text, &length)) {
        const bool is_removed = column && *text == '-';
        const size_t sign = column ? 1 + strspn(text + 1, " ") : 0;
        const char *item = sgp_arena_text(&row->arena, text + sign, length > sign ? length - sign : 0);
        if (!item)
            return false;
        if (!is_removed && !sgp_array_append(items, &item, 1))
            return false;
        if (is_removed && !take_away(items, item))
            sgp_row_refuse(row, column, SGP_NOT_TAKEN, "%s \"%s\" cannot be taken away: it is not taken",
                           sgp_row_called(row, column), item);
    }
    return true;
}

/* The items as a list; NULL when memory ran out. */
static const char *join(sgp_row *row, const sgp_array *items)
{
    size_t size = 1, used = 0;
    for (size_t i = 0; i < items->count; i++)
        size += strlen(*SGP_AT(items, const char *, i)) + 1;
    char *list = sgp_arena_allocate(&row->arena, 1, size);
    if (list)
        *list = '\0';
    for (size_t i = 0; list && i < items->count; i++)
        used += (size_t)snprintf(list + used, size - used, "%s%s", i ? ";" : "", *SGP_AT(items, const char *, i));
    return list;
}

static const char *resolve(sgp_row *row, const char *before, const char *change, size_t column)
{
    sgp_array items = SGP_ARRAY_OF(const char *);
    const char *list =
        add_items(row, &items, before, 0) && add_items(row, &items, change, column) ? join(row, &items) : NULL;
    sgp_array_release(&items);
    return list;
}

/* ---- writing ---- */

/* What the list of a column is to say; NULL when memory ran out. */
static const char *list_of(sgp_row *row, const taken *now, size_t column)
{
    bool mixed;
    const sgp_column *about = &sgp_service_profiles.columns[column];
    const char *said = row->cells[column].type == SGP_STORED_TEXT ? row->cells[column].text : "";
    if (!row->plan->given[column])
        return *now->lists[column] || !about->otherwise ? now->lists[column] : about->otherwise;
    if (column == AGES)
        return said;
    if (is_relative(said, &mixed))
        return resolve(row, now->lists[column], said, column);
    if (mixed)
        sgp_row_refuse(row, column, SGP_BAD_CELL,
                       "%s: either every item begins with + or -, for what is added and taken away, or none does",
                       about->name);
    return said;
}

static signpost_status name_profile(sgp_row *row, int64_t profile)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, row->import->db, "UPDATE service SET profile = ? WHERE uid = ?", row->import->error);
    if (!status) {
        sgp_bind_integer(&query, 1, profile);
        sgp_bind_text(&query, 2, row->cells[0].text);
        status = sgp_query_run(&query, row->import->error);
    }
    sgp_query_release(&query);
    return status;
}

/* A profile that was made for a service, and that none names any more. */
static signpost_status prune(sgp_import *import, int64_t profile)
{
    static const char *const statements[] = {
        "DELETE FROM profile_disposition WHERE profile = ?", "DELETE FROM profile_pair WHERE profile = ?",
        "DELETE FROM profile_age WHERE profile = ?",         "DELETE FROM profile_sex WHERE profile = ?",
        "DELETE FROM profile_role WHERE profile = ?",        "DELETE FROM profile WHERE id = ?",
    };
    char sql[192];
    int64_t is_unused = 0;
    snprintf(sql, sizeof sql,
             "SELECT EXISTS (SELECT 1 FROM profile p WHERE id = %lld AND name LIKE '%%~%%' AND NOT EXISTS (SELECT 1 "
             "FROM service WHERE profile = p.id))",
             (long long)profile);
    signpost_status status = sgp_db_integer(import->db, sql, &is_unused, import->error);
    for (size_t i = 0; i < sizeof statements / sizeof *statements && is_unused && !status; i++) {
        sgp_query query;
        status = sgp_query_prepare(&query, import->db, statements[i], import->error);
        if (!status) {
            sgp_bind_integer(&query, 1, profile);
            status = sgp_query_run(&query, import->error);
        }
        sgp_query_release(&query);
    }
    return status;
}

signpost_status sgp_service_profile_put(sgp_row *row)
{
    taken now;
    int64_t profile;
    const sgp_cell service = row->cells[0];
    signpost_status status = read_now(row, &now);
    if (status == SIGNPOST_NONE) {
        sgp_row_refuse(row, 0, SGP_UNKNOWN_REFERENCE, "service \"%s\": there is no such service", service.text);
        return SIGNPOST_OK;
    }
    for (size_t i = FIRST_LIST; i < LISTS_END && !status; i++) {
        const char *list = list_of(row, &now, i);
        row->cells[i] = (sgp_cell){.type = list && *list ? SGP_STORED_TEXT : SGP_STORED_NULL, .text = list};
        if (!list)
            status = sgp_fail_memory(row->import->error);
    }
    if (!status && !row->refused)
        status = sgp_profile_find(row, now.base, &profile);
    row->cells[0] = service;
    if (status || row->refused)
        return status;
    status = name_profile(row, profile);
    return status || profile == now.profile ? status : prune(row->import, now.profile);
}
