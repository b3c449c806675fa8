/* Bitsets. */
#include "base/bitset.h"

void sgp_bits_and(sgp_word *set, const sgp_word *other, size_t words)
{
    for (size_t i = 0; i < words; i++)
        set[i] &= other[i];
}

void sgp_bits_or(sgp_word *set, const sgp_word *other, size_t words)
{
    for (size_t i = 0; i < words; i++)
        set[i] |= other[i];
}

void sgp_bits_fill(sgp_word *set, size_t bits)
{
    for (size_t i = 0; i < bits / 64; i++)
        set[i] = ~(sgp_word)0;
    if (bits % 64)
        set[bits / 64] = ((sgp_word)1 << bits % 64) - 1;
}

size_t sgp_bits_count(const sgp_word *set, size_t words)
{
    size_t count = 0;
    for (size_t i = 0; i < words; i++)
        count += (size_t)__builtin_popcountll(set[i]);
    return count;
}

size_t sgp_bits_next(const sgp_word *set, size_t bits, size_t from)
{
    for (size_t word = from / 64; word < sgp_words_for(bits); word++) {
        sgp_word left = set[word];
        if (word == from / 64)
            left &= ~(sgp_word)0 << from % 64;
        if (left)
            return word * 64 + (size_t)__builtin_ctzll(left);
    }
    return bits;
}
