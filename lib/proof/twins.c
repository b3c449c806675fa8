/* The same questions of two contents, and the same answers to them. */
#include "proof/pair.h"

#include <stdlib.h>
#include <string.h>

static const sgp_step *step_at(const sgp_duet *p, int side, sgp_index step)
{
    return &p->contents[side]->steps.at[step];
}

static const char *label_at(const sgp_duet *p, int side, const sgp_step *step, int32_t answer)
{
    return p->contents[side]->answers.at[step->answers.first + answer].label;
}

/* ---- questions ---- */

typedef struct named {
    const char *name;
    sgp_index step;
} named;

static int by_name(const void *a, const void *b)
{
    return strcmp(((const named *)a)->name, ((const named *)b)->name);
}

/* Parts must be the same ones, in the same order, and numbers as fine as each other: else it is another question. */
static bool can_be_twins(const sgp_duet *p, sgp_index before, sgp_index after)
{
    const sgp_step *a = step_at(p, SGP_BEFORE, before), *b = step_at(p, SGP_AFTER, after);
    if (a->kind != b->kind || a->kind > SGP_STEP_TOGETHER || a->parts.count != b->parts.count)
        return false;
    for (int32_t i = 0; i < a->parts.count; i++)
        if (strcmp(step_at(p, SGP_BEFORE, a->parts.first + i)->name, step_at(p, SGP_AFTER, b->parts.first + i)->name) !=
            0)
            return false;
    return a->kind != SGP_STEP_MEASURE ||
           p->contents[SGP_BEFORE]->facts.at[a->fact].decimals == p->contents[SGP_AFTER]->facts.at[b->fact].decimals;
}

bool sgp_twins_find(sgp_duet *p)
{
    size_t count = (size_t)p->contents[SGP_AFTER]->steps.count;
    named *all = sgp_allocate_zeroed(count, sizeof *all);
    if (!all)
        return false;
    for (size_t i = 0; i < count; i++) {
        all[i] = (named){step_at(p, SGP_AFTER, (sgp_index)i)->name, (sgp_index)i};
        p->twins[SGP_AFTER][i] = SGP_NOTHING;
    }
    if (count)
        qsort(all, count, sizeof *all, by_name);
    for (sgp_index i = 0; i < p->contents[SGP_BEFORE]->steps.count; i++) {
        const named wanted = {step_at(p, SGP_BEFORE, i)->name, i};
        const named *found = count ? bsearch(&wanted, all, count, sizeof *all, by_name) : NULL;
        bool is_twin = found && can_be_twins(p, i, found->step);
        p->twins[SGP_BEFORE][i] = is_twin ? found->step : SGP_NOTHING;
        if (is_twin)
            p->twins[SGP_AFTER][found->step] = i;
    }
    sgp_release(all);
    return true;
}

/* ---- answers ---- */

/* The answer of a label on the other side; SGP_NOTHING when it has none. */
static sgp_index twin_answer(const sgp_duet *p, int side, const sgp_step *step, int32_t answer)
{
    const sgp_step *twin = step_at(p, !side, p->twins[side][step - p->contents[side]->steps.at]);
    for (int32_t i = 0; i < twin->answers.count; i++)
        if (strcmp(label_at(p, side, step, answer), label_at(p, !side, twin, i)) == 0)
            return twin->answers.first + i;
    return SGP_NOTHING;
}

static bool twin_set(const sgp_duet *p, int side, const sgp_step *step, int64_t set, int64_t *other)
{
    *other = 0;
    for (int32_t i = 0; i < step->answers.count; i++) {
        if (!((uint64_t)set >> p->contents[side]->answers.at[step->answers.first + i].value & 1))
            continue;
        sgp_index answer = twin_answer(p, side, step, i);
        if (answer == SGP_NOTHING)
            return false;
        *other |= (int64_t)((uint64_t)1 << p->contents[!side]->answers.at[answer].value);
    }
    return true;
}

bool sgp_twin_reply(const sgp_duet *p, int side, sgp_index index, const sgp_reply *reply, sgp_reply *other)
{
    const sgp_step *step = step_at(p, side, index), *twin = step_at(p, !side, p->twins[side][index]);
    *other = *reply;
    if (step->kind == SGP_STEP_QUESTION) {
        other->answer = twin_answer(p, side, step, reply->answer - step->answers.first);
        if (other->answer != SGP_NOTHING)
            other->value = p->contents[!side]->answers.at[other->answer].value;
        return other->answer != SGP_NOTHING;
    }
    if (step->kind == SGP_STEP_TOGETHER)
        return true;
    if (reply->value == SGP_UNKNOWN)
        return twin->otherwise != SGP_NOTHING;
    if (step->kind == SGP_STEP_MANY)
        return twin_set(p, side, step, reply->value, &other->value);
    const sgp_fact *fact = &p->contents[!side]->facts.at[twin->fact];
    return fact->from <= reply->value && reply->value <= fact->to;
}

/* ---- replies that tell either side something ---- */

typedef struct twinning {
    sgp_duet *p;
    int side;
    const sgp_pair_standing *pair;
    sgp_index index;
    const sgp_step *step, *twin;
    sgp_twin_taker take;
    void *context;
    bool met[SGP_MOST_CLASSES + 2][SGP_MOST_CLASSES + 2]; /* pairs of classes that were said */
} twinning;

static bool say(twinning *t, const sgp_reply *reply)
{
    sgp_reply other;
    return !sgp_twin_reply(t->p, t->side, t->index, reply, &other) || t->take(t->context, reply, &other);
}

/* How one side sees a value of its question: the class, or, where nothing reads it, whether it is 0. */
static size_t seen_as(const twinning *t, int side, const sgp_step *step, int64_t value)
{
    const sgp_scope *scope = &t->p->scopes[side];
    int variable = scope->variable_of[step->fact];
    if (variable < 0)
        return step->kind == SGP_STEP_MANY && value != 0;
    return sgp_class_of(scope, (size_t)variable, value);
}

/* Whether a value tells either side something new; then it is noted. */
static bool is_new(twinning *t, int64_t value)
{
    sgp_reply other;
    if (!sgp_twin_reply(t->p, t->side, t->index, &(sgp_reply){value, SGP_NOTHING}, &other))
        return false;
    bool *met = &t->met[seen_as(t, t->side, t->step, value)][seen_as(t, !t->side, t->twin, other.value)];
    bool was_met = *met;
    *met = true;
    return !was_met;
}

/* The least value of each class of a side: one of them lies in whatever both sides' classes have in common. */
static bool say_numbers_of(twinning *t, int side, const sgp_step *step)
{
    const sgp_scope *scope = &t->p->scopes[side];
    int variable = scope->variable_of[step->fact];
    int64_t lowest = scope->algorithms->facts.at[step->fact].from;
    bool good = !is_new(t, lowest) || say(t, &(sgp_reply){lowest, SGP_NOTHING});
    for (int32_t i = 1; variable >= 0 && good && i < sgp_variable_at(scope, (size_t)variable)->classes.count; i++) {
        int64_t value = sgp_class_at(scope, (size_t)variable, (size_t)i)->from;
        good = !is_new(t, value) || say(t, &(sgp_reply){value, SGP_NOTHING});
    }
    return good;
}

/* Sets, grown value by value from what stands for those before: a set that looks like one that is there, to both sides,
 * grows to what looks alike. */
static bool say_sets(twinning *t)
{
    enum { MOST_SETS = 4096 };
    int64_t *sets = sgp_allocate(MOST_SETS * sizeof *sets);
    size_t count = 0;
    bool good = sets != NULL;
    if (good && is_new(t, 0))
        sets[count++] = 0;
    for (size_t i = 0; i < count && good; i++) {
        good = say(t, &(sgp_reply){sets[i], SGP_NOTHING});
        for (int32_t j = 0; j < t->step->answers.count && good; j++) {
            const sgp_answer *answer = &t->p->contents[t->side]->answers.at[t->step->answers.first + j];
            int64_t set = sets[i] | (int64_t)((uint64_t)1 << answer->value);
            if (!is_new(t, set))
                continue;
            if (count == MOST_SETS)
                t->p->too_large = "a question has too many answers that can be given together";
            else
                sets[count++] = set;
        }
    }
    sgp_release(sets);
    return good;
}

static bool may_be_said(const twinning *t, int32_t part, int answer)
{
    bool stands = false;
    for (int side = 0; side < SGP_SIDES; side++) {
        const sgp_step *step = side == t->side ? t->step : t->twin;
        const sgp_standing *standing = &t->pair->sides[side];
        bool speaks = sgp_part_speaker(&t->p->scopes[side], standing->pathway, step, part) == part;
        stands = stands || (sgp_part_answer(&t->p->scopes[side], step, part, answer) == answer &&
                            (speaks || answer == SGP_PART_NO));
    }
    return stands;
}

static bool say_parts(twinning *t, int64_t before, int32_t part)
{
    bool good = true;
    if (part == t->step->parts.count)
        return say(t, &(sgp_reply){before, SGP_NOTHING});
    for (int answer = 0; answer < SGP_PART_ANSWERS && good; answer++)
        if (may_be_said(t, part, answer))
            good = say_parts(t, before | (int64_t)answer << 2 * part, part + 1);
    return good;
}

static bool say_each(twinning *t)
{
    bool good = true;
    for (int32_t i = 0; i < t->step->answers.count && good; i++) {
        sgp_index answer = t->step->answers.first + i;
        good = say(t, &(sgp_reply){t->p->contents[t->side]->answers.at[answer].value, answer});
    }
    return good;
}

bool sgp_twin_replies(sgp_duet *p, int side, const sgp_pair_standing *pair, sgp_twin_taker take, void *context)
{
    sgp_index index = pair->sides[side].step;
    twinning *t = sgp_allocate_zeroed(1, sizeof *t);
    if (!t)
        return false;
    t->p = p;
    t->side = side;
    t->pair = pair;
    t->index = index;
    t->step = step_at(p, side, index);
    t->twin = step_at(p, !side, p->twins[side][index]);
    t->take = take;
    t->context = context;
    bool good;
    if (t->step->kind == SGP_STEP_QUESTION)
        good = say_each(t);
    else if (t->step->kind == SGP_STEP_TOGETHER)
        good = say_parts(t, 0, 0);
    else if (t->step->kind == SGP_STEP_MANY)
        good = say_sets(t);
    else
        good = say_numbers_of(t, side, t->step) && say_numbers_of(t, !side, t->twin);
    if (good && t->step->kind != SGP_STEP_QUESTION && t->step->otherwise != SGP_NOTHING &&
        t->step->kind != SGP_STEP_TOGETHER)
        good = say(t, &(sgp_reply){SGP_UNKNOWN, SGP_NOTHING});
    sgp_release(t);
    return good;
}
