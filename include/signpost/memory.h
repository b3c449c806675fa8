/** @file
 * The allocator table: where the library's own memory comes from.
 *
 * Caveats
 * - libyaml, SQLite and libsodium have allocators of their own, which a host replaces in their ways.
 */
#ifndef SIGNPOST_MEMORY_H
#define SIGNPOST_MEMORY_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Allocation functions. Each gets `context` as its last argument; sizes are in bytes and never 0. */
typedef struct signpost_allocator {
    void *(*allocate)(size_t size, void *context);                 /**< as malloc: NULL when memory ran out */
    void *(*reallocate)(void *memory, size_t size, void *context); /**< as realloc */
    void (*release)(void *memory, void *context);                  /**< as free; may be given NULL */
    void *context;
} signpost_allocator;

/**
 * Replaces the allocator of the whole process. Call it before anything else of this library, from one thread, and
 * never while an object of this library lives: memory is released by the table in force then.
 *
 * @param allocator copied; NULL puts malloc, realloc and free back.
 *
 * It is the library's only global. An allocator handed through every call was weighed and left: the libraries below
 * this one keep one table each, too, and a host replaces all of them in one place at start-up.
 */
SIGNPOST_API void signpost_allocator_set(const signpost_allocator *allocator);

#ifdef __cplusplus
}
#endif
#endif
