/* Choosing remedies. Rules kept here:
 *  - the one that closes most comes first; of equal ones, that which was proposed first;
 *  - what is left is counted anew after each, and a service changes once. */
#include "audit/remedies.h"

#include "audit/work.h"
#include "base/error.h"

#include <string.h>

/* ---- what is uncovered ---- */

static void add_minutes(void *context, signpost_stretch one)
{
    const uint32_t both[] = {(uint32_t)one.from, (uint32_t)one.until};
    sgp_array *minutes = context;
    if (minutes->item_size) /* 0 once memory ran out */
        minutes->item_size = sgp_array_append(minutes, both, 2) ? minutes->item_size : 0;
}

/* Number + 1 of the run of a set; 0 when memory ran out. */
static uint32_t run_of_set(signpost_remedies *made, const sgp_basis *basis, const sgp_word *set)
{
    sgp_array minutes = SGP_ARRAY_OF(uint32_t);
    sgp_each_stretch(basis, set, add_minutes, &minutes);
    int32_t number = minutes.item_size ? sgp_runs_add(&made->runs, minutes.items, minutes.count) : -1;
    minutes.item_size = sizeof(uint32_t);
    sgp_array_release(&minutes);
    return (uint32_t)(number + 1);
}

/* Whether all uses of a remainder count, or those alone that a proposal fits. */
static int64_t people_of(const signpost_audit *audit, const sgp_array *uses, const sgp_proposal *fitting, size_t area)
{
    const uint32_t *people = audit->people + area * audit->people_count;
    int64_t sum = 0;
    for (size_t i = 0; i < uses->count; i++) {
        uint32_t use = *SGP_AT(uses, uint32_t, i);
        if (!fitting || sgp_proposal_fits(audit, fitting, use))
            sum += people[use % audit->people_count];
    }
    return sum;
}

static bool set_people(const signpost_audit *audit, sgp_remainder *of)
{
    if (!of->people)
        of->people = sgp_allocate_zeroed(audit->area_count, sizeof *of->people);
    for (size_t area = 0; area < audit->area_count && of->people; area++)
        of->people[area] = of->run_of[area] ? people_of(audit, &of->uses, NULL, area) : 0;
    return of->people != NULL;
}

static bool add_remainder(signpost_remedies *made, uint32_t pattern)
{
    const signpost_audit *audit = made->audit;
    const sgp_pattern_gaps *of = &made->gaps->of_pattern[pattern];
    const sgp_basis *basis = &audit->bases[audit->patterns[pattern].basis];
    uint32_t *runs = sgp_allocate_zeroed(of->sets.count + 1, sizeof *runs);
    sgp_remainder *added = sgp_array_add(&made->remainders);
    bool good = runs && added;
    if (added)
        *added = (sgp_remainder){.pattern = pattern, .uses = SGP_ARRAY_OF(uint32_t)};
    for (size_t set = 0; set < of->sets.count && good; set++)
        good = (runs[set] = run_of_set(made, basis, sgp_sets_at(&of->sets, set))) != 0;
    if (good)
        good = (added->run_of = sgp_allocate_zeroed(audit->area_count, sizeof *added->run_of)) != NULL;
    for (size_t area = 0; area < audit->area_count && good; area++)
        added->run_of[area] = of->set_of[area] ? runs[of->set_of[area] - 1] : 0;
    for (uint32_t use = 0; use < audit->demand_count * audit->people_count && good; use++)
        if (audit->pattern_of[use] == (int32_t)pattern)
            good = sgp_array_append(&added->uses, &use, 1);
    sgp_release(runs);
    return good && set_people(audit, added);
}

static int32_t run_minutes(const signpost_remedies *made, uint32_t run)
{
    size_t count;
    const uint32_t *minutes = sgp_runs_at(&made->runs, run, &count);
    int32_t sum = 0;
    for (size_t i = 0; i < count; i += 2)
        sum += (int32_t)(minutes[i + 1] - minutes[i]);
    return sum;
}

static int64_t count_left(const signpost_remedies *made)
{
    int64_t sum = 0;
    for (size_t i = 0; i < made->remainders.count; i++) {
        const sgp_remainder *of = SGP_AT(&made->remainders, sgp_remainder, i);
        for (size_t area = 0; area < made->audit->area_count; area++)
            if (of->run_of[area])
                sum += of->people[area] * run_minutes(made, of->run_of[area] - 1);
    }
    return sum;
}

/* ---- what a proposal closes ---- */

static bool fits_all(const signpost_remedies *made, const sgp_proposal *proposal, const sgp_remainder *of)
{
    for (size_t i = 0; i < of->uses.count; i++)
        if (!sgp_proposal_fits(made->audit, proposal, *SGP_AT(&of->uses, uint32_t, i)))
            return false;
    return true;
}

static bool fits_some(const signpost_remedies *made, const sgp_proposal *proposal, const sgp_remainder *of)
{
    for (size_t i = 0; i < of->uses.count; i++)
        if (sgp_proposal_fits(made->audit, proposal, *SGP_AT(&of->uses, uint32_t, i)))
            return true;
    return false;
}

/* A new service is open to everybody. */
static bool reaches(const signpost_audit *audit, const sgp_proposal *proposal, size_t area)
{
    if (proposal->kind == SIGNPOST_REMEDY_NEW)
        return sgp_audit_is_within(audit, &audit->areas[area], &proposal->at);
    return sgp_audit_reaches(audit, area, proposal->service);
}

/* Minutes of a run at which a proposal would serve. */
static int32_t closes(const signpost_remedies *made, uint32_t run, const sgp_array *serving)
{
    size_t count, at = 0;
    const uint32_t *minutes = sgp_runs_at(&made->runs, run, &count);
    int32_t sum = 0;
    for (size_t i = 0; i < count; i += 2) {
        int32_t from = (int32_t)minutes[i], until = (int32_t)minutes[i + 1];
        while (at < serving->count && SGP_AT(serving, signpost_stretch, at)->until <= from)
            at++;
        for (size_t next = at; next < serving->count && SGP_AT(serving, signpost_stretch, next)->from < until; next++) {
            const signpost_stretch *one = SGP_AT(serving, signpost_stretch, next);
            sum += (one->until < until ? one->until : until) - (one->from > from ? one->from : from);
        }
    }
    return sum;
}

/* `reached` is by area; `memo` has room for one number a run. */
static int64_t gain_in(const signpost_remedies *made, const sgp_proposal *proposal, const sgp_remainder *of,
                       const bool *reached, int32_t *memo)
{
    const signpost_audit *audit = made->audit;
    const sgp_array *serving = &proposal->serving[audit->patterns[of->pattern].basis];
    bool all = fits_all(made, proposal, of);
    int64_t sum = 0;
    if (!all && !fits_some(made, proposal, of))
        return 0;
    memset(memo, 0xFF, sgp_runs_count(&made->runs) * sizeof *memo);
    for (size_t area = 0; area < audit->area_count; area++) {
        if (!reached[area] || !of->run_of[area])
            continue;
        int32_t *minutes = &memo[of->run_of[area] - 1];
        if (*minutes < 0)
            *minutes = closes(made, of->run_of[area] - 1, serving);
        if (*minutes)
            sum += *minutes * (all ? of->people[area] : people_of(audit, &of->uses, proposal, area));
    }
    return sum;
}

static bool *find_reached(const signpost_audit *audit, const sgp_proposal *proposal)
{
    bool *reached = sgp_allocate(audit->area_count * sizeof *reached);
    for (size_t area = 0; area < audit->area_count && reached; area++)
        reached[area] = reaches(audit, proposal, area);
    return reached;
}

static bool count_gain(const signpost_remedies *made, sgp_proposal *proposal)
{
    bool *reached = find_reached(made->audit, proposal);
    int32_t *memo = sgp_allocate((sgp_runs_count(&made->runs) + 1) * sizeof *memo);
    bool good = reached && memo;
    proposal->gain = 0;
    for (size_t i = 0; i < made->remainders.count && good; i++)
        proposal->gain += gain_in(made, proposal, SGP_AT(&made->remainders, sgp_remainder, i), reached, memo);
    sgp_release(reached);
    sgp_release(memo);
    return good;
}

/* ---- choosing ---- */

/* A run less the minutes at which a proposal would serve: number + 1, or 0 when nothing is left; false when memory ran
 * out. */
static bool subtract(signpost_remedies *made, uint32_t run, const sgp_array *serving, uint32_t *left)
{
    sgp_array minutes = SGP_ARRAY_OF(uint32_t);
    size_t count;
    bool good = true;
    sgp_runs_at(&made->runs, run, &count);
    for (size_t i = 0; i < count && good; i += 2) {
        const uint32_t *of = sgp_runs_at(&made->runs, run, &count);
        int32_t from = (int32_t)of[i], until = (int32_t)of[i + 1];
        for (size_t at = 0; at <= serving->count && from < until && good; at++) {
            bool last = at == serving->count;
            const signpost_stretch one =
                last ? (signpost_stretch){until, until} : *SGP_AT(serving, signpost_stretch, at);
            const uint32_t both[] = {(uint32_t)from, (uint32_t)(one.from < until ? one.from : until)};
            if (one.until <= from)
                continue;
            if (one.from > from)
                good = sgp_array_append(&minutes, both, 2);
            from = one.until > from ? one.until : from;
        }
    }
    int32_t number = good && minutes.count ? sgp_runs_add(&made->runs, minutes.items, minutes.count) : -1;
    good = good && (!minutes.count || number >= 0);
    *left = (uint32_t)(number + 1);
    sgp_array_release(&minutes);
    return good;
}

/* Takes the uses that a proposal does not fit out of a remainder, into one of their own. */
static bool split(signpost_remedies *made, const sgp_proposal *proposal, size_t position)
{
    const signpost_audit *audit = made->audit;
    sgp_remainder rest = {.uses = SGP_ARRAY_OF(uint32_t)};
    sgp_remainder *of = SGP_AT(&made->remainders, sgp_remainder, position);
    size_t kept = 0;
    bool good = true;
    for (size_t i = 0; i < of->uses.count && good; i++) {
        uint32_t use = *SGP_AT(&of->uses, uint32_t, i);
        if (sgp_proposal_fits(audit, proposal, use))
            *SGP_AT(&of->uses, uint32_t, kept++) = use;
        else
            good = sgp_array_append(&rest.uses, &use, 1);
    }
    of->uses.count = good ? kept : of->uses.count;
    rest.pattern = of->pattern;
    rest.run_of = sgp_allocate(audit->area_count * sizeof *rest.run_of);
    if (good && rest.run_of)
        memcpy(rest.run_of, of->run_of, audit->area_count * sizeof *rest.run_of);
    good = good && rest.run_of && set_people(audit, &rest) && set_people(audit, of) &&
           sgp_array_append(&made->remainders, &rest, 1);
    if (!good) {
        sgp_array_release(&rest.uses);
        sgp_release(rest.run_of);
        sgp_release(rest.people);
    }
    return good;
}

static bool apply_to(signpost_remedies *made, const sgp_proposal *proposal, size_t position, const bool *reached)
{
    const signpost_audit *audit = made->audit;
    if (!fits_some(made, proposal, SGP_AT(&made->remainders, sgp_remainder, position)))
        return true;
    if (!fits_all(made, proposal, SGP_AT(&made->remainders, sgp_remainder, position)) &&
        !split(made, proposal, position))
        return false;
    sgp_remainder *of = SGP_AT(&made->remainders, sgp_remainder, position);
    const sgp_array *serving = &proposal->serving[audit->patterns[of->pattern].basis];
    bool good = true;
    for (size_t area = 0; area < audit->area_count && good; area++)
        if (reached[area] && of->run_of[area])
            good = subtract(made, of->run_of[area] - 1, serving, &of->run_of[area]);
    return good;
}

static bool apply(signpost_remedies *made, const sgp_proposal *proposal)
{
    bool *reached = find_reached(made->audit, proposal);
    size_t count = made->remainders.count; /* what is split off comes after, and is not fit */
    bool good = reached != NULL;
    for (size_t i = 0; i < count && good; i++)
        good = apply_to(made, proposal, i, reached);
    sgp_release(reached);
    return good;
}

/* The proposal with the largest gain, as last counted; NULL when none closes anything. */
static sgp_proposal *best_of(const signpost_remedies *made)
{
    sgp_proposal *best = NULL;
    for (size_t i = 0; i < made->proposals.count; i++) {
        sgp_proposal *one = SGP_AT(&made->proposals, sgp_proposal, i);
        if (!one->is_out && one->gain > 0 && (!best || one->gain > best->gain))
            best = one;
    }
    return best;
}

/* Gains only fall as gaps close: what is still the best after it was counted anew is the best. */
static sgp_proposal *choose(const signpost_remedies *made, bool *good)
{
    for (;;) {
        sgp_proposal *best = best_of(made);
        if (!best)
            return NULL;
        *good = count_gain(made, best);
        if (!*good || best_of(made) == best)
            return *good ? best : NULL;
    }
}

static void put_out(signpost_remedies *made, const sgp_proposal *chosen)
{
    for (size_t i = 0; i < made->proposals.count; i++) {
        sgp_proposal *one = SGP_AT(&made->proposals, sgp_proposal, i);
        bool is_new = one->kind == SIGNPOST_REMEDY_NEW;
        if (one == chosen || (!is_new && chosen->kind != SIGNPOST_REMEDY_NEW && one->service == chosen->service))
            one->is_out = true;
    }
}

static signpost_status do_gain(void *context, int thread, size_t position)
{
    signpost_remedies *made = context;
    (void)thread;
    return count_gain(made, SGP_AT(&made->proposals, sgp_proposal, position)) ? SIGNPOST_OK : SIGNPOST_NO_MEMORY;
}

static signpost_status choose_all(signpost_remedies *made, size_t most, signpost_error *error)
{
    const signpost_audit_options *options = &made->audit->options;
    signpost_status status = sgp_work(&(sgp_work_order){.count = made->proposals.count,
                                                        .threads = options->threads,
                                                        .work = do_gain,
                                                        .context = made,
                                                        .progress = options->progress,
                                                        .progress_context = options->progress_context},
                                      error);
    int64_t left = made->before;
    bool good = true;
    while (status == SIGNPOST_OK && made->chosen.count < most) {
        sgp_proposal *best = choose(made, &good);
        uint32_t position = best ? (uint32_t)(best - SGP_AT(&made->proposals, sgp_proposal, 0)) : 0;
        if (!best && good)
            break;
        good = good && apply(made, best) && sgp_array_append(&made->chosen, &position, 1);
        if (!good)
            return sgp_fail_memory(error);
        left -= best->gain;
        best->left = left;
        put_out(made, best);
    }
    return status;
}

/* ---- the object ---- */

static signpost_status make(signpost_remedies *made, size_t most, signpost_error *error)
{
    for (uint32_t pattern = 0; pattern < made->audit->pattern_count; pattern++)
        if (made->gaps->of_pattern[pattern].set_of && !add_remainder(made, pattern))
            return sgp_fail_memory(error);
    made->before = count_left(made);
    signpost_status status = sgp_propose(made, error);
    return status == SIGNPOST_OK ? choose_all(made, most, error) : status;
}

signpost_status signpost_gaps_remedies(const signpost_gaps *gaps, size_t most, signpost_remedies **remedies,
                                       signpost_error *error)
{
    enum { MOST = 100 };
    *remedies = NULL;
    if (most < 1 || most > MOST)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "from 1 to 100 remedies can be looked for, not %zu",
                        most);
    if (!gaps->audit->about.typical || gaps->seen_by != gaps->audit)
        return sgp_fail(error, SIGNPOST_STATE, SGP_BAD_ARGUMENT, "remedies are for the typical week of one directory");
    signpost_remedies *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->gaps = gaps;
    made->audit = gaps->audit;
    made->proposals = (sgp_array)SGP_ARRAY_OF(sgp_proposal);
    made->chosen = (sgp_array)SGP_ARRAY_OF(uint32_t);
    made->remainders = (sgp_array)SGP_ARRAY_OF(sgp_remainder);
    sgp_runs_init(&made->runs);
    signpost_status status = make(made, most, error);
    if (status != SIGNPOST_OK) {
        signpost_remedies_free(made);
        return status;
    }
    *remedies = made;
    return SIGNPOST_OK;
}

void signpost_remedies_free(signpost_remedies *remedies)
{
    if (!remedies)
        return;
    for (size_t i = 0; i < remedies->proposals.count; i++)
        for (size_t at = 0; at < remedies->audit->basis_count; at++)
            sgp_array_release(&SGP_AT(&remedies->proposals, sgp_proposal, i)->serving[at]);
    for (size_t i = 0; i < remedies->remainders.count; i++) {
        sgp_remainder *of = SGP_AT(&remedies->remainders, sgp_remainder, i);
        sgp_array_release(&of->uses);
        sgp_release(of->run_of);
        sgp_release(of->people);
    }
    sgp_array_release(&remedies->proposals);
    sgp_array_release(&remedies->chosen);
    sgp_array_release(&remedies->remainders);
    sgp_runs_release(&remedies->runs);
    sgp_arena_release(&remedies->arena);
    sgp_release(remedies);
}

const char *signpost_remedy_kind_name(signpost_remedy_kind kind)
{
    return kind == SIGNPOST_REMEDY_NEW ? "new" : kind == SIGNPOST_REMEDY_PROFILE ? "profile" : "hours";
}

size_t signpost_remedies_count(const signpost_remedies *remedies)
{
    return remedies->chosen.count;
}

int64_t signpost_remedies_before(const signpost_remedies *remedies)
{
    return remedies->before;
}

const sgp_proposal *sgp_remedy_at(const signpost_remedies *remedies, size_t position)
{
    return SGP_AT(&remedies->proposals, sgp_proposal, *SGP_AT(&remedies->chosen, uint32_t, position));
}

signpost_remedy signpost_remedies_at(const signpost_remedies *remedies, size_t position)
{
    const signpost_index *index = remedies->audit->index;
    if (position >= remedies->chosen.count)
        return (signpost_remedy){.uid = "", .name = "", .what = ""};
    const sgp_proposal *one = sgp_remedy_at(remedies, position);
    return (signpost_remedy){
        .kind = one->kind,
        .uid = sgp_strings_text(&index->uids, one->service),
        .name = sgp_index_text(index, index->texts[one->service].public_name),
        .what = one->what,
        .latitude = one->at.point.latitude,
        .longitude = one->at.point.longitude,
        .added_minutes = one->added_minutes,
        .gain_person_minutes = one->gain,
        .left_person_minutes = one->left,
    };
}
