/** @file
 * Releases of a directory: what desktops search in, signed by those who answer for it.
 *
 * A release is two files beside each other: a snapshot, `ID.db`, which is a directory that is only read, and its
 * manifest, `ID.release`, a short text with the digests of the snapshot and an Ed25519 signature. Who has the public
 * key can tell a release from anything else; nobody can make one without the secret key. A delta leads from one release
 * to another, exactly: what it makes has the bytes of the other or, where another version of SQLite has laid them out,
 * its schema and every one of its rows, those that are derived, the acts and the content version included. (The digest
 * is of what is exchanged alone, so that it is the same in directories that came to it by different ways.)
 *
 * ```
 * signpost-release 2
 * id 2026-12
 * directory Kent
 * made 2026-12-01T09:00Z
 * schema 3
 * content-version 17
 * services 623
 * file <64 hexadecimal digits: BLAKE2b-256 of the snapshot>
 * digest <64: what it says, as signpost_directory_digest>
 * rows <64: all that it holds: its schema, and every row of every table>
 * algorithms <64: fingerprint of the triage content that it was made for> or -
 * previous <64: BLAKE2b-256 of the manifest of the release before> or -
 * signature <128: over all the lines above, line feeds included> or -
 * ```
 *
 * Caveats
 * - Users and their rights, changes that wait, and the history are left out of a snapshot.
 * - Keep the secret key where only the signing is done, never beside the directory or in a repository; a release that
 * is not signed can be loaded only by who asks for no signature.
 */
#ifndef SIGNPOST_SNAPSHOT_H
#define SIGNPOST_SNAPSHOT_H

#include "directory.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of the keys, and of the seed that they are made from. */
#define SIGNPOST_PUBLIC_KEY_SIZE 32
#define SIGNPOST_SECRET_KEY_SIZE 64
#define SIGNPOST_KEY_SEED_SIZE   32

/**
 * Makes a pair of keys (Ed25519).
 * @param seed random bytes that nobody else has: the library reads none by itself. The same seed, the same keys.
 * @return SIGNPOST_OK, or SIGNPOST_STATE when the machine cannot. Any thread.
 */
SIGNPOST_API signpost_status signpost_keys_make(const unsigned char seed[SIGNPOST_KEY_SEED_SIZE],
                                                unsigned char public_key[SIGNPOST_PUBLIC_KEY_SIZE],
                                                unsigned char secret_key[SIGNPOST_SECRET_KEY_SIZE]);

/** Space for an id with the NUL: letters, digits, dots, hyphens and underscores, not beginning with a dot. */
#define SIGNPOST_SNAPSHOT_ID_SIZE 65

/** What a manifest says. */
typedef struct signpost_snapshot {
    char id[SIGNPOST_SNAPSHOT_ID_SIZE];
    char directory[128]; /**< name, cut at a character when longer */
    signpost_minute made;
    int schema;
    int64_t content_version, services;
    char file[65];       /**< BLAKE2b-256 of the snapshot's bytes, in hexadecimal */
    char digest[65];     /**< content digest */
    char rows[65];       /**< digest of all that it holds */
    char algorithms[65]; /**< fingerprint of the triage content; "" for none */
    char previous[65];   /**< BLAKE2b-256 of the manifest before; "" for none */
    char manifest[65];   /**< BLAKE2b-256 of this manifest */
    bool is_signed;      /**< it has a signature; whether it is right is told when a key is given */
} signpost_snapshot;

/** How a release is made. */
typedef struct signpost_snapshot_options {
    size_t size;            /**< sizeof(signpost_snapshot_options): the _INIT macro sets it */
    const char *algorithms; /**< signpost_algorithms_fingerprint of the content that it is for; NULL for none */
    const char *previous;   /**< path of the manifest of the release before; NULL for none */
    const unsigned char *secret_key; /**< SIGNPOST_SECRET_KEY_SIZE bytes; NULL leaves it without a signature */
} signpost_snapshot_options;

#define SIGNPOST_SNAPSHOT_OPTIONS_INIT                                                                                 \
    {                                                                                                                  \
        sizeof(signpost_snapshot_options), NULL, NULL, NULL                                                            \
    }

/**
 * Makes a release of a directory as it stands.
 *
 * @param directory any access.
 * @param folder    where both files go; it must be there.
 * @param id        of the release; there must be none of that id in the folder.
 * @param made      moment.
 * @param options   NULL for the defaults.
 * @param release   receives what the manifest says. May be NULL.
 * @return SIGNPOST_OK; SIGNPOST_INVALID for the id or the moment; SIGNPOST_STATE when there is such a release;
 * SIGNPOST_REFUSED when the moment is before the directory's last act, or before the previous release; SIGNPOST_IO,
 * SIGNPOST_BUSY, SIGNPOST_CORRUPT, SIGNPOST_NO_MEMORY: then nothing is left behind. The manifest comes last, so that
 * one that is there is whole.
 */
SIGNPOST_API signpost_status signpost_snapshot_make(signpost_directory *directory, const char *folder, const char *id,
                                                    signpost_minute made, const signpost_snapshot_options *options,
                                                    signpost_snapshot *release, signpost_error *error);

/**
 * Reads a manifest, and holds it against the key.
 *
 * @param path       `ID.release`.
 * @param public_key SIGNPOST_PUBLIC_KEY_SIZE bytes: refuses whatever is not signed with its secret key. NULL takes all.
 * @return SIGNPOST_OK; SIGNPOST_REFUSED when the signature is missing or not of that key; SIGNPOST_CORRUPT when it is
 * no manifest; SIGNPOST_NOT_FOUND, SIGNPOST_IO, SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_snapshot_read(const char *path, const unsigned char *public_key,
                                                    signpost_snapshot *release, signpost_error *error);

/** As signpost_snapshot_read, from memory. `name` is what messages call it. */
SIGNPOST_API signpost_status signpost_snapshot_parse(const char *name, const char *bytes, size_t size,
                                                     const unsigned char *public_key, signpost_snapshot *release,
                                                     signpost_error *error);

/**
 * Opens a release for searching: the manifest is read as by signpost_snapshot_read, and the snapshot beside it must be
 * what it says: by its bytes or, where a delta has made it with another version of SQLite, by every row, with sound
 * indexes (which takes some fifteen times as long).
 *
 * @param path      `ID.release`; the snapshot is `ID.db` beside it.
 * @param directory receives the directory, opened for reading, which the caller closes.
 * @return as signpost_snapshot_read and signpost_directory_open; SIGNPOST_CORRUPT when the snapshot is another.
 */
SIGNPOST_API signpost_status signpost_snapshot_open(const char *path, const unsigned char *public_key,
                                                    signpost_snapshot *release, signpost_directory **directory,
                                                    signpost_error *error);

/**
 * Writes a delta: what leads from one release to another of the same directory.
 *
 * @param before,after paths of their manifests; both snapshots must be what these say.
 * @param path         of the delta, which is replaced when it is there.
 * @param bytes        receives its size. May be NULL.
 * @return as signpost_snapshot_open; SIGNPOST_VERSION when the two have different schemas.
 */
SIGNPOST_API signpost_status signpost_delta_make(const char *before, const char *after, const unsigned char *public_key,
                                                 const char *path, size_t *bytes, signpost_error *error);

/**
 * Applies a delta: makes the other release, `ID.db` and `ID.release`, in a folder, exactly or not at all.
 *
 * @param before  path of the manifest of the release that is there.
 * @param folder  where the new one goes; may be that of `before`.
 * @param release receives what the new manifest says. May be NULL.
 * @return SIGNPOST_OK; SIGNPOST_REFUSED when the delta is for another release, or leads to one that the key did not
 * sign; SIGNPOST_CORRUPT when it is damaged, or what it makes is not what the manifest says; SIGNPOST_STATE
 * when the new release is there already; otherwise as signpost_snapshot_open.
 */
SIGNPOST_API signpost_status signpost_delta_apply(const char *before, const char *path, const unsigned char *public_key,
                                                  const char *folder, signpost_snapshot *release,
                                                  signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif
