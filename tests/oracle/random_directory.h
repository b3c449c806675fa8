/* Seeded random small directories and needs, in which everything that a search looks at is likely to matter. */
#ifndef SIGNPOST_TESTS_RANDOM_DIRECTORY_H
#define SIGNPOST_TESTS_RANDOM_DIRECTORY_H

#include "../support/random.h"
#include "directory/directory.h"
#include "signpost/search.h"

/* A Friday, 20 November 2026, 00:00Z: searches are made in the weeks around it. */
enum { RANDOM_DAY = 20777 };

/* An empty directory with its calendar, in a file whose name mkstemp makes of `path`; NULL, with a message, when it could
 * not be made. */
signpost_directory *random_directory_new(char *path);

/* Fills a directory that has rows of an earlier one, or none. False, with a message, when it could not. */
bool random_directory_fill(signpost_directory *directory, test_random *random);

/* Texts are constants. */
signpost_need random_need(test_random *random);

#endif
