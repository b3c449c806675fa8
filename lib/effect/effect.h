/* The effect of a change, inside the library: two sides of a directory, and what differs between them.
 *
 * A side is judged near the points where the changed services stand, before or after: both sides near the same points,
 * so that what did not change is the same in both. */
#ifndef SGP_EFFECT_EFFECT_H
#define SGP_EFFECT_EFFECT_H

#include "audit/audit.h"
#include "duplicates/among.h"
#include "quality/quality.h"
#include "signpost/effect.h"

/* The directory before the change, or after it. */
typedef struct sgp_effect_side {
    signpost_index *index;
    signpost_audit *audit; /* NULL when coverage is not judged */
    signpost_quality *quality;
    signpost_duplicates *duplicates;
} sgp_effect_side;

struct signpost_effect {
    sgp_effect_side sides[2]; /* before, after */
    signpost_comparison *comparison;
    signpost_effect_about about;
    sgp_array uids;     /* char *: of the changed services, in the order of bytes */
    sgp_arena arena;    /* their texts */
    sgp_array findings; /* signpost_effect_finding */
    sgp_array pairs;    /* signpost_effect_pair */
};

/* How a side is judged. */
typedef struct sgp_effect_question {
    const signpost_effect_options *options;
    const signpost_demand *demands;
    size_t demand_count;
    int64_t change;
    sgp_array points; /* sgp_ready_point: where the changed services stand, before and after */
    int times;        /* how many search distances are near; 0: the whole directory */
} sgp_effect_question;

enum { SGP_EFFECT_NEAR = 2, SGP_EFFECT_NEAR_MISSES = 3 };

/* signpost_effect_new, beginning with so many search distances; 0 for the whole directory. */
signpost_status sgp_effect_new(signpost_directory *directory, int64_t change, const signpost_demand *demands,
                               size_t count, const signpost_effect_options *options, int times,
                               signpost_effect **effect, signpost_error *error);

/* Judges the directory as it stands; `like` is the side that was judged before this one, or NULL. */
signpost_status sgp_effect_judge(const sgp_effect_question *question, signpost_directory *directory,
                                 const sgp_effect_side *like, sgp_effect_side *side, signpost_error *error);
void sgp_effect_side_release(sgp_effect_side *side);

/* What differs between the two sides' findings of quality, and between their duplicates. */
signpost_status sgp_effect_set_findings(signpost_effect *effect, signpost_error *error);
signpost_status sgp_effect_set_pairs(signpost_effect *effect, signpost_error *error);

/* Whether a service is one of the changed ones. */
bool sgp_effect_is_changed(const signpost_effect *effect, const char *uid);

#endif
