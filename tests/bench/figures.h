/* Time, for the benches. */
#ifndef SIGNPOST_TESTS_FIGURES_H
#define SIGNPOST_TESTS_FIGURES_H

#include <time.h>

/* Nanoseconds on a clock that only goes forward. */
static inline double figures_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

#endif
