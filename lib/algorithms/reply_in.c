/* Replies in the words of a translation: turned into the content's words, and then read as those. The content's own
 * words are always taken, too, and come first: no wording of a translation may be another answer's word. */
#include "algorithms/language.h"

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_REPLY = 512 };

/* A part of a reply, without the spaces around it. */
typedef struct piece {
    const char *text;
    size_t length;
} piece;

static piece piece_of(const char *text, size_t length)
{
    while (length && sgp_is_space(*text))
        text++, length--;
    while (length && sgp_is_space(text[length - 1]))
        length--;
    return (piece){text, length};
}

static bool says(piece said, const char *wording)
{
    size_t i = 0;
    while (i < said.length && sgp_lower(said.text[i]) == sgp_lower(wording[i]) && wording[i])
        i++;
    return i == said.length && !wording[i];
}

/* The content's word for a piece: the label of the answer with that wording, or a phrase; NULL when it is neither. */
static const char *own_word(const signpost_algorithms *algorithms, sgp_index language, sgp_index step, piece said)
{
    const sgp_run answers = algorithms->steps.at[step].answers;
    for (int32_t i = 0; i < answers.count; i++) {
        const char *wording = sgp_answer_in(algorithms, language, step, answers.first + i);
        if (says(said, wording))
            return algorithms->answers.at[answers.first + i].label;
    }
    for (int phrase = 0; phrase < SGP_PHRASE_HOW_OLD; phrase++)
        if (says(said, sgp_phrase_in(algorithms, language, (sgp_phrase)phrase)))
            return sgp_phrase_key((sgp_phrase)phrase);
    return NULL;
}

/* A text while it is put together; `failed` when it became too long. */
typedef struct building {
    char text[LONGEST_REPLY];
    size_t length;
    bool failed;
} building;

static void add(building *b, piece said)
{
    b->failed = b->failed || b->length + said.length >= sizeof b->text;
    if (b->failed)
        return;
    memcpy(b->text + b->length, said.text, said.length);
    b->length += said.length;
    b->text[b->length] = '\0';
}

static void add_translated(building *b, const signpost_algorithms *algorithms, sgp_index language, sgp_index step,
                           piece said)
{
    const char *word = own_word(algorithms, language, step, said);
    add(b, word ? (piece){word, strlen(word)} : said);
}

/* Each piece between commas; of `fit: ydy` only what comes after the colon. */
static void translate_pieces(building *b, const signpost_algorithms *algorithms, sgp_index language, sgp_index step,
                             const char *text)
{
    bool has_names = algorithms->steps.at[step].kind == SGP_STEP_TOGETHER;
    for (bool is_first = true; *text; is_first = false) {
        size_t length = strcspn(text, ",");
        const char *colon = has_names ? memchr(text, ':', length) : NULL;
        size_t before = colon ? (size_t)(colon - text) + 1 : 0;
        if (!is_first)
            add(b, (piece){",", 1});
        add(b, (piece){text, before});
        add_translated(b, algorithms, language, step, piece_of(text + before, length - before));
        text += length + (text[length] == ',');
    }
}

signpost_status sgp_reply_parse_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index step,
                                   const char *text, sgp_reply *reply, signpost_error *error)
{
    signpost_status status = sgp_reply_parse(algorithms, step, text, reply, error);
    if (status == SIGNPOST_OK || language == SGP_OWN_LANGUAGE)
        return status;
    building b = {.length = 0};
    const piece whole = piece_of(text, strlen(text));
    if (own_word(algorithms, language, step, whole)) /* which may hold commas */
        add_translated(&b, algorithms, language, step, whole);
    else
        translate_pieces(&b, algorithms, language, step, text);
    if (b.failed || sgp_reply_parse(algorithms, step, b.text, reply, NULL) != SIGNPOST_OK)
        return status;
    return SIGNPOST_OK;
}
