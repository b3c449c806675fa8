/* Advice for the end of a call: what the outcome names, what keywords on the way call for, when to call back. */
#include "walk/walk.h"

static bool has_word(const signpost_algorithms *algorithms, sgp_run words, const char *word)
{
    for (int32_t i = 0; i < words.count; i++)
        if (algorithms->words.at[words.first + i] == word) /* interned */
            return true;
    return false;
}

/* Whether a keyword was gathered: of a pathway gone through, an answer given, or the outcome. */
static bool was_gathered(const signpost_walk *walk, const char *word)
{
    const signpost_algorithms *algorithms = walk->algorithms;
    if (has_word(algorithms, algorithms->pathways.at[walk->state.pathway].keywords, word))
        return true;
    if (walk->left == SGP_NOTHING &&
        has_word(algorithms, algorithms->outcomes.at[algorithms->steps.at[walk->state.step].outcome].keywords, word))
        return true;
    for (int32_t i = 0; i < walk->path_count; i++) {
        const sgp_entry *entry = &walk->path[i];
        const sgp_step *step = &algorithms->steps.at[entry->step];
        if (has_word(algorithms, algorithms->pathways.at[step->pathway].keywords, word))
            return true;
        if (entry->reply.answer != SGP_NOTHING &&
            has_word(algorithms, algorithms->answers.at[entry->reply.answer].keywords, word))
            return true;
    }
    return false;
}

static bool calls_for(const signpost_walk *walk, const sgp_advice *advice)
{
    for (int32_t i = 0; i < advice->keywords.count; i++)
        if (was_gathered(walk, walk->algorithms->words.at[advice->keywords.first + i]))
            return true;
    return false;
}

static bool is_number(const signpost_algorithms *algorithms, sgp_run run, sgp_index number)
{
    for (int32_t i = 0; i < run.count; i++)
        if (algorithms->numbers.at[run.first + i] == number)
            return true;
    return false;
}

/* Advice by keyword fits when disposition, age and sex do. Of an age known only roughly any part counts: it is advice.
 */
static bool fits(const signpost_walk *walk, const sgp_advice *advice)
{
    if (advice->kind != SIGNPOST_ADVICE_CARE || !advice->keywords.count)
        return false;
    if (advice->dispositions.count && !is_number(walk->algorithms, advice->dispositions, sgp_walk_end(walk)))
        return false;
    return sgp_age_fits(walk->patient.age, advice->ages) != SGP_FITS_NOT && (advice->sexes >> walk->patient.sex & 1) &&
           calls_for(walk, advice);
}

static sgp_run named_advice(const signpost_walk *walk)
{
    if (walk->left != SGP_NOTHING)
        return (sgp_run){0, 0};
    return walk->algorithms->outcomes.at[walk->algorithms->steps.at[walk->state.step].outcome].advice;
}

/* The entry of advice at `index`; SGP_NOTHING past the end. */
static sgp_index advice_at(const signpost_walk *walk, size_t index)
{
    const signpost_algorithms *algorithms = walk->algorithms;
    if (!sgp_walk_is_over(walk) || walk->state.pathway == SGP_NOTHING)
        return SGP_NOTHING;
    const sgp_run named = named_advice(walk);
    if (index < (size_t)named.count)
        return algorithms->numbers.at[named.first + (sgp_index)index];
    index -= (size_t)named.count;
    for (sgp_index i = 0; i < algorithms->advice.count; i++)
        if (fits(walk, &algorithms->advice.at[i]) && !is_number(algorithms, named, i) && index-- == 0)
            return i;
    return index == 0 ? algorithms->dispositions.at[sgp_walk_end(walk)].worsening : SGP_NOTHING;
}

bool signpost_walk_advice(const signpost_walk *walk, size_t index, signpost_advice *advice)
{
    sgp_index found = advice_at(walk, index);
    if (found == SGP_NOTHING)
        return false;
    const sgp_advice *there = &walk->algorithms->advice.at[found];
    *advice = (signpost_advice){.kind = there->kind, .name = there->name};
    const sgp_advice_texts said = sgp_advice_in(walk->algorithms, walk->language, found, &advice->is_translated);
    advice->title = said.title;
    advice->line_count = (size_t)said.say.count;
    return true;
}

const char *signpost_walk_advice_line(const signpost_walk *walk, size_t index, size_t line)
{
    sgp_index found = advice_at(walk, index);
    if (found == SGP_NOTHING)
        return "";
    const sgp_run say = sgp_advice_in(walk->algorithms, walk->language, found, NULL).say;
    return line < (size_t)say.count ? walk->algorithms->words.at[say.first + (sgp_index)line] : "";
}
