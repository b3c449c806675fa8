/* Compiled triage content: what a host can ask of it is what was written. */
#include "../support/cmocka_all.h"
#include "../support/content.h"

#include "algorithms/model.h"

#include <string.h>

static int load_small(void **state)
{
    signpost_algorithms *algorithms;
    *state = NULL;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &algorithms, NULL, NULL) != SIGNPOST_OK)
        return -1;
    *state = algorithms;
    return 0;
}

static int free_small(void **state)
{
    signpost_algorithms_free(*state);
    return 0;
}

static void it_is_summarised(void **state)
{
    signpost_algorithms_summary summary = signpost_algorithms_summarise(*state);
    assert_int_equal(summary.pathways, 2);
    assert_int_equal(summary.modules, 1);
    assert_int_equal(summary.complaints, 2);
    assert_int_equal(summary.questions, 7);
    assert_int_equal(summary.outcomes, 5);
    assert_int_equal(summary.dispositions, 4);
    assert_int_equal(summary.safety_rules, 2);
    assert_int_equal(summary.cases, 2);
    assert_true(summary.is_demonstration);
}

static void pathways_are_listed(void **state)
{
    signpost_pathway pathway;
    assert_true(signpost_pathway_at(*state, 0, &pathway));
    assert_string_equal(pathway.name, "air");
    assert_string_equal(pathway.complaint, "");
    assert_string_equal(pathway.symptom_group, "");
    assert_int_equal(pathway.state, SIGNPOST_CONTENT_APPROVED);
    assert_int_equal(pathway.version, 3);
    assert_true(signpost_pathway_at(*state, 1, &pathway));
    assert_string_equal(pathway.title, "Cough");
    assert_string_equal(pathway.symptom_group, "demo-cough");
    assert_string_equal(pathway.patients, "any age, any sex");
    char date[SIGNPOST_MOMENT_SIZE];
    assert_string_equal(signpost_date_format(pathway.review_by, date), "2027-11-01");
    assert_false(signpost_pathway_at(*state, 3, &pathway));
}

static void dispositions_are_listed_by_urgency(void **state)
{
    static const char *const codes[] = {"Dx011", "Dx06", "Dx32", "Dx39"};
    signpost_disposition disposition;
    for (size_t i = 0; i < 4; i++) {
        assert_true(signpost_disposition_at(*state, i, &disposition));
        assert_string_equal(disposition.code, codes[i]);
    }
    assert_false(signpost_disposition_at(*state, 4, &disposition));
    assert_int_equal(signpost_disposition_find(*state, "Dx39", &disposition, NULL), SIGNPOST_OK);
    assert_int_equal(disposition.within.amount, 3);
    assert_int_equal(disposition.within.unit, SIGNPOST_WORKING_DAYS);
    assert_int_equal(disposition.setting, SIGNPOST_SETTING_SELF_CARE);
    assert_false(disposition.lookup);
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_disposition_find(*state, "Dx93", &disposition, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message, "no disposition is called \"Dx93\"; did you mean \"Dx39\"?");
}

static void outcomes_say_whom_they_are_for(void **state)
{
    signpost_reachable outcome;
    assert_int_equal(signpost_outcome_count(*state), 5);
    assert_true(signpost_outcome_at(*state, 1, &outcome));
    assert_string_equal(outcome.step, "cough/seen");
    assert_string_equal(outcome.outcome.disposition.code, "Dx06");
    assert_string_equal(outcome.outcome.symptom_group_title, "Cough");
    assert_string_equal(outcome.outcome.discriminator, "demo-care");
    assert_int_equal(outcome.from_days, 0);
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        assert_true(outcome.sexes[sex]);
    assert_true(signpost_outcome_at(*state, 0, &outcome));
    assert_string_equal(outcome.outcome.discriminator, "");
    assert_false(signpost_outcome_at(*state, 5, &outcome));
}

static void symptoms_are_paired(void **state)
{
    signpost_symptom_pair pair;
    assert_true(signpost_symptom_pair_at(*state, 0, &pair));
    assert_string_equal(pair.group, "demo-cough");
    assert_int_equal(pair.national_group, 1065);
    assert_string_equal(pair.discriminator_title, "signs of shock");
    assert_int_equal(pair.national_discriminator, 4003);
    assert_true(signpost_symptom_pair_at(*state, 2, &pair));
    assert_int_equal(pair.national_group, 0);
    assert_false(signpost_symptom_pair_at(*state, 3, &pair));
}

static void complaints_are_found_by_what_a_caller_says(void **state)
{
    static const struct row {
        const char *words, *first; /* "" when none is found */
    } rows[] = {
        {"cough", "cough"}, {"COUGH", "cough"}, {"wheez", "cough"}, {"my wheeze", "cough"}, {"f\xC3\xA9ver", "fever"},
        {"knee", ""},       {"", ""},           {"  ", ""},         {"ou", ""},             {"\xFF\xFE", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t found[4], count = signpost_complaint_search(*state, rows[i].words, found, 4);
        const char *name = count ? signpost_complaint_at(*state, found[0]).name : "";
        if (strcmp(name, rows[i].first) != 0)
            fail_msg("\"%s\" finds \"%s\"", rows[i].words, name);
    }
    size_t one;
    assert_int_equal(signpost_complaint_search(*state, "cough fever", &one, 1), 1);
    assert_string_equal(signpost_complaint_at(*state, 99).name, "");
}

/* How long the ways are, from each step. */
static void ways_are_measured(void **state)
{
    static const struct row {
        const char *step;
        int fewest, most, longest;
    } rows[] = {
        {"air/blue-lips", 1, 1, 1},
        {"fever/shivering", 1, 1, 2},
        {"cough/ambulance", 0, 0, 1},
        {"cough/to-fever", 1, 1, 3},
        {"cough/how-hot", 0, 1, 4},
        {"cough/hot", 1, 2, 5},
        {"cough/checks", 1, 1, 3},
        {"cough/short", 1, 2, 4},
        {"cough/how-bad", 0, 2, 6},
        {"cough/signs", 1, 3, 7},
        {"cough/breathing", 2, 4, 9},
        {"cough/choking", 1, 5, 10},
    };
    const signpost_algorithms *algorithms = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const sgp_step *step = &algorithms->steps.at[sgp_step_find(algorithms, 0, rows[i].step)];
        if (step->fewest != rows[i].fewest || step->most != rows[i].most || step->longest != rows[i].longest)
            fail_msg("%s: %d to %d questions, %d steps", rows[i].step, step->fewest, step->most, step->longest);
    }
    assert_int_equal(algorithms->longest_walk, 10);
    assert_int_equal(algorithms->deepest_jump, 1);
}

/* The fingerprint is of names and bytes, however they came; any change changes it. */
static void the_fingerprint_is_of_names_and_bytes(void **state)
{
    test_content content;
    signpost_algorithms *algorithms;
    test_content_read(&content);
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    char first[65];
    assert_int_equal(strlen(signpost_algorithms_fingerprint(algorithms)), 64);
    memcpy(first, signpost_algorithms_fingerprint(algorithms), sizeof first);
    signpost_algorithms_free(algorithms);
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    assert_string_equal(signpost_algorithms_fingerprint(algorithms), first);
    signpost_algorithms_free(algorithms);
    assert_true(test_content_change(&content, TEST_FEVER, "Shivering?", "Shivering!"));
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    assert_string_not_equal(signpost_algorithms_fingerprint(algorithms), first);
    signpost_algorithms_free(algorithms);
    assert_true(test_content_change(&content, TEST_FEVER, "Shivering!", "Shivering?"));
    content.sources[TEST_FEVER].name = "other.yaml";
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    assert_string_not_equal(signpost_algorithms_fingerprint(algorithms), first);
    signpost_algorithms_free(algorithms);
    test_content_free(&content);
    assert_string_equal(signpost_algorithms_fingerprint(*state), first); /* read from the folder, wherever that stands */
}

static void drafts_come_only_when_asked_for(void **state)
{
    (void)state;
    test_content content;
    signpost_algorithms *algorithms;
    signpost_algorithms_options options = SIGNPOST_ALGORITHMS_OPTIONS_INIT;
    test_content_read(&content);
    assert_true(test_content_change(&content, TEST_FEVER, "state: demonstration", "state: draft"));
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, &options, &algorithms, NULL, NULL), SIGNPOST_CONTENT);
    assert_null(algorithms);
    options.include_drafts = true;
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, &options, &algorithms, NULL, NULL), SIGNPOST_OK);
    signpost_pathway pathway;
    assert_true(signpost_pathway_at(algorithms, 2, &pathway));
    assert_string_equal(signpost_content_state_name(pathway.state), "draft");
    signpost_algorithms_free(algorithms);
    test_content_free(&content);
}

static void it_lives_as_long_as_its_last_owner(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    assert_ptr_equal(signpost_algorithms_ref(algorithms), algorithms);
    signpost_algorithms_free(algorithms);
    assert_int_equal(signpost_complaint_count(algorithms), 2);
    signpost_algorithms_free(algorithms);
    signpost_algorithms_free(NULL);
}

/* The content that is shipped loads without a warning. */
static void the_shipped_content_is_sound(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, &list, &error) != SIGNPOST_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    assert_int_equal(signpost_diagnostics_count(list), 0);
    signpost_algorithms_summary summary = signpost_algorithms_summarise(algorithms);
    assert_true(summary.complaints >= 10 && summary.cases > summary.pathways);
    signpost_diagnostics_free(list);
    signpost_algorithms_free(algorithms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_summarised),
        cmocka_unit_test(pathways_are_listed),
        cmocka_unit_test(dispositions_are_listed_by_urgency),
        cmocka_unit_test(outcomes_say_whom_they_are_for),
        cmocka_unit_test(symptoms_are_paired),
        cmocka_unit_test(complaints_are_found_by_what_a_caller_says),
        cmocka_unit_test(ways_are_measured),
        cmocka_unit_test(the_fingerprint_is_of_names_and_bytes),
        cmocka_unit_test(drafts_come_only_when_asked_for),
        cmocka_unit_test(it_lives_as_long_as_its_last_owner),
        cmocka_unit_test(the_shipped_content_is_sound),
    };
    return cmocka_run_group_tests_name("algorithms", tests, load_small, free_small);
}
