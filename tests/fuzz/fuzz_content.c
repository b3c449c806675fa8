/* Triage content from any bytes, beside the small content, once in the place of a pathway and once as one more file (a
 * translation, say): it is compiled, or refused with at least one mistake, each with a known
 * id and a readable line. What was compiled can be asked everything. */
#include "../support/content.h"
#include "base/text.h"
#include "signpost/draw.h"
#include "signpost/message.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool take(const char *bytes, size_t size, void *context)
{
    (void)context;
    return sgp_text_is_utf8(bytes, size, NULL) || size == 1; /* some texts are written byte by byte */
}

static void draw_everything(const signpost_algorithms *algorithms, const char *pathway)
{
    signpost_draw_options options = SIGNPOST_DRAW_OPTIONS_INIT;
    options.expand_modules = true;
    for (int drawing = SIGNPOST_DRAWING_DOT; drawing <= SIGNPOST_DRAWING_HTML; drawing++)
        if (signpost_draw(algorithms, pathway, (signpost_drawing)drawing, &options, take, NULL, NULL) != SIGNPOST_OK)
            abort();
}

static void ask_everything(const signpost_algorithms *algorithms)
{
    signpost_pathway pathway;
    signpost_reachable outcome;
    signpost_symptom_pair pair;
    signpost_language language;
    signpost_release release;
    size_t found[4];
    if (signpost_algorithms_release(algorithms, &release) && (!release.id || !release.title || !release.approved_by))
        abort();
    for (size_t i = 0; signpost_language_at(algorithms, i, &language); i++)
        if (!*language.code || !language.name || !language.reviewed_by)
            abort();
    for (size_t i = 0; signpost_pathway_at(algorithms, i, &pathway); i++)
        if (!*pathway.name || !*pathway.patients)
            abort();
        else
            draw_everything(algorithms, pathway.name);
    for (size_t i = 0; signpost_outcome_at(algorithms, i, &outcome); i++)
        if (!*outcome.step || !*outcome.outcome.disposition.code)
            abort();
    for (size_t i = 0; signpost_symptom_pair_at(algorithms, i, &pair); i++)
        if (!*pair.group || !*pair.discriminator)
            abort();
    if (signpost_complaint_search(algorithms, "cough and fever", found, 4) > 4)
        abort();
}

static void check_lines(const signpost_diagnostics *list)
{
    for (size_t i = 0; i < signpost_diagnostics_count(list); i++) {
        char line[4096];
        signpost_diagnostic found = signpost_diagnostics_get(list, i);
        size_t length = signpost_diagnostic_format(&found, line, sizeof line);
        if (!signpost_message_find(found.id) || !*found.message || length >= sizeof line || !sgp_text_is_utf8(line, length, NULL))
            abort();
    }
}

static void compile(const signpost_source *sources, size_t count)
{
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status = signpost_algorithms_compile(sources, count, NULL, &algorithms, &list, &error);
    check_lines(list);
    if (status == SIGNPOST_OK)
        ask_everything(algorithms);
    else if (status != SIGNPOST_CONTENT || algorithms || !signpost_diagnostics_count_of(list, SIGNPOST_ERROR) || !error.id)
        abort();
    signpost_algorithms_free(algorithms);
    signpost_diagnostics_free(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static test_content content;
    if (!content.sources[0].bytes)
        test_content_read(&content);
    const signpost_source any = {"fuzz.yaml", (const char *)data, size};
    signpost_source sources[TEST_CONTENT_FILES + 1];
    memcpy(sources, content.sources, TEST_CONTENT_FILES * sizeof *sources);
    sources[TEST_CONTENT_FILES] = any;
    compile(sources, TEST_CONTENT_FILES + 1);
    sources[TEST_COUGH] = any;
    compile(sources, TEST_CONTENT_FILES);
    return 0;
}
