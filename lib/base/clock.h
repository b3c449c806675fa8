/* A clock rule, such as `GMT0BST,M3.5.0/1,M10.5.0`, compiled to the moments at which clocks change. */
#ifndef SGP_BASE_CLOCK_H
#define SGP_BASE_CLOCK_H

#include "base/civil.h"

/* Local dates of these years are known; the table has one more on each side, so that a neighbour is known, too. */
enum { SGP_FIRST_YEAR = 1996, SGP_LAST_YEAR = 2099, SGP_MOST_CHANGES = 2 * (SGP_LAST_YEAR - SGP_FIRST_YEAR + 3) };
enum { SGP_FIRST_DATE = 9496, SGP_LAST_DATE = 47481 }; /* 1996-01-01 and 2099-12-31, as days since 1970-01-01 */

/* Flat, without pointers: copied with `=`. */
typedef struct sgp_clock {
    int32_t offsets[2];                        /* minutes east of UTC: outside, and between, a year's two changes */
    int32_t apart;                             /* between the two, never negative */
    int32_t change_count;                      /* 0 when clocks never change */
    signpost_minute changes[SGP_MOST_CHANGES]; /* rising; changes[i] begins offsets[(i + 1) % 2] */
} sgp_clock;

/* Reads a POSIX TZ rule: names of letters or in <>, offsets and times to the minute, dates as Mm.w.d, Jn or n. A name
 * for summer time needs its two dates. SIGNPOST_INVALID, with what is wrong, for anything else. */
signpost_status sgp_clock_compile(const char *rule, sgp_clock *clock, signpost_error *error);

/* A time without a change. */
typedef struct sgp_span {
    signpost_minute from, until; /* until is the next change */
    int32_t offset;              /* minutes east of UTC */
} sgp_span;

/* The span that holds a moment. A few nanoseconds. */
sgp_span sgp_clock_span(const sgp_clock *clock, signpost_minute moment);

/* The moments at which local clocks show a date and minute of the day (which may be 1440 or more, or negative): how
 * many there are, 0 to 2, the earlier first. With none, the first is the change that leaves the time out. */
int sgp_clock_moments(const sgp_clock *clock, signpost_date date, int minute, signpost_minute moments[2]);

/* The moment of a local time by the rule of opening hours: the earlier of two, the change when there is none. */
signpost_minute sgp_clock_moment(const sgp_clock *clock, signpost_date date, int minute);

/* The same for a time that is likely in a span that the caller has already: no search then. */
static inline signpost_minute sgp_clock_moment_near(const sgp_clock *clock, const sgp_span *near, signpost_date date,
                                                    int minute)
{
    signpost_minute moment = (signpost_minute)date * SGP_MINUTES_PER_DAY + minute - near->offset;
    /* Soon after a change the same time may have been shown before it. */
    if (moment < near->until && moment >= near->from + clock->apart)
        return moment;
    return sgp_clock_moment(clock, date, minute);
}

#endif
