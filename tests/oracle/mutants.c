/* Each maker looks in the compiled content for places where its mistake tells, by what lies directly there: it must not
 * need a proof to know that. Places are then found in the text by line and by name. */
#include "base/error.h"
#include "mutant_places.h"

#include <stdio.h>
#include <string.h>

/* ---- what is reached ---- */

/* An answer of three is gone that alone led somewhere. */
static void drop_answers(mutator *m)
{
    for (sgp_index q = first_step(m); q < end_step(m); q++) {
        const sgp_step *step = step_at(m, q);
        for (int32_t i = 0; i < step->answers.count && step->kind == SGP_STEP_QUESTION; i++) {
            const char *text = bytes_of(m);
            piece target;
            bool is_shared = strchr(m->algorithms->facts.at[step->fact].name, '/') == NULL;
            if (is_shared || is_named(m, step, answer_at(m, step, i)) || step->answers.count < 3 ||
                ways_to(m, answer_at(m, step, i)->go) != 1 ||
                !find_target(m, step, answer_at(m, step, i)->label, &target))
                continue;
            size_t first = target.at;
            while (first && text[first - 1] != '\n')
                first--;
            piece line = {first, strcspn(text + first, "\n") + 1};
            bool is_own_line = find_word(text, first, first + line.length, "answers:") == SIZE_MAX;
            if (is_own_line && !give_one(m, line, "", step->name))
                return;
        }
    }
}

/* The first answer to a question leads back to the start. */
static void go_round(mutator *m)
{
    for (sgp_index q = first_step(m); q < end_step(m); q++) {
        const sgp_step *step = step_at(m, q);
        piece target;
        if (step->kind == SGP_STEP_QUESTION && find_target(m, step, answer_at(m, step, 0)->label, &target) &&
            !give_one(m, target, sgp_step_short_name(m->algorithms, pathway_of(m)->start), step->name))
            return;
    }
}

/* ---- decisions ---- */

/* A rule stands there twice. */
static void repeat_rules(mutator *m, bool ordered)
{
    static char twice[8192];
    for (sgp_index d = first_step(m); d < end_step(m); d++) {
        const sgp_step *step = step_at(m, d);
        for (int32_t i = 0; i < step->rules.count && step->is_ordered == ordered; i++) {
            const sgp_rule *rule = &m->algorithms->rules.at[step->rules.first + i];
            if (rule->condition == SGP_NOTHING)
                continue;
            piece block = block_at(bytes_of(m), rule->line);
            snprintf(twice, sizeof twice, "%.*s%.*s", (int)block.length, bytes_of(m) + block.at, (int)block.length,
                     bytes_of(m) + block.at);
            if (!give_one(m, block, twice, step->name))
                return;
        }
    }
}

static void shadow_rules(mutator *m)
{
    repeat_rules(m, true);
}

static void overlap_rules(mutator *m)
{
    repeat_rules(m, false);
}

/* What was otherwise is only for who calls the first time. */
static void remove_rules(mutator *m)
{
    for (sgp_index d = first_step(m); d < end_step(m); d++) {
        const sgp_step *step = step_at(m, d);
        if (!step->rules.count)
            continue;
        const sgp_rule *last = &m->algorithms->rules.at[step->rules.first + step->rules.count - 1];
        size_t at = line_at(bytes_of(m), last->line), indent = indent_at(bytes_of(m), at);
        char text[256];
        if (last->condition != SGP_NOTHING || strncmp(bytes_of(m) + at + indent, "- otherwise: ", 13) != 0)
            continue;
        const char *target = bytes_of(m) + at + indent + 13;
        snprintf(text, sizeof text, "%*s- {if: contacts = 1, go: %.*s}\n", (int)indent, "",
                 (int)strspn(target, "abcdefghijklmnopqrstuvwxyz0123456789-"), target);
        if (!give_one(m, block_at(bytes_of(m), last->line), text, step->name))
            return;
    }
}

/* A measure that may not be known is read as if it were, right behind it. */
static void remove_guards(mutator *m)
{
    for (sgp_index q = first_step(m); q < end_step(m); q++) {
        const sgp_step *measure = step_at(m, q);
        if (measure->kind != SGP_STEP_MEASURE || measure->otherwise < 0)
            continue;
        const sgp_step *decision = step_at(m, measure->otherwise);
        char guard[128];
        snprintf(guard, sizeof guard, "known(%s) and ", m->algorithms->facts.at[measure->fact].name);
        for (int32_t i = 0; i < decision->rules.count; i++) {
            piece rule = block_at(bytes_of(m), m->algorithms->rules.at[decision->rules.first + i].line);
            size_t at = find_word(bytes_of(m), rule.at, rule.at + rule.length, guard);
            if (at != SIZE_MAX && !give_one(m, (piece){at, strlen(guard)}, "", decision->name))
                return;
        }
    }
}

/* ---- safety ---- */

static void swap_targets(mutator *m)
{
    guarded g;
    for (int i = 0; find_guarded(m, i, &g); i++) {
        const sgp_step *step = step_at(m, g.question);
        const sgp_answer *yes = answer_called(m, step, "yes"), *no = answer_called(m, step, "no");
        piece first, second;
        if (g.answer == yes && no && no->go != yes->go && worst_from(m, no->go) > g.rule->at_least &&
            find_target(m, step, "yes", &first) && find_target(m, step, "no", &second) &&
            !give_swapped(m, first, second, step->name))
            return;
    }
}

static void lower_urgency(mutator *m)
{
    guarded g;
    for (int i = 0; find_guarded(m, i, &g); i++) {
        if (ending(m, g.answer->go) == SGP_NOTHING)
            continue;
        const sgp_step *outcome = step_at(m, g.answer->go);
        piece block = block_at(bytes_of(m), outcome->line);
        size_t at = find_word(bytes_of(m), block.at, block.at + block.length, "disposition: ");
        if (at != SIZE_MAX &&
            !give_one(m, (piece){at + 13, strspn(bytes_of(m) + at + 13, "Dx0123456789")}, "Dx39", outcome->name))
            return;
    }
}

/* ---- not sure, and severity ---- */

/* Not sure to a red flag counts as no. */
static void soften_unsure(mutator *m)
{
    for (sgp_index q = first_step(m); q < end_step(m); q++) {
        const sgp_step *step = step_at(m, q);
        const sgp_answer *yes = answer_called(m, step, "yes"), *no = answer_called(m, step, "no");
        piece unsure, mild;
        bool tells = is_flag(m, q) && yes && no && ending(m, yes->go) != SGP_NOTHING &&
                     worst_from(m, no->go) > ending(m, yes->go);
        char target[128];
        if (!tells || !find_target(m, step, "not sure", &unsure) || !find_target(m, step, "no", &mild))
            continue;
        snprintf(target, sizeof target, "%.*s", (int)mild.length, bytes_of(m) + mild.at);
        if (!give_one(m, unsure, target, step->name))
            return;
    }
}

/* The order of a shared fact that the pathway asks about stands upside down. */
static void reverse_severity(mutator *m)
{
    static const char order[] = "[yes, not sure, no]";
    for (sgp_index q = first_step(m); q < end_step(m); q++) {
        const sgp_step *step = step_at(m, q);
        const sgp_answer *yes = answer_called(m, step, "yes"), *no = answer_called(m, step, "no");
        if (!yes || !no || !m->algorithms->facts.at[step->fact].severity_order || ending(m, yes->go) == SGP_NOTHING ||
            worst_from(m, no->go) <= ending(m, yes->go))
            continue;
        char key[128];
        snprintf(key, sizeof key, "%s: {", m->algorithms->facts.at[step->fact].name);
        size_t at = find_word(m->facts->bytes, 0, m->facts->size, key);
        const char *values = at == SIZE_MAX ? NULL : strstr(m->facts->bytes + at, order);
        if (values &&
            !give(m, m->facts, &(change){{(size_t)(values - m->facts->bytes), sizeof order - 1}, "[no, not sure, yes]"},
                  1, step->name))
            return;
    }
}

/* ---- interim dispositions and red flags ---- */

/* A step says that who drops out here may look after themselves. */
static change interim_at(const mutator *m, sgp_index step)
{
    piece block = block_at(bytes_of(m), step_at(m, step)->line);
    size_t below = block.at + strcspn(bytes_of(m) + block.at, "\n") + 1;
    return (change){{below, 0}, "    interim: {disposition: Dx39, because: nothing was found}\n"};
}

static bool give_interim(mutator *m, sgp_index step)
{
    const change interim = interim_at(m, step);
    return give(m, m->file, &interim, 1, step_at(m, step)->name);
}

/* The same, where a rule asks for more for who calls a second time; from the third on, a walk itself gives more. */
static bool give_interim_against_rule(mutator *m, sgp_index step)
{
    static const char rules[] = "\nsafety:\n";
    const char *found = strstr(bytes_of(m), rules);
    const change interim = interim_at(m, step);
    if (!found)
        return true;
    const change rule = {{(size_t)(found - bytes_of(m)) + sizeof rules - 1, 0},
                         "  - {name: who calls again is called back, when: contacts = 2, at_least: Dx35}\n"};
    bool in_order = interim.old.at < rule.old.at;
    const change both[2] = {in_order ? interim : rule, in_order ? rule : interim};
    return give(m, m->file, both, 2, step_at(m, step)->name);
}

static bool can_say_interim(const mutator *m, sgp_index step)
{
    return step >= first_step(m) && step < end_step(m) && step_at(m, step)->kind <= SGP_STEP_TOGETHER &&
           step_at(m, step)->interim == SGP_NOTHING;
}

/* Whether "no" to some question leads to it: behind a red flag that is positive the interim is an ambulance anyway. */
static bool follows_no(const mutator *m, sgp_index question)
{
    for (sgp_index q = first_step(m); q < end_step(m); q++) {
        const sgp_answer *no = answer_called(m, step_at(m, q), "no");
        if (no && no->go == question)
            return true;
    }
    return false;
}

/* Where only what is more urgent can follow. */
static void soften_interim(mutator *m)
{
    for (sgp_index q = first_step(m); q < end_step(m); q++)
        if (can_say_interim(m, q) && follows_no(m, q) && worst_from(m, q) < self_care(m) && !give_interim(m, q))
            return;
}

/* Where a safety rule was triggered: by the answer before it, or by who has called again. */
static void forget_trigger(mutator *m)
{
    guarded g;
    for (int i = 0; find_guarded(m, i, &g); i++)
        if (can_say_interim(m, g.answer->go) && !is_flag(m, g.question) && g.rule->at_least < self_care(m) &&
            !give_interim(m, g.answer->go))
            return;
    for (sgp_index q = first_step(m); q < end_step(m); q++)
        if (can_say_interim(m, q) && follows_no(m, q) && !give_interim_against_rule(m, q))
            return;
}

/* A question that some answer before it leads past, to an outcome, is listed as a red flag. */
static bool is_passed_by(const mutator *m, sgp_index question)
{
    for (sgp_index q = first_step(m); q < end_step(m); q++) {
        const sgp_step *step = step_at(m, q);
        bool asks = false, passes = false;
        for (int32_t i = 0; i < step->answers.count && step->kind == SGP_STEP_QUESTION; i++) {
            sgp_index go = answer_at(m, step, i)->go;
            asks = asks || go == question;
            passes = passes || (ending(m, go) != SGP_NOTHING && !is_ambulance(m, ending(m, go)));
        }
        if (asks && passes)
            return true;
    }
    return false;
}

static void ask_flag_late(mutator *m)
{
    for (sgp_index q = first_step(m); q < end_step(m); q++) {
        if (step_at(m, q)->kind != SGP_STEP_QUESTION || is_flag(m, q) || !is_passed_by(m, q))
            continue;
        const char *text = bytes_of(m), *name = sgp_step_short_name(m->algorithms, q),
                   *key = strstr(text, "\nred_flags:");
        char added[160];
        if (!key)
            continue;
        size_t at = (size_t)(key - text) + sizeof "\nred_flags:" - 1;
        bool is_flow = text[at + 1] == '[';
        snprintf(added, sizeof added, is_flow ? "%s, " : "  - %s\n", name);
        if (!give_one(m, (piece){is_flow ? at + 2 : at + strcspn(text + at, "\n") + 1, 0}, added, step_at(m, q)->name))
            return;
    }
}

/* ---- patients ---- */

static void give_patients(mutator *m, const char *patients)
{
    const char *key = strstr(bytes_of(m), "\npatients:");
    size_t at = key ? (size_t)(key - bytes_of(m)) + 1 : 0;
    if (key)
        give_one(m, (piece){at, strcspn(bytes_of(m) + at, "\n")}, patients, pathway_of(m)->name);
}

static void narrow_patients(mutator *m)
{
    give_patients(m, "patients: {age: 99 years and over, sex: unknown}");
}

static void widen_patients(mutator *m)
{
    for (int32_t i = 0; i < m->algorithms->complaints.count; i++) {
        const sgp_complaint *complaint = &m->algorithms->complaints.at[i];
        if (strcmp(complaint->name, pathway_of(m)->complaint) == 0 && complaint->pathways.count > 1)
            give_patients(m, "patients: {age: any, sex: any}");
    }
}

const mutant_kind mutant_kinds[MUTANT_KINDS] = {
    {"dropped answer", SGP_UNREACHABLE, drop_answers},
    {"endless jump", SGP_ENDLESS, go_round},
    {"shadowed rule", SGP_NEVER_FIRES, shadow_rules},
    {"overlapping rule", SGP_RULES_OVERLAP, overlap_rules},
    {"removed rule", SGP_NO_RULE, remove_rules},
    {"removed guard", SGP_MAY_BE_UNKNOWN, remove_guards},
    {"swapped targets", SGP_SAFETY_BROKEN, swap_targets},
    {"lowered urgency", SGP_SAFETY_BROKEN, lower_urgency},
    {"softened not sure", SGP_UNSURE_TOO_MILD, soften_unsure},
    {"reversed severity", SGP_SEVERITY_LOWERS, reverse_severity},
    {"interim too mild", SGP_INTERIM_TOO_MILD, soften_interim},
    {"interim against a safety rule", SGP_INTERIM_UNSAFE, forget_trigger},
    {"red flag asked too late", SGP_FLAG_NOT_ASKED, ask_flag_late},
    {"narrowed patients", SGP_NO_PATHWAY, narrow_patients},
    {"widened patients", SGP_TWO_PATHWAYS, widen_patients},
};
