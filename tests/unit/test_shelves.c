/* The ranked search walks outwards in rings of cells: over the poles, the date line and far from any service it must still return
 * what the search that looks at everything in reach returns. */
#include "../support/cmocka_all.h"

#include "../support/open_town.h"
#include "../support/random.h"

#include <string.h>

/* Moves every service somewhere near a place, and compiles the town anew. */
static signpost_index *town_near(double latitude, double longitude, double spread, test_random *random)
{
    signpost_directory *directory;
    signpost_index *index = NULL;
    char sql[256];
    const signpost_act act = {"test", "a removal", 29900000};
    int64_t number;
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, &error), SIGNPOST_OK);
    assert_int_equal(sgp_directory_begin(directory, &act, "edit", &number, &error), SIGNPOST_OK);
    for (int id = 1; id <= 30; id++) {
        double up = latitude + spread * (test_random_from(random, -1000, 1000) / 1000.0);
        double along = longitude + 3 * spread * (test_random_from(random, -1000, 1000) / 1000.0);
        up = up > 90 ? 90 : up < -90 ? -90 : up;
        along = along > 180 ? along - 360 : along < -180 ? along + 360 : along;
        snprintf(sql, sizeof sql, "UPDATE service SET latitude = %d / 1e6, longitude = %d / 1e6 WHERE id = %d", (int)(up * 1e6),
                 (int)(along * 1e6), id);
        assert_int_equal(sgp_db_run(directory->db, sql, &error), SIGNPOST_OK);
    }
    assert_int_equal(sgp_directory_commit(directory, &error), SIGNPOST_OK);
    assert_int_equal(signpost_index_build(directory, NULL, &index, &error), SIGNPOST_OK);
    signpost_directory_close(directory);
    return index;
}

static void say_list(const signpost_results *from, signpost_list list, char *text, size_t size)
{
    signpost_found found;
    for (size_t i = 0; signpost_results_get(from, list, i, &found) == SIGNPOST_OK; i++)
        snprintf(text + strlen(text), size - strlen(text), "%s %d, ", found.uid, found.distance_m);
}

/* Whether something was found at all. */
static bool compare_at(const signpost_index *index, signpost_results *own, double latitude, double longitude, int32_t radius)
{
    char whole[2048] = "", ranked[2048] = "";
    signpost_need need = test_town_need();
    need.has_point = true;
    need.latitude = latitude > 90 ? 90 : latitude < -90 ? -90 : latitude;
    need.longitude = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
    need.radius_m = radius;
    assert_int_equal(signpost_search(index, &need, own, &error), SIGNPOST_OK);
    say_list(own, SIGNPOST_RETURNED, whole, sizeof whole);
    say_list(own, SIGNPOST_CATCH_ALL, whole, sizeof whole);
    assert_int_equal(signpost_search_ranked(index, &need, own, &error), SIGNPOST_OK);
    say_list(own, SIGNPOST_RETURNED, ranked, sizeof ranked);
    say_list(own, SIGNPOST_CATCH_ALL, ranked, sizeof ranked);
    if (strcmp(whole, ranked) != 0)
        fail_msg("at %d, %d millionths within %d m:\n%s\n%s", (int)(need.latitude * 1e6), (int)(need.longitude * 1e6), radius, whole,
                 ranked);
    return *whole != '\0';
}

static void both_searches_agree_anywhere_on_earth(void **state)
{
    (void)state;
    static const struct row {
        double latitude, longitude, spread;
    } rows[] = {{51, 0, 0.3},  {0, 179.9, 0.3}, {0, -180, 0.5}, {89.8, 20, 0.3}, {-89.9, -170, 0.2},
                {-90, 0, 0},   {60, 25, 0.001}, {85, 179, 3},   {10, 10, 40},    {51, 0, 0}};
    static const int32_t radii[] = {1, 1500, 30000, 60000, 400000, 1000000};
    test_random random = {11};
    int found = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_results *own;
        signpost_index *index = town_near(rows[i].latitude, rows[i].longitude, rows[i].spread, &random);
        assert_int_equal(signpost_results_new(index, 20, &own, &error), SIGNPOST_OK);
        for (int j = 0; j < 300; j++) {
            double away = j % 3 ? rows[i].spread + 0.01 : 5;
            found += compare_at(index, own, rows[i].latitude + away * (test_random_from(&random, -1000, 1000) / 1000.0),
                       rows[i].longitude + 3 * away * (test_random_from(&random, -1000, 1000) / 1000.0), radii[j % 6]);
        }
        signpost_results_free(own);
        signpost_index_free(index);
    }
    assert_true(found > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_searches_agree_anywhere_on_earth),
    };
    return cmocka_run_group_tests_name("shelves", tests, set_up, tear_down);
}
