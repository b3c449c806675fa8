/* Needs that cannot be searched, and those that are searched with a warning. */
#include "../support/cmocka_all.h"

#include "../support/open_town.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static signpost_minute at(const char *text)
{
    signpost_minute moment = 0;
    assert_int_equal(signpost_calendar_moment(signpost_index_calendar(town), text, &moment, NULL), SIGNPOST_OK);
    return moment;
}

static void search(const signpost_need *need)
{
    if (signpost_search(town, need, results, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
}

static void at_a_point(signpost_need *need)
{
    need->has_point = true;
    need->latitude = 51.13;
    need->longitude = 0.26;
    need->postcode = NULL;
}

static void ambulance(signpost_need *need)
{
    need->disposition.lookup = false;
}
static void without_group(signpost_need *need)
{
    need->symptom_group = NULL;
}
static void unknown_group(signpost_need *need)
{
    need->symptom_group = "gout";
}
static void only_wrong_discriminators(signpost_need *need)
{
    need->discriminators[0] = "shock";
}
static void without_discriminators(signpost_need *need)
{
    need->discriminator_count = 0;
}
static void too_many_discriminators(signpost_need *need)
{
    need->discriminator_count = 9;
}
static void without_age(signpost_need *need)
{
    need->age = (signpost_age){-1, -1};
}
static void without_place(signpost_need *need)
{
    need->postcode = NULL;
}
static void off_the_earth(signpost_need *need)
{
    at_a_point(need);
    need->latitude = 91;
}
static void misspelt_role(signpost_need *need)
{
    need->role = "clinican";
}
static void reached_later(signpost_need *need)
{
    need->reached = need->when + 1;
}
static void in_1990(signpost_need *need)
{
    need->when = 10000000;
}
static void practice_not_named(signpost_need *need)
{
    need->practice_knowledge = SIGNPOST_PRACTICE_KNOWN;
}
static void long_code(signpost_need *need)
{
    need->disposition.code = "Dx0123456789012345678901234567890123456789012345678901234567890123456789";
}
static void behind_the_patient(signpost_need *need)
{
    need->radius_m = -1;
}
static void fewer_than_none(signpost_need *need)
{
    need->limit = -1;
}
static void before_it_began(signpost_need *need)
{
    need->disposition.within.amount = -1;
}
static void of_no_sex(signpost_need *need)
{
    need->sex = (signpost_sex)9;
}
static void of_no_setting(signpost_need *need)
{
    need->disposition.setting = (signpost_setting)99;
}
static void at_the_end_of_time(signpost_need *need)
{
    need->when = at("2099-12-31T12:00");
    need->disposition.within = (signpost_timeframe){3, SIGNPOST_WORKING_DAYS};
}
static void from_nowhere(signpost_need *need)
{
    memset(need, 0, sizeof *need);
}

static void needs_that_cannot_be_searched_are_refused(void **state)
{
    (void)state;
    static const struct row {
        void (*change)(signpost_need *);
        signpost_status status;
        const char *says;
    } rows[] = {
        {ambulance, SIGNPOST_REFUSED, "disposition \"Dx06\" is not looked up"},
        {without_group, SIGNPOST_INVALID, "the need has no symptom group"},
        {unknown_group, SIGNPOST_INVALID, "no symptom group \"gout\" is in directory \"Town\""},
        {only_wrong_discriminators, SIGNPOST_INVALID,
         "none of the symptom discriminators is valid for symptom group \"fever\""},
        {without_discriminators, SIGNPOST_INVALID, "the need has no symptom discriminator"},
        {too_many_discriminators, SIGNPOST_INVALID, "the need has more than 8 symptom discriminators"},
        {without_age, SIGNPOST_INVALID, "the need has no age, or one that cannot be"},
        {without_place, SIGNPOST_INVALID, "the need does not say where the patient is"},
        {off_the_earth, SIGNPOST_INVALID, "the need's point is not on the Earth"},
        {misspelt_role, SIGNPOST_INVALID,
         "no referral role \"clinican\": there are 111-telephone, 111-online, 999 and clinician"},
        {reached_later, SIGNPOST_INVALID, "the need reached its disposition after the moment of the search"},
        {in_1990, SIGNPOST_OUT_OF_RANGE, "the need's moment is not from 1996 to 2099"},
        {practice_not_named, SIGNPOST_INVALID, "the need has no practice, although it is said to be known"},
        {long_code, SIGNPOST_INVALID, "the need's disposition is longer than 63 bytes"},
        {behind_the_patient, SIGNPOST_INVALID, "the need has a search distance that is negative, or above 1000 km"},
        {fewer_than_none, SIGNPOST_INVALID, "the need has a negative limit"},
        {before_it_began, SIGNPOST_INVALID, "the need has a timeframe that is negative, or longer than a year"},
        {of_no_sex, SIGNPOST_INVALID, "the need has a sex that is none of the four"},
        {of_no_setting, SIGNPOST_INVALID,
         "the need has a disposition whose setting, or what is done if none fits, cannot be"},
        {at_the_end_of_time, SIGNPOST_OUT_OF_RANGE, "the need's timeframe leaves the calendar"},
        {from_nowhere, SIGNPOST_INVALID, "the need was not made with SIGNPOST_NEED_INIT"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_need need = test_town_need();
        rows[i].change(&need);
        signpost_status status = signpost_search(town, &need, results, &error);
        if (status != rows[i].status || strcmp(error.message, rows[i].says) != 0)
            fail_msg("%d %s, not %s", status, error.message, rows[i].says);
        assert_int_equal(signpost_results_count(results, SIGNPOST_RETURNED), 0);
    }
}

static void what_is_doubtful_is_warned_of(void **state)
{
    (void)state;
    signpost_need need = test_town_need();
    need.discriminators[1] = "shock";
    need.discriminator_count = 2;
    search(&need);
    assert_string_equal(signpost_results_warning(results, 0)->message,
                        "symptom discriminator \"shock\" is not valid for symptom group \"fever\", and was left out");
    assert_null(signpost_results_warning(results, 1));
    need = test_town_need();
    need.when = at("2026-12-31T20:00");
    search(&need);
    assert_int_equal(signpost_results_warning(results, 0)->id, SGP_PAST_HOLIDAYS);
    at_a_point(&need);
    need.when = at("2026-11-20T10:00");
    search(&need);
    assert_int_equal(signpost_results_warning(results, 0)->id, SGP_AREA_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needs_that_cannot_be_searched_are_refused),
        cmocka_unit_test(what_is_doubtful_is_warned_of),
    };
    return cmocka_run_group_tests_name("need", tests, set_up, tear_down);
}
