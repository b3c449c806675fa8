/* Pass 4: whether a translation is whole. Of each pathway that it speaks of, every text; beside it the modules that the
 * pathway goes through, its dispositions and its advice. */
#include "algorithms/translate.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

void sgp_miss_translation(sgp_translating *t, sgp_spot spot, const char *format, ...)
{
    char message[SIGNPOST_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    sgp_diagnose(t->loader->list, t->severity, SGP_UNTRANSLATED, spot, "%s", message);
}

static const sgp_step *step_at(const sgp_translating *t, sgp_index index)
{
    return SGP_ITEM(t->loader, steps, sgp_step, index);
}

static const sgp_pathway *pathway_at(const sgp_translating *t, sgp_index index)
{
    return SGP_ITEM(t->loader, pathways, sgp_pathway, index);
}

/* Every phrase is there, and none is the content's word for another. */
static void check_phrases(sgp_translating *t)
{
    for (int i = 0; i < SGP_PHRASE_COUNT; i++) {
        const char *said = *SGP_ITEM(t->loader, phrases, const char *, t->language *SGP_PHRASE_COUNT + i);
        sgp_phrase other = said ? sgp_phrase_find(said) : SGP_PHRASE_COUNT;
        if (other != SGP_PHRASE_COUNT && (int)other != i)
            sgp_diagnose(t->loader->list, SIGNPOST_ERROR, SGP_NAME_TAKEN, (sgp_spot){t->yaml->file, 1, 0},
                         "the phrase \"%s\" cannot be \"%s\", which means something else",
                         sgp_phrase_key((sgp_phrase)i), said);
        if (!said)
            sgp_miss_translation(t, (sgp_spot){t->yaml->file, 1, 0}, "the phrase \"%s\" is not translated",
                                 sgp_phrase_key((sgp_phrase)i));
    }
}

/* An answer that does not say its own wording takes that of the phrase: `not sure` is the same everywhere. */
static const char *fill_answer(sgp_translating *t, sgp_index answer)
{
    const char **wording = SGP_TRANSLATED(t, answer_texts, const char *, answers, answer);
    sgp_phrase phrase = sgp_phrase_find(SGP_ITEM(t->loader, answers, sgp_answer, answer)->label);
    if (!*wording && phrase < SGP_PHRASE_HOW_OLD)
        *wording = *SGP_ITEM(t->loader, phrases, const char *, t->language *SGP_PHRASE_COUNT + (sgp_index)phrase);
    return *wording;
}

/* A reply in the translation must mean one answer. */
static bool are_told_apart(sgp_translating *t, const sgp_step *step, int32_t index, const char *wording)
{
    for (int32_t i = 0; i < step->answers.count; i++) {
        sgp_index other = step->answers.first + i;
        const char *label = SGP_ITEM(t->loader, answers, sgp_answer, other)->label;
        const char *theirs = *SGP_TRANSLATED(t, answer_texts, const char *, answers, other);
        bool is_same = i != index && (sgp_text_equal_ignoring_case(label, wording) ||
                                      (i < index && theirs && sgp_text_equal_ignoring_case(theirs, wording)));
        if (is_same) {
            sgp_diagnose(t->loader->list, SIGNPOST_ERROR, SGP_NAME_TAKEN, t->steps[step - step_at(t, 0)],
                         "\"%s\" as an answer to %s cannot be told from its answer \"%s\"", wording, step->name, label);
            return false;
        }
    }
    return true;
}

/* Whether everything of one step is translated; what is not is reported. */
static bool check_step(sgp_translating *t, sgp_index index)
{
    const sgp_step *step = step_at(t, index);
    sgp_step_texts *texts = SGP_TRANSLATED(t, step_texts, sgp_step_texts, steps, index);
    sgp_spot spot = t->steps[index];
    if (step->kind > SGP_STEP_PART)
        return true;
    if (!spot.line) {
        sgp_miss_translation(t, t->pathways[step->pathway], "%s is not translated", step->name);
        return false;
    }
    const struct piece {
        const char *key, *own, **there;
    } pieces[] = {
        {"ask", step->text, &texts->text}, {"why", step->why, &texts->why}, {"help", step->help, &texts->help}};
    bool whole = true;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        bool is_missing = !*pieces[i].there && *pieces[i].own;
        if (is_missing)
            sgp_miss_translation(t, spot, "%s has no \"%s\"", step->name, pieces[i].key);
        else if (!*pieces[i].there)
            *pieces[i].there = "";
        whole = whole && !is_missing;
    }
    for (int32_t i = 0; i < step->answers.count; i++) {
        const char *wording = fill_answer(t, step->answers.first + i);
        if (!wording)
            sgp_miss_translation(t, spot, "%s has no wording for its answer \"%s\"", step->name,
                                 SGP_ITEM(t->loader, answers, sgp_answer, step->answers.first + i)->label);
        whole = whole && wording && are_told_apart(t, step, i, wording);
    }
    return whole;
}

static bool has_title(sgp_translating *t, sgp_index pathway)
{
    bool found = SGP_TRANSLATED(t, pathway_texts, sgp_pathway_texts, pathways, pathway)->title != NULL;
    if (!found)
        sgp_miss_translation(t, t->pathways[pathway], "%s has no entry with its version and its title",
                             pathway_at(t, pathway)->name);
    return found;
}

static void check_advice(sgp_translating *t, sgp_spot spot, const char *who, sgp_index advice)
{
    if (advice == SGP_NOTHING || t->told_advice[advice] ||
        SGP_TRANSLATED(t, advice_texts, sgp_advice_texts, advice, advice)->title)
        return;
    t->told_advice[advice] = true;
    sgp_miss_translation(t, spot, "%s says the advice %s, which is not translated", who,
                         SGP_ITEM(t->loader, advice, sgp_advice, advice)->name);
}

/* What a step of a translated pathway leads to: the disposition with its advice, a module, advice. */
static void check_ends(sgp_translating *t, sgp_spot spot, const sgp_step *step)
{
    if (step->kind == SGP_STEP_ADVICE)
        check_advice(t, spot, step->name, step->advice);
    if (step->kind == SGP_STEP_JUMP && step->target != SGP_NOTHING && pathway_at(t, step->target)->is_module &&
        !t->pathways[step->target].line)
        sgp_miss_translation(t, spot, "%s goes through the module %s, which is not translated", step->name,
                             pathway_at(t, step->target)->name);
    if (step->kind != SGP_STEP_OUTCOME || step->outcome == SGP_NOTHING)
        return;
    const sgp_outcome *outcome = SGP_ITEM(t->loader, outcomes, sgp_outcome, step->outcome);
    for (int32_t i = 0; i < outcome->advice.count; i++)
        check_advice(t, spot, step->name, *SGP_ITEM(t->loader, numbers, sgp_index, outcome->advice.first + i));
    if (outcome->disposition == SGP_NOTHING)
        return;
    const sgp_disposition *disposition = SGP_ITEM(t->loader, dispositions, sgp_disposition, outcome->disposition);
    if (!SGP_TRANSLATED(t, disposition_texts, sgp_disposition_texts, dispositions, outcome->disposition)->title &&
        !t->told_dispositions[outcome->disposition])
        sgp_miss_translation(t, spot, "%s ends with %s, which is not translated", step->name, disposition->shown.code);
    t->told_dispositions[outcome->disposition] = true;
    check_advice(t, spot, step->name, disposition->worsening);
}

static bool shares_word(const sgp_translating *t, sgp_run a, sgp_run b)
{
    for (int32_t i = 0; i < a.count; i++)
        for (int32_t j = 0; j < b.count; j++)
            if (*SGP_ITEM(t->loader, words, const char *, a.first + i) ==
                *SGP_ITEM(t->loader, words, const char *, b.first + j)) /* interned */
                return true;
    return false;
}

/* Care advice that the pathway's keywords call for. */
static void check_called_for(sgp_translating *t, sgp_index pathway)
{
    const sgp_pathway *there = pathway_at(t, pathway);
    for (size_t i = 0; i < t->loader->advice.count; i++)
        if (shares_word(t, SGP_ITEM(t->loader, advice, sgp_advice, i)->keywords, there->keywords))
            check_advice(t, t->pathways[pathway], there->name, (sgp_index)i);
}

void sgp_check_translation(sgp_translating *t)
{
    check_phrases(t);
    for (size_t i = 0; i < t->loader->pathways.count; i++) {
        const sgp_run steps = pathway_at(t, (sgp_index)i)->steps;
        if (!t->pathways[i].line)
            continue;
        bool whole = has_title(t, (sgp_index)i);
        for (int32_t j = 0; j < steps.count; j++) {
            whole = check_step(t, steps.first + j) && whole;
            check_ends(t, t->pathways[i], step_at(t, steps.first + j));
        }
        check_called_for(t, (sgp_index)i);
        sgp_pathway_texts *texts = SGP_TRANSLATED(t, pathway_texts, sgp_pathway_texts, pathways, i);
        texts->is_whole = texts->is_whole && whole;
    }
}
