/* Going through the algorithms: from where a reply leads to the next step that needs somebody. */
#include "walk/walk.h"

#include <string.h>

static const sgp_step *step_at(const signpost_walk *walk, sgp_index index)
{
    return &walk->algorithms->steps.at[index];
}

bool sgp_walk_is_over(const signpost_walk *walk)
{
    if (walk->left != SGP_NOTHING)
        return true;
    return walk->state.pathway != SGP_NOTHING && walk->state.boundary < 0 &&
           step_at(walk, walk->state.step)->kind == SGP_STEP_OUTCOME;
}

sgp_index sgp_walk_end(const signpost_walk *walk)
{
    if (walk->left != SGP_NOTHING)
        return walk->left;
    return walk->algorithms->outcomes.at[step_at(walk, walk->state.step)->outcome].disposition;
}

bool sgp_walk_is_repeat(const signpost_walk *walk)
{
    return walk->patient.earlier_contacts >= SGP_REPEATED_CONTACT - 1;
}

sgp_index sgp_walk_interim(const signpost_walk *walk, const char **because)
{
    const char *why = walk->state.interim_because;
    sgp_index interim = sgp_interim_held(walk->algorithms, walk->state.interim, walk->state.is_red_flag,
                                         (int64_t)walk->patient.earlier_contacts + 1);
    if (sgp_walk_is_over(walk)) {
        interim = sgp_walk_end(walk);
        why = "";
    } else if (walk->state.is_red_flag) {
        why = "a red flag is positive or not sure";
    } else if (interim != walk->state.interim) {
        why = "this is the third contact or more within 96 hours";
    }
    if (because)
        *because = why;
    return interim;
}

static void set_interim(signpost_walk *walk, sgp_index disposition, const char *because)
{
    if (disposition == SGP_NOTHING)
        return;
    walk->state.interim = disposition;
    walk->state.interim_because = because;
}

/* Into a pathway, by the complaint or by a jump. */
static void enter_pathway(signpost_walk *walk, sgp_index pathway)
{
    const sgp_pathway *there = &walk->algorithms->pathways.at[pathway];
    walk->state.pathway = pathway;
    walk->state.depth = 0;
    walk->state.step = there->start;
    set_interim(walk, walk->algorithms->default_interim, "");
    set_interim(walk, there->interim, there->interim_because);
}

static void go(signpost_walk *walk, sgp_index to)
{
    walk->state.step = to == SGP_RETURN ? walk->returns[--walk->state.depth] : to;
}

static signpost_status decide(signpost_walk *walk, const sgp_step *step, signpost_error *error)
{
    const sgp_known known = {walk->facts, &walk->patient};
    for (int32_t i = 0; i < step->rules.count; i++) {
        const sgp_rule *rule = &walk->algorithms->rules.at[step->rules.first + i];
        int32_t boundary = -1;
        sgp_truth truth = SGP_TRUE;
        if (rule->condition != SGP_NOTHING)
            truth = sgp_judge(walk->algorithms, rule->condition, &known, &boundary);
        if (truth == SGP_AGE_TOO_VAGUE)
            walk->state.boundary = boundary;
        if (truth == SGP_TRUE && walk->touched)
            walk->touched->rules[step->rules.first + i] = 1;
        if (truth == SGP_TRUE)
            go(walk, rule->go);
        if (truth != SGP_FALSE)
            return SIGNPOST_OK;
    }
    sgp_fail(error, SIGNPOST_STATE, SGP_NO_RULE_FITS, "no rule of %s fits this patient", step->name);
    sgp_error_hint(error, "follow the interim disposition, and tell the content's authors");
    return SIGNPOST_STATE;
}

static void jump(signpost_walk *walk, const sgp_step *step)
{
    const sgp_pathway *target = &walk->algorithms->pathways.at[step->target];
    if (!target->is_module) {
        enter_pathway(walk, step->target);
        return;
    }
    /* The last step of a module may itself go through another: where it returns, this one does. */
    if (step->next != SGP_RETURN)
        walk->returns[walk->state.depth++] = step->next;
    walk->state.step = target->start;
}

signpost_status sgp_walk_go_on(signpost_walk *walk, signpost_error *error)
{
    for (;;) {
        const sgp_step *step = step_at(walk, walk->state.step);
        set_interim(walk, step->interim, step->interim_because);
        if (walk->touched)
            walk->touched->steps[walk->state.step] = 1;
        if (step->kind == SGP_STEP_JUMP) {
            jump(walk, step);
        } else if (step->kind == SGP_STEP_DECISION) {
            signpost_status status = decide(walk, step, error);
            if (status != SIGNPOST_OK || walk->state.boundary >= 0)
                return status;
        } else {
            return SIGNPOST_OK;
        }
    }
}

signpost_status sgp_walk_begin(signpost_walk *walk, signpost_error *error)
{
    const signpost_algorithms *algorithms = walk->algorithms;
    walk->path_count = 0;
    walk->state = (sgp_state){.pathway = SGP_NOTHING,
                              .step = SGP_NOTHING,
                              .boundary = -1,
                              .discriminator = SGP_NOTHING,
                              .interim = algorithms->default_interim,
                              .interim_because = ""};
    for (int32_t i = 0; i < algorithms->facts.count; i++)
        walk->facts[i] = SGP_UNKNOWN;
    int32_t boundary;
    sgp_index pathway = sgp_pathway_for(algorithms, walk->complaint, &walk->patient, &boundary);
    if (pathway == SGP_NOTHING) {
        walk->state.boundary = boundary;
        return SIGNPOST_OK;
    }
    enter_pathway(walk, pathway);
    return sgp_walk_go_on(walk, error);
}

/* Asked again, the more severe answer to a fact in order of severity stands. */
static void learn(signpost_walk *walk, sgp_index fact, int64_t value)
{
    int64_t *known = &walk->facts[fact];
    bool stands = walk->algorithms->facts.at[fact].severity_order && *known != SGP_UNKNOWN && value != SGP_UNKNOWN &&
                  *known < value;
    if (!stands)
        *known = value;
}

static int part_answer(int64_t value, int32_t part)
{
    return (int)(value >> 2 * part & 3);
}

/* Where a reply leads; what it says is learnt on the way. */
static sgp_index where_to(signpost_walk *walk, const sgp_step *step, const sgp_reply *reply)
{
    bool all_no = true;
    switch (step->kind) {
    case SGP_STEP_QUESTION: {
        const sgp_answer *answer = &walk->algorithms->answers.at[reply->answer];
        learn(walk, step->fact, reply->value);
        if (answer->discriminator != SGP_NOTHING)
            walk->state.discriminator = answer->discriminator;
        return answer->go;
    }
    case SGP_STEP_MANY:
    case SGP_STEP_MEASURE:
        learn(walk, step->fact, reply->value);
        return reply->value == SGP_UNKNOWN ? step->otherwise : step->next;
    case SGP_STEP_TOGETHER:
        for (int32_t i = 0; i < step->parts.count; i++) {
            learn(walk, step_at(walk, step->parts.first + i)->fact, part_answer(reply->value, i));
            all_no = all_no && part_answer(reply->value, i) == SGP_PART_NO;
        }
        return all_no ? step->next : step->otherwise;
    case SGP_STEP_ADVICE:
    case SGP_STEP_PART:
    case SGP_STEP_DECISION:
    case SGP_STEP_JUMP:
    case SGP_STEP_OUTCOME:
    default:
        return step->next;
    }
}

static bool is_listed(const signpost_walk *walk, sgp_index step)
{
    return sgp_step_is_red_flag(walk->algorithms, walk->state.pathway, step);
}

/* Whether a reply makes a red flag positive; not sure counts as positive. */
static bool raises_flag(const signpost_walk *walk, sgp_index index, const sgp_reply *reply)
{
    const sgp_step *step = step_at(walk, index);
    if (step->kind == SGP_STEP_TOGETHER) {
        for (int32_t i = 0; i < step->parts.count; i++)
            if (part_answer(reply->value, i) != SGP_PART_NO &&
                (is_listed(walk, index) || is_listed(walk, step->parts.first + i)))
                return true;
        return false;
    }
    if (!is_listed(walk, index))
        return false;
    if (step->kind == SGP_STEP_QUESTION)
        return !walk->algorithms->answers.at[reply->answer].is_negative;
    return reply->value != 0; /* of a many: something chosen, or not sure */
}

/* Notes which answers a reply is. A part of a together counts when it is anything but no. */
static void touch(const signpost_walk *walk, const sgp_step *step, sgp_index index, const sgp_reply *reply)
{
    sgp_touched *touched = walk->touched;
    const sgp_answer *answers = walk->algorithms->answers.at;
    if (step->kind == SGP_STEP_QUESTION)
        touched->answers[reply->answer] = 1;
    bool is_unsure = reply->value == SGP_UNKNOWN;
    if (is_unsure)
        touched->unsure[index] = 1;
    for (int32_t i = 0; step->kind == SGP_STEP_MANY && !is_unsure && i < step->answers.count; i++)
        if (reply->value >> answers[step->answers.first + i].value & 1)
            touched->answers[step->answers.first + i] = 1;
    for (int32_t i = 0; i < step->parts.count; i++)
        if (part_answer(reply->value, i) != SGP_PART_NO)
            touched->steps[step->parts.first + i] = 1;
}

signpost_status sgp_walk_take(signpost_walk *walk, const sgp_reply *reply, signpost_error *error)
{
    sgp_index at = walk->state.step;
    const sgp_step *step = step_at(walk, at);
    sgp_entry *entry = &walk->path[walk->path_count++];
    *entry = (sgp_entry){at, *reply, step->kind != SGP_STEP_ADVICE && raises_flag(walk, at, reply)};
    walk->state.is_red_flag = walk->state.is_red_flag || entry->is_red_flag;
    if (walk->touched)
        touch(walk, step, at, reply);
    go(walk, where_to(walk, step, reply));
    return sgp_walk_go_on(walk, error);
}

void sgp_walk_follow(signpost_walk *walk, const sgp_entry *entries, int32_t count)
{
    sgp_walk_begin(walk, NULL);
    for (int32_t i = 0; i < count; i++) {
        const sgp_reply reply = entries[i].reply; /* `entries` may be the path itself */
        sgp_walk_take(walk, &reply, NULL);
    }
}
