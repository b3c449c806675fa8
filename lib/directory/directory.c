/* Opening, making and migrating a directory; the frame of every write. Rules kept here:
 *  - a write is one transaction with one act, and raises the content version in it;
 *  - a directory that could not be made whole is removed. */
#include "directory/directory.h"

#include "base/civil.h"
#include "base/text.h"
#include "directory/history.h"
#include "directory/migrations.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const sgp_db_kind *directory_kind(void)
{
    static const sgp_db_kind kind = {"signpost directory", SGP_DIRECTORY_ID, SGP_DIRECTORY_SCHEMA};
    return &kind;
}

static signpost_status open_as(const char *path, sgp_db_mode mode, signpost_directory **directory,
                               signpost_error *error)
{
    *directory = sgp_allocate_zeroed(1, sizeof **directory);
    if (!*directory)
        return sgp_fail_memory(error);
    (*directory)->read_only = mode == SGP_DB_READ;
    signpost_status status = sgp_db_open(path, mode, directory_kind(), &(*directory)->db, error);
    if (status) {
        signpost_directory_close(*directory);
        *directory = NULL;
    }
    return status;
}

signpost_status signpost_directory_open(const char *path, signpost_access access, signpost_directory **directory,
                                        signpost_error *error)
{
    return open_as(path, access == SIGNPOST_READ_WRITE ? SGP_DB_WRITE : SGP_DB_READ, directory, error);
}

void signpost_directory_close(signpost_directory *directory)
{
    if (!directory)
        return;
    sgp_history_drop(directory);
    sgp_db_close(directory->db);
    sgp_release(directory);
}

/* ---- writing ---- */

static bool says_something(const char *text)
{
    if (!text || !sgp_text_is_utf8(text, strlen(text), NULL))
        return false;
    while (sgp_is_space(*text))
        text++;
    return *text != '\0';
}

static signpost_status check_act(const signpost_act *act, signpost_error *error)
{
    bool who = act && says_something(act->who), why = act && says_something(act->why);
    if (who && why && sgp_minute_is_valid(act->when))
        return SIGNPOST_OK;
    if (who && why)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                        "the moment of a write is none of the years 1 to 9999");
    sgp_fail(error, SIGNPOST_INVALID, SGP_ACT_NEEDED, "a write must say %s", who ? "why it is made" : "who makes it");
    sgp_error_hint(error, "with the program: --as USER --why TEXT");
    return SIGNPOST_INVALID;
}

static signpost_status add_act(sgp_db *db, const signpost_act *act, signpost_minute when, const char *what,
                               int64_t *number, signpost_error *error)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, db, "INSERT INTO act (at, who, why, what) VALUES (?, ?, ?, ?)", error);
    if (!status) {
        sgp_bind_integer(&query, 1, when);
        sgp_bind_text(&query, 2, act->who);
        sgp_bind_text(&query, 3, act->why);
        sgp_bind_text(&query, 4, what);
        status = sgp_query_run(&query, error);
        *number = sqlite3_last_insert_rowid(db->handle);
    }
    sgp_query_release(&query);
    return status;
}

static signpost_status last_moment(sgp_db *db, int64_t *last, signpost_error *error)
{
    return sgp_db_integer(db, "SELECT coalesce((SELECT at FROM act ORDER BY id DESC LIMIT 1), -9223372036854775807)",
                          last, error);
}

/* What comes later stands later in the history. */
signpost_status sgp_directory_check_clock(sgp_db *db, const char *what, signpost_minute when, signpost_error *error)
{
    int64_t last;
    char before[SIGNPOST_MOMENT_SIZE], now[SIGNPOST_MOMENT_SIZE];
    signpost_status status = last_moment(db, &last, error);
    if (status || when >= last)
        return status;
    sgp_fail(error, SIGNPOST_REFUSED, SGP_CLOCK_BACKWARDS, "the %s is of %s, before the last act, of %s", what,
             signpost_minute_format(when, now), signpost_minute_format(last, before));
    sgp_error_hint(error, "see that the clock is right");
    return SIGNPOST_REFUSED;
}

/* A load is a baseline where nothing is there that a change could be told from. */
static signpost_status find_whether_baseline(sgp_db *db, bool load, bool *baseline, signpost_error *error)
{
    int64_t filled = 1;
    signpost_status status =
        load ? sgp_db_integer(db, "SELECT EXISTS (SELECT 1 FROM service) OR EXISTS (SELECT 1 FROM change)", &filled,
                              error)
             : SIGNPOST_OK;
    *baseline = !filled;
    return status;
}

static signpost_status begin(signpost_directory *directory, const signpost_act *act, const char *what, bool load,
                             int64_t *number, signpost_error *error)
{
    bool baseline;
    signpost_status status = check_act(act, error);
    if (!status && directory->read_only)
        status = sgp_fail(error, SIGNPOST_REFUSED, SGP_READ_ONLY, "directory \"%s\" was opened for reading only",
                          directory->db->path);
    if (!status)
        status = sgp_db_begin_write(directory->db, error);
    if (status)
        return status;
    status = sgp_directory_check_clock(directory->db, "act", act->when, error);
    if (!status)
        status = add_act(directory->db, act, act->when, what, number, error);
    if (!status)
        status = find_whether_baseline(directory->db, load, &baseline, error);
    if (!status)
        status = sgp_history_begin(directory, *number, baseline, error);
    if (status)
        sgp_db_roll_back(directory->db);
    return status;
}

signpost_status sgp_directory_begin(signpost_directory *directory, const signpost_act *act, const char *what,
                                    int64_t *number, signpost_error *error)
{
    return begin(directory, act, what, false, number, error);
}

signpost_status sgp_directory_begin_load(signpost_directory *directory, const signpost_act *act, const char *what,
                                         int64_t *number, signpost_error *error)
{
    return begin(directory, act, what, true, number, error);
}

signpost_status sgp_directory_commit(signpost_directory *directory, signpost_error *error)
{
    signpost_status status =
        sgp_db_run(directory->db, "UPDATE directory SET content_version = content_version + 1", error);
    if (!status)
        status = sgp_history_end(directory, error);
    if (!status)
        return sgp_db_commit(directory->db, error);
    sgp_directory_roll_back(directory);
    return status;
}

void sgp_directory_roll_back(signpost_directory *directory)
{
    sgp_history_drop(directory);
    sgp_db_roll_back(directory->db);
}

/* In a transaction of its own, before which another writer may have come: it then stands behind what that one did, and
 * is not earlier. */
static signpost_status keep_refusal(sgp_db *db, const signpost_act *act, const char *what, const signpost_error *error)
{
    int64_t number, last;
    signpost_status status = last_moment(db, &last, NULL);
    if (!status)
        status = add_act(db, act, act->when < last ? last : act->when, what, &number, NULL);
    return status ? status : sgp_history_refuse(db, number, error ? error->message : "refused", NULL);
}

signpost_status sgp_directory_abandon(signpost_directory *directory, const signpost_act *act, const char *what,
                                      signpost_status status, const signpost_error *error)
{
    sgp_directory_roll_back(directory);
    if (status != SIGNPOST_REFUSED || sgp_db_begin_write(directory->db, NULL))
        return status;
    if (keep_refusal(directory->db, act, what, error) == SIGNPOST_OK)
        sgp_db_commit(directory->db, NULL);
    else
        sgp_db_roll_back(directory->db);
    return status;
}

/* ---- making and migrating ---- */

static signpost_status run_migrations(sgp_db *db, int from, signpost_error *error)
{
    signpost_status status = SIGNPOST_OK;
    for (int schema = from; schema < sgp_migration_count && !status; schema++)
        status = sgp_db_run(db, sgp_migrations[schema], error);
    return status;
}

static signpost_status fill_new(signpost_directory *directory, const char *name, const signpost_act *act,
                                signpost_error *error)
{
    int64_t number;
    sgp_db *db = directory->db;
    signpost_status status = sgp_db_begin_write(db, error);
    if (!status)
        status = run_migrations(db, 0, error);
    if (!status)
        status = add_act(db, act, act->when, "make the directory", &number, error);
    sgp_query query = {0};
    if (!status)
        status = sgp_query_prepare(&query, db, "INSERT INTO directory VALUES (1, ?, NULL, 1)", error);
    if (!status) {
        sgp_bind_text(&query, 1, name);
        status = sgp_query_run(&query, error);
    }
    sgp_query_release(&query);
    if (!status)
        status = sgp_history_begin(directory, number, true, error);
    if (!status)
        status = sgp_history_end(directory, error);
    return status ? status : sgp_db_commit(db, error);
}

signpost_status signpost_directory_create(const char *path, const char *name, const signpost_act *act,
                                          signpost_directory **directory, signpost_error *error)
{
    *directory = NULL;
    signpost_status status = check_act(act, error);
    if (status)
        return status;
    if (!says_something(name))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "a directory needs a name");
    status = open_as(path, SGP_DB_CREATE, directory, error);
    if (status)
        return status;
    status = fill_new(*directory, name, act, error);
    if (status) {
        signpost_directory_close(*directory);
        *directory = NULL;
        unlink(path);
    }
    return status;
}

/* The act is added last: it is the new schema that it must fit. Schema 0 has no acts yet. */
static signpost_status migrate(signpost_directory *directory, const signpost_act *act, signpost_error *error)
{
    int64_t number;
    signpost_status status = sgp_db_begin_write(directory->db, error);
    if (!status && directory->db->schema > 0)
        status = sgp_directory_check_clock(directory->db, "act", act->when, error);
    if (!status)
        status = run_migrations(directory->db, directory->db->schema, error);
    if (!status)
        status = add_act(directory->db, act, act->when, "migrate the schema", &number, error);
    if (!status)
        status = sgp_history_begin(directory, number, true, error);
    if (!status)
        return sgp_directory_commit(directory, error);
    sgp_directory_roll_back(directory);
    return status;
}

signpost_status signpost_directory_migrate(const char *path, const signpost_act *act, signpost_error *error)
{
    signpost_directory *directory;
    signpost_status status = check_act(act, error);
    if (!status)
        status = open_as(path, SGP_DB_MIGRATE, &directory, error);
    if (status)
        return status;
    if (directory->db->schema == SGP_DIRECTORY_SCHEMA)
        status = SIGNPOST_NONE;
    else
        status = migrate(directory, act, error);
    signpost_directory_close(directory);
    return status;
}

/* ---- reading ---- */

static signpost_status describe(sgp_db *db, signpost_directory_about *about, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db,
                                               "SELECT name, content_version, (SELECT count(*) FROM service), (SELECT "
                                               "count(*) FROM travel_time) FROM directory",
                                               error);
    if (!status)
        status = sgp_query_step(&query, error);
    if (!status) {
        snprintf(about->name, sizeof about->name, "%s", sgp_column_text_or_empty(&query, 0));
        sgp_text_trim_cut(about->name);
        about->content_version = sgp_column_integer(&query, 1);
        about->services = sgp_column_integer(&query, 2);
        about->travel_times = sgp_column_integer(&query, 3);
        status = query.failure ? sgp_fail_memory(error) : SIGNPOST_OK;
    } else if (status == SIGNPOST_NONE) {
        status =
            sgp_fail(error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "directory \"%s\" lacks its first row", db->path);
    }
    sgp_query_release(&query);
    return status;
}

signpost_status signpost_directory_describe(signpost_directory *directory, signpost_directory_about *about,
                                            signpost_error *error)
{
    return describe(directory->db, about, error);
}

/* Published holidays of a calendar, into `holidays`; their names go into the arena. */
static signpost_status read_holidays(sgp_db *db, const char *name, sgp_array *holidays, sgp_arena *arena,
                                     signpost_error *error)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, db, "SELECT date, name FROM holiday WHERE calendar = ? ORDER BY date", error);
    if (!status)
        sgp_bind_text(&query, 1, name);
    while (!status && !(status = sgp_query_step(&query, error))) {
        signpost_holiday holiday;
        const char *date = sgp_column_text_or_empty(&query, 0), *title = sgp_column_text_or_empty(&query, 1);
        holiday.name = sgp_arena_text(arena, title, strlen(title));
        if (!holiday.name)
            status = sgp_fail_memory(error);
        else if (signpost_date_parse(date, &holiday.date))
            status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "calendar \"%s\" has a holiday on \"%s\"",
                              name, date);
        else if (!sgp_array_append(holidays, &holiday, 1))
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status compile_calendar(sgp_query *row, const char *name, sgp_db *db, signpost_calendar **calendar,
                                        signpost_error *error)
{
    sgp_arena arena = {0};
    sgp_array holidays = SGP_ARRAY_OF(signpost_holiday);
    signpost_date until;
    const char *last = sgp_column_text_or_empty(row, 2);
    signpost_status status = read_holidays(db, name, &holidays, &arena, error);
    if (!status && signpost_date_parse(last, &until))
        status =
            sgp_fail(error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "calendar \"%s\" runs until \"%s\"", name, last);
    if (!status)
        status = signpost_calendar_new(sgp_column_text_or_empty(row, 0), sgp_column_text_or_empty(row, 1),
                                       holidays.items, holidays.count, until, calendar, error);
    sgp_array_release(&holidays);
    sgp_arena_release(&arena);
    return status;
}

signpost_status sgp_directory_calendar(signpost_directory *directory, const char *name, signpost_calendar **calendar,
                                       signpost_error *error)
{
    *calendar = NULL;
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, directory->db, "SELECT clock, division, holidays_until FROM calendar WHERE name = ?", error);
    if (!status) {
        sgp_bind_text(&query, 1, name);
        status = sgp_query_step(&query, error);
    }
    if (!status)
        status = compile_calendar(&query, name, directory->db, calendar, error);
    else if (status == SIGNPOST_NONE)
        status = sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_REFERENCE, "no calendar named \"%s\"", name);
    sgp_query_release(&query);
    return status;
}

signpost_status signpost_directory_calendar(signpost_directory *directory, signpost_calendar **calendar,
                                            signpost_error *error)
{
    sgp_query query;
    *calendar = NULL;
    signpost_status status = sgp_query_prepare(&query, directory->db, "SELECT calendar FROM directory", error);
    if (!status)
        status = sgp_query_step(&query, error);
    const char *name = status ? NULL : sgp_column_text(&query, 0);
    if (!status && !name) {
        status = sgp_fail(error, SIGNPOST_STATE, SGP_UNKNOWN_REFERENCE, "directory \"%s\" names no calendar",
                          directory->db->path);
        sgp_error_hint(error, "import a directory.csv that names one");
    }
    if (!status)
        status = sgp_directory_calendar(directory, name, calendar, error);
    sgp_query_release(&query);
    return status;
}
