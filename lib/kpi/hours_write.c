/* Writes cells of hours. Rules kept here:
 *  - they are written in the order of the table, which makes it a matter of appending;
 *  - of files that have the same hour (or call), the one that was published last counts, and of two of one day the one
 *    that was imported last. */
#include "kpi/hours.h"

#include <stdio.h>
#include <stdlib.h>

enum { SQL_SIZE = 2048, FIRST_ITEM = 11 };

typedef struct writer {
    sgp_hours *hours;
    sgp_import *import;
    sgp_query insert, replace;
    bool has_others; /* other files of the collection */
    char published[SIGNPOST_MOMENT_SIZE];
} writer;

static signpost_status look_for_others(writer *out, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, out->import->figures->db,
                                               "SELECT 1 FROM file WHERE collection = ?1 AND id <> ?2 LIMIT 1", error);
    if (!status) {
        sgp_bind_text(&query, 1, signpost_collection_name(out->import->done->collection));
        sgp_bind_integer(&query, 2, out->import->file);
        status = sgp_query_step(&query, error);
    }
    out->has_others = status == SIGNPOST_OK;
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status prepare(writer *out, signpost_error *error)
{
    char sql[SQL_SIZE];
    size_t used = (size_t)snprintf(sql, sizeof sql,
                                   "INSERT INTO hour_row (contract, provider, hour, call, file, collection, month, "
                                   "first_line, last_line, is_current");
    for (size_t i = 0; i < SGP_HOUR_ITEMS; i++)
        used += (size_t)snprintf(sql + used, sizeof sql - used, ", %s", signpost_item_at(i));
    used += (size_t)snprintf(sql + used, sizeof sql - used, ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, %s",
                             out->has_others
                                 ? "NOT EXISTS (SELECT 1 FROM hour_row h JOIN file f ON f.id = h.file WHERE h.contract "
                                   "= ?1 AND h.provider = ?2 AND h.hour = ?3 AND h.call = ?4 AND f.published > ?10)"
                                 : "?10 IS NOT NULL");
    for (int i = 0; i < SGP_HOUR_ITEMS; i++)
        used += (size_t)snprintf(sql + used, sizeof sql - used, ", ?%d", FIRST_ITEM + i);
    snprintf(sql + used, sizeof sql - used, ")");
    signpost_status status = sgp_query_prepare(&out->insert, out->import->figures->db, sql, error);
    if (!status)
        status = sgp_query_prepare(&out->replace, out->import->figures->db,
                                   "UPDATE hour_row SET is_current = 0 WHERE contract = ?1 AND provider = ?2 AND hour "
                                   "= ?3 AND call = ?4 AND file <> ?5 AND is_current AND (SELECT f.published FROM file "
                                   "f WHERE f.id = hour_row.file) <= ?6",
                                   error);
    return status;
}

static void bind_key(const writer *out, sgp_query *query, const sgp_hour_cell *cell)
{
    sgp_bind_text(query, 1, sgp_strings_text(&out->hours->contracts, cell->contract));
    sgp_bind_text(query, 2, sgp_strings_text(&out->hours->providers, cell->provider));
    sgp_bind_integer(query, 3, (int64_t)cell->hour * 60);
    sgp_bind_text(query, 4, out->hours->call);
    sgp_bind_integer(query, 5, out->import->file);
}

static int64_t value_of(const sgp_hour_cell *cell, int item)
{
    bool is_seconds = item >= SGP_ITEM_ANSWER_SECONDS && item <= SGP_ITEM_CALLBACK_SECONDS;
    return is_seconds ? cell->seconds[item - SGP_ITEM_ANSWER_SECONDS] : cell->counts[item];
}

static signpost_status write_cell(writer *out, const sgp_hour_cell *cell, const char *month, signpost_error *error)
{
    bind_key(out, &out->insert, cell);
    sgp_bind_text(&out->insert, 6, signpost_collection_name(out->import->done->collection));
    sgp_bind_text(&out->insert, 7, month);
    sgp_bind_integer(&out->insert, 8, cell->first_line);
    sgp_bind_integer(&out->insert, 9, cell->last_line);
    sgp_bind_text(&out->insert, 10, out->published);
    for (int item = 0; item < SGP_HOUR_ITEMS; item++)
        if (out->hours->known_items >> item & 1)
            sgp_bind_integer(&out->insert, FIRST_ITEM + item, value_of(cell, item));
        else
            sgp_bind_null(&out->insert, FIRST_ITEM + item);
    signpost_status status = sgp_query_run(&out->insert, error);
    if (status || !out->has_others)
        return status;
    bind_key(out, &out->replace, cell);
    sgp_bind_text(&out->replace, 6, out->published);
    status = sgp_query_run(&out->replace, error);
    out->import->done->superseded += status ? 0 : sqlite3_changes(out->import->figures->db->handle);
    return status;
}

/* Places of contracts and providers in the order of their texts. */
typedef struct order {
    const char *text;
    int32_t number;
} order;

static int compare_order(const void *a, const void *b)
{
    const char *left = ((const order *)a)->text, *right = ((const order *)b)->text;
    while (*left && *left == *right) {
        left++;
        right++;
    }
    return (unsigned char)*left - (unsigned char)*right;
}

/* `ranks[number]` receives the place of each string. */
static bool rank(const sgp_strings *strings, int32_t **ranks)
{
    size_t count = sgp_strings_count(strings);
    order *sorted = sgp_allocate_zeroed(count, sizeof *sorted);
    *ranks = sgp_allocate_zeroed(count, sizeof **ranks);
    for (size_t i = 0; sorted && *ranks && i < count; i++)
        sorted[i] = (order){sgp_strings_text(strings, (int32_t)i), (int32_t)i};
    if (sorted && *ranks)
        qsort(sorted, count, sizeof *sorted, compare_order);
    for (size_t i = 0; sorted && *ranks && i < count; i++)
        (*ranks)[sorted[i].number] = (int32_t)i;
    bool done = sorted && *ranks;
    sgp_release(sorted);
    return done;
}

/* A cell by its place in the table. */
typedef struct place {
    int32_t contract, provider, hour;
    uint32_t cell;
} place;

static int compare_places(const void *a, const void *b)
{
    const place *left = a, *right = b;
    if (left->contract != right->contract)
        return left->contract < right->contract ? -1 : 1;
    if (left->provider != right->provider)
        return left->provider < right->provider ? -1 : 1;
    return (left->hour > right->hour) - (left->hour < right->hour);
}

/* The cells in the order of the table; NULL when memory ran out. */
static place *sort_cells(const sgp_hours *hours)
{
    int32_t *contracts = NULL, *providers = NULL;
    place *places = sgp_allocate_zeroed(hours->cells.count, sizeof *places);
    bool ranked = rank(&hours->contracts, &contracts) && rank(&hours->providers, &providers);
    for (size_t i = 0; places && ranked && i < hours->cells.count; i++) {
        const sgp_hour_cell *cell = SGP_AT(&hours->cells, sgp_hour_cell, i);
        places[i] = (place){contracts[cell->contract], providers[cell->provider], cell->hour, (uint32_t)i};
    }
    if (places && ranked) {
        qsort(places, hours->cells.count, sizeof *places, compare_places);
    } else {
        sgp_release(places);
        places = NULL;
    }
    sgp_release(contracts);
    sgp_release(providers);
    return places;
}

static signpost_status write_cells(writer *out, signpost_error *error)
{
    char month[SIGNPOST_MOMENT_SIZE];
    place *places = sort_cells(out->hours);
    if (!places)
        return sgp_fail_memory(error);
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < out->hours->cells.count && !status; i++) {
        const sgp_hour_cell *cell = SGP_AT(&out->hours->cells, sgp_hour_cell, places[i].cell);
        status = write_cell(out, cell, signpost_month_format(sgp_hours_month(out->hours, cell->hour), month), error);
    }
    sgp_release(places);
    return status;
}

signpost_status sgp_hours_write(sgp_hours *hours, sgp_import *import, signpost_error *error)
{
    writer out = {.hours = hours, .import = import};
    signpost_date_format(import->options->published, out.published);
    signpost_status status = look_for_others(&out, error);
    if (!status)
        status = prepare(&out, error);
    if (!status && hours->cells.count)
        status = write_cells(&out, error);
    sgp_query_release(&out.insert);
    sgp_query_release(&out.replace);
    if (!status && import->done->superseded)
        sgp_diagnose(import->list, SIGNPOST_NOTE, SGP_FIGURES_SUPERSEDED, (sgp_spot){import->stream.file, 0, 0},
                     "%lld %s that other files have, too: those published last count",
                     (long long)import->done->superseded, import->done->superseded == 1 ? "hour is" : "hours are");
    return status;
}
