/* The small content of tests/fixtures/small, in memory, with a piece of it changed; and what can stand beside it, of
 * tests/fixtures/small-more. */
#ifndef SIGNPOST_TESTS_CONTENT_H
#define SIGNPOST_TESTS_CONTENT_H

#include "signpost/algorithms.h"

/* Their order; most tests compile the first TEST_CONTENT_FILES only. */
enum { TEST_AIR, TEST_COUGH, TEST_FEVER, TEST_SHARED, TEST_CONTENT_FILES, TEST_WELSH = TEST_CONTENT_FILES, TEST_ALL_FILES };

typedef struct test_content {
    signpost_source sources[TEST_ALL_FILES];
} test_content;

/* Reads the files; frees them. Messages name them `cough.yaml` and so on. */
void test_content_read(test_content *content);
void test_content_free(test_content *content);

/* Replaces the first `old` of a file by `text`; false when it does not stand there, or when there is no room. */
bool test_content_change(test_content *content, int file, const char *old, const char *text);

#endif
