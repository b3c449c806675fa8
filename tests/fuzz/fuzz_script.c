/* Answers files from any bytes: read, or refused with a message; what is read answers a walk without harm. */
#include "../walk/fixture.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static signpost_algorithms *algorithms;
    if (!algorithms && !(algorithms = fixture_load(NULL)))
        abort();
    const signpost_source source = {"call.yaml", (const char *)data, size};
    signpost_script *script;
    signpost_script_call call;
    signpost_walk *walk;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_script_compile(&source, &script, NULL, &error) != SIGNPOST_OK) {
        if (script || !error.id || !*error.message)
            abort();
        return 0;
    }
    signpost_script_about(script, &call);
    if (signpost_walk_start(algorithms, &call.patient, call.complaint, 0, NULL, NULL, &walk, &error) == SIGNPOST_OK) {
        while (signpost_script_answer(script, walk, 0, &error) == SIGNPOST_OK)
            ;
        signpost_walk_free(walk);
    }
    for (size_t i = 0; signpost_script_unused(script, i); i++)
        ;
    signpost_script_free(script);
    return 0;
}
