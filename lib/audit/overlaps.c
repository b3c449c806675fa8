/* Overlaps as an object. As with gaps, a pattern is worked out by one thread alone; what a service gives alone is added
 * up a thread at a time, and sums do not depend on their order. */
#include "audit/overlaps.h"

#include "audit/work.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = SIGNPOST_DEEPEST };

/* ---- one pattern ---- */

/* What a thread works with. */
typedef struct bench {
    sgp_depth depth;
    sgp_word *single; /* pieces in which one service serves */
    sgp_alone *alone; /* by service */
} bench;

typedef struct task {
    signpost_overlaps *overlaps;
    bench *benches;
} task;

/* Whom what is given alone is credited to. */
typedef struct credit {
    bench *at;
    int32_t pattern; /* its number + 1 */
    int64_t people;
    sgp_word *pieces; /* of the supplier at hand */
} credit;

static void take_alone(void *context, const sgp_supplier *supplier)
{
    const credit *to = context;
    const sgp_basis *basis = to->at->depth.basis;
    sgp_alone *alone = &to->at->alone[supplier->service];
    const sgp_word *serving = sgp_serving_set(basis, supplier->key);
    for (size_t i = 0; i < basis->words; i++)
        to->pieces[i] = serving[i] & to->at->single[i];
    alone->person_minutes += to->people * sgp_basis_minutes(basis, to->pieces);
    alone->places++;
    alone->needs += alone->last_pattern != to->pattern;
    alone->last_pattern = to->pattern;
}

/* The pieces in which exactly one serves; false when there are none. */
static bool set_single(bench *at, const sgp_word *depth)
{
    size_t words = at->depth.basis->words;
    sgp_word any = 0;
    for (size_t i = 0; i < words; i++)
        any |= at->single[i] = depth[i] & ~depth[i + words];
    return any != 0;
}

static sgp_depth_minutes minutes_at(const sgp_basis *basis, const sgp_word *depth)
{
    sgp_depth_minutes minutes;
    int32_t before = basis->bounds[basis->count];
    for (int i = 0; i < DEEPEST; i++) {
        int32_t as_deep = sgp_basis_minutes(basis, depth + (size_t)i * basis->words);
        minutes.at[i] = before - as_deep;
        before = as_deep;
    }
    minutes.at[DEEPEST] = before;
    return minutes;
}

static bool work_out(bench *at, const signpost_audit *audit, size_t number, sgp_pattern_depths *found)
{
    const sgp_pattern *pattern = &audit->patterns[number];
    const sgp_basis *basis = &audit->bases[pattern->basis];
    sgp_sets depths = {.words = basis->words * DEEPEST};
    credit to = {at, (int32_t)number + 1, 0, at->single + basis->words};
    found->depth_of = sgp_allocate(audit->area_count * sizeof *found->depth_of);
    bool good = found->depth_of != NULL;
    sgp_depth_prepare(&at->depth, pattern, basis);
    for (size_t area = 0; area < audit->area_count && good; area++) {
        const sgp_word *depth = sgp_depth_area(&at->depth, area);
        int32_t set = sgp_sets_add(&depths, depth);
        good = set >= 0;
        found->depth_of[area] = (uint32_t)set;
        if (set_single(at, depth)) {
            to.people = sgp_pattern_people(audit, pattern, area);
            sgp_depth_suppliers(&at->depth, area, at->single, take_alone, &to);
        }
    }
    found->minutes = good ? sgp_allocate(depths.count * sizeof *found->minutes) : NULL;
    good = found->minutes != NULL;
    for (size_t i = 0; i < depths.count && good; i++)
        found->minutes[i] = minutes_at(basis, sgp_sets_at(&depths, i));
    sgp_sets_release(&depths);
    return good;
}

static signpost_status do_pattern(void *context, int thread, size_t pattern)
{
    task *all = context;
    signpost_overlaps *overlaps = all->overlaps;
    bool good = work_out(&all->benches[thread], overlaps->audit, pattern, &overlaps->of_pattern[pattern]);
    return good ? SIGNPOST_OK : SIGNPOST_NO_MEMORY;
}

/* ---- all of them ---- */

static bool make_bench(const signpost_audit *audit, bench *made)
{
    size_t words = sgp_audit_most_words(audit);
    bool good = sgp_depth_make(audit, words, &made->depth);
    made->single = sgp_allocate_zeroed(words * 2, sizeof *made->single);
    made->alone = sgp_allocate_zeroed(audit->index->service_count + 1, sizeof *made->alone);
    return good && made->single && made->alone;
}

/* Adds up what the threads found. */
static void add_up(signpost_overlaps *overlaps, const bench *benches, int threads)
{
    for (int thread = 0; thread < threads; thread++)
        for (size_t i = 0; i < overlaps->audit->index->service_count; i++) {
            overlaps->alone[i].person_minutes += benches[thread].alone[i].person_minutes;
            overlaps->alone[i].places += benches[thread].alone[i].places;
            overlaps->alone[i].needs += benches[thread].alone[i].needs;
        }
}

static signpost_status work_out_all(signpost_overlaps *overlaps, signpost_error *error)
{
    const signpost_audit *audit = overlaps->audit;
    int threads = audit->options.threads;
    task all = {overlaps, sgp_allocate_zeroed((size_t)threads, sizeof *all.benches)};
    bool good = all.benches != NULL;
    for (int i = 0; i < threads && good; i++)
        good = make_bench(audit, &all.benches[i]);
    signpost_status status = good ? sgp_work(&(sgp_work_order){.count = audit->pattern_count,
                                                               .threads = threads,
                                                               .work = do_pattern,
                                                               .context = &all,
                                                               .progress = audit->options.progress,
                                                               .progress_context = audit->options.progress_context},
                                             error)
                                  : sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        add_up(overlaps, all.benches, threads);
    for (int i = 0; i < threads && all.benches; i++) {
        sgp_depth_release(&all.benches[i].depth);
        sgp_release(all.benches[i].single);
        sgp_release(all.benches[i].alone);
    }
    sgp_release(all.benches);
    return status;
}

/* ---- services ---- */

/* A row with its service's id beside it: services of an index are not in the order of their ids. */
typedef struct sorted_row {
    sgp_service_row row;
    int64_t id;
} sorted_row;

static int by_alone(const void *a, const void *b)
{
    const sorted_row *x = a, *y = b;
    if (x->row.person_minutes != y->row.person_minutes)
        return x->row.person_minutes > y->row.person_minutes ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static signpost_status list_services(signpost_overlaps *overlaps, signpost_error *error)
{
    const signpost_audit *audit = overlaps->audit;
    size_t services = audit->index->service_count;
    sorted_row *rows = sgp_allocate_zeroed(services + 1, sizeof *rows);
    overlaps->services = sgp_arena_allocate(&overlaps->arena, services + 1, sizeof *overlaps->services);
    if (!rows || !overlaps->services) {
        sgp_release(rows);
        return sgp_fail_memory(error);
    }
    for (size_t i = 0; i < services; i++) {
        sgp_supplier supplier;
        if (!sgp_supplier_of(audit, (int32_t)i, &supplier))
            continue;
        const sgp_service_row row = {(int32_t)i, overlaps->alone[i].person_minutes};
        rows[overlaps->service_count++] = (sorted_row){row, audit->index->services[i].id};
        overlaps->removable += !overlaps->alone[i].places;
    }
    qsort(rows, overlaps->service_count, sizeof *rows, by_alone);
    for (size_t i = 0; i < overlaps->service_count; i++)
        overlaps->services[i] = rows[i].row;
    sgp_release(rows);
    return SIGNPOST_OK;
}

/* ---- the object ---- */

signpost_status signpost_audit_overlaps(const signpost_audit *audit, signpost_overlaps **overlaps,
                                        signpost_error *error)
{
    *overlaps = NULL;
    signpost_overlaps *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->audit = audit;
    made->of_pattern = sgp_arena_allocate(&made->arena, audit->pattern_count + 1, sizeof *made->of_pattern);
    made->alone = sgp_arena_allocate(&made->arena, audit->index->service_count + 1, sizeof *made->alone);
    signpost_status status = made->of_pattern && made->alone ? work_out_all(made, error) : sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        status = list_services(made, error);
    if (status == SIGNPOST_OK)
        status = sgp_find_twins(made, error);
    if (status != SIGNPOST_OK) {
        signpost_overlaps_free(made);
        return status;
    }
    *overlaps = made;
    return SIGNPOST_OK;
}

void signpost_overlaps_free(signpost_overlaps *overlaps)
{
    if (!overlaps)
        return;
    for (size_t i = 0; i < overlaps->audit->pattern_count && overlaps->of_pattern; i++) {
        sgp_release(overlaps->of_pattern[i].depth_of);
        sgp_release(overlaps->of_pattern[i].minutes);
    }
    sgp_arena_release(&overlaps->arena);
    sgp_release(overlaps);
}

static void add_depths(const signpost_overlaps *overlaps, size_t demand, size_t area, int64_t *person_minutes)
{
    const signpost_audit *audit = overlaps->audit;
    const int32_t *patterns = audit->pattern_of + demand * audit->people_count;
    const uint32_t *people = audit->people + area * audit->people_count;
    for (size_t i = 0; i < audit->people_count; i++) {
        const sgp_pattern_depths *of = patterns[i] == SGP_NO_NUMBER ? NULL : &overlaps->of_pattern[patterns[i]];
        for (int depth = 0; depth <= DEEPEST && of && people[i]; depth++)
            person_minutes[depth] += (int64_t)people[i] * of->minutes[of->depth_of[area]].at[depth];
    }
}

signpost_status signpost_overlaps_depth(const signpost_overlaps *overlaps, size_t demand, size_t area,
                                        int64_t person_minutes[SIGNPOST_DEEPEST + 1])
{
    const signpost_audit *audit = overlaps->audit;
    memset(person_minutes, 0, (DEEPEST + 1) * sizeof *person_minutes);
    if (demand >= audit->demand_count || (area >= audit->area_count && area != SIGNPOST_ALL_AREAS))
        return SIGNPOST_INVALID;
    if (area != SIGNPOST_ALL_AREAS) {
        add_depths(overlaps, demand, area, person_minutes);
        return SIGNPOST_OK;
    }
    for (size_t i = 0; i < audit->area_count; i++)
        add_depths(overlaps, demand, i, person_minutes);
    return SIGNPOST_OK;
}

size_t signpost_overlaps_services(const signpost_overlaps *overlaps)
{
    return overlaps->service_count;
}

size_t signpost_overlaps_removable(const signpost_overlaps *overlaps)
{
    return overlaps->removable;
}

signpost_contribution signpost_overlaps_service(const signpost_overlaps *overlaps, size_t position)
{
    const signpost_index *index = overlaps->audit->index;
    sgp_supplier supplier;
    if (position >= overlaps->service_count)
        return (signpost_contribution){.uid = "", .name = "", .type_name = ""};
    int32_t service = overlaps->services[position].service;
    const sgp_alone *alone = &overlaps->alone[service];
    sgp_supplier_of(overlaps->audit, service, &supplier);
    return (signpost_contribution){
        .uid = sgp_strings_text(&index->uids, service),
        .name = sgp_index_text(index, index->texts[service].public_name),
        .type_name = sgp_index_text(index, index->types[index->services[service].type].name),
        .alone_person_minutes = alone->person_minutes,
        .alone_places = alone->places,
        .alone_needs = alone->needs,
        .given_person_minutes = sgp_given(overlaps->audit, &supplier, NULL),
    };
}

size_t signpost_overlaps_pairs(const signpost_overlaps *overlaps)
{
    return overlaps->twin_count;
}

signpost_twins signpost_overlaps_pair(const signpost_overlaps *overlaps, size_t position)
{
    const signpost_index *index = overlaps->audit->index;
    signpost_twins twins = {.uids = {"", ""}, .names = {"", ""}};
    if (position >= overlaps->twin_count)
        return twins;
    const sgp_twin_row *row = &overlaps->twins[position];
    for (int i = 0; i < 2; i++) {
        twins.uids[i] = sgp_strings_text(&index->uids, row->services[i]);
        twins.names[i] = sgp_index_text(index, index->texts[row->services[i]].public_name);
    }
    twins.distance_m = row->distance_m;
    twins.both_person_minutes = row->both;
    twins.either_person_minutes = row->either;
    return twins;
}
