/* Writes what a monthly file says. The counts were sorted by row (sgp_months_check). */
#include "base/text.h"
#include "kpi/counts.h"
#include "kpi/items.h"
#include "kpi/months.h"

#include <string.h>

/* The statements of one write. */
typedef struct writer {
    sgp_import *import;
    const sgp_months *months;
    sgp_query row, count, broken;
} writer;

static signpost_status prepare(writer *out, signpost_error *error)
{
    sgp_db *db = out->import->figures->db;
    signpost_status status = sgp_query_prepare(
        &out->row, db,
        "INSERT INTO month_row (file, collection, contract, contract_name, provider, provider_name, month, first_line, "
        "last_line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        error);
    if (!status)
        status = sgp_query_prepare(&out->count, db, "INSERT INTO month_count VALUES (?, ?, ?, ?)", error);
    if (!status)
        status = sgp_query_prepare(&out->broken, db, "INSERT INTO broken_identity VALUES (?, ?, ?, ?, ?)", error);
    return status;
}

/* The sum of a formula in a row; false when some item is not known. `*line` receives that of its last item. */
static bool add_up(const writer *out, const sgp_month_row *row, const char *formula, int64_t *sum, int64_t *line)
{
    *sum = 0;
    for (sgp_term term; !sgp_formula_next(&formula, &term);) {
        const sgp_month_count *count = NULL;
        int32_t item = sgp_strings_find(&out->months->items, term.item, term.length);
        for (size_t i = 0; i < row->counts && !count; i++) {
            count = SGP_AT(&out->months->counts, sgp_month_count, row->first_count + i);
            if ((int32_t)count->item != item)
                count = NULL;
        }
        if (!count || count->value == SGP_NOT_KNOWN)
            return false;
        *sum += term.sign * count->value;
        *line = count->line;
    }
    return true;
}

static signpost_status write_break(writer *out, const sgp_month_row *row, int64_t id, const sgp_identity *identity,
                                   const int64_t sides[2], int64_t line, signpost_error *error)
{
    char month[SIGNPOST_MOMENT_SIZE];
    sgp_import *import = out->import;
    import->done->breaks++;
    sgp_diagnose(import->list, SIGNPOST_WARNING, SGP_FIGURES_IDENTITY,
                 (sgp_spot){import->stream.file, (unsigned)line, 0},
                 "contract \"%.60s\", %s: %s does not hold: %lld, and %lld", row->contract,
                 signpost_month_format(row->month, month), identity->words, (long long)sides[0], (long long)sides[1]);
    sgp_bind_integer(&out->broken, 1, id);
    sgp_bind_text(&out->broken, 2, identity->words);
    sgp_bind_integer(&out->broken, 3, sides[0]);
    sgp_bind_integer(&out->broken, 4, sides[1]);
    sgp_bind_integer(&out->broken, 5, line);
    return sgp_query_run(&out->broken, error);
}

static signpost_status write_breaks(writer *out, const sgp_month_row *row, int64_t id, signpost_error *error)
{
    signpost_status status = SIGNPOST_OK;
    const sgp_identity *at = sgp_identities(out->import->done->collection);
    for (; at->words && !status; at++) {
        int64_t sides[2], line;
        if (!add_up(out, row, at->right, &sides[1], &line) || !add_up(out, row, at->left, &sides[0], &line))
            continue;
        if (at->equal ? sides[0] != sides[1] : sides[0] > sides[1])
            status = write_break(out, row, id, at, sides, line, error);
    }
    return status;
}

static signpost_status write_counts(writer *out, const sgp_month_row *row, int64_t id, signpost_error *error)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < row->counts && !status; i++) {
        const sgp_month_count *count = SGP_AT(&out->months->counts, sgp_month_count, row->first_count + i);
        sgp_bind_integer(&out->count, 1, id);
        sgp_bind_text(&out->count, 2, sgp_strings_text(&out->months->items, (int32_t)count->item));
        if (count->value == SGP_NOT_KNOWN)
            sgp_bind_null(&out->count, 3);
        else
            sgp_bind_integer(&out->count, 3, count->value);
        sgp_bind_integer(&out->count, 4, count->line);
        status = sgp_query_run(&out->count, error);
    }
    return status;
}

static signpost_status write_row(writer *out, const sgp_month_row *row, signpost_error *error)
{
    char month[SIGNPOST_MOMENT_SIZE];
    sgp_bind_integer(&out->row, 1, out->import->file);
    sgp_bind_text(&out->row, 2, signpost_collection_name(out->import->done->collection));
    sgp_bind_text(&out->row, 3, row->contract);
    sgp_bind_text(&out->row, 4, row->contract_name);
    sgp_bind_text(&out->row, 5, row->provider);
    sgp_bind_text(&out->row, 6, row->provider_name);
    sgp_bind_text(&out->row, 7, signpost_month_format(row->month, month));
    sgp_bind_integer(&out->row, 8, row->first_line);
    sgp_bind_integer(&out->row, 9, row->last_line);
    signpost_status status = sgp_query_run(&out->row, error);
    int64_t id = sqlite3_last_insert_rowid(out->import->figures->db->handle);
    if (!status)
        status = write_counts(out, row, id, error);
    return status ? status : write_breaks(out, row, id, error);
}

/* Of the files that have a contract's month, the one that was published last counts; of two of one day, the one that
 * was imported last. */
static signpost_status settle(sgp_import *import, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, import->figures->db,
        "UPDATE month_row AS r SET is_current = r.file = (SELECT o.file FROM month_row o JOIN file f ON f.id = o.file "
        "WHERE o.collection = r.collection AND o.contract = r.contract AND o.month = r.month ORDER BY f.published "
        "DESC, f.id DESC LIMIT 1) WHERE (r.collection, r.contract, r.month) IN (SELECT n.collection, n.contract, "
        "n.month FROM month_row n WHERE n.file = ?1)",
        error);
    if (!status) {
        sgp_bind_integer(&query, 1, import->file);
        status = sgp_query_run(&query, error);
    }
    sgp_query_release(&query);
    if (!status)
        status = sgp_query_prepare(&query, import->figures->db,
                                   "SELECT count(*) FROM month_row r WHERE r.is_current = 0 AND (r.collection, "
                                   "r.contract, r.month) IN (SELECT n.collection, n.contract, n.month FROM month_row n "
                                   "WHERE n.file = ?1)",
                                   error);
    if (status)
        return status;
    sgp_bind_integer(&query, 1, import->file);
    status = sgp_query_step(&query, error);
    if (!status)
        import->done->superseded = sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status;
}

signpost_status sgp_months_write(sgp_import *import, void *work, signpost_error *error)
{
    const sgp_months *months = work;
    writer out = {.import = import, .months = months};
    signpost_status status = prepare(&out, error);
    for (size_t i = 0; i < months->rows.count && !status; i++)
        status = write_row(&out, SGP_AT(&months->rows, sgp_month_row, i), error);
    sgp_query_release(&out.row);
    sgp_query_release(&out.count);
    sgp_query_release(&out.broken);
    if (!status)
        status = settle(import, error);
    if (!status && import->done->superseded)
        sgp_diagnose(import->list, SIGNPOST_NOTE, SGP_FIGURES_SUPERSEDED, (sgp_spot){import->stream.file, 0, 0},
                     "%lld %s for months that other files have, too: those published last count",
                     (long long)import->done->superseded, import->done->superseded == 1 ? "row is" : "rows are");
    return status;
}
