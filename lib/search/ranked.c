/* The ranked search: what is returned, and nothing about the rest. Rules kept here:
 *  - it returns exactly what signpost_search returns;
 *  - of each type, services that have a travel time are looked at first: they may stand far off and still come first;
 *  - the others are looked at from the nearest outwards, until none that is left could come before those that are kept;
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

/* Whether nothing so far away, in time or else in metres, or farther, can come before what is kept. */
static bool is_settled(const shelf_search *search, int32_t distance, int32_t minutes)
{
    const signpost_results *results = search->results;
    if (search->count < search->keep)
        return false;
    const signpost_rank bound = {.type_rank = results->type_rank[search->type],
                                 .affiliation = search->affiliation,
                                 .effective_m = sgp_effective_m(results, distance, minutes),
                                 .distance_m = distance,
                                 .id = INT64_MIN};
    return sgp_rank_compare(results->index->policy, &search->best[search->keep - 1].rank, &bound) < 0;
}

static bool is_kept(const shelf_search *search, int32_t service)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->best[i].service == service)
            return true;
    return false;
}

/* Hours that do not serve in the whole window do not in the shorter ones of return_if_open, or after travel, either. */
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
    __builtin_prefetch(&results->index->services[item->service]); /* far away in memory, and wanted soon */
    int32_t distance = sgp_ready_distance_m(&results->terms.at, &item->at);
    if (!sgp_is_within(results, &item->at, distance, results->terms.radius_m) ||
        is_settled(search, distance, sgp_travel_minutes(results, item->service)))
        return;
    const sgp_pick pick = {item->service, 0, sgp_rank_of(results, item->service, distance)};
    if (search->count == search->keep && sgp_rank_compare(policy, &pick.rank, &search->best[search->keep - 1].rank) > 0)
        return;
    if (is_kept(search, item->service) || sgp_own_filters_failed(results, item->service) ||
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
        const sgp_shelf_item item = {service->at, services[i], service->profile, service->hours, 0};
        consider(search, &item);
    }
}

/* Looks at a shelf outwards until nothing on it can come before what is kept. */
static void search_shelf(shelf_search *search, const sgp_shelf *shelf, uint8_t affiliation)
{
    const signpost_results *results = search->results;
    int32_t radius = results->terms.radius_m;
    sgp_rings rings = sgp_rings_around(shelf, &results->terms.at, radius);
    search->affiliation = affiliation;
    for (int32_t next; (next = sgp_rings_next_m(&rings)) <= radius && !is_settled(search, next, SGP_NO_TRAVEL);)
        sgp_rings_take(&rings, consider, search);
}

/* The practice's, those with a travel time, then the commissioner's own, then all: who comes first in rank is met
 * first. How many are found that no service of a type that ranks lower can stand before. */
static size_t search_type(signpost_results *results, size_t type)
{
    const signpost_index *index = results->index;
    shelf_search search = {.results = results,
                           .type = type,
                           .keep = index->types[type].keep,
                           .best = &results->best[type * SGP_MOST_OF_TYPE]};
    const sgp_shelf *own = sgp_own_shelf(index, type, results->terms.commissioner);
    size_t settled = 0;
    consider_practice(&search);
    sgp_travel_take(results, type, consider, &search);
    if (own)
        search_shelf(&search, own, 2);
    search_shelf(&search, &index->shelves[type], 3);
    results->best_count[type] = (uint8_t)search.count;
    for (size_t i = 0; i < search.count; i++)
        settled += !search.best[i].rank.elsewhere;
    return settled;
}

/* Words of a set, from the first that is not empty to the last. */
typedef struct stretch {
    size_t from, until;
} stretch;

/* Profiles that pass all their filters, into `matching`, and where they stand in it. */
static stretch match_profiles(signpost_results *results)
{
    const sgp_terms *terms = &results->terms;
    size_t words = results->index->profiles.words;
    const sgp_word *sets[SIGNPOST_MOST_DISCRIMINATORS + 3] = {terms->of_group, terms->of_disposition, terms->of_role};
    size_t count = 3;
    stretch found = {0, 0};
    for (size_t i = 0; i < terms->pair_count; i++)
        sets[count++] = terms->of_pair[i];
    for (size_t i = 0; i < count; i++)
        if (!sets[i])
            return found;
    for (size_t word = 0; word < words; word++) {
        sgp_word listed = ~(sgp_word)0, taken = 0;
        for (size_t i = 0; i < count; i++)
            listed &= sets[i][word];
        for (; listed; listed &= listed - 1)
            if (sgp_profile_takes(results, (int32_t)(word * 64) + __builtin_ctzll(listed)))
                taken |= listed & -listed;
        results->matching[word] = taken;
        if (taken)
            found = (stretch){found.until ? found.from : word, word + 1};
    }
    return found;
}

static bool meets(const sgp_word *a, const sgp_word *b, stretch words)
{
    for (size_t i = words.from; i < words.until; i++)
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

/* Types that have a matching profile, into `candidates`, in the order of their ranks; how many. */
static size_t find_candidates(signpost_results *results)
{
    const signpost_index *index = results->index;
    uint16_t *candidates = results->candidates;
    const uint8_t *ranks = results->type_rank;
    size_t count = 0;
    stretch matching = match_profiles(results);
    for (size_t type = 0; type < index->type_count; type++) {
        if (!meets(results->matching, index->shelves[type].profiles, matching))
            continue;
        size_t at = count++;
        for (; at && ranks[candidates[at - 1]] > ranks[type]; at--)
            candidates[at] = candidates[at - 1];
        candidates[at] = (uint16_t)type;
    }
    return count;
}

signpost_status signpost_search_ranked(const signpost_index *index, const signpost_need *need,
                                       signpost_results *results, signpost_error *error)
{
    signpost_status status = sgp_search_begin(index, need, results, error);
    if (status != SIGNPOST_OK)
        return status;
    bool by_type = index->policy->ranking[0] == SGP_RANK_PROMOTION && index->policy->ranking[1] == SGP_RANK_TYPE;
    const uint16_t *candidates = results->candidates;
    size_t count = find_candidates(results), settled = 0;
    for (size_t i = 0; i < count; i++) {
        bool ranks_lower = i && results->type_rank[candidates[i]] > results->type_rank[candidates[i - 1]];
        if (by_type && ranks_lower && settled >= (size_t)results->terms.limit)
            break;
        if (some_hours_serve(results, &index->shelves[candidates[i]]))
            settled += search_type(results, candidates[i]);
    }
    sgp_search_end(results);
    results->ranked_only = true;
    return SIGNPOST_OK;
}
