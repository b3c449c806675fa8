/* The counting of calls against plain loops over the calls themselves: random years of calls are imported, and every
 * item of every contract, provider and hour is counted again, one item after the other. Usage: oracle_kpi [years [first
 * seed]]. */
#include "../support/calls.h"
#include "../support/figures_db.h"
#include "../support/random.h"

enum { CALLS = 1500, CONTRACTS = 3, PROVIDERS = 2 };

static bool within(int64_t from, int64_t until, int64_t seconds)
{
    return until && until - from <= seconds;
}

/* What a call adds to an item, written down from the meaning of each. */
static int64_t adds(const test_call *call, const char *item)
{
    bool warm = call->transferred != 0, offered = !warm && call->callback_offered;
    const char *to = call->disposition;
    const struct {
        const char *item;
        int64_t value;
    } all[] = {
        {"offered", 1},
        {"answered", call->answered != 0},
        {"answered_60", within(call->offered, call->answered, 60)},
        {"abandoned", call->abandoned && call->abandoned - call->offered > 30},
        {"abandoned_early", within(call->offered, call->abandoned, 30)},
        {"triaged", call->triaged != 0},
        {"transferred", warm || offered},
        {"warm", warm},
        {"callback_offered", offered},
        {"callback_made", offered && call->callback_made},
        {"callback_10", offered && within(call->callback_offered, call->callback_made, 600)},
        {"not_recommended", !strcmp(to, "information") || !strcmp(to, "self_care") || !strcmp(to, "non_clinical")},
        {"closed", call->closed && call->answered},
        {"answer_seconds", call->answered ? call->answered - call->offered : 0},
        {"handling_seconds", call->closed && call->answered ? call->closed - call->answered : 0},
        {"callback_seconds", offered && call->callback_made ? call->callback_made - call->callback_offered : 0},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].item, item) == 0)
            return all[i].value;
    return strcmp(to, item) == 0;
}

static bool is_in(const test_call *call, const signpost_counts_row *row)
{
    char contract[8], provider[8];
    snprintf(contract, sizeof contract, "111A%02d", call->contract);
    snprintf(provider, sizeof provider, "P%02d", 2 * call->contract + call->provider);
    return strcmp(contract, row->contract) == 0 && strcmp(provider, row->provider) == 0 &&
           call->offered / 3600 == row->hour / 60;
}

/* How many items of a row differ. */
static size_t compare_row(const signpost_counts *counts, size_t number, const test_call *calls)
{
    signpost_counts_row row = signpost_counts_get(counts, number);
    size_t wrong = 0;
    for (size_t i = 0; i < 23; i++) { /* those after it are of journals */
        const char *item = signpost_item_at(i);
        int64_t sum = 0, value = -1;
        for (size_t j = 0; j < CALLS; j++)
            sum += is_in(&calls[j], &row) ? adds(&calls[j], item) : 0;
        if (signpost_counts_value(counts, number, item, &value) && value == sum)
            continue;
        printf("%s, %s, %lld: %s is %lld, and not %lld\n", row.contract, row.provider, (long long)row.hour, item,
               (long long)value, (long long)sum);
        wrong++;
    }
    return wrong;
}

static bool write_year(const test_figures *db, uint64_t seed, test_call *calls)
{
    FILE *to = fopen(db->file, "w");
    test_calls year = test_calls_begin(seed, 1743462000 + (int64_t)(seed % 365) * 86400, CALLS, CONTRACTS, PROVIDERS);
    if (!to)
        return false;
    /* Some years are a day: many calls an hour. */
    if (seed % 2)
        year.step_ms /= 365;
    test_calls_header(to);
    for (size_t i = 0; i < CALLS; i++) {
        test_calls_next(&year, &calls[i]);
        test_call_write(to, &calls[i]);
    }
    return fclose(to) == 0;
}

static size_t check_year(uint64_t seed)
{
    static test_call calls[CALLS];
    test_figures db;
    signpost_counts *counts;
    signpost_counts_query query = SIGNPOST_COUNTS_QUERY_INIT;
    query.collection = SIGNPOST_COLLECTION_CALLS;
    query.hours = true;
    size_t wrong = 0;
    int64_t offered = 0, value;
    bool good = test_figures_make(&db) && write_year(&db, seed, calls) &&
                !test_figures_import(&db, SIGNPOST_COLLECTION_CALLS, db.file, NULL, NULL) &&
                !signpost_counts_load(db.figures, &query, &counts, &db.error);
    if (!good) {
        printf("seed %llu: %s; %s\n", (unsigned long long)seed, db.error.message, db.first);
        return 1;
    }
    for (size_t i = 0; i < signpost_counts_size(counts); i++) {
        wrong += compare_row(counts, i, calls);
        offered += signpost_counts_value(counts, i, "offered", &value) ? value : 0;
    }
    wrong += offered != CALLS || db.done.rows != CALLS;
    if (wrong)
        printf("seed %llu: %zu items are wrong\n", (unsigned long long)seed, wrong);
    signpost_counts_free(counts);
    test_figures_remove(&db);
    return wrong;
}

int main(int count, char **words)
{
    const test_seeds years = test_seeds_of(count, words, 8);
    size_t wrong = 0;
    for (int i = 0; i < years.count; i++)
        wrong += check_year(years.first + (uint64_t)i);
    printf("%d years of %d calls, %zu items wrong\n", years.count, CALLS, wrong);
    return wrong > 0;
}
