/* Cases that do not end as they say: each names what went otherwise, with its place. A row changes the small content, or a case in
 * it. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "signpost/cases.h"

#include <stdio.h>
#include <string.h>

static const struct row {
    const char *old, *text; /* in cough.yaml */
    const char *expect;     /* why the case fails; "" when all cases still pass */
} rows[] = {
    {"title: Cough", "title: Coughing", ""},
    {"    expect: Dx39", "    expect: Dx06",
     "cough.yaml:77: error: the case \"a cough and nothing else\" fails: it ends with Dx39 at cough/home, and Dx06 was expected [SP0507]"},
    {"    discriminator: demo-care\n", "    discriminator: demo-shock\n",
     "cough.yaml:77: error: the case \"a cough and nothing else\" fails: it ends with the discriminator \"demo-care\", and \"demo-shock\" was "
     "expected [SP0507]"},
    {"short: no, checks: no}", "short: no}",
     "cough.yaml:77: error: the case \"a cough and nothing else\" fails: cough/checks is asked, and not answered [SP0507]"},
    {"{choking: not sure}", "{choking: not sure, short: no}",
     "cough.yaml:73: error: the case \"a choking child\" fails: cough/short is answered, and never asked [SP0507]"},
    {"signs has blood or weight", "signs has blood or age < 366 months",
     "cough.yaml:77: error: the case \"a cough and nothing else\" fails: the age must be exact enough to tell whether it is 366 months "
     "[SP0507]"},
    {"{choking: not sure}", "{choking: not sure, fit: no, stiff: no}",
     "cough.yaml:73: error: the case \"a choking child\" fails: cough/fit is answered, and never asked [SP0507]"},
    {"checks: no}", "fit: no, stiff: no}", ""},
    {"checks: no}", "fit: no}", "cough.yaml:77: error: the case \"a cough and nothing else\" fails: cough/checks is asked, and not answered [SP0507]"},
};

static void a_case_that_fails_says_why(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char said[1200] = "";
        test_content content;
        signpost_algorithms *algorithms;
        signpost_diagnostics *list;
        signpost_cases_summary summary;
        signpost_error error = SIGNPOST_ERROR_INIT;
        test_content_read(&content);
        assert_true(test_content_change(&content, TEST_COUGH, rows[i].old, rows[i].text));
        if (signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
            fail_msg("\"%s\": %s", rows[i].text, error.message);
        signpost_status status = signpost_cases_run(algorithms, &summary, &list, &error);
        if (signpost_diagnostics_count(list)) {
            signpost_diagnostic found = signpost_diagnostics_get(list, 0);
            signpost_diagnostic_format(&found, said, sizeof said);
        }
        assert_int_equal(summary.run, 2);
        assert_int_equal(summary.failed, *rows[i].expect ? 1 : 0);
        assert_int_equal(status, *rows[i].expect ? SIGNPOST_CONTENT : SIGNPOST_OK);
        if (strcmp(said, rows[i].expect) != 0) {
            print_message("with \"%s\":\n%s\ninstead of\n%s\n", rows[i].text, said, rows[i].expect);
            wrong++;
        }
        signpost_diagnostics_free(list);
        signpost_algorithms_free(algorithms);
        test_content_free(&content);
    }
    assert_int_equal(wrong, 0);
}

/* What the two cases of the small content do not come to; a case that fails comes to nothing. */
static void what_no_case_comes_to_is_listed(void **state)
{
    (void)state;
    static const struct expectation {
        const char *old, *text; /* in cough.yaml */
        signpost_coverage coverage[SIGNPOST_COVERED_COUNT];
        const char *first;
    } expectations[] = {
        {"title: Cough", "title: Cough", {{8, 14}, {4, 14}, {1, 5}, {2, 5}}, "cough.yaml:15:3: note: no case answers cough/choking with \"yes\" [SP0224]"},
        {"    expect: Dx39\n", "    expect: Dx06\n", {{1, 14}, {1, 14}, {0, 5}, {1, 5}}, "air.yaml:9:3: note: no case comes to air/blue-lips [SP0224]"},
    };
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        char said[600];
        test_content content;
        signpost_algorithms *algorithms;
        signpost_diagnostics *list;
        signpost_coverage coverage[SIGNPOST_COVERED_COUNT];
        test_content_read(&content);
        assert_true(test_content_change(&content, TEST_COUGH, expectations[i].old, expectations[i].text));
        assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
        assert_int_equal(signpost_cases_coverage(algorithms, coverage, &list, NULL), SIGNPOST_OK);
        for (int kind = 0; kind < SIGNPOST_COVERED_COUNT; kind++) {
            const signpost_coverage *expect = &expectations[i].coverage[kind];
            if (coverage[kind].touched != expect->touched || coverage[kind].total != expect->total)
                fail_msg("%s: %zu of %zu", signpost_covered_name((signpost_covered)kind), coverage[kind].touched, coverage[kind].total);
        }
        signpost_diagnostic found = signpost_diagnostics_get(list, i == 0 ? 1 : 0);
        signpost_diagnostic_format(&found, said, sizeof said);
        assert_string_equal(said, expectations[i].first);
        assert_string_equal(signpost_covered_name(SIGNPOST_COVERED_COUNT), "");
        signpost_diagnostics_free(list);
        signpost_algorithms_free(algorithms);
        test_content_free(&content);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_case_that_fails_says_why), cmocka_unit_test(what_no_case_comes_to_is_listed)};
    return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
