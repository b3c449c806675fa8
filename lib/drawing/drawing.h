/* Drawing a pathway: what diagrams and scripts share. A drawing is written as it is made, and never fails but by its
 * writer, or for want of memory before it begins.
 *
 * Rules kept here:
 *  - the scope is the pathway, and, when modules are expanded, every module that it goes through;
 *  - steps are numbered in reading order, in which every way leads forward; outcomes come last, most urgent first;
 *  - the answers or rules that lead from one step to the same next one are one edge. */
#ifndef SGP_DRAWING_DRAWING_H
#define SGP_DRAWING_DRAWING_H

#include "algorithms/language.h"
#include "base/error.h"
#include "signpost/draw.h"

typedef struct sgp_drawing {
    const signpost_algorithms *algorithms;
    sgp_index pathway;
    sgp_index language;
    bool expands;
    signpost_write_function write;
    void *context;
    bool failed;      /* the writer said no */
    sgp_index *order; /* steps of the scope, in reading order; parts of a together are none */
    int32_t count;
    int32_t *numbers;  /* by step: its place in `order`, from 1; 0 when it is not in the scope */
    int32_t *incoming; /* by step: edges that lead to it */
    sgp_index *scope;  /* the pathway, then the modules, in the order in which they are met */
    int32_t scope_count;
} sgp_drawing;

/* Finds scope, order and numbers. SIGNPOST_NO_MEMORY; what was allocated is in the arena. */
signpost_status sgp_drawing_prepare(sgp_drawing *drawing, sgp_arena *arena, signpost_error *error);

/* Writing. */
void sgp_put(sgp_drawing *drawing, const char *text);
void sgp_putf(sgp_drawing *drawing, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text in lines of about `width` bytes, broken at spaces. */
typedef struct sgp_lines {
    const char *at; /* what is left */
    size_t width;
} sgp_lines;
/* The next line; false past the last. It is not ended by a NUL. */
bool sgp_lines_next(sgp_lines *lines, const char **line, size_t *length);

enum { SGP_LABEL_SIZE = 2048 };

/* An edge of a step. */
typedef struct sgp_drawn_edge {
    sgp_index to; /* SGP_RETURN where a module ends */
    char label[SGP_LABEL_SIZE];
} sgp_drawn_edge;

/* The edge at `index`, from 0, merged by where it leads; false past the last. A jump's edge into its module comes last,
 * and only where modules are expanded. */
bool sgp_edge_next(const sgp_drawing *drawing, sgp_index step, int32_t *index, sgp_drawn_edge *edge);

/* Names a fact in a condition. */
typedef void (*sgp_fact_namer)(const sgp_drawing *drawing, sgp_index fact, char *buffer, size_t size);
/* A condition in words, cut to `size`. A NULL namer takes the names that the content uses. */
void sgp_condition_say(const sgp_drawing *drawing, sgp_index condition, sgp_fact_namer name, char *buffer, size_t size);

/* What stands in a step's box, line by line; `line` takes each. */
typedef void (*sgp_line_writer)(sgp_drawing *drawing, const char *text, size_t length);
void sgp_label_say(sgp_drawing *drawing, sgp_index step, size_t width, sgp_line_writer line);

/* How urgent an outcome is, for its look. */
typedef enum sgp_urgency {
    SGP_URGENCY_AMBULANCE,
    SGP_URGENCY_HOUR,
    SGP_URGENCY_HOURS,
    SGP_URGENCY_LATER,
    SGP_URGENCY_SELF_CARE,
    SGP_URGENCY_COUNT
} sgp_urgency;
sgp_urgency sgp_urgency_of(const sgp_drawing *drawing, sgp_index step);

/* Whether an edge to a step ends in a sign of its name beside where it begins. */
bool sgp_is_signed(const sgp_drawing *drawing, sgp_index step);

const sgp_step *sgp_drawn_step(const sgp_drawing *drawing, sgp_index step);
bool sgp_is_drawn_red_flag(const sgp_drawing *drawing, sgp_index step);
/* A phrase in the drawing's language. */
const char *sgp_drawn_phrase(const sgp_drawing *drawing, sgp_phrase phrase);

/* The formats. */
void sgp_draw_dot(sgp_drawing *drawing);
void sgp_draw_mermaid(sgp_drawing *drawing);
void sgp_draw_script(sgp_drawing *drawing, bool is_html);

#endif
