/* Standings: where a walk of a scope stands, as far as it matters, and how it gets on from there.
 *
 * Rules kept here:
 *  - it is the counterpart of the walk's own going on (lib/walk/advance.c), on classes instead of values; the oracle in
 *    tests/oracle holds the two together;
 *  - what is not live, and not kept for a reason, is left out when a standing is packed: equal words, equal future. */
#ifndef SGP_PROOF_STAND_H
#define SGP_PROOF_STAND_H

#include "proof/scope.h"
#include "walk/walk.h"

typedef struct sgp_standing {
    sgp_index step, stack, pathway, discriminator, interim;
    bool is_red_flag;
    bool is_judged;  /* the watched safety rule's file was gone through */
    sgp_flags asked; /* red flags of the scope; when no rule is watched */
    uint8_t classes[SGP_MOST_VARIABLES];
} sgp_standing;

enum { SGP_PLACE_HEAD = 4, SGP_MOST_PLACE = SGP_PLACE_HEAD + SGP_MOST_VARIABLES / 8 }; /* words of a packed one */

typedef struct sgp_stander {
    const sgp_scope *scope;
    sgp_index watched; /* a safety rule, whose variables are kept to the end; SGP_NOTHING: what is asked is kept, and
                          the patient */
    sgp_live always;   /* variables that are kept whatever is read */
    sgp_array stacks;  /* modules to return to */
    int64_t *facts;    /* by fact of the algorithms: what sgp_stand_know has put there */
    signpost_patient patient;
} sgp_stander;

/* Whatever it returns, sgp_stander_release gives back. False when memory ran out. */
bool sgp_stander_init(sgp_stander *stander, const sgp_scope *scope);
void sgp_stander_release(sgp_stander *stander);
/* For a scope that was set anew, or another rule to watch. */
void sgp_stander_reset(sgp_stander *stander, sgp_index watched);

/* At the beginning of the scope's pathway, for the first class of every patient variable. */
sgp_standing sgp_stand_first(const sgp_stander *stander);
/* Puts the classes of the scope's patients one further, the last of all followed by none: false. */
bool sgp_stand_next_patient(const sgp_stander *stander, sgp_standing *standing);

/* Goes on from a step at which nothing is asked. SIGNPOST_NONE at an outcome, and where no rule fits. */
signpost_status sgp_stand_on(sgp_stander *stander, sgp_standing *standing);
/* Goes on by a reply to the question where it stands. */
void sgp_stand_reply(const sgp_stander *stander, sgp_standing *standing, const sgp_reply *reply);

/* The step that a stack returns to first, and the stack below it. */
sgp_index sgp_stack_top(const sgp_stander *stander, sgp_index stack, sgp_index *below);

size_t sgp_place_words(const sgp_stander *stander);
void sgp_stand_pack(const sgp_stander *stander, const sgp_standing *standing, sgp_word *place);
void sgp_stand_unpack(const sgp_stander *stander, const sgp_word *place, sgp_standing *standing);

/* What a condition is judged on. Valid until the next such call. */
sgp_known sgp_stand_know(sgp_stander *stander, const sgp_standing *standing);
/* The patient who stands for classes. */
signpost_patient sgp_patient_of(const sgp_scope *scope, const uint8_t *classes);

/* ---- moves.c: the replies that make a difference ---- */

/* Takes one of them; false to stop. */
typedef bool (*sgp_reply_taker)(void *context, const sgp_reply *reply);
/* Every reply to the question of a standing that makes a difference, once. False when `take` has said so. */
bool sgp_replies(const sgp_scope *scope, const sgp_standing *standing, sgp_reply_taker take, void *context);

/* Parts of a together that nothing reads are told apart only as a whole: is one of them not no, and is one of those a
 * red flag? The first part of each kind speaks for the others; a part that is read speaks for itself. */
int32_t sgp_part_speaker(const sgp_scope *scope, sgp_index pathway, const sgp_step *step, int32_t part);
/* The answer to a part that stands for an answer to it. */
int sgp_part_answer(const sgp_scope *scope, const sgp_step *step, int32_t part, int answer);

#endif
