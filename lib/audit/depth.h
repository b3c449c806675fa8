/* How deep cover is: for a pattern and an area, the pieces of time in which at least 1, 2, 3, 4 services serve. */
#ifndef SGP_AUDIT_DEPTH_H
#define SGP_AUDIT_DEPTH_H

#include "audit/depths.h"

/* Room for one thread's work, and what it has prepared for one pattern. */
typedef struct sgp_depth {
    const signpost_audit *audit;
    const sgp_pattern *pattern;
    const sgp_basis *basis;
    sgp_row_depths rows; /* of services open to everybody */
    sgp_word *whole;     /* of all of these, anywhere */
    sgp_word *sum;       /* of an area */
} sgp_depth;

/* With room for sets of so many words. False when memory ran out; released in either case. */
bool sgp_depth_make(const signpost_audit *audit, size_t most_words, sgp_depth *depth);
void sgp_depth_release(sgp_depth *depth);
/* For a pattern: all that areas share. Its sets are those of the basis, which is the pattern's own or a finer one. */
void sgp_depth_prepare(sgp_depth *depth, const sgp_pattern *pattern, const sgp_basis *basis);
/* For an area; the result is good until the next call. */
const sgp_word *sgp_depth_area(sgp_depth *depth, size_t area);

/* Takes a supplier that fits the pattern and lies within reach of the area. */
typedef void sgp_take_supplier(void *context, const sgp_supplier *supplier);
/* Calls `take` for each supplier of an area that serves in some of the pieces, in a fixed order. */
void sgp_depth_suppliers(const sgp_depth *depth, size_t area, const sgp_word *pieces, sgp_take_supplier *take,
                         void *context);

#endif
