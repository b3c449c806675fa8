/* A submitted file from any bytes: it is one change, or refused with a reason; and nothing is kept of a dry run. */
#include "../support/governed_acts.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static test_governed g;
static signpost_directory *town;

static void clean_up(void)
{
    signpost_directory_close(town);
    governed_tear_down(&g);
}

static void set_up(void)
{
    if (governed_set_up(&g, "/tmp"))
        abort();
    governed_copy(&g);
    if (signpost_directory_open(g.work, SIGNPOST_READ_WRITE, &town, NULL))
        abort();
    atexit(clean_up);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const tables[] = {"services", "capacities", "endpoints", "service-areas"};
    const signpost_act act = test_act(size % 3 ? "nation" : "pat", 20);
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_diagnostics *found;
    int64_t change;
    if (!town)
        set_up();
    FILE *file = fopen(g.csv, "wb");
    if (!file || signpost_diagnostics_new(&found))
        abort();
    fwrite(data, 1, size, file);
    fclose(file);
    how.dry_run = true;
    how.evidence = "a letter";
    how.emergency = size % 5 == 0;
    const char *table = size % 7 == 6 ? "service-profiles" : tables[size % 4];
    signpost_status status = signpost_change_submit_file(town, g.csv, table, &act, &how, &change, found, &error);
    if (status != SIGNPOST_OK && !*error.message)
        abort();
    if (status != SIGNPOST_OK && status != SIGNPOST_CONTENT && status != SIGNPOST_NONE && status != SIGNPOST_REFUSED &&
        status != SIGNPOST_OUT_OF_RANGE && status != SIGNPOST_NOT_FOUND)
        abort();
    if (change || (status == SIGNPOST_CONTENT && !signpost_diagnostics_count_of(found, SIGNPOST_ERROR)))
        abort();
    signpost_diagnostics_free(found);
    return 0;
}
