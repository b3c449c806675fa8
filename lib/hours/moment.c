/* Moments as people write them. The library's rule for input: a local time that does not exist, or exists twice, is
 * never guessed at. */
#include "base/error.h"
#include "hours/calendar.h"

#include <stdio.h>
#include <stdlib.h>

/* `+01:00` for 60. */
static char *format_offset(int offset, char buffer[8])
{
    int size = abs(offset) % SGP_MINUTES_PER_DAY;
    snprintf(buffer, 8, "%c%02d:%02d", offset < 0 ? '-' : '+', size / 60 % 24, size % 60);
    return buffer;
}

char *signpost_calendar_format(const signpost_calendar *calendar, signpost_minute moment,
                               char buffer[SIGNPOST_MOMENT_SIZE])
{
    signpost_date date;
    char day[SIGNPOST_MOMENT_SIZE], offset[8];
    int minute;
    if (signpost_calendar_date(calendar, moment, &date, &minute) != SIGNPOST_OK)
        return signpost_minute_format(moment, buffer);
    snprintf(buffer, SIGNPOST_MOMENT_SIZE, "%.10sT%02d:%02d%s", signpost_date_format(date, day), minute / 60,
             minute % 60, format_offset(sgp_clock_span(&calendar->clock, moment).offset, offset));
    return buffer;
}

/* What follows the time: nothing, `Z`, or an offset of up to 14 hours. */
static bool read_offset(const char *at, bool *given, int *offset)
{
    *given = *at != '\0';
    *offset = 0;
    if (!*given || (at[0] == 'Z' && at[1] == '\0'))
        return true;
    bool behind = *at == '-';
    if (*at != '+' && *at != '-')
        return false;
    at++;
    if (!sgp_read_time_of_day(&at, 14 * 60, offset) || *at)
        return false;
    if (behind)
        *offset = -*offset;
    return true;
}

/* A local time without an offset. */
static signpost_status resolve(const signpost_calendar *calendar, const char *text, signpost_date date, int minute,
                               signpost_minute *moment, signpost_error *error)
{
    signpost_minute moments[2];
    char first[SIGNPOST_MOMENT_SIZE], second[SIGNPOST_MOMENT_SIZE];
    int count = sgp_clock_moments(&calendar->clock, date, minute, moments);
    if (count == 1) {
        *moment = moments[0];
        return SIGNPOST_OK;
    }
    if (count == 0) {
        sgp_fail(error, SIGNPOST_INVALID, SGP_NO_SUCH_TIME, "there is no local time \"%s\": clocks go forward over it",
                 text);
        sgp_error_hint(error, "the clocks are at \"%s\" right after the change",
                       signpost_calendar_format(calendar, moments[0], first));
        return SIGNPOST_INVALID;
    }
    sgp_fail(error, SIGNPOST_INVALID, SGP_TIME_TWICE, "local time \"%s\" exists twice: clocks go back over it", text);
    sgp_error_hint(error, "write \"%s\" or \"%s\"", signpost_calendar_format(calendar, moments[0], first),
                   signpost_calendar_format(calendar, moments[1], second));
    return SIGNPOST_INVALID;
}

signpost_status signpost_calendar_moment(const signpost_calendar *calendar, const char *text, signpost_minute *moment,
                                         signpost_error *error)
{
    const char *at = text;
    signpost_date date;
    int minute, offset;
    bool has_offset;
    if (!sgp_read_date(&at, &date) || *at++ != 'T' || !sgp_read_time_of_day(&at, SGP_MINUTES_PER_DAY - 1, &minute) ||
        !read_offset(at, &has_offset, &offset)) {
        sgp_fail(error, SIGNPOST_INVALID, SGP_MOMENT_SYNTAX, "moment \"%.60s\" cannot be read", text);
        sgp_error_hint(error,
                       "write \"2026-12-25T10:30\" for local time, or add \"Z\" or an offset such as \"+01:00\"");
        return SIGNPOST_INVALID;
    }
    signpost_minute found = (signpost_minute)date * SGP_MINUTES_PER_DAY + minute - offset;
    signpost_status status = SIGNPOST_OK;
    if (!has_offset && sgp_calendar_knows(date))
        status = resolve(calendar, text, date, minute, &found, error);
    if (status != SIGNPOST_OK)
        return status;
    if (signpost_calendar_date(calendar, found, &date, NULL) != SIGNPOST_OK)
        return sgp_fail(error, SIGNPOST_OUT_OF_RANGE, SGP_OUTSIDE_CALENDAR, "moment \"%s\" is not from 1996 to 2099",
                        text);
    *moment = found;
    return SIGNPOST_OK;
}
