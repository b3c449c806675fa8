/* Blocks of entries that share a key. Invariant: a pair that one of the two entries finds is found by the other, too,
 * so that looking only at later entries loses none. */
#include "duplicates/blocks.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

uint32_t sgp_key_fields(sgp_key key)
{
    enum { PLACE = 1 << SIGNPOST_BY_DISTANCE | 1 << SIGNPOST_BY_POSTCODE | 1 << SIGNPOST_BY_TOWN };
    static const uint32_t fields[SGP_KEYS] = {
        [SGP_KEY_POSTCODE] = PLACE,
        [SGP_KEY_PHONE] = 1 << SIGNPOST_BY_PHONE,
        [SGP_KEY_WORD] = 1 << SIGNPOST_BY_NAME,
        [SGP_KEY_STREET] = 1 << SIGNPOST_BY_ADDRESS,
        [SGP_KEY_PREFIX] = 1 << SIGNPOST_BY_NAME,
        [SGP_KEY_CELL] = PLACE,
        [SGP_KEY_CODE] = 1 << SIGNPOST_BY_CODE,
    };
    return fields[key];
}

/* ---- keys ---- */

enum { NO_KEY = 0 };

static uint32_t hash_of(const void *bytes, size_t size)
{
    uint64_t hash = sgp_hash(bytes, size);
    uint32_t key = (uint32_t)(hash ^ hash >> 32);
    return key == NO_KEY ? 1 : key;
}

static uint32_t key_of_number(int32_t number)
{
    return number == SGP_NO_STRING ? NO_KEY : hash_of(&number, sizeof number);
}

static uint32_t key_of_phone(const sgp_entries *entries, const sgp_entry *entry)
{
    enum { LOCAL_DIGITS = 7 };
    if (entry->phone == SGP_NO_STRING)
        return NO_KEY;
    const char *digits = sgp_strings_text(&entries->values[SGP_VALUE_PHONE], entry->phone);
    size_t length = strlen(digits), from = length > LOCAL_DIGITS ? length - LOCAL_DIGITS : 0;
    return hash_of(digits + from, length - from);
}

static uint32_t key_of_street(const sgp_entry *entry)
{
    if (entry->number == SGP_NO_STRING || entry->street == SGP_NO_STRING)
        return key_of_number(entry->address);
    const int32_t both[] = {entry->number, entry->street};
    return hash_of(both, sizeof both);
}

static uint32_t key_of_prefix(const sgp_entries *entries, const sgp_entry *entry)
{
    enum { PREFIX = 6 };
    if (entry->name_run_together == SGP_NO_STRING)
        return NO_KEY;
    const char *name = sgp_strings_text(&entries->values[SGP_VALUE_RUN_TOGETHER], entry->name_run_together);
    return hash_of(name, strnlen(name, PREFIX));
}

/* Rows of 0.0045 degrees, 500 m; as wide there. */
static uint32_t key_of_cell(const sgp_entry *entry)
{
    static const double side = 0.0045;
    if (!entry->has_place)
        return NO_KEY;
    int32_t row = (int32_t)floor(entry->place.point.latitude / side);
    double width = side / fmax(0.01, cos(row * side * 0.017453292519943295));
    const int32_t cell[] = {row, (int32_t)floor(entry->place.point.longitude / width)};
    return hash_of(cell, sizeof cell);
}

/* The rarest words that other names have, too. */
static void keys_of_words(const sgp_entries *entries, const sgp_entry *entry, uint32_t keys[3])
{
    const sgp_vocabulary *in = &entries->in_names;
    uint32_t rarest[3] = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
    keys[0] = keys[1] = keys[2] = NO_KEY;
    for (uint32_t i = 0; i < entry->name_count; i++) {
        int32_t word = *SGP_AT(&in->lists, int32_t, entry->name_words + i);
        uint32_t with = sgp_word_fact_of(in, word)->entries;
        if (with < 2 || with > SGP_LARGEST_BLOCK)
            continue;
        int place = 3;
        while (place > 0 && with < rarest[place - 1])
            place--;
        for (int at = 2; at > place; at--) {
            rarest[at] = rarest[at - 1];
            keys[at] = keys[at - 1];
        }
        if (place < 3) {
            rarest[place] = with;
            keys[place] = key_of_number(word);
        }
    }
}

/* Keys of one kind; only words have more than one. */
static int keys_of(const sgp_entries *entries, const sgp_entry *entry, sgp_key kind, uint32_t keys[3])
{
    switch (kind) {
    case SGP_KEY_POSTCODE:
        keys[0] = key_of_number(entry->postcode);
        return 1;
    case SGP_KEY_PHONE:
        keys[0] = key_of_phone(entries, entry);
        return 1;
    case SGP_KEY_WORD:
        keys_of_words(entries, entry, keys);
        return 3;
    case SGP_KEY_STREET:
        keys[0] = key_of_street(entry);
        return 1;
    case SGP_KEY_PREFIX:
        keys[0] = key_of_prefix(entries, entry);
        return 1;
    case SGP_KEY_CELL:
        keys[0] = key_of_cell(entry);
        return 1;
    case SGP_KEY_CODE:
    case SGP_KEYS:
    default:
        keys[0] = key_of_number(entry->code);
        return 1;
    }
}

/* ---- the order of names ---- */

typedef struct named {
    const char *name;
    uint32_t entry;
} named;

static int by_name(const void *a, const void *b)
{
    const named *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

/* Entries in the order of their names, as many as there are; NULL when memory ran out. */
static uint32_t *order_names(const sgp_entries *entries)
{
    named *names = sgp_allocate_zeroed(entries->count, sizeof *names);
    uint32_t *order = sgp_allocate(entries->count * sizeof *order);
    if (names && order) {
        const sgp_strings *texts = &entries->values[SGP_VALUE_NAME];
        for (size_t i = 0; i < entries->count; i++) {
            int32_t name = entries->items[i].name;
            names[i] = (named){name == SGP_NO_STRING ? "" : sgp_strings_text(texts, name), (uint32_t)i};
        }
        qsort(names, entries->count, sizeof *names, by_name);
        for (size_t i = 0; i < entries->count; i++)
            order[i] = names[i].entry;
    } else {
        sgp_release(order);
        order = NULL;
    }
    sgp_release(names);
    return order;
}

/* ---- tables ---- */

typedef struct keyed {
    uint32_t key, entry, slot; /* which of the entry's keys it is */
} keyed;

/* Sorts by key, keeping the order of what is equal: four passes over bytes. */
static void sort_by_key(keyed *items, keyed *spare, size_t count)
{
    for (int shift = 0; shift < 32; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < count; i++)
            starts[(items[i].key >> shift & 255) + 1]++;
        for (int i = 0; i < 256; i++)
            starts[i + 1] += starts[i];
        for (size_t i = 0; i < count; i++)
            spare[starts[items[i].key >> shift & 255]++] = items[i];
        keyed *swap = items;
        items = spare;
        spare = swap;
    }
}

static size_t collect(const sgp_entries *entries, const uint32_t *twin_of, const uint32_t *order, sgp_key kind,
                      keyed *items)
{
    size_t count = 0;
    for (size_t i = 0; i < entries->count; i++) {
        uint32_t keys[3];
        if (twin_of && twin_of[order[i]] != order[i])
            continue;
        int given = keys_of(entries, &entries->items[order[i]], kind, keys);
        for (int k = 0; k < given; k++)
            if (keys[k] != NO_KEY)
                items[count++] =
                    (keyed){keys[k], order[i], (uint32_t)kind + (uint32_t)k + (kind > SGP_KEY_WORD ? 2u : 0u)};
    }
    return count;
}

/* Writes the blocks of two and more. */
static bool fill_table(sgp_block_table *table, uint32_t *at, const keyed *items, size_t count)
{
    table->members = sgp_allocate(count * sizeof *table->members);
    table->blocks = sgp_allocate(count * sizeof *table->blocks);
    table->begins = sgp_allocate((count / 2 + 1) * sizeof *table->begins);
    if (!table->members || !table->blocks || !table->begins)
        return false;
    uint32_t block = 0;
    for (size_t from = 0, to; from < count; from = to) {
        to = from + 1;
        while (to < count && items[to].key == items[from].key)
            to++;
        if (to - from < 2)
            continue;
        table->begins[block] = (uint32_t)table->count;
        for (size_t i = from; i < to; i++) {
            at[(size_t)items[i].entry * SGP_KEYS_OF_ENTRY + items[i].slot] = (uint32_t)table->count;
            table->blocks[table->count] = block;
            table->members[table->count++] = items[i].entry;
        }
        block++;
    }
    table->begins[block] = (uint32_t)table->count;
    return true;
}

signpost_status sgp_blocks_make(sgp_blocks *made, const sgp_entries *entries, const uint32_t *twin_of,
                                signpost_error *error)
{
    size_t most = entries->count * 3;
    *made = (sgp_blocks){.entries = entries->count};
    made->at = sgp_allocate(entries->count * SGP_KEYS_OF_ENTRY * sizeof *made->at);
    uint32_t *order = order_names(entries);
    keyed *items = sgp_allocate(most * sizeof *items), *spare = sgp_allocate(most * sizeof *spare);
    bool good = made->at && order && items && spare;
    if (good)
        memset(made->at, 0xFF, entries->count * SGP_KEYS_OF_ENTRY * sizeof *made->at);
    for (int kind = 0; kind < SGP_KEYS && good; kind++) {
        size_t count = collect(entries, twin_of, order, (sgp_key)kind, items);
        sort_by_key(items, spare, count);
        good = fill_table(&made->tables[kind], made->at, items, count);
    }
    sgp_release(order);
    sgp_release(items);
    sgp_release(spare);
    return good ? SIGNPOST_OK : sgp_fail_memory(error);
}

void sgp_blocks_release(sgp_blocks *blocks)
{
    sgp_release(blocks->at);
    for (int i = 0; i < SGP_KEYS; i++) {
        sgp_release(blocks->tables[i].members);
        sgp_release(blocks->tables[i].blocks);
        sgp_release(blocks->tables[i].begins);
    }
    *blocks = (sgp_blocks){0};
}

/* ---- partners ---- */

signpost_status sgp_pairing_init(sgp_pairing *pairing, const sgp_blocks *blocks, signpost_error *error)
{
    pairing->blocks = blocks;
    pairing->count = 0;
    pairing->seen = sgp_allocate_zeroed(blocks->entries, sizeof *pairing->seen);
    pairing->seen_for = sgp_allocate_zeroed(blocks->entries, sizeof *pairing->seen_for);
    return pairing->seen && pairing->seen_for ? SIGNPOST_OK : sgp_fail_memory(error);
}

void sgp_pairing_release(sgp_pairing *pairing)
{
    sgp_release(pairing->seen);
    sgp_release(pairing->seen_for);
    pairing->seen = pairing->seen_for = NULL;
}

static void add_partner(sgp_pairing *pairing, uint32_t entry, uint32_t partner, uint32_t key)
{
    if (pairing->seen_for[partner] == entry + 1) {
        pairing->partners[pairing->seen[partner]].keys |= key;
        return;
    }
    pairing->seen_for[partner] = entry + 1;
    pairing->seen[partner] = (uint32_t)pairing->count;
    pairing->partners[pairing->count++] = (sgp_partner){partner, key};
}

static void add_block(sgp_pairing *pairing, uint32_t entry, sgp_key kind, uint32_t place)
{
    const sgp_block_table *table = &pairing->blocks->tables[kind];
    uint32_t block = table->blocks[place], from = table->begins[block], to = table->begins[block + 1];
    if (to - from > SGP_LARGEST_BLOCK) {
        from = place - from > SGP_WINDOW ? place - SGP_WINDOW : from;
        to = to - place > SGP_WINDOW + 1 ? place + SGP_WINDOW + 1 : to;
    }
    for (uint32_t i = from; i < to; i++)
        if (table->members[i] > entry)
            add_partner(pairing, entry, table->members[i], 1u << (unsigned)kind);
}

void sgp_pairing_of(sgp_pairing *pairing, uint32_t entry)
{
    const uint32_t *at = pairing->blocks->at + (size_t)entry * SGP_KEYS_OF_ENTRY;
    pairing->count = 0;
    for (int slot = 0; slot < SGP_KEYS_OF_ENTRY; slot++) {
        int kind = slot <= SGP_KEY_WORD ? slot : slot <= SGP_KEY_WORD + 2 ? SGP_KEY_WORD : slot - 2;
        if (at[slot] != UINT32_MAX)
            add_block(pairing, entry, (sgp_key)kind, at[slot]);
    }
}
