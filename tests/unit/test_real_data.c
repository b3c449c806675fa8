/* Real public data, through the mapping files: every row is imported, or refused with its reason, and then searched.
 * The data is not part of the product: without it, these tests say so and are skipped. */
#include "../support/cmocka_all.h"
#include "../support/pharmacist.h"

#include "base/geography.h"
#include "directory/directory.h"
#include "signpost/duplicates.h"
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

/* ---- entered twice ---- */

/* Copies a mapping into the folder, without the line that begins so; returns its path. */
static const char *mapping_without(const char *mapping, const char *beginning)
{
    static char path[96];
    char from[512], line[256];
    snprintf(from, sizeof from, "%s/dos/mappings/%s.yaml", SIGNPOST_SOURCE_ROOT, mapping);
    snprintf(path, sizeof path, "%s/mapping.yaml", folder);
    FILE *source = fopen(from, "r"), *copy = fopen(path, "w");
    assert_non_null(source);
    assert_non_null(copy);
    while (fgets(line, sizeof line, source))
        if (strncmp(line + strspn(line, " "), beginning, strlen(beginning)) != 0)
            fputs(line, copy);
    fclose(source);
    fclose(copy);
    return path;
}

static signpost_duplicates *seek(const char *path, const char *mapping, const char *truth)
{
    signpost_duplicates *found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_duplicates_of_csv(path, mapping, truth, NULL, &found, NULL, &error))
        fail_msg("%s", error.message);
    return found;
}

static int32_t f1_of_restaurants(const char *path, const char *mapping)
{
    signpost_duplicates *found = seek(path, mapping, "true_id");
    signpost_duplicates_evaluation by_labels;
    assert_int_equal(signpost_duplicates_evaluate(found, &by_labels, NULL), SIGNPOST_OK);
    assert_int_equal(by_labels.true_pairs, 112);
    print_message("precision %.4f, recall %.4f, F1 %.4f\n", by_labels.precision_basis / 1e4,
                  by_labels.recall_basis / 1e4, by_labels.f1_basis / 1e4);
    signpost_duplicates_free(found);
    return by_labels.f1_basis;
}

/* Better than Splink on the same: 0.973 with phones, 0.802 without. */
static void restaurants_that_stand_twice_are_found(void **state)
{
    (void)state;
    char path[512];
    data_file("restaurants-labelled.csv", path);
    const char *mapping = mapping_without("restaurants", "#");
    assert_true(f1_of_restaurants(path, mapping) >= 9800);
    mapping = mapping_without("restaurants", "phone:");
    assert_true(f1_of_restaurants(path, mapping) >= 9000);
    unlink(mapping);
}

/* Nobody has labelled them: few are entered twice, chains with a shop in every town are not, and each pair that is has
 * a postcode or a phone in common. */
static void hardly_any_pharmacy_stands_twice(void **state)
{
    (void)state;
    char path[512];
    data_file("pharmacies-england.csv", path);
    signpost_duplicates *found = seek(path, SIGNPOST_SOURCE_ROOT "/dos/mappings/pharmacies.yaml", NULL);
    signpost_duplicates_about about = signpost_duplicates_describe(found);
    size_t alike = 0;
    print_message("%zu clusters, %zu pairs for review\n", about.clusters, about.review_pairs);
    assert_int_equal(about.records, 11206);
    assert_true(about.clusters > 5 && about.clusters < 100);
    for (size_t i = 0; i < signpost_duplicates_pair_count(found); i++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(found, i);
        const signpost_duplicate_record *a = signpost_duplicates_record(found, pair.a);
        const signpost_duplicate_record *b = signpost_duplicates_record(found, pair.b);
        alike += pair.verdict == SIGNPOST_DUPLICATE_SAME &&
                 (strcmp(a->postcode, b->postcode) == 0 || pair.steps[SIGNPOST_BY_PHONE].weight_hundredths > 0 ||
                  pair.steps[SIGNPOST_BY_ADDRESS].weight_hundredths > 0);
    }
    assert_true(alike * 10 >= about.same_pairs * 9);
    signpost_duplicates_free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_district_and_town_is_a_place), cmocka_unit_test(every_pharmacy_is_imported_or_refused),
        cmocka_unit_test(the_nearest_pharmacies_are_found),   cmocka_unit_test(restaurants_that_stand_twice_are_found),
        cmocka_unit_test(hardly_any_pharmacy_stands_twice),
    };
    return cmocka_run_group_tests_name("real data", tests, make_folder, remove_folder);
}
