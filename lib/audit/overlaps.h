/* Overlaps, inside the library. */
#ifndef SGP_AUDIT_OVERLAPS_H
#define SGP_AUDIT_OVERLAPS_H

#include "audit/depth.h"
#include "base/sets.h"

/* Minutes of an area at each depth. */
typedef struct sgp_depth_minutes {
    int32_t at[SIGNPOST_DEEPEST + 1];
} sgp_depth_minutes;

typedef struct sgp_pattern_depths {
    uint32_t *depth_of; /* by area: number of its minutes */
    sgp_depth_minutes *minutes;
} sgp_pattern_depths;

/* What a service gives alone. */
typedef struct sgp_alone {
    int64_t person_minutes, places;
    int32_t needs, last_pattern; /* the pattern that was counted last, + 1 */
} sgp_alone;

typedef struct sgp_service_row {
    int32_t service;
    int64_t person_minutes; /* alone */
} sgp_service_row;

typedef struct sgp_twin_row {
    int32_t services[2], distance_m;
    int64_t both, either; /* person-minutes */
} sgp_twin_row;

struct signpost_overlaps {
    const signpost_audit *audit;
    sgp_arena arena;
    sgp_pattern_depths *of_pattern;
    sgp_alone *alone; /* by service */
    sgp_service_row *services;
    size_t service_count, removable;
    sgp_twin_row *twins;
    size_t twin_count;
};

/* The supplier of a service; false when it is none, for anybody. */
bool sgp_supplier_of(const signpost_audit *audit, int32_t service, sgp_supplier *supplier);
/* Person-minutes of cover that a service gives, over the distinct needs; those that another gives at the same time, to
 * the same people, when `with` is not NULL. */
int64_t sgp_given(const signpost_audit *audit, const sgp_supplier *one, const sgp_supplier *with);
/* Fills the pairs. */
signpost_status sgp_find_twins(signpost_overlaps *overlaps, signpost_error *error);

#endif
