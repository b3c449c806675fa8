/* Seeded random triage content: small enough for every patient and every way to be walked one by one, and made so that
 * everything that a proof looks at is likely to fail somewhere. */
#ifndef SIGNPOST_TESTS_RANDOM_CONTENT_H
#define SIGNPOST_TESTS_RANDOM_CONTENT_H

#include "../support/random.h"
#include "signpost/algorithms.h"

enum { RANDOM_CONTENT_SIZE = 32 * 1024 };

/* Writes one file each of the pathway `one`, the pathway `two`, the module `mod` and what they share. */
typedef struct random_content {
    char texts[4][RANDOM_CONTENT_SIZE];
    signpost_source sources[4];
} random_content;

void random_content_write(test_random *random, random_content *content);

#endif
