/* Releases, inside the library. */
#ifndef SGP_RELEASES_RELEASES_H
#define SGP_RELEASES_RELEASES_H

#include "base/error.h"
#include "base/memory.h"
#include "formats/file.h"
#include "signpost/snapshot.h"

enum { SGP_MANIFEST_LARGEST = 4096, SGP_HASH_SIZE = 32, SGP_PATH_SIZE = 4096 };

/* Writes a manifest; `release` has all but `manifest` and `is_signed`, which it receives. Returns its length. */
size_t sgp_manifest_write(signpost_snapshot *release, const unsigned char *secret_key,
                          char bytes[SGP_MANIFEST_LARGEST]);

/* Whether a text can be the id of a release, and so the name of its files. */
bool sgp_release_is_id(const char *text);

/* BLAKE2b-256 as hexadecimal digits: of bytes, and of a file. */
void sgp_hash_bytes(const void *bytes, size_t size, char text[65]);
signpost_status sgp_hash_file(const char *path, char text[65], signpost_error *error);
/* The content digest of a directory, as hexadecimal digits. */
signpost_status sgp_hash_content(signpost_directory *directory, char text[65], signpost_error *error);
/* Whether a snapshot is what a manifest says: by its bytes or, where another version of SQLite has laid them out, by
 * every row of every table. SIGNPOST_CORRUPT when it is not. */
signpost_status sgp_snapshot_prove(const char *path, const signpost_snapshot *release, signpost_error *error);

/* Path of a file of a release in a folder: `FOLDER/ID.db`; false, with an error, when it would be too long. */
bool sgp_release_path(const char *folder, const char *id, const char *ending, char path[SGP_PATH_SIZE],
                      signpost_error *error);
/* The snapshot beside a manifest. */
bool sgp_snapshot_path(const char *manifest, const signpost_snapshot *release, char path[SGP_PATH_SIZE],
                       signpost_error *error);
/* Refuses when either file is there. */
signpost_status sgp_release_is_new(const char *folder, const char *id, signpost_error *error);
/* A name beside `path` for a file that is still being made: an empty file, which is the maker's. */
signpost_status sgp_snapshot_reserve(const char *path, char beside[SGP_BESIDE_SIZE], signpost_error *error);
/* Makes a consistent, compact copy of a directory; there must be no such file. After a failure there is none. Equal
 * directories give equal bytes. */
signpost_status sgp_snapshot_copy(signpost_directory *directory, const char *path, signpost_error *error);
/* Removes one that is not wanted, with what SQLite may have left beside it. */
void sgp_snapshot_discard(const char *path);
/* Gives a finished snapshot its name, and then the release its manifest. */
signpost_status sgp_release_install(const char *snapshot, const char *folder, const char *id, const char *manifest,
                                    size_t size, signpost_error *error);

#endif
