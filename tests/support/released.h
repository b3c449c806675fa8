/* Two releases of the small town, with a change between them, in a folder of their own. */
#ifndef SIGNPOST_TESTS_RELEASED_H
#define SIGNPOST_TESTS_RELEASED_H

#include "files.h"
#include "signpost/snapshot.h"
#include "town.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RELEASED_PATH = 128 };

typedef struct test_released {
    char folder[RELEASED_PATH], town[RELEASED_PATH], old_one[RELEASED_PATH], new_one[RELEASED_PATH],
        delta[RELEASED_PATH];
    unsigned char public_key[SIGNPOST_PUBLIC_KEY_SIZE], secret_key[SIGNPOST_SECRET_KEY_SIZE];
} test_released;

static inline void released_path(char path[RELEASED_PATH], const test_released *r, const char *name)
{
    snprintf(path, RELEASED_PATH, "%.100s/%s", r->folder, name);
}

static inline signpost_status released_make(test_released *r, const char *id, signpost_error *error)
{
    signpost_directory *directory;
    signpost_snapshot_options options = SIGNPOST_SNAPSHOT_OPTIONS_INIT;
    options.secret_key = r->secret_key;
    options.previous = strcmp(id, "2") == 0 ? r->old_one : NULL;
    signpost_status status = signpost_directory_open(r->town, SIGNPOST_READ_ONLY, &directory, error);
    if (status)
        return status;
    status = signpost_snapshot_make(directory, r->folder, id, 29919480, &options, NULL, error);
    signpost_directory_close(directory);
    return status;
}

/* Releases 1 and 2, signed, and the delta that leads on. */
static inline int released_set_up(test_released *r, signpost_error *error)
{
    static const unsigned char seed[SIGNPOST_KEY_SEED_SIZE] = {7};
    snprintf(r->folder, sizeof r->folder, "%s/signpost-released-XXXXXX", test_fast_folder());
    if (!mkdtemp(r->folder) || signpost_keys_make(seed, r->public_key, r->secret_key) != SIGNPOST_OK)
        return -1;
    released_path(r->town, r, "town.db");
    released_path(r->old_one, r, "1.release");
    released_path(r->new_one, r, "2.release");
    released_path(r->delta, r, "1-2.delta");
    FILE *empty = fopen(r->town, "w");
    if (!empty || fclose(empty) != 0)
        return -1;
    signpost_directory *directory = test_town_make(r->town);
    if (!directory || released_make(r, "1", error) != SIGNPOST_OK)
        return -1;
    signpost_status status = sgp_db_run(directory->db,
                                        "UPDATE service SET name = 'Renamed', state = 'closed' WHERE uid = 'women';"
                                        "DELETE FROM capacity; UPDATE directory SET content_version = 9",
                                        error);
    signpost_directory_close(directory);
    if (status || released_make(r, "2", error) != SIGNPOST_OK)
        return -1;
    return signpost_delta_make(r->old_one, r->new_one, r->public_key, r->delta, NULL, error) == SIGNPOST_OK ? 0 : -1;
}

static inline void released_empty(const char *folder)
{
    char file[RELEASED_PATH + 64];
    DIR *listing = opendir(folder);
    for (const struct dirent *entry; listing && (entry = readdir(listing));) {
        snprintf(file, sizeof file, "%.120s/%.60s", folder, entry->d_name);
        if (*entry->d_name != '.')
            remove(file);
    }
    if (listing)
        closedir(listing);
}

static inline void released_tear_down(const test_released *r)
{
    released_empty(r->folder);
    rmdir(r->folder);
}

/* How many files a folder holds. */
static inline size_t released_count(const char *folder)
{
    size_t count = 0;
    DIR *listing = opendir(folder);
    for (const struct dirent *entry; listing && (entry = readdir(listing));)
        count += *entry->d_name != '.';
    if (listing)
        closedir(listing);
    return count;
}

#endif
