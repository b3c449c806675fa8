/* Calendars, inside the library. */
#ifndef SGP_HOURS_CALENDAR_H
#define SGP_HOURS_CALENDAR_H

#include "base/bitset.h"
#include "base/clock.h"
#include "base/memory.h"
#include "signpost/calendar.h"

#include <stdatomic.h>

enum { SGP_CALENDAR_DAYS = SGP_LAST_DATE - SGP_FIRST_DATE + 1 };

struct signpost_calendar {
    atomic_uint owners;
    sgp_clock clock;
    sgp_word holiday_on[(SGP_CALENDAR_DAYS + 63) / 64]; /* by days since SGP_FIRST_DATE */
    size_t holiday_count;
    signpost_holiday *holidays; /* by rising date; in the arena */
    signpost_date holidays_until;
    const char *rule, *division; /* in the arena */
    sgp_arena arena;
};

static inline bool sgp_calendar_knows(signpost_date date)
{
    return date >= SGP_FIRST_DATE && date <= SGP_LAST_DATE;
}

static inline bool sgp_calendar_is_holiday(const signpost_calendar *calendar, signpost_date date)
{
    return sgp_calendar_knows(date) && sgp_bit_get(calendar->holiday_on, (size_t)(date - SGP_FIRST_DATE));
}

/* False for a moment so far off that it might not even fit a date: a year's margin is enough for any offset. */
static inline bool sgp_calendar_may_know(signpost_minute moment)
{
    return moment > (SGP_FIRST_DATE - 366) * (signpost_minute)SGP_MINUTES_PER_DAY &&
           moment < (SGP_LAST_DATE + 366) * (signpost_minute)SGP_MINUTES_PER_DAY;
}

/* Local date of a moment in a span. */
static inline signpost_date sgp_span_date(const sgp_span *span, signpost_minute moment)
{
    return sgp_date_of(moment + span->offset);
}

#endif
