/* Real public data, through the mapping files: every row is imported, or refused with its reason, and then searched.
 * The data is not part of the product: without it, these tests say so and are skipped. */
#include "../support/cmocka_all.h"
#include "../support/pharmacist.h"

#include "base/geography.h"
#include "directory/directory.h"
#include "signpost/search.h"

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
                     11204);
    assert_int_equal(count_of(directory, "SELECT count(*) FROM service "
                                         "WHERE assumed = 'type;state;hours;profile;latitude;longitude'"),
                     1);
    assert_int_equal(count_of(directory, "SELECT count(*) FROM hours"), 1);
    print_message("%zu pharmacies, %zu warnings\n", report.added,
                  signpost_diagnostics_count_of(found, SIGNPOST_WARNING));
    signpost_diagnostics_free(found);
    signpost_directory_close(directory);
}

/* ---- searched ---- */

enum { MOST = 12000 };
static sgp_point pharmacies[MOST];

static size_t read_points(signpost_directory *directory, const char *sql, sgp_point *points, size_t most)
{
    sgp_query query;
    size_t count = 0;
    assert_int_equal(sgp_query_prepare(&query, directory->db, sql, NULL), SIGNPOST_OK);
    for (; count < most && sgp_query_step(&query, NULL) == SIGNPOST_OK; count++)
        points[count] = (sgp_point){sgp_column_real(&query, 0), sgp_column_real(&query, 1)};
    sgp_query_release(&query);
    return count;
}

/* Distances of the two nearest pharmacies, the slow way. */
static void nearest_two(sgp_point from, size_t count, int32_t nearest[2])
{
    nearest[0] = nearest[1] = INT32_MAX;
    for (size_t i = 0; i < count; i++) {
        int32_t distance = sgp_distance_m(from, pharmacies[i]);
        if (distance < nearest[0]) {
            nearest[1] = nearest[0];
            nearest[0] = distance;
        } else if (distance < nearest[1]) {
            nearest[1] = distance;
        }
    }
}

static signpost_need need_from(sgp_point from)
{
    signpost_need need = test_pharmacist_need();
    need.latitude = from.latitude;
    need.longitude = from.longitude;
    return need;
}

static void the_nearest_pharmacies_are_found(void **state)
{
    (void)state;
    static sgp_point districts[4000];
    char path[512], outcodes[512];
    signpost_import_report report;
    signpost_index *index;
    signpost_results *results;
    signpost_error error = SIGNPOST_ERROR_INIT;
    data_file("pharmacies-england.csv", path);
    data_file("outcodes.csv", outcodes);
    signpost_directory *directory = create();
    map(directory, outcodes, "outcodes", &report, NULL);
    map(directory, path, "pharmacies", &report, NULL);
    size_t places = read_points(
        directory, "SELECT latitude, longitude FROM place WHERE kind = 'district' ORDER BY name", districts, 4000);
    size_t count = read_points(directory, "SELECT latitude, longitude FROM service", pharmacies, MOST);
    if (signpost_index_build(directory, NULL, &index, &error) || signpost_results_new(index, 20, &results, &error))
        fail_msg("%s", error.message);
    int found = 0;
    for (size_t i = 0; i < places; i += 20) {
        int32_t nearest[2];
        signpost_need need = need_from(districts[i]);
        nearest_two(districts[i], count, nearest);
        if (signpost_search(index, &need, results, &error))
            fail_msg("%s", error.message);
        for (size_t j = 0; j < 2; j++) {
            signpost_found one;
            bool is_there = signpost_results_get(results, SIGNPOST_RETURNED, j, &one) == SIGNPOST_OK;
            assert_int_equal(is_there, nearest[j] <= signpost_results_describe(results).radius_m);
            if (is_there)
                assert_int_equal(one.distance_m, nearest[j]);
            found += is_there;
        }
    }
    assert_true(found > 200);
    signpost_results_free(results);
    signpost_index_free(index);
    signpost_directory_close(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_district_and_town_is_a_place),
        cmocka_unit_test(every_pharmacy_is_imported_or_refused),
        cmocka_unit_test(the_nearest_pharmacies_are_found),
    };
    return cmocka_run_group_tests_name("real data", tests, make_folder, remove_folder);
}
