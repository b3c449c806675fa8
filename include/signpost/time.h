/** @file
 * Moments, dates and intervals.
 */
#ifndef SIGNPOST_TIME_H
#define SIGNPOST_TIME_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A moment: whole minutes since 1970-01-01T00:00Z. */
typedef int64_t signpost_minute;

/** A civil date: days since 1970-01-01, by the Gregorian calendar. */
typedef int32_t signpost_date;

/** From `from` up to, not including, `until`. */
typedef struct signpost_interval {
    signpost_minute from, until;
} signpost_interval;

/**
 * The date of a year, month (1 to 12) and day (1 to 31).
 * @return SIGNPOST_OK; SIGNPOST_INVALID when there is no such date, or the year is not 1 to 9999.
 */
SIGNPOST_API signpost_status signpost_date_from_civil(int year, int month, int day, signpost_date *date);

/** Year, month and day of a date; each out-parameter may be NULL. */
SIGNPOST_API void signpost_date_to_civil(signpost_date date, int *year, int *month, int *day);

/** Day of the week: 1 Monday to 7 Sunday (ISO 8601). */
SIGNPOST_API int signpost_date_weekday(signpost_date date);

/**
 * Reads `2026-12-24`.
 * @return SIGNPOST_OK, or SIGNPOST_INVALID when it is anything else.
 */
SIGNPOST_API signpost_status signpost_date_parse(const char *text, signpost_date *date);

/** Space for a date as text, `2026-12-24`, or a moment, `2026-12-24T18:30+00:00`, with the NUL. */
#define SIGNPOST_MOMENT_SIZE 32

/** Writes `2026-12-24` into `buffer`, which it returns. */
SIGNPOST_API char *signpost_date_format(signpost_date date, char buffer[SIGNPOST_MOMENT_SIZE]);

/** Writes a moment as UTC, `2026-12-24T18:30Z`, into `buffer`, which it returns. */
SIGNPOST_API char *signpost_minute_format(signpost_minute moment, char buffer[SIGNPOST_MOMENT_SIZE]);

#ifdef __cplusplus
}
#endif
#endif
