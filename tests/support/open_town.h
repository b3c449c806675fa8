/* The small town, compiled, with room for results: what the tests of the search stand on. */
#ifndef SIGNPOST_TESTS_OPEN_TOWN_H
#define SIGNPOST_TESTS_OPEN_TOWN_H

#include "own_file.h"
#include "town.h"

static char path[] = "/tmp/signpost-town-XXXXXX";
static signpost_index *town;
static signpost_results *results;
static signpost_error error;

static int set_up(void **state)
{
    (void)state;
    if (!test_own_file(path))
        return -1;
    signpost_directory *directory = test_town_make(path);
    if (!directory || signpost_index_build(directory, NULL, &town, &error) != SIGNPOST_OK ||
        signpost_results_new(town, 20, &results, &error) != SIGNPOST_OK) {
        printf("%s\n", error.message);
        return -1;
    }
    signpost_directory_close(directory); /* the index does without it */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    signpost_results_free(results);
    signpost_index_free(town);
    return remove(path);
}

#endif
