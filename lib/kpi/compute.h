/* Whole-number arithmetic of figures. */
#ifndef SGP_KPI_COMPUTE_H
#define SGP_KPI_COMPUTE_H

#include "signpost/kpi.h"

/* a * b / c, rounded half away from zero; c is over 0. Cut to the range of the result. */
int64_t sgp_ratio(int64_t a, int64_t b, int64_t c);
/* The same, rounded down, or up, for a and b that are not negative. */
int64_t sgp_ratio_down(int64_t a, int64_t b, int64_t c);
int64_t sgp_ratio_up(int64_t a, int64_t b, int64_t c);
/* Millionths in one of a figure's unit whole: 100 % of a share, 1 of anything else. */
int64_t sgp_scale(const signpost_definition *definition);
/* A figure without anything. */
signpost_figure sgp_figure_of_nothing(const signpost_definition *definition);
/* Adds `more` to `figure`, both of one definition, and computes the value anew. */
void sgp_figure_pool(signpost_figure *figure, const signpost_figure *more);

#endif
