/* How long it takes to say what one change would do in a directory of the size of a country, made by `signpost
 * generate`: services are closed, or open later; each looked at near, and in the whole directory. The changes are
 * submitted in the directory, so take a copy. Usage: bench-effect DIRECTORY [threads]. */
#include "directory/directory.h"
#include "effect/effect.h"
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>

enum { NOW = 29920320 }; /* 2026-11-20, 12:00Z, in minutes */

typedef struct judging {
    signpost_directory *directory;
    signpost_demand *demands;
    size_t demand_count;
    signpost_effect_options options;
    signpost_error error;
} judging;

static int fail(const signpost_error *error)
{
    puts(error->message);
    return 1;
}

/* The demands of the shipped content, with texts borrowed from the algorithms. */
static bool read_demands(signpost_algorithms *algorithms, judging *of)
{
    signpost_proof *proof;
    if (signpost_proof_make(algorithms, NULL, &proof, &of->error) != SIGNPOST_OK)
        return false;
    of->demand_count = signpost_demands(proof, NULL, 0);
    of->demands = calloc(of->demand_count + 1, sizeof *of->demands);
    if (of->demands)
        signpost_demands(proof, of->demands, of->demand_count);
    signpost_proof_free(proof);
    return of->demands != NULL;
}

static bool judge(judging *of, int64_t change, int times, const char *way)
{
    signpost_effect *effect;
    double start = figures_now(), processor = figures_read(CLOCK_PROCESS_CPUTIME_ID);
    if (sgp_effect_new(of->directory, change, of->demands, of->demand_count, &of->options, times, &effect,
                       &of->error) != SIGNPOST_OK)
        return false;
    double took_s = (figures_now() - start) / 1e9,
           worked_s = (figures_read(CLOCK_PROCESS_CPUTIME_ID) - processor) / 1e9;
    signpost_effect_about about = signpost_effect_describe(effect);
    const signpost_comparison *coverage = signpost_effect_coverage(effect);
    printf("  %-5s %5.2f s, %5.2f s of processors: %zu services looked at; opens %zu gaps, closes %zu; score %d -> %d; "
           "pairs +%zu -%zu\n",
           way, took_s, worked_s, about.looked_at,
           coverage ? signpost_gaps_count(signpost_comparison_opened(coverage)) : 0,
           coverage ? signpost_gaps_count(signpost_comparison_closed(coverage)) : 0, about.score_before,
           about.score_after, about.pairs_new, about.pairs_gone);
    signpost_effect_free(effect);
    return true;
}

static bool measure(judging *of, const char *uid, const char *field, const char *value)
{
    enum { TIMES = 3 };
    const signpost_edit edit = {.service = uid, .field = field, .value = value};
    const signpost_act act = {.who = "bench", .why = "measuring", .when = NOW};
    int64_t change;
    if (signpost_change_submit(of->directory, &edit, 1, &act, NULL, &change, NULL, &of->error) != SIGNPOST_OK)
        return false;
    printf("%s: %s becomes \"%s\"\n", uid, field, value);
    for (int i = 0; i < TIMES; i++)
        if (!judge(of, change, SGP_EFFECT_NEAR, "near"))
            return false;
    return judge(of, change, 0, "whole");
}

/* Services that are changed: some where there are many, and one (of a country of 170,000) that nobody stands in for at
 * night. */
static const struct pick {
    const char *where, *field, *value;
} picks[] = {
    {"id > 100", "state", "closed"},
    {"id > 60000", "hours", "Mo-Fr 10:00-11:00"},
    {"id > 160000", "state", "closed"},
    {"uid >= 'syn-0075639' ORDER BY uid", "state", "closed"},
};

static bool measure_pick(judging *of, const struct pick *pick)
{
    char uid[64], sql[256];
    sgp_query query;
    snprintf(
        sql, sizeof sql,
        "SELECT uid FROM service WHERE state = 'active' AND hours IS NOT NULL AND profile IS NOT NULL AND %s LIMIT 1",
        pick->where);
    bool good = sgp_query_prepare(&query, of->directory->db, sql, &of->error) == SIGNPOST_OK;
    if (!good)
        return false;
    good = sgp_query_step(&query, &of->error) == SIGNPOST_OK;
    snprintf(uid, sizeof uid, "%s", good ? sgp_column_text_or_empty(&query, 0) : "");
    sgp_query_release(&query);
    return good && measure(of, uid, pick->field, pick->value);
}

int main(int count, char **words)
{
    signpost_algorithms *algorithms;
    judging of = {.options = SIGNPOST_EFFECT_OPTIONS_INIT, .error = SIGNPOST_ERROR_INIT};
    if (count < 2)
        return puts("usage: bench-effect DIRECTORY [threads]"), 2;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, &of.error) !=
            SIGNPOST_OK ||
        signpost_directory_open(words[1], SIGNPOST_READ_WRITE, &of.directory, &of.error) != SIGNPOST_OK ||
        !read_demands(algorithms, &of))
        return fail(&of.error);
    of.options.at = NOW;
    of.options.audit.threads = count > 2 ? atoi(words[2]) : 2;
    bool good = true;
    for (size_t i = 0; i < sizeof picks / sizeof *picks && good; i++)
        good = measure_pick(&of, &picks[i]);
    free(of.demands);
    signpost_directory_close(of.directory);
    signpost_algorithms_free(algorithms);
    return good ? 0 : fail(&of.error);
}
