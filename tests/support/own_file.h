/* An empty file that is a test's own. */
#ifndef SIGNPOST_TESTS_OWN_FILE_H
#define SIGNPOST_TESTS_OWN_FILE_H

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* Makes it, with a name in place of the XXXXXX at the end of `path`; false when it cannot be. */
static inline bool test_own_file(char *path)
{
    int file = mkstemp(path);
    return file >= 0 && close(file) == 0;
}

#endif
