/* Reading a whole file, and the names in a folder. */
#include "formats/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* strerror's text is translated: it would depend on the locale. */
signpost_status sgp_fail_to_read(const char *path, int reason, signpost_error *error)
{
    signpost_status status = SIGNPOST_IO;
    const char *why = "the system refused", *hint = "see that the disk is sound";
    if (reason == ENOENT || reason == ENOTDIR) {
        status = SIGNPOST_NOT_FOUND;
        why = "there is no such file or folder";
        hint = "see that the name is right";
    } else if (reason == EACCES || reason == EPERM) {
        why = "permission denied";
        hint = "ask its owner to let you read it";
    }
    sgp_fail(error, status, SGP_CANNOT_READ, "could not read \"%s\": %s", path, why);
    sgp_error_hint(error, "%s", hint);
    return status;
}

static signpost_status check_kind(FILE *file, const char *path, signpost_error *error)
{
    struct stat about;
    if (fstat(fileno(file), &about) != 0)
        return sgp_fail_to_read(path, errno, error);
    if (!S_ISDIR(about.st_mode))
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_INVALID, SGP_CANNOT_READ, "could not read \"%s\": it is a folder", path);
    sgp_error_hint(error, "name a file");
    return SIGNPOST_INVALID;
}

static signpost_status read_all(FILE *file, const char *path, size_t largest, sgp_array *bytes, signpost_error *error)
{
    enum { PIECE = 64 * 1024 };
    for (;;) {
        if (bytes->capacity - bytes->count < PIECE && !sgp_array_reserve(bytes, bytes->count * 2 + PIECE + 1))
            return sgp_fail_memory(error);
        size_t got = fread((char *)bytes->items + bytes->count, 1, PIECE - 1, file);
        bytes->count += got;
        if (bytes->count > largest) {
            sgp_fail(error, SIGNPOST_INVALID, SGP_TOO_LARGE, "\"%s\" is larger than %zu bytes", path, largest);
            sgp_error_hint(error, "split it");
            return SIGNPOST_INVALID;
        }
        if (ferror(file))
            return sgp_fail_to_read(path, errno, error);
        if (!got)
            break;
    }
    ((char *)bytes->items)[bytes->count] = '\0';
    return SIGNPOST_OK;
}

signpost_status sgp_file_read(const char *path, size_t largest, char **bytes, size_t *size, signpost_error *error)
{
    *bytes = NULL;
    *size = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        return errno == ENOMEM ? sgp_fail_memory(error) : sgp_fail_to_read(path, errno, error);
    sgp_array read = SGP_ARRAY_OF(char);
    signpost_status status = check_kind(file, path, error);
    if (status == SIGNPOST_OK)
        status = read_all(file, path, largest, &read, error);
    fclose(file);
    if (status == SIGNPOST_OK) {
        *bytes = read.items;
        *size = read.count;
    } else {
        sgp_array_release(&read);
    }
    return status;
}

typedef struct listing {
    const char *ending;
    sgp_arena *arena;
    sgp_array *paths;
    signpost_error *error;
} listing;

/* A folder that could not be opened may be there, and be a file. */
static signpost_status fail_to_open(const char *folder, int reason, signpost_error *error)
{
    struct stat about;
    if (reason == ENOMEM)
        return sgp_fail_memory(error);
    if (reason != ENOTDIR || stat(folder, &about) != 0)
        return sgp_fail_to_read(folder, reason, error);
    sgp_fail(error, SIGNPOST_INVALID, SGP_CANNOT_READ, "could not read \"%s\": it is no folder", folder);
    sgp_error_hint(error, "name the folder that the file is in");
    return SIGNPOST_INVALID;
}

static signpost_status list_folder(const listing *wanted, const char *folder, int deeper);

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);
    return length >= tail && strcmp(name + length - tail, ending) == 0;
}

static signpost_status list_entry(const listing *wanted, const char *folder, const char *name, int deeper)
{
    size_t length = strlen(folder) + strlen(name) + 2;
    char *path = sgp_arena_allocate(wanted->arena, 1, length);
    if (!path)
        return sgp_fail_memory(wanted->error);
    snprintf(path, length, "%s/%s", folder, name);
    struct stat about;
    if (lstat(path, &about) != 0)
        return sgp_fail_to_read(path, errno, wanted->error);
    if (S_ISDIR(about.st_mode))
        return deeper ? list_folder(wanted, path, deeper - 1) : SIGNPOST_OK;
    if (!ends_in(name, wanted->ending))
        return SIGNPOST_OK;
    return sgp_array_append(wanted->paths, &path, 1) ? SIGNPOST_OK : sgp_fail_memory(wanted->error);
}

static signpost_status list_folder(const listing *wanted, const char *folder, int deeper)
{
    DIR *open = opendir(folder);
    if (!open)
        return fail_to_open(folder, errno, wanted->error);
    signpost_status status = SIGNPOST_OK;
    while (status == SIGNPOST_OK) {
        errno = 0;
        const struct dirent *entry = readdir(open);
        if (!entry) {
            if (errno)
                status = sgp_fail_to_read(folder, errno, wanted->error);
            break;
        }
        if (entry->d_name[0] != '.')
            status = list_entry(wanted, folder, entry->d_name, deeper);
    }
    closedir(open);
    return status;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

signpost_status sgp_folder_list(const char *folder, const char *ending, int deepest, sgp_arena *arena, sgp_array *paths,
                                signpost_error *error)
{
    const listing wanted = {ending, arena, paths, error};
    signpost_status status = list_folder(&wanted, folder, deepest);
    if (status == SIGNPOST_OK && paths->count)
        qsort(paths->items, paths->count, sizeof(char *), by_bytes);
    return status;
}
