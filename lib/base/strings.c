/* Texts by their places, and strings by their numbers. Invariant: at most half of the slots are taken, so that a text
 * that is not there is soon known not to be. */
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

void sgp_texts_init(sgp_texts *texts)
{
    *texts = (sgp_texts){SGP_ARRAY_OF(char)};
}

void sgp_texts_release(sgp_texts *texts)
{
    sgp_array_release(&texts->bytes);
}

uint32_t sgp_texts_add(sgp_texts *texts, const char *text, size_t length)
{
    sgp_array *bytes = &texts->bytes;
    size_t place = bytes->count ? bytes->count : 1; /* behind the empty one */
    if (length >= UINT32_MAX - place)
        return SGP_NO_TEXT;
    if (!bytes->count && !sgp_array_append(bytes, "", 1))
        return SGP_NO_TEXT;
    if (!length)
        return 0;
    if (!sgp_array_append(bytes, text, length))
        return SGP_NO_TEXT;
    if (!sgp_array_append(bytes, "", 1)) {
        bytes->count = place; /* without its NUL it is none */
        return SGP_NO_TEXT;
    }
    return (uint32_t)place;
}

void sgp_strings_init(sgp_strings *strings)
{
    *strings = (sgp_strings){.texts = SGP_ARRAY_OF(uint32_t)};
    sgp_texts_init(&strings->kept);
}

void sgp_strings_release(sgp_strings *strings)
{
    sgp_texts_release(&strings->kept);
    sgp_array_release(&strings->texts);
    sgp_release(strings->slots);
    strings->slots = NULL;
    strings->slot_count = 0;
}

const char *sgp_strings_text(const sgp_strings *strings, int32_t number)
{
    return sgp_texts_at(&strings->kept, *SGP_AT(&strings->texts, uint32_t, (size_t)number));
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
    if (strings->texts.count < strings->slot_count / 2)
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
    uint32_t place = sgp_texts_add(&strings->kept, text, length);
    if (place == SGP_NO_TEXT || !sgp_array_append(&strings->texts, &place, 1))
        return SGP_NO_STRING;
    *slot = (int32_t)strings->texts.count;
    return *slot - 1;
}

void sgp_interned_init(sgp_interned *interned, sgp_arena *arena)
{
    *interned = (sgp_interned){.pointers = SGP_ARRAY_OF(const char *), .arena = arena};
    sgp_strings_init(&interned->known);
}

void sgp_interned_release(sgp_interned *interned)
{
    sgp_strings_release(&interned->known);
    sgp_array_release(&interned->pointers);
}

const char *sgp_interned_text(sgp_interned *interned, const char *text)
{
    size_t length = strlen(text);
    int32_t number = sgp_strings_find(&interned->known, text, length);
    if (number != SGP_NO_STRING)
        return *SGP_AT(&interned->pointers, const char *, (size_t)number);
    const char *copy = sgp_arena_text(interned->arena, text, length);
    const char **pointer = copy ? sgp_array_add(&interned->pointers) : NULL;
    if (!pointer)
        return NULL;
    *pointer = copy;
    if (sgp_strings_add(&interned->known, text, length) != SGP_NO_STRING)
        return copy;
    interned->pointers.count--; /* the two run together */
    return NULL;
}
