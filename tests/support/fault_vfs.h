/* A SQLite file system whose calls fail when they are told to. Everything else goes to the one below it. */
#ifndef SIGNPOST_TESTS_FAULT_VFS_H
#define SIGNPOST_TESTS_FAULT_VFS_H

#include <stdbool.h>

/* Asked before each call: whether it fails. */
typedef bool fault_question(void);

/* Puts it in front of SQLite's own, for every database opened from here on, until it is removed. */
void fault_vfs_install(fault_question *fails);
/* The same, but reads, locks and looks are not asked: only what changes something on the disk, or opens a file. */
void fault_vfs_install_for_changes(fault_question *fails);
void fault_vfs_remove(void);

#endif
