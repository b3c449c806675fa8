/* Records from a CSV file of any shape: by a mapping, or by columns that are called as ours are. */
#include "base/text.h"
#include "directory/import.h"
#include "directory/validate.h"
#include "duplicates/duplicates.h"

#include <stdio.h>
#include <string.h>

/* What is read of the table of services. */
typedef enum column {
    UID,
    NAME,
    ADDRESS,
    TOWN,
    POSTCODE,
    PHONE,
    TYPE,
    PROFILE,
    HOURS,
    ODS_CODE,
    STATE,
    LATITUDE,
    LONGITUDE,
    COLUMNS
} column;

static const char *const column_names[COLUMNS] = {"uid",   "name",     "address",  "town",  "postcode",
                                                  "phone", "type",     "profile",  "hours", "ods_code",
                                                  "state", "latitude", "longitude"};

/* One file being read. */
typedef struct reading {
    sgp_csv csv;
    sgp_plan plan;
    sgp_arena mapped;        /* the plan's texts */
    sgp_import import;       /* for the diagnostics and the error alone */
    size_t columns[COLUMNS]; /* of the table */
    size_t truth;            /* field of the labels; SIZE_MAX for none */
    sgp_records records;
} reading;

/* ---- the header ---- */

/* By the names in the header; others are passed over. */
static signpost_status plan_by_header(reading *read)
{
    read->plan = (sgp_plan){.table = sgp_table_find("services"), .fields = read->csv.count};
    for (size_t field = 0; field < read->csv.count; field++) {
        size_t index = sgp_table_column(read->plan.table, read->csv.fields[field].text);
        if (index == read->plan.table->count || read->plan.given[index])
            continue;
        read->plan.given[index] = true;
        read->plan.sources[index] = (sgp_source){.prefix = "", .between = "", .parts = {field}, .part_count = 1};
    }
    return SIGNPOST_OK;
}

static signpost_status find_truth(reading *read, const char *truth)
{
    char suggestion[128];
    sgp_nearest nearest = sgp_nearest_to(truth);
    for (read->truth = 0; read->truth < read->csv.count; read->truth++) {
        if (strcmp(read->csv.fields[read->truth].text, truth) == 0)
            return SIGNPOST_OK;
        sgp_nearest_offer(&nearest, read->csv.fields[read->truth].text);
    }
    return sgp_fail(read->import.error, SIGNPOST_CONTENT, SGP_NO_LABELS, "\"%s\" has no column \"%s\"%s",
                    read->csv.file, truth, sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static signpost_status read_header(reading *read, const char *mapping, const char *truth)
{
    signpost_status status = sgp_csv_next(&read->csv, read->import.error);
    if (status == SIGNPOST_NONE)
        return sgp_fail(read->import.error, SIGNPOST_CONTENT, SGP_MISSING_CELL, "\"%s\" is empty", read->csv.file);
    if (status == SIGNPOST_OK)
        status = mapping ? sgp_mapping_plan(&read->import, &read->csv, mapping, "services", &read->mapped, &read->plan)
                         : plan_by_header(read);
    for (int i = 0; i < COLUMNS && status == SIGNPOST_OK; i++)
        read->columns[i] = sgp_table_column(read->plan.table, column_names[i]);
    if (status == SIGNPOST_OK && !read->plan.given[read->columns[NAME]])
        status = sgp_fail(read->import.error, SIGNPOST_CONTENT, SGP_MISSING_CELL,
                          mapping ? "the mapping of \"%s\" gives no \"name\"" : "\"%s\" has no column \"name\"",
                          read->csv.file);
    read->truth = SIZE_MAX;
    return status == SIGNPOST_OK && truth ? find_truth(read, truth) : status;
}

/* ---- rows ---- */

static void read_place(reading *read, const char *const *texts, signpost_duplicate_record *record)
{
    static const double most[] = {90, 180};
    double degrees[2];
    for (int i = 0; i < 2; i++) {
        const char *text = texts[LATITUDE + i];
        if (!*text)
            return;
        if (!sgp_degrees_parse(text, most[i], &degrees[i])) {
            sgp_diagnose(read->import.diagnostics, SIGNPOST_WARNING, SGP_BAD_CELL,
                         (sgp_spot){read->csv.file, read->csv.line, 0}, "%s \"%s\" is not in degrees: it is left out",
                         column_names[LATITUDE + i], text);
            return;
        }
    }
    record->has_place = true;
    record->latitude = degrees[0];
    record->longitude = degrees[1];
}

static signpost_status read_row(reading *read)
{
    const char *texts[COLUMNS];
    char line[24];
    sgp_arena arena = {0};
    bool good = true;
    for (int i = 0; i < COLUMNS && good; i++) {
        const sgp_source *source = &read->plan.sources[read->columns[i]];
        texts[i] = read->plan.given[read->columns[i]] ? sgp_source_text(source, &read->csv, &arena) : "";
        good = texts[i] != NULL;
    }
    if (good) {
        snprintf(line, sizeof line, "line-%u", read->csv.line);
        signpost_duplicate_record record = {.uid = *texts[UID] ? texts[UID] : line,
                                            .name = texts[NAME],
                                            .address = texts[ADDRESS],
                                            .town = texts[TOWN],
                                            .postcode = texts[POSTCODE],
                                            .phone = texts[PHONE],
                                            .type = texts[TYPE],
                                            .needs = texts[PROFILE],
                                            .hours = texts[HOURS],
                                            .ods_code = texts[ODS_CODE],
                                            .state = texts[STATE],
                                            .truth =
                                                read->truth == SIZE_MAX ? NULL : read->csv.fields[read->truth].text};
        read_place(read, texts, &record);
        good = sgp_records_add(&read->records, &record);
    }
    sgp_arena_release(&arena);
    return good ? SIGNPOST_OK : sgp_fail_memory(read->import.error);
}

/* SIGNPOST_NONE at the end. */
static signpost_status read_next(reading *read)
{
    signpost_error bad = SIGNPOST_ERROR_INIT;
    signpost_diagnostics *list = read->import.diagnostics;
    signpost_status status = sgp_csv_next(&read->csv, &bad);
    sgp_spot spot = {read->csv.file, read->csv.line, 0};
    if (status && status != SIGNPOST_NONE && status != SIGNPOST_CONTENT) {
        if (read->import.error)
            *read->import.error = bad;
        return status;
    }
    if (status == SIGNPOST_CONTENT)
        sgp_diagnose_hint(list, SIGNPOST_ERROR, bad.id, (sgp_spot){read->csv.file, bad.line, bad.column}, bad.hint,
                          "%s", bad.message);
    else if (status == SIGNPOST_OK && read->csv.count != read->plan.fields)
        sgp_diagnose(list, SIGNPOST_ERROR, SGP_WRONG_WIDTH, spot, "the row has %zu fields where the header has %zu",
                     read->csv.count, read->plan.fields);
    else if (status == SIGNPOST_OK && !sgp_plan_passes_over(&read->plan, &read->csv))
        return read_row(read);
    return status == SIGNPOST_NONE ? status : SIGNPOST_OK;
}

static signpost_status read_file(reading *read, const char *path, const char *mapping, const char *truth)
{
    signpost_status status = sgp_csv_open(&read->csv, path, read->import.error);
    if (status == SIGNPOST_OK)
        status = read_header(read, mapping, truth);
    while (status == SIGNPOST_OK)
        status = read_next(read);
    if (status == SIGNPOST_NONE)
        status = SIGNPOST_OK;
    sgp_csv_release(&read->csv);
    sgp_arena_release(&read->mapped);
    return status;
}

signpost_status signpost_duplicates_of_csv(const char *path, const char *mapping, const char *truth,
                                           const signpost_duplicates_options *options, signpost_duplicates **duplicates,
                                           signpost_diagnostics *diagnostics, signpost_error *error)
{
    *duplicates = NULL;
    reading *read = sgp_allocate_zeroed(1, sizeof *read);
    signpost_diagnostics *own = NULL;
    if (!read)
        return sgp_fail_memory(error);
    sgp_records_init(&read->records);
    read->import.error = error;
    signpost_status status = diagnostics ? SIGNPOST_OK : signpost_diagnostics_new(&own);
    read->import.diagnostics = diagnostics ? diagnostics : own;
    status = status ? sgp_fail_memory(error) : read_file(read, path, mapping, truth);
    if (status == SIGNPOST_OK && sgp_diagnostics_lost(read->import.diagnostics))
        status = sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        status = sgp_duplicates_find(&read->records, options, NULL, duplicates, error);
    sgp_records_release(&read->records);
    signpost_diagnostics_free(own);
    sgp_release(read);
    return status;
}
