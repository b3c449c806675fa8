/* An HSDS folder from any bytes, split into files at `== name` lines: it is imported, or refused with reasons; every
 * row is counted, nothing is changed by a dry run, and what is imported can be exported again. */
#include "../support/hsds_town.h"

#include "signpost/hsds.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/signpost-fuzz-XXXXXX", database[64], hsds[64];
static signpost_directory *directory;

static void clean_up(void)
{
    signpost_directory_close(directory);
    unlink(database);
    folder_remove(hsds);
    rmdir(folder);
}

static void set_up(void)
{
    if (!mkdtemp(folder))
        abort();
    snprintf(database, sizeof database, "%s/d.db", folder);
    snprintf(hsds, sizeof hsds, "%s/hsds", folder);
    directory = hsds_town(database, hsds_services);
    if (!directory)
        abort();
    atexit(clean_up);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char mapping[80];
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_import_report report;
    signpost_diagnostics *found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!directory)
        set_up();
    folder_remove(hsds);
    if (!folder_write(hsds, (const char *)data, size))
        return 0;
    snprintf(mapping, sizeof mapping, "%s/map.yaml", hsds);
    options.mapping = access(mapping, R_OK) == 0 ? mapping : NULL;
    options.dry_run = true; /* each input begins with the same directory */
    options.skip_refused = size % 2;
    if (signpost_diagnostics_new(&found))
        return 0;
    signpost_status status = signpost_hsds_import(directory, hsds, &hsds_act, &options, &report, found, &error);
    if (status != SIGNPOST_OK && status != SIGNPOST_CONTENT && status != SIGNPOST_NOT_FOUND)
        abort();
    if (status == SIGNPOST_CONTENT && (!error.id || !signpost_diagnostics_count_of(found, SIGNPOST_ERROR)))
        abort();
    if (report.read != report.added + report.changed + report.passed_over + report.refused)
        abort();
    signpost_diagnostics_free(found);
    return 0;
}
