/* Import: a folder or a file, in one transaction. Rules kept here:
 *  - tables come in the order of tables.c, so that what is referred to is there before what refers to it;
 *  - all problems of all files are reported before anything is decided. */
#include "directory/import.h"

#include "base/text.h"
#include "formats/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The file's table, by its name; NULL when there is none. */
static const sgp_table *table_of_file(const char *path, char *name, size_t size)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    size_t length = strlen(base);
    if (length > 4 && strcmp(base + length - 4, ".csv") == 0)
        length -= 4;
    snprintf(name, size, "%.*s", (int)length, base);
    return sgp_table_find(name);
}

/* The nearest table's name; NULL when none is near. */
static const char *nearest_table(const char *name)
{
    sgp_nearest nearest = sgp_nearest_to(name);
    for (size_t i = 0; i < sgp_table_count; i++)
        sgp_nearest_offer(&nearest, sgp_tables[i].name);
    return nearest.best;
}

signpost_status sgp_import_rows(sgp_import *import, const sgp_table *table, sgp_csv *csv)
{
    sgp_plan plan;
    bool usable = false;
    signpost_error bad = SIGNPOST_ERROR_INIT;
    signpost_status status = sgp_csv_next(csv, &bad);
    if (status == SIGNPOST_NONE) {
        sgp_plan_refuse(import, (sgp_spot){csv->file, 1, 0}, SGP_MISSING_CELL, "the file is empty: not even a header");
        return SIGNPOST_OK;
    }
    if (status == SIGNPOST_CONTENT) {
        sgp_plan_refuse(import, (sgp_spot){csv->file, bad.line, bad.column}, bad.id, "%s", bad.message);
        return SIGNPOST_OK;
    }
    if (status && import->error)
        *import->error = bad;
    if (status)
        return status;
    status = sgp_plan_of_header(import, table, csv, &plan, &usable);
    return !status && usable ? sgp_load_rows(import, &plan, csv) : status;
}

static signpost_status import_table(sgp_import *import, const sgp_table *table, const char *path)
{
    sgp_csv csv;
    import->report->files++;
    signpost_status status = sgp_csv_open(&csv, path, import->error);
    if (status)
        return status;
    status = sgp_import_rows(import, table, &csv);
    sgp_csv_release(&csv);
    return status;
}

static signpost_status import_file(sgp_import *import, const char *path)
{
    char name[64];
    const sgp_table *table =
        import->options->table ? sgp_table_find(import->options->table) : table_of_file(path, name, sizeof name);
    const char *wanted = import->options->table ? import->options->table : name;
    if (import->options->mapping) {
        import->report->files++;
        return sgp_import_mapped(import, path, import->options->mapping);
    }
    if (table)
        return import_table(import, table, path);
    sgp_fail(import->error, SIGNPOST_INVALID, SGP_UNKNOWN_TABLE, "there is no table \"%s\"", wanted);
    if (nearest_table(wanted))
        sgp_error_hint(import->error, "did you mean \"%s\"?", nearest_table(wanted));
    else
        sgp_error_hint(import->error, "name the file after a table, or say which it is for, or give a mapping");
    return SIGNPOST_INVALID;
}

/* Files that are named after no table are passed over, with a warning: one misspelt would be missed silently. */
static void warn_of_strangers(sgp_import *import, const sgp_array *paths)
{
    for (size_t i = 0; i < paths->count; i++) {
        char name[64];
        const char *path = *SGP_AT(paths, const char *, i);
        if (table_of_file(path, name, sizeof name) || strcmp(name, "acts") == 0)
            continue;
        const char *nearest = nearest_table(name);
        sgp_diagnose(import->diagnostics, SIGNPOST_WARNING, SGP_UNKNOWN_TABLE, (sgp_spot){path, 0, 0},
                     nearest ? "passed over: there is no table \"%s\"; did you mean \"%s\"?"
                             : "passed over: there is no table \"%s\"",
                     name, nearest);
    }
}

static signpost_status import_folder(sgp_import *import, const char *folder)
{
    sgp_arena arena = {0};
    sgp_array paths = SGP_ARRAY_OF(const char *);
    signpost_status status = sgp_folder_list(folder, ".csv", 0, &arena, &paths, import->error);
    if (!status)
        warn_of_strangers(import, &paths);
    for (size_t table = 0; table < sgp_table_count && !status; table++)
        for (size_t i = 0; i < paths.count && !status; i++) {
            char name[64];
            const char *path = *SGP_AT(&paths, const char *, i);
            if (table_of_file(path, name, sizeof name) == &sgp_tables[table])
                status = import_table(import, &sgp_tables[table], path);
        }
    if (!status && !import->report->files) {
        status = sgp_fail(import->error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_TABLE,
                          "\"%s\" has no file of a table, such as services.csv", folder);
    }
    sgp_array_release(&paths);
    sgp_arena_release(&arena);
    return status;
}

/* What no single row can show to be wrong: each statement counts what is. It was right before rows were read into one
 * of its tables, and is asked when some were. */
static const struct rule {
    const char *tables[2], *sql, *broken;
} rules[] = {
    {{"areas"},
     "WITH RECURSIVE down (code) AS (SELECT code FROM area WHERE parent IS NULL UNION "
     "SELECT a.code FROM area a JOIN down ON a.parent = down.code) "
     "SELECT (SELECT count(*) FROM area) - (SELECT count(*) FROM down)",
     "areas have themselves among their parents"},
    {{"area-populations"},
     "SELECT count(*) FROM area_population a JOIN area_population b ON a.area = b.area AND a.sex = b.sex "
     "AND a.from_days < b.from_days AND a.to_days >= b.from_days",
     "ranges of ages of one area and sex overlap"},
    {{"calendars", "holidays"},
     "SELECT count(*) FROM holiday h JOIN calendar c ON c.name = h.calendar "
     "WHERE h.date NOT BETWEEN c.holidays_from AND c.holidays_until",
     "holidays lie outside of what their calendar covers"},
};

static bool is_filled(const sgp_import *import, const struct rule *rule)
{
    for (size_t i = 0; i < sizeof rule->tables / sizeof *rule->tables && rule->tables[i]; i++)
        if (import->filled >> (sgp_table_find(rule->tables[i]) - sgp_tables) & 1)
            return true;
    return false;
}

static signpost_status check_rules(sgp_import *import)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < sizeof rules / sizeof *rules && !status; i++) {
        int64_t count;
        if (!is_filled(import, &rules[i]))
            continue;
        status = sgp_db_integer(import->db, rules[i].sql, &count, import->error);
        if (!status && count)
            sgp_plan_refuse(import, (sgp_spot){NULL, 0, 0}, SGP_BREAKS_RULE, "%lld %s", (long long)count,
                            rules[i].broken);
    }
    return status;
}

/* Hours are read by their calendar: one that cannot be compiled would make the directory useless. */
static signpost_status check_calendars(sgp_import *import)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, import->db, "SELECT name FROM calendar", import->error);
    while (!status && !(status = sgp_query_step(&query, import->error))) {
        signpost_calendar *calendar;
        signpost_error why = SIGNPOST_ERROR_INIT;
        const char *name = sgp_column_text_or_empty(&query, 0);
        status = sgp_directory_calendar(import->directory, name, &calendar, &why);
        signpost_calendar_free(calendar);
        if (status == SIGNPOST_INVALID || status == SIGNPOST_OUT_OF_RANGE) {
            sgp_plan_refuse(import, (sgp_spot){NULL, 0, 0}, why.id, "calendar \"%s\": %s", name, why.message);
            status = SIGNPOST_OK;
        } else if (status && import->error) {
            *import->error = why;
        }
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

signpost_status sgp_import_check(sgp_import *import)
{
    bool refused = import->header_refused || (import->report->refused && !import->options->skip_refused);
    signpost_status status = sgp_hours_store_prune(&import->hours, import->error);
    if (!status)
        status = check_rules(import);
    if (!status)
        status = check_calendars(import);
    refused = refused || import->header_refused;
    if (!status && sgp_diagnostics_lost(import->diagnostics))
        status = sgp_fail_memory(import->error);
    return !status && refused ? sgp_fail_content(import->error, import->diagnostics) : status;
}

/* What is decided when everything was read. */
static signpost_status finish(sgp_import *import)
{
    signpost_status status = sgp_import_check(import);
    if (status || import->options->dry_run) {
        sgp_directory_roll_back(import->directory);
        return status;
    }
    return sgp_directory_commit(import->directory, import->error);
}

/* The host is asked within long statements, too. */
static bool is_stopped(void *context)
{
    const sgp_import *import = context;
    const size_t done = import->report->read, total = import->rows_guessed > done ? import->rows_guessed : done;
    return !import->options->progress(import->options->progress_context, done, total);
}

/* A tried import changes nothing, and needs no right. */
static signpost_status read_rights(sgp_import *import)
{
    if (import->options->dry_run) {
        import->rights.everywhere = true;
        return SIGNPOST_OK;
    }
    return sgp_rights_read(&import->rights, import->db, import->who, import->error);
}

static signpost_status run(sgp_import *import, const char *what, sgp_import_fill *fill, void *context,
                           const signpost_act *act)
{
    signpost_status status = sgp_directory_begin_load(import->directory, act, what, &import->act, import->error);
    if (status)
        return status;
    if (import->options->progress)
        sgp_db_set_cancel(import->db, is_stopped, import);
    import->who = act->who;
    status = read_rights(import);
    if (!status)
        status = fill(import, context);
    sgp_db_set_cancel(import->db, NULL, NULL);
    sgp_rights_release(&import->rights);
    if (!status)
        return finish(import);
    return sgp_directory_abandon(import->directory, act, what, status, import->error);
}

void sgp_import_init(sgp_import *import, signpost_directory *directory, signpost_import_report *report,
                     signpost_diagnostics *diagnostics, signpost_error *error)
{
    static const signpost_import_options defaults = SIGNPOST_IMPORT_OPTIONS_INIT;
    *import = (sgp_import){.directory = directory,
                           .db = directory->db,
                           .options = &defaults,
                           .report = report,
                           .diagnostics = diagnostics,
                           .error = error};
    sgp_hours_store_init(&import->hours, directory);
    sgp_strings_init(&import->pairs);
}

void sgp_import_release(sgp_import *import)
{
    sgp_hours_store_release(&import->hours);
    sgp_strings_release(&import->pairs);
}

signpost_status sgp_import_all(signpost_directory *directory, const char *what, sgp_import_fill *fill, void *context,
                               const signpost_act *act, const signpost_import_options *options,
                               signpost_import_report *report, signpost_diagnostics *diagnostics, signpost_error *error)
{
    sgp_import import;
    signpost_import_report counts = {0};
    signpost_diagnostics *own = NULL;
    if (options && options->size != sizeof *options)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the import options have size %zu, not %zu",
                        options->size, sizeof *options);
    /* The first problem found becomes the error, and a refusal is kept with its reason, whatever the caller wants. */
    signpost_error said = SIGNPOST_ERROR_INIT;
    if (!diagnostics && signpost_diagnostics_new(&own))
        return sgp_fail_memory(error);
    sgp_import_init(&import, directory, &counts, diagnostics ? diagnostics : own, &said);
    if (options)
        import.options = options;
    signpost_status status = run(&import, what, fill, context, act);
    if (report)
        *report = counts;
    if (status && error)
        *error = said;
    sgp_import_release(&import);
    signpost_diagnostics_free(own);
    return status;
}

/* ---- CSV ---- */

typedef struct source {
    const char *path;
} source;

static signpost_status fill_from(sgp_import *import, void *context)
{
    const source *from = context;
    struct stat about;
    if (stat(from->path, &about) != 0)
        return sgp_fail_to_read(from->path, errno, import->error);
    return S_ISDIR(about.st_mode) ? import_folder(import, from->path) : import_file(import, from->path);
}

signpost_status signpost_directory_import(signpost_directory *directory, const char *path, const signpost_act *act,
                                          const signpost_import_options *options, signpost_import_report *report,
                                          signpost_diagnostics *diagnostics, signpost_error *error)
{
    char what[SIGNPOST_TEXT_SIZE];
    source from = {path};
    snprintf(what, sizeof what, "import %s", path);
    sgp_text_trim_cut(what);
    return sgp_import_all(directory, what, fill_from, &from, act, options, report, diagnostics, error);
}
