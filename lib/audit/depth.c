/* How deep cover is, of a pattern and an area. Counting ends at SIGNPOST_DEEPEST. */
#include "audit/depth.h"

#include <string.h>

enum { DEEPEST = SIGNPOST_DEEPEST };

bool sgp_depth_make(const signpost_audit *audit, size_t words, sgp_depth *depth)
{
    *depth = (sgp_depth){.audit = audit};
    depth->sum = sgp_allocate_zeroed(words * DEEPEST, sizeof *depth->sum);
    depth->whole = sgp_allocate_zeroed(words * DEEPEST, sizeof *depth->whole);
    return sgp_row_depths_make(&audit->grid, words, &depth->rows) && depth->sum && depth->whole;
}

void sgp_depth_release(sgp_depth *depth)
{
    sgp_row_depths_release(&depth->rows);
    sgp_release(depth->whole);
    sgp_release(depth->sum);
}

static inline bool is_fit(const sgp_depth *depth, const sgp_supplier *supplier)
{
    return sgp_bit_get(depth->pattern->profiles, (size_t)supplier->profile);
}

void sgp_depth_prepare(sgp_depth *depth, const sgp_pattern *pattern, const sgp_basis *basis)
{
    const signpost_audit *audit = depth->audit;
    const size_t cells = depth->rows.cells, words = basis->words;
    depth->pattern = pattern;
    depth->basis = basis;
    sgp_row_depths_begin(&depth->rows, words);
    memset(depth->whole, 0, depth->rows.stride * sizeof *depth->whole);
    for (size_t cell = 0; cell < cells; cell++) {
        sgp_word *here = sgp_row_depths_cell(&depth->rows, cell);
        for (uint32_t i = audit->grid.first[cell]; i < audit->grid.first[cell + 1]; i++)
            if (is_fit(depth, &audit->open[i]))
                sgp_depth_add(here, sgp_serving_set(basis, audit->open[i].key), words);
        sgp_depth_join(depth->whole, here, words);
    }
    for (int32_t row = 0; row < audit->grid.rows; row++)
        sgp_row_depths_settle(&depth->rows, (size_t)row);
}

static void add_inner(sgp_depth *depth, int32_t row, const sgp_cell_span *span)
{
    if (span->inner_first <= span->inner_last)
        sgp_row_depths_join(&depth->rows, (size_t)row, (uint32_t)span->inner_first, (uint32_t)span->inner_last,
                            depth->sum);
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
            sgp_depth_grows(depth->sum, sgp_row_depths_cell(&depth->rows, cell), depth->basis->words))
            add_suppliers(depth, area, depth->audit->open + grid->first[cell],
                          grid->first[cell + 1] - grid->first[cell]);
    }
}

/* Whether nothing that is open to everybody could add anything. */
static bool is_whole(const sgp_depth *depth)
{
    return memcmp(depth->sum, depth->whole, depth->rows.stride * sizeof *depth->sum) == 0;
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
    memset(depth->sum, 0, depth->rows.stride * sizeof *depth->sum);
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
            if (meets(sgp_row_depths_cell(&depth->rows, cell), pieces, depth->basis->words))
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
