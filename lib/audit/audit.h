/* The audit, inside the library: demand and supply as sets, so that a country is counted in seconds.
 *
 * Three things are told apart as far as they matter, and no further:
 *  - ages are cut into segments at every age that a demand, a profile or an area's table tells apart; a segment of one
 * sex is a demographic;
 *  - what demands ask of profiles and of time is a pattern: all that share one find the same services at the same
 * minutes;
 *  - a timeframe's minutes are cut at every minute at which some service begins or ceases to serve: the pieces are the
 *    bits of its sets. */
#ifndef SGP_AUDIT_AUDIT_H
#define SGP_AUDIT_AUDIT_H

#include "search/index.h"
#include "signpost/audit.h"

enum { SGP_MOST_AUDIT_CHAIN = 8, SGP_AREA_NEIGHBOURS = 6 };

/* Somewhere people live. */
typedef struct sgp_audit_area {
    sgp_ready_point at;
    int32_t number, practice, radius_m;  /* numbers of the index, or SGP_NO_NUMBER */
    int32_t chain[SGP_MOST_AUDIT_CHAIN]; /* itself and its parents */
    size_t chain_count;
    uint32_t first_span; /* of its rows of cells */
    int32_t first_row, row_count;
    int64_t people;
} sgp_audit_area;

/* Cells of a row: those that lie wholly within reach of an area, and those that may have something within it. Empty
 * when the first is above the last. The inner ones are among the outer ones. */
typedef struct sgp_cell_span {
    int16_t inner_first, inner_last, outer_first, outer_last;
} sgp_cell_span;

/* When a service can serve at all: what two services share is worked out once. Minutes from the beginning. */
typedef struct sgp_time_key {
    int32_t hours, return_if_open;
    int32_t valid_from, valid_until;
    int32_t red_from, red_until; /* none when equal */
} sgp_time_key;

/* A service that may serve somebody. */
typedef struct sgp_supplier {
    sgp_ready_point at;
    int32_t profile, key, service;
} sgp_supplier;

/* The pieces of time of one timeframe, and in which of them the services of a key serve. */
typedef struct sgp_basis {
    signpost_timeframe within;
    size_t count, words; /* pieces */
    int32_t *bounds;     /* count + 1 minutes, rising */
    sgp_word *sets;      /* words a key */
} sgp_basis;

/* What needs that find the same share. */
typedef struct sgp_pattern {
    sgp_word *profiles; /* those that fit */
    sgp_word *people;   /* demographics that some demand has it for */
    uint32_t basis;
} sgp_pattern;

/* People of an area, by the bands of its table. */
typedef struct sgp_people_row {
    uint32_t area, count;
    int32_t from_days, to_days;
    bool male;
} sgp_people_row;

struct signpost_audit {
    signpost_index *index;
    const sgp_around *around; /* while it is made, when areas are left out that none of its points can reach */
    sgp_arena arena;
    sgp_array rows;                 /* sgp_people_row, by area */
    signpost_audit_options options; /* without the texts */
    signpost_audit_about about;

    signpost_demand *demands;
    size_t demand_count;
    int32_t *ages; /* segment i is ages[i] to ages[i + 1] - 1 */
    size_t segment_count;
    size_t people_count, people_words; /* demographics: two a segment, female first */
    sgp_pattern *patterns;
    size_t pattern_count;
    int32_t *pattern_of; /* people_count a demand, or SGP_NO_NUMBER */

    sgp_audit_area *areas;
    size_t area_count;
    uint32_t *people;     /* people_count an area */
    sgp_cell_span *spans;

    sgp_time_key *keys;
    size_t key_count;
    int32_t *supplier_keys; /* by service; SGP_NO_NUMBER for one that can never serve */
    int32_t *plain_keys;    /* by service: what its hours alone say, whatever its state; SGP_NO_NUMBER without hours */
    sgp_basis *bases;
    size_t basis_count;

    sgp_supplier *open; /* to everybody: by the cells of the grid */
    size_t open_count;
    sgp_grid grid;
    sgp_lists limited; /* sgp_supplier: by the number of an area that they are limited to */
    sgp_lists own; /* sgp_supplier: by area, those for the registered patients of its practice alone; within reach */
};

/* Making an audit, step by step. */

/* Areas, people's rows, practices: within a read transaction. */
signpost_status sgp_audit_read_areas(signpost_audit *audit, signpost_directory *directory, signpost_error *error);
/* Segments, patterns, and the people by demographics. */
signpost_status sgp_audit_set_demand(signpost_audit *audit, const signpost_demand *demands, size_t count,
                                     signpost_error *error);
/* The people alone, by the rows. */
signpost_status sgp_audit_set_people(signpost_audit *audit, signpost_error *error);
/* Suppliers and their keys. */
signpost_status sgp_audit_set_supply(signpost_audit *audit, signpost_error *error);
/* Bases, from keys and patterns. */
signpost_status sgp_audit_set_times(signpost_audit *audit, signpost_error *error);
/* Spans. */
signpost_status sgp_audit_set_reach(signpost_audit *audit, signpost_error *error);

/* The nearest areas, SGP_AREA_NEIGHBOURS an area; itself where there are fewer. NULL when memory ran out. */
uint32_t *sgp_audit_neighbours(const signpost_audit *audit, sgp_arena *arena);

/* SIGNPOST_STATE when the audit's index is not of the directory as it is in this read transaction. */
signpost_status sgp_audit_check_state(const signpost_audit *audit, sgp_db *db, signpost_error *error);

/* Number of a timeframe's basis, added when new; SGP_NO_NUMBER when memory ran out. */
int32_t sgp_audit_basis(signpost_audit *audit, sgp_array *bases, signpost_timeframe within);

/* Filters of a profile, which may be SGP_NO_NUMBER, that fail for a demand, whoever has it; and for a person. */
uint32_t sgp_audit_demand_fails(const signpost_audit *audit, const signpost_demand *demand, int32_t profile);
uint32_t sgp_audit_person_fails(const signpost_audit *audit, signpost_sex sex, int32_t age_days, int32_t profile);

/* Whether a service may serve people of an area, as far as limits to areas go. */
bool sgp_audit_is_for_area(const signpost_audit *audit, const sgp_audit_area *area, int32_t service);
/* Whether a service is limited to one of the first `count` areas of an area's chain. */
bool sgp_audit_is_limited_to(const signpost_audit *audit, const sgp_audit_area *area, size_t count, int32_t service);
/* Open intervals of hours, signpost_stretch, up to a minute; false when memory ran out. */
bool sgp_audit_openings(const signpost_audit *audit, int32_t hours, int32_t until, sgp_array *open);

/* The t at which hours would serve within a basis's timeframe, signpost_stretch, in order and apart. */
signpost_status sgp_audit_serving(const signpost_audit *audit, const sgp_basis *basis, const signpost_hours *hours,
                                  int32_t return_if_open, sgp_array *stretches, signpost_error *error);
/* signpost_audit_new of the areas alone that lie within the search distance of a few points; NULL for all of them. */
signpost_status sgp_audit_new_around(signpost_directory *directory, const signpost_index *index,
                                     const signpost_demand *demands, size_t count,
                                     const signpost_audit_options *options, const sgp_around *around,
                                     signpost_audit **audit, signpost_error *error);
/* Whether people of an area can use a service, as far as they are asked where they are, and where registered. */
bool sgp_audit_reaches(const signpost_audit *audit, size_t area, int32_t service);

/* Whether something lies within the search distance of an area, in the shape of the policy. */
bool sgp_audit_is_within(const signpost_audit *audit, const sgp_audit_area *area, const sgp_ready_point *at);

/* Position of the segment that an age lies in. */
size_t sgp_audit_segment(const signpost_audit *audit, int32_t day);

/* People of a pattern in an area. */
int64_t sgp_pattern_people(const signpost_audit *audit, const sgp_pattern *pattern, size_t area);
/* Words of the widest set of pieces; at least one. */
size_t sgp_audit_most_words(const signpost_audit *audit);
/* Minutes of the pieces of a set. */
int32_t sgp_basis_minutes(const sgp_basis *basis, const sgp_word *set);
/* The first piece that begins at a minute or after it; `count` when there is none. */
size_t sgp_basis_piece(const sgp_basis *basis, int32_t minute);

static inline const sgp_word *sgp_serving_set(const sgp_basis *basis, int32_t key)
{
    return basis->sets + (size_t)key * basis->words;
}

#endif
