/* Writing answers files (signpost/script.h), and cases: a walk as text that replays it. */
#ifndef SGP_PROOF_ANSWERS_H
#define SGP_PROOF_ANSWERS_H

#include "signpost/patient.h"

/* A question of a walk, `pathway/step`, and the reply. */
typedef struct sgp_told {
    const char *step;
    char reply[SIGNPOST_TEXT_SIZE];
} sgp_told;

/* Tells the question at `nth`, from 0, of a walk; false past the end. */
typedef bool (*sgp_teller)(const void *walk, size_t nth, sgp_told *told);

/* Writes a walk as an answers file, cut to `size`; returns the length of the whole. `buffer` may be NULL when `size` is
 * 0. */
size_t sgp_answers_write(char *buffer, size_t size, const char *complaint, const signpost_patient *patient,
                         sgp_teller tell, const void *walk);

/* What is written, cut to the buffer's size; `length` is that of the whole, as snprintf counts. */
typedef struct sgp_answers {
    char *buffer;
    size_t size, length;
} sgp_answers;

/* A walk as an entry of a pathway's `cases`. */
sgp_answers sgp_case_begin(char *buffer, size_t size, const char *name, const signpost_patient *patient,
                           bool has_answers);
void sgp_case_add(sgp_answers *answers, const char *step, const char *reply);
/* What it ends with; `discriminator` may be "". */
void sgp_case_end(sgp_answers *answers, const char *disposition, const char *discriminator);

#endif
