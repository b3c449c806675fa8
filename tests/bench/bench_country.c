/* What a search costs in directories of the size of a country, made by `signpost generate`: seeded needs, of every
 * outcome of the shipped content that is looked up, from districts drawn at random, over a week. Processor time of this
 * thread, so that other load does not count. Usage: bench-country DIRECTORY [searches]. */
#include "../support/random.h"
#include "figures.h"
#include "signpost/algorithms.h"
#include "signpost/search.h"

#include <stdio.h>
#include <stdlib.h>

typedef signpost_status searching(const signpost_index *index, const signpost_need *need, signpost_results *results,
                                  signpost_error *error);

/* A need of some outcome, for somebody whom its pathway takes. */
static void draw_need(const signpost_algorithms *algorithms, test_random *random, signpost_need *need, char district[8])
{
    signpost_reachable outcome;
    int outcomes = (int)signpost_outcome_count(algorithms);
    do
        signpost_outcome_at(algorithms, (size_t)test_random_from(random, 0, outcomes - 1), &outcome);
    while (!outcome.outcome.disposition.lookup || !*outcome.outcome.discriminator);
    *need = (signpost_need)SIGNPOST_NEED_INIT;
    need->disposition = outcome.outcome.disposition;
    need->symptom_group = outcome.outcome.symptom_group;
    need->discriminators[0] = outcome.outcome.discriminator;
    need->discriminator_count = 1;
    int age = test_random_from(random, outcome.from_days, outcome.to_days < 30000 ? outcome.to_days : 30000);
    need->age = (signpost_age){age, age};
    need->sex = test_random_one_in(random, 2) ? SIGNPOST_FEMALE : SIGNPOST_MALE;
    need->when = 29920320 + test_random_from(random, 0, 7 * 1440);
    snprintf(district, 8, "%c%c1", "JUYZ"[test_random_from(random, 0, 3)],
             "ACDFGHKLMNPQRSTUVWXY"[test_random_from(random, 0, 19)]);
    need->postcode = district;
}

static int measure(const char *name, searching *search, const signpost_index *index,
                   const signpost_algorithms *algorithms, int count)
{
    test_random random = {7};
    signpost_results *results;
    double *times = calloc((size_t)count, sizeof *times), all = 0;
    int made = 0, found = 0;
    if (!times || signpost_results_new(index, 20, &results, NULL) != SIGNPOST_OK)
        return 1;
    for (int i = 0; i < count; i++) {
        signpost_need need;
        char district[8];
        draw_need(algorithms, &random, &need, district);
        double start = own_time_us();
        signpost_status status = search(index, &need, results, NULL);
        double took = own_time_us() - start;
        if (status != SIGNPOST_OK) /* a small country lacks some districts */
            continue;
        times[made++] = took;
        all += took;
        found += signpost_results_count(results, SIGNPOST_RETURNED) > 0;
    }
    qsort(times, (size_t)made, sizeof *times, by_size);
    if (made)
        printf("%-16s %8.1f us median, %8.1f us 99th percentile, %8.1f us mean of %d (%d %% find something)\n", name,
               times[made / 2], times[made * 99 / 100], all / made, made, 100 * found / made);
    signpost_results_free(results);
    free(times);
    return made == 0;
}

int main(int count, char **words)
{
    signpost_algorithms *algorithms;
    signpost_directory *directory;
    signpost_index *index;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int searches = count > 2 ? atoi(words[2]) : 20000;
    if (count < 2 || searches < 1)
        return puts("usage: bench-country DIRECTORY [searches]"), 2;
    if (signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, &error) != SIGNPOST_OK ||
        signpost_directory_open(words[1], SIGNPOST_READ_ONLY, &directory, &error) != SIGNPOST_OK)
        return puts(error.message), 1;
    double start = own_time_us();
    if (signpost_index_build(directory, NULL, &index, &error) != SIGNPOST_OK)
        return puts(error.message), 1;
    printf("index of %zu services: built in %.0f ms\n", signpost_index_count(index), (own_time_us() - start) / 1e3);
    int failed = measure("ranked search", signpost_search_ranked, index, algorithms, searches);
    failed = measure("whole search", signpost_search, index, algorithms, searches / 50 + 1) || failed;
    signpost_index_free(index);
    signpost_directory_close(directory);
    signpost_algorithms_free(algorithms);
    return failed;
}
