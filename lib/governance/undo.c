/* Undoing the history within a transaction that is itself undone. Rules kept here:
 *  - entries are undone from the last one back, each whole or not at all;
 *  - a changeset is walked over before it is undone: SQLite passes over a table that is not as it says, and would write
 *    to the history itself;
 *  - while a directory is held for somebody to look at, it cannot be written. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "formats/changeset.h"
#include "governance/governance.h"

#include <stdio.h>
#include <string.h>

signpost_status sgp_check_writable(const signpost_directory *directory, signpost_error *error)
{
    if (!directory->read_only)
        return SIGNPOST_OK;
    return sgp_fail(error, SIGNPOST_REFUSED, SGP_READ_ONLY, "directory \"%s\" was opened for reading only",
                    directory->db->path);
}

enum { MOST_COLUMNS = 200, MOST_NAME = 64 };

/* One entry being undone. */
typedef struct undoing {
    int64_t number;
    sgp_undo_conflict *told;
    void *context;
} undoing;

static int on_conflict(void *context, int kind, sqlite3_changeset_iter *row)
{
    const undoing *entry = context;
    (void)kind;
    return entry->told && entry->told(entry->context, entry->number, row) ? SQLITE_CHANGESET_OMIT
                                                                          : SQLITE_CHANGESET_ABORT;
}

/* Its columns as the changeset has them: `100` for a table of three whose first is the key. */
static void say_columns(sqlite3_changeset_iter *row, int count, char columns[MOST_COLUMNS + 1])
{
    unsigned char *is_key = NULL;
    sqlite3changeset_pk(row, &is_key, &count);
    for (int i = 0; i < count; i++)
        columns[i] = is_key && is_key[i] ? '1' : '0';
    columns[count] = '\0';
}

/* What SQLite said of an entry that was to be undone. */
static signpost_status fail_as(const sgp_db *db, const undoing *entry, int result, signpost_error *error)
{
    if (result == SQLITE_OK)
        return SIGNPOST_OK;
    if (result == SQLITE_NOMEM)
        return sgp_fail_memory(error);
    if (result != SQLITE_ABORT && result != SQLITE_CORRUPT && result != SQLITE_CONSTRAINT && result != SQLITE_SCHEMA)
        return sgp_db_fail_as(db, result, error);
    sgp_fail(error, SIGNPOST_CORRUPT, SGP_HISTORY_PASSED_BY,
             "entry %lld of the history does not fit the directory \"%s\"", (long long)entry->number, db->path);
    sgp_error_hint(error, "directory history --verify says where");
    return SIGNPOST_CORRUPT;
}

/* Whether this database has the table, with these columns, and an act may have written to it. */
static signpost_status check_table(sgp_query *known, const undoing *entry, const char *table, const char *columns,
                                   signpost_error *error)
{
    sgp_bind_text(known, 1, table);
    signpost_status status = sgp_query_step(known, error);
    if (status == SIGNPOST_NONE)
        return fail_as(known->db, entry, SQLITE_SCHEMA, error);
    if (status)
        return status;
    bool fits = strcmp(sgp_column_text_or_empty(known, 0), columns) == 0;
    int result = known->failure ? SQLITE_NOMEM : fits ? SQLITE_OK : SQLITE_SCHEMA;
    sgp_query_reset(known);
    return fail_as(known->db, entry, result, error);
}

static signpost_status check_tables(sgp_query *known, const undoing *entry, sqlite3_changeset_iter *row,
                                    signpost_error *error)
{
    char last[MOST_NAME] = "", columns[MOST_COLUMNS + 1];
    signpost_status status = SIGNPOST_OK;
    while (!status && sqlite3changeset_next(row) == SQLITE_ROW) { /* finalizing says what ended it */
        const char *table = NULL;
        int count = 0, operation, indirect;
        sqlite3changeset_op(row, &table, &count, &operation, &indirect);
        if (!table || strlen(table) >= sizeof last || count < 1 || count > MOST_COLUMNS)
            return fail_as(known->db, entry, SQLITE_SCHEMA, error);
        if (strcmp(table, last) == 0)
            continue;
        strcpy(last, table);
        say_columns(row, count, columns);
        status = check_table(known, entry, table, columns, error);
    }
    return status;
}

static signpost_status check_changes(sgp_db *db, const undoing *entry, const void *changes, size_t size,
                                     signpost_error *error)
{
    sgp_query known;
    sqlite3_changeset_iter *row = NULL;
    signpost_status status = sgp_query_prepare(
        &known, db,
        "SELECT (SELECT group_concat(pk > 0, '') FROM (SELECT pk FROM pragma_table_info(t.name) ORDER BY cid)) FROM "
        "sqlite_schema t WHERE type = 'table' AND name = ? AND name NOT IN ('act', 'history') AND name NOT LIKE "
        "'sqlite_%'",
        error);
    if (!status)
        status = fail_as(db, entry, sqlite3changeset_start(&row, (int)size, (void *)(uintptr_t)changes), error);
    if (!status)
        status = check_tables(&known, entry, row, error);
    int ended = sqlite3changeset_finalize(row);
    sgp_query_release(&known);
    return status ? status : fail_as(db, entry, ended, error);
}

static signpost_status undo_entry(sgp_db *db, const undoing *entry, const void *changes, size_t size,
                                  signpost_error *error)
{
    int back_size = 0;
    void *back = NULL;
    if (!size)
        return SIGNPOST_OK;
    if (!sgp_changeset_is_sound(changes, size))
        return fail_as(db, entry, SQLITE_CORRUPT, error);
    void *led = sgp_changeset_lead(changes, size, &size);
    if (!led)
        return sgp_fail_memory(error);
    signpost_status status = check_changes(db, entry, led, size, error);
    int result = status ? SQLITE_OK : sqlite3changeset_invert((int)size, led, &back_size, &back);
    if (!status && result == SQLITE_OK)
        result = sqlite3changeset_apply(db->handle, back_size, back, NULL, on_conflict, (void *)(uintptr_t)entry);
    sqlite3_free(back);
    sgp_release(led);
    return status ? status : fail_as(db, entry, result, error);
}

signpost_status sgp_undo_after(sgp_db *db, int64_t number, sgp_undo_conflict *told, void *context, int64_t *undone,
                               signpost_error *error)
{
    sgp_query query;
    int64_t count = 0;
    sgp_history_widen(db, true);
    signpost_status status = sgp_query_prepare(
        &query, db, "SELECT number, content FROM history WHERE number > ? AND kind = 'changes' ORDER BY number DESC",
        error);
    if (!status)
        sgp_bind_integer(&query, 1, number);
    while (!status && !(status = sgp_query_step(&query, error))) {
        size_t size;
        const void *changes = sgp_column_blob(&query, 1, &size);
        const undoing entry = {sgp_column_integer(&query, 0), told, context};
        status = query.failure ? sgp_fail_memory(error) : undo_entry(db, &entry, changes, size, error);
        count++;
    }
    sgp_query_release(&query);
    sgp_history_widen(db, false);
    if (undone)
        *undone = count;
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

signpost_status sgp_last_baseline(sgp_db *db, int64_t *number, int64_t *at, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db,
                                               "SELECT number, at FROM history JOIN act ON act.id = act "
                                               "WHERE kind = 'baseline' ORDER BY number DESC LIMIT 1",
                                               error);
    if (!status)
        status = sgp_query_step(&query, error);
    if (!status) {
        *number = sgp_column_integer(&query, 0);
        *at = sgp_column_integer(&query, 1);
    }
    sgp_query_release(&query);
    if (status == SIGNPOST_NONE)
        status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_HISTORY_BROKEN, "directory \"%s\" has no history", db->path);
    return status;
}

signpost_status sgp_look_and_roll_back(signpost_directory *directory, signpost_look *look, void *context,
                                       signpost_error *error)
{
    directory->read_only = true;
    directory->db->held = true;
    signpost_status status = look(directory, context, error);
    directory->db->held = false;
    directory->read_only = false;
    sgp_directory_roll_back(directory);
    return status;
}

/* ---- as of a moment ---- */

/* Number of the last entry up to a moment. */
static signpost_status entry_at(sgp_db *db, signpost_minute moment, int64_t *number, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, db, "SELECT coalesce(max(number), 0) FROM history JOIN act ON act.id = act WHERE at <= ?", error);
    if (!status) {
        sgp_bind_integer(&query, 1, moment);
        status = sgp_query_step(&query, error);
    }
    *number = status ? 0 : sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status;
}

static signpost_status forget_after(sgp_db *db, int64_t number, signpost_error *error)
{
    static const char *const statements[] = {
        "DELETE FROM act WHERE id IN (SELECT act FROM history WHERE number > ?)",
        "DELETE FROM history WHERE number > ?",
    };
    signpost_status status = SIGNPOST_OK;
    /* Not one act that goes is named by a row that stays: SQLite would read every service, for every act, to see it. */
    sgp_db_keep_references(db, false);
    for (size_t i = 0; i < sizeof statements / sizeof *statements && !status; i++) {
        sgp_query query;
        status = sgp_query_prepare(&query, db, statements[i], error);
        if (!status) {
            sgp_bind_integer(&query, 1, number);
            status = sgp_query_run(&query, error);
        }
        sgp_query_release(&query);
    }
    sgp_db_keep_references(db, true);
    return status;
}

static signpost_status check_entry(sgp_db *db, int64_t number, signpost_error *error)
{
    int64_t last;
    signpost_status status = sgp_db_integer(db, "SELECT coalesce(max(number), 0) FROM history", &last, error);
    if (status || number <= last)
        return status;
    return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_BEFORE_HISTORY,
                    "the history of \"%s\" has no entry %lld: the last is %lld", db->path, (long long)number,
                    (long long)last);
}

/* Undoes what came after an entry; `asked` is what was asked for, in words. */
static signpost_status go_back(sgp_db *db, int64_t number, const char *asked, signpost_error *error)
{
    int64_t baseline, begins;
    char first[SIGNPOST_MOMENT_SIZE];
    signpost_status status = sgp_last_baseline(db, &baseline, &begins, error);
    if (!status && number < baseline) {
        sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_BEFORE_HISTORY, "the history of \"%s\" does not reach back to %s",
                 db->path, asked);
        sgp_error_hint(error, "it begins %s, with entry %lld", signpost_minute_format(begins, first),
                       (long long)baseline);
        status = SIGNPOST_OUT_OF_RANGE;
    }
    if (!status)
        status = sgp_undo_after(db, number, NULL, NULL, NULL, error);
    return status ? status : forget_after(db, number, error);
}

/* Shows the directory after an entry: that of a number, or, when that is 0, the last one up to a moment. */
static signpost_status look_back(signpost_directory *directory, int64_t number, signpost_minute moment,
                                 signpost_look *look, void *context, signpost_error *error)
{
    char asked[SIGNPOST_MOMENT_SIZE];
    signpost_status status = sgp_check_writable(directory, error);
    if (!status)
        status = sgp_db_begin_write(directory->db, error);
    if (status)
        return status;
    if (number) {
        snprintf(asked, sizeof asked, "entry %lld", (long long)number);
        status = check_entry(directory->db, number, error);
    } else {
        signpost_minute_format(moment, asked);
        status = entry_at(directory->db, moment, &number, error);
    }
    if (!status)
        status = go_back(directory->db, number, asked, error);
    if (!status)
        return sgp_look_and_roll_back(directory, look, context, error);
    sgp_directory_roll_back(directory);
    return status;
}

signpost_status signpost_directory_as_of(signpost_directory *directory, signpost_minute moment, signpost_look *look,
                                         void *context, signpost_error *error)
{
    return look_back(directory, 0, moment, look, context, error);
}

signpost_status signpost_directory_as_of_entry(signpost_directory *directory, int64_t entry, signpost_look *look,
                                               void *context, signpost_error *error)
{
    if (entry < 1)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "entries of a history are numbered from 1");
    return look_back(directory, entry, 0, look, context, error);
}
