/* Random content as somebody has changed it: for differences. */
#ifndef SIGNPOST_TESTS_CHANGED_CONTENT_H
#define SIGNPOST_TESTS_CHANGED_CONTENT_H

#include "random_content.h"

/* Copies content with one to three changes: an answer leads elsewhere, a threshold or an age of a rule is another one,
 * an outcome has another disposition, a question is added, or two change places. What comes of it may not load. */
void changed_content_write(test_random *random, const random_content *before, random_content *after);

#endif
