/* The pieces that a kept index is made of: rows, texts, tables of strings, lists. */
#include "search/keep.h"

#include "base/error.h"

#include <string.h>

void sgp_keep_damaged(sgp_keep *keep, const char *what)
{
    if (keep->status == SIGNPOST_OK)
        keep->status = sgp_fail(keep->error, SIGNPOST_CORRUPT, SGP_KEPT_DAMAGED, "the kept index is damaged: %s", what);
}

static void lack_memory(sgp_keep *keep)
{
    if (keep->status == SIGNPOST_OK)
        keep->status = sgp_fail_memory(keep->error);
}

/* Zeroed room at the end of an array of bytes, which doubles. */
static char *extend(sgp_keep *keep, sgp_array *bytes, size_t size)
{
    size_t wanted = bytes->count + size;
    if (wanted > bytes->capacity &&
        !sgp_array_reserve(bytes, wanted > bytes->capacity * 2 ? wanted : bytes->capacity * 2)) {
        lack_memory(keep);
        return NULL;
    }
    char *room = (char *)bytes->items + bytes->count;
    memset(room, 0, size);
    bytes->count = wanted;
    return room;
}

static size_t align(size_t at)
{
    return (at + 7) / 8 * 8;
}

void *sgp_keep_rows(sgp_keep *keep, size_t count, size_t row_size)
{
    if (keep->status != SIGNPOST_OK)
        return NULL;
    if (keep->writing) {
        size_t gap = align(keep->out.count) - keep->out.count;
        char *room = extend(keep, &keep->out, gap + count * row_size + 1); /* never of no size */
        if (!room)
            return NULL;
        keep->out.count--;
        return room + gap;
    }
    size_t at = align(keep->at);
    if (at > keep->size || count > (keep->size - at) / row_size) {
        sgp_keep_damaged(keep, "it ends too early");
        return NULL;
    }
    keep->at = at + count * row_size;
    return keep->bytes + at;
}

void *sgp_keep_items(sgp_keep *keep, const void *items, size_t count, size_t item_size)
{
    void *rows = sgp_keep_rows(keep, count, item_size);
    if (rows && keep->writing && count)
        memcpy(rows, items, count * item_size);
    return rows;
}

void *sgp_keep_make(sgp_keep *keep, size_t count, size_t size)
{
    void *made = keep->status == SIGNPOST_OK ? sgp_arena_allocate(&keep->index->arena, count, size) : NULL;
    if (!made)
        lack_memory(keep);
    return made;
}

size_t sgp_keep_count(sgp_keep *keep, size_t count)
{
    uint64_t *row = sgp_keep_rows(keep, 1, sizeof *row);
    if (!row)
        return 0;
    if (keep->writing)
        *row = count;
    else if (*row > keep->size) /* everything that is counted takes a byte at least */
        sgp_keep_damaged(keep, "a count is too large");
    return keep->status == SIGNPOST_OK ? (size_t)*row : 0;
}

/* Texts and tables of strings, with their slots: putting each text into its slot again would take longer than all the
 * rest. */

const char *sgp_keep_text(sgp_keep *keep, const char *text)
{
    size_t size = sgp_keep_count(keep, keep->writing ? strlen(text) + 1 : 0);
    const char *kept = sgp_keep_items(keep, text, size, 1);
    if (!kept || keep->writing)
        return "";
    if (size && kept[size - 1] == '\0')
        return kept;
    sgp_keep_damaged(keep, "a text has no end");
    return "";
}

void sgp_keep_texts(sgp_keep *keep, sgp_texts *texts)
{
    size_t size = sgp_keep_count(keep, texts->bytes.count);
    char *bytes = sgp_keep_items(keep, texts->bytes.items, size, 1);
    if (!bytes || keep->writing)
        return;
    texts->bytes = (sgp_array){bytes, size, 0, 1};
    if (size && (bytes[0] || bytes[size - 1])) /* whatever stands between, each text in them has an end */
        sgp_keep_damaged(keep, "its texts have no end");
}

void sgp_keep_check_places(sgp_keep *keep, const uint32_t *places, size_t count, const sgp_texts *texts)
{
    bool good = true;
    if (!sgp_keep_checks(keep))
        return;
    for (size_t i = 0; i < count; i++)
        good &= places[i] < texts->bytes.count;
    if (!good)
        sgp_keep_damaged(keep, "a text lies outside of it");
}

/* A search for what is not there ends at a slot that is free. */
static void check_slots(sgp_keep *keep, const sgp_strings *strings)
{
    size_t taken = 0;
    sgp_keep_check(keep, strings->slots, strings->slot_count, 0, strings->texts.count + 1);
    for (size_t i = 0; i < strings->slot_count && sgp_keep_checks(keep); i++)
        taken += strings->slots[i] != 0;
    if (sgp_keep_checks(keep) &&
        (taken != strings->texts.count || (strings->slot_count && taken >= strings->slot_count)))
        sgp_keep_damaged(keep, "a table of codes is not what it should be");
}

void sgp_keep_strings(sgp_keep *keep, sgp_strings *strings)
{
    size_t count = sgp_keep_count(keep, strings->texts.count), slots = sgp_keep_count(keep, strings->slot_count);
    sgp_keep_texts(keep, &strings->kept);
    uint32_t *places = sgp_keep_items(keep, strings->texts.items, count, sizeof *places);
    SGP_KEEP(keep, strings->slots, slots);
    if (keep->writing || keep->status != SIGNPOST_OK)
        return;
    strings->texts = (sgp_array){places, count, 0, sizeof *places};
    strings->slot_count = slots;
    if (slots & (slots - 1))
        sgp_keep_damaged(keep, "a table of codes is not of its size");
    sgp_keep_check_places(keep, places, count, &strings->kept);
    check_slots(keep, strings);
}

void sgp_keep_check(sgp_keep *keep, const int32_t *numbers, size_t count, int32_t least, size_t end)
{
    bool good = true;
    if (!sgp_keep_checks(keep))
        return;
    for (size_t i = 0; i < count; i++)
        good &= numbers[i] >= least && numbers[i] < (int64_t)end;
    if (!good)
        sgp_keep_damaged(keep, "a number leads nowhere");
}

void sgp_keep_lists(sgp_keep *keep, sgp_lists *lists, size_t owner_count, size_t item_size)
{
    SGP_KEEP(keep, lists->first, owner_count + 1);
    if (sgp_keep_checks(keep)) {
        bool good = lists->first[0] == 0;
        for (size_t i = 0; i < owner_count; i++)
            good &= lists->first[i] <= lists->first[i + 1];
        if (!good)
            sgp_keep_damaged(keep, "lists are out of order");
    }
    size_t count = keep->status == SIGNPOST_OK ? lists->first[owner_count] : 0;
    void *items = sgp_keep_items(keep, lists->items, count, item_size);
    if (!keep->writing)
        lists->items = items;
}
