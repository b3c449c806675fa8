/* The filters. Rules kept here:
 *  - each is judged by itself, whatever the others say, so that a near miss is one filter away;
 *  - a service without a profile lists nothing; one without hours never opens. */
#include "search/search.h"

static bool is_member(const sgp_word *profiles, int32_t profile)
{
    return profiles && profile != SGP_NO_NUMBER && sgp_bit_get(profiles, (size_t)profile);
}

static bool lists(const sgp_lists *all, int32_t service, int32_t wanted)
{
    const int32_t *items = sgp_lists_at(all, (size_t)service, sizeof *items);
    size_t count = sgp_lists_count(all, (size_t)service);
    for (size_t i = 0; i < count && wanted != SGP_NO_NUMBER; i++)
        if (items[i] == wanted)
            return true;
    return false;
}

static bool lists_area_of_place(const signpost_results *results, const sgp_lists *all, int32_t service)
{
    const int32_t *areas = sgp_lists_at(all, (size_t)service, sizeof *areas);
    size_t count = sgp_lists_count(all, (size_t)service);
    for (size_t i = 0; i < count; i++)
        if (areas[i] != SGP_NO_NUMBER && sgp_bit_get(results->in_area, (size_t)areas[i]))
            return true;
    return false;
}

static bool passes_sex(const signpost_results *results, int32_t profile)
{
    const sgp_profiles *profiles = &results->index->profiles;
    signpost_sex sex = results->terms.sex;
    if (is_member(profiles->of_sex[sex], profile))
        return true;
    bool both = is_member(profiles->of_sex[SIGNPOST_FEMALE], profile) && is_member(profiles->of_sex[SIGNPOST_MALE], profile);
    return both && (sex == SIGNPOST_INDETERMINATE || sex == SIGNPOST_SEX_UNKNOWN);
}

sgp_age_verdict sgp_age_judge(const signpost_results *results, int32_t service)
{
    const signpost_index *index = results->index;
    int32_t profile = index->services[service].profile;
    signpost_age age = results->terms.age;
    sgp_age_verdict verdict = SGP_AGE_OUTSIDE;
    if (profile == SGP_NO_NUMBER)
        return verdict;
    const sgp_age_span *spans = sgp_lists_at(&index->profiles.ages, (size_t)profile, sizeof *spans);
    size_t count = sgp_lists_count(&index->profiles.ages, (size_t)profile);
    for (size_t i = 0; i < count; i++) {
        if (spans[i].from_days <= age.from_days && age.to_days <= spans[i].to_days)
            return SGP_AGE_INSIDE;
        if (spans[i].from_days <= age.to_days && age.from_days <= spans[i].to_days)
            verdict = SGP_AGE_PARTLY;
    }
    return verdict;
}

static bool passes_state(const sgp_terms *terms, const sgp_service *service)
{
    return service->flags & SGP_SERVICE_ACTIVE && service->valid_from <= terms->date && terms->date <= service->valid_to;
}

static bool passes_pairs(const sgp_terms *terms, int32_t profile)
{
    for (size_t i = 0; i < terms->pair_count; i++)
        if (!is_member(terms->of_pair[i], profile))
            return false;
    return true;
}

uint32_t sgp_filters_failed(const signpost_results *results, int32_t number)
{
    const signpost_index *index = results->index;
    const sgp_terms *terms = &results->terms;
    const sgp_service *service = &index->services[number];
    int32_t profile = service->profile;
    uint32_t failed = 0;
    failed |= (uint32_t)!passes_state(terms, service) << SIGNPOST_FILTER_STATE;
    failed |= (uint32_t)!is_member(terms->of_group, profile) << SIGNPOST_FILTER_SYMPTOM_GROUP;
    failed |= (uint32_t)!passes_sex(results, profile) << SIGNPOST_FILTER_SEX;
    failed |= (uint32_t)(service->flags & SGP_SERVICE_RESTRICTED && !lists(&index->practices, number, terms->practice))
              << SIGNPOST_FILTER_PRACTICE;
    failed |= (uint32_t)(sgp_capacity_at(index, (size_t)number, terms->window.when) == SIGNPOST_RED)
              << SIGNPOST_FILTER_CAPACITY;
    failed |= (uint32_t)!passes_pairs(terms, profile) << SIGNPOST_FILTER_DISCRIMINATOR;
    failed |= (uint32_t)!is_member(terms->of_disposition, profile) << SIGNPOST_FILTER_DISPOSITION;
    failed |= (uint32_t)!is_member(terms->of_role, profile) << SIGNPOST_FILTER_ROLE;
    failed |= (uint32_t)(sgp_age_judge(results, number) != SGP_AGE_INSIDE) << SIGNPOST_FILTER_AGE;
    failed |= (uint32_t)(service->flags & SGP_SERVICE_LIMITED && terms->area_known &&
                         !lists_area_of_place(results, &index->limits, number))
              << SIGNPOST_FILTER_AREA;
    return failed;
}

bool sgp_serves(const signpost_results *results, int32_t number, signpost_interval *open)
{
    const sgp_service *service = &results->index->services[number];
    if (service->hours == SGP_NO_NUMBER)
        return false;
    signpost_window window = results->terms.window;
    window.return_if_open = service->return_if_open;
    return signpost_hours_serves(results->index->hours[service->hours], &window, open) == SIGNPOST_OK;
}

uint32_t sgp_filters_settled(const signpost_results *results, int32_t number, uint32_t failed)
{
    const signpost_index *index = results->index;
    const sgp_terms *terms = &results->terms;
    int32_t profile = index->services[number].profile;
    uint32_t settled = failed & 1u << SIGNPOST_FILTER_CAPACITY;
    if (terms->practice_knowledge == SIGNPOST_PRACTICE_NOT_ASKED && sgp_lists_count(&index->practices, (size_t)number))
        settled |= failed & 1u << SIGNPOST_FILTER_PRACTICE;
    if (terms->sex == SIGNPOST_SEX_UNKNOWN && (is_member(index->profiles.of_sex[SIGNPOST_FEMALE], profile) ||
                                               is_member(index->profiles.of_sex[SIGNPOST_MALE], profile)))
        settled |= failed & 1u << SIGNPOST_FILTER_SEX;
    if (sgp_age_judge(results, number) == SGP_AGE_PARTLY)
        settled |= failed & 1u << SIGNPOST_FILTER_AGE;
    return settled;
}

/* Rank. */

static uint8_t affiliation(const signpost_results *results, const sgp_service *service)
{
    const sgp_terms *terms = &results->terms;
    if (terms->practice != SGP_NO_NUMBER && service->ods == terms->practice)
        return 0;
    if (terms->commissioner == SGP_NO_NUMBER || service->commissioner != terms->commissioner)
        return 3;
    return service->flags & SGP_SERVICE_RESTRICTED ? 1 : 2;
}

signpost_rank sgp_rank_of(const signpost_results *results, int32_t number, int32_t distance_m)
{
    const sgp_service *service = &results->index->services[number];
    return (signpost_rank){
        .elsewhere = service->flags & SGP_SERVICE_PROMOTED && results->terms.area_known &&
                     !lists_area_of_place(results, &results->index->promotions, number),
        .type_rank = results->type_rank[service->type],
        .affiliation = affiliation(results, service),
        .distance_m = distance_m,
        .id = service->id,
    };
}

int sgp_rank_compare(const signpost_policy *policy, const signpost_rank *a, const signpost_rank *b)
{
    const int32_t of_a[] = {a->elsewhere, a->type_rank, a->affiliation, a->distance_m};
    const int32_t of_b[] = {b->elsewhere, b->type_rank, b->affiliation, b->distance_m};
    for (int i = 0; i < SGP_RANK_KEYS; i++) {
        sgp_rank_key key = policy->ranking[i];
        if (of_a[key] != of_b[key])
            return of_a[key] < of_b[key] ? -1 : 1;
    }
    return (a->id > b->id) - (a->id < b->id);
}
