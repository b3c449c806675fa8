/* A comparison, inside the library. */
#ifndef SGP_AUDIT_COMPARE_H
#define SGP_AUDIT_COMPARE_H

#include "audit/changes.h"
#include "audit/gaps.h"

/* A pattern of each side, and the pieces of time that both tell apart. */
typedef struct sgp_pattern_pair {
    int32_t patterns[2]; /* before, after */
    uint32_t basis;
    bool is_touched;
} sgp_pattern_pair;

/* Which piece of each side a piece lies in. */
typedef struct sgp_piece_map {
    uint32_t bases[2];
    uint32_t *pieces[2];
} sgp_piece_map;

struct signpost_comparison {
    const signpost_audit *sides[2]; /* before, after */
    signpost_audit *both;           /* areas, people, pairs as patterns */
    signpost_gaps *opened, *closed;
    signpost_comparison_about about;
    uint32_t *positions[2]; /* of the common areas, in each side */
    bool *is_touched;       /* by common area */
    sgp_array pairs, maps;  /* sgp_pattern_pair; sgp_piece_map */
    sgp_array changes;      /* sgp_change */
    bool areas_differ;
};

/* Fills what is opened and closed of each pair, area by area. */
signpost_status sgp_compare_pairs(signpost_comparison *made, signpost_error *error);

#endif
