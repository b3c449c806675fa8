/* What is said in which language. The content's own is SGP_OWN_LANGUAGE, British English; the others are translations.
 *
 * Rules kept here:
 *  - a pathway (or module) is spoken in another language only when its translation is whole and of its version, so that
 *    a call does not change language from question to question;
 *  - the same holds for each disposition and each entry of advice;
 *  - what is not translated is said in English. */
#ifndef SGP_ALGORITHMS_LANGUAGE_H
#define SGP_ALGORITHMS_LANGUAGE_H

#include "algorithms/model.h"

enum { SGP_OWN_LANGUAGE = SGP_NOTHING };

/* What the content does not write itself, but everybody hears or reads. */
typedef enum sgp_phrase {
    SGP_PHRASE_YES,
    SGP_PHRASE_NO,
    SGP_PHRASE_NOT_SURE,
    SGP_PHRASE_NOT_KNOWN,
    SGP_PHRASE_NONE_OF_THESE,
    SGP_PHRASE_HOW_OLD,
    /* of diagrams and scripts */
    SGP_PHRASE_ANY,
    SGP_PHRASE_ALL_NO,
    SGP_PHRASE_THEN,
    SGP_PHRASE_OTHERWISE,
    SGP_PHRASE_IF,
    SGP_PHRASE_GO_TO,
    SGP_PHRASE_TICK,
    SGP_PHRASE_NUMBER,
    SGP_PHRASE_EACH,
    SGP_PHRASE_SAY,
    SGP_PHRASE_THROUGH,
    SGP_PHRASE_COME_BACK,
    SGP_PHRASE_BACK,
    SGP_PHRASE_END,
    SGP_PHRASE_RED_FLAG,
    SGP_PHRASE_OUTCOMES,
    SGP_PHRASE_MODULE,
    SGP_PHRASE_DEMONSTRATION,
    SGP_PHRASE_UNREVIEWED,
    SGP_PHRASE_COUNT
} sgp_phrase;

/* How a translation names a phrase, and the phrase in English. */
const char *sgp_phrase_key(sgp_phrase phrase);
/* The phrase by its key; SGP_PHRASE_COUNT when there is none. */
sgp_phrase sgp_phrase_find(const char *key);
const char *sgp_phrase_in(const signpost_algorithms *algorithms, sgp_index language, sgp_phrase phrase);

/* The language with a code; SGP_OWN_LANGUAGE for that of the content, for NULL and for "". SIGNPOST_NOT_FOUND, with the
 * nearest. */
signpost_status sgp_language_find(const signpost_algorithms *algorithms, const char *code, sgp_index *language,
                                  signpost_error *error);
const char *sgp_language_code(const signpost_algorithms *algorithms, sgp_index language);

/* Texts, translated where they can be. `*is_translated`, when not NULL, tells whether they are; of the content's own
 * language all are. */
sgp_step_texts sgp_step_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index step,
                           bool *is_translated);
/* Wording of an answer of a step. */
const char *sgp_answer_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index step, sgp_index answer);
const char *sgp_pathway_title_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index pathway);
signpost_disposition sgp_disposition_in(const signpost_algorithms *algorithms, sgp_index language,
                                        sgp_index disposition, bool *is_translated);
/* An entry's title, and its lines as a run of `words`. */
sgp_advice_texts sgp_advice_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index advice,
                               bool *is_translated);

#endif
