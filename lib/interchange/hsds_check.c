/* What only all files of an HSDS folder together show: rows that refer to nothing, what is said twice, and the entries
 * that the services come to. */
#include "interchange/hsds_import.h"

#include <stdio.h>
#include <string.h>

/* Refuses the rows that a statement gives (rowid, line, value), and takes them away. `reason` has one %s: the value. */
typedef struct refusal {
    const char *table;
    int id;
    char before[64], after[96]; /* around the quoted value */
} refusal;

static signpost_status refuse_rows(sgp_hsds_import *of, const refusal *why, const char *sql)
{
    sgp_query find, drop = {0};
    char remove[128];
    sgp_import *import = of->import;
    snprintf(remove, sizeof remove, "DELETE FROM temp.hsds_%s WHERE rowid = ?", why->table);
    signpost_status status = sgp_query_prepare(&find, import->db, sql, import->error);
    if (!status)
        status = sgp_query_prepare(&drop, import->db, remove, import->error);
    while (!status && !(status = sgp_query_step(&find, import->error))) {
        sgp_hsds_refuse(of, why->table, (unsigned)sgp_column_integer(&find, 1), why->id, "%s \"%s\"%s", why->before,
                        sgp_column_text_or_empty(&find, 2), why->after);
        sgp_bind_integer(&drop, 1, sgp_column_integer(&find, 0));
        status = sgp_query_run(&drop, import->error);
    }
    sgp_query_release(&find);
    sgp_query_release(&drop);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static bool has_file(const sgp_hsds_import *of, const char *table)
{
    return of->there[sgp_hsds_table_find(table) - sgp_hsds_tables];
}

/* A reference into a file that the folder does not have is no mistake: the file is optional. */
static signpost_status check_references(sgp_hsds_import *of, const sgp_hsds_table *table)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < table->count && !status; i++) {
        char sql[512];
        const sgp_hsds_field *field = &table->fields[i];
        if (!sgp_hsds_is_reference(field) || !(field->flags & SGP_HSDS_KEPT) || !has_file(of, field->of))
            continue;
        refusal why = {.table = table->name, .id = SGP_HSDS_NO_SUCH_ROW};
        snprintf(why.before, sizeof why.before, "%s", field->name);
        snprintf(why.after, sizeof why.after, ": there is no such row in %s.csv", field->of);
        snprintf(sql, sizeof sql,
                 "SELECT rowid, line, \"%s\" FROM temp.hsds_%s t WHERE \"%s\" IS NOT NULL AND NOT EXISTS "
                 "(SELECT 1 FROM temp.hsds_%s r WHERE r.id = t.\"%s\")",
                 field->name, table->name, field->name, field->of, field->name);
        status = refuse_rows(of, &why, sql);
    }
    return status;
}

/* What attributes of ours are said of must be there. */
static signpost_status check_links(sgp_hsds_import *of)
{
    static const char *const entities[] = {"organization", "service", "service_area", "schedule"};
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof entities / sizeof *entities && !status; i++) {
        char sql[512];
        refusal why = {.table = "attribute", .id = SGP_HSDS_NO_SUCH_ROW, .before = "link_id"};
        snprintf(why.after, sizeof why.after, ": there is no such row in %s.csv", entities[i]);
        snprintf(sql, sizeof sql,
                 "SELECT rowid, line, link_id FROM temp.hsds_attribute t WHERE link_entity = '%s' AND NOT EXISTS "
                 "(SELECT 1 FROM temp.hsds_%s r WHERE r.id = t.link_id)",
                 entities[i], entities[i]);
        status = refuse_rows(of, &why, sql);
    }
    return status;
}

/* Asked twice: without memory SQLite says that JSON is not valid. */
#define IS_NO_OBJECT "NOT CASE WHEN json_valid(value) THEN json_type(value) = 'object' ELSE 0 END"

static signpost_status check_attributes(sgp_hsds_import *of)
{
    static const struct {
        refusal why;
        const char *sql;
    } checks[] = {
        {{"attribute", SGP_HSDS_NO_SUCH_ROW, "link_id", ": no profile has this id"},
         "SELECT rowid, line, link_id FROM temp.hsds_attribute t WHERE link_entity = 'taxonomy_term' AND NOT EXISTS "
         "(SELECT 1 FROM temp.hsds_attribute r WHERE r.link_id = t.link_id AND r.term = 'profile_name')"},
        {{"attribute", SGP_TWICE, "attribute", " is given twice of one row"},
         "SELECT rowid, line, term FROM temp.hsds_attribute t WHERE term NOT IN ('practice', 'endpoint') AND EXISTS "
         "(SELECT 1 FROM temp.hsds_attribute r WHERE r.link_id = t.link_id AND r.term = t.term AND r.rowid < t.rowid)"},
        {{"attribute", SGP_HSDS_BAD_FIELD, "value", " is no JSON object"},
         "SELECT rowid, line, value FROM temp.hsds_attribute WHERE term IN ('area', 'capacity', 'endpoint') "
         "AND " IS_NO_OBJECT " AND " IS_NO_OBJECT},
    };
    signpost_status status = check_links(of);
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !status; i++)
        status = refuse_rows(of, &checks[i].why, checks[i].sql);
    return status;
}

/* ---- who is who ---- */

#define IS_ODS(i) "(" i ".identifier_scheme = 'GB-NHS' OR upper(" i ".identifier_type) = 'ODS')"

/* What only one row may be. A service of ours has one entry, and so one place. */
static signpost_status check_twins(sgp_hsds_import *of)
{
    static const struct {
        refusal why;
        const char *sql;
    } checks[] = {
        {{"organization_identifier", SGP_TWICE, "identifier", " is that of another organization, in a line before"},
         "SELECT rowid, line, identifier FROM temp.hsds_organization_identifier t WHERE " IS_ODS(
             "t") " AND EXISTS (SELECT 1 FROM temp.hsds_organization_identifier r WHERE r.identifier = t.identifier "
                  "AND r.organization_id <> t.organization_id AND r.rowid < t.rowid AND " IS_ODS("r") ")"},
        {{"service_at_location", SGP_TWICE, "service_id", " is an entry of a directory, and at a location already"},
         "SELECT rowid, line, service_id FROM temp.hsds_service_at_location t WHERE EXISTS (SELECT 1 FROM "
         "temp.hsds_service_at_location r WHERE r.service_id = t.service_id AND r.rowid < t.rowid) AND (EXISTS (SELECT "
         "1 FROM temp.hsds_attribute a WHERE a.link_id = t.service_id AND a.term = 'uid') OR EXISTS (SELECT 1 FROM "
         "temp.hsds_own w WHERE w.id = t.service_id))"},
    };
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !status; i++)
        status = refuse_rows(of, &checks[i].why, checks[i].sql);
    return status;
}

static signpost_status note_own(sgp_hsds_import *of)
{
    return sgp_db_run(of->import->db,
                      "INSERT INTO temp.hsds_own SELECT hsds_id('service', uid), uid FROM main.service; "
                      "INSERT INTO temp.hsds_own SELECT hsds_id('organisation', code), code FROM main.organisation",
                      of->import->error);
}

/* An entry is a service at a location; a service without one is an entry without a place. It is known again by its uid,
 * by the identifier that we give an entry of the directory, or else by its own. */
static signpost_status find_entries(sgp_hsds_import *of)
{
    static const char sql[] =
        "INSERT INTO temp.hsds_code SELECT o.id, coalesce((SELECT i.identifier FROM temp.hsds_organization_identifier "
        "i WHERE i.organization_id = o.id AND " IS_ODS(
            "i") " ORDER BY i.line LIMIT 1), (SELECT key FROM temp.hsds_own w WHERE w.id = o.id), o.id) "
                 "FROM temp.hsds_organization o WHERE o.id <> hsds_id('organisation', ''); "
                 "INSERT INTO temp.hsds_entry SELECT s.line, coalesce((SELECT a.value FROM temp.hsds_attribute a WHERE "
                 "a.link_id = s.id AND a.term = 'uid'), (SELECT key FROM temp.hsds_own w WHERE w.id = s.id), "
                 "CASE WHEN (SELECT count(*) FROM temp.hsds_service_at_location x WHERE x.service_id = s.id) > 1 THEN "
                 "l.id "
                 "ELSE s.id END), s.id, l.id, l.location_id FROM temp.hsds_service s LEFT JOIN "
                 "temp.hsds_service_at_location l "
                 "ON l.service_id = s.id ORDER BY s.rowid, l.rowid";
    return sgp_db_run(of->import->db, sql, of->import->error);
}

/* ---- what is not kept ---- */

static signpost_status tell_counts(sgp_hsds_import *of)
{
    static const struct {
        const char *table, *sql, *said;
    } counts[] = {
        {"address",
         "SELECT count(*) FROM temp.hsds_address a WHERE EXISTS (SELECT 1 FROM temp.hsds_address b WHERE b.location_id "
         "= "
         "a.location_id AND (b.address_type <> 'physical', b.line) < (a.address_type <> 'physical', a.line))",
         "further addresses of a location"},
        {"phone",
         "SELECT count(*) FROM temp.hsds_phone a WHERE coalesce(service_id, location_id, service_at_location_id) IS "
         "NULL "
         "OR coalesce(type, 'voice') NOT IN ('voice', 'cell') OR EXISTS (SELECT 1 FROM temp.hsds_phone b WHERE "
         "b.service_id = a.service_id AND b.line < a.line AND coalesce(b.type, 'voice') IN ('voice', 'cell'))",
         "further numbers, or numbers that are not for calling a service"},
        {"schedule",
         "SELECT count(*) FROM temp.hsds_schedule WHERE coalesce(service_id, location_id, service_at_location_id) IS "
         "NULL",
         "schedules of nothing"},
    };
    const struct {
        size_t count;
        const char *table, *said;
    } seen[] = {
        {of->attributes_passed_over, "attribute", "attributes of terms that are not ours"},
        {of->over, "schedule", "schedules that are over"},
        {of->not_yet, "schedule", "schedules that do not hold yet"},
        {of->unbound, "schedule", "dates between which weekly hours hold"},
        {of->offsets, "schedule", "offsets of times, which are taken as local"},
        {of->timeless, "schedule", "schedules without times"},
    };
    signpost_diagnostics *list = of->import->diagnostics;
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        if (seen[i].count)
            sgp_hsds_tell(list, SGP_HSDS_NOT_KEPT, (sgp_spot){sgp_hsds_path(of, seen[i].table), 0, 0}, "",
                          "not kept: %zu %s", seen[i].count, seen[i].said);
    for (size_t i = 0; i < sizeof counts / sizeof *counts && !status; i++) {
        int64_t count;
        status = sgp_db_integer(of->import->db, counts[i].sql, &count, of->import->error);
        if (!status && count)
            sgp_hsds_tell(list, SGP_HSDS_NOT_KEPT, (sgp_spot){sgp_hsds_path(of, counts[i].table), 0, 0}, "",
                          "not kept: %lld %s", (long long)count, counts[i].said);
    }
    return status;
}

signpost_status sgp_hsds_check(sgp_hsds_import *of)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sgp_hsds_table_count && !status; i++)
        status = check_references(of, &sgp_hsds_tables[i]);
    if (!status)
        status = check_attributes(of);
    if (!status)
        status = note_own(of);
    if (!status)
        status = check_twins(of);
    if (!status)
        status = find_entries(of);
    return status ? status : tell_counts(of);
}
