/* Reading and replacing whole files, and the names in a folder. */
#ifndef SGP_FORMATS_FILE_H
#define SGP_FORMATS_FILE_H

#include "base/error.h"
#include "base/memory.h"

/* Each fills `error` for errno's `reason`, in words that do not depend on the locale. */
signpost_status sgp_fail_to_read(const char *path, int reason, signpost_error *error);

signpost_status sgp_fail_to_write(const char *path, int reason, signpost_error *error);

signpost_status sgp_fail_too_large(const char *path, size_t largest, signpost_error *error);

/* Opens a file for reading, which the caller closes; `size` receives its bytes, or 0 of what is no regular file.
 * SIGNPOST_NOT_FOUND, SIGNPOST_IO, SIGNPOST_INVALID (a folder). */
signpost_status sgp_file_open(const char *path, int *file, size_t *size, signpost_error *error);

/* Reads a file of at most `largest` bytes into memory that sgp_release gives back; a NUL is added after it.
 * SIGNPOST_NOT_FOUND, SIGNPOST_IO, SIGNPOST_INVALID (too large, or a folder), SIGNPOST_NO_MEMORY. */
signpost_status sgp_file_read(const char *path, size_t largest, char **bytes, size_t *size, signpost_error *error);

/* Makes a file beside `path` that nobody else has, for writing; its name goes into `beside`. Negative, with errno set,
 * when it cannot. */
enum { SGP_BESIDE_SIZE = 4096 };
int sgp_file_beside(const char *path, char beside[SGP_BESIDE_SIZE]);
/* Puts bytes into a file under a name of its own, which then takes the place of `path`: a reader sees the old file or
 * the new one, whole. 0, or the errno of what failed: then the old file stands, and nothing else. */
int sgp_file_replace(const char *path, const void *bytes, size_t size);

/* Fills a file that is there with the bytes of another. SIGNPOST_NOT_FOUND, SIGNPOST_IO. */
signpost_status sgp_file_copy(const char *from, const char *to, signpost_error *error);

/* Paths of all files below a folder, at most `deepest` folders down, whose names end in `ending`, sorted by bytes;
 * names that begin with a dot are passed over, and links to folders are not followed. `paths` holds char * in the
 * arena. SIGNPOST_NOT_FOUND, SIGNPOST_IO, SIGNPOST_NO_MEMORY. */
signpost_status sgp_folder_list(const char *folder, const char *ending, int deepest, sgp_arena *arena, sgp_array *paths,
                                signpost_error *error);

#endif
