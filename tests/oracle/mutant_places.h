/* Where in a pathway a mistake tells: by what lies directly there, without a proof. And how it gets into the text. */
#ifndef SIGNPOST_TESTS_MUTANT_PLACES_H
#define SIGNPOST_TESTS_MUTANT_PLACES_H

#include "mutants.h"
#include "text_pieces.h"

/* ---- the text ---- */

/* One piece of it in other words. */
typedef struct change {
    piece old;
    const char *text;
} change;

/* The pathway's file. */
const char *bytes_of(const mutator *m);
/* The name that an answer of a question leads to. */
bool find_target(const mutator *m, const sgp_step *step, const char *label, piece *target);
/* Gives on a file with up to two pieces of it changed, the first of which stands first. False to make no more. */
bool give(mutator *m, const signpost_source *file, const change *changes, int count, const char *about);
/* Gives on the pathway's file with a piece of it changed, or two of them swapped. */
bool give_one(mutator *m, piece old, const char *text, const char *about);
bool give_swapped(mutator *m, piece a, piece b, const char *about);

/* ---- the content ---- */

const sgp_step *step_at(const mutator *m, sgp_index step);
const sgp_pathway *pathway_of(const mutator *m);
/* The steps of the pathway, the end left out. */
sgp_index first_step(const mutator *m);
sgp_index end_step(const mutator *m);
const sgp_answer *answer_at(const mutator *m, const sgp_step *step, int32_t i);
/* The answer of a question with a label; NULL when there is none. */
const sgp_answer *answer_called(const mutator *m, const sgp_step *step, const char *label);
/* The disposition of an outcome; SGP_NOTHING of another step. */
sgp_index ending(const mutator *m, sgp_index step);
bool is_ambulance(const mutator *m, sgp_index disposition);
/* The mildest disposition. */
sgp_index self_care(const mutator *m);
/* Whether the pathway lists it as a red flag. */
bool is_flag(const mutator *m, sgp_index step);
/* The least urgent disposition that the graph leaves open from a step, whatever is answered. */
sgp_index worst_from(const mutator *m, sgp_index step);
/* How many ways of the pathway lead to a step. */
int32_t ways_to(const mutator *m, sgp_index step);
/* Whether a condition of the content names an answer: it is then missed by its name. */
bool is_named(const mutator *m, const sgp_step *step, const sgp_answer *answer);

/* A safety rule of the pathway about one answer to one of its own questions. */
typedef struct guarded {
    const sgp_safety_rule *rule;
    sgp_index question;
    const sgp_answer *answer; /* that triggers it */
} guarded;

/* The `nth` of them; false past the last. */
bool find_guarded(const mutator *m, int nth, guarded *found);

#endif
