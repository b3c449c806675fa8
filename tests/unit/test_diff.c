/* Differences of contents: a row changes one piece of tests/fixtures/small, and lists what is then told to whom, with a
 * walk that shows it. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "signpost/diff.h"

#include <stdio.h>
#include <string.h>

enum { C = TEST_COUGH, F = TEST_FEVER, S = TEST_SHARED };

static signpost_algorithms *changed(int file, const char *old, const char *text)
{
    test_content content;
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    test_content_read(&content);
    if (old && !test_content_change(&content, file, old, text))
        fail_msg("there is no \"%s\"", old);
    if (signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    test_content_free(&content);
    return algorithms;
}

/* A line a change: what, who, and the walk. */
static void write_changes(const signpost_diff *diff, char *buffer, size_t size)
{
    static const char *const kinds[] = {"outcome", "answer added", "answer removed", "complaint added", "complaint removed",
                                        "not compared"};
    signpost_diff_change change;
    signpost_diff_reply_given given;
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; signpost_diff_at(diff, i, &change) && used < size; i++) {
        used += (size_t)snprintf(buffer + used, size - used, "%s%s of %s: %s%s%s -> %s%s, %d to %d days", i ? "\n" : "",
                                 kinds[change.kind], change.complaint, change.step, *change.step ? "=" : "",
                                 *change.step ? change.answer : change.before.disposition.code,
                                 change.after.disposition.code, change.is_less_urgent ? " (less urgent)" : "",
                                 change.from_days, change.to_days);
        for (size_t j = 0; signpost_diff_reply(diff, i, j, &given) && used < size; j++)
            used += (size_t)snprintf(buffer + used, size - used, "%s%s%s=%s", j ? ", " : " | ",
                                     given.in_before && given.in_after ? ""
                                     : given.in_after                  ? "now "
                                                                       : "once ",
                                     given.step, given.reply);
    }
}

static const struct row {
    int file;
    const char *old, *text, *expect;
} rows[] = {
    /* nothing that a patient is told */
    {C, "Any of these?", "Any of those?", ""},
    /* an answer leads elsewhere */
    {F, "{yes: seen, no: home}", "{yes: home, no: seen}",
     "outcome of cough: Dx06 -> Dx39 (less urgent), 0 to 47846 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=30.0, fever/shivering=yes\n"
     "outcome of cough: Dx39 -> Dx06, 0 to 47846 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=30.0, fever/shivering=no\n"
     "outcome of fever: Dx06 -> Dx39 (less urgent), 0 to 47846 days | fever/shivering=yes\n"
     "outcome of fever: Dx39 -> Dx06, 0 to 47846 days | fever/shivering=no"},
    /* a threshold is another one */
    {C, "temperature >= 39 and age < 6 months", "temperature >= 38 and age < 6 months",
     "outcome of cough: Dx06 -> Dx06, 0 to 181 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=38.0, once fever/shivering=yes\n"
     "outcome of cough: Dx39 -> Dx06, 0 to 181 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=38.0, once fever/shivering=no"},
    /* the age of a rule is another one */
    {C, "temperature >= 39 and age < 6 months", "temperature >= 39 and age < 3 months",
     "outcome of cough: Dx06 -> Dx39 (less urgent), 91 to 181 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=39.0, now fever/shivering=no\n"
     "outcome of cough: Dx06 -> Dx06, 91 to 181 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=39.0, now fever/shivering=yes"},
    /* a disposition is another one */
    {C, "home: {disposition: Dx39", "home: {disposition: Dx06",
     "outcome of cough: Dx39 -> Dx06, 0 to 47846 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/short=no, cough/checks=no"},
    /* a question is asked no more */
    {F, "start: shivering\nquestions:\n  shivering:\n    ask: Shivering?\n    answers: {yes: seen, no: home}",
     "start: hot-now\nquestions:\n  hot-now:\n    ask: Hot?\n    answers: {yes: seen, no: home}",
     "outcome of cough: Dx06 -> Dx39 (less urgent), 0 to 47846 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=30.0, once fever/shivering=yes, now fever/hot-now=no\n"
     "outcome of cough: Dx39 -> Dx06, 0 to 47846 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=30.0, once fever/shivering=no, now fever/hot-now=yes\n"
     "outcome of fever: Dx06 -> Dx39 (less urgent), 0 to 47846 days | once fever/shivering=yes, now fever/hot-now=no\n"
     "outcome of fever: Dx39 -> Dx06, 0 to 47846 days | once fever/shivering=no, now fever/hot-now=yes"},
    /* an answer that there was not before */
    {F, "{yes: seen, no: home}", "{yes: seen, no: home, not sure: seen}",
     "answer added of cough: fever/shivering=not sure -> , 0 to 47846 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these, cough/hot=30.0\n"
     "answer added of fever: fever/shivering=not sure -> , 0 to 47846 days"},
    /* an answer that is gone */
    {C, "    not sure: short\n", "",
     "answer removed of cough: cough/signs=not sure -> , 0 to 47846 days | cough/choking=no, air/blue-lips=yes"},
    /* numbers that can be given no more */
    {S, "from: 30, to: 45", "from: 35, to: 45",
     "answer removed of cough: cough/hot=a lower number -> , 0 to 47846 days | cough/choking=no, air/blue-lips=yes, cough/signs=none of these"},
    /* a complaint by another name */
    {F, "complaint: fever", "complaint: hot",
     "complaint removed of fever:  -> , 0 to 0 days\n"
     "complaint added of hot:  -> , 0 to 0 days"},
};

static void each_change_says_who_is_told_what(void **state)
{
    (void)state;
    int wrong = 0;
    signpost_algorithms *before = changed(0, NULL, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static char found[8 * 1024];
        signpost_diff *diff;
        signpost_algorithms *after = changed(rows[i].file, rows[i].old, rows[i].text);
        assert_int_equal(signpost_diff_make(before, after, NULL, &diff, NULL), SIGNPOST_OK);
        write_changes(diff, found, sizeof found);
        assert_true(signpost_diff_summarise(diff).is_whole);
        if (strcmp(found, rows[i].expect) != 0) {
            printf("\"%s\" instead of \"%s\":\n%s\ninstead of\n%s\n\n", rows[i].text, rows[i].old, found, rows[i].expect);
            wrong++;
        }
        signpost_diff_free(diff);
        signpost_algorithms_free(after);
    }
    signpost_algorithms_free(before);
    assert_int_equal(wrong, 0);
}

static void what_is_too_large_is_not_compared(void **state)
{
    (void)state;
    char found[2048];
    signpost_diff *diff;
    signpost_diff_options options = SIGNPOST_DIFF_OPTIONS_INIT;
    signpost_algorithms *before = changed(0, NULL, NULL), *after = changed(F, "home: {disposition: Dx39}", "home: {disposition: Dx06}");
    options.most_regions = 30;
    assert_int_equal(signpost_diff_make(before, after, &options, &diff, NULL), SIGNPOST_OK);
    assert_false(signpost_diff_summarise(diff).is_whole);
    write_changes(diff, found, sizeof found);
    assert_string_equal(found, "not compared of cough:  -> , 0 to 0 days\n"
                               "outcome of fever: Dx39 -> Dx06, 0 to 47846 days | fever/shivering=no");
    assert_int_equal(signpost_diff_script(diff, 0, NULL, 0), 0);
    signpost_diff_free(diff);
    signpost_algorithms_free(before);
    signpost_algorithms_free(after);
}

static bool stop_at(void *context, size_t done, size_t total)
{
    assert_int_equal(total, 2);
    return done < *(size_t *)context;
}

static void a_host_can_stop_it(void **state)
{
    (void)state;
    signpost_algorithms *before = changed(0, NULL, NULL), *after = changed(F, "home: {disposition: Dx39}", "home: {disposition: Dx06}");
    for (size_t at = 1; at <= 3; at++) {
        signpost_diff *diff;
        signpost_diff_options options = SIGNPOST_DIFF_OPTIONS_INIT;
        options.progress = stop_at;
        options.context = &at;
        signpost_status status = signpost_diff_make(before, after, &options, &diff, NULL);
        assert_int_equal(status, at <= 2 ? SIGNPOST_CANCELLED : SIGNPOST_OK);
        assert_true((diff != NULL) == (status == SIGNPOST_OK));
        signpost_diff_free(diff);
    }
    signpost_algorithms_free(before);
    signpost_algorithms_free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_says_who_is_told_what),
        cmocka_unit_test(what_is_too_large_is_not_compared),
        cmocka_unit_test(a_host_can_stop_it),
    };
    return cmocka_run_group_tests_name("differences", tests, NULL, NULL);
}
