/* The effect of a change, judged near, against the same judged over the whole directory: a random directory is given a
 * change of one to three services, and all that the effect says must be the same both ways. Usage: oracle_effect
 * [directories [first seed]]. */
#include "random_audit.h"

#include "effect/effect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How often each thing came about, so that an oracle that tests nothing is seen. */
typedef struct tally {
    size_t judged, refused, opened, closed, findings, pairs, narrower;
} tally;

/* ---- a change ---- */

/* Of a service that is there; false when there is none, or it cannot be read. */
static bool random_uid(signpost_directory *directory, test_random *random, char uid[8])
{
    sgp_query query;
    int64_t count = 0;
    bool good = sgp_db_integer(directory->db, "SELECT count(*) FROM service", &count, NULL) == SIGNPOST_OK && count &&
                sgp_query_prepare(&query, directory->db, "SELECT uid FROM service ORDER BY id LIMIT 1 OFFSET ?",
                                  NULL) == SIGNPOST_OK;
    if (!good)
        return false;
    sgp_bind_integer(&query, 1, test_random_from(random, 0, (int)count - 1));
    good = sgp_query_step(&query, NULL) == SIGNPOST_OK;
    snprintf(uid, 8, "%s", good ? sgp_column_text_or_empty(&query, 0) : "");
    sgp_query_release(&query);
    return good;
}

/* What covers people is changed most. */
static signpost_edit random_edit(test_random *random, const char *uid, char value[32])
{
    static const char *const hours[] = {"Mo-Fr 09:00-17:00", "24/7", "Sa-Su 10:00-12:00", "Mo-Su 18:00-23:00"};
    signpost_edit edit = {.service = uid, .value = value};
    switch (test_random_from(random, 0, 6)) {
    case 0:
    case 1:
        edit.field = "state";
        strcpy(value, test_random_one_in(random, 3) ? "active" : "closed");
        break;
    case 2:
    case 3:
        edit.field = "hours";
        strcpy(value, hours[test_random_from(random, 0, 3)]);
        break;
    case 4:
        edit.field = "latitude";
        snprintf(value, 32, "51.%03d", test_random_from(random, 0, 250));
        break;
    case 5:
        edit.field = "restricted";
        strcpy(value, test_random_one_in(random, 2) ? "yes" : "no");
        break;
    default:
        edit.field = "name";
        snprintf(value, 32, "Surgery %d", test_random_from(random, 0, 3));
        break;
    }
    return edit;
}

/* 0 when there is none: what would be refused is passed over. */
static int64_t submit(signpost_directory *directory, test_random *random, tally *seen)
{
    enum { MOST = 3 };
    const signpost_act act = {.who = "oracle", .why = "to see", .when = RANDOM_DAY * 1440};
    char uids[MOST][8], values[MOST][32];
    signpost_edit edits[MOST];
    int count = test_random_from(random, 1, MOST);
    int64_t change = 0;
    for (int i = 0; i < count; i++) {
        if (!random_uid(directory, random, uids[i]))
            return 0;
        edits[i] = random_edit(random, uids[i], values[i]);
    }
    if (signpost_change_submit(directory, edits, (size_t)count, &act, NULL, &change, NULL, NULL) != SIGNPOST_OK)
        seen->refused++;
    return change;
}

/* ---- what both say ---- */

static bool is_same_gap(const signpost_effect *sides[2], const signpost_gaps *gaps[2], size_t i)
{
    signpost_gap a = signpost_gaps_at(gaps[0], i), b = signpost_gaps_at(gaps[1], i);
    signpost_gap_nearest x = signpost_gap_nearest_to(gaps[0], i), y = signpost_gap_nearest_to(gaps[1], i);
    bool is_same = a.needs == b.needs && a.areas == b.areas && a.stretches == b.stretches && a.minutes == b.minutes &&
                   a.people == b.people && a.person_minutes == b.person_minutes && x.found == y.found &&
                   x.filter == y.filter && x.distance_m == y.distance_m && strcmp(x.reason, y.reason) == 0;
    for (size_t at = 0; at < a.areas && is_same; at++) {
        const char *codes[2];
        for (int side = 0; side < 2; side++)
            codes[side] = signpost_comparison_area_at(signpost_effect_coverage(sides[side]),
                                                      signpost_gap_area_at(gaps[side], i, at))
                              .code;
        is_same = strcmp(codes[0], codes[1]) == 0;
    }
    for (size_t at = 0; at < a.needs && is_same; at++) {
        signpost_gap_need p = signpost_gap_need_at(gaps[0], i, at), q = signpost_gap_need_at(gaps[1], i, at);
        is_same = p.demand == q.demand && p.from_days == q.from_days && p.to_days == q.to_days &&
                  p.female == q.female && p.male == q.male;
    }
    for (size_t at = 0; at < a.stretches && is_same; at++) {
        signpost_stretch p = signpost_gap_stretch_at(gaps[0], i, at), q = signpost_gap_stretch_at(gaps[1], i, at);
        is_same = p.from == q.from && p.until == q.until;
    }
    return is_same;
}

static bool is_same_coverage(const signpost_effect *sides[2], tally *seen)
{
    const signpost_comparison *near = signpost_effect_coverage(sides[0]), *whole = signpost_effect_coverage(sides[1]);
    if (!near || !whole)
        return !near && !whole;
    for (int list = 0; list < 2; list++) {
        const signpost_gaps *gaps[] = {
            list ? signpost_comparison_closed(near) : signpost_comparison_opened(near),
            list ? signpost_comparison_closed(whole) : signpost_comparison_opened(whole),
        };
        size_t count = signpost_gaps_count(gaps[1]);
        *(list ? &seen->closed : &seen->opened) += count;
        if (signpost_gaps_count(gaps[0]) != count)
            return printf("%zu gaps, not %zu\n", signpost_gaps_count(gaps[0]), count), false;
        for (size_t i = 0; i < count; i++)
            if (!is_same_gap(sides, gaps, i))
                return printf("list %d, finding %zu\n", list, i), false;
    }
    signpost_comparison_about a = signpost_comparison_describe(near), b = signpost_comparison_describe(whole);
    bool is_same = a.services_added == b.services_added && a.services_removed == b.services_removed &&
                   a.services_changed == b.services_changed && a.areas_touched == b.areas_touched &&
                   memcmp(a.depths, b.depths, sizeof a.depths) == 0;
    if (!is_same)
        printf("%zu areas touched, not %zu; %zu services changed, not %zu\n", a.areas_touched, b.areas_touched,
               a.services_changed, b.services_changed);
    return is_same;
}

static bool is_same_rest(const signpost_effect *sides[2], tally *seen)
{
    signpost_effect_about a = signpost_effect_describe(sides[0]), b = signpost_effect_describe(sides[1]);
    bool is_same = a.score_before == b.score_before && a.score_after == b.score_after &&
                   a.findings_new == b.findings_new && a.findings_gone == b.findings_gone &&
                   a.pairs_new == b.pairs_new && a.pairs_gone == b.pairs_gone;
    for (size_t i = 0; i < signpost_effect_finding_count(sides[1]) && is_same; i++) {
        signpost_effect_finding x = signpost_effect_finding_at(sides[0], i),
                                y = signpost_effect_finding_at(sides[1], i);
        is_same = x.is_new == y.is_new && strcmp(x.finding.uid, y.finding.uid) == 0 &&
                  strcmp(x.finding.code, y.finding.code) == 0 && strcmp(x.finding.what, y.finding.what) == 0;
        seen->findings++;
    }
    for (size_t i = 0; i < signpost_effect_pair_count(sides[1]) && is_same; i++) {
        signpost_effect_pair x = signpost_effect_pair_at(sides[0], i), y = signpost_effect_pair_at(sides[1], i);
        is_same = x.is_new == y.is_new && x.verdict == y.verdict && x.probability_basis == y.probability_basis &&
                  strcmp(x.uids[0], y.uids[0]) == 0 && strcmp(x.uids[1], y.uids[1]) == 0;
        seen->pairs++;
    }
    if (!is_same)
        printf("scores %d -> %d, %d -> %d; findings +%zu -%zu, +%zu -%zu; pairs +%zu -%zu, +%zu -%zu\n", a.score_before,
               a.score_after, b.score_before, b.score_after, a.findings_new, a.findings_gone, b.findings_new,
               b.findings_gone, a.pairs_new, a.pairs_gone, b.pairs_new, b.pairs_gone);
    seen->narrower += a.looked_at < b.looked_at;
    return is_same;
}

/* ---- a directory ---- */

static bool judge(signpost_directory *directory, int64_t change, const signpost_demand *demands,
                  const signpost_effect_options *options, tally *seen)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_effect *near = NULL, *whole = NULL;
    signpost_status status = signpost_effect_new(directory, change, demands, RANDOM_DEMANDS, options, &near, &error);
    if (status == SIGNPOST_OK)
        status = sgp_effect_new(directory, change, demands, RANDOM_DEMANDS, options, 0, &whole, &error);
    if (status != SIGNPOST_OK)
        printf("%s\n", error.message);
    const signpost_effect *sides[] = {near, whole};
    bool good = status == SIGNPOST_OK && is_same_coverage(sides, seen) && is_same_rest(sides, seen);
    seen->judged++;
    signpost_effect_free(near);
    signpost_effect_free(whole);
    return good;
}

static bool judge_directory(signpost_directory *directory, uint64_t seed, void *context)
{
    tally *seen = context;
    test_random random = {seed};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_demand demands[RANDOM_DEMANDS];
    signpost_effect_options options = SIGNPOST_EFFECT_OPTIONS_INIT;
    signpost_calendar *calendar = NULL;
    random_demands(&random, demands);
    if (sgp_db_run(directory->db, "DELETE FROM change_field; DELETE FROM change", &error) != SIGNPOST_OK ||
        !random_audit_fill(directory, &random, false) ||
        sgp_directory_calendar(directory, "england", &calendar, &error) != SIGNPOST_OK)
        return printf("%s\n", error.message), false;
    random_options(&random, calendar, &options.audit);
    options.at = (signpost_minute)options.audit.from * 1440 + 720;
    options.audit.radius_m = test_random_from(&random, 2, 9) * 1000;
    signpost_calendar_free(calendar);
    int64_t change = submit(directory, &random, seen);
    bool good = !change || judge(directory, change, demands, &options, seen);
    if (!good)
        printf("directory %llu differs\n", (unsigned long long)seed);
    return good;
}

int main(int count, char **words)
{
    tally seen = {0};
    const random_run run = random_directories(count, words, 800, judge_directory, &seen);
    printf("effect oracle: %zu changes in %d directories (%zu refused): %zu gaps opened, %zu closed, %zu findings and "
           "%zu pairs that come or go; %zu judged among fewer services than there are; %d differ\n",
           seen.judged, run.directories, seen.refused, seen.opened, seen.closed, seen.findings, seen.pairs,
           seen.narrower, run.failed);
    bool is_empty = !seen.opened || !seen.closed || !seen.findings || !seen.narrower;
    return run.failed || (run.directories >= 800 && is_empty);
}
