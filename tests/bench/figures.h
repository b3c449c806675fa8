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

/* Microseconds of processor time of this thread, so that other load does not count. */
static inline double own_time_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static inline int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

#endif
