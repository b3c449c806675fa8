/* Reading a whole file, and the names in a folder. */
#ifndef SGP_FORMATS_FILE_H
#define SGP_FORMATS_FILE_H

#include "base/error.h"
#include "base/memory.h"

/* Fills `error` for errno's `reason`, in words that do not depend on the locale. */
signpost_status sgp_fail_to_read(const char *path, int reason, signpost_error *error);

/* Reads a file of at most `largest` bytes into memory that sgp_release gives back; a NUL is added after it.
 * SIGNPOST_NOT_FOUND, SIGNPOST_IO, SIGNPOST_INVALID (too large, or a folder), SIGNPOST_NO_MEMORY. */
signpost_status sgp_file_read(const char *path, size_t largest, char **bytes, size_t *size, signpost_error *error);

/* Paths of all files below a folder, at most `deepest` folders down, whose names end in `ending`, sorted by bytes;
 * names that begin with a dot are passed over, and links to folders are not followed. `paths` holds char * in the
 * arena. SIGNPOST_NOT_FOUND, SIGNPOST_IO, SIGNPOST_NO_MEMORY. */
signpost_status sgp_folder_list(const char *folder, const char *ending, int deepest, sgp_arena *arena, sgp_array *paths,
                                signpost_error *error);

#endif
