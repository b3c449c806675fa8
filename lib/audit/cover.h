/* What is covered: for a pattern and an area, the pieces of time in which some service serves. */
#ifndef SGP_AUDIT_COVER_H
#define SGP_AUDIT_COVER_H

#include "audit/audit.h"

/* Room for one thread's work, and what it has prepared for one pattern. */
typedef struct sgp_cover {
    const signpost_audit *audit;
    const sgp_pattern *pattern;
    const sgp_basis *basis;
    size_t levels, cells;
    sgp_word *table;   /* what cells cover: level l of cell c is c and the 2^l - 1 cells east of it */
    sgp_word *whole;   /* all that services open to everybody cover, anywhere */
    sgp_word *limited; /* what those limited to an area cover, by its number */
    bool *is_known;    /* of `limited` */
} sgp_cover;

/* False when memory ran out; released in either case. */
bool sgp_cover_make(const signpost_audit *audit, sgp_cover *cover);
void sgp_cover_release(sgp_cover *cover);
/* For a pattern: all that areas share. */
void sgp_cover_prepare(sgp_cover *cover, const sgp_pattern *pattern);
/* For an area: `covered` has the words of the pattern's basis. */
void sgp_cover_area(sgp_cover *cover, size_t area, sgp_word *covered);

#endif
