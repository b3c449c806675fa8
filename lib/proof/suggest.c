/* Suggesting cases: for each thing that no case comes to, the shortest walk that does.
 *
 * Rules kept here:
 *  - where such a walk may be is read off the exploration of a pathway; whether it is one, a real walk says, which
 *    answers as a case does: once and for all to each question;
 *  - a pathway's own things are looked for from its own beginning first, and from others only when that fails;
 *  - what one case comes to on its way needs no other one. */
#include "proof/answers.h"
#include "proof/explore.h"
#include "signpost/cases.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { MOST_TRIES = 200, MOST_REGIONS = 1000000, MOST_ANSWERS = 64, CASE_SIZE = 64 * 1024 };

/* Something that a case should come to. */
typedef struct goal {
    sgp_index step;            /* where a walk must stand */
    sgp_index rule;            /* that must be taken there; SGP_NOTHING */
    const sgp_reply *reply;    /* that must be given there; NULL for any */
    unsigned char *all, *this; /* marks: of all cases, and of the one that is tried */
    const char *name;
} goal;

typedef struct suggesting {
    signpost_algorithms *algorithms;
    signpost_suggestion_taker take;
    void *context;
    signpost_error *error;
    sgp_arena arena;
    sgp_scope scope;
    sgp_exploration exploration;
    sgp_touched all, this;
    sgp_array given;   /* sgp_given: of the walk that is tried */
    sgp_array farness; /* int32_t, by node: questions to the nearest outcome */
    signpost_walk *walk;
    bool own_only; /* things of the pathway itself, and of modules */
    size_t left;
    char *text;
} suggesting;

static const sgp_step *step_at(const suggesting *s, sgp_index step)
{
    return &s->algorithms->steps.at[step];
}

/* ---- the way on ---- */

static int32_t *farness_at(const suggesting *s, int32_t node)
{
    return SGP_AT(&s->farness, int32_t, (size_t)node);
}

/* The edge by which an outcome is nearest; -1 when there is none. */
static int32_t nearest_edge(const suggesting *s, const sgp_node *node)
{
    int32_t chosen = -1, least = INT32_MAX;
    for (int32_t i = 0; i < node->edge_count; i++) {
        int32_t far = *farness_at(s, sgp_edge_at(&s->exploration, node, i)->to);
        chosen = far < least ? i : chosen;
        least = far < least ? far : least;
    }
    return chosen;
}

static int32_t far_from(const suggesting *s, int32_t index)
{
    const sgp_node *node = sgp_node_at(&s->exploration, (size_t)index);
    sgp_standing standing;
    sgp_exploration_standing(&s->exploration, (size_t)index, &standing);
    sgp_step_kind kind = step_at(s, standing.step)->kind;
    int32_t edge = nearest_edge(s, node);
    if (edge < 0)
        return kind == SGP_STEP_OUTCOME ? 0 : INT32_MAX;
    int32_t far = *farness_at(s, sgp_edge_at(&s->exploration, node, edge)->to);
    return far + (kind <= SGP_STEP_TOGETHER);
}

/* Nodes make no circle: what is nearest comes to stand after as many rounds as the longest walk has steps, at most. */
static bool measure_farness(suggesting *s)
{
    size_t count = s->exploration.nodes.count;
    if (!sgp_array_reserve(&s->farness, count))
        return false;
    s->farness.count = count;
    for (size_t i = 0; i < count; i++)
        *farness_at(s, (int32_t)i) = INT32_MAX;
    for (bool changes = true; changes;) {
        changes = false;
        for (size_t i = count; i-- > 0;) {
            int32_t far = far_from(s, (int32_t)i);
            changes = changes || far != *farness_at(s, (int32_t)i);
            *farness_at(s, (int32_t)i) = far;
        }
    }
    return true;
}

/* What is said at a step; NULL for nothing so far. */
static const sgp_reply *reply_to(const suggesting *s, sgp_index step)
{
    static const sgp_reply acknowledged = {0, SGP_NOTHING};
    for (size_t i = 0; i < s->given.count; i++)
        if (SGP_AT(&s->given, sgp_given, i)->step == step)
            return &SGP_AT(&s->given, sgp_given, i)->reply;
    return step_at(s, step)->kind == SGP_STEP_ADVICE ? &acknowledged : NULL;
}

/* From a node on to an outcome: the nearest, but for what was answered before. False when memory ran out. */
static bool give_way_on(suggesting *s, int32_t index)
{
    while (index >= 0) {
        const sgp_node *node = sgp_node_at(&s->exploration, (size_t)index);
        int32_t edge = nearest_edge(s, node);
        sgp_standing standing;
        if (edge < 0)
            return true;
        sgp_exploration_standing(&s->exploration, (size_t)index, &standing);
        bool asks = step_at(s, standing.step)->kind <= SGP_STEP_TOGETHER;
        const sgp_reply *before = asks ? reply_to(s, standing.step) : NULL;
        const sgp_edge chosen = *sgp_edge_at(&s->exploration, node, edge);
        if (asks && !before && !sgp_array_append(&s->given, &(sgp_given){standing.step, chosen.reply}, 1))
            return false;
        index = before ? sgp_exploration_by(&s->exploration, index, before) : chosen.to;
    }
    return true;
}

/* ---- a real walk ---- */

static void clear_marks(const suggesting *s, sgp_touched *marks)
{
    memset(marks->steps, 0, (size_t)s->algorithms->steps.count);
    memset(marks->unsure, 0, (size_t)s->algorithms->steps.count);
    memset(marks->answers, 0, (size_t)s->algorithms->answers.count);
    memset(marks->rules, 0, (size_t)s->algorithms->rules.count);
}

static void add_marks(unsigned char *all, const unsigned char *some, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        all[i] |= some[i];
}

/* Walks as a case of what was given would. False when it cannot be one. */
static bool walk_through(suggesting *s)
{
    while (!sgp_walk_is_over(s->walk)) {
        const sgp_reply *reply = s->walk->state.boundary >= 0 ? NULL : reply_to(s, s->walk->state.step);
        if (!reply || sgp_walk_take(s->walk, reply, NULL) != SIGNPOST_OK)
            return false;
    }
    clear_marks(s, &s->this);
    s->walk->touched = &s->this;
    sgp_walk_follow(s->walk, s->walk->path, s->walk->path_count);
    return s->walk->path_count <= MOST_ANSWERS;
}

/* ---- the case ---- */

static bool was_asked_before(const signpost_walk *walk, int32_t nth)
{
    for (int32_t i = 0; i < nth; i++)
        if (walk->path[i].step == walk->path[nth].step)
            return true;
    return false;
}

static const char *write_case(suggesting *s, const signpost_patient *patient, const char *name)
{
    const signpost_walk *walk = s->walk;
    signpost_step end;
    bool has_answers = false;
    for (int32_t i = 0; i < walk->path_count; i++)
        has_answers = has_answers || step_at(s, walk->path[i].step)->kind <= SGP_STEP_TOGETHER;
    sgp_answers to = sgp_case_begin(s->text, CASE_SIZE, name, patient, has_answers);
    for (int32_t i = 0; i < walk->path_count; i++) {
        const sgp_index step = walk->path[i].step;
        char reply[SIGNPOST_TEXT_SIZE];
        if (step_at(s, step)->kind > SGP_STEP_TOGETHER || was_asked_before(walk, i))
            continue;
        sgp_reply_format(s->algorithms, step, &walk->path[i].reply, reply, sizeof reply);
        bool is_own = step_at(s, step)->pathway == s->scope.start;
        sgp_case_add(&to, is_own ? sgp_step_short_name(s->algorithms, step) : step_at(s, step)->name, reply);
    }
    signpost_walk_step(walk, &end);
    sgp_case_end(&to, end.outcome.disposition.code, end.outcome.discriminator);
    return to.length < CASE_SIZE ? s->text : NULL;
}

static signpost_status suggest(suggesting *s, const signpost_patient *patient, const goal *wanted)
{
    const sgp_pathway *pathway = &s->algorithms->pathways.at[s->scope.start];
    const signpost_suggestion suggestion = {pathway->name, pathway->file, write_case(s, patient, wanted->name)};
    if (!suggestion.text)
        return SIGNPOST_NONE;
    add_marks(s->all.steps, s->this.steps, s->algorithms->steps.count);
    add_marks(s->all.unsure, s->this.unsure, s->algorithms->steps.count);
    add_marks(s->all.answers, s->this.answers, s->algorithms->answers.count);
    add_marks(s->all.rules, s->this.rules, s->algorithms->rules.count);
    if (s->take(&suggestion, s->context))
        return SIGNPOST_OK;
    return sgp_fail(s->error, SIGNPOST_CANCELLED, SGP_CANCELLED, "the host asked for no more suggestions");
}

/* Tries the way over a node. SIGNPOST_NONE when no case comes of it. */
static signpost_status try_node(suggesting *s, int32_t index, const goal *wanted)
{
    const sgp_node *node = sgp_node_at(&s->exploration, (size_t)index);
    const signpost_patient patient = sgp_patient_of(&s->scope, node->patient);
    const char *complaint = s->algorithms->pathways.at[s->scope.start].complaint;
    int32_t next = index;
    s->given.count = 0;
    if (!sgp_exploration_way(&s->exploration, index, &s->given))
        return sgp_fail_memory(s->error);
    if (wanted->reply) {
        next = sgp_exploration_by(&s->exploration, index, wanted->reply);
        if (!sgp_array_append(&s->given, &(sgp_given){wanted->step, *wanted->reply}, 1))
            return sgp_fail_memory(s->error);
    }
    if (next < 0)
        return SIGNPOST_NONE;
    if (!give_way_on(s, next))
        return sgp_fail_memory(s->error);
    signpost_status status = signpost_walk_start(s->algorithms, &patient, complaint, 0, NULL, NULL, &s->walk, s->error);
    if (status == SIGNPOST_OK)
        status = walk_through(s) && *wanted->this ? suggest(s, &patient, wanted) : SIGNPOST_NONE;
    else if (status != SIGNPOST_NO_MEMORY)
        status = SIGNPOST_NONE; /* it cannot even begin */
    signpost_walk_free(s->walk);
    s->walk = NULL;
    return status;
}

/* ---- goals ---- */

static bool takes_rule(suggesting *s, const sgp_standing *standing, sgp_index wanted)
{
    const sgp_run rules = step_at(s, standing->step)->rules;
    const sgp_known known = sgp_stand_know(&s->exploration.stander, standing);
    for (sgp_index rule = rules.first; rule < rules.first + rules.count; rule++) {
        sgp_index condition = s->algorithms->rules.at[rule].condition;
        if (condition == SGP_NOTHING || sgp_judge(s->algorithms, condition, &known, NULL) == SGP_TRUE)
            return rule == wanted;
    }
    return false;
}

/* Nodes with fewer questions come first, and of these, those of patients who call for the first time. */
static int64_t rank_of(const suggesting *s, int32_t index)
{
    const sgp_node *node = sgp_node_at(&s->exploration, (size_t)index);
    int64_t rank = node->questions;
    for (size_t i = SGP_PATIENT_VARIABLES; i-- > 0;)
        rank = rank << 8 | node->patient[i];
    return rank;
}

/* The next node for a goal, of those behind the last one that was tried; -1 when there is none. */
static int32_t next_node(suggesting *s, const goal *wanted, int32_t last)
{
    int32_t found = -1;
    for (int32_t i = 0; (size_t)i < s->exploration.nodes.count; i++) {
        sgp_standing standing;
        bool is_behind =
            last < 0 || rank_of(s, i) > rank_of(s, last) || (rank_of(s, i) == rank_of(s, last) && i > last);
        if (!is_behind || (found >= 0 && rank_of(s, i) >= rank_of(s, found)))
            continue;
        sgp_exploration_standing(&s->exploration, (size_t)i, &standing);
        if (standing.step == wanted->step && (wanted->rule == SGP_NOTHING || takes_rule(s, &standing, wanted->rule)))
            found = i;
    }
    return found;
}

static signpost_status pursue(suggesting *s, const goal *wanted)
{
    signpost_status status = SIGNPOST_NONE;
    if (*wanted->all)
        return SIGNPOST_OK;
    for (int32_t tries = 0, node = -1; tries < MOST_TRIES && status == SIGNPOST_NONE; tries++) {
        node = next_node(s, wanted, node);
        if (node < 0)
            break;
        status = try_node(s, node, wanted);
    }
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status pursue_replies(suggesting *s, sgp_index index)
{
    const sgp_step *step = step_at(s, index);
    signpost_status status = SIGNPOST_OK;
    char name[SIGNPOST_TEXT_SIZE];
    goal wanted = {.step = index, .rule = SGP_NOTHING, .name = name};
    for (int32_t i = 0; i < step->answers.count && status == SIGNPOST_OK; i++) {
        const sgp_answer *answer = &s->algorithms->answers.at[step->answers.first + i];
        bool is_many = step->kind == SGP_STEP_MANY;
        const sgp_reply reply = {is_many ? (int64_t)((uint64_t)1 << answer->value) : answer->value,
                                 is_many ? SGP_NOTHING : step->answers.first + i};
        wanted.reply = &reply;
        wanted.all = &s->all.answers[step->answers.first + i];
        wanted.this = &s->this.answers[step->answers.first + i];
        snprintf(name, sizeof name, "%s: %s", step->name, answer->label);
        status = pursue(s, &wanted);
    }
    for (int32_t i = 0; i < step->parts.count && status == SIGNPOST_OK; i++) {
        sgp_reply reply = {SGP_PART_YES << 2 * i, SGP_NOTHING};
        for (int32_t j = 0; j < step->parts.count; j++)
            reply.value |= j == i ? 0 : (int64_t)SGP_PART_NO << 2 * j;
        wanted.reply = &reply;
        wanted.all = &s->all.steps[step->parts.first + i];
        wanted.this = &s->this.steps[step->parts.first + i];
        snprintf(name, sizeof name, "%s: yes", step_at(s, step->parts.first + i)->name);
        status = pursue(s, &wanted);
    }
    bool may_be_unsure = step->kind == SGP_STEP_MANY || step->kind == SGP_STEP_MEASURE;
    if (status != SIGNPOST_OK || !may_be_unsure || step->otherwise == SGP_NOTHING)
        return status;
    wanted.reply = &(sgp_reply){SGP_UNKNOWN, SGP_NOTHING};
    wanted.all = &s->all.unsure[index];
    wanted.this = &s->this.unsure[index];
    snprintf(name, sizeof name, "%s: %s", step->name, step->kind == SGP_STEP_MANY ? "not sure" : "not known");
    return pursue(s, &wanted);
}

static signpost_status pursue_step(suggesting *s, sgp_index index)
{
    const sgp_step *step = step_at(s, index);
    char name[SIGNPOST_TEXT_SIZE];
    goal wanted = {
        .step = index, .rule = SGP_NOTHING, .all = &s->all.steps[index], .this = &s->this.steps[index], .name = name};
    snprintf(name, sizeof name, "comes to %s", step->name);
    signpost_status status = step->kind == SGP_STEP_PART ? SIGNPOST_OK : pursue_replies(s, index);
    for (int32_t i = 0; i < step->rules.count && status == SIGNPOST_OK; i++) {
        goal taken = wanted;
        taken.rule = step->rules.first + i;
        taken.all = &s->all.rules[taken.rule];
        taken.this = &s->this.rules[taken.rule];
        snprintf(name, sizeof name, "rule %d of %s", i + 1, step->name);
        status = pursue(s, &taken);
    }
    snprintf(name, sizeof name, "comes to %s", step->name);
    return status == SIGNPOST_OK && step->kind != SGP_STEP_PART ? pursue(s, &wanted) : status;
}

/* ---- pathway by pathway ---- */

/* Whether something of a step that can be met from the scope's beginning is left; counts it, too. */
static size_t left_of(const suggesting *s, sgp_index index)
{
    const sgp_step *step = step_at(s, index);
    bool may_be_unsure = step->kind == SGP_STEP_MANY || step->kind == SGP_STEP_MEASURE;
    size_t left = !s->all.steps[index];
    left += may_be_unsure && step->otherwise != SGP_NOTHING && !s->all.unsure[index];
    for (int32_t i = 0; i < step->answers.count; i++)
        left += !s->all.answers[step->answers.first + i];
    for (int32_t i = 0; i < step->rules.count; i++)
        left += !s->all.rules[step->rules.first + i];
    for (int32_t i = 0; i < step->parts.count; i++)
        left += !s->all.steps[step->parts.first + i];
    return left;
}

static bool is_wanted(const suggesting *s, sgp_index step)
{
    sgp_index pathway = step_at(s, step)->pathway;
    return left_of(s, step) &&
           (!s->own_only || pathway == s->scope.start || s->algorithms->pathways.at[pathway].is_module);
}

static signpost_status go_through(suggesting *s, sgp_index pathway)
{
    signpost_status status = SIGNPOST_OK;
    bool any = false;
    if (s->algorithms->pathways.at[pathway].is_module)
        return SIGNPOST_OK;
    if (!sgp_scope_set(&s->scope, pathway))
        return sgp_fail_memory(s->error);
    for (size_t i = 0; i < s->scope.order.count; i++)
        any = any || is_wanted(s, *SGP_AT(&s->scope.order, sgp_index, i));
    if (s->scope.too_large || !any)
        return SIGNPOST_OK;
    if (!sgp_explore(&s->exploration, SGP_NOTHING) || !measure_farness(s))
        return sgp_fail_memory(s->error);
    for (size_t i = 0; i < s->scope.order.count && status == SIGNPOST_OK; i++) {
        sgp_index step = *SGP_AT(&s->scope.order, sgp_index, i);
        if (is_wanted(s, step))
            status = pursue_step(s, step);
    }
    return status;
}

static bool make_marks(suggesting *s, sgp_touched *marks)
{
    size_t steps = (size_t)s->algorithms->steps.count;
    marks->steps = sgp_arena_allocate(&s->arena, steps, 1);
    marks->unsure = sgp_arena_allocate(&s->arena, steps, 1);
    marks->answers = sgp_arena_allocate(&s->arena, (size_t)s->algorithms->answers.count, 1);
    marks->rules = sgp_arena_allocate(&s->arena, (size_t)s->algorithms->rules.count, 1);
    return marks->steps && marks->unsure && marks->answers && marks->rules;
}

static signpost_status suggest_all(suggesting *s)
{
    bool has_scope = sgp_scope_init(&s->scope, s->algorithms);
    bool has_exploration = sgp_exploration_init(&s->exploration, &s->scope, MOST_REGIONS);
    s->text = sgp_arena_allocate(&s->arena, CASE_SIZE, 1);
    if (!has_scope || !has_exploration || !s->text || !make_marks(s, &s->all) || !make_marks(s, &s->this))
        return sgp_fail_memory(s->error);
    signpost_status status = sgp_cases_touch(s->algorithms, &s->all, s->error);
    for (int round = 0; round < 2 && status == SIGNPOST_OK; round++) {
        s->own_only = round == 0;
        for (sgp_index i = 0; i < s->algorithms->pathways.count && status == SIGNPOST_OK; i++)
            status = go_through(s, i);
    }
    for (sgp_index i = 0; i < s->algorithms->steps.count && status == SIGNPOST_OK; i++)
        s->left += step_at(s, i)->kind == SGP_STEP_TOGETHER ? !s->all.steps[i] : left_of(s, i);
    return status;
}

signpost_status signpost_cases_suggest(signpost_algorithms *algorithms, signpost_suggestion_taker take, void *context,
                                       size_t *left, signpost_error *error)
{
    suggesting s = {.algorithms = algorithms,
                    .take = take,
                    .context = context,
                    .error = error,
                    .given = SGP_ARRAY_OF(sgp_given),
                    .farness = SGP_ARRAY_OF(int32_t)};
    signpost_status status = suggest_all(&s);
    if (left)
        *left = s.left;
    sgp_exploration_release(&s.exploration);
    sgp_scope_release(&s.scope);
    sgp_array_release(&s.given);
    sgp_array_release(&s.farness);
    sgp_arena_release(&s.arena);
    return status;
}
