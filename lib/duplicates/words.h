/* Texts taken apart for comparison: folded, without punctuation, with abbreviations in one form. */
#ifndef SGP_DUPLICATES_WORDS_H
#define SGP_DUPLICATES_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* What is past these limits is not looked at. */
enum { SGP_MOST_WORDS = 32, SGP_WORDS_BYTES = 512, SGP_PHONE_SIZE = 20, SGP_CODE_SIZE = 16 };

/* A text's words, each ended by a NUL. */
typedef struct sgp_words {
    char bytes[SGP_WORDS_BYTES + SGP_MOST_WORDS];
    const char *at[SGP_MOST_WORDS];
    bool begins_part[SGP_MOST_WORDS]; /* the first, or after a comma or bracket */
    size_t count;
} sgp_words;

/* False when memory ran out. "St", "Street" and "Saint" are one word, and so are "&" and "and", "first" and "1st". */
bool sgp_words_of(sgp_words *words, const char *text);
/* The words in their order with `between` between; returns the length. `out` has room for SGP_WORDS_BYTES. */
size_t sgp_words_join(const sgp_words *words, const char *between, char *out);
/* In the order of bytes. */
void sgp_words_sort(sgp_words *words);

/* Whether a word is a number, or a single letter, which tells things of one name apart: "2", "b", "12a". */
bool sgp_word_is_mark(const char *word);

/* What an address says: indices of words. */
typedef struct sgp_address {
    const char *number, *unit;    /* "435", "12a"; flat, unit or suite; NULL for none */
    char street[SGP_WORDS_BYTES]; /* without its kind and its side: "high" for High Street West; "" for none */
} sgp_address;

void sgp_address_of(const sgp_words *words, sgp_address *address);

/* Digits of a phone number in national form: "+44 (0)1892 555 123 ext 4" gives "01892555123". "" when there are fewer
 * than five. */
void sgp_phone_digits(const char *text, char digits[SGP_PHONE_SIZE]);

/* Stem of an ODS code in capitals: a pharmacy's is F, a letter and three more, and what follows tells its entries
 * apart; another's is the code as it is. "" for none. */
void sgp_code_stem(const char *text, char stem[SGP_CODE_SIZE]);

#endif
