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

/* Filters of the profile: judged once for all services that share it. */

/* A filter as a bit. */
#define BIT(filter) (1u << SIGNPOST_FILTER_##filter)

/* A filter's bit when it failed. */
static uint32_t unless(bool passes, signpost_filter filter)
{
    return (uint32_t)!passes << filter;
}

static bool passes_sex(const signpost_results *results, int32_t profile, bool *may_pass)
{
    const sgp_profiles *profiles = &results->index->profiles;
    signpost_sex sex = results->terms.sex;
    bool female = is_member(profiles->of_sex[SIGNPOST_FEMALE], profile);
    bool male = is_member(profiles->of_sex[SIGNPOST_MALE], profile);
    *may_pass = sex == SIGNPOST_SEX_UNKNOWN && (female || male);
    return is_member(profiles->of_sex[sex], profile) ||
           (female && male && (sex == SIGNPOST_INDETERMINATE || sex == SIGNPOST_SEX_UNKNOWN));
}

static bool passes_age(const signpost_results *results, int32_t profile, bool *may_pass)
{
    const sgp_lists *ages = &results->index->profiles.ages;
    signpost_age age = results->terms.age;
    *may_pass = false;
    if (profile == SGP_NO_NUMBER)
        return false;
    const sgp_age_span *spans = sgp_lists_at(ages, (size_t)profile, sizeof *spans);
    size_t count = sgp_lists_count(ages, (size_t)profile);
    for (size_t i = 0; i < count; i++) {
        if (spans[i].from_days <= age.from_days && age.to_days <= spans[i].to_days)
            return true;
        if (spans[i].from_days <= age.to_days && age.from_days <= spans[i].to_days)
            *may_pass = true; /* part of the age: the exact one may be in it */
    }
    return false;
}

static bool passes_pairs(const sgp_terms *terms, int32_t profile)
{
    for (size_t i = 0; i < terms->pair_count; i++)
        if (!is_member(terms->of_pair[i], profile))
            return false;
    return true;
}

static sgp_profile_verdict judge_profile(const signpost_results *results, int32_t profile)
{
    const sgp_terms *terms = &results->terms;
    bool sex_may_pass, age_may_pass;
    uint32_t failed = unless(is_member(terms->of_group, profile), SIGNPOST_FILTER_SYMPTOM_GROUP) |
                      unless(passes_sex(results, profile, &sex_may_pass), SIGNPOST_FILTER_SEX) |
                      unless(passes_pairs(terms, profile), SIGNPOST_FILTER_DISCRIMINATOR) |
                      unless(is_member(terms->of_disposition, profile), SIGNPOST_FILTER_DISPOSITION) |
                      unless(is_member(terms->of_role, profile), SIGNPOST_FILTER_ROLE) |
                      unless(passes_age(results, profile, &age_may_pass), SIGNPOST_FILTER_AGE);
    uint32_t may_pass = (sex_may_pass ? BIT(SEX) : 0) | (age_may_pass ? BIT(AGE) : 0);
    return (sgp_profile_verdict){results->stamp, (uint16_t)failed, (uint16_t)(failed & may_pass)};
}

static sgp_profile_verdict profile_verdict(const signpost_results *results, int32_t profile)
{
    if (profile == SGP_NO_NUMBER)
        return judge_profile(results, profile);
    sgp_profile_verdict *known = &results->profile_verdicts[profile];
    if (known->stamp != results->stamp)
        *known = judge_profile(results, profile);
    return *known;
}

/* Filters of the service itself. */

static bool passes_state(const sgp_terms *terms, const sgp_service *service)
{
    return service->flags & SGP_SERVICE_ACTIVE && service->valid_from <= terms->date &&
           terms->date <= service->valid_to;
}

static bool passes_practice(const signpost_results *results, int32_t number)
{
    const signpost_index *index = results->index;
    return !(index->services[number].flags & SGP_SERVICE_RESTRICTED) ||
           lists(&index->practices, number, results->terms.practice);
}

static bool passes_area(const signpost_results *results, int32_t number)
{
    const signpost_index *index = results->index;
    return !(index->services[number].flags & SGP_SERVICE_LIMITED) || !results->terms.area_known ||
           lists_area_of_place(results, &index->limits, number);
}

bool sgp_is_within(const signpost_results *results, const sgp_ready_point *at, int32_t distance_m, int32_t radius_m)
{
    if (results->index->policy->square)
        return sgp_square_distance_m(&results->terms.at, at->point) <= radius_m;
    return distance_m <= radius_m;
}

uint32_t sgp_own_filters_failed(const signpost_results *results, int32_t number)
{
    const sgp_terms *terms = &results->terms;
    const sgp_service *service = &results->index->services[number];
    signpost_capacity capacity = sgp_capacity_at(results->index, (size_t)number, terms->window.when);
    return unless(passes_state(terms, service), SIGNPOST_FILTER_STATE) |
           unless(passes_practice(results, number), SIGNPOST_FILTER_PRACTICE) |
           unless(capacity != SIGNPOST_RED, SIGNPOST_FILTER_CAPACITY) |
           unless(passes_area(results, number), SIGNPOST_FILTER_AREA);
}

uint32_t sgp_filters_failed(const signpost_results *results, int32_t number)
{
    return profile_verdict(results, results->index->services[number].profile).failed |
           sgp_own_filters_failed(results, number);
}

bool sgp_profile_takes(const signpost_results *results, int32_t profile)
{
    bool may_pass;
    return passes_sex(results, profile, &may_pass) && passes_age(results, profile, &may_pass);
}

bool sgp_hours_serve(const signpost_results *results, int32_t hours)
{
    sgp_hours_verdict *known = &results->hours_verdicts[hours];
    if (known->stamp != results->stamp) {
        signpost_window window = results->terms.window;
        window.return_if_open = 0;
        *known = (sgp_hours_verdict){results->stamp,
                                     signpost_hours_serves(results->index->hours[hours], &window, NULL) == SIGNPOST_OK};
    }
    return known->serves;
}

bool sgp_serves(const signpost_results *results, int32_t number, signpost_interval *open)
{
    const sgp_service *service = &results->index->services[number];
    signpost_window window = results->terms.window;
    if (service->hours == SGP_NO_NUMBER)
        return false;
    int32_t travel = sgp_travel_minutes(results, number);
    window.travel = travel > 0 ? travel : 0;
    if (!open && !service->return_if_open && !window.travel)
        return sgp_hours_serve(results, service->hours);
    window.return_if_open = service->return_if_open;
    return signpost_hours_serves(results->index->hours[service->hours], &window, open) == SIGNPOST_OK;
}

uint32_t sgp_filters_settled(const signpost_results *results, int32_t number, uint32_t failed)
{
    const signpost_index *index = results->index;
    bool practice_may_pass = results->terms.practice_knowledge == SIGNPOST_PRACTICE_NOT_ASKED &&
                             sgp_lists_count(&index->practices, (size_t)number);
    uint32_t settled = profile_verdict(results, index->services[number].profile).settled | BIT(CAPACITY) |
                       (practice_may_pass ? BIT(PRACTICE) : 0);
    return failed & settled;
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
    int32_t minutes = sgp_travel_minutes(results, number);
    return (signpost_rank){
        .elsewhere = service->flags & SGP_SERVICE_PROMOTED && results->terms.area_known &&
                     !lists_area_of_place(results, &results->index->promotions, number),
        .type_rank = results->type_rank[service->type],
        .affiliation = affiliation(results, service),
        .effective_m = sgp_effective_m(results, distance_m, minutes),
        .distance_m = distance_m,
        .travel_minutes = minutes,
        .id = service->id,
    };
}

/* Minutes compared with minutes, and metres with metres, would be no order: of three ways, each could come before the
 * next one. So effective metres are compared, which every way has, and metres between equals. */
int sgp_rank_compare(const signpost_policy *policy, const signpost_rank *a, const signpost_rank *b)
{
    const int32_t of_a[] = {a->elsewhere, a->type_rank, a->affiliation, a->effective_m};
    const int32_t of_b[] = {b->elsewhere, b->type_rank, b->affiliation, b->effective_m};
    for (int i = 0; i < SGP_RANK_KEYS; i++) {
        sgp_rank_key key = policy->ranking[i];
        if (of_a[key] != of_b[key])
            return of_a[key] < of_b[key] ? -1 : 1;
        if (key == SGP_RANK_DISTANCE && a->distance_m != b->distance_m)
            return a->distance_m < b->distance_m ? -1 : 1;
    }
    return (a->id > b->id) - (a->id < b->id);
}
