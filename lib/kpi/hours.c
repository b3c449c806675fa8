/* A hash table of cells by contract, provider and hour. It is the heart of counting calls: one look-up a call, no
 * allocation but for a new cell. */
#include "kpi/hours.h"

#include <string.h>

const char *sgp_import_clock(const sgp_import *import)
{
    return import->options->clock ? import->options->clock : "GMT0BST,M3.5.0/1,M10.5.0";
}

signpost_status sgp_hours_begin(sgp_hours *hours, const sgp_import *import, signpost_error *error)
{
    sgp_strings_init(&hours->contracts);
    sgp_strings_init(&hours->providers);
    return sgp_clock_compile(sgp_import_clock(import), &hours->clock, error);
}

void sgp_hours_release(sgp_hours *hours)
{
    sgp_strings_release(&hours->contracts);
    sgp_strings_release(&hours->providers);
    sgp_array_release(&hours->cells);
    sgp_release(hours->slots);
}

static size_t slot_of(const sgp_hours *hours, int32_t contract, int32_t provider, int32_t hour)
{
    uint64_t key = (uint64_t)(uint32_t)hour << 32 ^ (uint64_t)(uint32_t)provider << 16 ^ (uint32_t)contract;
    key *= 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio: spreads neighbours */
    return (size_t)(key >> 32) & (hours->slot_count - 1);
}

static void put(sgp_hours *hours, uint32_t index)
{
    const sgp_hour_cell *cell = SGP_AT(&hours->cells, sgp_hour_cell, index);
    size_t slot = slot_of(hours, cell->contract, cell->provider, cell->hour);
    while (hours->slots[slot])
        slot = (slot + 1) & (hours->slot_count - 1);
    hours->slots[slot] = index + 1;
}

/* Keeps at least half of the slots free. */
static bool make_room(sgp_hours *hours)
{
    if (2 * (hours->cells.count + 1) <= hours->slot_count)
        return true;
    size_t count = hours->slot_count ? 2 * hours->slot_count : 1024;
    uint32_t *slots = sgp_allocate_zeroed(count, sizeof *slots);
    if (!slots)
        return false;
    sgp_release(hours->slots);
    hours->slots = slots;
    hours->slot_count = count;
    for (size_t i = 0; i < hours->cells.count; i++)
        put(hours, (uint32_t)i);
    return true;
}

static sgp_hour_cell *add_cell(sgp_hours *hours, int32_t contract, int32_t provider, int32_t hour)
{
    hours->cells.item_size = sizeof(sgp_hour_cell);
    if (!make_room(hours))
        return NULL;
    sgp_hour_cell *cell = sgp_array_add(&hours->cells);
    if (!cell)
        return NULL;
    cell->contract = contract;
    cell->provider = provider;
    cell->hour = hour;
    put(hours, (uint32_t)(hours->cells.count - 1));
    return cell;
}

sgp_hour_cell *sgp_hours_cell(sgp_hours *hours, int32_t contract, int32_t provider, int32_t hour)
{
    for (size_t slot = hours->slot_count ? slot_of(hours, contract, provider, hour) : 0;
         hours->slot_count && hours->slots[slot]; slot = (slot + 1) & (hours->slot_count - 1)) {
        sgp_hour_cell *cell = SGP_AT(&hours->cells, sgp_hour_cell, hours->slots[slot] - 1);
        if (cell->hour == hour && cell->contract == contract && cell->provider == provider)
            return cell;
    }
    return add_cell(hours, contract, provider, hour);
}

signpost_month sgp_hours_month(const sgp_hours *hours, int32_t hour)
{
    signpost_minute moment = (signpost_minute)hour * 60;
    return signpost_month_of(sgp_date_of(moment + sgp_clock_span(&hours->clock, moment).offset));
}

void sgp_hours_note(const sgp_hours *hours, sgp_import *import)
{
    if (!hours->cells.count)
        return;
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t i = 0; i < hours->cells.count; i++) {
        int32_t hour = SGP_AT(&hours->cells, sgp_hour_cell, i)->hour;
        first = hour < first ? hour : first;
        last = hour > last ? hour : last;
    }
    import->done->first = sgp_hours_month(hours, first);
    import->done->last = sgp_hours_month(hours, last);
    import->done->aggregates = (int64_t)hours->cells.count;
}
