/* Shelves: the services of each type by themselves, in cells of their own size, so that the nearest of a type are found
 * without looking at the others. */
#ifndef SGP_SEARCH_SHELVES_H
#define SGP_SEARCH_SHELVES_H

#include "search/index.h"

/* What decides most services' fate, side by side. */
typedef struct sgp_shelf_item {
    sgp_ready_point at;
    int32_t service, profile, hours, nothing;
} sgp_shelf_item;
_Static_assert(sizeof(sgp_shelf_item) == 40, "an item has no gaps, so that it is kept as it stands");

struct sgp_shelf {
    sgp_grid grid;         /* of `items` */
    sgp_shelf_item *items; /* in the order of the cells; without those that are found by their practice, or never */
    sgp_word *profiles;    /* those that some service of the type has; of the shelf of a whole type only */
    sgp_word *hours;       /* the same */
};

/* Whether a type is one of the policy's emergency departments. */
bool sgp_is_emergency_type(const signpost_index *index, size_t type);
/* Builds a shelf a type; the services must stand. Step of the index's building. */
signpost_status sgp_build_shelves(sgp_builder *builder);

/* The services of a type that are commissioned by an organisation; NULL when there are none. */
const sgp_shelf *sgp_own_shelf(const signpost_index *index, size_t type, int32_t commissioner);

/* A walk over a shelf from a point outwards, ring of cells by ring. */
typedef struct sgp_rings {
    const sgp_shelf *shelf;
    const sgp_ready_point *at;
    int32_t row, column; /* of the point's cell; may lie outside of the grid */
    int32_t ring, last;  /* next ring, last one that touches the grid */
    bool all_at_once;    /* too near a pole or the date line for rings: everything is one ring */
} sgp_rings;

/* The point must outlive the walk. */
sgp_rings sgp_rings_around(const sgp_shelf *shelf, const sgp_ready_point *at, int32_t radius_m);
/* No service of the next ring, or of one after it, is nearer than this: in whole metres, rounded down. INT32_MAX past
 * the last. Rings are squares themselves: nor does any lie in a square of a smaller half-side, though its corners are
 * farther away. */
int32_t sgp_rings_next_m(const sgp_rings *rings);
/* Calls `take` for each item of the next ring, and goes on. */
void sgp_rings_take(sgp_rings *rings, void (*take)(void *context, const sgp_shelf_item *item), void *context);

#endif
