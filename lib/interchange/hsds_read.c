/* The files of an HSDS folder, row by row, into TEMP tables. */
#include "interchange/hsds_import.h"

#include "base/text.h"
#include "formats/file.h"
#include "formats/stream.h"
#include "hours/hours.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ROWS_BETWEEN_REPORTS = 1024 };

/* A file being read. */
typedef struct reading {
    sgp_hsds_import *of;
    const sgp_hsds_table *table;
    sgp_stream stream;
    size_t width;                                /* of the header */
    size_t places[SGP_STREAM_MOST_COLUMNS];      /* number of the field; the table's count: not one of HSDS 3.0 */
    size_t passed_over[SGP_STREAM_MOST_COLUMNS]; /* values of a column that are not kept */
    sgp_query insert, find, meant;
    size_t rows;
} reading;

const char *sgp_hsds_path(const sgp_hsds_import *of, const char *table)
{
    return of->paths[sgp_hsds_table_find(table) - sgp_hsds_tables];
}

void sgp_hsds_refuse(sgp_hsds_import *of, const char *table, unsigned line, int id, const char *format, ...)
{
    char message[SIGNPOST_TEXT_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    sgp_text_trim_cut(message);
    sgp_diagnose(of->import->diagnostics, SIGNPOST_ERROR, id, (sgp_spot){sgp_hsds_path(of, table), line, 0}, "%s",
                 message);
    of->import->report->read++;
    of->import->report->refused++;
}

/* ---- the header ---- */

static const sgp_hsds_field *field_of(const reading *file, size_t column)
{
    return file->places[column] < file->table->count ? &file->table->fields[file->places[column]] : NULL;
}

static bool is_kept(const reading *file, size_t column)
{
    const sgp_hsds_field *field = field_of(file, column);
    return field && field->flags & SGP_HSDS_KEPT;
}

/* Reports what the header lacks, or has twice. */
static void check_header(reading *file)
{
    const sgp_spot spot = {file->stream.file, file->stream.line, 0};
    for (size_t i = 0; i < file->table->count; i++) {
        size_t times = 0;
        for (size_t column = 0; column < file->width; column++)
            times += file->places[column] == i;
        if (!times && file->table->fields[i].flags & SGP_HSDS_NEEDED)
            sgp_plan_refuse(file->of->import, spot, SGP_MISSING_CELL, "%s.csv needs a column \"%s\"", file->table->name,
                            file->table->fields[i].name);
        if (times > 1)
            sgp_plan_refuse(file->of->import, spot, SGP_TWICE, "column \"%s\" is there twice",
                            file->table->fields[i].name);
    }
}

static void read_header(reading *file)
{
    file->width = file->stream.count;
    for (size_t column = 0; column < file->width; column++) {
        char suggestion[128];
        const char *name = file->stream.fields[column].text;
        sgp_nearest nearest = sgp_nearest_to(name);
        file->places[column] = sgp_hsds_field_find(file->table, name);
        if (file->places[column] < file->table->count)
            continue;
        for (size_t i = 0; i < file->table->count; i++)
            sgp_nearest_offer(&nearest, file->table->fields[i].name);
        sgp_hsds_tell(file->of->import->diagnostics, SGP_HSDS_NOT_KEPT, (sgp_spot){file->stream.file, 1, 0}, "",
                      "passed over: HSDS 3.0 has no column \"%s\" in %s.csv%s", name, file->table->name,
                      sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    }
    check_header(file);
}

/* ---- rows ---- */

static void refuse(reading *file, int id, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void refuse(reading *file, int id, const char *format, ...)
{
    char message[SIGNPOST_TEXT_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    sgp_hsds_refuse(file->of, file->table->name, file->stream.line, id, "%s", message);
}

/* Takes the spaces around a value away; NULL for an empty one. */
static const char *value_of(sgp_stream_field *field)
{
    char *text = field->text, *end = text + field->length;
    while (end > text && sgp_is_space(end[-1]))
        end--;
    while (text < end && sgp_is_space(*text))
        text++;
    *end = '\0';
    return text < end ? text : NULL;
}

static bool is_one_of(const char *value, const char *words)
{
    for (const char *at = words; *at;) {
        size_t length = strcspn(at, "|");
        if (strlen(value) == length && strncmp(value, at, length) == 0)
            return true;
        at += length + (at[length] == '|');
    }
    return false;
}

/* Whether a value may stand in its field; else the row is refused. */
static bool check_value(reading *file, const sgp_hsds_field *field, const char *value)
{
    signpost_date date;
    if (!value && field->flags & SGP_HSDS_NEEDED) {
        refuse(file, SGP_HSDS_BAD_FIELD, "no %s, which every row of %s.csv needs", field->name, file->table->name);
        return false;
    }
    if (value && field->of && !sgp_hsds_is_reference(field) && !is_one_of(value, field->of)) {
        refuse(file, SGP_HSDS_BAD_FIELD, "%s \"%s\" is not one of %s", field->name, value, field->of);
        return false;
    }
    if (value && strcmp(field->type, "date") == 0 && signpost_date_parse(value, &date)) {
        refuse(file, SGP_HSDS_BAD_FIELD, "%s \"%s\" is not a date such as 2026-12-24", field->name, value);
        return false;
    }
    return true;
}

/* The value of a field of the row; NULL when it has none. */
static const char *field_value(reading *file, const char *const *values, const char *name)
{
    return values[sgp_hsds_field_find(file->table, name)];
}

/* How a schedule of ours is meant; the attributes were read before. */
static signpost_status find_meant(reading *file, const char *id, const char **meant)
{
    *meant = NULL;
    sgp_bind_text(&file->meant, 1, id);
    signpost_status status = sgp_query_step(&file->meant, file->of->import->error);
    if (!status)
        *meant = sgp_column_text(&file->meant, 0);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status check_schedule(reading *file, const char *const *values, bool *good)
{
    sgp_hsds_rule rule;
    char flaw[SGP_HSDS_FLAW_SIZE];
    sgp_hsds_fields fields = {.valid_from = field_value(file, values, "valid_from"),
                              .valid_to = field_value(file, values, "valid_to"),
                              .dtstart = field_value(file, values, "dtstart"),
                              .until = field_value(file, values, "until"),
                              .count = field_value(file, values, "count"),
                              .freq = field_value(file, values, "freq"),
                              .interval = field_value(file, values, "interval"),
                              .byday = field_value(file, values, "byday"),
                              .byweekno = field_value(file, values, "byweekno"),
                              .bymonthday = field_value(file, values, "bymonthday"),
                              .byyearday = field_value(file, values, "byyearday"),
                              .opens_at = field_value(file, values, "opens_at"),
                              .closes_at = field_value(file, values, "closes_at")};
    signpost_status status = find_meant(file, field_value(file, values, "id"), &fields.meant);
    if (!status && sgp_hsds_rule_read(&fields, file->of->today, file->of, &rule, flaw)) {
        refuse(file, SGP_HSDS_BAD_SCHEDULE, "%s", flaw);
        *good = false;
    }
    sgp_query_reset(&file->meant);
    return status;
}

/* Attributes of ours are known by the identifier of their term; `term` receives its code. */
static bool check_attribute(reading *file, const char *const *values, const char **term)
{
    char id[SGP_HSDS_ID_SIZE];
    const char *value = field_value(file, values, "value"), *link = field_value(file, values, "link_id");
    const char *type = field_value(file, values, "link_type"), *entity = field_value(file, values, "link_entity");
    const sgp_hsds_term *found = sgp_hsds_term_of(field_value(file, values, "taxonomy_term_id"), type, value);
    *term = NULL;
    if (!found || strcmp(found->entity, entity) != 0) {
        file->of->attributes_passed_over++;
        return false;
    }
    if (!value) {
        refuse(file, SGP_HSDS_BAD_FIELD, "no value, which an attribute \"%s\" needs", found->code);
        return false;
    }
    file->of->is_ours = true;
    const bool is_uid = strcmp(found->code, "uid") == 0, is_profile = strcmp(found->code, "profile_name") == 0;
    if ((is_uid || is_profile) && strcmp(sgp_hsds_id(is_uid ? "service" : "profile", value, id), link) != 0) {
        refuse(file, SGP_HSDS_OTHERS_UID, "the row with id \"%s\" claims to be \"%s\", whose id is %s", link, value,
               id);
        return false;
    }
    *term = found->code;
    return true;
}

/* How schedules of ours are meant: a word of ours, or days that opening hours can name. */
static signpost_status check_meant(reading *file, const char *value, bool *good)
{
    static const char *const words[] = {SGP_HSDS_ALWAYS, SGP_HSDS_NEVER, SGP_HSDS_HOLIDAY, SGP_HSDS_DATED};
    char text[SGP_HSDS_FLAW_SIZE];
    sgp_hours_draft draft;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(value, words[i]) == 0)
            return SIGNPOST_OK;
    snprintf(text, sizeof text, "%s off", value);
    signpost_status status = sgp_hours_read(text, &draft, NULL);
    sgp_hours_draft_release(&draft);
    if (status == SIGNPOST_NO_MEMORY)
        return sgp_fail_memory(file->of->import->error);
    if (status || strpbrk(value, ";,:")) {
        refuse(file, SGP_HSDS_BAD_FIELD, "value (hours) \"%s\" is neither days such as Dec 25 nor %s, %s, %s or \"%s\"",
               value, words[0], words[2], words[3], words[1]);
        *good = false;
    }
    return SIGNPOST_OK;
}

static signpost_status find_twin(reading *file, const char *id, bool *good)
{
    sgp_bind_text(&file->find, 1, id);
    signpost_status status = sgp_query_step(&file->find, file->of->import->error);
    if (!status) {
        refuse(file, SGP_TWICE, "the same id as in line %lld: \"%s\"", (long long)sgp_column_integer(&file->find, 0),
               id);
        *good = false;
    }
    sgp_query_reset(&file->find);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* Takes the values of the row; counts those that are not kept. False when the row is refused. */
static bool take_values(reading *file, const char **values)
{
    bool good = true;
    for (size_t column = 0; column < file->width; column++) {
        const char *value = value_of(&file->stream.fields[column]);
        if (is_kept(file, column))
            values[file->places[column]] = value;
        else
            file->passed_over[column] += value != NULL;
    }
    for (size_t i = 0; i < file->table->count && good; i++)
        if (file->table->fields[i].flags & SGP_HSDS_KEPT)
            good = check_value(file, &file->table->fields[i], values[i]);
    return good;
}

static signpost_status insert(reading *file, const char *const *values, const char *term)
{
    int number = 1;
    sgp_bind_integer(&file->insert, number, file->stream.line);
    for (size_t i = 0; i < file->table->count; i++)
        if (file->table->fields[i].flags & SGP_HSDS_KEPT)
            sgp_bind_text(&file->insert, ++number, values[i]);
    if (strcmp(file->table->name, "attribute") == 0)
        sgp_bind_text(&file->insert, ++number, term);
    return sgp_query_run(&file->insert, file->of->import->error);
}

static signpost_status read_row(reading *file)
{
    const char *values[SGP_HSDS_MOST_FIELDS] = {NULL}, *term = NULL;
    signpost_status status = SIGNPOST_OK;
    if (file->stream.count != file->width) {
        refuse(file, SGP_WRONG_WIDTH, "the row has %zu fields where the header has %zu", file->stream.count,
               file->width);
        return SIGNPOST_OK;
    }
    bool good = take_values(file, values);
    if (!file->insert.statement) /* of a table that is not kept: its values are counted */
        return SIGNPOST_OK;
    if (good)
        status = find_twin(file, field_value(file, values, "id"), &good);
    if (!status && good && strcmp(file->table->name, "attribute") == 0)
        good = check_attribute(file, values, &term);
    if (!status && good && term && strcmp(term, "hours") == 0)
        status = check_meant(file, field_value(file, values, "value"), &good);
    if (!status && good && strcmp(file->table->name, "schedule") == 0)
        status = check_schedule(file, values, &good);
    return status || !good ? status : insert(file, values, term);
}

static signpost_status show_progress(reading *file)
{
    sgp_import *import = file->of->import;
    const signpost_import_options *options = import->options;
    if (++file->rows % ROWS_BETWEEN_REPORTS || !options->progress)
        return SIGNPOST_OK;
    if (options->progress(options->progress_context, import->report->read, import->rows_guessed))
        return SIGNPOST_OK;
    return sgp_fail(import->error, SIGNPOST_CANCELLED, SGP_CANCELLED, "stopped as asked; nothing was changed");
}

static signpost_status read_rows(reading *file)
{
    for (;;) {
        signpost_error bad = SIGNPOST_ERROR_INIT;
        signpost_status status = sgp_stream_next(&file->stream, &bad);
        if (status == SIGNPOST_NONE)
            return SIGNPOST_OK;
        if (status == SIGNPOST_CONTENT) {
            refuse(file, bad.id, "%s", bad.message);
            status = SIGNPOST_OK;
        } else if (status) {
            if (file->of->import->error)
                *file->of->import->error = bad;
        } else {
            status = read_row(file);
        }
        if (!status)
            status = show_progress(file);
        if (status)
            return status;
    }
}

/* ---- files ---- */

static signpost_status prepare(reading *file)
{
    char sql[SGP_HSDS_SQL_SIZE];
    sgp_import *import = file->of->import;
    size_t kept = 0, used = (size_t)snprintf(sql, sizeof sql, "INSERT INTO temp.hsds_%s VALUES (?", file->table->name);
    for (size_t i = 0; i < file->table->count; i++)
        kept += (file->table->fields[i].flags & SGP_HSDS_KEPT) != 0;
    if (!kept)
        return SIGNPOST_OK;
    kept += strcmp(file->table->name, "attribute") == 0;
    for (size_t i = 0; i < kept; i++)
        used += (size_t)snprintf(sql + used, sizeof sql - used, ", ?");
    snprintf(sql + used, sizeof sql - used, ")");
    signpost_status status = sgp_query_prepare(&file->insert, import->db, sql, import->error);
    snprintf(sql, sizeof sql, "SELECT line FROM temp.hsds_%s WHERE id = ?", file->table->name);
    if (!status)
        status = sgp_query_prepare(&file->find, import->db, sql, import->error);
    if (!status)
        status = sgp_query_prepare(&file->meant, import->db,
                                   "SELECT value FROM temp.hsds_attribute WHERE link_id = ? AND term = 'hours'",
                                   import->error);
    return status;
}

/* Tells of what is not kept, once a column. What stands in a folder of ours is kept otherwise. */
static void tell_not_kept(const reading *file)
{
    signpost_diagnostics *list = file->of->import->diagnostics;
    const sgp_spot spot = {file->stream.file, 0, 0};
    const bool is_ours = file->of->is_ours;
    if (!file->insert.statement && file->rows && !is_ours)
        sgp_hsds_tell(list, SGP_HSDS_NOT_KEPT, spot, "", "not kept: %zu row%s", file->rows, file->rows == 1 ? "" : "s");
    for (size_t column = 0; file->insert.statement && column < file->width; column++) {
        const sgp_hsds_field *field = field_of(file, column);
        if (file->passed_over[column] && field && !(is_ours && field->flags & SGP_HSDS_MADE))
            sgp_hsds_tell(list, SGP_HSDS_NOT_KEPT, spot, "", "not kept: %zu value%s of column \"%s\"",
                          file->passed_over[column], file->passed_over[column] == 1 ? "" : "s", field->name);
    }
}

static signpost_status read_file(sgp_hsds_import *of, const sgp_hsds_table *table)
{
    reading file = {.of = of, .table = table};
    sgp_import *import = of->import;
    signpost_error bad = SIGNPOST_ERROR_INIT;
    import->report->files++;
    signpost_status status = sgp_stream_open(&file.stream, sgp_hsds_path(of, table->name), import->error);
    if (!status)
        status = prepare(&file);
    signpost_status first = status ? status : sgp_stream_next(&file.stream, &bad);
    if (!status && first == SIGNPOST_NONE) {
        sgp_plan_refuse(import, (sgp_spot){file.stream.file, 1, 0}, SGP_MISSING_CELL,
                        "the file is empty: not even a header");
    } else if (!status && first == SIGNPOST_CONTENT) {
        sgp_plan_refuse(import, (sgp_spot){file.stream.file, bad.line, 0}, bad.id, "%s", bad.message);
    } else if (!status && first) {
        if (import->error)
            *import->error = bad;
        status = first;
    } else if (!status) {
        read_header(&file);
        status = import->header_refused ? SIGNPOST_OK : read_rows(&file);
        tell_not_kept(&file);
    }
    sgp_query_release(&file.insert);
    sgp_query_release(&file.find);
    sgp_query_release(&file.meant);
    sgp_stream_close(&file.stream);
    return status;
}

/* ---- the folder ---- */

/* The table that a file of the folder is of, by either of its names; `sgp_hsds_table_count` when it is none. */
static size_t table_of_file(const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    size_t length = strlen(name) - strlen(".csv"), i = 0;
    for (; i < sgp_hsds_table_count; i++) {
        const sgp_hsds_table *table = &sgp_hsds_tables[i];
        if ((strlen(table->name) == length && strncmp(table->name, name, length) == 0) ||
            (strlen(table->other) == length && strncmp(table->other, name, length) == 0))
            break;
    }
    return i;
}

static signpost_status find_files(sgp_hsds_import *of)
{
    sgp_arena arena = {0};
    sgp_array paths = SGP_ARRAY_OF(const char *);
    sgp_import *import = of->import;
    signpost_status status = sgp_folder_list(of->folder, ".csv", 0, &arena, &paths, import->error);
    for (size_t i = 0; i < paths.count && !status; i++) {
        const char *path = *SGP_AT(&paths, const char *, i);
        size_t table = table_of_file(path);
        if (table < sgp_hsds_table_count && of->there[table])
            sgp_plan_refuse(import, (sgp_spot){path, 0, 0}, SGP_TWICE, "\"%s\" is the same table", of->paths[table]);
        else if (strlen(path) >= SGP_HSDS_PATH_SIZE)
            status = sgp_fail(import->error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the name of \"%.80s...\" is too long",
                              path);
        else if (table == sgp_hsds_table_count)
            sgp_hsds_tell(import->diagnostics, SGP_HSDS_NOT_KEPT, (sgp_spot){path, 0, 0}, "",
                          "passed over: what it holds is not kept");
        else
            of->there[table] = snprintf(of->paths[table], SGP_HSDS_PATH_SIZE, "%s", path) > 0;
    }
    sgp_array_release(&paths);
    sgp_arena_release(&arena);
    return status;
}

/* Attributes come first: they say how schedules are meant. */
signpost_status sgp_hsds_read(sgp_hsds_import *of)
{
    const size_t attribute = (size_t)(sgp_hsds_table_find("attribute") - sgp_hsds_tables);
    const size_t service = (size_t)(sgp_hsds_table_find("service") - sgp_hsds_tables);
    signpost_status status = find_files(of);
    if (!status && !of->there[service]) {
        status = sgp_fail(of->import->error, SIGNPOST_NOT_FOUND, SGP_HSDS_NO_SERVICES,
                          "\"%s\" is no HSDS folder: it has no service.csv", of->folder);
        sgp_error_hint(of->import->error, "name the folder in which service.csv and datapackage.json are");
    }
    if (!status && of->there[attribute])
        status = read_file(of, &sgp_hsds_tables[attribute]);
    for (size_t i = 0; i < sgp_hsds_table_count && !status; i++)
        if (of->there[i] && i != attribute)
            status = read_file(of, &sgp_hsds_tables[i]);
    return status;
}
