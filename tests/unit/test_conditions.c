/* What an `if` means: the condition stands in the small content, and is judged on what is known. */
#include "../support/cmocka_all.h"
#include "../support/content.h"

#include "algorithms/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FACTS = 32 };

typedef struct row {
    const char *condition, *age, *replies; /* `question=reply; question=reply` */
    const char *expect;                    /* yes, no, or the boundary in days about which the age is too vague */
} row;

/* Puts the replies of a row where a walk would. */
static void learn(const signpost_algorithms *algorithms, const char *replies, int64_t facts[MOST_FACTS])
{
    char copy[256], *rest = copy;
    snprintf(copy, sizeof copy, "%s", replies);
    for (char *one; (one = strtok_r(rest, ";", &rest));) {
        while (*one == ' ')
            one++;
        char *is = strchr(one, '=');
        assert_non_null(is);
        *is = '\0';
        sgp_index step = sgp_step_find(algorithms, 1, one);
        sgp_reply reply;
        if (step < 0 || sgp_reply_parse(algorithms, step, is + 1, &reply, NULL) != SIGNPOST_OK)
            fail_msg("\"%s\" cannot be answered with \"%s\"", one, is + 1);
        facts[algorithms->steps.at[step].fact] = reply.value;
    }
}

static void judge(const row *one, char *said, size_t size)
{
    test_content content;
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int64_t facts[MOST_FACTS];
    test_content_read(&content);
    assert_true(test_content_change(&content, TEST_COUGH, "signs has blood or weight", one->condition));
    if (signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
        fail_msg("\"%s\": %s", one->condition, error.message);
    assert_true(algorithms->facts.count <= MOST_FACTS);
    for (int i = 0; i < MOST_FACTS; i++)
        facts[i] = SGP_UNKNOWN;
    learn(algorithms, one->replies, facts);
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.sex = SIGNPOST_FEMALE;
    patient.party = SIGNPOST_SOMEONE_ELSE;
    patient.earlier_contacts = 2;
    assert_int_equal(signpost_age_parse(one->age, &patient.age, NULL), SIGNPOST_OK);
    const sgp_known known = {facts, &patient};
    const sgp_step *decision = &algorithms->steps.at[sgp_step_find(algorithms, 1, "how-bad")];
    int32_t boundary = -1;
    sgp_truth truth = sgp_judge(algorithms, algorithms->rules.at[decision->rules.first].condition, &known, &boundary);
    if (truth == SGP_AGE_TOO_VAGUE)
        snprintf(said, size, "%d", (int)boundary);
    else
        snprintf(said, size, "%s", truth == SGP_TRUE ? "yes" : "no");
    signpost_algorithms_free(algorithms);
    test_content_free(&content);
}

static void check_rows(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char said[32];
        judge(&rows[i], said, sizeof said);
        if (strcmp(said, rows[i].expect) != 0)
            fail_msg("\"%s\" at %s with \"%s\" gave %s instead of %s", rows[i].condition, rows[i].age, rows[i].replies, said,
                     rows[i].expect);
    }
}
#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void values_are_compared(void **state)
{
    (void)state;
    static const row rows[] = {
        {"choking is yes", "30 years", "choking=yes", "yes"},
        {"choking is yes", "30 years", "choking=no", "no"},
        {"choking is not sure", "30 years", "choking=not sure", "yes"},
        {"choking is not sure", "30 years", "choking=no", "no"},
        {"choking is not not sure", "30 years", "choking=no", "yes"},
        {"choking is not no", "30 years", "choking=not sure", "yes"},
        {"choking is not no", "30 years", "choking=no", "no"},
        {"choking is yes or not sure", "30 years", "choking=not sure", "yes"},
        {"choking is not yes or not sure", "30 years", "choking=not sure", "no"},
        {"choking is not yes or not sure", "30 years", "choking=no", "yes"},
        {"cough/choking is yes", "30 years", "choking=yes", "yes"},
        {"air/blue-lips is yes", "30 years", "air/blue-lips=yes", "yes"},
        {"breathless is yes", "30 years", "short=yes", "yes"},
        {"signs has blood", "30 years", "signs=weight", "no"},
        {"signs has blood or weight", "30 years", "signs=weight", "yes"},
        {"signs has blood and signs has weight", "30 years", "signs=weight, blood", "yes"},
        {"signs has blood", "30 years", "signs=none of these", "no"},
        {"fit is yes or stiff is yes", "30 years", "fit=no; stiff=yes", "yes"},
        {"temperature >= 39", "30 years", "hot=39", "yes"},
        {"temperature >= 39", "30 years", "hot=38.9", "no"},
        {"temperature > 39", "30 years", "hot=39.0", "no"},
        {"temperature = 39.5", "30 years", "hot=39.5", "yes"},
        {"temperature <= 39.5", "30 years", "hot=39.5", "yes"},
        {"temperature < 39.5", "30 years", "hot=39.5", "no"},
        {"sex is female", "30 years", "", "yes"},
        {"sex is male or female", "30 years", "", "yes"},
        {"sex is not female", "30 years", "", "no"},
        {"party is someone else", "30 years", "", "yes"},
        {"party is self", "30 years", "", "no"},
        {"contacts >= 3", "30 years", "", "yes"},
        {"contacts > 3", "30 years", "", "no"},
    };
    CHECK_ROWS(rows);
}

static void what_is_not_known_holds_of_nothing(void **state)
{
    (void)state;
    static const row rows[] = {
        {"choking is yes", "30 years", "", "no"},
        {"choking is not yes", "30 years", "", "no"},
        {"temperature < 39", "30 years", "", "no"},
        {"temperature >= 39", "30 years", "", "no"},
        {"not temperature >= 39", "30 years", "", "yes"},
        {"known(temperature)", "30 years", "", "no"},
        {"known(temperature)", "30 years", "hot=36.6", "yes"},
        {"known(temperature)", "30 years", "hot=not known", "no"},
        {"not known(temperature)", "30 years", "hot=not known", "yes"},
        {"known(signs)", "30 years", "signs=none of these", "yes"},
        {"known(signs)", "30 years", "signs=not sure", "no"},
        {"signs has blood", "30 years", "signs=not sure", "no"},
        {"choking is yes or not known(temperature)", "30 years", "choking=no", "yes"},
    };
    CHECK_ROWS(rows);
}

static void and_binds_more_closely_than_or(void **state)
{
    (void)state;
    static const row rows[] = {
        {"choking is yes or choking is no and sex is male", "30 years", "choking=yes", "yes"},
        {"(choking is yes or choking is no) and sex is male", "30 years", "choking=yes", "no"},
        {"sex is male and choking is no or choking is yes", "30 years", "choking=yes", "yes"},
        {"sex is male and (choking is no or choking is yes)", "30 years", "choking=yes", "no"},
        {"not sex is male and choking is yes", "30 years", "choking=yes", "yes"},
        {"not (sex is male and choking is yes)", "30 years", "choking=no", "yes"},
        {"not sex is female or choking is yes", "30 years", "choking=yes", "yes"},
        {"not (sex is female or choking is yes)", "30 years", "choking=yes", "no"},
        {"not not sex is female", "30 years", "", "yes"},
        {"((((sex is female))))", "30 years", "", "yes"},
        /* an `or` goes on with values, unless a comparison follows it */
        {"choking is no or not sure or sex is female", "30 years", "choking=yes", "yes"},
        {"choking is no or not sure and sex is female", "30 years", "choking=not sure", "yes"},
        {"signs has blood or weight or choking is yes", "30 years", "signs=none of these; choking=yes", "yes"},
        {"choking is no\n      or\n      yes", "30 years", "choking=yes", "yes"},
    };
    CHECK_ROWS(rows);
}

static void an_age_is_asked_for_where_it_matters(void **state)
{
    (void)state;
    static const row rows[] = {
        {"age < 5 years", "4 years", "", "yes"},
        {"age < 5 years", "5 years", "", "no"},
        {"age >= 6 months", "6 months", "", "yes"},
        {"age >= 6 months", "5 months", "", "no"},
        {"age >= 3 weeks", "20 days", "", "no"},
        {"age >= 3 weeks", "21 days", "", "yes"},
        /* a child of 2 years may be 30 months, or not */
        {"age >= 30 months", "2 years", "", "913"},
        {"not age >= 30 months", "2 years", "", "913"},
        {"age >= 30 months and sex is male", "2 years", "", "no"},
        {"sex is male and age >= 30 months", "2 years", "", "no"},
        {"age >= 30 months or sex is female", "2 years", "", "yes"},
        {"age >= 30 months and sex is female", "2 years", "", "913"},
        {"age >= 30 months or choking is yes", "2 years", "", "913"},
        {"age = 10 days", "10 days", "", "yes"},
        {"age = 10 days", "11 days", "", "no"},
        {"age = 30 months", "2 years", "", "913"},
    };
    CHECK_ROWS(rows);
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    char deep[400] = "";
    test_content content;
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    for (int i = 0; i < 70; i++)
        strcat(deep, "not ");
    strcat(deep, "sex is male");
    test_content_read(&content);
    assert_true(test_content_change(&content, TEST_COUGH, "signs has blood or weight", deep));
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error), SIGNPOST_CONTENT);
    assert_string_equal(error.message, "this condition is nested too deeply");
    test_content_free(&content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_compared),
        cmocka_unit_test(what_is_not_known_holds_of_nothing),
        cmocka_unit_test(and_binds_more_closely_than_or),
        cmocka_unit_test(an_age_is_asked_for_where_it_matters),
        cmocka_unit_test(nesting_has_a_limit),
    };
    return cmocka_run_group_tests_name("conditions", tests, NULL, NULL);
}
