/* The search in a small town: filters, ranking, what is held, what is left when nothing fits, and why. */
#include "../support/cmocka_all.h"

#include "../support/counting.h"
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

/* The uids of a list with spaces between. */
static const char *uids(signpost_list list)
{
    static char text[512];
    signpost_found found;
    text[0] = '\0';
    for (size_t i = 0; signpost_results_get(results, list, i, &found) == SIGNPOST_OK; i++) {
        assert_int_equal(found.position, i + 1);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "", found.uid);
    }
    return text;
}

static void search(const signpost_need *need)
{
    if (signpost_search(town, need, results, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
}

/* Needs that differ from the ordinary one in one thing each. */
static void ordinary(signpost_need *need)
{
    (void)need;
}
static void practice_not_asked(signpost_need *need)
{
    need->practice_knowledge = SIGNPOST_PRACTICE_NOT_ASKED;
}
static void own_practice(signpost_need *need)
{
    need->practice_knowledge = SIGNPOST_PRACTICE_KNOWN;
    need->practice = "G82001";
}
static void listed_practice(signpost_need *need)
{
    need->practice_knowledge = SIGNPOST_PRACTICE_KNOWN;
    need->practice = "G82002";
}
static void sex_unknown(signpost_need *need)
{
    need->sex = SIGNPOST_SEX_UNKNOWN;
}
static void sex_indeterminate(signpost_need *need)
{
    need->sex = SIGNPOST_INDETERMINATE;
}
static void about_sixteen(signpost_need *need)
{
    need->age = (signpost_age){5800, 5900};
}
static void a_child(signpost_need *need)
{
    need->age = signpost_age_of(2, SIGNPOST_YEARS);
}
static void two_discriminators(signpost_need *need)
{
    need->discriminators[1] = "minor";
    need->discriminator_count = 2;
}
static void short_limit(signpost_need *need)
{
    need->limit = 3;
}
static void short_radius(signpost_need *need)
{
    need->radius_m = 3000;
}
static void a_clinician(signpost_need *need)
{
    need->role = "clinician";
}
static void saturday(signpost_need *need)
{
    need->when = at("2026-11-21T10:30");
}
static void after_the_red(signpost_need *need)
{
    need->when = at("2026-11-20T21:00");
}
static void at_a_point(signpost_need *need)
{
    need->has_point = true;
    need->latitude = 51.13;
    need->longitude = 0.26;
    need->postcode = NULL;
}
static void afternoon(signpost_need *need)
{
    need->when = at("2026-11-20T12:30");
}

static void services_are_filtered_held_and_ranked(void **state)
{
    (void)state;
    static const struct row {
        const char *about;
        void (*change)(signpost_need *);
        const char *returned, *held, *near_misses;
    } rows[] = {
        {"pharmacies by Kent's strategy first, two of a type, promoted elsewhere last", ordinary,
         "pharmacy-a pharmacy-b far-surgery women promoted", "red", "closed surgery future saturday sussex-only late"},
        {"one question could settle the practice", practice_not_asked,
         "pharmacy-a pharmacy-b far-surgery women promoted", "surgery red", "closed future saturday sussex-only late"},
        {"the own practice before what the commissioner pays for", own_practice,
         "pharmacy-a pharmacy-b surgery far-surgery promoted", "red", "closed future saturday sussex-only late"},
        {"restricted and paid for before paid for alone", listed_practice,
         "pharmacy-a pharmacy-b surgery far-surgery promoted", "red", "closed future saturday sussex-only late"},
        {"unknown sex passes where both are, and is asked for elsewhere", sex_unknown,
         "pharmacy-a pharmacy-b far-surgery adults promoted", "women red",
         "closed surgery future saturday sussex-only late"},
        {"indeterminate sex is an answer", sex_indeterminate, "pharmacy-a pharmacy-b far-surgery adults promoted",
         "red", "closed surgery women future saturday sussex-only late"},
        {"an age that may be 16 is asked for", about_sixteen, "pharmacy-a pharmacy-b far-surgery women promoted",
         "adults red", "closed surgery future saturday sussex-only late"},
        {"a child is none of the adults'", a_child, "pharmacy-a pharmacy-b far-surgery women promoted", "red",
         "closed surgery adults future saturday sussex-only late"},
        {"every discriminator counts", two_discriminators, "pharmacy-a pharmacy-b far-surgery promoted", "red",
         "closed surgery women adults future saturday sussex-only late"},
        {"the limit cuts last", short_limit, "pharmacy-a pharmacy-b far-surgery", "red",
         "closed surgery future saturday sussex-only late"},
        {"distance alone within twice the radius", short_radius, "women promoted", "red",
         "closed pharmacy-a pharmacy-b surgery adults future saturday sussex-only late"},
        {"a clinician refers", a_clinician, "pharmacy-a pharmacy-b far-surgery promoted", "red",
         "closed surgery women adults future saturday sussex-only late"},
        {"on Saturday the surgeries are closed, and the Saturday clinic opens", saturday,
         "pharmacy-a pharmacy-b saturday", "", "closed far-surgery women adults future sussex-only late"},
        {"red falls back by itself", after_the_red, "pharmacy-a pharmacy-b red", "",
         "closed far-surgery women adults future saturday sussex-only late"},
        {"returned only when open soon", afternoon, "pharmacy-a pharmacy-b far-surgery women late", "red",
         "closed surgery future saturday sussex-only"},
        {"without an area limits are lifted, ranks national, nobody elsewhere", at_a_point,
         "sussex-only women adults pharmacy-a pharmacy-b", "red", "future saturday late surgery closed"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_need need = test_town_need();
        rows[i].change(&need);
        search(&need);
        char returned[512], held[512];
        strcpy(returned, uids(SIGNPOST_RETURNED));
        strcpy(held, uids(SIGNPOST_HELD));
        const char *near_misses = uids(SIGNPOST_NEAR_MISS);
        if (strcmp(returned, rows[i].returned) != 0 || strcmp(held, rows[i].held) != 0 ||
            strcmp(near_misses, rows[i].near_misses) != 0)
            fail_msg("%s: returned %s; held %s; near misses %s", rows[i].about, returned, held, near_misses);
    }
}

static void places_fall_back_and_say_so(void **state)
{
    (void)state;
    static const struct row {
        const char *asked;
        signpost_place_kind kind;
        const char *place;
        bool exact;
        int32_t radius_m;
        signpost_radius_source source;
    } rows[] = {
        {"tn12ab", SIGNPOST_PLACE_POSTCODE, "TN1 2AB", true, 30000, SIGNPOST_RADIUS_SECTOR},
        {"TN1 2ZZ", SIGNPOST_PLACE_SECTOR, "TN1 2", false, 30000, SIGNPOST_RADIUS_SECTOR},
        {"TN1 9ZZ", SIGNPOST_PLACE_DISTRICT, "TN1", false, 60000, SIGNPOST_RADIUS_POLICY},
        {"TN2 4AB", SIGNPOST_PLACE_DISTRICT, "TN2", false, 20000, SIGNPOST_RADIUS_DISTRICT},
        {"TN1 2", SIGNPOST_PLACE_SECTOR, "TN1 2", true, 30000, SIGNPOST_RADIUS_SECTOR},
        {"TN1 7", SIGNPOST_PLACE_DISTRICT, "TN1", false, 60000, SIGNPOST_RADIUS_POLICY},
        {"TN2", SIGNPOST_PLACE_DISTRICT, "TN2", true, 20000, SIGNPOST_RADIUS_DISTRICT},
        {" royal  tunbridge wells ", SIGNPOST_PLACE_TOWN, "Royal Tunbridge Wells", true, 60000, SIGNPOST_RADIUS_POLICY},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_need need = test_town_need();
        need.postcode = rows[i].asked;
        search(&need);
        signpost_results_about about = signpost_results_describe(results);
        if (about.place_kind != rows[i].kind || strcmp(about.place, rows[i].place) != 0 ||
            about.place_exact != rows[i].exact || about.radius_m != rows[i].radius_m ||
            about.radius_source != rows[i].source)
            fail_msg("%s: %s %s, %d m by the %s", rows[i].asked, signpost_place_kind_name(about.place_kind),
                     about.place, about.radius_m, signpost_radius_source_name(about.radius_source));
        const signpost_diagnostic *warning = signpost_results_warning(results, 0);
        assert_int_equal(!rows[i].exact, warning && warning->id == SGP_PLACE_WIDENED);
    }
    signpost_need need = test_town_need();
    need.radius_m = 5000;
    search(&need);
    assert_int_equal(signpost_results_describe(results).radius_source, SIGNPOST_RADIUS_NEED);
    need.postcode = "ZZ1 1AA";
    assert_int_equal(signpost_search(town, &need, results, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message, "no postcode \"ZZ1 1AA\" is known, nor its sector or district");
    assert_int_equal(signpost_results_count(results, SIGNPOST_RETURNED), 0);
    assert_string_equal(signpost_results_describe(results).place, "");
    need.postcode = "Royal Tonbridge Wells";
    assert_int_equal(signpost_search(town, &need, results, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message,
                        "no town \"Royal Tonbridge Wells\" is known; did you mean \"Royal Tunbridge Wells\"?");
}

static void every_value_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < SIGNPOST_FILTER_COUNT; i++)
        assert_string_not_equal(signpost_filter_name((signpost_filter)i), "");
    assert_string_equal(signpost_filter_name(SIGNPOST_FILTER_COUNT), "");
    assert_string_equal(signpost_filter_name(SIGNPOST_FILTER_HOURS), "hours");
    assert_string_equal(signpost_radius_source_name(SIGNPOST_RADIUS_POLICY), "policy");
    assert_string_equal(signpost_place_kind_name(SIGNPOST_PLACE_POINT), "point");
    assert_string_equal(signpost_fallback_name(SIGNPOST_FALLBACK_ADVICE), "advice");
    assert_string_equal(signpost_fate_name(SIGNPOST_FATE_FAILED), "failed");
    assert_string_equal(signpost_capacity_name(SIGNPOST_AMBER), "amber");
}

static void nothing_left_is_never_an_empty_screen(void **state)
{
    (void)state;
    static const struct row {
        const char *when;
        signpost_if_none if_none;
        signpost_setting setting;
        signpost_fallback fallback;
        const char *catch_all;
    } rows[] = {
        {"2026-11-20T20:00", SIGNPOST_IF_NONE_EMERGENCY, SIGNPOST_SETTING_PRIMARY_CARE, SIGNPOST_FALLBACK_EMERGENCY,
         "ed-all"},
        /* in hours, primary care and dental outcomes go to a clinician */
        {"2026-11-20T10:00", SIGNPOST_IF_NONE_EMERGENCY, SIGNPOST_SETTING_PRIMARY_CARE, SIGNPOST_FALLBACK_CLINICIAN,
         ""},
        {"2026-11-20T10:00", SIGNPOST_IF_NONE_EMERGENCY, SIGNPOST_SETTING_MENTAL_HEALTH, SIGNPOST_FALLBACK_EMERGENCY,
         "ed-all"},
        {"2026-12-25T10:00", SIGNPOST_IF_NONE_EMERGENCY, SIGNPOST_SETTING_DENTAL, SIGNPOST_FALLBACK_EMERGENCY,
         "ed-all"},
        {"2026-11-20T20:00", SIGNPOST_IF_NONE_CLINICIAN, SIGNPOST_SETTING_PRIMARY_CARE, SIGNPOST_FALLBACK_CLINICIAN,
         ""},
        {"2026-11-20T20:00", SIGNPOST_IF_NONE_ADVICE, SIGNPOST_SETTING_PRIMARY_CARE, SIGNPOST_FALLBACK_ADVICE, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_need need = test_town_need();
        need.disposition.code = "Dx99"; /* of no profile */
        need.when = at(rows[i].when);
        need.disposition.if_none = rows[i].if_none;
        need.disposition.setting = rows[i].setting;
        search(&need);
        signpost_results_about about = signpost_results_describe(results);
        assert_true(about.unmet);
        if (about.fallback != rows[i].fallback || strcmp(uids(SIGNPOST_CATCH_ALL), rows[i].catch_all) != 0)
            fail_msg("at %s: %s, %s", rows[i].when, signpost_fallback_name(about.fallback), uids(SIGNPOST_CATCH_ALL));
    }
    signpost_need need = test_town_need();
    search(&need);
    assert_false(signpost_results_describe(results).unmet);
    assert_int_equal(signpost_results_describe(results).fallback, SIGNPOST_FALLBACK_NONE);
}

static void working_days_are_the_directory_s(void **state)
{
    (void)state;
    signpost_need need = test_town_need();
    need.disposition.code = "Dx75";
    need.disposition.within = (signpost_timeframe){3, SIGNPOST_WORKING_DAYS};
    need.when = at("2026-12-24T19:00");
    search(&need);
    assert_int_equal(signpost_results_describe(results).deadline, at("2027-01-01T00:00"));
    assert_string_equal(uids(SIGNPOST_RETURNED), "pharmacy-a pharmacy-b far-surgery saturday"); /* open on Boxing Day */
}

static void a_capacity_holds_until_it_falls_back(void **state)
{
    (void)state;
    signpost_need need = test_town_need();
    assert_int_equal(signpost_index_set_capacity(town, "nobody", SIGNPOST_RED, need.when, need.when + 60),
                     SIGNPOST_NOT_FOUND);
    assert_int_equal(signpost_index_set_capacity(town, "women", SIGNPOST_RED, need.when, need.when + 14),
                     SIGNPOST_INVALID);
    assert_int_equal(signpost_index_set_capacity(town, "women", SIGNPOST_RED, need.when, need.when + 7201),
                     SIGNPOST_INVALID);
    assert_int_equal(signpost_index_set_capacity(town, "women", SIGNPOST_RED, need.when, need.when + 60), SIGNPOST_OK);
    search(&need);
    assert_string_equal(uids(SIGNPOST_HELD), "women red");
    need.when += 60;
    search(&need);
    assert_string_equal(uids(SIGNPOST_HELD), "red");
    need.when -= 61;
    search(&need);
    assert_string_equal(uids(SIGNPOST_HELD), "red");
    assert_int_equal(signpost_index_set_capacity(town, "women", SIGNPOST_AMBER, need.when, need.when + 60),
                     SIGNPOST_OK);
    search(&need);
    assert_string_equal(uids(SIGNPOST_HELD), "red");
}

static void a_search_allocates_nothing(void **state)
{
    (void)state;
    signpost_explanation why;
    signpost_found found;
    signpost_need need = test_town_need();
    signpost_allocator_set(&counting);
    for (int i = 0; i < 3; i++) {
        search(&need);
        signpost_results_get(results, SIGNPOST_RETURNED, 0, &found);
        signpost_results_explain(results, "red", &why, NULL);
        need.disposition.code = "Dx99";
        need.when += 600;
    }
    signpost_allocator_set(NULL);
    assert_int_equal(allocations, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_are_filtered_held_and_ranked),
        cmocka_unit_test(places_fall_back_and_say_so),
        cmocka_unit_test(every_value_has_a_name),
        cmocka_unit_test(nothing_left_is_never_an_empty_screen),
        cmocka_unit_test(working_days_are_the_directory_s),
        cmocka_unit_test(a_capacity_holds_until_it_falls_back),
        cmocka_unit_test(a_search_allocates_nothing),
    };
    return cmocka_run_group_tests_name("search", tests, set_up, tear_down);
}
