/* Travel times in the small town: whose count, what they do to the order and to opening in time, and how it is said. */
#include "../support/cmocka_all.h"

#include "../support/counting.h"
#include "../support/open_town.h"

#include <string.h>

/* Numbers of the town's services are those of town.h. From TN9, which lies north of most of it, it has times already.
 */
static const char places_sql[] = "INSERT INTO travel_time VALUES ('postcode', 'TN1 2AB', 1, 3),"
                                 " ('sector', 'TN1 2', 1, 5), ('sector', 'TN1 2', 3, 7),"
                                 " ('district', 'TN1', 1, 9), ('district', 'TN1', 3, 11), ('district', 'TN1', 4, 1),"
                                 " ('town', 'Royal Tunbridge Wells', 1, 15)";

/* The town with other travel times, by a policy (NULL for the built-in one). */
static void compile(const char *sql, const signpost_policy *policy)
{
    signpost_directory *directory;
    signpost_results_free(results);
    signpost_index_free(town);
    results = NULL;
    town = NULL;
    if (signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, &error) != SIGNPOST_OK ||
        sgp_db_run(directory->db, "DELETE FROM travel_time", &error) != SIGNPOST_OK ||
        sgp_db_run(directory->db, sql, &error) != SIGNPOST_OK ||
        signpost_index_build(directory, policy, &town, &error) != SIGNPOST_OK ||
        signpost_results_new(town, 20, &results, &error) != SIGNPOST_OK)
        fail_msg("%s: %s", sql, error.message);
    signpost_directory_close(directory);
}

static void search(const signpost_need *need)
{
    if (signpost_search(town, need, results, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
}

static signpost_explanation explain(const char *uid)
{
    signpost_explanation why;
    assert_int_equal(signpost_results_explain(results, uid, &why, &error), SIGNPOST_OK);
    return why;
}

/* The uids of what is returned, or else of the catch-all. */
static void say(char text[512])
{
    signpost_found found;
    text[0] = '\0';
    for (int list = SIGNPOST_RETURNED; list <= SIGNPOST_CATCH_ALL; list++)
        for (size_t i = 0; signpost_results_get(results, (signpost_list)list, i, &found) == SIGNPOST_OK; i++)
            if (list != SIGNPOST_HELD)
                snprintf(text + strlen(text), 512 - strlen(text), "%s%s", *text ? " " : "", found.uid);
}

/* Both searches give the same list. */
static void check_list(const signpost_need *need, const char *what, const char *expected)
{
    char whole[512], ranked[512];
    search(need);
    say(whole);
    assert_int_equal(signpost_search_ranked(town, need, results, &error), SIGNPOST_OK);
    say(ranked);
    if (strcmp(whole, expected) != 0 || strcmp(ranked, expected) != 0)
        fail_msg("%s:\nwhole  %s\nranked %s\nwanted %s", what, whole, ranked, expected);
}

static void the_most_particular_place_counts_pair_by_pair(void **state)
{
    (void)state;
    static const struct row {
        const char *postcode;
        bool point;
        const char *uid;
        int minutes;
        const char *way;
    } rows[] = {
        {"TN1 2AB", false, "surgery", 3, "3 minutes by the table of travel times for TN1 2AB"},
        {"TN1 2AB", false, "women", 7, "7 minutes by the table of travel times for TN1 2"},
        {"TN1 2AB", false, "adults", 1, "1 minute by the table of travel times for TN1"},
        {"TN1 2AB", false, "pharmacy-a", -1, "4.4 km in a straight line; no travel time is loaded for it"},
        {"TN1 2ZZ", false, "surgery", 5, "5 minutes by the table of travel times for TN1 2"},
        {"tn19zz", false, "surgery", 9, "9 minutes by the table of travel times for TN1"},
        {"TN1", false, "women", 11, "11 minutes by the table of travel times for TN1"},
        {"royal  tunbridge wells", false, "surgery", 15,
         "15 minutes by the table of travel times for Royal Tunbridge Wells"},
        {"Royal Tunbridge Wells", false, "women", -1, "1.9 km in a straight line; no travel time is loaded for it"},
        {"TN1 2AB", true, "women", 7, "7 minutes by the table of travel times for TN1 2"},
        {NULL, true, "women", -1, "2.2 km in a straight line"},
        {"TN2", false, "women", -1, "3.3 km in a straight line"},
    };
    compile(places_sql, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_need need = test_town_need();
        need.postcode = rows[i].postcode;
        need.has_point = rows[i].point;
        need.latitude = 51.13;
        need.longitude = 0.26;
        search(&need);
        signpost_explanation why = explain(rows[i].uid);
        if (why.service.travel_minutes != rows[i].minutes || strcmp(why.service.way, rows[i].way) != 0)
            fail_msg("from %s to %s: %d, %s", rows[i].postcode ? rows[i].postcode : "a point", rows[i].uid,
                     why.service.travel_minutes, why.service.way);
        bool may_go_by_time = strstr(rows[i].way, "table") || strstr(rows[i].way, "loaded");
        char has[SIGNPOST_FOUND_TEXT_SIZE];
        snprintf(has, sizeof has, "%d m%s%.200s", why.service.distance_m, may_go_by_time ? "; ranked by " : "",
                 may_go_by_time ? rows[i].way : "");
        assert_string_equal(why.verdicts[SIGNPOST_FILTER_DISTANCE].has, has);
        assert_int_equal(why.service.rank.effective_m,
                         rows[i].minutes < 0 ? why.service.distance_m : rows[i].minutes * 500);
    }
}

/* Women's clinic at 2224 m, adults' at 3336 m, the far surgery at 22 km; pharmacies a, b and c at 4448, 5560, 6672 m.
 */
static void minutes_and_metres_are_one_order(void **state)
{
    (void)state;
    static const struct row {
        const char *sql, *expected;
    } rows[] = {
        {"", "pharmacy-a pharmacy-b far-surgery women promoted"},
        /* A minute is 500 m: 12 of them come before 6672 m, but not before 5560 m. */
        {"INSERT INTO travel_time VALUES ('sector', 'TN1 2', 5, 12)",
         "pharmacy-b pharmacy-a far-surgery women promoted"},
        {"INSERT INTO travel_time VALUES ('sector', 'TN1 2', 5, 14)",
         "pharmacy-b pharmacy-c far-surgery women promoted"},
        /* The same minutes: the nearer one; and by metres alone c would be no first. */
        {"INSERT INTO travel_time VALUES ('sector', 'TN1 2', 7, 2), ('sector', 'TN1 2', 6, 2)",
         "pharmacy-b pharmacy-c far-surgery women promoted"},
        {"INSERT INTO travel_time VALUES ('sector', 'TN1 2', 7, 0)",
         "pharmacy-c pharmacy-a far-surgery women promoted"},
        /* Other keys stay before the way: whom the commissioner pays comes first, however long it takes. */
        {"INSERT INTO travel_time VALUES ('sector', 'TN1 2', 2, 60), ('sector', 'TN1 2', 4, 1)",
         "pharmacy-a pharmacy-b far-surgery adults promoted"},
        /* Held, shut and closed services gain nothing by being near. */
        {"INSERT INTO travel_time VALUES ('sector', 'TN1 2', 1, 0), ('sector', 'TN1 2', 8, 0)",
         "pharmacy-a pharmacy-b far-surgery women promoted"},
        /* Beyond the search distance a service stays out of reach, whatever its minutes. */
        {"INSERT INTO travel_time VALUES ('district', 'TN1', 2, 1), ('district', 'TN1', 3, 9)",
         "pharmacy-a pharmacy-b far-surgery adults promoted"},
    };
    signpost_need need = test_town_need();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        compile(rows[i].sql, NULL);
        check_list(&need, rows[i].sql, rows[i].expected);
    }
    need.radius_m = 20000;
    check_list(&need, "20 km", "pharmacy-a pharmacy-b adults women promoted");
}

/* Surgeries close at 18:30, and have to be open for 30 minutes when one gets there. */
static void who_comes_too_late_is_not_sent(void **state)
{
    (void)state;
    static const struct row {
        int minutes;
        signpost_minute later; /* than 10:00 */
        int within;            /* minutes */
        bool serves;
        const char *wanted;
    } rows[] = {
        {0, 480, 360, true, "open for 30 minutes between 2026-11-20T18:00+00:00 and 2026-11-21T00:00+00:00"},
        {-1, 480, 360, true, "open for 30 minutes between 2026-11-20T18:00+00:00 and 2026-11-21T00:00+00:00"},
        {20, 460, 360, true,
         "open for 30 minutes after arrival at 2026-11-20T18:00+00:00 (20 min of travel) and before "
         "2026-11-20T23:40+00:00"},
        {21, 460, 360, false,
         "open for 30 minutes after arrival at 2026-11-20T18:01+00:00 (21 min of travel) and before "
         "2026-11-20T23:40+00:00"},
        {30, 0, 60, true,
         "open for 30 minutes after arrival at 2026-11-20T10:30+00:00 (30 min of travel) and before "
         "2026-11-20T11:00+00:00"},
        {31, 0, 60, false,
         "open for 30 minutes after arrival at 2026-11-20T10:31+00:00 (31 min of travel) and before "
         "2026-11-20T11:00+00:00"},
        {1440, 0, 60, false,
         "open for 30 minutes after arrival at 2026-11-21T10:00+00:00 (1440 min of travel) and before "
         "2026-11-20T11:00+00:00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sql[128] = "";
        if (rows[i].minutes >= 0)
            snprintf(sql, sizeof sql, "INSERT INTO travel_time VALUES ('sector', 'TN1 2', 3, %d)", rows[i].minutes);
        compile(sql, NULL);
        signpost_need need = test_town_need();
        need.when += rows[i].later;
        need.disposition.within.amount = rows[i].within;
        search(&need);
        signpost_explanation why = explain("women");
        const signpost_verdict *hours = &why.verdicts[SIGNPOST_FILTER_HOURS];
        if (hours->passed != rows[i].serves || why.service.serves != rows[i].serves ||
            strcmp(hours->wanted, rows[i].wanted) != 0)
            fail_msg("%d minutes: %s", rows[i].minutes, hours->wanted);
        assert_int_equal(why.service.failed, rows[i].serves ? 0 : 1u << SIGNPOST_FILTER_HOURS);
    }
}

static void the_catch_all_goes_by_the_same_way(void **state)
{
    (void)state;
    static const struct row {
        const char *sql, *expected;
    } rows[] = {
        {"", "ed-all"}, /* the other one takes no age */
        {"UPDATE service SET profile = 4 WHERE id = 15", "ed ed-all"},
        {"INSERT INTO travel_time VALUES ('district', 'TN1', 16, 26)", "ed-all ed"}, /* 13 km for 16.7; ed is at 13.3 */
        {"INSERT INTO travel_time VALUES ('district', 'TN1', 16, 27)", "ed ed-all"},
        {"INSERT INTO travel_time VALUES ('district', 'TN1', 15, 90), ('sector', 'TN1 2', 15, 99)", "ed-all ed"},
        {"UPDATE service SET profile = NULL WHERE id = 15", "ed-all"},
    };
    signpost_need need = test_town_need();
    need.disposition.code = "Dx99";
    need.when += 600; /* out of hours: 20:00 */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        compile(rows[i].sql, NULL);
        check_list(&need, rows[i].sql, rows[i].expected);
    }
}

static void a_policy_may_do_without(void **state)
{
    (void)state;
    signpost_policy *national;
    signpost_need need = test_town_need();
    assert_int_equal(
        signpost_policy_load(SIGNPOST_SOURCE_ROOT "/dos/policies/uec-dos-1.5.yaml", &national, NULL, &error),
        SIGNPOST_OK);
    compile("INSERT INTO travel_time VALUES ('sector', 'TN1 2', 7, 0), ('sector', 'TN1 2', 3, 1440)", national);
    check_list(&need, "the national rules", "pharmacy-a pharmacy-b far-surgery women promoted");
    search(&need);
    assert_string_equal(explain("pharmacy-c").service.way, "6.7 km in a straight line");
    assert_int_equal(explain("pharmacy-c").service.rank.travel_minutes, -1);
    signpost_policy_free(national);
}

static void no_search_allocates(void **state)
{
    (void)state;
    signpost_need need = test_town_need();
    compile(places_sql, NULL);
    signpost_allocator_set(&counting);
    allocations = 0;
    search(&need);
    explain("women");
    assert_int_equal(signpost_search_ranked(town, &need, results, &error), SIGNPOST_OK);
    signpost_allocator_set(NULL);
    assert_int_equal(allocations, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_particular_place_counts_pair_by_pair),
        cmocka_unit_test(minutes_and_metres_are_one_order),
        cmocka_unit_test(who_comes_too_late_is_not_sent),
        cmocka_unit_test(the_catch_all_goes_by_the_same_way),
        cmocka_unit_test(a_policy_may_do_without),
        cmocka_unit_test(no_search_allocates),
    };
    return cmocka_run_group_tests_name("travel times", tests, set_up, tear_down);
}
