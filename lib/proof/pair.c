/* Walking two contents side by side. */
#include "proof/pair.h"

#include <stdlib.h>
#include <string.h>

bool sgp_duet_init(sgp_duet *p, const signpost_algorithms *before, const signpost_algorithms *after, size_t most_nodes)
{
    *p = (sgp_duet){
        .contents = {before, after},
        .patients = SGP_ARRAY_OF(sgp_pair_patient),
        .nodes = SGP_ARRAY_OF(sgp_pair_node),
        .edges = SGP_ARRAY_OF(int32_t),
        .lone = SGP_ARRAY_OF(sgp_lone_answer),
        .now = SGP_ARRAY_OF(int32_t),
        .later = SGP_ARRAY_OF(int32_t),
        .most_nodes = most_nodes,
    };
    bool good = true;
    for (int side = 0; side < SGP_SIDES; side++) {
        size_t steps = (size_t)p->contents[side]->steps.count;
        bool has_scope = sgp_scope_init(&p->scopes[side], p->contents[side]);
        bool has_stander = sgp_stander_init(&p->standers[side], &p->scopes[side]);
        p->twins[side] = sgp_allocate_zeroed(steps, sizeof *p->twins[side]);
        p->places[side] = sgp_allocate_zeroed(steps, sizeof *p->places[side]);
        p->reach[side] = (sgp_array)SGP_ARRAY_OF(sgp_word);
        good = good && has_scope && has_stander && p->twins[side] && p->places[side];
    }
    return good && sgp_twins_find(p);
}

void sgp_duet_release(sgp_duet *p)
{
    for (int side = 0; side < SGP_SIDES; side++) {
        sgp_scope_release(&p->scopes[side]);
        sgp_stander_release(&p->standers[side]);
        sgp_release(p->twins[side]);
        sgp_release(p->places[side]);
        sgp_array_release(&p->reach[side]);
    }
    sgp_sets_release(&p->keys);
    sgp_array_release(&p->patients);
    sgp_array_release(&p->nodes);
    sgp_array_release(&p->edges);
    sgp_array_release(&p->lone);
    sgp_array_release(&p->now);
    sgp_array_release(&p->later);
}

static const sgp_step *step_of(const sgp_duet *p, const sgp_pair_standing *pair, int side)
{
    return &p->contents[side]->steps.at[pair->sides[side].step];
}

static bool asks(const sgp_duet *p, const sgp_pair_standing *pair, int side)
{
    return step_of(p, pair, side)->kind <= SGP_STEP_TOGETHER;
}

/* ---- what can still be met ---- */

static size_t row_words(const sgp_duet *p, int side)
{
    return sgp_words_for(p->scopes[side].order.count);
}

static sgp_word *row_at(const sgp_duet *p, int side, sgp_index step)
{
    return SGP_AT(&p->reach[side], sgp_word, (size_t)p->places[side][step] * row_words(p, side));
}

/* In the scope's order all that may follow a step stands before it. */
static bool find_reach(sgp_duet *p, int side)
{
    const sgp_scope *scope = &p->scopes[side];
    size_t words = row_words(p, side), all = words * scope->order.count;
    if (!sgp_array_reserve(&p->reach[side], all))
        return false;
    p->reach[side].count = all;
    memset(p->reach[side].items, 0, all * sizeof(sgp_word));
    for (size_t i = 0; i < scope->order.count; i++) {
        sgp_index index = *SGP_AT(&scope->order, sgp_index, i), next;
        p->places[side][index] = (sgp_index)i;
        sgp_bit_set(row_at(p, side, index), i);
        for (int32_t edge = 0;
             (next = sgp_step_edge(scope->algorithms, &scope->algorithms->steps.at[index], edge)) != SGP_NOTHING;
             edge++)
            if (next >= 0)
                sgp_bits_or(row_at(p, side, index), row_at(p, side, next), words);
    }
    return true;
}

/* Whether a side, from where it stands, can still come to one of its steps. */
static bool may_meet(const sgp_duet *p, const sgp_pair_standing *pair, int side, sgp_index step)
{
    const sgp_standing *standing = &pair->sides[side];
    if (step == SGP_NOTHING || !p->scopes[side].seen[step])
        return false;
    size_t place = (size_t)p->places[side][step];
    bool may = sgp_bit_get(row_at(p, side, standing->step), place);
    for (sgp_index stack = standing->stack, below; stack >= 0 && !may; stack = below)
        may = sgp_bit_get(row_at(p, side, sgp_stack_top(&p->standers[side], stack, &below)), place);
    return may;
}

/* ---- keys ---- */

static void pack(const sgp_duet *p, const sgp_pair_standing *pair, sgp_word *key)
{
    size_t first = sgp_place_words(&p->standers[SGP_BEFORE]);
    sgp_word *rest = key + first + sgp_place_words(&p->standers[SGP_AFTER]);
    sgp_standing sides[SGP_SIDES] = {pair->sides[SGP_BEFORE], pair->sides[SGP_AFTER]};
    for (int side = 0; side < SGP_SIDES; side++) {
        sides[side].asked = (sgp_flags){{0}}; /* it makes no difference here */
        sgp_stand_pack(&p->standers[side], &sides[side], side == SGP_BEFORE ? key : key + first);
    }
    memset(rest, 0, 2 * SGP_MOST_PENDING * sizeof *rest);
    for (int i = 0; i < pair->pending_count; i++) {
        rest[2 * i] = (uint64_t)(uint32_t)(pair->pending[i].reply.answer + 1) << 32 |
                      (uint64_t)(uint32_t)(pair->pending[i].step + 1) << 1 | (uint64_t)pair->pending[i].side;
        rest[2 * i + 1] = (uint64_t)pair->pending[i].reply.value;
    }
}

void sgp_pair_unpack(const sgp_duet *p, size_t node, sgp_pair_standing *pair)
{
    const sgp_word *key = sgp_sets_at(&p->keys, node);
    size_t first = sgp_place_words(&p->standers[SGP_BEFORE]);
    const sgp_word *rest = key + first + sgp_place_words(&p->standers[SGP_AFTER]);
    sgp_stand_unpack(&p->standers[SGP_BEFORE], key, &pair->sides[SGP_BEFORE]);
    sgp_stand_unpack(&p->standers[SGP_AFTER], key + first, &pair->sides[SGP_AFTER]);
    pair->pending_count = 0;
    while (pair->pending_count < SGP_MOST_PENDING && rest[2 * pair->pending_count]) {
        const sgp_word *at = rest + 2 * pair->pending_count;
        pair->pending[pair->pending_count++] = (sgp_pending){(int)(at[0] & 1),
                                                             (sgp_index)(at[0] >> 1 & 0x7FFFFFFF) - 1,
                                                             {(int64_t)at[1], (sgp_index)(uint32_t)(at[0] >> 32) - 1}};
    }
}

/* ---- what one side was told and the other may ask ---- */

static void forget(sgp_pair_standing *pair, int index)
{
    memmove(&pair->pending[index], &pair->pending[index + 1],
            (size_t)(--pair->pending_count - index) * sizeof *pair->pending);
}

static int pending_of(const sgp_pair_standing *pair, int side)
{
    for (int i = 0; i < pair->pending_count; i++)
        if (pair->pending[i].side == side && pair->pending[i].step == pair->sides[side].step)
            return i;
    return -1;
}

static void remember(sgp_duet *p, sgp_pair_standing *pair, int side, sgp_index step, const sgp_reply *reply)
{
    if (pair->pending_count < SGP_MOST_PENDING)
        pair->pending[pair->pending_count++] = (sgp_pending){side, step, *reply};
    else
        p->too_large = "questions stand in too different an order";
}

/* Lets both sides go on to where something is asked that the other has not answered yet. False when memory ran out. */
static bool settle(sgp_duet *p, sgp_pair_standing *pair)
{
    for (int side = 0; side < SGP_SIDES; side++)
        for (;;) {
            signpost_status status = SIGNPOST_OK;
            while (!asks(p, pair, side) && status == SIGNPOST_OK)
                status = sgp_stand_on(&p->standers[side], &pair->sides[side]);
            if (status == SIGNPOST_NO_MEMORY)
                return false;
            int pending = status == SIGNPOST_OK ? pending_of(pair, side) : -1;
            if (pending < 0)
                break;
            const sgp_reply reply = pair->pending[pending].reply;
            forget(pair, pending);
            sgp_stand_reply(&p->standers[side], &pair->sides[side], &reply);
        }
    for (int i = pair->pending_count - 1; i >= 0; i--)
        if (!may_meet(p, pair, pair->pending[i].side, pair->pending[i].step))
            forget(pair, i);
    return true;
}

/* ---- nodes ---- */

static int32_t arrive(sgp_duet *p, sgp_pair_standing *pair, const sgp_pair_node *how)
{
    sgp_word key[2 * SGP_MOST_PLACE + 2 * SGP_MOST_PENDING];
    if (!settle(p, pair))
        return -1;
    pack(p, pair, key);
    int32_t index = sgp_sets_add(&p->keys, key);
    if (index < 0)
        return -1;
    bool is_new = (size_t)index == p->nodes.count;
    if (is_new && !sgp_array_append(&p->nodes, how, 1))
        return -1;
    return !is_new || sgp_array_append(how->parent < 0 ? &p->now : &p->later, &index, 1) ? index : -1;
}

typedef struct expanding {
    sgp_duet *p;
    const sgp_pair_standing *pair;
    int side;     /* that replies first */
    bool both;    /* the other one stands at the same question */
    bool may_ask; /* the other one may ask it later */
    sgp_pair_node how;
} expanding;

static bool add_edge(expanding *x, sgp_pair_standing *next)
{
    int32_t to = arrive(x->p, next, &x->how);
    return to >= 0 && sgp_array_append(&x->p->edges, &to, 1);
}

/* A reply to one side, and, where the other asks or may ask the same, its twin. */
static bool add_twin_reply(void *context, const sgp_reply *reply, const sgp_reply *twin)
{
    expanding *x = context;
    sgp_pair_standing next = *x->pair;
    sgp_index step = next.sides[x->side].step, other = x->p->twins[x->side][step];
    x->how.asked[x->side] = step;
    x->how.replies[x->side] = *reply;
    sgp_stand_reply(&x->p->standers[x->side], &next.sides[x->side], reply);
    if (x->both) {
        x->how.asked[!x->side] = other;
        x->how.replies[!x->side] = *twin;
        sgp_stand_reply(&x->p->standers[!x->side], &next.sides[!x->side], twin);
    } else if (x->may_ask) {
        remember(x->p, &next, !x->side, other, twin);
    }
    return add_edge(x, &next);
}

static bool add_reply(void *context, const sgp_reply *reply)
{
    return add_twin_reply(context, reply, NULL);
}

static bool note_one(expanding *x, int side, const sgp_reply *reply, const char *label, int32_t node)
{
    sgp_reply twin;
    sgp_index index = x->pair->sides[side].step;
    return sgp_twin_reply(x->p, side, index, reply, &twin) ||
           sgp_array_append(&x->p->lone, &(sgp_lone_answer){side, index, label, node}, 1);
}

/* Notes the answers of a question that its twin does not have. */
static bool note_lone(expanding *x, int side, int32_t node)
{
    const sgp_step *step = step_of(x->p, x->pair, side);
    const signpost_algorithms *content = x->p->contents[side];
    bool is_many = step->kind == SGP_STEP_MANY, is_measure = step->kind == SGP_STEP_MEASURE, good = true;
    for (int32_t i = 0; i < step->answers.count && good; i++) {
        const sgp_answer *answer = &content->answers.at[step->answers.first + i];
        const sgp_reply alone = {is_many ? (int64_t)((uint64_t)1 << answer->value) : answer->value,
                                 step->answers.first + i};
        good = note_one(x, side, &alone, answer->label, node);
    }
    if (good && (is_many || is_measure) && step->otherwise != SGP_NOTHING)
        good = note_one(x, side, &(sgp_reply){SGP_UNKNOWN, SGP_NOTHING}, is_many ? "not sure" : "not known", node);
    if (!good || !is_measure)
        return good;
    const sgp_fact *fact = &content->facts.at[step->fact];
    return note_one(x, side, &(sgp_reply){fact->from, SGP_NOTHING}, "a lower number", node) &&
           note_one(x, side, &(sgp_reply){fact->to, SGP_NOTHING}, "a higher number", node);
}

/* Which side goes on; see pair.h. */
static void choose_side(expanding *x)
{
    const sgp_duet *p = x->p;
    bool ask[SGP_SIDES], may[SGP_SIDES]; /* something; what the other side may ask, too */
    for (int side = 0; side < SGP_SIDES; side++) {
        ask[side] = asks(p, x->pair, side);
        may[side] = ask[side] && may_meet(p, x->pair, !side, p->twins[side][x->pair->sides[side].step]);
    }
    x->side = !ask[SGP_BEFORE] || (ask[SGP_AFTER] && may[SGP_BEFORE] && !may[SGP_AFTER]) ? SGP_AFTER : SGP_BEFORE;
    x->may_ask = may[x->side];
    x->both = ask[SGP_BEFORE] && ask[SGP_AFTER] &&
              p->twins[SGP_BEFORE][x->pair->sides[SGP_BEFORE].step] == x->pair->sides[SGP_AFTER].step;
}

static bool expand(sgp_duet *p, int32_t index)
{
    sgp_pair_standing pair;
    sgp_pair_unpack(p, (size_t)index, &pair);
    sgp_pair_node *node = SGP_AT(&p->nodes, sgp_pair_node, (size_t)index);
    node->is_done = true;
    node->first_edge = (int32_t)p->edges.count;
    expanding x = {.p = p, .pair = &pair, .how = *node};
    x.how = (sgp_pair_node){.parent = index,
                            .patient = node->patient,
                            .questions = node->questions + 1,
                            .asked = {SGP_NOTHING, SGP_NOTHING}};
    bool good = true;
    if (asks(p, &pair, SGP_BEFORE) || asks(p, &pair, SGP_AFTER)) {
        choose_side(&x);
        if (x.both || x.may_ask)
            good = sgp_twin_replies(p, x.side, &pair, add_twin_reply, &x) && note_lone(&x, x.side, index) &&
                   (!x.both || note_lone(&x, !x.side, index));
        else
            good = sgp_replies(&p->scopes[x.side], &pair.sides[x.side], add_reply, &x);
    }
    node = SGP_AT(&p->nodes, sgp_pair_node, (size_t)index);
    node->edge_count = (int32_t)p->edges.count - node->first_edge;
    return good;
}

/* ---- patients ---- */

/* Values at which either side's classes of a variable begin: one lies in whatever a class of each has in common. */
static size_t values_of(const sgp_duet *p, size_t variable, int64_t values[2 * SGP_MOST_CLASSES])
{
    size_t count = 0;
    for (int side = 0; side < SGP_SIDES; side++)
        for (int32_t i = 0; i < sgp_variable_at(&p->scopes[side], variable)->classes.count; i++) {
            const sgp_class *one = sgp_class_at(&p->scopes[side], variable, (size_t)i);
            for (int bit = 0; bit < 64 && variable != 0 && variable != 3; bit++)
                if (one->members >> bit & 1)
                    values[count++] = bit;
            if (variable == 0 || variable == 3)
                values[count++] = one->from;
        }
    return count;
}

/* The class of a value on each side; false when a side does not take it. */
static bool classes_of(const sgp_duet *p, size_t variable, int64_t value, sgp_pair_patient *patient)
{
    for (int side = 0; side < SGP_SIDES; side++) {
        uint8_t class = sgp_class_of(&p->scopes[side], variable, value);
        const sgp_class *there = sgp_class_at(&p->scopes[side], variable, class);
        bool is_span = variable == 0 || variable == 3;
        if (is_span ? value < there->from || value > there->to : !(there->members >> value & 1))
            return false;
        patient->classes[side][variable] = class;
    }
    return true;
}

/* What both classes of ages have in common. */
static void set_ages(const sgp_duet *p, sgp_pair_patient *patient)
{
    const sgp_class *before = sgp_class_at(&p->scopes[SGP_BEFORE], 0, patient->classes[SGP_BEFORE][0]),
                    *after = sgp_class_at(&p->scopes[SGP_AFTER], 0, patient->classes[SGP_AFTER][0]);
    patient->from_days = (int32_t)(before->from > after->from ? before->from : after->from);
    patient->to_days = (int32_t)(before->to < after->to ? before->to : after->to);
    patient->patient.age = sgp_age_within(patient->from_days, patient->to_days);
}

static bool add_patient(sgp_duet *p, const sgp_pair_patient *patient)
{
    for (size_t i = 0; i < p->patients.count; i++) {
        sgp_pair_patient *there = SGP_AT(&p->patients, sgp_pair_patient, i);
        if (memcmp(there->classes, patient->classes, sizeof there->classes) == 0) {
            there->sexes |= patient->sexes;
            return true;
        }
    }
    return sgp_array_append(&p->patients, patient, 1);
}

/* Every class of patients whom both pathways take, as far as either tells them apart. */
static bool gather_patients(sgp_duet *p, sgp_pair_patient *patient, size_t variable)
{
    int64_t values[2 * SGP_MOST_CLASSES + 64];
    bool good = true;
    if (variable == SGP_PATIENT_VARIABLES)
        return add_patient(p, patient);
    size_t count = values_of(p, variable, values);
    for (size_t i = 0; i < count && good; i++) {
        if (!classes_of(p, variable, values[i], patient))
            continue;
        if (variable == 0)
            set_ages(p, patient);
        else if (variable == 1)
            patient->sexes = 1u << (patient->patient.sex = (signpost_sex)values[i]);
        else if (variable == 2)
            patient->patient.party = (signpost_party)values[i];
        else
            patient->patient.earlier_contacts = (int)values[i] - 1;
        good = gather_patients(p, patient, variable + 1);
    }
    return good;
}

/* ---- the whole ---- */

static bool plant(sgp_duet *p)
{
    for (size_t i = 0; i < p->patients.count; i++) {
        const sgp_pair_patient *patient = SGP_AT(&p->patients, sgp_pair_patient, i);
        sgp_pair_standing pair = {.pending_count = 0};
        for (int side = 0; side < SGP_SIDES; side++) {
            pair.sides[side] = sgp_stand_first(&p->standers[side]);
            memcpy(pair.sides[side].classes, patient->classes[side], SGP_PATIENT_VARIABLES);
        }
        const sgp_pair_node root = {.parent = -1, .patient = (int32_t)i, .asked = {SGP_NOTHING, SGP_NOTHING}};
        if (arrive(p, &pair, &root) < 0)
            return false;
    }
    return true;
}

static bool begin(sgp_duet *p, sgp_index before, sgp_index after)
{
    const sgp_index starts[SGP_SIDES] = {before, after};
    sgp_sets_release(&p->keys);
    p->keys = (sgp_sets){.words = 2 * SGP_MOST_PENDING};
    p->patients.count = p->nodes.count = p->edges.count = p->lone.count = p->now.count = p->later.count = 0;
    p->too_large = NULL;
    for (int side = 0; side < SGP_SIDES; side++) {
        if (!sgp_scope_set(&p->scopes[side], starts[side]) || !find_reach(p, side))
            return false;
        if (p->scopes[side].too_large)
            p->too_large = p->scopes[side].too_large;
        else
            sgp_stander_reset(&p->standers[side], SGP_NOTHING);
        p->keys.words += sgp_place_words(&p->standers[side]);
    }
    return true;
}

bool sgp_pair_walk(sgp_duet *p, sgp_index before, sgp_index after)
{
    sgp_pair_patient patient = {.patient = SIGNPOST_PATIENT_INIT};
    if (!begin(p, before, after))
        return false;
    if (p->too_large)
        return true;
    if (!gather_patients(p, &patient, 0) || !plant(p))
        return false;
    for (; p->now.count; p->later.count = 0) {
        for (size_t i = 0; i < p->now.count && !p->too_large; i++) {
            if (!expand(p, *SGP_AT(&p->now, int32_t, i)))
                return false;
            if (p->nodes.count > p->most_nodes)
                p->too_large = "there are too many places where both can stand";
        }
        if (p->too_large)
            return true;
        sgp_array swapped = p->now;
        p->now = p->later;
        p->later = swapped;
    }
    return true;
}
