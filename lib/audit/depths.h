/* Depths: pieces of time in which at least 1, 2, 3, 4 services serve; and those of the rows of a grid. */
#ifndef SGP_AUDIT_DEPTHS_H
#define SGP_AUDIT_DEPTHS_H

#include "audit/audit.h"
#include "signpost/overlaps.h"

/* ---- a depth: SIGNPOST_DEEPEST sets, one behind the other: at least one service, at least two ... ---- */

/* One service more. */
static inline void sgp_depth_add(sgp_word *depth, const sgp_word *set, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        sgp_word more = set[i];
        for (size_t at = i; more && at < words * SIGNPOST_DEEPEST; at += words) {
            sgp_word both = depth[at] & more;
            depth[at] |= more;
            more = both;
        }
    }
}

/* Two counts together: at least n are at least a of the one and n - a of the other, for some a. */
static inline void sgp_depth_join(sgp_word *to, const sgp_word *from, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        const sgp_word *b = from + i;
        sgp_word *a = to + i;
        sgp_word a1 = a[0], a2 = a[words], a3 = a[2 * words], b1 = b[0], b2 = b[words], b3 = b[2 * words];
        a[3 * words] |= b[3 * words] | (a3 & b1) | (a2 & b2) | (a1 & b3);
        a[2 * words] |= b3 | (a2 & b1) | (a1 & b2);
        a[words] |= b2 | (a1 & b1);
        a[0] |= b1;
    }
}
_Static_assert(SIGNPOST_DEEPEST == 4, "sgp_depth_join counts to four");

/* Whether a set has pieces that are not at the deepest yet: others change nothing. */
static inline bool sgp_depth_grows(const sgp_word *depth, const sgp_word *set, size_t words)
{
    const sgp_word *deepest = depth + (SIGNPOST_DEEPEST - 1) * words;
    for (size_t i = 0; i < words; i++)
        if (set[i] & ~deepest[i])
            return true;
    return false;
}

/* ---- the rows of a grid ---- */

/* Depths of the spans of some rows; see depths.c. */
typedef struct sgp_row_depths {
    size_t levels, columns, cells;
    size_t words, stride; /* of a set; of a depth */
    sgp_word *table;
} sgp_row_depths;

/* With room for sets of so many words. False when memory ran out; released in either case. */
bool sgp_row_depths_make(const sgp_grid *grid, size_t most_words, sgp_row_depths *rows);
void sgp_row_depths_release(sgp_row_depths *rows);
/* Sets of so many words from now on; every cell is empty. */
void sgp_row_depths_begin(sgp_row_depths *rows, size_t words);
/* When the cells of a row are filled: before its spans are asked for. */
void sgp_row_depths_settle(sgp_row_depths *rows, size_t row);
/* Joins what stands in a span of a row to a depth, as far as that grows. */
void sgp_row_depths_join(const sgp_row_depths *rows, size_t row, uint32_t first, uint32_t last, sgp_word *depth);

/* A cell's own depth. */
static inline sgp_word *sgp_row_depths_cell(const sgp_row_depths *rows, size_t cell)
{
    return rows->table + cell * rows->stride;
}

#endif
