/* Standings: beginning, going on, packing. */
#include "proof/stand.h"

#include <string.h>

/* A module to return to, over those that were opened before it. */
typedef struct stack {
    sgp_index below; /* -1 for none */
    sgp_index step;
    sgp_live live; /* of all steps that will be returned to */
} stack;

bool sgp_stander_init(sgp_stander *stander, const sgp_scope *scope)
{
    size_t facts = (size_t)scope->algorithms->facts.count;
    *stander = (sgp_stander){
        .scope = scope,
        .watched = SGP_NOTHING,
        .stacks = SGP_ARRAY_OF(stack),
        .facts = sgp_allocate_zeroed(facts, sizeof *stander->facts),
    };
    for (size_t i = 0; i < facts && stander->facts; i++)
        stander->facts[i] = SGP_UNKNOWN;
    return stander->facts != NULL;
}

void sgp_stander_release(sgp_stander *stander)
{
    sgp_array_release(&stander->stacks);
    sgp_release(stander->facts);
}

void sgp_stander_reset(sgp_stander *stander, sgp_index watched)
{
    stander->stacks.count = 0;
    stander->watched = watched;
    stander->always = (sgp_live){{0}};
    for (size_t i = 0; i < SGP_PATIENT_VARIABLES && watched == SGP_NOTHING; i++)
        sgp_bit_set(stander->always.at, i);
    if (watched != SGP_NOTHING)
        sgp_scope_reads(stander->scope, stander->scope->algorithms->safety.at[watched].condition, &stander->always);
    if (stander->scope->has_mild_interim)
        sgp_bit_set(stander->always.at, SGP_CONTACTS);
}

/* ---- what is known ---- */

signpost_patient sgp_patient_of(const sgp_scope *scope, const uint8_t *classes)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = sgp_class_at(scope, 0, classes[0])->aged;
    patient.sex = (signpost_sex)sgp_class_at(scope, 1, classes[1])->value;
    patient.party = (signpost_party)sgp_class_at(scope, 2, classes[2])->value;
    patient.earlier_contacts = (int)sgp_class_at(scope, SGP_CONTACTS, classes[SGP_CONTACTS])->value - 1;
    return patient;
}

sgp_known sgp_stand_know(sgp_stander *stander, const sgp_standing *standing)
{
    const sgp_scope *scope = stander->scope;
    for (size_t i = SGP_PATIENT_VARIABLES; i < scope->variables.count; i++)
        stander->facts[sgp_variable_at(scope, i)->fact] = sgp_class_at(scope, i, standing->classes[i])->value;
    stander->patient = sgp_patient_of(scope, standing->classes);
    return (sgp_known){stander->facts, &stander->patient};
}

static bool is_flag(const sgp_stander *stander, const sgp_standing *standing, sgp_index step)
{
    return sgp_step_is_red_flag(stander->scope->algorithms, standing->pathway, step);
}

/* ---- from step to step ---- */

static const sgp_step *step_of(const sgp_stander *stander, const sgp_standing *standing)
{
    return &stander->scope->algorithms->steps.at[standing->step];
}

static void set_interim(sgp_standing *standing, sgp_index disposition)
{
    if (disposition != SGP_NOTHING)
        standing->interim = disposition;
}

static void go_to(const sgp_stander *stander, sgp_standing *standing, sgp_index to)
{
    standing->step = to;
    if (to == SGP_RETURN) {
        const stack *top = SGP_AT(&stander->stacks, stack, (size_t)standing->stack);
        standing->step = top->step;
        standing->stack = top->below;
    }
    set_interim(standing, step_of(stander, standing)->interim);
}

/* A safety rule of one file is about the walks through it. */
static void enter(const sgp_stander *stander, sgp_standing *standing, sgp_index pathway)
{
    const sgp_safety_rule *rules = stander->scope->algorithms->safety.at;
    bool is_its = stander->watched != SGP_NOTHING && rules[stander->watched].pathway == pathway;
    standing->is_judged = standing->is_judged || is_its;
}

static void enter_pathway(const sgp_stander *stander, sgp_standing *standing, sgp_index pathway)
{
    const signpost_algorithms *algorithms = stander->scope->algorithms;
    standing->pathway = pathway;
    standing->stack = -1;
    set_interim(standing, algorithms->default_interim);
    set_interim(standing, algorithms->pathways.at[pathway].interim);
    enter(stander, standing, pathway);
    go_to(stander, standing, algorithms->pathways.at[pathway].start);
}

sgp_standing sgp_stand_first(const sgp_stander *stander)
{
    sgp_standing standing = {.stack = -1, .discriminator = SGP_NOTHING};
    if (stander->watched != SGP_NOTHING)
        standing.is_judged = stander->scope->algorithms->safety.at[stander->watched].pathway == SGP_NOTHING;
    enter_pathway(stander, &standing, stander->scope->start);
    return standing;
}

bool sgp_stand_next_patient(const sgp_stander *stander, sgp_standing *standing)
{
    size_t i = 0;
    while (i < SGP_PATIENT_VARIABLES && ++standing->classes[i] == sgp_variable_at(stander->scope, i)->classes.count)
        standing->classes[i++] = 0;
    return i < SGP_PATIENT_VARIABLES;
}

/* The stack with a step on top; -1 when memory ran out. */
static sgp_index push(sgp_stander *stander, sgp_index below, sgp_index step)
{
    for (size_t i = 0; i < stander->stacks.count; i++) {
        const stack *there = SGP_AT(&stander->stacks, stack, i);
        if (there->below == below && there->step == step)
            return (sgp_index)i;
    }
    stack added = {below, step, stander->scope->live[step]};
    if (below >= 0)
        sgp_bits_or(added.live.at, SGP_AT(&stander->stacks, stack, (size_t)below)->live.at, SGP_VARIABLE_WORDS);
    return sgp_array_append(&stander->stacks, &added, 1) ? (sgp_index)stander->stacks.count - 1 : -1;
}

sgp_index sgp_stack_top(const sgp_stander *stander, sgp_index index, sgp_index *below)
{
    const stack *there = SGP_AT(&stander->stacks, stack, (size_t)index);
    *below = there->below;
    return there->step;
}

static signpost_status jump(sgp_stander *stander, sgp_standing *standing, const sgp_step *step)
{
    const sgp_pathway *target = &stander->scope->algorithms->pathways.at[step->target];
    if (!target->is_module) {
        enter_pathway(stander, standing, step->target);
        return SIGNPOST_OK;
    }
    /* As in a walk: where a module ends with another one, the other returns for both. */
    if (step->next != SGP_RETURN && (standing->stack = push(stander, standing->stack, step->next)) < 0)
        return SIGNPOST_NO_MEMORY;
    enter(stander, standing, step->target);
    go_to(stander, standing, target->start);
    return SIGNPOST_OK;
}

static signpost_status decide(sgp_stander *stander, sgp_standing *standing, const sgp_step *step)
{
    const signpost_algorithms *algorithms = stander->scope->algorithms;
    const sgp_known known = sgp_stand_know(stander, standing);
    for (int32_t i = 0; i < step->rules.count; i++) {
        const sgp_rule *rule = &algorithms->rules.at[step->rules.first + i];
        if (rule->condition != SGP_NOTHING && sgp_judge(algorithms, rule->condition, &known, NULL) != SGP_TRUE)
            continue;
        go_to(stander, standing, rule->go);
        return SIGNPOST_OK;
    }
    return SIGNPOST_NONE;
}

signpost_status sgp_stand_on(sgp_stander *stander, sgp_standing *standing)
{
    const sgp_step *step = step_of(stander, standing);
    if (step->kind == SGP_STEP_DECISION)
        return decide(stander, standing, step);
    if (step->kind == SGP_STEP_JUMP)
        return jump(stander, standing, step);
    if (step->kind == SGP_STEP_OUTCOME)
        return SIGNPOST_NONE;
    go_to(stander, standing, step->next); /* advice */
    return SIGNPOST_OK;
}

/* ---- replies ---- */

/* The class of a reply to a fact. */
static uint8_t class_of(const sgp_scope *scope, size_t variable, int64_t value)
{
    return value == SGP_UNKNOWN ? 0 : sgp_class_of(scope, variable, value);
}

/* Asked again, the more severe answer to a fact in order of severity stands; its classes are its values, in order. */
static void learn(const sgp_stander *stander, sgp_standing *standing, sgp_index fact, int64_t value)
{
    int variable = stander->scope->variable_of[fact];
    if (variable < 0)
        return;
    uint8_t *known = &standing->classes[variable], class = class_of(stander->scope, (size_t)variable, value);
    if (stander->scope->algorithms->facts.at[fact].severity_order && *known && class && *known < class)
        return;
    *known = class;
}

/* Notes the red flags that a step asks about, while no rule is watched. */
static void note_asked(const sgp_stander *stander, sgp_standing *standing, const sgp_step *step)
{
    const sgp_scope *scope = stander->scope;
    for (size_t i = 0; i < scope->flags.count && stander->watched == SGP_NOTHING; i++) {
        sgp_index flag = *SGP_AT(&scope->flags, sgp_index, i);
        if (flag == standing->step || (flag >= step->parts.first && flag < step->parts.first + step->parts.count))
            sgp_bit_set(standing->asked.at, i);
    }
}

/* Where a together leads. */
static sgp_index reply_to_parts(const sgp_stander *stander, sgp_standing *standing, const sgp_step *step, int64_t value)
{
    bool all_no = true;
    bool all_flags = is_flag(stander, standing, standing->step);
    for (int32_t i = 0; i < step->parts.count; i++) {
        sgp_index part = step->parts.first + i;
        int answer = (int)(value >> 2 * i & 3);
        learn(stander, standing, stander->scope->algorithms->steps.at[part].fact, answer);
        if (answer == SGP_PART_NO)
            continue;
        all_no = false;
        if (all_flags || is_flag(stander, standing, part))
            standing->is_red_flag = true;
    }
    return all_no ? step->next : step->otherwise;
}

void sgp_stand_reply(const sgp_stander *stander, sgp_standing *standing, const sgp_reply *reply)
{
    const sgp_step *step = step_of(stander, standing);
    note_asked(stander, standing, step);
    if (step->kind == SGP_STEP_TOGETHER) {
        go_to(stander, standing, reply_to_parts(stander, standing, step, reply->value));
        return;
    }
    bool raises = is_flag(stander, standing, standing->step);
    learn(stander, standing, step->fact, reply->value);
    if (step->kind == SGP_STEP_QUESTION) {
        const sgp_answer *answer = &stander->scope->algorithms->answers.at[reply->answer];
        if (answer->discriminator != SGP_NOTHING)
            standing->discriminator = answer->discriminator;
        standing->is_red_flag = standing->is_red_flag || (raises && !answer->is_negative);
        go_to(stander, standing, answer->go);
        return;
    }
    standing->is_red_flag = standing->is_red_flag || (raises && reply->value != 0);
    go_to(stander, standing, reply->value == SGP_UNKNOWN ? step->otherwise : step->next);
}

/* ---- packing ---- */

size_t sgp_place_words(const sgp_stander *stander)
{
    return SGP_PLACE_HEAD + (stander->scope->variables.count + 7) / 8;
}

static bool matters(const sgp_stander *stander, const sgp_standing *standing, size_t variable)
{
    return sgp_bit_get(stander->always.at, variable) ||
           sgp_bit_get(stander->scope->live[standing->step].at, variable) ||
           (standing->stack >= 0 &&
            sgp_bit_get(SGP_AT(&stander->stacks, stack, (size_t)standing->stack)->live.at, variable));
}

void sgp_stand_pack(const sgp_stander *stander, const sgp_standing *standing, sgp_word *place)
{
    memset(place, 0, sgp_place_words(stander) * sizeof *place);
    place[0] = (uint64_t)(uint32_t)standing->step << 32 | (uint32_t)standing->stack;
    place[1] = (uint64_t)(uint32_t)standing->pathway << 32 | (uint64_t)(uint16_t)(standing->discriminator + 1) << 16 |
               (uint64_t)(uint16_t)(standing->interim << 2) | (uint64_t)standing->is_red_flag << 1 |
               (uint64_t)standing->is_judged;
    memcpy(&place[2], standing->asked.at, sizeof standing->asked.at);
    for (size_t i = 0; i < stander->scope->variables.count; i++)
        if (matters(stander, standing, i))
            place[SGP_PLACE_HEAD + i / 8] |= (uint64_t)standing->classes[i] << i % 8 * 8;
}

void sgp_stand_unpack(const sgp_stander *stander, const sgp_word *place, sgp_standing *standing)
{
    *standing = (sgp_standing){
        .step = (sgp_index)(uint32_t)(place[0] >> 32),
        .stack = (sgp_index)(uint32_t)place[0],
        .pathway = (sgp_index)(uint32_t)(place[1] >> 32),
        .discriminator = (sgp_index)(uint16_t)(place[1] >> 16) - 1,
        .interim = (sgp_index)(uint16_t)place[1] >> 2,
        .is_red_flag = place[1] >> 1 & 1,
        .is_judged = place[1] & 1,
    };
    memcpy(standing->asked.at, &place[2], sizeof standing->asked.at);
    for (size_t i = 0; i < stander->scope->variables.count; i++)
        standing->classes[i] = (uint8_t)(place[SGP_PLACE_HEAD + i / 8] >> i % 8 * 8);
}
