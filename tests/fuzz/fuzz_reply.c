/* Replies from any text, to every step of the small content: read to a value that the step's fact can have, or refused with what
 * is allowed. */
#include "../support/content.h"

#include "algorithms/model.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_value(const signpost_algorithms *algorithms, sgp_index index, const sgp_reply *reply)
{
    const sgp_step *step = &algorithms->steps.at[index];
    if (reply->value == SGP_UNKNOWN) {
        if (step->otherwise == SGP_NOTHING)
            abort();
        return;
    }
    if (step->kind == SGP_STEP_TOGETHER) {
        if (reply->value < 0 || reply->value >> 2 * step->parts.count)
            abort();
        return;
    }
    const sgp_fact *fact = &algorithms->facts.at[step->fact];
    bool fits = fact->kind == SGP_FACT_NUMBER ? reply->value >= fact->from && reply->value <= fact->to
                : fact->kind == SGP_FACT_SET  ? reply->value >= 0 && !(reply->value >> fact->values.count)
                                              : reply->value >= 0 && reply->value < fact->values.count;
    if (!fits)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static signpost_algorithms *algorithms;
    test_content content;
    if (!algorithms) {
        test_content_read(&content);
        if (signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL) != SIGNPOST_OK)
            abort();
        test_content_free(&content);
    }
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    for (sgp_index step = 0; step < algorithms->steps.count; step++) {
        sgp_reply reply;
        signpost_error error = SIGNPOST_ERROR_INIT;
        if (sgp_reply_parse(algorithms, step, text, &reply, &error) == SIGNPOST_OK)
            check_value(algorithms, step, &reply);
        else if (!error.id || !*error.message || !*error.hint)
            abort();
    }
    free(text);
    return 0;
}
