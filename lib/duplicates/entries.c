/* Normalising records. Rule kept here: a value that says nothing is SGP_NO_STRING, never an empty text. */
#include "duplicates/entries.h"

#include "base/error.h"
#include "base/text.h"
#include "directory/validate.h"
#include "duplicates/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- tables of values ---- */

/* Puts the number of a text into `*number`, and counts it; an empty one has none. False when memory ran out. */
static bool add_value(sgp_entries *made, sgp_value value, const char *text, int32_t *number)
{
    *number = SGP_NO_STRING;
    if (!*text)
        return true;
    int32_t found = sgp_strings_add(&made->values[value], text, strlen(text));
    if (found == SGP_NO_STRING)
        return false;
    if ((size_t)found == made->counts[value].count && !sgp_array_add(&made->counts[value]))
        return false;
    ++*SGP_AT(&made->counts[value], uint32_t, (size_t)found);
    *number = found;
    return true;
}

static uint32_t letters_of(const char *word)
{
    uint32_t letters = 0;
    for (; *word; word++)
        letters |= sgp_is_letter(*word) ? 1u << (*word - 'a') : sgp_is_digit(*word) ? 1u << 26 : 1u << 27;
    return letters;
}

static bool add_word(sgp_vocabulary *made, const char *word)
{
    int32_t number = sgp_strings_add(&made->words, word, strlen(word));
    if (number == SGP_NO_STRING)
        return false;
    if ((size_t)number == made->facts.count) {
        sgp_word_fact *fact = sgp_array_add(&made->facts);
        if (!fact)
            return false;
        size_t length = strlen(word);
        fact->length = length < UINT8_MAX ? (uint8_t)length : UINT8_MAX;
        fact->letters = letters_of(word);
        fact->is_mark = sgp_word_is_mark(word);
    }
    return sgp_array_append(&made->lists, &number, 1);
}

static int by_number(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Adds the words as a list of their numbers, rising, each once; counts them. */
static bool add_list(sgp_vocabulary *made, const sgp_words *words, uint32_t *first, uint8_t *count)
{
    *first = (uint32_t)made->lists.count;
    for (size_t i = 0; i < words->count; i++)
        if (!add_word(made, words->at[i]))
            return false;
    if (!words->count)
        return true;
    int32_t *list = SGP_AT(&made->lists, int32_t, *first);
    size_t kept = 1;
    qsort(list, words->count, sizeof *list, by_number);
    for (size_t i = 1; i < words->count; i++)
        if (list[i] != list[i - 1])
            list[kept++] = list[i];
    made->lists.count = *first + kept;
    *count = (uint8_t)kept;
    for (size_t i = 0; i < kept; i++)
        SGP_AT(&made->facts, sgp_word_fact, (size_t)list[i])->entries++;
    return true;
}

/* ---- fields ---- */

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static bool add_name(sgp_entries *made, sgp_entry *entry, const char *text)
{
    char joined[SGP_WORDS_BYTES];
    sgp_words words;
    if (!sgp_words_of(&words, text) || !add_list(&made->in_names, &words, &entry->name_words, &entry->name_count))
        return false;
    sgp_words_join(&words, "", joined);
    if (!add_value(made, SGP_VALUE_RUN_TOGETHER, joined, &entry->name_run_together))
        return false;
    sgp_words_sort(&words);
    sgp_words_join(&words, " ", joined);
    return add_value(made, SGP_VALUE_NAME, joined, &entry->name);
}

static bool add_address(sgp_entries *made, sgp_entry *entry, const char *text)
{
    char joined[SGP_WORDS_BYTES];
    sgp_words words;
    sgp_address address;
    if (!sgp_words_of(&words, text) ||
        !add_list(&made->in_addresses, &words, &entry->address_words, &entry->address_count))
        return false;
    sgp_address_of(&words, &address);
    if (!add_value(made, SGP_VALUE_MARK, or_empty(address.number), &entry->number) ||
        !add_value(made, SGP_VALUE_MARK, or_empty(address.unit), &entry->unit) ||
        !add_value(made, SGP_VALUE_STREET, address.street, &entry->street))
        return false;
    sgp_words_sort(&words);
    sgp_words_join(&words, " ", joined);
    return add_value(made, SGP_VALUE_ADDRESS, joined, &entry->address);
}

static bool add_postcode(sgp_entries *made, sgp_entry *entry, const char *text)
{
    char postcode[SGP_POSTCODE_SIZE] = "", sector[SGP_POSTCODE_SIZE] = "", district[SGP_POSTCODE_SIZE] = "";
    char other[SGP_WORDS_BYTES] = "";
    if (sgp_postcode_parse(text, postcode)) {
        sgp_postcode_sector(postcode, sector);
        sgp_postcode_district(postcode, district);
    } else { /* another country's */
        sgp_words words;
        if (!sgp_words_of(&words, text))
            return false;
        sgp_words_join(&words, "", other);
    }
    return add_value(made, SGP_VALUE_POSTCODE, *postcode ? postcode : other, &entry->postcode) &&
           add_value(made, SGP_VALUE_AREA, sector, &entry->sector) &&
           add_value(made, SGP_VALUE_AREA, district, &entry->district);
}

/* A text of which only the words count. */
static bool add_plain(sgp_entries *made, sgp_value value, const char *text, int32_t *number)
{
    char joined[SGP_WORDS_BYTES];
    sgp_words words;
    if (!sgp_words_of(&words, text))
        return false;
    sgp_words_join(&words, " ", joined);
    return add_value(made, value, joined, number);
}

/* Types of pharmacies, by number in the national list of service types, or by their name. */
static bool is_pharmacy(const char *type)
{
    static const char *const types[] = {"13", "131", "132", "134", "148", "149"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    const char *word = "pharmacy";
    size_t at = 0;
    while (word[at] && sgp_lower(type[at]) == word[at])
        at++;
    return !word[at];
}

static bool normalise(sgp_entries *made, sgp_entry *entry, const signpost_duplicate_record *record)
{
    char phone[SGP_PHONE_SIZE], stem[SGP_CODE_SIZE];
    sgp_phone_digits(or_empty(record->phone), phone);
    sgp_code_stem(or_empty(record->ods_code), stem);
    entry->is_pharmacy = is_pharmacy(or_empty(record->type));
    sgp_point point = {record->latitude, record->longitude};
    if (record->has_place && sgp_point_is_valid(point)) {
        entry->has_place = true;
        entry->place = sgp_point_make_ready(point);
    }
    return add_name(made, entry, record->name) && add_address(made, entry, record->address) &&
           add_postcode(made, entry, or_empty(record->postcode)) &&
           add_value(made, SGP_VALUE_PHONE, phone, &entry->phone) &&
           add_value(made, SGP_VALUE_CODE, stem, &entry->code) &&
           add_plain(made, SGP_VALUE_TOWN, record->town, &entry->town) &&
           add_plain(made, SGP_VALUE_TYPE, record->type, &entry->type) &&
           add_plain(made, SGP_VALUE_NEEDS, record->needs, &entry->needs) &&
           add_value(made, SGP_VALUE_HOURS, or_empty(record->hours), &entry->hours);
}

static void vocabulary_init(sgp_vocabulary *made)
{
    *made = (sgp_vocabulary){.facts = SGP_ARRAY_OF(sgp_word_fact), .lists = SGP_ARRAY_OF(int32_t)};
    sgp_strings_init(&made->words);
}

static void vocabulary_release(sgp_vocabulary *made)
{
    sgp_strings_release(&made->words);
    sgp_array_release(&made->facts);
    sgp_array_release(&made->lists);
}

/* A word that every entry has still counts for a little. */
static void weigh_words(sgp_vocabulary *made, size_t entries)
{
    for (size_t i = 0; i < made->facts.count; i++) {
        sgp_word_fact *fact = SGP_AT(&made->facts, sgp_word_fact, i);
        fact->rarity = (float)fmax(0.01, log((double)entries / fact->entries));
    }
}

signpost_status sgp_entries_make(sgp_entries *made, const signpost_duplicate_record *records, size_t count,
                                 signpost_error *error)
{
    *made = (sgp_entries){0};
    vocabulary_init(&made->in_names);
    vocabulary_init(&made->in_addresses);
    for (int i = 0; i < SGP_VALUES; i++) {
        sgp_strings_init(&made->values[i]);
        made->counts[i] = (sgp_array)SGP_ARRAY_OF(uint32_t);
    }
    made->items = sgp_allocate_zeroed(count, sizeof *made->items);
    if (!made->items)
        return sgp_fail_memory(error);
    for (; made->count < count; made->count++) {
        sgp_entry *entry = &made->items[made->count];
        entry->record = (uint32_t)made->count;
        if (!normalise(made, entry, &records[made->count]))
            return sgp_fail_memory(error);
    }
    weigh_words(&made->in_names, count);
    weigh_words(&made->in_addresses, count);
    return SIGNPOST_OK;
}

void sgp_entries_release(sgp_entries *entries)
{
    sgp_release(entries->items);
    entries->items = NULL;
    entries->count = 0;
    vocabulary_release(&entries->in_names);
    vocabulary_release(&entries->in_addresses);
    for (int i = 0; i < SGP_VALUES; i++) {
        sgp_strings_release(&entries->values[i]);
        sgp_array_release(&entries->counts[i]);
    }
}

/* ---- identical entries ---- */

bool sgp_entry_says_enough(const sgp_entry *entry)
{
    return entry->name != SGP_NO_STRING &&
           (entry->phone != SGP_NO_STRING || entry->postcode != SGP_NO_STRING || entry->has_place ||
            (entry->address != SGP_NO_STRING && entry->town != SGP_NO_STRING));
}

/* All that is compared, in numbers; without a place, its coordinates are 0. */
typedef struct whole_entry {
    int32_t values[12];
    double latitude, longitude;
} whole_entry;

static whole_entry whole_of(const sgp_entry *entry)
{
    return (whole_entry){{entry->name, entry->name_run_together, entry->address, entry->phone, entry->postcode,
                          entry->town, entry->type, entry->needs, entry->hours, entry->code, entry->unit,
                          entry->has_place},
                         entry->place.point.latitude,
                         entry->place.point.longitude};
}

bool sgp_entries_are_identical(const sgp_entry *a, const sgp_entry *b)
{
    whole_entry of_a = whole_of(a), of_b = whole_of(b);
    return memcmp(of_a.values, of_b.values, sizeof of_a.values) == 0 && !(of_a.latitude < of_b.latitude) &&
           !(of_a.latitude > of_b.latitude) && !(of_a.longitude < of_b.longitude) && !(of_a.longitude > of_b.longitude);
}

uint64_t sgp_entry_hash(const sgp_entry *entry)
{
    whole_entry whole = whole_of(entry);
    uint64_t hash = sgp_hash(whole.values, sizeof whole.values);
    hash ^= (uint64_t)llround(whole.latitude * 1e6) * 0x9E3779B97F4A7C15u;
    return hash ^ (uint64_t)llround(whole.longitude * 1e6) * 0xBF58476D1CE4E5B9u;
}
