/* Comparing near changes: where few services differ, the depth of cover is counted only in the minutes that one of
 * them serves, from those that stand by. */
#ifndef SGP_AUDIT_COMPARE_NEAR_H
#define SGP_AUDIT_COMPARE_NEAR_H

#include "audit/compare.h"
#include "audit/depths.h"

/* What all threads share: who stands near the changes. */
typedef struct sgp_vicinity {
    const signpost_comparison *made;
    sgp_arena arena;
    sgp_lists reaching;      /* int32_t, by common area: change * 2 + side, of the changed services that reach it */
    sgp_lists open, limited; /* sgp_supplier, after, by cell and by area: what did not change, where areas look */
    size_t cells, areas;     /* how many lists these are */
    size_t first_row, rows;  /* of the grid, where areas look */
    bool *is_changed;        /* by service, after */
} sgp_vicinity;

/* SIGNPOST_NO_MEMORY; released in either case. */
signpost_status sgp_vicinity_make(const signpost_comparison *made, sgp_vicinity *vicinity, signpost_error *error);
void sgp_vicinity_release(sgp_vicinity *vicinity);

/* Room for one thread's work, and what it has prepared for one pair of patterns. */
typedef struct sgp_nearby {
    const sgp_vicinity *vicinity;
    const sgp_common_basis *basis; /* of the pair */
    const sgp_word *profiles;      /* that fit, after */
    const sgp_word **serving;      /* by change * 2 + side: its set, or NULL when it does not fit or can never serve */
    sgp_word *wanted;              /* what any of them serves, anywhere; in an area */
    sgp_lists open, limited;       /* those of the vicinity that fit and serve in some of it */
    sgp_row_depths rows;           /* of these open ones */
    sgp_word *depths[2];           /* of an area */
} sgp_nearby;

/* False when memory ran out; released in either case. */
bool sgp_nearby_make(const sgp_vicinity *vicinity, size_t most_words, sgp_nearby *near);
void sgp_nearby_release(sgp_nearby *near);
/* For a pair: all that areas share. */
void sgp_nearby_prepare(sgp_nearby *near, const sgp_pattern_pair *pair);
/* The depths of a common area, before and after, up to what both have besides: right in the pieces in which they
 * differ, and the same on both sides in all others. False when they differ nowhere. */
bool sgp_nearby_area(sgp_nearby *near, size_t area);

#endif
