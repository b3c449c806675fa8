/* The compiled index, inside the library: flat tables of numbers, services in the order of the spatial grid. */
#ifndef SGP_SEARCH_INDEX_H
#define SGP_SEARCH_INDEX_H

#include "base/bitset.h"
#include "base/geography.h"
#include "base/strings.h"
#include "formats/sqlite.h"
#include "hours/hours.h"
#include "search/policy.h"
#include "signpost/index.h"
#include "signpost/search.h"

enum { SGP_NO_NUMBER = -1, SGP_MOST_OF_TYPE = 2 };

enum sgp_service_flag {
    SGP_SERVICE_ACTIVE = 1,
    SGP_SERVICE_RESTRICTED = 2, /* to patients of its practices */
    SGP_SERVICE_LIMITED = 4,    /* to areas */
    SGP_SERVICE_PROMOTED = 8    /* to areas */
};

/* What follows stands in a kept index as it does in memory: numbers and places, no pointers, no gaps. */

/* What every search looks at: one cache line. Texts stand apart. */
typedef struct sgp_service {
    sgp_ready_point at;
    int64_t id;
    int32_t valid_from, valid_to; /* dates, both inclusive */
    int32_t profile, hours;       /* numbers, or SGP_NO_NUMBER */
    int32_t commissioner, ods;    /* organisations, or SGP_NO_NUMBER */
    int32_t return_if_open;       /* minutes, or 0 */
    uint16_t type;                /* position in the types */
    uint8_t flags, state;         /* state: position in sgp_state_names */
} sgp_service;
_Static_assert(sizeof(sgp_service) == 64, "a service is one cache line");

/* What only results look at: places among the index's texts. The uid is apart: a service's number is its uid's, too. */
typedef struct sgp_service_texts {
    uint32_t name, public_name, address, town, postcode, phone, web, public_text, referral_text;
} sgp_service_texts;

typedef struct sgp_service_type {
    int32_t id;
    uint32_t name; /* a text */
    uint8_t national_rank, keep, nothing[2];
} sgp_service_type;
_Static_assert(sizeof(sgp_service_type) == 12, "a type has no gaps");

typedef struct sgp_age_span {
    int32_t from_days, to_days; /* inclusive */
} sgp_age_span;

/* Kinds of areas and places, the most particular first. */
enum { SGP_AREA_KINDS = 4 };

typedef struct sgp_area {
    int32_t parent;       /* or SGP_NO_NUMBER */
    int32_t commissioner; /* organisation, or SGP_NO_NUMBER */
    uint32_t name;        /* a text */
    uint8_t kind, nothing[3];
} sgp_area;
_Static_assert(sizeof(sgp_area) == 16, "an area has no gaps");

typedef struct sgp_place {
    double latitude, longitude;
    int32_t search_distance_m; /* 0 for none */
    uint32_t name;             /* a text */
    uint8_t kind, nothing[7];  /* signpost_place_kind */
} sgp_place;
_Static_assert(sizeof(sgp_place) == 32, "a place has no gaps");

/* How long it takes to a service from the place whose list it stands in. */
enum { SGP_MOST_TRAVEL = 1440 };
typedef struct sgp_travel {
    int32_t service;
    uint16_t type, minutes; /* the service's type */
} sgp_travel;

/* The order of a list: the services of a type stand together, so that each search of a type finds its own. */
static inline int sgp_travel_compare(const sgp_travel *a, const sgp_travel *b)
{
    return a->type != b->type ? (a->type > b->type) - (a->type < b->type)
                              : (a->service > b->service) - (a->service < b->service);
}

typedef struct sgp_area_rank {
    uint16_t type;
    uint8_t rank, nothing;
} sgp_area_rank;
_Static_assert(sizeof(sgp_area_rank) == 4, "a rank has no gaps");

/* Rows of a list for each owner: those of owner i are items[first[i]] to items[first[i + 1] - 1]. */
typedef struct sgp_lists {
    uint32_t *first;
    void *items;
} sgp_lists;

/* Services by cells, row by row from the south-west; those of cell c are first[c] to first[c + 1] - 1. */
typedef struct sgp_grid {
    double south, west, height, width; /* degrees; of a cell */
    int32_t rows, columns;
    uint32_t *first;
} sgp_grid;

/* Profiles as sets of their numbers, one for each thing that a profile can list. */
typedef struct sgp_profiles {
    size_t count, words;
    sgp_word *of_group, *of_pair, *of_disposition, *of_role; /* words a number */
    sgp_word *of_sex[SIGNPOST_SEX_COUNT];
    sgp_lists ages;  /* sgp_age_span */
    uint32_t *names; /* texts */
} sgp_profiles;

typedef struct sgp_shelf sgp_shelf;

struct signpost_index {
    atomic_uint owners;
    sgp_arena arena;
    signpost_policy *policy;     /* counted */
    signpost_calendar *calendar; /* the directory's; counted */
    signpost_hours *in_hours;    /* of the policy */
    sgp_texts all_texts;
    uint32_t directory; /* its name, a text */
    int64_t content_version,
        last_act; /* the moment of the directory's last act: two copies of one may reach the same version */
    /* The bytes of the file that it was read from, or mapped to, or NULL. All tables and texts then stand there. */
    void *kept;
    size_t kept_size;
    bool is_mapped;

    /* Numbers of codes; each table is kept for look-ups. */
    sgp_strings groups, discriminators, pairs, dispositions, roles, organisations, areas, places, uids;

    size_t service_count;
    sgp_service *services;
    sgp_service_texts *texts;
    _Atomic uint64_t *capacities;
    sgp_lists practices; /* int32_t organisations, rising */
    sgp_lists limits;    /* int32_t areas, rising */
    sgp_lists promotions;
    sgp_grid grid;
    sgp_shelf *shelves;          /* by type: see shelves.h */
    sgp_shelf *own_shelves;      /* by type and commissioner: those that it commissions alone */
    int32_t *commissioner_slots; /* by number of organisation, or SGP_NO_NUMBER */
    size_t commissioner_count;
    sgp_lists of_practice; /* services of a practice, its own and those restricted to its patients: by number of
                              organisation */
    size_t practice_lists;

    size_t hours_count;
    signpost_hours **hours; /* by number */

    size_t type_count;
    sgp_service_type *types;

    sgp_profiles profiles;

    sgp_area *area_table;   /* by number */
    sgp_lists area_ranks;   /* sgp_area_rank */
    sgp_place *place_table; /* by number */
    sgp_lists place_areas;  /* int32_t areas */
    sgp_lists travel;       /* sgp_travel, by number of place; nothing when the directory has none */
};

extern const char *const sgp_state_names[4]; /* draft, active, suspended, closed */

static inline const char *sgp_index_text(const signpost_index *index, uint32_t place)
{
    return sgp_texts_at(&index->all_texts, place);
}

/* Number of a code, or SGP_NO_NUMBER; NULL has none. */
int32_t sgp_code_number(const sgp_strings *codes, const char *text);
/* Number of a symptom group with a discriminator. */
int32_t sgp_pair_number(const signpost_index *index, const char *group, const char *discriminator);
/* `key` for the places' table: kind and name, upper case, single spaces. False when it is too long. */
enum { SGP_PLACE_KEY_SIZE = 128 };
bool sgp_place_key(signpost_place_kind kind, const char *name, char key[SGP_PLACE_KEY_SIZE]);

/* A capacity as one word: colour, from, until. What a word says at a moment. */
uint64_t sgp_capacity_word(signpost_capacity capacity, signpost_minute from, signpost_minute until);
signpost_capacity sgp_capacity_at(const signpost_index *index, size_t service, signpost_minute moment);
signpost_capacity sgp_capacity_span(const signpost_index *index, size_t service, signpost_minute *from,
                                    signpost_minute *until);
signpost_minute sgp_capacity_until(const signpost_index *index, size_t service);

/* An index with its policy and nothing else. */
signpost_status sgp_index_new(const signpost_policy *policy, signpost_index **index, signpost_error *error);
/* A directory's name, calendar, content version and last act's moment. */
extern const char sgp_directory_state_sql[];

/* Gives back the bytes of a file that was read or mapped. */
void sgp_kept_release(void *bytes, size_t size, bool is_mapped);

enum { SGP_INDEX_CODES = 9 };
/* Its tables of codes, in one order. */
void sgp_index_codes(signpost_index *index, sgp_strings *codes[SGP_INDEX_CODES]);

/* Where services are taken from for an index of a part of a directory: within `times` the search distance of a point.
 * All else (places, areas, hours, profiles) is whole, so that what is told apart is what the whole index tells apart;
 * there are no travel times. */
typedef struct sgp_around {
    const sgp_ready_point *points;
    size_t count;
    int32_t radius_m; /* 0 for the widest of the policy's and of the places' */
    int times;
} sgp_around;

/* How far `times` the search distance is, and a little more. The index must have its policy and its places. */
double sgp_around_reach_m(const sgp_around *around, int times, const signpost_index *index);
/* Whether a place lies within so many metres of a point; where there are many points, true of any place. */
bool sgp_around_holds(const sgp_around *around, double reach_m, const sgp_ready_point *at);
/* The box that holds what is within `times` the search distance of any of the points, in degrees; the whole width of
 * the world where it would pass its edge. The index must have its policy and its places. */
typedef struct sgp_box {
    double south, north, west, east;
} sgp_box;
sgp_box sgp_around_box(const sgp_around *around, int times, const signpost_index *index);

/* signpost_index_build, of a part: for what looks no farther. NULL for the whole. */
signpost_status sgp_index_build_around(signpost_directory *directory, const signpost_policy *policy,
                                       const sgp_around *around, signpost_index **index, signpost_error *error);

/* Building, step by step, each from the rows of a database in a read transaction. */
enum { SGP_RECENT_TEXTS = 4096 };
typedef struct sgp_builder {
    signpost_index *index;
    signpost_directory *directory;
    sgp_db *db;
    signpost_error *error;
    const sgp_around *around; /* NULL for the whole */
    double reach_m;           /* of `around`: services farther off are left out */
    /* Numbers by the directory's own ids; sorted by id. */
    sgp_array hours_ids, profile_ids, type_ids, service_ids; /* sgp_id_number */
    uint32_t recent_texts[SGP_RECENT_TEXTS];                 /* by hash: towns and the like stand in many rows */
} sgp_builder;

typedef struct sgp_id_number {
    int64_t id;
    int32_t number;
} sgp_id_number;

signpost_status sgp_build_codes(sgp_builder *builder);
signpost_status sgp_build_areas(sgp_builder *builder);
signpost_status sgp_build_places(sgp_builder *builder);
signpost_status sgp_build_hours(sgp_builder *builder);
signpost_status sgp_build_types(sgp_builder *builder);
signpost_status sgp_build_profiles(sgp_builder *builder);
signpost_status sgp_build_services(sgp_builder *builder);
signpost_status sgp_build_travel(sgp_builder *builder);

/* The place of a text among the index's, added unless it stood in one of the last rows. */
signpost_status sgp_build_text(sgp_builder *builder, const char *text, uint32_t *place);
/* Number of a place of the tables, by its kind and name there; SGP_NO_NUMBER when it is not known. */
int32_t sgp_build_place_number(const signpost_index *index, const char *kind, const char *name);
/* A number of the database, 0 or more, in 32 bits. */
static inline int32_t sgp_at_most(int64_t number, int32_t most)
{
    return number < 0 ? 0 : number > most ? most : (int32_t)number;
}

/* Number for an id; SGP_NO_NUMBER when there is none. */
int32_t sgp_id_find(const sgp_array *ids, int64_t id);

/* Calls `row` for every row of a query. A constant's rows: no values are bound. */
typedef signpost_status sgp_row(sgp_builder *builder, sgp_query *query, void *context);
signpost_status sgp_each_row(sgp_builder *builder, const char *sql, sgp_row *row, void *context);
/* The same for a query that was prepared, which it releases. */
signpost_status sgp_each_row_of(sgp_builder *builder, sgp_query *query, sgp_row *row, void *context);

/* Packs items into lists; `owners` has the uint32_t owner of each. Their order is kept within an owner. */
signpost_status sgp_lists_pack_in(sgp_arena *arena, const sgp_array *owners, const sgp_array *items, size_t owner_count,
                                  sgp_lists *lists, signpost_error *error);
/* The same into the arena of the index. */
signpost_status sgp_lists_pack(sgp_builder *builder, const sgp_array *owners, const sgp_array *items,
                               size_t owner_count, sgp_lists *lists);

static inline const void *sgp_lists_at(const sgp_lists *lists, size_t owner, size_t item_size)
{
    return (const char *)lists->items + lists->first[owner] * item_size;
}

static inline size_t sgp_lists_count(const sgp_lists *lists, size_t owner)
{
    return lists->first[owner + 1] - lists->first[owner];
}

#endif
