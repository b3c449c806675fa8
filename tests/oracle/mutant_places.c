/* Looking around in compiled content, and in the text that it was compiled from. */
#include "mutant_places.h"

#include <stdio.h>

enum { MOST_STEPS = 4096 };

const char *bytes_of(const mutator *m)
{
    return m->file->bytes;
}

bool find_target(const mutator *m, const sgp_step *step, const char *label, piece *target)
{
    const char *text = bytes_of(m);
    const piece block = block_at(text, step->line);
    char key[128];
    snprintf(key, sizeof key, "%s: ", label);
    size_t at = find_word(text, block.at, block.at + block.length, "answers:");
    at = at == SIZE_MAX ? at : find_word(text, at + 8, block.at + block.length, key);
    if (at == SIZE_MAX)
        return false;
    at += strlen(key);
    if (text[at] == '{') {
        at = find_word(text, at, block.at + block.length, "go: ");
        if (at == SIZE_MAX)
            return false;
        at += 4;
    }
    *target = (piece){at, strspn(text + at, "abcdefghijklmnopqrstuvwxyz0123456789-")};
    return target->length > 0;
}

bool give(mutator *m, const signpost_source *file, const change *changes, int count, const char *about)
{
    size_t used = 0, at = 0;
    for (int i = 0; i < count; i++) {
        int length = snprintf(m->text + used, MUTANT_SIZE - used, "%.*s%s", (int)(changes[i].old.at - at),
                              file->bytes + at, changes[i].text);
        used += (size_t)length;
        at = changes[i].old.at + changes[i].old.length;
    }
    used += (size_t)snprintf(m->text + used, MUTANT_SIZE - used, "%.*s", (int)(file->size - at), file->bytes + at);
    if (used >= MUTANT_SIZE)
        return false;
    return m->take(m->context, file, &(signpost_source){file->name, m->text, used}, about);
}

bool give_one(mutator *m, piece old, const char *text, const char *about)
{
    return give(m, m->file, &(change){old, text}, 1, about);
}

bool give_swapped(mutator *m, piece a, piece b, const char *about)
{
    char first[128], second[128];
    if (a.at > b.at) {
        piece swapped = a;
        a = b;
        b = swapped;
    }
    snprintf(first, sizeof first, "%.*s", (int)a.length, bytes_of(m) + a.at);
    snprintf(second, sizeof second, "%.*s", (int)b.length, bytes_of(m) + b.at);
    const change changes[2] = {{a, second}, {b, first}};
    return give(m, m->file, changes, 2, about);
}

const sgp_step *step_at(const mutator *m, sgp_index step)
{
    return &m->algorithms->steps.at[step];
}

const sgp_pathway *pathway_of(const mutator *m)
{
    return &m->algorithms->pathways.at[m->pathway];
}

sgp_index first_step(const mutator *m)
{
    return pathway_of(m)->steps.first;
}

sgp_index end_step(const mutator *m)
{
    return first_step(m) + pathway_of(m)->steps.count;
}

const sgp_answer *answer_at(const mutator *m, const sgp_step *step, int32_t i)
{
    return &m->algorithms->answers.at[step->answers.first + i];
}

const sgp_answer *answer_called(const mutator *m, const sgp_step *step, const char *label)
{
    for (int32_t i = 0; i < step->answers.count && step->kind == SGP_STEP_QUESTION; i++)
        if (strcmp(answer_at(m, step, i)->label, label) == 0)
            return answer_at(m, step, i);
    return NULL;
}

sgp_index ending(const mutator *m, sgp_index step)
{
    return step >= 0 && step_at(m, step)->kind == SGP_STEP_OUTCOME
               ? m->algorithms->outcomes.at[step_at(m, step)->outcome].disposition
               : SGP_NOTHING;
}

bool is_ambulance(const mutator *m, sgp_index disposition)
{
    return m->algorithms->dispositions.at[disposition].shown.setting == SIGNPOST_SETTING_AMBULANCE;
}

sgp_index self_care(const mutator *m)
{
    return sgp_disposition_find(m->algorithms, "Dx39");
}

bool is_flag(const mutator *m, sgp_index step)
{
    const sgp_run flags = pathway_of(m)->red_flags;
    for (int32_t i = 0; i < flags.count; i++)
        if (m->algorithms->numbers.at[flags.first + i] == step)
            return true;
    return false;
}

/* Every step that the graph leads to from a step, whatever is answered, itself first. Returns how many. */
static int32_t steps_from(const mutator *m, sgp_index step, sgp_index steps[MOST_STEPS])
{
    static bool seen[MOST_STEPS];
    int32_t count = 0;
    memset(seen, 0, sizeof seen);
    steps[count++] = step;
    for (int32_t i = 0; i < count; i++) {
        sgp_index next;
        for (int32_t edge = 0; (next = sgp_step_edge(m->algorithms, step_at(m, steps[i]), edge)) != SGP_NOTHING; edge++)
            if (next >= 0 && !seen[next]) {
                seen[next] = true;
                steps[count++] = next;
            }
    }
    return count;
}

sgp_index worst_from(const mutator *m, sgp_index step)
{
    static sgp_index steps[MOST_STEPS];
    int32_t count = steps_from(m, step, steps);
    sgp_index worst = SGP_NOTHING;
    for (int32_t i = 0; i < count; i++)
        worst = ending(m, steps[i]) > worst ? ending(m, steps[i]) : worst;
    return worst;
}

bool is_named(const mutator *m, const sgp_step *step, const sgp_answer *answer)
{
    for (int32_t i = 0; i < m->algorithms->expressions.count; i++) {
        const sgp_expression *e = &m->algorithms->expressions.at[i];
        bool compares = e->operation == SGP_AMONG || e->operation == SGP_NOT_AMONG;
        if (compares && e->subject == SGP_SUBJECT_FACT && e->fact == step->fact && (e->mask >> answer->value & 1))
            return true;
    }
    return false;
}

int32_t ways_to(const mutator *m, sgp_index step)
{
    int32_t count = 0;
    sgp_index next;
    for (sgp_index i = first_step(m); i < end_step(m); i++)
        for (int32_t edge = 0; (next = sgp_step_edge(m->algorithms, step_at(m, i), edge)) != SGP_NOTHING; edge++)
            count += next == step;
    return count;
}

static bool guards(const mutator *m, const sgp_safety_rule *rule, sgp_index question, const sgp_answer *answer)
{
    const sgp_expression *e = &m->algorithms->expressions.at[rule->condition];
    bool is_leaf = e->subject == SGP_SUBJECT_FACT && (e->operation == SGP_AMONG || e->operation == SGP_NOT_AMONG);
    return rule->pathway == m->pathway && is_leaf && e->fact == step_at(m, question)->fact &&
           (e->mask >> answer->value & 1) == (e->operation == SGP_AMONG);
}

bool find_guarded(const mutator *m, int nth, guarded *found)
{
    for (int32_t i = 0; i < m->algorithms->safety.count; i++)
        for (sgp_index q = first_step(m); q < end_step(m); q++)
            for (int32_t j = 0; j < step_at(m, q)->answers.count && step_at(m, q)->kind == SGP_STEP_QUESTION; j++)
                if (guards(m, &m->algorithms->safety.at[i], q, answer_at(m, step_at(m, q), j)) && nth-- == 0) {
                    *found = (guarded){&m->algorithms->safety.at[i], q, answer_at(m, step_at(m, q), j)};
                    return true;
                }
    return false;
}
