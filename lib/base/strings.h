/* Texts without pointers: each is known by its place among the others, or by a small number. What is made of them can
 * be written to a file as it stands. */
#ifndef SGP_BASE_STRINGS_H
#define SGP_BASE_STRINGS_H

#include "base/memory.h"

#define SGP_NO_TEXT UINT32_MAX
enum { SGP_NO_STRING = -1 };

/* Texts one behind the other, each with its NUL; at place 0 stands the empty one, once there is any. */
typedef struct sgp_texts {
    sgp_array bytes; /* char */
} sgp_texts;

void sgp_texts_init(sgp_texts *texts);
void sgp_texts_release(sgp_texts *texts);
/* Place of a new text, which may be the empty one; SGP_NO_TEXT when memory, or the 32 bits of a place, ran out. */
uint32_t sgp_texts_add(sgp_texts *texts, const char *text, size_t length);

/* The text at a place; good until the next one is added. */
static inline const char *sgp_texts_at(const sgp_texts *texts, uint32_t place)
{
    return (const char *)texts->bytes.items + place;
}

/* Strings that are known by a small number each: equal texts have the same one. Numbers run from 0 in the order of
 * first sight. */
typedef struct sgp_strings {
    sgp_texts kept;
    sgp_array texts;   /* uint32_t places, by number */
    int32_t *slots;    /* open addressing: number + 1, or 0 */
    size_t slot_count; /* a power of two, or 0 */
} sgp_strings;

void sgp_strings_init(sgp_strings *strings);
void sgp_strings_release(sgp_strings *strings);

/* Number of a text, added when new; SGP_NO_STRING when memory ran out. */
int32_t sgp_strings_add(sgp_strings *strings, const char *text, size_t length);
/* Number of a text; SGP_NO_STRING when it is not there. */
int32_t sgp_strings_find(const sgp_strings *strings, const char *text, size_t length);
static inline size_t sgp_strings_count(const sgp_strings *strings)
{
    return strings->texts.count;
}

/* The text of a number; good until the next one is added. */
const char *sgp_strings_text(const sgp_strings *strings, int32_t number);

/* Interned strings: equal texts are one pointer, into an arena that outlives the table. */
typedef struct sgp_interned {
    sgp_strings known;
    sgp_array pointers; /* const char *, by number of `known` */
    sgp_arena *arena;
} sgp_interned;

void sgp_interned_init(sgp_interned *interned, sgp_arena *arena);
void sgp_interned_release(sgp_interned *interned); /* the table; the texts stay in the arena */
/* The one pointer for a text, added when new; NULL when memory ran out. */
const char *sgp_interned_text(sgp_interned *interned, const char *text);

/* FNV-1a, 64 bits. */
uint64_t sgp_hash(const void *bytes, size_t size);

#endif
