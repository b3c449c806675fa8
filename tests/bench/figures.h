/* Time, for the benches. */
#ifndef SIGNPOST_TESTS_FIGURES_H
#define SIGNPOST_TESTS_FIGURES_H

#include <stddef.h>
#include <stdlib.h>
#include <time.h>

static inline double figures_read(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Nanoseconds on a clock that only goes forward. */
static inline double figures_now(void)
{
    return figures_read(CLOCK_MONOTONIC);
}

/* Microseconds of processor time of this thread, so that other load does not count. */
static inline double figures_own_us(void)
{
    return figures_read(CLOCK_THREAD_CPUTIME_ID) / 1e3;
}

/* What something took: by the wall clock, and of this thread's processor time. */
typedef struct figures_took {
    double wall_s, processor_s;
} figures_took;

#define FIGURES_NEVER ((figures_took){1e9, 1e9})

static inline figures_took figures_take(void)
{
    return (figures_took){figures_now() / 1e9, figures_own_us() / 1e6};
}

static inline figures_took figures_since(figures_took from)
{
    figures_took until = figures_take();
    return (figures_took){until.wall_s - from.wall_s, until.processor_s - from.processor_s};
}

/* Keeps the shorter of two, each by itself: other load only ever adds. */
static inline void figures_shorten(figures_took *shortest, figures_took time)
{
    shortest->wall_s = time.wall_s < shortest->wall_s ? time.wall_s : shortest->wall_s;
    shortest->processor_s = time.processor_s < shortest->processor_s ? time.processor_s : shortest->processor_s;
}

static inline int figures_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What is not exceeded by so many of a hundred figures, which it sorts. */
static inline double figures_percentile(double *figures, size_t count, size_t percent)
{
    qsort(figures, count, sizeof *figures, figures_compare);
    return count ? figures[count * percent / 100] : 0;
}

#endif
