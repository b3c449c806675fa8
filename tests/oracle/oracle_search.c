/* A second, obvious search against the library's: plain SQL for each filter and each service, and a sort at the end.
 *
 * It reads the SQLite file itself. Only hours are the library's (they have an oracle of their own). Compared are the
 * members and the order of every list, every verdict of every service, its rank and fate, and what the results say of
 * themselves. Usage: oracle_search [directories [first seed]]. */
#include "plain_search.h"
#include "random_directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEEDS = 12 };

static bool differ(uint64_t seed, int need, const char *what)
{
    printf("directory %llu, need %d: %s differs\n", (unsigned long long)seed, need, what);
    return false;
}

static bool same_list(const signpost_results *results, signpost_list list, const plain_list *expected)
{
    signpost_found found;
    size_t count = expected->count < PLAIN_MOST ? expected->count : PLAIN_MOST;
    if (signpost_results_count(results, list) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        const plain_service *wanted = expected->services[i];
        if (signpost_results_get(results, list, i, &found) != SIGNPOST_OK || found.id != wanted->id ||
            found.distance_m != wanted->distance_m || found.travel_minutes != wanted->travel)
            return false;
    }
    return true;
}

static bool same_explanation(const signpost_results *results, const plain_service *wanted)
{
    signpost_explanation why;
    if (signpost_results_explain(results, wanted->uid, &why, NULL) != SIGNPOST_OK)
        return false;
    uint32_t failed = 0;
    for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++) {
        failed |= (uint32_t)!why.verdicts[filter].passed << filter;
        if (!*why.verdicts[filter].wanted || !*why.verdicts[filter].has)
            return false;
    }
    const signpost_rank *rank = &why.service.rank;
    bool has_change = why.fate == SIGNPOST_FATE_RETURNED || *why.change;
    return failed == wanted->failed && why.service.failed == failed && why.fate == wanted->fate && has_change &&
           rank->elsewhere == wanted->elsewhere && rank->type_rank == wanted->type_rank &&
           rank->affiliation == wanted->affiliation && rank->effective_m == wanted->way_m &&
           rank->travel_minutes == wanted->travel && (why.fate == SIGNPOST_FATE_HELD) == (*why.service.ask != '\0');
}

static bool same_about(const signpost_results *results, const plain_answer *expected)
{
    signpost_results_about about = signpost_results_describe(results);
    return about.radius_m == expected->radius_m && about.area_known == expected->area_known &&
           about.held == expected->held.count && about.in_reach == expected->in_reach &&
           about.fallback == expected->fallback && about.unmet == (expected->returned.count == 0) &&
           memcmp(about.near_misses, expected->near_miss_counts, sizeof about.near_misses) == 0;
}

/* The ranked search returns the same. */
static bool same_ranked(const signpost_index *index, signpost_results *results, const signpost_need *need,
                        const plain_answer *expected)
{
    if (signpost_search_ranked(index, need, results, NULL) != SIGNPOST_OK ||
        !same_list(results, SIGNPOST_RETURNED, &expected->returned) ||
        !same_list(results, SIGNPOST_CATCH_ALL, &expected->catch_all))
        return false;
    signpost_results_about about = signpost_results_describe(results);
    return about.fallback == expected->fallback && !signpost_results_count(results, SIGNPOST_HELD);
}

static bool compare(plain_search *plain, const signpost_index *index, signpost_results *results, uint64_t seed,
                    int number, const signpost_need *need)
{
    static plain_answer expected;
    signpost_error error = SIGNPOST_ERROR_INIT;
    plain_search_run(plain, need, &expected);
    if (expected.found_place && !same_ranked(index, results, need, &expected))
        return differ(seed, number, "the ranked search");
    signpost_status status = signpost_search(index, need, results, &error);
    if ((status == SIGNPOST_OK) != expected.found_place) {
        printf("%s\n", error.message);
        return differ(seed, number, "status");
    }
    if (status != SIGNPOST_OK)
        return true;
    if (!same_about(results, &expected))
        return differ(seed, number, "what the results say of themselves");
    if (!same_list(results, SIGNPOST_RETURNED, &expected.returned))
        return differ(seed, number, "the returned list");
    if (!same_list(results, SIGNPOST_HELD, &expected.held))
        return differ(seed, number, "the held list");
    if (!same_list(results, SIGNPOST_NEAR_MISS, &expected.near_misses))
        return differ(seed, number, "the list of near misses");
    if (!same_list(results, SIGNPOST_CATCH_ALL, &expected.catch_all))
        return differ(seed, number, "the catch-all");
    for (size_t i = 0; i < expected.count; i++)
        if (!same_explanation(results, &expected.services[i])) {
            printf("%s: ", expected.services[i].uid);
            return differ(seed, number, "an explanation");
        }
    return true;
}

/* The policies, each for every other directory. */
static const struct {
    const char *path; /* NULL: the built-in one */
    plain_rules rules;
} policies[] = {
    {NULL, {.square = false, .sessions = false, .all_hours_first = false}},
    {SIGNPOST_SOURCE_ROOT "/dos/policies/uec-dos-1.5.yaml",
     {.square = true, .sessions = true, .all_hours_first = true, .no_travel = true}},
};

/* How often each thing came about, so that an oracle that tests nothing is seen. */
typedef struct tally {
    size_t of_policy[2], returned, held, near_misses, catch_all, by_time;
} tally;

static size_t count_by_time(const signpost_results *results)
{
    signpost_found found;
    size_t count = 0;
    for (size_t i = 0; signpost_results_get(results, SIGNPOST_RETURNED, i, &found) == SIGNPOST_OK; i++)
        count += found.travel_minutes >= 0;
    return count;
}

static bool compare_directory(signpost_directory *directory, uint64_t seed, void *context)
{
    tally *seen = context;
    test_random random = {seed};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_index *index = NULL;
    signpost_results *results = NULL;
    signpost_policy *policy = NULL;
    size_t by = seed % 2;
    bool good = random_directory_fill(directory, &random);
    good = good && signpost_policy_load(policies[by].path, &policy, NULL, &error) == SIGNPOST_OK &&
           signpost_index_build(directory, policy, &index, &error) == SIGNPOST_OK &&
           signpost_results_new(index, PLAIN_MOST, &results, &error) == SIGNPOST_OK;
    if (!good)
        printf("directory %llu: %s\n", (unsigned long long)seed, error.message);
    plain_search *plain = good ? plain_search_open(directory->db->path, policies[by].rules) : NULL;
    for (int i = 0; i < NEEDS && plain && good; i++) {
        signpost_need need = random_need(&random);
        good = compare(plain, index, results, seed, i, &need);
        seen->of_policy[by]++;
        seen->returned += signpost_results_count(results, SIGNPOST_RETURNED);
        seen->held += signpost_results_count(results, SIGNPOST_HELD);
        seen->near_misses += signpost_results_count(results, SIGNPOST_NEAR_MISS);
        seen->catch_all += signpost_results_count(results, SIGNPOST_CATCH_ALL);
        seen->by_time += count_by_time(results);
    }
    plain_search_close(plain);
    signpost_results_free(results);
    signpost_index_free(index);
    signpost_policy_free(policy);
    return good && plain;
}

int main(int count, char **words)
{
    tally seen = {{0, 0}, 0, 0, 0, 0, 0};
    const random_run run = random_directories(count, words, 150, compare_directory, &seen);
    printf("search oracle: %zu needs (%zu by the national rules) in %d directories: %zu returned (%zu by "
           "travel time), %zu held, %zu near misses, %zu catch-alls; %d differ\n",
           seen.of_policy[0] + seen.of_policy[1], seen.of_policy[1], run.directories, seen.returned, seen.by_time,
           seen.held, seen.near_misses, seen.catch_all, run.failed);
    bool is_empty = !seen.returned || !seen.by_time || !seen.held || !seen.near_misses || !seen.catch_all;
    bool leaves_one_out = run.directories > 1 && (!seen.of_policy[0] || !seen.of_policy[1]);
    return run.failed || is_empty || leaves_one_out;
}
