/* Replies: what may be said at a step, as far as it makes a difference, and what is known then. The counterpart of a
 * walk's own taking of replies; the oracle in tests/oracle holds the two together. */
#include "proof/explore.h"

#include <string.h>

typedef struct moving {
    const sgp_exploration *e;
    const sgp_standing *from;
    const sgp_step *step;
    sgp_move_taker *take;
    void *context;
} moving;

static const sgp_step *step_at(const moving *m, sgp_index index)
{
    return &m->e->scope->algorithms->steps.at[index];
}

/* The variable that a fact is; -1 when nothing reads it. */
static int variable_of(const moving *m, sgp_index fact)
{
    return m->e->scope->variable_of[fact];
}

/* Asked again, the more severe answer to a fact in order of severity stands; its classes are its values, in order. */
static void learn(const moving *m, sgp_standing *after, sgp_index fact, uint8_t class)
{
    int variable = variable_of(m, fact);
    if (variable < 0)
        return;
    uint8_t *known = &after->classes[variable];
    if (m->e->scope->algorithms->facts.at[fact].severity_order && *known && class && *known < class)
        return;
    *known = class;
}

static void learn_choice(const moving *m, sgp_standing *after, sgp_index fact, int64_t value)
{
    int variable = variable_of(m, fact);
    if (variable >= 0)
        learn(m, after, fact, sgp_class_of(m->e->scope, (size_t)variable, value));
}

/* Whether the pathway that a walk is in lists a step as a red flag. */
static bool is_listed(const moving *m, sgp_index step)
{
    return sgp_is_flag_of(m->e->scope, m->from->pathway, step);
}

/* Notes the red flags that a step asks about, while no rule is watched. */
static void note_asked(const moving *m, sgp_standing *after)
{
    const sgp_scope *scope = m->e->scope;
    sgp_index here = m->from->step;
    for (size_t i = 0; i < scope->flags.count && m->e->watched == SGP_NOTHING; i++) {
        sgp_index flag = SGP_AT(&scope->flags, sgp_flag, i)->step;
        const sgp_run parts = m->step->parts;
        if (flag == here || (flag >= parts.first && flag < parts.first + parts.count))
            after->asked |= (uint64_t)1 << i;
    }
}

static sgp_standing start_move(const moving *m)
{
    sgp_standing after = *m->from;
    note_asked(m, &after);
    return after;
}

static bool answer_question(const moving *m)
{
    const signpost_algorithms *algorithms = m->e->scope->algorithms;
    bool is_flag = is_listed(m, m->from->step);
    for (int32_t i = 0; i < m->step->answers.count; i++) {
        sgp_index index = m->step->answers.first + i;
        const sgp_answer *answer = &algorithms->answers.at[index];
        sgp_standing after = start_move(m);
        learn_choice(m, &after, m->step->fact, answer->value);
        if (answer->discriminator != SGP_NOTHING)
            after.discriminator = answer->discriminator;
        after.is_red_flag = after.is_red_flag || (is_flag && !answer->is_negative);
        if (!m->take(m->context, &after, answer->go, &(sgp_reply){answer->value, index}))
            return false;
    }
    return true;
}

/* One reply of a many or of a measure, which says that a fact has a class. */
static bool say(const moving *m, uint8_t class, int64_t value)
{
    sgp_standing after = start_move(m);
    learn(m, &after, m->step->fact, class);
    after.is_red_flag = after.is_red_flag || (value != 0 && is_listed(m, m->from->step));
    return m->take(m->context, &after, value == SGP_UNKNOWN ? m->step->otherwise : m->step->next,
                   &(sgp_reply){value, SGP_NOTHING});
}

static bool answer_many_or_measure(const moving *m)
{
    int variable = variable_of(m, m->step->fact);
    const sgp_fact *fact = &m->e->scope->algorithms->facts.at[m->step->fact];
    bool is_many = m->step->kind == SGP_STEP_MANY;
    for (int32_t i = 1; variable >= 0 && i < sgp_variable_at(m->e->scope, (size_t)variable)->classes.count; i++)
        if (!say(m, (uint8_t)i, sgp_class_at(m->e->scope, (size_t)variable, (size_t)i)->value))
            return false;
    if (variable < 0 && !say(m, 0, is_many ? 0 : fact->from))
        return false;
    if (variable < 0 && is_many && !say(m, 0, 1))
        return false;
    return m->step->otherwise == SGP_NOTHING || say(m, 0, SGP_UNKNOWN);
}

/* ---- several at once ---- */

bool sgp_is_flag_of(const sgp_scope *scope, sgp_index pathway, sgp_index step)
{
    const sgp_run flags = scope->algorithms->pathways.at[pathway].red_flags;
    for (int32_t i = 0; i < flags.count; i++)
        if (scope->algorithms->numbers.at[flags.first + i] == step)
            return true;
    return false;
}

/* Whether nothing reads a part, and whether it is a red flag by itself. */
static int sort_of(const sgp_scope *scope, sgp_index pathway, sgp_index part)
{
    bool is_read = scope->variable_of[scope->algorithms->steps.at[part].fact] >= 0;
    return is_read ? -1 : sgp_is_flag_of(scope, pathway, part);
}

int32_t sgp_part_speaker(const sgp_scope *scope, sgp_index pathway, const sgp_step *step, int32_t part)
{
    int sort = sort_of(scope, pathway, step->parts.first + part);
    for (int32_t i = 0; i < part && sort >= 0; i++)
        if (sort_of(scope, pathway, step->parts.first + i) == sort)
            return i;
    return part;
}

int sgp_part_answer(const sgp_scope *scope, const sgp_step *step, int32_t part, int answer)
{
    int variable = scope->variable_of[scope->algorithms->steps.at[step->parts.first + part].fact];
    if (variable < 0)
        return answer == SGP_PART_NO ? SGP_PART_NO : SGP_PART_YES;
    return (int)sgp_class_at(scope, (size_t)variable, sgp_class_of(scope, (size_t)variable, answer))->value;
}

/* What all parts together say. */
typedef struct said {
    sgp_standing after;
    int64_t value;
    bool all_no;
} said;

static void say_part(const moving *m, said *all, int32_t part, int answer)
{
    sgp_index index = m->step->parts.first + part;
    all->value |= (int64_t)answer << 2 * part;
    learn_choice(m, &all->after, step_at(m, index)->fact, answer);
    all->all_no = all->all_no && answer == SGP_PART_NO;
    if (answer != SGP_PART_NO && (is_listed(m, index) || is_listed(m, m->from->step)))
        all->after.is_red_flag = true;
}

/* Replies are made part by part, of the answers that stand for others; a part for which another one speaks is no. */
static bool answer_parts(const moving *m, const said *before, int32_t part)
{
    if (part == m->step->parts.count)
        return m->take(m->context, &before->after, before->all_no ? m->step->next : m->step->otherwise,
                       &(sgp_reply){before->value, SGP_NOTHING});
    bool speaks = sgp_part_speaker(m->e->scope, m->from->pathway, m->step, part) == part;
    for (int answer = 0; answer < SGP_PART_ANSWERS; answer++) {
        said all = *before;
        if (sgp_part_answer(m->e->scope, m->step, part, answer) != answer || (!speaks && answer != SGP_PART_NO))
            continue;
        say_part(m, &all, part, answer);
        if (!answer_parts(m, &all, part + 1))
            return false;
    }
    return true;
}

static bool answer_together(const moving *m)
{
    const said nothing = {start_move(m), 0, true};
    return answer_parts(m, &nothing, 0);
}

bool sgp_moves(const sgp_exploration *e, const sgp_standing *standing, sgp_move_taker *take, void *context)
{
    const moving m = {e, standing, &e->scope->algorithms->steps.at[standing->step], take, context};
    if (m.step->kind == SGP_STEP_QUESTION)
        return answer_question(&m);
    if (m.step->kind == SGP_STEP_MANY || m.step->kind == SGP_STEP_MEASURE)
        return answer_many_or_measure(&m);
    if (m.step->kind == SGP_STEP_TOGETHER)
        return answer_together(&m);
    return take(context, standing, m.step->next, &(sgp_reply){0, SGP_NOTHING});
}
