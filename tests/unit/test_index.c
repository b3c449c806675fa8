/* The index of directories that others wrote badly: refused with the row that is wrong, or borne with; never worse. */
#include "../support/cmocka_all.h"

#include "../support/town.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-index-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    return close(mkstemp(path));
}

static int tear_down(void **state)
{
    (void)state;
    return remove(path);
}

/* The town with some rows changed behind the schema's back. */
static signpost_directory *damaged_town(const char *sql)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_directory *town = test_town_make(path);
    assert_non_null(town);
    if (sgp_db_run(town->db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON", &error) !=
            SIGNPOST_OK ||
        sgp_db_run(town->db, sql, &error) != SIGNPOST_OK)
        fail_msg("%s: %s", sql, error.message);
    return town;
}

static void what_cannot_be_compiled_is_named(void **state)
{
    (void)state;
    static const struct row {
        const char *sql;
        signpost_status status;
        const char *says;
    } rows[] = {
        {"UPDATE hours SET text = 'whenever' WHERE id = 1", SIGNPOST_CORRUPT, "opening hours \"whenever\""},
        {"UPDATE hours SET calendar = 'scotland' WHERE id = 1", SIGNPOST_CORRUPT, "scotland"},
        {"UPDATE calendar SET clock = 'Europe/London'", SIGNPOST_CORRUPT, "Europe/London"},
        {"UPDATE directory SET calendar = NULL", SIGNPOST_STATE, "directory \"Town\" names no calendar"},
        {"DELETE FROM directory", SIGNPOST_CORRUPT, "the directory's own row is missing"},
        {"UPDATE service SET type = 7 WHERE id = 5", SIGNPOST_CORRUPT,
         "service \"pharmacy-a\" has no type or no place"},
        {"UPDATE service SET latitude = 1e9 WHERE id = 5", SIGNPOST_CORRUPT,
         "service \"pharmacy-a\" has no type or no place"},
        {"UPDATE service SET valid_from = 'soon' WHERE id = 5", SIGNPOST_CORRUPT,
         "service \"pharmacy-a\": \"soon\" is no date"},
        {"DELETE FROM profile WHERE id = 1", SIGNPOST_CORRUPT, "a reference to a row that is not there"},
        {"INSERT INTO service_practice VALUES (999, 'G82001')", SIGNPOST_CORRUPT,
         "a reference to a row that is not there"},
        {"INSERT INTO place_area VALUES ('district', 'ZZ9', 'TW')", SIGNPOST_CORRUPT,
         "a reference to a row that is not there"},
        {"INSERT INTO ranking VALUES ('NOWHERE', 13, 1)", SIGNPOST_CORRUPT, "a reference to a row that is not there"},
        {"INSERT INTO travel_time VALUES ('district', 'TN1', 99, 5)", SIGNPOST_CORRUPT, "a travel time that cannot be"},
        {"INSERT INTO travel_time VALUES ('district', 'ZZ9', 1, 5)", SIGNPOST_CORRUPT,
         "a reference to a row that is not there"},
        {"INSERT INTO travel_time VALUES ('district', 'TN1', 1, 1441)", SIGNPOST_CORRUPT,
         "a travel time that cannot be"},
        {"INSERT INTO travel_time VALUES ('district', 'TN1', 1, -1)", SIGNPOST_CORRUPT, "a travel time that cannot be"},
        {"INSERT INTO place VALUES ('town', '  ', 51, 0, NULL)", SIGNPOST_CORRUPT, "has too long a name, or none"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_index *index;
        signpost_directory *town = damaged_town(rows[i].sql);
        signpost_status status = signpost_index_build(town, NULL, &index, &error);
        if (status != rows[i].status || error.status != status || index || !strstr(error.message, rows[i].says))
            fail_msg("%s: %s, %s", rows[i].sql, signpost_status_name(status), error.message);
        signpost_directory_close(town);
    }
}

static void what_means_nothing_is_borne_with(void **state)
{
    (void)state;
    static const struct row {
        const char *sql;
        const char *returned;
    } rows[] = {
        {"UPDATE service SET hours = 99 WHERE id = 5", "pharmacy-b pharmacy-c far-surgery women promoted"},
        {"UPDATE service SET profile = 99 WHERE id = 5", "pharmacy-b pharmacy-c far-surgery women promoted"},
        {"UPDATE service SET state = 'thinking' WHERE id = 5", "pharmacy-b pharmacy-c far-surgery women promoted"},
        {"UPDATE area SET parent = 'TW' WHERE code = 'SE'",
         "pharmacy-a pharmacy-b far-surgery women promoted"}, /* a circle */
        {"UPDATE area SET parent = 'GONE' WHERE code = 'SE'", "pharmacy-a pharmacy-b far-surgery women promoted"},
        {"INSERT INTO ranking VALUES ('KENT', 7, 1)", "pharmacy-a pharmacy-b far-surgery women promoted"},
        {"UPDATE service_type SET keep = 100", "pharmacy-a pharmacy-b far-surgery women promoted"},
        {"INSERT INTO service_area VALUES (14, 'GONE', 'promoted')",
         "pharmacy-a pharmacy-b far-surgery women promoted"},
        {"INSERT INTO service_area VALUES (5, 'GONE', 'limited')", "pharmacy-b pharmacy-c far-surgery women promoted"},
        {"UPDATE capacity SET service = 999", "pharmacy-a pharmacy-b far-surgery women red"},
        {"UPDATE place SET search_distance_m = 3000000000; UPDATE service SET return_if_open_minutes = 9000000000",
         "pharmacy-a pharmacy-b far-surgery women late"}, /* which need not open within two hours any more */
        {"UPDATE profile_sex SET sex = 'other' WHERE sex = 'male'", "pharmacy-a pharmacy-b far-surgery women promoted"},
        /* not damage: a place with bank holidays of its own */
        {"INSERT INTO calendar VALUES ('aberdeen', 'scotland', 'GMT0BST,M3.5.0/1,M10.5.0', '2026-01-01', '2026-12-31');"
         "INSERT INTO holiday VALUES ('aberdeen', '2026-11-20', 'St Andrew''s Day, early');"
         "INSERT INTO hours VALUES (9, randomblob(32), 'aberdeen', 'Mo-Su 08:00-20:00; PH off');"
         "UPDATE service SET hours = 9 WHERE id = 5",
         "pharmacy-b pharmacy-c far-surgery women promoted"},
        {"DELETE FROM service_area; DELETE FROM service_practice; DELETE FROM capacity; DELETE FROM travel_time; "
         "DELETE FROM service",
         ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_index *index;
        signpost_results *results;
        signpost_explanation why;
        signpost_found found;
        signpost_need need = test_town_need();
        char returned[256] = "";
        signpost_directory *town = damaged_town(rows[i].sql);
        if (signpost_index_build(town, NULL, &index, &error) != SIGNPOST_OK ||
            signpost_results_new(index, 20, &results, &error) != SIGNPOST_OK ||
            signpost_search(index, &need, results, &error) != SIGNPOST_OK)
            fail_msg("%s: %s", rows[i].sql, error.message);
        for (size_t j = 0; signpost_results_get(results, SIGNPOST_RETURNED, j, &found) == SIGNPOST_OK; j++)
            snprintf(returned + strlen(returned), sizeof returned - strlen(returned), "%s%s", j ? " " : "", found.uid);
        if (strcmp(returned, rows[i].returned) != 0)
            fail_msg("%s: %s", rows[i].sql, returned);
        for (size_t j = 0; j < signpost_index_count(index); j++)
            assert_int_equal(signpost_results_explain(results, signpost_index_uid(index, j), &why, &error),
                             SIGNPOST_OK);
        signpost_results_free(results);
        signpost_index_free(index);
        signpost_directory_close(town);
    }
}

static void an_index_tells_what_it_is(void **state)
{
    (void)state;
    signpost_index *index;
    signpost_directory *town = damaged_town("SELECT 1");
    signpost_policy *policy;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_policy_load(NULL, &policy, NULL, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_index_build(town, policy, &index, NULL), SIGNPOST_OK);
    signpost_directory_close(town);
    signpost_policy_free(policy);
    assert_string_equal(signpost_index_directory(index), "Town");
    assert_int_equal(signpost_index_content_version(index), 1);
    assert_string_equal(signpost_policy_name(signpost_index_policy(index)), "signpost-1");
    assert_string_equal(signpost_calendar_division(signpost_index_calendar(index)), "england-and-wales");
    assert_int_equal(signpost_index_count(index), 17);
    assert_non_null(signpost_index_uid(index, 16));
    assert_null(signpost_index_uid(index, 17));
    signpost_results *results;
    assert_int_equal(signpost_results_new(index, 0, &results, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_results_new(index, 1001, &results, &error), SIGNPOST_INVALID);
    assert_null(results);
    signpost_need need = test_town_need();
    signpost_index *other;
    town = damaged_town("SELECT 1");
    assert_int_equal(signpost_index_build(town, NULL, &other, NULL), SIGNPOST_OK);
    signpost_directory_close(town);
    assert_int_equal(signpost_results_new(index, 20, &results, &error), SIGNPOST_OK);
    assert_int_equal(signpost_search(other, &need, results, &error), SIGNPOST_INVALID);
    assert_string_equal(error.message, "the results were made for another index");
    signpost_results_free(results);
    signpost_index_free(other);
    signpost_index_free(index);
    signpost_index_free(NULL);
    signpost_results_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_compiled_is_named),
        cmocka_unit_test(what_means_nothing_is_borne_with),
        cmocka_unit_test(an_index_tells_what_it_is),
    };
    return cmocka_run_group_tests_name("index", tests, set_up, tear_down);
}
