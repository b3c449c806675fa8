/* Bitsets: whole words, so that sets of one size are combined word by word. */
#ifndef SGP_BASE_BITSET_H
#define SGP_BASE_BITSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t sgp_word;

static inline size_t sgp_words_for(size_t bits)
{
    return (bits + 63) / 64;
}

static inline void sgp_bit_set(sgp_word *set, size_t bit)
{
    set[bit / 64] |= (sgp_word)1 << bit % 64;
}

static inline void sgp_bit_clear(sgp_word *set, size_t bit)
{
    set[bit / 64] &= ~((sgp_word)1 << bit % 64);
}

static inline bool sgp_bit_get(const sgp_word *set, size_t bit)
{
    return set[bit / 64] >> bit % 64 & 1;
}

/* set = set and other; set = set or other. */
void sgp_bits_and(sgp_word *set, const sgp_word *other, size_t words);
void sgp_bits_or(sgp_word *set, const sgp_word *other, size_t words);
void sgp_bits_fill(sgp_word *set, size_t bits); /* the first `bits` set, the rest of the last word clear */
size_t sgp_bits_count(const sgp_word *set, size_t words);
/* First bit set at or after `from`; `bits` when there is none. */
size_t sgp_bits_next(const sgp_word *set, size_t bits, size_t from);

#endif
