/* Deltas: a changeset of SQLite, with the manifest of where it leads. Rules kept here:
 *  - what a delta makes is proved by the digests of that manifest, before it takes its name;
 *  - nothing of a delta is believed before its sizes and its hash are checked. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "releases/releases.h"

#include "directory/directory.h"
#include "formats/changeset.h"
#include "formats/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LARGEST_DELTA = 1 << 30 };
static const char header[] = "signpost-delta 1\nbefore %s\nmanifest %05zu\nchanges %010zu\nhash %s\n";
enum { HEADER_SIZE = 17 + (7 + 64 + 1) + (9 + 5 + 1) + (8 + 10 + 1) + (5 + 64 + 1) };

/* ---- making ---- */

/* What leads from the attached table to this one. Without memory for its columns SQLite says that the two differ in
 * them, which they do not: it is asked again. */
static int compare_table(sqlite3_session *session, const char *table)
{
    int result = sqlite3session_attach(session, table);
    if (result == SQLITE_OK)
        result = sqlite3session_diff(session, "before", table, NULL);
    if (result != SQLITE_OK && result != SQLITE_NOMEM)
        result = sqlite3session_diff(session, "before", table, NULL);
    return result;
}

/* Every table of the schema, into the session. */
static signpost_status compare_tables(sgp_db *db, sqlite3_session *session, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        error);
    while (!status && !(status = sgp_query_step(&query, error))) {
        const char *table = sgp_column_text_or_empty(&query, 0);
        const int result = query.failure ? query.failure : compare_table(session, table);
        if (result == SQLITE_NOMEM)
            status = sgp_fail_memory(error);
        else if (result != SQLITE_OK)
            status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_BAD_DELTA, "the table %s cannot be compared", table);
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status find_changes(sgp_db *after, const char *before, int *size, void **changes, signpost_error *error)
{
    sqlite3_session *session = NULL;
    *changes = NULL;
    signpost_status status = sgp_db_attach(after, before, "before", error);
    if (status)
        return status;
    if (sqlite3session_create(after->handle, "main", &session) != SQLITE_OK)
        return sgp_fail_memory(error);
    status = compare_tables(after, session, error);
    if (!status && sqlite3session_changeset(session, size, changes) != SQLITE_OK)
        status = sgp_fail_memory(error);
    sqlite3session_delete(session);
    return status;
}

static signpost_status write_delta(const char *path, const signpost_snapshot *before, const char *manifest,
                                   size_t manifest_size, const void *changes, size_t size, size_t *written,
                                   signpost_error *error)
{
    char hash[65];
    size_t all = HEADER_SIZE + manifest_size + size;
    char *bytes = sgp_allocate(all + 1);
    if (!bytes)
        return sgp_fail_memory(error);
    sgp_hash_bytes(changes ? changes : "", size, hash);
    snprintf(bytes, HEADER_SIZE + 1, header, before->manifest, manifest_size, size, hash);
    memcpy(bytes + HEADER_SIZE, manifest, manifest_size);
    if (size)
        memcpy(bytes + HEADER_SIZE + manifest_size, changes, size);
    int reason = sgp_file_replace(path, bytes, all);
    sgp_release(bytes);
    if (written)
        *written = all;
    return reason ? sgp_fail_to_write(path, reason, error) : SIGNPOST_OK;
}

/* Opens both, checked, and tells where they stand. */
typedef struct sides {
    signpost_snapshot before, after;
    signpost_directory *from, *to;
    char from_path[SGP_PATH_SIZE];
} sides;

static signpost_status open_sides(sides *s, const char *before, const char *after, const unsigned char *public_key,
                                  signpost_error *error)
{
    signpost_status status = signpost_snapshot_open(before, public_key, &s->before, &s->from, error);
    if (!status)
        status = signpost_snapshot_open(after, public_key, &s->after, &s->to, error);
    if (!status && !sgp_snapshot_path(before, &s->before, s->from_path, error))
        status = SIGNPOST_INVALID;
    if (!status && s->before.schema != s->after.schema)
        status = sgp_fail(error, SIGNPOST_VERSION, SGP_BAD_DELTA,
                          "%s has schema %d and %s schema %d: no delta leads from one to the other", s->before.id,
                          s->before.schema, s->after.id, s->after.schema);
    return status;
}

signpost_status signpost_delta_make(const char *before, const char *after, const unsigned char *public_key,
                                    const char *path, size_t *bytes, signpost_error *error)
{
    sides s = {.from = NULL, .to = NULL};
    char *manifest = NULL;
    size_t manifest_size = 0;
    int size = 0;
    void *changes = NULL;
    signpost_status status = open_sides(&s, before, after, public_key, error);
    if (!status)
        status = sgp_file_read(after, SGP_MANIFEST_LARGEST, &manifest, &manifest_size, error);
    if (!status)
        status = find_changes(s.to->db, s.from_path, &size, &changes, error);
    if (!status)
        status = write_delta(path, &s.before, manifest, manifest_size, changes, (size_t)size, bytes, error);
    sqlite3_free(changes);
    sgp_release(manifest);
    signpost_directory_close(s.to);
    signpost_directory_close(s.from);
    return status;
}

/* ---- applying ---- */

typedef struct delta {
    char *bytes;
    const char *manifest, *changes;
    size_t manifest_size, size;
    char before[65];
} delta;

static signpost_status bad_delta(const char *path, const char *what, signpost_error *error)
{
    sgp_fail(error, SIGNPOST_CORRUPT, SGP_BAD_DELTA, "\"%s\" is no delta, or is damaged: %s", path, what);
    sgp_error_hint(error, "fetch it again, or fetch the whole release");
    return SIGNPOST_CORRUPT;
}

/* Splits the bytes of a delta; its header has one form only. */
static signpost_status split(const char *path, size_t size, delta *d, signpost_error *error)
{
    char hash[65], again[HEADER_SIZE + 1], right[65];
    if (size < HEADER_SIZE || memchr(d->bytes, '\0', HEADER_SIZE))
        return bad_delta(path, "it is cut short", error);
    char head[HEADER_SIZE + 1];
    memcpy(head, d->bytes, HEADER_SIZE);
    head[HEADER_SIZE] = '\0';
    if (sscanf(head, "signpost-delta 1\nbefore %64s\nmanifest %5zu\nchanges %10zu\nhash %64s\n", d->before,
               &d->manifest_size, &d->size, hash) != 4)
        return bad_delta(path, "its head cannot be read", error);
    snprintf(again, sizeof again, header, d->before, d->manifest_size, d->size, hash);
    if (strcmp(head, again) != 0 || size - HEADER_SIZE != d->manifest_size + d->size)
        return bad_delta(path, "it has not the size that its head says", error);
    d->manifest = d->bytes + HEADER_SIZE;
    d->changes = d->manifest + d->manifest_size;
    sgp_hash_bytes(d->changes, d->size, right);
    if (strcmp(right, hash) != 0)
        return bad_delta(path, "its changes are others", error);
    return sgp_changeset_is_sound(d->changes, d->size) ? SIGNPOST_OK
                                                       : bad_delta(path, "its changes cannot be read", error);
}

static signpost_status read_delta(const char *path, const signpost_snapshot *before, delta *d, signpost_error *error)
{
    size_t size;
    signpost_status status = sgp_file_read(path, LARGEST_DELTA, &d->bytes, &size, error);
    if (!status)
        status = split(path, size, d, error);
    if (!status && strcmp(d->before, before->manifest) != 0) {
        sgp_fail(error, SIGNPOST_REFUSED, SGP_BAD_DELTA, "\"%s\" is not for release %s", path, before->id);
        sgp_error_hint(error, "fetch the delta that leads on from %s, or the whole release", before->id);
        status = SIGNPOST_REFUSED;
    }
    return status;
}

/* A release that was there is changed exactly: what does not fit ends it. */
static int refuse_conflict(void *context, int kind, sqlite3_changeset_iter *changes)
{
    (void)context;
    (void)kind;
    (void)changes;
    return SQLITE_CHANGESET_ABORT;
}

/* Changes a copy of what was there, and writes that out compactly. */
static signpost_status apply_changes(const char *work, const delta *d, const char *path, const char *snapshot,
                                     signpost_error *error)
{
    signpost_directory *copy;
    signpost_status status = signpost_directory_open(work, SIGNPOST_READ_WRITE, &copy, error);
    if (status)
        return status;
    size_t size = 0;
    void *led = d->size ? sgp_changeset_lead(d->changes, d->size, &size) : NULL;
    int result = d->size && !led ? SQLITE_NOMEM : SQLITE_OK;
    if (led)
        result = sqlite3changeset_apply(copy->db->handle, (int)size, led, NULL, refuse_conflict, NULL);
    sgp_release(led);
    if (result == SQLITE_ABORT || result == SQLITE_CORRUPT || result == SQLITE_CONSTRAINT || result == SQLITE_SCHEMA)
        status = bad_delta(path, "its changes do not fit", error);
    else if (result != SQLITE_OK)
        status = sgp_db_fail_as(copy->db, result, error);
    if (!status)
        status = sgp_db_copy_alike(copy->db, snapshot, error);
    signpost_directory_close(copy);
    return status;
}

/* Makes the snapshot, which stands empty, from the one before; `work` is a file to do it in. */
static signpost_status make_snapshot(const char *before, const delta *d, const char *path, const char *work,
                                     const char *snapshot, const signpost_snapshot *after, signpost_error *error)
{
    signpost_error why = SIGNPOST_ERROR_INIT;
    signpost_status status = sgp_file_copy(before, work, error);
    if (!status)
        status = apply_changes(work, d, path, snapshot, error);
    if (status)
        return status;
    status = sgp_snapshot_prove(snapshot, after, &why);
    if (status == SIGNPOST_CORRUPT)
        return bad_delta(path, "what it makes is not what the manifest says", error);
    if (status && error)
        *error = why;
    return status;
}

static signpost_status apply(const char *before, const delta *d, const char *path, const char *folder,
                             const signpost_snapshot *after, signpost_error *error)
{
    char database[SGP_PATH_SIZE], work[SGP_BESIDE_SIZE], snapshot[SGP_BESIDE_SIZE];
    signpost_status status = sgp_release_is_new(folder, after->id, error);
    if (!status && !sgp_release_path(folder, after->id, "db", database, error))
        status = SIGNPOST_INVALID;
    if (!status)
        status = sgp_snapshot_reserve(database, work, error);
    if (status)
        return status;
    status = sgp_snapshot_reserve(database, snapshot, error);
    if (!status) {
        status = make_snapshot(before, d, path, work, snapshot, after, error);
        if (!status)
            status = sgp_release_install(snapshot, folder, after->id, d->manifest, d->manifest_size, error);
        sgp_snapshot_discard(snapshot);
    }
    sgp_snapshot_discard(work);
    return status;
}

signpost_status signpost_delta_apply(const char *before, const char *path, const unsigned char *public_key,
                                     const char *folder, signpost_snapshot *release, signpost_error *error)
{
    signpost_snapshot there, after;
    char database[SGP_PATH_SIZE];
    delta d = {.bytes = NULL};
    signpost_status status = signpost_snapshot_read(before, public_key, &there, error);
    if (!status && !sgp_snapshot_path(before, &there, database, error))
        status = SIGNPOST_INVALID;
    if (!status)
        status = sgp_snapshot_prove(database, &there, error);
    if (status)
        return status;
    status = read_delta(path, &there, &d, error);
    if (!status)
        status = signpost_snapshot_parse(path, d.manifest, d.manifest_size, public_key, &after, error);
    if (!status)
        status = apply(database, &d, path, folder, &after, error);
    sgp_release(d.bytes);
    if (!status && release)
        *release = after;
    return status;
}
