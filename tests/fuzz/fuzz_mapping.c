/* A mapping file from any bytes, over one small CSV: it is applied, or refused with reasons, and every row is counted.
 */
#include "signpost/directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/signpost-fuzz-XXXXXX", database[64], mapping[64], csv[64];
static signpost_directory *directory;

static void clean_up(void)
{
    signpost_directory_close(directory);
    unlink(database);
    unlink(mapping);
    unlink(csv);
    rmdir(folder);
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file))
        abort();
}

static void set_up(void)
{
    static const char text[] =
        "code,name,lat,lon,town\nA,Abbey,51.1,0.2,Alton\nB,Beacon,x,0.3,\nA,Again,51.2,0.2,Alton\n";
    static const signpost_act act = {"fuzz", "a test", 0};
    if (!mkdtemp(folder))
        abort();
    snprintf(database, sizeof database, "%s/d.db", folder);
    snprintf(mapping, sizeof mapping, "%s/m.yaml", folder);
    snprintf(csv, sizeof csv, "%s/f.csv", folder);
    write_file(csv, text, strlen(text));
    if (signpost_directory_create(database, "Fuzz", &act, &directory, NULL))
        abort();
    atexit(clean_up);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const signpost_act act = {"fuzz", "a test", 0};
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_import_report report;
    signpost_diagnostics *found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!directory)
        set_up();
    write_file(mapping, data, size);
    if (signpost_diagnostics_new(&found))
        return 0;
    options.mapping = mapping;
    options.dry_run = true; /* each input begins with the same directory */
    signpost_status status = signpost_directory_import(directory, csv, &act, &options, &report, found, &error);
    if (status != SIGNPOST_OK && status != SIGNPOST_CONTENT)
        abort();
    if (status == SIGNPOST_CONTENT && (!error.id || !signpost_diagnostics_count_of(found, SIGNPOST_ERROR)))
        abort();
    if (report.read != report.added + report.changed + report.passed_over + report.refused)
        abort();
    signpost_diagnostics_free(found);
    return 0;
}
