/* The audit's question asked of the search, one minute at a time. */
#ifndef SIGNPOST_TESTS_REPEATED_H
#define SIGNPOST_TESTS_REPEATED_H

#include "signpost/audit.h"

/* Microseconds of processor time of one such search, as the mean of `count` of them: random areas, demands and minutes.
 * Negative when one failed. */
double repeated_search_us(const signpost_index *index, const signpost_audit *audit, int count);

#endif
