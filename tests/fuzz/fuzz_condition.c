/* Conditions from any text: read and judged, or refused with a place. It stands in the small content as a quoted scalar. */
#include "../support/content.h"

#include "algorithms/model.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 2000, MOST_FACTS = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As YAML quotes it. */
static void quote(const uint8_t *data, size_t size, char *quoted)
{
    *quoted++ = '"';
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '"' || data[i] == '\\')
            *quoted++ = '\\';
        *quoted++ = data[i] == '\n' ? ' ' : (char)data[i];
    }
    strcpy(quoted, "\"");
}

/* On every patient, with nothing known and with everything. */
static void judge(const signpost_algorithms *algorithms, sgp_index condition)
{
    for (int turn = 0; turn < 8; turn++) {
        int64_t facts[MOST_FACTS];
        signpost_patient patient = SIGNPOST_PATIENT_INIT;
        patient.age = signpost_age_of(turn * 3, turn % 2 ? SIGNPOST_YEARS : SIGNPOST_MONTHS);
        patient.sex = (signpost_sex)(turn % SIGNPOST_SEX_COUNT);
        for (int i = 0; i < MOST_FACTS; i++)
            facts[i] = turn < 2 ? SGP_UNKNOWN : (turn + i) % 3;
        const sgp_known known = {facts, &patient};
        int32_t boundary = -1;
        sgp_truth truth = sgp_judge(algorithms, condition, &known, &boundary);
        if (truth == SGP_AGE_TOO_VAGUE && (boundary <= patient.age.from_days || boundary > patient.age.to_days) &&
            boundary != patient.age.from_days)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char quoted[2 * LONGEST + 8];
    test_content content;
    if (size > LONGEST || !sgp_text_is_utf8((const char *)data, size, NULL))
        return 0;
    quote(data, size, quoted);
    test_content_read(&content);
    if (!test_content_change(&content, TEST_COUGH, "signs has blood or weight", quoted))
        abort();
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status = signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, &error);
    if (status == SIGNPOST_OK) {
        const sgp_step *decision = &algorithms->steps.at[sgp_step_find(algorithms, 0, "cough/how-bad")];
        judge(algorithms, algorithms->rules.at[decision->rules.first].condition);
    } else if (status != SIGNPOST_CONTENT || !error.line || !sgp_text_is_utf8(error.message, strlen(error.message), NULL)) {
        abort();
    }
    signpost_algorithms_free(algorithms);
    test_content_free(&content);
    return 0;
}
