/* Reading and replacing whole files, and the names in a folder. */
#include "formats/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

signpost_status sgp_fail_to_write(const char *path, int reason, signpost_error *error)
{
    if (reason == ENOMEM)
        return sgp_fail_memory(error);
    bool full = reason == ENOSPC;
    sgp_fail(error, SIGNPOST_IO, SGP_CANNOT_WRITE, "could not write \"%s\": %s", path,
             full ? "the disk is full" : "the system refused");
    sgp_error_hint(error, full ? "make room and try again" : "see that its folder may be written");
    return SIGNPOST_IO;
}

signpost_status sgp_fail_too_large(const char *path, size_t largest, signpost_error *error)
{
    sgp_fail(error, SIGNPOST_INVALID, SGP_TOO_LARGE, "\"%s\" is larger than %zu bytes", path, largest);
    sgp_error_hint(error, "split it");
    return SIGNPOST_INVALID;
}

static signpost_status check_kind(int file, const char *path, size_t *size, signpost_error *error)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return sgp_fail_to_read(path, errno, error);
    *size = S_ISREG(about.st_mode) && about.st_size > 0 ? (size_t)about.st_size : 0;
    if (!S_ISDIR(about.st_mode))
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_INVALID, SGP_CANNOT_READ, "could not read \"%s\": it is a folder", path);
    sgp_error_hint(error, "name a file");
    return SIGNPOST_INVALID;
}

signpost_status sgp_file_open(const char *path, int *file, size_t *size, signpost_error *error)
{
    *size = 0;
    *file = open(path, O_RDONLY | O_CLOEXEC);
    if (*file < 0)
        return errno == ENOMEM ? sgp_fail_memory(error) : sgp_fail_to_read(path, errno, error);
    signpost_status status = check_kind(*file, path, size, error);
    if (status == SIGNPOST_OK)
        return SIGNPOST_OK;
    close(*file);
    *file = -1;
    return status;
}

static signpost_status read_all(FILE *file, const char *path, size_t largest, sgp_array *bytes, signpost_error *error)
{
    enum { PIECE = 64 * 1024 };
    for (;;) {
        if (bytes->capacity - bytes->count < PIECE && !sgp_array_reserve(bytes, bytes->count * 2 + PIECE + 1))
            return sgp_fail_memory(error);
        size_t got = fread((char *)bytes->items + bytes->count, 1, PIECE - 1, file);
        bytes->count += got;
        if (bytes->count > largest)
            return sgp_fail_too_large(path, largest, error);
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
    size_t told;
    signpost_status status = check_kind(fileno(file), path, &told, error);
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

/* Writes a block whole. 0, or errno. */
static int write_block(int file, const char *block, size_t size)
{
    for (ssize_t done; size; block += done, size -= (size_t)done) {
        done = write(file, block, size);
        if (done < 0 && errno != EINTR)
            return errno;
        done = done < 0 ? 0 : done;
    }
    return 0;
}

static signpost_status copy_blocks(int in, int out, const char *from, const char *to, signpost_error *error)
{
    char block[64 * 1024];
    for (ssize_t size; (size = read(in, block, sizeof block)) != 0;) {
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return sgp_fail_to_read(from, errno, error);
        int reason = write_block(out, block, (size_t)size);
        if (reason)
            return sgp_fail_to_write(to, reason, error);
    }
    return SIGNPOST_OK;
}

signpost_status sgp_file_copy(const char *from, const char *to, signpost_error *error)
{
    int in;
    size_t size;
    signpost_status status = sgp_file_open(from, &in, &size, error);
    if (status)
        return status;
    int out = open(to, O_WRONLY | O_TRUNC | O_CLOEXEC);
    status = out < 0 ? sgp_fail_to_write(to, errno, error) : copy_blocks(in, out, from, to, error);
    if (out >= 0 && close(out) != 0 && !status)
        status = sgp_fail_to_write(to, errno, error);
    close(in);
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

/* ---- replacing ---- */

static bool write_all(int file, const char *bytes, size_t size)
{
    while (size) {
        ssize_t written = write(file, bytes, size);
        if (written < 0 && errno != EINTR)
            return false;
        bytes += written > 0 ? written : 0;
        size -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

int sgp_file_beside(const char *path, char beside[SGP_BESIDE_SIZE])
{
    enum { MOST_NAMES = 100 };
    int file = -1;
    errno = ENAMETOOLONG;
    for (int i = 0; file < 0 && i < MOST_NAMES; i++) {
        int length = snprintf(beside, SGP_BESIDE_SIZE, "%s.%ld-%d.new", path, (long)getpid(), i);
        if (length < 0 || length >= SGP_BESIDE_SIZE)
            return -1;
        file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST)
            return -1;
    }
    return file;
}

int sgp_file_replace(const char *path, const void *bytes, size_t size)
{
    char beside[SGP_BESIDE_SIZE];
    int file = sgp_file_beside(path, beside), reason = 0;
    if (file < 0)
        return errno;
    if (!write_all(file, bytes, size) || fsync(file) != 0)
        reason = errno;
    if (close(file) != 0 && !reason)
        reason = errno;
    if (!reason && rename(beside, path) != 0)
        reason = errno;
    if (reason)
        remove(beside);
    return reason;
}
