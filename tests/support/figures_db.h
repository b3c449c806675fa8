/* A figures database in a folder of its own, and files to import into it. */
#ifndef SIGNPOST_TESTS_FIGURES_DB_H
#define SIGNPOST_TESTS_FIGURES_DB_H

#include "signpost/kpi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct test_figures {
    char folder[40], database[64], file[64];
    signpost_figures *figures;
    signpost_figures_done done;
    signpost_error error;
    char first[1024]; /* diagnostic of the last import */
} test_figures;

static inline bool test_figures_make(test_figures *at)
{
    memset(at, 0, sizeof *at);
    snprintf(at->folder, sizeof at->folder, "/tmp/signpost-figures-XXXXXX");
    if (!mkdtemp(at->folder))
        return false;
    snprintf(at->database, sizeof at->database, "%s/figures.db", at->folder);
    snprintf(at->file, sizeof at->file, "%s/file", at->folder);
    return signpost_figures_create(at->database, &at->figures, &at->error) == SIGNPOST_OK;
}

static inline void test_figures_remove(test_figures *at)
{
    char journal[80];
    signpost_figures_close(at->figures);
    snprintf(journal, sizeof journal, "%s-journal", at->database);
    unlink(journal);
    unlink(at->file);
    unlink(at->database);
    rmdir(at->folder);
}

static inline bool test_figures_write(const test_figures *at, const void *bytes, size_t size)
{
    FILE *to = fopen(at->file, "wb");
    bool good = to && (!size || fwrite(bytes, 1, size, to) == size);
    return to && fclose(to) == 0 && good;
}

/* Imports the file at `path`; `text` is written there first, unless it is NULL. */
static inline signpost_status test_figures_import(test_figures *at, signpost_collection collection, const char *path,
                                                  const char *text, const signpost_figures_options *options)
{
    signpost_figures_options usual = SIGNPOST_FIGURES_OPTIONS_INIT;
    signpost_diagnostics *list;
    usual.published = 16934; /* 2016-05-13 */
    if ((text && !test_figures_write(at, text, strlen(text))) || signpost_diagnostics_new(&list))
        return SIGNPOST_IO;
    at->error = (signpost_error)SIGNPOST_ERROR_INIT;
    signpost_status status = signpost_figures_import(at->figures, collection, text ? at->file : path,
                                                     options ? options : &usual, &at->done, list, &at->error);
    signpost_diagnostic first = signpost_diagnostics_get(list, 0);
    snprintf(at->first, sizeof at->first, "%u: %s", first.line, first.message);
    signpost_diagnostics_free(list);
    return status;
}

#endif
