/* The form of a changeset, as SQLite documents it: a `T`, the number of columns, a byte for each that says whether it
 * is of the key, and the table's name with its NUL; then its rows: what was done, whether indirectly, and the values,
 * twice for an update. */
#include "formats/changeset.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

enum { TABLE = 'T', INSERT = 18, UPDATE = 23, DELETE = 9 };
enum { UNSAID = 0, INTEGER = 1, REAL = 2, TEXT = 3, BLOB = 4, NOTHING = 5 };
enum { MOST_COLUMNS = 2000, LONGEST_NAME = 1000, NUMBER_SIZE = 8 };

typedef struct reader {
    const unsigned char *at, *end;
} reader;

static bool skip(reader *r, size_t size)
{
    if ((size_t)(r->end - r->at) < size)
        return false;
    r->at += size;
    return true;
}

/* Seven bits a byte, the highest first; a set eighth bit says that more come. None here is longer than five bytes. */
static bool read_number(reader *r, size_t *number)
{
    uint64_t value = 0;
    for (int i = 0; i < 5 && r->at < r->end; i++) {
        value = value << 7 | (*r->at & 0x7F);
        if (!(*r->at++ & 0x80)) {
            *number = (size_t)value;
            return value <= INT32_MAX;
        }
    }
    return false;
}

static bool read_value(reader *r)
{
    size_t length;
    if (r->at == r->end)
        return false;
    switch (*r->at++) {
    case UNSAID:
    case NOTHING:
        return true;
    case INTEGER:
    case REAL:
        return skip(r, NUMBER_SIZE);
    case TEXT:
    case BLOB:
        return read_number(r, &length) && skip(r, length);
    default:
        return false;
    }
}

static bool read_row(reader *r, size_t columns)
{
    const unsigned char done = *r->at;
    if ((done != INSERT && done != UPDATE && done != DELETE) || !skip(r, 2))
        return false;
    for (size_t i = 0; i < (done == UPDATE ? 2 * columns : columns); i++)
        if (!read_value(r))
            return false;
    return true;
}

static bool read_head(reader *r, size_t *columns)
{
    if (!skip(r, 1) || !read_number(r, columns) || !*columns || *columns > MOST_COLUMNS || !skip(r, *columns))
        return false;
    const unsigned char *nul = r->at < r->end ? memchr(r->at, '\0', (size_t)(r->end - r->at)) : NULL;
    return nul && nul - r->at <= LONGEST_NAME && skip(r, (size_t)(nul - r->at) + 1);
}

/* The head of a table, or a row of the table whose head was read last. */
static bool read_part(reader *r, size_t *columns)
{
    return *r->at == TABLE ? read_head(r, columns) : *columns && read_row(r, *columns);
}

bool sgp_changeset_is_sound(const void *bytes, size_t size)
{
    if (!size)
        return true;
    reader r = {bytes, (const unsigned char *)bytes + size};
    size_t columns = 0;
    while (r.at < r.end)
        if (!read_part(&r, &columns))
            return false;
    return true;
}

void *sgp_changeset_lead(const void *bytes, size_t size, size_t *led)
{
    reader r = {bytes, (const unsigned char *)bytes + size};
    const unsigned char *widest = bytes;
    size_t columns = 0, length = 0, most = 0;
    for (const unsigned char *at = r.at; at < r.end && read_part(&r, &columns); at = r.at) {
        const size_t needs = 2 * columns * sizeof(void *) + (size_t)(r.at - at);
        if (*at != TABLE || needs <= most)
            continue;
        most = needs;
        widest = at;
        length = (size_t)(r.at - at);
    }
    unsigned char *copy = sgp_allocate(length + size);
    if (!copy)
        return NULL;
    memcpy(copy, widest, length);
    memcpy(copy + length, bytes, size);
    *led = length + size;
    return copy;
}
