/* Calendars. Rules kept here:
 *  - the bitset and the list of holidays say the same;
 *  - nothing changes after signpost_calendar_new but the count of owners. */
#include "hours/calendar.h"

#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_date(const void *a, const void *b)
{
    signpost_date x = ((const signpost_holiday *)a)->date, y = ((const signpost_holiday *)b)->date;
    return (x > y) - (x < y);
}

static signpost_status check_holiday(const signpost_calendar *calendar, size_t index, signpost_error *error)
{
    char date[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    const signpost_holiday *holiday = &calendar->holidays[index];
    signpost_date_format(holiday->date, date);
    if (!sgp_calendar_knows(holiday->date))
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_OUTSIDE_CALENDAR,
                        "bank holiday \"%s\" is not from 1996 to 2099", date);
    if (holiday->date > calendar->holidays_until)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_HOLIDAY,
                        "bank holiday \"%s\" is after the last published date \"%s\"", date,
                        signpost_date_format(calendar->holidays_until, until));
    if (index && holiday->date == holiday[-1].date)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_HOLIDAY, "bank holiday \"%s\" is given twice", date);
    return SIGNPOST_OK;
}

static signpost_status fill_holidays(signpost_calendar *calendar, const signpost_holiday *holidays, size_t count,
                                     signpost_error *error)
{
    calendar->holidays = sgp_arena_allocate(&calendar->arena, count, sizeof *holidays);
    if (!calendar->holidays)
        return sgp_fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        calendar->holidays[i].date = holidays[i].date;
        calendar->holidays[i].name = sgp_arena_text(&calendar->arena, holidays[i].name, strlen(holidays[i].name));
        if (!calendar->holidays[i].name)
            return sgp_fail_memory(error);
    }
    calendar->holiday_count = count;
    qsort(calendar->holidays, count, sizeof *holidays, by_date);
    for (size_t i = 0; i < count; i++) {
        signpost_status status = check_holiday(calendar, i, error);
        if (status != SIGNPOST_OK)
            return status;
        sgp_bit_set(calendar->holiday_on, (size_t)(calendar->holidays[i].date - SGP_FIRST_DATE));
    }
    return SIGNPOST_OK;
}

static signpost_status fill(signpost_calendar *calendar, const char *clock, const char *division,
                            const signpost_holiday *holidays, size_t count, signpost_error *error)
{
    signpost_status status = sgp_clock_compile(clock, &calendar->clock, error);
    if (status != SIGNPOST_OK)
        return status;
    calendar->rule = sgp_arena_text(&calendar->arena, clock, strlen(clock));
    calendar->division = sgp_arena_text(&calendar->arena, division, strlen(division));
    if (!calendar->rule || !calendar->division)
        return sgp_fail_memory(error);
    return fill_holidays(calendar, holidays, count, error);
}

signpost_status signpost_calendar_new(const char *clock, const char *division, const signpost_holiday *holidays,
                                      size_t count, signpost_date holidays_until, signpost_calendar **calendar,
                                      signpost_error *error)
{
    *calendar = NULL;
    signpost_calendar *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    atomic_init(&made->owners, 1);
    made->holidays_until = holidays_until;
    signpost_status status = fill(made, clock, division, holidays, count, error);
    if (status == SIGNPOST_OK)
        *calendar = made;
    else
        signpost_calendar_free(made);
    return status;
}

signpost_calendar *signpost_calendar_ref(const signpost_calendar *calendar)
{
    signpost_calendar *shared = (signpost_calendar *)calendar; /* immutable but for the count */
    atomic_fetch_add_explicit(&shared->owners, 1, memory_order_relaxed);
    return shared;
}

void signpost_calendar_free(signpost_calendar *calendar)
{
    if (!calendar || atomic_fetch_sub_explicit(&calendar->owners, 1, memory_order_acq_rel) > 1)
        return;
    sgp_arena_release(&calendar->arena);
    sgp_release(calendar);
}

const char *signpost_calendar_clock(const signpost_calendar *calendar)
{
    return calendar->rule;
}

const char *signpost_calendar_division(const signpost_calendar *calendar)
{
    return calendar->division;
}

signpost_date signpost_calendar_holidays_until(const signpost_calendar *calendar)
{
    return calendar->holidays_until;
}

const char *signpost_calendar_holiday(const signpost_calendar *calendar, signpost_date date)
{
    if (!sgp_calendar_is_holiday(calendar, date))
        return NULL;
    const signpost_holiday wanted = {date, NULL};
    const signpost_holiday *found =
        bsearch(&wanted, calendar->holidays, calendar->holiday_count, sizeof wanted, by_date);
    return found->name;
}

signpost_status signpost_calendar_date(const signpost_calendar *calendar, signpost_minute moment, signpost_date *date,
                                       int *minute_of_day)
{
    if (!sgp_calendar_may_know(moment))
        return SIGNPOST_OUT_OF_RANGE;
    signpost_minute local = moment + sgp_clock_span(&calendar->clock, moment).offset;
    signpost_date found = sgp_date_of(local);
    if (!sgp_calendar_knows(found))
        return SIGNPOST_OUT_OF_RANGE;
    *date = found;
    if (minute_of_day)
        *minute_of_day = sgp_minute_of_day(local);
    return SIGNPOST_OK;
}

bool signpost_calendar_is_past_holidays(const signpost_calendar *calendar, signpost_minute moment)
{
    signpost_date date;
    return signpost_calendar_date(calendar, moment, &date, NULL) != SIGNPOST_OK || date > calendar->holidays_until;
}

signpost_status signpost_calendar_working_days_after(const signpost_calendar *calendar, signpost_minute moment,
                                                     int days, signpost_minute *end)
{
    enum { MOST_DAYS = 366, FRIDAY = 5 };
    signpost_date date;
    if (days < 0 || days > MOST_DAYS)
        return SIGNPOST_INVALID;
    if (signpost_calendar_date(calendar, moment, &date, NULL) != SIGNPOST_OK)
        return SIGNPOST_OUT_OF_RANGE;
    for (int left = days; left;) {
        if (++date > SGP_LAST_DATE)
            return SIGNPOST_OUT_OF_RANGE;
        if (signpost_date_weekday(date) <= FRIDAY && !sgp_calendar_is_holiday(calendar, date))
            left--;
    }
    *end = sgp_clock_moment(&calendar->clock, date + 1, 0);
    return SIGNPOST_OK;
}
