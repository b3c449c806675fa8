/* Pairs of services that duplicate each other. Candidates are each service and the nearest few of its type. They are
 * first compared by needs and minutes alone, as if both reached the same people, which those who stand near each other
 * nearly do; the hundred that share most are then counted exactly, with the people that each reaches. */
#include "audit/overlaps.h"

#include "base/error.h"
#include "search/shelves.h"

#include <stdlib.h>
#include <string.h>

enum { NEAREST = 3, MOST_TWINS = 100, MOST_APART_M = 5000, PART = 512 };

/* ---- what a service gives ---- */

bool sgp_supplier_of(const signpost_audit *audit, int32_t service, sgp_supplier *supplier)
{
    const sgp_service *entry = &audit->index->services[service];
    int32_t key = audit->supplier_keys[service];
    *supplier = (sgp_supplier){entry->at, entry->profile, key, service};
    return key != SGP_NO_NUMBER;
}

/* Minutes of a basis that a key serves, and another with it. */
static int32_t minutes_of(const sgp_basis *basis, int32_t key, int32_t with)
{
    const sgp_word *one = sgp_serving_set(basis, key), *other = sgp_serving_set(basis, with);
    int32_t minutes = 0;
    for (size_t word = 0; word < basis->words; word++)
        for (sgp_word left = one[word] & other[word]; left; left &= left - 1) {
            size_t piece = word * 64 + (size_t)__builtin_ctzll(left);
            minutes += basis->bounds[piece + 1] - basis->bounds[piece];
        }
    return minutes;
}

static bool fits(const sgp_pattern *pattern, const sgp_supplier *supplier)
{
    return sgp_bit_get(pattern->profiles, (size_t)supplier->profile);
}

/* Of the demographics from `first` to before `end`. */
static int64_t given_to(const signpost_audit *audit, const sgp_supplier *one, const sgp_supplier *with, size_t first,
                        size_t end)
{
    int64_t people[PART] = {0}, sum = 0;
    for (size_t area = 0; area < audit->area_count; area++)
        if (sgp_audit_reaches(audit, area, one->service) && (!with || sgp_audit_reaches(audit, area, with->service)))
            for (size_t i = first; i < end; i++)
                people[i - first] += audit->people[area * audit->people_count + i];
    for (size_t at = 0; at < audit->pattern_count; at++) {
        const sgp_pattern *pattern = &audit->patterns[at];
        if (!fits(pattern, one) || (with && !fits(pattern, with)))
            continue;
        int64_t of_pattern = 0;
        for (size_t i = sgp_bits_next(pattern->people, end, first); i < end;
             i = sgp_bits_next(pattern->people, end, i + 1))
            of_pattern += people[i - first];
        sum += of_pattern * minutes_of(&audit->bases[pattern->basis], one->key, with ? with->key : one->key);
    }
    return sum;
}

int64_t sgp_given(const signpost_audit *audit, const sgp_supplier *one, const sgp_supplier *with)
{
    int64_t sum = 0;
    for (size_t first = 0; first < audit->people_count; first += PART)
        sum +=
            given_to(audit, one, with, first, first + PART < audit->people_count ? first + PART : audit->people_count);
    return sum;
}

/* ---- candidates ---- */

/* The nearest few of a service's type. A pair may be met from both of its sides. */
typedef struct candidates {
    const signpost_audit *audit;
    int32_t service;
    sgp_ready_point at;
    int32_t others[NEAREST], distances[NEAREST];
    int count;
} candidates;

static void offer(void *context, const sgp_shelf_item *item)
{
    candidates *found = context;
    sgp_supplier supplier;
    if (item->service == found->service || !sgp_supplier_of(found->audit, item->service, &supplier))
        return;
    int32_t distance = sgp_ready_distance_m(&found->at, &item->at);
    int at = found->count;
    if (distance > MOST_APART_M || (at == NEAREST && distance >= found->distances[at - 1]))
        return;
    if (at < NEAREST)
        found->count++;
    else
        at--;
    for (; at && distance < found->distances[at - 1]; at--) {
        found->others[at] = found->others[at - 1];
        found->distances[at] = found->distances[at - 1];
    }
    found->others[at] = item->service;
    found->distances[at] = distance;
}

static void find_candidates(const signpost_audit *audit, int32_t service, candidates *found)
{
    const sgp_service *entry = &audit->index->services[service];
    *found = (candidates){.audit = audit, .service = service, .at = entry->at};
    sgp_rings rings = sgp_rings_around(&audit->index->shelves[entry->type], &entry->at, MOST_APART_M);
    for (int32_t next; (next = sgp_rings_next_m(&rings)) <= MOST_APART_M &&
                       (found->count < NEAREST || next <= found->distances[NEAREST - 1]);)
        sgp_rings_take(&rings, offer, found);
}

/* ---- a first comparison ---- */

/* Needs of a profile, by basis: how many patterns two profiles share, and have. */
typedef struct profile_needs {
    sgp_word *patterns; /* by profile */
    size_t words;
    sgp_word *of_basis; /* patterns of a basis */
} profile_needs;

static bool set_profile_needs(const signpost_audit *audit, sgp_arena *arena, profile_needs *needs)
{
    size_t profiles = audit->index->profiles.count;
    needs->words = sgp_words_for(audit->pattern_count);
    needs->patterns = sgp_arena_allocate(arena, profiles * needs->words + 1, sizeof *needs->patterns);
    needs->of_basis = sgp_arena_allocate(arena, audit->basis_count * needs->words + 1, sizeof *needs->of_basis);
    if (!needs->patterns || !needs->of_basis)
        return false;
    for (size_t pattern = 0; pattern < audit->pattern_count; pattern++) {
        sgp_bit_set(needs->of_basis + audit->patterns[pattern].basis * needs->words, pattern);
        for (size_t profile = 0; profile < profiles; profile++)
            if (sgp_bit_get(audit->patterns[pattern].profiles, profile))
                sgp_bit_set(needs->patterns + profile * needs->words, pattern);
    }
    return true;
}

/* A pair by its share of needs x minutes, in thousandths. */
typedef struct draft {
    int32_t services[2], distance_m, share;
} draft;

static int32_t share_of(const signpost_audit *audit, const profile_needs *needs, const sgp_supplier *a,
                        const sgp_supplier *b)
{
    const sgp_word *of_a = needs->patterns + (size_t)a->profile * needs->words;
    const sgp_word *of_b = needs->patterns + (size_t)b->profile * needs->words;
    int64_t both = 0, either = 0;
    for (size_t at = 0; at < audit->basis_count; at++) {
        const sgp_basis *basis = &audit->bases[at];
        const sgp_word *patterns = needs->of_basis + at * needs->words;
        int64_t in_a = 0, in_b = 0, shared = 0;
        for (size_t i = 0; i < needs->words; i++) {
            in_a += __builtin_popcountll(of_a[i] & patterns[i]);
            in_b += __builtin_popcountll(of_b[i] & patterns[i]);
            shared += __builtin_popcountll(of_a[i] & of_b[i] & patterns[i]);
        }
        if (!in_a && !in_b)
            continue;
        int64_t same = shared * minutes_of(basis, a->key, b->key);
        both += same;
        either += in_a * minutes_of(basis, a->key, a->key) + in_b * minutes_of(basis, b->key, b->key) - same;
    }
    return either ? (int32_t)(both * 1000 / either) : 0;
}

static int by_share(const void *a, const void *b)
{
    const draft *x = a, *y = b;
    const int32_t keys[][2] = {{y->share, x->share},
                               {x->distance_m, y->distance_m},
                               {x->services[0], y->services[0]},
                               {x->services[1], y->services[1]}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

/* Puts a draft among the best; each pair stands once. */
static void keep(draft *best, size_t *count, const draft *made)
{
    size_t at = *count;
    if (at == MOST_TWINS && by_share(made, &best[at - 1]) >= 0)
        return;
    for (size_t i = 0; i < *count; i++)
        if (best[i].services[0] == made->services[0] && best[i].services[1] == made->services[1])
            return;
    if (at < MOST_TWINS)
        ++*count;
    else
        at--;
    for (; at && by_share(made, &best[at - 1]) < 0; at--)
        best[at] = best[at - 1];
    best[at] = *made;
}

static size_t choose(const signpost_audit *audit, const profile_needs *needs, draft best[MOST_TWINS])
{
    size_t count = 0;
    for (int32_t service = 0; service < (int32_t)audit->index->service_count; service++) {
        candidates found;
        sgp_supplier own, other;
        if (!sgp_supplier_of(audit, service, &own))
            continue;
        find_candidates(audit, service, &found);
        for (int i = 0; i < found.count; i++) {
            bool is_first = service < found.others[i];
            draft made = {
                {is_first ? service : found.others[i], is_first ? found.others[i] : service}, found.distances[i], 0};
            sgp_supplier_of(audit, found.others[i], &other);
            made.share = share_of(audit, needs, &own, &other);
            if (made.share)
                keep(best, &count, &made);
        }
    }
    return count;
}

/* ---- the exact comparison ---- */

static int by_exact_share(const void *a, const void *b)
{
    const sgp_twin_row *x = a, *y = b;
    double of_x = (double)x->both / (double)x->either, of_y = (double)y->both / (double)y->either;
    if (of_x != of_y)
        return of_x > of_y ? -1 : 1;
    if (x->both != y->both)
        return x->both > y->both ? -1 : 1;
    return x->services[0] != y->services[0] ? (x->services[0] > y->services[0]) - (x->services[0] < y->services[0])
                                            : (x->services[1] > y->services[1]) - (x->services[1] < y->services[1]);
}

signpost_status sgp_find_twins(signpost_overlaps *overlaps, signpost_error *error)
{
    const signpost_audit *audit = overlaps->audit;
    static const draft nothing;
    draft best[MOST_TWINS] = {nothing};
    sgp_arena arena = {0};
    profile_needs needs;
    bool good = set_profile_needs(audit, &arena, &needs);
    size_t count = good ? choose(audit, &needs, best) : 0;
    sgp_arena_release(&arena);
    overlaps->twins = sgp_arena_allocate(&overlaps->arena, count + 1, sizeof *overlaps->twins);
    if (!good || !overlaps->twins)
        return sgp_fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        sgp_supplier a, b;
        sgp_supplier_of(audit, best[i].services[0], &a);
        sgp_supplier_of(audit, best[i].services[1], &b);
        int64_t both = sgp_given(audit, &a, &b);
        int64_t either = sgp_given(audit, &a, NULL) + sgp_given(audit, &b, NULL) - both;
        if (both)
            overlaps->twins[overlaps->twin_count++] =
                (sgp_twin_row){{best[i].services[0], best[i].services[1]}, best[i].distance_m, both, either};
    }
    if (overlaps->twin_count)
        qsort(overlaps->twins, overlaps->twin_count, sizeof *overlaps->twins, by_exact_share);
    return SIGNPOST_OK;
}
