/* Comparing two entries, field by field, to levels. */
#ifndef SGP_DUPLICATES_COMPARE_H
#define SGP_DUPLICATES_COMPARE_H

#include "duplicates/entries.h"

enum { SGP_NEUTRAL = 0, SGP_EXACT = 1, SGP_MOST_LEVELS = 9 };

/* Levels of the fields that have more than "equal" and "other". From 1, falling in how much they speak for one
 * service; 0 is neutral: one of the two does not say. */
enum sgp_name_level {
    SGP_NAME_EQUAL = 1,
    SGP_NAME_85,
    SGP_NAME_60,
    SGP_NAME_CONTAINED,
    SGP_NAME_35,
    SGP_NAME_15,
    SGP_NAME_OTHER,
    SGP_NAME_OTHER_MARK
};
enum sgp_address_level {
    SGP_ADDRESS_EQUAL = 1,
    SGP_ADDRESS_NUMBER_STREET,
    SGP_ADDRESS_NUMBER,
    SGP_ADDRESS_STREET,
    SGP_ADDRESS_OTHER,
    SGP_ADDRESS_OTHER_NUMBER
};
enum sgp_phone_level { SGP_PHONE_EQUAL = 1, SGP_PHONE_NEARLY, SGP_PHONE_OTHER };
enum sgp_distance_level {
    SGP_WITHIN_20_M = 1,
    SGP_WITHIN_50_M,
    SGP_WITHIN_120_M,
    SGP_WITHIN_300_M,
    SGP_WITHIN_1_KM,
    SGP_WITHIN_10_KM,
    SGP_FARTHER
};
enum sgp_postcode_level { SGP_POSTCODE_EQUAL = 1, SGP_POSTCODE_SECTOR, SGP_POSTCODE_DISTRICT, SGP_POSTCODE_OTHER };
enum sgp_words_level { SGP_WORDS_EQUAL = 1, SGP_WORDS_SHARED, SGP_WORDS_OTHER };
enum sgp_plain_level { SGP_PLAIN_EQUAL = 1, SGP_PLAIN_OTHER };

/* How many levels a field has, without the neutral one; and a level in words. */
int sgp_level_count(signpost_duplicate_field field);
const char *sgp_level_words(signpost_duplicate_field field, int level);

/* The value by which a field's exact level is rarer or more common; SGP_VALUES when it does not matter. */
sgp_value sgp_exact_value(signpost_duplicate_field field);
/* The number of that value in an entry. */
int32_t sgp_exact_number(const sgp_entry *entry, signpost_duplicate_field field);

/* Level of each field for two entries. */
typedef struct sgp_levels {
    uint8_t of[SIGNPOST_DUPLICATE_FIELDS];
} sgp_levels;

/* What comparing remembers; one for each thread. Without `known` it remembers nothing, and is as right. */
typedef struct sgp_comparer {
    const sgp_entries *entries;
    struct sgp_alike *known; /* pairs of words that were compared; as many as a power of two */
} sgp_comparer;

signpost_status sgp_comparer_init(sgp_comparer *comparer, const sgp_entries *entries, signpost_error *error);
void sgp_comparer_release(sgp_comparer *comparer);

/* Level of one field. */
int sgp_compare_field(sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b, signpost_duplicate_field field);
void sgp_compare(sgp_comparer *comparer, const sgp_entry *a, const sgp_entry *b, sgp_levels *levels);

/* 1 when the rule of pharmacies makes them one, -1 when it keeps them apart, 0 when it does not speak. */
int sgp_ods_rule(const sgp_entry *a, const sgp_entry *b);

/* Similarity of Jaro and Winkler of two texts in bytes, 0 to 1: Winkler, "String comparator metrics and enhanced
 * decision rules", 1990; prefix of at most 4, scale 0.1. */
double sgp_jaro_winkler(const char *a, size_t length_a, const char *b, size_t length_b);
/* Whether a text becomes the other by one edit: a character put in, left out or changed, or two neighbours swapped. */
bool sgp_is_one_edit(const char *a, const char *b);

#endif
