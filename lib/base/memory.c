/* Memory: the allocator table, growing arrays and the arena. Rules kept here:
 *  - no other file of the library calls malloc, realloc, calloc or free;
 *  - a failed call leaves what it was given as it was. */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *standard_allocate(size_t size, void *context)
{
    (void)context;
    return malloc(size);
}

static void *standard_reallocate(void *memory, size_t size, void *context)
{
    (void)context;
    return realloc(memory, size);
}

static void standard_release(void *memory, void *context)
{
    (void)context;
    free(memory);
}

static const signpost_allocator standard = {standard_allocate, standard_reallocate, standard_release, NULL};
static signpost_allocator table = {standard_allocate, standard_reallocate, standard_release, NULL};

void signpost_allocator_set(const signpost_allocator *allocator)
{
    table = allocator ? *allocator : standard;
}

void *sgp_allocate(size_t size)
{
    return table.allocate(size ? size : 1, table.context);
}

void *sgp_allocate_zeroed(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    void *memory = sgp_allocate(count * size);
    if (memory)
        memset(memory, 0, count * size);
    return memory;
}

void *sgp_reallocate(void *memory, size_t size)
{
    return table.reallocate(memory, size ? size : 1, table.context);
}

void sgp_release(void *memory)
{
    table.release(memory, table.context);
}

char *sgp_copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = sgp_allocate(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

bool sgp_array_reserve(sgp_array *array, size_t capacity)
{
    if (capacity <= array->capacity)
        return true;
    if (capacity > SIZE_MAX / array->item_size)
        return false;
    void *items = sgp_reallocate(array->items, capacity * array->item_size);
    if (!items)
        return false;
    array->items = items;
    array->capacity = capacity;
    return true;
}

static bool grow_for(sgp_array *array, size_t more)
{
    if (more <= array->capacity - array->count)
        return true;
    size_t doubled = array->capacity < 8 ? 8 : array->capacity * 2;
    size_t needed = array->count + more;
    return sgp_array_reserve(array, needed > doubled ? needed : doubled);
}

void *sgp_array_add(sgp_array *array)
{
    if (!grow_for(array, 1))
        return NULL;
    void *item = (char *)array->items + array->count++ * array->item_size;
    return memset(item, 0, array->item_size);
}

bool sgp_array_append(sgp_array *array, const void *items, size_t count)
{
    if (!count)
        return true;
    if (!grow_for(array, count))
        return false;
    memcpy((char *)array->items + array->count * array->item_size, items, count * array->item_size);
    array->count += count;
    return true;
}

void sgp_array_release(sgp_array *array)
{
    sgp_release(array->items);
    *array = (sgp_array){.item_size = array->item_size};
}

struct sgp_arena_chunk {
    struct sgp_arena_chunk *before;
    max_align_t bytes[];
};

enum { CHUNK_SIZE = 16 * 1024, ALIGNMENT = sizeof(max_align_t) };

static bool add_chunk(sgp_arena *arena, size_t least)
{
    size_t size = least > CHUNK_SIZE ? least : CHUNK_SIZE;
    if (size > SIZE_MAX - sizeof(struct sgp_arena_chunk))
        return false;
    struct sgp_arena_chunk *chunk = sgp_allocate(sizeof *chunk + size);
    if (!chunk)
        return false;
    chunk->before = arena->chunk;
    arena->chunk = chunk;
    arena->used = 0;
    arena->size = size;
    arena->total += size;
    return true;
}

void *sgp_arena_allocate(sgp_arena *arena, size_t count, size_t size)
{
    if (size && count > (SIZE_MAX - ALIGNMENT) / size)
        return NULL;
    size_t bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (bytes > arena->size - arena->used && !add_chunk(arena, bytes))
        return NULL;
    if (!arena->chunk && !add_chunk(arena, bytes)) /* nothing asked for, of an empty arena: still an address */
        return NULL;
    void *memory = (char *)arena->chunk->bytes + arena->used;
    arena->used += bytes;
    return memset(memory, 0, bytes);
}

void *sgp_arena_copy(sgp_arena *arena, const void *bytes, size_t size)
{
    void *memory = sgp_arena_allocate(arena, 1, size);
    if (memory && size)
        memcpy(memory, bytes, size);
    return memory;
}

char *sgp_arena_text(sgp_arena *arena, const char *text, size_t length)
{
    char *memory = sgp_arena_allocate(arena, 1, length + 1);
    if (memory && length)
        memcpy(memory, text, length);
    return memory;
}

void *sgp_arena_take(sgp_arena *arena, sgp_array *array)
{
    void *memory = sgp_arena_copy(arena, array->items, array->count * array->item_size);
    if (memory)
        sgp_array_release(array);
    return memory;
}

void sgp_arena_release(sgp_arena *arena)
{
    for (struct sgp_arena_chunk *chunk = arena->chunk; chunk;) {
        struct sgp_arena_chunk *before = chunk->before;
        sgp_release(chunk);
        chunk = before;
    }
    *arena = (sgp_arena){0};
}

void sgp_arena_clear(sgp_arena *arena)
{
    struct sgp_arena_chunk *kept = arena->chunk;
    if (!kept || arena->size > CHUNK_SIZE) { /* what was larger than usual is not worth keeping */
        sgp_arena_release(arena);
        return;
    }
    sgp_arena rest = {.chunk = kept->before};
    kept->before = NULL;
    sgp_arena_release(&rest);
    *arena = (sgp_arena){kept, 0, arena->size, arena->size};
}
