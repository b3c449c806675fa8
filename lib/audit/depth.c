/* How deep cover is. Rules kept here:
 *  - services are counted once each, so cells may not be joined twice, as they are in cover.c: of a row, level l of the
 *    table has, for each block of 2^(l+1) cells, what stands from each cell of its western half to the middle, and from
 *    the middle to each cell of its eastern half; any span is then two entries of one level, without overlap;
 *  - counting ends at SIGNPOST_DEEPEST. */
#include "audit/depth.h"

#include <string.h>

enum { DEEPEST = SIGNPOST_DEEPEST };

/* Levels so that blocks cover a whole row. */
static size_t count_levels(int32_t columns)
{
    size_t levels = 1;
    while ((int32_t)2 << levels < columns * 2)
        levels++;
    return levels;
}

bool sgp_depth_make(const signpost_audit *audit, size_t words, sgp_depth *depth)
{
    *depth = (sgp_depth){.audit = audit, .levels = count_levels(audit->grid.columns) + 1};
    depth->cells = (size_t)audit->grid.rows * (size_t)audit->grid.columns;
    depth->table = sgp_allocate_zeroed(depth->levels * depth->cells * words * DEEPEST, sizeof *depth->table);
    depth->sum = sgp_allocate_zeroed(words * DEEPEST, sizeof *depth->sum);
    depth->whole = sgp_allocate_zeroed(words * DEEPEST, sizeof *depth->whole);
    return depth->table && depth->sum && depth->whole;
}

void sgp_depth_release(sgp_depth *depth)
{
    sgp_release(depth->table);
    sgp_release(depth->whole);
    sgp_release(depth->sum);
}

/* Two counts together: at least n are at least a of the one and n - a of the other, for some a. */
static inline void add_depth(sgp_word *to, const sgp_word *from, size_t words)
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
_Static_assert(DEEPEST == 4, "add_depth counts to four");

static sgp_word *entry(const sgp_depth *depth, size_t level, size_t cell)
{
    return depth->table + (level * depth->cells + cell) * depth->stride;
}

static inline bool is_fit(const sgp_depth *depth, const sgp_supplier *supplier)
{
    return sgp_bit_get(depth->pattern->profiles, (size_t)supplier->profile);
}

/* Joins a row's cells outwards from the middle of each block of a level; level 0 is the cells themselves. */
static void join_row(const sgp_depth *depth, size_t level, size_t row_cell, size_t columns)
{
    size_t half = (size_t)1 << (level - 1), words = depth->basis->words, size = depth->stride * sizeof(sgp_word);
    for (size_t block = 0; block < columns; block += 2 * half) {
        size_t middle = block + half < columns ? block + half : columns;
        for (size_t column = middle; column-- > block;) { /* westwards, up to the middle */
            memcpy(entry(depth, level, row_cell + column), entry(depth, 0, row_cell + column), size);
            if (column + 1 < middle)
                add_depth(entry(depth, level, row_cell + column), entry(depth, level, row_cell + column + 1), words);
        }
        for (size_t column = middle; column < block + 2 * half && column < columns; column++) { /* eastwards from it */
            memcpy(entry(depth, level, row_cell + column), entry(depth, 0, row_cell + column), size);
            if (column > middle)
                add_depth(entry(depth, level, row_cell + column), entry(depth, level, row_cell + column - 1), words);
        }
    }
}

void sgp_depth_prepare(sgp_depth *depth, const sgp_pattern *pattern, const sgp_basis *basis)
{
    const signpost_audit *audit = depth->audit;
    depth->pattern = pattern;
    depth->basis = basis;
    depth->stride = depth->basis->words * DEEPEST;
    memset(depth->table, 0, depth->cells * depth->stride * sizeof *depth->table);
    for (size_t cell = 0; cell < depth->cells; cell++)
        for (uint32_t i = audit->grid.first[cell]; i < audit->grid.first[cell + 1]; i++)
            if (is_fit(depth, &audit->open[i]))
                sgp_depth_add(entry(depth, 0, cell), sgp_serving_set(depth->basis, audit->open[i].key),
                              depth->basis->words);
    memset(depth->whole, 0, depth->stride * sizeof *depth->whole);
    for (size_t cell = 0; cell < depth->cells; cell++)
        add_depth(depth->whole, entry(depth, 0, cell), depth->basis->words);
    size_t columns = (size_t)audit->grid.columns;
    for (size_t level = 1; level < depth->levels; level++)
        for (size_t cell = 0; cell < depth->cells; cell += columns)
            join_row(depth, level, cell, columns);
}

static inline void add_entry(sgp_depth *depth, size_t level, size_t cell)
{
    const sgp_word *more = entry(depth, level, cell);
    if (sgp_depth_grows(depth->sum, more, depth->basis->words))
        add_depth(depth->sum, more, depth->basis->words);
}

static void add_inner(sgp_depth *depth, int32_t row, const sgp_cell_span *span)
{
    if (span->inner_first > span->inner_last)
        return;
    size_t start = (size_t)row * (size_t)depth->audit->grid.columns;
    uint32_t first = (uint32_t)span->inner_first, last = (uint32_t)span->inner_last;
    if (first == last) {
        add_entry(depth, 0, start + first);
        return;
    }
    size_t level = (size_t)(32 - __builtin_clz(first ^ last)); /* the block in whose halves the two ends stand */
    add_entry(depth, level, start + first);
    add_entry(depth, level, start + last);
}

static void add_suppliers(sgp_depth *depth, const sgp_audit_area *area, const sgp_supplier *suppliers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const sgp_word *serving = sgp_serving_set(depth->basis, suppliers[i].key);
        if (is_fit(depth, &suppliers[i]) && sgp_depth_grows(depth->sum, serving, depth->basis->words) &&
            sgp_audit_is_within(depth->audit, area, &suppliers[i].at))
            sgp_depth_add(depth->sum, serving, depth->basis->words);
    }
}

/* One that is limited to an area and to its parent stands in the lists of both: it counts in the first. */
static void add_limited(sgp_depth *depth, const sgp_audit_area *area, size_t at)
{
    const signpost_audit *audit = depth->audit;
    const sgp_supplier *suppliers = sgp_lists_at(&audit->limited, (size_t)area->chain[at], sizeof *suppliers);
    for (size_t i = 0; i < sgp_lists_count(&audit->limited, (size_t)area->chain[at]); i++)
        if (is_fit(depth, &suppliers[i]) && !sgp_audit_is_limited_to(audit, area, at, suppliers[i].service))
            add_suppliers(depth, area, &suppliers[i], 1);
}

/* Services of the cells of a row from `first` to `last`. */
static void add_edge(sgp_depth *depth, const sgp_audit_area *area, int32_t row, int32_t first, int32_t last)
{
    const sgp_grid *grid = &depth->audit->grid;
    for (int32_t column = first; column <= last; column++) {
        size_t cell = (size_t)(row * grid->columns + column);
        if (grid->first[cell] != grid->first[cell + 1] &&
            sgp_depth_grows(depth->sum, entry(depth, 0, cell), depth->basis->words))
            add_suppliers(depth, area, depth->audit->open + grid->first[cell],
                          grid->first[cell + 1] - grid->first[cell]);
    }
}

/* Whether nothing that is open to everybody could add anything. */
static bool is_whole(const sgp_depth *depth)
{
    return memcmp(depth->sum, depth->whole, depth->stride * sizeof *depth->sum) == 0;
}

/* From the area's own row outwards: where there are many services, a few rows are enough. */
static bool add_inner_rows(sgp_depth *depth, const sgp_audit_area *area)
{
    const sgp_cell_span *spans = depth->audit->spans + area->first_span;
    int32_t middle = area->row_count / 2;
    for (int32_t off = 0; off <= middle || middle + off < area->row_count; off++) {
        if (middle + off < area->row_count)
            add_inner(depth, area->first_row + middle + off, &spans[middle + off]);
        if (off && middle >= off)
            add_inner(depth, area->first_row + middle - off, &spans[middle - off]);
        if (is_whole(depth))
            return true;
    }
    return false;
}

static void add_open(sgp_depth *depth, const sgp_audit_area *area)
{
    const sgp_cell_span *spans = depth->audit->spans + area->first_span;
    if (add_inner_rows(depth, area))
        return;
    for (int32_t i = 0; i < area->row_count; i++) {
        bool has_inner = spans[i].inner_first <= spans[i].inner_last;
        int32_t row = area->first_row + i;
        add_edge(depth, area, row, spans[i].outer_first, has_inner ? spans[i].inner_first - 1 : spans[i].outer_last);
        if (has_inner)
            add_edge(depth, area, row, spans[i].inner_last + 1, spans[i].outer_last);
    }
}

const sgp_word *sgp_depth_area(sgp_depth *depth, size_t position)
{
    const signpost_audit *audit = depth->audit;
    const sgp_audit_area *area = &audit->areas[position];
    memset(depth->sum, 0, depth->stride * sizeof *depth->sum);
    add_open(depth, area);
    for (size_t i = 0; i < area->chain_count; i++)
        add_limited(depth, area, i);
    add_suppliers(depth, area, sgp_lists_at(&audit->own, position, sizeof(sgp_supplier)),
                  sgp_lists_count(&audit->own, position));
    return depth->sum;
}

/* ---- who it is ---- */

typedef struct search {
    const sgp_depth *depth;
    const sgp_audit_area *area;
    const sgp_word *pieces;
    sgp_take_supplier *take;
    void *context;
} search;

static bool meets(const sgp_word *a, const sgp_word *b, size_t words)
{
    for (size_t i = 0; i < words; i++)
        if (a[i] & b[i])
            return true;
    return false;
}

static void offer(const search *all, const sgp_supplier *suppliers, size_t count)
{
    const sgp_depth *depth = all->depth;
    for (size_t i = 0; i < count; i++)
        if (is_fit(depth, &suppliers[i]) &&
            meets(sgp_serving_set(depth->basis, suppliers[i].key), all->pieces, depth->basis->words) &&
            sgp_audit_is_within(depth->audit, all->area, &suppliers[i].at))
            all->take(all->context, &suppliers[i]);
}

void sgp_depth_suppliers(const sgp_depth *depth, size_t position, const sgp_word *pieces, sgp_take_supplier *take,
                         void *context)
{
    const signpost_audit *audit = depth->audit;
    const sgp_grid *grid = &audit->grid;
    const sgp_audit_area *area = &audit->areas[position];
    const search all = {depth, area, pieces, take, context};
    for (int32_t i = 0; i < area->row_count; i++) {
        const sgp_cell_span *span = &audit->spans[area->first_span + (uint32_t)i];
        for (int32_t column = span->outer_first; column <= span->outer_last; column++) {
            size_t cell = (size_t)((area->first_row + i) * grid->columns + column);
            if (meets(entry(depth, 0, cell), pieces, depth->basis->words))
                offer(&all, audit->open + grid->first[cell], grid->first[cell + 1] - grid->first[cell]);
        }
    }
    for (size_t i = 0; i < area->chain_count; i++) {
        const sgp_supplier *suppliers = sgp_lists_at(&audit->limited, (size_t)area->chain[i], sizeof *suppliers);
        for (size_t j = 0; j < sgp_lists_count(&audit->limited, (size_t)area->chain[i]); j++)
            if (!sgp_audit_is_limited_to(audit, area, i, suppliers[j].service))
                offer(&all, &suppliers[j], 1);
    }
    offer(&all, sgp_lists_at(&audit->own, position, sizeof(sgp_supplier)), sgp_lists_count(&audit->own, position));
}
