/* Exploring a scope: breadth first by questions, so that the first way found to a place is a shortest one. */
#include "proof/explore.h"

#include <string.h>

/* A module to return to, over those that were opened before it. */
typedef struct stack {
    sgp_index below; /* -1 for none */
    sgp_index step;
    sgp_live live; /* of all steps that will be returned to */
} stack;

enum { HEAD_WORDS = 3 }; /* of a place, before its classes */

bool sgp_exploration_init(sgp_exploration *e, const sgp_scope *scope, size_t most_nodes)
{
    *e = (sgp_exploration){
        .scope = scope,
        .most_nodes = most_nodes,
        .nodes = SGP_ARRAY_OF(sgp_node),
        .edges = SGP_ARRAY_OF(sgp_edge),
        .stacks = SGP_ARRAY_OF(stack),
        .now = SGP_ARRAY_OF(int32_t),
        .later = SGP_ARRAY_OF(int32_t),
        .facts = sgp_allocate_zeroed((size_t)scope->algorithms->facts.count, sizeof *e->facts),
        .patient = SIGNPOST_PATIENT_INIT,
    };
    for (int32_t i = 0; i < scope->algorithms->facts.count && e->facts; i++)
        e->facts[i] = SGP_UNKNOWN;
    return e->facts != NULL;
}

void sgp_exploration_release(sgp_exploration *e)
{
    sgp_sets_release(&e->places);
    sgp_array_release(&e->nodes);
    sgp_array_release(&e->edges);
    sgp_array_release(&e->stacks);
    sgp_array_release(&e->now);
    sgp_array_release(&e->later);
    sgp_release(e->facts);
}

/* ---- places ---- */

/* The stack with a step on top; -1 when memory ran out. */
static sgp_index push(sgp_exploration *e, sgp_index below, sgp_index step)
{
    for (size_t i = 0; i < e->stacks.count; i++) {
        const stack *there = SGP_AT(&e->stacks, stack, i);
        if (there->below == below && there->step == step)
            return (sgp_index)i;
    }
    stack added = {below, step, e->scope->live[step]};
    if (below >= 0)
        sgp_bits_or(added.live.at, SGP_AT(&e->stacks, stack, (size_t)below)->live.at, SGP_VARIABLE_WORDS);
    return sgp_array_append(&e->stacks, &added, 1) ? (sgp_index)e->stacks.count - 1 : -1;
}

static bool matters(const sgp_exploration *e, const sgp_standing *standing, size_t variable)
{
    return sgp_bit_get(e->always.at, variable) || sgp_bit_get(e->scope->live[standing->step].at, variable) ||
           (standing->stack >= 0 && sgp_bit_get(SGP_AT(&e->stacks, stack, (size_t)standing->stack)->live.at, variable));
}

static void pack(const sgp_exploration *e, const sgp_standing *standing, sgp_word *place)
{
    memset(place, 0, e->places.words * sizeof *place);
    place[0] = (uint64_t)(uint32_t)standing->step << 32 | (uint32_t)standing->stack;
    place[1] = (uint64_t)(uint32_t)standing->pathway << 32 | (uint64_t)(uint16_t)(standing->discriminator + 1) << 16 |
               (uint64_t)(uint16_t)(standing->interim << 2) | (uint64_t)standing->is_red_flag << 1 |
               (uint64_t)standing->is_judged;
    place[2] = standing->asked;
    for (size_t i = 0; i < e->scope->variables.count; i++)
        if (matters(e, standing, i))
            place[HEAD_WORDS + i / 8] |= (uint64_t)standing->classes[i] << i % 8 * 8;
}

void sgp_exploration_standing(const sgp_exploration *e, size_t node, sgp_standing *standing)
{
    const sgp_word *place = sgp_sets_at(&e->places, node);
    *standing = (sgp_standing){
        .step = (sgp_index)(uint32_t)(place[0] >> 32),
        .stack = (sgp_index)(uint32_t)place[0],
        .pathway = (sgp_index)(uint32_t)(place[1] >> 32),
        .discriminator = (sgp_index)(uint16_t)(place[1] >> 16) - 1,
        .interim = (sgp_index)(uint16_t)place[1] >> 2,
        .is_red_flag = place[1] >> 1 & 1,
        .is_judged = place[1] & 1,
        .asked = place[2],
    };
    for (size_t i = 0; i < e->scope->variables.count; i++)
        standing->classes[i] = (uint8_t)(place[HEAD_WORDS + i / 8] >> i % 8 * 8);
}

signpost_patient sgp_exploration_patient(const sgp_exploration *e, size_t node)
{
    const uint8_t *classes = sgp_node_at(e, node)->patient;
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = sgp_class_at(e->scope, 0, classes[0])->aged;
    patient.sex = (signpost_sex)sgp_class_at(e->scope, 1, classes[1])->value;
    patient.party = (signpost_party)sgp_class_at(e->scope, 2, classes[2])->value;
    patient.earlier_contacts = (int)sgp_class_at(e->scope, 3, classes[3])->value - 1;
    return patient;
}

sgp_known sgp_exploration_know(sgp_exploration *e, const sgp_standing *standing)
{
    const sgp_scope *scope = e->scope;
    for (size_t i = SGP_PATIENT_VARIABLES; i < scope->variables.count; i++)
        e->facts[sgp_variable_at(scope, i)->fact] = sgp_class_at(scope, i, standing->classes[i])->value;
    e->patient.age = sgp_class_at(scope, 0, standing->classes[0])->aged;
    e->patient.sex = (signpost_sex)sgp_class_at(scope, 1, standing->classes[1])->value;
    e->patient.party = (signpost_party)sgp_class_at(scope, 2, standing->classes[2])->value;
    e->patient.earlier_contacts = (int)sgp_class_at(scope, 3, standing->classes[3])->value - 1;
    return (sgp_known){e->facts, &e->patient};
}

/* ---- going on ---- */

/* One arrival: from where, by what reply, after how many questions. */
typedef struct arrival {
    int32_t parent;
    sgp_reply reply;
    int32_t questions;
    const uint8_t *patient;
} arrival;

/* The node of a standing, made when it is new; nearer ways replace longer ones while it is not done. -1 when memory ran
 * out. */
static int32_t arrive(sgp_exploration *e, const sgp_standing *standing, const arrival *how, bool is_later)
{
    sgp_word place[HEAD_WORDS + SGP_MOST_VARIABLES / 8];
    pack(e, standing, place);
    int32_t index = sgp_sets_add(&e->places, place);
    if (index < 0)
        return -1;
    bool is_new = (size_t)index == e->nodes.count;
    sgp_node *node = is_new ? sgp_array_add(&e->nodes) : SGP_AT(&e->nodes, sgp_node, (size_t)index);
    if (!node)
        return -1;
    if (!is_new && (node->is_done || node->questions <= how->questions))
        return index;
    node->parent = how->parent;
    node->reply = how->reply;
    node->questions = how->questions;
    memcpy(node->patient, how->patient, sizeof node->patient);
    return sgp_array_append(is_later ? &e->later : &e->now, &index, 1) ? index : -1;
}

static void set_interim(sgp_standing *standing, sgp_index disposition)
{
    if (disposition != SGP_NOTHING)
        standing->interim = disposition;
}

/* A safety rule of one file is about the walks through it. */
static void enter(const sgp_exploration *e, sgp_standing *standing, sgp_index pathway)
{
    standing->is_judged = standing->is_judged ||
                          (e->watched != SGP_NOTHING && e->scope->algorithms->safety.at[e->watched].pathway == pathway);
}

static void enter_pathway(const sgp_exploration *e, sgp_standing *standing, sgp_index pathway)
{
    const signpost_algorithms *algorithms = e->scope->algorithms;
    standing->pathway = pathway;
    standing->step = algorithms->pathways.at[pathway].start;
    standing->stack = -1;
    set_interim(standing, algorithms->default_interim);
    set_interim(standing, algorithms->pathways.at[pathway].interim);
    enter(e, standing, pathway);
}

/* A node while its edges are found. */
typedef struct expanding {
    sgp_exploration *e;
    int32_t node;
    int32_t questions; /* after a reply */
    bool is_later;     /* the reply answers a question */
} expanding;

static bool go_to(void *context, const sgp_standing *after, sgp_index go, const sgp_reply *reply)
{
    const expanding *x = context;
    sgp_exploration *e = x->e;
    sgp_standing next = *after;
    uint8_t patient[SGP_PATIENT_VARIABLES]; /* the nodes may move */
    next.step = go;
    if (go == SGP_RETURN) {
        const stack *top = SGP_AT(&e->stacks, stack, (size_t)after->stack);
        next.step = top->step;
        next.stack = top->below;
    }
    set_interim(&next, e->scope->algorithms->steps.at[next.step].interim);
    memcpy(patient, sgp_node_at(e, (size_t)x->node)->patient, sizeof patient);
    const arrival how = {x->node, *reply, x->questions, patient};
    const sgp_edge edge = {arrive(e, &next, &how, x->is_later), *reply};
    return edge.to >= 0 && sgp_array_append(&e->edges, &edge, 1);
}

/* The rule of a decision that a walk takes; SGP_NOTHING when none fits. */
static sgp_index rule_taken(sgp_exploration *e, const sgp_step *step, const sgp_standing *standing)
{
    const sgp_known known = sgp_exploration_know(e, standing);
    for (int32_t i = 0; i < step->rules.count; i++) {
        const sgp_rule *rule = &e->scope->algorithms->rules.at[step->rules.first + i];
        if (rule->condition == SGP_NOTHING ||
            sgp_judge(e->scope->algorithms, rule->condition, &known, NULL) == SGP_TRUE)
            return step->rules.first + i;
    }
    return SGP_NOTHING;
}

static bool jump(expanding *x, const sgp_standing *standing, const sgp_step *step, const sgp_reply *none)
{
    sgp_standing inside = *standing;
    const sgp_pathway *target = &x->e->scope->algorithms->pathways.at[step->target];
    if (!target->is_module) {
        enter_pathway(x->e, &inside, step->target);
        return go_to(x, &inside, inside.step, none);
    }
    enter(x->e, &inside, step->target);
    /* As in a walk: where a module ends with another one, the other returns for both. */
    if (step->next != SGP_RETURN && (inside.stack = push(x->e, standing->stack, step->next)) < 0)
        return false;
    return go_to(x, &inside, target->start, none);
}

static bool expand(sgp_exploration *e, int32_t index)
{
    static const sgp_reply none = {0, SGP_NOTHING};
    sgp_standing standing;
    sgp_exploration_standing(e, (size_t)index, &standing);
    const sgp_step *step = &e->scope->algorithms->steps.at[standing.step];
    bool asks = step->kind <= SGP_STEP_TOGETHER, good = true;
    expanding x = {e, index, sgp_node_at(e, (size_t)index)->questions + asks, asks};
    int32_t first = (int32_t)e->edges.count;
    if (step->kind == SGP_STEP_DECISION) {
        sgp_index rule = rule_taken(e, step, &standing);
        good = rule == SGP_NOTHING || go_to(&x, &standing, e->scope->algorithms->rules.at[rule].go, &none);
    } else if (step->kind == SGP_STEP_JUMP) {
        good = jump(&x, &standing, step, &none);
    } else if (step->kind != SGP_STEP_OUTCOME) {
        good = sgp_moves(e, &standing, go_to, &x);
    }
    sgp_node *node = SGP_AT(&e->nodes, sgp_node, (size_t)index);
    node->is_done = true;
    node->first_edge = first;
    node->edge_count = (int32_t)e->edges.count - first;
    return good;
}

/* ---- the whole ---- */

/* A root for every class of patients that matters. */
static bool plant(sgp_exploration *e)
{
    const sgp_scope *scope = e->scope;
    sgp_standing standing = {.stack = -1, .discriminator = SGP_NOTHING};
    if (e->watched != SGP_NOTHING)
        standing.is_judged = scope->algorithms->safety.at[e->watched].pathway == SGP_NOTHING;
    enter_pathway(e, &standing, scope->start);
    set_interim(&standing, scope->algorithms->steps.at[standing.step].interim);
    for (;;) {
        const arrival how = {-1, {0, SGP_NOTHING}, 0, standing.classes};
        if (arrive(e, &standing, &how, false) < 0)
            return false;
        size_t i = 0;
        while (i < SGP_PATIENT_VARIABLES && ++standing.classes[i] == sgp_variable_at(scope, i)->classes.count)
            standing.classes[i++] = 0;
        if (i == SGP_PATIENT_VARIABLES)
            return true;
    }
}

static void begin(sgp_exploration *e, sgp_index watched)
{
    sgp_sets_release(&e->places);
    e->places = (sgp_sets){.words = HEAD_WORDS + (e->scope->variables.count + 7) / 8};
    e->nodes.count = e->edges.count = e->stacks.count = e->now.count = e->later.count = 0;
    e->watched = watched;
    e->is_too_large = false;
    e->always = (sgp_live){{0}};
    for (size_t i = 0; i < SGP_PATIENT_VARIABLES && watched == SGP_NOTHING; i++)
        sgp_bit_set(e->always.at, i);
    if (watched != SGP_NOTHING)
        sgp_scope_reads(e->scope, e->scope->algorithms->safety.at[watched].condition, &e->always);
}

bool sgp_explore(sgp_exploration *e, sgp_index watched)
{
    begin(e, watched);
    if (!plant(e))
        return false;
    for (int32_t questions = 0; e->now.count; questions++) {
        while (e->now.count) {
            int32_t index = *SGP_AT(&e->now, int32_t, --e->now.count);
            const sgp_node *node = sgp_node_at(e, (size_t)index);
            if (node->is_done || node->questions != questions)
                continue;
            if (!expand(e, index))
                return false;
            if (e->nodes.count > e->most_nodes || e->edges.count > 16 * e->most_nodes) {
                e->is_too_large = true;
                return true;
            }
        }
        sgp_array swapped = e->now;
        e->now = e->later;
        e->later = swapped;
    }
    return true;
}
