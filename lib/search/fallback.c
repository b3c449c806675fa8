/* Nothing left: what is done instead, by the disposition's if_none. */
#include "search/search.h"
#include "search/shelves.h"

static size_t most_of(const signpost_results *results)
{
    size_t most = (size_t)results->index->policy->catch_all_services;
    return most < results->most ? most : results->most;
}

bool sgp_is_emergency_type(const signpost_index *index, size_t type)
{
    for (size_t i = 0; i < index->policy->emergency_type_count; i++)
        if (index->types[type].id == index->policy->emergency_types[i])
            return true;
    return false;
}

/* Whether hours are open at the moment of the search, by the policy's order of holidays. */
static bool is_open(const signpost_results *results, const signpost_hours *hours)
{
    signpost_window window = SIGNPOST_WINDOW_INIT;
    window.when = window.reached = window.deadline = results->terms.window.when;
    window.grace = window.at_least = 1;
    window.all_hours_first = results->terms.window.all_hours_first;
    return signpost_hours_serves(hours, &window, NULL) == SIGNPOST_OK;
}

static bool is_kept(const signpost_results *results, int32_t service)
{
    for (size_t i = 0; i < results->counts[SIGNPOST_CATCH_ALL]; i++)
        if (results->lists[SIGNPOST_CATCH_ALL][i].service == service)
            return true;
    return false;
}

/* By the way there, as it is ranked, then id: the other keys are made equal. */
static void consider(void *context, const sgp_shelf_item *item)
{
    signpost_results *results = context;
    const signpost_index *index = results->index;
    const uint32_t wanted = 1u << SIGNPOST_FILTER_STATE | 1u << SIGNPOST_FILTER_AGE;
    int32_t distance = sgp_ready_distance_m(&results->terms.at, &item->at);
    if (!sgp_is_within(results, &item->at, distance, index->policy->catch_all_radius_m) ||
        item->hours == SGP_NO_NUMBER || sgp_filters_failed(results, item->service) & wanted ||
        !is_open(results, index->hours[item->hours]) || is_kept(results, item->service))
        return;
    int32_t minutes = sgp_travel_minutes(results, item->service);
    const sgp_pick pick = {item->service,
                           0,
                           {.effective_m = sgp_effective_m(results, distance, minutes),
                            .distance_m = distance,
                            .travel_minutes = minutes,
                            .id = index->services[item->service].id}};
    sgp_pick_insert(index->policy, results->lists[SIGNPOST_CATCH_ALL], &results->counts[SIGNPOST_CATCH_ALL],
                    most_of(results), &pick);
}

/* The nearest departments of a type: those with a travel time, then outwards, until none that is left could be nearer.
 */
static void search_type(signpost_results *results, size_t type)
{
    const signpost_index *index = results->index;
    int32_t radius = index->policy->catch_all_radius_m;
    sgp_travel_take(results, type, consider, results);
    sgp_rings rings = sgp_rings_around(&index->shelves[type], &results->terms.at, radius);
    for (int32_t next; (next = sgp_rings_next_m(&rings)) <= radius;) {
        size_t count = results->counts[SIGNPOST_CATCH_ALL];
        if (count == most_of(results) && results->lists[SIGNPOST_CATCH_ALL][count - 1].rank.effective_m < next)
            return;
        sgp_rings_take(&rings, consider, results);
    }
}

void sgp_fall_back(signpost_results *results)
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
    bool goes_to_clinician =
        (index->policy->clinician_in_hours >> terms->setting & 1) && is_open(results, index->in_hours);
    for (size_t type = 0; type < index->type_count && !goes_to_clinician; type++)
        if (sgp_is_emergency_type(index, type))
            search_type(results, type);
    if (!results->counts[SIGNPOST_CATCH_ALL])
        results->about.fallback = SIGNPOST_FALLBACK_CLINICIAN;
}
