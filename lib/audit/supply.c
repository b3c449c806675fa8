/* Who may serve: services that could serve somebody, in three rooms. Rules kept here:
 *  - those open to everybody stand by cells; those limited to areas by area; those for registered patients by the area
 *    whose practice they are for;
 *  - one that can never serve (not active, without profile or hours) is no supplier. */
#include "audit/audit.h"

#include "base/error.h"
#include "hours/calendar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct room {
    sgp_array owners, items; /* uint32_t; sgp_supplier */
} room;

typedef struct stock {
    signpost_audit *audit;
    sgp_array keys;       /* sgp_time_key, by service */
    sgp_array plain_keys; /* the same, of hours alone */
    room open, limited, own;
} stock;

/* Local midnight before a date, in minutes from the beginning, kept within sight of what is looked at. */
static int32_t minute_of(const signpost_audit *audit, signpost_date date)
{
    const signpost_audit_about *about = &audit->about;
    int64_t days = (int64_t)date - about->from;
    if (days < 0 || days > about->days)
        return days < 0 ? 0 : about->minutes;
    return (int32_t)(sgp_clock_moment(&audit->index->calendar->clock, date, 0) - about->begins);
}

static int32_t clip(const signpost_audit *audit, signpost_minute moment)
{
    int64_t minute = moment - audit->about.begins;
    return minute < 0 ? 0 : minute > audit->about.minutes ? audit->about.minutes : (int32_t)minute;
}

/* When a service is red, if that counts. In the typical week it is so throughout, or not at all. */
static void set_red(const signpost_audit *audit, size_t number, sgp_time_key *key)
{
    const signpost_index *index = audit->index;
    signpost_minute from, until;
    if (!audit->options.capacity || sgp_capacity_span(index, number, &from, &until) != SIGNPOST_RED)
        return;
    if (audit->about.typical) {
        signpost_minute noon = sgp_clock_moment(&index->calendar->clock, audit->about.from, SGP_MINUTES_PER_DAY / 2);
        bool is_red = from <= noon && noon < until;
        key->red_until = is_red ? audit->about.minutes : 0;
        return;
    }
    key->red_from = clip(audit, from);
    key->red_until = clip(audit, until);
}

/* False when it can never serve. */
static bool set_key(const signpost_audit *audit, size_t number, sgp_time_key *key)
{
    const sgp_service *service = &audit->index->services[number];
    const signpost_audit_about *about = &audit->about;
    if (!(service->flags & SGP_SERVICE_ACTIVE) || service->profile == SGP_NO_NUMBER || service->hours == SGP_NO_NUMBER)
        return false;
    *key = (sgp_time_key){service->hours, service->return_if_open, 0, about->minutes, 0, 0};
    if (about->typical && (service->valid_from > about->from || service->valid_to < about->from))
        return false;
    if (!about->typical) {
        key->valid_from = service->valid_from == INT32_MIN ? 0 : minute_of(audit, service->valid_from);
        if (service->valid_to < INT32_MAX)
            key->valid_until = minute_of(audit, service->valid_to + 1);
    }
    set_red(audit, number, key);
    return key->valid_from < key->valid_until;
}

static int compare_keys(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(sgp_time_key));
}

static bool add_to(room *to, uint32_t owner, const sgp_supplier *supplier)
{
    return sgp_array_append(&to->owners, &owner, 1) && sgp_array_append(&to->items, supplier, 1);
}

/* ---- cells ---- */

/* Cells of about an eighth of the widest search distance: small against it, and few. */
static void choose_cells(signpost_audit *audit, const sgp_array *open)
{
    enum { CELLS_A_RADIUS = 8, MOST_CELLS = 1 << 14 };
    sgp_grid *grid = &audit->grid;
    double south = 90, north = -90, west = 180, east = -180, cosine = 1;
    int32_t radius = 1000;
    for (size_t i = 0; i < open->count; i++) {
        const sgp_ready_point *at = &SGP_AT(open, sgp_supplier, i)->at;
        south = fmin(south, at->point.latitude);
        north = fmax(north, at->point.latitude);
        west = fmin(west, at->point.longitude);
        east = fmax(east, at->point.longitude);
        cosine = fmin(cosine, at->cosine);
    }
    for (size_t i = 0; i < audit->area_count; i++)
        radius = audit->areas[i].radius_m > radius ? audit->areas[i].radius_m : radius;
    const double metres_a_degree = 111195;
    grid->south = open->count ? south : 0;
    grid->west = open->count ? west : 0;
    for (grid->height = radius / metres_a_degree / CELLS_A_RADIUS;; grid->height *= 1.5) {
        grid->width = grid->height / fmax(cosine, 0.01);
        double rows = open->count ? floor((north - south) / grid->height) + 1 : 1;
        double columns = open->count ? floor((east - west) / grid->width) + 1 : 1;
        if (rows * columns > MOST_CELLS)
            continue;
        grid->rows = (int32_t)rows;
        grid->columns = (int32_t)columns;
        return;
    }
}

static int32_t within(double cell, int32_t count)
{
    return cell < 0 ? 0 : cell >= count ? count - 1 : (int32_t)cell;
}

static uint32_t cell_of(const sgp_grid *grid, sgp_point at)
{
    int32_t row = within(floor((at.latitude - grid->south) / grid->height), grid->rows);
    int32_t column = within(floor((at.longitude - grid->west) / grid->width), grid->columns);
    return (uint32_t)(row * grid->columns + column);
}

static signpost_status pack_open(stock *all, signpost_error *error)
{
    signpost_audit *audit = all->audit;
    sgp_lists cells;
    choose_cells(audit, &all->open.items);
    for (size_t i = 0; i < all->open.items.count; i++)
        *SGP_AT(&all->open.owners, uint32_t, i) =
            cell_of(&audit->grid, SGP_AT(&all->open.items, sgp_supplier, i)->at.point);
    size_t count = (size_t)audit->grid.rows * (size_t)audit->grid.columns;
    signpost_status status =
        sgp_lists_pack_in(&audit->arena, &all->open.owners, &all->open.items, count, &cells, error);
    audit->open = cells.items;
    audit->open_count = all->open.items.count;
    audit->grid.first = cells.first;
    return status;
}

/* ---- who is for whom ---- */

static bool is_in(const int32_t *items, size_t count, int32_t wanted)
{
    for (size_t i = 0; i < count; i++)
        if (items[i] == wanted)
            return true;
    return false;
}

bool sgp_audit_is_limited_to(const signpost_audit *audit, const sgp_audit_area *area, size_t count, int32_t service)
{
    const sgp_lists *limits = &audit->index->limits;
    const int32_t *areas = sgp_lists_at(limits, (size_t)service, sizeof *areas);
    for (size_t i = 0; i < sgp_lists_count(limits, (size_t)service); i++)
        if (is_in(area->chain, count, areas[i]))
            return true;
    return false;
}

bool sgp_audit_is_for_area(const signpost_audit *audit, const sgp_audit_area *area, int32_t service)
{
    return !(audit->index->services[service].flags & SGP_SERVICE_LIMITED) ||
           sgp_audit_is_limited_to(audit, area, area->chain_count, service);
}

/* A practice lists a service once as its own, and once as restricted to its patients. */
static bool is_own_already(const stock *all, uint32_t position, int32_t service)
{
    for (size_t i = all->own.items.count; i > 0 && *SGP_AT(&all->own.owners, uint32_t, i - 1) == position; i--)
        if (SGP_AT(&all->own.items, sgp_supplier, i - 1)->service == service)
            return true;
    return false;
}

/* What is restricted to the patients of the area's practice, within reach. */
static bool add_own(stock *all, uint32_t position)
{
    const signpost_audit *audit = all->audit;
    const signpost_index *index = audit->index;
    const sgp_audit_area *area = &audit->areas[position];
    if (area->practice == SGP_NO_NUMBER)
        return true;
    const int32_t *services = sgp_lists_at(&index->of_practice, (size_t)area->practice, sizeof *services);
    for (size_t i = 0; i < sgp_lists_count(&index->of_practice, (size_t)area->practice); i++) {
        const sgp_service *service = &index->services[services[i]];
        const int32_t *practices = sgp_lists_at(&index->practices, (size_t)services[i], sizeof *practices);
        const sgp_supplier supplier = {service->at, service->profile, services[i], services[i]};
        if (service->flags & SGP_SERVICE_RESTRICTED && SGP_AT(&all->keys, sgp_time_key, services[i])->hours >= 0 &&
            is_in(practices, sgp_lists_count(&index->practices, (size_t)services[i]), area->practice) &&
            sgp_audit_is_for_area(audit, area, services[i]) && sgp_audit_is_within(audit, area, &service->at) &&
            !is_own_already(all, position, services[i]) && !add_to(&all->own, position, &supplier))
            return false;
    }
    return true;
}

/* Puts a service into its room; those for registered patients come later, by area. */
static bool add_service(stock *all, int32_t number)
{
    const signpost_index *index = all->audit->index;
    const sgp_service *service = &index->services[number];
    const sgp_supplier supplier = {service->at, service->profile, number, number}; /* its key is numbered later */
    if (service->flags & SGP_SERVICE_RESTRICTED)
        return true;
    if (!(service->flags & SGP_SERVICE_LIMITED))
        return add_to(&all->open, 0, &supplier);
    const int32_t *limits = sgp_lists_at(&index->limits, (size_t)number, sizeof *limits);
    for (size_t i = 0; i < sgp_lists_count(&index->limits, (size_t)number); i++)
        if (limits[i] != SGP_NO_NUMBER && !add_to(&all->limited, (uint32_t)limits[i], &supplier))
            return false;
    return true;
}

static bool stock_services(stock *all)
{
    signpost_audit *audit = all->audit;
    for (size_t i = 0; i < audit->index->service_count; i++) {
        const sgp_service *service = &audit->index->services[i];
        sgp_time_key *key = sgp_array_add(&all->keys), *plain = sgp_array_add(&all->plain_keys);
        if (!key || !plain)
            return false;
        *plain = (sgp_time_key){service->hours, service->return_if_open, 0, audit->about.minutes, 0, 0};
        if (!set_key(audit, i, key)) {
            *key = (sgp_time_key){.hours = SGP_NO_NUMBER};
            continue;
        }
        audit->about.services++;
        if (!add_service(all, (int32_t)i))
            return false;
    }
    for (size_t i = 0; i < audit->area_count; i++)
        if (!add_own(all, (uint32_t)i))
            return false;
    return true;
}

/* ---- keys ---- */

static int32_t number_of(const signpost_audit *audit, const sgp_time_key *key)
{
    if (key->hours < 0 || !audit->key_count)
        return SGP_NO_NUMBER;
    const sgp_time_key *found = bsearch(key, audit->keys, audit->key_count, sizeof *key, compare_keys);
    return found ? (int32_t)(found - audit->keys) : SGP_NO_NUMBER;
}

static void number_keys(const stock *all, room *in)
{
    for (size_t i = 0; i < in->items.count; i++) {
        sgp_supplier *supplier = SGP_AT(&in->items, sgp_supplier, i);
        supplier->key = number_of(all->audit, SGP_AT(&all->keys, sgp_time_key, supplier->service));
    }
}

/* Equal keys are one. */
static signpost_status set_keys(stock *all, signpost_error *error)
{
    signpost_audit *audit = all->audit;
    size_t services = all->keys.count, kept = 0;
    sgp_time_key *keys = sgp_arena_allocate(&audit->arena, services * 2 + 1, sizeof *keys);
    audit->plain_keys = sgp_arena_allocate(&audit->arena, services + 1, sizeof *audit->plain_keys);
    audit->supplier_keys = sgp_arena_allocate(&audit->arena, services + 1, sizeof *audit->supplier_keys);
    if (!keys || !audit->plain_keys || !audit->supplier_keys)
        return sgp_fail_memory(error);
    for (size_t i = 0; i < services; i++) {
        keys[i * 2] = *SGP_AT(&all->keys, sgp_time_key, i);
        keys[i * 2 + 1] = *SGP_AT(&all->plain_keys, sgp_time_key, i);
    }
    qsort(keys, services * 2, sizeof *keys, compare_keys);
    for (size_t i = 0; i < services * 2; i++)
        if (keys[i].hours >= 0 && (!kept || compare_keys(&keys[i], &keys[kept - 1]) != 0))
            keys[kept++] = keys[i];
    audit->keys = keys;
    audit->key_count = kept;
    number_keys(all, &all->open);
    number_keys(all, &all->limited);
    number_keys(all, &all->own);
    for (size_t i = 0; i < services; i++)
        audit->supplier_keys[i] = number_of(audit, SGP_AT(&all->keys, sgp_time_key, i));
    for (size_t i = 0; i < services; i++)
        audit->plain_keys[i] = number_of(audit, SGP_AT(&all->plain_keys, sgp_time_key, i));
    return SIGNPOST_OK;
}

signpost_status sgp_audit_set_supply(signpost_audit *audit, signpost_error *error)
{
    const room empty = {SGP_ARRAY_OF(uint32_t), SGP_ARRAY_OF(sgp_supplier)};
    stock all = {audit, SGP_ARRAY_OF(sgp_time_key), SGP_ARRAY_OF(sgp_time_key), empty, empty, empty};
    signpost_status status = stock_services(&all) ? set_keys(&all, error) : sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        status = pack_open(&all, error);
    if (status == SIGNPOST_OK)
        status = sgp_lists_pack_in(&audit->arena, &all.limited.owners, &all.limited.items,
                                   sgp_strings_count(&audit->index->areas), &audit->limited, error);
    if (status == SIGNPOST_OK)
        status =
            sgp_lists_pack_in(&audit->arena, &all.own.owners, &all.own.items, audit->area_count, &audit->own, error);
    room *const rooms[] = {&all.open, &all.limited, &all.own};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        sgp_array_release(&rooms[i]->owners);
        sgp_array_release(&rooms[i]->items);
    }
    sgp_array_release(&all.keys);
    sgp_array_release(&all.plain_keys);
    return status;
}
