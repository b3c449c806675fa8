/* A search, from inside: the need in numbers, the verdicts, and what is kept of them. */
#ifndef SGP_SEARCH_SEARCH_H
#define SGP_SEARCH_SEARCH_H

#include "search/index.h"
#include "signpost/search.h"

enum {
    SGP_CODE_SIZE = 64,
    SGP_MOST_PLACE_AREAS = 64,
    SGP_MOST_PLACE_NAMES = 3, /* of a postcode: itself, its sector, its district */
    SGP_MOST_WARNINGS = SIGNPOST_MOST_DISCRIMINATORS + 4,
    SGP_NO_TRAVEL = -1
};

struct sgp_shelf_item;

/* The travel times of a place. */
typedef struct sgp_travel_list {
    const sgp_travel *rows;
    size_t count;
    int32_t place;
} sgp_travel_list;

/* A need in the index's numbers. Codes are kept as they were given, for explanations. */
typedef struct sgp_terms {
    sgp_ready_point at;
    int32_t radius_m, reach_m; /* reach: as far as near misses go */
    signpost_radius_source radius_source;
    signpost_place_kind place_kind;
    int32_t place; /* or SGP_NO_NUMBER for a point alone */
    bool place_exact, area_known;
    int32_t areas[SGP_MOST_PLACE_AREAS]; /* of the place, with their parents: the most particular first */
    size_t area_count;
    int32_t commissioner;
    sgp_travel_list travel[SGP_MOST_PLACE_NAMES]; /* the most particular place first; none is empty */
    size_t travel_count;

    const sgp_word *of_group, *of_disposition, *of_role; /* sets of profiles; NULL: of none */
    const sgp_word *of_pair[SIGNPOST_MOST_DISCRIMINATORS];
    size_t pair_count;
    signpost_sex sex;
    signpost_age age;
    signpost_practice_knowledge practice_knowledge;
    int32_t practice;
    signpost_window window; /* of a service without return_if_open */
    signpost_date date;     /* local, of the search */
    signpost_setting setting;
    signpost_if_none if_none;
    int limit;

    char asked_place[SGP_CODE_SIZE], group[SGP_CODE_SIZE], disposition[SGP_CODE_SIZE], role[SGP_CODE_SIZE],
        practice_code[SGP_CODE_SIZE], discriminators[SIGNPOST_MOST_DISCRIMINATORS][SGP_CODE_SIZE];
} sgp_terms;

/* A service that is kept. */
typedef struct sgp_pick {
    int32_t service;
    uint32_t failed;
    signpost_rank rank;
} sgp_pick;

enum { SGP_LISTS = SIGNPOST_NEAR_MISS + 1 };

/* What a search has found out about a profile, or hours, that many services share. It counts while the stamp is the
 * search's. */
typedef struct sgp_profile_verdict {
    uint32_t stamp;
    uint16_t failed, settled; /* filters, as bits */
} sgp_profile_verdict;

typedef struct sgp_hours_verdict {
    uint32_t stamp;
    bool serves; /* without return_if_open */
} sgp_hours_verdict;

struct signpost_results {
    signpost_index *index; /* counted */
    bool answered;         /* the last search succeeded */
    bool ranked_only;      /* it looked at what is returned alone */
    sgp_terms terms;
    sgp_word *in_area;  /* areas of the place */
    uint8_t *type_rank; /* by type */
    uint32_t stamp;     /* of this search */
    sgp_profile_verdict *profile_verdicts;
    sgp_hours_verdict *hours_verdicts;
    uint16_t *candidates; /* types that some matching profile is of */
    sgp_word *matching;   /* profiles that list what the need asks for */
    sgp_pick *best;       /* SGP_MOST_OF_TYPE a type: the first of those that fit */
    uint8_t *best_count;  /* by type */
    size_t most;          /* of each list */
    sgp_pick *lists[SGP_LISTS];
    size_t counts[SGP_LISTS];
    signpost_results_about about;
    size_t warning_count;
    signpost_diagnostic warnings[SGP_MOST_WARNINGS];
    char warning_texts[SGP_MOST_WARNINGS][SIGNPOST_FOUND_TEXT_SIZE];
    sgp_arena arena;
};

/* Turns a need into results->terms, with warnings. */
signpost_status sgp_terms_prepare(signpost_results *results, const signpost_need *need, signpost_error *error);
/* Its place: point, areas, radius. */
signpost_status sgp_place_resolve(signpost_results *results, const signpost_need *need, signpost_error *error);
void sgp_warn(signpost_results *results, int id, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Both searches: what comes before looking at services, and what after. Between them, `best` is filled. */
signpost_status sgp_search_begin(const signpost_index *index, const signpost_need *need, signpost_results *results,
                                 signpost_error *error);
void sgp_search_end(signpost_results *results);
/* When nothing is returned: the catch-all, or what to do instead. */
void sgp_fall_back(signpost_results *results);
/* Puts a pick in its place among `*count` sorted ones, of which at most `most` are kept. */
void sgp_pick_insert(const signpost_policy *policy, sgp_pick *picks, size_t *count, size_t most, const sgp_pick *pick);

/* Whether a profile takes the patient: sex and age. */
bool sgp_profile_takes(const signpost_results *results, int32_t profile);
/* Whether hours serve at t, without return_if_open. */
bool sgp_hours_serve(const signpost_results *results, int32_t hours);
/* Whether a point, so far away as the crow flies, lies within a radius, in the shape of the policy. */
bool sgp_is_within(const signpost_results *results, const sgp_ready_point *at, int32_t distance_m, int32_t radius_m);
/* The filters that a service fails, all but those of distance and hours. */
uint32_t sgp_filters_failed(const signpost_results *results, int32_t service);
/* Those of them that are not its profile's. */
uint32_t sgp_own_filters_failed(const signpost_results *results, int32_t service);
/* Whether it serves at t, for one who travels there; its interval when `open` is not NULL. */
bool sgp_serves(const signpost_results *results, int32_t service, signpost_interval *open);
/* Those of `failed` that a question could settle, or a person override. */
uint32_t sgp_filters_settled(const signpost_results *results, int32_t service, uint32_t failed);
signpost_rank sgp_rank_of(const signpost_results *results, int32_t service, int32_t distance_m);
/* Adds the travel times of a place to those of more particular ones. */
void sgp_travel_add(signpost_results *results, int32_t place);
/* Minutes to a service, and the place from which (may be NULL); SGP_NO_TRAVEL when none are loaded. */
int32_t sgp_travel_find(const signpost_results *results, int32_t service, int32_t *place);
/* Calls `take` for the services of a type that have a travel time, however far they are; for some of them twice. */
void sgp_travel_take(const signpost_results *results, size_t type,
                     void (*take)(void *context, const struct sgp_shelf_item *item), void *context);

static inline int32_t sgp_travel_minutes(const signpost_results *results, int32_t service)
{
    return results->terms.travel_count ? sgp_travel_find(results, service, NULL) : SGP_NO_TRAVEL;
}

/* Metres by which a way is compared with others: as the policy counts its minutes, else the straight line. */
static inline int32_t sgp_effective_m(const signpost_results *results, int32_t distance_m, int32_t travel_minutes)
{
    return travel_minutes == SGP_NO_TRAVEL ? distance_m : travel_minutes * results->index->policy->metres_per_minute;
}

/* Below 0 when `a` comes first. Never 0 for two services. */
int sgp_rank_compare(const signpost_policy *policy, const signpost_rank *a, const signpost_rank *b);

/* Words. Each writes into a buffer of SIGNPOST_FOUND_TEXT_SIZE. */
void sgp_opening_in_words(const signpost_results *results, signpost_interval open, char *text);
void sgp_way_in_words(const signpost_results *results, const sgp_pick *pick, char *text);
void sgp_ask_in_words(const signpost_results *results, const sgp_pick *pick, char *text);
/* All of a found service. */
void sgp_found_fill(const signpost_results *results, const sgp_pick *pick, int position, signpost_found *found);

#endif
