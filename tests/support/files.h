/* Files of a test: copied, and told to be the same. */
#ifndef SIGNPOST_TESTS_FILES_H
#define SIGNPOST_TESTS_FILES_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Where files are written the quickest, for tests that write thousands: in memory, if it can be written to. */
static inline const char *test_fast_folder(void)
{
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

enum { TEST_FILE_BLOCK = 1 << 16, TEST_FILE_PATH = 256 };

static inline void test_journal_of(const char *path, char journal[TEST_FILE_PATH])
{
    snprintf(journal, TEST_FILE_PATH, "%.200s-journal", path);
}

/* A directory as it is at `from`, without a journal that somebody left at `to`. */
static inline bool test_copy_file(const char *from, const char *to)
{
    static char bytes[TEST_FILE_BLOCK];
    char journal[TEST_FILE_PATH];
    test_journal_of(to, journal);
    unlink(journal);
    FILE *source = fopen(from, "rb"), *target = fopen(to, "wb");
    bool good = source && target;
    for (size_t got; good && (got = fread(bytes, 1, sizeof bytes, source)) > 0;)
        good = fwrite(bytes, 1, got, target) == got;
    if (source)
        fclose(source);
    return (!target || fclose(target) == 0) && good;
}

/* Whether a directory is, byte for byte, what another is, and has no journal that would make it another. */
static inline bool test_is_same_file(const char *one, const char *other)
{
    static char bytes[2][TEST_FILE_BLOCK];
    char journal[TEST_FILE_PATH];
    size_t got = 1, more = 1;
    test_journal_of(one, journal);
    if (access(journal, F_OK) == 0)
        return false;
    FILE *first = fopen(one, "rb"), *second = fopen(other, "rb");
    bool same = first && second;
    while (same && got) {
        got = fread(bytes[0], 1, sizeof bytes[0], first);
        more = fread(bytes[1], 1, sizeof bytes[1], second);
        same = got == more && memcmp(bytes[0], bytes[1], got) == 0;
    }
    if (first)
        fclose(first);
    if (second)
        fclose(second);
    return same;
}

#endif
