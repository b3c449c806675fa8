/** @file
 * Calendars: a place's clock, its bank holidays, and so its working days.
 *
 * A `signpost_calendar` is compiled once, never changes, is counted by reference and may be shared by any number of
 * threads. It knows the local dates from 1996-01-01 to 2099-12-31; a moment outside gives SIGNPOST_OUT_OF_RANGE.
 *
 * Caveats
 * - Bank holidays are a published list, never a rule: 8 May 2020, 2 and 3 June 2022, 19 September 2022 and 8 May 2023
 *   were holidays that no rule knew. Past the last published date the calendar knows none: results say so.
 */
#ifndef SIGNPOST_CALENDAR_H
#define SIGNPOST_CALENDAR_H

#include "time.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct signpost_calendar signpost_calendar;

/** A bank holiday. */
typedef struct signpost_holiday {
    signpost_date date;
    const char *name; /**< such as "Christmas Day" */
} signpost_holiday;

/**
 * Compiles a calendar.
 *
 * @param clock          POSIX clock rule, such as `GMT0BST,M3.5.0/1,M10.5.0` (Europe/London from 1996 to 2099) or
 * `UTC0`.
 * @param division       name of the list of holidays, such as `england-and-wales`.
 * @param holidays       in any order, each date once; copied. May be NULL when `count` is 0.
 * @param holidays_until last date that the published list covers; not before the last holiday.
 * @param calendar       receives the calendar, which the caller gives back with signpost_calendar_free.
 * @return SIGNPOST_OK; SIGNPOST_INVALID for a rule that cannot be read, a date given twice, or a holiday after
 *         `holidays_until`; SIGNPOST_OUT_OF_RANGE for a date that calendars do not know; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_calendar_new(const char *clock, const char *division,
                                                   const signpost_holiday *holidays, size_t count,
                                                   signpost_date holidays_until, signpost_calendar **calendar,
                                                   signpost_error *error);

/** One more owner; returns `calendar`. Any thread. */
SIGNPOST_API signpost_calendar *signpost_calendar_ref(const signpost_calendar *calendar);

/** One owner less; the last one frees it. NULL is fine. Any thread. */
SIGNPOST_API void signpost_calendar_free(signpost_calendar *calendar);

/** The clock rule and the division as they were given; last date of the published holidays. Any thread. */
SIGNPOST_API const char *signpost_calendar_clock(const signpost_calendar *calendar);
SIGNPOST_API const char *signpost_calendar_division(const signpost_calendar *calendar);
SIGNPOST_API signpost_date signpost_calendar_holidays_until(const signpost_calendar *calendar);

/** Name of the bank holiday on a date; NULL when there is none. Any thread. */
SIGNPOST_API const char *signpost_calendar_holiday(const signpost_calendar *calendar, signpost_date date);

/** Whether a moment's local date is past the last published bank holiday: results then carry a warning. Any thread. */
SIGNPOST_API bool signpost_calendar_is_past_holidays(const signpost_calendar *calendar, signpost_minute moment);

/**
 * Local date and minute of the day (0 to 1439) of a moment.
 * @param minute_of_day may be NULL.
 * @return SIGNPOST_OK or SIGNPOST_OUT_OF_RANGE. Any thread.
 */
SIGNPOST_API signpost_status signpost_calendar_date(const signpost_calendar *calendar, signpost_minute moment,
                                                    signpost_date *date, int *minute_of_day);

/**
 * Reads a moment that a person wrote: `2026-12-25T10:30` in local time, or with `Z` or an offset such as `+01:00`.
 *
 * A local time that does not exist is refused, and one that exists twice is refused with both moments in the hint.
 * (Opening hours are read more kindly: see hours.h.)
 *
 * @return SIGNPOST_OK; SIGNPOST_INVALID when it cannot be read, does not exist or is ambiguous; SIGNPOST_OUT_OF_RANGE.
 */
SIGNPOST_API signpost_status signpost_calendar_moment(const signpost_calendar *calendar, const char *text,
                                                      signpost_minute *moment, signpost_error *error);

/** Writes a moment as local time with its offset, `2026-07-24T18:30+01:00`, into `buffer`, which it returns. Any
 * thread. */
SIGNPOST_API char *signpost_calendar_format(const signpost_calendar *calendar, signpost_minute moment,
                                            char buffer[SIGNPOST_MOMENT_SIZE]);

/**
 * The end of the `days`-th working day after a moment's local date: midnight at the end of it.
 *
 * Working days are those from Monday to Friday that are no bank holidays. The date of the moment itself never counts,
 * however early the hour; 0 days is the end of that date, working or not.
 *
 * @param days 0 to 366.
 * @return SIGNPOST_OK; SIGNPOST_INVALID; SIGNPOST_OUT_OF_RANGE when it leaves the calendar. Any thread.
 */
SIGNPOST_API signpost_status signpost_calendar_working_days_after(const signpost_calendar *calendar,
                                                                  signpost_minute moment, int days,
                                                                  signpost_minute *end);

#ifdef __cplusplus
}
#endif
#endif
