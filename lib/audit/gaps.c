/* Gaps as an object: patterns are handed out to threads one by one, and each is worked out by one of them alone, so
 * that the result does not depend on how many there are. */
#include "audit/gaps.h"

#include "audit/cover.h"
#include "audit/work.h"
#include "base/error.h"

#include <string.h>

/* ---- one pattern ---- */

/* What a thread works with. */
typedef struct bench {
    sgp_cover cover;
    uint32_t *parents;
    sgp_word *covered;
} bench;

typedef struct task {
    signpost_gaps *gaps;
    bench *benches;
} task;

/* Turns what is covered round; false when nothing is left. */
static bool uncover(const sgp_basis *basis, sgp_word *set)
{
    sgp_word any = 0;
    for (size_t i = 0; i < basis->words; i++) {
        size_t left = basis->count - i * 64;
        set[i] = ~set[i] & (left < 64 ? ((sgp_word)1 << left) - 1 : ~(sgp_word)0);
        any |= set[i];
    }
    return any != 0;
}

bool sgp_gaps_note(sgp_pattern_gaps *found, size_t area_count, size_t area, const sgp_word *set)
{
    if (!found->set_of && !(found->set_of = sgp_allocate_zeroed(area_count, sizeof *found->set_of)))
        return false;
    int32_t number = sgp_sets_add(&found->sets, set);
    found->set_of[area] = (uint32_t)(number + 1);
    return number >= 0;
}

void sgp_gaps_begin(sgp_pattern_gaps *found, const sgp_basis *basis)
{
    found->sets.words = basis->words;
    found->clusters = (sgp_array)SGP_ARRAY_OF(sgp_cluster);
    found->areas = (sgp_array)SGP_ARRAY_OF(uint32_t);
}

bool sgp_gaps_settle(const signpost_gaps *gaps, const sgp_basis *basis, sgp_pattern_gaps *found, uint32_t *parents)
{
    if (!found->set_of)
        return true;
    found->minutes = sgp_allocate(found->sets.count * sizeof *found->minutes);
    if (!found->minutes)
        return false;
    for (size_t set = 0; set < found->sets.count; set++)
        found->minutes[set] = sgp_basis_minutes(basis, sgp_sets_at(&found->sets, set));
    return sgp_gaps_cluster(gaps, found, parents);
}

static bool work_out(bench *at, const signpost_gaps *gaps, const sgp_pattern *pattern, sgp_pattern_gaps *found)
{
    const signpost_audit *audit = gaps->audit;
    const sgp_basis *basis = &audit->bases[pattern->basis];
    sgp_gaps_begin(found, basis);
    sgp_cover_prepare(&at->cover, pattern);
    for (size_t area = 0; area < audit->area_count; area++) {
        sgp_cover_area(&at->cover, area, at->covered);
        if (uncover(basis, at->covered) && !sgp_gaps_note(found, audit->area_count, area, at->covered))
            return false;
    }
    return sgp_gaps_settle(gaps, basis, found, at->parents);
}

static signpost_status do_pattern(void *context, int thread, size_t pattern)
{
    task *all = context;
    const signpost_gaps *gaps = all->gaps;
    bool good = work_out(&all->benches[thread], gaps, &gaps->audit->patterns[pattern], &gaps->of_pattern[pattern]);
    return good ? SIGNPOST_OK : SIGNPOST_NO_MEMORY;
}

/* ---- all of them ---- */

static bool make_bench(const signpost_audit *audit, bench *made)
{
    size_t words = sgp_audit_most_words(audit);
    bool good = sgp_cover_make(audit, &made->cover);
    made->parents = sgp_allocate_zeroed(audit->area_count, sizeof *made->parents);
    made->covered = sgp_allocate_zeroed(words, sizeof *made->covered);
    return good && made->parents && made->covered;
}

static signpost_status work_out_all(signpost_gaps *gaps, signpost_error *error)
{
    const signpost_audit *audit = gaps->audit;
    int threads = audit->options.threads;
    task all = {gaps, sgp_allocate_zeroed((size_t)threads, sizeof *all.benches)};
    gaps->neighbours = sgp_audit_neighbours(audit, &gaps->arena);
    bool good = all.benches && gaps->neighbours;
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
    for (int i = 0; i < threads && all.benches; i++) {
        sgp_cover_release(&all.benches[i].cover);
        sgp_release(all.benches[i].parents);
        sgp_release(all.benches[i].covered);
    }
    sgp_release(all.benches);
    return status;
}

signpost_gaps *sgp_gaps_new(const signpost_audit *audit, const signpost_audit *seen_by)
{
    signpost_gaps *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return NULL;
    made->audit = audit;
    made->seen_by = seen_by;
    sgp_runs_init(&made->stretches);
    sgp_runs_init(&made->areas);
    sgp_runs_init(&made->patterns);
    made->of_pattern = sgp_arena_allocate(&made->arena, audit->pattern_count + 1, sizeof *made->of_pattern);
    if (made->of_pattern)
        return made;
    signpost_gaps_free(made);
    return NULL;
}

signpost_status signpost_audit_gaps(const signpost_audit *audit, signpost_gaps **gaps, signpost_error *error)
{
    signpost_gaps *made = sgp_gaps_new(audit, audit);
    *gaps = NULL;
    signpost_status status = made ? work_out_all(made, error) : sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        status = sgp_gaps_find(made, error);
    if (status != SIGNPOST_OK) {
        signpost_gaps_free(made);
        return status;
    }
    *gaps = made;
    return SIGNPOST_OK;
}

void signpost_gaps_free(signpost_gaps *gaps)
{
    if (!gaps)
        return;
    for (size_t i = 0; i < gaps->audit->pattern_count && gaps->of_pattern; i++) {
        sgp_pattern_gaps *of = &gaps->of_pattern[i];
        sgp_release(of->set_of);
        sgp_release(of->minutes);
        sgp_sets_release(&of->sets);
        sgp_array_release(&of->clusters);
        sgp_array_release(&of->areas);
    }
    sgp_runs_release(&gaps->stretches);
    sgp_runs_release(&gaps->areas);
    sgp_runs_release(&gaps->patterns);
    sgp_arena_release(&gaps->arena);
    sgp_release(gaps);
}

/* ---- what was found ---- */

size_t signpost_gaps_count(const signpost_gaps *gaps)
{
    return gaps->finding_count;
}

signpost_gap signpost_gaps_at(const signpost_gaps *gaps, size_t position)
{
    signpost_gap gap = {0};
    if (position >= gaps->finding_count)
        return gap;
    const sgp_finding *finding = &gaps->findings[position];
    gap.needs = gaps->needs[finding->patterns].count;
    sgp_runs_at(&gaps->areas, finding->areas, &gap.areas);
    sgp_runs_at(&gaps->stretches, finding->stretches, &gap.stretches);
    gap.stretches /= 2;
    gap.minutes = finding->minutes;
    gap.people = finding->people;
    gap.person_minutes = finding->people * finding->minutes;
    return gap;
}

signpost_gap_need signpost_gap_need_at(const signpost_gaps *gaps, size_t finding, size_t position)
{
    if (finding >= gaps->finding_count || position >= gaps->needs[gaps->findings[finding].patterns].count)
        return (signpost_gap_need){0};
    return gaps->needs[gaps->findings[finding].patterns].needs[position];
}

size_t signpost_gap_area_at(const signpost_gaps *gaps, size_t finding, size_t position)
{
    size_t count = 0;
    const uint32_t *areas =
        finding < gaps->finding_count ? sgp_runs_at(&gaps->areas, gaps->findings[finding].areas, &count) : NULL;
    return position < count ? areas[position] : 0;
}

signpost_stretch signpost_gap_stretch_at(const signpost_gaps *gaps, size_t finding, size_t position)
{
    size_t count = 0;
    const uint32_t *minutes =
        finding < gaps->finding_count ? sgp_runs_at(&gaps->stretches, gaps->findings[finding].stretches, &count) : NULL;
    if (position >= count / 2)
        return (signpost_stretch){0, 0};
    return (signpost_stretch){(int32_t)minutes[position * 2], (int32_t)minutes[position * 2 + 1]};
}

/* Number of the pattern of a demand for a demographic; SGP_NO_NUMBER when it is not for them. */
static int32_t pattern_at(const signpost_audit *audit, size_t demand, size_t demographic)
{
    return audit->pattern_of[demand * audit->people_count + demographic];
}

void sgp_each_stretch(const sgp_basis *basis, const sgp_word *set, void (*each)(void *, signpost_stretch),
                      void *context)
{
    size_t piece = sgp_bits_next(set, basis->count, 0);
    while (piece < basis->count) {
        size_t end = piece;
        while (end < basis->count && sgp_bit_get(set, end))
            end++;
        each(context, (signpost_stretch){basis->bounds[piece], basis->bounds[end]});
        piece = sgp_bits_next(set, basis->count, end);
    }
}

typedef struct taken {
    signpost_stretch *stretches;
    size_t room, count;
} taken;

static void take(void *context, signpost_stretch one)
{
    taken *to = context;
    if (to->count < to->room)
        to->stretches[to->count] = one;
    to->count++;
}

signpost_status signpost_gaps_of(const signpost_gaps *gaps, size_t area, size_t demand, signpost_sex sex,
                                 int32_t age_days, signpost_stretch *stretches, size_t room, size_t *count)
{
    const signpost_audit *audit = gaps->audit;
    taken to = {stretches, room, 0};
    *count = 0;
    if (area >= audit->area_count || demand >= audit->demand_count || age_days < 0 ||
        (sex != SIGNPOST_FEMALE && sex != SIGNPOST_MALE))
        return SIGNPOST_INVALID;
    size_t segment = sgp_audit_segment(audit, age_days);
    int32_t pattern = pattern_at(audit, demand, segment * 2 + (sex == SIGNPOST_MALE));
    if (pattern == SGP_NO_NUMBER)
        return SIGNPOST_INVALID;
    const sgp_pattern_gaps *of = &gaps->of_pattern[pattern];
    if (of->set_of && of->set_of[area])
        sgp_each_stretch(&audit->bases[audit->patterns[pattern].basis], sgp_sets_at(&of->sets, of->set_of[area] - 1),
                         take, &to);
    *count = to.count;
    return SIGNPOST_OK;
}

typedef struct hourly {
    int64_t *people; /* x minutes, until it is divided */
    size_t hours;
    int64_t weight;
} hourly;

static void add_to_hours(void *context, signpost_stretch one)
{
    hourly *by = context;
    for (int32_t hour = one.from / 60; hour * 60 < one.until && (size_t)hour < by->hours; hour++) {
        int32_t from = one.from > hour * 60 ? one.from : hour * 60;
        int32_t until = one.until < hour * 60 + 60 ? one.until : hour * 60 + 60;
        by->people[hour] += by->weight * (until - from);
    }
}

/* People of a demand who share a pattern, by the set that their area leaves uncovered. */
static void weigh(const signpost_gaps *gaps, size_t demand, int32_t pattern, int64_t *weights)
{
    const signpost_audit *audit = gaps->audit;
    const sgp_pattern_gaps *of = &gaps->of_pattern[pattern];
    memset(weights, 0, of->sets.count * sizeof *weights);
    for (size_t area = 0; area < audit->area_count; area++)
        for (size_t i = 0; i < audit->people_count && of->set_of[area]; i++)
            if (pattern_at(audit, demand, i) == pattern)
                weights[of->set_of[area] - 1] += audit->people[area * audit->people_count + i];
}

/* Whether a demand has the pattern for a demographic before this one. */
static bool is_seen(const signpost_audit *audit, size_t demand, size_t demographic)
{
    for (size_t i = 0; i < demographic; i++)
        if (pattern_at(audit, demand, i) == pattern_at(audit, demand, demographic))
            return true;
    return false;
}

signpost_status signpost_gaps_by_hour(const signpost_gaps *gaps, size_t demand, int64_t *people, size_t hours)
{
    const signpost_audit *audit = gaps->audit;
    hourly by = {people, hours, 0};
    memset(people, 0, hours * sizeof *people);
    if (demand >= audit->demand_count)
        return SIGNPOST_INVALID;
    for (size_t i = 0; i < audit->people_count; i++) {
        int32_t pattern = pattern_at(audit, demand, i);
        if (pattern == SGP_NO_NUMBER || !gaps->of_pattern[pattern].set_of || is_seen(audit, demand, i))
            continue;
        const sgp_sets *sets = &gaps->of_pattern[pattern].sets;
        int64_t *weights = sgp_allocate(sets->count * sizeof *weights);
        if (!weights)
            return SIGNPOST_NO_MEMORY;
        weigh(gaps, demand, pattern, weights);
        for (size_t set = 0; set < sets->count; set++) {
            by.weight = weights[set];
            sgp_each_stretch(&audit->bases[audit->patterns[pattern].basis], sgp_sets_at(sets, set), add_to_hours, &by);
        }
        sgp_release(weights);
    }
    for (size_t hour = 0; hour < hours; hour++)
        people[hour] /= 60;
    return SIGNPOST_OK;
}

int64_t signpost_gaps_person_minutes(const signpost_gaps *gaps, size_t demand, size_t area)
{
    const signpost_audit *audit = gaps->audit;
    int64_t sum = 0;
    for (size_t i = 0; i < audit->people_count && demand < audit->demand_count && area < audit->area_count; i++) {
        int32_t pattern = pattern_at(audit, demand, i);
        const sgp_pattern_gaps *of = pattern == SGP_NO_NUMBER ? NULL : &gaps->of_pattern[pattern];
        if (of && of->set_of && of->set_of[area])
            sum += (int64_t)of->minutes[of->set_of[area] - 1] * audit->people[area * audit->people_count + i];
    }
    return sum;
}
