/* A diagram for Mermaid, with the shapes that it has: a red flag is a hexagon, a decision a rhomboid, advice a flag, a
 * module a box with bars, an outcome a stadium. Texts stand in quotes, with entities for what it would read otherwise.
 */
#include "drawing/drawing.h"

#include <stdio.h>
#include <string.h>

enum { NODE_WIDTH = 34, EDGE_WIDTH = 28 };

static void put_escaped(sgp_drawing *drawing, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool is_plain = c > 0x7f || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                        strchr(" .,:;?!'()/+-=", c);
        if (c < 0x20 || c == 0x7f)
            sgp_put(drawing, " ");
        else
            sgp_putf(drawing, is_plain ? "%c" : "#%d;", c);
    }
}

static void put_line(sgp_drawing *drawing, const char *text, size_t length)
{
    put_escaped(drawing, text, length);
    sgp_put(drawing, "<br/>");
}

static void put_wrapped(sgp_drawing *drawing, const char *text, size_t width)
{
    const char *line;
    size_t length;
    sgp_lines lines = {text, width};
    for (bool is_first = true; sgp_lines_next(&lines, &line, &length); is_first = false) {
        sgp_put(drawing, is_first ? "" : "<br/>");
        put_escaped(drawing, line, length);
    }
}

/* The signs around a node's text. */
typedef struct shape {
    const char *open, *close;
} shape;

static shape shape_of(const sgp_drawing *drawing, sgp_index step)
{
    static const shape shapes[] = {
        [SGP_STEP_QUESTION] = {"(\"", "\")"},   [SGP_STEP_MANY] = {"(\"", "\")"},
        [SGP_STEP_MEASURE] = {"(\"", "\")"},    [SGP_STEP_TOGETHER] = {"(\"", "\")"},
        [SGP_STEP_DECISION] = {"[/\"", "\"/]"}, [SGP_STEP_ADVICE] = {">\"", "\"]"},
        [SGP_STEP_JUMP] = {"[[\"", "\"]]"},     [SGP_STEP_OUTCOME] = {"([\"", "\"])"},
    };
    const sgp_step_kind kind = sgp_drawn_step(drawing, step)->kind;
    return kind <= SGP_STEP_TOGETHER && sgp_is_drawn_red_flag(drawing, step) ? (shape){"{{\"", "\"}}"} : shapes[kind];
}

static const char *class_of(const sgp_drawing *drawing, sgp_index step)
{
    static const char *const classes[SGP_URGENCY_COUNT] = {
        [SGP_URGENCY_AMBULANCE] = ":::ambulance", [SGP_URGENCY_HOUR] = ":::hour",
        [SGP_URGENCY_HOURS] = ":::hours",         [SGP_URGENCY_LATER] = ":::later",
        [SGP_URGENCY_SELF_CARE] = ":::selfcare",
    };
    if (sgp_drawn_step(drawing, step)->kind == SGP_STEP_OUTCOME)
        return classes[sgp_urgency_of(drawing, step)];
    return sgp_is_drawn_red_flag(drawing, step) ? ":::redflag" : "";
}

static void put_node(sgp_drawing *drawing, sgp_index step)
{
    const shape around = shape_of(drawing, step);
    sgp_putf(drawing, "  n%d%s", step, around.open);
    sgp_label_say(drawing, step, NODE_WIDTH, put_line);
    sgp_putf(drawing, "%s%s\n", around.close, class_of(drawing, step));
}

static void put_target(sgp_drawing *drawing, sgp_index from, sgp_index to)
{
    if (to == SGP_RETURN) {
        sgp_putf(drawing, "r%d", sgp_drawn_step(drawing, from)->pathway);
    } else if (sgp_is_signed(drawing, to)) {
        const sgp_outcome *outcome = &drawing->algorithms->outcomes.at[sgp_drawn_step(drawing, to)->outcome];
        sgp_putf(drawing, "n%d_%d>\"%d %s<br/>%s\"]%s", from, to, drawing->numbers[to],
                 sgp_step_short_name(drawing->algorithms, to),
                 drawing->algorithms->dispositions.at[outcome->disposition].shown.code, class_of(drawing, to));
    } else {
        sgp_putf(drawing, "n%d", to);
    }
}

static void put_edges(sgp_drawing *drawing, sgp_index from)
{
    sgp_drawn_edge edge;
    for (int32_t at = 0; sgp_edge_next(drawing, from, &at, &edge);) {
        sgp_putf(drawing, "  n%d -->%s", from, *edge.label ? "|\"" : " ");
        put_wrapped(drawing, edge.label, EDGE_WIDTH);
        sgp_put(drawing, *edge.label ? "\"| " : "");
        put_target(drawing, from, edge.to);
        sgp_put(drawing, "\n");
    }
}

static void put_steps(sgp_drawing *drawing, sgp_index pathway)
{
    bool is_framed = pathway != drawing->pathway;
    if (is_framed) {
        sgp_putf(drawing, "  subgraph m%d [\"", pathway);
        put_wrapped(drawing, sgp_pathway_title_in(drawing->algorithms, drawing->language, pathway), 2 * NODE_WIDTH);
        sgp_put(drawing, "\"]\n");
    }
    for (int32_t i = 0; i < drawing->count; i++)
        if (sgp_drawn_step(drawing, drawing->order[i])->pathway == pathway)
            put_node(drawing, drawing->order[i]);
    if (drawing->algorithms->pathways.at[pathway].is_module) {
        sgp_putf(drawing, "  r%d((\"", pathway);
        put_wrapped(drawing, sgp_drawn_phrase(drawing, SGP_PHRASE_BACK), NODE_WIDTH);
        sgp_put(drawing, "\"))\n");
    }
    sgp_put(drawing, is_framed ? "  end\n" : "");
}

void sgp_draw_mermaid(sgp_drawing *drawing)
{
    const sgp_pathway *pathway = &drawing->algorithms->pathways.at[drawing->pathway];
    bool is_unreviewed =
        drawing->language != SGP_OWN_LANGUAGE && !drawing->algorithms->languages.at[drawing->language].is_reviewed;
    sgp_put(drawing, "flowchart TD\n  title[\"");
    put_wrapped(drawing, sgp_pathway_title_in(drawing->algorithms, drawing->language, drawing->pathway), 60);
    sgp_putf(drawing, "<br/>%s, version %d", pathway->name, pathway->version);
    sgp_put(drawing, pathway->state == SIGNPOST_CONTENT_APPROVED ? "" : "<br/>");
    if (pathway->state != SIGNPOST_CONTENT_APPROVED)
        put_wrapped(drawing, sgp_drawn_phrase(drawing, SGP_PHRASE_DEMONSTRATION), 60);
    sgp_put(drawing, is_unreviewed ? "<br/>" : "");
    if (is_unreviewed)
        put_wrapped(drawing, sgp_drawn_phrase(drawing, SGP_PHRASE_UNREVIEWED), 60);
    sgp_putf(drawing, "\"] ~~~ n%d\n", pathway->start);
    for (int32_t i = 0; i < drawing->scope_count; i++)
        put_steps(drawing, drawing->scope[i]);
    for (int32_t i = 0; i < drawing->count; i++)
        put_edges(drawing, drawing->order[i]);
    sgp_put(drawing,
            "  classDef redflag stroke:#a4120b,stroke-width:3px\n"
            "  classDef ambulance fill:#f6c6c2,stroke-width:2px\n  classDef hour fill:#fbdcb8,stroke-width:2px\n"
            "  classDef hours fill:#fbf3c0,stroke-width:2px\n  classDef later fill:#dcefd6,stroke-width:2px\n"
            "  classDef selfcare fill:#d8e8f6,stroke-width:2px\n");
}
