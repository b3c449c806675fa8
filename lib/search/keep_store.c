/* Where kept indexes stand: files. Rules kept here:
 *  - a file is written under a name of its own in the same folder and then takes its place, so that a reader sees the
 * old file or the new one, whole, and a mapping goes on with the old one. The folder is not synchronised: a rename that
 * a power cut undoes leaves a stale file, no wrong one;
 *  - whatever fails, no file is left behind but the old one. */
#include "search/keep.h"

#include "base/error.h"
#include "directory/directory.h"
#include "formats/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Writing. */

static signpost_status not_kept(const char *path, int reason, signpost_error *error)
{
    return sgp_fail(error, SIGNPOST_IO, SGP_NOT_KEPT, "could not keep the index in \"%s\" (system error %d)", path,
                    reason);
}

signpost_status signpost_index_save(const signpost_index *index, const char *path, signpost_error *error)
{
    sgp_array bytes;
    signpost_status status = sgp_index_to_bytes(index, &bytes, error);
    if (status != SIGNPOST_OK)
        return status;
    int reason = sgp_file_replace(path, bytes.items, bytes.count);
    sgp_array_release(&bytes);
    return reason ? not_kept(path, reason, error) : SIGNPOST_OK;
}

/* Reading and mapping. */

static bool read_all(int file, char *bytes, size_t size)
{
    while (size) {
        ssize_t got = read(file, bytes, size);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        bytes += got > 0 ? got : 0;
        size -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* Opens what may be a kept index, of that size. */
static signpost_status open_file(const char *path, int *file, size_t *size, signpost_error *error)
{
    struct stat about;
    *file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*file < 0)
        return sgp_fail_to_read(path, errno, error);
    signpost_status status = SIGNPOST_OK;
    if (fstat(*file, &about) != 0 || !S_ISREG(about.st_mode))
        status = sgp_fail(error, SIGNPOST_IO, SGP_CANNOT_READ, "could not read \"%s\": it is no file", path);
    else if (about.st_size < (off_t)sizeof(sgp_kept_header) || (uint64_t)about.st_size > SGP_KEPT_MOST_BYTES)
        status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_KEPT_DAMAGED, "\"%s\" is no kept index, or is cut short", path);
    else
        *size = (size_t)about.st_size;
    if (status != SIGNPOST_OK)
        close(*file);
    return status;
}

static signpost_status read_file(const char *path, char **bytes, size_t *size, signpost_error *error)
{
    int file;
    *bytes = NULL;
    signpost_status status = open_file(path, &file, size, error);
    if (status != SIGNPOST_OK)
        return status;
    if (!(*bytes = sgp_allocate(*size)))
        status = sgp_fail_memory(error);
    else if (!read_all(file, *bytes, *size))
        status = sgp_fail(error, SIGNPOST_IO, SGP_CANNOT_READ, "could not read \"%s\" to its end", path);
    close(file);
    if (status != SIGNPOST_OK)
        sgp_release(*bytes);
    return status;
}

static signpost_status map_file(const char *path, char **bytes, size_t *size, signpost_error *error)
{
    int file;
    *bytes = NULL;
    signpost_status status = open_file(path, &file, size, error);
    if (status != SIGNPOST_OK)
        return status;
    void *mapping = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapping == MAP_FAILED)
        status = sgp_fail(error, SIGNPOST_IO, SGP_CANNOT_READ, "could not map \"%s\" (system error %d)", path, errno);
    else
        *bytes = mapping;
    close(file);
    return status;
}

void sgp_kept_release(void *bytes, size_t size, bool is_mapped)
{
    if (is_mapped)
        munmap(bytes, size);
    else
        sgp_release(bytes);
}

/* Whether an index is of the directory as it is now. */
static signpost_status check_fresh(signpost_directory *directory, const signpost_index *index, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, directory->db, sgp_directory_state_sql, error);
    if (status == SIGNPOST_OK)
        status = sgp_query_step(&query, error);
    if (status == SIGNPOST_NONE)
        status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "the directory's own row is missing");
    const char *name = signpost_index_directory(index);
    if (status == SIGNPOST_OK &&
        (strcmp(sgp_column_text_or_empty(&query, 0), name) != 0 ||
         sgp_column_integer(&query, 2) != index->content_version || sgp_column_integer(&query, 3) != index->last_act))
        status = sgp_fail(error, SIGNPOST_STATE, SGP_KEPT_STALE,
                          "the kept index is of \"%.80s\" at version %lld, which the directory is not", name,
                          (long long)index->content_version);
    sgp_query_release(&query);
    return status;
}

static signpost_status load(const char *path, bool is_mapped, signpost_directory *directory,
                            const signpost_policy *policy, signpost_index **index, signpost_error *error)
{
    char *bytes;
    size_t size = 0;
    *index = NULL;
    signpost_status status = is_mapped ? map_file(path, &bytes, &size, error) : read_file(path, &bytes, &size, error);
    if (status == SIGNPOST_OK)
        status = sgp_index_from_bytes(bytes, size, is_mapped, policy, index, error);
    if (status == SIGNPOST_OK)
        status = check_fresh(directory, *index, error);
    if (status != SIGNPOST_OK) {
        signpost_index_free(*index);
        *index = NULL;
    }
    return status;
}

signpost_status signpost_index_load(const char *path, signpost_directory *directory, const signpost_policy *policy,
                                    signpost_index **index, signpost_error *error)
{
    return load(path, false, directory, policy, index, error);
}

signpost_status signpost_index_map(const char *path, signpost_directory *directory, const signpost_policy *policy,
                                   signpost_index **index, signpost_error *error)
{
    return load(path, true, directory, policy, index, error);
}

signpost_status signpost_index_open(signpost_directory *directory, const signpost_policy *policy, const char *path,
                                    signpost_index **index, signpost_kept *kept, signpost_error *error)
{
    signpost_kept how = SIGNPOST_KEPT_LOADED;
    signpost_status status = signpost_index_load(path, directory, policy, index, NULL);
    if (status != SIGNPOST_OK && status != SIGNPOST_NO_MEMORY) {
        status = signpost_index_build(directory, policy, index, error);
        if (status == SIGNPOST_OK)
            how =
                signpost_index_save(*index, path, NULL) == SIGNPOST_OK ? SIGNPOST_KEPT_SAVED : SIGNPOST_KEPT_NOT_SAVED;
    } else if (status == SIGNPOST_NO_MEMORY) {
        status = sgp_fail_memory(error);
    }
    if (kept && status == SIGNPOST_OK)
        *kept = how;
    return status;
}
