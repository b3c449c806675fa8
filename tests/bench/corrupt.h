/* Entries as people type them a second time: a model of slips for measuring how duplicates are found. Nothing in the
 * library is fitted to it. */
#ifndef SIGNPOST_TESTS_CORRUPT_H
#define SIGNPOST_TESTS_CORRUPT_H

#include "../support/random.h"
#include "base/memory.h"
#include "signpost/duplicates.h"

/* Changes a copy of an entry by one to three slips: letters put in, left out, changed or swapped; words swapped,
 * dropped or abbreviated; commas moved; fields swapped; an old phone number; a postcode or phone missing; other hours;
 * another point within 150 m. New texts are in the arena. */
void corrupt_record(test_random *random, sgp_arena *arena, signpost_duplicate_record *record);

#endif
