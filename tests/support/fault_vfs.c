#include "fault_vfs.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>

static fault_question *asked;
static bool only_changes;
static sqlite3_vfs *below;

static bool asked_to_look(void)
{
    return !only_changes && asked();
}

/* A file: ours, and right behind it the one of the file system below. */
typedef struct fault_file {
    sqlite3_file base;
    sqlite3_file *below;
} fault_file;

static sqlite3_file *file_below(sqlite3_file *file)
{
    return ((fault_file *)file)->below;
}

static int file_close(sqlite3_file *file)
{
    return file_below(file)->pMethods->xClose(file_below(file));
}

static int file_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
    return asked_to_look() ? SQLITE_IOERR_READ : file_below(file)->pMethods->xRead(file_below(file), bytes, amount, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset)
{
    return asked() ? SQLITE_FULL : file_below(file)->pMethods->xWrite(file_below(file), bytes, amount, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return asked() ? SQLITE_IOERR_TRUNCATE : file_below(file)->pMethods->xTruncate(file_below(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    return asked() ? SQLITE_IOERR_FSYNC : file_below(file)->pMethods->xSync(file_below(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return asked_to_look() ? SQLITE_IOERR_FSTAT : file_below(file)->pMethods->xFileSize(file_below(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return asked_to_look() ? SQLITE_IOERR_LOCK : file_below(file)->pMethods->xLock(file_below(file), level);
}

/* Giving a lock back does not fail: what could a caller do about it? */
static int file_unlock(sqlite3_file *file, int level)
{
    return file_below(file)->pMethods->xUnlock(file_below(file), level);
}

static int file_check_lock(sqlite3_file *file, int *is_reserved)
{
    return asked_to_look() ? SQLITE_IOERR_CHECKRESERVEDLOCK
                   : file_below(file)->pMethods->xCheckReservedLock(file_below(file), is_reserved);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
    return file_below(file)->pMethods->xFileControl(file_below(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file)
{
    return file_below(file)->pMethods->xSectorSize(file_below(file));
}

static int file_traits(sqlite3_file *file)
{
    return file_below(file)->pMethods->xDeviceCharacteristics(file_below(file));
}

/* Version 1: no memory is shared or mapped, so that every byte goes through here. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_traits,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out)
{
    (void)vfs;
    fault_file *ours = (fault_file *)file;
    ours->below = (sqlite3_file *)(ours + 1);
    ours->base.pMethods = NULL;
    if (asked())
        return SQLITE_CANTOPEN;
    int result = below->xOpen(below, name, ours->below, flags, flags_out);
    if (ours->below->pMethods)
        ours->base.pMethods = &methods;
    return result;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    return asked() ? SQLITE_IOERR_DELETE : below->xDelete(below, name, sync);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    (void)vfs;
    return asked_to_look() ? SQLITE_IOERR_ACCESS : below->xAccess(below, name, flags, result);
}

static sqlite3_vfs front;

void fault_vfs_install_for_changes(fault_question *fails)
{
    fault_vfs_install(fails);
    only_changes = true;
}

void fault_vfs_install(fault_question *fails)
{
    asked = fails;
    only_changes = false;
    below = sqlite3_vfs_find(NULL);
    front = *below;
    front.zName = "fault";
    front.szOsFile = (int)sizeof(fault_file) + below->szOsFile;
    front.xOpen = vfs_open;
    front.xDelete = vfs_delete;
    front.xAccess = vfs_access;
    if (sqlite3_vfs_register(&front, 1))
        abort();
}

void fault_vfs_remove(void)
{
    sqlite3_vfs_unregister(&front);
}
