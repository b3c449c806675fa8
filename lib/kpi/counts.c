/* Reads counts from the database into a table. Rules kept here:
 *  - rows stand by contract, month, hour and provider, so that a contract's months are neighbours;
 *  - a count that the file does not have is not known, as one that it leaves blank. */
#include "kpi/counts.h"

#include "kpi/figures.h"
#include "kpi/items.h"

#include <stdio.h>
#include <string.h>

enum { SQL_SIZE = 4096 };

int32_t sgp_counts_column(const signpost_counts *counts, const char *item, size_t length)
{
    return sgp_strings_find(&counts->items, item, length);
}

int64_t sgp_counts_at(const signpost_counts *counts, size_t row, int32_t column)
{
    if (column == SGP_NO_STRING || row >= counts->rows.count)
        return SGP_NOT_KNOWN;
    return *SGP_AT(&counts->values, int64_t, row * counts->width + (size_t)column);
}

/* ---- rows ---- */

/* Columns that both statements begin with, in the order in which read_row takes them. */
#define ROW_COLUMNS "r.contract, r.provider, r.month, r.first_line, r.last_line, r.is_current, f.published, f.name, "

static const char *keep(signpost_counts *counts, sgp_query *query, int column)
{
    return sgp_interned_text(&counts->texts, sgp_column_text_or_empty(query, column));
}

/* Begins the row that the statement stands on; all its values are not known yet. */
static signpost_status begin_row(signpost_counts *counts, sgp_query *query, signpost_error *error)
{
    signpost_counts_row *row = sgp_array_add(&counts->rows);
    size_t *break_at = sgp_array_add(&counts->break_at);
    if (!row || !break_at)
        return sgp_fail_memory(error);
    *break_at = counts->breaks.count;
    row->contract = keep(counts, query, 0);
    row->provider = keep(counts, query, 1);
    row->line = sgp_column_integer(query, 3);
    row->last_line = sgp_column_integer(query, 4);
    row->is_current = sgp_column_integer(query, 5) != 0;
    row->file = keep(counts, query, 7);
    row->contract_name = row->provider_name = "";
    if (!row->contract || !row->provider || !row->file)
        return sgp_fail_memory(error);
    signpost_status status = sgp_figures_month(query, 2, &row->month, error);
    if (!status)
        status = sgp_figures_date(query, 6, &row->published, error);
    for (size_t i = 0; i < counts->width && !status; i++)
        if (!sgp_array_append(&counts->values, &(int64_t){SGP_NOT_KNOWN}, 1))
            status = sgp_fail_memory(error);
    return status;
}

static signpost_status note_part(signpost_counts *counts, signpost_error *error)
{
    size_t last = counts->rows.count - 1;
    const char *contract = SGP_AT(&counts->rows, signpost_counts_row, last)->contract;
    sgp_counts_part *part =
        counts->parts.count ? SGP_AT(&counts->parts, sgp_counts_part, counts->parts.count - 1) : NULL;
    if (!part || part->contract != contract) { /* interned: equal texts are one pointer */
        part = sgp_array_add(&counts->parts);
        if (!part)
            return sgp_fail_memory(error);
        *part = (sgp_counts_part){contract, last, 0};
    }
    part->rows++;
    return SIGNPOST_OK;
}

static void bind(sgp_query *query, const signpost_counts_query *what, char texts[2][SIGNPOST_MOMENT_SIZE])
{
    sgp_bind_text(query, 1, signpost_collection_name(what->collection));
    sgp_bind_text(query, 2, what->contract);
    sgp_bind_text(query, 3, signpost_month_format(what->from, texts[0]));
    sgp_bind_text(query, 4, signpost_month_format(what->until, texts[1]));
    sgp_bind_integer(query, 5, what->older);
}

#define CHOSEN                                                                                                         \
    "r.collection = ?1 AND (?2 IS NULL OR r.contract = ?2) AND r.month BETWEEN ?3 AND ?4 AND (?5 OR r.is_current) "

/* ---- published months ---- */

/* The items that the collection has, each a column. */
static signpost_status find_items(signpost_counts *counts, signpost_figures *figures, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, figures->db,
                                               "SELECT DISTINCT c.item FROM month_count c JOIN month_row r ON r.id = "
                                               "c.row WHERE r.collection = ?1 ORDER BY 1",
                                               error);
    if (!status)
        sgp_bind_text(&query, 1, signpost_collection_name(counts->collection));
    while (!status && !(status = sgp_query_step(&query, error))) {
        const char *item = sgp_column_text_or_empty(&query, 0);
        if (sgp_strings_add(&counts->items, item, strlen(item)) == SGP_NO_STRING)
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&query);
    counts->width = sgp_strings_count(&counts->items);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* The broken identities of a row, through a statement that is used again for each. */
static signpost_status read_breaks(signpost_counts *counts, sgp_query *query, int64_t id, signpost_error *error)
{
    signpost_counts_row *row = SGP_AT(&counts->rows, signpost_counts_row, counts->rows.count - 1);
    signpost_status status;
    sgp_bind_integer(query, 1, id);
    while (!(status = sgp_query_step(query, error))) {
        signpost_break found = {keep(counts, query, 0), sgp_column_integer(query, 1), sgp_column_integer(query, 2),
                                row->file, sgp_column_integer(query, 3)};
        if (!found.identity || !sgp_array_append(&counts->breaks, &found, 1))
            return sgp_fail_memory(error);
        row->breaks++;
    }
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status read_month_row(signpost_counts *counts, sgp_query *query, sgp_query *breaks,
                                      signpost_error *error)
{
    signpost_status status = begin_row(counts, query, error);
    if (status)
        return status;
    signpost_counts_row *row = SGP_AT(&counts->rows, signpost_counts_row, counts->rows.count - 1);
    row->contract_name = keep(counts, query, 8);
    row->provider_name = keep(counts, query, 9);
    if (!row->contract_name || !row->provider_name)
        return sgp_fail_memory(error);
    status = note_part(counts, error);
    return status ? status : read_breaks(counts, breaks, sgp_column_integer(query, 10), error);
}

static void put_value(signpost_counts *counts, sgp_query *query)
{
    const char *item = sgp_column_text_or_empty(query, 11);
    int32_t column = sgp_strings_find(&counts->items, item, strlen(item));
    if (column != SGP_NO_STRING && !sgp_column_is_null(query, 12))
        *SGP_AT(&counts->values, int64_t, (counts->rows.count - 1) * counts->width + (size_t)column) =
            sgp_column_integer(query, 12);
}

static signpost_status read_months(signpost_counts *counts, signpost_figures *figures,
                                   const signpost_counts_query *what, signpost_error *error)
{
    sgp_query query = {0}, breaks = {0};
    char texts[2][SIGNPOST_MOMENT_SIZE];
    signpost_status status = find_items(counts, figures, error);
    if (!status)
        status = sgp_query_prepare(&breaks, figures->db,
                                   "SELECT identity, lhs, rhs, line FROM broken_identity WHERE row = ?1 ORDER BY line, "
                                   "identity",
                                   error);
    if (!status)
        status = sgp_query_prepare(&query, figures->db,
                                   "SELECT " ROW_COLUMNS
                                   "r.contract_name, r.provider_name, r.id, c.item, c.value FROM month_row r JOIN file "
                                   "f ON f.id = r.file JOIN month_count c ON c.row = r.id WHERE " CHOSEN
                                   "ORDER BY r.contract, r.month, r.provider, r.id",
                                   error);
    if (!status)
        bind(&query, what, texts);
    int64_t last = 0;
    while (!status && !(status = sgp_query_step(&query, error))) {
        int64_t id = sgp_column_integer(&query, 10);
        if (!counts->rows.count || id != last)
            status = read_month_row(counts, &query, &breaks, error);
        last = id;
        if (!status)
            put_value(counts, &query);
        if (!status && query.failure)
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&breaks);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- hours ---- */

/* The items that hours have, summed up; one that some row cannot tell is not known of the sum. */
static void write_sums(char *sql, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < SGP_HOUR_ITEMS; i++) {
        const char *item = signpost_item_at(i);
        used += (size_t)snprintf(sql + used, size - used, "%siif(count(r.%s) = count(*), sum(r.%s), NULL)",
                                 i ? ", " : "", item, item);
    }
}

static signpost_status prepare_hours(sgp_query *query, signpost_figures *figures, bool hours, signpost_error *error)
{
    char sql[SQL_SIZE], sums[SQL_SIZE - 1024];
    write_sums(sums, sizeof sums);
    snprintf(sql, sizeof sql,
             "SELECT r.contract, r.provider, r.month, min(r.first_line), max(r.last_line), r.is_current, "
             "max(f.published), max(f.name), r.hour, %s FROM hour_row r JOIN file f ON f.id = r.file WHERE " CHOSEN
             "GROUP BY r.contract, r.month, %s r.provider, r.is_current ORDER BY r.contract, r.month, %s r.provider",
             sums, hours ? "r.hour," : "", hours ? "r.hour," : "");
    return sgp_query_prepare(query, figures->db, sql, error);
}

static signpost_status read_hour_row(signpost_counts *counts, sgp_query *query, bool hours, signpost_error *error)
{
    signpost_status status = begin_row(counts, query, error);
    if (status)
        return status;
    size_t last = counts->rows.count - 1;
    if (hours)
        SGP_AT(&counts->rows, signpost_counts_row, last)->hour = sgp_column_integer(query, 8);
    for (size_t i = 0; i < SGP_HOUR_ITEMS; i++)
        if (!sgp_column_is_null(query, 9 + (int)i))
            *SGP_AT(&counts->values, int64_t, last * counts->width + i) = sgp_column_integer(query, 9 + (int)i);
    status = note_part(counts, error);
    return !status && query->failure ? sgp_fail_memory(error) : status;
}

static signpost_status read_hours(signpost_counts *counts, signpost_figures *figures, const signpost_counts_query *what,
                                  signpost_error *error)
{
    sgp_query query;
    char texts[2][SIGNPOST_MOMENT_SIZE];
    for (size_t i = 0; i < SGP_HOUR_ITEMS; i++)
        if (sgp_strings_add(&counts->items, signpost_item_at(i), strlen(signpost_item_at(i))) == SGP_NO_STRING)
            return sgp_fail_memory(error);
    counts->width = SGP_HOUR_ITEMS;
    signpost_status status = prepare_hours(&query, figures, what->hours, error);
    if (!status)
        bind(&query, what, texts);
    while (!status && !(status = sgp_query_step(&query, error)))
        status = read_hour_row(counts, &query, what->hours, error);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- the object ---- */

static signpost_counts *make(signpost_collection collection)
{
    signpost_counts *counts = sgp_allocate_zeroed(1, sizeof *counts);
    if (!counts)
        return NULL;
    counts->collection = collection;
    counts->rows.item_size = sizeof(signpost_counts_row);
    counts->breaks.item_size = sizeof(signpost_break);
    counts->break_at.item_size = sizeof(size_t);
    counts->values.item_size = sizeof(int64_t);
    counts->parts.item_size = sizeof(sgp_counts_part);
    sgp_interned_init(&counts->texts, &counts->arena);
    sgp_strings_init(&counts->items);
    return counts;
}

signpost_status signpost_counts_load(signpost_figures *figures, const signpost_counts_query *query,
                                     signpost_counts **counts, signpost_error *error)
{
    *counts = NULL;
    bool by_hour = query->collection == SIGNPOST_COLLECTION_CALLS || query->collection == SIGNPOST_COLLECTION_JOURNALS;
    if (query->collection >= SIGNPOST_COLLECTIONS || (query->hours && !by_hour))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "%s has no hours",
                        signpost_collection_title(query->collection));
    *counts = make(query->collection);
    if (!*counts)
        return sgp_fail_memory(error);
    signpost_status status = sgp_db_begin_read(figures->db, error);
    if (!status) {
        status = by_hour ? read_hours(*counts, figures, query, error) : read_months(*counts, figures, query, error);
        sgp_db_roll_back(figures->db);
    }
    if (status) {
        signpost_counts_free(*counts);
        *counts = NULL;
    }
    return status;
}

void signpost_counts_free(signpost_counts *counts)
{
    if (!counts)
        return;
    sgp_array_release(&counts->rows);
    sgp_array_release(&counts->breaks);
    sgp_array_release(&counts->break_at);
    sgp_array_release(&counts->values);
    sgp_array_release(&counts->parts);
    sgp_interned_release(&counts->texts);
    sgp_strings_release(&counts->items);
    sgp_arena_release(&counts->arena);
    sgp_release(counts);
}

signpost_collection signpost_counts_collection(const signpost_counts *counts)
{
    return counts->collection;
}

size_t signpost_counts_size(const signpost_counts *counts)
{
    return counts->rows.count;
}

signpost_counts_row signpost_counts_get(const signpost_counts *counts, size_t row)
{
    if (row < counts->rows.count)
        return *SGP_AT(&counts->rows, signpost_counts_row, row);
    return (signpost_counts_row){.contract = "", .contract_name = "", .provider = "", .provider_name = "", .file = ""};
}

signpost_break signpost_counts_break(const signpost_counts *counts, size_t row, size_t index)
{
    if (row < counts->rows.count && index < SGP_AT(&counts->rows, signpost_counts_row, row)->breaks)
        return *SGP_AT(&counts->breaks, signpost_break, *SGP_AT(&counts->break_at, size_t, row) + index);
    return (signpost_break){.identity = "", .file = ""};
}

bool signpost_counts_value(const signpost_counts *counts, size_t row, const char *item, int64_t *value)
{
    int64_t found = sgp_counts_at(counts, row, sgp_counts_column(counts, item, strlen(item)));
    if (found == SGP_NOT_KNOWN)
        return false;
    *value = found;
    return true;
}

size_t signpost_counts_contracts(const signpost_counts *counts)
{
    return counts->parts.count;
}

const char *signpost_counts_contract(const signpost_counts *counts, size_t index, size_t *first, size_t *rows)
{
    if (index >= counts->parts.count)
        return NULL;
    const sgp_counts_part *part = SGP_AT(&counts->parts, sgp_counts_part, index);
    if (first)
        *first = part->first;
    if (rows)
        *rows = part->rows;
    return part->contract;
}
