/* Looking texts up in a language. Translations lie in tables as long as what they translate, one language behind the
 * other; a text that is not there is NULL. */
#include "algorithms/language.h"

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const struct phrase {
    const char *key, *english;
} phrases[SGP_PHRASE_COUNT] = {
    [SGP_PHRASE_YES] = {"yes", "yes"},
    [SGP_PHRASE_NO] = {"no", "no"},
    [SGP_PHRASE_NOT_SURE] = {"not sure", "not sure"},
    [SGP_PHRASE_NOT_KNOWN] = {"not known", "not known"},
    [SGP_PHRASE_NONE_OF_THESE] = {"none of these", "none of these"},
    [SGP_PHRASE_HOW_OLD] = {"how old", "How old is the patient exactly?"},
    [SGP_PHRASE_ANY] = {"any", "some yes or not sure"},
    [SGP_PHRASE_ALL_NO] = {"all no", "all no"},
    [SGP_PHRASE_THEN] = {"then", "then"},
    [SGP_PHRASE_OTHERWISE] = {"otherwise", "otherwise"},
    [SGP_PHRASE_IF] = {"if", "if"},
    [SGP_PHRASE_GO_TO] = {"go to", "go to"},
    [SGP_PHRASE_TICK] = {"tick", "Tick all that apply:"},
    [SGP_PHRASE_NUMBER] = {"number", "Write the number down:"},
    [SGP_PHRASE_EACH] = {"each", "Answer each: yes, no or not sure."},
    [SGP_PHRASE_SAY] = {"say", "Say:"},
    [SGP_PHRASE_THROUGH] = {"through", "Go through"},
    [SGP_PHRASE_COME_BACK] = {"come back", "come back here"},
    [SGP_PHRASE_BACK] = {"back", "go back to where you came from"},
    [SGP_PHRASE_END] = {"end", "End:"},
    [SGP_PHRASE_RED_FLAG] = {"red flag", "Red flag"},
    [SGP_PHRASE_OUTCOMES] = {"outcomes", "What the patient should do"},
    [SGP_PHRASE_MODULE] = {"module", "Part"},
    [SGP_PHRASE_DEMONSTRATION] = {"demonstration",
                                  "A demonstration, not clinically validated: not for the care of patients."},
    [SGP_PHRASE_UNREVIEWED] = {"unreviewed", "This translation has not been reviewed: do not rely on it."},
};

const char *sgp_phrase_key(sgp_phrase phrase)
{
    return phrases[phrase].key;
}

sgp_phrase sgp_phrase_find(const char *key)
{
    int phrase = 0;
    while (phrase < SGP_PHRASE_COUNT && strcmp(phrases[phrase].key, key) != 0)
        phrase++;
    return (sgp_phrase)phrase;
}

const char *sgp_phrase_in(const signpost_algorithms *algorithms, sgp_index language, sgp_phrase phrase)
{
    const char *said = language == SGP_OWN_LANGUAGE
                           ? NULL
                           : algorithms->phrases.at[language * (sgp_index)SGP_PHRASE_COUNT + (sgp_index)phrase];
    return said ? said : phrases[phrase].english;
}

signpost_status sgp_language_find(const signpost_algorithms *algorithms, const char *code, sgp_index *language,
                                  signpost_error *error)
{
    *language = SGP_OWN_LANGUAGE;
    if (!code || !*code || strcmp(code, SIGNPOST_OWN_LANGUAGE) == 0)
        return SIGNPOST_OK;
    sgp_nearest nearest = sgp_nearest_to(code);
    sgp_nearest_offer(&nearest, SIGNPOST_OWN_LANGUAGE);
    for (sgp_index i = 0; i < algorithms->languages.count; i++) {
        sgp_nearest_offer(&nearest, algorithms->languages.at[i].code);
        if (strcmp(algorithms->languages.at[i].code, code) != 0)
            continue;
        *language = i;
        return SIGNPOST_OK;
    }
    char suggestion[96];
    sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_NAME, "the content has not been translated into \"%s\"%s", code,
             sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    sgp_error_hint(error, "its own language is " SIGNPOST_OWN_LANGUAGE "; translations stand beside it");
    return SIGNPOST_NOT_FOUND;
}

const char *sgp_language_code(const signpost_algorithms *algorithms, sgp_index language)
{
    return language == SGP_OWN_LANGUAGE ? SIGNPOST_OWN_LANGUAGE : algorithms->languages.at[language].code;
}

static const sgp_pathway_texts *pathway_texts(const signpost_algorithms *algorithms, sgp_index language,
                                              sgp_index pathway)
{
    return &algorithms->pathway_texts.at[language * algorithms->pathways.count + pathway];
}

/* Whether a pathway is spoken in a language. */
static bool speaks(const signpost_algorithms *algorithms, sgp_index language, sgp_index pathway)
{
    return language != SGP_OWN_LANGUAGE && pathway_texts(algorithms, language, pathway)->is_whole;
}

static void tell(bool *is_translated, sgp_index language, bool found)
{
    if (is_translated)
        *is_translated = found || language == SGP_OWN_LANGUAGE;
}

sgp_step_texts sgp_step_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index step,
                           bool *is_translated)
{
    const sgp_step *own = &algorithms->steps.at[step];
    bool found = speaks(algorithms, language, own->pathway);
    tell(is_translated, language, found);
    if (!found)
        return (sgp_step_texts){own->text, own->why, own->help};
    return algorithms->step_texts.at[language * algorithms->steps.count + step];
}

const char *sgp_answer_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index step, sgp_index answer)
{
    if (!speaks(algorithms, language, algorithms->steps.at[step].pathway))
        return algorithms->answers.at[answer].wording;
    return algorithms->answer_texts.at[language * algorithms->answers.count + answer];
}

const char *sgp_pathway_title_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index pathway)
{
    return speaks(algorithms, language, pathway) ? pathway_texts(algorithms, language, pathway)->title
                                                 : algorithms->pathways.at[pathway].title;
}

signpost_disposition sgp_disposition_in(const signpost_algorithms *algorithms, sgp_index language,
                                        sgp_index disposition, bool *is_translated)
{
    signpost_disposition shown = algorithms->dispositions.at[disposition].shown;
    const sgp_disposition_texts *there =
        language == SGP_OWN_LANGUAGE
            ? NULL
            : &algorithms->disposition_texts.at[language * algorithms->dispositions.count + disposition];
    bool found = there && there->title;
    tell(is_translated, language, found);
    if (found) {
        shown.title = there->title;
        shown.say = there->say;
    }
    return shown;
}

sgp_advice_texts sgp_advice_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index advice,
                               bool *is_translated)
{
    const sgp_advice *own = &algorithms->advice.at[advice];
    const sgp_advice_texts *there = language == SGP_OWN_LANGUAGE
                                        ? NULL
                                        : &algorithms->advice_texts.at[language * algorithms->advice.count + advice];
    bool found = there && there->title;
    tell(is_translated, language, found);
    return found ? *there : (sgp_advice_texts){own->title, own->say};
}

bool signpost_language_at(const signpost_algorithms *algorithms, size_t index, signpost_language *language)
{
    if (index >= (size_t)algorithms->languages.count)
        return false;
    const sgp_language *there = &algorithms->languages.at[index];
    *language = (signpost_language){
        .code = there->code, .name = there->name, .is_reviewed = there->is_reviewed, .reviewed_by = there->reviewed_by};
    for (sgp_index i = 0; i < algorithms->pathways.count; i++) {
        bool is_whole = speaks(algorithms, (sgp_index)index, i);
        language->pathways += is_whole && !algorithms->pathways.at[i].is_module;
        language->modules += is_whole && algorithms->pathways.at[i].is_module;
    }
    return true;
}
