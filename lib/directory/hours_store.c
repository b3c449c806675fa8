/* Opening hours as shared rows. Rules kept here:
 *  - a row's digest is BLAKE2b-256 of calendar, line feed and canonical text, so that equal hours are one row;
 *  - hours_session says the same session by session, and is written with it. */
#include "directory/import.h"
#include "hours/hours.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

void sgp_hours_store_init(sgp_hours_store *store, signpost_directory *directory)
{
    *store = (sgp_hours_store){
        .directory = directory, .ids = SGP_ARRAY_OF(int64_t), .compiled = SGP_ARRAY_OF(signpost_calendar *)};
    sgp_strings_init(&store->seen);
    sgp_strings_init(&store->calendars);
}

void sgp_hours_store_release(sgp_hours_store *store)
{
    for (size_t i = 0; i < store->compiled.count; i++)
        signpost_calendar_free(*SGP_AT(&store->compiled, signpost_calendar *, i));
    sgp_array_release(&store->compiled);
    sgp_array_release(&store->ids);
    sgp_strings_release(&store->seen);
    sgp_strings_release(&store->calendars);
    sgp_arena_release(&store->arena);
}

void sgp_hours_store_forget(sgp_hours_store *store)
{
    store->ids.count = 0;
    sgp_strings_release(&store->seen);
    sgp_strings_init(&store->seen);
}

/* A calendar, compiled once an import. Its holidays come before the services, so that it cannot change under them. */
static signpost_status find_calendar(sgp_hours_store *store, const char *name, const signpost_calendar **calendar,
                                     signpost_error *error)
{
    int32_t known = sgp_strings_find(&store->calendars, name, strlen(name));
    if (known == SGP_NO_STRING) {
        signpost_calendar *made;
        signpost_status status = sgp_directory_calendar(store->directory, name, &made, error);
        if (status)
            return status;
        known = sgp_array_append(&store->compiled, &made, 1) ? sgp_strings_add(&store->calendars, name, strlen(name))
                                                             : SGP_NO_STRING;
        if (known == SGP_NO_STRING) {
            store->compiled.count = store->calendars.texts.count; /* they run together */
            signpost_calendar_free(made);
            return sgp_fail_memory(error);
        }
    }
    *calendar = *SGP_AT(&store->compiled, signpost_calendar *, (size_t)known);
    return SIGNPOST_OK;
}

/* ---- the sessions, for those who query ---- */

typedef struct session_row {
    sgp_query *insert;
    int64_t hours;
    int position;
    const char *kind, *first, *last;
    int weekday; /* 1 to 7, or 0 */
} session_row;

static signpost_status insert_session(session_row *row, const signpost_session *session, signpost_error *error)
{
    sgp_bind_integer(row->insert, 1, row->hours);
    sgp_bind_integer(row->insert, 2, ++row->position);
    sgp_bind_text(row->insert, 3, row->kind);
    if (row->weekday)
        sgp_bind_integer(row->insert, 4, row->weekday);
    sgp_bind_text(row->insert, 5, row->first);
    sgp_bind_text(row->insert, 6, row->last);
    if (session) {
        sgp_bind_integer(row->insert, 7, session->from);
        sgp_bind_integer(row->insert, 8, session->until);
    }
    return sgp_query_run(row->insert, error);
}

/* A day's sessions; one row without times when it has none. */
static signpost_status insert_day(session_row *row, const signpost_hours *hours, const sgp_day *day,
                                  signpost_error *error)
{
    if (!day->count)
        return insert_session(row, NULL, error);
    signpost_status status = SIGNPOST_OK;
    for (uint8_t i = 0; i < day->count && !status; i++)
        status = insert_session(row, &hours->sessions[day->first + i], error);
    return status;
}

static signpost_status insert_week(session_row *row, const signpost_hours *hours, signpost_error *error)
{
    signpost_status status = SIGNPOST_OK;
    row->kind = "weekday";
    for (int day = 0; day < 7 && !status; day++) {
        row->weekday = day + 1;
        if (hours->weekdays[day].count)
            status = insert_day(row, hours, &hours->weekdays[day], error);
    }
    row->weekday = 0;
    row->kind = "always";
    if (!status && hours->all_hours)
        status = insert_day(row, hours, &hours->whole_day, error);
    row->kind = "holiday";
    if (!status && hours->has_holiday)
        status = insert_day(row, hours, &hours->holiday, error);
    return status;
}

static signpost_status insert_dates(session_row *row, const signpost_hours *hours, signpost_error *error)
{
    char first[SIGNPOST_MOMENT_SIZE], last[SIGNPOST_MOMENT_SIZE];
    signpost_status status = SIGNPOST_OK;
    row->first = first;
    row->last = last;
    row->kind = "yearly";
    for (uint32_t i = 0; i < hours->yearly_count && !status; i++) {
        const sgp_yearly *yearly = &hours->yearly[i];
        snprintf(first, sizeof first, "%02d-%02d", yearly->from / 32, yearly->from % 32);
        snprintf(last, sizeof last, "%02d-%02d", yearly->until / 32, yearly->until % 32);
        status = insert_day(row, hours, &yearly->day, error);
    }
    row->kind = "dated";
    for (uint32_t i = 0; i < hours->dated_count && !status; i++) {
        signpost_date_format(hours->dated[i].from, first);
        signpost_date_format(hours->dated[i].until, last);
        status = insert_day(row, hours, &hours->dated[i].day, error);
    }
    return status;
}

static signpost_status insert_sessions(sgp_db *db, int64_t id, const signpost_hours *hours, signpost_error *error)
{
    sgp_query insert;
    session_row row = {.insert = &insert, .hours = id};
    signpost_status status =
        sgp_query_prepare(&insert, db, "INSERT INTO hours_session VALUES (?, ?, ?, ?, ?, ?, ?, ?)", error);
    if (!status)
        status = insert_week(&row, hours, error);
    if (!status)
        status = insert_dates(&row, hours, error);
    sgp_query_release(&insert);
    return status;
}

/* ---- the shared row ---- */

static signpost_status find_row(sgp_db *db, const unsigned char *digest, int64_t *id, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db, "SELECT id FROM hours WHERE digest = ?", error);
    if (!status) {
        sgp_bind_blob(&query, 1, digest, SIGNPOST_DIGEST_SIZE);
        status = sgp_query_step(&query, error);
    }
    if (!status)
        *id = sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status;
}

static signpost_status insert_row(sgp_db *db, const unsigned char *digest, const char *calendar, const char *text,
                                  int64_t *id, signpost_error *error)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, db, "INSERT INTO hours (digest, calendar, text) VALUES (?, ?, ?)", error);
    if (!status) {
        sgp_bind_blob(&query, 1, digest, SIGNPOST_DIGEST_SIZE);
        sgp_bind_text(&query, 2, calendar);
        sgp_bind_text(&query, 3, text);
        status = sgp_query_run(&query, error);
        *id = sqlite3_last_insert_rowid(db->handle);
    }
    sgp_query_release(&query);
    return status;
}

/* `both` is the calendar, a line feed and the canonical text. */
static signpost_status find_or_insert(sgp_db *db, const char *calendar, const char *both, const signpost_hours *hours,
                                      int64_t *id, signpost_error *error)
{
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)both, strlen(both), NULL, 0);
    signpost_status status = find_row(db, digest, id, error);
    if (status != SIGNPOST_NONE)
        return status;
    status = insert_row(db, digest, calendar, both + strlen(calendar) + 1, id, error);
    return status ? status : insert_sessions(db, *id, hours, error);
}

static signpost_status store(sgp_hours_store *store, const char *name, const char *text, int64_t *id,
                             signpost_error *error)
{
    const signpost_calendar *calendar = NULL;
    signpost_hours *hours = NULL;
    signpost_status status = find_calendar(store, name, &calendar, error);
    if (!status)
        status = signpost_hours_parse(calendar, text, &hours, error);
    if (status)
        return status;
    size_t length = signpost_hours_format(hours, NULL, 0), before = strlen(name) + 1;
    char *both = sgp_allocate(before + length + 1);
    if (both) {
        snprintf(both, before + 1, "%s\n", name);
        signpost_hours_format(hours, both + before, length + 1);
        status = find_or_insert(store->directory->db, name, both, hours, id, error);
    } else {
        status = sgp_fail_memory(error);
    }
    sgp_release(both);
    signpost_hours_free(hours);
    return status;
}

/* The name of the directory's own calendar. */
static signpost_status default_calendar(sgp_hours_store *store, const char **name, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, store->directory->db, "SELECT calendar FROM directory", error);
    if (!status)
        status = sgp_query_step(&query, error);
    if (!status) {
        const char *found = sgp_column_text(&query, 0);
        *name = found ? sgp_arena_text(&store->arena, found, strlen(found)) : NULL;
        if (query.failure || (found && !*name))
            status = sgp_fail_memory(error);
        else if (!found)
            status = sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_REFERENCE,
                              "neither the service nor the directory names a calendar");
    }
    sgp_query_release(&query);
    return status;
}

signpost_status sgp_hours_store_find(sgp_hours_store *hours, const char *calendar, const char *text, int64_t *id,
                                     signpost_error *error)
{
    size_t size = strlen(calendar ? calendar : "") + strlen(text) + 2;
    char *both = sgp_allocate(size);
    if (!both)
        return sgp_fail_memory(error);
    snprintf(both, size, "%s\n%s", calendar ? calendar : "", text);
    int32_t known = sgp_strings_find(&hours->seen, both, size - 1);
    signpost_status status = SIGNPOST_OK;
    if (known != SGP_NO_STRING) {
        *id = *SGP_AT(&hours->ids, int64_t, (size_t)known);
    } else {
        if (!calendar)
            status = default_calendar(hours, &calendar, error);
        if (!status)
            status = store(hours, calendar, text, id, error);
        /* Numbers of `seen` and places of `ids` run together: the id is put in first, and taken out again. */
        if (!status &&
            (!sgp_array_append(&hours->ids, id, 1) || sgp_strings_add(&hours->seen, both, size - 1) == SGP_NO_STRING)) {
            hours->ids.count = hours->seen.texts.count;
            status = sgp_fail_memory(error);
        }
    }
    sgp_release(both);
    return status;
}

signpost_status sgp_hours_store_prune(sgp_hours_store *hours, signpost_error *error)
{
    sgp_hours_store_forget(hours);
    /* Each is looked up among the services: there are fewer hours than services, and mostly far fewer. */
    return sgp_db_run(hours->directory->db,
                      "DELETE FROM hours_session WHERE hours IN (SELECT id FROM hours WHERE NOT EXISTS "
                      "(SELECT 1 FROM service WHERE service.hours = hours.id));"
                      "DELETE FROM hours WHERE NOT EXISTS (SELECT 1 FROM service WHERE service.hours = hours.id)",
                      error);
}
