/* A delta from any bytes, of which the first says what the others are: a whole delta, or only its changes, to which a
 * head with the right hash is made, as somebody would who means harm. It makes a release that the manifest knows, or
 * nothing, and the release that was there stays what it is. */
#include "releases/releases.h"

#include "../support/files.h"
#include "../support/released.h"
#include "formats/file.h"

static test_released r;
static char desk[RELEASED_PATH], path[RELEASED_PATH];
static char *manifest;
static size_t manifest_size;
static signpost_snapshot before;

static void clean_up(void)
{
    released_empty(desk);
    rmdir(desk);
    released_tear_down(&r);
    sgp_release(manifest);
}

static void set_up(void)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    snprintf(desk, sizeof desk, "%s/signpost-fuzz-delta-XXXXXX", test_fast_folder());
    if (released_set_up(&r, &error) || !mkdtemp(desk) ||
        sgp_file_read(r.new_one, SGP_MANIFEST_LARGEST, &manifest, &manifest_size, &error) ||
        signpost_snapshot_read(r.old_one, r.public_key, &before, &error)) {
        fputs(error.message, stderr);
        abort();
    }
    snprintf(path, sizeof path, "%.64s/x.delta", desk);
    atexit(clean_up);
}

static void write_delta(const uint8_t *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        abort();
    if (data[0] % 2) {
        char hash[65];
        sgp_hash_bytes(data + 1, size - 1, hash);
        fprintf(file, "signpost-delta 1\nbefore %s\nmanifest %05zu\nchanges %010zu\nhash %s\n", before.manifest,
                manifest_size, size - 1, hash);
        fwrite(manifest, 1, manifest_size, file);
    }
    fwrite(data + 1, 1, size - 1, file);
    fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_snapshot made;
    signpost_directory *directory;
    if (!manifest)
        set_up();
    if (!size)
        return 0;
    write_delta(data, size);
    signpost_status status = signpost_delta_apply(r.old_one, path, r.public_key, desk, &made, &error);
    if (status != SIGNPOST_OK && (released_count(desk) != 1 || !*error.message || !error.id))
        abort();
    if (status == SIGNPOST_OK && released_count(desk) != 3)
        abort();
    released_empty(desk);
    if (signpost_snapshot_open(r.old_one, r.public_key, NULL, &directory, &error) != SIGNPOST_OK)
        abort();
    signpost_directory_close(directory);
    return 0;
}
