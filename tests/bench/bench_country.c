/* What a search costs in directories of the size of a country, made by `signpost generate`: seeded needs, of every
 * outcome of the shipped content that is looked up, from postcodes drawn at random, over a week. Processor time of this
 * thread, so that other load does not count. Usage: bench-country DIRECTORY [searches]. */
#include "figures.h"
#include "needs.h"
#include "signpost/search.h"

#include <stdio.h>
#include <stdlib.h>

typedef signpost_status searching(const signpost_index *index, const signpost_need *need, signpost_results *results,
                                  signpost_error *error);

static int measure(const char *name, searching *search, const signpost_index *index, needs_source needs, int count)
{
    signpost_results *results;
    double *times = calloc((size_t)count, sizeof *times), all = 0;
    int made = 0, found = 0;
    if (!times || signpost_results_new(index, 20, &results, NULL) != SIGNPOST_OK)
        return 1;
    for (int i = 0; i < count; i++) {
        signpost_need need = needs_draw(&needs);
        double start = figures_own_us();
        signpost_status status = search(index, &need, results, NULL);
        double took = figures_own_us() - start;
        if (status != SIGNPOST_OK)
            break;
        times[made++] = took;
        all += took;
        found += signpost_results_count(results, SIGNPOST_RETURNED) > 0;
    }
    if (made == count)
        printf("%-16s %8.1f us median, %8.1f us 99th percentile, %8.1f us mean of %d (%d %% find something)\n", name,
               figures_percentile(times, (size_t)made, 50), figures_percentile(times, (size_t)made, 99), all / made,
               made, 100 * found / made);
    signpost_results_free(results);
    free(times);
    return made < count;
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
    needs_source needs;
    if (!needs_open(&needs, algorithms, directory))
        return puts("the directory has no postcodes"), 1;
    if (signpost_index_build(directory, NULL, &index, &error) != SIGNPOST_OK)
        return puts(error.message), 1;
    int failed = measure("ranked search", signpost_search_ranked, index, needs, searches);
    failed = measure("whole search", signpost_search, index, needs, searches / 50 + 1) || failed;
    needs_close(&needs);
    signpost_index_free(index);
    signpost_directory_close(directory);
    signpost_algorithms_free(algorithms);
    return failed;
}
