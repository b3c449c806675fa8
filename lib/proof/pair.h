/* Two walks side by side: one patient, the same answers, two contents.
 *
 * Rules kept here:
 *  - where both ask the same question, both get the same reply, out of as many as tell either of them something;
 *  - where they ask different ones, that side goes on whose question the other cannot ask any more; where each still
 *    might, the first does. What the other may ask later is remembered until it does;
 *  - nodes and edges make no circle, and each node's way back is one with the fewest questions. */
#ifndef SGP_PROOF_PAIR_H
#define SGP_PROOF_PAIR_H

#include "base/sets.h"
#include "proof/stand.h"

enum { SGP_BEFORE, SGP_AFTER, SGP_SIDES, SGP_MOST_PENDING = 8 };

/* What one side was told, and the other may still ask. */
typedef struct sgp_pending {
    int side;       /* that may ask */
    sgp_index step; /* its question */
    sgp_reply reply;
} sgp_pending;

typedef struct sgp_pair_standing {
    sgp_standing sides[SGP_SIDES];
    sgp_pending pending[SGP_MOST_PENDING];
    int pending_count;
} sgp_pair_standing;

typedef struct sgp_pair_node {
    int32_t parent;     /* -1 of a root */
    int32_t patient;    /* of `patients` */
    int32_t questions;  /* answered on the way here */
    int32_t first_edge; /* of `edges`: int32_t, nodes */
    int32_t edge_count;
    bool is_done;
    sgp_index asked[SGP_SIDES]; /* at the parent; SGP_NOTHING where a side was not asked */
    sgp_reply replies[SGP_SIDES];
} sgp_pair_node;

/* A patient who stands for all whom neither content tells apart. */
typedef struct sgp_pair_patient {
    signpost_patient patient;
    uint8_t classes[SGP_SIDES][SGP_PATIENT_VARIABLES];
    int32_t from_days, to_days;
    uint32_t sexes;
} sgp_pair_patient;

/* An answer that only one side has. */
typedef struct sgp_lone_answer {
    int side;
    sgp_index step;
    const char *label;
    int32_t node; /* where it could be given */
} sgp_lone_answer;

typedef struct sgp_duet {
    const signpost_algorithms *contents[SGP_SIDES];
    sgp_scope scopes[SGP_SIDES];
    sgp_stander standers[SGP_SIDES];
    sgp_index *twins[SGP_SIDES];  /* by step of a content: the same question of the other one, or SGP_NOTHING */
    sgp_array reach[SGP_SIDES];   /* sgp_word, a row by place in the scope's order: steps that can still be met */
    sgp_index *places[SGP_SIDES]; /* by step of a content: its place in that order */
    sgp_sets keys;
    sgp_array patients, nodes, edges, lone, now, later;
    size_t most_nodes;
    const char *too_large; /* why not everything could be gone through */
} sgp_duet;

/* Whatever it returns, sgp_duet_release gives back. False when memory ran out. */
bool sgp_duet_init(sgp_duet *p, const signpost_algorithms *before, const signpost_algorithms *after, size_t most_nodes);
void sgp_duet_release(sgp_duet *p);
/* Walks two pathways side by side, for all patients whom both take. False when memory ran out. */
bool sgp_pair_walk(sgp_duet *p, sgp_index before, sgp_index after);

static inline const sgp_pair_node *sgp_pair_node_at(const sgp_duet *p, size_t index)
{
    return SGP_AT(&p->nodes, sgp_pair_node, index);
}

void sgp_pair_unpack(const sgp_duet *p, size_t node, sgp_pair_standing *pair);

/* ---- twins.c ---- */

/* Finds the questions that both contents ask. False when memory ran out. */
bool sgp_twins_find(sgp_duet *p);
/* A reply to a side's question, as the other side's twin of it reads it. False when the twin has no such answer. */
bool sgp_twin_reply(const sgp_duet *p, int side, sgp_index step, const sgp_reply *reply, sgp_reply *other);

/* Takes a reply to one question of both sides; false to stop. */
typedef bool (*sgp_twin_taker)(void *context, const sgp_reply *reply, const sgp_reply *twin);
/* Every reply to a side's question that tells either side something and that both can be given, once. `set_too_large`
 * is set when there are too many. */
bool sgp_twin_replies(sgp_duet *p, int side, const sgp_pair_standing *pair, sgp_twin_taker take, void *context);

#endif
