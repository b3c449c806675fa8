/* Remedies, inside the library. */
#ifndef SGP_AUDIT_REMEDIES_H
#define SGP_AUDIT_REMEDIES_H

#include "audit/gaps.h"
#include "signpost/remedies.h"

/* What a wider profile lists more; one of them. */
typedef enum sgp_more {
    SGP_MORE_NOTHING,
    SGP_MORE_AGES,
    SGP_MORE_SEX,
    SGP_MORE_DISPOSITION,
    SGP_MORE_PAIRS,
    SGP_MORE_ROLE
} sgp_more;

/* A change that may be chosen. */
typedef struct sgp_proposal {
    signpost_remedy_kind kind;
    int32_t service; /* that changes, or that a new one is like */
    uint32_t place;  /* the area of a new one */
    sgp_ready_point at;
    sgp_more more;
    const signpost_demand *demand; /* whose disposition or discriminators are listed, too */
    int32_t from_days, to_days;    /* taken, too */
    signpost_sex sex;
    const char *hours, *what; /* hours: "" when they stay as they are */
    int32_t added_minutes;
    sgp_array *serving; /* by basis: the t at which it would serve, signpost_stretch, in order and apart */
    int64_t gain;       /* as last counted; never more later */
    int64_t left;       /* once chosen */
    bool is_out;        /* chosen, or its service has changed otherwise */
} sgp_proposal;

/* What is still uncovered for a part of a pattern's people: all of them, until a wider profile takes some of them out.
 */
typedef struct sgp_remainder {
    uint32_t pattern;
    sgp_array uses;   /* uint32_t: demand x people_count + demographic */
    uint32_t *run_of; /* by area: number + 1 of the run of minutes, or 0 */
    int64_t *people;  /* by area: as often as demands have them */
} sgp_remainder;

struct signpost_remedies {
    const signpost_gaps *gaps;
    const signpost_audit *audit;
    sgp_arena arena;
    sgp_array proposals;  /* sgp_proposal */
    sgp_array chosen;     /* uint32_t, positions of proposals */
    sgp_array remainders; /* sgp_remainder */
    sgp_runs runs;        /* minutes from, until ... */
    int64_t before;
};

const sgp_proposal *sgp_remedy_at(const signpost_remedies *remedies, size_t position);
/* Fills the proposals. */
signpost_status sgp_propose(signpost_remedies *remedies, signpost_error *error);

/* Whether a service with what a proposal adds would fit a use: a demand for a demographic. */
bool sgp_proposal_fits(const signpost_audit *audit, const sgp_proposal *proposal, uint32_t use);

/* Opening hours with more open: `text` has its week in place of the old one, and the old one's other rules. NULL when
 * memory ran out. The stretches are of the typical week; those past its end go on at its beginning. */
const char *sgp_hours_with(sgp_arena *arena, const signpost_hours *hours, const signpost_stretch *more, size_t count,
                           int32_t *added_minutes);

#endif
