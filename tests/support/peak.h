/* The most bytes that the library holds at once of what it allocates through its table: exact, and so the same in every
 * run. What SQLite holds is not counted: its page cache has a size of its own. */
#ifndef SIGNPOST_TESTS_PEAK_H
#define SIGNPOST_TESTS_PEAK_H

#include "signpost/memory.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

static size_t peak_held, peak_most;

/* Each block has its size before it. */
typedef union peak_head {
    size_t size;
    max_align_t aligned;
} peak_head;

static void peak_count(size_t more, size_t less)
{
    peak_held += more - less;
    peak_most = peak_held > peak_most ? peak_held : peak_most;
}

static void *peak_reallocate(void *memory, size_t size, void *context)
{
    peak_head *head = memory ? (peak_head *)memory - 1 : NULL;
    size_t before = head ? head->size : 0;
    (void)context;
    head = realloc(head, sizeof *head + size);
    if (!head)
        return NULL;
    head->size = size;
    peak_count(size, before);
    return head + 1;
}

static void *peak_allocate(size_t size, void *context)
{
    return peak_reallocate(NULL, size, context);
}

static void peak_release(void *memory, void *context)
{
    (void)context;
    if (!memory)
        return;
    peak_head *head = (peak_head *)memory - 1;
    peak_count(0, head->size);
    free(head);
}

/* From here on; nothing of the library may live now, nor at the end. */
static inline void peak_begin(void)
{
    static const signpost_allocator counted = {peak_allocate, peak_reallocate, peak_release, NULL};
    peak_held = peak_most = 0;
    signpost_allocator_set(&counted);
}

static inline size_t peak_end(void)
{
    signpost_allocator_set(NULL);
    return peak_held ? SIZE_MAX : peak_most;
}

#endif
