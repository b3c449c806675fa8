/* Interned sets. Invariant: at least half of the slots are free. */
#include "base/sets.h"

#include <string.h>

static uint64_t hash_of(const sgp_word *set, size_t words)
{
    uint64_t hash = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < words; i++) {
        hash = (hash ^ set[i]) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    return hash;
}

/* The slot that holds the set, or the free one where it would go. */
static uint32_t *slot_of(const sgp_sets *sets, const sgp_word *set)
{
    size_t mask = sets->slot_count - 1;
    for (size_t i = (size_t)hash_of(set, sets->words) & mask;; i = (i + 1) & mask) {
        uint32_t *slot = &sets->slots[i];
        if (!*slot || memcmp(sgp_sets_at(sets, *slot - 1), set, sets->words * sizeof *set) == 0)
            return slot;
    }
}

static bool widen_slots(sgp_sets *sets)
{
    sgp_sets wider = *sets;
    wider.slot_count = sets->slot_count ? sets->slot_count * 2 : 64;
    wider.slots = sgp_allocate_zeroed(wider.slot_count, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0; i < sets->count; i++)
        *slot_of(&wider, sgp_sets_at(sets, i)) = (uint32_t)i + 1;
    sgp_release(sets->slots);
    *sets = wider;
    return true;
}

static bool make_room(sgp_sets *sets)
{
    if (sets->count >= INT32_MAX || (sets->count * 2 >= sets->slot_count && !widen_slots(sets)))
        return false;
    if (sets->count < sets->room)
        return true;
    size_t room = sets->room ? sets->room * 2 : 16;
    sgp_word *items = sgp_reallocate(sets->items, room * sets->words * sizeof *items);
    if (!items)
        return false;
    sets->items = items;
    sets->room = room;
    return true;
}

int32_t sgp_sets_add(sgp_sets *sets, const sgp_word *set)
{
    if (!make_room(sets))
        return -1;
    uint32_t *slot = slot_of(sets, set);
    if (!*slot) {
        memcpy(sets->items + sets->count * sets->words, set, sets->words * sizeof *set);
        *slot = (uint32_t)++sets->count;
    }
    return (int32_t)*slot - 1;
}

void sgp_sets_release(sgp_sets *sets)
{
    sgp_release(sets->items);
    sgp_release(sets->slots);
    *sets = (sgp_sets){.words = sets->words};
}
