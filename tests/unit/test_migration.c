/* Directories of every older schema, brought up to date. */
#include "../support/cmocka_all.h"

#include "directory/directory.h"
#include "directory/migrations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-migration-XXXXXX", other[sizeof path + 8];
static const signpost_act act = {"keeper", "a test", 29000000};

static int set_up(void **state)
{
    (void)state;
    close(mkstemp(path));
    snprintf(other, sizeof other, "%s.new", path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    remove(other);
    return remove(path);
}

/* A directory of an older schema, made by its own migrations; `content` may be "". Schema 0 has nothing but the name of
 * what it is. */
static void make_older(int schema, const char *content)
{
    sqlite3 *handle;
    remove(path);
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA application_id = 1397182546", NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < schema; i++)
        assert_int_equal(sqlite3_exec(handle, sgp_migrations[i], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, content, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

static void text_of(signpost_directory *directory, const char *sql, char *out, size_t size)
{
    sgp_query query;
    assert_int_equal(sgp_query_prepare(&query, directory->db, sql, NULL), SIGNPOST_OK);
    out[0] = '\0';
    for (size_t used = 0; sgp_query_step(&query, NULL) == SIGNPOST_OK && used < size;)
        used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ";" : "", sgp_column_text_or_empty(&query, 0));
    sgp_query_release(&query);
}

static void every_older_schema_becomes_the_newest(void **state)
{
    (void)state;
    static const char schema[] = "SELECT name || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    static char wanted[32768], got[32768];
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(sgp_migration_count, SGP_DIRECTORY_SCHEMA);
    assert_int_equal(signpost_directory_create(other, "New", &act, &directory, NULL), SIGNPOST_OK);
    text_of(directory, schema, wanted, sizeof wanted);
    signpost_directory_close(directory);
    for (int from = 0; from < SGP_DIRECTORY_SCHEMA; from++) {
        make_older(from, "");
        assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, &error), SIGNPOST_VERSION);
        assert_int_equal(signpost_directory_migrate(path, &act, &error), SIGNPOST_OK);
        assert_int_equal(signpost_directory_migrate(path, &act, &error), SIGNPOST_NONE);
        assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_ONLY, &directory, &error), SIGNPOST_OK);
        text_of(directory, schema, got, sizeof got);
        assert_string_equal(got, wanted);
        text_of(directory, "SELECT what || ', ' || who FROM act", got, sizeof got);
        assert_string_equal(got, "migrate the schema, keeper");
        signpost_directory_close(directory);
    }
}

static void a_migrated_directory_keeps_its_content(void **state)
{
    (void)state;
    char got[256];
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    make_older(
        1, "INSERT INTO directory VALUES (1, 'Old', NULL, 7);"
           "INSERT INTO act VALUES (1, 29000000, 'anne', 'first', 'make');"
           "INSERT INTO place VALUES ('district', 'TN1', 51.1, 0.2, NULL);"
           "INSERT INTO service_type VALUES (13, 'Pharmacy', 5, 2);"
           "INSERT INTO service (id, uid, name, type, state, latitude, longitude, restricted, created_by, changed_by)"
           " VALUES (1, 'p1', 'A Pharmacy', 13, 'active', 51.1, 0.2, 0, 1, 1)");
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_ONLY, &directory, &error), SIGNPOST_VERSION);
    assert_non_null(strstr(error.message, "has schema 1, which is older than 3"));
    assert_non_null(strstr(error.hint, "signpost directory migrate"));
    assert_int_equal(signpost_directory_migrate(path, &act, &error), SIGNPOST_OK);
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, &error), SIGNPOST_OK);
    text_of(directory, "SELECT name || ' ' || content_version || ' ' || (SELECT uid FROM service) FROM directory", got,
            sizeof got);
    assert_string_equal(got, "Old 8 p1");
    signpost_directory_about about;
    assert_int_equal(signpost_directory_describe(directory, &about, NULL), SIGNPOST_OK);
    assert_int_equal(about.travel_times, 0);
    assert_int_equal(sgp_db_run(directory->db, "INSERT INTO travel_time VALUES ('district', 'TN1', 1, 9)", NULL),
                     SIGNPOST_OK);
    assert_int_equal(signpost_directory_describe(directory, &about, NULL), SIGNPOST_OK);
    assert_int_equal(about.travel_times, 1);
    signpost_directory_close(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_older_schema_becomes_the_newest),
        cmocka_unit_test(a_migrated_directory_keeps_its_content),
    };
    return cmocka_run_group_tests_name("migration", tests, set_up, tear_down);
}
