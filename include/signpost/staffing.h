/** @file
 * Staffing: how many people must be on the phones, half-hour by half-hour, for calls to be answered in time.
 *
 * The formula is Erlang's for delays (Erlang C: A. K. Erlang, 1917; in today's notation the queue M/M/N). With the
 * load A = arrivals x handling time / length of the interval, in erlangs, and N people who answer,
 *
 *     B(0) = 1,  B(n) = A B(n-1) / (n + A B(n-1))        share lost, if nobody waited (Erlang B)
 *     C = N B(N) / (N - A (1 - B(N)))                     share of callers who wait
 *     answered within t = 1 - C exp(-(N - A) t / h)       h: handling time
 *     mean wait of all callers = C h / (N - A)
 *     occupancy = A / N
 *
 * The recurrence has neither powers nor factorials, so that no load overflows it.
 *
 * Assumptions, which the figures stand and fall with:
 * - callers arrive independently of each other, at one rate through the interval (Poisson);
 * - handling times are exponential, with one mean; everybody who answers can take every call, in order of arrival;
 * - callers wait for as long as it takes. Where some hang up, fewer are needed than is said here: an overestimate;
 * - each interval has settled (steady state): what waits at the end of a bad half-hour is not carried into the next,
 *   which is an underestimate after one in which too few answered.
 *
 * Caveats
 * - With N <= A the queue grows without end: there is no service level to state, and `is_stable` is false.
 * - Clinicians who call back are such a queue, too: the wait is then the time until the call-back.
 */
#ifndef SIGNPOST_STAFFING_H
#define SIGNPOST_STAFFING_H

#include "contracts.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is promised, and how calls are. Shares are in millionths of a percent. */
typedef struct signpost_staffing_rule {
    size_t size;              /**< sizeof(signpost_staffing_rule): SIGNPOST_STAFFING_RULE_INIT sets it */
    int32_t interval_s;       /**< length of the interval in seconds, 60 to 86,400; 1,800 is a half-hour */
    int32_t handling_s;       /**< mean time that a call takes, with what is written up after it; 1 to 86,400 s */
    int32_t within_s;         /**< answered within so many seconds, 0 to 86,400 */
    signpost_micro share;     /**< of the callers, above 0 to 99.9999 % */
    signpost_micro most_busy; /**< occupancy that nobody should be above, 10 to 100 %; 100 % for no limit */
    signpost_micro shrinkage; /**< share of the paid time that is not spent on the phones (breaks, training, sickness),
                                 0 to 90 % */
} signpost_staffing_rule;

/** 95 % within 60 s, half-hours, calls of 8 minutes, no limit of occupancy, no shrinkage. */
#define SIGNPOST_STAFFING_RULE_INIT                                                                                    \
    {                                                                                                                  \
        sizeof(signpost_staffing_rule), 1800, 480, 60, 95000000, 100000000, 0                                          \
    }

/** What so many people give. */
typedef struct signpost_staffing {
    int32_t answering;        /**< on the phones */
    int32_t on_duty;          /**< on the roster, shrinkage with them */
    bool is_stable;           /**< more answer than the load: what follows is 0 when it is false */
    signpost_micro load;      /**< in millionths of an erlang */
    signpost_micro waiting;   /**< share of callers who wait at all, in millionths of a percent */
    signpost_micro in_time;   /**< share of callers who are answered in time */
    signpost_micro mean_wait; /**< of all callers, in millionths of a second */
    signpost_micro occupancy; /**< share of their time on the phones that they handle calls */
} signpost_staffing;

/** Arrivals that are taken, in an interval: 100,000 calls, in millionths. */
#define SIGNPOST_MOST_ARRIVALS INT64_C(100000000000)

/**
 * Fewest people who keep the promise.
 * @param arrivals calls in the interval, in millionths: an average may be 12.5. 0 to SIGNPOST_MOST_ARRIVALS.
 * @param found    receives what they give; nobody is needed for no calls.
 * @return SIGNPOST_OK; SIGNPOST_INVALID when the rule or the arrivals are out of their ranges. Allocates nothing. Any
 *         thread.
 */
SIGNPOST_API signpost_status signpost_staffing_need(signpost_micro arrivals, const signpost_staffing_rule *rule,
                                                    signpost_staffing *found, signpost_error *error);
/**
 * What those give who are on the roster: as many answer as shrinkage leaves, rounded down.
 * @param on_duty 0 to 1,000,000.
 * @return as signpost_staffing_need.
 */
SIGNPOST_API signpost_status signpost_staffing_of(signpost_micro arrivals, int32_t on_duty,
                                                  const signpost_staffing_rule *rule, signpost_staffing *found,
                                                  signpost_error *error);

/** Space for the name of a half-hour, with the NUL. */
#define SIGNPOST_HALF_HOUR_SIZE 24

/** Not said. */
#define SIGNPOST_NOT_SAID (-1)

/** Calls of a half-hour, and who is on the roster. SIGNPOST_NOT_SAID for what the file does not have. */
typedef struct signpost_half_hour {
    char name[SIGNPOST_HALF_HOUR_SIZE]; /**< `18:30`, `Sa 18:30`, `2015-12-26T18:30`, or that with `Z` or `+01:00` */
    unsigned line;                      /**< of the file */
    signpost_micro calls;               /**< for call handlers */
    signpost_micro clinical;            /**< for clinicians */
    int32_t handlers, clinicians;       /**< on the roster */
} signpost_half_hour;

/** Half-hours in the order of the file. Never changes. */
typedef struct signpost_half_hours signpost_half_hours;

/**
 * Reads a CSV file of arrivals, of a roster, or of both: `half_hour`, and at least one of `calls` (decimals are
 * taken: an average), `clinical_calls`, `handlers`, `clinicians` (whole people). An empty cell is not said.
 * @param diagnostics receives every mistake with its line and value; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT; SIGNPOST_NOT_FOUND; SIGNPOST_IO; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_half_hours_load(const char *path, signpost_half_hours **half_hours,
                                                      signpost_diagnostics *diagnostics, signpost_error *error);
/** The same from bytes; `name` is for messages. */
SIGNPOST_API signpost_status signpost_half_hours_read(const char *name, const char *bytes, size_t size,
                                                      signpost_half_hours **half_hours,
                                                      signpost_diagnostics *diagnostics, signpost_error *error);
/** Frees them; NULL is fine. */
SIGNPOST_API void signpost_half_hours_free(signpost_half_hours *half_hours);
/** Any thread. */
SIGNPOST_API size_t signpost_half_hours_count(const signpost_half_hours *half_hours);
/** A half-hour, from 0; NULL past the end. Any thread. */
SIGNPOST_API const signpost_half_hour *signpost_half_hours_at(const signpost_half_hours *half_hours, size_t index);
/** That of a name; NULL when there is none. Any thread. */
SIGNPOST_API const signpost_half_hour *signpost_half_hours_find(const signpost_half_hours *half_hours,
                                                                const char *name);

#ifdef __cplusplus
}
#endif
#endif
