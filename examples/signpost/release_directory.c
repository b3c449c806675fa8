/* `signpost directory release`, `load` and `keys`: what desktops search in. */
#include "auditing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

extern const command command_compare;

/* ---- keys ---- */

/* Reads a key of so many bytes, written as hexadecimal digits. DONE, or what to end with. */
static int read_key(const char *path, unsigned char *key, size_t size)
{
    char text[2 * SIGNPOST_SECRET_KEY_SIZE + 2] = "";
    FILE *from = fopen(path, "r");
    if (!from) {
        fprintf(stderr, "error: could not read the key \"%s\": %s [SP0102]\n", path, strerror(errno));
        return COULD_NOT;
    }
    size_t length = fread(text, 1, sizeof text - 1, from);
    fclose(from);
    text[length] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    bool good = strlen(text) == 2 * size && strspn(text, "0123456789abcdef") == 2 * size;
    for (size_t i = 0; i < size && good; i++) {
        unsigned value;
        good = sscanf(text + 2 * i, "%2x", &value) == 1;
        key[i] = (unsigned char)value;
    }
    memset(text, 0, sizeof text);
    return good ? DONE
                : wrong_use("\"%s\" holds no such key: it is %zu hexadecimal digits, as directory keys writes them",
                            path, 2 * size);
}

/* A key goes into a file that is new. */
static int write_key(const char *folder, const char *name, const unsigned char *key, size_t size, mode_t mode)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    FILE *to = file >= 0 ? fdopen(file, "w") : NULL;
    if (!to) {
        fprintf(stderr, "error: could not write \"%s\": %s [SP0103]\n", path, strerror(errno));
        return COULD_NOT;
    }
    for (size_t i = 0; i < size; i++)
        fprintf(to, "%02x", key[i]);
    fputc('\n', to);
    bool good = !ferror(to);
    good = fclose(to) == 0 && good;
    if (good)
        printf("%s\n", path);
    return good ? DONE : COULD_NOT;
}

static int run_keys(const arguments *given)
{
    unsigned char seed[SIGNPOST_KEY_SEED_SIZE], public_key[SIGNPOST_PUBLIC_KEY_SIZE],
        secret_key[SIGNPOST_SECRET_KEY_SIZE];
    const char *folder = given->operands[0];
    if (getentropy(seed, sizeof seed) != 0 || signpost_keys_make(seed, public_key, secret_key) != SIGNPOST_OK) {
        fputs("error: this machine gives no random bytes [SP0103]\n", stderr);
        return COULD_NOT;
    }
    memset(seed, 0, sizeof seed);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        fprintf(stderr, "error: could not make the folder \"%s\": %s [SP0103]\n", folder, strerror(errno));
        return COULD_NOT;
    }
    int status = write_key(folder, "release.secret", secret_key, sizeof secret_key, 0600);
    memset(secret_key, 0, sizeof secret_key);
    if (status == DONE)
        status = write_key(folder, "release.public", public_key, sizeof public_key, 0644);
    return status;
}

static const option_id keys_options[] = {OPTIONS_END};

const command command_directory_keys = {
    .name = "directory keys",
    .operands = "FOLDER",
    .least = 1,
    .most = 1,
    .summary = "makes the two keys with which releases are signed and checked",
    .text =
        "Writes a new pair of keys (Ed25519) into a folder: release.secret, which signs, and release.public, which "
        "every desktop gets. Files that are there are never replaced.\n\n"
        "Keep the secret key where only the signing is done: not beside the directory, not in a repository, not on a "
        "desktop. Who has it can sign anything. If it is lost or seen, make new keys and give out the new public one.",
    .options = keys_options,
    .example = "directory keys keys",
    .run = run_keys,
};

/* ---- making ---- */

static void show_release(FILE *to, const signpost_snapshot *release)
{
    char made[SIGNPOST_MOMENT_SIZE];
    fprintf(to, "release %s of \"%s\", made %s: %lld services, content version %lld; %s\n", release->id,
            release->directory, signpost_minute_format(release->made, made), (long long)release->services,
            (long long)release->content_version, release->is_signed ? "signed" : "NOT SIGNED");
    fprintf(to, "digest %s\n", release->digest);
}

/* The public key of --public-key, in `key`; NULL in `*used` when there is none. */
static int read_public_key(const arguments *given, unsigned char key[SIGNPOST_PUBLIC_KEY_SIZE],
                           const unsigned char **used)
{
    *used = NULL;
    if (!said(given, OPTION_PUBLIC_KEY)) {
        fputs("warning: without --public-key nobody is known to answer for it [SP1602]\n", stderr);
        return DONE;
    }
    *used = key;
    return read_key(given->values[OPTION_PUBLIC_KEY], key, SIGNPOST_PUBLIC_KEY_SIZE);
}

static int make_release(const arguments *given)
{
    unsigned char secret_key[SIGNPOST_SECRET_KEY_SIZE];
    signpost_snapshot_options options = SIGNPOST_SNAPSHOT_OPTIONS_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_algorithms *algorithms = NULL;
    signpost_directory *directory;
    signpost_snapshot release;
    int status = said(given, OPTION_SECRET_KEY)
                     ? read_key(given->values[OPTION_SECRET_KEY], secret_key, sizeof secret_key)
                     : DONE;
    if (status == DONE && said(given, OPTION_ALGORITHMS))
        status = load_algorithms(given, &algorithms);
    if (status == DONE)
        status = open_directory(given, SIGNPOST_READ_ONLY, &directory);
    if (status == DONE) {
        options.secret_key = said(given, OPTION_SECRET_KEY) ? secret_key : NULL;
        options.algorithms = algorithms ? signpost_algorithms_fingerprint(algorithms) : NULL;
        options.previous = given->values[OPTION_PREVIOUS];
        const char *folder = said(given, OPTION_OUTPUT) ? given->values[OPTION_OUTPUT] : "";
        if (signpost_snapshot_make(directory, folder, given->operands[0], now(), &options, &release, &error) ==
            SIGNPOST_OK)
            show_release(stdout, &release);
        else
            status = could_not(&error);
        signpost_directory_close(directory);
    }
    memset(secret_key, 0, sizeof secret_key);
    signpost_algorithms_free(algorithms);
    return status;
}

static int make_delta(const arguments *given)
{
    unsigned char key[SIGNPOST_PUBLIC_KEY_SIZE];
    const unsigned char *used;
    signpost_error error = SIGNPOST_ERROR_INIT;
    size_t bytes;
    if (!said(given, OPTION_OUTPUT))
        return wrong_use("--delta is written into a file: say --output FILE");
    int status = read_public_key(given, key, &used);
    if (status != DONE)
        return status;
    if (signpost_delta_make(given->values[OPTION_DELTA], given->operands[0], used, given->values[OPTION_OUTPUT], &bytes,
                            &error) != SIGNPOST_OK)
        return could_not(&error);
    printf("%s: %zu bytes lead from %s to %s\n", given->values[OPTION_OUTPUT], bytes, given->values[OPTION_DELTA],
           given->operands[0]);
    return DONE;
}

/* Where the snapshot of a release stands, when it is what its manifest says. */
static int snapshot_of(const arguments *given, const char *manifest, char path[4096])
{
    unsigned char key[SIGNPOST_PUBLIC_KEY_SIZE];
    const unsigned char *used;
    signpost_snapshot release;
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int status = read_public_key(given, key, &used);
    if (status != DONE)
        return status;
    if (signpost_snapshot_open(manifest, used, &release, &directory, &error) != SIGNPOST_OK)
        return could_not(&error);
    signpost_directory_close(directory);
    const char *slash = strrchr(manifest, '/');
    snprintf(path, 4096, "%.*s%s.db", slash ? (int)(slash + 1 - manifest) : 0, manifest, release.id);
    const char *format = given->values[OPTION_FORMAT];
    show_release(format && strcmp(format, "table") != 0 ? stderr : stdout, &release);
    return DONE;
}

static int compare_releases(const arguments *given)
{
    char before[4096], after[4096];
    arguments own = *given;
    int status = snapshot_of(given, given->values[OPTION_COMPARE], before);
    if (status == DONE)
        status = snapshot_of(given, given->operands[0], after);
    if (status != DONE)
        return status;
    own.operands[0] = before;
    own.operands[1] = after;
    own.operand_count = 2;
    own.values[OPTION_COMPARE] = NULL;
    fflush(stdout);
    return command_compare.run(&own);
}

static const option_id comparing_options[] = {COMPARE_OPTIONS, OPTION_DUPLICATES, OPTION_LIMIT, OPTIONS_END};

static int run_release(const arguments *given)
{
    if (said(given, OPTION_COMPARE))
        return compare_releases(given);
    for (const option_id *id = comparing_options; *id != OPTIONS_END; id++)
        if (*id != OPTION_ALGORITHMS && *id != OPTION_OUTPUT && said(given, *id))
            return wrong_use("--%s goes with --compare OLD.release", all_options[*id].name);
    return said(given, OPTION_DELTA) ? make_delta(given) : make_release(given);
}

static const option_id release_options[] = {OPTION_DIRECTORY, OPTION_SECRET_KEY, OPTION_PUBLIC_KEY, OPTION_PREVIOUS,
                                            OPTION_COMPARE,   OPTION_DELTA,      COMPARE_OPTIONS,   OPTION_DUPLICATES,
                                            OPTION_LIMIT,     OPTIONS_END};

const command command_directory_release = {
    .name = "directory release",
    .operands = "ID | NEW.release",
    .least = 1,
    .most = 1,
    .summary = "makes a signed, read-only snapshot for desktops; or compares one with another",
    .text =
        "Writes two files into the folder of --output: ID.db, a compact snapshot of the directory without its users "
        "and history, "
        "and ID.release, its manifest: what it holds, its digests, the fingerprint of the triage content of "
        "--algorithms, the release of --previous, and a signature by --secret-key. Desktops load nothing that is not "
        "signed so. A release never changes: its id is used once.\n\n"
        "With --compare OLD.release, NEW.release is compared with it, both held against their manifests: services "
        "that came, went or changed, and what that does to gaps, as `signpost compare` says it of directories, with "
        "its options and its exit status. With --delta OLD.release, what leads from there to NEW.release is written "
        "into the file of --output.",
    .options = release_options,
    .example = "directory release 2026-12 --directory sample.db",
    .run = run_release,
};

/* ---- loading ---- */

static int run_load(const arguments *given)
{
    unsigned char key[SIGNPOST_PUBLIC_KEY_SIZE];
    const unsigned char *used;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_snapshot release;
    signpost_directory *directory;
    int status = read_public_key(given, key, &used);
    if (status != DONE)
        return status;
    const char *manifest = given->operands[0], *folder = said(given, OPTION_OUTPUT) ? given->values[OPTION_OUTPUT] : "";
    signpost_status done;
    if (said(given, OPTION_DELTA)) {
        done = signpost_delta_apply(manifest, given->values[OPTION_DELTA], used, folder, &release, &error);
    } else {
        done = signpost_snapshot_open(manifest, used, &release, &directory, &error);
        if (done == SIGNPOST_OK)
            signpost_directory_close(directory);
    }
    if (done != SIGNPOST_OK)
        return could_not(&error);
    show_release(stdout, &release);
    return DONE;
}

static const option_id load_options[] = {OPTION_PUBLIC_KEY, OPTION_DELTA, OPTION_OUTPUT, OPTIONS_END};

const command command_directory_load = {
    .name = "directory load",
    .operands = "RELEASE",
    .least = 1,
    .most = 1,
    .summary = "holds a release against its manifest and the public key, or makes the next one by a delta",
    .text =
        "Reads the manifest RELEASE, refuses it unless it is signed with the secret key of --public-key, and holds the "
        "snapshot beside it against it. When that is well, the snapshot may be searched.\n\n"
        "With --delta FILE, the next release is made from this one, in the folder of --output: exactly what its "
        "manifest says, or nothing.",
    .options = load_options,
    .example = "directory load kent.release",
    .run = run_load,
};
