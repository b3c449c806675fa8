/* Comparing two audits. Rules kept here:
 *  - what both share is told apart as far as either does: ages, minutes, and pairs of patterns, one of each;
 *  - only what a changed service, or a changed area, can touch is covered anew, in both; the rest is the same in both.
 */
#include "audit/compare.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* ---- areas ---- */

static const char *code_of(const signpost_audit *audit, size_t area)
{
    return sgp_strings_text(&audit->index->areas, audit->areas[area].number);
}

/* Both stand by code. */
static signpost_status match_areas(signpost_comparison *made, signpost_error *error)
{
    const signpost_audit *before = made->sides[0], *after = made->sides[1];
    sgp_arena *arena = &made->both->arena;
    size_t room = after->area_count, i = 0, j = 0, count = 0;
    made->positions[0] = sgp_arena_allocate(arena, room + 1, sizeof(uint32_t));
    made->positions[1] = sgp_arena_allocate(arena, room + 1, sizeof(uint32_t));
    made->is_touched = sgp_arena_allocate(arena, room + 1, sizeof(bool));
    if (!made->positions[0] || !made->positions[1] || !made->is_touched)
        return sgp_fail_memory(error);
    while (i < before->area_count && j < after->area_count) {
        int order = strcmp(code_of(before, i), code_of(after, j));
        made->about.areas_apart += order != 0;
        if (order == 0) {
            made->positions[0][count] = (uint32_t)i;
            made->positions[1][count++] = (uint32_t)j;
        }
        i += order <= 0;
        j += order >= 0;
    }
    made->about.areas_apart += before->area_count - i + after->area_count - j;
    made->about.areas = made->both->area_count = count;
    return SIGNPOST_OK;
}

static bool is_same_text(const sgp_strings *a, int32_t x, const sgp_strings *b, int32_t y)
{
    if (x == SGP_NO_NUMBER || y == SGP_NO_NUMBER)
        return x == y;
    return strcmp(sgp_strings_text(a, x), sgp_strings_text(b, y)) == 0;
}

/* Whether an area is searched from in the same way in both. */
static bool is_same_area(const signpost_comparison *made, size_t area)
{
    const signpost_audit *before = made->sides[0], *after = made->sides[1];
    const sgp_audit_area *a = &before->areas[made->positions[0][area]], *b = &after->areas[made->positions[1][area]];
    if (memcmp(&a->at.point, &b->at.point, sizeof a->at.point) != 0 || a->radius_m != b->radius_m ||
        a->chain_count != b->chain_count ||
        !is_same_text(&before->index->organisations, a->practice, &after->index->organisations, b->practice))
        return false;
    for (size_t i = 0; i < a->chain_count; i++)
        if (!is_same_text(&before->index->areas, a->chain[i], &after->index->areas, b->chain[i]))
            return false;
    return true;
}

static bool is_within_reach(const signpost_comparison *made, size_t area, const sgp_change *change)
{
    const int32_t services[] = {change->before, change->after};
    for (int side = 0; side < 2; side++) {
        const signpost_audit *audit = made->sides[side];
        if (services[side] != SGP_NO_NUMBER && sgp_audit_is_within(audit, &audit->areas[made->positions[side][area]],
                                                                   &audit->index->services[services[side]].at))
            return true;
    }
    return false;
}

static void touch_areas(signpost_comparison *made)
{
    enum { MANY_CHANGES = 2000 }; /* to look for those near each area would take longer than to count them all */
    for (size_t area = 0; area < made->both->area_count; area++) {
        bool is_same = is_same_area(made, area), touched = !is_same || made->changes.count > MANY_CHANGES;
        for (size_t i = 0; i < made->changes.count && !touched; i++)
            touched = is_within_reach(made, area, SGP_AT(&made->changes, sgp_change, i));
        made->areas_differ = made->areas_differ || !is_same;
        made->is_touched[area] = touched;
        made->about.areas_touched += touched;
    }
}

/* Near changes, services that did not change must reach the same areas on both sides. */
static void choose_counting(signpost_comparison *made)
{
    enum { FEW_CHANGES = 200 };
    if (made->counting == SGP_COUNT_AS_SUITS)
        made->counting = made->changes.count <= FEW_CHANGES ? SGP_COUNT_NEAR_CHANGES : SGP_COUNT_BY_TABLES;
    if (made->areas_differ)
        made->counting = SGP_COUNT_BY_TABLES;
}

/* ---- ages, minutes, pairs ---- */

/* Numbers of two rising lists, each once. */
static int32_t *unite(sgp_arena *arena, const int32_t *a, size_t a_count, const int32_t *b, size_t b_count,
                      size_t *count)
{
    int32_t *both = sgp_arena_allocate(arena, a_count + b_count + 1, sizeof *both);
    size_t i = 0, j = 0;
    *count = 0;
    while (both && (i < a_count || j < b_count)) {
        int32_t next = j == b_count || (i < a_count && a[i] <= b[j]) ? a[i] : b[j];
        i += i < a_count && a[i] == next;
        j += j < b_count && b[j] == next;
        both[(*count)++] = next;
    }
    return both;
}

/* People of the common areas, by the ages that either side tells apart. */
static signpost_status set_people(signpost_comparison *made, signpost_error *error)
{
    const signpost_audit *before = made->sides[0], *after = made->sides[1];
    signpost_audit *both = made->both;
    size_t bounds;
    uint32_t *common = sgp_allocate(after->area_count * sizeof *common);
    both->ages =
        unite(&both->arena, before->ages, before->segment_count + 1, after->ages, after->segment_count + 1, &bounds);
    both->areas = sgp_arena_allocate(&both->arena, both->area_count + 1, sizeof *both->areas);
    if (!common || !both->ages || !both->areas) {
        sgp_release(common);
        return sgp_fail_memory(error);
    }
    both->segment_count = bounds - 1;
    both->people_count = both->segment_count * 2;
    both->people_words = sgp_words_for(both->people_count);
    memset(common, 0xFF, after->area_count * sizeof *common);
    for (size_t i = 0; i < both->area_count; i++) {
        both->areas[i] = after->areas[made->positions[1][i]];
        common[made->positions[1][i]] = (uint32_t)i;
    }
    bool good = true;
    for (size_t i = 0; i < after->rows.count && good; i++) {
        sgp_people_row row = *SGP_AT(&after->rows, sgp_people_row, i);
        row.area = common[row.area];
        good = row.area == UINT32_MAX || sgp_array_append(&both->rows, &row, 1);
    }
    sgp_release(common);
    return good ? sgp_audit_set_people(both, error) : sgp_fail_memory(error);
}

static void set_range(sgp_word *set, size_t from, size_t until)
{
    for (size_t at = from; at < until;) {
        size_t last = at / 64 == (until - 1) / 64 ? (until - 1) % 64 : 63;
        set[at / 64] |= ~(sgp_word)0 << at % 64 & ~(sgp_word)0 >> (63 - last);
        at += last + 1 - at % 64;
    }
}

/* A side's sets in the pieces of both, run by run; its own when it tells as much apart. */
static sgp_word *spread_sets(sgp_arena *arena, const sgp_basis *own, size_t keys, const sgp_basis *common)
{
    if (own->count == common->count)
        return own->sets;
    sgp_word *sets = sgp_arena_allocate(arena, keys * common->words + 1, sizeof *sets);
    for (size_t key = 0; key < keys && sets; key++) {
        const sgp_word *set = own->sets + key * own->words;
        for (size_t from = sgp_bits_next(set, own->count, 0); from < own->count;) {
            size_t until = from + 1;
            while (until < own->count && sgp_bit_get(set, until))
                until++;
            set_range(sets + key * common->words, sgp_basis_piece(common, own->bounds[from]),
                      sgp_basis_piece(common, own->bounds[until]));
            from = sgp_bits_next(set, own->count, until);
        }
    }
    return sets;
}

/* The basis of two bases, added when new; SGP_NO_NUMBER when memory ran out. */
static int32_t add_basis(signpost_comparison *made, sgp_array *bases, uint32_t of_before, uint32_t of_after)
{
    sgp_arena *arena = &made->both->arena;
    const sgp_basis *own[] = {&made->sides[0]->bases[of_before], &made->sides[1]->bases[of_after]};
    for (size_t i = 0; i < made->bases.count; i++) {
        const sgp_common_basis *known = SGP_AT(&made->bases, sgp_common_basis, i);
        if (known->bases[0] == of_before && known->bases[1] == of_after)
            return (int32_t)i;
    }
    sgp_common_basis *added = sgp_array_add(&made->bases);
    sgp_basis *basis = sgp_array_add(bases);
    if (!added || !basis)
        return SGP_NO_NUMBER;
    size_t bounds;
    basis->within = own[1]->within;
    basis->bounds = unite(arena, own[0]->bounds, own[0]->count + 1, own[1]->bounds, own[1]->count + 1, &bounds);
    if (!basis->bounds)
        return SGP_NO_NUMBER;
    basis->count = bounds - 1;
    basis->words = sgp_words_for(basis->count);
    for (int side = 0; side < 2; side++) {
        added->bases[side] = side ? of_after : of_before;
        added->views[side] = *basis;
        added->views[side].sets = spread_sets(arena, own[side], made->sides[side]->key_count, basis);
        if (!added->views[side].sets)
            return SGP_NO_NUMBER;
    }
    return (int32_t)made->bases.count - 1;
}

/* Whether some changed service fits a pattern. */
static bool touches_pattern(const signpost_comparison *made, const int32_t patterns[2])
{
    for (size_t i = 0; i < made->changes.count; i++) {
        const sgp_change *change = SGP_AT(&made->changes, sgp_change, i);
        const int32_t services[] = {change->before, change->after};
        for (int side = 0; side < 2; side++) {
            const signpost_audit *audit = made->sides[side];
            int32_t profile =
                services[side] == SGP_NO_NUMBER ? SGP_NO_NUMBER : audit->index->services[services[side]].profile;
            if (profile != SGP_NO_NUMBER && sgp_bit_get(audit->patterns[patterns[side]].profiles, (size_t)profile))
                return true;
        }
    }
    return false;
}

/* Pairs while they are collected. */
typedef struct collection {
    signpost_comparison *made;
    sgp_sets by_content; /* of one word: the two patterns; its numbers are those of the pairs */
    sgp_array patterns, bases;
} collection;

static int32_t add_pair(collection *all, const int32_t patterns[2])
{
    signpost_comparison *made = all->made;
    const sgp_word key = (sgp_word)(uint32_t)patterns[0] << 32 | (uint32_t)patterns[1];
    int32_t number = sgp_sets_add(&all->by_content, &key);
    if (number < 0 || (size_t)number < all->patterns.count)
        return number;
    int32_t basis = add_basis(made, &all->bases, made->sides[0]->patterns[patterns[0]].basis,
                              made->sides[1]->patterns[patterns[1]].basis);
    sgp_pattern *pattern = sgp_array_add(&all->patterns);
    const sgp_pattern_pair added = {
        {patterns[0], patterns[1]}, (uint32_t)basis, made->areas_differ || touches_pattern(made, patterns)};
    if (basis < 0 || !pattern || !sgp_array_append(&made->pairs, &added, 1))
        return SGP_NO_NUMBER;
    pattern->basis = (uint32_t)basis;
    pattern->people = sgp_arena_allocate(&made->both->arena, made->both->people_words, sizeof *pattern->people);
    return pattern->people ? number : SGP_NO_NUMBER;
}

static bool collect(collection *all)
{
    signpost_comparison *made = all->made;
    signpost_audit *both = made->both;
    both->pattern_of =
        sgp_arena_allocate(&both->arena, both->demand_count * both->people_count + 1, sizeof *both->pattern_of);
    for (size_t i = 0; i < both->demand_count * both->people_count && both->pattern_of; i++) {
        size_t demand = i / both->people_count, who = i % both->people_count;
        int32_t patterns[2];
        for (int side = 0; side < 2; side++) {
            const signpost_audit *audit = made->sides[side];
            size_t segment = sgp_audit_segment(audit, both->ages[who / 2]);
            patterns[side] = audit->pattern_of[demand * audit->people_count + segment * 2 + (who & 1)];
        }
        both->pattern_of[i] = SGP_NO_NUMBER;
        if (patterns[0] == SGP_NO_NUMBER)
            continue;
        both->pattern_of[i] = add_pair(all, patterns);
        if (both->pattern_of[i] == SGP_NO_NUMBER)
            return false;
        sgp_bit_set(SGP_AT(&all->patterns, sgp_pattern, both->pattern_of[i])->people, who);
    }
    both->pattern_count = all->patterns.count;
    both->basis_count = all->bases.count;
    both->patterns = sgp_arena_take(&both->arena, &all->patterns);
    both->bases = sgp_arena_take(&both->arena, &all->bases);
    return both->pattern_of && both->patterns && both->bases;
}

static signpost_status set_pairs(signpost_comparison *made, signpost_error *error)
{
    collection all = {.made = made,
                      .by_content = {.words = 1},
                      .patterns = SGP_ARRAY_OF(sgp_pattern),
                      .bases = SGP_ARRAY_OF(sgp_basis)};
    bool good = collect(&all);
    sgp_sets_release(&all.by_content);
    sgp_array_release(&all.patterns);
    sgp_array_release(&all.bases);
    return good ? SIGNPOST_OK : sgp_fail_memory(error);
}

/* ---- the object ---- */

static signpost_status find_gaps(signpost_comparison *made, signpost_error *error)
{
    made->opened = sgp_gaps_new(made->both, made->sides[1]);
    made->closed = sgp_gaps_new(made->both, NULL);
    if (!made->opened || !made->closed)
        return sgp_fail_memory(error);
    made->opened->neighbours = made->closed->neighbours = sgp_audit_neighbours(made->both, &made->both->arena);
    if (!made->opened->neighbours)
        return sgp_fail_memory(error);
    signpost_status status = sgp_compare_pairs(made, error);
    if (status == SIGNPOST_OK)
        status = sgp_gaps_find(made->opened, error);
    return status == SIGNPOST_OK ? sgp_gaps_find(made->closed, error) : status;
}

static bool is_same_question(const signpost_audit *a, const signpost_audit *b)
{
    const signpost_audit_about *x = &a->about, *y = &b->about;
    bool is_same = x->typical == y->typical && x->from == y->from && x->days == y->days && x->begins == y->begins &&
                   x->minutes == y->minutes && x->capacity == y->capacity && x->unregistered == y->unregistered &&
                   strcmp(x->role, y->role) == 0 && strcmp(x->area_kind, y->area_kind) == 0 &&
                   a->index->policy->square == b->index->policy->square && a->demand_count == b->demand_count;
    for (size_t i = 0; i < a->demand_count && is_same; i++) {
        const signpost_demand *one = &a->demands[i], *other = &b->demands[i];
        is_same = strcmp(one->disposition.code, other->disposition.code) == 0 &&
                  strcmp(one->symptom_group, other->symptom_group) == 0 && one->from_days == other->from_days &&
                  one->to_days == other->to_days && one->female == other->female && one->male == other->male &&
                  one->discriminator_count == other->discriminator_count;
        for (size_t at = 0; at < one->discriminator_count && is_same; at++)
            is_same = strcmp(one->discriminators[at], other->discriminators[at]) == 0;
    }
    return is_same;
}

static void count_changes(signpost_comparison *made)
{
    for (size_t i = 0; i < made->changes.count; i++) {
        const sgp_change *change = SGP_AT(&made->changes, sgp_change, i);
        made->about.services_added += change->before == SGP_NO_NUMBER;
        made->about.services_removed += change->after == SGP_NO_NUMBER;
        made->about.services_changed += change->before != SGP_NO_NUMBER && change->after != SGP_NO_NUMBER;
    }
}

static signpost_status compare(signpost_comparison *made, signpost_error *error)
{
    if (!sgp_find_changes(made->sides[0], made->sides[1], &made->changes))
        return sgp_fail_memory(error);
    count_changes(made);
    signpost_status status = match_areas(made, error);
    if (status != SIGNPOST_OK)
        return status;
    touch_areas(made);
    choose_counting(made);
    status = set_people(made, error);
    if (status == SIGNPOST_OK)
        status = set_pairs(made, error);
    return status == SIGNPOST_OK ? find_gaps(made, error) : status;
}

signpost_status sgp_audit_compare(const signpost_audit *before, const signpost_audit *after, sgp_counting counting,
                                  signpost_comparison **comparison, signpost_error *error)
{
    *comparison = NULL;
    if (!is_same_question(before, after))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                        "audits of different demands, days or options cannot be compared");
    signpost_comparison *made = sgp_allocate_zeroed(1, sizeof *made);
    signpost_audit *both = sgp_allocate_zeroed(1, sizeof *both);
    if (!made || !both) {
        sgp_release(made);
        sgp_release(both);
        return sgp_fail_memory(error);
    }
    made->sides[0] = before;
    made->sides[1] = after;
    made->both = both;
    made->pairs = (sgp_array)SGP_ARRAY_OF(sgp_pattern_pair);
    made->bases = (sgp_array)SGP_ARRAY_OF(sgp_common_basis);
    made->counting = counting;
    made->changes = (sgp_array)SGP_ARRAY_OF(sgp_change);
    both->index = signpost_index_ref(after->index);
    both->rows = (sgp_array)SGP_ARRAY_OF(sgp_people_row);
    both->options = after->options;
    both->about = after->about;
    both->demands = after->demands;
    both->demand_count = after->demand_count;
    signpost_status status = compare(made, error);
    if (status != SIGNPOST_OK) {
        signpost_comparison_free(made);
        return status;
    }
    *comparison = made;
    return SIGNPOST_OK;
}

signpost_status signpost_audit_compare(const signpost_audit *before, const signpost_audit *after,
                                       signpost_comparison **comparison, signpost_error *error)
{
    return sgp_audit_compare(before, after, SGP_COUNT_AS_SUITS, comparison, error);
}

void signpost_comparison_free(signpost_comparison *comparison)
{
    if (!comparison)
        return;
    signpost_gaps_free(comparison->opened);
    signpost_gaps_free(comparison->closed);
    signpost_audit_free(comparison->both);
    sgp_array_release(&comparison->pairs);
    sgp_array_release(&comparison->bases);
    sgp_array_release(&comparison->changes);
    sgp_release(comparison);
}

const signpost_gaps *signpost_comparison_opened(const signpost_comparison *comparison)
{
    return comparison->opened;
}

const signpost_gaps *signpost_comparison_closed(const signpost_comparison *comparison)
{
    return comparison->closed;
}

signpost_audit_area signpost_comparison_area_at(const signpost_comparison *comparison, size_t position)
{
    return signpost_audit_area_at(comparison->both, position);
}

signpost_comparison_about signpost_comparison_describe(const signpost_comparison *comparison)
{
    return comparison->about;
}
