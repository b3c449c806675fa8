/* Drawing: what was asked for, and the writer. */
#include "drawing/drawing.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void sgp_put(sgp_drawing *drawing, const char *text)
{
    size_t length = strlen(text);
    if (length && !drawing->failed)
        drawing->failed = !drawing->write(text, length, drawing->context);
}

void sgp_putf(sgp_drawing *drawing, const char *format, ...)
{
    char text[SGP_LABEL_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    sgp_put(drawing, text);
}

bool sgp_lines_next(sgp_lines *lines, const char **line, size_t *length)
{
    lines->at += strspn(lines->at, " \t\r\n");
    if (!*lines->at)
        return false;
    *line = lines->at;
    *length = 0;
    for (const char *at = lines->at; *at;) {
        at += strspn(at, " \t\r\n");
        at += strcspn(at, " \t\r\n");
        if (*length && (size_t)(at - *line) > lines->width)
            break;
        *length = (size_t)(at - *line);
    }
    while (*length && strchr(" \t\r\n", (*line)[*length - 1]))
        --*length;
    lines->at = *line + *length;
    return true;
}

static signpost_status find_pathway(sgp_drawing *drawing, const char *name, signpost_error *error)
{
    const signpost_algorithms *algorithms = drawing->algorithms;
    sgp_nearest nearest = sgp_nearest_to(name);
    for (sgp_index i = 0; i < algorithms->pathways.count; i++) {
        if (strcmp(algorithms->pathways.at[i].name, name) == 0) {
            drawing->pathway = i;
            return SIGNPOST_OK;
        }
        sgp_nearest_offer(&nearest, algorithms->pathways.at[i].name);
    }
    char suggestion[160];
    return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_NAME, "no pathway or module is called \"%s\"%s", name,
                    sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static void draw(sgp_drawing *drawing, signpost_drawing what)
{
    switch (what) {
    case SIGNPOST_DRAWING_MERMAID:
        sgp_draw_mermaid(drawing);
        break;
    case SIGNPOST_DRAWING_SCRIPT:
    case SIGNPOST_DRAWING_HTML:
        sgp_draw_script(drawing, what == SIGNPOST_DRAWING_HTML);
        break;
    case SIGNPOST_DRAWING_DOT:
    default:
        sgp_draw_dot(drawing);
    }
}

signpost_status signpost_draw(const signpost_algorithms *algorithms, const char *pathway, signpost_drawing drawing,
                              const signpost_draw_options *options, signpost_write_function write, void *context,
                              signpost_error *error)
{
    signpost_draw_options asked = SIGNPOST_DRAW_OPTIONS_INIT;
    if (options) /* a host's may be shorter, or longer */
        memcpy(&asked, options, options->size < sizeof asked ? options->size : sizeof asked);
    sgp_arena arena = {0};
    sgp_drawing made = {.algorithms = algorithms,
                        .expands = asked.expand_modules || drawing >= SIGNPOST_DRAWING_SCRIPT,
                        .write = write,
                        .context = context};
    signpost_status status = find_pathway(&made, pathway, error);
    if (status == SIGNPOST_OK)
        status = sgp_language_find(algorithms, asked.language, &made.language, error);
    if (status == SIGNPOST_OK)
        status = sgp_drawing_prepare(&made, &arena, error);
    if (status == SIGNPOST_OK)
        draw(&made, drawing);
    sgp_arena_release(&arena);
    if (status == SIGNPOST_OK && made.failed)
        return sgp_fail(error, SIGNPOST_IO, SGP_DRAWING_NOT_WRITTEN, "the drawing could not be written");
    return status;
}
