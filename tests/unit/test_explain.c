/* Why services in a small town were, or were not, returned, and what is said of those that were. */
#include "../support/cmocka_all.h"

#include "../support/open_town.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void search(const signpost_need *need)
{
    if (signpost_search(town, need, results, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
}

static void every_service_is_explained(void **state)
{
    (void)state;
    static const struct row {
        const char *uid;
        signpost_fate fate;
        signpost_filter filter;
        const char *wanted, *has, *change;
    } rows[] = {
        {"women", SIGNPOST_FATE_RETURNED, SIGNPOST_FILTER_SEX, "female", "female", ""},
        {"adults", SIGNPOST_FATE_TYPE_FULL, SIGNPOST_FILTER_AGE, "30 years", "16 years and over",
         "enough services of its type"},
        {"closed", SIGNPOST_FATE_NEAR_MISS, SIGNPOST_FILTER_STATE, "active on 2026-11-20", "closed",
         "would have to be active"},
        {"future", SIGNPOST_FATE_NEAR_MISS, SIGNPOST_FILTER_STATE, "active on 2026-11-20", "active from 2027-01-01",
         "active"},
        {"rash", SIGNPOST_FATE_FAILED, SIGNPOST_FILTER_SYMPTOM_GROUP, "symptom group fever",
         "not in profile \"minor rash\"", "no one change would do: it fails 2 filters"},
        {"rash", SIGNPOST_FATE_FAILED, SIGNPOST_FILTER_DISCRIMINATOR, "primary", "profile \"minor rash\" lacks primary",
         "no one"},
        {"surgery", SIGNPOST_FATE_HELD, SIGNPOST_FILTER_PRACTICE, "GP practice not asked",
         "only patients of G82001, G82002",
         "ask which GP practice the patient is registered with: it takes those of 2"},
        {"red", SIGNPOST_FATE_HELD, SIGNPOST_FILTER_CAPACITY, "not red", "red until 2026-11-20T21:00+00:00",
         "its capacity is red until 21:00: call before sending anyone"},
        {"saturday", SIGNPOST_FATE_NEAR_MISS, SIGNPOST_FILTER_HOURS,
         "open for 30 minutes between 2026-11-20T10:00+00:00 and 2026-11-20T16:00+00:00",
         "opens 09:00 tomorrow (today: closed)", "it would have to be open in time"},
        {"late", SIGNPOST_FATE_NEAR_MISS, SIGNPOST_FILTER_HOURS,
         "open for 30 minutes between 2026-11-20T10:00+00:00 and 2026-11-20T12:00+00:00 (returned only when open soon)",
         "opens 14:00 (today: open 14:00 to 18:00)", "open in time"},
        {"sussex-only", SIGNPOST_FATE_NEAR_MISS, SIGNPOST_FILTER_AREA, "TW, KENT, SE", "SUSSEX",
         "limited to the patient's area"},
        {"ed", SIGNPOST_FATE_FAILED, SIGNPOST_FILTER_ROLE, "111-telephone", "no profile", "fails 6 filters"},
        {"pharmacy-a", SIGNPOST_FATE_RETURNED, SIGNPOST_FILTER_DISTANCE, "within 30000 m", "4448 m", ""},
        {"pharmacy-a", SIGNPOST_FATE_RETURNED, SIGNPOST_FILTER_DISPOSITION, "Dx06", "in profile \"everything\"", ""},
        {"pharmacy-a", SIGNPOST_FATE_RETURNED, SIGNPOST_FILTER_AREA, "TW, KENT, SE", "not limited", ""},
    };
    signpost_need need = test_town_need();
    need.practice_knowledge = SIGNPOST_PRACTICE_NOT_ASKED;
    search(&need);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_explanation why;
        assert_int_equal(signpost_results_explain(results, rows[i].uid, &why, &error), SIGNPOST_OK);
        const signpost_verdict *verdict = &why.verdicts[rows[i].filter];
        assert_int_equal(verdict->passed, !(why.service.failed >> rows[i].filter & 1));
        if (why.fate != rows[i].fate || strcmp(verdict->wanted, rows[i].wanted) != 0 ||
            strcmp(verdict->has, rows[i].has) != 0 || !strstr(why.change, rows[i].change) ||
            (!*rows[i].change && *why.change))
            fail_msg("%s by %s: %s; wanted %s, has %s; %s", rows[i].uid, signpost_filter_name(rows[i].filter),
                     signpost_fate_name(why.fate), verdict->wanted, verdict->has, why.change);
    }
    signpost_explanation why;
    assert_int_equal(signpost_results_explain(results, "nobody", &why, &error), SIGNPOST_NOT_FOUND);
    assert_int_equal(signpost_results_explain(results, "pharmacy-d", &why, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message, "no service \"pharmacy-d\"; did you mean \"pharmacy-a\"?");
    signpost_results *unused;
    assert_int_equal(signpost_results_new(town, 1, &unused, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_results_explain(unused, "red", &why, &error), SIGNPOST_STATE);
    signpost_results_free(unused);
    need.limit = 1;
    search(&need);
    assert_int_equal(signpost_results_explain(results, "women", &why, &error), SIGNPOST_OK);
    assert_int_equal(why.fate, SIGNPOST_FATE_LIMIT);
}

static void the_nearer_ones_of_its_type_are_named(void **state)
{
    (void)state;
    static const struct row {
        const char *uid;
        bool passed;
        const char *wanted, *has;
    } rows[] = {
        {"pharmacy-a", true, "among the first 2 of its type", "none that fits before it"},
        {"adults", false, "among the first 2 of its type",
         "Far Surgery (far-surgery), Women's Clinic (women) before it"},
        {"closed", true, "among the first 2 of its type", "none that fits before it"},
    };
    signpost_need need = test_town_need();
    search(&need);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_explanation why;
        assert_int_equal(signpost_results_explain(results, rows[i].uid, &why, &error), SIGNPOST_OK);
        if (why.of_type.passed != rows[i].passed || strcmp(why.of_type.wanted, rows[i].wanted) != 0 ||
            strcmp(why.of_type.has, rows[i].has) != 0)
            fail_msg("%s: %d, wanted %s, has %s", rows[i].uid, why.of_type.passed, why.of_type.wanted, why.of_type.has);
    }
}

static void a_found_service_says_what_is_needed(void **state)
{
    (void)state;
    signpost_found found;
    signpost_need need = test_town_need();
    search(&need);
    assert_int_equal(signpost_results_get(results, SIGNPOST_RETURNED, 2, &found), SIGNPOST_OK);
    assert_string_equal(found.name, "Far Surgery");
    assert_string_equal(found.public_name, "Far Surgery");
    assert_string_equal(found.phone, "");
    assert_string_equal(found.type_name, "GP Practice");
    assert_string_equal(found.opening, "open now, until 18:30");
    assert_string_equal(found.hours_today, "open 08:00 to 18:30");
    assert_true(found.serves);
    assert_int_equal(found.rank.affiliation, 2);
    assert_int_equal(found.rank.type_rank, 3);
    assert_int_equal(signpost_results_get(results, SIGNPOST_RETURNED, 0, &found), SIGNPOST_OK);
    assert_string_equal(found.opening, "open now, day and night");
    assert_int_equal(signpost_results_get(results, SIGNPOST_RETURNED, 5, &found), SIGNPOST_NONE);
    signpost_results_about about = signpost_results_describe(results);
    assert_string_equal(about.directory, "Town");
    assert_string_equal(about.policy, "signpost-1");
    assert_int_equal(about.near_misses[SIGNPOST_FILTER_CAPACITY], 1);
    assert_int_equal(about.near_misses[SIGNPOST_FILTER_STATE], 2);
    assert_int_equal(about.held, 1);
    assert_int_equal(about.in_reach, 17);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_service_is_explained),
        cmocka_unit_test(the_nearer_ones_of_its_type_are_named),
        cmocka_unit_test(a_found_service_says_what_is_needed),
    };
    return cmocka_run_group_tests_name("explain", tests, set_up, tear_down);
}
