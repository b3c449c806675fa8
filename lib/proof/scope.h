/* What the walks that begin in one pathway can meet, and what the content can tell apart there.
 *
 * Rules kept here:
 *  - a variable is something that a condition of the scope reads: the patient's age, sex, party and contacts, always
 * and in this order, then facts;
 *  - the values of a variable fall into classes: no condition of the scope, nor anything else that a walk does, tells
 * two values of one class apart. So one value of each stands for all;
 *  - class 0 of a fact is "unknown"; the patient has none such;
 *  - what is read from a step on, modules returned to left out, is the step's live set: nothing else of a walk that has
 *    come there matters any more. */
#ifndef SGP_PROOF_SCOPE_H
#define SGP_PROOF_SCOPE_H

#include "algorithms/model.h"
#include "base/bitset.h"

enum { SGP_MOST_VARIABLES = 192, SGP_MOST_CLASSES = 250, SGP_MOST_FLAGS = 128 };
enum { SGP_CONTACTS = 3, SGP_PATIENT_VARIABLES = 4 }; /* in the order of sgp_subject, the fact left out */
enum { SGP_VARIABLE_WORDS = SGP_MOST_VARIABLES / 64 };

/* Values that nothing tells apart. */
typedef struct sgp_class {
    int64_t value;     /* the one that stands for them: as a walk holds it; an age in days */
    int64_t from, to;  /* of a number, an age, contacts: all of them, both included */
    uint64_t members;  /* of a choice, a sex, a party: all of them, a bit each */
    signpost_age aged; /* of an age: what stands for it, in whole years where one fits in */
} sgp_class;

typedef struct sgp_variable {
    sgp_subject subject;
    sgp_index fact;  /* SGP_NOTHING of the patient's */
    sgp_run classes; /* of the scope's `classes` */
    sgp_run masks;   /* of its `masks`: the values that some condition takes together */
} sgp_variable;

/* A set of red flags. */
typedef struct sgp_flags {
    sgp_word at[SGP_MOST_FLAGS / 64];
} sgp_flags;

/* A set of variables. */
typedef struct sgp_live {
    sgp_word at[SGP_VARIABLE_WORDS];
} sgp_live;

typedef struct sgp_scope {
    const signpost_algorithms *algorithms;
    sgp_index start;     /* pathway */
    sgp_array order;     /* sgp_index: steps, each after all that may follow it */
    sgp_array variables; /* sgp_variable */
    sgp_array classes;   /* sgp_class */
    sgp_array masks;     /* uint64_t */
    sgp_array safety;    /* sgp_index: safety rules that some walk may be judged by */
    sgp_array flags;     /* sgp_index: steps that one of its pathways lists as red flags, each once */
    sgp_array cuts;      /* int64_t, while classes are made */
    /* By step, by fact and by pathway of the algorithms; what was set is cleared by the next scope. */
    unsigned char *seen;      /* by step: 0, met, or done */
    sgp_live *live;           /* by step */
    int16_t *variable_of;     /* by fact: -1 when none reads it */
    unsigned char *is_asked;  /* by fact */
    unsigned char *is_inside; /* by pathway */
    struct sgp_scope_frame *stack;
    bool has_mild_interim; /* milder than the default, which who calls again and again gets instead */
    const char *too_large; /* why this scope cannot be gone through; NULL when it can */
} sgp_scope;

/* Makes room for scopes of these algorithms. Whatever it returns, sgp_scope_release gives back. False when memory ran
 * out. */
bool sgp_scope_init(sgp_scope *scope, const signpost_algorithms *algorithms);
void sgp_scope_release(sgp_scope *scope);
/* Sets the scope of the walks that begin in a pathway. False when memory ran out. */
bool sgp_scope_set(sgp_scope *scope, sgp_index pathway);

/* Adds every variable that a condition reads to a set. */
void sgp_scope_reads(const sgp_scope *scope, sgp_index condition, sgp_live *live);

static inline const sgp_variable *sgp_variable_at(const sgp_scope *scope, size_t index)
{
    return SGP_AT(&scope->variables, sgp_variable, index);
}

/* A class of a variable. */
static inline const sgp_class *sgp_class_at(const sgp_scope *scope, size_t variable, size_t index)
{
    const sgp_run run = sgp_variable_at(scope, variable)->classes;
    return SGP_AT(&scope->classes, sgp_class, (size_t)run.first + index);
}

/* The class that holds a value: of a fact, a known one; an age in days, or the number of contacts. 0 where none does.
 */
uint8_t sgp_class_of(const sgp_scope *scope, size_t variable, int64_t value);

/* An age that a person would say and that lies within the days, in the largest unit in which there is one. */
signpost_age sgp_age_within(int64_t from, int64_t to);

/* Makes the classes of a variable, from every condition of the scope (scope.c calls it). False when memory ran out. */
bool sgp_classes_make(sgp_scope *scope, sgp_variable *variable, const sgp_index *conditions, size_t count);

#endif
