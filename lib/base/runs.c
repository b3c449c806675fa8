/* Interned runs of numbers. Invariant: at least half of the slots are free. */
#include "base/runs.h"

#include <string.h>

void sgp_runs_init(sgp_runs *runs)
{
    *runs = (sgp_runs){.items = SGP_ARRAY_OF(uint32_t), .ends = SGP_ARRAY_OF(size_t)};
}

void sgp_runs_release(sgp_runs *runs)
{
    sgp_array_release(&runs->items);
    sgp_array_release(&runs->ends);
    sgp_release(runs->slots);
    runs->slots = NULL;
    runs->slot_count = 0;
}

size_t sgp_runs_count(const sgp_runs *runs)
{
    return runs->ends.count;
}

const uint32_t *sgp_runs_at(const sgp_runs *runs, size_t number, size_t *count)
{
    size_t first = number ? *SGP_AT(&runs->ends, size_t, number - 1) : 0;
    *count = *SGP_AT(&runs->ends, size_t, number) - first;
    return *count ? SGP_AT(&runs->items, uint32_t, first) : NULL;
}

static uint64_t hash_of(const uint32_t *items, size_t count)
{
    uint64_t hash = 0x9E3779B97F4A7C15u ^ count;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ items[i]) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    return hash;
}

/* The slot that holds the run, or the free one where it would go. */
static uint32_t *slot_of(const sgp_runs *runs, const uint32_t *items, size_t count)
{
    size_t mask = runs->slot_count - 1, there;
    for (size_t i = (size_t)hash_of(items, count) & mask;; i = (i + 1) & mask) {
        uint32_t *slot = &runs->slots[i];
        const uint32_t *run = *slot ? sgp_runs_at(runs, *slot - 1, &there) : NULL;
        if (!*slot || (there == count && (!count || memcmp(run, items, count * sizeof *items) == 0)))
            return slot;
    }
}

static bool make_room(sgp_runs *runs)
{
    if (runs->ends.count >= INT32_MAX)
        return false;
    if (runs->ends.count * 2 < runs->slot_count)
        return true;
    sgp_runs wider = *runs;
    wider.slot_count = runs->slot_count ? runs->slot_count * 2 : 64;
    wider.slots = sgp_allocate_zeroed(wider.slot_count, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0, count; i < runs->ends.count; i++) {
        const uint32_t *run = sgp_runs_at(runs, i, &count);
        *slot_of(&wider, run, count) = (uint32_t)i + 1;
    }
    sgp_release(runs->slots);
    *runs = wider;
    return true;
}

int32_t sgp_runs_add(sgp_runs *runs, const uint32_t *items, size_t count)
{
    if (!make_room(runs))
        return -1;
    uint32_t *slot = slot_of(runs, items, count);
    if (*slot)
        return (int32_t)*slot - 1;
    if (count && !sgp_array_append(&runs->items, items, count))
        return -1;
    const size_t end = runs->items.count;
    if (!sgp_array_append(&runs->ends, &end, 1)) {
        runs->items.count -= count;
        return -1;
    }
    *slot = (uint32_t)runs->ends.count;
    return (int32_t)runs->ends.count - 1;
}
