/* The rows of our tables, from the TEMP tables. Rules kept here:
 *  - a column that no row of the folder says anything of is not given: what the directory has there stays;
 *  - a constant of the mapping stands in for what a row does not say, and is noted as assumed. */
#include "interchange/hsds_import.h"

#include "formats/file.h"

#include <stdio.h>
#include <string.h>

enum { MOST_COLUMNS = SGP_MOST_TABLE_COLUMNS };
#define ATTRIBUTE(term)       "(SELECT value FROM temp.hsds_attribute WHERE link_id = s.id AND term = '" term "')"
#define OF_ORGANISATION(term) "(SELECT value FROM temp.hsds_attribute WHERE link_id = o.id AND term = '" term "')"
#define OF_PROFILE(term)      "(SELECT value FROM temp.hsds_attribute WHERE link_id = p.link_id AND term = '" term "')"
#define AT_ENTRY                                                                                                       \
    "service_at_location_id = e.service_at_location_id OR (service_at_location_id IS NULL AND service_id = "           \
    "e.service_id AND (location_id IS NULL OR location_id = e.location_id)) OR (service_at_location_id IS NULL AND "   \
    "service_id IS NULL AND location_id = e.location_id)"
#define LEVEL "(service_at_location_id IS NULL) + (service_id IS NULL)"

typedef struct source {
    const char *name, *sql;
} source;

static const source organisations[] = {
    {"code", "c.code"},
    {"name", "o.name"},
    {"kind",
     "coalesce(" OF_ORGANISATION("kind") ", (SELECT kind FROM main.organisation WHERE code = c.code), 'provider')"},
    {"postcode", OF_ORGANISATION("postcode")},
    {"latitude", OF_ORGANISATION("latitude")},
    {"longitude", OF_ORGANISATION("longitude")},
};

static const source profiles[] = {
    {"name", "p.value"},
    {"dispositions", OF_PROFILE("dispositions")},
    {"pairs", OF_PROFILE("pairs")},
    {"ages", OF_PROFILE("ages")},
    {"sexes", OF_PROFILE("sexes")},
    {"roles", OF_PROFILE("roles")},
};

static const source services[] = {
    {"uid", "e.uid"},
    {"name", "s.name"},
    {"public_name", "s.alternate_name"},
    {"type", ATTRIBUTE("type")},
    {"state", "CASE s.status WHEN 'active' THEN 'active' WHEN 'inactive' THEN 'draft' WHEN 'defunct' THEN 'closed' "
              "ELSE 'suspended' END"},
    {"ods_code", ATTRIBUTE("ods_code")},
    {"provider", "(SELECT code FROM temp.hsds_code c WHERE c.id = s.organization_id)"},
    {"commissioner", ATTRIBUTE("commissioner")},
    {"valid_from", ATTRIBUTE("valid_from")},
    {"valid_to", ATTRIBUTE("valid_to")},
    {"address", "coalesce(a.address_1 || ', ' || a.address_2, a.address_1, a.address_2)"},
    {"town", "a.city"},
    {"postcode", "a.postal_code"},
    {"latitude", "l.latitude"},
    {"longitude", "l.longitude"},
    {"easting", ATTRIBUTE("easting")},
    {"northing", ATTRIBUTE("northing")},
    {"phone", "(SELECT coalesce(number || ' ext ' || extension, number) FROM temp.hsds_phone WHERE "
              "coalesce(type, 'voice') IN ('voice', 'cell') AND (" AT_ENTRY ") ORDER BY " LEVEL ", line LIMIT 1)"},
    {"clinician_phone", ATTRIBUTE("clinician_phone")},
    {"email", "coalesce(" ATTRIBUTE("email") ", s.email)"},
    {"web", "s.url"},
    {"public_text", "s.description"},
    {"referral_text", ATTRIBUTE("referral_text")},
    {"calendar", ATTRIBUTE("calendar")},
    {"hours", "(SELECT 1 FROM temp.hsds_schedule WHERE " AT_ENTRY ")"}, /* whether there are any: see hours_of */
    {"return_if_open_minutes", ATTRIBUTE("return_if_open_minutes")},
    {"profile", ATTRIBUTE("profile")},
    {"restricted", ATTRIBUTE("restricted")},
    {"assumed", ATTRIBUTE("assumed")},
    {"verified_at", "coalesce(" ATTRIBUTE("verified_at") ", s.assured_date || 'T00:00Z')"},
    {"verified_by", ATTRIBUTE("verified_by")},
    {"verified_evidence", ATTRIBUTE("verified_evidence")},
    {"verify_due", ATTRIBUTE("verify_due")},
    {"", "e.service_at_location_id"}, /* for hours_of */
    {"", "e.service_id"},
    {"", "e.location_id"},
};
enum { SERVICE_KEYS = 3 };

static const source practices[] = {{"service", "e.uid"}, {"practice", "a.value"}};
static const source areas[] = {{"service", "uid"}, {"area", "area"}, {"use", "\"use\""}};
static const source capacities[] = {
    {"service", "e.uid"},
    {"colour", "json_extract(a.value, '$.colour')"},
    {"set_by", "json_extract(a.value, '$.set_by')"},
    {"set_at", "json_extract(a.value, '$.set_at')"},
    {"why", "json_extract(a.value, '$.why')"},
    {"falls_back_at", "json_extract(a.value, '$.falls_back_at')"},
};
static const source endpoints[] = {
    {"service", "e.uid"},
    {"position", "json_extract(a.value, '$.position')"},
    {"transport", "json_extract(a.value, '$.transport')"},
    {"address", "json_extract(a.value, '$.address')"},
    {"scenario", "json_extract(a.value, '$.scenario')"},
};

#define OF_TERM(term)                                                                                                  \
    "temp.hsds_attribute a JOIN temp.hsds_entry e ON e.service_id = a.link_id WHERE a.term = '" term                   \
    "' ORDER BY a.rowid"
#define TARGET(table, file, columns, line, from)                                                                       \
    {                                                                                                                  \
        table, file, columns, sizeof columns / sizeof *columns, line, from                                             \
    }

/* A plain service area is one of ours when its name, or code, is that of one area; unless all of a service's are, none
 * is kept: it would be limited to too little. An entry that is there keeps its own: they may be promotions. */
#define NAMED_AREA "(SELECT max(code) FROM main.area n WHERE n.code = g.name OR n.name = g.name HAVING count(*) = 1)"
static const struct target {
    const char *table, *file;
    const source *columns;
    size_t count;
    const char *line, *from;
} targets[] = {
    TARGET("organisations", "organization", organisations, "o.line",
           "temp.hsds_organization o JOIN temp.hsds_code c ON c.id = o.id ORDER BY o.rowid"),
    TARGET("profiles", "attribute", profiles, "p.line",
           "temp.hsds_attribute p WHERE p.term = 'profile_name' ORDER BY p.rowid"),
    TARGET("services", "service", services, "e.line",
           "temp.hsds_entry e JOIN temp.hsds_service s ON s.id = e.service_id LEFT JOIN temp.hsds_location l ON l.id = "
           "e.location_id LEFT JOIN temp.hsds_address a ON a.rowid = (SELECT rowid FROM temp.hsds_address WHERE "
           "location_id = e.location_id ORDER BY address_type <> 'physical', line LIMIT 1) ORDER BY e.rowid"),
    TARGET("service-practices", "attribute", practices, "a.line", OF_TERM("practice")),
    TARGET(
        "service-areas", "service_area", areas, "line",
        "(SELECT g.line AS line, e.uid AS uid, coalesce(json_extract(a.value, '$.area'), " NAMED_AREA ") AS area, "
        "coalesce(json_extract(a.value, '$.use'), 'limited') AS \"use\", g.rowid AS number FROM temp.hsds_service_area "
        "g "
        "JOIN temp.hsds_entry e ON e.service_id = g.service_id LEFT JOIN temp.hsds_attribute a ON a.link_id = g.id AND "
        "a.term = 'area' WHERE a.value IS NOT NULL OR NOT EXISTS (SELECT 1 FROM temp.hsds_own w WHERE w.id = "
        "hsds_id('service', e.uid)) AND NOT EXISTS (SELECT 1 FROM temp.hsds_service_area g2 WHERE "
        "g2.service_id = g.service_id AND (SELECT max(code) FROM main.area n WHERE n.code = g2.name OR n.name = "
        "g2.name HAVING count(*) = 1) IS NULL)) ORDER BY number"),
    TARGET("capacities", "attribute", capacities, "a.line", OF_TERM("capacity")),
    TARGET("endpoints", "attribute", endpoints, "a.line", OF_TERM("endpoint")),
};

/* One table being filled. */
typedef struct filling {
    sgp_hsds_import *of;
    const struct target *target;
    sgp_query rows, schedules;
    bool given[MOST_COLUMNS];
    const char *constants[MOST_COLUMNS]; /* by the target's columns; NULL: none */
    sgp_csv_field fields[MOST_COLUMNS];
    sgp_hsds_hours hours;
    bool assumes; /* there are constants */
    char assumed[SIGNPOST_TEXT_SIZE];
    bool begun;
} filling;

/* Whether a column is one of services, of that name. */
static bool is_named(const filling *fill, size_t index, const char *name)
{
    return fill->target->columns == services && strcmp(fill->target->columns[index].name, name) == 0;
}

/* ---- the header ---- */

/* Whether any row says something of a column. */
static signpost_status is_given(filling *fill, size_t index)
{
    char sql[SGP_HSDS_SQL_SIZE];
    int64_t given;
    snprintf(sql, sizeof sql, "SELECT EXISTS (SELECT 1 FROM (SELECT %s AS v FROM %s) WHERE v IS NOT NULL)",
             fill->target->columns[index].sql, fill->target->from);
    signpost_status status = sgp_db_integer(fill->of->import->db, sql, &given, fill->of->import->error);
    fill->given[index] =
        (!status && given) || fill->constants[index] || (fill->assumes && is_named(fill, index, "assumed"));
    return status;
}

static signpost_status give_header(filling *fill, sgp_csv *csv)
{
    csv->count = 0;
    csv->line = 1;
    for (size_t i = 0; i < fill->target->count; i++)
        if (fill->given[i])
            fill->fields[csv->count++] = (sgp_csv_field){fill->target->columns[i].name, 1, 0};
    return SIGNPOST_OK;
}

/* ---- rows ---- */

/* Reads a row of schedule.csv, as it was read before: it was good then. */
static signpost_status add_schedule(filling *fill)
{
    sgp_hsds_rule rule;
    char flaw[SGP_HSDS_FLAW_SIZE];
    sgp_query *row = &fill->schedules;
    const sgp_hsds_fields fields = {sgp_column_text(row, 1),  sgp_column_text(row, 2),  sgp_column_text(row, 3),
                                    sgp_column_text(row, 4),  sgp_column_text(row, 5),  sgp_column_text(row, 6),
                                    sgp_column_text(row, 7),  sgp_column_text(row, 8),  sgp_column_text(row, 9),
                                    sgp_column_text(row, 10), sgp_column_text(row, 11), sgp_column_text(row, 12),
                                    sgp_column_text(row, 13), sgp_column_text(row, 14)};
    if (row->failure)
        return sgp_fail_memory(fill->of->import->error);
    if (sgp_hsds_rule_read(&fields, fill->of->today, NULL, &rule, flaw))
        return SIGNPOST_OK;
    return sgp_hsds_hours_add(&fill->hours, &rule) ? SIGNPOST_OK : sgp_fail_memory(fill->of->import->error);
}

/* The hours of the entry of the row: of the service at this location, else of the service, else of the location. */
static signpost_status hours_of(filling *fill, const char **hours)
{
    const int keys = (int)(fill->target->count - SERVICE_KEYS) + 1;
    int64_t level = -1;
    sgp_hsds_hours_clear(&fill->hours);
    for (int i = 0; i < SERVICE_KEYS; i++)
        sgp_bind_text(&fill->schedules, i + 1, sgp_column_text(&fill->rows, keys + i));
    signpost_status status = SIGNPOST_OK;
    while (!status && !(status = sgp_query_step(&fill->schedules, fill->of->import->error))) {
        if (level >= 0 && sgp_column_integer(&fill->schedules, 0) != level)
            break;
        level = sgp_column_integer(&fill->schedules, 0);
        status = add_schedule(fill);
    }
    sgp_query_reset(&fill->schedules);
    if (status && status != SIGNPOST_NONE)
        return status;
    if (!sgp_hsds_hours_write(&fill->hours))
        return sgp_fail_memory(fill->of->import->error);
    *hours = fill->hours.text;
    return SIGNPOST_OK;
}

/* Puts constants in place of what the row does not say, and their names behind what is noted as assumed. */
static void assume(filling *fill, const char *const *values, const char **assumed)
{
    size_t used = (size_t)snprintf(fill->assumed, sizeof fill->assumed, "%s", *assumed);
    for (size_t i = 0; i < fill->target->count; i++)
        if (fill->constants[i] && !*values[i] && used < sizeof fill->assumed)
            used += (size_t)snprintf(fill->assumed + used, sizeof fill->assumed - used, "%s%s", used ? ";" : "",
                                     fill->target->columns[i].name);
    *assumed = fill->assumed;
}

static signpost_status give_row(filling *fill, sgp_csv *csv, signpost_error *error)
{
    const char *values[MOST_COLUMNS] = {NULL};
    signpost_status status = sgp_query_step(&fill->rows, error);
    if (status)
        return status;
    csv->line = (unsigned)sgp_column_integer(&fill->rows, 0);
    csv->count = 0;
    for (size_t i = 0; i < fill->target->count && !status; i++) {
        values[i] = sgp_column_text_or_empty(&fill->rows, (int)i + 1);
        if (fill->given[i] && is_named(fill, i, "hours"))
            status = hours_of(fill, &values[i]);
    }
    for (size_t i = 0; i < fill->target->count && !status; i++)
        if (is_named(fill, i, "assumed"))
            assume(fill, values, &values[i]);
    for (size_t i = 0; i < fill->target->count && !status; i++)
        if (fill->given[i])
            fill->fields[csv->count++] =
                (sgp_csv_field){!*values[i] && fill->constants[i] ? fill->constants[i] : values[i], csv->line, 0};
    if (!status && fill->rows.failure)
        status = SIGNPOST_NO_MEMORY;
    if (status && error)
        *error = *fill->of->import->error;
    return status == SIGNPOST_NO_MEMORY ? sgp_fail_memory(error) : status;
}

/* The header, then the rows: as sgp_csv_rows. */
static signpost_status next_row(void *context, sgp_csv *csv, signpost_error *error)
{
    filling *fill = context;
    csv->fields = fill->fields;
    if (fill->begun)
        return give_row(fill, csv, error);
    fill->begun = true;
    return give_header(fill, csv);
}

/* ---- tables ---- */

static signpost_status prepare(filling *fill)
{
    char sql[2 * SGP_HSDS_SQL_SIZE];
    sgp_import *import = fill->of->import;
    size_t used = (size_t)snprintf(sql, sizeof sql, "SELECT %s", fill->target->line);
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < fill->target->count && !status; i++) {
        status = *fill->target->columns[i].name ? is_given(fill, i) : SIGNPOST_OK;
        used +=
            (size_t)snprintf(sql + used, sizeof sql - used, ", %s",
                             fill->given[i] || !*fill->target->columns[i].name ? fill->target->columns[i].sql : "NULL");
    }
    snprintf(sql + used, sizeof sql - used, " FROM %s", fill->target->from);
    if (!status)
        status = sgp_query_prepare(&fill->rows, import->db, sql, import->error);
    if (!status && fill->target->columns == services)
        status = sgp_query_prepare(
            &fill->schedules, import->db,
            "SELECT " LEVEL " AS level, valid_from, valid_to, dtstart, until, count, freq, interval, byday, byweekno, "
            "bymonthday, byyearday, opens_at, closes_at, (SELECT value FROM temp.hsds_attribute a WHERE a.link_id = "
            "h.id "
            "AND a.term = 'hours') FROM temp.hsds_schedule h WHERE h.service_at_location_id = ?1 OR "
            "(h.service_at_location_id IS NULL AND "
            "h.service_id = ?2 AND (h.location_id IS NULL OR h.location_id = ?3)) OR (h.service_at_location_id IS NULL "
            "AND h.service_id IS NULL AND h.location_id = ?3) ORDER BY level, line",
            import->error);
    return status;
}

static signpost_status fill_table(filling *fill)
{
    sgp_csv csv;
    sgp_import *import = fill->of->import;
    const char *path = sgp_hsds_path(fill->of, fill->target->file);
    signpost_status status = prepare(fill);
    if (!status && fill->given[0]) { /* else there is no row */
        sgp_csv_open_rows(&csv, path, next_row, fill);
        status = sgp_import_rows(import, sgp_table_find(fill->target->table), &csv);
        sgp_csv_release(&csv);
    }
    sgp_query_release(&fill->rows);
    sgp_query_release(&fill->schedules);
    sgp_hsds_hours_release(&fill->hours);
    return status;
}

/* ---- the mapping ---- */

/* The constants of the mapping, by the columns of services. They are texts of `arena`. */
static signpost_status read_constants(sgp_hsds_import *of, sgp_arena *arena, filling *fill)
{
    sgp_csv header;
    sgp_plan plan = {.table = NULL};
    sgp_import *import = of->import;
    const char *mapping = import->options->mapping;
    signpost_status status = sgp_csv_open_bytes(&header, mapping, "uid\n", 4, import->error);
    if (!status)
        status = sgp_csv_next(&header, import->error);
    if (!status)
        status = sgp_mapping_plan(import, &header, mapping, "services", arena, &plan);
    for (size_t i = 0; !status && i < plan.table->count; i++) {
        const sgp_column *column = &plan.table->columns[i];
        if (!plan.given[i] || strcmp(column->name, "assumed") == 0)
            continue;
        size_t own = 0;
        while (own < fill->target->count && strcmp(fill->target->columns[own].name, column->name) != 0)
            own++;
        if (!plan.sources[i].constant || own == fill->target->count)
            sgp_plan_refuse(import, (sgp_spot){mapping, 0, 0}, SGP_HSDS_BAD_MAPPING,
                            "\"%s\": a mapping for an HSDS folder supplies constants alone", column->name);
        else
            fill->constants[own] = plan.sources[i].constant;
        fill->assumes = true;
    }
    sgp_csv_release(&header);
    return status;
}

/* Says what to do where services have no type, which HSDS does not know. */
static signpost_status tell_of_types(const filling *fill)
{
    enum { TYPE = 3 };
    int64_t count, typed;
    sgp_import *import = fill->of->import;
    signpost_status status = sgp_db_integer(
        import->db,
        "SELECT count(*) FROM temp.hsds_entry e WHERE NOT EXISTS (SELECT 1 FROM temp.hsds_attribute a WHERE a.link_id "
        "= "
        "e.service_id AND a.term = 'type') AND NOT EXISTS (SELECT 1 FROM main.service s WHERE s.uid = e.uid)",
        &count, import->error);
    if (!status)
        status = sgp_db_integer(import->db, "SELECT count(*) FROM temp.hsds_attribute WHERE term = 'type'", &typed,
                                import->error);
    if (status || !count || fill->constants[TYPE])
        return status;
    sgp_diagnose_hint(
        import->diagnostics, SIGNPOST_ERROR, SGP_HSDS_NO_TYPE, (sgp_spot){sgp_hsds_path(fill->of, "service"), 0, 0},
        "give a mapping file (--map) whose constants for services have a type, such as type: \"13\"",
        "%lld service%s no service type, which HSDS does not know", (long long)count, count == 1 ? " has" : "s have");
    import->header_refused = import->header_refused || !typed; /* else the others may be taken */
    return status;
}

static signpost_status tell_of_areas(sgp_hsds_import *of)
{
    int64_t count;
    signpost_status status = sgp_db_integer(
        of->import->db,
        "SELECT count(DISTINCT g.service_id) FROM temp.hsds_service_area g WHERE " NAMED_AREA
        " IS NULL AND NOT EXISTS (SELECT 1 FROM temp.hsds_attribute a WHERE a.link_id = g.id AND a.term = 'area')",
        &count, of->import->error);
    if (!status && count)
        sgp_hsds_tell(of->import->diagnostics, SGP_HSDS_NOT_KEPT, (sgp_spot){sgp_hsds_path(of, "service_area"), 0, 0},
                      "", "not kept: the areas of %lld service%s, which are not all areas of the directory",
                      (long long)count, count == 1 ? "" : "s");
    return status;
}

signpost_status sgp_hsds_fill(sgp_hsds_import *of)
{
    sgp_arena arena = {0};
    signpost_status status = tell_of_areas(of);
    for (size_t i = 0; i < sizeof targets / sizeof *targets && !status; i++) {
        filling fill = {.of = of, .target = &targets[i]};
        if (targets[i].columns == services && of->import->options->mapping)
            status = read_constants(of, &arena, &fill);
        if (!status && targets[i].columns == services)
            status = tell_of_types(&fill);
        if (!status && of->import->header_refused)
            break;
        if (!status)
            status = fill_table(&fill);
    }
    sgp_arena_release(&arena);
    return status;
}
