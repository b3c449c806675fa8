/* The audit against the search itself: for random directories, areas, demands and people, every minute at which cover
 * begins or ends, the minutes beside it, and some others, are asked of signpost_search_ranked, as a person at the
 * area's centre would. For one demand and area in each directory that is every minute of all that is looked at. Usage:
 * oracle_audit [directories [first seed]]. */
#include "random_audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEMANDS = RANDOM_DEMANDS, MOST_STRETCHES = 4096, OTHER_MINUTES = 12 };

/* How often each thing came about, so that an oracle that tests nothing is seen. */
typedef struct tally {
    size_t minutes, covered, gaps, typical, with_capacity, unregistered;
} tally;

/* What is compared. */
typedef struct comparison {
    const signpost_index *index;
    const signpost_audit *audit;
    const signpost_gaps *gaps;
    signpost_results *results;
    signpost_minute begins; /* the real moment of minute 0 */
    uint64_t seed;
    tally *seen;
} comparison;

/* Whether a search returns something. */
static bool is_covered(const comparison *at, size_t area, size_t demand, bool male, int age, int32_t minute,
                       bool *covered)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_need need = random_audit_need(at->audit, area, demand, male, age, at->begins + minute);
    signpost_status status = signpost_search_ranked(at->index, &need, at->results, &error);
    *covered = signpost_results_count(at->results, SIGNPOST_RETURNED) > 0;
    if (status != SIGNPOST_OK)
        printf("%s\n", error.message);
    return status == SIGNPOST_OK;
}

static bool lies_in(const signpost_stretch *stretches, size_t count, int32_t minute)
{
    for (size_t i = 0; i < count; i++)
        if (stretches[i].from <= minute && minute < stretches[i].until)
            return true;
    return false;
}

/* Compares one area, demand, sex and age: every minute, or those that are likely to differ. */
static bool compare_one(const comparison *at, test_random *random, size_t area_number, size_t demand_number, bool all)
{
    static signpost_stretch stretches[MOST_STRETCHES];
    const signpost_demand *demand = signpost_audit_demand_at(at->audit, demand_number);
    signpost_audit_area area = signpost_audit_area_at(at->audit, area_number);
    int32_t minutes = signpost_audit_describe(at->audit).minutes;
    bool male = demand->female && demand->male ? test_random_one_in(random, 2) : demand->male;
    int age = test_random_from(random, demand->from_days, demand->to_days);
    size_t count;
    if (!demand->female && !demand->male)
        return true;
    if (signpost_gaps_of(at->gaps, area_number, demand_number, male ? SIGNPOST_MALE : SIGNPOST_FEMALE, age, stretches,
                         MOST_STRETCHES, &count) != SIGNPOST_OK ||
        count > MOST_STRETCHES)
        return printf("directory %llu: no stretches\n", (unsigned long long)at->seed), false;
    at->seen->gaps += count;
    for (int32_t i = 0; i < (all ? minutes : (int32_t)count * 4 + OTHER_MINUTES); i++) {
        int32_t minute = i;
        bool covered;
        if (!all && i < (int32_t)count * 4)
            minute = (i & 2 ? stretches[i / 4].until : stretches[i / 4].from) - (i & 1);
        else if (!all)
            minute = test_random_from(random, 0, minutes - 1);
        if (minute < 0 || minute >= minutes)
            continue;
        if (!is_covered(at, area_number, demand_number, male, age, minute, &covered))
            return false;
        at->seen->minutes++;
        at->seen->covered += covered;
        if (covered == lies_in(stretches, count, minute)) {
            printf("directory %llu, area %s, demand %zu, %s of %d days: minute %d is %scovered\n",
                   (unsigned long long)at->seed, area.code, demand_number, male ? "male" : "female", age, minute,
                   covered ? "" : "not ");
            return false;
        }
    }
    return true;
}

/* Findings say what the areas say: people and minutes add up, demand by demand, and nothing is said twice. */
static bool compare_sums(const comparison *at)
{
    size_t areas = signpost_audit_describe(at->audit).areas;
    int64_t of_findings = 0, of_areas = 0;
    for (size_t i = 0; i < signpost_gaps_count(at->gaps); i++) {
        signpost_gap gap = signpost_gaps_at(at->gaps, i);
        signpost_gap later = signpost_gaps_at(at->gaps, i + 1);
        if (!gap.needs || !gap.areas || !gap.stretches || gap.person_minutes != gap.people * gap.minutes ||
            gap.person_minutes < later.person_minutes)
            return printf("directory %llu: finding %zu is odd\n", (unsigned long long)at->seed, i), false;
        of_findings += (int64_t)gap.areas * gap.minutes;
    }
    for (size_t demand = 0; demand < DEMANDS; demand++)
        for (size_t area = 0; area < areas; area++)
            of_areas += signpost_gaps_person_minutes(at->gaps, demand, area);
    if ((of_findings == 0) && of_areas)
        return printf("directory %llu: people lack what no finding says\n", (unsigned long long)at->seed), false;
    return true;
}

static bool compare_gaps(comparison *at, test_random *random)
{
    size_t areas = signpost_audit_describe(at->audit).areas;
    size_t all_of = (size_t)test_random_from(random, 0, (int)(areas * DEMANDS) - 1);
    for (size_t area = 0; area < areas; area++)
        for (size_t demand = 0; demand < DEMANDS; demand++)
            if (!compare_one(at, random, area, demand, area * DEMANDS + demand == all_of))
                return false;
    return compare_sums(at);
}

static bool compare_directory(signpost_directory *directory, uint64_t seed, void *context)
{
    tally *seen = context;
    test_random random = {seed};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_demand demands[DEMANDS];
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_policy *policy = NULL;
    signpost_index *index = NULL;
    signpost_audit *audit = NULL;
    signpost_gaps *gaps = NULL;
    comparison at = {.seed = seed, .seen = seen};
    const char *path = seed % 2 ? SIGNPOST_SOURCE_ROOT "/dos/policies/uec-dos-1.5.yaml" : NULL;
    random_demands(&random, demands);
    bool keep_capacity = test_random_one_in(&random, 2);
    if (!random_audit_fill(directory, &random, keep_capacity))
        return false;
    bool good = signpost_policy_load(path, &policy, NULL, &error) == SIGNPOST_OK &&
                signpost_index_build(directory, policy, &index, &error) == SIGNPOST_OK;
    if (good) {
        at.begins = random_options(&random, signpost_index_calendar(index), &options);
        options.capacity = keep_capacity && options.days; /* none holds in the typical week */
        good = signpost_audit_new(directory, index, demands, DEMANDS, &options, &audit, &error) == SIGNPOST_OK &&
               signpost_audit_gaps(audit, &gaps, &error) == SIGNPOST_OK &&
               signpost_results_new(index, 5, &at.results, &error) == SIGNPOST_OK;
    }
    if (!good)
        printf("directory %llu: %s\n", (unsigned long long)seed, error.message);
    at.index = index;
    at.audit = audit;
    at.gaps = gaps;
    seen->typical += !options.days;
    seen->with_capacity += options.capacity;
    seen->unregistered += options.unregistered;
    good = good && compare_gaps(&at, &random);
    signpost_results_free(at.results);
    signpost_gaps_free(gaps);
    signpost_audit_free(audit);
    signpost_index_free(index);
    signpost_policy_free(policy);
    return good;
}

int main(int count, char **words)
{
    tally seen = {0};
    const random_run run = random_directories(count, words, 40, compare_directory, &seen);
    printf(
        "audit oracle: %zu minutes in %d directories (%zu of a typical week, %zu with capacity, %zu unregistered): %zu "
        "covered, %zu gaps; %d differ\n",
        seen.minutes, run.directories, seen.typical, seen.with_capacity, seen.unregistered, seen.covered, seen.gaps,
        run.failed);
    bool is_empty = !seen.covered || !seen.gaps || !seen.with_capacity || !seen.unregistered || !seen.typical;
    return run.failed || (run.directories >= 40 && is_empty);
}
