/* A walk, inside the library.
 *
 * Rules kept here:
 *  - the state is what following `path` from the start gives: to take something back is to follow a shorter path again;
 *  - everything is allocated when the walk is made: the path by the longest walk of the content, the stack by its
 *    deepest jump;
 *  - an event counts only when its record was taken: it is carried out, offered, and undone when refused. */
#ifndef SGP_WALK_WALK_H
#define SGP_WALK_WALK_H

#include "algorithms/language.h"
#include "algorithms/model.h"
#include "base/error.h"
#include "signpost/walk.h"

/* An answer given, or advice said. */
typedef struct sgp_entry {
    sgp_index step;
    sgp_reply reply;
    bool is_red_flag;
} sgp_entry;

/* Where a walk stands, without the way that led there. */
typedef struct sgp_state {
    sgp_index pathway; /* SGP_NOTHING while an age is needed to begin */
    sgp_index step;    /* a question, advice or outcome; what stands before an age that is needed */
    int32_t boundary;  /* days that the age must tell; -1 when it is exact enough */
    int32_t depth;     /* of open modules */
    sgp_index discriminator;
    sgp_index interim;
    const char *interim_because;
    bool is_red_flag;
} sgp_state;

/* What walks have come to, when somebody wants to know: a byte each, 1 for what was touched. */
typedef struct sgp_touched {
    unsigned char *steps, *answers, *rules;
    unsigned char *unsure; /* by step: a many answered with not sure, a measure with not known */
} sgp_touched;

struct signpost_walk {
    signpost_algorithms *algorithms;
    signpost_patient patient;
    const char *complaint; /* of the algorithms */
    sgp_index language;    /* in which it is spoken, as far as the content is translated */
    sgp_state state;
    int64_t *facts;
    sgp_index *returns; /* by depth: where to go on when the module returns */
    sgp_entry *path;    /* the way so far */
    sgp_entry *saved;   /* as it was before an event that may be undone */
    sgp_entry *spare;   /* what a change has dropped */
    int32_t path_count, path_size;
    int32_t dropped_first, dropped_count; /* in `spare`, after a change */
    unsigned char *seen;                  /* by step, for what is possible */
    sgp_index *queue;                     /* by step */
    unsigned char *asked;                 /* by fact: may still be asked */
    sgp_touched *touched;                 /* NULL but while a case is counted */
    signpost_sink sink;
    void *context;
    sgp_index left; /* disposition chosen by a clinician; SGP_NOTHING */
    char left_because[SIGNPOST_TEXT_SIZE];
    sgp_arena arena;
};

/* Puts the walk at its beginning, and lets it go on to the first step that needs somebody. */
signpost_status sgp_walk_begin(signpost_walk *walk, signpost_error *error);
/* Goes on until somebody is needed. SIGNPOST_STATE when no rule of a decision fits. */
signpost_status sgp_walk_go_on(signpost_walk *walk, signpost_error *error);
/* Carries out a reply to, or the acknowledgement of, the step where the walk stands, and adds it to the path. */
signpost_status sgp_walk_take(signpost_walk *walk, const sgp_reply *reply, signpost_error *error);
/* Follows the first `count` entries of `entries` from the beginning. What worked once works again: it cannot fail. */
void sgp_walk_follow(signpost_walk *walk, const sgp_entry *entries, int32_t count);

bool sgp_walk_is_over(const signpost_walk *walk);
/* The third contact, or a later one, within 96 hours. */
bool sgp_walk_is_repeat(const signpost_walk *walk);
/* What holds if the call drops now; `*because`, when not NULL, receives why. For a patient who has called again and
 * again it is no less than a clinician's call-back. */
sgp_index sgp_walk_interim(const signpost_walk *walk, const char **because);
/* The disposition of the end that was reached. */
sgp_index sgp_walk_end(const signpost_walk *walk);

/* Runs every case, and notes what those that end as they say have touched. SIGNPOST_NO_MEMORY. */
signpost_status sgp_cases_touch(signpost_algorithms *algorithms, sgp_touched *touched, signpost_error *error);

/* Writes a reply in the content's words into `buffer`. */
void sgp_reply_format(const signpost_algorithms *algorithms, sgp_index step, const sgp_reply *reply, char *buffer,
                      size_t size);

#endif
