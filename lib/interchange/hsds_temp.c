/* The TEMP tables into which an HSDS folder is read: made by the fields that are kept, and dropped. */
#include "interchange/hsds_import.h"

#include <stdio.h>
#include <string.h>

static signpost_status make_table(sgp_hsds_import *of, const sgp_hsds_table *table)
{
    char sql[SGP_HSDS_SQL_SIZE];
    size_t used = (size_t)snprintf(sql, sizeof sql, "CREATE TEMP TABLE hsds_%s (line INTEGER NOT NULL", table->name);
    for (size_t i = 0; i < table->count; i++)
        if (table->fields[i].flags & SGP_HSDS_KEPT)
            used += (size_t)snprintf(sql + used, sizeof sql - used, ", \"%s\" TEXT%s", table->fields[i].name,
                                     table->fields[i].flags & SGP_HSDS_UNIQUE ? " UNIQUE" : "");
    snprintf(sql + used, sizeof sql - used, "%s)", strcmp(table->name, "attribute") == 0 ? ", term TEXT" : "");
    return sgp_db_run(of->import->db, sql, of->import->error);
}

signpost_status sgp_hsds_begin(sgp_hsds_import *of)
{
    static const char *const indices[] = {
        "hsds_service_at_location (service_id)",
        "hsds_address (location_id)",
        "hsds_phone (service_id)",
        "hsds_phone (location_id)",
        "hsds_phone (service_at_location_id)",
        "hsds_schedule (service_id)",
        "hsds_schedule (location_id)",
        "hsds_schedule (service_at_location_id)",
        "hsds_service_area (service_id)",
        "hsds_attribute (link_id, term)",
        "hsds_attribute (term)",
        "hsds_organization_identifier (organization_id)",
    };
    char sql[256];
    signpost_status status = sgp_hsds_end(of);
    for (size_t i = 0; i < sgp_hsds_table_count && !status; i++)
        if (sgp_hsds_tables[i].fields[0].flags & SGP_HSDS_KEPT)
            status = make_table(of, &sgp_hsds_tables[i]);
    for (size_t i = 0; i < sizeof indices / sizeof *indices && !status; i++) {
        snprintf(sql, sizeof sql, "CREATE INDEX temp.hsds_index_%zu ON %s", i, indices[i]);
        status = sgp_db_run(of->import->db, sql, of->import->error);
    }
    if (!status)
        status = sgp_db_run(of->import->db,
                            "CREATE TEMP TABLE hsds_entry (line INTEGER NOT NULL, uid TEXT, service_id TEXT, "
                            "service_at_location_id TEXT, location_id TEXT); "
                            "CREATE INDEX temp.hsds_entry_service ON hsds_entry (service_id); "
                            "CREATE TEMP TABLE hsds_own (id TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID; "
                            "CREATE TEMP TABLE hsds_code (id TEXT PRIMARY KEY, code TEXT) WITHOUT ROWID",
                            of->import->error);
    return status;
}

signpost_status sgp_hsds_end(sgp_hsds_import *of)
{
    char sql[128];
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sgp_hsds_table_count && !status; i++) {
        snprintf(sql, sizeof sql, "DROP TABLE IF EXISTS temp.hsds_%s", sgp_hsds_tables[i].name);
        status = sgp_db_run(of->import->db, sql, of->import->error);
    }
    if (!status)
        status = sgp_db_run(of->import->db,
                            "DROP TABLE IF EXISTS temp.hsds_entry; DROP TABLE IF EXISTS temp.hsds_own; "
                            "DROP TABLE IF EXISTS temp.hsds_code",
                            of->import->error);
    return status;
}
