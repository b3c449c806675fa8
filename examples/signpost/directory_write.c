/* `signpost directory init`, `import`, `export` and `migrate`: the directory, and the files it is exchanged as. */
#include "directory_life.h"
#include "directory_shapes.h"
#include "progress.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int open_directory(const arguments *given, signpost_access access, signpost_directory **directory)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    *directory = NULL;
    if (!said(given, OPTION_DIRECTORY))
        return wrong_use("signpost %s needs --directory FILE", given->command->name);
    if (signpost_directory_open(given->values[OPTION_DIRECTORY], access, directory, &error))
        return could_not(&error);
    return DONE;
}

/* ---- import ---- */

static void show_report(const signpost_import_report *report, bool dry_run)
{
    printf("%zu rows of %zu %s: %zu %sadded, %zu changed, %zu passed over, %zu refused\n", report->read, report->files,
           report->files == 1 ? "file" : "files", report->added, dry_run ? "would be " : "", report->changed,
           report->passed_over, report->refused);
}

/* Imports one path; the report and the diagnostics are shown. */
static int import_path(const arguments *given, const directory_shape *shape, signpost_directory *directory,
                       const char *path)
{
    progress bar = progress_begin("rows");
    signpost_act act = act_of(given);
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_import_report report = {0};
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    options.table = given->values[OPTION_TABLE];
    options.mapping = given->values[OPTION_MAP];
    options.dry_run = said(given, OPTION_DRY_RUN);
    options.skip_refused = said(given, OPTION_SKIP_REFUSED);
    options.progress = progress_show;
    options.progress_context = &bar;
    if (signpost_diagnostics_new(&diagnostics)) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    signpost_status status = shape->import_from(directory, path, &act, &options, &report, diagnostics, &error);
    progress_end(&bar);
    bool listed = signpost_diagnostics_count_of(diagnostics, SIGNPOST_ERROR) > 0;
    show_diagnostics(diagnostics);
    signpost_diagnostics_free(diagnostics);
    if (status == SIGNPOST_CONTENT && listed) {
        fputs("nothing was imported", stderr);
        if (report.refused)
            fprintf(stderr, ": %zu of %zu rows were refused", report.refused, report.read);
        fputc('\n', stderr);
        return FOUND_SOMETHING;
    }
    if (status)
        return could_not(&error);
    show_report(&report, options.dry_run);
    return report.refused ? FOUND_SOMETHING : DONE;
}

static int run_import(const arguments *given)
{
    signpost_directory *directory;
    const directory_shape *shape = directory_shape_of(given);
    if (!shape)
        return WRONG_USE;
    int result = open_directory(given, SIGNPOST_READ_WRITE, &directory);
    progress_listen();
    for (size_t i = 0; i < given->operand_count && result == DONE; i++)
        result = import_path(given, shape, directory, given->operands[i]);
    signpost_directory_close(directory);
    return result;
}

static const option_id import_options[] = {OPTION_DIRECTORY, OPTION_SHAPE,        OPTION_TABLE,   OPTION_MAP, OPTION_AS,
                                           OPTION_WHY,       OPTION_SKIP_REFUSED, OPTION_DRY_RUN, OPTIONS_END};

const command command_directory_import = {
    .name = "directory import",
    .operands = "PATH...",
    .least = 1,
    .most = MOST_OPERANDS,
    .summary = "reads CSV, or what others write, into a directory",
    .text =
        "Each path is a folder of CSV files named after the tables (services.csv, organisations.csv and so on), or "
        "one such file. With --map, a file of any other shape is read as the mapping says; what the mapping "
        "supplies is noted as assumed. With --format fhir, it is a FHIR R4 Bundle of HealthcareServices; with --format "
        "hsds, an Open Referral HSDS 3.0 folder, for whose services --map may supply constants, such as a type.\n\n"
        "A path is one transaction: one refused row refuses all of it, unless --skip-refused leaves such rows out. "
        "Every row is imported, or refused with its line, column, value and reason. Rows whose key is there "
        "already change what the file has columns for.",
    .options = import_options,
    .example = "directory import pharmacies.csv --map dos/mappings/pharmacies.yaml --directory kent.db --as anne --why "
               "\"yearly list\"",
    .run = run_import,
};

/* ---- init ---- */

/* The file's name without its folder and its ending. */
static void name_of(const char *path, char *name, size_t size)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    snprintf(name, size, "%.*s", (int)strcspn(base, "."), base);
    if (!*name)
        snprintf(name, size, "directory");
}

static int make(const arguments *given, const char *path)
{
    char name[128];
    signpost_act act = act_of(given);
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    name_of(given->operands[0], name, sizeof name);
    if (signpost_directory_create(path, name, &act, &directory, &error))
        return could_not(&error);
    int result = DONE;
    for (size_t i = 1; i < given->operand_count && result == DONE; i++)
        result = import_path(given, directory_shape_of(given), directory, given->operands[i]);
    signpost_directory_close(directory);
    if (result != DONE)
        remove(path);
    return result;
}

/* With --force: made beside the file, which it replaces when it is whole. */
static int make_in_place(const arguments *given, const char *path)
{
    size_t size = strlen(path) + 16;
    char *unfinished = malloc(size);
    if (!unfinished) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    snprintf(unfinished, size, "%s.unfinished", path);
    remove(unfinished);
    int result = make(given, unfinished);
    if (result == DONE && rename(unfinished, path) != 0) {
        fprintf(stderr, "error: could not write \"%s\" [SP0103]\n", path);
        remove(unfinished);
        result = COULD_NOT;
    }
    free(unfinished);
    return result;
}

static int run_init(const arguments *given)
{
    const char *path = given->operands[0];
    progress_listen();
    return said(given, OPTION_FORCE) ? make_in_place(given, path) : make(given, path);
}

static const option_id init_options[] = {OPTION_AS, OPTION_WHY, OPTION_FORCE, OPTIONS_END};

const command command_directory_init = {
    .name = "directory init",
    .operands = "FILE [FOLDER...]",
    .least = 1,
    .most = MOST_OPERANDS,
    .summary = "makes a directory, and fills it from folders of CSV",
    .text = "Makes a new directory, an SQLite file. Folders of CSV are imported in the order in which they are named; "
            "when one of them is refused, no file is left.\n\n"
            "A file that is there is not touched, unless --force replaces it when the new one is whole.",
    .options = init_options,
    .example = "directory init sample.db dos/base dos/sample --as anne --why \"to try it\"",
    .run = run_init,
};

/* ---- export and migrate ---- */

static int export_as(const arguments *given, const directory_shape *shape, signpost_directory *directory)
{
    size_t written = 0;
    signpost_diagnostics *lost;
    if (signpost_diagnostics_new(&lost)) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    int result = shape->export_to(directory, given, &written, lost);
    show_diagnostics(lost);
    signpost_diagnostics_free(lost);
    if (result == DONE)
        printf("%zu %s written to %s\n", written, shape->unit, given->operands[0]);
    return result;
}

/* What is exported of a directory as it was. */
typedef struct exporting {
    const arguments *given;
    const directory_shape *shape;
    int result;
} exporting;

static signpost_status export_it(signpost_directory *directory, void *context, signpost_error *error)
{
    exporting *e = context;
    (void)error;
    e->result = export_as(e->given, e->shape, directory);
    return SIGNPOST_OK;
}

static int run_export(const arguments *given)
{
    exporting e = {given, directory_shape_of(given), DONE};
    signpost_directory *directory;
    bool back = said(given, OPTION_AS_OF);
    if (!e.shape)
        return WRONG_USE;
    int result = open_directory(given, back ? SIGNPOST_READ_WRITE : SIGNPOST_READ_ONLY, &directory);
    if (result != DONE)
        return result;
    if (back)
        result = look_as_of(given, directory, export_it, &e);
    else
        export_it(directory, &e, NULL);
    signpost_directory_close(directory);
    return result == DONE ? e.result : result;
}

static const option_id export_options[] = {OPTION_DIRECTORY, OPTION_AS_OF, OPTION_SHAPE, OPTION_PUBLIC, OPTIONS_END};

const command command_directory_export = {
    .name = "directory export",
    .operands = "PATH",
    .least = 1,
    .most = 1,
    .summary = "writes a directory as CSV, or as what others read",
    .text =
        "As CSV, every table is written into a folder, from one state of the directory; files of the same names are "
        "replaced. Imported into a new directory, they make one with the same content digest. With --as-of, all of it "
        "is "
        "as it was then. Changes that wait, and the history, stay in the directory.\n\n"
        "With --format fhir, the services are written into a file, as a FHIR R4 Bundle of Organization, Location, "
        "HealthcareService and Endpoint. With --format hsds, they are written into a folder as Open Referral's HSDS "
        "3.0 has "
        "it: a CSV file for each of its tables, with datapackage.json. What these cannot carry is listed on standard "
        "error.\n\n"
        "Nothing is changed on the way: a value that begins with = + - or @ is written as it is, so do not open an "
        "export in a spreadsheet that runs formulas without asking.",
    .options = export_options,
    .example = "directory export kent.json --format fhir --directory kent.db",
    .run = run_export,
};

static int run_migrate(const arguments *given)
{
    signpost_act act = act_of(given);
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status = signpost_directory_migrate(given->operands[0], &act, &error);
    if (status && status != SIGNPOST_NONE)
        return could_not(&error);
    printf("%s\n", status ? "its schema is this version's already" : "brought to this version's schema");
    return DONE;
}

static const option_id migrate_options[] = {OPTION_AS, OPTION_WHY, OPTIONS_END};

const command command_directory_migrate = {
    .name = "directory migrate",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .summary = "brings a directory that an older version made up to date",
    .text = "Changes the schema of a directory to this version's, in one transaction. Keep a copy: an older version "
            "cannot open it afterwards.",
    .options = migrate_options,
    .example = "directory migrate kent.db --as anne --why \"new version\"",
    .run = run_migrate,
};
