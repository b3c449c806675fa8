/* Needs as a country has them, for the benches: the same from the same seed. */
#ifndef SIGNPOST_TESTS_NEEDS_H
#define SIGNPOST_TESTS_NEEDS_H

#include "../support/random.h"
#include "signpost/algorithms.h"
#include "signpost/directory.h"
#include "signpost/need.h"

/* A postcode, and a practice near it; "" for none. */
typedef struct needs_place {
    char postcode[16], practice[16];
} needs_place;

typedef struct needs_source {
    const signpost_algorithms *algorithms;
    test_random random;
    needs_place *places; /* of the directory */
    size_t count;
} needs_source;

/* False when memory ran out, or the directory has no postcodes. The algorithms must outlive the needs. */
bool needs_open(needs_source *needs, const signpost_algorithms *algorithms, signpost_directory *directory);
void needs_close(needs_source *needs);

/* The first moment that is drawn, and how many minutes follow: a week without holidays. */
enum { NEEDS_FROM = 29920320, NEEDS_MINUTES = 7 * 1440 };

/* An outcome of the content that is looked up, with a patient whom its pathway takes, somewhere among the postcodes:
 * half of them with a practice, by any of the four roles. Texts are borrowed. */
signpost_need needs_draw(needs_source *needs);

#endif
