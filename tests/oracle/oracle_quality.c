/* What quality says of reach against the search itself: for random directories, every need, age, sex, role, practice
 * and area, at moments at which each of their opening hours is open and closed, is searched for, and every service
 * explained. A service that all filters let pass once can be reached; the filter that is named must be the first of
 * those that fail every time; and who can be reached only by another role, or from a practice that nobody is taken to
 * be registered with, is noted. Usage: oracle_quality [directories [first seed]]. */
#include "random_audit.h"
#include "signpost/quality.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SERVICES = 64, ROLES = 2, PRACTICES = 3, AGES = 4 };

static const char *const roles[ROLES] = {"111-telephone", "999"};
static const char *const practices[PRACTICES] = {"P1", "P2", "P3"};

/* Local; each of random_directory's hours is open at one of them at least, and closed at another. */
static const char *const moments[] = {"2026-06-08T09:00", "2026-06-09T14:00", "2026-06-10T20:00", "2026-06-12T23:00",
                                      "2026-06-13T10:00", "2026-06-14T03:00", "2026-12-25T11:00"};
enum { MOMENTS = sizeof moments / sizeof *moments };

/* What was seen of a service. */
typedef struct seen {
    const char *uid;
    bool is_judged;                 /* active, and valid on the date */
    uint32_t always_failed;         /* filters */
    bool reached, by_role, by_area; /* at all; by the audit's role; and registered with the area's practice */
} seen;

typedef struct tally {
    size_t searches, reached, unreachable, alone, other_roles, not_counted;
} tally;

typedef struct comparison {
    const signpost_index *index;
    const signpost_audit *audit;
    signpost_results *results;
    seen services[MOST_SERVICES];
    size_t count;
    uint64_t seed;
    tally *all;
} comparison;

/* ---- what searches find ---- */

static void explain_all(comparison *at, bool by_role, bool by_area)
{
    const uint32_t ignored = 1u << SIGNPOST_FILTER_CAPACITY | 1u << SIGNPOST_FILTER_STATE;
    for (size_t i = 0; i < at->count; i++) {
        seen *one = &at->services[i];
        signpost_explanation why;
        if (!one->is_judged || (one->reached && (one->by_role || !by_role) && (one->by_area || !by_area)))
            continue;
        uint32_t failed = 0;
        if (signpost_results_explain(at->results, one->uid, &why, NULL) != SIGNPOST_OK)
            continue;
        for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
            failed |= (uint32_t)!why.verdicts[filter].passed << filter;
        if (failed & 1u << SIGNPOST_FILTER_STATE) /* hours count while it is valid */
            failed |= 1u << SIGNPOST_FILTER_HOURS;
        failed &= ~ignored;
        one->always_failed &= failed;
        one->reached = one->reached || !failed;
        one->by_role = one->by_role || (!failed && by_role);
        one->by_area = one->by_area || (!failed && by_role && by_area);
    }
}

static void search_as(comparison *at, const signpost_need *need, const char *of_area)
{
    signpost_need asked = *need;
    for (int role = 0; role < ROLES; role++)
        for (int practice = 0; practice < PRACTICES; practice++)
            for (int moment = 0; moment < MOMENTS; moment++) {
                asked.role = roles[role];
                asked.practice = practices[practice];
                signpost_calendar_moment(signpost_index_calendar(at->index), moments[moment], &asked.when, NULL);
                if (signpost_search(at->index, &asked, at->results, NULL) != SIGNPOST_OK)
                    return; /* nobody can search for it */
                at->all->searches++;
                explain_all(at, role == 0, strcmp(practices[practice], of_area) == 0);
            }
}

/* Ages at which what takes part of a demand's ages begins or ends to take them: see random_directory. */
static void search_for(comparison *at, size_t area, size_t number)
{
    const signpost_demand *demand = signpost_audit_demand_at(at->audit, number);
    const int32_t ages[AGES] = {demand->from_days, demand->to_days, 2000, 3000};
    for (int i = 0; i < AGES; i++)
        for (int male = 0; male < 2; male++) {
            if (ages[i] < demand->from_days || ages[i] > demand->to_days || !(male ? demand->male : demand->female))
                continue;
            signpost_need need = random_audit_need(at->audit, area, number, male, ages[i], 0);
            need.practice_knowledge = SIGNPOST_PRACTICE_KNOWN;
            search_as(at, &need, signpost_audit_area_at(at->audit, area).practice);
        }
}

/* ---- what quality says ---- */

static signpost_quality_finding find(const signpost_quality *quality, const char *uid, const char *code)
{
    for (size_t i = 0; i < signpost_quality_count(quality); i++) {
        signpost_quality_finding finding = signpost_quality_at(quality, i);
        if (strcmp(finding.uid, uid) == 0 && strcmp(finding.code, code) == 0)
            return finding;
    }
    return (signpost_quality_finding){.code = "", .what = ""};
}

static bool differ(const comparison *at, const seen *one, const char *said)
{
    printf("directory %llu, %s: %s; searches: %sreached, always failed %x\n", (unsigned long long)at->seed, one->uid,
           said, one->reached ? "" : "not ", one->always_failed);
    return false;
}

static bool compare_one(const comparison *at, const signpost_quality *quality, const seen *one)
{
    signpost_quality_finding blocked = find(quality, one->uid, "unreachable");
    if (!*blocked.code)
        blocked = find(quality, one->uid, "catch-all-only");
    bool other_role = *find(quality, one->uid, "for-other-roles").code;
    bool not_counted = *find(quality, one->uid, "not-counted-as-cover").code;
    if ((*blocked.code != '\0') != (one->is_judged && !one->reached))
        return differ(at, one, *blocked.code ? blocked.what : "reachable");
    if (other_role != (one->is_judged && one->reached && !one->by_role))
        return differ(at, one, "by other roles");
    if (not_counted != (one->is_judged && one->by_role && !one->by_area))
        return differ(at, one, "not counted");
    at->all->reached += one->reached;
    at->all->unreachable += *blocked.code != '\0';
    at->all->other_roles += other_role;
    at->all->not_counted += not_counted;
    if (!*blocked.code)
        return true;
    signpost_filter first =
        one->always_failed ? (signpost_filter)__builtin_ctz(one->always_failed) : SIGNPOST_FILTER_COUNT;
    at->all->alone += first != SIGNPOST_FILTER_COUNT;
    return blocked.filter == first || differ(at, one, blocked.what);
}

/* ---- a directory ---- */

static bool read_services(comparison *at, signpost_directory *directory, const char *date)
{
    static const char sql[] =
        "SELECT uid, state = 'active' AND coalesce(valid_from, '') <= ?1 AND coalesce(valid_to, '9999') >= ?1"
        " FROM service ORDER BY uid";
    static char uids[MOST_SERVICES][16];
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, directory->db, sql, NULL);
    sgp_bind_text(&query, 1, date);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, NULL)) == SIGNPOST_OK &&
           at->count < MOST_SERVICES) {
        snprintf(uids[at->count], sizeof uids[0], "%s", sgp_column_text_or_empty(&query, 0));
        at->services[at->count] = (seen){
            .uid = uids[at->count], .is_judged = sgp_column_integer(&query, 1) != 0, .always_failed = ~(uint32_t)0};
        at->count++;
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE;
}

static bool compare_all(comparison *at, signpost_directory *directory, signpost_error *error)
{
    signpost_quality_options options = SIGNPOST_QUALITY_OPTIONS_INIT;
    signpost_quality *quality;
    signpost_calendar_moment(signpost_index_calendar(at->index), "2026-06-08T00:00", &options.at, NULL);
    if (!read_services(at, directory, "2026-06-08") ||
        signpost_quality_check(directory, at->audit, &options, &quality, error) != SIGNPOST_OK)
        return false;
    for (size_t area = 0; area < signpost_audit_describe(at->audit).areas; area++)
        for (size_t i = 0; i < RANDOM_DEMANDS && signpost_audit_area_at(at->audit, area).people; i++)
            search_for(at, area, i);
    bool good = true;
    for (size_t i = 0; i < at->count; i++)
        good = compare_one(at, quality, &at->services[i]) && good;
    signpost_quality_free(quality);
    return good;
}

static bool compare_directory(signpost_directory *directory, uint64_t seed, void *context)
{
    tally *all = context;
    test_random random = {seed};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_demand demands[RANDOM_DEMANDS];
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_policy *policy = NULL;
    signpost_index *index = NULL;
    signpost_audit *audit = NULL;
    comparison at = {.seed = seed, .all = all};
    random_demands(&random, demands);
    if (!random_audit_fill(directory, &random, true))
        return false;
    options.radius_m = test_random_one_in(&random, 3) ? test_random_from(&random, 2000, 20000) : 0;
    signpost_date_parse("2026-06-08", &options.from);
    const char *path = seed % 2 ? SIGNPOST_SOURCE_ROOT "/dos/policies/uec-dos-1.5.yaml" : NULL;
    bool good =
        signpost_policy_load(path, &policy, NULL, &error) == SIGNPOST_OK &&
        signpost_index_build(directory, policy, &index, &error) == SIGNPOST_OK &&
        signpost_audit_new(directory, index, demands, RANDOM_DEMANDS, &options, &audit, &error) == SIGNPOST_OK &&
        signpost_results_new(index, 5, &at.results, &error) == SIGNPOST_OK;
    at.index = index;
    at.audit = audit;
    good = good && compare_all(&at, directory, &error);
    if (error.status != SIGNPOST_OK)
        printf("directory %llu: %s\n", (unsigned long long)seed, error.message);
    signpost_results_free(at.results);
    signpost_audit_free(audit);
    signpost_index_free(index);
    signpost_policy_free(policy);
    return good;
}

int main(int count, char **words)
{
    tally all = {0};
    const random_run run = random_directories(count, words, 20, compare_directory, &all);
    printf("quality oracle: %zu searches in %d directories: %zu services reached, %zu unreachable, %zu of them by one "
           "filter "
           "alone; %zu by other roles only, %zu not counted as cover; %d directories differ\n",
           all.searches, run.directories, all.reached, all.unreachable, all.alone, all.other_roles, all.not_counted,
           run.failed);
    bool is_empty = !all.reached || !all.alone || all.alone == all.unreachable || !all.other_roles || !all.not_counted;
    return run.failed || (run.directories >= 20 && is_empty);
}
