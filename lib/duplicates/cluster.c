/* Average linkage inside heaps of linked entries. Invariant: the order of entries breaks every tie, so that the same
 * links give the same clusters. */
#include "duplicates/cluster.h"

#include "base/error.h"
#include "base/memory.h"

#include <stdlib.h>

static int by_score(const void *a, const void *b)
{
    const sgp_link *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->a != y->a)
        return x->a > y->a ? 1 : -1;
    return (x->b > y->b) - (x->b < y->b);
}

void sgp_links_sort(sgp_link *links, size_t count)
{
    if (count)
        qsort(links, count, sizeof *links, by_score);
}

/* ---- heaps ---- */

/* Entries that links hold together: each points towards the first of its heap. */
typedef struct heaps {
    uint32_t *above, *sizes;
} heaps;

static uint32_t first_of(const heaps *all, uint32_t entry)
{
    while (all->above[entry] != entry) {
        all->above[entry] = all->above[all->above[entry]];
        entry = all->above[entry];
    }
    return entry;
}

static void join(heaps *all, uint32_t a, uint32_t b)
{
    a = first_of(all, a);
    b = first_of(all, b);
    if (a == b || all->sizes[a] + all->sizes[b] > SGP_LARGEST_HEAP)
        return;
    uint32_t first = a < b ? a : b, other = a < b ? b : a;
    all->above[other] = first;
    all->sizes[first] += all->sizes[other];
}

/* ---- one heap ---- */

/* Clusters of one heap while they are joined, known by their first member. */
typedef struct joining {
    uint32_t members[SGP_LARGEST_HEAP], sizes[SGP_LARGEST_HEAP], best[SGP_LARGEST_HEAP];
    uint32_t into[SGP_LARGEST_HEAP]; /* what each was joined to; itself while it stands */
    double scores[SGP_LARGEST_HEAP][SGP_LARGEST_HEAP];
    uint32_t count;
} joining;

static void find_best(joining *heap, uint32_t i)
{
    heap->best[i] = i;
    for (uint32_t j = 0; j < heap->count; j++)
        if (j != i && heap->into[j] == j && (heap->best[i] == i || heap->scores[i][j] > heap->scores[i][heap->best[i]]))
            heap->best[i] = j;
}

/* The cluster whose best is the best of all; `count` when none is left that has another. */
static uint32_t find_best_of_all(const joining *heap)
{
    uint32_t found = heap->count;
    for (uint32_t i = 0; i < heap->count; i++)
        if (heap->into[i] == i && heap->best[i] != i &&
            (found == heap->count || heap->scores[i][heap->best[i]] > heap->scores[found][heap->best[found]]))
            found = i;
    return found;
}

static void join_clusters(joining *heap, uint32_t a, uint32_t b)
{
    double size_a = heap->sizes[a], size_b = heap->sizes[b];
    heap->into[b] = a;
    heap->sizes[a] += heap->sizes[b];
    for (uint32_t i = 0; i < heap->count; i++) {
        if (i == a || heap->into[i] != i)
            continue;
        double mean = (size_a * heap->scores[a][i] + size_b * heap->scores[b][i]) / (size_a + size_b);
        heap->scores[a][i] = heap->scores[i][a] = mean;
        if (heap->best[i] == a || heap->best[i] == b)
            find_best(heap, i);
        else if (mean > heap->scores[i][heap->best[i]])
            heap->best[i] = a;
    }
    find_best(heap, a);
}

static void gather(joining *heap, double least, sgp_score_of *score_of, void *context, uint32_t *cluster_of)
{
    for (uint32_t i = 0; i < heap->count; i++) {
        heap->sizes[i] = 1;
        heap->into[i] = i;
        for (uint32_t j = i + 1; j < heap->count; j++)
            heap->scores[i][j] = heap->scores[j][i] = score_of(context, heap->members[i], heap->members[j]);
    }
    for (uint32_t i = 0; i < heap->count; i++)
        find_best(heap, i);
    for (;;) {
        uint32_t one = find_best_of_all(heap);
        if (one == heap->count || heap->scores[one][heap->best[one]] < least)
            break;
        uint32_t other = heap->best[one];
        join_clusters(heap, one < other ? one : other, one < other ? other : one);
    }
    for (uint32_t i = 0; i < heap->count; i++) {
        uint32_t into = i;
        while (heap->into[into] != into)
            into = heap->into[into];
        cluster_of[heap->members[i]] = heap->members[into];
    }
}

/* ---- all heaps ---- */

typedef struct placed {
    uint32_t heap, entry;
} placed;

static int by_heap(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    if (x->heap != y->heap)
        return x->heap > y->heap ? 1 : -1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

/* Entries of heaps of two and more, heap by heap. False when memory ran out. */
static bool place(const heaps *all, size_t count, sgp_array *entries)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = first_of(all, i);
        if (all->sizes[first] < 2)
            continue;
        placed *one = sgp_array_add(entries);
        if (!one)
            return false;
        *one = (placed){first, i};
    }
    if (entries->count)
        qsort(entries->items, entries->count, sizeof(placed), by_heap);
    return true;
}

signpost_status sgp_cluster(size_t count, const sgp_link *links, size_t link_count, double least,
                            sgp_score_of *score_of, void *context, uint32_t *cluster_of, signpost_error *error)
{
    heaps all = {sgp_allocate(count * sizeof *all.above), sgp_allocate(count * sizeof *all.sizes)};
    joining *heap = sgp_allocate(sizeof *heap);
    sgp_array entries = SGP_ARRAY_OF(placed);
    bool good = all.above && all.sizes && heap;
    for (uint32_t i = 0; i < count && good; i++) {
        all.above[i] = cluster_of[i] = i;
        all.sizes[i] = 1;
    }
    for (size_t i = 0; i < link_count && good && links[i].score >= least; i++)
        join(&all, links[i].a, links[i].b);
    good = good && place(&all, count, &entries);
    for (size_t from = 0, to; from < entries.count && good; from = to) {
        heap->count = 0;
        for (to = from;
             to < entries.count && SGP_AT(&entries, placed, to)->heap == SGP_AT(&entries, placed, from)->heap; to++)
            heap->members[heap->count++] = SGP_AT(&entries, placed, to)->entry;
        gather(heap, least, score_of, context, cluster_of);
    }
    sgp_release(all.above);
    sgp_release(all.sizes);
    sgp_release(heap);
    sgp_array_release(&entries);
    return good ? SIGNPOST_OK : sgp_fail_memory(error);
}
