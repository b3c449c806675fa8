/* The search once more, as plainly as it can be said: SQL on the directory's tables, a query a filter, and loops. */
#ifndef SIGNPOST_TESTS_PLAIN_SEARCH_H
#define SIGNPOST_TESTS_PLAIN_SEARCH_H

#include "signpost/search.h"

enum { PLAIN_MOST = 20, PLAIN_SERVICES = 64 };

typedef struct plain_service {
    int64_t id;
    char uid[16];
    int type, keep;
    int32_t distance_m, extent_m; /* extent: what is compared with a radius */
    int travel;                   /* minutes, or -1 */
    int32_t way_m;                /* what is ranked by */
    uint32_t failed, settled;
    bool elsewhere;
    int type_rank, affiliation;
    signpost_fate fate;
} plain_service;

typedef struct plain_list {
    size_t count;
    const plain_service *services[PLAIN_SERVICES];
} plain_list;

typedef struct plain_answer {
    bool found_place, area_known;
    int32_t radius_m;
    size_t count, in_reach;
    plain_service services[PLAIN_SERVICES];
    plain_list returned, held, near_misses, catch_all;
    size_t near_miss_counts[SIGNPOST_FILTER_COUNT];
    signpost_fallback fallback;
} plain_answer;

/* What the policies differ in. */
typedef struct plain_rules {
    bool square;          /* half-side, not radius */
    bool sessions;        /* the national windows, counted from the search */
    bool all_hours_first; /* 24/7 before bank holidays */
    bool no_travel;       /* travel times are not used */
} plain_rules;

typedef struct plain_search plain_search;

plain_search *plain_search_open(const char *path, plain_rules rules); /* ends the program when it cannot */
void plain_search_close(plain_search *plain);
void plain_search_run(plain_search *plain, const signpost_need *need, plain_answer *answer);

#endif
