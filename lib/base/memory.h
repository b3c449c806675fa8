/* Memory: the allocator table, growing arrays and the arena. Everything that the library allocates comes from here. */
#ifndef SGP_BASE_MEMORY_H
#define SGP_BASE_MEMORY_H

#include "signpost/memory.h"

/* As malloc, realloc and free, by the host's table. A size of 0 counts as 1. */
void *sgp_allocate(size_t size);
void *sgp_allocate_zeroed(size_t count, size_t size); /* NULL, too, when count * size does not fit */
void *sgp_reallocate(void *memory, size_t size);
void sgp_release(void *memory);
char *sgp_copy_text(const char *text); /* NULL when memory ran out */

/* A growing array of items of one size. Zeroed but for `item_size` it is empty and ready. */
typedef struct sgp_array {
    void *items;
    size_t count, capacity, item_size;
} sgp_array;

#define SGP_ARRAY_OF(type)                                                                                             \
    {                                                                                                                  \
        NULL, 0, 0, sizeof(type)                                                                                       \
    }

/* The item at `index`, typed. */
#define SGP_AT(array, type, index) (&((type *)(array)->items)[index])

/* Room for one more at the end, zeroed; NULL when memory ran out (the array stays as it was). */
void *sgp_array_add(sgp_array *array);
/* Adds `count` items of `items`; false when memory ran out. */
bool sgp_array_append(sgp_array *array, const void *items, size_t count);
bool sgp_array_reserve(sgp_array *array, size_t capacity);
void sgp_array_release(sgp_array *array);

/* Memory that is given back all at once. Zeroed it is empty and ready. */
typedef struct sgp_arena {
    struct sgp_arena_chunk *chunk;
    size_t used, size; /* of the current chunk */
    size_t total;      /* bytes held */
} sgp_arena;

/* Aligned for any type; zeroed; NULL when memory ran out. */
void *sgp_arena_allocate(sgp_arena *arena, size_t count, size_t size);
void *sgp_arena_copy(sgp_arena *arena, const void *bytes, size_t size);
/* Copy of `length` bytes of text, with a NUL added. */
char *sgp_arena_text(sgp_arena *arena, const char *text, size_t length);
/* The array's items moved into the arena; the array is released. NULL when memory ran out. */
void *sgp_arena_take(sgp_arena *arena, sgp_array *array);
void sgp_arena_release(sgp_arena *arena);
/* Empties the arena for what comes next; one piece of its memory is kept. */
void sgp_arena_clear(sgp_arena *arena);

#endif
