/* Going everywhere: every place where a walk of a scope can stand, once, and every way on from it.
 *
 * Rules kept here:
 *  - a node is a place: the step, the modules to return to, and all that still matters of what is known. Two walks that
 *    come to one node have the same future;
 *  - each node's way back to its root is one with the fewest questions;
 *  - nodes and edges make no circle; a node's edges are one run;
 *  - a reply stands for all that make no difference to it, and can be given as it is: a way can be walked. */
#ifndef SGP_PROOF_EXPLORE_H
#define SGP_PROOF_EXPLORE_H

#include "base/sets.h"
#include "proof/stand.h"

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

/* A question of a walk, and the reply. */
typedef struct sgp_given {
    sgp_index step;
    sgp_reply reply;
} sgp_given;

typedef struct sgp_exploration {
    sgp_stander stander;
    sgp_sets places; /* by node */
    sgp_array nodes; /* sgp_node */
    sgp_array edges; /* sgp_edge */
    sgp_array now, later;
    size_t most_nodes;
    bool is_too_large; /* more nodes than that */
} sgp_exploration;

/* Makes room. Whatever it returns, sgp_exploration_release gives back. False when memory ran out. */
bool sgp_exploration_init(sgp_exploration *e, const sgp_scope *scope, size_t most_nodes);
void sgp_exploration_release(sgp_exploration *e);
/* Goes everywhere in the scope. False when memory ran out. */
bool sgp_explore(sgp_exploration *e, sgp_index watched);

/* Adds what is answered on a node's way from its root, first things first, to an array of sgp_given. False when memory
 * ran out. */
bool sgp_exploration_way(const sgp_exploration *e, int32_t node, sgp_array *given);
/* The node that a reply, of those that make no difference to one of its edges, leads to; -1 when there is none, or when
 * memory ran out. */
int32_t sgp_exploration_by(sgp_exploration *e, int32_t node, const sgp_reply *reply);

void sgp_exploration_standing(const sgp_exploration *e, size_t node, sgp_standing *standing);

static inline const sgp_node *sgp_node_at(const sgp_exploration *e, size_t index)
{
    return SGP_AT(&e->nodes, sgp_node, index);
}

static inline const sgp_edge *sgp_edge_at(const sgp_exploration *e, const sgp_node *node, int32_t index)
{
    return SGP_AT(&e->edges, sgp_edge, (size_t)(node->first_edge + index));
}

#endif
