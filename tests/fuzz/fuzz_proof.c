/* Proofs and differences of content from any bytes, in the place of a pathway of the small content: what was compiled is
 * proved within a small bound, its cases are suggested, and it is compared with the small content, both ways. Every
 * finding has a known id, and every walk is an answers file that can be read. */
#include "../support/content.h"
#include "signpost/cases.h"
#include "signpost/diff.h"
#include "signpost/message.h"
#include "signpost/proof.h"
#include "signpost/script.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_REGIONS = 2000, SCRIPT = 256 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char text[SCRIPT];

static void read_script(size_t length)
{
    signpost_script *script;
    const signpost_source source = {"walk", text, length};
    if (!length)
        return;
    if (length >= SCRIPT || signpost_script_compile(&source, &script, NULL, NULL) != SIGNPOST_OK)
        abort();
    signpost_script_free(script);
}

static void prove(signpost_algorithms *algorithms)
{
    signpost_proof *proof;
    signpost_proof_finding finding;
    signpost_reachable row;
    signpost_proof_options options = SIGNPOST_PROOF_OPTIONS_INIT;
    options.most_regions = MOST_REGIONS;
    if (signpost_proof_make(algorithms, &options, &proof, NULL) != SIGNPOST_OK)
        abort();
    for (size_t i = 0; signpost_proof_find(proof, i, &finding); i++) {
        if (!signpost_message_find(finding.about.id) || !*finding.about.message)
            abort();
        read_script(signpost_proof_script(proof, i, text, sizeof text));
    }
    for (size_t i = 0; signpost_proof_reached(proof, i, &row); i++)
        if (row.from_days > row.to_days)
            abort();
    signpost_proof_free(proof);
}

static bool take(const signpost_suggestion *suggestion, void *context)
{
    (void)context;
    return *suggestion->text && *suggestion->pathway;
}

static void compare(signpost_algorithms *before, signpost_algorithms *after)
{
    signpost_diff *diff;
    signpost_diff_change change;
    signpost_diff_options options = SIGNPOST_DIFF_OPTIONS_INIT;
    options.most_regions = MOST_REGIONS;
    if (signpost_diff_make(before, after, &options, &diff, NULL) != SIGNPOST_OK)
        abort();
    for (size_t i = 0; signpost_diff_at(diff, i, &change); i++) {
        if (change.from_days > change.to_days || (change.kind == SIGNPOST_DIFF_OUTCOME && change.ways > change.of_ways))
            abort();
        read_script(signpost_diff_script(diff, i, text, sizeof text));
    }
    signpost_diff_free(diff);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static test_content content;
    static signpost_algorithms *small;
    signpost_algorithms *algorithms;
    if (!content.sources[0].bytes)
        test_content_read(&content);
    if (!small && signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &small, NULL, NULL) != SIGNPOST_OK)
        abort();
    signpost_source sources[TEST_CONTENT_FILES];
    memcpy(sources, content.sources, sizeof sources);
    sources[TEST_COUGH] = (signpost_source){"cough.yaml", (const char *)data, size};
    if (signpost_algorithms_compile(sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL) != SIGNPOST_OK)
        return 0;
    prove(algorithms);
    if (size < 4096 && signpost_cases_suggest(algorithms, take, NULL, NULL, NULL) != SIGNPOST_OK)
        abort();
    compare(small, algorithms);
    compare(algorithms, small);
    signpost_algorithms_free(algorithms);
    return 0;
}
