/* `signpost draw`: a pathway as a diagram, or as a script for paper. */
#include "program.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool write_to(const char *bytes, size_t size, void *context)
{
    return fwrite(bytes, 1, size, context) == size;
}

static int draw(const arguments *given, const signpost_algorithms *algorithms, signpost_drawing drawing, FILE *to)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_draw_options options = SIGNPOST_DRAW_OPTIONS_INIT;
    options.expand_modules = said(given, OPTION_MODULES);
    options.language = given->values[OPTION_LANGUAGE];
    if (signpost_draw(algorithms, given->operands[0], drawing, &options, write_to, to, &error) == SIGNPOST_OK)
        return DONE;
    return wrong_name(&error);
}

/* In the child: Graphviz, from `source` to `to`. */
static void become_dot(FILE *source, FILE *to)
{
    if (dup2(fileno(source), STDIN_FILENO) >= 0 && dup2(fileno(to), STDOUT_FILENO) >= 0)
        execlp("dot", "dot", "-Tsvg", (char *)NULL);
    _exit(errno == ENOENT ? 127 : 126);
}

/* Has Graphviz make an SVG of the diagram in `source`. */
static int run_dot(FILE *source, FILE *to)
{
    int how = 0;
    fflush(to);
    rewind(source);
    pid_t child = fork();
    if (child == 0)
        become_dot(source, to);
    if (child < 0 || waitpid(child, &how, 0) < 0 || !WIFEXITED(how) || WEXITSTATUS(how) != 0) {
        bool is_missing = child > 0 && WIFEXITED(how) && WEXITSTATUS(how) == 127;
        fprintf(stderr, "error: %s; take --format dot, or mermaid, instead\n",
                is_missing ? "an SVG is made by Graphviz, and there is no \"dot\" on the PATH"
                           : "Graphviz could not make an SVG");
        return COULD_NOT;
    }
    return DONE;
}

static int draw_svg(const arguments *given, const signpost_algorithms *algorithms, FILE *to)
{
    FILE *source = tmpfile();
    if (!source) {
        fprintf(stderr, "error: could not write a temporary file: %s [SP0103]\n", strerror(errno));
        return COULD_NOT;
    }
    int status = draw(given, algorithms, SIGNPOST_DRAWING_DOT, source);
    if (status == DONE && fflush(source) == 0)
        status = run_dot(source, to);
    fclose(source);
    return status;
}

/* The format that was asked for; false, with a message, when it is none. SVG is made of DOT. */
static bool read_drawing(const arguments *given, signpost_drawing *drawing, bool *is_svg)
{
    static const char *const names[] = {"dot", "mermaid", "script", "html"};
    const char *wanted = given->values[OPTION_DRAWING];
    *drawing = SIGNPOST_DRAWING_DOT;
    *is_svg = wanted && strcmp(wanted, "svg") == 0;
    for (int i = 0; wanted && i < 4; i++)
        if (strcmp(wanted, names[i]) == 0) {
            *drawing = (signpost_drawing)i;
            return true;
        }
    if (wanted && !*is_svg)
        wrong_use("--format is dot, mermaid, svg, script or html, and not \"%s\"", wanted);
    return !wanted || *is_svg;
}

static int run(const arguments *given)
{
    bool is_svg;
    output to;
    signpost_drawing drawing;
    signpost_algorithms *algorithms;
    if (!read_drawing(given, &drawing, &is_svg))
        return WRONG_USE;
    int status = load_algorithms(given, &algorithms);
    if (status != DONE)
        return status;
    if (output_open(&to, given)) {
        status = is_svg ? draw_svg(given, algorithms, to.file) : draw(given, algorithms, drawing, to.file);
        status = status == DONE ? output_close(&to, status) : output_drop(&to, status);
    } else {
        status = COULD_NOT;
    }
    signpost_algorithms_free(algorithms);
    return status;
}

static const option_id taken_options[] = {OPTION_ALGORITHMS, OPTION_DRAWING, OPTION_MODULES, OPTION_LANGUAGE,
                                          OPTION_DRAFTS,     OPTION_OUTPUT,  OPTIONS_END};

const command command_draw = {
    .name = "draw",
    .operands = "PATHWAY",
    .least = 1,
    .most = 1,
    .summary = "draws a pathway as a diagram, or as a script for paper",
    .text =
        "Draws a pathway, or a module. As a diagram for Graphviz (dot), for Mermaid, which many wikis show, or, "
        "where Graphviz is installed, as an SVG: every step once, numbered in reading order, red flags as octagons, "
        "outcomes with their code. A module is one box, and with --modules drawn in full.\n\n"
        "As a script (text) or as a page (html) it is a numbered list of questions for paper, with the answers and "
        "where each goes on, for when the screens are dark. With --language it is in that language, as far as the "
        "pathway is translated; conditions keep the content's words.",
    .options = taken_options,
    .example = "draw repeat-prescription --format script --language cy",
    .run = run,
};
