/* Seeded random small directories and needs, in which everything that a search looks at is likely to matter. */
#ifndef SIGNPOST_TESTS_RANDOM_DIRECTORY_H
#define SIGNPOST_TESTS_RANDOM_DIRECTORY_H

#include "../support/random.h"
#include "directory/directory.h"
#include "signpost/search.h"

/* A Friday, 20 November 2026, 00:00Z: searches are made in the weeks around it. */
enum { RANDOM_DAY = 20777 };

/* Fills a directory that has rows of an earlier one, or none. False, with a message, when it could not. */
bool random_directory_fill(signpost_directory *directory, test_random *random);

/* Whether a slow way and the fast one agree about a directory that is filled by the seed; a message when not. */
typedef bool random_agrees(signpost_directory *directory, uint64_t seed, void *seen);
/* Asks of each seed that the words name, `otherwise` of them, until five do not agree. */
typedef struct random_run {
    int directories, failed;
} random_run;
random_run random_directories(int count, char **words, int otherwise, random_agrees *agrees, void *seen);

/* Texts are constants. */
signpost_need random_need(test_random *random);

#endif
