/* The audit of a small town: what is covered when, whom it concerns, what is nearest, what deepens and what closes it.
 * The oracles ask the search minute by minute; here stand the cases that a keeper can check by hand. */
#include "../support/audit_town.h"
#include "../support/cmocka_all.h"

#include "signpost/overlaps.h"
#include "signpost/remedies.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TN, TW, AREAS };

static char path[] = "/tmp/signpost-audit-town-XXXXXX";
static signpost_directory *town;
static signpost_index *town_index;
static signpost_error error;

static int set_up(void **state)
{
    (void)state;
    close(mkstemp(path));
    town = test_audit_town_make(path);
    return town && signpost_index_build(town, NULL, &town_index, &error) == SIGNPOST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    signpost_index_free(town_index);
    signpost_directory_close(town);
    return remove(path);
}

static signpost_audit *audit(const signpost_audit_options *options)
{
    signpost_demand demands[TEST_DEMANDS];
    signpost_audit *made;
    test_demands(demands);
    if (signpost_audit_new(town, town_index, demands, TEST_DEMANDS, options, &made, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    return made;
}

static signpost_gaps *gaps_of(const signpost_audit *of)
{
    signpost_gaps *gaps;
    assert_int_equal(signpost_audit_gaps(of, &gaps, &error), SIGNPOST_OK);
    return gaps;
}

/* `Mon 00:00-06:30 ...`, by the day on which each stretch begins; all of the week is `always`. */
static void write_stretches(const signpost_stretch *all, size_t count, char *text, size_t size)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    size_t length = (size_t)snprintf(text, size, "%s", count ? "" : "never");
    for (size_t i = 0; i < count; i++) {
        signpost_stretch one = all[i];
        if (one.until - one.from == 7 * 1440)
            length += (size_t)snprintf(text + length, size - length, "always");
        else
            length += (size_t)snprintf(text + length, size - length, "%s%s %02d:%02d-%s %02d:%02d", i ? " " : "",
                                       days[one.from / 1440], one.from % 1440 / 60, one.from % 60,
                                       days[one.until / 1440 % 7], one.until % 1440 / 60, one.until % 60);
    }
}

static void minutes_without_cover_are_exact(void **state)
{
    (void)state;
    static const struct row {
        const char *why;
        size_t area, demand;
        signpost_sex sex;
        int age_years;
        const char *gaps;
    } rows[] = {
        /* Within 6 hours of 02:30 a service that opens at 08:00 is open for half an hour; it closes at 18:30. */
        {"surgeries open Mo-Fr, one Sa", TW, TEST_PRIMARY_CARE, SIGNPOST_FEMALE, 30,
         "Mon 00:00-Mon 02:30 Mon 18:01-Tue 02:30 Tue 18:01-Wed 02:30 Wed 18:01-Thu 02:30 Thu 18:01-Fri 02:30 "
         "Fri 18:01-Sat 03:30 Sat 11:31-Mon 00:00"},
        {"day and night", TW, TEST_RASH, SIGNPOST_MALE, 30, "never"},
        {"profiled for nobody", TW, TEST_UNKNOWN, SIGNPOST_MALE, 30, "always"},
        {"the same for a child", TW, TEST_PRIMARY_CARE, SIGNPOST_MALE, 3,
         "Mon 00:00-Mon 02:30 Mon 18:01-Tue 02:30 Tue 18:01-Wed 02:30 Wed 18:01-Thu 02:30 Thu 18:01-Fri 02:30 "
         "Fri 18:01-Sat 03:30 Sat 11:31-Mon 00:00"},
        {"too far", TN, TEST_RASH, SIGNPOST_MALE, 30, "always"},
        /* By the end of the next working day: on a Friday by Monday midnight. */
        {"next working day", TN, TEST_OWN_GP, SIGNPOST_FEMALE, 30, "never"},
    };
    signpost_audit_options options = test_audit_options();
    signpost_audit *of = audit(&options);
    signpost_gaps *gaps = gaps_of(of);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_stretch stretches[32];
        char text[1024];
        size_t count;
        assert_int_equal(signpost_gaps_of(gaps, rows[i].area, rows[i].demand, rows[i].sex,
                                          signpost_age_days(rows[i].age_years, SIGNPOST_YEARS), stretches, 32, &count),
                         SIGNPOST_OK);
        write_stretches(stretches, count, text, sizeof text);
        if (strcmp(text, rows[i].gaps) != 0)
            fail_msg("%s: %s, expected %s", rows[i].why, text, rows[i].gaps);
    }
    signpost_gaps_free(gaps);
    signpost_audit_free(of);
}

static void people_are_counted_once(void **state)
{
    (void)state;
    signpost_audit_options options = test_audit_options();
    signpost_audit *of = audit(&options);
    signpost_audit_about about = signpost_audit_describe(of);
    signpost_gaps *gaps = gaps_of(of);
    assert_int_equal(about.areas, AREAS);
    assert_int_equal(about.areas_left_out, 1);
    assert_int_equal(about.people, 1890);
    assert_int_equal(about.people_left_out, 7);
    assert_string_equal(signpost_audit_area_at(of, TW).practice, "G82001");
    assert_string_equal(signpost_audit_area_at(of, TN).practice, "G82002");
    assert_string_equal(signpost_audit_area_at(of, AREAS).code, "");
    assert_null(signpost_audit_demand_at(of, TEST_DEMANDS));
    /* Dx99 is lacked everywhere, always: 1,890 people in two neighbouring areas. */
    signpost_gap first = signpost_gaps_at(gaps, 0);
    assert_int_equal(first.people, 1890);
    assert_int_equal(first.areas, AREAS);
    assert_int_equal(first.minutes, 7 * 1440);
    assert_int_equal(first.person_minutes, INT64_C(1890) * 7 * 1440);
    assert_int_equal(signpost_gap_need_at(gaps, 0, 0).demand, TEST_UNKNOWN);
    assert_int_equal(signpost_gaps_person_minutes(gaps, TEST_UNKNOWN, TW), INT64_C(1800) * 7 * 1440);
    assert_int_equal(signpost_gaps_person_minutes(gaps, TEST_RASH, TW), 0);
    assert_int_equal(signpost_gaps_person_minutes(gaps, TEST_DEMANDS, TW), 0);
    int64_t hours[168];
    assert_int_equal(signpost_gaps_by_hour(gaps, TEST_UNKNOWN, hours, 168), SIGNPOST_OK);
    assert_int_equal(hours[0], 1890);
    assert_int_equal(hours[167], 1890);
    assert_int_equal(signpost_gaps_by_hour(gaps, TEST_DEMANDS, hours, 168), SIGNPOST_INVALID);
    assert_int_equal(signpost_gaps_at(gaps, signpost_gaps_count(gaps)).people, 0);
    signpost_gaps_free(gaps);
    signpost_audit_free(of);
}

/* The nearest near miss of the first finding about a demand that has an area. */
static signpost_gap_nearest nearest_of(const signpost_gaps *gaps, size_t demand, size_t area)
{
    for (size_t i = 0; i < signpost_gaps_count(gaps); i++)
        for (size_t at = 0; at < signpost_gaps_at(gaps, i).areas; at++)
            if (signpost_gap_need_at(gaps, i, 0).demand == demand && signpost_gap_area_at(gaps, i, at) == area)
                return signpost_gap_nearest_to(gaps, i);
    return (signpost_gap_nearest){.uid = "", .name = ""};
}

static void the_nearest_near_miss_says_why(void **state)
{
    (void)state;
    signpost_audit_options options = test_audit_options();
    signpost_audit *of = audit(&options);
    signpost_gaps *gaps = gaps_of(of);
    signpost_gap_nearest nearest = nearest_of(gaps, TEST_PRIMARY_CARE, TW);
    assert_true(nearest.found);
    assert_int_equal(nearest.filter, SIGNPOST_FILTER_HOURS);
    assert_int_equal(nearest.distance_m, 1112);
    assert_string_equal(nearest.reason, "opens Monday 08:00");
    nearest = nearest_of(gaps, TEST_RASH, TN); /* what there is lies 22 km away, where 1.2 km are searched */
    assert_false(nearest.found);
    assert_string_equal(nearest.uid, "");
    signpost_gaps_free(gaps);
    signpost_audit_free(of);
    options.radius_m = 6000;
    of = audit(&options);
    gaps = gaps_of(of);
    nearest = nearest_of(gaps, TEST_RASH, TN);
    assert_int_equal(nearest.filter, SIGNPOST_FILTER_DISTANCE);
    assert_string_equal(nearest.uid, "ed-all");
    assert_string_equal(nearest.reason, "0.7 km beyond reach");
    signpost_gaps_free(gaps);
    signpost_audit_free(of);
}

static void bad_questions_are_refused(void **state)
{
    (void)state;
    signpost_audit *none = (signpost_audit *)&error;
    signpost_demand demands[TEST_DEMANDS];
    test_demands(demands);
    signpost_audit_options options[] = {test_audit_options(), test_audit_options(), test_audit_options(),
                                        test_audit_options(), test_audit_options(), test_audit_options()};
    static const signpost_status expected[] = {SIGNPOST_INVALID, SIGNPOST_INVALID,      SIGNPOST_INVALID,
                                               SIGNPOST_INVALID, SIGNPOST_OUT_OF_RANGE, SIGNPOST_NOT_FOUND};
    options[0].size = 1;
    options[1].days = 61;
    options[2].threads = 0;
    options[3].area_kind = "village";
    options[4].from = 0;
    options[5].area_kind = "region";
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        assert_int_equal(signpost_audit_new(town, town_index, demands, TEST_DEMANDS, &options[i], &none, &error),
                         expected[i]);
        assert_null(none);
    }
    demands[1].disposition.lookup = false;
    options[0] = test_audit_options();
    assert_int_equal(signpost_audit_new(town, town_index, demands, TEST_DEMANDS, &options[0], &none, &error),
                     SIGNPOST_INVALID);
    assert_string_equal(error.message, "demand 2 is of a disposition that is not looked up");
}

static bool stop_at_once(void *context, size_t done, size_t total)
{
    (void)total;
    *(size_t *)context = done;
    return done == 0;
}

static void it_can_be_stopped_and_threads_do_not_matter(void **state)
{
    (void)state;
    size_t done = 0;
    signpost_audit_options options = test_audit_options();
    options.progress = stop_at_once;
    options.progress_context = &done;
    signpost_audit *of = audit(&options);
    signpost_gaps *gaps;
    signpost_overlaps *overlaps;
    assert_int_equal(signpost_audit_gaps(of, &gaps, &error), SIGNPOST_CANCELLED);
    assert_null(gaps);
    assert_int_equal(done, 1);
    assert_int_equal(signpost_audit_overlaps(of, &overlaps, &error), SIGNPOST_CANCELLED);
    assert_null(overlaps);
    signpost_audit_free(of);
    options = test_audit_options();
    signpost_audit *one = audit(&options);
    options.threads = 3;
    signpost_audit *three = audit(&options);
    signpost_gaps *of_one = gaps_of(one), *of_three = gaps_of(three);
    assert_int_equal(signpost_gaps_count(of_one), signpost_gaps_count(of_three));
    for (size_t i = 0; i < signpost_gaps_count(of_one); i++) {
        signpost_gap a = signpost_gaps_at(of_one, i), b = signpost_gaps_at(of_three, i);
        assert_int_equal(a.person_minutes, b.person_minutes);
        assert_int_equal(signpost_gap_area_at(of_one, i, 0), signpost_gap_area_at(of_three, i, 0));
        assert_int_equal(signpost_gap_stretch_at(of_one, i, 0).from, signpost_gap_stretch_at(of_three, i, 0).from);
    }
    signpost_gaps_free(of_one);
    signpost_gaps_free(of_three);
    signpost_audit_free(one);
    signpost_audit_free(three);
}

static void depth_and_what_one_service_adds(void **state)
{
    (void)state;
    int64_t at[SIGNPOST_DEEPEST + 1];
    signpost_audit_options options = test_audit_options();
    signpost_audit *of = audit(&options);
    signpost_overlaps *overlaps;
    assert_int_equal(signpost_audit_overlaps(of, &overlaps, &error), SIGNPOST_OK);
    /* One rash clinic, day and night, for the 1,800 people of TW; nothing for the 90 of TN. */
    assert_int_equal(signpost_overlaps_depth(overlaps, TEST_RASH, SIGNPOST_ALL_AREAS, at), SIGNPOST_OK);
    assert_int_equal(at[0], INT64_C(90) * 7 * 1440);
    assert_int_equal(at[1], INT64_C(1800) * 7 * 1440);
    assert_int_equal(at[2], 0);
    assert_int_equal(signpost_overlaps_depth(overlaps, TEST_RASH, AREAS, at), SIGNPOST_INVALID);
    signpost_contribution first = signpost_overlaps_service(overlaps, 0);
    assert_string_equal(first.uid, "rash");
    assert_int_equal(first.alone_person_minutes, INT64_C(1800) * 7 * 1440);
    assert_int_equal(first.given_person_minutes, first.alone_person_minutes);
    assert_int_equal(first.alone_needs, 1);
    assert_int_equal(first.alone_places, 1);
    assert_string_equal(signpost_overlaps_service(overlaps, signpost_overlaps_services(overlaps)).uid, "");
    assert_int_equal(signpost_overlaps_pair(overlaps, signpost_overlaps_pairs(overlaps)).distance_m, 0);
    signpost_overlaps_free(overlaps);
    signpost_audit_free(of);
}

static void remedies_say_what_they_close(void **state)
{
    (void)state;
    signpost_audit_options options = test_audit_options();
    signpost_audit *of = audit(&options);
    signpost_gaps *gaps = gaps_of(of);
    signpost_remedies *remedies;
    assert_int_equal(signpost_gaps_remedies(gaps, 0, &remedies, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_gaps_remedies(gaps, 3, &remedies, &error), SIGNPOST_OK);
    assert_true(signpost_remedies_count(remedies) > 0);
    int64_t left = signpost_remedies_before(remedies);
    for (size_t i = 0; i < signpost_remedies_count(remedies); i++) {
        signpost_remedy one = signpost_remedies_at(remedies, i);
        assert_true(one.gain_person_minutes > 0);
        assert_true(*one.what);
        left -= one.gain_person_minutes;
        assert_int_equal(one.left_person_minutes, left);
    }
    assert_string_equal(signpost_remedies_at(remedies, 100).uid, "");
    signpost_remedies_free(remedies);
    signpost_gaps_free(gaps);
    signpost_audit_free(of);
    options.days = 2;
    of = audit(&options);
    gaps = gaps_of(of);
    assert_int_equal(signpost_gaps_remedies(gaps, 3, &remedies, &error), SIGNPOST_STATE);
    signpost_gaps_free(gaps);
    signpost_audit_free(of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minutes_without_cover_are_exact),
        cmocka_unit_test(people_are_counted_once),
        cmocka_unit_test(the_nearest_near_miss_says_why),
        cmocka_unit_test(bad_questions_are_refused),
        cmocka_unit_test(it_can_be_stopped_and_threads_do_not_matter),
        cmocka_unit_test(depth_and_what_one_service_adds),
        cmocka_unit_test(remedies_say_what_they_close),
    };
    return cmocka_run_group_tests_name("audit", tests, set_up, tear_down);
}
