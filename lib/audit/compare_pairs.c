/* Comparing, pair of patterns by pair: a pair is worked out by one thread alone. */
#include "audit/compare.h"

#include "audit/depth.h"
#include "audit/work.h"
#include "base/error.h"

#include <string.h>

/* What a thread works with. */
typedef struct bench {
    const sgp_word *covered[2]; /* of each side's basis: what at least one service covers */
    sgp_word *opened, *closed;  /* of the common basis */
    uint32_t *parents;
    sgp_depth depths[2];
    int64_t person_minutes[2][SIGNPOST_DEEPEST + 1];
} bench;

typedef struct task {
    signpost_comparison *made;
    bench *benches;
} task;

/* The pieces that only the one side covers. */
static void subtract(const sgp_basis *basis, const sgp_piece_map *map, bench *at)
{
    memset(at->opened, 0, basis->words * sizeof *at->opened);
    memset(at->closed, 0, basis->words * sizeof *at->closed);
    for (size_t piece = 0; piece < basis->count; piece++) {
        bool before = sgp_bit_get(at->covered[0], map->pieces[0][piece]);
        bool after = sgp_bit_get(at->covered[1], map->pieces[1][piece]);
        if (before && !after)
            sgp_bit_set(at->opened, piece);
        if (after && !before)
            sgp_bit_set(at->closed, piece);
    }
}

static bool note(const signpost_audit *both, sgp_pattern_gaps *found, size_t area, const sgp_basis *basis,
                 const sgp_word *set)
{
    return sgp_bits_next(set, basis->count, 0) == basis->count || sgp_gaps_note(found, both->area_count, area, set);
}

/* Person-minutes of an area by depth, on one side. */
static void add_depths(bench *at, int side, size_t area, int64_t people)
{
    const sgp_depth *depth = &at->depths[side];
    const sgp_word *sets = sgp_depth_area(&at->depths[side], area);
    int32_t before = depth->basis->bounds[depth->basis->count];
    at->covered[side] = sets;
    for (int i = 0; i <= SIGNPOST_DEEPEST; i++) {
        int32_t as_deep =
            i < SIGNPOST_DEEPEST ? sgp_basis_minutes(depth->basis, sets + (size_t)i * depth->basis->words) : 0;
        at->person_minutes[side][i] += people * (before - as_deep);
        before = as_deep;
    }
}

static signpost_status do_pair(void *context, int thread, size_t number)
{
    task *all = context;
    signpost_comparison *made = all->made;
    const signpost_audit *both = made->both;
    bench *at = &all->benches[thread];
    const sgp_pattern_pair *of = SGP_AT(&made->pairs, sgp_pattern_pair, number);
    const sgp_basis *basis = &both->bases[of->basis];
    const sgp_piece_map *map = SGP_AT(&made->maps, sgp_piece_map, of->basis);
    sgp_pattern_gaps *opened = &made->opened->of_pattern[number], *closed = &made->closed->of_pattern[number];
    sgp_gaps_begin(opened, basis);
    sgp_gaps_begin(closed, basis);
    bool good = true;
    for (int side = 0; side < 2 && of->is_touched; side++)
        sgp_depth_prepare(&at->depths[side], &made->sides[side]->patterns[of->patterns[side]]);
    for (size_t area = 0; area < both->area_count && good && of->is_touched; area++) {
        if (!made->is_touched[area])
            continue;
        int64_t people = sgp_pattern_people(both, &both->patterns[number], area);
        for (int side = 0; side < 2; side++)
            add_depths(at, side, made->positions[side][area], people);
        subtract(basis, map, at);
        good = note(both, opened, area, basis, at->opened) && note(both, closed, area, basis, at->closed);
    }
    good =
        good && sgp_gaps_settle(both, basis, opened, at->parents) && sgp_gaps_settle(both, basis, closed, at->parents);
    return good ? SIGNPOST_OK : SIGNPOST_NO_MEMORY;
}

static size_t most_words(const signpost_audit *audit)
{
    size_t most = 1;
    for (size_t i = 0; i < audit->basis_count; i++)
        most = audit->bases[i].words > most ? audit->bases[i].words : most;
    return most;
}

static bool make_bench(const signpost_comparison *made, bench *at)
{
    bool good = true;
    for (int side = 0; side < 2; side++)
        good = sgp_depth_make(made->sides[side], &at->depths[side]) && good;
    at->opened = sgp_allocate_zeroed(most_words(made->both), sizeof *at->opened);
    at->closed = sgp_allocate_zeroed(most_words(made->both), sizeof *at->closed);
    at->parents = sgp_allocate_zeroed(made->both->area_count + 1, sizeof *at->parents);
    return good && at->opened && at->closed && at->parents;
}

static void release_bench(bench *at)
{
    for (int side = 0; side < 2; side++)
        sgp_depth_release(&at->depths[side]);
    sgp_release(at->opened);
    sgp_release(at->closed);
    sgp_release(at->parents);
}

static void add_up(signpost_comparison *made, const bench *benches, int threads)
{
    for (int thread = 0; thread < threads; thread++)
        for (int side = 0; side < 2; side++)
            for (int depth = 0; depth <= SIGNPOST_DEEPEST; depth++)
                made->about.depths[side][depth] += benches[thread].person_minutes[side][depth];
}

signpost_status sgp_compare_pairs(signpost_comparison *made, signpost_error *error)
{
    const signpost_audit_options *options = &made->sides[1]->options;
    task all = {made, sgp_allocate_zeroed((size_t)options->threads, sizeof *all.benches)};
    bool good = all.benches != NULL;
    for (int i = 0; i < options->threads && good; i++)
        good = make_bench(made, &all.benches[i]);
    signpost_status status = good ? sgp_work(&(sgp_work_order){.count = made->pairs.count,
                                                               .threads = options->threads,
                                                               .work = do_pair,
                                                               .context = &all,
                                                               .progress = options->progress,
                                                               .progress_context = options->progress_context},
                                             error)
                                  : sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        add_up(made, all.benches, options->threads);
    for (int i = 0; i < options->threads && all.benches; i++)
        release_bench(&all.benches[i]);
    sgp_release(all.benches);
    return status;
}
