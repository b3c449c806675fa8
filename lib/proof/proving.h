/* Proving: what the claims share.
 *
 * Rules kept here:
 *  - pathways are gone through one after the other; findings and what was reached add up;
 *  - of each kind of finding about one subject the one with the shortest walk is kept;
 *  - `worst` and the like are known only while a scope's first exploration, with no rule watched, stands. */
#ifndef SGP_PROOF_PROVING_H
#define SGP_PROOF_PROVING_H

#include "proof/explore.h"
#include "signpost/proof.h"

typedef struct sgp_finding {
    signpost_claim claim;
    signpost_severity severity;
    int id;
    sgp_index subject, other; /* what it is about, told apart by the id */
    sgp_spot spot;
    const char *message;
    bool has_walk;
    const char *complaint;
    signpost_patient patient;
    int32_t questions; /* asked before it shows */
    sgp_run given;     /* of the proof's `given` */
    sgp_index outcome; /* disposition; SGP_NOTHING where the walk cannot go on */
} sgp_finding;

/* Somebody comes to an outcome. */
typedef struct sgp_reached {
    sgp_index step, discriminator;
    int32_t from_days, to_days;
    uint32_t sexes; /* a bit each */
} sgp_reached;

struct signpost_proof {
    signpost_algorithms *algorithms;
    signpost_proof_summary summary;
    sgp_arena arena;
    sgp_array findings; /* sgp_finding */
    sgp_array given;    /* sgp_given */
    sgp_array reached;  /* sgp_reached */
};

typedef struct sgp_proving {
    signpost_proof *proof;
    const signpost_algorithms *algorithms;
    bool reached_only; /* nothing is to be proved */
    sgp_scope scope;
    sgp_exploration exploration;
    unsigned char *is_met;   /* by step: somebody comes to it */
    unsigned char *is_fired; /* by rule: somebody's */
    sgp_array order;         /* int32_t: nodes, each before all that follow it */
    sgp_array marks;         /* sgp_mark, by node */
    sgp_array askable;       /* sgp_flags, by class of patients: red flags that may be asked */
} sgp_proving;

/* What lies ahead of a node. */
typedef struct sgp_mark {
    sgp_index worst;  /* the least urgent disposition that can still be reached */
    int32_t incoming; /* edges not yet followed, while the order is found */
    int32_t most;     /* questions still to come, at most */
    uint64_t ways;
} sgp_mark;

static inline sgp_mark *sgp_mark_at(const sgp_proving *p, size_t node)
{
    return SGP_AT(&p->marks, sgp_mark, node);
}

/* What a finding is about. */
typedef struct sgp_matter {
    signpost_claim claim;
    signpost_severity severity;
    int id;
    sgp_index subject, other;
    sgp_spot spot;
    int32_t node;          /* where its walk comes to; -1 for no walk */
    bool to_worst;         /* the walk goes on to the least urgent outcome, not to just any */
    int32_t by;            /* edge, of the node, by which it goes on; -1 for any */
    const sgp_reply *said; /* what is said there, where the edge stands for it; NULL for the edge's own reply */
} sgp_matter;

/* Whether a finding about the matter would be the first one, or shorter than the one that there is. */
bool sgp_wants(const sgp_proving *p, const sgp_matter *matter);
/* Keeps a finding, with its walk. False when memory ran out. */
bool sgp_find(sgp_proving *p, const sgp_matter *matter, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Where something of the content stands. */
sgp_spot sgp_spot_of_step(const sgp_proving *p, sgp_index step);
sgp_spot sgp_spot_of_rule(const sgp_proving *p, sgp_index step, sgp_index rule);
const char *sgp_code_of(const sgp_proving *p, sgp_index disposition);
/* What holds if the call drops at a standing. */
sgp_index sgp_interim_of(const sgp_proving *p, const sgp_standing *standing);

/* Each goes through the scope's exploration. False when memory ran out. */
bool sgp_order_nodes(sgp_proving *p);   /* order.c: the order and the marks, for those below */
bool sgp_prove_decided(sgp_proving *p); /* decided.c; notes what is met and fired, too */
bool sgp_prove_unsure(sgp_proving *p);  /* unsure.c */
bool sgp_prove_interim(sgp_proving *p); /* interim.c */
bool sgp_note_reached(sgp_proving *p);  /* reached.c */
bool sgp_prove_safety(sgp_proving *p);  /* safety.c: watches each safety rule of the scope */
/* When all scopes were gone through. */
bool sgp_prove_reached(sgp_proving *p); /* reached.c */
bool sgp_reached_merge(signpost_proof *proof);

#endif
