/* Gaps, inside the library: what each pattern leaves uncovered where, and the findings that are made of it. */
#ifndef SGP_AUDIT_GAPS_H
#define SGP_AUDIT_GAPS_H

#include "audit/audit.h"
#include "base/runs.h"
#include "base/sets.h"

/* Neighbouring areas that a pattern leaves uncovered in the same pieces of time. */
typedef struct sgp_cluster {
    uint32_t set;          /* of uncovered pieces */
    uint32_t first, count; /* of the areas, rising */
} sgp_cluster;

/* What a pattern leaves uncovered. */
typedef struct sgp_pattern_gaps {
    uint32_t *set_of;   /* by area: number of the set + 1, or 0; NULL when there is none anywhere */
    sgp_sets sets;      /* of the basis's pieces */
    int32_t *minutes;   /* by set */
    sgp_array clusters; /* sgp_cluster */
    sgp_array areas;    /* uint32_t */
} sgp_pattern_gaps;

typedef struct sgp_finding {
    uint32_t stretches, areas, patterns; /* runs */
    int32_t minutes;
    int64_t people;
} sgp_finding;

/* What findings with the same patterns share. */
typedef struct sgp_needs {
    signpost_gap_need *needs;
    size_t count;
    sgp_word *people; /* demographics */
} sgp_needs;

struct signpost_gaps {
    const signpost_audit *audit;
    const signpost_audit *seen_by; /* whose services are looked at for near misses; NULL: none */
    sgp_arena arena;
    const uint32_t *neighbours; /* of each area: sgp_audit_neighbours */
    sgp_pattern_gaps *of_pattern;
    sgp_runs stretches, areas, patterns; /* stretches: minutes from, until, from, until ... */
    sgp_finding *findings;
    size_t finding_count;
    sgp_needs *needs; /* by run of patterns */
};

/* Empty, but for room by pattern; neighbours are set before any pattern is settled. NULL when memory ran out. */
signpost_gaps *sgp_gaps_new(const signpost_audit *audit, const signpost_audit *seen_by);
/* One pattern: begun, then what each area lacks is noted, then minutes and clusters are worked out. The last two are
 * false when memory ran out; `parents` has room for one number an area. */
void sgp_gaps_begin(sgp_pattern_gaps *found, const sgp_basis *basis);
bool sgp_gaps_note(sgp_pattern_gaps *found, size_t area_count, size_t area, const sgp_word *set);
bool sgp_gaps_settle(const signpost_gaps *gaps, const sgp_basis *basis, sgp_pattern_gaps *found, uint32_t *parents);

/* Calls `each` for the stretches of a set of pieces; those that touch are one. */
void sgp_each_stretch(const sgp_basis *basis, const sgp_word *set, void (*each)(void *, signpost_stretch),
                      void *context);
/* Neighbouring areas with the same set become clusters; `parents` has room for one number an area. False when memory
 * ran out. */
bool sgp_gaps_cluster(const signpost_gaps *gaps, sgp_pattern_gaps *found, uint32_t *parents);
/* Clusters of all patterns become findings. */
signpost_status sgp_gaps_find(signpost_gaps *gaps, signpost_error *error);

/* The area with the most of a finding's people; the first of those that have as many. */
uint32_t sgp_gaps_fullest_area(const signpost_gaps *gaps, const sgp_finding *finding);

/* A near miss: the one filter that it fails. */
typedef struct sgp_near {
    int32_t service, distance_m;
    signpost_filter filter;
} sgp_near;

/* The nearest near misses of a finding that fail one of the filters (bits), the nearest first; how many. */
size_t sgp_gaps_near(const signpost_gaps *gaps, size_t finding, uint32_t filters, sgp_near *few, size_t most);

#endif
