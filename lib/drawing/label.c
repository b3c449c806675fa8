/* What stands in the box of a step, the same in every kind of diagram. */
#include "drawing/drawing.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* A box while it is filled. */
typedef struct box {
    sgp_drawing *drawing;
    size_t width;
    sgp_line_writer line;
} box;

/* Text in wrapped lines, the first after `before`. */
static void say(const box *b, const char *before, const char *text)
{
    char first[256];
    const char *at;
    size_t length;
    sgp_lines lines = {text, b->width - strlen(before)};
    for (bool is_first = true; sgp_lines_next(&lines, &at, &length); is_first = false) {
        snprintf(first, sizeof first, "%s%.*s", is_first ? before : "", (int)sgp_text_cut(at, length), at);
        if (length > sizeof first / 2) /* one word, longer than any box */
            b->line(b->drawing, at, length);
        else
            b->line(b->drawing, first, strlen(first));
    }
}

static void say_head(const box *b, sgp_index step)
{
    char head[256];
    const signpost_algorithms *algorithms = b->drawing->algorithms;
    bool is_flag = sgp_is_drawn_red_flag(b->drawing, step);
    snprintf(head, sizeof head, "%d %s", b->drawing->numbers[step], sgp_step_short_name(algorithms, step));
    b->line(b->drawing, head, strlen(head));
    if (!is_flag)
        return;
    snprintf(head, sizeof head, "\xE2\x9A\x91 %s", sgp_drawn_phrase(b->drawing, SGP_PHRASE_RED_FLAG));
    b->line(b->drawing, head, strlen(head));
}

static void say_measure(const box *b, const sgp_step *step)
{
    char from[32], to[32], range[160];
    const sgp_fact *fact = &b->drawing->algorithms->facts.at[step->fact];
    snprintf(range, sizeof range, "(%s - %s %s)", sgp_format_fixed(fact->from, fact->decimals, from, sizeof from),
             sgp_format_fixed(fact->to, fact->decimals, to, sizeof to), fact->unit);
    say(b, "", range);
}

static void say_question(const box *b, sgp_index index, const sgp_step *step)
{
    const sgp_drawing *drawing = b->drawing;
    say(b, "", sgp_step_in(drawing->algorithms, drawing->language, index, NULL).text);
    if (step->kind == SGP_STEP_MEASURE)
        say_measure(b, step);
    for (int32_t i = 0; step->kind == SGP_STEP_MANY && i < step->answers.count; i++)
        say(b, "- ", sgp_answer_in(drawing->algorithms, drawing->language, index, step->answers.first + i));
    for (int32_t i = 0; i < step->parts.count; i++)
        say(b, "- ", sgp_step_in(drawing->algorithms, drawing->language, step->parts.first + i, NULL).text);
}

static void say_advice(const box *b, const sgp_step *step)
{
    const sgp_drawing *drawing = b->drawing;
    const sgp_advice_texts said = sgp_advice_in(drawing->algorithms, drawing->language, step->advice, NULL);
    say(b, "", sgp_drawn_phrase(drawing, SGP_PHRASE_SAY));
    say(b, "", said.title);
    for (int32_t i = 0; i < said.say.count; i++)
        say(b, "- ", drawing->algorithms->words.at[said.say.first + i]);
}

static void say_outcome(const box *b, const sgp_step *step)
{
    char code[64];
    const sgp_drawing *drawing = b->drawing;
    const sgp_outcome *outcome = &drawing->algorithms->outcomes.at[step->outcome];
    const signpost_disposition shown =
        sgp_disposition_in(drawing->algorithms, drawing->language, outcome->disposition, NULL);
    snprintf(code, sizeof code, "%s: ", shown.code);
    say(b, code, shown.title);
    if (outcome->discriminator != SGP_NOTHING)
        say(b, "", drawing->algorithms->discriminators.at[outcome->discriminator].title);
}

void sgp_label_say(sgp_drawing *drawing, sgp_index step, size_t width, sgp_line_writer line)
{
    const box b = {drawing, width, line};
    const sgp_step *s = sgp_drawn_step(drawing, step);
    say_head(&b, step);
    if (s->kind <= SGP_STEP_TOGETHER)
        say_question(&b, step, s);
    else if (s->kind == SGP_STEP_ADVICE)
        say_advice(&b, s);
    else if (s->kind == SGP_STEP_JUMP)
        say(&b, "\xE2\x86\x92 ", sgp_pathway_title_in(drawing->algorithms, drawing->language, s->target));
    else if (s->kind == SGP_STEP_OUTCOME)
        say_outcome(&b, s);
}

sgp_urgency sgp_urgency_of(const sgp_drawing *drawing, sgp_index step)
{
    const sgp_outcome *outcome = &drawing->algorithms->outcomes.at[sgp_drawn_step(drawing, step)->outcome];
    const signpost_disposition *shown = &drawing->algorithms->dispositions.at[outcome->disposition].shown;
    if (shown->setting == SIGNPOST_SETTING_AMBULANCE)
        return SGP_URGENCY_AMBULANCE;
    if (shown->setting == SIGNPOST_SETTING_SELF_CARE)
        return SGP_URGENCY_SELF_CARE;
    if (shown->within.unit == SIGNPOST_WORKING_DAYS || shown->within.amount > 6 * 60)
        return SGP_URGENCY_LATER;
    return shown->within.amount <= 60 ? SGP_URGENCY_HOUR : SGP_URGENCY_HOURS;
}

bool sgp_is_signed(const sgp_drawing *drawing, sgp_index step)
{
    enum { MOST_EDGES = 2 };
    return sgp_drawn_step(drawing, step)->kind == SGP_STEP_OUTCOME && drawing->incoming[step] > MOST_EDGES;
}
