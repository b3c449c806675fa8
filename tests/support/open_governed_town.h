/* The small town with people who may write in it, made anew for each test of a group. */
#ifndef SIGNPOST_TESTS_OPEN_GOVERNED_TOWN_H
#define SIGNPOST_TESTS_OPEN_GOVERNED_TOWN_H

#include "governed_town.h"
#include "own_file.h"

static char path[] = "/tmp/signpost-governed-XXXXXX";
static signpost_directory *town;
static signpost_error error;

static int set_up(void **state)
{
    (void)state;
    return test_own_file(path) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return remove(path);
}

static int make(void **state)
{
    (void)state;
    town = test_governed_make(path);
    return town ? 0 : -1;
}

#endif
