/* Comparing, pair of patterns by pair: a pair is worked out by one thread alone. Either way of counting gives the depth
 * on both sides in the pieces of both; only where the depths are not the same is anything noted. */
#include "audit/compare_near.h"

#include "audit/depth.h"
#include "audit/work.h"
#include "base/error.h"

#include <string.h>

/* What a thread works with. */
typedef struct bench {
    sgp_depth tables[2];
    sgp_nearby near;
    const sgp_word *depths[2];                  /* of an area */
    sgp_word *opened, *closed, *differs, *part; /* pieces of the pair */
    uint32_t *parents;
    int64_t person_minutes[2][SIGNPOST_DEEPEST + 1];
} bench;

typedef struct task {
    signpost_comparison *made;
    sgp_vicinity vicinity;
    bench *benches;
} task;

/* ---- an area ---- */

/* False when both sides are as deep throughout. */
static bool set_differences(bench *at, size_t words)
{
    const sgp_word *before = at->depths[0], *after = at->depths[1];
    if (memcmp(before, after, words * SIGNPOST_DEEPEST * sizeof *before) == 0)
        return false;
    for (size_t i = 0; i < words; i++) {
        at->differs[i] = 0;
        for (size_t deep = i; deep < words * SIGNPOST_DEEPEST; deep += words)
            at->differs[i] |= before[deep] ^ after[deep];
        at->opened[i] = before[i] & ~after[i];
        at->closed[i] = after[i] & ~before[i];
    }
    return true;
}

/* Person-minutes by depth, of the pieces that are not as deep on both sides. */
static void add_depths(bench *at, const sgp_basis *basis, int side, int64_t people)
{
    const sgp_word *deep = at->depths[side];
    for (size_t depth = 0; depth <= SIGNPOST_DEEPEST; depth++) {
        for (size_t i = 0; i < basis->words; i++) {
            sgp_word as_deep = depth ? deep[(depth - 1) * basis->words + i] : ~(sgp_word)0;
            sgp_word deeper = depth < SIGNPOST_DEEPEST ? deep[depth * basis->words + i] : 0;
            at->part[i] = at->differs[i] & as_deep & ~deeper;
        }
        at->person_minutes[side][depth] += people * sgp_basis_minutes(basis, at->part);
    }
}

static bool note(const signpost_audit *both, sgp_pattern_gaps *found, size_t area, const sgp_basis *basis,
                 const sgp_word *set)
{
    return sgp_bits_next(set, basis->count, 0) == basis->count || sgp_gaps_note(found, both->area_count, area, set);
}

/* ---- a pair ---- */

static void prepare(const signpost_comparison *made, bench *at, const sgp_pattern_pair *pair)
{
    const sgp_common_basis *basis = SGP_AT(&made->bases, sgp_common_basis, pair->basis);
    if (made->counting == SGP_COUNT_NEAR_CHANGES)
        sgp_nearby_prepare(&at->near, pair);
    else
        for (int side = 0; side < 2; side++)
            sgp_depth_prepare(&at->tables[side], &made->sides[side]->patterns[pair->patterns[side]],
                              &basis->views[side]);
}

/* The depths of an area; false when nothing can differ. */
static bool look_at(const signpost_comparison *made, bench *at, size_t area)
{
    bool is_near = made->counting == SGP_COUNT_NEAR_CHANGES;
    if (is_near && !sgp_nearby_area(&at->near, area))
        return false;
    for (int side = 0; side < 2; side++)
        at->depths[side] =
            is_near ? at->near.depths[side] : sgp_depth_area(&at->tables[side], made->positions[side][area]);
    return true;
}

static bool compare_areas(const signpost_comparison *made, bench *at, size_t number)
{
    const signpost_audit *both = made->both;
    const sgp_basis *basis = &both->bases[both->patterns[number].basis];
    for (size_t area = 0; area < both->area_count; area++) {
        if (!made->is_touched[area] || !look_at(made, at, area) || !set_differences(at, basis->words))
            continue;
        int64_t people = sgp_pattern_people(both, &both->patterns[number], area);
        for (int side = 0; side < 2; side++)
            add_depths(at, basis, side, people);
        if (!note(both, &made->opened->of_pattern[number], area, basis, at->opened) ||
            !note(both, &made->closed->of_pattern[number], area, basis, at->closed))
            return false;
    }
    return true;
}

static signpost_status do_pair(void *context, int thread, size_t number)
{
    task *all = context;
    signpost_comparison *made = all->made;
    const signpost_audit *both = made->both;
    bench *at = &all->benches[thread];
    const sgp_pattern_pair *pair = SGP_AT(&made->pairs, sgp_pattern_pair, number);
    const sgp_basis *basis = &both->bases[pair->basis];
    sgp_pattern_gaps *opened = &made->opened->of_pattern[number], *closed = &made->closed->of_pattern[number];
    sgp_gaps_begin(opened, basis);
    sgp_gaps_begin(closed, basis);
    if (!pair->is_touched)
        return SIGNPOST_OK;
    prepare(made, at, pair);
    bool good = compare_areas(made, at, number) && sgp_gaps_settle(made->opened, basis, opened, at->parents) &&
                sgp_gaps_settle(made->closed, basis, closed, at->parents);
    return good ? SIGNPOST_OK : SIGNPOST_NO_MEMORY;
}

/* ---- all of them ---- */

static bool make_bench(const task *all, bench *at)
{
    const signpost_comparison *made = all->made;
    size_t words = sgp_audit_most_words(made->both);
    bool good = true;
    if (made->counting == SGP_COUNT_NEAR_CHANGES)
        good = sgp_nearby_make(&all->vicinity, words, &at->near);
    else
        for (int side = 0; side < 2; side++)
            good = sgp_depth_make(made->sides[side], words, &at->tables[side]) && good;
    at->opened = sgp_allocate_zeroed(words, sizeof *at->opened);
    at->closed = sgp_allocate_zeroed(words, sizeof *at->closed);
    at->differs = sgp_allocate_zeroed(words, sizeof *at->differs);
    at->part = sgp_allocate_zeroed(words, sizeof *at->part);
    at->parents = sgp_allocate_zeroed(made->both->area_count + 1, sizeof *at->parents);
    return good && at->opened && at->closed && at->differs && at->part && at->parents;
}

static void release_bench(bench *at)
{
    for (int side = 0; side < 2; side++)
        sgp_depth_release(&at->tables[side]);
    sgp_nearby_release(&at->near);
    sgp_release(at->opened);
    sgp_release(at->closed);
    sgp_release(at->differs);
    sgp_release(at->part);
    sgp_release(at->parents);
}

static void add_up(signpost_comparison *made, const bench *benches, int threads)
{
    for (int thread = 0; thread < threads; thread++)
        for (int side = 0; side < 2; side++)
            for (int depth = 0; depth <= SIGNPOST_DEEPEST; depth++)
                made->about.depths[side][depth] += benches[thread].person_minutes[side][depth];
}

static signpost_status compare_all(task *all, signpost_error *error)
{
    signpost_comparison *made = all->made;
    const signpost_audit_options *options = &made->sides[1]->options;
    signpost_status status = SIGNPOST_OK;
    if (made->counting == SGP_COUNT_NEAR_CHANGES)
        status = sgp_vicinity_make(made, &all->vicinity, error);
    for (int i = 0; i < options->threads && status == SIGNPOST_OK; i++)
        status = make_bench(all, &all->benches[i]) ? SIGNPOST_OK : sgp_fail_memory(error);
    if (status != SIGNPOST_OK)
        return status;
    return sgp_work(&(sgp_work_order){.count = made->pairs.count,
                                      .threads = options->threads,
                                      .work = do_pair,
                                      .context = all,
                                      .progress = options->progress,
                                      .progress_context = options->progress_context},
                    error);
}

signpost_status sgp_compare_pairs(signpost_comparison *made, signpost_error *error)
{
    int threads = made->sides[1]->options.threads;
    task all = {.made = made, .benches = sgp_allocate_zeroed((size_t)threads, sizeof *all.benches)};
    if (!all.benches)
        return sgp_fail_memory(error);
    signpost_status status = compare_all(&all, error);
    if (status == SIGNPOST_OK)
        add_up(made, all.benches, threads);
    for (int i = 0; i < threads; i++)
        release_bench(&all.benches[i]);
    sgp_vicinity_release(&all.vicinity);
    sgp_release(all.benches);
    return status;
}
