/* The guarded SQLite handle: every database that this library opens goes through here.
 *
 * A file is opened as what others may have written: double-quoted strings are off, the schema is not trusted, SQLite
 * is defensive, cells are checked, foreign keys hold, and it must say by its application id what it is. All failures
 * take one path (sgp_db_fail), which knows whether it was the disk, memory, another process, damage or a cancel. */
#ifndef SGP_FORMATS_SQLITE_H
#define SGP_FORMATS_SQLITE_H

#include "base/error.h"
#include "base/memory.h"

#include <sqlite3.h>

/* What a database must be. */
typedef struct sgp_db_kind {
    const char *noun;   /* "signpost directory", for messages */
    int application_id; /* PRAGMA application_id */
    int schema;         /* PRAGMA user_version */
} sgp_db_kind;

typedef enum sgp_db_mode {
    SGP_DB_READ,
    SGP_DB_WRITE,
    SGP_DB_MIGRATE, /* as SGP_DB_WRITE, but an older schema is let in */
    SGP_DB_CREATE   /* a new, empty file; there must be none */
} sgp_db_mode;

/* Asked every few thousand steps of a statement: true stops it, and the call ends with SIGNPOST_CANCELLED. */
typedef bool sgp_db_cancel(void *context);

typedef struct sgp_db {
    sqlite3 *handle;
    char *path;
    const sgp_db_kind *kind;
    int schema; /* as found when opened */
    sgp_db_cancel *cancel;
    void *cancel_context;
    bool held; /* a transaction is open for others to read in: theirs neither begin nor end */
} sgp_db;

enum { SGP_DB_PATIENCE_MS = 5000 }; /* how long another process is waited for */

/* `kind` must outlive the handle. */
signpost_status sgp_db_open(const char *path, sgp_db_mode mode, const sgp_db_kind *kind, sgp_db **db,
                            signpost_error *error);
void sgp_db_close(sgp_db *db); /* NULL is fine; what was not committed is rolled back */
/* NULL takes it away. */
void sgp_db_set_cancel(sgp_db *db, sgp_db_cancel *cancel, void *context);

/* Turns SQLite's last result into `error`, and returns its status. */
signpost_status sgp_db_fail(const sgp_db *db, signpost_error *error);
/* The same of a result that a call gave: after one that cleans up behind itself, the last one is another. */
signpost_status sgp_db_fail_as(const sgp_db *db, int result, signpost_error *error);

/* Runs statements without values. */
signpost_status sgp_db_run(sgp_db *db, const char *sql, signpost_error *error);

/* Writes a compact copy of one state into `path`, which must not be there, or be empty. Not within a transaction. */
signpost_status sgp_db_copy(sgp_db *db, const char *path, signpost_error *error);
/* The same, so that databases of equal schema and rows give equal bytes (by one version of SQLite). The database was
 * opened for writing, and is a passing one: how often its schema was changed is forgotten. */
signpost_status sgp_db_copy_alike(sgp_db *db, const char *path, signpost_error *error);
/* Walks over every page: SIGNPOST_CORRUPT when one is damaged, or an index is not that of its table. */
signpost_status sgp_db_check(sgp_db *db, signpost_error *error);
/* Attaches another database, which was opened and checked before, for reading, under a name. */
signpost_status sgp_db_attach(sgp_db *db, const char *path, const char *name, signpost_error *error);

/* Foreign keys hold in every database. Where a transaction will be undone, statements may pass over them for a while:
 * to remove a row that others could refer to reads all of those that have no index for it. */
void sgp_db_keep_references(sgp_db *db, bool keep);

/* A read transaction sees one state, which is the held one where there is one; a write transaction is all or nothing.
 */
signpost_status sgp_db_begin_read(sgp_db *db, signpost_error *error);
signpost_status sgp_db_begin_write(sgp_db *db, signpost_error *error);
signpost_status sgp_db_commit(sgp_db *db, signpost_error *error); /* rolls back when it fails */
void sgp_db_roll_back(sgp_db *db);                                /* fine outside a transaction, too */

/* A prepared statement. Failures to bind are kept until the next step, which reports them. */
typedef struct sgp_query {
    sgp_db *db;
    sqlite3_stmt *statement;
    int failure; /* SQLite's result of the first bind or column that failed */
} sgp_query;

signpost_status sgp_query_prepare(sgp_query *query, sgp_db *db, const char *sql, signpost_error *error);
void sgp_query_release(sgp_query *query); /* zeroed is fine */

/* Values by number, from 1. Texts and blobs are borrowed until the statement is reset. */
void sgp_bind_text(sgp_query *query, int number, const char *text);                   /* NULL binds NULL */
void sgp_bind_text_of(sgp_query *query, int number, const char *text, size_t length); /* a part of a text */
void sgp_bind_integer(sgp_query *query, int number, int64_t value);
void sgp_bind_real(sgp_query *query, int number, double value);
void sgp_bind_blob(sgp_query *query, int number, const void *bytes, size_t size);
void sgp_bind_null(sgp_query *query, int number);

/* SIGNPOST_OK with a row, SIGNPOST_NONE when there are no more, or a failure. After the last two the statement is
 * reset and its values are cleared, ready for the next use. */
signpost_status sgp_query_step(sgp_query *query, signpost_error *error);
/* For a statement that gives no rows: SIGNPOST_OK when it was carried out. */
signpost_status sgp_query_run(sgp_query *query, signpost_error *error);
/* Ends a walk over rows before its end. */
void sgp_query_reset(sgp_query *query);

/* Columns of the row, from 0. */
const char *sgp_column_text(sgp_query *query, int number); /* NULL for NULL */
const char *sgp_column_text_or_empty(sgp_query *query, int number);
int64_t sgp_column_integer(sgp_query *query, int number); /* 0 for NULL */
double sgp_column_real(sgp_query *query, int number);
/* Borrowed until the next step; `size` 0 for NULL. */
const void *sgp_column_blob(sgp_query *query, int number, size_t *size);
bool sgp_column_is_null(sgp_query *query, int number);

/* The one integer that `sql`, a constant, gives. */
signpost_status sgp_db_integer(sgp_db *db, const char *sql, int64_t *value, signpost_error *error);

#endif
