/* Writing answers files (signpost/script.h), and cases: a walk as text that replays it. */
#ifndef SGP_PROOF_ANSWERS_H
#define SGP_PROOF_ANSWERS_H

#include "signpost/patient.h"

/* What is written, cut to the buffer's size; `length` is that of the whole, as snprintf counts. */
typedef struct sgp_answers {
    char *buffer;
    size_t size, length;
} sgp_answers;

/* The complaint and the patient. `buffer` may be NULL when `size` is 0. */
sgp_answers sgp_answers_begin(char *buffer, size_t size, const char *complaint, const signpost_patient *patient,
                              bool has_answers);
/* A reply to a step that was asked `before` times before. */
void sgp_answers_add(sgp_answers *answers, const char *step, int before, const char *reply);

/* The same as an entry of a pathway's `cases`. */
sgp_answers sgp_case_begin(char *buffer, size_t size, const char *name, const signpost_patient *patient,
                           bool has_answers);
void sgp_case_add(sgp_answers *answers, const char *step, const char *reply);
/* What it ends with; `discriminator` may be "". */
void sgp_case_end(sgp_answers *answers, const char *disposition, const char *discriminator);

#endif
