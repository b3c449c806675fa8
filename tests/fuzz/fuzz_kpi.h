/* A figures database for the fuzz targets of its formats: any bytes are read, checked and written, or refused with
 * reasons; nothing of it is kept. */
#ifndef SIGNPOST_TESTS_FUZZ_KPI_H
#define SIGNPOST_TESTS_FUZZ_KPI_H

#include "../support/figures_db.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static test_figures fuzz_db;

static void fuzz_clean_up(void)
{
    test_figures_remove(&fuzz_db);
}

static inline void fuzz_import(signpost_collection collection, const uint8_t *data, size_t size)
{
    signpost_figures_options options = SIGNPOST_FIGURES_OPTIONS_INIT;
    signpost_collection found;
    if (!fuzz_db.figures && (!test_figures_make(&fuzz_db) || atexit(fuzz_clean_up)))
        abort();
    if (!test_figures_write(&fuzz_db, data, size))
        abort();
    options.published = 20000;
    options.dry_run = true;
    for (int skips = 0; skips < 2; skips++) {
        options.skip_refused = skips;
        signpost_status status = test_figures_import(&fuzz_db, collection, fuzz_db.file, NULL, &options);
        const signpost_figures_done *done = &fuzz_db.done;
        if (status != SIGNPOST_OK && status != SIGNPOST_CONTENT)
            abort();
        if (status ? !fuzz_db.error.id || !fuzz_db.error.message[0] : done->refused && !skips)
            abort(); /* refused without a reason, or not refused */
        if (done->rows < 0 || (!status && done->aggregates > done->rows))
            abort();
    }
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_figures_sniff(fuzz_db.file, &found, &error) && !error.id)
        abort();
}

#endif
