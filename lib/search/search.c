/* The search. Rules kept here:
 *  - nothing allocates: whatever is kept has its place in the results;
 *  - a service is looked at once; of each type the first few in rank are kept, and only they are sorted at the end;
 *  - hours, the dearest filter, are evaluated only where they decide what becomes of a service. */
#include "search/search.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

static const uint32_t HOURS = 1u << SIGNPOST_FILTER_HOURS, DISTANCE = 1u << SIGNPOST_FILTER_DISTANCE;

/* Puts a pick in its place among `*count` sorted ones, of which at most `most` are kept. */
static void insert(const signpost_policy *policy, sgp_pick *picks, size_t *count, size_t most, const sgp_pick *pick)
{
    size_t at = *count;
    while (at && sgp_rank_compare(policy, &pick->rank, &picks[at - 1].rank) < 0)
        at--;
    if (at == most)
        return;
    if (*count < most)
        ++*count;
    memmove(&picks[at + 1], &picks[at], (*count - at - 1) * sizeof *picks);
    picks[at] = *pick;
}

static bool is_single(uint32_t failed)
{
    return failed && !(failed & (failed - 1));
}

static void keep(signpost_results *results, const sgp_pick *pick)
{
    const signpost_policy *policy = results->index->policy;
    if (!pick->failed) {
        uint16_t type = results->index->services[pick->service].type;
        size_t count = results->best_count[type];
        insert(policy, &results->best[type * SGP_MOST_OF_TYPE], &count, results->index->types[type].keep, pick);
        results->best_count[type] = (uint8_t)count;
        return;
    }
    if (is_single(pick->failed))
        results->about.near_misses[__builtin_ctz(pick->failed)]++;
    if (sgp_filters_settled(results, pick->service, pick->failed) == pick->failed) {
        results->about.held++;
        insert(policy, results->lists[SIGNPOST_HELD], &results->counts[SIGNPOST_HELD], results->most, pick);
    } else if (is_single(pick->failed)) {
        insert(policy, results->lists[SIGNPOST_NEAR_MISS], &results->counts[SIGNPOST_NEAR_MISS], results->most, pick);
    }
}

static void judge(signpost_results *results, int32_t number)
{
    const sgp_service *service = &results->index->services[number];
    int32_t distance = sgp_ready_distance_m(&results->terms.at, &service->at);
    if (distance > results->terms.reach_m)
        return;
    uint32_t failed = sgp_filters_failed(results, number);
    if (distance > results->terms.radius_m) {
        if (failed)
            return;
        failed = DISTANCE;
    } else {
        results->about.in_reach++;
    }
    /* What fails two filters that nothing settles is out, whatever its hours. */
    if (failed && !is_single(failed) && sgp_filters_settled(results, number, failed) != failed)
        return;
    if (!sgp_serves(results, number, NULL))
        failed |= HOURS;
    keep(results, &(sgp_pick){number, failed, sgp_rank_of(results, number, distance)});
}

/* First and last cell of a row or column that a stretch touches. */
static void cells_of(double from, double to, double origin, double size, int32_t count, int32_t *first, int32_t *last)
{
    double low = floor((from - origin) / size), high = floor((to - origin) / size);
    *first = low < 0 ? 0 : low >= count ? count : (int32_t)low;
    *last = high < 0 ? -1 : high >= count ? count - 1 : (int32_t)high;
}

/* Calls `visit` for every service that may be within a distance. */
static void visit_around(signpost_results *results, int32_t radius_m, void (*visit)(signpost_results *, int32_t))
{
    const sgp_grid *grid = &results->index->grid;
    sgp_point at = results->terms.at.point;
    double latitude, longitude;
    int32_t first_row, last_row, first, last;
    sgp_box_around(at, radius_m, &latitude, &longitude);
    cells_of(at.latitude - latitude, at.latitude + latitude, grid->south, grid->height, grid->rows, &first_row,
             &last_row);
    cells_of(at.longitude - longitude, at.longitude + longitude, grid->west, grid->width, grid->columns, &first, &last);
    if (at.longitude - longitude < -180 || at.longitude + longitude > 180) { /* over the date line: the whole rows */
        first = 0;
        last = grid->columns - 1;
    }
    for (int32_t row = first_row; row <= last_row && first <= last; row++) {
        uint32_t end = grid->first[row * grid->columns + last + 1];
        for (uint32_t service = grid->first[row * grid->columns + first]; service < end; service++)
            visit(results, (int32_t)service);
    }
}

/* The returned list: of each type the first ones, in the order of all. */
static void gather(signpost_results *results)
{
    const signpost_index *index = results->index;
    for (size_t type = 0; type < index->type_count; type++)
        for (size_t i = 0; i < results->best_count[type]; i++)
            insert(index->policy, results->lists[SIGNPOST_RETURNED], &results->counts[SIGNPOST_RETURNED],
                   (size_t)results->terms.limit, &results->best[type * SGP_MOST_OF_TYPE + i]);
}

/* Nothing left. */

static bool is_emergency_department(const signpost_index *index, const sgp_service *service)
{
    for (size_t i = 0; i < index->policy->emergency_type_count; i++)
        if (index->types[service->type].id == index->policy->emergency_types[i])
            return true;
    return false;
}

/* By distance, then id: the other keys are made equal. */
static void judge_catch_all(signpost_results *results, int32_t number)
{
    const signpost_index *index = results->index;
    const sgp_service *service = &index->services[number];
    const uint32_t wanted = 1u << SIGNPOST_FILTER_STATE | 1u << SIGNPOST_FILTER_AGE;
    if (!is_emergency_department(index, service) || service->hours == SGP_NO_NUMBER)
        return;
    int32_t distance = sgp_ready_distance_m(&results->terms.at, &service->at);
    if (distance > index->policy->catch_all_radius_m || sgp_filters_failed(results, number) & wanted ||
        signpost_hours_open_at(index->hours[service->hours], results->terms.window.when, NULL) != SIGNPOST_OK)
        return;
    size_t most = (size_t)index->policy->catch_all_services;
    const sgp_pick pick = {number, 0, {false, 0, 0, distance, service->id}};
    insert(index->policy, results->lists[SIGNPOST_CATCH_ALL], &results->counts[SIGNPOST_CATCH_ALL],
           most < results->most ? most : results->most, &pick);
}

static void fall_back(signpost_results *results)
{
    const signpost_index *index = results->index;
    const sgp_terms *terms = &results->terms;
    static const signpost_fallback by_disposition[] = {
        [SIGNPOST_IF_NONE_EMERGENCY] = SIGNPOST_FALLBACK_EMERGENCY,
        [SIGNPOST_IF_NONE_CLINICIAN] = SIGNPOST_FALLBACK_CLINICIAN,
        [SIGNPOST_IF_NONE_ADVICE] = SIGNPOST_FALLBACK_ADVICE,
    };
    results->about.unmet = true;
    results->about.fallback = by_disposition[terms->if_none];
    if (results->about.fallback != SIGNPOST_FALLBACK_EMERGENCY)
        return;
    bool goes_to_clinician = (index->policy->clinician_in_hours >> terms->setting & 1) &&
                             signpost_hours_open_at(index->in_hours, terms->window.when, NULL) == SIGNPOST_OK;
    if (!goes_to_clinician)
        visit_around(results, index->policy->catch_all_radius_m, judge_catch_all);
    if (!results->counts[SIGNPOST_CATCH_ALL])
        results->about.fallback = SIGNPOST_FALLBACK_CLINICIAN;
}

static void describe(signpost_results *results)
{
    const signpost_index *index = results->index;
    const sgp_terms *terms = &results->terms;
    signpost_results_about *about = &results->about;
    about->directory = index->directory;
    about->content_version = index->content_version;
    about->policy = index->policy->name;
    about->policy_fingerprint = index->policy->fingerprint;
    about->asked_place = terms->asked_place;
    about->place_kind = terms->place_kind;
    about->place = terms->place_kind == SIGNPOST_PLACE_POINT ? "" : index->place_table[terms->place].name;
    about->place_exact = terms->place_exact;
    about->area_known = terms->area_known;
    about->latitude = terms->at.point.latitude;
    about->longitude = terms->at.point.longitude;
    about->radius_m = terms->radius_m;
    about->radius_source = terms->radius_source;
    about->limit = terms->limit;
    about->when = terms->window.when;
    about->deadline = terms->window.deadline;
}

/* Forgets the last search. */
static void clear(signpost_results *results)
{
    const signpost_index *index = results->index;
    for (size_t i = 0; i < results->terms.area_count; i++)
        sgp_bit_clear(results->in_area, (size_t)results->terms.areas[i]);
    results->terms.area_count = 0;
    memset(results->best_count, 0, index->type_count);
    memset(results->counts, 0, sizeof results->counts);
    memset(&results->about, 0, sizeof results->about);
    results->warning_count = 0;
    results->answered = false;
    if (!++results->stamp) { /* once in four thousand million searches: no old verdict may seem to be of this one */
        memset(results->profile_verdicts, 0, index->profiles.count * sizeof *results->profile_verdicts);
        memset(results->hours_verdicts, 0, index->hours_count * sizeof *results->hours_verdicts);
        results->stamp = 1;
    }
}

signpost_status signpost_search(const signpost_index *index, const signpost_need *need, signpost_results *results,
                                signpost_error *error)
{
    if (results->index != index)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the results were made for another index");
    clear(results);
    signpost_status status = sgp_terms_prepare(results, need, error);
    if (status != SIGNPOST_OK)
        return status;
    describe(results);
    visit_around(results, results->terms.reach_m, judge);
    gather(results);
    if (!results->counts[SIGNPOST_RETURNED])
        fall_back(results);
    results->answered = true;
    return SIGNPOST_OK;
}
