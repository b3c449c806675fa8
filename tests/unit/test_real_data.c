/* Real public data, through the mapping files: every row is imported, or refused with its reason. The data is not part
 * of the product: without it, these tests say so and are skipped. */
#include "../support/cmocka_all.h"

#include "directory/directory.h"
#include "signpost/directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/signpost-real-XXXXXX", database[64];
static const signpost_act act = {"keeper", "a test", 29000000};

/* Where the data is: SIGNPOST_SHARED_DATA, or beside the sources. */
static const char *data_file(const char *name, char path[512])
{
    const char *data = getenv("SIGNPOST_SHARED_DATA");
    snprintf(path, 512, "%s/%s", data ? data : SIGNPOST_SOURCE_ROOT "/../shared/data", name);
    if (access(path, R_OK) != 0)
        snprintf(path, 512, "%s/%s", SIGNPOST_SOURCE_ROOT "/../../shared/data", name); /* from a worktree */
    if (access(path, R_OK) == 0)
        return path;
    print_message("skipped: there is no %s; say where it is with SIGNPOST_SHARED_DATA\n", name);
    skip();
    return NULL;
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(database, sizeof database, "%s/d.db", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(database);
    return rmdir(folder);
}

static signpost_directory *create(void)
{
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    unlink(database);
    assert_int_equal(signpost_directory_create(database, "England", &act, &directory, NULL), SIGNPOST_OK);
    if (signpost_directory_import(directory, SIGNPOST_SOURCE_ROOT "/dos/base", &act, NULL, NULL, NULL, &error))
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return directory;
}

static void map(signpost_directory *directory, const char *path, const char *mapping, signpost_import_report *report,
                signpost_diagnostics *found)
{
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    char mapping_path[512];
    snprintf(mapping_path, sizeof mapping_path, "%s/dos/mappings/%s.yaml", SIGNPOST_SOURCE_ROOT, mapping);
    options.mapping = mapping_path;
    options.skip_refused = true;
    if (signpost_directory_import(directory, path, &act, &options, report, found, &error))
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    assert_int_equal(report->added + report->changed + report->passed_over + report->refused, report->read);
}

static int64_t count_of(signpost_directory *directory, const char *sql)
{
    int64_t count = -1;
    assert_int_equal(sgp_db_integer(directory->db, sql, &count, NULL), SIGNPOST_OK);
    return count;
}

static void every_district_and_town_is_a_place(void **state)
{
    (void)state;
    char path[512];
    data_file("outcodes.csv", path);
    signpost_directory *directory = create();
    signpost_import_report report;
    map(directory, path, "outcodes", &report, NULL);
    assert_int_equal(report.read, 2 * 2856); /* once as districts, once as towns */
    assert_int_equal(report.refused, 0);
    assert_int_equal(count_of(directory, "SELECT count(*) FROM place WHERE kind = 'district'"), 2856);
    assert_int_equal(count_of(directory, "SELECT count(*) FROM place WHERE kind = 'town'"), 1637);
    assert_int_equal(count_of(directory, "SELECT latitude = 51.1349 FROM place WHERE name = 'Royal Tunbridge Wells'"),
                     1);
    signpost_directory_close(directory);
}

static void every_pharmacy_is_imported_or_refused(void **state)
{
    (void)state;
    char path[512], outcodes[512];
    data_file("pharmacies-england.csv", path);
    data_file("outcodes.csv", outcodes);
    signpost_directory *directory = create();
    signpost_import_report report;
    signpost_diagnostics *found;
    map(directory, outcodes, "outcodes", &report, NULL);
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    map(directory, path, "pharmacies", &report, found);
    assert_int_equal(report.read, 11206);
    assert_int_equal(report.added, 11205);
    assert_int_equal(report.refused, 1); /* neither coordinates nor a postcode */
    assert_int_equal(signpost_diagnostics_count_of(found, SIGNPOST_ERROR), 1);
    assert_int_equal(count_of(directory, "SELECT count(*) FROM service WHERE assumed = 'type;state;hours;profile'"),
                     11205);
    assert_int_equal(count_of(directory, "SELECT count(*) FROM hours"), 1);
    print_message("%zu pharmacies, %zu warnings\n", report.added,
                  signpost_diagnostics_count_of(found, SIGNPOST_WARNING));
    signpost_diagnostics_free(found);
    signpost_directory_close(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_district_and_town_is_a_place),
        cmocka_unit_test(every_pharmacy_is_imported_or_refused),
    };
    return cmocka_run_group_tests_name("real data", tests, make_folder, remove_folder);
}
