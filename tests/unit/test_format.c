/* What the format promises of a walk: which care advice is given to whom, the more severe answer that stands, and what holds for a
 * patient who has called again and again. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "signpost/walk.h"

#include <stdio.h>
#include <string.h>

/* The small content with two pieces changed. Where one goes to `blue`, that is a decision which reads the module's answer. */
static signpost_algorithms *compile_changed(int file, const char *old, const char *text, int other, const char *old2, const char *text2)
{
    test_content content;
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    test_content_read(&content);
    assert_true(test_content_change(&content, file, old, text));
    assert_true(test_content_change(&content, other, old2, text2));
    if (strstr(text2, "go: blue"))
        assert_true(test_content_change(&content, TEST_COUGH, "decisions:\n",
                                        "decisions:\n  blue:\n    - {if: air/blue-lips is yes, go: ambulance}\n    - otherwise: signs\n"));
    signpost_status status = signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error);
    if (status != SIGNPOST_OK)
        fail_msg("%s: %s", text, error.message);
    test_content_free(&content);
    return algorithms;
}

static signpost_walk *start(signpost_algorithms *algorithms, signpost_age age, signpost_sex sex, int earlier)
{
    signpost_walk *walk;
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = age;
    patient.sex = sex;
    patient.earlier_contacts = earlier;
    assert_int_equal(signpost_walk_start(algorithms, &patient, "cough", 0, NULL, NULL, &walk, NULL), SIGNPOST_OK);
    return walk;
}

static void say(signpost_walk *walk, const char *const *replies)
{
    for (; *replies; replies++)
        assert_int_equal(**replies ? signpost_walk_reply(walk, *replies, 0, NULL) : signpost_walk_acknowledge(walk, 0, NULL), SIGNPOST_OK);
}

static const char *const to_home[] = {"no", "no", "none of these", "no", "no", "", NULL};
static const char *const to_seen[] = {"no", "no", "blood", NULL};
static const char *const to_ambulance[] = {"yes", NULL};

/* Advice that is called for by keyword, when disposition, age and sex fit. Who the patient is: a man of 30. */
static void care_advice_is_given_when_all_of_it_fits(void **state)
{
    (void)state;
    static const struct row {
        const char *advice; /* what the entry says beside its kind and lines */
        const char *const *replies;
        bool given;
    } rows[] = {
        {"keywords: [cough]", to_home, true},
        {"keywords: [wheeze, fever]", to_home, true}, /* any one */
        {"keywords: [fever]", to_home, false},
        {"keywords: [choking]", to_ambulance, true}, /* of an answer */
        {"keywords: [choking]", to_home, false},
        {"keywords: []", to_home, false}, /* only where an outcome names it */
        {"keywords: [cough], dispositions: [Dx39]", to_home, true},
        {"keywords: [cough], dispositions: [Dx06, Dx39]", to_home, true},
        {"keywords: [cough], dispositions: [Dx06]", to_home, false},
        {"keywords: [cough], dispositions: [Dx06]", to_seen, true},
        {"keywords: [cough], age: any", to_home, true},
        {"keywords: [cough], age: under 30 years", to_home, false},
        {"keywords: [cough], age: under 31 years", to_home, true},
        {"keywords: [cough], age: 30 years and over", to_home, true},
        {"keywords: [cough], age: 31 years and over", to_home, false},
        {"keywords: [cough], sex: any", to_home, true},
        {"keywords: [cough], sex: male", to_home, true},
        {"keywords: [cough], sex: female", to_home, false},
        {"keywords: [cough], sex: [female, indeterminate, unknown]", to_home, false},
        {"keywords: [cough], sex: [female, male]", to_home, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char entry[256];
        signpost_advice advice;
        size_t found = 0;
        snprintf(entry, sizeof entry, "say: [Drink often.], %s}", rows[i].advice);
        signpost_algorithms *algorithms =
            compile_changed(TEST_SHARED, "say: [Drink often.], keywords: [cough], dispositions: [Dx39], age: 5 years and over, sex: any}", entry,
                            TEST_COUGH, ", care_advice: [drink]", "");
        signpost_walk *walk = start(algorithms, signpost_age_of(30, SIGNPOST_YEARS), SIGNPOST_MALE, 0);
        say(walk, rows[i].replies);
        bool given = false;
        for (; signpost_walk_advice(walk, found, &advice); found++)
            given = given || strcmp(advice.name, "drink") == 0;
        if (given != rows[i].given)
            fail_msg("%s: %s", rows[i].advice, given ? "given" : "not given");
        /* when to call back is always said, last */
        assert_int_equal(found, 1 + given);
        assert_true(signpost_walk_advice(walk, found - 1, &advice));
        assert_int_equal(advice.kind, SIGNPOST_ADVICE_WORSENING);
        signpost_walk_free(walk);
        signpost_algorithms_free(algorithms);
    }
}

/* The module is gone through twice, and asks the same again: with an order of severity the more severe answer stands. */
static void the_more_severe_answer_stands_where_an_order_is_declared(void **state)
{
    (void)state;
    static const struct row {
        const char *severity, *first, *second, *stands_at;
    } rows[] = {
        {"severity: yes", "yes", "no", "cough/ambulance"},
        {"severity: yes", "no", "yes", "cough/ambulance"},
        {"severity: yes", "no", "no", "cough/signs"},
        {"", "yes", "no", "cough/signs"}, /* the last answer */
        {"severity: no", "yes", "no", "cough/signs"},
        {"", "no", "yes", "cough/ambulance"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char question[128];
        signpost_step step;
        snprintf(question, sizeof question, "Are the lips blue?\n    %s\n    answers: {yes: return, no: return}", rows[i].severity);
        signpost_algorithms *algorithms = compile_changed(
            TEST_AIR, "Are the lips blue?\n    answers: {yes: return, no: return}", question, TEST_COUGH,
            "  breathing: {module: air, go: signs}\n", "  breathing: {module: air, go: again}\n  again: {module: air, go: blue}\n");
        signpost_walk *walk = start(algorithms, signpost_age_of(30, SIGNPOST_YEARS), SIGNPOST_MALE, 0);
        say(walk, (const char *const[]){"no", rows[i].first, rows[i].second, NULL});
        signpost_walk_step(walk, &step);
        assert_string_equal(step.name, rows[i].stands_at);
        signpost_walk_free(walk);
        signpost_algorithms_free(algorithms);
    }
}

static void a_patient_who_calls_again_gets_no_less_than_a_clinician(void **state)
{
    (void)state;
    static const struct row {
        int earlier;
        bool is_repeat;
        const char *interim, *because;
    } rows[] = {
        {0, false, "Dx39", "nothing is known yet"},
        {1, false, "Dx39", "nothing is known yet"},
        {2, true, "Dx32", "this is the third contact or more within 96 hours"},
        {9, true, "Dx32", "this is the third contact or more within 96 hours"},
    };
    signpost_algorithms *algorithms =
        compile_changed(TEST_COUGH, "interim: {disposition: Dx32, ", "interim: {disposition: Dx39, ", TEST_COUGH, "version: 1", "version: 2");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_where where;
        signpost_walk *walk = start(algorithms, signpost_age_of(30, SIGNPOST_YEARS), SIGNPOST_MALE, rows[i].earlier);
        signpost_walk_where(walk, &where);
        assert_int_equal(where.is_repeat, rows[i].is_repeat);
        assert_string_equal(where.interim.code, rows[i].interim);
        assert_string_equal(where.interim_because, rows[i].because);
        /* what is more urgent holds all the same */
        say(walk, (const char *const[]){"no", "no", "none of these", "no", NULL});
        assert_int_equal(signpost_walk_reply(walk, "fit: yes", 0, NULL), SIGNPOST_OK);
        signpost_walk_where(walk, &where);
        assert_string_equal(where.interim.code, "Dx011");
        signpost_walk_free(walk);
    }
    signpost_algorithms_free(algorithms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_advice_is_given_when_all_of_it_fits),
        cmocka_unit_test(the_more_severe_answer_stands_where_an_order_is_declared),
        cmocka_unit_test(a_patient_who_calls_again_gets_no_less_than_a_clinician),
    };
    return cmocka_run_group_tests_name("the format", tests, NULL, NULL);
}
