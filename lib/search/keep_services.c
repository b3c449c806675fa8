/* The parts of a kept index: services, their lists and grids, and the shelves. */
#include "search/keep.h"

#include "base/civil.h"

#include <math.h>

/* No cell is smaller, and no grid has more cells a side, than what shelves.c and build_services.c make. */
#define LEAST_CELL 2e-7
enum { MOST_CELLS = 1 << 30 };

typedef struct kept_grid {
    double south, west, height, width;
    int32_t rows, columns;
} kept_grid;

/* Those of all shelves stand together, so that few pages of a mapped file are touched. */
typedef struct kept_shelf {
    kept_grid grid;
    uint64_t items;
} kept_shelf;

static bool is_ready(const sgp_ready_point *at)
{
    return sgp_point_is_valid(at->point) && at->cosine >= 0 && at->cosine <= 1;
}

/* Everything of a service that leads somewhere. */
static bool is_sound(const signpost_index *index, const sgp_service *service)
{
    size_t organisations = index->organisations.texts.count;
    unsigned flags = SGP_SERVICE_ACTIVE | SGP_SERVICE_RESTRICTED | SGP_SERVICE_LIMITED | SGP_SERVICE_PROMOTED;
    return is_ready(&service->at) && sgp_is_number(service->profile, index->profiles.count) &&
           sgp_is_number(service->hours, index->hours_count) && sgp_is_number(service->commissioner, organisations) &&
           sgp_is_number(service->ods, organisations) && service->type < index->type_count && service->state < 4 &&
           (service->valid_from == INT32_MIN || sgp_date_is_valid(service->valid_from)) &&
           (service->valid_to == INT32_MAX || sgp_date_is_valid(service->valid_to)) && service->return_if_open >= 0 &&
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

static kept_grid shape_of(const sgp_grid *grid)
{
    return (kept_grid){grid->south, grid->west, grid->height, grid->width, grid->rows, grid->columns};
}

static sgp_grid read_shape(sgp_keep *keep, const kept_grid *kept)
{
    sgp_grid grid = {kept->south, kept->west, kept->height, kept->width, kept->rows, kept->columns, NULL};
    bool good = sgp_point_is_valid((sgp_point){grid.south, grid.west}) && isfinite(grid.height) &&
                isfinite(grid.width) && grid.height >= LEAST_CELL && grid.width >= LEAST_CELL && grid.rows > 0 &&
                grid.columns > 0 && (int64_t)grid.rows * grid.columns <= MOST_CELLS;
    if (!good)
        sgp_keep_damaged(keep, "a grid");
    return grid;
}

/* Where the cells of a grid of that shape begin; `count` items stand in all of them. */
static void keep_cells(sgp_keep *keep, sgp_grid *grid, size_t count)
{
    size_t cells = (size_t)grid->rows * (size_t)grid->columns;
    if (keep->status != SIGNPOST_OK)
        return;
    SGP_KEEP(keep, grid->first, cells + 1);
    if (!sgp_keep_checks(keep))
        return;
    bool good = grid->first[0] == 0 && grid->first[cells] == count;
    for (size_t cell = 0; cell < cells; cell++)
        good &= grid->first[cell] <= grid->first[cell + 1];
    if (!good)
        sgp_keep_damaged(keep, "a grid's cells are out of order");
}

static void keep_grid(sgp_keep *keep, sgp_grid *grid, size_t count)
{
    kept_grid *row = sgp_keep_rows(keep, 1, sizeof *row);
    if (!row)
        return;
    if (keep->writing)
        *row = shape_of(grid);
    else
        *grid = read_shape(keep, row);
    keep_cells(keep, grid, count);
}

static void keep_list(sgp_keep *keep, sgp_lists *lists, size_t owners, size_t end)
{
    sgp_keep_lists(keep, lists, owners, sizeof(int32_t));
    if (sgp_keep_checks(keep))
        sgp_keep_check(keep, lists->items, lists->first[owners], 0, end);
}

/* Whether a place's rows are in order, each once, and of services that are there. (As with items of shelves, their
 * types are not compared with the services'.) */
static bool is_sound_travel(const signpost_index *index, const sgp_travel *rows, size_t count)
{
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = rows[i].service >= 0 && (size_t)rows[i].service < index->service_count &&
               rows[i].type < index->type_count && rows[i].minutes <= SGP_MOST_TRAVEL &&
               (!i || sgp_travel_compare(&rows[i - 1], &rows[i]) < 0);
    return good;
}

/* One count of 0 when the directory has none. */
static void keep_travel(sgp_keep *keep)
{
    signpost_index *index = keep->index;
    sgp_lists *travel = &index->travel;
    size_t any = sgp_keep_count(keep, travel->first != NULL), places = index->places.texts.count;
    if (any > 1)
        sgp_keep_damaged(keep, "travel times");
    if (!any || keep->status != SIGNPOST_OK)
        return;
    sgp_keep_lists(keep, travel, places, sizeof(sgp_travel));
    for (size_t i = 0; i < places && sgp_keep_checks(keep); i++)
        if (!is_sound_travel(index, sgp_lists_at(travel, i, sizeof(sgp_travel)), sgp_lists_count(travel, i)))
            sgp_keep_damaged(keep, "travel times");
}

void sgp_keep_services(sgp_keep *keep)
{
    enum { TEXTS = sizeof(sgp_service_texts) / sizeof(uint32_t) };
    signpost_index *index = keep->index;
    size_t count = sgp_keep_count(keep, index->service_count);
    SGP_KEEP(keep, index->services, count);
    SGP_KEEP(keep, index->texts, count);
    if (!keep->writing)
        index->service_count = keep->status == SIGNPOST_OK ? count : 0;
    for (size_t i = 0; i < count && sgp_keep_checks(keep); i++)
        if (!is_sound(index, &index->services[i]))
            sgp_keep_damaged(keep, "a service");
    sgp_keep_check_places(keep, (const uint32_t *)index->texts, count * TEXTS, &index->all_texts);
    if (index->uids.texts.count != count)
        sgp_keep_damaged(keep, "not as many uids as services");
    keep_capacities(keep);
    keep_list(keep, &index->practices, count, index->organisations.texts.count);
    keep_list(keep, &index->limits, count, index->areas.texts.count);
    keep_list(keep, &index->promotions, count, index->areas.texts.count);
    keep_grid(keep, &index->grid, count);
    keep_travel(keep);
}

/* Shelves: that of each type, then those that commissioners have of their own. */

static sgp_shelf *shelf_at(signpost_index *index, size_t i)
{
    return i < index->type_count ? &index->shelves[i] : &index->own_shelves[i - index->type_count];
}

static size_t items_of(const sgp_shelf *shelf)
{
    return shelf->grid.first[(size_t)shelf->grid.rows * (size_t)shelf->grid.columns];
}

/* By itself: to look at each item's service, one after the other all over the index, would take longer than all the
 * rest. Whoever forges the one to contradict the other gets a wrong answer. */
static void check_items(sgp_keep *keep, const sgp_shelf_item *items, size_t count)
{
    const signpost_index *index = keep->index;
    bool good = true;
    for (size_t i = 0; i < count && sgp_keep_checks(keep); i++)
        good &= items[i].service >= 0 && (size_t)items[i].service < index->service_count && is_ready(&items[i].at) &&
                sgp_is_number(items[i].profile, index->profiles.count) &&
                sgp_is_number(items[i].hours, index->hours_count);
    if (!good)
        sgp_keep_damaged(keep, "a service on a shelf");
}

static void keep_shelf(sgp_keep *keep, sgp_shelf *shelf, size_t count)
{
    keep_cells(keep, &shelf->grid, count);
    SGP_KEEP(keep, shelf->items, count);
    check_items(keep, shelf->items, count);
}

static void keep_shelf_sets(sgp_keep *keep, sgp_shelf *shelf)
{
    SGP_KEEP(keep, shelf->profiles, sgp_words_for(keep->index->profiles.count));
    SGP_KEEP(keep, shelf->hours, sgp_words_for(keep->index->hours_count));
}

static void keep_all_shelves(sgp_keep *keep, size_t count)
{
    signpost_index *index = keep->index;
    kept_shelf *rows = sgp_keep_rows(keep, count, sizeof *rows);
    if (!keep->writing) {
        index->shelves = sgp_keep_make(keep, index->type_count, sizeof *index->shelves);
        index->own_shelves = sgp_keep_make(keep, count - index->type_count, sizeof *index->own_shelves);
    }
    for (size_t i = 0; i < count && keep->status == SIGNPOST_OK; i++) {
        sgp_shelf *shelf = shelf_at(index, i);
        if (keep->writing)
            rows[i] = (kept_shelf){shape_of(&shelf->grid), items_of(shelf)};
        else
            shelf->grid = read_shape(keep, &rows[i].grid);
    }
    for (size_t i = 0; i < count && keep->status == SIGNPOST_OK; i++) {
        sgp_shelf *shelf = shelf_at(index, i);
        keep_shelf(keep, shelf, keep->writing ? items_of(shelf) : (size_t)rows[i].items);
        if (i < index->type_count)
            keep_shelf_sets(keep, shelf);
    }
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
    if (!keep->writing) {
        index->commissioner_count = commissioners;
        index->practice_lists = organisations;
    }
    keep_all_shelves(keep, index->type_count * (commissioners + 1));
    keep_list(keep, &index->of_practice, organisations, index->service_count);
}
