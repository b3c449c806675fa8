/* A pathway as a form: its items, and what enables each. */
#ifndef SGP_FHIR_FORM_H
#define SGP_FHIR_FORM_H

#include "algorithms/model.h"
#include "base/error.h"
#include "signpost/fhir.h"

/* What an answer must be to enable an item. */
typedef enum sgp_enabling {
    SGP_ENABLED_ALWAYS,       /* it comes at the start */
    SGP_ENABLED_BY_ANSWER,    /* of a question, or a choice of a many: `answer` */
    SGP_ENABLED_BY_NONE,      /* of a many: none of these */
    SGP_ENABLED_BY_UNSURE,    /* of a many */
    SGP_ENABLED_BY_VALUE,     /* of a measure: any */
    SGP_ENABLED_BY_NOT_KNOWN, /* of a measure */
    SGP_ENABLED_BY_PART,      /* of a together: `answer` of the part `step` */
    SGP_ENABLED_BY_ALL_NO     /* of a together */
} sgp_enabling;

typedef struct sgp_enable {
    sgp_index item; /* step that is enabled */
    sgp_index step; /* that is answered */
    sgp_enabling by;
    sgp_index answer; /* of the algorithms' answers; of a part, SGP_PART_YES and so on */
} sgp_enable;

typedef struct sgp_form {
    const signpost_algorithms *algorithms;
    sgp_index pathway;
    sgp_array items;     /* sgp_index, in order */
    sgp_array enables;   /* sgp_enable */
    unsigned char *seen; /* by step: SGP_MET, SGP_TOLD */
    signpost_diagnostics *lost;
    bool failed; /* memory ran out */
} sgp_form;

/* Makes the form. SIGNPOST_NO_MEMORY. */
signpost_status sgp_form_make(sgp_form *form, const signpost_algorithms *algorithms, sgp_index pathway,
                              signpost_diagnostics *lost, signpost_error *error);
void sgp_form_release(sgp_form *form);
/* Whether the steps of a kind are items. */
bool sgp_form_has(sgp_step_kind kind);

/* The canonical address of a pathway's form: `urn:signpost:pathway:fever-child|1`, without the version on request. */
enum { SGP_CANONICAL_SIZE = 160 };
char *sgp_form_canonical(const sgp_pathway *pathway, bool with_version, char buffer[SGP_CANONICAL_SIZE]);

/* A coding in one of our systems; `display` may be NULL. */
void sgp_fhir_coding(signpost_json *json, const char *key, const char *system, const char *code, const char *display);
/* A text, unless it is empty: FHIR has no empty texts. */
void sgp_fhir_text(signpost_json *json, const char *key, const char *text);

#define SGP_FHIR_ANSWER        "urn:signpost:answer"
#define SGP_FHIR_NONE_OF_THESE "none of these"
#define SGP_FHIR_NOT_SURE      "not sure"
extern const char *const sgp_fhir_part_answers[SGP_PART_ANSWERS];

#endif
