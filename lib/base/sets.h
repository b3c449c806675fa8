/* Interned sets: bitsets of one width, each kept once and known by a small number. */
#ifndef SGP_BASE_SETS_H
#define SGP_BASE_SETS_H

#include "base/bitset.h"
#include "base/memory.h"

/* Zeroed but for `words` it is empty and ready. */
typedef struct sgp_sets {
    size_t words, count, room;
    sgp_word *items;   /* `words` a set, by number */
    uint32_t *slots;   /* open addressing: number + 1, or 0 */
    size_t slot_count; /* a power of two, or 0 */
} sgp_sets;

/* Number of a set, added when new: from 0 in the order of first sight. -1 when memory ran out. */
int32_t sgp_sets_add(sgp_sets *sets, const sgp_word *set);
void sgp_sets_release(sgp_sets *sets);

/* Moves when another is added. */
static inline const sgp_word *sgp_sets_at(const sgp_sets *sets, size_t number)
{
    return sets->items + number * sets->words;
}

#endif
