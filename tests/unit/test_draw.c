/* Drawings: every step and every edge of every pathway once, hostile texts kept inside of their quotes, and Graphviz taking what is
 * made for it, where it is installed. */
#include "../support/cmocka_all.h"
#include "../support/content.h"

#include "algorithms/model.h"
#include "signpost/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct text {
    char *bytes;
    size_t size;
    size_t room; /* when not 0: the writer refuses what is beyond */
} text;

static bool keep(const char *bytes, size_t size, void *context)
{
    text *to = context;
    if (to->room && to->size + size > to->room)
        return false;
    to->bytes = realloc(to->bytes, to->size + size + 1);
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
    to->bytes[to->size] = '\0';
    return true;
}

static text draw(const signpost_algorithms *algorithms, const char *pathway, signpost_drawing drawing, bool expands, const char *language)
{
    text made = {0};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_draw_options options = SIGNPOST_DRAW_OPTIONS_INIT;
    options.expand_modules = expands;
    options.language = language;
    if (signpost_draw(algorithms, pathway, drawing, &options, keep, &made, &error) != SIGNPOST_OK)
        fail_msg("%s: %s", pathway, error.message);
    return made;
}

static size_t count(const char *in, const char *what)
{
    size_t found = 0;
    for (const char *at = strstr(in, what); at; at = strstr(at + 1, what))
        found++;
    return found;
}

/* How often a line begins like this, after spaces. */
static size_t count_lines(const char *in, const char *start)
{
    size_t found = 0, length = strlen(start);
    for (const char *line = in; line; line = strchr(line, '\n'), line = line ? line + 1 : NULL)
        found += strncmp(line + strspn(line, " "), start, length) == 0;
    return found;
}

static void check_once(const char *drawing, const char *start, const char *pathway)
{
    if (count_lines(drawing, start) != 1)
        fail_msg("%s: %zu lines begin with \"%s\"", pathway, count_lines(drawing, start), start);
}

/* An edge from a step, to a step or a sign of it, once; in both kinds of diagram. */
static void check_edge(const char *dot, const char *mermaid, sgp_index from, sgp_index to, const sgp_step *step)
{
    char plain[64], sign[64], back[64];
    snprintf(plain, sizeof plain, "n%d -> n%d ", from, to);
    snprintf(sign, sizeof sign, "n%d -> n%d_%d ", from, from, to);
    snprintf(back, sizeof back, "n%d -> r%d ", from, step->pathway);
    size_t found = to == SGP_RETURN ? count_lines(dot, back) : count_lines(dot, plain) + count_lines(dot, sign);
    if (found != 1)
        fail_msg("%zu edges from %s to %d", found, step->name, to);
    snprintf(plain, sizeof plain, "n%d -->", from);
    assert_true(count_lines(mermaid, plain) > 0);
}

/* Edges by answers, rules and exits, each counted once wherever it leads; how many there are. */
static size_t check_edges(const signpost_algorithms *algorithms, const char *dot, const char *mermaid, sgp_index index)
{
    const sgp_step *step = &algorithms->steps.at[index];
    sgp_index seen[80];
    size_t edges = 0;
    int32_t ways = step->kind == SGP_STEP_QUESTION ? step->answers.count : step->kind == SGP_STEP_DECISION ? step->rules.count : 2;
    for (int32_t i = 0; i < ways; i++) {
        sgp_index to = step->kind == SGP_STEP_QUESTION   ? algorithms->answers.at[step->answers.first + i].go
                       : step->kind == SGP_STEP_DECISION ? algorithms->rules.at[step->rules.first + i].go
                       : i                               ? step->otherwise
                                                         : step->next;
        bool is_new = to != SGP_NOTHING;
        for (size_t j = 0; j < edges; j++)
            is_new = is_new && seen[j] != to;
        if (!is_new)
            continue;
        seen[edges++] = to;
        check_edge(dot, mermaid, index, to, step);
    }
    return edges;
}

static void every_step_and_every_edge_is_drawn_once(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    for (sgp_index i = 0; i < algorithms->pathways.count; i++) {
        const sgp_pathway *pathway = &algorithms->pathways.at[i];
        text dot = draw(algorithms, pathway->name, SIGNPOST_DRAWING_DOT, false, NULL);
        text mermaid = draw(algorithms, pathway->name, SIGNPOST_DRAWING_MERMAID, false, NULL);
        text script = draw(algorithms, pathway->name, SIGNPOST_DRAWING_SCRIPT, false, NULL);
        size_t edges = 0, drawn = 0;
        for (int32_t j = 0; j < pathway->steps.count; j++) {
            sgp_index step = pathway->steps.first + j;
            char start[64];
            if (algorithms->steps.at[step].kind == SGP_STEP_PART)
                continue;
            snprintf(start, sizeof start, "n%d [", step);
            check_once(dot.bytes, start, pathway->name);
            edges += check_edges(algorithms, dot.bytes, mermaid.bytes, step);
            snprintf(start, sizeof start, "%zu.  ", ++drawn);
            check_once(script.bytes, start, pathway->name);
        }
        /* and no others, but for the unseen ones that hold the column of outcomes together */
        assert_int_equal(count(dot.bytes, " -> ") - count(dot.bytes, "[style=invis]"), edges);
        assert_int_equal(count(mermaid.bytes, " -->"), edges);
        free(dot.bytes);
        free(mermaid.bytes);
        free(script.bytes);
    }
    signpost_algorithms_free(algorithms);
}

/* Every way of a script leads forward, but for the way back from a module. */
static void a_script_reads_forward(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    for (sgp_index i = 0; i < algorithms->pathways.count; i++) {
        text script = draw(algorithms, algorithms->pathways.at[i].name, SIGNPOST_DRAWING_SCRIPT, false, NULL);
        long here = 0;
        for (const char *line = script.bytes; *line; line += strcspn(line, "\n") + 1) {
            char *end;
            long number = strtol(line, &end, 10);
            if (end > line && strncmp(end, ".  ", 3) == 0)
                here = number;
            const char *go = strstr(line, "go to "), *next = strchr(line, '\n');
            if (go && go < next && strtol(go + 6, &end, 10) && end > go + 6)
                assert_true(strtol(go + 6, NULL, 10) > here);
        }
        free(script.bytes);
    }
    signpost_algorithms_free(algorithms);
}

/* Texts that would end a string, open a tag, or begin a line of their own. */
static const char hostile[] = "\"Is \\\"this\\\" ]; <script>alert(1)</script> & #35; |x| `y` \\\\n \\t \\x07 {{z}} --> anyone choking?\"";

static signpost_algorithms *load_hostile(void)
{
    test_content content;
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    test_content_read(&content);
    assert_true(test_content_change(&content, TEST_COUGH, "Is anyone choking?", hostile));
    assert_true(test_content_change(&content, TEST_COUGH, "title: Cough", "title: \"Co\\\"ugh<b>\\\\\""));
    assert_true(test_content_change(&content, TEST_SHARED, "title: Ambulance,", "title: \"<i>Ambu\\\"lance\","));
    if (signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    test_content_free(&content);
    return algorithms;
}

/* Outside of its quotes a DOT file holds only what the library wrote. */
static void check_quotes(const char *dot)
{
    bool inside = false;
    for (const char *at = dot; *at; at++) {
        if (inside && *at == '\\' && at[1])
            at++;
        else if (*at == '"')
            inside = !inside;
        else if (inside)
            assert_true((unsigned char)*at >= 0x20);
        else
            assert_false(*at == '<' || *at == '&' || *at == '`');
    }
    assert_false(inside);
}

static void hostile_texts_stay_inside(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = load_hostile();
    text dot = draw(algorithms, "cough", SIGNPOST_DRAWING_DOT, true, NULL);
    check_quotes(dot.bytes);
    text mermaid = draw(algorithms, "cough", SIGNPOST_DRAWING_MERMAID, true, NULL);
    assert_int_equal(count(mermaid.bytes, "<"), count(mermaid.bytes, "<br/>"));
    assert_null(strchr(mermaid.bytes, '`'));
    assert_null(strstr(mermaid.bytes, "{{z"));
    assert_int_equal(count(mermaid.bytes, "\"") % 2, 0);
    text html = draw(algorithms, "cough", SIGNPOST_DRAWING_HTML, false, NULL);
    assert_null(strstr(html.bytes, "<script"));
    assert_null(strstr(html.bytes, "<i>"));
    assert_non_null(strstr(html.bytes, "&lt;script&gt;alert(1)"));
    assert_null(strstr(html.bytes, "http")); /* nothing is loaded */
    text script = draw(algorithms, "cough", SIGNPOST_DRAWING_SCRIPT, false, NULL);
    assert_null(strchr(script.bytes, '\a'));
    assert_null(strchr(script.bytes, '\t'));
    free(dot.bytes);
    free(mermaid.bytes);
    free(html.bytes);
    free(script.bytes);
    signpost_algorithms_free(algorithms);
}

static void is_taken_by_dot(const text *drawing, const char *what)
{
    FILE *dot = popen("dot -Tsvg > /dev/null 2>&1", "w");
    assert_non_null(dot);
    fwrite(drawing->bytes, 1, drawing->size, dot);
    if (pclose(dot) != 0)
        fail_msg("dot refuses %s", what);
}

static void graphviz_takes_what_is_made_for_it(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    signpost_pathway pathway;
    if (system("dot -V > /dev/null 2>&1") != 0) {
        print_message("Graphviz is not installed: what is made for it is not tried\n");
        skip();
    }
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, NULL), SIGNPOST_OK);
    for (size_t i = 0; signpost_pathway_at(algorithms, i, &pathway); i += 5) {
        text made = draw(algorithms, pathway.name, SIGNPOST_DRAWING_DOT, i % 2, "cy");
        is_taken_by_dot(&made, pathway.name);
        free(made.bytes);
    }
    signpost_algorithms_free(algorithms);
    algorithms = load_hostile();
    text made = draw(algorithms, "cough", SIGNPOST_DRAWING_DOT, true, NULL);
    is_taken_by_dot(&made, "hostile texts");
    free(made.bytes);
    signpost_algorithms_free(algorithms);
}

static void what_cannot_be_drawn_is_said(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = load_hostile();
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_draw_options options = SIGNPOST_DRAW_OPTIONS_INIT;
    text made = {0};
    assert_int_equal(signpost_draw(algorithms, "cuogh", SIGNPOST_DRAWING_DOT, NULL, keep, &made, &error), SIGNPOST_NOT_FOUND);
    assert_string_equal(error.message, "no pathway or module is called \"cuogh\"; did you mean \"cough\"?");
    options.language = "cy";
    assert_int_equal(signpost_draw(algorithms, "cough", SIGNPOST_DRAWING_DOT, &options, keep, &made, &error), SIGNPOST_NOT_FOUND);
    assert_null(made.bytes);
    made.room = 300;
    assert_int_equal(signpost_draw(algorithms, "cough", SIGNPOST_DRAWING_HTML, NULL, keep, &made, &error), SIGNPOST_IO);
    assert_string_equal(error.message, "the drawing could not be written");
    free(made.bytes);
    signpost_algorithms_free(algorithms);
}

/* Conditions, back from their compiled form. */
static void conditions_read_as_they_were_written(void **state)
{
    (void)state;
    static const char *const conditions[] = {
        "sex is female and not (party is self or contacts >= 3)",
        "signs has blood",
        "signs has blood or weight",
        "choking is yes or not sure",
        "choking is not no",
        "(signs has blood or choking is yes) and age >= 5 years",
        "signs has blood or choking is yes and age >= 5 years",
        "party is someone else and not choking is yes",
    };
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        test_content content;
        signpost_algorithms *algorithms;
        char rule[256], *flat;
        test_content_read(&content);
        snprintf(rule, sizeof rule, "{if: \"%s\", go: seen}", conditions[i]);
        assert_true(test_content_change(&content, TEST_COUGH, "{if: signs has blood or weight, go: seen}", rule));
        signpost_error error = SIGNPOST_ERROR_INIT;
        if (signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
            fail_msg("%s: %s", conditions[i], error.message);
        text made = draw(algorithms, "cough", SIGNPOST_DRAWING_DOT, false, NULL);
        for (flat = made.bytes; (flat = strstr(flat, "\\n"));) /* as if lines had not been broken */
            memmove(flat + 1, flat + 2, strlen(flat + 1)), *flat = ' ';
        if (!strstr(made.bytes, conditions[i]))
            fail_msg("\"%s\" is not drawn", conditions[i]);
        free(made.bytes);
        signpost_algorithms_free(algorithms);
        test_content_free(&content);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_and_every_edge_is_drawn_once),
        cmocka_unit_test(a_script_reads_forward),
        cmocka_unit_test(hostile_texts_stay_inside),
        cmocka_unit_test(graphviz_takes_what_is_made_for_it),
        cmocka_unit_test(what_cannot_be_drawn_is_said),
        cmocka_unit_test(conditions_read_as_they_were_written),
    };
    return cmocka_run_group_tests_name("drawings", tests, NULL, NULL);
}
