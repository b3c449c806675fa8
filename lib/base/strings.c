/* Interned strings. Invariant: fewer than three quarters of the slots are taken. */
#include "base/strings.h"

#include <string.h>

uint64_t sgp_hash(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * 1099511628211u;
    return hash;
}

void sgp_strings_init(sgp_strings *strings, sgp_arena *arena)
{
    *strings = (sgp_strings){.arena = arena, .texts = SGP_ARRAY_OF(const char *)};
}

void sgp_strings_release(sgp_strings *strings)
{
    sgp_array_release(&strings->texts);
    sgp_release(strings->slots);
    strings->slots = NULL;
    strings->slot_count = 0;
}

const char *sgp_strings_text(const sgp_strings *strings, int32_t number)
{
    return *SGP_AT(&strings->texts, const char *, (size_t)number);
}

/* The slot that holds the text, or the free one where it would go. */
static int32_t *slot_of(const sgp_strings *strings, const char *text, size_t length)
{
    size_t mask = strings->slot_count - 1;
    for (size_t i = (size_t)sgp_hash(text, length) & mask;; i = (i + 1) & mask) {
        int32_t *slot = &strings->slots[i];
        if (!*slot)
            return slot;
        const char *there = sgp_strings_text(strings, *slot - 1);
        if (strncmp(there, text, length) == 0 && there[length] == '\0')
            return slot;
    }
}

static bool make_room(sgp_strings *strings)
{
    if (strings->texts.count < strings->slot_count / 4 * 3)
        return true;
    sgp_strings wider = *strings;
    wider.slot_count = strings->slot_count ? strings->slot_count * 2 : 64;
    wider.slots = sgp_allocate_zeroed(wider.slot_count, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0; i < strings->texts.count; i++) {
        const char *text = sgp_strings_text(strings, (int32_t)i);
        *slot_of(&wider, text, strlen(text)) = (int32_t)i + 1;
    }
    sgp_release(strings->slots);
    strings->slots = wider.slots;
    strings->slot_count = wider.slot_count;
    return true;
}

int32_t sgp_strings_find(const sgp_strings *strings, const char *text, size_t length)
{
    return strings->slot_count ? *slot_of(strings, text, length) - 1 : SGP_NO_STRING;
}

int32_t sgp_strings_add(sgp_strings *strings, const char *text, size_t length)
{
    if (!make_room(strings))
        return SGP_NO_STRING;
    int32_t *slot = slot_of(strings, text, length);
    if (*slot)
        return *slot - 1;
    char *copy = sgp_arena_text(strings->arena, text, length);
    if (!copy || !sgp_array_append(&strings->texts, &(const char *){copy}, 1))
        return SGP_NO_STRING;
    *slot = (int32_t)strings->texts.count;
    return *slot - 1;
}

const char *sgp_strings_intern(sgp_strings *strings, const char *text)
{
    int32_t number = sgp_strings_add(strings, text, strlen(text));
    return number == SGP_NO_STRING ? NULL : sgp_strings_text(strings, number);
}
