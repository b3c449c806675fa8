/* What is covered. Rules kept here:
 *  - what a cell's services cover is worked out once a pattern, and joined along its row in steps of two: whatever lies
 *    wholly within reach of an area is then two unions a row;
 *  - only at the edge are services looked at one by one, and only those that would add something. */
#include "audit/cover.h"

#include <string.h>

/* As many as the widest row that lies wholly within reach of some area takes. */
static size_t count_levels(const signpost_audit *audit)
{
    int32_t widest = 1;
    for (size_t i = 0; i < audit->area_count; i++)
        for (int32_t row = 0; row < audit->areas[i].row_count; row++) {
            const sgp_cell_span *span = &audit->spans[audit->areas[i].first_span + (uint32_t)row];
            int32_t width = span->inner_last - span->inner_first + 1;
            widest = width > widest ? width : widest;
        }
    size_t levels = 1;
    while (1 << levels <= widest)
        levels++;
    return levels;
}

bool sgp_cover_make(const signpost_audit *audit, sgp_cover *cover)
{
    size_t words = sgp_audit_most_words(audit), areas = sgp_strings_count(&audit->index->areas);
    *cover = (sgp_cover){.audit = audit, .levels = count_levels(audit)};
    cover->cells = (size_t)audit->grid.rows * (size_t)audit->grid.columns;
    cover->table = sgp_allocate_zeroed(cover->levels * cover->cells * words, sizeof *cover->table);
    cover->whole = sgp_allocate_zeroed(words, sizeof *cover->whole);
    cover->limited = sgp_allocate_zeroed(areas * words + 1, sizeof *cover->limited);
    cover->is_known = sgp_allocate_zeroed(areas + 1, sizeof *cover->is_known);
    return cover->table && cover->whole && cover->limited && cover->is_known;
}

void sgp_cover_release(sgp_cover *cover)
{
    sgp_release(cover->table);
    sgp_release(cover->whole);
    sgp_release(cover->limited);
    sgp_release(cover->is_known);
}

static sgp_word *cell_at(const sgp_cover *cover, size_t level, size_t cell)
{
    return cover->table + (level * cover->cells + cell) * cover->basis->words;
}

/* `to` becomes `to` and `from`; small, and called so often that it stands here. */
static inline void join(sgp_word *to, const sgp_word *from, size_t words)
{
    for (size_t i = 0; i < words; i++)
        to[i] |= from[i];
}

/* Whether `from` has something that `of` lacks. */
static inline bool adds(const sgp_word *of, const sgp_word *from, size_t words)
{
    for (size_t i = 0; i < words; i++)
        if (from[i] & ~of[i])
            return true;
    return false;
}

static inline bool is_fit(const sgp_cover *cover, const sgp_supplier *supplier)
{
    return sgp_bit_get(cover->pattern->profiles, (size_t)supplier->profile);
}

void sgp_cover_prepare(sgp_cover *cover, const sgp_pattern *pattern)
{
    const signpost_audit *audit = cover->audit;
    cover->pattern = pattern;
    cover->basis = &audit->bases[pattern->basis];
    size_t words = cover->basis->words;
    memset(cover->table, 0, cover->cells * words * sizeof *cover->table);
    memset(cover->whole, 0, words * sizeof *cover->whole);
    memset(cover->is_known, 0, sgp_strings_count(&audit->index->areas));
    for (size_t cell = 0; cell < cover->cells; cell++) {
        sgp_word *here = cell_at(cover, 0, cell);
        for (uint32_t i = audit->grid.first[cell]; i < audit->grid.first[cell + 1]; i++)
            if (is_fit(cover, &audit->open[i]))
                join(here, sgp_serving_set(cover->basis, audit->open[i].key), words);
        join(cover->whole, here, words);
    }
    size_t columns = (size_t)audit->grid.columns;
    for (size_t level = 1; level < cover->levels; level++) {
        memcpy(cell_at(cover, level, 0), cell_at(cover, level - 1, 0), cover->cells * words * sizeof *cover->table);
        size_t step = (size_t)1 << (level - 1);
        for (size_t cell = 0; cell + step < cover->cells; cell++)
            if (cell % columns + step < columns)
                join(cell_at(cover, level, cell), cell_at(cover, level - 1, cell + step), words);
    }
}

static void join_inner(const sgp_cover *cover, int32_t row, const sgp_cell_span *span, sgp_word *covered)
{
    int32_t width = span->inner_last - span->inner_first + 1;
    if (width < 1)
        return;
    size_t level = (size_t)(31 - __builtin_clz((unsigned)width)), words = cover->basis->words;
    size_t first = (size_t)(row * cover->audit->grid.columns + span->inner_first);
    join(covered, cell_at(cover, level, first), words);
    join(covered, cell_at(cover, level, first + (size_t)width - ((size_t)1 << level)), words);
}

static void join_suppliers(const sgp_cover *cover, const sgp_audit_area *area, const sgp_supplier *suppliers,
                           size_t count, sgp_word *covered)
{
    size_t words = cover->basis->words;
    for (size_t i = 0; i < count; i++) {
        const sgp_word *serving = sgp_serving_set(cover->basis, suppliers[i].key);
        if (is_fit(cover, &suppliers[i]) && adds(covered, serving, words) &&
            sgp_audit_is_within(cover->audit, area, &suppliers[i].at))
            join(covered, serving, words);
    }
}

static void join_edge(const sgp_cover *cover, const sgp_audit_area *area, int32_t row, int32_t first, int32_t last,
                      sgp_word *covered)
{
    const sgp_grid *grid = &cover->audit->grid;
    for (int32_t column = first; column <= last; column++) {
        size_t cell = (size_t)(row * grid->columns + column);
        if (grid->first[cell] != grid->first[cell + 1] && adds(covered, cell_at(cover, 0, cell), cover->basis->words))
            join_suppliers(cover, area, cover->audit->open + grid->first[cell],
                           grid->first[cell + 1] - grid->first[cell], covered);
    }
}

static void join_open(const sgp_cover *cover, const sgp_audit_area *area, sgp_word *covered)
{
    const sgp_cell_span *spans = cover->audit->spans + area->first_span;
    size_t words = cover->basis->words;
    for (int32_t i = 0; i < area->row_count; i++)
        join_inner(cover, area->first_row + i, &spans[i], covered);
    if (!adds(covered, cover->whole, words))
        return;
    for (int32_t i = 0; i < area->row_count; i++) {
        bool has_inner = spans[i].inner_first <= spans[i].inner_last;
        int32_t row = area->first_row + i;
        join_edge(cover, area, row, spans[i].outer_first, has_inner ? spans[i].inner_first - 1 : spans[i].outer_last,
                  covered);
        if (has_inner)
            join_edge(cover, area, row, spans[i].inner_last + 1, spans[i].outer_last, covered);
    }
}

/* What services limited to an area cover, wherever they are. */
static const sgp_word *limited_to(sgp_cover *cover, int32_t number)
{
    const sgp_lists *lists = &cover->audit->limited;
    size_t words = cover->basis->words;
    sgp_word *all = cover->limited + (size_t)number * words;
    if (cover->is_known[number])
        return all;
    cover->is_known[number] = true;
    memset(all, 0, words * sizeof *all);
    const sgp_supplier *suppliers = sgp_lists_at(lists, (size_t)number, sizeof *suppliers);
    for (size_t i = 0; i < sgp_lists_count(lists, (size_t)number); i++)
        if (is_fit(cover, &suppliers[i]))
            join(all, sgp_serving_set(cover->basis, suppliers[i].key), words);
    return all;
}

void sgp_cover_area(sgp_cover *cover, size_t position, sgp_word *covered)
{
    const signpost_audit *audit = cover->audit;
    const sgp_audit_area *area = &audit->areas[position];
    size_t words = cover->basis->words;
    memset(covered, 0, words * sizeof *covered);
    join_open(cover, area, covered);
    for (size_t i = 0; i < area->chain_count; i++) {
        size_t number = (size_t)area->chain[i], count = sgp_lists_count(&audit->limited, number);
        if (count && adds(covered, limited_to(cover, area->chain[i]), words))
            join_suppliers(cover, area, sgp_lists_at(&audit->limited, number, sizeof(sgp_supplier)), count, covered);
    }
    join_suppliers(cover, area, sgp_lists_at(&audit->own, position, sizeof(sgp_supplier)),
                   sgp_lists_count(&audit->own, position), covered);
}
