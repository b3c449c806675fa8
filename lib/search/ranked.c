/* The ranked search: what is returned, and nothing about the rest. Rules kept here:
 *  - it returns exactly what signpost_search returns;
 *  - of each type, services are looked at from the nearest outwards, until none that is left could come before those
 *    that are kept;
 *  - a type is passed over whole when no profile, or no hours, of any of its services fit. */
#include "search/search.h"
#include "search/shelves.h"

#include "base/error.h"

#include <string.h>

/* The search of one type's shelf. */
typedef struct shelf_search {
    signpost_results *results;
    size_t type, keep;
    sgp_pick *best;
    size_t count;
    uint8_t affiliation; /* the best that is to be met on the shelf */
} shelf_search;

/* Whether nothing so far away, or farther, can come before what is kept. */
static bool is_settled(const shelf_search *search, int32_t distance)
{
    const signpost_results *results = search->results;
    const signpost_rank bound = {false, results->type_rank[search->type], search->affiliation, distance, INT64_MIN};
    return search->count == search->keep &&
           sgp_rank_compare(results->index->policy, &search->best[search->keep - 1].rank, &bound) < 0;
}

static bool is_kept(const shelf_search *search, int32_t service)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->best[i].service == service)
            return true;
    return false;
}

/* Hours that do not serve in the whole window do not in the shorter one of return_if_open either. */
static bool may_serve(const signpost_results *results, int32_t hours)
{
    return hours != SGP_NO_NUMBER && sgp_hours_serve(results, hours);
}

static void consider(void *context, const sgp_shelf_item *item)
{
    shelf_search *search = context;
    signpost_results *results = search->results;
    const signpost_policy *policy = results->index->policy;
    if (item->profile == SGP_NO_NUMBER || !sgp_bit_get(results->matching, (size_t)item->profile) ||
        !may_serve(results, item->hours))
        return;
    int32_t distance = sgp_ready_distance_m(&results->terms.at, &item->at);
    if (!sgp_is_within(results, &item->at, distance, results->terms.radius_m) || is_settled(search, distance))
        return;
    const sgp_pick pick = {item->service, 0, sgp_rank_of(results, item->service, distance)};
    if (search->count == search->keep && sgp_rank_compare(policy, &pick.rank, &search->best[search->keep - 1].rank) > 0)
        return;
    if (is_kept(search, item->service) || sgp_filters_failed(results, item->service) ||
        !sgp_serves(results, item->service, NULL))
        return;
    sgp_pick_insert(policy, search->best, &search->count, search->keep, &pick);
}

/* The practice's own service, and those restricted to its patients: they may stand far off and still come first. */
static void consider_practice(shelf_search *search)
{
    const signpost_index *index = search->results->index;
    int32_t practice = search->results->terms.practice;
    if (practice == SGP_NO_NUMBER)
        return;
    const int32_t *services = sgp_lists_at(&index->of_practice, (size_t)practice, sizeof *services);
    for (size_t i = 0; i < sgp_lists_count(&index->of_practice, (size_t)practice); i++) {
        const sgp_service *service = &index->services[services[i]];
        if (service->type != search->type)
            continue;
        const sgp_shelf_item item = {service->at, services[i], service->profile, service->hours};
        consider(search, &item);
    }
}

/* Looks at a shelf outwards until nothing on it can come before what is kept. */
static void search_shelf(shelf_search *search, const sgp_shelf *shelf, uint8_t affiliation)
{
    const signpost_results *results = search->results;
    int32_t radius = results->terms.radius_m;
    sgp_rings rings = sgp_rings_around(shelf, results->terms.at.point, radius);
    search->affiliation = affiliation;
    for (int32_t next; (next = sgp_rings_next_m(&rings)) <= radius && !is_settled(search, next);)
        sgp_rings_take(&rings, consider, search);
}

/* The practice's, then the commissioner's own, then all: who comes first in rank is met first. */
static void search_type(signpost_results *results, size_t type)
{
    const signpost_index *index = results->index;
    shelf_search search = {.results = results,
                           .type = type,
                           .keep = index->types[type].keep,
                           .best = &results->best[type * SGP_MOST_OF_TYPE]};
    const sgp_shelf *own = sgp_own_shelf(index, type, results->terms.commissioner);
    consider_practice(&search);
    if (own)
        search_shelf(&search, own, 2);
    search_shelf(&search, &index->shelves[type], 3);
    results->best_count[type] = (uint8_t)search.count;
}

/* Profiles that pass all their filters, into `matching`; false when there are none. */
static bool match_profiles(signpost_results *results)
{
    const sgp_terms *terms = &results->terms;
    size_t words = results->index->profiles.words;
    const sgp_word *sets[SIGNPOST_MOST_DISCRIMINATORS + 3] = {terms->of_group, terms->of_disposition, terms->of_role};
    size_t count = 3;
    for (size_t i = 0; i < terms->pair_count; i++)
        sets[count++] = terms->of_pair[i];
    for (size_t i = 0; i < count; i++) {
        if (!sets[i])
            return false;
        if (i)
            sgp_bits_and(results->matching, sets[i], words);
        else
            memcpy(results->matching, sets[i], words * sizeof *results->matching);
    }
    size_t profiles = results->index->profiles.count;
    bool any = false;
    for (size_t i = sgp_bits_next(results->matching, profiles, 0); i < profiles;
         i = sgp_bits_next(results->matching, profiles, i + 1))
        if (sgp_profile_failed(results, (int32_t)i)) /* by sex or age */
            sgp_bit_clear(results->matching, i);
        else
            any = true;
    return any;
}

static bool meets(const sgp_word *a, const sgp_word *b, size_t words)
{
    for (size_t i = 0; i < words; i++)
        if (a[i] & b[i])
            return true;
    return false;
}

static bool some_hours_serve(const signpost_results *results, const sgp_shelf *shelf)
{
    size_t count = results->index->hours_count;
    for (size_t i = sgp_bits_next(shelf->hours, count, 0); i < count; i = sgp_bits_next(shelf->hours, count, i + 1))
        if (may_serve(results, (int32_t)i))
            return true;
    return false;
}

/* Types that have a matching profile, into `candidates`; how many. */
static size_t find_candidates(signpost_results *results)
{
    const signpost_index *index = results->index;
    size_t count = 0;
    for (size_t type = 0; type < index->type_count; type++)
        if (meets(results->matching, index->shelves[type].profiles, index->profiles.words))
            results->candidates[count++] = (uint16_t)type;
    return count;
}

/* Services found so far that no service of a type still to come can stand before. */
static size_t count_settled(const signpost_results *results)
{
    size_t count = 0;
    for (size_t type = 0; type < results->index->type_count; type++)
        for (size_t i = 0; i < results->best_count[type]; i++)
            count += !results->best[type * SGP_MOST_OF_TYPE + i].rank.elsewhere;
    return count;
}

signpost_status signpost_search_ranked(const signpost_index *index, const signpost_need *need,
                                       signpost_results *results, signpost_error *error)
{
    enum { LAST_RANK = 10 };
    signpost_status status = sgp_search_begin(index, need, results, error);
    if (status != SIGNPOST_OK)
        return status;
    bool by_type = index->policy->ranking[0] == SGP_RANK_PROMOTION && index->policy->ranking[1] == SGP_RANK_TYPE;
    size_t count = match_profiles(results) ? find_candidates(results) : 0;
    bool is_full = false;
    for (uint8_t rank = 0; rank <= LAST_RANK && !is_full && count; rank++) {
        for (size_t i = 0; i < count; i++)
            if (results->type_rank[results->candidates[i]] == rank &&
                some_hours_serve(results, &index->shelves[results->candidates[i]]))
                search_type(results, results->candidates[i]);
        is_full = by_type && count_settled(results) >= (size_t)results->terms.limit;
    }
    sgp_search_end(results);
    results->ranked_only = true;
    return SIGNPOST_OK;
}
