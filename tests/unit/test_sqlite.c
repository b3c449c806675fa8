/* The guarded SQLite handle: what it opens, what it refuses, and that a failed write leaves the file as it was. */
#include "../support/cmocka_all.h"

#include "formats/sqlite.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const sgp_db_kind kind = {"test database", 0x54455354, 2};

static char folder[] = "/tmp/signpost-sqlite-XXXXXX", path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a.db", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void make(const char *sql)
{
    unlink(path);
    sqlite3 *handle;
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

#define OURS "PRAGMA application_id = 1413829460; PRAGMA user_version = 2; CREATE TABLE t (a INTEGER CHECK (a < 100));"

static void a_file_must_say_what_it_is(void **state)
{
    (void)state;
    static const struct row {
        const char *sql;
        signpost_status expect;
        const char *message;
    } rows[] = {
        {OURS, SIGNPOST_OK, ""},
        {"CREATE TABLE t (a)", SIGNPOST_CORRUPT, "it is not a test database (application id 0)"},
        {OURS "PRAGMA user_version = 1", SIGNPOST_VERSION, "has schema 1, which is older than 2"},
        {OURS "PRAGMA user_version = 3", SIGNPOST_VERSION, "has schema 3, which is newer than 2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        make(rows[i].sql);
        sgp_db *db;
        signpost_error error = SIGNPOST_ERROR_INIT;
        assert_int_equal(sgp_db_open(path, SGP_DB_WRITE, &kind, &db, &error), rows[i].expect);
        if (!strstr(error.message, rows[i].message))
            fail_msg("\"%s\" gave \"%s\"", rows[i].sql, error.message);
        sgp_db_close(db);
    }
    make(OURS "PRAGMA user_version = 1");
    sgp_db *db;
    assert_int_equal(sgp_db_open(path, SGP_DB_MIGRATE, &kind, &db, NULL), SIGNPOST_OK);
    assert_int_equal(db->schema, 1);
    sgp_db_close(db);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    sgp_db *db;
    signpost_error error = SIGNPOST_ERROR_INIT;
    unlink(path);
    assert_int_equal(sgp_db_open(path, SGP_DB_READ, &kind, &db, &error), SIGNPOST_NOT_FOUND);
    assert_null(db);
    assert_int_equal(sgp_db_open("", SGP_DB_READ, &kind, &db, &error), SIGNPOST_INVALID);
    assert_int_equal(sgp_db_open("/tmp", SGP_DB_READ, &kind, &db, &error), SIGNPOST_CORRUPT);
    assert_string_equal(error.message, "could not open \"/tmp\": it is a folder, not a test database");

    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fputs("name,postcode\n", file);
    fclose(file);
    assert_int_equal(sgp_db_open(path, SGP_DB_READ, &kind, &db, &error), SIGNPOST_CORRUPT);
    assert_non_null(strstr(error.message, "it is not a test database"));
    assert_int_equal(sgp_db_open(path, SGP_DB_CREATE, &kind, &db, &error), SIGNPOST_STATE);

    make(OURS); /* cut short */
    assert_int_equal(truncate(path, 4096), 0);
    assert_int_equal(sgp_db_open(path, SGP_DB_READ, &kind, &db, &error), SIGNPOST_CORRUPT);
    assert_int_equal(error.id, SGP_DATABASE_DAMAGED);
}

static void guards_are_up(void **state)
{
    (void)state;
    make(OURS);
    sgp_db *db;
    assert_int_equal(sgp_db_open(path, SGP_DB_WRITE, &kind, &db, NULL), SIGNPOST_OK);
    static const char *const refused[] = {
        "SELECT * FROM t WHERE a = \"not a column\"",
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
        "ATTACH 'other.db' AS other",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (sgp_db_run(db, refused[i], NULL) == SIGNPOST_OK)
            fail_msg("\"%s\" was carried out", refused[i]);
    sgp_db_close(db);
}

static int64_t rows_of(sgp_db *db)
{
    int64_t count = -1;
    assert_int_equal(sgp_db_integer(db, "SELECT count(*) FROM t", &count, NULL), SIGNPOST_OK);
    return count;
}

static void what_fails_is_rolled_back(void **state)
{
    (void)state;
    make(OURS);
    sgp_db *db, *other;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(sgp_db_open(path, SGP_DB_WRITE, &kind, &db, NULL), SIGNPOST_OK);
    sgp_query insert;
    assert_int_equal(sgp_query_prepare(&insert, db, "INSERT INTO t VALUES (?)", NULL), SIGNPOST_OK);
    assert_int_equal(sgp_db_begin_write(db, NULL), SIGNPOST_OK);
    sgp_bind_integer(&insert, 1, 5);
    assert_int_equal(sgp_query_run(&insert, NULL), SIGNPOST_OK);
    sgp_bind_integer(&insert, 1, 500);
    assert_int_equal(sgp_query_run(&insert, &error), SIGNPOST_INVALID);
    assert_int_equal(error.id, SGP_BREAKS_RULE);
    sgp_db_roll_back(db);
    assert_int_equal(rows_of(db), 0);

    /* a second writer waits, then is told; a reader sees one state */
    assert_int_equal(sgp_db_open(path, SGP_DB_WRITE, &kind, &other, NULL), SIGNPOST_OK);
    sqlite3_busy_timeout(other->handle, 1);
    assert_int_equal(sgp_db_begin_write(db, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_db_begin_write(other, &error), SIGNPOST_BUSY);
    assert_int_equal(sgp_db_commit(db, NULL), SIGNPOST_OK);
    sgp_query_release(&insert);
    sgp_db_close(other);
    sgp_db_close(db);
}

static bool at_once(void *context)
{
    return ++*(int *)context > 0;
}

static void a_host_can_stop_it(void **state)
{
    (void)state;
    make(OURS);
    sgp_db *db;
    int asked = 0;
    assert_int_equal(sgp_db_open(path, SGP_DB_READ, &kind, &db, NULL), SIGNPOST_OK);
    sgp_db_set_cancel(db, at_once, &asked);
    signpost_error error = SIGNPOST_ERROR_INIT;
    int64_t sum;
    const char *slow = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999999) "
                       "SELECT sum(i) FROM n";
    assert_int_equal(sgp_db_integer(db, slow, &sum, &error), SIGNPOST_CANCELLED);
    assert_int_equal(asked, 1);
    assert_int_equal(sgp_db_run(db, "INSERT INTO t VALUES (1)", &error), SIGNPOST_REFUSED);
    sgp_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_must_say_what_it_is),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(guards_are_up),
        cmocka_unit_test(what_fails_is_rolled_back),
        cmocka_unit_test(a_host_can_stop_it),
    };
    return cmocka_run_group_tests_name("sqlite", tests, make_folder, remove_folder);
}
