/* Manifests: a few lines of text, in one form only, so that equal manifests are equal bytes. */
#include "releases/releases.h"

#include "base/civil.h"
#include "base/text.h"
#include "formats/file.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

signpost_status signpost_keys_make(const unsigned char seed[SIGNPOST_KEY_SEED_SIZE],
                                   unsigned char public_key[SIGNPOST_PUBLIC_KEY_SIZE],
                                   unsigned char secret_key[SIGNPOST_SECRET_KEY_SIZE])
{
    return crypto_sign_seed_keypair(public_key, secret_key, seed) == 0 ? SIGNPOST_OK : SIGNPOST_STATE;
}

void sgp_hash_bytes(const void *bytes, size_t size, char text[65])
{
    unsigned char hash[SGP_HASH_SIZE];
    crypto_generichash(hash, sizeof hash, bytes, size, NULL, 0);
    sodium_bin2hex(text, 65, hash, sizeof hash);
}

/* ---- lines ---- */

typedef enum line_kind {
    LINE_ID,
    LINE_NAME,
    LINE_MOMENT,
    LINE_INTEGER,
    LINE_SCHEMA,
    LINE_HASH,
    LINE_HASH_OR_NONE
} line_kind;

/* The lines between the first and the signature, in their order. */
static const struct line {
    const char *key;
    line_kind kind;
    size_t offset;
} lines[] = {
    {"id", LINE_ID, offsetof(signpost_snapshot, id)},
    {"directory", LINE_NAME, offsetof(signpost_snapshot, directory)},
    {"made", LINE_MOMENT, offsetof(signpost_snapshot, made)},
    {"schema", LINE_SCHEMA, offsetof(signpost_snapshot, schema)},
    {"content-version", LINE_INTEGER, offsetof(signpost_snapshot, content_version)},
    {"services", LINE_INTEGER, offsetof(signpost_snapshot, services)},
    {"file", LINE_HASH, offsetof(signpost_snapshot, file)},
    {"digest", LINE_HASH, offsetof(signpost_snapshot, digest)},
    {"rows", LINE_HASH, offsetof(signpost_snapshot, rows)},
    {"algorithms", LINE_HASH_OR_NONE, offsetof(signpost_snapshot, algorithms)},
    {"previous", LINE_HASH_OR_NONE, offsetof(signpost_snapshot, previous)},
};
enum { LINE_COUNT = sizeof lines / sizeof *lines };
static const char first_line[] = "signpost-release 2\n";

/* ---- writing ---- */

static size_t write_line(const signpost_snapshot *release, const struct line *line, char *to, size_t room)
{
    const void *at = (const char *)release + line->offset;
    char text[SIGNPOST_MOMENT_SIZE];
    switch (line->kind) {
    case LINE_MOMENT:
        signpost_minute_format(*(const signpost_minute *)at, text);
        return (size_t)snprintf(to, room, "%s %s\n", line->key, text);
    case LINE_INTEGER:
        return (size_t)snprintf(to, room, "%s %lld\n", line->key, (long long)*(const int64_t *)at);
    case LINE_SCHEMA:
        return (size_t)snprintf(to, room, "%s %d\n", line->key, *(const int *)at);
    case LINE_ID:
    case LINE_NAME:
    case LINE_HASH:
    case LINE_HASH_OR_NONE:
    default:
        return (size_t)snprintf(to, room, "%s %s\n", line->key, *(const char *)at ? (const char *)at : "-");
    }
}

size_t sgp_manifest_write(signpost_snapshot *release, const unsigned char *secret_key, char bytes[SGP_MANIFEST_LARGEST])
{
    unsigned char signature[crypto_sign_BYTES];
    char text[2 * sizeof signature + 1] = "-";
    size_t used = sizeof first_line - 1;
    memcpy(bytes, first_line, used);
    for (size_t i = 0; i < LINE_COUNT; i++)
        used += write_line(release, &lines[i], bytes + used, SGP_MANIFEST_LARGEST - used);
    if (secret_key) {
        crypto_sign_detached(signature, NULL, (const unsigned char *)bytes, used, secret_key);
        sodium_bin2hex(text, sizeof text, signature, sizeof signature);
    }
    used += (size_t)snprintf(bytes + used, SGP_MANIFEST_LARGEST - used, "signature %s\n", text);
    release->is_signed = secret_key != NULL;
    sgp_hash_bytes(bytes, used, release->manifest);
    return used;
}

/* ---- reading ---- */

typedef struct reading {
    const char *name;
    char value[SGP_MANIFEST_LARGEST]; /* of the line that is read */
    const char *at, *end;
    unsigned number;
    signpost_error *error;
} reading;

static bool damaged(reading *r, const char *what)
{
    sgp_fail(r->error, SIGNPOST_CORRUPT, SGP_BAD_MANIFEST, "\"%s\" is no manifest of a release: %s", r->name, what);
    sgp_error_at(r->error, r->name, r->number, 0);
    sgp_error_hint(r->error, "name the file ID.release; when it is that, fetch the release again");
    return false;
}

/* Takes `KEY VALUE` and the line feed; the value goes into `value`. */
static bool take_line(reading *r, const char *key)
{
    size_t length = strlen(key);
    const char *feed = memchr(r->at, '\n', (size_t)(r->end - r->at));
    r->number++;
    if (!feed || (size_t)(feed - r->at) < length + 2 || memcmp(r->at, key, length) != 0 || r->at[length] != ' ')
        return damaged(r, "a line is missing, or is another than it should be");
    size_t size = (size_t)(feed - r->at) - length - 1;
    memcpy(r->value, r->at + length + 1, size);
    r->value[size] = '\0';
    r->at = feed + 1;
    return strlen(r->value) == size && sgp_text_is_utf8(r->value, size, NULL) ? true : damaged(r, "a line is no text");
}

bool sgp_release_is_id(const char *text)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
    size_t length = strlen(text);
    return length && length < SIGNPOST_SNAPSHOT_ID_SIZE && *text != '.' && strspn(text, allowed) == length;
}

static bool read_value(const char *value, const struct line *line, signpost_snapshot *release)
{
    void *at = (char *)release + line->offset;
    int64_t number = 0;
    signpost_minute moment;
    switch (line->kind) {
    case LINE_ID:
        snprintf(at, SIGNPOST_SNAPSHOT_ID_SIZE, "%.64s", value);
        return sgp_release_is_id(value);
    case LINE_NAME:
        snprintf(at, sizeof release->directory, "%.127s", value);
        return strlen(value) < sizeof release->directory;
    case LINE_MOMENT:
        if (!sgp_read_minute(value, &moment))
            return false;
        *(signpost_minute *)at = moment;
        return true;
    case LINE_INTEGER:
        *(int64_t *)at = sgp_parse_integer(value, &number) ? number : -1;
        return *(int64_t *)at >= 0;
    case LINE_SCHEMA:
        *(int *)at = sgp_parse_integer(value, &number) && number > 0 && number < 10000 ? (int)number : 0;
        return *(int *)at > 0;
    case LINE_HASH:
    case LINE_HASH_OR_NONE:
    default:
        if (line->kind == LINE_HASH_OR_NONE && strcmp(value, "-") == 0)
            return true;
        snprintf(at, 65, "%.64s", value);
        return sgp_text_is_hexadecimal(value, 64);
    }
}

static signpost_status check_signature(reading *r, const char *bytes, size_t size, const unsigned char *public_key)
{
    unsigned char signature[crypto_sign_BYTES];
    bool is_signed = strcmp(r->value, "-") != 0;
    if (is_signed && (!sgp_text_is_hexadecimal(r->value, 2 * sizeof signature) ||
                      sodium_hex2bin(signature, sizeof signature, r->value, strlen(r->value), NULL, NULL, NULL) != 0)) {
        damaged(r, "the signature is no signature");
        return SIGNPOST_CORRUPT;
    }
    bool is_right = is_signed && public_key &&
                    crypto_sign_verify_detached(signature, (const unsigned char *)bytes, size, public_key) == 0;
    if (!public_key || is_right)
        return SIGNPOST_OK;
    sgp_fail(r->error, SIGNPOST_REFUSED, SGP_BAD_SIGNATURE, "\"%s\" is not signed %s", r->name,
             is_signed ? "with the key that is trusted" : "at all");
    sgp_error_hint(r->error, "load a release of those whose public key you have");
    return SIGNPOST_REFUSED;
}

static bool read_lines(reading *r, signpost_snapshot *release, size_t *signed_size, const char *bytes)
{
    if (!take_line(r, "signpost-release"))
        return false;
    if (strcmp(r->value, "2") != 0)
        return damaged(r, "it is of another version");
    for (size_t i = 0; i < LINE_COUNT; i++) {
        if (!take_line(r, lines[i].key))
            return false;
        if (!read_value(r->value, &lines[i], release))
            return damaged(r, "a value cannot be what it is");
    }
    *signed_size = (size_t)(r->at - bytes);
    return take_line(r, "signature") && (r->at == r->end || damaged(r, "it goes on after its end"));
}

signpost_status signpost_snapshot_parse(const char *name, const char *bytes, size_t size,
                                        const unsigned char *public_key, signpost_snapshot *release,
                                        signpost_error *error)
{
    reading r = {.name = name, .at = bytes, .end = bytes + size, .error = error};
    signpost_snapshot read = {.id = ""};
    char canonical[SGP_MANIFEST_LARGEST];
    size_t signed_size;
    if (size > SGP_MANIFEST_LARGEST / 2) {
        damaged(&r, "it is too long");
        return SIGNPOST_CORRUPT;
    }
    if (!read_lines(&r, &read, &signed_size, bytes))
        return SIGNPOST_CORRUPT;
    signpost_status status = check_signature(&r, bytes, signed_size, public_key);
    if (status != SIGNPOST_OK)
        return status;
    bool is_signed = strcmp(r.value, "-") != 0;
    sgp_manifest_write(&read, NULL, canonical); /* numbers and moments have one form only */
    if (memcmp(canonical, bytes, signed_size) != 0) {
        damaged(&r, "a value is not written as it should be");
        return SIGNPOST_CORRUPT;
    }
    read.is_signed = is_signed;
    sgp_hash_bytes(bytes, size, read.manifest);
    *release = read;
    return SIGNPOST_OK;
}

signpost_status signpost_snapshot_read(const char *path, const unsigned char *public_key, signpost_snapshot *release,
                                       signpost_error *error)
{
    char *bytes;
    size_t size;
    signpost_error why = SIGNPOST_ERROR_INIT;
    signpost_status status = sgp_file_read(path, SGP_MANIFEST_LARGEST, &bytes, &size, &why);
    if (status != SIGNPOST_OK && why.id == SGP_TOO_LARGE) {
        damaged(&(reading){.name = path, .error = error}, "it is too long");
        return SIGNPOST_CORRUPT;
    }
    if (status != SIGNPOST_OK && error)
        *error = why;
    if (status != SIGNPOST_OK)
        return status;
    status = signpost_snapshot_parse(path, bytes, size, public_key, release, error);
    sgp_release(bytes);
    return status;
}
