/* Policies: the built-in one, what is wrong with others, and what they decide. */
#include "../support/cmocka_all.h"

#include "../support/town.h"
#include "base/error.h"
#include "search/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void the_built_in_policy_is_the_file(void **state)
{
    (void)state;
    signpost_policy *built_in, *file;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_policy_load(NULL, &built_in, NULL, &error), SIGNPOST_OK);
    assert_int_equal(signpost_policy_load(SIGNPOST_SOURCE_ROOT "/dos/policies/default.yaml", &file, NULL, &error),
                     SIGNPOST_OK);
    assert_string_equal(signpost_policy_fingerprint(built_in), signpost_policy_fingerprint(file));
    assert_string_equal(signpost_policy_name(built_in), "signpost-1");
    assert_int_equal(built_in->radius_m, 60000);
    assert_int_equal(built_in->catch_all_services, 2);
    assert_false(built_in->all_hours_first);
    assert_true(built_in->travel_used);
    assert_int_equal(built_in->metres_per_minute, 500);
    signpost_policy *shared = signpost_policy_ref(file);
    signpost_policy_free(file);
    signpost_policy_free(shared);
    signpost_policy_free(built_in);
    signpost_policy_free(NULL);
}

static void the_national_rules_are_data(void **state)
{
    (void)state;
    signpost_policy *policy;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_policy_load(SIGNPOST_SOURCE_ROOT "/dos/policies/uec-dos-1.5.yaml", &policy, NULL, &error),
                     SIGNPOST_OK);
    assert_string_equal(signpost_policy_name(policy), "uec-dos-1.5");
    assert_true(policy->square);
    assert_int_equal(policy->radius_m, 60000);
    assert_int_equal(policy->at_least, 30);
    assert_int_equal(policy->grace, 60);
    assert_int_equal(policy->lead, 60);
    assert_false(policy->travel_used);
    assert_true(policy->from_search);
    assert_true(policy->all_hours_first);
    assert_int_equal(policy->catch_all_services, 2);
    signpost_policy_free(policy);
}

/* The built-in policy with a piece of it changed. */
static signpost_status load_changed(const char *from, const char *to, signpost_diagnostics *list,
                                    signpost_policy **policy, signpost_error *error)
{
    char path[] = "/tmp/signpost-policy-XXXXXX", text[8192];
    int number = mkstemp(path);
    assert_true(number >= 0);
    const char *at = strstr(sgp_default_policy, from);
    assert_non_null(at);
    int length = snprintf(text, sizeof text, "%.*s%s%s", (int)(at - sgp_default_policy), sgp_default_policy, to,
                          at + strlen(from));
    assert_int_equal(write(number, text, (size_t)length), length);
    close(number);
    signpost_status status = signpost_policy_load(path, policy, list, error);
    unlink(path);
    return status;
}

static void mistakes_are_reported_where_they_are(void **state)
{
    (void)state;
    static const struct row {
        const char *from, *to, *says;
    } rows[] = {
        {"radius: 60 km            # where", "radius: 60 leagues # ",
         "\"60 leagues\" is not a distance such as 60 km or 37 miles, of up to 1000 km"},
        {"radius: 60 km            # where", "radius: 0 km # ",
         "\"0 km\" is not a distance such as 60 km or 37 miles, of up to 1000 km"},
        {"radius: 60 km            # where", "radius: 622 miles # ", "\"622 miles\" is not a distance"},
        {"radius: 60 km            # where", "radius: 37miles # ", "\"37miles\" is not a distance"},
        {"used: yes", "used: often", "\"often\" is not yes or no"},
        {"metres_per_minute: 500", "metres_per_minute: 0", "\"0\" is not a whole number from 1 to 5000"},
        {"metres_per_minute: 500", "metres_a_minute: 500", "metres_a_minute"},
        {"travel:", "travels:", "travels"},
        {"shape: circle ", "shape: hexagon ", "\"hexagon\" is not circle or square"},
        {"shape: circle ", "shape: squire ", "\"squire\" is not circle or square; did you mean \"square\"?"},
        {"grace: 60 minutes", "grace: 29 minutes",
         "\"29 minutes\" is shorter than at_least: what is due now could never be met"},
        {"lead: 0 minutes", "lead: 29 minutes",
         "\"29 minutes\" is shorter than at_least: what opens then has not that long left"},
        {"lead: 0 minutes", "lead: an hour", "\"an hour\" is not a time such as 30 minutes, within its limits"},
        {"timeframe: from disposition", "timeframe: from searches", "did you mean \"from search\"?"},
        {"[promotion, type rank,", "[promotoin, type rank,", "did you mean \"promotion\"?"},
        {"[40, 105]", "[40, 40]", "\"40\" is not the number of a service type, each once (at most 8 of them)"},
        {"policy: signpost-1", "policy: signpost-1.", "is not a name of lower-case letters, digits, hyphens and dots"},
        {"at_least: 30 minutes", "at_least: 3 working days", "is not a time such as 30 minutes, within its limits"},
        {"holidays: before 24/7 ", "holidays: sometimes ", "\"sometimes\" is not \"before 24/7\" or \"after 24/7\""},
        {"[promotion, type rank,", "[promotion, promotion,",
         "is not promotion, type rank, affiliation or distance, each once"},
        {"[promotion, type rank,", "[promotion,", "the ranking leaves out 1 of its four keys"},
        {"limit: 20", "limit: 0", "\"0\" is not a whole number from 1 to 1000"},
        {"limit: 20", "limt: 20", "limt"},
        {"[40, 105]", "[forty]", "\"forty\" is not the number of a service type"},
        {"Mo-Fr 08:00-18:30; PH off", "Mo-Fr 8", "expected a time such as 08:00, at column 7"},
        {"[primary care, dental]", "[primary]", "\"primary\" is not a care setting, such as primary care"},
        {"policy: signpost-1", "policy: Signpost One", "is not a name of lower-case letters"},
        {"opening:", "openings:", "openings"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_diagnostics *list;
        signpost_policy *policy;
        signpost_error error = SIGNPOST_ERROR_INIT;
        assert_int_equal(signpost_diagnostics_new(&list), SIGNPOST_OK);
        assert_int_equal(load_changed(rows[i].from, rows[i].to, list, &policy, &error), SIGNPOST_CONTENT);
        assert_null(policy);
        signpost_diagnostic first = signpost_diagnostics_get(list, 0);
        if (!strstr(first.message, rows[i].says) || !first.line)
            fail_msg("%s: %u: %s", rows[i].to, first.line, first.message);
        assert_int_equal(load_changed(rows[i].from, rows[i].to, NULL, &policy, NULL), SIGNPOST_CONTENT);
        signpost_diagnostics_free(list);
    }
    signpost_policy *policy;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_policy_load("/nowhere/policy.yaml", &policy, NULL, &error), SIGNPOST_NOT_FOUND);
    assert_int_equal(load_changed("before 24/7 ", "after 24/7 ", NULL, &policy, &error), SIGNPOST_OK);
    assert_true(policy->all_hours_first);
    signpost_policy_free(policy);
    assert_int_equal(load_changed("radius: 60 km ", "radius: 37 miles ", NULL, &policy, &error), SIGNPOST_OK);
    assert_int_equal(policy->radius_m, 59546);
    signpost_policy_free(policy);
}

/* What a search of the town returns, holds, catches and nearly misses by a policy. */
static void search_by(signpost_directory *town, const signpost_policy *policy, const signpost_need *need,
                      char said[512])
{
    signpost_index *index;
    signpost_results *results;
    signpost_found found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    said[0] = '\0';
    if (signpost_index_build(town, policy, &index, &error) != SIGNPOST_OK ||
        signpost_results_new(index, 20, &results, &error) != SIGNPOST_OK ||
        signpost_search(index, need, results, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    for (int list = SIGNPOST_RETURNED; list <= SIGNPOST_NEAR_MISS; list++) {
        for (size_t i = 0; signpost_results_get(results, (signpost_list)list, i, &found) == SIGNPOST_OK; i++)
            snprintf(said + strlen(said), 512 - strlen(said), "%s ", found.uid);
        snprintf(said + strlen(said), 512 - strlen(said), "%s", list < SIGNPOST_NEAR_MISS ? "| " : "");
    }
    signpost_results_free(results);
    signpost_index_free(index);
}

static void a_policy_decides(void **state)
{
    (void)state;
    static const struct row {
        const char *from, *to, *disposition, *says;
        int32_t radius_m;
        int32_t within, earlier; /* minutes; reached so long before the search */
    } rows[] = {
        {"limit: 20", "limit: 20", "Dx06",
         "pharmacy-a pharmacy-b far-surgery women promoted | red | | closed surgery future saturday sussex-only late ",
         0, 0, 0},
        {"[promotion, type rank, affiliation, distance]", "[distance, promotion, type rank, affiliation]", "Dx06",
         "promoted women adults pharmacy-a pharmacy-b | red | | closed surgery future saturday sussex-only late ", 0, 0, 0},
        {"limit: 20", "limit: 2", "Dx06",
         "pharmacy-a pharmacy-b | red | | closed surgery future saturday sussex-only late ", 0, 0, 0},
        {"at_least: 30 minutes     # one open interval of this length\n  grace: 60 minutes",
         "at_least: 600 minutes\n  grace: 600 minutes", "Dx06",
         "pharmacy-a pharmacy-b promoted | red | | closed far-surgery women adults future saturday sussex-only late ", 0, 0, 0},
        /* Saturday's clinic opens at 09:00: due at 09:30, or at 08:30 where the time runs from the disposition. */
        {"lead: 0 minutes", "lead: 0 minutes", "Dx06",
         "pharmacy-a pharmacy-b far-surgery women saturday | red | | closed surgery future sussex-only late ", 0, 1410, 0},
        {"lead: 0 minutes", "lead: 60 minutes", "Dx06",
         "pharmacy-a pharmacy-b far-surgery women promoted | red | | closed surgery future saturday sussex-only late ", 0, 1410, 0},
        {"lead: 0 minutes", "lead: 0 minutes", "Dx06",
         "pharmacy-a pharmacy-b far-surgery women promoted | red | | closed surgery future saturday sussex-only late ", 0, 1410, 60},
        {"from disposition", "from search", "Dx06",
         "pharmacy-a pharmacy-b far-surgery women saturday | red | | closed surgery future sussex-only late ", 0, 1410, 60},
        {"near_miss: 2 ", "near_miss: 1 ", "Dx06",
         "women promoted | red | | closed surgery future saturday sussex-only late ", 3000, 0, 0},
        {"services: 2", "services: 1", "Dx99",
         "| | ed-all | pharmacy-a pharmacy-b pharmacy-c far-surgery women adults promoted ", 0, 0, 0},
        {"radius: 60 km\n  in_hours", "radius: 10 km\n  in_hours", "Dx99",
         "| | | pharmacy-a pharmacy-b pharmacy-c far-surgery women adults promoted ", 0, 0, 0},
        {"[40, 105]", "[13]", "Dx99",
         "| | pharmacy-a pharmacy-b | pharmacy-a pharmacy-b pharmacy-c far-surgery women adults promoted ", 0, 0, 0},
    };
    char path[] = "/tmp/signpost-policy-town-XXXXXX", said[512];
    close(mkstemp(path));
    signpost_directory *town = test_town_make(path);
    assert_non_null(town);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_policy *policy;
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_need need = test_town_need();
        need.disposition.code = rows[i].disposition;
        need.disposition.setting = SIGNPOST_SETTING_URGENT_TREATMENT;
        need.radius_m = rows[i].radius_m;
        need.reached = need.when - rows[i].earlier;
        if (rows[i].within)
            need.disposition.within.amount = rows[i].within;
        assert_int_equal(load_changed(rows[i].from, rows[i].to, NULL, &policy, &error), SIGNPOST_OK);
        search_by(town, policy, &need, said);
        if (strcmp(said, rows[i].says) != 0)
            fail_msg("with %s: %s", rows[i].to, said);
        signpost_policy_free(policy);
    }
    signpost_directory_close(town);
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_policy_is_the_file),
        cmocka_unit_test(the_national_rules_are_data),
        cmocka_unit_test(mistakes_are_reported_where_they_are),
        cmocka_unit_test(a_policy_decides),
    };
    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
