/* What a change of content does, as rows: who is now told something else. */
#include "base/error.h"
#include "proof/difference.h"

#include <stdlib.h>
#include <string.h>

typedef struct diffing {
    signpost_diff *diff;
    sgp_duet duet;
    const char *complaint;
    sgp_array leaves; /* row: of two pathways, before those that belong together are one */
    sgp_array ways;   /* uint64_t, by node */
    sgp_array order;  /* int32_t */
} diffing;

/* ---- ways ---- */

static uint64_t add_up(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* In how many ways each node is come to: forwards, each node after all that lead to it. */
static bool count_ways(diffing *d)
{
    const sgp_duet *p = &d->duet;
    sgp_array incoming = SGP_ARRAY_OF(int32_t);
    bool good = sgp_array_reserve(&incoming, p->nodes.count) && sgp_array_reserve(&d->ways, p->nodes.count) &&
                sgp_array_reserve(&d->order, p->nodes.count);
    int32_t *left = incoming.items, *order = d->order.items;
    uint64_t *ways = d->ways.items;
    size_t count = 0;
    if (good && p->nodes.count) {
        memset(left, 0, p->nodes.count * sizeof *left);
        memset(ways, 0, p->nodes.count * sizeof *ways);
        for (size_t i = 0; i < p->edges.count; i++)
            left[*SGP_AT(&p->edges, int32_t, i)]++;
        for (size_t i = 0; i < p->nodes.count; i++)
            if (sgp_pair_node_at(p, i)->parent < 0) {
                ways[i] = 1;
                order[count++] = (int32_t)i;
            }
    }
    for (size_t done = 0; done < count; done++) {
        const sgp_pair_node *node = sgp_pair_node_at(p, (size_t)order[done]);
        for (int32_t i = 0; i < node->edge_count; i++) {
            int32_t to = *SGP_AT(&p->edges, int32_t, (size_t)(node->first_edge + i));
            ways[to] = add_up(ways[to], ways[order[done]]);
            if (--left[to] == 0)
                order[count++] = to;
        }
    }
    sgp_array_release(&incoming);
    return good;
}

/* ---- rows ---- */

static sgp_ending end_of(const sgp_duet *p, int side, const sgp_standing *standing)
{
    const signpost_algorithms *content = p->contents[side];
    const sgp_step *step = &content->steps.at[standing->step];
    if (step->kind != SGP_STEP_OUTCOME)
        return (sgp_ending){SGP_NOTHING, SGP_NOTHING, SGP_NOTHING, SGP_NOTHING};
    const sgp_outcome *outcome = &content->outcomes.at[step->outcome];
    return (sgp_ending){outcome->disposition, content->pathways.at[standing->pathway].group,
                        outcome->discriminator == SGP_NOTHING ? standing->discriminator : outcome->discriminator,
                        step->outcome};
}

static bool is_same_end(const sgp_duet *p, const sgp_ending ends[SGP_SIDES])
{
    if (ends[SGP_BEFORE].outcome == SGP_NOTHING || ends[SGP_AFTER].outcome == SGP_NOTHING)
        return ends[SGP_BEFORE].outcome == ends[SGP_AFTER].outcome;
    signpost_outcome before = sgp_ending_shown(p->contents[SGP_BEFORE], &ends[SGP_BEFORE]),
                     after = sgp_ending_shown(p->contents[SGP_AFTER], &ends[SGP_AFTER]);
    return strcmp(before.disposition.code, after.disposition.code) == 0 &&
           strcmp(before.symptom_group, after.symptom_group) == 0 &&
           strcmp(before.discriminator, after.discriminator) == 0;
}

static sgp_diff_row row_for(const diffing *d, signpost_diff_kind kind, int32_t node)
{
    const sgp_duet *p = &d->duet;
    const sgp_pair_patient *patient =
        SGP_AT(&p->patients, sgp_pair_patient, (size_t)sgp_pair_node_at(p, (size_t)node)->patient);
    return (sgp_diff_row){.kind = kind,
                          .complaint = d->complaint,
                          .pathways = {p->scopes[SGP_BEFORE].start, p->scopes[SGP_AFTER].start},
                          .ends = {{SGP_NOTHING, SGP_NOTHING, SGP_NOTHING, SGP_NOTHING},
                                   {SGP_NOTHING, SGP_NOTHING, SGP_NOTHING, SGP_NOTHING}},
                          .step = "",
                          .answer = "",
                          .from_days = patient->from_days,
                          .to_days = patient->to_days,
                          .sexes = patient->sexes,
                          .ways = *SGP_AT(&d->ways, uint64_t, (size_t)node),
                          .node = node,
                          .patient = patient->patient};
}

/* Every end that is another one now. */
static bool gather_ends(diffing *d)
{
    const sgp_duet *p = &d->duet;
    sgp_pair_standing pair;
    for (size_t i = 0; i < p->nodes.count; i++) {
        if (sgp_pair_node_at(p, i)->edge_count)
            continue;
        sgp_pair_unpack(p, i, &pair);
        bool asks = false;
        for (int side = 0; side < SGP_SIDES; side++)
            asks = asks || p->contents[side]->steps.at[pair.sides[side].step].kind <= SGP_STEP_TOGETHER;
        if (asks) /* only answers that the other side does not have */
            continue;
        sgp_diff_row leaf = row_for(d, SIGNPOST_DIFF_OUTCOME, (int32_t)i);
        for (int side = 0; side < SGP_SIDES; side++)
            leaf.ends[side] = end_of(p, side, &pair.sides[side]);
        d->diff->summary.ways = add_up(d->diff->summary.ways, leaf.ways);
        if (is_same_end(p, leaf.ends))
            continue;
        d->diff->summary.changed = add_up(d->diff->summary.changed, leaf.ways);
        if (!sgp_array_append(&d->leaves, &leaf, 1))
            return false;
    }
    return true;
}

static bool gather_lone(diffing *d)
{
    const sgp_duet *p = &d->duet;
    for (size_t i = 0; i < p->lone.count; i++) {
        const sgp_lone_answer *lone = SGP_AT(&p->lone, sgp_lone_answer, i);
        sgp_diff_row leaf =
            row_for(d, lone->side == SGP_AFTER ? SIGNPOST_DIFF_ANSWER_ADDED : SIGNPOST_DIFF_ANSWER_REMOVED, lone->node);
        leaf.step = p->contents[lone->side]->steps.at[lone->step].name;
        leaf.answer = lone->label;
        if (!sgp_array_append(&d->leaves, &leaf, 1))
            return false;
    }
    return true;
}

static int compare_index(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Rows that may be one stand together: of one kind, with the same ends, for the same sexes, by age. */
static int by_end(const void *a, const void *b)
{
    const sgp_diff_row *x = a, *y = b;
    int order = compare_index(x->kind, y->kind);
    for (int side = 0; side < SGP_SIDES && !order; side++) {
        order = compare_index(x->ends[side].disposition, y->ends[side].disposition);
        order = order ? order : compare_index(x->ends[side].group, y->ends[side].group);
        order = order ? order : compare_index(x->ends[side].discriminator, y->ends[side].discriminator);
    }
    order = order ? order : strcmp(x->step, y->step);
    order = order ? order : strcmp(x->answer, y->answer);
    order = order ? order : compare_index(x->sexes, y->sexes);
    order = order ? order : compare_index(x->from_days, y->from_days);
    return order ? order : compare_index(x->node, y->node);
}

static bool belong_together(const sgp_diff_row *a, const sgp_diff_row *b)
{
    sgp_diff_row same = *b;
    same.from_days = a->from_days;
    same.node = a->node;
    return by_end(a, &same) == 0 && b->from_days <= a->to_days + 1;
}

static int32_t questions_of(const diffing *d, const sgp_diff_row *one)
{
    return sgp_pair_node_at(&d->duet, (size_t)one->node)->questions;
}

/* The walk of a row, from its root on. */
static bool give_walk(diffing *d, sgp_diff_row *one)
{
    const sgp_duet *p = &d->duet;
    sgp_array *all = &d->diff->given;
    one->given.first = (int32_t)all->count;
    for (const sgp_pair_node *node = sgp_pair_node_at(p, (size_t)one->node); node->parent >= 0;
         node = sgp_pair_node_at(p, (size_t)node->parent)) {
        sgp_diff_given reply = {.asked = {node->asked[SGP_BEFORE], node->asked[SGP_AFTER]},
                                .replies = {node->replies[SGP_BEFORE], node->replies[SGP_AFTER]}};
        if (!sgp_array_append(all, &reply, 1))
            return false;
    }
    one->given.count = (int32_t)all->count - one->given.first;
    sgp_diff_given *way = one->given.count ? SGP_AT(all, sgp_diff_given, (size_t)one->given.first) : NULL;
    for (int32_t i = 0; i < one->given.count / 2; i++) {
        sgp_diff_given swapped = way[i];
        way[i] = way[one->given.count - 1 - i];
        way[one->given.count - 1 - i] = swapped;
    }
    return true;
}

/* Takes a row into one that is there for others of the same ages. */
static bool join_sexes(const diffing *d, size_t first, const sgp_diff_row *one)
{
    for (size_t i = first; i < d->diff->rows.count; i++) {
        sgp_diff_row *there = SGP_AT(&d->diff->rows, sgp_diff_row, i), same = *one;
        same.sexes = there->sexes;
        same.node = there->node;
        if (by_end(there, &same) != 0 || there->to_days != one->to_days)
            continue;
        there->sexes |= one->sexes;
        there->ways = add_up(there->ways, one->ways);
        return true;
    }
    return false;
}

static bool keep_rows(diffing *d)
{
    size_t first = d->diff->rows.count;
    sgp_diff_row *rows = d->leaves.items;
    if (d->leaves.count)
        qsort(rows, d->leaves.count, sizeof *rows, by_end);
    for (size_t i = 0; i < d->leaves.count;) {
        sgp_diff_row one = rows[i++];
        for (; i < d->leaves.count && belong_together(&one, &rows[i]); i++) {
            if (questions_of(d, &rows[i]) < questions_of(d, &one)) {
                one.node = rows[i].node;
                one.patient = rows[i].patient;
            }
            one.to_days = rows[i].to_days > one.to_days ? rows[i].to_days : one.to_days;
            one.ways = add_up(one.ways, rows[i].ways);
        }
        if (join_sexes(d, first, &one))
            continue;
        if (!give_walk(d, &one) || !sgp_array_append(&d->diff->rows, &one, 1))
            return false;
    }
    return true;
}

/* ---- pathway by pathway ---- */

static bool add_plain_row(diffing *d, signpost_diff_kind kind, sgp_index before, sgp_index after)
{
    const sgp_diff_row one = {.kind = kind,
                              .complaint = d->complaint,
                              .pathways = {before, after},
                              .ends = {{SGP_NOTHING, SGP_NOTHING, SGP_NOTHING, SGP_NOTHING},
                                       {SGP_NOTHING, SGP_NOTHING, SGP_NOTHING, SGP_NOTHING}},
                              .step = "",
                              .answer = "",
                              .node = -1,
                              .patient = SIGNPOST_PATIENT_INIT};
    d->diff->summary.is_whole = d->diff->summary.is_whole && kind != SIGNPOST_DIFF_NOT_COMPARED;
    return sgp_array_append(&d->diff->rows, &one, 1);
}

static bool compare_pathways(diffing *d, sgp_index before, sgp_index after)
{
    const sgp_pathway *a = &d->diff->contents[SGP_BEFORE]->pathways.at[before],
                      *b = &d->diff->contents[SGP_AFTER]->pathways.at[after];
    if (!(a->sexes & b->sexes) || a->ages.from >= b->ages.below || b->ages.from >= a->ages.below)
        return true;
    if (!sgp_pair_walk(&d->duet, before, after))
        return false;
    if (d->duet.too_large)
        return add_plain_row(d, SIGNPOST_DIFF_NOT_COMPARED, before, after);
    d->leaves.count = 0;
    d->diff->summary.regions += d->duet.nodes.count;
    return count_ways(d) && gather_ends(d) && gather_lone(d) && keep_rows(d);
}

static const sgp_complaint *find_complaint(const signpost_algorithms *content, const char *name)
{
    for (int32_t i = 0; i < content->complaints.count; i++)
        if (strcmp(content->complaints.at[i].name, name) == 0)
            return &content->complaints.at[i];
    return NULL;
}

static bool compare_complaint(diffing *d, const sgp_complaint *before)
{
    const signpost_algorithms *const *contents = (const signpost_algorithms *const *)d->diff->contents;
    const sgp_complaint *after = find_complaint(contents[SGP_AFTER], before->name);
    uint64_t ways = d->diff->summary.ways;
    size_t first = d->diff->rows.count;
    bool good = true;
    d->complaint = before->name;
    if (!after)
        return add_plain_row(d, SIGNPOST_DIFF_COMPLAINT_REMOVED, SGP_NOTHING, SGP_NOTHING);
    for (int32_t i = 0; i < before->pathways.count; i++)
        for (int32_t j = 0; j < after->pathways.count && good; j++)
            good = compare_pathways(d, contents[SGP_BEFORE]->numbers.at[before->pathways.first + i],
                                    contents[SGP_AFTER]->numbers.at[after->pathways.first + j]);
    for (size_t i = first; i < d->diff->rows.count; i++)
        SGP_AT(&d->diff->rows, sgp_diff_row, i)->of_ways = d->diff->summary.ways - ways;
    return good;
}

static signpost_status compare_all(diffing *d, const signpost_diff_options *options)
{
    const signpost_algorithms *before = d->diff->contents[SGP_BEFORE], *after = d->diff->contents[SGP_AFTER];
    size_t total = (size_t)before->complaints.count;
    for (int32_t i = 0; i < before->complaints.count; i++) {
        if (!compare_complaint(d, &before->complaints.at[i]))
            return SIGNPOST_NO_MEMORY;
        if (options->progress && !options->progress(options->context, (size_t)i + 1, total))
            return SIGNPOST_CANCELLED;
    }
    for (int32_t i = 0; i < after->complaints.count; i++) {
        d->complaint = after->complaints.at[i].name;
        if (!find_complaint(before, d->complaint) &&
            !add_plain_row(d, SIGNPOST_DIFF_COMPLAINT_ADDED, SGP_NOTHING, SGP_NOTHING))
            return SIGNPOST_NO_MEMORY;
    }
    return SIGNPOST_OK;
}

typedef struct ranked {
    sgp_diff_row one;
    bool less_urgent;
} ranked;

static int by_concern(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    int order = strcmp(x->one.complaint, y->one.complaint);
    order = order ? order : compare_index(x->one.kind, y->one.kind);
    order = order ? order : compare_index(y->less_urgent, x->less_urgent);
    order = order ? order : (x->one.ways < y->one.ways) - (x->one.ways > y->one.ways);
    return order ? order : compare_index(x->one.given.first, y->one.given.first);
}

static bool rank_rows(signpost_diff *diff)
{
    size_t count = diff->rows.count;
    ranked *all = sgp_allocate_zeroed(count, sizeof *all);
    if (!all)
        return false;
    for (size_t i = 0; i < count; i++) {
        all[i].one = *SGP_AT(&diff->rows, sgp_diff_row, i);
        all[i].less_urgent = all[i].one.kind == SIGNPOST_DIFF_OUTCOME &&
                             sgp_diff_is_less_urgent(diff, SGP_AT(&diff->rows, sgp_diff_row, i));
    }
    if (count)
        qsort(all, count, sizeof *all, by_concern);
    for (size_t i = 0; i < count; i++)
        *SGP_AT(&diff->rows, sgp_diff_row, i) = all[i].one;
    sgp_release(all);
    return true;
}

signpost_status signpost_diff_make(signpost_algorithms *before, signpost_algorithms *after,
                                   const signpost_diff_options *options, signpost_diff **diff, signpost_error *error)
{
    static const signpost_diff_options defaults = SIGNPOST_DIFF_OPTIONS_INIT;
    options = options ? options : &defaults;
    *diff = NULL;
    signpost_diff *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->contents[SGP_BEFORE] = signpost_algorithms_ref(before);
    made->contents[SGP_AFTER] = signpost_algorithms_ref(after);
    made->summary.is_whole = true;
    made->rows = (sgp_array)SGP_ARRAY_OF(sgp_diff_row);
    made->given = (sgp_array)SGP_ARRAY_OF(sgp_diff_given);
    diffing d = {.diff = made,
                 .leaves = SGP_ARRAY_OF(sgp_diff_row),
                 .ways = SGP_ARRAY_OF(uint64_t),
                 .order = SGP_ARRAY_OF(int32_t)};
    signpost_status status =
        sgp_duet_init(&d.duet, before, after, options->most_regions) ? compare_all(&d, options) : SIGNPOST_NO_MEMORY;
    if (status == SIGNPOST_OK && !rank_rows(made))
        status = SIGNPOST_NO_MEMORY;
    sgp_duet_release(&d.duet);
    sgp_array_release(&d.leaves);
    sgp_array_release(&d.ways);
    sgp_array_release(&d.order);
    if (status == SIGNPOST_OK) {
        *diff = made;
        return status;
    }
    signpost_diff_free(made);
    return status == SIGNPOST_NO_MEMORY
               ? sgp_fail_memory(error)
               : sgp_fail(error, status, SGP_CANCELLED, "the host asked to stop before everything was compared");
}
