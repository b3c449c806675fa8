/* The comparison of two audits against the two audits themselves: a random directory is audited, changed a little, and
 * audited again; what the comparison says is opened and closed must be, minute by minute, what the one lacks and the
 * other does not, and the minutes whose depth of cover differs must be those that counting every service one by one
 * gives; by tables, and near the changes. Usage: oracle_compare [directories [first seed]]. */
#include "random_audit.h"

#include "audit/compare.h"
#include "signpost/overlaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STRETCHES = 4096 };

/* How often each thing came about, so that an oracle that tests nothing is seen. */
typedef struct tally {
    size_t asked, opened, closed, untouched, changed, near;
    int64_t person_minutes;
} tally;

/* A few changes of those that a directory sees in a week. */
static bool change(signpost_directory *directory, test_random *random)
{
    static const char *const changes[][2] = {
        /* with a number between */
        {"UPDATE service SET state = 'closed' WHERE id % 9 = ", ""},
        {"UPDATE service SET state = 'active' WHERE id % 9 = ", ""},
        {"UPDATE service SET hours = 1 + id % 8 WHERE id % 9 = ", ""},
        {"UPDATE service SET latitude = latitude + 0.03 WHERE id % 9 = ", ""},
        {"UPDATE service SET profile = 1 + id % 4 WHERE id % 9 = ", ""},
        {"UPDATE service SET restricted = 1 - restricted WHERE id % 9 = ", ""},
        {"UPDATE service SET return_if_open_minutes = 45 WHERE id % 9 = ", ""},
        {"DELETE FROM service_area WHERE service % 9 = ", ""},
        {"UPDATE profile_age SET to_days = 17000 WHERE profile = 1 + ",
         " % 4 AND from_days < 17000 AND to_days > 17000"},
        {"UPDATE area SET latitude = latitude + 0.02 WHERE code = 'A' AND ", " > 0"},
        {"UPDATE place SET search_distance_m = 9000 WHERE kind = 'district' AND ", " > 4"},
    };
    int count = test_random_from(random, 0, 3);
    for (int i = 0; i < count; i++) {
        char sql[256];
        signpost_error error = SIGNPOST_ERROR_INIT;
        int which = test_random_from(random, 0, (int)(sizeof changes / sizeof *changes) - 1);
        snprintf(sql, sizeof sql, "%s%d%s", changes[which][0], test_random_from(random, 0, 8), changes[which][1]);
        if (sgp_db_run(directory->db, sql, &error) != SIGNPOST_OK)
            return printf("%s: %s\n", sql, error.message), false;
    }
    return true;
}

static bool lies_in(const signpost_gaps *gaps, size_t area, size_t demand, signpost_sex sex, int age, int32_t minute)
{
    static signpost_stretch stretches[MOST_STRETCHES];
    size_t count;
    if (signpost_gaps_of(gaps, area, demand, sex, age, stretches, MOST_STRETCHES, &count) != SIGNPOST_OK)
        return false;
    for (size_t i = 0; i < count; i++)
        if (stretches[i].from <= minute && minute < stretches[i].until)
            return true;
    return false;
}

static bool compare(const random_side *before, const random_side *after, const signpost_comparison *comparison,
                    test_random *random, uint64_t seed, tally *seen)
{
    enum { QUESTIONS = 400 };
    signpost_audit_about about = signpost_audit_describe(after->audit);
    for (int i = 0; i < QUESTIONS; i++) {
        size_t area = (size_t)test_random_from(random, 0, (int)about.areas - 1);
        size_t demand = (size_t)test_random_from(random, 0, RANDOM_DEMANDS - 1);
        const signpost_demand *of = signpost_audit_demand_at(after->audit, demand);
        signpost_sex sex = of->female && (!of->male || test_random_one_in(random, 2)) ? SIGNPOST_FEMALE : SIGNPOST_MALE;
        int age = test_random_from(random, of->from_days, of->to_days);
        int32_t minute = test_random_from(random, 0, about.minutes - 1);
        if (!of->female && !of->male)
            continue;
        bool was = lies_in(before->gaps, area, demand, sex, age, minute);
        bool is = lies_in(after->gaps, area, demand, sex, age, minute);
        bool opened = lies_in(signpost_comparison_opened(comparison), area, demand, sex, age, minute);
        bool closed = lies_in(signpost_comparison_closed(comparison), area, demand, sex, age, minute);
        seen->asked++;
        seen->opened += opened;
        seen->closed += closed;
        if (opened != (is && !was) || closed != (was && !is)) {
            printf("directory %llu, area %zu, demand %zu, age %d, minute %d: was %d, is %d, opened %d, closed %d\n",
                   (unsigned long long)seed, area, demand, age, minute, was, is, opened, closed);
            return false;
        }
    }
    signpost_comparison_about what = signpost_comparison_describe(comparison);
    seen->near += comparison->counting == SGP_COUNT_NEAR_CHANGES;
    seen->untouched += what.areas - what.areas_touched;
    seen->changed += what.services_changed;
    return true;
}

/* How many services of a side serve people of an area at a minute, up to the deepest that is told apart. */
static int count_depth(const signpost_audit *of, const sgp_pattern *pattern, size_t area, int32_t minute)
{
    const sgp_basis *basis = &of->bases[pattern->basis];
    size_t piece = sgp_basis_piece(basis, minute + 1) - 1;
    int depth = 0;
    for (int32_t i = 0; i < (int32_t)of->index->service_count && depth < SIGNPOST_DEEPEST; i++)
        depth += of->supplier_keys[i] != SGP_NO_NUMBER &&
                 sgp_bit_get(pattern->profiles, (size_t)of->index->services[i].profile) &&
                 sgp_bit_get(sgp_serving_set(basis, of->supplier_keys[i]), piece) && sgp_audit_reaches(of, area, i);
    return depth;
}

static void add_pair(const signpost_comparison *of, size_t pair, size_t area, int64_t depths[2][SIGNPOST_DEEPEST + 1])
{
    const signpost_audit *both = of->both;
    const sgp_pattern *pattern = &both->patterns[pair];
    const sgp_basis *basis = &both->bases[pattern->basis];
    int64_t people = sgp_pattern_people(both, pattern, area);
    for (size_t piece = 0; piece < basis->count; piece++) {
        int deep[2];
        for (int at = 0; at < 2; at++)
            deep[at] = count_depth(of->sides[at],
                                   &of->sides[at]->patterns[SGP_AT(&of->pairs, sgp_pattern_pair, pair)->patterns[at]],
                                   of->positions[at][area], basis->bounds[piece]);
        for (int at = 0; at < 2 && deep[0] != deep[1]; at++)
            depths[at][deep[at]] += people * (basis->bounds[piece + 1] - basis->bounds[piece]);
    }
}

/* One by one: every pair of patterns, every area, every piece of time, every service. */
static bool compare_depths(const signpost_comparison *comparison, uint64_t seed, tally *seen)
{
    int64_t depths[2][SIGNPOST_DEEPEST + 1] = {{0}};
    signpost_comparison_about about = signpost_comparison_describe(comparison);
    for (size_t pair = 0; pair < comparison->both->pattern_count; pair++)
        for (size_t area = 0; area < comparison->both->area_count; area++)
            add_pair(comparison, pair, area, depths);
    for (int depth = 0; depth <= SIGNPOST_DEEPEST; depth++) {
        seen->person_minutes += depths[0][depth];
        for (int at = 0; at < 2; at++)
            if (depths[at][depth] != about.depths[at][depth])
                return printf("directory %llu, way %d, side %d, depth %d: %lld person-minutes, not %lld\n",
                              (unsigned long long)seed, (int)comparison->counting, at, depth,
                              (long long)about.depths[at][depth], (long long)depths[at][depth]),
                       false;
    }
    return true;
}

static bool compare_way(const random_side *before, const random_side *after, sgp_counting counting, test_random *random,
                        uint64_t seed, tally *seen)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_comparison *comparison;
    if (sgp_audit_compare(before->audit, after->audit, counting, &comparison, &error) != SIGNPOST_OK)
        return printf("%s\n", error.message), false;
    bool good = compare(before, after, comparison, random, seed, seen) && compare_depths(comparison, seed, seen);
    signpost_comparison_free(comparison);
    return good;
}

static bool compare_directory(signpost_directory *directory, uint64_t seed, void *context)
{
    tally *seen = context;
    test_random random = {seed};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_demand demands[RANDOM_DEMANDS];
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_calendar *calendar = NULL;
    random_side before = {NULL, NULL, NULL}, after = {NULL, NULL, NULL};
    random_demands(&random, demands);
    if (!random_audit_fill(directory, &random, false) ||
        sgp_directory_calendar(directory, "england", &calendar, &error) != SIGNPOST_OK)
        return false;
    random_options(&random, calendar, &options);
    signpost_calendar_free(calendar);
    bool good = random_side_make(directory, demands, &options, &before) && change(directory, &random) &&
                random_side_make(directory, demands, &options, &after);
    good = good && compare_way(&before, &after, SGP_COUNT_BY_TABLES, &random, seed, seen) &&
           compare_way(&before, &after, SGP_COUNT_NEAR_CHANGES, &random, seed, seen);
    random_side_release(&before);
    random_side_release(&after);
    return good;
}

int main(int count, char **words)
{
    tally seen = {0};
    const random_run run = random_directories(count, words, 80, compare_directory, &seen);
    printf("compare oracle: %zu questions in %d directories: %zu opened, %zu closed; %zu services changed, %zu areas "
           "that no change touches; %lld person-minutes whose depth differs; %zu counted near the changes; %d differ\n",
           seen.asked, run.directories, seen.opened, seen.closed, seen.changed, seen.untouched,
           (long long)seen.person_minutes, seen.near, run.failed);
    bool is_empty = !seen.opened || !seen.closed || !seen.untouched || !seen.changed || !seen.person_minutes ||
                    seen.near < (size_t)run.directories / 2;
    return run.failed || (run.directories >= 80 && is_empty);
}
