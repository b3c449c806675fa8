/* The rows of the folder's files, from the directory: a statement a source, whose columns are named after the fields.
 */
#include "interchange/hsds_export.h"

#include <stdio.h>
#include <string.h>

#define UID_OF_ID(kind) "hsds_id('" kind "', t.uid)"

static const struct source {
    const char *table, *sql;
} sources[] = {
    {"organization", "SELECT hsds_id('organisation', t.code) AS id, t.name, t.kind AS description FROM organisation t "
                     "ORDER BY t.code"},
    {"organization", "SELECT hsds_id('organisation', '') AS id, 'Not known' AS name, "
                     "'stands for the provider of services whose provider is not known' AS description "
                     "WHERE EXISTS (SELECT 1 FROM service WHERE provider IS NULL)"},
    {"organization_identifier", "SELECT hsds_id('identifier', t.code) AS id, hsds_id('organisation', t.code) AS "
                                "organization_id, 'GB-NHS' AS identifier_scheme, 'ODS' AS identifier_type, t.code AS "
                                "identifier FROM organisation t ORDER BY t.code"},
    {"service",
     "SELECT " UID_OF_ID(
         "service") " AS id, hsds_id('organisation', coalesce(t.provider, '')) AS "
                    "organization_id, t.name, t.public_name AS alternate_name, t.public_text AS description, t.web AS "
                    "url, "
                    "CASE t.state WHEN 'active' THEN 'active' WHEN 'draft' THEN 'inactive' WHEN 'suspended' THEN "
                    "'temporarily closed' ELSE 'defunct' END AS status, "
                    "date(t.verified_at * 60, 'unixepoch') AS assured_date FROM service t ORDER BY t.uid"},
    {"location", "SELECT " UID_OF_ID("location") " AS id, 'physical' AS location_type, coalesce(t.public_name, t.name) "
                                                 "AS name, t.latitude, t.longitude FROM service t ORDER BY t.uid"},
    {"service_at_location",
     "SELECT " UID_OF_ID("service-at-location") " AS id, " UID_OF_ID("service") " AS service_id, " UID_OF_ID(
         "location") " AS location_id FROM service t ORDER BY t.uid"},
    {"address", "SELECT " UID_OF_ID("address") " AS id, " UID_OF_ID(
                    "location") " AS location_id, t.address AS address_1, "
                                "t.town AS city, (SELECT c.division FROM calendar c WHERE c.name = coalesce((SELECT "
                                "h.calendar FROM hours h "
                                "WHERE h.id = t.hours), (SELECT d.calendar FROM directory d))) AS state_province, "
                                "t.postcode AS postal_code, 'GB' AS country, 'physical' AS address_type FROM service t "
                                "WHERE coalesce(t.address, t.town, t.postcode) IS NOT NULL ORDER BY t.uid"},
    {"phone",
     "SELECT " UID_OF_ID("phone") " AS id, " UID_OF_ID(
         "service") " AS service_id, t.phone AS number, 'voice' "
                    "AS type, 'for the public' AS description FROM service t WHERE t.phone IS NOT NULL ORDER BY t.uid"},
    {"service_area",
     "SELECT hsds_id('service-area', t.uid || '/' || a.area || '/' || a.use) AS id, " UID_OF_ID(
         "service") " AS service_id, (SELECT name FROM area WHERE code = a.area) AS name, CASE a.use WHEN 'limited' "
                    "THEN 'only for people of this area' ELSE 'for people of this area before others' END AS "
                    "description FROM service t JOIN service_area a ON a.service = t.id ORDER BY t.uid, a.area, a.use"},
    {"taxonomy",
     "SELECT hsds_id('taxonomy', column1) AS id, column1 AS name, column2 AS description FROM (VALUES "
     "('signpost', 'what HSDS has no field for'), ('service types', 'kinds of service, nationally numbered'), "
     "('clinical profiles', 'what services can take'))"},
    {"taxonomy_term", "SELECT hsds_id('service-type', t.id) AS id, t.id AS code, t.name, 'service type ' || t.id AS "
                      "description, 'eng' AS language, hsds_id('taxonomy', 'service types') AS taxonomy_id "
                      "FROM service_type t ORDER BY t.id"},
    {"taxonomy_term",
     "SELECT hsds_id('profile', t.name) AS id, t.name AS code, t.name, 'clinical profile ' || t.name AS "
     "description, 'eng' AS language, hsds_id('taxonomy', 'clinical profiles') AS taxonomy_id "
     "FROM profile t ORDER BY t.name"},
    {"metadata", "SELECT hsds_id('metadata', t.uid) AS id, " UID_OF_ID(
                     "service") " AS resource_id, 'service' AS "
                                "resource_type, date(t.verified_at * 60, 'unixepoch') AS last_action_date, 'verify' AS "
                                "last_action_type, 'assured_date' AS field_name, 'not known' AS previous_value, "
                                "date(t.verified_at * 60, "
                                "'unixepoch') AS replacement_value, coalesce(t.verified_by, 'not known') AS updated_by "
                                "FROM service t "
                                "WHERE t.verified_at IS NOT NULL ORDER BY t.uid"},
};

/* The rows of one statement. */
static signpost_status write_source(sgp_hsds_export *export, const sgp_hsds_table *table, const char *sql)
{
    sgp_query query;
    sgp_hsds_row row = {.table = table};
    signpost_status status = sgp_query_prepare(&query, export->db, sql, export->error);
    while (!status && !export->writer.failed && !(status = sgp_query_step(&query, export->error))) {
        for (int i = 0; i < sqlite3_column_count(query.statement); i++)
            sgp_hsds_set(&row, sqlite3_column_name(query.statement, i), sgp_column_text(&query, i));
        if (query.failure)
            status = sgp_fail_memory(export->error);
        sgp_hsds_write(&export->writer, &row);
        export->rows++;
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static void write_terms(sgp_hsds_export *export, const sgp_hsds_table *table)
{
    char id[SGP_HSDS_ID_SIZE], taxonomy[SGP_HSDS_ID_SIZE];
    sgp_hsds_row row = {.table = table};
    for (size_t i = 0; i < sgp_hsds_term_count; i++) {
        const sgp_hsds_term *term = &sgp_hsds_terms[i];
        if (term->professional && export->public_only)
            continue;
        sgp_hsds_set(&row, "id", sgp_hsds_id("term", term->code, id));
        sgp_hsds_set(&row, "code", term->code);
        sgp_hsds_set(&row, "name", term->code);
        sgp_hsds_set(&row, "description", term->description);
        sgp_hsds_set(&row, "language", "eng");
        sgp_hsds_set(&row, "taxonomy_id", sgp_hsds_id("taxonomy", "signpost", taxonomy));
        sgp_hsds_write(&export->writer, &row);
        export->rows++;
    }
}

signpost_status sgp_hsds_write_rows(sgp_hsds_export *export, const sgp_hsds_table *table)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < table->count; i++)
        sgp_csv_write(&export->writer, table->fields[i].name);
    sgp_csv_end_row(&export->writer);
    if (strcmp(table->name, "taxonomy_term") == 0)
        write_terms(export, table);
    else if (strcmp(table->name, "schedule") == 0)
        status = sgp_hsds_write_schedules(export, false);
    else if (strcmp(table->name, "attribute") == 0)
        status = sgp_hsds_write_attributes(export);
    for (size_t i = 0; i < sizeof sources / sizeof *sources && !status; i++)
        if (strcmp(sources[i].table, table->name) == 0)
            status = write_source(export, table, sources[i].sql);
    return status;
}

void sgp_hsds_set(sgp_hsds_row *row, const char *field, const char *value)
{
    row->values[sgp_hsds_field_find(row->table, field)] = value;
}

void sgp_hsds_write(sgp_csv_writer *writer, sgp_hsds_row *row)
{
    for (size_t i = 0; i < row->table->count; i++)
        sgp_csv_write(writer, row->values[i]);
    sgp_csv_end_row(writer);
    memset(row->values, 0, sizeof row->values);
}
