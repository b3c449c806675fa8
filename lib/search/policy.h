/* Policies, inside the library. */
#ifndef SGP_SEARCH_POLICY_H
#define SGP_SEARCH_POLICY_H

#include "base/memory.h"
#include "signpost/outcome.h"
#include "signpost/policy.h"

#include <stdatomic.h>

enum { SGP_MOST_EMERGENCY_TYPES = 8 };
/* No search goes farther, whether the policy, the place or the need says so: 1000 km. */
enum { SGP_MOST_RADIUS_M = 1000000 };

/* What a ranking compares, before the id. */
typedef enum sgp_rank_key {
    SGP_RANK_PROMOTION,
    SGP_RANK_TYPE,
    SGP_RANK_AFFILIATION,
    SGP_RANK_DISTANCE,
    SGP_RANK_KEYS
} sgp_rank_key;

struct signpost_policy {
    atomic_uint owners;
    const char *name, *title;
    char fingerprint[17];
    bool square; /* in reach is what lies in the square of half-side radius_m, not in the circle */
    int32_t radius_m, near_miss_times;
    bool travel_used;              /* loaded travel times count */
    int32_t metres_per_minute;     /* what a minute of travel counts as, beside what goes by the straight line */
    int32_t at_least, grace, lead; /* minutes */
    bool from_search;              /* timeframes count from the search, not from the disposition */
    bool all_hours_first;
    sgp_rank_key ranking[SGP_RANK_KEYS]; /* each once */
    int32_t limit;
    int32_t emergency_types[SGP_MOST_EMERGENCY_TYPES];
    size_t emergency_type_count;
    int32_t catch_all_services, catch_all_radius_m;
    const char *in_hours;        /* opening hours; they are compiled with the directory's calendar */
    uint32_t clinician_in_hours; /* 1 << setting */
    sgp_arena arena;
};

/* The built-in policy's text, embedded by the build. */
extern const char sgp_default_policy[];
extern const size_t sgp_default_policy_size;

#endif
