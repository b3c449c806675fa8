/* Scopes: which steps, variables and safety rules the walks from one pathway can meet. Depth first, without recursion:
 * content may be long. */
#include "proof/scope.h"

#include "care/care.h"

#include <string.h>

enum { MET = 1, DONE };

struct sgp_scope_frame {
    sgp_index step;
    int32_t edge;
};

bool sgp_scope_init(sgp_scope *scope, const signpost_algorithms *algorithms)
{
    size_t steps = (size_t)algorithms->steps.count, facts = (size_t)algorithms->facts.count;
    *scope = (sgp_scope){
        .algorithms = algorithms,
        .order = SGP_ARRAY_OF(sgp_index),
        .variables = SGP_ARRAY_OF(sgp_variable),
        .classes = SGP_ARRAY_OF(sgp_class),
        .masks = SGP_ARRAY_OF(uint64_t),
        .safety = SGP_ARRAY_OF(sgp_index),
        .flags = SGP_ARRAY_OF(sgp_index),
        .cuts = SGP_ARRAY_OF(int64_t),
        .seen = sgp_allocate_zeroed(steps, 1),
        .live = sgp_allocate_zeroed(steps, sizeof *scope->live),
        .variable_of = sgp_allocate_zeroed(facts, sizeof *scope->variable_of),
        .is_asked = sgp_allocate_zeroed(facts, 1),
        .is_inside = sgp_allocate_zeroed((size_t)algorithms->pathways.count, 1),
        .stack = sgp_allocate_zeroed(steps, sizeof *scope->stack),
    };
    if (!scope->seen || !scope->live || !scope->variable_of || !scope->is_asked || !scope->is_inside || !scope->stack)
        return false;
    memset(scope->variable_of, -1, facts * sizeof *scope->variable_of);
    return true;
}

void sgp_scope_release(sgp_scope *scope)
{
    sgp_array_release(&scope->order);
    sgp_array_release(&scope->variables);
    sgp_array_release(&scope->classes);
    sgp_array_release(&scope->masks);
    sgp_array_release(&scope->safety);
    sgp_array_release(&scope->flags);
    sgp_array_release(&scope->cuts);
    sgp_release(scope->seen);
    sgp_release(scope->live);
    sgp_release(scope->variable_of);
    sgp_release(scope->is_asked);
    sgp_release(scope->is_inside);
    sgp_release(scope->stack);
}

static const sgp_step *step_at(const sgp_scope *scope, sgp_index index)
{
    return &scope->algorithms->steps.at[index];
}

static void clear(sgp_scope *scope)
{
    for (size_t i = 0; i < scope->order.count; i++) {
        sgp_index step = *SGP_AT(&scope->order, sgp_index, i);
        scope->seen[step] = 0;
        scope->live[step] = (sgp_live){{0}};
    }
    for (size_t i = SGP_PATIENT_VARIABLES; i < scope->variables.count; i++)
        scope->variable_of[sgp_variable_at(scope, i)->fact] = -1;
    memset(scope->is_asked, 0, (size_t)scope->algorithms->facts.count);
    memset(scope->is_inside, 0, (size_t)scope->algorithms->pathways.count);
    scope->order.count = scope->variables.count = scope->classes.count = scope->masks.count = 0;
    scope->safety.count = scope->flags.count = 0;
    scope->too_large = NULL;
}

/* Notes what a step asks, and where it stands. */
static void note_step(sgp_scope *scope, const sgp_step *step)
{
    scope->is_inside[step->pathway] = 1;
    if (step->fact != SGP_NOTHING)
        scope->is_asked[step->fact] = 1;
    for (int32_t i = 0; i < step->parts.count; i++)
        scope->is_asked[step_at(scope, step->parts.first + i)->fact] = 1;
}

/* Every step that can be met from a start, in an order in which each comes after all that may follow it. */
static bool gather_steps(sgp_scope *scope, sgp_index start)
{
    size_t depth = 0;
    scope->seen[start] = MET;
    scope->stack[depth++] = (struct sgp_scope_frame){start, 0};
    while (depth) {
        struct sgp_scope_frame *top = &scope->stack[depth - 1];
        const sgp_step *step = step_at(scope, top->step);
        sgp_index next = sgp_step_edge(scope->algorithms, step, top->edge++);
        if (next == SGP_NOTHING) {
            note_step(scope, step);
            scope->seen[top->step] = DONE;
            if (!sgp_array_append(&scope->order, &top->step, 1))
                return false;
            depth--;
        } else if (next >= 0 && !scope->seen[next]) {
            scope->seen[next] = MET;
            scope->stack[depth++] = (struct sgp_scope_frame){next, 0};
        }
    }
    return true;
}

static bool has_flag(const sgp_scope *scope, sgp_index step)
{
    for (size_t i = 0; i < scope->flags.count; i++)
        if (*SGP_AT(&scope->flags, sgp_index, i) == step)
            return true;
    return false;
}

static bool gather_flags(sgp_scope *scope)
{
    const signpost_algorithms *algorithms = scope->algorithms;
    for (sgp_index i = 0; i < algorithms->pathways.count; i++) {
        const sgp_run listed = algorithms->pathways.at[i].red_flags;
        for (int32_t j = 0; j < listed.count && scope->is_inside[i]; j++) {
            const sgp_index *flag = &algorithms->numbers.at[listed.first + j];
            if (!has_flag(scope, *flag) && !sgp_array_append(&scope->flags, flag, 1))
                return false;
        }
    }
    if (scope->flags.count > SGP_MOST_FLAGS)
        scope->too_large = "it has more than 128 red flags";
    return true;
}

static bool is_mild(const sgp_scope *scope, sgp_index interim)
{
    return interim > scope->algorithms->default_interim;
}

static void find_mild_interim(sgp_scope *scope)
{
    const signpost_algorithms *algorithms = scope->algorithms;
    scope->has_mild_interim = false;
    for (sgp_index i = 0; i < algorithms->pathways.count; i++)
        if (scope->is_inside[i] && is_mild(scope, algorithms->pathways.at[i].interim))
            scope->has_mild_interim = true;
    for (size_t i = 0; i < scope->order.count; i++)
        if (is_mild(scope, step_at(scope, *SGP_AT(&scope->order, sgp_index, i))->interim))
            scope->has_mild_interim = true;
}

/* ---- variables ---- */

static bool add_variable(sgp_scope *scope, sgp_subject subject, sgp_index fact)
{
    if (scope->variables.count >= SGP_MOST_VARIABLES) {
        scope->too_large = "its conditions read more than 188 facts";
        return true;
    }
    const sgp_variable variable = {subject, fact, {0, 0}, {0, 0}};
    if (fact != SGP_NOTHING)
        scope->variable_of[fact] = (int16_t)scope->variables.count;
    return sgp_array_append(&scope->variables, &variable, 1);
}

/* Every fact that a condition reads is a variable. */
static bool add_variables(sgp_scope *scope, sgp_index condition)
{
    const sgp_expression *e = &scope->algorithms->expressions.at[condition];
    if (e->operation == SGP_AND || e->operation == SGP_OR)
        return add_variables(scope, e->left) && add_variables(scope, e->right);
    if (e->operation == SGP_NOT)
        return add_variables(scope, e->left);
    bool is_new = e->subject == SGP_SUBJECT_FACT && scope->variable_of[e->fact] < 0;
    return !is_new || add_variable(scope, SGP_SUBJECT_FACT, e->fact);
}

void sgp_scope_reads(const sgp_scope *scope, sgp_index condition, sgp_live *live)
{
    const sgp_expression *e = &scope->algorithms->expressions.at[condition];
    if (e->operation == SGP_AND || e->operation == SGP_OR || e->operation == SGP_NOT) {
        sgp_scope_reads(scope, e->left, live);
        if (e->operation != SGP_NOT)
            sgp_scope_reads(scope, e->right, live);
        return;
    }
    for (size_t i = 0; i < SGP_PATIENT_VARIABLES && e->subject != SGP_SUBJECT_FACT; i++)
        if (sgp_variable_at(scope, i)->subject == e->subject)
            sgp_bit_set(live->at, i);
    if (e->subject == SGP_SUBJECT_FACT && scope->variable_of[e->fact] >= 0)
        sgp_bit_set(live->at, (size_t)scope->variable_of[e->fact]);
}

/* ---- safety rules ---- */

static bool reads_asked(const sgp_scope *scope, sgp_index condition)
{
    const sgp_expression *e = &scope->algorithms->expressions.at[condition];
    if (e->operation == SGP_AND || e->operation == SGP_OR)
        return reads_asked(scope, e->left) || reads_asked(scope, e->right);
    if (e->operation == SGP_NOT)
        return reads_asked(scope, e->left);
    return e->subject == SGP_SUBJECT_FACT && scope->is_asked[e->fact];
}

/* Whether a condition could hold when no fact of it is ever known, whoever the patient is: judged as if every
 * comparison with the patient could go either way. */
typedef struct may {
    bool hold, fail;
} may;

static may may_hold_unasked(const sgp_scope *scope, sgp_index condition)
{
    const sgp_expression *e = &scope->algorithms->expressions.at[condition];
    if (e->operation == SGP_NOT) {
        may inner = may_hold_unasked(scope, e->left);
        return (may){inner.fail, inner.hold};
    }
    if (e->operation == SGP_AND || e->operation == SGP_OR) {
        may left = may_hold_unasked(scope, e->left), right = may_hold_unasked(scope, e->right);
        return e->operation == SGP_AND ? (may){left.hold && right.hold, left.fail || right.fail}
                                       : (may){left.hold || right.hold, left.fail && right.fail};
    }
    if (e->subject == SGP_SUBJECT_FACT)
        return (may){false, true};
    return (may){true, true};
}

static bool gather_safety(sgp_scope *scope)
{
    const signpost_algorithms *algorithms = scope->algorithms;
    for (sgp_index i = 0; i < algorithms->safety.count; i++) {
        const sgp_safety_rule *rule = &algorithms->safety.at[i];
        if (rule->pathway != SGP_NOTHING && !scope->is_inside[rule->pathway])
            continue;
        if (!reads_asked(scope, rule->condition) && !may_hold_unasked(scope, rule->condition).hold)
            continue;
        if (!sgp_array_append(&scope->safety, &i, 1))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

/* The conditions of the scope's decisions and of its safety rules, one behind the other. */
static bool gather_conditions(const sgp_scope *scope, sgp_array *conditions)
{
    const signpost_algorithms *algorithms = scope->algorithms;
    bool good = true;
    for (size_t i = 0; i < scope->order.count && good; i++) {
        const sgp_run rules = step_at(scope, *SGP_AT(&scope->order, sgp_index, i))->rules;
        for (int32_t j = 0; j < rules.count && good; j++) {
            const sgp_index *condition = &algorithms->rules.at[rules.first + j].condition;
            good = *condition == SGP_NOTHING || sgp_array_append(conditions, condition, 1);
        }
    }
    for (size_t i = 0; i < scope->safety.count && good; i++)
        good = sgp_array_append(conditions, &algorithms->safety.at[*SGP_AT(&scope->safety, sgp_index, i)].condition, 1);
    return good;
}

static bool make_variables(sgp_scope *scope)
{
    static const sgp_subject patient[SGP_PATIENT_VARIABLES] = {SGP_SUBJECT_AGE, SGP_SUBJECT_SEX, SGP_SUBJECT_PARTY,
                                                               SGP_SUBJECT_CONTACTS};
    sgp_array conditions = SGP_ARRAY_OF(sgp_index);
    bool good = gather_conditions(scope, &conditions);
    for (size_t i = 0; i < SGP_PATIENT_VARIABLES && good; i++)
        good = add_variable(scope, patient[i], SGP_NOTHING);
    for (size_t i = 0; i < conditions.count && good; i++)
        good = add_variables(scope, *SGP_AT(&conditions, sgp_index, i));
    for (size_t i = 0; i < scope->variables.count && good && !scope->too_large; i++)
        good = sgp_classes_make(scope, SGP_AT(&scope->variables, sgp_variable, i), conditions.items, conditions.count);
    sgp_array_release(&conditions);
    return good;
}

/* In the order in which the steps were gathered, all that may follow is known before. */
static void find_live(sgp_scope *scope)
{
    const signpost_algorithms *algorithms = scope->algorithms;
    for (size_t i = 0; i < scope->order.count; i++) {
        sgp_index index = *SGP_AT(&scope->order, sgp_index, i), next;
        const sgp_step *step = step_at(scope, index);
        for (int32_t j = 0; j < step->rules.count; j++)
            if (algorithms->rules.at[step->rules.first + j].condition != SGP_NOTHING)
                sgp_scope_reads(scope, algorithms->rules.at[step->rules.first + j].condition, &scope->live[index]);
        for (int32_t edge = 0; (next = sgp_step_edge(algorithms, step, edge)) != SGP_NOTHING; edge++)
            if (next >= 0)
                sgp_bits_or(scope->live[index].at, scope->live[next].at, SGP_VARIABLE_WORDS);
    }
}

bool sgp_scope_set(sgp_scope *scope, sgp_index pathway)
{
    clear(scope);
    scope->start = pathway;
    if (!gather_steps(scope, scope->algorithms->pathways.at[pathway].start) || !gather_flags(scope) ||
        !gather_safety(scope))
        return false;
    find_mild_interim(scope);
    if (!make_variables(scope))
        return false;
    if (!scope->too_large)
        find_live(scope);
    return true;
}
