/* Results as an object: all the room that a search needs, made once; and reading what a search found. */
#include "base/error.h"
#include "search/search.h"

#include <string.h>

static signpost_status allocate(signpost_results *results)
{
    const signpost_index *index = results->index;
    sgp_arena *arena = &results->arena;
    results->in_area = sgp_arena_allocate(arena, sgp_words_for(index->areas.texts.count), sizeof(sgp_word));
    results->type_rank = sgp_arena_allocate(arena, index->type_count, 1);
    results->profile_verdicts = sgp_arena_allocate(arena, index->profiles.count, sizeof(sgp_profile_verdict));
    results->hours_verdicts = sgp_arena_allocate(arena, index->hours_count, sizeof(sgp_hours_verdict));
    results->candidates = sgp_arena_allocate(arena, index->type_count, sizeof *results->candidates);
    results->matching = sgp_arena_allocate(arena, index->profiles.words, sizeof(sgp_word));
    results->best = sgp_arena_allocate(arena, index->type_count * SGP_MOST_OF_TYPE, sizeof *results->best);
    results->best_count = sgp_arena_allocate(arena, index->type_count, 1);
    if (!results->in_area || !results->type_rank || !results->profile_verdicts || !results->hours_verdicts ||
        !results->candidates || !results->matching || !results->best || !results->best_count)
        return SIGNPOST_NO_MEMORY;
    for (int i = 0; i < SGP_LISTS; i++)
        if (!(results->lists[i] = sgp_arena_allocate(arena, results->most, sizeof(sgp_pick))))
            return SIGNPOST_NO_MEMORY;
    return SIGNPOST_OK;
}

signpost_status signpost_results_new(const signpost_index *index, size_t most, signpost_results **results,
                                     signpost_error *error)
{
    enum { MOST = 1000 };
    *results = NULL;
    if (most < 1 || most > MOST)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "results hold from 1 to %d services, not %zu", MOST,
                        most);
    signpost_results *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->index = signpost_index_ref(index);
    made->most = most;
    if (allocate(made) == SIGNPOST_OK) {
        *results = made;
        return SIGNPOST_OK;
    }
    signpost_results_free(made);
    return sgp_fail_memory(error);
}

void signpost_results_free(signpost_results *results)
{
    if (!results)
        return;
    sgp_arena_release(&results->arena);
    signpost_index_free(results->index);
    sgp_release(results);
}

signpost_results_about signpost_results_describe(const signpost_results *results)
{
    if (results->answered)
        return results->about;
    return (signpost_results_about){
        .directory = "", .policy = "", .policy_fingerprint = "", .asked_place = "", .place = ""};
}

size_t signpost_results_count(const signpost_results *results, signpost_list list)
{
    return results->answered && (unsigned)list < SGP_LISTS ? results->counts[list] : 0;
}

signpost_status signpost_results_get(const signpost_results *results, signpost_list list, size_t position,
                                     signpost_found *found)
{
    if (position >= signpost_results_count(results, list))
        return SIGNPOST_NONE;
    sgp_found_fill(results, &results->lists[list][position], (int)position + 1, found);
    return SIGNPOST_OK;
}

const signpost_diagnostic *signpost_results_warning(const signpost_results *results, size_t position)
{
    return position < results->warning_count ? &results->warnings[position] : NULL;
}

/* Names. A value that is none of the enum's has the name "". */
#define NAME_OF(value, ...)                                                                                            \
    do {                                                                                                               \
        static const char *const names[] = {__VA_ARGS__};                                                              \
        return (size_t)(value) < sizeof names / sizeof *names ? names[value] : "";                                     \
    } while (0)

const char *signpost_filter_name(signpost_filter filter)
{
    NAME_OF(filter, "state", "distance", "symptom-group", "sex", "practice", "capacity", "discriminator", "disposition",
            "role", "age", "hours", "area");
}

const char *signpost_radius_source_name(signpost_radius_source source)
{
    NAME_OF(source, "need", "postcode", "sector", "district", "town", "policy");
}

const char *signpost_shape_name(signpost_shape shape)
{
    NAME_OF(shape, "circle", "square");
}

const char *signpost_place_kind_name(signpost_place_kind kind)
{
    NAME_OF(kind, "postcode", "sector", "district", "town", "point");
}

const char *signpost_fallback_name(signpost_fallback fallback)
{
    NAME_OF(fallback, "none", "emergency department", "clinician", "advice");
}

const char *signpost_fate_name(signpost_fate fate)
{
    NAME_OF(fate, "returned", "type-full", "limit", "held", "near-miss", "failed");
}
