/* Seeded random numbers: the same on every machine, so that a failure can be run again by its seed. */
#ifndef SIGNPOST_TESTS_RANDOM_H
#define SIGNPOST_TESTS_RANDOM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct test_random {
    uint64_t state;
} test_random;

/* splitmix64 (Steele, Lea, Flood 2014). */
static inline uint64_t test_random_bits(test_random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* From `least` to `most`, both included. */
static inline int test_random_from(test_random *random, int least, int most)
{
    return least + (int)(test_random_bits(random) % (uint64_t)(most - least + 1));
}

static inline bool test_random_one_in(test_random *random, int n)
{
    return test_random_bits(random) % (uint64_t)n == 0;
}

/* What an oracle is run on: `[how many [first seed]]` of its command's words. */
typedef struct test_seeds {
    int count;
    uint64_t first;
} test_seeds;

static inline test_seeds test_seeds_of(int count, char **words, int otherwise)
{
    return (test_seeds){count > 1 ? atoi(words[1]) : otherwise, count > 2 ? strtoull(words[2], NULL, 10) : 1};
}

#endif
