/* The search. Rules kept here:
 *  - nothing allocates: whatever is kept has its place in the results;
 *  - a service is looked at once; of each type the first few in rank are kept, and only they are sorted at the end;
 *  - hours, the dearest filter, are evaluated only where they decide what becomes of a service. */
#include "search/search.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

static const uint32_t HOURS = 1u << SIGNPOST_FILTER_HOURS, DISTANCE = 1u << SIGNPOST_FILTER_DISTANCE;

void sgp_pick_insert(const signpost_policy *policy, sgp_pick *picks, size_t *count, size_t most, const sgp_pick *pick)
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
        sgp_pick_insert(policy, &results->best[type * SGP_MOST_OF_TYPE], &count, results->index->types[type].keep, pick);
        results->best_count[type] = (uint8_t)count;
        return;
    }
    if (is_single(pick->failed))
        results->about.near_misses[__builtin_ctz(pick->failed)]++;
    if (sgp_filters_settled(results, pick->service, pick->failed) == pick->failed) {
        results->about.held++;
        sgp_pick_insert(policy, results->lists[SIGNPOST_HELD], &results->counts[SIGNPOST_HELD], results->most, pick);
    } else if (is_single(pick->failed)) {
        sgp_pick_insert(policy, results->lists[SIGNPOST_NEAR_MISS], &results->counts[SIGNPOST_NEAR_MISS], results->most, pick);
    }
}

static void judge(signpost_results *results, int32_t number)
{
    const sgp_service *service = &results->index->services[number];
    int32_t distance = sgp_ready_distance_m(&results->terms.at, &service->at);
    if (!sgp_is_within(results, &service->at, distance, results->terms.reach_m))
        return;
    uint32_t failed = sgp_filters_failed(results, number);
    if (!sgp_is_within(results, &service->at, distance, results->terms.radius_m)) {
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

/* Calls `visit` for every service that may be within a distance, be it of a circle or a square. */
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
            sgp_pick_insert(index->policy, results->lists[SIGNPOST_RETURNED], &results->counts[SIGNPOST_RETURNED],
                   (size_t)results->terms.limit, &results->best[type * SGP_MOST_OF_TYPE + i]);
}

static void describe(signpost_results *results)
{
    const signpost_index *index = results->index;
    const sgp_terms *terms = &results->terms;
    signpost_results_about *about = &results->about;
    about->directory = signpost_index_directory(index);
    about->content_version = index->content_version;
    about->policy = index->policy->name;
    about->policy_fingerprint = index->policy->fingerprint;
    about->asked_place = terms->asked_place;
    about->place_kind = terms->place_kind;
    about->place = terms->place_kind == SIGNPOST_PLACE_POINT ? "" : sgp_index_text(index, index->place_table[terms->place].name);
    about->place_exact = terms->place_exact;
    about->area_known = terms->area_known;
    about->latitude = terms->at.point.latitude;
    about->longitude = terms->at.point.longitude;
    about->radius_m = terms->radius_m;
    about->shape = index->policy->square ? SIGNPOST_SHAPE_SQUARE : SIGNPOST_SHAPE_CIRCLE;
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
    results->answered = results->ranked_only = false;
    if (!++results->stamp) { /* once in four thousand million searches: no old verdict may seem to be of this one */
        memset(results->profile_verdicts, 0, index->profiles.count * sizeof *results->profile_verdicts);
        memset(results->hours_verdicts, 0, index->hours_count * sizeof *results->hours_verdicts);
        results->stamp = 1;
    }
}

signpost_status sgp_search_begin(const signpost_index *index, const signpost_need *need, signpost_results *results,
                                 signpost_error *error)
{
    if (results->index != index)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the results were made for another index");
    clear(results);
    signpost_status status = sgp_terms_prepare(results, need, error);
    if (status == SIGNPOST_OK)
        describe(results);
    return status;
}

void sgp_search_end(signpost_results *results)
{
    gather(results);
    if (!results->counts[SIGNPOST_RETURNED])
        sgp_fall_back(results);
    results->answered = true;
}

signpost_status signpost_search(const signpost_index *index, const signpost_need *need, signpost_results *results,
                                signpost_error *error)
{
    signpost_status status = sgp_search_begin(index, need, results, error);
    if (status != SIGNPOST_OK)
        return status;
    visit_around(results, results->terms.reach_m, judge);
    sgp_search_end(results);
    return SIGNPOST_OK;
}
