/* Counting near changes. Rules kept here:
 *  - services that did not change reach the same areas and serve in the same minutes on both sides: they are counted
 *    once, after, and what changed is added to either side;
 *  - only pieces in which some changed service serves can differ: where all of these are at the deepest without it,
 *    nothing does, and most often a few rows of cells show it;
 *  - an area is looked at from its middle row outwards, spans of cells that lie wholly within reach first; then the
 *    cells at the edge, service by service. */
#include "audit/compare_near.h"

#include "base/error.h"

#include <string.h>

/* ---- what threads share ---- */

static int32_t service_of(const sgp_change *change, int side)
{
    return side ? change->after : change->before;
}

static bool find_reaching(const signpost_comparison *made, size_t area, sgp_array *owners, sgp_array *items)
{
    const uint32_t owner = (uint32_t)area;
    for (size_t i = 0; i < made->changes.count * 2; i++) {
        int side = (int)(i & 1);
        int32_t service = service_of(SGP_AT(&made->changes, sgp_change, i / 2), side), item = (int32_t)i;
        if (service != SGP_NO_NUMBER && sgp_audit_reaches(made->sides[side], made->positions[side][area], service) &&
            (!sgp_array_append(owners, &owner, 1) || !sgp_array_append(items, &item, 1)))
            return false;
    }
    return true;
}

static signpost_status set_reaching(sgp_vicinity *vicinity, signpost_error *error)
{
    const signpost_comparison *made = vicinity->made;
    sgp_array owners = SGP_ARRAY_OF(uint32_t), items = SGP_ARRAY_OF(int32_t);
    bool good = true;
    for (size_t area = 0; area < made->both->area_count && good; area++)
        good = !made->is_touched[area] || find_reaching(made, area, &owners, &items);
    signpost_status status =
        good ? sgp_lists_pack_in(&vicinity->arena, &owners, &items, made->both->area_count, &vicinity->reaching, error)
             : sgp_fail_memory(error);
    sgp_array_release(&owners);
    sgp_array_release(&items);
    return status;
}

/* Where areas look that a change reaches: in which cells, and at what is limited to which areas. */
typedef struct marks {
    bool *cells, *areas;
    int32_t first_row, end_row;
} marks;

static void mark_area(const signpost_audit *after, const sgp_audit_area *area, marks *of)
{
    for (int32_t i = 0; i < area->row_count; i++) {
        const sgp_cell_span *span = &after->spans[area->first_span + (uint32_t)i];
        for (int32_t column = span->outer_first; column <= span->outer_last; column++)
            of->cells[(area->first_row + i) * after->grid.columns + column] = true;
    }
    of->first_row = area->first_row < of->first_row ? area->first_row : of->first_row;
    of->end_row = area->first_row + area->row_count > of->end_row ? area->first_row + area->row_count : of->end_row;
    for (size_t i = 0; i < area->chain_count; i++)
        of->areas[area->chain[i]] = true;
}

static void mark_areas(const sgp_vicinity *vicinity, marks *of)
{
    const signpost_comparison *made = vicinity->made;
    const signpost_audit *after = made->sides[1];
    for (size_t area = 0; area < made->both->area_count; area++)
        if (sgp_lists_count(&vicinity->reaching, area))
            mark_area(after, &after->areas[made->positions[1][area]], of);
}

static bool mark_changed(sgp_vicinity *vicinity)
{
    const signpost_comparison *made = vicinity->made;
    size_t services = made->sides[1]->index->service_count;
    vicinity->is_changed = sgp_arena_allocate(&vicinity->arena, services + 1, sizeof *vicinity->is_changed);
    for (size_t i = 0; i < made->changes.count && vicinity->is_changed; i++) {
        int32_t service = SGP_AT(&made->changes, sgp_change, i)->after;
        if (service != SGP_NO_NUMBER)
            vicinity->is_changed[service] = true;
    }
    return vicinity->is_changed;
}

/* Keeps what stands in marked lists, and did not change. */
static bool keep_near(sgp_vicinity *vicinity, const sgp_lists *all, size_t count, const bool *is_marked,
                      sgp_lists *kept)
{
    size_t room = 0, at = 0;
    for (size_t owner = 0; owner < count; owner++)
        room += is_marked[owner] ? sgp_lists_count(all, owner) : 0;
    sgp_supplier *items = sgp_arena_allocate(&vicinity->arena, room + 1, sizeof *items);
    kept->items = items;
    kept->first = sgp_arena_allocate(&vicinity->arena, count + 1, sizeof *kept->first);
    if (!items || !kept->first)
        return false;
    for (size_t owner = 0; owner < count; owner++) {
        const sgp_supplier *suppliers = sgp_lists_at(all, owner, sizeof *suppliers);
        for (size_t i = 0; is_marked[owner] && i < sgp_lists_count(all, owner); i++)
            if (!vicinity->is_changed[suppliers[i].service])
                items[at++] = suppliers[i];
        kept->first[owner + 1] = (uint32_t)at;
    }
    return true;
}

static bool set_suppliers(sgp_vicinity *vicinity)
{
    const signpost_audit *after = vicinity->made->sides[1];
    const sgp_lists open = {after->grid.first, after->open};
    marks of = {sgp_allocate_zeroed(vicinity->cells + 1, sizeof *of.cells),
                sgp_allocate_zeroed(vicinity->areas + 1, sizeof *of.areas), after->grid.rows, 0};
    bool good = of.cells && of.areas && mark_changed(vicinity);
    if (good) {
        mark_areas(vicinity, &of);
        vicinity->first_row = (size_t)of.first_row;
        vicinity->rows = of.end_row > of.first_row ? (size_t)(of.end_row - of.first_row) : 0;
        good = keep_near(vicinity, &open, vicinity->cells, of.cells, &vicinity->open) &&
               keep_near(vicinity, &after->limited, vicinity->areas, of.areas, &vicinity->limited);
    }
    sgp_release(of.cells);
    sgp_release(of.areas);
    return good;
}

signpost_status sgp_vicinity_make(const signpost_comparison *made, sgp_vicinity *vicinity, signpost_error *error)
{
    const signpost_audit *after = made->sides[1];
    *vicinity = (sgp_vicinity){.made = made};
    vicinity->cells = (size_t)after->grid.rows * (size_t)after->grid.columns;
    vicinity->areas = sgp_strings_count(&after->index->areas);
    signpost_status status = set_reaching(vicinity, error);
    if (status != SIGNPOST_OK)
        return status;
    return set_suppliers(vicinity) ? SIGNPOST_OK : sgp_fail_memory(error);
}

void sgp_vicinity_release(sgp_vicinity *vicinity)
{
    sgp_arena_release(&vicinity->arena);
}

/* ---- a pair ---- */

static bool make_room(const sgp_lists *all, size_t count, sgp_lists *room)
{
    room->first = sgp_allocate_zeroed(count + 1, sizeof *room->first);
    room->items = sgp_allocate_zeroed((size_t)all->first[count] + 1, sizeof(sgp_supplier));
    return room->first && room->items;
}

bool sgp_nearby_make(const sgp_vicinity *vicinity, size_t most_words, sgp_nearby *near)
{
    *near = (sgp_nearby){.vicinity = vicinity};
    near->serving = sgp_allocate_zeroed(vicinity->made->changes.count * 2 + 1, sizeof *near->serving);
    near->wanted = sgp_allocate_zeroed(most_words * 2, sizeof *near->wanted);
    bool good = near->serving && near->wanted &&
                sgp_row_depths_make(&vicinity->made->sides[1]->grid, most_words, &near->rows) &&
                make_room(&vicinity->open, vicinity->cells, &near->open) &&
                make_room(&vicinity->limited, vicinity->areas, &near->limited);
    for (int side = 0; side < 2 && good; side++) {
        near->depths[side] = sgp_allocate_zeroed(most_words * SIGNPOST_DEEPEST, sizeof *near->depths[side]);
        good = near->depths[side] != NULL;
    }
    return good;
}

void sgp_nearby_release(sgp_nearby *near)
{
    sgp_release(near->serving);
    sgp_release(near->wanted);
    sgp_row_depths_release(&near->rows);
    sgp_release(near->open.first);
    sgp_release(near->open.items);
    sgp_release(near->limited.first);
    sgp_release(near->limited.items);
    sgp_release(near->depths[0]);
    sgp_release(near->depths[1]);
}

/* The set of a changed service, as one side has it; NULL when it does not fit or can never serve. */
static const sgp_word *serving_of(const sgp_nearby *near, const sgp_pattern_pair *pair, const sgp_change *change,
                                  int side)
{
    const signpost_audit *audit = near->vicinity->made->sides[side];
    int32_t service = service_of(change, side),
            key = service == SGP_NO_NUMBER ? service : audit->supplier_keys[service];
    if (key == SGP_NO_NUMBER ||
        !sgp_bit_get(audit->patterns[pair->patterns[side]].profiles, (size_t)audit->index->services[service].profile))
        return NULL;
    return sgp_serving_set(&near->basis->views[side], key);
}

/* Whether a service that did not change fits, and serves in pieces that are wanted and not at the deepest. */
static inline bool counts(const sgp_nearby *near, const sgp_supplier *supplier, const sgp_word *wanted,
                          const sgp_word *deepest)
{
    const sgp_basis *basis = &near->basis->views[1];
    const sgp_word *set = sgp_serving_set(basis, supplier->key);
    if (!sgp_bit_get(near->profiles, (size_t)supplier->profile))
        return false;
    for (size_t i = 0; i < basis->words; i++)
        if (set[i] & wanted[i] & ~deepest[i])
            return true;
    return false;
}

/* `nothing` is an empty set. */
static void thin(const sgp_nearby *near, const sgp_lists *all, size_t count, const sgp_word *nothing,
                 sgp_lists *thinned)
{
    const sgp_supplier *suppliers = all->items;
    sgp_supplier *kept = thinned->items;
    uint32_t at = 0;
    for (size_t owner = 0; owner < count; owner++) {
        for (uint32_t i = all->first[owner]; i < all->first[owner + 1]; i++)
            if (counts(near, &suppliers[i], near->wanted, nothing))
                kept[at++] = suppliers[i];
        thinned->first[owner + 1] = at;
    }
}

static void set_rows(sgp_nearby *near)
{
    const sgp_vicinity *vicinity = near->vicinity;
    const sgp_basis *basis = &near->basis->views[1];
    const sgp_supplier *suppliers = near->open.items;
    sgp_row_depths_begin(&near->rows, basis->words);
    for (size_t row = vicinity->first_row; row < vicinity->first_row + vicinity->rows; row++) {
        for (size_t cell = row * near->rows.columns; cell < (row + 1) * near->rows.columns; cell++)
            for (uint32_t i = near->open.first[cell]; i < near->open.first[cell + 1]; i++)
                sgp_depth_add(sgp_row_depths_cell(&near->rows, cell), sgp_serving_set(basis, suppliers[i].key),
                              basis->words);
        sgp_row_depths_settle(&near->rows, row);
    }
}

void sgp_nearby_prepare(sgp_nearby *near, const sgp_pattern_pair *pair)
{
    const sgp_vicinity *vicinity = near->vicinity;
    const signpost_comparison *made = vicinity->made;
    near->basis = SGP_AT(&made->bases, sgp_common_basis, pair->basis);
    near->profiles = made->sides[1]->patterns[pair->patterns[1]].profiles;
    size_t words = near->basis->views[1].words;
    memset(near->wanted, 0, words * 2 * sizeof *near->wanted);
    for (size_t i = 0; i < made->changes.count * 2; i++) {
        near->serving[i] = serving_of(near, pair, SGP_AT(&made->changes, sgp_change, i / 2), (int)(i & 1));
        if (near->serving[i])
            sgp_bits_or(near->wanted, near->serving[i], words);
    }
    const sgp_word *nothing = near->wanted + words;
    thin(near, &vicinity->open, vicinity->cells, nothing, &near->open);
    thin(near, &vicinity->limited, vicinity->areas, nothing, &near->limited);
    set_rows(near);
}

/* ---- an area ---- */

typedef struct place {
    const sgp_nearby *near;
    const sgp_audit_area *area; /* after */
    const sgp_word *wanted;
    sgp_word *depth;
    size_t words;
} place;

static bool is_deep(const place *at)
{
    return !sgp_depth_grows(at->depth, at->wanted, at->words);
}

static void add(const place *at, const sgp_supplier *supplier, bool is_within)
{
    const sgp_nearby *near = at->near;
    const signpost_audit *after = near->vicinity->made->sides[1];
    if (counts(near, supplier, at->wanted, at->depth + (SIGNPOST_DEEPEST - 1) * at->words) &&
        (is_within || sgp_audit_is_within(after, at->area, &supplier->at)))
        sgp_depth_add(at->depth, sgp_serving_set(&near->basis->views[1], supplier->key), at->words);
}

/* Whether a cell has anything that is wanted, and not at the deepest. */
static bool has_wanted(const place *at, size_t cell)
{
    const sgp_word *some = sgp_row_depths_cell(&at->near->rows, cell),
                   *deepest = at->depth + (SIGNPOST_DEEPEST - 1) * at->words;
    for (size_t i = 0; i < at->words; i++)
        if (some[i] & at->wanted[i] & ~deepest[i])
            return true;
    return false;
}

/* What stands in the cells of a row from `first` to `last`, which may lie within reach or not. */
static void add_edge(const place *at, int32_t row, int32_t first, int32_t last)
{
    const sgp_lists *open = &at->near->open;
    const sgp_supplier *suppliers = open->items;
    for (int32_t column = first; column <= last; column++) {
        size_t cell = (size_t)row * at->near->rows.columns + (size_t)column;
        if (has_wanted(at, cell))
            for (uint32_t i = open->first[cell]; i < open->first[cell + 1]; i++)
                add(at, &suppliers[i], false);
    }
}

static void add_row(const place *at, int32_t i, bool is_edge)
{
    const sgp_cell_span *span = &at->near->vicinity->made->sides[1]->spans[at->area->first_span + (uint32_t)i];
    bool has_inner = span->inner_first <= span->inner_last;
    int32_t row = at->area->first_row + i;
    if (is_edge) {
        add_edge(at, row, span->outer_first, has_inner ? span->inner_first - 1 : span->outer_last);
        if (has_inner)
            add_edge(at, row, span->inner_last + 1, span->outer_last);
    } else if (has_inner) {
        sgp_row_depths_join(&at->near->rows, (size_t)row, (uint32_t)span->inner_first, (uint32_t)span->inner_last,
                            at->depth);
    }
}

/* Those open to everybody, until all that is wanted is at the deepest. */
static void add_open(const place *at, bool is_edge)
{
    int32_t rows = at->area->row_count, middle = rows / 2;
    for (int32_t off = 0; (off <= middle || middle + off < rows) && !is_deep(at); off++) {
        if (middle + off < rows)
            add_row(at, middle + off, is_edge);
        if (off && middle >= off)
            add_row(at, middle - off, is_edge);
    }
}

/* One that is limited to an area and to its parent stands in the lists of both: it counts in the first. */
static void add_limited(const place *at, size_t link)
{
    const sgp_nearby *near = at->near;
    size_t number = (size_t)at->area->chain[link];
    const sgp_supplier *suppliers = sgp_lists_at(&near->limited, number, sizeof *suppliers);
    for (size_t i = 0; i < sgp_lists_count(&near->limited, number); i++)
        if (!sgp_audit_is_limited_to(near->vicinity->made->sides[1], at->area, link, suppliers[i].service))
            add(at, &suppliers[i], false);
}

/* For registered patients alone, within reach. */
static void add_own(const place *at, size_t position)
{
    const sgp_lists *own = &at->near->vicinity->made->sides[1]->own;
    const sgp_supplier *suppliers = sgp_lists_at(own, position, sizeof *suppliers);
    for (size_t i = 0; i < sgp_lists_count(own, position); i++)
        if (!at->near->vicinity->is_changed[suppliers[i].service])
            add(at, &suppliers[i], true);
}

bool sgp_nearby_area(sgp_nearby *near, size_t area)
{
    const sgp_vicinity *vicinity = near->vicinity;
    const int32_t *reaching = sgp_lists_at(&vicinity->reaching, area, sizeof *reaching);
    size_t count = sgp_lists_count(&vicinity->reaching, area), words = near->basis->views[1].words;
    size_t position = vicinity->made->positions[1][area];
    sgp_word *wanted = near->wanted + words;
    memset(wanted, 0, words * sizeof *wanted);
    for (size_t i = 0; i < count; i++)
        if (near->serving[reaching[i]])
            sgp_bits_or(wanted, near->serving[reaching[i]], words);
    const place at = {near, &vicinity->made->sides[1]->areas[position], wanted, near->depths[1], words};
    memset(at.depth, 0, words * SIGNPOST_DEEPEST * sizeof *at.depth);
    add_open(&at, false);
    for (size_t i = 0; i < at.area->chain_count && !is_deep(&at); i++)
        add_limited(&at, i);
    add_own(&at, position);
    add_open(&at, true);
    if (is_deep(&at))
        return false;
    memcpy(near->depths[0], near->depths[1], words * SIGNPOST_DEEPEST * sizeof *at.depth);
    for (size_t i = 0; i < count; i++)
        if (near->serving[reaching[i]])
            sgp_depth_add(near->depths[reaching[i] & 1], near->serving[reaching[i]], words);
    return true;
}
