/* A call on paper: a walk whose events are written down as words, and a journal that is kept in memory. */
#ifndef SIGNPOST_TESTS_CALL_H
#define SIGNPOST_TESTS_CALL_H

#include "signpost/journal.h"

#include <stdio.h>
#include <string.h>

enum { TEST_FRIDAY = 29919480 }; /* 2026-11-20T10:00Z */

/* Takes lines up to `most` bytes, as a disk does: of one that does not fit nothing is left. */
typedef struct test_paper {
    char bytes[64 * 1024];
    size_t size, most;
    size_t lines;
} test_paper;

static inline bool test_paper_write(const char *bytes, size_t size, void *context)
{
    test_paper *paper = context;
    if (paper->size + size > paper->most)
        return false;
    memcpy(paper->bytes + paper->size, bytes, size);
    paper->size += size;
    paper->lines++;
    return true;
}

/* One event, by its words: `<` goes back, `ok` acknowledges, `age 26 months` gives an age, `!Dx06 why` leaves,
 * `fever/rash=no` changes, anything else replies. */
static inline signpost_status test_call_event(signpost_walk *walk, const char *words, signpost_minute moment,
                                              signpost_error *error)
{
    char step[64] = "", code[16] = "";
    signpost_age age;
    const char *equals = strchr(words, '=');
    if (strcmp(words, "<") == 0)
        return signpost_walk_back(walk, moment, error);
    if (strcmp(words, "ok") == 0)
        return signpost_walk_acknowledge(walk, moment, error);
    if (strncmp(words, "age ", 4) == 0 && signpost_age_parse(words + 4, &age, error) == SIGNPOST_OK)
        return signpost_walk_age(walk, age, moment, error);
    if (*words == '!' && sscanf(words + 1, "%15s", code) == 1)
        return signpost_walk_leave(walk, code, strchr(words, ' ') + 1, moment, error);
    if (equals && equals - words < (long)sizeof step) {
        memcpy(step, words, (size_t)(equals - words));
        return signpost_walk_change(walk, step, equals + 1, moment, error);
    }
    return signpost_walk_reply(walk, words, moment, error);
}

/* A patient of the fixture: two years old as far as is known, which its first decision finds too vague. */
static inline signpost_patient test_call_patient(void)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(2, SIGNPOST_YEARS);
    patient.sex = SIGNPOST_FEMALE;
    patient.party = SIGNPOST_SOMEONE_ELSE;
    return patient;
}

#endif
