/* Any events, in any order, on a walk: it never crashes, an event that fails changes nothing, going back undoes what was answered,
 * and the way so far, walked anew, leads to where the walk stands. */
#include "../walk/fixture.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static signpost_walk *start(signpost_algorithms *algorithms, uint8_t age)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    signpost_walk *walk;
    patient.age = age % 3 == 0   ? signpost_age_of(2, SIGNPOST_YEARS)
                  : age % 3 == 1 ? signpost_age_of(25, SIGNPOST_MONTHS)
                                 : signpost_age_of(40, SIGNPOST_YEARS);
    patient.earlier_contacts = age / 64;
    if (signpost_walk_start(algorithms, &patient, "fever", 0, NULL, NULL, &walk, NULL) != SIGNPOST_OK)
        abort();
    return walk;
}

static signpost_status answer(signpost_walk *walk, uint8_t byte)
{
    const size_t chosen[] = {byte & 3, byte >> 2 & 3};
    const signpost_part_answer parts[] = {(signpost_part_answer)(byte & 3), (signpost_part_answer)(byte >> 2 & 3)};
    const int64_t value = 300 + byte;
    static const char *const words[] = {"yes", "no", "not sure", "pain", "38", "fit", "30 months", "26 months"};
    switch (byte >> 4 & 7) {
    case 0:
        return signpost_walk_answer(walk, byte & 3, 0, NULL);
    case 1:
        return signpost_walk_choose(walk, byte & 8 ? NULL : chosen, byte & 1 ? 1 : 2, 0, NULL);
    case 2:
        return signpost_walk_together(walk, parts, 2, 0, NULL);
    case 3:
        return signpost_walk_measure(walk, byte & 8 ? &value : NULL, 0, NULL);
    case 4:
        return signpost_walk_acknowledge(walk, 0, NULL);
    case 5:
        return signpost_walk_age(walk, (signpost_age){750 + byte, 750 + byte}, 0, NULL);
    default:
        return signpost_walk_reply(walk, words[byte & 7], 0, NULL);
    }
}

static bool is_same_step(const signpost_step *a, const signpost_step *b)
{
    return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

static void check_back(signpost_walk *walk, const signpost_step *before)
{
    signpost_step after;
    if (before->kind == SIGNPOST_STEP_AGE) /* a more exact age stays */
        return;
    if (signpost_walk_back(walk, 0, NULL) != SIGNPOST_OK)
        abort();
    signpost_walk_step(walk, &after);
    if (!is_same_step(before, &after))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static signpost_algorithms *algorithms;
    static const char *const questions[] = {"fever/awake", "fever/rash", "fever/heat", "breathing/short"};
    static const char *const replies[] = {"yes", "no", "not sure", "39.5"};
    if ((!algorithms && !(algorithms = fixture_load(NULL))) || !size)
        return 0;
    signpost_walk *walk = start(algorithms, data[0]);
    for (size_t i = 1; i < size; i++) {
        signpost_step before, after;
        signpost_disposition possible[8];
        signpost_walk_step(walk, &before);
        uint8_t byte = data[i];
        bool answers = byte < 128;
        signpost_status status = answers      ? answer(walk, byte)
                                 : byte < 160 ? signpost_walk_back(walk, 0, NULL)
                                 : byte < 250 ? signpost_walk_change(walk, questions[byte & 3], replies[byte >> 2 & 3], 0, NULL)
                                              : signpost_walk_leave(walk, "Dx06", "why not", 0, NULL);
        signpost_walk_step(walk, &after);
        if (status != SIGNPOST_OK && !is_same_step(&before, &after))
            abort();
        if (status == SIGNPOST_OK && answers && byte & 64)
            check_back(walk, &before);
        if (!signpost_walk_possible(walk, possible, 8))
            abort();
    }
    signpost_walk_free(walk);
    return 0;
}
