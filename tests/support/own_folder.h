/* A folder of a test's own, with room for a directory in it: made before a group of tests, and removed after it. */
#ifndef SIGNPOST_TESTS_OWN_FOLDER_H
#define SIGNPOST_TESTS_OWN_FOLDER_H

#include "cmocka_all.h"
#include "signpost/directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { OWN_PATH = 64 };
static char folder[OWN_PATH - 16];
static char database[OWN_PATH]; /* not made yet */
static const signpost_act act = {"keeper", "a test", 29000000};

/* Puts the path of `folder/name` into `path`. */
static inline void own_path(char path[OWN_PATH], const char *name)
{
    snprintf(path, OWN_PATH, "%s/%s", folder, name);
}

static inline int make_folder_in(const char *in)
{
    snprintf(folder, sizeof folder, "%.24s/signpost-test-XXXXXX", in);
    if (!mkdtemp(folder))
        return -1;
    own_path(database, "d.db");
    return 0;
}

static inline int make_folder(void **state)
{
    (void)state;
    return make_folder_in("/tmp");
}

static inline int remove_folder(void **state)
{
    (void)state;
    char command[2 * OWN_PATH];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

static inline void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

#endif
