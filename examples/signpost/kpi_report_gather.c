/* Reads what the report of a contract's figures tells. */
#include "kpi.h"
#include "kpi_report.h"

#include <stdlib.h>
#include <string.h>

/* ---- one figure ---- */

static void free_figure(kpi_figure *figure)
{
    signpost_series_free(figure->series);
    signpost_series_free(figure->country);
    signpost_chart_free(figure->chart);
}

/* False when no month is known. */
static bool find_latest(kpi_figure *figure)
{
    for (size_t i = signpost_series_count(figure->series); i-- > 0;) {
        signpost_figure at = signpost_series_at(figure->series, i);
        if (!at.is_known)
            continue;
        figure->latest = i;
        figure->now = at;
        figure->all = signpost_series_span(figure->series, 0, signpost_series_count(figure->series));
        return true;
    }
    return false;
}

static void find_promises(kpi_figure *figure, const signpost_contract *contract)
{
    const char *id = figure->definition->id;
    signpost_month month = signpost_series_month(figure->series, figure->latest);
    figure->target = signpost_contract_target(contract, id, signpost_month_start(month));
    for (size_t i = 0; i < contract->plan_count && !figure->plan; i++)
        if (strcmp(contract->plans[i].figure, id) == 0)
            figure->plan = &contract->plans[i];
}

static signpost_status make_chart(kpi_figure *figure, const signpost_contract *contract, signpost_error *error)
{
    enum { MOST_REBASES = 64 };
    signpost_month rebases[MOST_REBASES];
    size_t count = signpost_contract_rebases(contract, figure->definition->id, rebases, MOST_REBASES);
    return signpost_chart_new(figure->series, rebases, count < MOST_REBASES ? count : MOST_REBASES, &figure->chart,
                              error);
}

/* SIGNPOST_NONE when the book does not say it in any month. */
static signpost_status make_figure(const kpi_report *made, const kpi_book *book, const signpost_definition *definition,
                                   kpi_figure *figure, signpost_error *error)
{
    *figure = (kpi_figure){.definition = definition};
    signpost_status status =
        signpost_series_new(book->counts, made->contract->code, definition, &figure->series, error);
    if (status != SIGNPOST_OK)
        return status;
    if (!find_latest(figure))
        return SIGNPOST_NONE;
    find_promises(figure, made->contract);
    status = make_chart(figure, made->contract, error);
    if (status == SIGNPOST_OK)
        status = signpost_series_new(book->counts, signpost_contracts_country(made->contracts), definition,
                                     &figure->country, error);
    return status == SIGNPOST_NOT_FOUND ? SIGNPOST_OK : status;
}

static signpost_status add_figures(const kpi_report *made, kpi_book *book, signpost_error *error)
{
    size_t most = signpost_definition_count(made->contracts);
    book->figures = calloc(most + 1, sizeof *book->figures);
    if (!book->figures)
        return SIGNPOST_NO_MEMORY;
    for (size_t i = 0; i < most; i++) {
        const signpost_definition *definition = signpost_definition_at(made->contracts, i);
        kpi_figure *figure = &book->figures[book->count];
        if (definition->iuc != (book->collection == SIGNPOST_COLLECTION_IUC))
            continue;
        signpost_status status = make_figure(made, book, definition, figure, error);
        if (status == SIGNPOST_OK)
            book->count++;
        else
            free_figure(figure);
        if (status != SIGNPOST_OK && status != SIGNPOST_NONE)
            return status;
    }
    return SIGNPOST_OK;
}

/* ---- one collection ---- */

static void free_book(kpi_book *book)
{
    for (size_t i = 0; i < book->count; i++)
        free_figure(&book->figures[i]);
    free(book->figures);
    signpost_counts_free(book->counts);
    signpost_counts_free(book->older);
}

/* Whether the contract has rows there; where they are. */
static bool find_rows(kpi_book *book, const char *code)
{
    for (size_t i = 0; i < signpost_counts_contracts(book->counts); i++) {
        size_t first, rows;
        if (strcmp(signpost_counts_contract(book->counts, i, &first, &rows), code) != 0 || !rows)
            continue;
        book->first = first;
        book->rows = rows;
        book->from = signpost_counts_get(book->counts, first).month;
        book->until = signpost_counts_get(book->counts, first + rows - 1).month;
        return true;
    }
    return false;
}

static signpost_status add_book(kpi_report *made, signpost_figures *figures, const signpost_counts_query *range,
                                signpost_collection collection, signpost_error *error)
{
    kpi_book book = {.collection = collection};
    signpost_counts_query query = *range;
    query.collection = collection;
    signpost_status status = signpost_counts_load(figures, &query, &book.counts, error);
    if (status == SIGNPOST_OK && find_rows(&book, made->contract->code)) {
        query.contract = made->contract->code;
        query.older = true;
        status = signpost_counts_load(figures, &query, &book.older, error);
        if (status == SIGNPOST_OK)
            status = add_figures(made, &book, error);
        if (status == SIGNPOST_OK) {
            made->books[made->book_count++] = book;
            return SIGNPOST_OK;
        }
    }
    free_book(&book);
    return status;
}

static void choose_latest(kpi_report *made)
{
    for (size_t i = 0; i < made->book_count; i++)
        if (made->books[i].count && (!made->latest || made->books[i].until >= made->latest->until))
            made->latest = &made->books[i];
}

/* ---- all ---- */

int kpi_gather(kpi_report *made, const arguments *given, signpost_figures *figures)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_counts_query range = SIGNPOST_COUNTS_QUERY_INIT;
    int read = read_months(given, &range.from, &range.until);
    if (read != DONE)
        return read;
    signpost_status status = signpost_figures_files_load(figures, &made->files, &error);
    for (int i = 0; i < SIGNPOST_COLLECTIONS && status == SIGNPOST_OK; i++)
        status = add_book(made, figures, &range, (signpost_collection)i, &error);
    if (status == SIGNPOST_OK)
        status = signpost_empty_searches_load(figures, made->contract->code, &made->searches, &error);
    if (status != SIGNPOST_OK)
        return error.status ? could_not(&error) : COULD_NOT;
    choose_latest(made);
    if (!made->latest)
        return wrong_use("\"%s\" has no figures of contract \"%s\" in these months", made->database,
                         made->contract->code);
    return DONE;
}

void kpi_release(kpi_report *made)
{
    for (size_t i = 0; i < made->book_count; i++)
        free_book(&made->books[i]);
    signpost_figures_files_free(made->files);
    signpost_empty_searches_free(made->searches);
    if (made->has_staffing)
        staffing_release(&made->staffing);
}

const kpi_figure *kpi_find(const kpi_book *book, const char *id)
{
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->figures[i].definition->id, id) == 0)
            return &book->figures[i];
    return NULL;
}

/* Whether some current row of the provider and month says the same of a figure. */
static bool still_counts(const kpi_book *book, const kpi_figure *figure, const signpost_counts_row *old,
                         const signpost_figure *was)
{
    for (size_t i = 0; i < signpost_counts_size(book->older); i++) {
        signpost_counts_row row = signpost_counts_get(book->older, i);
        if (!row.is_current || row.month != old->month || strcmp(row.provider, old->provider) != 0)
            continue;
        signpost_figure is = signpost_figure_compute(figure->definition, book->older, i, 1);
        if (is.is_known == was->is_known && is.numerator == was->numerator && is.denominator == was->denominator)
            return true;
    }
    return false;
}

bool kpi_is_revised(const kpi_book *book, const kpi_figure *figure, signpost_month month)
{
    for (size_t i = 0; i < signpost_counts_size(book->older); i++) {
        signpost_counts_row row = signpost_counts_get(book->older, i);
        if (row.month != month || row.is_current)
            continue;
        signpost_figure was = signpost_figure_compute(figure->definition, book->older, i, 1);
        if (!still_counts(book, figure, &row, &was))
            return true;
    }
    return false;
}

bool kpi_is_broken(const kpi_figure *figure, size_t index)
{
    return (signpost_series_at(figure->series, index).marks & SIGNPOST_MARK_BROKEN) != 0;
}
