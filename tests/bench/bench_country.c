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

static void print_times(const char *name, double *times, size_t count, int found)
{
    double all = 0;
    for (size_t i = 0; i < count; i++)
        all += times[i];
    printf("%-16s %8.1f us median, %8.1f us 99th percentile, %8.1f us mean of %zu (%d %% find something)\n", name,
           figures_percentile(times, count, 50), figures_percentile(times, count, 99), all / (double)count, count,
           100 * found / (int)count);
}

/* Each need is asked twice: what the second time takes less is spent on fetching from memory what the first time looked
 * at. */
static bool measure(const char *name, searching *search, const signpost_index *index, needs_source needs, size_t count)
{
    signpost_results *results;
    signpost_status status = signpost_results_new(index, 20, &results, NULL);
    double *times = calloc(count, sizeof *times), *again = calloc(count, sizeof *again);
    int found = 0;
    for (size_t i = 0; i < count && times && again && status == SIGNPOST_OK; i++) {
        signpost_need need = needs_draw(&needs);
        double start = figures_own_us();
        status = search(index, &need, results, NULL);
        double once = figures_own_us();
        search(index, &need, results, NULL);
        times[i] = once - start;
        again[i] = figures_own_us() - once;
        found += signpost_results_count(results, SIGNPOST_RETURNED) > 0;
    }
    bool good = times && again && status == SIGNPOST_OK;
    if (good) {
        print_times(name, times, count, found);
        print_times("  again at once", again, count, found);
    }
    signpost_results_free(results);
    free(times);
    free(again);
    return good;
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
    bool good = measure("ranked search", signpost_search_ranked, index, needs, (size_t)searches) &&
                measure("whole search", signpost_search, index, needs, (size_t)searches / 50 + 1);
    needs_close(&needs);
    signpost_index_free(index);
    signpost_directory_close(directory);
    signpost_algorithms_free(algorithms);
    return !good;
}
