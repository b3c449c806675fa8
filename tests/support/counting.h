/* Counts what the library allocates through its table: what must allocate nothing is seen to. */
#ifndef SIGNPOST_TESTS_COUNTING_H
#define SIGNPOST_TESTS_COUNTING_H

#include "signpost/memory.h"

#include <stdlib.h>

static size_t allocations;

static void *count_allocate(size_t size, void *context)
{
    (void)context;
    allocations++;
    return malloc(size);
}

static void *count_reallocate(void *memory, size_t size, void *context)
{
    (void)context;
    allocations++;
    return realloc(memory, size);
}

static void count_release(void *memory, void *context)
{
    (void)context;
    free(memory);
}

/* For signpost_allocator_set. */
static const signpost_allocator counting = {count_allocate, count_reallocate, count_release, NULL};

#endif
