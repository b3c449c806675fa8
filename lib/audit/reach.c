/* How far areas reach over the grid, and which are neighbours. Rules kept here:
 *  - a cell is taken as wholly within reach only when its four corners are, with a metre to spare for rounding: nothing
 * in it is then farther away than the farthest corner;
 *  - a cell is passed over only when it lies outside of the box around the circle. */
#include "audit/audit.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool sgp_audit_is_within(const signpost_audit *audit, const sgp_audit_area *area, const sgp_ready_point *at)
{
    if (audit->index->policy->square)
        return sgp_square_distance_m(&area->at, at->point) <= area->radius_m;
    return sgp_ready_distance_m(&area->at, at) <= area->radius_m;
}

bool sgp_audit_reaches(const signpost_audit *audit, size_t position, int32_t service)
{
    const signpost_index *index = audit->index;
    if (!sgp_audit_is_within(audit, &audit->areas[position], &index->services[service].at))
        return false;
    if (!(index->services[service].flags & SGP_SERVICE_RESTRICTED))
        return sgp_audit_is_for_area(audit, &audit->areas[position], service);
    const sgp_supplier *own = sgp_lists_at(&audit->own, position, sizeof *own);
    for (size_t i = 0; i < sgp_lists_count(&audit->own, position); i++)
        if (own[i].service == service)
            return true;
    return false;
}

/* ---- spans ---- */

typedef struct view {
    const signpost_audit *audit;
    const sgp_audit_area *area;
    double half_height, half_width; /* of the box around the circle, in degrees */
    double cosines[2];              /* of a row's two edges */
} view;

/* The last cell at or before a place on the line of rows or columns; kept within reach of integers. */
static int32_t cell_at(double place, double origin, double size)
{
    double cell = floor((place - origin) / size);
    return cell < -30000 ? -30000 : cell > 30000 ? 30000 : (int32_t)cell;
}

static bool corner_is_within(const view *at, int32_t row, int32_t column, int edge)
{
    const sgp_grid *grid = &at->audit->grid;
    const sgp_ready_point corner = {{grid->south + (row + edge) * grid->height, grid->west + column * grid->width},
                                    at->cosines[edge]};
    if (at->audit->index->policy->square)
        return sgp_square_distance_m(&at->area->at, corner.point) < at->area->radius_m - 1;
    return sgp_ready_distance_m(&at->area->at, &corner) < at->area->radius_m - 1;
}

/* Whether both ends of the line between two columns, in a row, lie within reach. */
static bool line_is_within(const view *at, int32_t row, int32_t column)
{
    return corner_is_within(at, row, column, 0) && corner_is_within(at, row, column, 1);
}

/* The innermost columns stand at the area's own; from there outwards while the lines are within. */
static void set_inner(const view *at, int32_t row, sgp_cell_span *span)
{
    const sgp_grid *grid = &at->audit->grid;
    int32_t middle = cell_at(at->area->at.point.longitude, grid->west, grid->width);
    int32_t west = middle, east = middle + 1; /* lines */
    for (int edge = 0; edge < 2; edge++) {
        double latitude = grid->south + (row + edge) * grid->height;
        ((view *)at)->cosines[edge] = sgp_point_make_ready((sgp_point){latitude, 0}).cosine;
    }
    span->inner_first = 1;
    span->inner_last = 0;
    if (!line_is_within(at, row, west) || !line_is_within(at, row, east))
        return;
    while (west > span->outer_first && line_is_within(at, row, west - 1))
        west--;
    while (east <= span->outer_last && line_is_within(at, row, east + 1))
        east++;
    west = west < span->outer_first ? span->outer_first : west;
    east = east > span->outer_last + 1 ? span->outer_last + 1 : east;
    if (west < east) {
        span->inner_first = (int16_t)west;
        span->inner_last = (int16_t)(east - 1);
    }
}

static int32_t limit_to(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

static bool add_spans(signpost_audit *audit, sgp_audit_area *area, sgp_array *spans)
{
    const sgp_grid *grid = &audit->grid;
    view at = {.audit = audit, .area = area};
    sgp_point centre = area->at.point;
    sgp_box_around(centre, area->radius_m, &at.half_height, &at.half_width);
    int32_t first_row = cell_at(centre.latitude - at.half_height, grid->south, grid->height);
    int32_t last_row = cell_at(centre.latitude + at.half_height, grid->south, grid->height);
    int32_t first = cell_at(centre.longitude - at.half_width, grid->west, grid->width);
    int32_t last = cell_at(centre.longitude + at.half_width, grid->west, grid->width);
    bool is_round = centre.longitude - at.half_width < -180 || centre.longitude + at.half_width > 180;
    if (is_round) { /* over the date line: whole rows, each service looked at */
        first = 0;
        last = grid->columns - 1;
    }
    area->first_span = (uint32_t)spans->count;
    area->first_row = limit_to(first_row, 0, grid->rows);
    area->row_count = limit_to(last_row + 1, area->first_row, grid->rows) - area->first_row;
    for (int32_t row = area->first_row; row < area->first_row + area->row_count; row++) {
        sgp_cell_span *span = sgp_array_add(spans);
        if (!span)
            return false;
        span->outer_first = (int16_t)limit_to(first, 0, grid->columns);
        span->outer_last = (int16_t)limit_to(last, -1, grid->columns - 1);
        span->inner_first = 1;
        if (!is_round)
            set_inner(&at, row, span);
    }
    return true;
}

/* ---- neighbours ---- */

/* Areas by latitude. */
typedef struct stop {
    double latitude;
    uint32_t area;
} stop;

static int by_latitude(const void *a, const void *b)
{
    const stop *x = a, *y = b;
    if (x->latitude != y->latitude)
        return x->latitude < y->latitude ? -1 : 1;
    return (x->area > y->area) - (x->area < y->area);
}

/* The nearest few, the nearest first. */
typedef struct nearest_few {
    uint32_t areas[SGP_AREA_NEIGHBOURS];
    int32_t distances[SGP_AREA_NEIGHBOURS];
    int count;
} nearest_few;

static void offer(nearest_few *few, uint32_t area, int32_t distance)
{
    int at = few->count;
    if (at == SGP_AREA_NEIGHBOURS && distance >= few->distances[at - 1])
        return;
    if (at < SGP_AREA_NEIGHBOURS)
        few->count++;
    else
        at--;
    for (; at && distance < few->distances[at - 1]; at--) {
        few->areas[at] = few->areas[at - 1];
        few->distances[at] = few->distances[at - 1];
    }
    few->areas[at] = area;
    few->distances[at] = distance;
}

/* North and south from an area's own latitude, until nothing farther off can be nearer. */
static void find_neighbours(const signpost_audit *audit, const stop *stops, size_t own, uint32_t *all)
{
    const double metres_a_degree = 111000; /* no degree of latitude is shorter */
    const sgp_audit_area *area = &audit->areas[stops[own].area];
    uint32_t *neighbours = all + (size_t)stops[own].area * SGP_AREA_NEIGHBOURS;
    nearest_few few = {.count = 0};
    size_t north = own + 1, south = own;
    while (north < audit->area_count || south > 0) {
        double to_north = north < audit->area_count ? stops[north].latitude - stops[own].latitude : HUGE_VAL;
        double to_south = south > 0 ? stops[own].latitude - stops[south - 1].latitude : HUGE_VAL;
        if (few.count == SGP_AREA_NEIGHBOURS &&
            fmin(to_north, to_south) * metres_a_degree > (double)few.distances[few.count - 1] + 1)
            break;
        uint32_t other = to_north <= to_south ? stops[north++].area : stops[--south].area;
        double degrees = fabs(audit->areas[other].at.point.longitude - area->at.point.longitude);
        double apart = degrees * area->at.cosine * metres_a_degree * 0.9; /* never more than the distance */
        if (few.count == SGP_AREA_NEIGHBOURS && degrees < 180 && apart > (double)few.distances[few.count - 1] + 1 &&
            apart < 200000)
            continue;
        offer(&few, other, sgp_ready_distance_m(&area->at, &audit->areas[other].at));
    }
    for (int i = 0; i < SGP_AREA_NEIGHBOURS; i++)
        neighbours[i] = i < few.count ? few.areas[i] : stops[own].area;
}

uint32_t *sgp_audit_neighbours(const signpost_audit *audit, sgp_arena *arena)
{
    stop *stops = sgp_allocate_zeroed(audit->area_count, sizeof *stops);
    uint32_t *neighbours = sgp_arena_allocate(arena, audit->area_count * SGP_AREA_NEIGHBOURS, sizeof *neighbours);
    if (!stops || !neighbours) {
        sgp_release(stops);
        return NULL;
    }
    for (size_t i = 0; i < audit->area_count; i++)
        stops[i] = (stop){audit->areas[i].at.point.latitude, (uint32_t)i};
    qsort(stops, audit->area_count, sizeof *stops, by_latitude);
    for (size_t i = 0; i < audit->area_count; i++)
        find_neighbours(audit, stops, i, neighbours);
    sgp_release(stops);
    return neighbours;
}

signpost_status sgp_audit_set_reach(signpost_audit *audit, signpost_error *error)
{
    sgp_array spans = SGP_ARRAY_OF(sgp_cell_span);
    bool good = true;
    for (size_t i = 0; i < audit->area_count && good; i++)
        good = add_spans(audit, &audit->areas[i], &spans);
    if (good)
        audit->spans = sgp_arena_take(&audit->arena, &spans);
    sgp_array_release(&spans);
    return audit->spans ? SIGNPOST_OK : sgp_fail_memory(error);
}
