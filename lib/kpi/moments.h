/* Reading the moments of calls fast: most are on the day, and under the clock, of the one before. */
#ifndef SGP_KPI_MOMENTS_H
#define SGP_KPI_MOMENTS_H

#include "base/clock.h"

typedef struct sgp_moments {
    sgp_clock clock;
    sgp_span span; /* that the last moment was in */
    char date[10]; /* read last */
    signpost_date day;
} sgp_moments;

typedef enum sgp_moment_kind {
    SGP_MOMENT_GOOD,
    SGP_MOMENT_WRONG,   /* cannot be read, or is not of the years 1996 to 2099 */
    SGP_MOMENT_MISSING, /* local clocks never show it */
    SGP_MOMENT_TWICE    /* they show it twice */
} sgp_moment_kind;

/* `rule` is a POSIX clock rule. */
signpost_status sgp_moments_begin(sgp_moments *moments, const char *rule, signpost_error *error);
/* Reads `2026-11-21T18:30:05`; a space for the T, no seconds, and Z or an offset after it are fine. Seconds since
 * 1970-01-01T00:00Z. */
sgp_moment_kind sgp_moment_read(sgp_moments *moments, const char *text, size_t length, int64_t *seconds);

#endif
