/* Importing and reading figures when memory runs out, or the disk fails, at every place that it can. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"
#include "../support/figures_db.h"

static test_figures db;

#define MDS                                                                                                            \
    "Periodname,Provider Org Code,Nhs1 Number Calls Offered SUM,Nhs1 Abandoned Calls SUM,Nhs1 Answered Calls "         \
    "SUM,Nhs1 "                                                                                                        \
    "Answered 60sec SUM,Nhs1 Calls Person Triaged SUM,Nhs1 Transferred To Ca SUM,Nhs1 Wtransferred To Ca SUM,Nhs1 "    \
    "Person Offered Call Back SUM,Nhs1 Calls Back Within 10mins SUM\n"                                                 \
    "Apr-15,C,1000,9,900,800,700,100,60,41,30\nJun-15,C,1000,9,900,850,700,100,60,40,30\n"
#define CALLS                                                                                                          \
    "contract,provider,offered,answered,callback_offered,callback_made\nC,P,2026-06-01T10:00,2026-06-01T10:00:30,,\n"  \
    "C,Q,2026-06-01T10:10,2026-06-01T10:11:01,2026-06-01T10:14,2026-06-01T10:20\n"
#define CONTRACTS                                                                                                      \
    "figures: {x: {title: t, numerator: warm, denominator: offered}}\ncontracts:\n  C:\n    name: n\n    providers: "  \
    "[{name: p, until: 2015-05-31}, {name: q, from: 2015-06-01}]\n    targets: [{figure: x, direction: below, value: " \
    "5}]\n    rebase: [{date: 2015-06-01, why: w}]\n    plans: [{figure: x, start: {month: 2015-01, value: 9}, "       \
    "direction: below, target: 5, deadline: 2016-01-01, trajectory: [{month: 2015-06, value: 8}]}]\n    surveys: "     \
    "[{date: 2016-01-01, name: s, score: 7, fifths: [1, 2, 3, 4], compared: 45}]\n    events: [{date: 2016-01-01, "    \
    "kind: other}]\n"

/* Which collection and file a scenario is about. */
typedef struct source {
    signpost_collection collection;
    const char *text;
} source;

static char empty[256 * 1024]; /* a database without figures */
static size_t empty_size;

static void write_file(void *context)
{
    const source *of = context;
    char journal[80];
    snprintf(journal, sizeof journal, "%s-journal", db.database);
    unlink(journal);
    FILE *to = fopen(db.database, "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(empty, 1, empty_size, to), empty_size);
    assert_int_equal(fclose(to), 0);
    assert_true(test_figures_write(&db, of->text, strlen(of->text)));
}

static void say_counts(test_run *run, const signpost_counts *counts)
{
    for (size_t i = 0; i < signpost_counts_size(counts); i++) {
        int64_t value = -1;
        signpost_counts_row row = signpost_counts_get(counts, i);
        (void)signpost_counts_value(counts, i, "answered_60", &value);
        test_say(run, "%s %s %d %zu %lld\n", row.contract, row.provider, row.month, row.breaks, (long long)value);
    }
}

/* Imports, reads, and computes a chart and a funnel. */
static signpost_status look(test_run *run, signpost_figures *figures, signpost_collection collection)
{
    signpost_counts *counts;
    signpost_series *series = NULL;
    signpost_chart *chart = NULL;
    signpost_funnel *funnel = NULL;
    signpost_figures_files *files = NULL;
    signpost_empty_searches *searches = NULL;
    signpost_clinician clinician = {.sentence = ""};
    signpost_counts_query query = SIGNPOST_COUNTS_QUERY_INIT;
    const signpost_definition *definition = signpost_definition_find(NULL, "answered-60");
    query.collection = collection;
    signpost_status status = signpost_counts_load(figures, &query, &counts, &run->error);
    if (status)
        return status;
    status = signpost_series_new(counts, "C", definition, &series, &run->error);
    if (!status)
        status = signpost_chart_new(series, NULL, 0, &chart, &run->error);
    if (!status)
        status = signpost_funnel_new(counts, definition, NULL, &funnel, &run->error);
    if (!status)
        status = signpost_kpi_clinician(counts, "C", 545, &clinician, &run->error);
    if (!status)
        status = signpost_figures_files_load(figures, &files, &run->error);
    if (!status)
        status = signpost_empty_searches_load(figures, NULL, &searches, &run->error);
    if (!status) {
        say_counts(run, counts);
        test_say(run, "%lld %zu %zu %zu %s\n", (long long)signpost_chart_at(chart, 0).upper,
                 signpost_funnel_count(funnel), signpost_figures_files_count(files),
                 signpost_empty_searches_count(searches), clinician.sentence);
    }
    signpost_empty_searches_free(searches);
    signpost_figures_files_free(files);
    signpost_funnel_free(funnel);
    signpost_chart_free(chart);
    signpost_series_free(series);
    signpost_counts_free(counts);
    return status;
}

static signpost_status import(test_run *run)
{
    const source *of = run->context;
    signpost_figures *figures;
    signpost_collection found;
    signpost_figures_done done;
    signpost_figures_options options = SIGNPOST_FIGURES_OPTIONS_INIT;
    options.published = 16934;
    signpost_status status = signpost_figures_open(db.database, SIGNPOST_READ_WRITE, &figures, &run->error);
    if (status)
        return status;
    status = signpost_figures_sniff(db.file, &found, &run->error);
    if (!status)
        status = signpost_figures_import(figures, of->collection, db.file, &options, &done, NULL, &run->error);
    if (!status) {
        test_say(run, "%d %lld %lld %s\n", (int)found, (long long)done.rows, (long long)done.breaks, done.digest);
        status = look(run, figures, of->collection);
    }
    signpost_figures_close(figures);
    return status;
}

static signpost_status read_contracts(test_run *run)
{
    signpost_contracts *contracts;
    signpost_status status =
        signpost_contracts_read("contracts", CONTRACTS, sizeof CONTRACTS - 1, &contracts, NULL, &run->error);
    if (status)
        return status;
    const signpost_contract *contract = signpost_contracts_find(contracts, "C");
    test_say(run, "%zu %zu %zu %zu\n", contract->period_count, contract->plans[0].trajectory_count,
             contract->survey_count, signpost_definition_count(contracts));
    signpost_contracts_free(contracts);
    return SIGNPOST_OK;
}

static void imports_end_cleanly(void **state)
{
    static source sources[] = {{SIGNPOST_COLLECTION_MDS, MDS}, {SIGNPOST_COLLECTION_CALLS, CALLS}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        test_scenario scenario = {.name = "import", .run = import, .prepare = write_file, .context = &sources[i]};
        assert_true(test_sweep_memory(&scenario) > 10);
        assert_true(test_sweep_io(&scenario) > 5);
    }
}

static void reading_contracts_ends_cleanly(void **state)
{
    test_scenario scenario = {.name = "contracts", .run = read_contracts};
    (void)state;
    assert_true(test_sweep_memory(&scenario) > 10);
}

static int begin(void **state)
{
    (void)state;
    if (!test_figures_make(&db))
        return -1;
    signpost_figures_close(db.figures);
    db.figures = NULL;
    FILE *from = fopen(db.database, "rb");
    empty_size = from ? fread(empty, 1, sizeof empty, from) : 0;
    return !from || fclose(from) != 0 || empty_size == 0 || empty_size == sizeof empty;
}

static int end(void **state)
{
    (void)state;
    test_figures_remove(&db);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(imports_end_cleanly),
        cmocka_unit_test(reading_contracts_ends_cleanly),
    };
    return cmocka_run_group_tests_name("faults of figures", tests, begin, end);
}
