/* The published figures of 2015-16: Norfolk, whose provider changed in September 2015, South East Coast, and England.
 * What was computed of them by hand must come out to the digit. */
#include "../support/cmocka_all.h"
#include "../support/figures_db.h"

#define FIXTURES SIGNPOST_SOURCE_ROOT "/tests/fixtures/kpi/"

static test_figures db;
static signpost_counts *counts;

static int read_published(void **state)
{
    (void)state;
    signpost_counts_query query = SIGNPOST_COUNTS_QUERY_INIT;
    return !test_figures_make(&db) ||
           test_figures_import(&db, SIGNPOST_COLLECTION_MDS, FIXTURES "mds-2015-16.csv", NULL, NULL) ||
           test_figures_import(&db, SIGNPOST_COLLECTION_MDS, FIXTURES "mds-2015-16-england.csv", NULL, NULL) ||
           signpost_counts_load(db.figures, &query, &counts, &db.error);
}

static int forget(void **state)
{
    (void)state;
    signpost_counts_free(counts);
    test_figures_remove(&db);
    return 0;
}

static signpost_month month(const char *text)
{
    signpost_month found = -1;
    assert_int_equal(signpost_month_parse(text, &found), SIGNPOST_OK);
    return found;
}

static signpost_series *series_of(const char *contract, const char *figure)
{
    signpost_series *series;
    const signpost_definition *definition = signpost_definition_find(NULL, figure);
    assert_non_null(definition);
    assert_int_equal(signpost_series_new(counts, contract, definition, &series, NULL), SIGNPOST_OK);
    return series;
}

static void norfolk_before_and_after(void **state)
{
    static const struct {
        const char *figure;
        const char *before[2], *after[2]; /* lowest and highest month, in percent */
        signpost_trend trend;
    } rows[] = {
        {"callback-10", {"67.16", "74.00"}, {"28.00", "39.84"}, SIGNPOST_TREND_WORSE},
        {"warm-transfer", {"69.81", "79.94"}, {"51.48", "58.65"}, SIGNPOST_TREND_WORSE},
        {"timely", {"90.78", "94.79"}, {"65.07", "75.12"}, SIGNPOST_TREND_WORSE},
        {"unaccounted", {"7.77", "10.97"}, {"0.00", "0.00"}, SIGNPOST_TREND_BETTER},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[SIGNPOST_MOMENT_SIZE];
        signpost_series *series = series_of("111AB9", rows[i].figure);
        signpost_change change = signpost_change_make(series, month("2015-09"), NULL);
        const signpost_span *spans[] = {&change.before, &change.after};
        for (int side = 0; side < 2; side++) {
            const char *const *expected = side ? rows[i].after : rows[i].before;
            assert_string_equal(signpost_micro_format(spans[side]->lowest, 2, text), expected[0]);
            assert_string_equal(signpost_micro_format(spans[side]->highest, 2, text), expected[1]);
        }
        assert_int_equal(change.before.months, 5);
        assert_int_equal(change.after.months, 7);
        assert_int_equal(change.trend, rows[i].trend);
        signpost_series_free(series);
    }
}

static void abandonment_is_not_like_for_like(void **state)
{
    char text[SIGNPOST_MOMENT_SIZE];
    (void)state;
    signpost_series *abandoned = series_of("111AB9", "abandoned"), *unaccounted = series_of("111AB9", "unaccounted");
    signpost_change change = signpost_change_make(abandoned, month("2015-09"), unaccounted);
    assert_string_equal(signpost_micro_format(change.before.highest, 1, text), "4.2");
    assert_string_equal(signpost_micro_format(change.after.highest, 1, text), "14.3");
    assert_int_equal(change.trend, SIGNPOST_TREND_NONE);
    assert_int_equal(change.marks, SIGNPOST_MARK_UNACCOUNTED);
    assert_int_equal(change.unaccounted_after, 0);
    change = signpost_change_make(abandoned, month("2015-09"), NULL);
    assert_int_equal(change.trend, SIGNPOST_TREND_WORSE);
    signpost_series_free(abandoned);
    signpost_series_free(unaccounted);
}

static void the_first_three_months_pooled(void **state)
{
    char text[SIGNPOST_FIGURE_SIZE];
    (void)state;
    signpost_series *answered = series_of("111AB9", "answered-60"), *abandoned = series_of("111AB9", "abandoned");
    signpost_span span = signpost_series_span(answered, 5, 3);
    assert_int_equal(span.first, month("2015-09"));
    assert_string_equal(signpost_figure_format(&span.pooled, text), "90.99");
    assert_int_equal(span.pooled.numerator, 18025 + 18857 + 18735);
    span = signpost_series_span(abandoned, 5, 3);
    assert_string_equal(signpost_figure_format(&span.pooled, text), "0.99");
    assert_string_equal(signpost_micro_format(span.mean, 2, text), "0.97");
    signpost_series_free(answered);
    signpost_series_free(abandoned);
}

static void norfolk_transferred_more_than_england(void **state)
{
    char text[SIGNPOST_FIGURE_SIZE];
    (void)state;
    signpost_series *norfolk = series_of("111AB9", "warm-transfer"), *england = series_of("England", "warm-transfer");
    for (size_t i = 0; i < 12; i++)
        assert_true(signpost_series_at(norfolk, i).value > signpost_series_at(england, i).value);
    signpost_figure figure = signpost_series_at(england, 5);
    assert_string_equal(signpost_figure_format_to(&figure, 1, text), "43.6");
    figure = signpost_series_at(england, 11);
    assert_string_equal(signpost_figure_format_to(&figure, 1, text), "33.2");
    signpost_series_free(norfolk);
    signpost_series_free(england);
}

static void england_has_its_limits(void **state)
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_chart *chart;
    (void)state;
    signpost_series *series = series_of("England", "answered-60");
    assert_int_equal(signpost_chart_new(series, NULL, 0, &chart, NULL), SIGNPOST_OK);
    signpost_chart_point point = signpost_chart_at(chart, 11);
    assert_string_equal(signpost_micro_format(point.mean, 3, text), "88.372");
    assert_string_equal(signpost_micro_format(point.lower, 3, text), "84.295");
    assert_string_equal(signpost_micro_format(point.upper, 3, text), "92.449");
    assert_int_equal(signpost_chart_assurance(chart, SIGNPOST_AT_LEAST, 95 * (int64_t)SIGNPOST_MICRO),
                     SIGNPOST_ASSURANCE_MISSES);
    signpost_chart_free(chart);
    signpost_series_free(series);
}

static void five_months_of_south_east_coast_contradict_themselves(void **state)
{
    size_t broken = 0, first, rows;
    (void)state;
    for (size_t i = 0; i < signpost_counts_size(counts); i++) {
        signpost_counts_row row = signpost_counts_get(counts, i);
        if (strcmp(row.contract, "111AE4") != 0 || !row.breaks)
            continue;
        broken++;
        assert_string_equal(signpost_counts_break(counts, i, 0).identity, "transferred = warm + callback_offered");
    }
    assert_int_equal(broken, 5);
    assert_string_equal(signpost_counts_contract(counts, 2, &first, &rows), "111AE4");
    signpost_figure warm =
        signpost_figure_compute(signpost_definition_find(NULL, "warm-transfer"), counts, first, rows);
    assert_int_equal(warm.marks, SIGNPOST_MARK_BROKEN);
    signpost_figure answered =
        signpost_figure_compute(signpost_definition_find(NULL, "answered-60"), counts, first, rows);
    assert_int_equal(answered.marks, 0);
}

static void the_three_clinician_figures_stand_together(void **state)
{
    signpost_clinician found;
    (void)state;
    assert_int_equal(signpost_kpi_clinician(counts, "111AB9", month("2015-09"), &found, NULL), SIGNPOST_OK);
    assert_false(found.disagree);
    assert_string_equal(found.sentence,
                        "call-backs within 10 minutes and timely contact with a clinician, live or called "
                        "back, both became worse");
    assert_int_equal(signpost_kpi_clinician(counts, "nobody", 0, &found, NULL), SIGNPOST_NOT_FOUND);
}

static void every_count_has_its_row(void **state)
{
    int64_t value;
    (void)state;
    for (size_t i = 0; i < signpost_counts_size(counts); i++) {
        signpost_counts_row row = signpost_counts_get(counts, i);
        if (strcmp(row.contract, "111AB9") != 0 || row.month != month("2015-12"))
            continue;
        assert_int_equal(row.line, 26);
        assert_true(signpost_counts_value(counts, i, "offered", &value));
        assert_int_equal(value, 23854);
        assert_false(signpost_counts_value(counts, i, "A03", &value));
    }
}

static void the_sample_of_contracts_is_right(void **state)
{
    char holders[128];
    signpost_contracts *contracts;
    signpost_error error = SIGNPOST_ERROR_INIT;
    (void)state;
    signpost_status status =
        signpost_contracts_load(SIGNPOST_SOURCE_ROOT "/dos/contracts/sample.yaml", &contracts, NULL, &error);
    if (status)
        print_error("%s\n", error.message);
    assert_int_equal(status, SIGNPOST_OK);
    const signpost_contract *norfolk = signpost_contracts_find(contracts, "111AB9");
    signpost_date change = signpost_contract_change(norfolk, 0);
    assert_int_equal(signpost_month_of(change), month("2015-09"));
    assert_int_equal(signpost_contract_change(norfolk, 1), SIGNPOST_NO_DATE);
    assert_string_equal(signpost_contract_holders(norfolk, change - 1, holders, sizeof holders),
                        "the regional ambulance trust");
    assert_string_equal(signpost_contract_holders(norfolk, change, holders, sizeof holders),
                        "a not-for-profit provider");
    const signpost_target *target = signpost_contract_target(norfolk, "abandoned", change);
    assert_int_equal(target->direction, SIGNPOST_BELOW);
    assert_int_equal(target->value, 5 * SIGNPOST_MICRO);
    signpost_contracts_free(contracts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(norfolk_before_and_after),
        cmocka_unit_test(abandonment_is_not_like_for_like),
        cmocka_unit_test(the_first_three_months_pooled),
        cmocka_unit_test(norfolk_transferred_more_than_england),
        cmocka_unit_test(england_has_its_limits),
        cmocka_unit_test(five_months_of_south_east_coast_contradict_themselves),
        cmocka_unit_test(the_three_clinician_figures_stand_together),
        cmocka_unit_test(every_count_has_its_row),
        cmocka_unit_test(the_sample_of_contracts_is_right),
    };
    return cmocka_run_group_tests_name("published figures", tests, read_published, forget);
}
