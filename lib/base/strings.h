/* Interned strings: equal texts are one pointer, and one small number. */
#ifndef SGP_BASE_STRINGS_H
#define SGP_BASE_STRINGS_H

#include "base/memory.h"

enum { SGP_NO_STRING = -1 };

/* Texts live in the arena, which must outlive the table; numbers run from 0 in the order of first sight. */
typedef struct sgp_strings {
    sgp_arena *arena;
    sgp_array texts;   /* const char *, by number */
    int32_t *slots;    /* open addressing: number + 1, or 0 */
    size_t slot_count; /* a power of two, or 0 */
} sgp_strings;

void sgp_strings_init(sgp_strings *strings, sgp_arena *arena);
void sgp_strings_release(sgp_strings *strings); /* the table; the texts stay in the arena */

/* Number of a text, added when new; SGP_NO_STRING when memory ran out. */
int32_t sgp_strings_add(sgp_strings *strings, const char *text, size_t length);
/* Number of a text; SGP_NO_STRING when it is not there. */
int32_t sgp_strings_find(const sgp_strings *strings, const char *text, size_t length);
const char *sgp_strings_text(const sgp_strings *strings, int32_t number);
/* The one pointer for a text, added when new; NULL when memory ran out. */
const char *sgp_strings_intern(sgp_strings *strings, const char *text);

/* FNV-1a, 64 bits. */
uint64_t sgp_hash(const void *bytes, size_t size);

#endif
