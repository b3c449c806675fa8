/* The guarded SQLite handle: opening, transactions, and the one path of failure. Rules kept here:
 *  - nothing of a file is read before the guards are up, and nothing of its tables before it has said what it is;
 *  - a transaction that fails is rolled back at once, so that the file is as it was before. */
#include "formats/sqlite.h"

#include "formats/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEPS_BETWEEN_QUESTIONS = 4000 };

/* What a result of SQLite means to a person. Rows are tried in order; a row with a primary code takes all of its
 * extended codes. */
static const struct meaning {
    int code;
    signpost_status status;
    int id;
    const char *text, *hint;
} meanings[] = {
    {SQLITE_NOMEM, SIGNPOST_NO_MEMORY, SGP_OUT_OF_MEMORY, "memory ran out", ""},
    {SQLITE_IOERR_NOMEM, SIGNPOST_NO_MEMORY, SGP_OUT_OF_MEMORY, "memory ran out", ""},
    {SQLITE_BUSY, SIGNPOST_BUSY, SGP_DATABASE_BUSY, "another process is using it", "try again when it has finished"},
    {SQLITE_LOCKED, SIGNPOST_BUSY, SGP_DATABASE_BUSY, "it is being used", "try again when that has finished"},
    {SQLITE_CORRUPT, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "it is damaged", "go back to a copy of it"},
    {SQLITE_NOTADB, SIGNPOST_CORRUPT, SGP_NOT_THE_DATABASE, "it is not a database", ""},
    {SQLITE_FULL, SIGNPOST_IO, SGP_CANNOT_WRITE, "the disk is full", "nothing was changed; make room and try again"},
    {SQLITE_READONLY, SIGNPOST_REFUSED, SGP_CANNOT_WRITE, "it may only be read", ""},
    {SQLITE_CANTOPEN, SIGNPOST_IO, SGP_CANNOT_READ, "it could not be opened", ""},
    {SQLITE_PERM, SIGNPOST_IO, SGP_CANNOT_READ, "access is not allowed", ""},
    {SQLITE_IOERR, SIGNPOST_IO, SGP_CANNOT_READ, "the disk could not be read or written", ""},
    {SQLITE_INTERRUPT, SIGNPOST_CANCELLED, SGP_CANCELLED, "stopped as asked; nothing was changed", ""},
    {SQLITE_CONSTRAINT, SIGNPOST_INVALID, SGP_BREAKS_RULE, "it breaks a rule of the schema", ""},
    {SQLITE_TOOBIG, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "a value is too large", ""},
};

static const struct meaning *meaning_of(int result)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].code == result)
            return &meanings[i];
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].code == (result & 0xFF))
            return &meanings[i];
    return NULL;
}

signpost_status sgp_db_fail_as(const sgp_db *db, int result, signpost_error *error)
{
    const struct meaning *meaning = meaning_of(result);
    if (!meaning)
        return sgp_fail(error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "could not use %s \"%s\": %s", db->kind->noun,
                        db->path, db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(result));
    if (meaning->status == SIGNPOST_NO_MEMORY)
        return sgp_fail_memory(error);
    if (meaning->status == SIGNPOST_CANCELLED)
        return sgp_fail(error, meaning->status, meaning->id, "%s", meaning->text);
    bool explained = meaning->status == SIGNPOST_INVALID && db->handle;
    sgp_fail(error, meaning->status, meaning->id, "could not use %s \"%s\": %s%s%s", db->kind->noun, db->path,
             meaning->text, explained ? ": " : "", explained ? sqlite3_errmsg(db->handle) : "");
    sgp_error_hint(error, "%s", meaning->hint);
    return meaning->status;
}

signpost_status sgp_db_fail(const sgp_db *db, signpost_error *error)
{
    return sgp_db_fail_as(db, sqlite3_extended_errcode(db->handle), error);
}

signpost_status sgp_db_run(sgp_db *db, const char *sql, signpost_error *error)
{
    int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return result ? sgp_db_fail_as(db, result, error) : SIGNPOST_OK;
}

signpost_status sgp_db_integer(sgp_db *db, const char *sql, int64_t *value, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    if (!status)
        status = sgp_query_step(&query, error);
    if (!status)
        *value = sgp_column_integer(&query, 0);
    if (status == SIGNPOST_NONE)
        status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "%s \"%s\" lacks a row that it must have",
                          db->kind->noun, db->path);
    sgp_query_release(&query);
    return status;
}

/* Statements that attach, as a copy does inside: nothing else may. */
static signpost_status run_attaching(sgp_db *db, const char *sql, const char *path, signpost_error *error)
{
    sgp_query query;
    int before = sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 1);
    signpost_status status = sgp_query_prepare(&query, db, sql, error);
    if (!status) {
        sgp_bind_text(&query, 1, path);
        status = sgp_query_run(&query, error);
    }
    sgp_query_release(&query);
    sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, before);
    return status;
}

signpost_status sgp_db_copy(sgp_db *db, const char *path, signpost_error *error)
{
    return run_attaching(db, "VACUUM INTO ?", path, error);
}

signpost_status sgp_db_attach(sgp_db *db, const char *path, const char *name, signpost_error *error)
{
    char sql[64];
    snprintf(sql, sizeof sql, "ATTACH ? AS %s", name);
    return run_attaching(db, sql, path, error);
}

/* What is opened for reading is copied row by row, into pages that are less full: hence "for writing". */
signpost_status sgp_db_copy_alike(sgp_db *db, const char *path, signpost_error *error)
{
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL); /* which keeps the number */
    signpost_status status = sgp_db_run(db, "PRAGMA schema_version = 1", error);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return status ? status : sgp_db_copy(db, path, error);
}

signpost_status sgp_db_check(sgp_db *db, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db, "PRAGMA integrity_check(1)", error);
    if (!status)
        status = sgp_query_step(&query, error);
    if (!status && strcmp(sgp_column_text_or_empty(&query, 0), "ok") != 0)
        status = query.failure ? sgp_fail_memory(error)
                               : sgp_fail(error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "%s \"%s\" is damaged",
                                          db->kind->noun, db->path);
    sgp_query_release(&query);
    return status;
}

void sgp_db_keep_references(sgp_db *db, bool keep)
{
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, keep, NULL);
}

/* ---- opening ---- */

static int ask_whether_to_stop(void *context)
{
    sgp_db *db = context;
    return db->cancel && db->cancel(db->cancel_context);
}

void sgp_db_set_cancel(sgp_db *db, sgp_db_cancel *cancel, void *context)
{
    db->cancel = cancel;
    db->cancel_context = context;
    sqlite3_progress_handler(db->handle, cancel ? STEPS_BETWEEN_QUESTIONS : 0, cancel ? ask_whether_to_stop : NULL, db);
}

static signpost_status put_guards_up(sgp_db *db, signpost_error *error)
{
    static const struct {
        int option, on;
    } guards[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},     {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0}, {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0},
    };
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++) {
        int result = sqlite3_db_config(db->handle, guards[i].option, guards[i].on, NULL);
        if (result)
            return sgp_db_fail_as(db, result, error);
    }
    sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, 64 << 20);
    sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(db->handle, SGP_DB_PATIENCE_MS);
    return sgp_db_run(db, "PRAGMA cell_size_check = ON", error);
}

static signpost_status check_schema(const sgp_db *db, sgp_db_mode mode, signpost_error *error)
{
    if (db->schema > db->kind->schema) {
        sgp_fail(error, SIGNPOST_VERSION, SGP_NEWER_SCHEMA, "%s \"%s\" has schema %d, which is newer than %d",
                 db->kind->noun, db->path, db->schema, db->kind->schema);
        sgp_error_hint(error, "use a newer version of signpost");
        return SIGNPOST_VERSION;
    }
    if (db->schema < db->kind->schema && mode != SGP_DB_MIGRATE) {
        sgp_fail(error, SIGNPOST_VERSION, SGP_OLDER_SCHEMA, "%s \"%s\" has schema %d, which is older than %d",
                 db->kind->noun, db->path, db->schema, db->kind->schema);
        sgp_error_hint(error, "keep a copy of it, and bring it up to date with signpost directory migrate");
        return SIGNPOST_VERSION;
    }
    return SIGNPOST_OK;
}

static signpost_status check_identity(sgp_db *db, sgp_db_mode mode, signpost_error *error)
{
    int64_t application_id = 0, schema = 0;
    signpost_status status = sgp_db_integer(db, "PRAGMA application_id", &application_id, error);
    if (!status)
        status = sgp_db_integer(db, "PRAGMA user_version", &schema, error);
    if (status == SIGNPOST_CORRUPT && error && error->id == SGP_NOT_THE_DATABASE)
        return sgp_fail(error, SIGNPOST_CORRUPT, SGP_NOT_THE_DATABASE, "could not open \"%s\": it is not a %s",
                        db->path, db->kind->noun);
    if (status)
        return status;
    if (application_id != db->kind->application_id)
        return sgp_fail(error, SIGNPOST_CORRUPT, SGP_NOT_THE_DATABASE,
                        "could not open \"%s\": it is not a %s (application id %lld)", db->path, db->kind->noun,
                        (long long)application_id);
    db->schema = (int)schema;
    return check_schema(db, mode, error);
}

/* SQLite's messages about a file that it cannot open are poor. */
static signpost_status look_at_file(const char *path, sgp_db_mode mode, const sgp_db_kind *kind, signpost_error *error)
{
    struct stat about;
    int file = open(path, (mode == SGP_DB_READ ? O_RDONLY : O_RDWR) | O_CLOEXEC);
    bool is_folder = file < 0 ? errno == EISDIR : fstat(file, &about) == 0 && S_ISDIR(about.st_mode);
    if (file < 0 && !is_folder)
        return sgp_fail_to_read(path, errno, error);
    if (file >= 0)
        close(file);
    if (!is_folder)
        return SIGNPOST_OK;
    return sgp_fail(error, SIGNPOST_CORRUPT, SGP_NOT_THE_DATABASE, "could not open \"%s\": it is a folder, not a %s",
                    path, kind->noun);
}

/* SQLite would open a file that is there. */
static signpost_status make_file(const char *path, signpost_error *error)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) {
        close(file);
        return SIGNPOST_OK;
    }
    bool there = errno == EEXIST;
    sgp_fail(error, there ? SIGNPOST_STATE : SIGNPOST_IO, SGP_CANNOT_WRITE, "could not create \"%s\": %s", path,
             there ? "there is such a file already" : "the system refused");
    sgp_error_hint(error,
                   there ? "choose another name, or move it away" : "see that its folder exists and may be written");
    return there ? SIGNPOST_STATE : SIGNPOST_IO;
}

static signpost_status open_guarded(sgp_db *db, sgp_db_mode mode, signpost_error *error)
{
    int access = mode == SGP_DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int result = sqlite3_open_v2(db->path, &db->handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (result)
        return sgp_db_fail_as(db, result, error);
    signpost_status status = put_guards_up(db, error);
    if (!status && mode != SGP_DB_CREATE)
        status = check_identity(db, mode, error);
    if (!status && mode != SGP_DB_READ) /* pages that a large write puts out early are written twice */
        status = sgp_db_run(db, "PRAGMA cache_size = -65536", error);
    return status;
}

signpost_status sgp_db_open(const char *path, sgp_db_mode mode, const sgp_db_kind *kind, sgp_db **db,
                            signpost_error *error)
{
    *db = NULL;
    sgp_db *opened = sgp_allocate_zeroed(1, sizeof *opened);
    char *copy = sgp_copy_text(path);
    if (!opened || !copy) {
        sgp_release(opened);
        sgp_release(copy);
        return sgp_fail_memory(error);
    }
    opened->path = copy;
    opened->kind = kind;
    signpost_status status;
    if (!*path)
        status = sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the path of a %s is empty", kind->noun);
    else
        status = mode == SGP_DB_CREATE ? make_file(path, error) : look_at_file(path, mode, kind, error);
    if (!status) {
        status = open_guarded(opened, mode, error);
        if (status && mode == SGP_DB_CREATE)
            unlink(path);
    }
    if (status)
        sgp_db_close(opened);
    else
        *db = opened;
    return status;
}

void sgp_db_close(sgp_db *db)
{
    if (!db)
        return;
    sqlite3_close_v2(db->handle);
    sgp_release(db->path);
    sgp_release(db);
}

/* ---- transactions ---- */

signpost_status sgp_db_begin_read(sgp_db *db, signpost_error *error)
{
    if (db->held)
        return SIGNPOST_OK;
    signpost_status status = sgp_db_run(db, "BEGIN", error);
    int64_t version;
    if (!status) /* the snapshot is taken by the first read, not by BEGIN */
        status = sgp_db_integer(db, "PRAGMA user_version", &version, error);
    if (status)
        sgp_db_roll_back(db);
    return status;
}

signpost_status sgp_db_begin_write(sgp_db *db, signpost_error *error)
{
    return sgp_db_run(db, "BEGIN IMMEDIATE", error);
}

signpost_status sgp_db_commit(sgp_db *db, signpost_error *error)
{
    signpost_status status = sgp_db_run(db, "COMMIT", error);
    if (status)
        sgp_db_roll_back(db);
    return status;
}

/* To prepare ROLLBACK takes memory, too: what would stay open for one want of it is tried again. */
void sgp_db_roll_back(sgp_db *db)
{
    enum { TIMES = 4 };
    for (int i = 0; i < TIMES && !db->held && !sqlite3_get_autocommit(db->handle); i++)
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}
