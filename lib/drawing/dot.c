/* A diagram for Graphviz. What a step is, its shape tells: a question a rounded box, a red flag an octagon, a decision
 * a hexagon, advice a note, a module a box with bars, an outcome a box with a bold frame. Colour repeats urgency. */
#include "drawing/drawing.h"

#include <stdio.h>
#include <string.h>

enum { NODE_WIDTH = 30, EDGE_WIDTH = 26 };

static const char *const fills[SGP_URGENCY_COUNT] = {
    [SGP_URGENCY_AMBULANCE] = "#f6c6c2", [SGP_URGENCY_HOUR] = "#fbdcb8",      [SGP_URGENCY_HOURS] = "#fbf3c0",
    [SGP_URGENCY_LATER] = "#dcefd6",     [SGP_URGENCY_SELF_CARE] = "#d8e8f6",
};

/* Inside of quotes. */
static void put_escaped(sgp_drawing *drawing, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool is_control = (unsigned char)text[i] < 0x20 || text[i] == 0x7f;
        sgp_putf(drawing, "%s%c", text[i] == '"' || text[i] == '\\' ? "\\" : "", is_control ? ' ' : text[i]);
    }
}

static void put_line(sgp_drawing *drawing, const char *text, size_t length)
{
    put_escaped(drawing, text, length);
    sgp_put(drawing, "\\n");
}

static void put_wrapped(sgp_drawing *drawing, const char *text, size_t width)
{
    const char *line;
    size_t length;
    sgp_lines lines = {text, width};
    for (bool is_first = true; sgp_lines_next(&lines, &line, &length); is_first = false) {
        sgp_put(drawing, is_first ? "" : "\\n");
        put_escaped(drawing, line, length);
    }
}

static void put_look(sgp_drawing *drawing, sgp_index step)
{
    static const char *const looks[] = {
        [SGP_STEP_QUESTION] = "shape=box, style=rounded",
        [SGP_STEP_MANY] = "shape=box, style=rounded",
        [SGP_STEP_MEASURE] = "shape=box, style=rounded",
        [SGP_STEP_TOGETHER] = "shape=box, style=rounded",
        [SGP_STEP_DECISION] = "shape=hexagon, margin=\"0.02,0.05\"",
        [SGP_STEP_ADVICE] = "shape=note",
        [SGP_STEP_JUMP] = "shape=box, peripheries=2",
    };
    const sgp_step_kind kind = sgp_drawn_step(drawing, step)->kind;
    if (kind == SGP_STEP_OUTCOME)
        sgp_putf(drawing, "shape=box, style=\"filled,bold\", fillcolor=\"%s\"", fills[sgp_urgency_of(drawing, step)]);
    else if (kind <= SGP_STEP_TOGETHER && sgp_is_drawn_red_flag(drawing, step))
        sgp_put(drawing, "shape=octagon, color=\"#a4120b\", penwidth=2, margin=\"0.02,0.02\"");
    else
        sgp_put(drawing, looks[kind]);
}

static void put_node(sgp_drawing *drawing, sgp_index step)
{
    sgp_putf(drawing, "  n%d [", step);
    put_look(drawing, step);
    sgp_put(drawing, ", label=\"");
    sgp_label_say(drawing, step, NODE_WIDTH, put_line);
    sgp_put(drawing, "\"];\n");
}

/* The node that an edge leads to, which for an outcome of many edges is a sign of its own. */
static void put_target(sgp_drawing *drawing, sgp_index from, sgp_index to)
{
    if (to == SGP_RETURN)
        sgp_putf(drawing, "r%d", sgp_drawn_step(drawing, from)->pathway);
    else if (sgp_is_signed(drawing, to))
        sgp_putf(drawing, "n%d_%d", from, to);
    else
        sgp_putf(drawing, "n%d", to);
}

static void put_sign(sgp_drawing *drawing, sgp_index from, sgp_index to)
{
    const sgp_outcome *outcome = &drawing->algorithms->outcomes.at[sgp_drawn_step(drawing, to)->outcome];
    sgp_putf(drawing,
             "  n%d_%d [shape=cds, margin=\"0.2,0.06\", style=filled, fillcolor=\"%s\", label=\"%d %s\\n%s\"];\n", from,
             to, fills[sgp_urgency_of(drawing, to)], drawing->numbers[to], sgp_step_short_name(drawing->algorithms, to),
             drawing->algorithms->dispositions.at[outcome->disposition].shown.code);
}

static void put_edges(sgp_drawing *drawing, sgp_index from)
{
    sgp_drawn_edge edge;
    for (int32_t at = 0; sgp_edge_next(drawing, from, &at, &edge);) {
        if (edge.to >= 0 && sgp_is_signed(drawing, edge.to))
            put_sign(drawing, from, edge.to);
        sgp_putf(drawing, "  n%d -> ", from);
        put_target(drawing, from, edge.to);
        sgp_put(drawing, " [label=\"");
        put_wrapped(drawing, edge.label, EDGE_WIDTH);
        bool goes_on = edge.to >= 0 && sgp_drawn_step(drawing, edge.to)->kind != SGP_STEP_OUTCOME;
        sgp_put(drawing, goes_on ? "\", weight=8];\n" : "\"];\n"); /* what goes on, goes straight on */
    }
}

/* The outcomes that edges do not lead to but by their signs: a column, most urgent first. */
static void put_outcomes(sgp_drawing *drawing)
{
    sgp_index before = SGP_NOTHING;
    sgp_put(drawing, "  subgraph cluster_outcomes {\n    style=dotted; label=\"");
    put_wrapped(drawing, sgp_drawn_phrase(drawing, SGP_PHRASE_OUTCOMES), NODE_WIDTH);
    sgp_put(drawing, "\";\n");
    for (int32_t i = 0; i < drawing->count; i++) {
        sgp_index step = drawing->order[i];
        if (!sgp_is_signed(drawing, step))
            continue;
        put_node(drawing, step);
        if (before != SGP_NOTHING)
            sgp_putf(drawing, "  n%d -> n%d [style=invis];\n", before, step);
        before = step;
    }
    sgp_put(drawing, "  }\n");
}

/* The steps of a pathway, or of a module in a frame of its own. */
static void put_steps(sgp_drawing *drawing, sgp_index pathway)
{
    bool is_framed = pathway != drawing->pathway;
    if (is_framed) {
        sgp_putf(drawing, "  subgraph cluster_%d {\n    style=dashed; label=\"", pathway);
        put_wrapped(drawing, sgp_pathway_title_in(drawing->algorithms, drawing->language, pathway), 2 * NODE_WIDTH);
        sgp_put(drawing, "\";\n");
    }
    for (int32_t i = 0; i < drawing->count; i++) {
        sgp_index step = drawing->order[i];
        if (sgp_drawn_step(drawing, step)->pathway == pathway && !sgp_is_signed(drawing, step))
            put_node(drawing, step);
    }
    if (drawing->algorithms->pathways.at[pathway].is_module) {
        sgp_putf(drawing, "  r%d [shape=oval, label=\"", pathway);
        put_wrapped(drawing, sgp_drawn_phrase(drawing, SGP_PHRASE_BACK), NODE_WIDTH);
        sgp_put(drawing, "\"];\n");
    }
    sgp_put(drawing, is_framed ? "  }\n" : "");
}

static void put_title(sgp_drawing *drawing)
{
    const sgp_pathway *pathway = &drawing->algorithms->pathways.at[drawing->pathway];
    sgp_put(drawing, "  labelloc=t; label=\"");
    put_wrapped(drawing, sgp_pathway_title_in(drawing->algorithms, drawing->language, drawing->pathway), 80);
    sgp_putf(drawing, "\\n%s, version %d", pathway->name, pathway->version);
    if (pathway->state != SIGNPOST_CONTENT_APPROVED) {
        sgp_put(drawing, "\\n");
        put_wrapped(drawing, sgp_drawn_phrase(drawing, SGP_PHRASE_DEMONSTRATION), 80);
    }
    if (drawing->language != SGP_OWN_LANGUAGE && !drawing->algorithms->languages.at[drawing->language].is_reviewed) {
        sgp_put(drawing, "\\n");
        put_wrapped(drawing, sgp_drawn_phrase(drawing, SGP_PHRASE_UNREVIEWED), 80);
    }
    sgp_put(drawing, "\\n \";\n");
}

void sgp_draw_dot(sgp_drawing *drawing)
{
    sgp_put(drawing,
            "digraph pathway {\n  charset=\"UTF-8\"; rankdir=TB; nodesep=0.3; ranksep=0.4; fontname=\"Helvetica\"; "
            "fontsize=16;\n  node [fontname=\"Helvetica\", fontsize=11];\n"
            "  edge [fontname=\"Helvetica\", fontsize=10];\n");
    put_title(drawing);
    for (int32_t i = 0; i < drawing->scope_count; i++)
        put_steps(drawing, drawing->scope[i]);
    put_outcomes(drawing);
    for (int32_t i = 0; i < drawing->count; i++)
        put_edges(drawing, drawing->order[i]);
    sgp_put(drawing, "}\n");
}
