/* A FHIR bundle from any bytes: it is imported, or refused with reasons; every row is counted, the same bytes give the
 * same answer again, and what came in goes out and comes in once more without a change. */
#include "signpost/bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/signpost-fuzz-XXXXXX", database[64], path[64];
static signpost_directory *directory;
static const signpost_act act = {"fuzz", "a test", 0};

static void clean_up(void)
{
    signpost_directory_close(directory);
    unlink(database);
    unlink(path);
    rmdir(folder);
}

static bool put(const char *bytes, size_t size, void *context)
{
    return fwrite(bytes, 1, size, context) == size;
}

static void write_file(const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file || !put(bytes, size, file) || fclose(file))
        abort();
}

static void import_csv(const char *name, const char *text)
{
    char csv[80];
    snprintf(csv, sizeof csv, "%s/%s.csv", folder, name);
    FILE *file = fopen(csv, "wb");
    if (!file || !put(text, strlen(text), file) || fclose(file) ||
        signpost_directory_import(directory, csv, &act, NULL, NULL, NULL, NULL))
        abort();
    unlink(csv);
}

static void set_up(void)
{
    if (!mkdtemp(folder))
        abort();
    snprintf(database, sizeof database, "%s/d.db", folder);
    snprintf(path, sizeof path, "%s/b.json", folder);
    if (signpost_directory_create(database, "Fuzz", &act, &directory, NULL))
        abort();
    atexit(clean_up);
    import_csv("calendars", "name,division,clock,holidays_from,holidays_until\nutc,none,UTC0,2026-01-01,2026-12-31\n");
    import_csv("directory", "id,name,calendar\n1,Fuzz,utc\n");
    import_csv("service-types", "id,name,national_rank\n13,Pharmacy,5\n");
    import_csv("areas", "code,name,kind\nkent,Kent,region\n");
}

static signpost_status import(bool dry_run, signpost_import_report *report, signpost_diagnostics *found,
                              signpost_error *error)
{
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    options.dry_run = dry_run;
    options.skip_refused = true;
    return signpost_bundle_import(directory, path, &act, &options, report, found, error);
}

/* What is in the directory, out and in again. */
static void go_round(void)
{
    unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE];
    signpost_import_report report;
    FILE *file = fopen(path, "wb");
    if (!file || signpost_bundle_write(directory, NULL, put, file, NULL, NULL, NULL) || fclose(file))
        abort();
    if (signpost_directory_digest(directory, before, NULL) || import(false, &report, NULL, NULL) || report.refused ||
        signpost_directory_digest(directory, after, NULL) || memcmp(before, after, sizeof before) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    signpost_import_report report;
    signpost_diagnostics *found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!directory)
        set_up();
    write_file(data, size);
    if (signpost_diagnostics_new(&found))
        return 0;
    const signpost_status status = import(false, &report, found, &error);
    if (status != SIGNPOST_OK && status != SIGNPOST_CONTENT)
        abort();
    if (status == SIGNPOST_CONTENT && (!error.id || !signpost_diagnostics_count_of(found, SIGNPOST_ERROR)))
        abort();
    if (report.read != report.added + report.changed + report.passed_over + report.refused)
        abort();
    signpost_diagnostics_free(found);
    if (status == SIGNPOST_OK && report.added + report.changed)
        go_round();
    return 0;
}
