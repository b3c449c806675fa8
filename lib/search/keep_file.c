/* A kept index as a file. Rules kept here:
 *  - it is written under a name of its own in the same folder and then takes its place, so that a reader sees the old file or
 *    the new one, whole. The folder is not synchronised: a rename that a power cut undoes leaves a stale file, no wrong one;
 *  - nothing of the file is believed before its checksum, and nothing of it is used unchecked after that. */
#include "search/keep.h"

#include "base/checksum.h"
#include "base/error.h"
#include "directory/directory.h"
#include "formats/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT_VERSION = 1, BYTE_ORDER_MARK = 0x01020304, NAME_SIZE = 4096, MOST_NAMES = 100 };
#define MOST_BYTES ((size_t)UINT32_MAX)

typedef struct header {
    char magic[8];
    uint32_t version, byte_order, sizes, nothing;
    uint64_t checksum; /* of all that follows */
    uint64_t size;     /* of the file */
    uint64_t texts;    /* where they begin; they end with the file */
    int64_t content_version, last_act;
    char policy[24];
    uint32_t directory, nothing_more; /* its name, a text */
} header;
_Static_assert(sizeof(header) == 96, "a header has no gaps");

static const char magic[8] = {'S', 'G', 'P', 'I', 'N', 'D', 'E', 'X'};

/* Structures that stand in the file as they do in memory. */
static uint32_t sizes_here(void)
{
    return sizeof(sgp_service) | sizeof(sgp_age_span) << 8 | sizeof(sgp_word) << 16 | sizeof(header) << 24;
}

static uint64_t checksum_of(const char *bytes, size_t size)
{
    size_t from = offsetof(header, size);
    return sgp_checksum(bytes + from, size - from);
}

void sgp_index_seal(char *bytes, size_t size)
{
    uint64_t length = size;
    memcpy(bytes + offsetof(header, size), &length, sizeof length);
    uint64_t checksum = checksum_of(bytes, size);
    memcpy(bytes + offsetof(header, checksum), &checksum, sizeof checksum);
}

static void keep_parts(sgp_keep *keep)
{
    sgp_keep_codes(keep);
    sgp_keep_hours(keep);
    sgp_keep_profiles(keep);
    sgp_keep_services(keep);
    sgp_keep_shelves(keep);
}

/* Writing. */

signpost_status sgp_index_to_bytes(const signpost_index *index, sgp_array *bytes, signpost_error *error)
{
    static const char nothing[8];
    sgp_keep keep = {.index = (signpost_index *)index, /* which writing leaves alone */
                     .writing = true,
                     .error = error,
                     .out = SGP_ARRAY_OF(char),
                     .out_texts = SGP_ARRAY_OF(char),
                     .seen_places = SGP_ARRAY_OF(uint32_t)};
    sgp_strings_init(&keep.seen, &keep.seen_arena);
    header head = {.version = KEPT_VERSION,
                   .byte_order = BYTE_ORDER_MARK,
                   .sizes = sizes_here(),
                   .content_version = index->content_version,
                   .last_act = index->last_act};
    memcpy(head.magic, magic, sizeof magic);
    memcpy(head.policy, index->policy->fingerprint, sizeof index->policy->fingerprint);
    bool good = sgp_array_append(&keep.out, &head, sizeof head) && sgp_array_append(&keep.out_texts, nothing, 1);
    if (good) {
        head.directory = sgp_keep_text(&keep, index->directory);
        keep_parts(&keep);
        head.texts = keep.out.count;
        good = keep.status != SIGNPOST_OK ||
               sgp_array_append(&keep.out, keep.out_texts.items, keep.out_texts.count);
    }
    if (!good)
        keep.status = sgp_fail_memory(error);
    if (keep.status == SIGNPOST_OK && keep.out.count > MOST_BYTES)
        keep.status = sgp_fail(error, SIGNPOST_STATE, SGP_NOT_KEPT, "the index is too large to be kept");
    if (keep.status == SIGNPOST_OK) {
        memcpy(keep.out.items, &head, sizeof head);
        sgp_index_seal(keep.out.items, keep.out.count);
        *bytes = keep.out;
    } else {
        sgp_array_release(&keep.out);
    }
    sgp_array_release(&keep.out_texts);
    sgp_array_release(&keep.seen_places);
    sgp_strings_release(&keep.seen);
    sgp_arena_release(&keep.seen_arena);
    return keep.status;
}

static signpost_status not_kept(const char *path, int reason, signpost_error *error)
{
    return sgp_fail(error, SIGNPOST_IO, SGP_NOT_KEPT, "could not keep the index in \"%s\" (system error %d)", path, reason);
}

static bool write_all(int file, const char *bytes, size_t size)
{
    while (size) {
        ssize_t written = write(file, bytes, size);
        if (written < 0 && errno != EINTR)
            return false;
        bytes += written > 0 ? written : 0;
        size -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

/* Makes a file beside `path` that nobody else has. Negative on failure. */
static int make_beside(const char *path, char beside[NAME_SIZE])
{
    int file = -1;
    errno = ENAMETOOLONG;
    for (int i = 0; file < 0 && i < MOST_NAMES; i++) {
        int length = snprintf(beside, NAME_SIZE, "%s.%ld-%d.new", path, (long)getpid(), i);
        if (length < 0 || length >= NAME_SIZE)
            return -1;
        file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST)
            return -1;
    }
    return file;
}

signpost_status signpost_index_save(const signpost_index *index, const char *path, signpost_error *error)
{
    char beside[NAME_SIZE];
    sgp_array bytes;
    signpost_status status = sgp_index_to_bytes(index, &bytes, error);
    if (status != SIGNPOST_OK)
        return status;
    int file = make_beside(path, beside), reason = errno;
    if (file >= 0) {
        bool good = write_all(file, bytes.items, bytes.count) && fsync(file) == 0;
        reason = errno;
        if (close(file) != 0 && good) {
            good = false;
            reason = errno;
        }
        if (good && rename(beside, path) != 0) {
            good = false;
            reason = errno;
        }
        if (!good)
            remove(beside);
        status = good ? SIGNPOST_OK : not_kept(path, reason, error);
    } else {
        status = not_kept(path, reason, error);
    }
    sgp_array_release(&bytes);
    return status;
}

/* Reading. */

static signpost_status foreign(signpost_error *error)
{
    return sgp_fail(error, SIGNPOST_VERSION, SGP_KEPT_FOREIGN,
                    "the kept index was written by another version of this library, or on another kind of machine");
}

static signpost_status check_header(const char *bytes, size_t size, header *head, signpost_error *error)
{
    if (size < sizeof *head || memcmp(bytes, magic, sizeof magic) != 0)
        return sgp_fail(error, SIGNPOST_CORRUPT, SGP_KEPT_DAMAGED, "the file is no kept index, or is cut short");
    memcpy(head, bytes, sizeof *head);
    if (head->version != KEPT_VERSION || head->byte_order != BYTE_ORDER_MARK || head->sizes != sizes_here())
        return foreign(error);
    bool good = head->size == size && size <= MOST_BYTES && head->nothing == 0 && head->texts >= sizeof *head &&
                head->texts < size && bytes[size - 1] == '\0' && head->checksum == checksum_of(bytes, size);
    return good ? SIGNPOST_OK
                : sgp_fail(error, SIGNPOST_CORRUPT, SGP_KEPT_DAMAGED, "the kept index is damaged or cut short");
}

/* Fills an index that has its policy and bytes. */
static signpost_status fill(signpost_index *index, size_t size, signpost_error *error)
{
    header head;
    signpost_status status = check_header(index->kept, size, &head, error);
    if (status != SIGNPOST_OK)
        return status;
    if (memcmp(head.policy, index->policy->fingerprint, sizeof index->policy->fingerprint) != 0)
        return sgp_fail(error, SIGNPOST_STATE, SGP_KEPT_STALE, "the kept index is of another policy than \"%s\"",
                        index->policy->name);
    sgp_keep keep = {.index = index,
                     .error = error,
                     .bytes = index->kept,
                     .size = head.texts,
                     .at = sizeof head,
                     .texts = (const char *)index->kept + head.texts,
                     .texts_size = size - head.texts};
    index->directory = sgp_kept_text(&keep, head.directory);
    index->content_version = head.content_version;
    index->last_act = head.last_act;
    keep_parts(&keep);
    if (keep.at != keep.size)
        sgp_keep_damaged(&keep, "it goes on after its end");
    return keep.status;
}

signpost_status sgp_index_from_bytes(char *bytes, size_t size, const signpost_policy *policy, signpost_index **index,
                                     signpost_error *error)
{
    signpost_index *made;
    signpost_status status = sgp_index_new(policy, &made, error);
    *index = NULL;
    if (status != SIGNPOST_OK) {
        sgp_release(bytes);
        return status;
    }
    made->kept = bytes;
    status = fill(made, size, error);
    if (status == SIGNPOST_OK)
        *index = made;
    else
        signpost_index_free(made);
    return status;
}

static bool read_all(int file, char *bytes, size_t size)
{
    while (size) {
        ssize_t got = read(file, bytes, size);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        bytes += got > 0 ? got : 0;
        size -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

static signpost_status read_file(const char *path, char **bytes, size_t *size, signpost_error *error)
{
    struct stat about;
    *bytes = NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return sgp_fail_to_read(path, errno, error);
    signpost_status status = SIGNPOST_OK;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
        status = sgp_fail(error, SIGNPOST_IO, SGP_CANNOT_READ, "could not read \"%s\": it is no file", path);
    else if (about.st_size < (off_t)sizeof(header) || (uint64_t)about.st_size > MOST_BYTES)
        status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_KEPT_DAMAGED, "\"%s\" is no kept index, or is cut short", path);
    else if (!(*bytes = sgp_allocate(*size = (size_t)about.st_size)))
        status = sgp_fail_memory(error);
    else if (!read_all(file, *bytes, *size))
        status = sgp_fail(error, SIGNPOST_IO, SGP_CANNOT_READ, "could not read \"%s\" to its end", path);
    close(file);
    if (status != SIGNPOST_OK)
        sgp_release(*bytes);
    return status;
}

/* Whether an index is of the directory as it is now. */
static signpost_status check_fresh(signpost_directory *directory, const signpost_index *index, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, directory->db, sgp_directory_state_sql, error);
    if (status == SIGNPOST_OK)
        status = sgp_query_step(&query, error);
    if (status == SIGNPOST_NONE)
        status = sgp_fail(error, SIGNPOST_CORRUPT, SGP_BAD_ENTRY, "the directory's own row is missing");
    if (status == SIGNPOST_OK && (strcmp(sgp_column_text_or_empty(&query, 0), index->directory) != 0 ||
                                  sgp_column_integer(&query, 2) != index->content_version ||
                                  sgp_column_integer(&query, 3) != index->last_act))
        status = sgp_fail(error, SIGNPOST_STATE, SGP_KEPT_STALE,
                          "the kept index is of \"%.80s\" at version %lld, which the directory is not", index->directory,
                          (long long)index->content_version);
    sgp_query_release(&query);
    return status;
}

signpost_status signpost_index_load(const char *path, signpost_directory *directory, const signpost_policy *policy,
                                    signpost_index **index, signpost_error *error)
{
    char *bytes;
    size_t size = 0;
    *index = NULL;
    signpost_status status = read_file(path, &bytes, &size, error);
    if (status == SIGNPOST_OK)
        status = sgp_index_from_bytes(bytes, size, policy, index, error);
    if (status == SIGNPOST_OK)
        status = check_fresh(directory, *index, error);
    if (status != SIGNPOST_OK) {
        signpost_index_free(*index);
        *index = NULL;
    }
    return status;
}

signpost_status signpost_index_open(signpost_directory *directory, const signpost_policy *policy, const char *path,
                                    signpost_index **index, signpost_kept *kept, signpost_error *error)
{
    signpost_kept how = SIGNPOST_KEPT_LOADED;
    signpost_status status = signpost_index_load(path, directory, policy, index, NULL);
    if (status != SIGNPOST_OK && status != SIGNPOST_NO_MEMORY) {
        status = signpost_index_build(directory, policy, index, error);
        if (status == SIGNPOST_OK)
            how = signpost_index_save(*index, path, NULL) == SIGNPOST_OK ? SIGNPOST_KEPT_SAVED : SIGNPOST_KEPT_NOT_SAVED;
    } else if (status == SIGNPOST_NO_MEMORY) {
        status = sgp_fail_memory(error);
    }
    if (kept && status == SIGNPOST_OK)
        *kept = how;
    return status;
}
