/* Depths of the rows of a grid. Rules kept here:
 *  - services are counted once each, so cells may not be joined twice, as they are in cover.c: of a row, level l of the
 *    table has, for each block of 2^(l+1) cells, what stands from each cell of its western half to the middle, and from
 *    the middle to each cell of its eastern half; any span is then two entries of one level, without overlap. Level 0
 * is the cells themselves;
 *  - counting ends at SIGNPOST_DEEPEST. */
#include "audit/depths.h"

#include <string.h>

/* Levels so that blocks cover a whole row. */
static size_t count_levels(int32_t columns)
{
    size_t levels = 1;
    while ((int32_t)2 << levels < columns * 2)
        levels++;
    return levels;
}

bool sgp_row_depths_make(const sgp_grid *grid, size_t most_words, sgp_row_depths *rows)
{
    *rows = (sgp_row_depths){.levels = count_levels(grid->columns) + 1, .columns = (size_t)grid->columns};
    rows->cells = (size_t)grid->rows * rows->columns;
    rows->table = sgp_allocate_zeroed(rows->levels * rows->cells * most_words * SIGNPOST_DEEPEST, sizeof *rows->table);
    return rows->table != NULL;
}

void sgp_row_depths_release(sgp_row_depths *rows)
{
    sgp_release(rows->table);
}

void sgp_row_depths_begin(sgp_row_depths *rows, size_t words)
{
    rows->words = words;
    rows->stride = words * SIGNPOST_DEEPEST;
    memset(rows->table, 0, rows->cells * rows->stride * sizeof *rows->table);
}

static sgp_word *entry(const sgp_row_depths *rows, size_t level, size_t cell)
{
    return rows->table + (level * rows->cells + cell) * rows->stride;
}

/* Joins a row's cells outwards from the middle of each block of a level. */
static void join_level(const sgp_row_depths *rows, size_t level, size_t row_cell)
{
    size_t half = (size_t)1 << (level - 1), size = rows->stride * sizeof(sgp_word), columns = rows->columns;
    for (size_t block = 0; block < columns; block += 2 * half) {
        size_t middle = block + half < columns ? block + half : columns;
        for (size_t column = middle; column-- > block;) { /* westwards, up to the middle */
            memcpy(entry(rows, level, row_cell + column), entry(rows, 0, row_cell + column), size);
            if (column + 1 < middle)
                sgp_depth_join(entry(rows, level, row_cell + column), entry(rows, level, row_cell + column + 1),
                               rows->words);
        }
        for (size_t column = middle; column < block + 2 * half && column < columns; column++) { /* eastwards from it */
            memcpy(entry(rows, level, row_cell + column), entry(rows, 0, row_cell + column), size);
            if (column > middle)
                sgp_depth_join(entry(rows, level, row_cell + column), entry(rows, level, row_cell + column - 1),
                               rows->words);
        }
    }
}

void sgp_row_depths_settle(sgp_row_depths *rows, size_t row)
{
    for (size_t level = 1; level < rows->levels; level++)
        join_level(rows, level, row * rows->columns);
}

static inline void join_entry(const sgp_row_depths *rows, size_t level, size_t cell, sgp_word *depth)
{
    const sgp_word *more = entry(rows, level, cell);
    if (sgp_depth_grows(depth, more, rows->words))
        sgp_depth_join(depth, more, rows->words);
}

void sgp_row_depths_join(const sgp_row_depths *rows, size_t row, uint32_t first, uint32_t last, sgp_word *depth)
{
    size_t start = row * rows->columns;
    if (first == last) {
        join_entry(rows, 0, start + first, depth);
        return;
    }
    size_t level = (size_t)(32 - __builtin_clz(first ^ last)); /* the block in whose halves the two ends stand */
    join_entry(rows, level, start + first, depth);
    join_entry(rows, level, start + last, depth);
}
