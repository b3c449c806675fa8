/* Reads CSV through a window. Rules kept here:
 *  - every byte goes through the digest once, when it is read;
 *  - a row is looked through once for what is unusual in it (a quote, NUL, anything but ASCII), eight bytes at a time;
 *    one without is split at its commas. */
#include "formats/stream.h"

#include "base/text.h"
#include "formats/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIGEST_SIZE = 32 };

static signpost_status refuse(const sgp_stream *stream, signpost_error *error, int id, const char *message)
{
    sgp_fail(error, SIGNPOST_CONTENT, id, "%s", message);
    sgp_error_at(error, stream->file, stream->line, 0);
    return SIGNPOST_CONTENT;
}

/* ---- the window ---- */

/* Moves what is left to the front and reads behind it. */
static signpost_status refill(sgp_stream *stream, signpost_error *error)
{
    memmove(stream->window, stream->window + stream->at, stream->filled - stream->at);
    stream->filled -= stream->at;
    stream->at = 0;
    while (!stream->is_at_end && stream->filled < SGP_STREAM_WINDOW) {
        ssize_t got = read(stream->descriptor - 1, stream->window + stream->filled, SGP_STREAM_WINDOW - stream->filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return sgp_fail_to_read(stream->file, errno, error);
        stream->is_at_end = got == 0;
        crypto_generichash_update(&stream->digest, (unsigned char *)stream->window + stream->filled,
                                  (unsigned long long)got);
        stream->filled += (size_t)got;
        stream->passed += got;
    }
    return SIGNPOST_OK;
}

signpost_status sgp_stream_open(sgp_stream *stream, const char *path, signpost_error *error)
{
    struct stat about = {0};
    memset(stream, 0, sizeof *stream);
    stream->file = path;
    stream->next_line = 1;
    if (sodium_init() < 0)
        return sgp_fail_memory(error);
    stream->descriptor = open(path, O_RDONLY | O_CLOEXEC) + 1;
    if (!stream->descriptor)
        return sgp_fail_to_read(path, errno, error);
    if (fstat(stream->descriptor - 1, &about) == 0 && S_ISDIR(about.st_mode))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_CANNOT_READ, "could not read \"%s\": it is a folder", path);
    stream->size = about.st_size;
    stream->window = sgp_allocate(SGP_STREAM_WINDOW + 1);
    if (!stream->window)
        return sgp_fail_memory(error);
    crypto_generichash_init(&stream->digest, NULL, 0, DIGEST_SIZE);
    signpost_status status = refill(stream, error);
    if (!status && stream->filled >= 3 && memcmp(stream->window, "\xEF\xBB\xBF", 3) == 0)
        stream->at = 3;
    return status;
}

signpost_status sgp_stream_skip(sgp_stream *stream, signpost_error *error)
{
    signpost_status status = SIGNPOST_OK;
    while (!stream->is_at_end && !status) {
        stream->at = stream->filled;
        status = refill(stream, error);
    }
    return status;
}

void sgp_stream_close(sgp_stream *stream)
{
    if (stream->descriptor)
        close(stream->descriptor - 1);
    sgp_release(stream->window);
    memset(stream, 0, sizeof *stream);
}

static void write_digest(crypto_generichash_state *state, char text[65])
{
    unsigned char bytes[DIGEST_SIZE];
    crypto_generichash_final(state, bytes, sizeof bytes);
    sodium_bin2hex(text, 65, bytes, sizeof bytes);
}

void sgp_stream_digest(sgp_stream *stream, char text[65])
{
    write_digest(&stream->digest, text);
}

/* ---- rows ---- */

/* What a line has, found in one pass. */
typedef struct look {
    bool has_quote, is_plain; /* plain: ASCII without NUL */
} look;

static uint64_t zero_bytes(uint64_t word)
{
    return (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
}

static look look_at(const char *bytes, size_t length)
{
    uint64_t unusual = 0, quotes = 0;
    for (size_t i = 0; i < length; i += 8) {
        uint64_t word = 0x2020202020202020u;
        if (length - i >= 8)
            memcpy(&word, bytes + i, 8);
        else
            memcpy(&word, bytes + i, length - i);
        unusual |= (word & 0x8080808080808080u) | zero_bytes(word);
        quotes |= zero_bytes(word ^ 0x2222222222222222u);
    }
    return (look){quotes != 0, unusual == 0};
}

/* Adds a field; false when there are too many. */
static bool add_field(sgp_stream *stream, char *text, char *end)
{
    if (stream->count == SGP_STREAM_MOST_COLUMNS)
        return false;
    *end = '\0';
    stream->fields[stream->count++] = (sgp_stream_field){text, (size_t)(end - text)};
    return true;
}

static bool split_plain(sgp_stream *stream, char *at, char *end)
{
    char *text = at;
    for (; at < end; at++)
        if (*at == ',') {
            if (!add_field(stream, text, at))
                return false;
            text = at + 1;
        }
    return add_field(stream, text, end);
}

/* Unquotes the field at `*at`, which is moved to what ends it. NULL when its quotes are wrong. */
static char *unquote(char **at, const char *end)
{
    char *from = *at + 1, *to = *at;
    for (;; *to++ = *from++) {
        if (from == end)
            return NULL;
        if (*from != '"')
            continue;
        if (++from == end || *from != '"')
            break;
    }
    *at = from;
    return from == end || *from == ',' ? to : NULL;
}

static signpost_status split_quoted(sgp_stream *stream, char *at, char *end, signpost_error *error)
{
    for (;;) {
        char *text = at, *stop;
        if (at < end && *at == '"') {
            stop = unquote(&at, end);
            if (!stop)
                return refuse(stream, error, SGP_CSV_QUOTE, "a quote is never closed, or text follows it");
        } else {
            while (at < end && *at != ',' && *at != '"')
                at++;
            if (at < end && *at == '"')
                return refuse(stream, error, SGP_CSV_QUOTE, "a quote inside an unquoted field");
            stop = at;
        }
        bool is_last = at == end;
        if (!add_field(stream, text, stop))
            return refuse(stream, error, SGP_TOO_LARGE, "a row has more than 128 fields");
        if (is_last)
            return SIGNPOST_OK;
        at++;
    }
}

/* Takes apart the row of `length` bytes at the window's place; one more byte behind it may be written. */
static signpost_status split(sgp_stream *stream, size_t length, bool has_quote, bool is_plain, signpost_error *error)
{
    char *at = stream->window + stream->at;
    if (!is_plain && !sgp_text_is_utf8(at, length, NULL))
        return refuse(stream, error, SGP_NOT_UTF8, "a row is not valid UTF-8, or holds a NUL character");
    if (has_quote)
        return split_quoted(stream, at, at + length, error);
    if (!split_plain(stream, at, at + length))
        return refuse(stream, error, SGP_TOO_LARGE, "a row has more than 128 fields");
    return SIGNPOST_OK;
}

/* A row in the window: without and with its line end. */
typedef struct row {
    size_t length, whole;
    unsigned lines;
    bool has_quote, is_plain;
} row;

static size_t count_quotes(const char *bytes, size_t length)
{
    size_t quotes = 0;
    for (size_t i = 0; i < length; i++)
        quotes += bytes[i] == '"';
    return quotes;
}

/* Finds the end of the row at the window's place: a line end outside quotes. False when it is not in the window. */
static bool find_row(const sgp_stream *stream, row *found)
{
    const char *from = stream->window + stream->at, *end = stream->window + stream->filled;
    size_t quotes = 0;
    *found = (row){.is_plain = true};
    for (const char *at = from;;) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (!line_end && !stream->is_at_end)
            return false;
        size_t length = (size_t)((line_end ? line_end : end) - at);
        look seen = look_at(at, length);
        quotes += seen.has_quote ? count_quotes(at, length) : 0;
        found->has_quote = found->has_quote || seen.has_quote;
        found->is_plain = found->is_plain && seen.is_plain;
        found->lines++;
        at += length;
        found->length = (size_t)(at - from);
        found->whole = found->length + (line_end != NULL);
        if (!line_end || quotes % 2 == 0)
            break;
        at++;
    }
    if (found->length && from[found->length - 1] == '\r')
        found->length--;
    return true;
}

/* A row that does not fit is passed over, up to the end of its line. */
static signpost_status skip_long_row(sgp_stream *stream, signpost_error *error)
{
    signpost_status status =
        refuse(stream, error, SGP_TOO_LARGE, "a row is longer than 1 MiB, or a quote is never closed");
    for (;;) {
        const char *line_end = memchr(stream->window + stream->at, '\n', stream->filled - stream->at);
        stream->at = line_end ? (size_t)(line_end - stream->window) + 1 : stream->filled;
        if (line_end || stream->is_at_end)
            break;
        signpost_status read_status = refill(stream, error);
        if (read_status)
            return read_status;
    }
    stream->next_line++;
    return status;
}

signpost_status sgp_stream_next(sgp_stream *stream, signpost_error *error)
{
    stream->count = 0;
    for (;;) {
        row found;
        stream->line = stream->next_line;
        if (!find_row(stream, &found)) {
            if (stream->at == 0 && stream->filled == SGP_STREAM_WINDOW)
                return skip_long_row(stream, error);
            signpost_status status = refill(stream, error);
            if (status)
                return status;
            continue;
        }
        if (!found.whole)
            return SIGNPOST_NONE;
        signpost_status status =
            found.length ? split(stream, found.length, found.has_quote, found.is_plain, error) : SIGNPOST_NONE;
        stream->at += found.whole;
        stream->next_line += found.lines;
        if (status != SIGNPOST_NONE)
            return status;
    }
}
