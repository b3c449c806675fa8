/* Staffing: Erlang's delay formula against published values and a second, plain one; arrivals and rosters. */
#include "../support/cmocka_all.h"
#include "../support/random.h"

#include "signpost/staffing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MILLION = SIGNPOST_MICRO };

/* Arrivals in an hour of 3600 s that are a load of so many hundredths of an erlang, when calls take 36 s. */
static signpost_staffing_rule of_erlangs(signpost_staffing_rule rule)
{
    rule.interval_s = 3600;
    rule.handling_s = 36;
    return rule;
}

static void near(const char *what, signpost_micro got, double expected, double within)
{
    if (fabs((double)got / MILLION - expected) > within)
        fail_msg("%s: %.6f, not %.6f", what, (double)got / MILLION, expected);
}

/* The table of Erlang C in which traffic engineers look up trunks ("Table C": channels, offered traffic, share that
 * waits), and values that every textbook derives by hand: C(1, A) = A, C(2, 1) = 1/3, C(3, 2) = 4/9. */
static void shares_who_wait_are_those_of_the_tables(void **state)
{
    (void)state;
    static const struct row {
        int32_t answering;
        int hundredths;
        double waiting, within;
    } rows[] = {
        {8, 387, 5, 0.02},         {10, 408, 1, 0.02},        {1, 90, 90, 1e-6},
        {2, 100, 100.0 / 3, 1e-6}, {3, 200, 400.0 / 9, 1e-6}, {2, 180, 200 * 0.81 / 1.9, 1e-6},
    };
    const signpost_staffing_rule rule = of_erlangs((signpost_staffing_rule)SIGNPOST_STAFFING_RULE_INIT);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_staffing found;
        assert_int_equal(
            signpost_staffing_of((signpost_micro)rows[i].hundredths * MILLION, rows[i].answering, &rule, &found, NULL),
            SIGNPOST_OK);
        near("share who wait", found.waiting, rows[i].waiting, rows[i].within);
        near("load", found.load, rows[i].hundredths / 100.0, 1e-9);
    }
}

/* An example that was published: 250 calls an hour of 330 s, 80 % within 30 s; 28 advisors
 * (http://www.jonesthenet.com/budgeting/service-levels-erlang/erlang-uplift/). */
static void fewest_are_those_of_a_published_example(void **state)
{
    (void)state;
    signpost_staffing_rule rule = SIGNPOST_STAFFING_RULE_INIT;
    signpost_staffing found;
    rule.interval_s = 3600;
    rule.handling_s = 330;
    rule.within_s = 30;
    rule.share = 80 * MILLION;
    assert_int_equal(signpost_staffing_need((signpost_micro)250 * MILLION, &rule, &found, NULL), SIGNPOST_OK);
    assert_int_equal(found.answering, 28);
    near("load", found.load, 250 * 330 / 3600.0, 1e-6);
}

/* ---- the second way: the formula as textbooks print it, powers over factorials, in long double ---- */

static long double plain_waiting(int32_t answering, long double load)
{
    long double term = 1, sum = 0;
    for (int32_t k = 0; k < answering; k++) {
        sum += term;
        term *= load / (k + 1);
    }
    term *= answering / (answering - load);
    return term / (sum + term);
}

static int32_t plain_need(long double load, const signpost_staffing_rule *rule)
{
    for (int32_t n = 1;; n++) {
        if (n <= load || load * 100 / n * MILLION > rule->most_busy)
            continue;
        long double in_time = 1 - plain_waiting(n, load) * expl(-(n - load) * rule->within_s / rule->handling_s);
        if (in_time * 100 * MILLION >= rule->share)
            return n;
    }
}

static void a_plain_formula_agrees(void **state)
{
    (void)state;
    test_random random = {11};
    for (int i = 0; i < 3000; i++) {
        signpost_staffing_rule rule = SIGNPOST_STAFFING_RULE_INIT;
        signpost_staffing found;
        rule.handling_s = test_random_from(&random, 30, 1500);
        rule.within_s = test_random_from(&random, 0, 900);
        rule.share = (signpost_micro)test_random_from(&random, 1, 999) * MILLION / 10;
        rule.most_busy = (signpost_micro)test_random_from(&random, 50, 100) * MILLION;
        signpost_micro arrivals = (signpost_micro)test_random_from(&random, 1, 600000) * 1000;
        long double load = (long double)arrivals / MILLION * rule.handling_s / rule.interval_s;
        assert_int_equal(signpost_staffing_need(arrivals, &rule, &found, NULL), SIGNPOST_OK);
        int32_t expected = plain_need(load, &rule);
        if (found.answering != expected)
            fail_msg("%d: %d answer, not %d, of %.6Lf erlangs", i, found.answering, expected, load);
        long double waits = plain_waiting(expected, load);
        near("share who wait", found.waiting, (double)(waits * 100), 1e-6);
        near("mean wait", found.mean_wait, (double)(waits * rule.handling_s / (expected - load)), 1e-6);
        near("occupancy", found.occupancy, (double)(load / expected * 100), 1e-6);
        assert_true(found.in_time >= rule.share && found.occupancy <= rule.most_busy);
    }
}

static void more_who_answer_are_never_worse(void **state)
{
    (void)state;
    const signpost_staffing_rule rule = SIGNPOST_STAFFING_RULE_INIT;
    signpost_staffing before = {0}, found;
    for (int32_t n = 0; n <= 400; n++) {
        assert_int_equal(signpost_staffing_of((signpost_micro)900 * MILLION, n, &rule, &found, NULL), SIGNPOST_OK);
        assert_int_equal(found.is_stable, n > 240);
        assert_true(found.in_time >= before.in_time);
        before = found;
    }
    near("all answered in time", found.in_time, 100, 1e-4);
}

static void a_large_load_does_not_overflow(void **state)
{
    (void)state;
    signpost_staffing_rule rule = SIGNPOST_STAFFING_RULE_INIT;
    signpost_staffing found;
    rule.handling_s = 1800;
    assert_int_equal(signpost_staffing_need(SIGNPOST_MOST_ARRIVALS, &rule, &found, NULL), SIGNPOST_OK);
    assert_true(found.is_stable && found.answering > 100000 && found.answering < 100500);
    assert_true(found.in_time >= rule.share && found.in_time < 100 * (signpost_micro)MILLION);
}

static void those_away_are_added_to_the_roster(void **state)
{
    (void)state;
    signpost_staffing_rule rule = SIGNPOST_STAFFING_RULE_INIT;
    signpost_staffing plain, shrunk, have;
    assert_int_equal(signpost_staffing_need((signpost_micro)50 * MILLION, &rule, &plain, NULL), SIGNPOST_OK);
    rule.shrinkage = 30 * MILLION;
    assert_int_equal(signpost_staffing_need((signpost_micro)50 * MILLION, &rule, &shrunk, NULL), SIGNPOST_OK);
    assert_int_equal(plain.on_duty, plain.answering);
    assert_int_equal(shrunk.answering, plain.answering);
    assert_int_equal(shrunk.on_duty, (plain.answering * 10 + 6) / 7);
    assert_int_equal(signpost_staffing_of((signpost_micro)50 * MILLION, shrunk.on_duty, &rule, &have, NULL),
                     SIGNPOST_OK);
    assert_true(have.in_time >= rule.share);
    assert_int_equal(signpost_staffing_of((signpost_micro)50 * MILLION, shrunk.on_duty - 1, &rule, &have, NULL),
                     SIGNPOST_OK);
    assert_true(have.in_time < rule.share);
}

static void no_calls_need_nobody(void **state)
{
    (void)state;
    const signpost_staffing_rule rule = SIGNPOST_STAFFING_RULE_INIT;
    signpost_staffing found;
    assert_int_equal(signpost_staffing_need(0, &rule, &found, NULL), SIGNPOST_OK);
    assert_int_equal(found.answering, 0);
    assert_true(found.is_stable);
    assert_int_equal(found.in_time, 100 * MILLION);
}

static void what_is_out_of_range_is_refused(void **state)
{
    (void)state;
    static const struct row {
        int32_t interval, handling, within;
        signpost_micro share, busy, shrinkage, arrivals;
    } rows[] = {
        {59, 480, 60, 95000000, 100000000, 0, 1},
        {1800, 0, 60, 95000000, 100000000, 0, 1},
        {1800, 480, -1, 95000000, 100000000, 0, 1},
        {1800, 480, 60, 0, 100000000, 0, 1},
        {1800, 480, 60, 100000000, 100000000, 0, 1},
        {1800, 480, 60, 95000000, 9999999, 0, 1},
        {1800, 480, 60, 95000000, 100000001, 0, 1},
        {1800, 480, 60, 95000000, 100000000, 90000001, 1},
        {1800, 480, 60, 95000000, 100000000, 0, -1},
        {60, 86400, 60, 95000000, 100000000, 0, SIGNPOST_MOST_ARRIVALS},
        {1800, 480, 60, 95000000, 100000000, 0, SIGNPOST_MOST_ARRIVALS + 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const signpost_staffing_rule rule = {sizeof rule,   rows[i].interval, rows[i].handling, rows[i].within,
                                             rows[i].share, rows[i].busy,     rows[i].shrinkage};
        signpost_staffing found;
        signpost_error error = SIGNPOST_ERROR_INIT;
        if (signpost_staffing_need(rows[i].arrivals, &rule, &found, &error) != SIGNPOST_INVALID || error.id != 1550)
            fail_msg("row %zu was taken", i);
    }
}

/* ---- files ---- */

static signpost_half_hours *read(const char *text, signpost_error *error)
{
    signpost_half_hours *read_ones;
    signpost_half_hours_read("test.csv", text, strlen(text), &read_ones, NULL, error);
    return read_ones;
}

static void arrivals_are_read(void **state)
{
    (void)state;
    signpost_half_hours *all = read("half_hour,calls,handlers\nSa 18:30,12.5,8\n18:00,0,\n2015-10-25T01:30Z,3,1\n"
                                    "2015-10-25T01:30+01:00,4,2\n",
                                    NULL);
    assert_non_null(all);
    assert_int_equal(signpost_half_hours_count(all), 4);
    const signpost_half_hour *first = signpost_half_hours_find(all, "Sa 18:30");
    assert_ptr_equal(first, signpost_half_hours_at(all, 0));
    assert_int_equal(first->calls, 12500000);
    assert_int_equal(first->clinical, SIGNPOST_NOT_SAID);
    assert_int_equal(first->handlers, 8);
    assert_int_equal(signpost_half_hours_at(all, 1)->handlers, SIGNPOST_NOT_SAID);
    assert_int_equal(signpost_half_hours_at(all, 3)->line, 5);
    assert_null(signpost_half_hours_find(all, "19:00"));
    assert_null(signpost_half_hours_at(all, 4));
    signpost_half_hours_free(all);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    static const struct row {
        const char *text, *message;
        int id;
        unsigned line;
    } rows[] = {
        {"half_hour,calls\n18:15,1\n", "half_hour \"18:15\" is not a half-hour", 1551, 2},
        {"half_hour,calls\n24:00,1\n", "half_hour \"24:00\" is not", 1551, 2},
        {"half_hour,calls\nSo 10:00,1\n", "half_hour \"So 10:00\" is not", 1551, 2},
        {"half_hour,calls\n2015-02-30T10:00,1\n", "half_hour \"2015-02-30T10:00\" is not", 1551, 2},
        {"half_hour,calls\n10:00Z,1\n", "half_hour \"10:00Z\" is not", 1551, 2},
        {"half_hour,calls\n10:00,1\n10:00,2\n", "half_hour \"10:00\" stands in the file twice", 1551, 3},
        {"half_hour,calls\n10:00,-1\n", "calls \"-1\" is not a number of calls", 1551, 2},
        {"half_hour,calls\n10:00,100001\n", "calls \"100001\" is not a number", 1551, 2},
        {"half_hour,calls\n10:00,95 %\n", "calls \"95 %\" is not a number of calls", 1551, 2},
        {"half_hour,handlers\n10:00,7.5\n", "handlers \"7.5\" is not a whole number of people", 1551, 2},
        {"half_hour,call\n10:00,1\n", "there is no column \"call\"; did you mean \"calls\"?", 1552, 1},
        {"calls\n1\n", "there must be a column half_hour", 1552, 1},
        {"half_hour\n10:00\n", "there must be a column calls, clinical_calls", 1552, 1},
        {"half_hour,calls,calls\n10:00,1,1\n", "a column stands there twice: calls", 1552, 1},
        {"half_hour,calls\n", "the file has no half-hours", 1552, 0},
        {"half_hour,calls\n10:00,\"1\n", "a quote is never closed", 731, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_half_hours *all = read(rows[i].text, &error);
        if (all || error.status != SIGNPOST_CONTENT || error.id != rows[i].id ||
            !strstr(error.message, rows[i].message) || (rows[i].line && error.line != rows[i].line))
            fail_msg("%s gave %d, line %u: %s", rows[i].text, error.id, error.line, error.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_who_wait_are_those_of_the_tables),
        cmocka_unit_test(fewest_are_those_of_a_published_example),
        cmocka_unit_test(a_plain_formula_agrees),
        cmocka_unit_test(more_who_answer_are_never_worse),
        cmocka_unit_test(a_large_load_does_not_overflow),
        cmocka_unit_test(those_away_are_added_to_the_roster),
        cmocka_unit_test(no_calls_need_nobody),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(arrivals_are_read),
        cmocka_unit_test(mistakes_are_named),
    };
    return cmocka_run_group_tests_name("staffing", tests, NULL, NULL);
}
