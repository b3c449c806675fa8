/* Making and opening releases. Rules kept here:
 *  - a snapshot is made under a name of its own, and the manifest comes last: whoever finds a manifest finds the whole;
 *  - whatever fails leaves nothing behind, and what a maker leaves that is killed is in nobody's way. */
#include "releases/releases.h"

#include "base/civil.h"
#include "base/text.h"
#include "directory/history.h"
#include "formats/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- hashes ---- */

signpost_status sgp_hash_file(const char *path, char text[65], signpost_error *error)
{
    unsigned char hash[SGP_HASH_SIZE], block[16 * 1024];
    crypto_generichash_state state;
    int file = open(path, O_RDONLY | O_CLOEXEC), reason = 0;
    if (file < 0)
        return sgp_fail_to_read(path, errno, error);
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (ssize_t size; (size = read(file, block, sizeof block)) != 0 && !reason;) {
        if (size > 0)
            crypto_generichash_update(&state, block, (size_t)size);
        else if (errno != EINTR)
            reason = errno;
    }
    close(file);
    if (reason)
        return sgp_fail_to_read(path, reason, error);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(text, 65, hash, sizeof hash);
    return SIGNPOST_OK;
}

signpost_status sgp_hash_content(signpost_directory *directory, char text[65], signpost_error *error)
{
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    signpost_status status = signpost_directory_digest(directory, digest, error);
    if (status == SIGNPOST_OK)
        sodium_bin2hex(text, 65, digest, sizeof digest);
    return status;
}

/* All that a directory holds, to the last row of the last table. */
static signpost_status hash_rows(signpost_directory *directory, char text[65], signpost_error *error)
{
    sgp_array lines = SGP_ARRAY_OF(char);
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (status)
        return status;
    status = sgp_history_whole(directory->db, &lines, error);
    sgp_db_roll_back(directory->db);
    if (!status)
        sgp_hash_bytes(lines.items, lines.count, text);
    sgp_array_release(&lines);
    return status;
}

/* ---- paths ---- */

bool sgp_release_path(const char *folder, const char *id, const char *ending, char path[SGP_PATH_SIZE],
                      signpost_error *error)
{
    int length = snprintf(path, SGP_PATH_SIZE - 64, "%s%s%s.%s", folder, *folder ? "/" : "", id, ending);
    if (length > 0 && length < SGP_PATH_SIZE - 64)
        return true;
    sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the name of folder \"%.200s\" is too long", folder);
    return false;
}

bool sgp_snapshot_path(const char *manifest, const signpost_snapshot *release, char path[SGP_PATH_SIZE],
                       signpost_error *error)
{
    char folder[SGP_PATH_SIZE] = "";
    const char *slash = strrchr(manifest, '/');
    size_t length = slash ? (size_t)(slash - manifest) : 0;
    if (length >= sizeof folder)
        length = sizeof folder - 1;
    memcpy(folder, manifest, length);
    folder[length] = '\0';
    return sgp_release_path(slash && !length ? "/" : folder, release->id, "db", path, error);
}

/* A snapshot has two names, its own and that under which it was made, until its release is whole. Finds the second one:
 * with no manifest there, a maker was killed in between. */
static bool find_other_name(const char *database, char other[SGP_BESIDE_SIZE])
{
    char folder[SGP_PATH_SIZE];
    struct stat one, two;
    bool found = false;
    const char *slash = strrchr(database, '/'), *name = slash ? slash + 1 : database;
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash + 1 - database) : 2, slash ? database : "./");
    DIR *listing = stat(database, &one) == 0 && one.st_nlink > 1 ? opendir(folder) : NULL;
    for (const struct dirent *entry; listing && !found && (entry = readdir(listing));) {
        size_t length = strlen(name);
        if (strncmp(entry->d_name, name, length) != 0 || entry->d_name[length] != '.')
            continue;
        int used = snprintf(other, SGP_BESIDE_SIZE, "%s%s", folder, entry->d_name);
        found =
            used < SGP_BESIDE_SIZE && stat(other, &two) == 0 && one.st_ino == two.st_ino && one.st_dev == two.st_dev;
    }
    if (listing)
        closedir(listing);
    return found;
}

signpost_status sgp_release_is_new(const char *folder, const char *id, signpost_error *error)
{
    static const char *const endings[] = {"db", "release"};
    char path[SGP_PATH_SIZE], other[SGP_BESIDE_SIZE];
    struct stat about;
    for (size_t i = 0; i < 2; i++) {
        if (!sgp_release_path(folder, id, endings[i], path, error))
            return SIGNPOST_INVALID;
        if (stat(path, &about) != 0 || (i == 0 && find_other_name(path, other)))
            continue;
        sgp_fail(error, SIGNPOST_STATE, SGP_RELEASE_EXISTS, "there is \"%s\" already", path);
        sgp_error_hint(error, "a release never changes: give this one another id");
        return SIGNPOST_STATE;
    }
    return SIGNPOST_OK;
}

/* ---- snapshots ---- */

/* What stays at home. */
static signpost_status drop_what_stays(sgp_db *copy, signpost_error *error)
{
    signpost_status status = sgp_db_begin_write(copy, error);
    if (!status)
        status = sgp_db_run(copy,
                            "DELETE FROM user_right; DELETE FROM user; DELETE FROM change_field; DELETE FROM change; "
                            "DELETE FROM history",
                            error);
    return status ? status : sgp_db_commit(copy, error);
}

signpost_status sgp_snapshot_reserve(const char *path, char beside[SGP_BESIDE_SIZE], signpost_error *error)
{
    int file = sgp_file_beside(path, beside);
    if (file < 0)
        return sgp_fail_to_write(path, errno, error);
    close(file);
    return SIGNPOST_OK;
}

void sgp_snapshot_discard(const char *path)
{
    char journal[SGP_BESIDE_SIZE + 16];
    snprintf(journal, sizeof journal, "%s-journal", path); /* which SQLite leaves where the disk failed */
    remove(journal);
    remove(path);
}

/* A compact copy of a whole directory at `path`, which stands empty; removed when that fails. */
static signpost_status copy_whole(signpost_directory *directory, const char *path, signpost_error *error)
{
    sgp_history_widen(directory->db, true); /* all is copied before the history is left out */
    signpost_status status = sgp_db_copy(directory->db, path, error);
    sgp_history_widen(directory->db, false);
    if (status)
        sgp_snapshot_discard(path);
    return status;
}

signpost_status sgp_snapshot_copy(signpost_directory *directory, const char *path, signpost_error *error)
{
    char whole[SGP_BESIDE_SIZE];
    signpost_directory *copy = NULL;
    signpost_status status = sgp_snapshot_reserve(path, whole, error);
    if (status)
        return status;
    status = copy_whole(directory, whole, error);
    if (status)
        return status;
    status = signpost_directory_open(whole, SIGNPOST_READ_WRITE, &copy, error);
    if (!status)
        status = drop_what_stays(copy->db, error);
    if (!status)
        status = sgp_db_copy_alike(copy->db, path, error); /* once more: what was deleted is not even in free pages */
    signpost_directory_close(copy);
    sgp_snapshot_discard(whole);
    if (status)
        sgp_snapshot_discard(path);
    return status;
}

static signpost_status synchronise(const char *path, signpost_error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool good = file >= 0 && fsync(file) == 0;
    int reason = errno;
    if (file >= 0)
        close(file);
    return good ? SIGNPOST_OK : sgp_fail_to_write(path, reason, error);
}

/* Links the snapshot to its name, which, unlike renaming, replaces nothing. What a killed maker left there makes room:
 * it is no living one's, who would hold the folder. */
static signpost_status name_snapshot(const char *snapshot, const char *database, const char *folder, const char *id,
                                     signpost_error *error)
{
    char other[SGP_BESIDE_SIZE];
    if (link(snapshot, database) == 0)
        return SIGNPOST_OK;
    if (errno != EEXIST)
        return sgp_fail_to_write(database, errno, error);
    signpost_status status = sgp_release_is_new(folder, id, error);
    if (!status && find_other_name(database, other)) {
        remove(database);
        remove(other);
    }
    return !status && link(snapshot, database) != 0 ? sgp_fail_to_write(database, errno, error) : status;
}

static signpost_status install(const char *snapshot, const char *database, const char *folder, const char *id,
                               const char *manifest, size_t size, signpost_error *error)
{
    char path[SGP_PATH_SIZE];
    if (!sgp_release_path(folder, id, "release", path, error))
        return SIGNPOST_INVALID;
    signpost_status status = name_snapshot(snapshot, database, folder, id, error);
    if (status)
        return status;
    int reason = sgp_file_replace(path, manifest, size);
    if (!reason)
        return SIGNPOST_OK;
    remove(database);
    return sgp_fail_to_write(path, reason, error);
}

signpost_status sgp_release_install(const char *snapshot, const char *folder, const char *id, const char *manifest,
                                    size_t size, signpost_error *error)
{
    char database[SGP_PATH_SIZE];
    if (!sgp_release_path(folder, id, "db", database, error))
        return SIGNPOST_INVALID;
    signpost_status status = synchronise(snapshot, error);
    if (status)
        return status;
    int held = open(*folder ? folder : ".", O_RDONLY | O_CLOEXEC); /* one at a time gives names in it */
    if (held < 0 || flock(held, LOCK_EX) != 0)
        status = sgp_fail_to_write(database, errno, error);
    else
        status = install(snapshot, database, folder, id, manifest, size, error);
    if (held >= 0)
        close(held);
    return status;
}

/* ---- making ---- */

static signpost_status describe(const char *snapshot, signpost_snapshot *release, signpost_error *error)
{
    signpost_directory *directory;
    signpost_directory_about about;
    signpost_status status = signpost_directory_open(snapshot, SIGNPOST_READ_ONLY, &directory, error);
    if (status)
        return status;
    status = signpost_directory_describe(directory, &about, error);
    if (!status)
        status = sgp_hash_content(directory, release->digest, error);
    if (!status)
        status = hash_rows(directory, release->rows, error);
    if (!status)
        status = sgp_hash_file(snapshot, release->file, error);
    if (!status) {
        release->schema = directory->db->schema;
        release->content_version = about.content_version;
        release->services = about.services;
        snprintf(release->directory, sizeof release->directory, "%s", about.name);
        for (char *at = release->directory; *at; at++)
            *at = *at == '\n' ? ' ' : *at;
    }
    signpost_directory_close(directory);
    return status;
}

/* Releases stand in the order in which they were made, as acts do. */
static signpost_status check_later(const signpost_snapshot *release, const signpost_snapshot *before,
                                   signpost_error *error)
{
    char now[SIGNPOST_MOMENT_SIZE], then[SIGNPOST_MOMENT_SIZE];
    if (release->made >= before->made)
        return SIGNPOST_OK;
    sgp_fail(error, SIGNPOST_REFUSED, SGP_CLOCK_BACKWARDS, "the release is of %s, before the previous one, of %s",
             signpost_minute_format(release->made, now), signpost_minute_format(before->made, then));
    sgp_error_hint(error, "see that the clock is right");
    return SIGNPOST_REFUSED;
}

static signpost_status check_options(const char *id, const signpost_snapshot_options *options,
                                     signpost_snapshot *release, signpost_error *error)
{
    signpost_snapshot before;
    if (!sgp_release_is_id(id))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                        "\"%.80s\" is no id of a release: write 1 to 64 letters, digits, dots, hyphens or underscores",
                        id);
    if (!sgp_minute_is_valid(release->made))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the release is of none of the years 1 to 9999");
    memcpy(release->id, id, strlen(id) + 1);
    if (options->algorithms) {
        if (!sgp_text_is_hexadecimal(options->algorithms, 64))
            return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "\"%.80s\" is no fingerprint",
                            options->algorithms);
        memcpy(release->algorithms, options->algorithms, sizeof release->algorithms);
    }
    if (!options->previous)
        return SIGNPOST_OK;
    signpost_status status = signpost_snapshot_read(options->previous, NULL, &before, error);
    if (status)
        return status;
    memcpy(release->previous, before.manifest, sizeof release->previous);
    return check_later(release, &before, error);
}

signpost_status signpost_snapshot_make(signpost_directory *directory, const char *folder, const char *id,
                                       signpost_minute made, const signpost_snapshot_options *options,
                                       signpost_snapshot *release, signpost_error *error)
{
    static const signpost_snapshot_options defaults = SIGNPOST_SNAPSHOT_OPTIONS_INIT;
    signpost_snapshot about = {.id = "", .made = made};
    char path[SGP_PATH_SIZE], snapshot[SGP_BESIDE_SIZE], manifest[SGP_MANIFEST_LARGEST];
    options = options ? options : &defaults;
    signpost_status status = check_options(id, options, &about, error);
    if (!status)
        status = sgp_release_is_new(folder, id, error);
    if (!status)
        status = sgp_directory_check_clock(directory->db, "release", made, error);
    if (!status && !sgp_release_path(folder, id, "db", path, error))
        status = SIGNPOST_INVALID;
    if (!status)
        status = sgp_snapshot_reserve(path, snapshot, error);
    if (status)
        return status;
    status = sgp_snapshot_copy(directory, snapshot, error);
    if (!status)
        status = describe(snapshot, &about, error);
    if (!status) {
        size_t size = sgp_manifest_write(&about, options->secret_key, manifest);
        status = sgp_release_install(snapshot, folder, id, manifest, size, error);
    }
    sgp_snapshot_discard(snapshot);
    if (!status && release)
        *release = about;
    return status;
}

/* ---- opening ---- */

/* Rows are read by way of tables: that indexes say the same is looked at, too. */
static signpost_status prove_rows(const char *snapshot, const signpost_snapshot *release, bool *right,
                                  signpost_error *error)
{
    char hash[65];
    signpost_directory *directory;
    signpost_status status = signpost_directory_open(snapshot, SIGNPOST_READ_ONLY, &directory, error);
    if (status)
        return status;
    status = hash_rows(directory, hash, error);
    *right = !status && strcmp(hash, release->rows) == 0;
    if (*right)
        status = sgp_db_check(directory->db, error);
    signpost_directory_close(directory);
    return status;
}

signpost_status sgp_snapshot_prove(const char *path, const signpost_snapshot *release, signpost_error *error)
{
    char hash[65];
    bool right;
    signpost_status status = sgp_hash_file(path, hash, error);
    if (status || strcmp(hash, release->file) == 0)
        return status;
    status = prove_rows(path, release, &right, error);
    if (status || right)
        return status;
    sgp_fail(error, SIGNPOST_CORRUPT, SGP_OTHER_SNAPSHOT, "\"%s\" is not what the manifest of %s says", path,
             release->id);
    sgp_error_hint(error, "fetch the release again");
    return SIGNPOST_CORRUPT;
}

signpost_status signpost_snapshot_open(const char *path, const unsigned char *public_key, signpost_snapshot *release,
                                       signpost_directory **directory, signpost_error *error)
{
    signpost_snapshot read;
    char snapshot[SGP_PATH_SIZE];
    *directory = NULL;
    signpost_status status = signpost_snapshot_read(path, public_key, &read, error);
    if (!status && !sgp_snapshot_path(path, &read, snapshot, error))
        status = SIGNPOST_INVALID;
    if (!status)
        status = signpost_directory_open(snapshot, SIGNPOST_READ_ONLY, directory, error);
    if (status)
        return status;
    status = sgp_snapshot_prove(snapshot, &read, error);
    if (status) {
        signpost_directory_close(*directory);
        *directory = NULL;
    } else if (release) {
        *release = read;
    }
    return status;
}
