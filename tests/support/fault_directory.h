/* A small directory of which each run of a sweep starts anew, in a folder of its own. */
#ifndef SIGNPOST_TESTS_FAULT_DIRECTORY_H
#define SIGNPOST_TESTS_FAULT_DIRECTORY_H

#include "fault.h"
#include "files.h"
#include "own_folder.h"

static char whole[OWN_PATH]; /* as it is before each run, which writes the database */
static unsigned char digest_before[SIGNPOST_DIGEST_SIZE];
static int64_t version_before;

static inline void fault_digest_of(const char *path, unsigned char digest[SIGNPOST_DIGEST_SIZE], int64_t *version)
{
    signpost_directory *directory;
    signpost_directory_about about;
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_directory_digest(directory, digest, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_directory_describe(directory, &about, NULL), SIGNPOST_OK);
    *version = about.content_version;
    signpost_directory_close(directory);
}

/* The directory at `whole` is as it is to be before each run. */
static inline void fault_note_whole(void)
{
    fault_digest_of(whole, digest_before, &version_before);
}

/* Before a run: most leave it as it is. */
static inline void fault_start_anew(void *context)
{
    (void)context;
    if (!test_is_same_file(database, whole))
        assert_true(test_copy_file(whole, database));
}

/* After it: what was not done leaves no trace. */
static inline void fault_compare(test_run *run, signpost_status status)
{
    (void)run;
    unsigned char after[SIGNPOST_DIGEST_SIZE];
    int64_t version_after;
    if (status != SIGNPOST_OK && test_is_same_file(database, whole))
        return;
    fault_digest_of(database, after, &version_after);
    assert_int_equal(memcmp(digest_before, after, sizeof after) == 0, status != SIGNPOST_OK);
    assert_int_equal(version_after, version_before + (status == SIGNPOST_OK));
}

#endif
