/* The parts of a kept index: services, their lists and grids, and the shelves. Points are made ready again, and shelves
 * are filled from the services, so that the two cannot contradict each other. */
#include "search/keep.h"


#include <math.h>

/* No cell is smaller, and no grid has more cells a side, than what shelves.c and build_services.c make. */
#define LEAST_CELL 2e-7
enum { MOST_CELLS = 1 << 30 };

typedef struct kept_grid {
    double south, west, height, width;
    int32_t rows, columns;
} kept_grid;

/* Everything of a service that leads somewhere. */
static bool is_sound(const signpost_index *index, const sgp_service *service)
{
    size_t organisations = index->organisations.texts.count;
    unsigned flags = SGP_SERVICE_ACTIVE | SGP_SERVICE_RESTRICTED | SGP_SERVICE_LIMITED | SGP_SERVICE_PROMOTED;
    return sgp_point_is_valid(service->at.point) && sgp_is_number(service->profile, index->profiles.count) &&
           sgp_is_number(service->hours, index->hours_count) && sgp_is_number(service->commissioner, organisations) &&
           sgp_is_number(service->ods, organisations) && service->type < index->type_count && service->state < 4 &&
           !(service->flags & ~flags);
}

/* Capacities as they stand at this moment. */
static void keep_capacities(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    uint64_t *rows = sgp_keep_rows(keep, index->service_count, sizeof *rows);
    if (!keep->writing)
        index->capacities = sgp_keep_make(keep, index->service_count, sizeof *index->capacities);
    for (size_t i = 0; i < index->service_count && keep->status == SIGNPOST_OK; i++) {
        if (keep->writing)
            rows[i] = atomic_load_explicit(&index->capacities[i], memory_order_relaxed);
        else
            atomic_init(&index->capacities[i], rows[i]);
        if ((rows[i] & 3) > SIGNPOST_RED)
            sgp_keep_damaged(keep, "a capacity");
    }
}

static void keep_grid_shape(sgp_keep *keep, sgp_grid *grid)
{
    kept_grid *row = sgp_keep_rows(keep, 1, sizeof *row);
    if (!row)
        return;
    if (keep->writing) {
        *row = (kept_grid){grid->south, grid->west, grid->height, grid->width, grid->rows, grid->columns};
        return;
    }
    *grid = (sgp_grid){row->south, row->west, row->height, row->width, row->rows, row->columns, NULL};
    bool good = sgp_point_is_valid((sgp_point){grid->south, grid->west}) && isfinite(grid->height) &&
                isfinite(grid->width) && grid->height >= LEAST_CELL && grid->width >= LEAST_CELL && grid->rows > 0 &&
                grid->columns > 0 && (int64_t)grid->rows * grid->columns <= MOST_CELLS;
    if (!good)
        sgp_keep_damaged(keep, "a grid");
}

/* Returns how many there are in all cells; at most `most`. */
static size_t keep_grid(sgp_keep *keep, sgp_grid *grid, size_t most)
{
    keep_grid_shape(keep, grid);
    if (keep->status != SIGNPOST_OK)
        return 0;
    size_t cells = (size_t)grid->rows * (size_t)grid->columns;
    SGP_KEEP(keep, grid->first, cells + 1);
    if (keep->status != SIGNPOST_OK)
        return 0;
    bool good = grid->first[0] == 0 && grid->first[cells] <= most;
    for (size_t cell = 0; cell < cells; cell++)
        good &= grid->first[cell] <= grid->first[cell + 1];
    if (!good)
        sgp_keep_damaged(keep, "a grid's cells are out of order");
    return good ? grid->first[cells] : 0;
}

static void keep_list(sgp_keep *keep, sgp_lists *lists, size_t owners, size_t end)
{
    sgp_keep_lists(keep, lists, owners, sizeof(int32_t));
    if (keep->status == SIGNPOST_OK)
        sgp_keep_check(keep, lists->items, lists->first[owners], 0, end);
}

void sgp_keep_services(sgp_keep *keep)
{
    enum { TEXTS = sizeof(sgp_service_texts) / sizeof(char *) };
    signpost_index *index = keep->index;
    size_t count = sgp_keep_count(keep, index->service_count);
    SGP_KEEP(keep, index->services, count);
    if (!keep->writing) {
        index->service_count = keep->status == SIGNPOST_OK ? count : 0;
        index->texts = sgp_keep_make(keep, count, sizeof *index->texts);
    }
    for (size_t i = 0; i < count && keep->status == SIGNPOST_OK && !keep->writing; i++) {
        sgp_service *service = &index->services[i];
        if (!is_sound(index, service))
            sgp_keep_damaged(keep, "a service");
        else
            service->at = sgp_point_make_ready(service->at.point);
    }
    sgp_keep_texts(keep, (const char **)index->texts, count * TEXTS);
    keep_capacities(keep);
    SGP_KEEP(keep, index->service_of_uid, count);
    sgp_keep_check(keep, index->service_of_uid, count, 0, count);
    if (index->uids.texts.count > count)
        sgp_keep_damaged(keep, "more uids than services");
    keep_list(keep, &index->practices, count, index->organisations.texts.count);
    keep_list(keep, &index->limits, count, index->areas.texts.count);
    keep_list(keep, &index->promotions, count, index->areas.texts.count);
    if (keep_grid(keep, &index->grid, count) != count)
        sgp_keep_damaged(keep, "the grid has not all services");
}

/* Shelves. */

static void keep_shelf(sgp_keep *keep, sgp_shelf *shelf)
{
    const signpost_index *index = keep->index;
    size_t count = keep_grid(keep, &shelf->grid, index->service_count);
    int32_t *rows = sgp_keep_rows(keep, count, sizeof *rows);
    if (!keep->writing)
        shelf->items = sgp_keep_make(keep, count, sizeof *shelf->items);
    sgp_keep_check(keep, rows, count, 0, index->service_count);
    if (keep->status != SIGNPOST_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        if (keep->writing) {
            rows[i] = shelf->items[i].service;
        } else {
            const sgp_service *service = &index->services[rows[i]];
            shelf->items[i] = (sgp_shelf_item){service->at, rows[i], service->profile, service->hours};
        }
    }
}

static void keep_shelf_sets(sgp_keep *keep, sgp_shelf *shelf)
{
    SGP_KEEP(keep, shelf->profiles, sgp_words_for(keep->index->profiles.count));
    SGP_KEEP(keep, shelf->hours, sgp_words_for(keep->index->hours_count));
}

void sgp_keep_shelves(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    size_t organisations = index->organisations.texts.count;
    size_t commissioners = sgp_keep_count(keep, index->commissioner_count);
    SGP_KEEP(keep, index->commissioner_slots, organisations);
    sgp_keep_check(keep, index->commissioner_slots, organisations, SGP_NO_NUMBER, commissioners);
    if (commissioners > organisations)
        sgp_keep_damaged(keep, "more commissioners than organisations");
    size_t owned = index->type_count * commissioners;
    if (owned > keep->size / sizeof(kept_grid) && !keep->writing)
        sgp_keep_damaged(keep, "more shelves than it has room for");
    if (!keep->writing) {
        index->commissioner_count = commissioners;
        index->shelves = sgp_keep_make(keep, index->type_count, sizeof *index->shelves);
        index->own_shelves = sgp_keep_make(keep, owned, sizeof *index->own_shelves);
        index->practice_lists = organisations;
    }
    for (size_t type = 0; type < index->type_count && keep->status == SIGNPOST_OK; type++) {
        keep_shelf(keep, &index->shelves[type]);
        keep_shelf_sets(keep, &index->shelves[type]);
    }
    for (size_t i = 0; i < owned && keep->status == SIGNPOST_OK; i++)
        keep_shelf(keep, &index->own_shelves[i]);
    keep_list(keep, &index->of_practice, organisations, index->service_count);
}
