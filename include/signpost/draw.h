/** @file
 * Drawings of a pathway: as a diagram, in Graphviz's DOT or in Mermaid, and as a numbered script for paper.
 *
 * Caveats
 * - A drawing shows what the content says. It is made to be read by those who write and review content, and, as a
 *   script, by those who must go on without a screen; every drawing says so when the content is a demonstration.
 */
#ifndef SIGNPOST_DRAW_H
#define SIGNPOST_DRAW_H

#include "algorithms.h"
#include "json.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is drawn. */
typedef enum signpost_drawing {
    SIGNPOST_DRAWING_DOT,     /**< a diagram for Graphviz */
    SIGNPOST_DRAWING_MERMAID, /**< a diagram for Mermaid, which many wikis and code hosts show */
    SIGNPOST_DRAWING_SCRIPT,  /**< a numbered script, as text */
    SIGNPOST_DRAWING_HTML     /**< the same as one HTML page, for print; it loads nothing */
} signpost_drawing;

/** Options of signpost_draw. */
typedef struct signpost_draw_options {
    size_t size;          /**< sizeof(signpost_draw_options): the _INIT macro sets it */
    bool expand_modules;  /**< draw the modules that are gone through, too; a script always does */
    const char *language; /**< code of a translation; NULL for the content's own language */
} signpost_draw_options;

#define SIGNPOST_DRAW_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        sizeof(signpost_draw_options), false, NULL                                                                     \
    }

/**
 * Draws a pathway or a module.
 *
 * In a diagram every step stands once, and there is one edge, with its answers or conditions as its label, from a step
 * to each step that may follow. Red flags and urgency are told by shape and text; colour only repeats them. An edge to
 * an outcome that many steps lead to ends in a small sign of its name beside the step.
 *
 * @param pathway name of a pathway or module.
 * @param options NULL for the defaults.
 * @param write   takes the text, piece by piece; false stops the drawing.
 * @param context given to `write`.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND, with the nearest, for an unknown pathway or language; SIGNPOST_IO when
 * `write` said no; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_draw(const signpost_algorithms *algorithms, const char *pathway,
                                           signpost_drawing drawing, const signpost_draw_options *options,
                                           signpost_write_function write, void *context, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif
