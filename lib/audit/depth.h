/* How deep cover is: for a pattern and an area, the pieces of time in which at least 1, 2, 3, 4 services serve. */
#ifndef SGP_AUDIT_DEPTH_H
#define SGP_AUDIT_DEPTH_H

#include "audit/audit.h"
#include "signpost/overlaps.h"

/* Room for one thread's work, and what it has prepared for one pattern. A depth is SIGNPOST_DEEPEST sets, one behind
 * the other: at least one service, at least two ... */
typedef struct sgp_depth {
    const signpost_audit *audit;
    const sgp_pattern *pattern;
    const sgp_basis *basis;
    size_t levels, cells, stride; /* stride: words of a depth, of the pattern */
    sgp_word *table;              /* see depth.c */
    sgp_word *whole;              /* of all services open to everybody, anywhere */
    sgp_word *sum;                /* of an area */
} sgp_depth;

/* With room for sets of so many words. False when memory ran out; released in either case. */
bool sgp_depth_make(const signpost_audit *audit, size_t most_words, sgp_depth *depth);
void sgp_depth_release(sgp_depth *depth);
/* For a pattern: all that areas share. Its sets are those of the basis, which is the pattern's own or a finer one. */
void sgp_depth_prepare(sgp_depth *depth, const sgp_pattern *pattern, const sgp_basis *basis);
/* For an area; the result is good until the next call. */
const sgp_word *sgp_depth_area(sgp_depth *depth, size_t area);

/* One service more. */
static inline void sgp_depth_add(sgp_word *depth, const sgp_word *set, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        sgp_word more = set[i];
        for (size_t at = i; more && at < words * SIGNPOST_DEEPEST; at += words) {
            sgp_word both = depth[at] & more;
            depth[at] |= more;
            more = both;
        }
    }
}

/* Whether a set has pieces that are not at the deepest yet: others change nothing. */
static inline bool sgp_depth_grows(const sgp_word *depth, const sgp_word *set, size_t words)
{
    const sgp_word *deepest = depth + (SIGNPOST_DEEPEST - 1) * words;
    for (size_t i = 0; i < words; i++)
        if (set[i] & ~deepest[i])
            return true;
    return false;
}

/* Takes a supplier that fits the pattern and lies within reach of the area. */
typedef void sgp_take_supplier(void *context, const sgp_supplier *supplier);
/* Calls `take` for each supplier of an area that serves in some of the pieces, in a fixed order. */
void sgp_depth_suppliers(const sgp_depth *depth, size_t area, const sgp_word *pieces, sgp_take_supplier *take,
                         void *context);

#endif
