/* attribute.csv and schedule.csv: what is said of rows by our terms, and opening hours. */
#include "directory/cells.h"
#include "interchange/hsds_export.h"

#include <stdio.h>
#include <string.h>

/* What rows of an HSDS table are identified by (sgp_hsds_id). */
static const char *kind_of(const char *entity)
{
    static const char *const kinds[][2] = {
        {"organization", "organisation"},
        {"taxonomy_term", "profile"},
        {"service_area", "service-area"},
        {"schedule", "schedule"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i][0], entity) == 0)
            return kinds[i][1];
    return "service";
}

/* The type and the profile of a service are terms of their own; for the others the term says what the value is. */
static const char *term_id(const sgp_hsds_term *term, const char *value, char id[SGP_HSDS_ID_SIZE])
{
    if (strcmp(term->code, "type") == 0)
        return sgp_hsds_id("service-type", value, id);
    if (strcmp(term->code, "profile") == 0)
        return sgp_hsds_id("profile", value, id);
    return sgp_hsds_id("term", term->code, id);
}

/* False when memory ran out. */
static bool write_attribute(sgp_hsds_export *export, const sgp_hsds_term *term, const char *key, const char *value)
{
    char link[SGP_HSDS_ID_SIZE], of_term[SGP_HSDS_ID_SIZE], id[SGP_HSDS_ID_SIZE];
    sgp_hsds_row row = {.table = sgp_hsds_table_find("attribute")};
    char *seed = sqlite3_mprintf("%s/%s/%s", term->code, key, value);
    if (!seed)
        return false;
    sgp_hsds_set(&row, "id", sgp_hsds_id("attribute", seed, id));
    sgp_hsds_set(&row, "link_id", sgp_hsds_id(kind_of(term->entity), key, link));
    sgp_hsds_set(&row, "taxonomy_term_id", term_id(term, value, of_term));
    sgp_hsds_set(&row, "link_type", term->code);
    sgp_hsds_set(&row, "link_entity", term->entity);
    sgp_hsds_set(&row, "value", value);
    sgp_hsds_write(&export->writer, &row);
    export->rows++;
    sqlite3_free(seed);
    return true;
}

static const sgp_hsds_term *term_of(const char *code)
{
    const sgp_hsds_term *term = sgp_hsds_terms;
    while (strcmp(term->code, code) != 0)
        term++;
    return term;
}

static signpost_status write_term(sgp_hsds_export *export, const sgp_hsds_term *term)
{
    /* Ages are written in words, as they are read. */
    static const sgp_column ages = {"ages", SGP_CELL_LIST, 0, NULL, NULL, NULL}, text = {.kind = SGP_CELL_TEXT};
    const sgp_column *column = strcmp(term->code, "ages") == 0 ? &ages : &text;
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, export->db, term->select, export->error);
    while (!status && !export->writer.failed && !(status = sgp_query_step(&query, export->error))) {
        char buffer[SGP_CELL_SIZE];
        sgp_arena arena = {0};
        const char *key = sgp_column_text_or_empty(&query, 0);
        const char *value = sgp_cell_format(column, &query, 1, buffer, &arena);
        if (!value || query.failure || (*value && !write_attribute(export, term, key, value)))
            status = sgp_fail_memory(export->error);
        sgp_arena_release(&arena);
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

signpost_status sgp_hsds_write_attributes(sgp_hsds_export *export)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sgp_hsds_term_count && !status; i++)
        if (sgp_hsds_terms[i].select && !(export->public_only && sgp_hsds_terms[i].professional))
            status = write_term(export, &sgp_hsds_terms[i]);
    return status ? status : sgp_hsds_write_schedules(export, true);
}

/* ---- opening hours ---- */

/* The service whose hours are written. */
typedef struct scheduling {
    sgp_hsds_export *export;
    const char *uid;
    unsigned number; /* of its rows so far */
    bool meant;
    bool no_memory;
} scheduling;

static void write_schedule(scheduling *of, const char *id, const sgp_hsds_schedule *schedule)
{
    char service[SGP_HSDS_ID_SIZE];
    sgp_hsds_row row = {.table = sgp_hsds_table_find("schedule")};
    const bool weekly = schedule->byday[0] != '\0';
    sgp_hsds_set(&row, "id", id);
    sgp_hsds_set(&row, "service_id", sgp_hsds_id("service", of->uid, service));
    sgp_hsds_set(&row, "valid_from", schedule->valid_from);
    sgp_hsds_set(&row, "valid_to", schedule->valid_to);
    sgp_hsds_set(&row, "dtstart", schedule->valid_from);
    sgp_hsds_set(&row, "wkst", weekly ? "MO" : NULL);
    sgp_hsds_set(&row, "freq", weekly ? "WEEKLY" : NULL);
    sgp_hsds_set(&row, "interval", weekly ? "1" : NULL);
    sgp_hsds_set(&row, "byday", schedule->byday);
    sgp_hsds_set(&row, "description", schedule->description);
    sgp_hsds_set(&row, "opens_at", schedule->opens_at);
    sgp_hsds_set(&row, "closes_at", schedule->closes_at);
    sgp_hsds_write(&of->export->writer, &row);
    of->export->rows++;
}

static bool take_schedule(void *context, const sgp_hsds_schedule *schedule)
{
    scheduling *of = context;
    char id[SGP_HSDS_ID_SIZE];
    char *key = sqlite3_mprintf("%s/%u", of->uid, ++of->number);
    of->no_memory = !key;
    if (key && !of->meant)
        write_schedule(of, sgp_hsds_id("schedule", key, id), schedule);
    else if (key && schedule->meant[0])
        of->no_memory = !write_attribute(of->export, term_of("hours"), key, schedule->meant);
    sqlite3_free(key);
    return !of->no_memory;
}

signpost_status sgp_hsds_write_schedules(sgp_hsds_export *export, bool meant)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, export->db, "SELECT t.uid, h.text FROM service t JOIN hours h ON h.id = t.hours ORDER BY t.uid",
        export->error);
    while (!status && !export->writer.failed && !(status = sgp_query_step(&query, export->error))) {
        scheduling of = {export, sgp_column_text_or_empty(&query, 0), 0, meant, query.failure != 0};
        status = sgp_hsds_schedules(sgp_column_text_or_empty(&query, 1), take_schedule, &of, export->error);
        if (of.no_memory || query.failure)
            status = sgp_fail_memory(export->error);
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}
