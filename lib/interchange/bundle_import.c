/* Imports a bundle. Rules kept here:
 *  - the file is walked twice, so that services may come before what they refer to;
 *  - a file that is not well-formed is refused whole; an entry that cannot be understood, by itself;
 *  - rows go through the import that CSV goes through: it checks, counts and decides. */
#include "interchange/bundle_read.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define COUNT(items) (sizeof(items) / sizeof *(items))

typedef signpost_status read_entry(sgp_bundle_reading *reading, const sgp_json_value *entry);

/* ---- entries ---- */

/* An entry is known by its fullUrl, and by its type and id. */
static signpost_status name_by_both(sgp_bundle_reading *reading, sgp_bundle_kind kind, const sgp_json_value *entry,
                                    const sgp_json_value *resource, const char *type)
{
    char address[160];
    signpost_status status = SIGNPOST_OK;
    const char *url = sgp_bundle_text(reading, entry, "fullUrl"), *id = sgp_bundle_text(reading, resource, "id");
    if (url)
        status = sgp_bundle_claim(reading, kind, sgp_json_member(entry, "fullUrl"), "", url);
    if (status || !id || reading->refused)
        return status;
    const int length = snprintf(address, sizeof address, "%s/%s", type, id);
    if (length < 0 || (size_t)length >= sizeof address) {
        sgp_bundle_refuse(reading, sgp_json_member(resource, "id"), SGP_BAD_BUNDLE_ENTRY,
                          "an id has at most 64 characters");
        return SIGNPOST_OK;
    }
    return url && strcmp(url, address) == 0
               ? SIGNPOST_OK
               : sgp_bundle_claim(reading, kind, sgp_json_member(resource, "id"), "", address);
}

/* The resource of an entry, with its type; NULL, with a report, when it has none. */
static const sgp_json_value *open_entry(sgp_bundle_reading *reading, const sgp_json_value *entry, const char **type)
{
    const sgp_json_value *resource = sgp_json_member(entry, "resource");
    *type = NULL;
    if (entry->kind != SGP_JSON_OBJECT || !resource || resource->kind != SGP_JSON_OBJECT)
        sgp_bundle_refuse(reading, entry, SGP_BAD_BUNDLE_ENTRY, "the entry has no resource");
    else if (!(*type = sgp_bundle_text(reading, resource, "resourceType")) && !reading->refused)
        sgp_bundle_refuse(reading, resource, SGP_BAD_BUNDLE_ENTRY, "the resource does not say its resourceType");
    return *type ? resource : NULL;
}

/* How a resource is read that services refer to. */
static const struct referred {
    const char *type;
    sgp_bundle_kind kind;
    void (*read)(sgp_bundle_reading *reading, const sgp_json_value *resource, sgp_bundle_cells *cells);
} referred[] = {
    {"Organization", SGP_KIND_ORGANISATIONS, sgp_bundle_read_organisation},
    {"Location", SGP_KIND_LOCATIONS, sgp_bundle_read_location},
    {"Endpoint", SGP_KIND_CONNECTIONS, sgp_bundle_read_connection},
};

static void pass_over_entry(sgp_bundle_reading *reading, const sgp_json_value *resource, const char *type)
{
    char what[160];
    snprintf(what, sizeof what, "entry of type %.100s", type);
    sgp_text_trim_cut(what);
    sgp_bundle_pass_over(reading, resource, what);
    reading->import->report->read++;
    reading->import->report->passed_over++;
}

/* The first walk: what services refer to. */
static signpost_status keep_resource(sgp_bundle_reading *reading, const sgp_json_value *entry)
{
    sgp_bundle_cells cells;
    const char *type;
    const sgp_json_value *resource = open_entry(reading, entry, &type);
    const struct referred *to = resource && strcmp(type, "HealthcareService") != 0 ? referred : NULL;
    while (to && to < referred + COUNT(referred) && strcmp(type, to->type) != 0)
        to++;
    if (!to)
        return SIGNPOST_OK;
    if (to == referred + COUNT(referred)) {
        pass_over_entry(reading, resource, type);
        return SIGNPOST_OK;
    }
    to->read(reading, resource, &cells);
    signpost_status status = reading->broken; /* then the database cannot be asked anything else */
    if (!status && !reading->refused)
        status = name_by_both(reading, to->kind, entry, resource, type);
    if (!status && !reading->refused && to->kind == SGP_KIND_ORGANISATIONS)
        status = sgp_bundle_claim(reading, to->kind, resource, "organisation ", cells.at[0].text);
    if (!status && !reading->refused)
        status = sgp_bundle_store_put(&reading->store, to->kind, 0, &cells, reading->import->error);
    return status;
}

/* The second walk: the services. */
static signpost_status keep_service(sgp_bundle_reading *reading, const sgp_json_value *entry)
{
    const sgp_json_value *resource = sgp_json_member(entry, "resource");
    const sgp_json_value *type = sgp_json_member(resource, "resourceType");
    if (!type || type->kind != SGP_JSON_TEXT || strcmp(type->text, "HealthcareService") != 0)
        return SIGNPOST_OK; /* what is wrong with it was said before */
    const signpost_status status = name_by_both(reading, SGP_KIND_SERVICES, entry, resource, type->text);
    return status || reading->refused ? status : sgp_bundle_read_service(reading, resource);
}

static signpost_status read_one(sgp_bundle_reading *reading, const sgp_json_value *entry, read_entry *read)
{
    const sgp_json_value *resource = sgp_json_member(entry, "resource");
    reading->refused = false;
    reading->resource = resource && resource->kind == SGP_JSON_OBJECT ? resource : NULL;
    signpost_status status = read(reading, entry);
    reading->resource = NULL;
    if (!status)
        status = reading->broken;
    if (!status && reading->failed)
        status = sgp_fail_memory(reading->import->error);
    if (reading->refused) {
        reading->import->report->read++;
        reading->import->report->refused++;
    }
    return status;
}

/* Calls for every entry of the file. One that is not well-formed ends it, and nothing is imported. */
static signpost_status each_entry(sgp_bundle_reading *reading, sgp_bundle_file *file, signpost_error *why,
                                  read_entry *read)
{
    signpost_status status = SIGNPOST_OK;
    while (!status) {
        sgp_arena arena = {0};
        sgp_json_value *entry;
        reading->arena = &arena;
        status = sgp_bundle_file_next(file, &arena, &entry);
        if (!status)
            status = read_one(reading, entry, read);
        else if (status != SIGNPOST_NONE && status != SIGNPOST_CONTENT && reading->import->error)
            *reading->import->error = *why;
        sgp_arena_release(&arena);
    }
    reading->arena = NULL;
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- rows ---- */

/* The rows of a kind, as those of CSV to the import. */
typedef struct emitting {
    sgp_bundle_reading *reading;
    sgp_bundle_kind kind;
    sgp_query rows;
    sgp_arena arena; /* of the row */
    sgp_csv_field fields[SGP_MOST_TABLE_COLUMNS];
    bool has_header;
    char called[SGP_BUNDLE_NAME_SIZE]; /* a value that a message is about */
    int64_t number;                    /* of the row before */
    size_t refused;                    /* rows, before it */
} emitting;

/* A service that was refused takes with it what belongs to it. */
static signpost_status note_refused(emitting *from, signpost_error *error)
{
    const size_t refused = from->reading->import->report->refused;
    const bool was_refused = from->number && refused > from->refused;
    from->refused = refused;
    return was_refused && from->kind == SGP_KIND_SERVICES
               ? sgp_bundle_store_refuse(&from->reading->store, from->number, error)
               : SIGNPOST_OK;
}

/* Columns of which no entry says anything are left as they are: the header does not have them. */
static signpost_status next_row(void *context, sgp_csv *csv, signpost_error *error)
{
    emitting *from = context;
    sgp_bundle_cells cells = {.line = 1};
    const sgp_table *table = sgp_bundle_table(from->kind);
    signpost_status status = SIGNPOST_OK;
    sgp_arena_release(&from->arena);
    if (from->has_header) {
        status = note_refused(from, error);
        if (!status)
            status = sgp_query_step(&from->rows, error);
        if (!status && !sgp_bundle_cells_unpack(&from->rows, 2, &from->arena, &cells))
            status = sgp_fail_memory(error);
        from->number = status ? 0 : sgp_column_integer(&from->rows, 0);
        cells.line = status ? 0 : (unsigned)sgp_column_integer(&from->rows, 1);
    }
    csv->count = 0;
    for (size_t i = 0; i < table->count && !status; i++) {
        const sgp_bundle_cell_text *cell = &cells.at[i];
        if (from->reading->store.said[from->kind][i])
            from->fields[csv->count++] = (sgp_csv_field){!from->has_header ? table->columns[i].name
                                                         : cell->text      ? cell->text
                                                                           : "",
                                                         cell->line ? cell->line : cells.line, cell->column};
    }
    from->has_header = true;
    csv->fields = from->fields;
    csv->line = cells.line;
    return status;
}

/* As sgp_csv_whence: a value is called by its resource, too, which the first of the row is about. */
static bool whence(void *context, size_t field, sgp_csv_origin *origin)
{
    emitting *from = context;
    const char *about = from->fields[0].text;
    snprintf(from->called, sizeof from->called, "%s %.*s: %s",
             from->kind == SGP_KIND_ORGANISATIONS ? "Organization" : "HealthcareService", (int)sgp_text_cut(about, 64),
             about, origin->name);
    (void)field;
    origin->name = from->called;
    return true;
}

static bool says_anything(const sgp_bundle_reading *reading, sgp_bundle_kind kind)
{
    for (size_t i = 0; i < SGP_MOST_TABLE_COLUMNS; i++)
        if (reading->store.said[kind][i])
            return true;
    return false;
}

static signpost_status import_kind(sgp_bundle_reading *reading, sgp_bundle_kind kind)
{
    sgp_csv csv;
    sgp_import *import = reading->import;
    emitting from = {.reading = reading, .kind = kind, .refused = import->report->refused};
    if (!says_anything(reading, kind))
        return SIGNPOST_OK;
    signpost_status status = sgp_query_prepare(&from.rows, import->db,
                                               "SELECT number, line, cells FROM temp.bundle_row WHERE kind = ?1 AND "
                                               "owner NOT IN (SELECT number FROM temp.bundle_refused) ORDER BY number",
                                               import->error);
    if (!status) {
        sgp_bind_integer(&from.rows, 1, (int64_t)kind);
        sgp_csv_open_rows(&csv, reading->path, next_row, &from);
        csv.keys_differ = true;
        csv.whence = whence;
        status = sgp_import_rows(import, sgp_bundle_table(kind), &csv);
        sgp_csv_release(&csv);
    }
    sgp_query_release(&from.rows);
    sgp_arena_release(&from.arena);
    return status;
}

/* ---- the whole ---- */

static signpost_status read_file(sgp_bundle_reading *reading, sgp_bundle_file *file, signpost_error *why)
{
    signpost_status status = each_entry(reading, file, why, keep_resource);
    if (!status && (status = sgp_bundle_file_rewind(file)) && reading->import->error)
        *reading->import->error = *why;
    if (!status)
        status = each_entry(reading, file, why, keep_service);
    if (status != SIGNPOST_CONTENT)
        return status;
    sgp_plan_refuse(reading->import, (sgp_spot){reading->path, why->line, why->column}, why->id, "%s", why->message);
    return SIGNPOST_CONTENT;
}

static signpost_status import_rows(sgp_bundle_reading *reading)
{
    signpost_status status = SIGNPOST_OK;
    for (int kind = 0; kind < SGP_KIND_TABLES && !status; kind++)
        status = import_kind(reading, (sgp_bundle_kind)kind);
    return status ? status : sgp_bundle_store_drop(&reading->store, reading->import->error);
}

/* What is imported. */
typedef struct source {
    const char *path;
} source;

static signpost_status fill(sgp_import *import, void *context)
{
    const source *from = context;
    sgp_bundle_file file;
    signpost_error why = SIGNPOST_ERROR_INIT;
    sgp_bundle_reading reading = {.import = import, .path = from->path};
    sgp_bundle_passed_init(&reading);
    import->report->files++;
    signpost_status status = sgp_bundle_file_open(&file, reading.path, &why);
    if (status && import->error)
        *import->error = why;
    if (!status)
        status = sgp_bundle_store_open(&reading.store, import->db, import->error);
    if (!status)
        status = read_file(&reading, &file, &why);
    if (!status) {
        sgp_bundle_report_passed(&reading);
        status = import_rows(&reading);
    }
    sgp_bundle_store_release(&reading.store);
    sgp_bundle_file_close(&file);
    sgp_bundle_passed_release(&reading);
    return status == SIGNPOST_CONTENT ? SIGNPOST_OK : status; /* what was refused decides at the end */
}

signpost_status signpost_bundle_import(signpost_directory *directory, const char *path, const signpost_act *act,
                                       const signpost_import_options *options, signpost_import_report *report,
                                       signpost_diagnostics *diagnostics, signpost_error *error)
{
    char what[SIGNPOST_TEXT_SIZE];
    source from = {path};
    if (options && options->size == sizeof *options && (options->table || options->mapping))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                        "a bundle is imported without a table and a mapping: it says itself what it holds");
    snprintf(what, sizeof what, "import %s", path);
    sgp_text_trim_cut(what);
    return sgp_import_all(directory, what, fill, &from, act, options, report, diagnostics, error);
}
