/* The index as an object: owners, what it says of itself, capacities. */
#include "search/index.h"

#include <string.h>

void sgp_index_codes(signpost_index *index, sgp_strings *codes[SGP_INDEX_CODES])
{
    sgp_strings *const all[SGP_INDEX_CODES] = {&index->groups,       &index->discriminators, &index->pairs,
                                               &index->dispositions, &index->roles,          &index->organisations,
                                               &index->areas,        &index->places,         &index->uids};
    memcpy(codes, all, sizeof all);
}

static void release_texts(signpost_index *index)
{
    sgp_strings *codes[SGP_INDEX_CODES];
    sgp_index_codes(index, codes);
    for (size_t i = 0; i < SGP_INDEX_CODES; i++)
        sgp_strings_release(codes[i]);
    sgp_texts_release(&index->all_texts);
}

signpost_index *signpost_index_ref(const signpost_index *index)
{
    signpost_index *shared = (signpost_index *)index; /* immutable but for the count */
    atomic_fetch_add_explicit(&shared->owners, 1, memory_order_relaxed);
    return shared;
}

void signpost_index_free(signpost_index *index)
{
    if (!index || atomic_fetch_sub_explicit(&index->owners, 1, memory_order_acq_rel) > 1)
        return;
    if (!index->kept)
        release_texts(index); /* else they are part of what is kept */
    for (size_t i = 0; i < index->hours_count; i++)
        signpost_hours_free(index->hours[i]);
    signpost_hours_free(index->in_hours);
    signpost_calendar_free(index->calendar);
    signpost_policy_free(index->policy);
    sgp_arena_release(&index->arena);
    if (index->kept)
        sgp_kept_release(index->kept, index->kept_size, index->is_mapped);
    sgp_release(index);
}

const char *signpost_index_directory(const signpost_index *index)
{
    return sgp_index_text(index, index->directory);
}

int64_t signpost_index_content_version(const signpost_index *index)
{
    return index->content_version;
}

const signpost_policy *signpost_index_policy(const signpost_index *index)
{
    return index->policy;
}

const signpost_calendar *signpost_index_calendar(const signpost_index *index)
{
    return index->calendar;
}

size_t signpost_index_count(const signpost_index *index)
{
    return index->service_count;
}

const char *signpost_index_uid(const signpost_index *index, size_t position)
{
    return position < index->service_count ? sgp_strings_text(&index->uids, (int32_t)position) : NULL;
}

/* A capacity is one word, so that it is read and written at once: two bits of colour, 31 of each moment. A moment
 * outside of 1970 to 6053 is as good as the nearest inside. */
enum { MOMENT_BITS = 31 };

static uint64_t moment_bits(signpost_minute moment)
{
    const signpost_minute most = ((signpost_minute)1 << MOMENT_BITS) - 1;
    return (uint64_t)(moment < 0 ? 0 : moment > most ? most : moment);
}

uint64_t sgp_capacity_word(signpost_capacity capacity, signpost_minute from, signpost_minute until)
{
    return (uint64_t)capacity | moment_bits(from) << 2 | moment_bits(until) << (2 + MOMENT_BITS);
}

static uint64_t read_word(const signpost_index *index, size_t service)
{
    return atomic_load_explicit(&index->capacities[service], memory_order_relaxed);
}

signpost_capacity sgp_capacity_at(const signpost_index *index, size_t service, signpost_minute moment)
{
    uint64_t word = read_word(index, service), now = moment_bits(moment);
    bool holds = (word >> 2 & (((uint64_t)1 << MOMENT_BITS) - 1)) <= now && now < word >> (2 + MOMENT_BITS);
    return holds ? (signpost_capacity)(word & 3) : SIGNPOST_GREEN;
}

signpost_minute sgp_capacity_until(const signpost_index *index, size_t service)
{
    return (signpost_minute)(read_word(index, service) >> (2 + MOMENT_BITS));
}

signpost_capacity sgp_capacity_span(const signpost_index *index, size_t service, signpost_minute *from,
                                    signpost_minute *until)
{
    uint64_t word = read_word(index, service);
    *from = (signpost_minute)(word >> 2 & (((uint64_t)1 << MOMENT_BITS) - 1));
    *until = (signpost_minute)(word >> (2 + MOMENT_BITS));
    return (signpost_capacity)(word & 3);
}

const char *signpost_capacity_name(signpost_capacity capacity)
{
    return capacity == SIGNPOST_RED ? "red" : capacity == SIGNPOST_AMBER ? "amber" : "green";
}

signpost_status signpost_index_set_capacity(signpost_index *index, const char *uid, signpost_capacity capacity,
                                            signpost_minute from, signpost_minute until)
{
    enum { SHORTEST = 15, LONGEST = 120 * 60 };
    int32_t number = sgp_code_number(&index->uids, uid);
    if (number == SGP_NO_NUMBER)
        return SIGNPOST_NOT_FOUND;
    if (from < 0 || until < from + SHORTEST || until > from + LONGEST)
        return SIGNPOST_INVALID;
    atomic_store_explicit(&index->capacities[number], sgp_capacity_word(capacity, from, until), memory_order_relaxed);
    return SIGNPOST_OK;
}
