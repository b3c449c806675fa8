/* Where a step leads, and by which answers or rules. */
#include "drawing/drawing.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const char *sgp_drawn_phrase(const sgp_drawing *drawing, sgp_phrase phrase)
{
    return sgp_phrase_in(drawing->algorithms, drawing->language, phrase);
}

/* Where one answer, rule or exit of a step leads: SGP_NOTHING past the last. */
static sgp_index way(const sgp_drawing *drawing, const sgp_step *step, int32_t index)
{
    const signpost_algorithms *algorithms = drawing->algorithms;
    if (step->kind == SGP_STEP_QUESTION)
        return index < step->answers.count ? algorithms->answers.at[step->answers.first + index].go : SGP_NOTHING;
    if (step->kind == SGP_STEP_DECISION)
        return index < step->rules.count ? algorithms->rules.at[step->rules.first + index].go : SGP_NOTHING;
    bool opens = step->kind == SGP_STEP_JUMP && drawing->expands && algorithms->pathways.at[step->target].is_module;
    const sgp_index ways[] = {step->otherwise, step->next,
                              opens ? algorithms->pathways.at[step->target].start : SGP_NOTHING};
    for (int i = 0; i < 3; i++)
        if (ways[i] != SGP_NOTHING && index-- == 0)
            return ways[i];
    return SGP_NOTHING;
}

/* What is said of one of them. */
static void say_way(const sgp_drawing *drawing, sgp_index step, int32_t index, char *buffer, size_t size)
{
    const sgp_step *s = sgp_drawn_step(drawing, step);
    bool is_otherwise = index == 0 && s->otherwise != SGP_NOTHING;
    const char *said = "";
    if (s->kind == SGP_STEP_QUESTION)
        said = sgp_answer_in(drawing->algorithms, drawing->language, step, s->answers.first + index);
    else if (s->kind == SGP_STEP_MANY)
        said = is_otherwise ? sgp_drawn_phrase(drawing, SGP_PHRASE_NOT_SURE) : "";
    else if (s->kind == SGP_STEP_MEASURE)
        said = is_otherwise ? sgp_drawn_phrase(drawing, SGP_PHRASE_NOT_KNOWN) : "";
    else if (s->kind == SGP_STEP_TOGETHER)
        said = sgp_drawn_phrase(drawing, is_otherwise ? SGP_PHRASE_ANY : SGP_PHRASE_ALL_NO);
    else if (s->kind == SGP_STEP_JUMP)
        said = index == 0 ? sgp_drawn_phrase(drawing, SGP_PHRASE_THEN) : "";
    else if (s->kind == SGP_STEP_DECISION) {
        sgp_index condition = drawing->algorithms->rules.at[s->rules.first + index].condition;
        if (condition != SGP_NOTHING) {
            sgp_condition_say(drawing, condition, NULL, buffer, size);
            return;
        }
        said = sgp_drawn_phrase(drawing, SGP_PHRASE_OTHERWISE);
    }
    snprintf(buffer, size, "%s", said);
}

/* Whether an earlier answer or rule leads there, so that it is on that edge already. */
static bool is_merged(const sgp_drawing *drawing, const sgp_step *step, int32_t index)
{
    for (int32_t i = 0; i < index; i++)
        if (way(drawing, step, i) == way(drawing, step, index))
            return true;
    return false;
}

bool sgp_edge_next(const sgp_drawing *drawing, sgp_index step, int32_t *index, sgp_drawn_edge *edge)
{
    const sgp_step *s = sgp_drawn_step(drawing, step);
    while (way(drawing, s, *index) != SGP_NOTHING && is_merged(drawing, s, *index))
        ++*index;
    edge->to = way(drawing, s, *index);
    edge->label[0] = '\0';
    if (edge->to == SGP_NOTHING)
        return false;
    const char *between = s->kind == SGP_STEP_DECISION ? "; or " : " / ";
    size_t used = 0;
    bool is_any = false; /* a way that needs no words leads there, too: whatever is answered */
    for (int32_t i = *index; way(drawing, s, i) != SGP_NOTHING && used < sizeof edge->label; i++) {
        if (way(drawing, s, i) != edge->to)
            continue;
        if (used)
            used += (size_t)snprintf(edge->label + used, sizeof edge->label - used, "%s", between);
        if (used < sizeof edge->label)
            say_way(drawing, step, i, edge->label + used, sizeof edge->label - used);
        is_any = is_any || !edge->label[used];
        used = strlen(edge->label);
    }
    if (is_any)
        edge->label[0] = '\0';
    sgp_text_trim_cut(edge->label);
    ++*index;
    return true;
}
