/* Findings. Rules kept here:
 *  - neighbours are the few nearest areas of each other; those that lack the same minutes hang together;
 *  - what several patterns lack in the same areas at the same minutes is one finding, and its people are counted once;
 *  - the order is by person-minutes, then by areas, needs and minutes: the same for any number of threads. */
#include "audit/gaps.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* ---- clusters ---- */

static uint32_t root_of(uint32_t *parents, uint32_t area)
{
    while (parents[area] != area)
        area = parents[area] = parents[parents[area]];
    return area;
}

/* The smaller root stays: roots are the first areas of their clusters. */
static void unite(uint32_t *parents, uint32_t a, uint32_t b)
{
    uint32_t x = root_of(parents, a), y = root_of(parents, b);
    if (x < y)
        parents[y] = x;
    else
        parents[x] = y;
}

bool sgp_gaps_cluster(const signpost_gaps *gaps, sgp_pattern_gaps *found, uint32_t *parents)
{
    uint32_t count = (uint32_t)gaps->audit->area_count, listed = 0;
    for (uint32_t area = 0; area < count; area++)
        parents[area] = area;
    for (uint32_t area = 0; area < count; area++)
        for (int i = 0; i < SGP_AREA_NEIGHBOURS && found->set_of[area]; i++) {
            uint32_t other = gaps->neighbours[area * SGP_AREA_NEIGHBOURS + (uint32_t)i];
            if (found->set_of[other] == found->set_of[area])
                unite(parents, area, other);
        }
    /* First how many each has, by its root; then where each begins; then the areas. */
    uint32_t *numbers = sgp_allocate_zeroed(count, sizeof *numbers);
    bool good = numbers != NULL;
    for (uint32_t area = 0; area < count && good; area++) {
        uint32_t root = root_of(parents, area);
        if (!found->set_of[area])
            continue;
        if (root == area) {
            const sgp_cluster cluster = {found->set_of[area] - 1, 0, 0};
            numbers[area] = (uint32_t)found->clusters.count;
            good = sgp_array_append(&found->clusters, &cluster, 1);
        }
        if (good)
            SGP_AT(&found->clusters, sgp_cluster, numbers[root])->count++;
        listed++;
    }
    good = good && sgp_array_reserve(&found->areas, listed);
    for (size_t i = 0, next = 0; i < found->clusters.count && good; i++) {
        sgp_cluster *cluster = SGP_AT(&found->clusters, sgp_cluster, i);
        cluster->first = (uint32_t)next;
        next += cluster->count;
        cluster->count = 0;
    }
    for (uint32_t area = 0; area < count && good; area++)
        if (found->set_of[area]) {
            sgp_cluster *cluster = SGP_AT(&found->clusters, sgp_cluster, numbers[root_of(parents, area)]);
            *SGP_AT(&found->areas, uint32_t, cluster->first + cluster->count++) = area;
        }
    found->areas.count = good ? listed : 0;
    sgp_release(numbers);
    return good;
}

/* ---- from clusters to findings ---- */

/* A finding while it is put together. */
typedef struct draft {
    uint32_t stretches, areas;
    int32_t minutes;
} draft;

/* A pattern of a finding. */
typedef struct link {
    uint32_t finding, pattern;
} link;

typedef struct collection {
    signpost_gaps *gaps;
    sgp_sets by_content; /* of one word: stretches and areas; its numbers are those of the drafts */
    sgp_array drafts, links, minutes;
    bool good;
} collection;

static void add_minutes(void *context, signpost_stretch one)
{
    collection *all = context;
    const uint32_t both[] = {(uint32_t)one.from, (uint32_t)one.until};
    all->good = all->good && sgp_array_append(&all->minutes, both, 2);
}

static int32_t add_stretches(collection *all, const sgp_basis *basis, const sgp_word *set)
{
    all->minutes.count = 0;
    sgp_each_stretch(basis, set, add_minutes, all);
    return all->good ? sgp_runs_add(&all->gaps->stretches, all->minutes.items, all->minutes.count) : -1;
}

static void add_cluster(collection *all, uint32_t pattern, const sgp_cluster *cluster, int32_t stretches)
{
    const sgp_pattern_gaps *of = &all->gaps->of_pattern[pattern];
    int32_t areas = sgp_runs_add(&all->gaps->areas, SGP_AT(&of->areas, uint32_t, cluster->first), cluster->count);
    const sgp_word key = (sgp_word)(uint32_t)stretches << 32 | (uint32_t)areas;
    int32_t number = areas < 0 ? -1 : sgp_sets_add(&all->by_content, &key);
    all->good = number >= 0;
    if (all->good && (size_t)number == all->drafts.count) {
        const draft made = {(uint32_t)stretches, (uint32_t)areas, of->minutes[cluster->set]};
        all->good = sgp_array_append(&all->drafts, &made, 1);
    }
    const link to = {(uint32_t)number, pattern};
    all->good = all->good && sgp_array_append(&all->links, &to, 1);
}

static void collect(collection *all, uint32_t pattern)
{
    const signpost_audit *audit = all->gaps->audit;
    const sgp_pattern_gaps *of = &all->gaps->of_pattern[pattern];
    int32_t *stretches = sgp_allocate(of->sets.count * sizeof *stretches);
    all->good = all->good && stretches;
    for (size_t set = 0; set < of->sets.count && all->good; set++) {
        stretches[set] = add_stretches(all, &audit->bases[audit->patterns[pattern].basis], sgp_sets_at(&of->sets, set));
        all->good = stretches[set] >= 0;
    }
    for (size_t i = 0; i < of->clusters.count && all->good; i++) {
        const sgp_cluster *cluster = SGP_AT(&of->clusters, sgp_cluster, i);
        add_cluster(all, pattern, cluster, stretches[cluster->set]);
    }
    sgp_release(stretches);
}

static int by_finding(const void *a, const void *b)
{
    const link *x = a, *y = b;
    if (x->finding != y->finding)
        return x->finding < y->finding ? -1 : 1;
    return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

/* Gives each draft the run of its patterns. */
static void settle(collection *all)
{
    signpost_gaps *gaps = all->gaps;
    gaps->findings = sgp_arena_allocate(&gaps->arena, all->drafts.count + 1, sizeof *gaps->findings);
    all->good = all->good && gaps->findings;
    const link *links = all->links.items;
    if (all->good && all->links.count)
        qsort(all->links.items, all->links.count, sizeof *links, by_finding);
    for (size_t i = 0, end; i < all->links.count && all->good; i = end) {
        all->minutes.count = 0;
        for (end = i; end < all->links.count && links[end].finding == links[i].finding && all->good; end++)
            all->good = sgp_array_append(&all->minutes, &links[end].pattern, 1);
        int32_t patterns = all->good ? sgp_runs_add(&gaps->patterns, all->minutes.items, all->minutes.count) : -1;
        const draft *made = SGP_AT(&all->drafts, draft, links[i].finding);
        all->good = patterns >= 0;
        gaps->findings[links[i].finding] =
            (sgp_finding){made->stretches, made->areas, (uint32_t)patterns, made->minutes, 0};
    }
    gaps->finding_count = all->good ? all->drafts.count : 0;
}

/* ---- needs and people ---- */

/* Demographics of a demand, of those that have one of the marked patterns, as needs: segments side by side with the
 * same sexes are one. */
static bool add_needs(const signpost_audit *audit, size_t demand, const bool *marked, sgp_array *needs)
{
    const int32_t *patterns = audit->pattern_of + demand * audit->people_count;
    size_t first = needs->count;
    for (size_t segment = 0; segment < audit->segment_count; segment++) {
        const int32_t *both = patterns + segment * 2;
        bool female = both[0] != SGP_NO_NUMBER && marked[both[0]], male = both[1] != SGP_NO_NUMBER && marked[both[1]];
        signpost_gap_need *last = needs->count > first ? SGP_AT(needs, signpost_gap_need, needs->count - 1) : NULL;
        if (!female && !male)
            continue;
        if (last && last->to_days + 1 == audit->ages[segment] && last->female == female && last->male == male) {
            last->to_days = audit->ages[segment + 1] - 1;
            continue;
        }
        const signpost_gap_need need = {demand, audit->ages[segment], audit->ages[segment + 1] - 1, female, male};
        if (!sgp_array_append(needs, &need, 1))
            return false;
    }
    return true;
}

static bool set_needs_of(signpost_gaps *gaps, size_t run, bool *marked)
{
    const signpost_audit *audit = gaps->audit;
    sgp_needs *made = &gaps->needs[run];
    sgp_array needs = SGP_ARRAY_OF(signpost_gap_need);
    size_t count;
    const uint32_t *patterns = sgp_runs_at(&gaps->patterns, run, &count);
    made->people = sgp_arena_allocate(&gaps->arena, audit->people_words, sizeof *made->people);
    bool good = made->people != NULL;
    for (size_t i = 0; i < count && good; i++) {
        marked[patterns[i]] = true;
        sgp_bits_or(made->people, audit->patterns[patterns[i]].people, audit->people_words);
    }
    for (size_t demand = 0; demand < audit->demand_count && good; demand++)
        good = add_needs(audit, demand, marked, &needs);
    for (size_t i = 0; i < count; i++)
        marked[patterns[i]] = false;
    made->count = needs.count;
    made->needs = good ? sgp_arena_take(&gaps->arena, &needs) : NULL;
    sgp_array_release(&needs);
    return made->needs != NULL;
}

static bool set_needs(signpost_gaps *gaps)
{
    size_t runs = sgp_runs_count(&gaps->patterns);
    bool *marked = sgp_allocate_zeroed(gaps->audit->pattern_count + 1, sizeof *marked);
    gaps->needs = sgp_arena_allocate(&gaps->arena, runs + 1, sizeof *gaps->needs);
    bool good = marked && gaps->needs;
    for (size_t run = 0; run < runs && good; run++)
        good = set_needs_of(gaps, run, marked);
    sgp_release(marked);
    return good;
}

static int64_t people_of(const signpost_gaps *gaps, const sgp_finding *finding)
{
    const signpost_audit *audit = gaps->audit;
    const sgp_word *who = gaps->needs[finding->patterns].people;
    size_t count;
    const uint32_t *areas = sgp_runs_at(&gaps->areas, finding->areas, &count);
    int64_t people = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t *of_area = audit->people + areas[i] * audit->people_count;
        for (size_t at = sgp_bits_next(who, audit->people_count, 0); at < audit->people_count;
             at = sgp_bits_next(who, audit->people_count, at + 1))
            people += of_area[at];
    }
    return people;
}

static int by_weight(const void *a, const void *b)
{
    const sgp_finding *x = a, *y = b;
    int64_t of_x = x->people * x->minutes, of_y = y->people * y->minutes;
    if (of_x != of_y)
        return of_x > of_y ? -1 : 1;
    const uint32_t keys[][2] = {{x->areas, y->areas}, {x->patterns, y->patterns}, {x->stretches, y->stretches}};
    for (int i = 0; i < 3; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

signpost_status sgp_gaps_find(signpost_gaps *gaps, signpost_error *error)
{
    collection all = {.gaps = gaps,
                      .by_content = {.words = 1},
                      .drafts = SGP_ARRAY_OF(draft),
                      .links = SGP_ARRAY_OF(link),
                      .minutes = SGP_ARRAY_OF(uint32_t),
                      .good = true};
    for (size_t pattern = 0; pattern < gaps->audit->pattern_count && all.good; pattern++)
        if (gaps->of_pattern[pattern].set_of)
            collect(&all, (uint32_t)pattern);
    settle(&all);
    bool good = all.good && set_needs(gaps);
    sgp_sets_release(&all.by_content);
    sgp_array_release(&all.drafts);
    sgp_array_release(&all.links);
    sgp_array_release(&all.minutes);
    if (!good)
        return sgp_fail_memory(error);
    for (size_t i = 0; i < gaps->finding_count; i++)
        gaps->findings[i].people = people_of(gaps, &gaps->findings[i]);
    if (gaps->finding_count)
        qsort(gaps->findings, gaps->finding_count, sizeof *gaps->findings, by_weight);
    return SIGNPOST_OK;
}
