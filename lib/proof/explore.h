/* Going everywhere: every place where a walk of a scope can stand, once, and every way on from it.
 *
 * Rules kept here:
 *  - a node is a place: the step, the modules to return to, and all that still matters of what is known. Two walks that
 *    come to one node have the same future;
 *  - each node's way back to its root is one with the fewest questions;
 *  - nodes and edges make no circle; a node's edges are one run;
 *  - the values that stand for classes are put together by a real reply, so that a way can be walked as it is. */
#ifndef SGP_PROOF_EXPLORE_H
#define SGP_PROOF_EXPLORE_H

#include "base/sets.h"
#include "proof/scope.h"
#include "walk/walk.h"

/* Where a walk stands, unpacked. */
typedef struct sgp_standing {
    sgp_index step, stack, pathway, discriminator, interim;
    bool is_red_flag;
    bool is_judged; /* the watched safety rule's pathway was gone through */
    uint64_t asked; /* red flags of the scope, a bit each; when no rule is watched */
    uint8_t classes[SGP_MOST_VARIABLES];
} sgp_standing;

typedef struct sgp_node {
    int32_t parent;                         /* node; -1 of a root */
    sgp_reply reply;                        /* given at the parent */
    int32_t questions;                      /* answered on the way here */
    int32_t first_edge;                     /* of `edges` */
    int32_t edge_count;                     /* 0 at an outcome, and where no rule fits */
    bool is_done;                           /* its edges are known */
    uint8_t patient[SGP_PATIENT_VARIABLES]; /* classes of one who comes here */
} sgp_node;

typedef struct sgp_edge {
    int32_t to;
    sgp_reply reply;
} sgp_edge;

typedef struct sgp_exploration {
    const sgp_scope *scope;
    sgp_index watched; /* a safety rule, whose variables are kept to the end; SGP_NOTHING: what is asked is kept, and
                          the patient */
    sgp_sets places;   /* by node */
    sgp_array nodes;   /* sgp_node */
    sgp_array edges;   /* sgp_edge */
    sgp_array stacks;  /* modules to return to; see explore.c */
    sgp_array now, later;
    sgp_live always; /* variables that are kept whatever is read */
    size_t most_nodes;
    bool is_too_large; /* more nodes than that */
    int64_t *facts;    /* by fact of the algorithms: what sgp_exploration_know has put there */
    signpost_patient patient;
} sgp_exploration;

/* Makes room. Whatever it returns, sgp_exploration_release gives back. False when memory ran out. */
bool sgp_exploration_init(sgp_exploration *e, const sgp_scope *scope, size_t most_nodes);
void sgp_exploration_release(sgp_exploration *e);
/* Goes everywhere in the scope. False when memory ran out. */
bool sgp_explore(sgp_exploration *e, sgp_index watched);

void sgp_exploration_standing(const sgp_exploration *e, size_t node, sgp_standing *standing);
/* What a condition is judged on at a standing. Valid until the next such call. */
sgp_known sgp_exploration_know(sgp_exploration *e, const sgp_standing *standing);
/* The patient of a node, by what stands for each class. */
signpost_patient sgp_exploration_patient(const sgp_exploration *e, size_t node);

static inline const sgp_node *sgp_node_at(const sgp_exploration *e, size_t index)
{
    return SGP_AT(&e->nodes, sgp_node, index);
}

static inline const sgp_edge *sgp_edge_at(const sgp_exploration *e, const sgp_node *node, int32_t index)
{
    return SGP_AT(&e->edges, sgp_edge, (size_t)(node->first_edge + index));
}

/* ---- moves.c ---- */

bool sgp_is_flag_of(const sgp_scope *scope, sgp_index pathway, sgp_index step);
/* Parts of a together that nothing reads are told apart only as a whole: is one of them not no, and is one of those a
 * red flag? The first part of each kind speaks for the others; a part that is read speaks for itself. */
int32_t sgp_part_speaker(const sgp_scope *scope, sgp_index pathway, const sgp_step *step, int32_t part);
/* The answer to a part that stands for an answer to it. */
int sgp_part_answer(const sgp_scope *scope, const sgp_step *step, int32_t part, int answer);

/* Tells the ways on from a standing at a step where a reply is due, one call each. */
typedef bool sgp_move_taker(void *context, const sgp_standing *after, sgp_index go, const sgp_reply *reply);
/* False when `take` has said so. */
bool sgp_moves(const sgp_exploration *e, const sgp_standing *standing, sgp_move_taker *take, void *context);

#endif
