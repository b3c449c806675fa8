/* What enables each item of a form. Rules kept here:
 *  - decisions and jumps are no items: whatever leads to one leads to all that it may lead to;
 *  - advice is shown, not answered: what enables it enables what comes after it, too;
 *  - what cannot be carried enables more, never less, and is told once. */
#include "fhir/form.h"

#include <stdio.h>
#include <string.h>

enum { MET = 1, TOLD = 2, PASSED = 4 };

bool sgp_form_has(sgp_step_kind kind)
{
    return kind == SGP_STEP_QUESTION || kind == SGP_STEP_MANY || kind == SGP_STEP_MEASURE ||
           kind == SGP_STEP_TOGETHER || kind == SGP_STEP_ADVICE || kind == SGP_STEP_OUTCOME;
}

static const sgp_step *step_at(const sgp_form *form, sgp_index index)
{
    return &form->algorithms->steps.at[index];
}

/* Tells once what of a step the form does not carry. */
static void lose(sgp_form *form, sgp_index step, const char *what)
{
    if (form->seen[step] & TOLD)
        return;
    form->seen[step] |= TOLD;
    const sgp_step *there = step_at(form, step);
    const sgp_spot spot = {form->algorithms->pathways.at[there->pathway].file, there->line, there->column};
    if (form->lost && !sgp_diagnose(form->lost, SIGNPOST_NOTE, SGP_NOT_IN_FORM, spot, "%s: %s", there->name, what))
        form->failed = true;
}

/* Goes to what may come at `to`, a step or a return out of `module`: calls for each item. */
typedef struct way {
    sgp_form *form;
    void (*meet)(struct way *way, sgp_index item);
    sgp_enable enable; /* what leads there */
} way;

static void go_to(way *w, sgp_index to, sgp_index module);

/* Where a module may return to: behind every jump into it that the form has met. */
static void go_back_from(way *w, sgp_index module)
{
    const signpost_algorithms *algorithms = w->form->algorithms;
    sgp_index first = SGP_NOTHING;
    for (sgp_index i = 0; i < algorithms->steps.count; i++) {
        const sgp_step *step = step_at(w->form, i);
        if (step->kind != SGP_STEP_JUMP || step->target != module || !(w->form->seen[i] & MET))
            continue;
        if (first != SGP_NOTHING)
            lose(w->form, first, "its module is gone through from several places: the form goes on behind all of them");
        first = first == SGP_NOTHING ? i : first;
        go_to(w, step->next, step->pathway);
    }
}

static void go_through(way *w, sgp_index at)
{
    sgp_form *form = w->form;
    const sgp_step *step = step_at(form, at);
    if (step->kind == SGP_STEP_DECISION) {
        lose(form, at, "a form cannot decide by ages and facts: all of its ways are enabled");
        for (int32_t i = 0; i < step->rules.count; i++)
            go_to(w, form->algorithms->rules.at[step->rules.first + i].go, step->pathway);
        return;
    }
    const sgp_pathway *target = &form->algorithms->pathways.at[step->target];
    if (target->is_module)
        go_to(w, target->start, step->target);
    else
        lose(form, at, "it goes on in another pathway, which is a form of its own");
}

static void go_to(way *w, sgp_index to, sgp_index module)
{
    if (to == SGP_RETURN) {
        go_back_from(w, module);
        return;
    }
    if (to == SGP_NOTHING || w->form->seen[to] & PASSED)
        return;
    w->form->seen[to] |= PASSED;
    w->form->seen[to] |= MET;
    const sgp_step *step = step_at(w->form, to);
    if (!sgp_form_has(step->kind)) {
        go_through(w, to);
        return;
    }
    w->meet(w, to);
    if (step->kind == SGP_STEP_ADVICE)
        go_to(w, step->next, step->pathway);
}

/* Follows one answer. */
static void follow(way *w, sgp_index step, sgp_enabling by, sgp_index answer, sgp_index to)
{
    for (sgp_index i = 0; i < w->form->algorithms->steps.count; i++)
        w->form->seen[i] &= MET | TOLD;
    w->enable = (sgp_enable){SGP_NOTHING, step, by, answer};
    go_to(w, to, step_at(w->form, step)->pathway);
}

static void follow_start(way *w)
{
    const signpost_algorithms *algorithms = w->form->algorithms;
    sgp_index start = algorithms->pathways.at[w->form->pathway].start;
    follow(w, start, SGP_ENABLED_ALWAYS, SGP_NOTHING, start);
}

static void follow_together(way *w, sgp_index at)
{
    const sgp_step *step = step_at(w->form, at);
    for (int32_t i = 0; i < step->parts.count; i++) {
        follow(w, step->parts.first + i, SGP_ENABLED_BY_PART, SGP_PART_YES, step->otherwise);
        follow(w, step->parts.first + i, SGP_ENABLED_BY_PART, SGP_PART_NOT_SURE, step->otherwise);
    }
    follow(w, at, SGP_ENABLED_BY_ALL_NO, SGP_NOTHING, step->next);
}

/* Follows every answer of an item. */
static void follow_answers(way *w, sgp_index at)
{
    const sgp_step *step = step_at(w->form, at);
    const signpost_algorithms *algorithms = w->form->algorithms;
    bool is_many = step->kind == SGP_STEP_MANY;
    if (step->kind == SGP_STEP_TOGETHER)
        follow_together(w, at);
    for (int32_t i = 0; i < step->answers.count && (is_many || step->kind == SGP_STEP_QUESTION); i++) {
        sgp_index answer = step->answers.first + i;
        follow(w, at, SGP_ENABLED_BY_ANSWER, answer, is_many ? step->next : algorithms->answers.at[answer].go);
    }
    if (is_many)
        follow(w, at, SGP_ENABLED_BY_NONE, SGP_NOTHING, step->next);
    if (step->kind == SGP_STEP_MEASURE)
        follow(w, at, SGP_ENABLED_BY_VALUE, SGP_NOTHING, step->next);
    if ((is_many || step->kind == SGP_STEP_MEASURE) && step->otherwise != SGP_NOTHING)
        follow(w, at, is_many ? SGP_ENABLED_BY_UNSURE : SGP_ENABLED_BY_NOT_KNOWN, SGP_NOTHING, step->otherwise);
}

/* An item that is met for the first time is added. */
static void add_item(way *w, sgp_index item)
{
    const sgp_index *items = w->form->items.items;
    for (size_t i = 0; i < w->form->items.count; i++)
        if (items[i] == item)
            return;
    w->form->failed = w->form->failed || !sgp_array_append(&w->form->items, &item, 1);
}

static void add_enable(way *w, sgp_index item)
{
    w->enable.item = item;
    w->form->failed = w->form->failed || !sgp_array_append(&w->form->enables, &w->enable, 1);
}

/* Items in the order in which they are met, until no answer leads to a new one; a return meets more once another jump
 * into its module was met. */
static void gather_items(sgp_form *form)
{
    way w = {.form = form, .meet = add_item};
    size_t before;
    do {
        before = form->items.count;
        follow_start(&w);
        for (size_t i = 0; i < form->items.count && !form->failed; i++)
            follow_answers(&w, *SGP_AT(&form->items, sgp_index, i));
    } while (form->items.count != before && !form->failed);
}

/* "All of them no" stands alone, as a form joins its conditions by "any" or by "all". */
static void check_all_no(sgp_form *form)
{
    const sgp_enable *enables = form->enables.items;
    for (size_t i = 0; i < form->enables.count; i++)
        for (size_t j = 0; j < form->enables.count && enables[i].by == SGP_ENABLED_BY_ALL_NO; j++)
            if (i != j && enables[j].item == enables[i].item)
                lose(form, enables[i].step,
                     "other answers lead to the same step: one no of it is enough to enable that");
}

signpost_status sgp_form_make(sgp_form *form, const signpost_algorithms *algorithms, sgp_index pathway,
                              signpost_diagnostics *lost, signpost_error *error)
{
    *form = (sgp_form){.algorithms = algorithms,
                       .pathway = pathway,
                       .items = SGP_ARRAY_OF(sgp_index),
                       .enables = SGP_ARRAY_OF(sgp_enable),
                       .lost = lost};
    form->seen = sgp_allocate_zeroed((size_t)algorithms->steps.count, 1);
    if (!form->seen)
        return sgp_fail_memory(error);
    gather_items(form);
    way w = {.form = form, .meet = add_enable};
    follow_start(&w);
    for (size_t i = 0; i < form->items.count && !form->failed; i++)
        follow_answers(&w, *SGP_AT(&form->items, sgp_index, i));
    check_all_no(form);
    if (!form->failed)
        return SIGNPOST_OK;
    sgp_form_release(form);
    return sgp_fail_memory(error);
}

void sgp_form_release(sgp_form *form)
{
    sgp_array_release(&form->items);
    sgp_array_release(&form->enables);
    sgp_release(form->seen);
    form->seen = NULL;
}
