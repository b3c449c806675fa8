/* A pathway on paper: numbered questions, each with its answers and where to go on. As text, or as one HTML page. */
#include "drawing/drawing.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_WIDTH = 78 };

/* What a piece of text is: its element in HTML, and what stands before its first and its other lines in text. */
typedef enum role { TITLE, ABOUT, WARNING, HEADING, QUESTION, NOTE, CHOICE, SPOKEN, GO, ROLE_COUNT } role;

static const struct look {
    const char *open, *close, *first, *indent;
} looks[ROLE_COUNT] = {
    [TITLE] = {"<h1>", "</h1>\n", "", ""},
    [ABOUT] = {"<p class=\"about\">", "</p>\n", "", ""},
    [WARNING] = {"<p class=\"warning\">", "</p>\n", "! ", "  "},
    [HEADING] = {"<h2>", "</h2>\n", "\n== ", "   "},
    [QUESTION] = {"<p class=\"question\">", "</p>\n", "", "      "},
    [NOTE] = {"<p class=\"note\">", "</p>\n", "      ", "      "},
    [CHOICE] = {"<p class=\"choice\">\xE2\x98\x90 ", "</p>\n", "      [ ] ", "          "},
    [SPOKEN] = {"<p class=\"spoken\">", "</p>\n", "      \" ", "        "},
    [GO] = {"<p class=\"go\">", "</p>\n", "      > ", "        "},
};

typedef struct page {
    sgp_drawing *drawing;
    bool is_html;
} page;

static void put_html(sgp_drawing *drawing, const char *text)
{
    for (; *text; text++) {
        const char *entity = *text == '<'   ? "&lt;"
                             : *text == '>' ? "&gt;"
                             : *text == '&' ? "&amp;"
                             : *text == '"' ? "&quot;"
                                            : NULL;
        bool is_control = (unsigned char)*text < 0x20 || *text == 0x7f;
        if (entity)
            sgp_put(drawing, entity);
        else
            sgp_putf(drawing, "%c", is_control ? ' ' : *text);
    }
}

static void put_plain(sgp_drawing *drawing, const char *first, const char *indent, const char *text)
{
    const char *line;
    size_t length;
    sgp_lines lines = {text, PAGE_WIDTH - strlen(indent)};
    for (bool is_first = true; sgp_lines_next(&lines, &line, &length); is_first = false) {
        sgp_put(drawing, is_first ? first : indent);
        for (size_t i = 0; i < length; i++)
            sgp_putf(drawing, "%c", (unsigned char)line[i] < 0x20 || line[i] == 0x7f ? ' ' : line[i]);
        sgp_put(drawing, "\n");
    }
}

static void put(const page *p, role what, const char *text)
{
    if (!*text)
        return;
    if (!p->is_html) {
        put_plain(p->drawing, looks[what].first, looks[what].indent, text);
        return;
    }
    sgp_put(p->drawing, looks[what].open);
    put_html(p->drawing, text);
    sgp_put(p->drawing, looks[what].close);
}

static const char *phrase(const page *p, sgp_phrase which)
{
    return sgp_drawn_phrase(p->drawing, which);
}

/* `label: go to 12`, with a link in HTML. */
static void put_go(const page *p, const char *label, sgp_index to)
{
    char text[SGP_LABEL_SIZE + 256];
    int32_t number = to >= 0 ? p->drawing->numbers[to] : 0;
    const char *colon = *label ? ": " : "";
    if (to == SGP_RETURN) {
        snprintf(text, sizeof text, "%s%s%s", label, colon, phrase(p, SGP_PHRASE_BACK));
        put(p, GO, text);
        return;
    }
    if (!p->is_html) {
        snprintf(text, sizeof text, "%s%s%s %d", label, colon, phrase(p, SGP_PHRASE_GO_TO), number);
        put(p, GO, text);
        return;
    }
    snprintf(text, sizeof text, "%s%s%s ", label, colon, phrase(p, SGP_PHRASE_GO_TO));
    sgp_put(p->drawing, looks[GO].open);
    put_html(p->drawing, text);
    sgp_putf(p->drawing, "<a href=\"#s%d\">%d</a>%s", number, number, looks[GO].close);
}

/* In a condition, a question by its short name and its number, where it is asked here. */
static void name_fact(const sgp_drawing *drawing, sgp_index fact, char *buffer, size_t size)
{
    const char *name = drawing->algorithms->facts.at[fact].name, *slash = strchr(name, '/');
    int32_t number = 0;
    for (int32_t i = 0; i < drawing->count && !number; i++) {
        const sgp_step *step = sgp_drawn_step(drawing, drawing->order[i]);
        bool asks = step->fact == fact;
        for (int32_t j = 0; j < step->parts.count; j++)
            asks = asks || sgp_drawn_step(drawing, step->parts.first + j)->fact == fact;
        number = asks ? i + 1 : 0;
    }
    if (number)
        snprintf(buffer, size, "%s (%d)", slash ? slash + 1 : name, number);
    else
        snprintf(buffer, size, "%s", slash ? slash + 1 : name);
}

static void put_edges(const page *p, sgp_index step)
{
    sgp_drawn_edge edge;
    for (int32_t at = 0; sgp_edge_next(p->drawing, step, &at, &edge);)
        put_go(p, edge.label, edge.to);
}

/* Rules in their order, each as it stands: on paper they are gone through one by one. */
static void put_rules(const page *p, const sgp_step *step)
{
    for (int32_t i = 0; i < step->rules.count; i++) {
        const sgp_rule *rule = &p->drawing->algorithms->rules.at[step->rules.first + i];
        char condition[SGP_LABEL_SIZE - 128], label[SGP_LABEL_SIZE];
        if (rule->condition == SGP_NOTHING) {
            put_go(p, phrase(p, SGP_PHRASE_OTHERWISE), rule->go);
            continue;
        }
        sgp_condition_say(p->drawing, rule->condition, name_fact, condition, sizeof condition);
        snprintf(label, sizeof label, "%s %s", phrase(p, SGP_PHRASE_IF), condition);
        sgp_text_trim_cut(label);
        put_go(p, label, rule->go);
    }
}

static void put_advice(const page *p, sgp_index advice)
{
    const signpost_algorithms *algorithms = p->drawing->algorithms;
    if (advice == SGP_NOTHING)
        return;
    const sgp_advice_texts said = sgp_advice_in(algorithms, p->drawing->language, advice, NULL);
    put(p, NOTE, said.title);
    for (int32_t i = 0; i < said.say.count; i++)
        put(p, SPOKEN, algorithms->words.at[said.say.first + i]);
}

static void put_outcome(const page *p, const sgp_step *step)
{
    const signpost_algorithms *algorithms = p->drawing->algorithms;
    const sgp_outcome *outcome = &algorithms->outcomes.at[step->outcome];
    put(p, SPOKEN, sgp_disposition_in(algorithms, p->drawing->language, outcome->disposition, NULL).say);
    for (int32_t i = 0; i < outcome->advice.count; i++)
        put_advice(p, algorithms->numbers.at[outcome->advice.first + i]);
    put_advice(p, algorithms->dispositions.at[outcome->disposition].worsening);
    if (outcome->discriminator != SGP_NOTHING)
        put(p, NOTE, algorithms->discriminators.at[outcome->discriminator].title);
}

static void put_jump(const page *p, const sgp_step *step)
{
    const sgp_pathway *target = &p->drawing->algorithms->pathways.at[step->target];
    char label[512];
    if (!target->is_module) {
        snprintf(label, sizeof label, "%s: %s (%s)", phrase(p, SGP_PHRASE_GO_TO),
                 sgp_pathway_title_in(p->drawing->algorithms, p->drawing->language, step->target), target->name);
        put(p, GO, label);
        return;
    }
    snprintf(label, sizeof label, "%s, %s", phrase(p, SGP_PHRASE_THROUGH), phrase(p, SGP_PHRASE_COME_BACK));
    put_go(p, label, target->start);
    put_go(p, phrase(p, SGP_PHRASE_THEN), step->next);
}

/* What is ticked or written down beside a question. */
static void put_choices(const page *p, sgp_index index, const sgp_step *step)
{
    const sgp_drawing *drawing = p->drawing;
    if (step->kind == SGP_STEP_MANY) {
        put(p, NOTE, phrase(p, SGP_PHRASE_TICK));
        for (int32_t i = 0; i < step->answers.count; i++)
            put(p, CHOICE, sgp_answer_in(drawing->algorithms, drawing->language, index, step->answers.first + i));
        put(p, CHOICE, phrase(p, SGP_PHRASE_NONE_OF_THESE));
    } else if (step->kind == SGP_STEP_TOGETHER) {
        put(p, NOTE, phrase(p, SGP_PHRASE_EACH));
        for (int32_t i = 0; i < step->parts.count; i++)
            put(p, CHOICE, sgp_step_in(drawing->algorithms, drawing->language, step->parts.first + i, NULL).text);
    } else if (step->kind == SGP_STEP_MEASURE) {
        char line[256];
        snprintf(line, sizeof line, "%s ________ %s", phrase(p, SGP_PHRASE_NUMBER),
                 drawing->algorithms->facts.at[step->fact].unit);
        put(p, NOTE, line);
    }
}

/* What a step says first, behind its number. */
static const char *head_of(const page *p, sgp_index index, const sgp_step *step, char *buffer, size_t size)
{
    const signpost_algorithms *algorithms = p->drawing->algorithms;
    sgp_index language = p->drawing->language;
    if (step->kind <= SGP_STEP_TOGETHER)
        return sgp_step_in(algorithms, language, index, NULL).text;
    if (step->kind == SGP_STEP_ADVICE)
        return phrase(p, SGP_PHRASE_SAY);
    if (step->kind == SGP_STEP_JUMP)
        return sgp_pathway_title_in(algorithms, language, step->target);
    if (step->kind == SGP_STEP_DECISION)
        return sgp_step_short_name(algorithms, index);
    const signpost_disposition shown =
        sgp_disposition_in(algorithms, language, algorithms->outcomes.at[step->outcome].disposition, NULL);
    snprintf(buffer, size, "%s %s (%s)", phrase(p, SGP_PHRASE_END), shown.title, shown.code);
    return buffer;
}

static void put_step(const page *p, sgp_index index)
{
    const sgp_step *step = sgp_drawn_step(p->drawing, index);
    bool is_flag = sgp_is_drawn_red_flag(p->drawing, index);
    char outcome[512], text[SGP_LABEL_SIZE];
    snprintf(text, sizeof text, "%d.  %s%s%s%s", p->drawing->numbers[index], is_flag ? "[" : "",
             is_flag ? phrase(p, SGP_PHRASE_RED_FLAG) : "", is_flag ? "] " : "",
             head_of(p, index, step, outcome, sizeof outcome));
    sgp_text_trim_cut(text);
    if (p->is_html)
        sgp_putf(p->drawing, "<div class=\"step\" id=\"s%d\">\n", p->drawing->numbers[index]);
    else
        sgp_put(p->drawing, "\n");
    put(p, QUESTION, text);
    if (step->kind <= SGP_STEP_TOGETHER) {
        put(p, NOTE, sgp_step_in(p->drawing->algorithms, p->drawing->language, index, NULL).help);
        put_choices(p, index, step);
    }
    if (step->kind == SGP_STEP_ADVICE)
        put_advice(p, step->advice);
    if (step->kind == SGP_STEP_DECISION)
        put_rules(p, step);
    else if (step->kind == SGP_STEP_JUMP)
        put_jump(p, step);
    else if (step->kind == SGP_STEP_OUTCOME)
        put_outcome(p, step);
    else
        put_edges(p, index);
    sgp_put(p->drawing, p->is_html ? "</div>\n" : "");
}

static void put_head(const page *p)
{
    const sgp_drawing *drawing = p->drawing;
    const sgp_pathway *pathway = &drawing->algorithms->pathways.at[drawing->pathway];
    char about[256];
    put(p, TITLE, sgp_pathway_title_in(drawing->algorithms, drawing->language, drawing->pathway));
    snprintf(about, sizeof about, "%s, version %d", pathway->name, pathway->version);
    put(p, ABOUT, about);
    if (pathway->state != SIGNPOST_CONTENT_APPROVED)
        put(p, WARNING, phrase(p, SGP_PHRASE_DEMONSTRATION));
    if (drawing->language != SGP_OWN_LANGUAGE && !drawing->algorithms->languages.at[drawing->language].is_reviewed)
        put(p, WARNING, phrase(p, SGP_PHRASE_UNREVIEWED));
}

static void put_pathway(const page *p, sgp_index pathway)
{
    const sgp_drawing *drawing = p->drawing;
    bool is_outcomes = false;
    if (pathway != drawing->pathway) {
        char heading[512];
        snprintf(heading, sizeof heading, "%s: %s", phrase(p, SGP_PHRASE_MODULE),
                 sgp_pathway_title_in(drawing->algorithms, drawing->language, pathway));
        put(p, HEADING, heading);
    }
    for (int32_t i = 0; i < drawing->count; i++) {
        const sgp_step *step = sgp_drawn_step(drawing, drawing->order[i]);
        if (step->pathway != pathway)
            continue;
        if (step->kind == SGP_STEP_OUTCOME && !is_outcomes)
            put(p, HEADING, phrase(p, SGP_PHRASE_OUTCOMES));
        is_outcomes = step->kind == SGP_STEP_OUTCOME;
        put_step(p, drawing->order[i]);
    }
}

static void begin_html(const page *p)
{
    const sgp_drawing *drawing = p->drawing;
    sgp_putf(p->drawing, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\"><title>",
             sgp_language_code(drawing->algorithms, drawing->language));
    put_html(p->drawing, sgp_pathway_title_in(drawing->algorithms, drawing->language, drawing->pathway));
    sgp_put(p->drawing,
            "</title>\n<style>\n"
            "body { font: 12pt/1.35 Georgia, serif; max-width: 42em; margin: 2em auto; padding: 0 1em; color: #111; "
            "background: #fff }\n"
            "h1, h2 { font-family: Helvetica, Arial, sans-serif; line-height: 1.2 }\n"
            ".warning { border: 2px solid #a4120b; padding: .4em .7em; font-weight: bold }\n"
            ".step { break-inside: avoid; border-top: 1px solid #999; padding: .4em 0 }\n"
            ".step p { margin: .2em 0 .2em 3em }\n"
            ".step p.question { margin-left: 0; padding-left: 3em; text-indent: -3em; font-weight: bold }\n"
            ".note { font-style: italic }\n"
            ".spoken { border-left: 3px solid #999; padding-left: .6em }\n"
            ".go::before { content: \"\\2192\\00a0\" }\n"
            "@page { margin: 18mm }\n"
            "@media print { body { margin: 0; max-width: none } a { color: inherit; text-decoration: none } }\n"
            "</style>\n</head>\n<body>\n");
}

void sgp_draw_script(sgp_drawing *drawing, bool is_html)
{
    const page p = {drawing, is_html};
    if (is_html)
        begin_html(&p);
    put_head(&p);
    for (int32_t i = 0; i < drawing->scope_count; i++)
        put_pathway(&p, drawing->scope[i]);
    sgp_put(drawing, is_html ? "</body>\n</html>\n" : "");
}
