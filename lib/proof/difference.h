/* A difference of two contents, inside the library. */
#ifndef SGP_PROOF_DIFFERENCE_H
#define SGP_PROOF_DIFFERENCE_H

#include "proof/pair.h"
#include "signpost/diff.h"

/* An outcome as far as two are told apart. All SGP_NOTHING: the walk could not go on. */
typedef struct sgp_ending {
    sgp_index disposition, group, discriminator, outcome;
} sgp_ending;

/* A question of a walk of both sides, and the replies. */
typedef struct sgp_diff_given {
    sgp_index asked[SGP_SIDES];
    sgp_reply replies[SGP_SIDES];
} sgp_diff_given;

typedef struct sgp_diff_row {
    signpost_diff_kind kind;
    const char *complaint;
    sgp_index pathways[SGP_SIDES];
    sgp_ending ends[SGP_SIDES];
    const char *step, *answer;
    int32_t from_days, to_days;
    uint32_t sexes;
    uint64_t ways, of_ways;
    int32_t node; /* where its walk ends, while the pathways are walked; -1 for no walk */
    signpost_patient patient;
    sgp_run given;
} sgp_diff_row;

struct signpost_diff {
    signpost_algorithms *contents[SGP_SIDES];
    signpost_diff_summary summary;
    sgp_array rows;  /* sgp_diff_row */
    sgp_array given; /* given */
};

/* An outcome as a host sees it; of a walk that could not go on, all "". */
signpost_outcome sgp_ending_shown(const signpost_algorithms *content, const sgp_ending *end);
bool sgp_diff_is_less_urgent(const signpost_diff *diff, const sgp_diff_row *one);

#endif
