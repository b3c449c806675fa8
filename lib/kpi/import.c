/* Imports a file: read first, without any lock; then written in one transaction. Rules kept here:
 *  - a file whose digest is known is not written again;
 *  - a row that is refused refuses the file, unless such rows are to be left out. */
#include "kpi/import.h"

#include "base/text.h"

#include <string.h>

enum { ROWS_BETWEEN_QUESTIONS = 8192 };

sgp_spot sgp_import_spot(const sgp_import *import)
{
    return (sgp_spot){import->stream.file, import->stream.line, 0};
}

void sgp_import_refuse(sgp_import *import)
{
    import->done->refused++;
}

signpost_status sgp_import_next(sgp_import *import, signpost_error *error)
{
    const signpost_figures_options *options = import->options;
    if (options->progress && import->stream.line % ROWS_BETWEEN_QUESTIONS == 0 &&
        !options->progress(options->progress_context, (size_t)import->stream.passed, (size_t)import->stream.size))
        return sgp_fail(error, SIGNPOST_CANCELLED, SGP_CANCELLED, "stopped as asked; nothing was changed");
    for (;;) {
        signpost_error problem = SIGNPOST_ERROR_INIT;
        signpost_status status = sgp_stream_next(&import->stream, &problem);
        if (status == SIGNPOST_OK || status == SIGNPOST_NONE)
            return status;
        if (status != SIGNPOST_CONTENT) {
            if (error)
                *error = problem;
            return status;
        }
        sgp_diagnose(import->list, SIGNPOST_ERROR, problem.id, sgp_import_spot(import), "%s", problem.message);
        sgp_import_refuse(import);
    }
}

/* ---- headers and fields ---- */

static int find_column(const sgp_stream *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++)
        if (sgp_text_equal_ignoring_case(header->fields[i].text, name))
            return (int)i;
    return -1;
}

static void report_missing(sgp_import *import, const char *name)
{
    char suggestion[SIGNPOST_TEXT_SIZE];
    sgp_nearest nearest = sgp_nearest_to(name);
    for (size_t i = 0; i < import->stream.count; i++)
        sgp_nearest_offer(&nearest, import->stream.fields[i].text);
    sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_COLUMN, sgp_import_spot(import), "no column \"%s\"%s", name,
                 sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

/* A column that nobody knows but that is near one that the file lacks is most likely that one, misspelt. */
static void report_misspelt(sgp_import *import, const sgp_column *columns, size_t count, const int *places)
{
    char suggestion[SIGNPOST_TEXT_SIZE];
    for (size_t i = 0; i < import->stream.count; i++) {
        const char *name = import->stream.fields[i].text;
        bool is_known = false;
        sgp_nearest nearest = sgp_nearest_to(name);
        for (size_t j = 0; j < count; j++) {
            is_known = is_known || places[j] == (int)i;
            if (places[j] < 0 && !columns[j].is_needed)
                sgp_nearest_offer(&nearest, columns[j].name);
        }
        if (!is_known && nearest.best)
            sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_COLUMN, sgp_import_spot(import),
                         "column \"%s\" is not known%s", name,
                         sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    }
}

signpost_status sgp_import_header(sgp_import *import, const sgp_column *columns, size_t count, int *places,
                                  signpost_error *error)
{
    signpost_status status = sgp_import_next(import, error);
    if (status == SIGNPOST_NONE)
        return sgp_fail(error, SIGNPOST_CONTENT, SGP_FIGURES_COLUMN, "\"%s\" is empty", import->stream.file);
    if (status)
        return status;
    for (size_t i = 0; i < count; i++) {
        places[i] = find_column(&import->stream, columns[i].name);
        if (places[i] < 0 && columns[i].is_needed)
            report_missing(import, columns[i].name);
    }
    report_misspelt(import, columns, count, places);
    if (signpost_diagnostics_count_of(import->list, SIGNPOST_ERROR))
        return sgp_fail_content(error, import->list);
    return SIGNPOST_OK;
}

sgp_stream_field sgp_import_field(const sgp_import *import, int place)
{
    static char nothing[1] = "";
    if (place < 0 || (size_t)place >= import->stream.count)
        return (sgp_stream_field){nothing, 0};
    return import->stream.fields[place];
}

/* ---- counts ---- */

/* Digits with commas before each third, or without any. */
static bool read_digits(const char *text, int64_t *value)
{
    int since_comma = -1, digits = 0; /* -1: no comma yet */
    *value = 0;
    for (; *text; text++) {
        if (*text == ',' && digits && (since_comma < 0 ? digits <= 3 : since_comma == 3)) {
            since_comma = 0;
            continue;
        }
        if (!sgp_is_digit(*text) || ++digits > 15)
            return false;
        *value = 10 * *value + (*text - '0');
        since_comma += since_comma >= 0;
    }
    return digits && (since_comma < 0 || since_comma == 3);
}

sgp_count_kind sgp_count_read(const char *text, int64_t *value)
{
    static const char *const not_known[] = {"", "*", "-", "N/A", "NULL", NULL};
    char trimmed[40];
    size_t length = 0;
    while (sgp_is_space(*text))
        text++;
    for (; text[length] && length < sizeof trimmed - 1; length++)
        trimmed[length] = text[length];
    if (text[length])
        return SGP_COUNT_WRONG;
    while (length && sgp_is_space(trimmed[length - 1]))
        length--;
    trimmed[length] = '\0';
    for (size_t i = 0; not_known[i]; i++)
        if (sgp_text_equal_ignoring_case(trimmed, not_known[i]))
            return SGP_COUNT_NOT_KNOWN;
    return read_digits(trimmed, value) ? SGP_COUNT_KNOWN : SGP_COUNT_WRONG;
}

sgp_count_kind sgp_import_count(sgp_import *import, const char *column, const char *text, int64_t *value)
{
    sgp_count_kind kind = sgp_count_read(text, value);
    if (kind == SGP_COUNT_WRONG) {
        bool is_share = strchr(text, '%') || strchr(text, '.');
        sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_VALUE, sgp_import_spot(import),
                     "%s \"%.60s\" is %s where a count belongs", column, text,
                     is_share       ? "a share"
                     : *text == '-' ? "less than 0"
                                    : "no number");
    }
    return kind;
}

bool sgp_import_is_held(sgp_import *import, const char *contract, signpost_date from, signpost_date until)
{
    char text[SIGNPOST_MOMENT_SIZE];
    const signpost_contracts *contracts = import->options->contracts;
    const signpost_contract *found = contracts ? signpost_contracts_find(contracts, contract) : NULL;
    if (!found)
        return true;
    for (signpost_date date = from; date <= until; date++)
        if (signpost_contract_is_held(found, date))
            return true;
    sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_NO_PROVIDER, sgp_import_spot(import),
                 "contract \"%s\" has no provider on %s", contract, signpost_date_format(from, text));
    return false;
}

/* ---- the frame ---- */

static signpost_status is_known(sgp_import *import, bool *known, signpost_error *error)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, import->figures->db, "SELECT name FROM file WHERE digest = ?", error);
    if (!status) {
        sgp_bind_text(&query, 1, import->done->digest);
        status = sgp_query_step(&query, error);
    }
    *known = status == SIGNPOST_OK;
    if (*known)
        sgp_diagnose(import->list, SIGNPOST_NOTE, SGP_FIGURES_KNOWN, (sgp_spot){import->stream.file, 0, 0},
                     "the same file was imported as \"%s\": it counts once", sgp_column_text_or_empty(&query, 0));
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status add_file(sgp_import *import, signpost_error *error)
{
    char published[SIGNPOST_MOMENT_SIZE];
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, import->figures->db,
                                               "INSERT INTO file (name, digest, collection, published, row_count) "
                                               "VALUES (?, ?, ?, ?, ?)",
                                               error);
    if (!status) {
        sgp_bind_text(&query, 1, import->stream.file);
        sgp_bind_text(&query, 2, import->done->digest);
        sgp_bind_text(&query, 3, signpost_collection_name(import->done->collection));
        sgp_bind_text(&query, 4, signpost_date_format(import->options->published, published));
        sgp_bind_integer(&query, 5, import->done->rows);
        status = sgp_query_run(&query, error);
        import->file = sqlite3_last_insert_rowid(import->figures->db->handle);
    }
    sgp_query_release(&query);
    return status;
}

static signpost_status write_all(sgp_import *import, const sgp_reader *reader, void *work, signpost_error *error)
{
    bool known = false;
    sgp_db *db = import->figures->db;
    signpost_status status = sgp_db_begin_write(db, error);
    if (!status)
        status = is_known(import, &known, error);
    import->done->was_known = known;
    if (!status && !known)
        status = add_file(import, error);
    if (!status && !known)
        status = reader->write(import, work, error);
    if (!status && !known && !import->options->dry_run)
        return sgp_db_commit(db, error);
    sgp_db_roll_back(db);
    return status;
}

/* What was read can be written only when no row was refused, or those that were are to be left out. */
static signpost_status check_refused(sgp_import *import, signpost_error *error)
{
    if (sgp_diagnostics_lost(import->list))
        return sgp_fail_memory(error);
    if (!import->done->refused || import->options->skip_refused)
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_CONTENT, SGP_FIGURES_REFUSED, "\"%s\" was not imported: %lld of its rows %s refused",
             import->stream.file, (long long)import->done->refused, import->done->refused == 1 ? "was" : "were");
    sgp_error_hint(error, "correct them, or leave them out with --skip-refused");
    return SIGNPOST_CONTENT;
}

static signpost_status import_file(sgp_import *import, const sgp_reader *reader, const char *path,
                                   signpost_error *error)
{
    signpost_status status = sgp_stream_open(&import->stream, path, error);
    void *work = NULL;
    if (!status) {
        work = reader->begin(import);
        status = work ? reader->read(import, work, error) : sgp_fail_memory(error);
    }
    if (!status)
        status = check_refused(import, error);
    if (!status) {
        sgp_stream_digest(&import->stream, import->done->digest);
        status = write_all(import, reader, work, error);
    }
    reader->release(work);
    sgp_stream_close(&import->stream);
    return status;
}

signpost_status signpost_figures_import(signpost_figures *figures, signpost_collection collection, const char *path,
                                        const signpost_figures_options *options, signpost_figures_done *done,
                                        signpost_diagnostics *diagnostics, signpost_error *error)
{
    static const sgp_reader *const readers[SIGNPOST_COLLECTIONS] = {
        [SIGNPOST_COLLECTION_CALLS] = &sgp_calls_reader,
        [SIGNPOST_COLLECTION_JOURNALS] = &sgp_journal_reader,
        [SIGNPOST_COLLECTION_MDS] = &sgp_mds_reader,
        [SIGNPOST_COLLECTION_IUC] = &sgp_iuc_reader,
    };
    signpost_figures_done nobody;
    sgp_import import = {.figures = figures, .options = options, .done = done ? done : &nobody};
    *import.done = (signpost_figures_done){.collection = collection, .first = 1};
    if (collection >= SIGNPOST_COLLECTIONS)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "there is no such kind of file");
    if (!options->published)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "an import must say when the file was published");
    signpost_status status = signpost_diagnostics_new(&import.list);
    if (status)
        return sgp_fail_memory(error);
    status = import_file(&import, readers[collection], path, error);
    if (!sgp_diagnostics_add_all(diagnostics, import.list))
        status = sgp_fail_memory(error);
    signpost_diagnostics_free(import.list);
    return status;
}
