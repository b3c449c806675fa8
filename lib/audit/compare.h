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

/* The pieces that a basis of each side tell apart, and when the services of each side serve in them. */
typedef struct sgp_common_basis {
    uint32_t bases[2];
    sgp_basis views[2];
} sgp_common_basis;

/* How what differs is counted: what suits, or one way alone. */
typedef enum sgp_counting {
    SGP_COUNT_AS_SUITS,
    SGP_COUNT_BY_TABLES,    /* of the whole country, on both sides: for any changes */
    SGP_COUNT_NEAR_CHANGES, /* among what stands near: for few; by tables all the same where areas differ */
} sgp_counting;

struct signpost_comparison {
    const signpost_audit *sides[2]; /* before, after */
    signpost_audit *both;           /* areas, people, pairs as patterns */
    signpost_gaps *opened, *closed;
    signpost_comparison_about about;
    uint32_t *positions[2]; /* of the common areas, in each side */
    bool *is_touched;       /* by common area */
    sgp_array pairs, bases; /* sgp_pattern_pair; sgp_common_basis */
    sgp_array changes;      /* sgp_change */
    bool areas_differ;
    sgp_counting counting;
};

/* signpost_audit_compare, which counts as suits. */
signpost_status sgp_audit_compare(const signpost_audit *before, const signpost_audit *after, sgp_counting counting,
                                  signpost_comparison **comparison, signpost_error *error);

/* Fills what is opened and closed of each pair, area by area. */
signpost_status sgp_compare_pairs(signpost_comparison *made, signpost_error *error);

#endif
