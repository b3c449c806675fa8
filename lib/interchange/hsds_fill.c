/* The rows of our tables, from the TEMP tables. Rules kept here:
 *  - a column that no row of the folder says anything of is not given: what the directory has there stays;
 *  - a constant of the mapping stands in for what a row does not say, and is noted as assumed. */
#include "hours/hours.h"
#include "interchange/hsds_import.h"
#include "interchange/hsds_sources.h"

#include <stdio.h>
#include <string.h>

enum { MOST_COLUMNS = SGP_MOST_TABLE_COLUMNS };

/* One table being filled. */
typedef struct filling {
    sgp_hsds_import *of;
    const sgp_hsds_target *target;
    size_t shown[MOST_COLUMNS]; /* the column of each field that is given on */
    sgp_query rows, schedules;
    bool given[MOST_COLUMNS];
    const char *constants[MOST_COLUMNS]; /* by the target's columns; NULL: none */
    sgp_csv_field fields[MOST_COLUMNS];
    sgp_hsds_hours hours;
    bool assumes; /* there are constants */
    char assumed[SIGNPOST_TEXT_SIZE];
    bool begun;
} filling;

static bool is_of_services(const filling *fill)
{
    return strcmp(fill->target->table, "services") == 0;
}

/* Whether a column is one of services, of that name. */
static bool is_named(const filling *fill, size_t index, const char *name)
{
    return is_of_services(fill) && strcmp(fill->target->columns[index].name, name) == 0;
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
        if (fill->given[i]) {
            fill->shown[csv->count] = i;
            fill->fields[csv->count++] = (sgp_csv_field){fill->target->columns[i].name, 1, 0};
        }
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

/* Whether the hours that were put together so far cannot be read. */
static signpost_status check_hours(filling *fill, bool *flawed)
{
    sgp_hours_draft draft;
    signpost_error *error = fill->of->import->error;
    if (!sgp_hsds_hours_write(&fill->hours))
        return sgp_fail_memory(error);
    signpost_status status = *fill->hours.text ? sgp_hours_read(fill->hours.text, &draft, NULL) : SIGNPOST_OK;
    if (*fill->hours.text)
        sgp_hours_draft_release(&draft);
    *flawed = status == SIGNPOST_INVALID;
    return status == SIGNPOST_NO_MEMORY ? sgp_fail_memory(error) : SIGNPOST_OK;
}

/* Binds the keys of the row, as far as the statement has them. */
static void bind_keys(filling *fill, sgp_query *query)
{
    for (int i = 0; i < SGP_HSDS_KEYS && i < sqlite3_bind_parameter_count(query->statement); i++)
        sgp_bind_text(query, i + 1, sgp_column_text(&fill->rows, (int)fill->target->count + 1 + i));
}

/* Adds the schedules of the entry of the row: of the service at this location, else of the service, else of the
 * location. With `line`, only up to the first with which the hours cannot be read, whose line it receives; 0: none. */
static signpost_status add_schedules(filling *fill, unsigned *line)
{
    int64_t level = -1;
    signpost_status status = SIGNPOST_OK;
    sgp_hsds_hours_clear(&fill->hours);
    bind_keys(fill, &fill->schedules);
    for (bool stop = false;
         !stop && !status && !(status = sgp_query_step(&fill->schedules, fill->of->import->error));) {
        stop = level >= 0 && sgp_column_integer(&fill->schedules, 0) != level;
        level = sgp_column_integer(&fill->schedules, 0);
        if (stop)
            break;
        status = add_schedule(fill);
        if (!status && line && (status = check_hours(fill, &stop)) == SIGNPOST_OK && stop)
            *line = (unsigned)sgp_column_integer(&fill->schedules, 15);
    }
    sgp_query_reset(&fill->schedules);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status hours_of(filling *fill, const char **hours)
{
    signpost_status status = add_schedules(fill, NULL);
    if (status)
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

/* ---- where a value came from ---- */

/* Line of the row that a statement gives for the keys of the row; 0 when it gives none. */
static signpost_status find_line(filling *fill, const char *sql, unsigned *line)
{
    sgp_query query;
    *line = 0;
    signpost_status status = sgp_query_prepare(&query, fill->of->import->db, sql, fill->of->import->error);
    if (!status) {
        bind_keys(fill, &query);
        status = sgp_query_step(&query, fill->of->import->error);
    }
    if (!status)
        *line = (unsigned)sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* The place where a column's value stands, when that is not the row's own file. */
static signpost_status find_origin(filling *fill, size_t column, const sgp_hsds_origin **found, unsigned *line)
{
    static const sgp_hsds_origin in_schedule = {"schedule", "opens_at and closes_at", NULL};
    const sgp_hsds_origin *origins = fill->target->columns[column].elsewhere;
    signpost_status status = SIGNPOST_OK;
    *line = 0;
    *found = &in_schedule;
    if (is_named(fill, column, "hours"))
        return add_schedules(fill, line);
    for (size_t i = 0; i < SGP_HSDS_MOST_ORIGINS && origins[i].table && !*line && !status; i++) {
        *found = &origins[i];
        status = find_line(fill, origins[i].line, line);
    }
    return status;
}

/* As sgp_csv_whence. */
static bool whence(void *context, size_t field, sgp_csv_origin *origin)
{
    unsigned line;
    filling *fill = context;
    const sgp_hsds_origin *found;
    const size_t column = fill->shown[field];
    const char *called = fill->target->columns[column].called;
    if (fill->constants[column] && fill->fields[field].text == fill->constants[column]) {
        origin->spot = (sgp_spot){fill->of->import->options->mapping, 0, 0};
        return true;
    }
    if (find_origin(fill, column, &found, &line))
        return false;
    if (line)
        *origin = (sgp_csv_origin){{sgp_hsds_path(fill->of, found->table), line, 0}, found->called};
    else if (called)
        origin->name = called;
    return true;
}

/* ---- tables ---- */

static signpost_status prepare(filling *fill)
{
    char sql[2 * SGP_HSDS_SQL_SIZE];
    sgp_import *import = fill->of->import;
    size_t used = (size_t)snprintf(sql, sizeof sql, "SELECT %s", fill->target->line);
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < fill->target->count && !status; i++) {
        status = is_given(fill, i);
        used += (size_t)snprintf(sql + used, sizeof sql - used, ", %s",
                                 fill->given[i] ? fill->target->columns[i].sql : "NULL");
    }
    snprintf(sql + used, sizeof sql - used, ", %s FROM %s", fill->target->keys, fill->target->from);
    if (!status)
        status = sgp_query_prepare(&fill->rows, import->db, sql, import->error);
    if (!status && is_of_services(fill))
        status = sgp_query_prepare(
            &fill->schedules, import->db,
            "SELECT " SGP_HSDS_LEVEL " AS level, valid_from, valid_to, dtstart, until, count, freq, interval, byday, "
            "byweekno, bymonthday, byyearday, opens_at, closes_at, (SELECT value FROM temp.hsds_attribute a WHERE "
            "a.link_id = h.id AND a.term = 'hours'), line FROM temp.hsds_schedule h WHERE " SGP_HSDS_OF_ENTRY(
                "?1", "?2", "?3") " ORDER BY level, line",
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
        csv.whence = whence;
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
        "SELECT count(DISTINCT g.service_id) FROM temp.hsds_service_area g WHERE " SGP_HSDS_NAMED_AREA
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
    for (size_t i = 0; i < sgp_hsds_target_count && !status; i++) {
        filling fill = {.of = of, .target = &sgp_hsds_targets[i]};
        if (is_of_services(&fill) && of->import->options->mapping)
            status = read_constants(of, &arena, &fill);
        if (!status && is_of_services(&fill))
            status = tell_of_types(&fill);
        if (!status && of->import->header_refused)
            break;
        if (!status)
            status = fill_table(&fill);
    }
    sgp_arena_release(&arena);
    return status;
}
