/* Call-handling figures, rule by rule: what a file may say, what a target makes of a figure, what a chart signals. */
#include "../support/cmocka_all.h"
#include "../support/figures_db.h"

#include "kpi/import.h"
#include "kpi/items.h"
#include "kpi/moments.h"
#include "kpi/months.h"

#define PERCENT ((signpost_micro)SIGNPOST_MICRO)

/* ---- what files say ---- */

static void counts_are_whole(void **state)
{
    static const struct {
        const char *text;
        sgp_count_kind kind;
        int64_t value;
    } rows[] = {
        {"35693", SGP_COUNT_KNOWN, 35693},
        {"35,693", SGP_COUNT_KNOWN, 35693},
        {"1,234,567", SGP_COUNT_KNOWN, 1234567},
        {" 12 ", SGP_COUNT_KNOWN, 12},
        {"0", SGP_COUNT_KNOWN, 0},
        {"*", SGP_COUNT_NOT_KNOWN, 0},
        {"", SGP_COUNT_NOT_KNOWN, 0},
        {"-", SGP_COUNT_NOT_KNOWN, 0},
        {"n/a", SGP_COUNT_NOT_KNOWN, 0},
        {"66.7%", SGP_COUNT_WRONG, 0},
        {"0.95", SGP_COUNT_WRONG, 0},
        {"-5", SGP_COUNT_WRONG, 0},
        {"1,00", SGP_COUNT_WRONG, 0},
        {",100", SGP_COUNT_WRONG, 0},
        {"1234,567", SGP_COUNT_WRONG, 0},
        {"1e3", SGP_COUNT_WRONG, 0},
        {"9999999999999999", SGP_COUNT_WRONG, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 0;
        if (sgp_count_read(rows[i].text, &value) != rows[i].kind ||
            (rows[i].kind == SGP_COUNT_KNOWN && value != rows[i].value))
            fail_msg("\"%s\" was read as %lld", rows[i].text, (long long)value);
    }
}

static void months_have_many_forms(void **state)
{
    static const char *const rows[][2] = {
        {"Apr-15", "2015-04"},   {"Apr-2015", "2015-04"}, {"April 2015", "2015-04"},
        {"APR-2023", "2023-04"}, {"2015-04", "2015-04"},  {"dec/99", "2099-12"},
        {"Total", NULL},         {"Apr", NULL},           {"13-2015", NULL},
        {"Apr-1960", NULL},      {"Apr-", NULL},          {"2015-13", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[SIGNPOST_MOMENT_SIZE];
        signpost_month month;
        bool good = sgp_month_read(rows[i][0], &month);
        if (good != (rows[i][1] != NULL) || (good && strcmp(signpost_month_format(month, text), rows[i][1]) != 0))
            fail_msg("%s was read otherwise", rows[i][0]);
    }
}

static void moments_keep_to_the_clock(void **state)
{
    static const struct {
        const char *text;
        sgp_moment_kind kind;
        int64_t seconds;
    } rows[] = {
        {"2026-01-10T10:00:05", SGP_MOMENT_GOOD, 1768039205},
        {"2026-07-10T10:00:05", SGP_MOMENT_GOOD, 1783674005}, /* an hour ahead of UTC */
        {"2026-07-10 10:00", SGP_MOMENT_GOOD, 1783674000},
        {"2026-07-10T10:00:05Z", SGP_MOMENT_GOOD, 1783677605},
        {"2026-07-10T10:00:05+01:00", SGP_MOMENT_GOOD, 1783674005},
        {"2026-07-10T10:00:05+0100", SGP_MOMENT_GOOD, 1783674005},
        {"2026-03-29T00:59:59", SGP_MOMENT_GOOD, 1774745999},
        {"2026-03-29T01:00:00", SGP_MOMENT_MISSING, 0},
        {"2026-03-29T01:59:59", SGP_MOMENT_MISSING, 0},
        {"2026-03-29T02:00:00", SGP_MOMENT_GOOD, 1774746000},
        {"2026-10-25T00:59:59", SGP_MOMENT_GOOD, 1792886399},
        {"2026-10-25T01:00:00", SGP_MOMENT_TWICE, 0},
        {"2026-10-25T01:59:59", SGP_MOMENT_TWICE, 0},
        {"2026-10-25T01:30:00+01:00", SGP_MOMENT_GOOD, 1792888200},
        {"2026-10-25T02:00:00", SGP_MOMENT_GOOD, 1792893600},
        {"2026-02-29T10:00:00", SGP_MOMENT_WRONG, 0},
        {"2026-01-10T24:00:00", SGP_MOMENT_WRONG, 0},
        {"2026-01-10T10:00:0", SGP_MOMENT_WRONG, 0},
        {"10/01/2026 10:00", SGP_MOMENT_WRONG, 0},
        {"1990-01-10T10:00", SGP_MOMENT_WRONG, 0},
        {"2026-01-10T10:00:05+25:00", SGP_MOMENT_WRONG, 0},
    };
    (void)state;
    /* Each after each other: what is kept from one moment to the next must not show. */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; j < sizeof rows / sizeof *rows; j++) {
            sgp_moments moments;
            int64_t seconds = 0;
            assert_int_equal(sgp_moments_begin(&moments, "GMT0BST,M3.5.0/1,M10.5.0", NULL), SIGNPOST_OK);
            (void)sgp_moment_read(&moments, rows[j].text, strlen(rows[j].text), &seconds);
            sgp_moment_kind kind = sgp_moment_read(&moments, rows[i].text, strlen(rows[i].text), &seconds);
            if (kind != rows[i].kind || (kind == SGP_MOMENT_GOOD && seconds != rows[i].seconds))
                fail_msg("%s after %s is %d, %lld", rows[i].text, rows[j].text, (int)kind, (long long)seconds);
        }
}

static void formulas_are_sums(void **state)
{
    static const char *const good[] = {"offered", "offered - answered - abandoned", "warm+callback_10", "- A03 + B01"};
    static const char *const bad[] = {"", "offered *  2", "offered answered", "offered -", "a + + b", "(a)"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(sgp_formula_is_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (sgp_formula_is_valid(bad[i]))
            fail_msg("\"%s\" was taken", bad[i]);
    assert_true(sgp_formulas_meet("warm + callback_10", "callback_10"));
    assert_false(sgp_formulas_meet("warm + callback_10", "callback_1"));
}

static void built_in_figures_are_whole(void **state)
{
    const signpost_definition *at;
    (void)state;
    for (size_t i = 0; (at = signpost_definition_at(NULL, i)); i++) {
        assert_true(sgp_formula_is_valid(at->numerator) && sgp_formula_is_valid(at->denominator));
        assert_true(*at->title && *at->words && *at->origin);
        assert_ptr_equal(signpost_definition_find(NULL, at->id), at);
    }
    assert_int_equal(signpost_definition_count(NULL), 35);
}

/* ---- targets ---- */

static void targets_count_callers(void **state)
{
    static const struct {
        int64_t numerator, denominator;
        signpost_direction direction;
        int value;
        bool met;
        int64_t late, too_many;
        const char *missed_by;
    } rows[] = {
        {950, 1000, SIGNPOST_AT_LEAST, 95, true, 50, 0, "0.00"},
        {949, 1000, SIGNPOST_AT_LEAST, 95, false, 51, 1, "0.10"},
        {18025, 19112, SIGNPOST_AT_LEAST, 95, false, 1087, 132, "0.69"},
        {50, 1000, SIGNPOST_BELOW, 5, false, 50, 1, "0.00"}, /* 5 % is not below 5 % */
        {49, 1000, SIGNPOST_BELOW, 5, true, 49, 0, "0.00"},
        {50, 1000, SIGNPOST_AT_MOST, 5, true, 50, 0, "0.00"},
        {60, 1000, SIGNPOST_AT_MOST, 5, false, 60, 10, "1.00"},
        {1000, 1000, SIGNPOST_AT_LEAST, 100, true, 0, 0, "0.00"},
        {999, 1000, SIGNPOST_AT_LEAST, 100, false, 1, 1, "0.10"},
        {0, 1000, SIGNPOST_ABOVE, 0, false, 1000, 1, "0.00"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[SIGNPOST_MOMENT_SIZE];
        signpost_figure figure = {.definition = signpost_definition_find(NULL, "answered-60"), .is_known = true};
        figure.numerator = rows[i].numerator;
        figure.denominator = rows[i].denominator;
        figure.value = rows[i].numerator * 100 * PERCENT / rows[i].denominator;
        signpost_judgement found = signpost_target_judge(&figure, rows[i].direction, rows[i].value * PERCENT);
        if (found.is_met != rows[i].met || found.late != rows[i].late || found.too_many != rows[i].too_many ||
            strcmp(signpost_micro_format(found.missed_by, 2, text), rows[i].missed_by) != 0)
            fail_msg("row %zu: %lld late, %lld too many, missed by %s", i, (long long)found.late,
                     (long long)found.too_many, text);
    }
}

/* ---- series ---- */

static test_figures db;

static int begin(void **state)
{
    (void)state;
    return !test_figures_make(&db);
}

static int end(void **state)
{
    (void)state;
    test_figures_remove(&db);
    return 0;
}

#define HEADER                                                                                                         \
    "Periodname,Provider Org Code,Nhs1 Number Calls Offered SUM,Nhs1 Abandoned Calls SUM,Nhs1 Answered Calls "         \
    "SUM,Nhs1 "                                                                                                        \
    "Answered 60sec SUM,Nhs1 Calls Person Triaged SUM,Nhs1 Transferred To Ca SUM,Nhs1 Wtransferred To Ca SUM,Nhs1 "    \
    "Person Offered Call Back SUM,Nhs1 Calls Back Within 10mins SUM\n"

/* The series of a contract's months, of so many percent; -1 is not known. */
static signpost_series *series_of(const int *percents, size_t count, signpost_counts **counts)
{
    char text[8192];
    signpost_series *series;
    signpost_counts_query query = SIGNPOST_COUNTS_QUERY_INIT;
    size_t used = (size_t)snprintf(text, sizeof text, HEADER);
    for (size_t i = 0; i < count; i++)
        used +=
            (size_t)snprintf(text + used, sizeof text - used,
                             percents[i] < 0 ? "%d-%02zu,C,2000,9,*,*,,,,,%.0d\n" : "%d-%02zu,C,2000,9,1000,%d,,,,,\n",
                             2000 + (int)(i / 12), i % 12 + 1, percents[i] < 0 ? 0 : 10 * percents[i]);
    assert_int_equal(test_figures_import(&db, SIGNPOST_COLLECTION_MDS, NULL, text, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_counts_load(db.figures, &query, counts, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_series_new(*counts, "C", signpost_definition_find(NULL, "answered-60"), &series, NULL),
                     SIGNPOST_OK);
    return series;
}

static void charts_signal(void **state)
{
    enum { MOST = 16 };
    static const struct {
        const char *what;
        int percents[MOST];  /* 0 ends them */
        const char *signals; /* of each point: a sum of bits, in hexadecimal; . is not known */
    } rows[] = {
        {"nothing", {50, 51, 50, 52, 51, 50, 52, 51, 50, 51}, "0000000000"},
        {"one outside", {50, 51, 50, 51, 50, 51, 50, 51, 50, 51, 70}, "22222222221"},
        {"seven on one side", {50, 53, 49, 53, 50, 52, 50, 54, 53, 55, 53, 54, 55, 53}, "00000002222222"},
        {"seven that rise", {50, 51, 52, 53, 54, 55, 56, 50, 52, 50}, "4444445000"},
        {"not known is passed over", {50, -1, 51, 50, 52, 51}, "0.0000"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t count = strlen(rows[i].signals);
        char found[MOST + 1] = "";
        signpost_counts *counts;
        signpost_chart *chart;
        begin(NULL);
        signpost_series *series = series_of(rows[i].percents, count, &counts);
        assert_int_equal(signpost_chart_new(series, NULL, 0, &chart, NULL), SIGNPOST_OK);
        for (size_t j = 0; j < count; j++) {
            signpost_chart_point point = signpost_chart_at(chart, j);
            found[j] = "0123456789abcdef"[point.signals & 7]; /* near a limit goes with others: not shown here */
            if (!point.is_known)
                found[j] = '.';
        }
        if (strcmp(found, rows[i].signals) != 0)
            fail_msg("%s: %s, and not %s", rows[i].what, found, rows[i].signals);
        signpost_chart_free(chart);
        signpost_series_free(series);
        signpost_counts_free(counts);
        end(NULL);
    }
}

static void a_rebase_begins_a_segment(void **state)
{
    static const int percents[] = {50, 52, 50, 52, 80, 82, 80, 82};
    signpost_counts *counts;
    signpost_chart *chart;
    signpost_month rebase = 364; /* 2000-05 */
    (void)state;
    begin(NULL);
    signpost_series *series = series_of(percents, 8, &counts);
    assert_int_equal(signpost_chart_new(series, &rebase, 1, &chart, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_chart_at(chart, 3).mean, 51 * PERCENT);
    assert_int_equal(signpost_chart_at(chart, 4).mean, 81 * PERCENT);
    assert_int_equal(signpost_chart_at(chart, 4).segment, 1);
    assert_int_equal(signpost_chart_at(chart, 0).upper, 51 * PERCENT + 5320000); /* 2.66 x 2 */
    assert_int_equal(signpost_chart_assurance(chart, SIGNPOST_AT_LEAST, 70 * PERCENT), SIGNPOST_ASSURANCE_HITS);
    assert_int_equal(signpost_chart_assurance(chart, SIGNPOST_AT_LEAST, 81 * PERCENT), SIGNPOST_ASSURANCE_HIT_AND_MISS);
    assert_int_equal(signpost_chart_assurance(chart, SIGNPOST_BELOW, 70 * PERCENT), SIGNPOST_ASSURANCE_MISSES);
    signpost_chart_free(chart);
    signpost_series_free(series);
    signpost_counts_free(counts);
    end(NULL);
}

static void limits_lie_where_a_share_can(void **state)
{
    static const struct row {
        int percents[6];
        int64_t lower, upper;
    } rows[] = {
        {{50, 52, 50, 52, 50, 52}, 51 * PERCENT - 5320000, 51 * PERCENT + 5320000},
        {{0, 4, 0, 4, 0, 4}, 0, 2 * PERCENT + 10640000},
        {{96, 100, 96, 100, 96, 100}, 98 * PERCENT - 10640000, 100 * PERCENT},
        {{0, 100, 0, 100, 0, 100}, 0, 100 * PERCENT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_counts *counts;
        signpost_chart *chart;
        begin(NULL);
        signpost_series *series = series_of(rows[i].percents, 6, &counts);
        assert_int_equal(signpost_chart_new(series, NULL, 0, &chart, NULL), SIGNPOST_OK);
        assert_int_equal(signpost_chart_at(chart, 5).lower, rows[i].lower);
        assert_int_equal(signpost_chart_at(chart, 5).upper, rows[i].upper);
        assert_int_equal(signpost_chart_at(chart, 5).signals, 0);
        signpost_chart_free(chart);
        signpost_series_free(series);
        signpost_counts_free(counts);
        end(NULL);
    }
}

static void plans_are_on_course_or_not(void **state)
{
    /* from 60 % in January to 90 % in July: 5 points a month */
    const signpost_improvement plan = {.figure = "answered-60",
                                       .start = {552, 60 * PERCENT},
                                       .direction = SIGNPOST_AT_LEAST,
                                       .target = 90 * PERCENT,
                                       .deadline = 17013}; /* 2016-07-31 */
    static const struct {
        signpost_month month;
        int percent; /* -1: not known */
        signpost_progress_state state;
        int expected, behind_by, callers, need;
    } rows[] = {
        {551, 60, SIGNPOST_PLAN_NOT_BEGUN, 60, 0, 0, 0}, {552, 60, SIGNPOST_PLAN_ON_COURSE, 60, 0, 0, 5},
        {554, 70, SIGNPOST_PLAN_ON_COURSE, 70, 0, 0, 5}, {554, 66, SIGNPOST_PLAN_BEHIND, 70, 4, 40, 6},
        {555, -1, SIGNPOST_PLAN_NOT_KNOWN, 75, 0, 0, 0}, {556, 91, SIGNPOST_PLAN_MET, 80, 0, 0, 0},
        {558, 89, SIGNPOST_PLAN_FAILED, 90, 1, 10, 0},   {560, 90, SIGNPOST_PLAN_MET, 90, 0, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_figure figure = {.definition = signpost_definition_find(NULL, "answered-60")};
        if (rows[i].percent >= 0) {
            figure.is_known = true;
            figure.numerator = 10 * rows[i].percent;
            figure.denominator = 1000;
            figure.value = rows[i].percent * PERCENT;
        }
        signpost_plan_status found = signpost_plan_judge(&plan, &figure, rows[i].month);
        if (found.state != rows[i].state || found.expected != rows[i].expected * PERCENT ||
            found.behind_by != rows[i].behind_by * PERCENT || found.callers != rows[i].callers ||
            found.need_a_month != rows[i].need * PERCENT)
            fail_msg("row %zu: %s, expected %lld, behind by %lld, %lld callers, need %lld", i,
                     signpost_plan_state_name(found.state), (long long)found.expected, (long long)found.behind_by,
                     (long long)found.callers, (long long)found.need_a_month);
    }
}

static void what_was_published_last_counts(void **state)
{
    static const struct {
        signpost_date published;
        const char *answered;
        int64_t current;
    } rows[] = {{16934, "900", 900}, {16964, "910", 910}, {16900, "800", 910}, {16964, "911", 911}};
    (void)state;
    begin(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[2048];
        int64_t value = 0;
        signpost_counts *counts;
        signpost_counts_query query = SIGNPOST_COUNTS_QUERY_INIT;
        signpost_figures_options options = SIGNPOST_FIGURES_OPTIONS_INIT;
        options.published = rows[i].published;
        snprintf(text, sizeof text, HEADER "Apr-15,C,1000,9,%s,800,,,,,\n", rows[i].answered);
        assert_int_equal(test_figures_import(&db, SIGNPOST_COLLECTION_MDS, NULL, text, &options), SIGNPOST_OK);
        assert_int_equal(signpost_counts_load(db.figures, &query, &counts, NULL), SIGNPOST_OK);
        assert_int_equal(signpost_counts_size(counts), 1);
        assert_true(signpost_counts_value(counts, 0, "answered", &value));
        assert_int_equal(value, rows[i].current);
        signpost_counts_free(counts);
        query.older = true;
        assert_int_equal(signpost_counts_load(db.figures, &query, &counts, NULL), SIGNPOST_OK);
        assert_int_equal(signpost_counts_size(counts), i + 1);
        signpost_counts_free(counts);
    }
    end(NULL);
}

/* ---- contracts ---- */

#define CONTRACT "contracts:\n  C:\n    name: n\n"
#define HELD     CONTRACT "    providers: [{name: p}]\n"

static void mistakes_in_contracts_have_their_place(void **state)
{
    static const char *const rows[][2] = {
        {HELD "    targets: [{figure: answered-60, value: 95 %}]\n", "5:15: a target has no direction"},
        {HELD "    targets: [{figure: answered-6, direction: below, value: 95 %}]\n",
         "5:24: no figure \"answered-6\"; did you mean \"answered-60\"?"},
        {HELD "    targets: [{figure: abandoned, direction: below, value: 195 %}]\n",
         "5:60: \"195 %\" is not a share from 0 % to 100 %"},
        {HELD "    targets: [{figure: abandoned, direction: under, value: 5 %}]\n",
         "5:46: \"under\" is not at least, at most, below or above"},
        {HELD "    targets: [{figure: abandoned, direction: below, value: 5, from: 2016-01-01, until: 2015-01-01}]\n",
         "5:15: a target ends on 2015-01-01, before it begins on 2016-01-01"},
        {CONTRACT "    providers: [{name: p, part: 60 %}, {name: q, part: 30 %}]\n",
         "4:16: the parts of contract \"C\" add up to 90 % at the beginning"},
        {CONTRACT "    providers: [{name: p, until: 2015-08-31}, {name: q, from: 2015-08-31}]\n",
         "4:16: the parts of contract \"C\" add up to 200 % on 2015-08-31"},
        {CONTRACT "    providers: [{name: p, untl: 2015-08-31}]\n",
         "4:27: nothing here is called \"untl\"; did you mean \"until\"?"},
        {CONTRACT, "2:3: contract \"C\" has no providers"},
        {HELD "    rebase: [{date: 2015-13-01, why: x}]\n", "5:21: \"2015-13-01\" is not a date, such as 2015-09-01"},
        {HELD "    events: [{date: 2015-12-01, kind: party}]\n", "5:39: \"party\" is no kind of event"},
        {HELD "    plans: [{figure: abandoned, direction: below, target: 5, deadline: 2016-01-01}]\n",
         "5:13: a plan has no start"},
        {HELD "    surveys: [{date: 2016-01-01, name: s, score: 7, fifths: [1, 2, 3], compared: 45}]\n",
         "5:15: a survey needs the 4 scores that part the country into fifths, rising"},
        {"figures:\n  x: {title: t, numerator: offred, denominator: offered}\n" HELD,
         "2:28: no item \"offred\"; did you mean \"offered\"?"},
        {"figures:\n  x: {title: t, numerator: offered / 2, denominator: offered}\n" HELD,
         "2:28: \"offered / 2\" is not a sum of items"},
        {"figures:\n  abandoned: {title: t, numerator: offered, denominator: offered}\n" HELD,
         "2:3: figure \"abandoned\" is built in"},
        {"country: England\n", "1:1: a file of contracts has no contracts"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char found[SIGNPOST_TEXT_SIZE + 32];
        signpost_contracts *contracts;
        signpost_diagnostics *list;
        assert_int_equal(signpost_diagnostics_new(&list), SIGNPOST_OK);
        signpost_status status = signpost_contracts_read("f", rows[i][0], strlen(rows[i][0]), &contracts, list, NULL);
        signpost_diagnostic first = signpost_diagnostics_get(list, 0);
        snprintf(found, sizeof found, "%u:%u: %s", first.line, first.column, first.message);
        if (status != SIGNPOST_CONTENT || strcmp(found, rows[i][1]) != 0)
            print_error("%zu: %s\n  and not %s\n", i, found, rows[i][1]);
        assert_string_equal(found, rows[i][1]);
        assert_null(contracts);
        signpost_diagnostics_free(list);
    }
}

static void a_contract_that_nobody_holds_is_reported(void **state)
{
    static const char text[] = CONTRACT "    providers: [{name: p, from: 2015-05-01}]\n";
    signpost_contracts *contracts;
    signpost_figures_options options = SIGNPOST_FIGURES_OPTIONS_INIT;
    (void)state;
    begin(NULL);
    assert_int_equal(signpost_contracts_read("f", text, sizeof text - 1, &contracts, NULL, NULL), SIGNPOST_OK);
    options.published = 16934;
    options.contracts = contracts;
    assert_int_equal(test_figures_import(&db, SIGNPOST_COLLECTION_MDS, NULL,
                                         HEADER "Apr-15,C,1,0,1,1,,,,,\nMay-15,C,1,0,1,1,,,,,\n", &options),
                     SIGNPOST_CONTENT);
    assert_string_equal(db.first, "2: contract \"C\" has no provider on 2015-04-01");
    assert_int_equal(test_figures_import(&db, SIGNPOST_COLLECTION_CALLS, NULL,
                                         "contract,provider,offered\nC,P,2015-05-01T00:00\nC,P,2015-04-30T23:59\n",
                                         &options),
                     SIGNPOST_CONTENT);
    assert_string_equal(db.first, "3: contract \"C\" has no provider on 2015-04-30");
    signpost_contracts_free(contracts);
    end(NULL);
}

static void months_that_are_missing_are_said(void **state)
{
    (void)state;
    begin(NULL);
    assert_int_equal(test_figures_import(&db, SIGNPOST_COLLECTION_MDS, NULL,
                                         HEADER "Apr-15,C,1,0,1,1,,,,,\nAug-15,C,1,0,1,1,,,,,\n", NULL),
                     SIGNPOST_OK);
    assert_string_equal(db.first, "3: contract \"C\" has nothing for 2015-05 to 2015-07");
    end(NULL);
}

static void small_contracts_may_vary_more(void **state)
{
    signpost_counts *counts;
    signpost_funnel *funnel;
    signpost_counts_query query = SIGNPOST_COUNTS_QUERY_INIT;
    const signpost_definition *definition = signpost_definition_find(NULL, "answered-60");
    (void)state;
    begin(NULL);
    assert_int_equal(test_figures_import(&db, SIGNPOST_COLLECTION_MDS, NULL,
                                         HEADER "Apr-15,A,99999,0,90000,80400,,,,,\nApr-15,B,999,0,100,84,,,,,\n"
                                                "Apr-15,C,99999,0,1000,840,,,,,\nApr-15,X,1,0,1,1,,,,,\n",
                                         NULL),
                     SIGNPOST_OK);
    assert_int_equal(signpost_counts_load(db.figures, &query, &counts, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_funnel_new(counts, definition, "X", &funnel, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_funnel_count(funnel), 3);
    assert_int_equal(signpost_funnel_pooled(funnel).denominator, 91100);
    assert_int_equal(signpost_funnel_at(funnel, 0).side, 0);
    assert_int_equal(signpost_funnel_at(funnel, 1).side, 0); /* 84 % of 100 */
    assert_int_equal(signpost_funnel_at(funnel, 2).side, -1);
    signpost_funnel_free(funnel);
    assert_int_equal(signpost_funnel_new(counts, signpost_definition_find(NULL, "answer-time"), NULL, &funnel, NULL),
                     SIGNPOST_INVALID);
    signpost_counts_free(counts);
    end(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_whole),
        cmocka_unit_test(months_have_many_forms),
        cmocka_unit_test(moments_keep_to_the_clock),
        cmocka_unit_test(formulas_are_sums),
        cmocka_unit_test(built_in_figures_are_whole),
        cmocka_unit_test(targets_count_callers),
        cmocka_unit_test(charts_signal),
        cmocka_unit_test(a_rebase_begins_a_segment),
        cmocka_unit_test(limits_lie_where_a_share_can),
        cmocka_unit_test(plans_are_on_course_or_not),
        cmocka_unit_test(what_was_published_last_counts),
        cmocka_unit_test(mistakes_in_contracts_have_their_place),
        cmocka_unit_test(a_contract_that_nobody_holds_is_reported),
        cmocka_unit_test(months_that_are_missing_are_said),
        cmocka_unit_test(small_contracts_may_vary_more),
    };
    return cmocka_run_group_tests_name("call-handling figures", tests, NULL, NULL);
}
