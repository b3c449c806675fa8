/* Shelves and the rings of their cells. Rules kept here:
 *  - an item is in the cell that holds it, so that a ring's distance is that of its cells' nearest edge;
 *  - a ring's distance is never more than that of any service in it or beyond it: it is a bound, rounded down by a
 *    metre. */
#include "search/shelves.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

#define EARTH_RADIUS_M   6371008.8
#define RADIANS(degrees) ((degrees)*0.017453292519943295)

static int32_t row_of(const sgp_grid *grid, double latitude)
{
    return (int32_t)floor((latitude - grid->south) / grid->height);
}

static int32_t column_of(const sgp_grid *grid, double longitude)
{
    return (int32_t)floor((longitude - grid->west) / grid->width);
}

/* Building. */

static void widen(sgp_grid *grid, double *north, double *east, sgp_point point)
{
    grid->south = fmin(grid->south, point.latitude);
    grid->west = fmin(grid->west, point.longitude);
    *north = fmax(*north, point.latitude);
    *east = fmax(*east, point.longitude);
}

/* About a cell a service, each as high as wide at the middle of the grid. */
static void shape(sgp_grid *grid, const signpost_index *index, const int32_t *services, size_t count)
{
    double north = -90, east = -180;
    *grid = (sgp_grid){.south = 90, .west = 180, .height = 1, .width = 1, .rows = 1, .columns = 1};
    for (size_t i = 0; i < count; i++)
        widen(grid, &north, &east, index->services[services[i]].at.point);
    if (!count)
        return;
    double high = fmax(north - grid->south, 0.001), wide = fmax(east - grid->west, 0.001);
    double squeeze = fmax(cos(RADIANS((north + grid->south) / 2)), 0.01);
    double side = sqrt(high * wide * squeeze / (double)count); /* degrees of latitude */
    grid->height = fmax(side, high / 4000);
    grid->width = fmax(side / squeeze, wide / 4000);
    grid->rows = row_of(grid, north) + 1;
    grid->columns = column_of(grid, east) + 1;
}

static size_t cell_of(const sgp_grid *grid, sgp_point point)
{
    return (size_t)row_of(grid, point.latitude) * (size_t)grid->columns + (size_t)column_of(grid, point.longitude);
}

static void note(sgp_shelf *shelf, const sgp_service *service)
{
    if (service->profile != SGP_NO_NUMBER)
        sgp_bit_set(shelf->profiles, (size_t)service->profile);
    if (service->hours != SGP_NO_NUMBER)
        sgp_bit_set(shelf->hours, (size_t)service->hours);
}

/* Whether a service is found by walking outwards. One that is not active never fits; one that is restricted fits only
 * the patients of its practices, from whom it is found. The catch-all asks no practice. */
static bool stands_on_shelf(const signpost_index *index, const sgp_service *service)
{
    bool is_found_by_practice = service->flags & SGP_SERVICE_RESTRICTED && !sgp_is_emergency_type(index, service->type);
    return service->flags & SGP_SERVICE_ACTIVE && !is_found_by_practice;
}

/* Puts the services of a type, whose numbers rise, into their cells. */
static signpost_status fill(sgp_builder *builder, sgp_shelf *shelf, const int32_t *services, size_t count)
{
    signpost_index *index = builder->index;
    sgp_grid *grid = &shelf->grid;
    shape(grid, index, services, count);
    size_t cells = (size_t)grid->rows * (size_t)grid->columns;
    grid->first = sgp_arena_allocate(&index->arena, cells + 2, sizeof *grid->first);
    shelf->items = sgp_arena_allocate(&index->arena, count, sizeof *shelf->items);
    if (!grid->first || !shelf->items)
        return sgp_fail_memory(builder->error);
    /* Counted two places on, so that filling moves each cell's end to where the next one's beginning belongs. */
    for (size_t i = 0; i < count; i++)
        grid->first[cell_of(grid, index->services[services[i]].at.point) + 2]++;
    for (size_t cell = 2; cell < cells + 2; cell++)
        grid->first[cell] += grid->first[cell - 1];
    for (size_t i = 0; i < count; i++) {
        const sgp_service *service = &index->services[services[i]];
        uint32_t place = grid->first[cell_of(grid, service->at.point) + 1]++;
        shelf->items[place] = (sgp_shelf_item){service->at, services[i], service->profile, service->hours, 0};
    }
    return SIGNPOST_OK;
}

/* Services of each practice: those that bear its code, and those restricted to its patients. */
static signpost_status list_practices(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    sgp_array owners = SGP_ARRAY_OF(uint32_t), services = SGP_ARRAY_OF(int32_t);
    bool good = true;
    for (size_t i = 0; i < index->service_count && good; i++) {
        int32_t own = index->services[i].ods, number = (int32_t)i;
        const int32_t *practices = sgp_lists_at(&index->practices, i, sizeof *practices);
        if (own != SGP_NO_NUMBER)
            good = sgp_array_append(&owners, &own, 1) && sgp_array_append(&services, &number, 1);
        for (size_t j = 0; j < sgp_lists_count(&index->practices, i) && good; j++)
            if (practices[j] != SGP_NO_NUMBER)
                good = sgp_array_append(&owners, &practices[j], 1) && sgp_array_append(&services, &number, 1);
    }
    index->practice_lists = index->organisations.texts.count;
    signpost_status status =
        good ? sgp_lists_pack(builder, &owners, &services, index->practice_lists, &index->of_practice)
             : sgp_fail_memory(builder->error);
    sgp_array_release(&owners);
    sgp_array_release(&services);
    return status;
}

/* Gives each organisation that commissions a service a place of its own. */
static signpost_status number_commissioners(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    size_t organisations = index->organisations.texts.count;
    index->commissioner_slots = sgp_arena_allocate(&index->arena, organisations, sizeof *index->commissioner_slots);
    if (!index->commissioner_slots)
        return sgp_fail_memory(builder->error);
    for (size_t i = 0; i < organisations; i++)
        index->commissioner_slots[i] = SGP_NO_NUMBER;
    for (size_t i = 0; i < index->service_count; i++) {
        int32_t commissioner = index->services[i].commissioner;
        if (commissioner != SGP_NO_NUMBER && index->commissioner_slots[commissioner] == SGP_NO_NUMBER)
            index->commissioner_slots[commissioner] = (int32_t)index->commissioner_count++;
    }
    size_t shelves = index->type_count * index->commissioner_count;
    index->own_shelves = sgp_arena_allocate(&index->arena, shelves, sizeof *index->own_shelves);
    return index->own_shelves ? SIGNPOST_OK : sgp_fail_memory(builder->error);
}

const sgp_shelf *sgp_own_shelf(const signpost_index *index, size_t type, int32_t commissioner)
{
    int32_t slot = commissioner == SGP_NO_NUMBER ? SGP_NO_NUMBER : index->commissioner_slots[commissioner];
    return slot == SGP_NO_NUMBER ? NULL : &index->own_shelves[type * index->commissioner_count + (size_t)slot];
}

static size_t slot_of(const signpost_index *index, int32_t service)
{
    int32_t commissioner = index->services[service].commissioner;
    return commissioner == SGP_NO_NUMBER ? index->commissioner_count : (size_t)index->commissioner_slots[commissioner];
}

/* The same services again, each commissioner's apart; those of none come last, and on no shelf. `own` has room for all
 * of them, `ends` for every commissioner and one more. */
static signpost_status fill_own(sgp_builder *builder, size_t type, const int32_t *services, size_t count, int32_t *own,
                                uint32_t *ends)
{
    signpost_index *index = builder->index;
    sgp_shelf *shelves = &index->own_shelves[type * index->commissioner_count];
    signpost_status status = SIGNPOST_OK;
    memset(ends, 0, (index->commissioner_count + 2) * sizeof *ends);
    for (size_t i = 0; i < count; i++)
        ends[slot_of(index, services[i]) + 1]++;
    for (size_t slot = 0; slot <= index->commissioner_count; slot++)
        ends[slot + 1] += ends[slot];
    for (size_t i = 0; i < count; i++) /* moves what was each one's beginning to its end */
        own[ends[slot_of(index, services[i])]++] = services[i];
    for (size_t slot = 0; slot < index->commissioner_count && status == SIGNPOST_OK; slot++) {
        uint32_t from = slot ? ends[slot - 1] : 0;
        status = fill(builder, &shelves[slot], own + from, ends[slot] - from);
    }
    return status;
}

/* `services` and `own` have room for all services, `ends` as for fill_own. */
static signpost_status build_type(sgp_builder *builder, size_t type, int32_t *services, int32_t *own, uint32_t *ends)
{
    signpost_index *index = builder->index;
    sgp_shelf *shelf = &index->shelves[type];
    size_t count = 0;
    shelf->profiles = sgp_arena_allocate(&index->arena, sgp_words_for(index->profiles.count), sizeof(sgp_word));
    shelf->hours = sgp_arena_allocate(&index->arena, sgp_words_for(index->hours_count), sizeof(sgp_word));
    if (!shelf->profiles || !shelf->hours)
        return sgp_fail_memory(builder->error);
    for (size_t i = 0; i < index->service_count; i++) {
        const sgp_service *service = &index->services[i];
        if (service->type != type)
            continue;
        note(shelf, service);
        if (stands_on_shelf(index, service))
            services[count++] = (int32_t)i;
    }
    signpost_status status = fill(builder, shelf, services, count);
    return status == SIGNPOST_OK ? fill_own(builder, type, services, count, own, ends) : status;
}

signpost_status sgp_build_shelves(sgp_builder *builder)
{
    signpost_index *index = builder->index;
    signpost_status status = number_commissioners(builder);
    if (status != SIGNPOST_OK)
        return status;
    int32_t *services = sgp_allocate_zeroed(index->service_count, sizeof *services);
    int32_t *own = sgp_allocate_zeroed(index->service_count, sizeof *own);
    uint32_t *ends = sgp_allocate_zeroed(index->commissioner_count + 2, sizeof *ends);
    index->shelves = sgp_arena_allocate(&index->arena, index->type_count, sizeof *index->shelves);
    if (!services || !own || !ends || !index->shelves)
        status = sgp_fail_memory(builder->error);
    for (size_t type = 0; type < index->type_count && status == SIGNPOST_OK; type++)
        status = build_type(builder, type, services, own, ends);
    sgp_release(services);
    sgp_release(own);
    sgp_release(ends);
    return status == SIGNPOST_OK ? list_practices(builder) : status;
}

/* Rings. */

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static bool touches_pole_or_date_line(sgp_point at, int32_t radius_m)
{
    /* At most 9 degrees along the meridian, and 38 along the parallel of 75. */
    if (fabs(at.latitude) < 75 && fabs(at.longitude) < 140 && radius_m <= SGP_MOST_RADIUS_M)
        return false;
    double latitude, longitude;
    sgp_box_around(at, radius_m, &latitude, &longitude);
    return at.longitude - longitude < -180 || at.longitude + longitude > 180;
}

sgp_rings sgp_rings_around(const sgp_shelf *shelf, const sgp_ready_point *at, int32_t radius_m)
{
    const sgp_grid *grid = &shelf->grid;
    sgp_rings rings = {.shelf = shelf,
                       .at = at,
                       .row = row_of(grid, at->point.latitude),
                       .column = column_of(grid, at->point.longitude),
                       .all_at_once = touches_pole_or_date_line(at->point, radius_m)};
    int32_t up = larger(rings.row, grid->rows - 1 - rings.row),
            along = larger(rings.column, grid->columns - 1 - rings.column);
    rings.last = rings.all_at_once ? 0 : larger(up, along);
    int32_t outside =
        larger(larger(-rings.row, rings.row - grid->rows + 1), larger(-rings.column, rings.column - grid->columns + 1));
    rings.ring = rings.all_at_once ? 0 : larger(outside, 0); /* the first that touches the grid */
    return rings;
}

/* Metres to the meridian so many degrees away, or a little less: asin(cosine sin(angle)), where no sine is less than
 * the first two terms of its series, and no inverse sine less than its first. */
static double to_meridian(const sgp_rings *rings, double degrees)
{
    double angle = RADIANS(degrees < 90 ? degrees : 90);
    return EARTH_RADIUS_M * rings->at->cosine * angle * (1 - angle * angle / 6);
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

int32_t sgp_rings_next_m(const sgp_rings *rings)
{
    const sgp_grid *grid = &rings->shelf->grid;
    const sgp_point at = rings->at->point;
    int32_t ring = rings->ring;
    if (ring > rings->last)
        return INT32_MAX;
    if (!ring)
        return 0;
    double edge = INFINITY, nearest; /* in degrees of latitude, then in metres */
    if (rings->row + ring < grid->rows)
        edge = grid->south + (rings->row + ring) * grid->height - at.latitude;
    if (rings->row - ring >= 0)
        edge = smaller(edge, at.latitude - grid->south - (rings->row - ring + 1) * grid->height);
    nearest = RADIANS(edge) * EARTH_RADIUS_M;
    edge = INFINITY;
    if (rings->column + ring < grid->columns)
        edge = grid->west + (rings->column + ring) * grid->width - at.longitude;
    if (rings->column - ring >= 0)
        edge = smaller(edge, at.longitude - grid->west - (rings->column - ring + 1) * grid->width);
    if (edge < INFINITY)
        nearest = smaller(nearest, to_meridian(rings, edge));
    return nearest < 1 ? 0 : nearest > INT32_MAX - 1 ? INT32_MAX - 1 : (int32_t)nearest - 1;
}

/* A stretch of cells of one row. */
static void take_stretch(const sgp_rings *rings, int32_t row, int32_t from, int32_t to,
                         void (*take)(void *context, const sgp_shelf_item *item), void *context)
{
    const sgp_grid *grid = &rings->shelf->grid;
    if (row < 0 || row >= grid->rows)
        return;
    from = larger(from, 0);
    to = to < grid->columns ? to : grid->columns - 1;
    if (from > to)
        return;
    uint32_t end = grid->first[row * grid->columns + to + 1];
    for (uint32_t i = grid->first[row * grid->columns + from]; i < end; i++)
        take(context, &rings->shelf->items[i]);
}

void sgp_rings_take(sgp_rings *rings, void (*take)(void *context, const sgp_shelf_item *item), void *context)
{
    const sgp_grid *grid = &rings->shelf->grid;
    int32_t ring = rings->ring++;
    if (rings->all_at_once) {
        for (int32_t row = 0; row < grid->rows; row++)
            take_stretch(rings, row, 0, grid->columns - 1, take, context);
        return;
    }
    int32_t west = rings->column - ring, east = rings->column + ring;
    take_stretch(rings, rings->row - ring, west, east, take, context);
    if (!ring)
        return;
    take_stretch(rings, rings->row + ring, west, east, take, context);
    for (int32_t row = larger(rings->row - ring + 1, 0); row <= rings->row + ring - 1 && row < grid->rows; row++) {
        if (west >= 0)
            take_stretch(rings, row, west, west, take, context);
        if (east < grid->columns)
            take_stretch(rings, row, east, east, take, context);
    }
}
