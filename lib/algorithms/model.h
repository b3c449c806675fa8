/* The compiled algorithms: flat tables that never change, referring to each other by index.
 *
 * Rules kept here:
 *  - an index is -1 for "none"; SGP_RETURN, as a step to go to, leaves a module;
 *  - the steps of a pathway are one run of `steps`, a step's answers one run of `answers`, and so on;
 *  - texts are interned, so that equal texts of one object are one pointer;
 *  - every step can be reached, every way ends, and none is endless: loading has checked it. */
#ifndef SGP_ALGORITHMS_MODEL_H
#define SGP_ALGORITHMS_MODEL_H

#include "base/memory.h"
#include "care/care.h"
#include "signpost/algorithms.h"

#include <stdatomic.h>

typedef int32_t sgp_index;
enum { SGP_NOTHING = -1, SGP_RETURN = -2 };

/* A run of a table. */
typedef struct sgp_run {
    int32_t first, count;
} sgp_run;

typedef enum sgp_fact_kind { SGP_FACT_CHOICE, SGP_FACT_SET, SGP_FACT_NUMBER } sgp_fact_kind;

/* What a fact holds in a walk: a choice's index, a set's bits, a number in units of its precision, or SGP_UNKNOWN. */
#define SGP_UNKNOWN INT64_MIN
enum { SGP_MOST_VALUES = 60 }; /* of a choice or set: they are bits of a word */

typedef struct sgp_fact {
    const char *name;  /* `pathway/question`, or a shared fact's own name */
    const char *title; /* in words */
    sgp_fact_kind kind;
    sgp_run values;      /* of `words`: a choice's or set's */
    int64_t from, to;    /* a number's bounds, both included, in units of its precision */
    int decimals;        /* 39.5 is 395 with one */
    const char *unit;    /* a number's; "" when it has none */
    bool severity_order; /* values are in order, most severe first */
} sgp_fact;

typedef enum sgp_subject {
    SGP_SUBJECT_FACT,
    SGP_SUBJECT_AGE,
    SGP_SUBJECT_SEX,
    SGP_SUBJECT_PARTY,
    SGP_SUBJECT_CONTACTS
} sgp_subject;

typedef enum sgp_operation {
    SGP_AND,
    SGP_OR,
    SGP_NOT,
    SGP_KNOWN,
    SGP_AMONG,     /* a choice is one of `mask`, or a set has one of `mask` */
    SGP_NOT_AMONG, /* a known choice is none of `mask` */
    SGP_LESS,
    SGP_LESS_OR_EQUAL,
    SGP_GREATER,
    SGP_GREATER_OR_EQUAL,
    SGP_EQUAL
} sgp_operation;

/* A node of a condition. */
typedef struct sgp_expression {
    sgp_operation operation;
    sgp_subject subject;
    sgp_index fact;        /* when the subject is one */
    sgp_index left, right; /* of `and`, `or`; `left` of `not` */
    uint64_t mask;
    int64_t constant; /* in the fact's precision; an age in days */
} sgp_expression;

typedef enum sgp_step_kind {
    SGP_STEP_QUESTION, /* one answer of several */
    SGP_STEP_MANY,     /* any number of several */
    SGP_STEP_MEASURE,  /* a number */
    SGP_STEP_TOGETHER, /* several yes/no questions at once */
    SGP_STEP_PART,     /* one of those; never gone to by itself */
    SGP_STEP_DECISION,
    SGP_STEP_ADVICE,
    SGP_STEP_JUMP,
    SGP_STEP_OUTCOME
} sgp_step_kind;

/* How a part is answered: the indices of its answers. */
enum { SGP_PART_YES, SGP_PART_NO, SGP_PART_NOT_SURE, SGP_PART_ANSWERS };

typedef struct sgp_step {
    sgp_step_kind kind;
    sgp_index pathway;
    const char *name; /* `pathway/step` */
    const char *text; /* what is asked; "" for what is not a question */
    const char *why, *help;
    sgp_index fact;      /* of a question, many, measure, part */
    sgp_run answers;     /* of a question; the choices of a many */
    sgp_run parts;       /* of a together: a run of `steps` */
    sgp_run rules;       /* of a decision */
    sgp_index next;      /* of many, measure, advice, jump; of a together when every answer is no */
    sgp_index otherwise; /* of a many when not sure, a measure when not known, a together when not every answer is no */
    sgp_index target;    /* of a jump: the pathway or module */
    sgp_index advice;    /* of an advice: of `advice` */
    sgp_index outcome;   /* of an outcome */
    bool is_ordered;     /* of a decision: rules may overlap, the first that holds is taken */
    sgp_index interim;   /* disposition from here on; SGP_NOTHING when it goes on as before */
    const char *interim_because;
    int32_t fewest, most; /* questions from here to an outcome (in a module: to its return), this one included */
    int32_t longest;      /* steps on the longest way from here, modules gone through included */
    unsigned line, column;
} sgp_step;

typedef struct sgp_answer {
    const char *label;   /* the value, as the content writes it */
    const char *wording; /* what is read out: the label, or a many's plain wording */
    int32_t value;       /* of the step's fact */
    sgp_index go;        /* of a question's answer */
    sgp_index discriminator;
    sgp_run keywords; /* of `words` */
    bool is_negative; /* does not make a red flag positive */
} sgp_answer;

typedef struct sgp_rule {
    sgp_index condition; /* SGP_NOTHING: otherwise */
    sgp_index go;
    unsigned line;
} sgp_rule;

typedef struct sgp_outcome {
    sgp_index disposition;
    sgp_index discriminator; /* SGP_NOTHING: the last one on the way */
    sgp_run advice;          /* of `numbers`: entries of `advice` */
    sgp_run keywords;
} sgp_outcome;

typedef struct sgp_pathway {
    const char *name, *title, *file;
    const char *complaint; /* "" for a module */
    signpost_content_state state;
    int version;
    signpost_date review_by;
    sgp_run sources, keywords; /* of `words` */
    sgp_age_range ages;
    unsigned sexes; /* a bit each */
    sgp_index group;
    sgp_index interim;
    const char *interim_because;
    sgp_index start;
    sgp_run steps;
    sgp_run red_flags; /* of `numbers`: steps */
    bool is_module;
    unsigned line;
} sgp_pathway;

typedef struct sgp_code {
    const char *code, *title;
    int national; /* published number, for interchange; 0 when there is none */
} sgp_code;

typedef struct sgp_disposition {
    signpost_disposition shown;
    sgp_index worsening; /* of `advice` */
} sgp_disposition;

typedef struct sgp_advice {
    const char *name, *title;
    signpost_advice_kind kind;
    sgp_run say, keywords; /* of `words` */
    sgp_run dispositions;  /* of `numbers`; none means any */
    sgp_age_range ages;
    unsigned sexes;
} sgp_advice;

typedef struct sgp_safety_rule {
    const char *name;
    sgp_index pathway; /* SGP_NOTHING: all of them */
    sgp_index condition;
    sgp_index at_least; /* disposition */
    const char *file;
    unsigned line;
} sgp_safety_rule;

typedef struct sgp_case_answer {
    sgp_index step;
    const char *reply; /* as sgp_reply_parse reads it */
} sgp_case_answer;

typedef struct sgp_case {
    const char *name;
    sgp_index pathway;
    signpost_patient patient;
    sgp_run answers; /* of `case_answers` */
    sgp_index expect;
    sgp_index discriminator; /* expected; SGP_NOTHING when not said */
    const char *file;
    unsigned line;
} sgp_case;

typedef struct sgp_pair {
    sgp_index group, discriminator;
} sgp_pair;

typedef struct sgp_complaint {
    const char *name, *title;
    sgp_run pathways; /* of `numbers` */
} sgp_complaint;

/* A translation: see language.h. */
typedef struct sgp_language {
    const char *code, *name, *reviewed_by; /* `reviewed_by` is "" while it is not reviewed */
    bool is_reviewed;
} sgp_language;

/* Of a step; NULL for what is not translated. */
typedef struct sgp_step_texts {
    const char *text, *why, *help;
} sgp_step_texts;

typedef struct sgp_pathway_texts {
    const char *title;
    bool is_whole; /* with all of its steps, and of its version: only then it is spoken */
} sgp_pathway_texts;

/* Whole, or all NULL. */
typedef struct sgp_disposition_texts {
    const char *title, *say;
} sgp_disposition_texts;

/* Whole, or all NULL and nothing to say. */
typedef struct sgp_advice_texts {
    const char *title;
    sgp_run say; /* of `words` */
} sgp_advice_texts;

/* A typed table of the compiled object. */
#define SGP_TABLE(type)                                                                                                \
    struct {                                                                                                           \
        const type *at;                                                                                                \
        int32_t count;                                                                                                 \
    }

struct signpost_algorithms {
    atomic_int references;
    sgp_arena arena;
    char fingerprint[65];
    signpost_release release; /* its id is NULL when there is none */
    SGP_TABLE(char *const) words;
    SGP_TABLE(sgp_index) numbers;
    SGP_TABLE(sgp_fact) facts;
    SGP_TABLE(sgp_expression) expressions;
    SGP_TABLE(sgp_step) steps;
    SGP_TABLE(sgp_answer) answers;
    SGP_TABLE(sgp_rule) rules;
    SGP_TABLE(sgp_outcome) outcomes;
    SGP_TABLE(sgp_pathway) pathways; /* modules among them */
    SGP_TABLE(sgp_complaint) complaints;
    SGP_TABLE(sgp_disposition) dispositions; /* by urgency, most urgent first */
    SGP_TABLE(sgp_code) groups;
    SGP_TABLE(sgp_code) discriminators;
    SGP_TABLE(sgp_pair) pairs;
    SGP_TABLE(sgp_advice) advice;
    SGP_TABLE(sgp_safety_rule) safety;
    SGP_TABLE(sgp_case) cases;
    SGP_TABLE(sgp_case_answer) case_answers;
    SGP_TABLE(sgp_language) languages;
    /* Of each language in turn, as many as there are of what is translated. */
    SGP_TABLE(char *const) phrases;
    SGP_TABLE(char *const) answer_texts;
    SGP_TABLE(sgp_step_texts) step_texts;
    SGP_TABLE(sgp_pathway_texts) pathway_texts;
    SGP_TABLE(sgp_disposition_texts) disposition_texts;
    SGP_TABLE(sgp_advice_texts) advice_texts;
    sgp_index default_interim;  /* Dx32 */
    sgp_index red_flag_interim; /* the most urgent disposition: an ambulance */
    int32_t longest_walk;       /* steps, modules gone through included */
    int32_t deepest_jump;       /* modules within modules */
};

/* What a condition is judged on. */
typedef struct sgp_known {
    const int64_t *facts; /* by fact, SGP_UNKNOWN where not known */
    const signpost_patient *patient;
} sgp_known;

/* Neither when the patient's age is too vague to tell. */
typedef enum sgp_truth { SGP_FALSE, SGP_TRUE, SGP_AGE_TOO_VAGUE } sgp_truth;

/* Judges a condition; a comparison with an unknown fact does not hold. For a vague age, `*boundary` receives the days
 * at which it would change. Allocates nothing. */
sgp_truth sgp_judge(const signpost_algorithms *algorithms, sgp_index condition, const sgp_known *known,
                    int32_t *boundary);

/* A reply to a question, typed. */
typedef struct sgp_reply {
    int64_t value;    /* choice, bits of a many, number, answers of a together in two bits each; SGP_UNKNOWN: not known,
                         not sure */
    sgp_index answer; /* of the algorithms' answers, for a question; SGP_NOTHING otherwise */
} sgp_reply;

/* Reads a reply as content, files and people write it: a label (`yes`), a number (`39.5`), several labels (`drowsy,
 * mottled`), `none of these`, `not sure`, `not known`; for a together `no` (to all), `yes` or `not sure` (to all), or
 * the parts that are not no, `fit: yes, stiff: not sure`. Case and spaces around do not count. SIGNPOST_INVALID says
 * what is allowed, with the nearest. */
signpost_status sgp_reply_parse(const signpost_algorithms *algorithms, sgp_index step, const char *text,
                                sgp_reply *reply, signpost_error *error);
/* The same, taking the words of a translation, too. */
signpost_status sgp_reply_parse_in(const signpost_algorithms *algorithms, sgp_index language, sgp_index step,
                                   const char *text, sgp_reply *reply, signpost_error *error);

/* An outcome as a host sees it, with the pathway's group and the last discriminator on the way. */
signpost_outcome sgp_outcome_shown(const signpost_algorithms *algorithms, const sgp_outcome *outcome, sgp_index group,
                                   sgp_index discriminator);

/* The step that edge number `edge` of a step leads to: an answer's, a rule's, its next, its otherwise, and the start of
 * where a jump leads. SGP_RETURN where it leaves a module; SGP_NOTHING past the last. */
sgp_index sgp_step_edge(const signpost_algorithms *algorithms, const sgp_step *step, int32_t edge);

/* Name of a step within its pathway. */
const char *sgp_step_short_name(const signpost_algorithms *algorithms, sgp_index step);
/* The step with a full name, or with a short name in `pathway`; SGP_NOTHING when there is none. */
sgp_index sgp_step_find(const signpost_algorithms *algorithms, sgp_index pathway, const char *name);
/* Whether a pathway lists a step, which may be one of a module's, as a red flag. */
bool sgp_step_is_red_flag(const signpost_algorithms *algorithms, sgp_index pathway, sgp_index step);
sgp_index sgp_disposition_find(const signpost_algorithms *algorithms, const char *code);

/* The contact within 96 hours, this one included, from which on a patient is one who calls again and again. */
enum { SGP_REPEATED_CONTACT = 3 };
/* What holds if the call drops, where the content declares an interim disposition: the most urgent one after a red
 * flag; and nothing milder than the default for who calls again and again. */
sgp_index sgp_interim_held(const signpost_algorithms *algorithms, sgp_index declared, bool is_red_flag,
                           int64_t contacts);
/* The pathway of a complaint for an age and sex. SGP_NOTHING with `*boundary` set (days) when the age is too vague to
 * tell; with `*boundary` -1 when there is no such complaint. */
sgp_index sgp_pathway_for(const signpost_algorithms *algorithms, const char *complaint, const signpost_patient *patient,
                          int32_t *boundary);

#endif
