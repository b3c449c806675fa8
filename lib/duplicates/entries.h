/* The records, normalised: texts are numbers, so that most comparisons are of integers. */
#ifndef SGP_DUPLICATES_ENTRIES_H
#define SGP_DUPLICATES_ENTRIES_H

#include "base/geography.h"
#include "base/strings.h"
#include "signpost/duplicates.h"

/* A word. */
typedef struct sgp_word_fact {
    uint32_t letters; /* bit per letter that occurs, one for all digits, one for all else */
    uint32_t entries; /* in which it occurs */
    float rarity;     /* ln(entries / entries with it) */
    uint8_t length;   /* at most 255 */
    bool is_mark;
} sgp_word_fact;

/* What is not known is SGP_NO_STRING. Numbers are those of the tables below. */
typedef struct sgp_entry {
    int32_t name, name_run_together; /* words sorted; in their order, without spaces */
    int32_t address, number, unit, street;
    int32_t phone, postcode, sector, district, town, type, needs, hours, code;
    uint32_t name_words, address_words; /* the first, in the lists of the vocabulary */
    uint8_t name_count, address_count;
    bool is_pharmacy, has_place;
    uint32_t record; /* of which this is made */
    sgp_ready_point place;
} sgp_entry;

/* Values that are looked at as a whole, with how many entries have each. */
typedef enum sgp_value {
    SGP_VALUE_NAME,
    SGP_VALUE_RUN_TOGETHER,
    SGP_VALUE_ADDRESS,
    SGP_VALUE_STREET,
    SGP_VALUE_MARK, /* house numbers and units */
    SGP_VALUE_PHONE,
    SGP_VALUE_POSTCODE,
    SGP_VALUE_AREA, /* sectors and districts */
    SGP_VALUE_TOWN,
    SGP_VALUE_TYPE,
    SGP_VALUE_NEEDS,
    SGP_VALUE_HOURS,
    SGP_VALUE_CODE,
    SGP_VALUES
} sgp_value;

/* The words of all names, or of all addresses. */
typedef struct sgp_vocabulary {
    sgp_strings words;
    sgp_array facts; /* sgp_word_fact, by number of the word */
    sgp_array lists; /* int32_t, words of entries; those of one entry in rising order, each once */
} sgp_vocabulary;

typedef struct sgp_entries {
    sgp_entry *items;
    size_t count;
    sgp_vocabulary in_names, in_addresses;
    sgp_strings values[SGP_VALUES];
    sgp_array counts[SGP_VALUES]; /* uint32_t, by number of the value */
} sgp_entries;

/* Normalises `records`; `made` is to be released, whatever the answer. */
signpost_status sgp_entries_make(sgp_entries *made, const signpost_duplicate_record *records, size_t count,
                                 signpost_error *error);
void sgp_entries_release(sgp_entries *entries);

/* Whether an entry says enough for another that says the same to be the same service. */
bool sgp_entry_says_enough(const sgp_entry *entry);
/* Whether all that is compared is the same in both; and a hash that is then the same. */
bool sgp_entries_are_identical(const sgp_entry *a, const sgp_entry *b);
uint64_t sgp_entry_hash(const sgp_entry *entry);

/* How many entries have a value. */
static inline uint32_t sgp_entries_with(const sgp_entries *entries, sgp_value value, int32_t number)
{
    return *SGP_AT(&entries->counts[value], uint32_t, (size_t)number);
}

static inline const sgp_word_fact *sgp_word_fact_of(const sgp_vocabulary *vocabulary, int32_t word)
{
    return SGP_AT(&vocabulary->facts, sgp_word_fact, (size_t)word);
}

#endif
