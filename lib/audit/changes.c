/* Which services differ. Two indexes number everything in their own way, so that services are compared by what they
 * say: codes, texts, dates and places go into one 64-bit number a service. */
#include "audit/changes.h"

#include "base/strings.h"
#include "hours/hours.h"

#include <string.h>

/* Numbers of what services share, by its number in the index. */
typedef struct shared {
    const signpost_audit *audit;
    uint64_t *profiles, *hours;
} shared;

static uint64_t mix(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * 0xD6E8FEB86659FD93u;
    return hash ^ hash >> 32;
}

static uint64_t of_text(const char *text)
{
    return sgp_hash(text, strlen(text));
}

/* ---- what services share ---- */

/* Adds a number for each code that a profile lists; sums, because codes stand in another order in another index. */
static void add_codes(const sgp_profiles *all, const sgp_word *sets, const sgp_strings *codes, uint64_t kind,
                      uint64_t *profiles)
{
    for (size_t code = 0; code < sgp_strings_count(codes); code++) {
        uint64_t more = mix(kind, of_text(sgp_strings_text(codes, (int32_t)code)));
        const sgp_word *set = sets + code * all->words;
        for (size_t i = sgp_bits_next(set, all->count, 0); i < all->count; i = sgp_bits_next(set, all->count, i + 1))
            profiles[i] += more;
    }
}

static void number_profiles(const signpost_index *index, uint64_t *profiles)
{
    enum { GROUP = 1, PAIR, DISPOSITION, ROLE, SEX, AGE };
    const sgp_profiles *all = &index->profiles;
    add_codes(all, all->of_group, &index->groups, GROUP, profiles);
    add_codes(all, all->of_pair, &index->pairs, PAIR, profiles);
    add_codes(all, all->of_disposition, &index->dispositions, DISPOSITION, profiles);
    add_codes(all, all->of_role, &index->roles, ROLE, profiles);
    for (size_t i = 0; i < all->count; i++) {
        const sgp_age_span *spans = sgp_lists_at(&all->ages, i, sizeof *spans);
        for (uint64_t sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
            profiles[i] += sgp_bit_get(all->of_sex[sex], i) ? mix(SEX, sex) : 0;
        for (size_t at = 0; at < sgp_lists_count(&all->ages, i); at++)
            profiles[i] += mix(mix(AGE, (uint64_t)spans[at].from_days), (uint64_t)spans[at].to_days);
    }
}

/* Hours by their one canonical text, and by the clock and holidays that they are read with. */
static bool number_hours(const signpost_index *index, uint64_t *numbers)
{
    for (size_t i = 0; i < index->hours_count; i++) {
        const signpost_hours *hours = index->hours[i];
        size_t length = signpost_hours_format(hours, NULL, 0);
        char *text = sgp_allocate(length + 1);
        if (!text)
            return false;
        signpost_hours_format(hours, text, length + 1);
        numbers[i] = mix(sgp_hash(text, length), of_text(hours->calendar->rule));
        for (size_t day = 0; day < hours->calendar->holiday_count; day++)
            numbers[i] = mix(numbers[i], (uint64_t)hours->calendar->holidays[day].date);
        sgp_release(text);
    }
    return true;
}

static bool make_shared(const signpost_audit *audit, shared *made)
{
    const signpost_index *index = audit->index;
    made->audit = audit;
    made->profiles = sgp_allocate_zeroed(index->profiles.count + 1, sizeof *made->profiles);
    made->hours = sgp_allocate_zeroed(index->hours_count + 1, sizeof *made->hours);
    if (!made->profiles || !made->hours)
        return false;
    number_profiles(index, made->profiles);
    return number_hours(index, made->hours);
}

static void release_shared(const shared *made)
{
    sgp_release(made->profiles);
    sgp_release(made->hours);
}

/* ---- a service ---- */

static uint64_t of_list(const sgp_lists *lists, int32_t service, const sgp_strings *codes)
{
    const int32_t *items = sgp_lists_at(lists, (size_t)service, sizeof *items);
    uint64_t sum = 0;
    for (size_t i = 0; i < sgp_lists_count(lists, (size_t)service); i++)
        sum += items[i] == SGP_NO_NUMBER ? 1 : mix(2, of_text(sgp_strings_text(codes, items[i])));
    return sum;
}

static uint64_t of_point(sgp_point at)
{
    uint64_t halves[2];
    memcpy(halves, &at, sizeof halves);
    return mix(mix(1, halves[0]), halves[1]);
}

static uint64_t number_of(const shared *of, int32_t number)
{
    const signpost_index *index = of->audit->index;
    const sgp_service *service = &index->services[number];
    signpost_minute from = 0, until = 0;
    bool is_red =
        of->audit->options.capacity && sgp_capacity_span(index, (size_t)number, &from, &until) == SIGNPOST_RED;
    const uint64_t parts[] = {
        of_point(service->at.point),
        (uint64_t)service->flags,
        (uint64_t)service->valid_from,
        (uint64_t)service->valid_to,
        (uint64_t)service->return_if_open,
        service->profile == SGP_NO_NUMBER ? 1 : of->profiles[service->profile],
        service->hours == SGP_NO_NUMBER ? 1 : of->hours[service->hours],
        of_list(&index->practices, number, &index->organisations),
        of_list(&index->limits, number, &index->areas),
        is_red ? mix((uint64_t)from, (uint64_t)until) : 0,
    };
    uint64_t hash = 1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash = mix(hash, parts[i]);
    return hash;
}

static int32_t same_service(const signpost_index *in, const signpost_index *index, int32_t number)
{
    return sgp_code_number(&in->uids, sgp_strings_text(&index->uids, number));
}

static bool compare_services(const shared *before, const shared *after, sgp_array *changes)
{
    const signpost_index *old = before->audit->index, *new = after->audit->index;
    for (int32_t i = 0; i < (int32_t)old->service_count; i++) {
        const sgp_change change = {i, same_service(new, old, i)};
        bool is_same = change.after != SGP_NO_NUMBER && number_of(before, i) == number_of(after, change.after);
        if (!is_same && !sgp_array_append(changes, &change, 1))
            return false;
    }
    for (int32_t i = 0; i < (int32_t) new->service_count; i++) {
        const sgp_change change = {SGP_NO_NUMBER, i};
        if (same_service(old, new, i) == SGP_NO_NUMBER && !sgp_array_append(changes, &change, 1))
            return false;
    }
    return true;
}

bool sgp_find_changes(const signpost_audit *before, const signpost_audit *after, sgp_array *changes)
{
    shared old = {0}, new = {0};
    bool good = make_shared(before, &old) && make_shared(after, &new) && compare_services(&old, &new, changes);
    release_shared(&old);
    release_shared(&new);
    return good;
}
