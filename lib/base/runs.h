/* Interned runs of numbers: each kept once and known by a small number. */
#ifndef SGP_BASE_RUNS_H
#define SGP_BASE_RUNS_H

#include "base/memory.h"

typedef struct sgp_runs {
    sgp_array items;   /* uint32_t, run behind run */
    sgp_array ends;    /* size_t, by number of the run */
    uint32_t *slots;   /* open addressing: number + 1, or 0 */
    size_t slot_count; /* a power of two, or 0 */
} sgp_runs;

void sgp_runs_init(sgp_runs *runs);
void sgp_runs_release(sgp_runs *runs);
/* Number of a run, added when new: from 0 in the order of first sight. -1 when memory ran out. */
int32_t sgp_runs_add(sgp_runs *runs, const uint32_t *items, size_t count);
size_t sgp_runs_count(const sgp_runs *runs);
/* Its numbers; they move when another is added. NULL for one that is empty. */
const uint32_t *sgp_runs_at(const sgp_runs *runs, size_t number, size_t *count);

#endif
