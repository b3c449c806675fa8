/* Writes a directory as a FHIR bundle. Rules kept here:
 *  - one snapshot is walked, a service at a time: nothing grows with the directory;
 *  - an entry is a line, so that files can be compared, and a problem found by its line. */
#include "interchange/bundle_put.h"

#include <stdio.h>
#include <string.h>

/* ---- organisations ---- */

/* Where an organisation is: HL7's extension of an address. */
static void write_geolocation(signpost_json *json, const char *latitude, const char *longitude)
{
    static const char *const urls[] = {"latitude", "longitude"};
    const char *const texts[] = {latitude, longitude};
    signpost_json_list(json, "extension");
    signpost_json_object(json, NULL);
    signpost_json_list(json, "extension");
    for (int i = 0; i < 2; i++) {
        if (!*texts[i])
            continue;
        signpost_json_object(json, NULL);
        signpost_json_text(json, "url", urls[i]);
        sgp_put_degrees(json, "valueDecimal", texts[i]);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_text(json, "url", SGP_FHIR_GEOLOCATION);
    signpost_json_close(json);
    signpost_json_close(json);
}

static void write_organisation(sgp_bundle_writer *to, const sgp_bundle_row *row)
{
    signpost_json *json = &to->json;
    const char *code = sgp_bundle_cell(row, "code"), *postcode = sgp_bundle_cell(row, "postcode");
    const char *latitude = sgp_bundle_cell(row, "latitude"), *longitude = sgp_bundle_cell(row, "longitude");
    sgp_bundle_open_entry(to, "Organization", SGP_URN_ORGANISATION, code);
    signpost_json_list(json, "identifier");
    sgp_put_identifier(json, NULL, SGP_FHIR_ODS, code);
    signpost_json_close(json);
    sgp_put_concepts(json, "type", SGP_FHIR_KIND, sgp_bundle_cell(row, "kind"));
    signpost_json_text(json, "name", sgp_bundle_cell(row, "name"));
    if (*postcode || *latitude || *longitude) {
        signpost_json_list(json, "address");
        signpost_json_object(json, NULL);
        if (*latitude || *longitude)
            write_geolocation(json, latitude, longitude);
        sgp_fhir_text(json, "postalCode", postcode);
        signpost_json_close(json);
        signpost_json_close(json);
    }
    sgp_bundle_close_entry(to);
}

static signpost_status write_organisations(sgp_bundle_writer *to)
{
    sgp_bundle_rows rows;
    signpost_status status = sgp_bundle_rows_prepare(&rows, to->directory->db, "organisations", "", to->error);
    while (!status && !to->json.failed) {
        sgp_arena arena = {0};
        sgp_bundle_row row;
        status = sgp_bundle_rows_next(&rows, &arena, &row, to->error);
        if (!status)
            write_organisation(to, &row);
        sgp_arena_release(&arena);
    }
    sgp_query_release(&rows.query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- services ---- */

static signpost_status write_services(sgp_bundle_writer *to)
{
    static const char *const tables[SGP_OF_COUNT][2] = {{"service-practices", "WHERE t.service = ?1"},
                                                        {"service-areas", "WHERE t.service = ?1"},
                                                        {"capacities", "WHERE t.service = ?1"},
                                                        {"endpoints", "WHERE t.service = ?1"},
                                                        {"service-types", "WHERE t.id = ?1"}};
    sgp_bundle_rows rows;
    signpost_status status = sgp_bundle_rows_prepare(&rows, to->directory->db, "services", "", to->error);
    for (int i = 0; i < SGP_OF_COUNT && !status; i++)
        status = sgp_bundle_rows_prepare(&to->parts[i], to->directory->db, tables[i][0], tables[i][1], to->error);
    while (!status && !to->json.failed) {
        sgp_arena arena = {0};
        sgp_bundle_row row;
        status = sgp_bundle_rows_next(&rows, &arena, &row, to->error);
        if (!status)
            status = sgp_bundle_write_service(to, &row, &arena);
        sgp_arena_release(&arena);
    }
    sgp_query_release(&rows.query);
    for (int i = 0; i < SGP_OF_COUNT; i++)
        sgp_query_release(&to->parts[i].query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- the whole ---- */

static bool put(sgp_bundle_writer *to, const char *text)
{
    return to->write(text, strlen(text), to->context);
}

static signpost_status write_bundle(sgp_bundle_writer *to)
{
    to->json.failed = !put(to, "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[\n");
    signpost_status status = write_organisations(to);
    if (!status && !to->json.failed)
        status = write_services(to);
    if (!status && (to->json.failed || !put(to, "]}\n")))
        status = sgp_fail(to->error, SIGNPOST_IO, SGP_CANNOT_WRITE, "could not write the bundle");
    return status;
}

/* ---- what is lost ---- */

static bool has_entries(const char *table)
{
    static const char *const carried[] = {"organisations", "services",   "service-practices",
                                          "service-areas", "capacities", "endpoints"};
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        if (strcmp(table, carried[i]) == 0)
            return true;
    return false;
}

static bool leave_out(signpost_diagnostics *lost, const char *table, int64_t rows)
{
    return !rows || sgp_diagnose(lost, SIGNPOST_WARNING, SGP_NOT_IN_BUNDLE, (sgp_spot){NULL, 0, 0},
                                 "left out: %lld %s of %s", (long long)rows, rows == 1 ? "row" : "rows", table);
}

static bool withhold(signpost_diagnostics *lost, const char *what, size_t services)
{
    return !services || sgp_diagnose(lost, SIGNPOST_WARNING, SGP_WITHHELD_FROM_BUNDLE, (sgp_spot){NULL, 0, 0},
                                     "withheld: %s of %zu %s; a bundle that is not only for the public has it", what,
                                     services, services == 1 ? "service" : "services");
}

/* A line for each table without entries, by its rows. */
static signpost_status report_tables(sgp_bundle_writer *to, signpost_diagnostics *lost)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sgp_table_count && !status && lost; i++) {
        char sql[96];
        int64_t rows;
        if (has_entries(sgp_tables[i].name))
            continue;
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", sgp_tables[i].stored);
        status = sgp_db_integer(to->directory->db, sql, &rows, to->error);
        if (!status && !leave_out(lost, sgp_tables[i].name, rows))
            status = sgp_fail_memory(to->error);
    }
    return status;
}

static signpost_status report_withheld(sgp_bundle_writer *to, signpost_diagnostics *lost)
{
    const sgp_table *services = sgp_table_find("services");
    bool kept = withhold(lost, "endpoints", to->endpoints_left_out);
    for (size_t i = 0; i < services->count && kept; i++)
        kept = withhold(lost, services->columns[i].name, to->left_out[i]);
    return kept ? SIGNPOST_OK : sgp_fail_memory(to->error);
}

signpost_status signpost_bundle_write(signpost_directory *directory, const signpost_bundle_options *options,
                                      signpost_write_function write, void *context, size_t *entries,
                                      signpost_diagnostics *lost, signpost_error *error)
{
    static const signpost_bundle_options defaults = SIGNPOST_BUNDLE_OPTIONS_INIT;
    if (options && options->size != sizeof *options)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the bundle options have size %zu, not %zu",
                        options->size, sizeof *options);
    sgp_bundle_writer to = {.directory = directory,
                            .public_only = (options ? options : &defaults)->public_only,
                            .write = write,
                            .context = context,
                            .error = error};
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (status)
        return status;
    status = write_bundle(&to);
    if (!status)
        status = report_tables(&to, lost);
    if (!status && lost)
        status = report_withheld(&to, lost);
    sgp_db_roll_back(directory->db);
    if (!status && entries)
        *entries = to.entries;
    return status;
}
