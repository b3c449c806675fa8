/* XXH64: four words at a time in lanes of their own, so that a country's index is checked in a few milliseconds. */
#include "base/checksum.h"

#include <string.h>

static const uint64_t P1 = 11400714785074694791u, P2 = 14029467366897019727u, P3 = 1609587929392839161u,
                      P4 = 9650029242287828579u, P5 = 2870177450012600261u;

static uint64_t turn(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static uint64_t word_at(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static uint64_t stir(uint64_t lane, uint64_t word)
{
    return turn(lane + word * P2, 31) * P1;
}

static uint64_t merge(uint64_t hash, uint64_t lane)
{
    return (hash ^ stir(0, lane)) * P1 + P4;
}

/* What is left after the last whole 32 bytes, and the final mixing. */
static uint64_t finish(uint64_t hash, const unsigned char *at, size_t left)
{
    for (; left >= 8; at += 8, left -= 8)
        hash = turn(hash ^ stir(0, word_at(at)), 27) * P1 + P4;
    if (left >= 4) {
        uint32_t half;
        memcpy(&half, at, sizeof half);
        hash = turn(hash ^ half * P1, 23) * P2 + P3;
        at += 4;
        left -= 4;
    }
    for (; left; at++, left--)
        hash = turn(hash ^ *at * P5, 11) * P1;
    hash = (hash ^ hash >> 33) * P2;
    hash = (hash ^ hash >> 29) * P3;
    return hash ^ hash >> 32;
}

uint64_t sgp_checksum(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    size_t left = size;
    if (size < 32)
        return finish(P5 + size, at, left);
    uint64_t a = P1 + P2, b = P2, c = 0, d = 0 - P1;
    for (; left >= 32; at += 32, left -= 32) {
        a = stir(a, word_at(at));
        b = stir(b, word_at(at + 8));
        c = stir(c, word_at(at + 16));
        d = stir(d, word_at(at + 24));
    }
    uint64_t hash = turn(a, 1) + turn(b, 7) + turn(c, 12) + turn(d, 18);
    return finish(merge(merge(merge(merge(hash, a), b), c), d) + size, at, left);
}
