/* These stand in front of the C library's own, as an executable's do, and go to the system themselves. Removing never
 * fails: what could a caller do about it? */
#include "fault_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

long syscall(long number, ...);

enum { MOST_FILES = 256, PIECE = 700 };

static const char *watched_path;
static fault_question *asked;
static bool by_pieces;
static bool is_watched[MOST_FILES]; /* by file descriptor */
static unsigned pieces;

void fault_files_watch(const char *path, fault_question *fails)
{
    watched_path = fails ? path : NULL;
    asked = fails;
    by_pieces = false;
}

void fault_files_by_pieces(const char *path)
{
    watched_path = path;
    asked = NULL;
    by_pieces = path != NULL;
}

static bool is_path(const char *path)
{
    return watched_path && strncmp(path, watched_path, strlen(watched_path)) == 0;
}

static bool is_file(int file)
{
    return watched_path && file >= 0 && file < MOST_FILES && is_watched[file];
}

static bool fails(bool concerned, int reason)
{
    if (!concerned || !asked || !asked())
        return false;
    errno = reason;
    return true;
}

/* How many of so many bytes go now; 0 when the call is to be interrupted. */
static size_t piece_of(int file, size_t size)
{
    if (!by_pieces || !is_file(file))
        return size;
    return ++pieces % 3 == 0 ? 0 : size < PIECE ? size : PIECE;
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    int mode = flags & O_CREAT ? va_arg(arguments, int) : 0;
    va_end(arguments);
    if (fails(is_path(path), EACCES))
        return -1;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (file >= 0 && file < MOST_FILES)
        is_watched[file] = is_path(path);
    return file;
}

int close(int file)
{
    bool failing = fails(is_file(file), EIO);
    if (file >= 0 && file < MOST_FILES)
        is_watched[file] = false;
    int result = (int)syscall(SYS_close, file); /* whatever it says, the file is closed */
    if (failing)
        errno = EIO;
    return failing ? -1 : result;
}

ssize_t read(int file, void *bytes, size_t size)
{
    size_t piece = piece_of(file, size);
    if (fails(is_file(file), EIO))
        return -1;
    if (size && !piece) {
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_read, file, bytes, piece);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    size_t piece = piece_of(file, size);
    if (fails(is_file(file), ENOSPC))
        return -1;
    if (size && !piece) {
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_write, file, bytes, piece);
}

int fsync(int file)
{
    return fails(is_file(file), EIO) ? -1 : (int)syscall(SYS_fsync, file);
}

int rename(const char *from, const char *to)
{
    return fails(is_path(to), EACCES) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

void *mmap(void *address, size_t size, int protection, int flags, int file, off_t offset)
{
    if (fails(is_file(file), ENOMEM))
        return MAP_FAILED;
    return (void *)syscall(SYS_mmap, address, size, protection, flags, file, offset);
}
