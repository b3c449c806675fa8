/* The C library's calls on files, which fail when they are told to: only those on files whose path begins as was said,
 * so that nothing else of the process notices. */
#ifndef SIGNPOST_TESTS_FAULT_FILES_H
#define SIGNPOST_TESTS_FAULT_FILES_H

#include "fault_vfs.h"

/* From here on `fails` is asked before each open, read, write, fsync, close, rename and mmap. NULL for never. */
void fault_files_watch(const char *path, fault_question *fails);
/* No call fails, but each read and write stops after a few bytes, and now and then is interrupted. NULL for no more. */
void fault_files_by_pieces(const char *path);

#endif
