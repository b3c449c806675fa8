/* Overlaps against the search itself: for random directories, for every area, every distinct need and every piece of
 * time, the services that pass every filter are counted by asking signpost_results_explain for each of them. From that,
 * depth by minutes, and what each service gives alone, are added up and compared. Usage: oracle_overlaps [directories
 * [first seed]]. */
#include "audit/overlaps.h"
#include "random_audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SERVICES = 64, DEEPEST = SIGNPOST_DEEPEST };

/* How often each thing came about, so that an oracle that tests nothing is seen. */
typedef struct tally {
    size_t pieces, at_depth[DEEPEST + 1], alone;
} tally;

/* What is compared, and the sums. */
typedef struct comparison {
    const signpost_audit *audit;
    const signpost_overlaps *overlaps;
    signpost_results *results;
    signpost_minute begins;
    uint64_t seed;
    tally *seen;
    int64_t alone[MOST_SERVICES];
    int64_t places[MOST_SERVICES];
    bool is_alone[MOST_SERVICES]; /* somewhere, at the area and need at hand */
} comparison;

/* Services that pass every filter at a moment; `last` receives one of them. */
static int count_fitting(const comparison *at, const signpost_need *need, int32_t *last)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    const signpost_index *index = at->audit->index;
    int count = 0;
    if (signpost_search(index, need, at->results, &error) != SIGNPOST_OK)
        return printf("%s\n", error.message), -1;
    for (int32_t i = 0; i < (int32_t)index->service_count; i++) {
        signpost_explanation why;
        if (signpost_results_explain(at->results, signpost_index_uid(index, (size_t)i), &why, &error) != SIGNPOST_OK)
            return printf("%s\n", error.message), -1;
        if (!why.service.failed) {
            *last = i;
            count++;
        }
    }
    return count;
}

/* Somebody whom a pattern is of. */
static void find_person(const signpost_audit *audit, size_t pattern, size_t *demand, size_t *who)
{
    for (*demand = 0; *demand < audit->demand_count; ++*demand)
        for (*who = 0; *who < audit->people_count; ++*who)
            if (audit->pattern_of[*demand * audit->people_count + *who] == (int32_t)pattern)
                return;
}

static bool compare_pattern(comparison *at, size_t area, size_t number)
{
    const signpost_audit *audit = at->audit;
    const sgp_pattern *pattern = &audit->patterns[number];
    const sgp_basis *basis = &audit->bases[pattern->basis];
    const sgp_pattern_depths *of = &at->overlaps->of_pattern[number];
    int32_t minutes[DEEPEST + 1] = {0}, last = 0;
    size_t demand = 0, who = 0;
    find_person(audit, number, &demand, &who);
    memset(at->is_alone, 0, sizeof at->is_alone);
    for (size_t piece = 0; piece < basis->count; piece++) {
        int32_t length = basis->bounds[piece + 1] - basis->bounds[piece];
        signpost_need need = random_audit_need(audit, area, demand, who & 1, audit->ages[who / 2],
                                               at->begins + basis->bounds[piece] + length / 2);
        int count = count_fitting(at, &need, &last);
        if (count < 0)
            return false;
        at->seen->pieces++;
        at->seen->at_depth[count < DEEPEST ? count : DEEPEST]++;
        minutes[count < DEEPEST ? count : DEEPEST] += length;
        if (count == 1) {
            at->alone[last] += sgp_pattern_people(audit, pattern, area) * length;
            at->places[last] += !at->is_alone[last];
            at->is_alone[last] = true;
        }
    }
    if (memcmp(minutes, of->minutes[of->depth_of[area]].at, sizeof minutes) == 0)
        return true;
    printf("directory %llu, area %zu, need %zu: depths differ:", (unsigned long long)at->seed, area, number);
    for (int depth = 0; depth <= DEEPEST; depth++)
        printf(" %d (expected %d)", of->minutes[of->depth_of[area]].at[depth], minutes[depth]);
    puts(" minutes");
    return false;
}

static bool compare_overlaps(comparison *at)
{
    const signpost_audit *audit = at->audit;
    for (size_t area = 0; area < audit->area_count; area++)
        for (size_t pattern = 0; pattern < audit->pattern_count; pattern++)
            if (!compare_pattern(at, area, pattern))
                return false;
    for (size_t i = 0; i < audit->index->service_count; i++) {
        const sgp_alone *alone = &at->overlaps->alone[i];
        at->seen->alone += at->places[i] > 0;
        if (alone->person_minutes != at->alone[i] || alone->places != at->places[i]) {
            printf("directory %llu, service %s: gives %lld alone in %lld places, expected %lld in %lld\n",
                   (unsigned long long)at->seed, signpost_index_uid(audit->index, i), (long long)alone->person_minutes,
                   (long long)alone->places, (long long)at->alone[i], (long long)at->places[i]);
            return false;
        }
    }
    return true;
}

static bool compare_directory(signpost_directory *directory, uint64_t seed, void *context)
{
    tally *seen = context;
    test_random random = {seed};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_demand demands[RANDOM_DEMANDS];
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_index *index = NULL;
    signpost_audit *audit = NULL;
    signpost_overlaps *overlaps = NULL;
    comparison at = {.seed = seed, .seen = seen};
    random_demands(&random, demands);
    if (!random_audit_fill(directory, &random, false))
        return false;
    bool good = signpost_index_build(directory, NULL, &index, &error) == SIGNPOST_OK;
    if (good) {
        at.begins = random_options(&random, signpost_index_calendar(index), &options);
        good = signpost_audit_new(directory, index, demands, 2, &options, &audit, &error) == SIGNPOST_OK &&
               signpost_audit_overlaps(audit, &overlaps, &error) == SIGNPOST_OK &&
               signpost_results_new(index, 5, &at.results, &error) == SIGNPOST_OK;
    }
    if (!good)
        printf("directory %llu: %s\n", (unsigned long long)seed, error.message);
    at.audit = audit;
    at.overlaps = overlaps;
    good = good && compare_overlaps(&at);
    signpost_results_free(at.results);
    signpost_overlaps_free(overlaps);
    signpost_audit_free(audit);
    signpost_index_free(index);
    return good;
}

int main(int count, char **words)
{
    tally seen = {0};
    const random_run run = random_directories(count, words, 20, compare_directory, &seen);
    printf("overlaps oracle: %zu pieces of time in %d directories: %zu with no service, %zu with one, %zu with two, "
           "%zu with "
           "three, %zu with more; %zu services alone somewhere; %d differ\n",
           seen.pieces, run.directories, seen.at_depth[0], seen.at_depth[1], seen.at_depth[2], seen.at_depth[3],
           seen.at_depth[4], seen.alone, run.failed);
    bool is_empty = !seen.at_depth[0] || !seen.at_depth[1] || !seen.at_depth[4] || !seen.alone;
    return run.failed || (run.directories >= 12 && is_empty);
}
