/* Clock rules. POSIX (IEEE 1003.1-2017, 8.3, TZ) is read here, because tzset and localtime belong to the whole process.
 * Rules kept here:
 *  - changes rise strictly and their order within a year never differs (a rule for which it does is refused), so that
 *    the offset after a change follows from its number alone;
 *  - everything is whole minutes. */
#include "base/clock.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

enum { TABLE_FIRST_YEAR = SGP_FIRST_YEAR - 1, TABLE_LAST_YEAR = SGP_LAST_YEAR + 1, MINUTES_PER_JULIAN_YEAR = 525960 };

/* A day of the year, and the time on it. */
typedef struct day_rule {
    enum { MONTH_WEEK_DAY, JULIAN_WITHOUT_LEAP_DAY, DAY_FROM_ZERO } kind;
    int month, week, day; /* day: 0 Sunday to 6 Saturday, or the number of the day */
    int minute;
} day_rule;

/* Reading. Each returns false, and leaves `*at` where the mistake is. */

static bool read_character(const char **at, char wanted)
{
    if (**at != wanted)
        return false;
    ++*at;
    return true;
}

static bool read_number(const char **at, int least, int most, int *value)
{
    const char *start = *at;
    int number = 0;
    while (sgp_is_digit(**at) && *at - start < 4)
        number = number * 10 + (*(*at)++ - '0');
    if (*at > start && number >= least && number <= most) {
        *value = number;
        return true;
    }
    *at = start;
    return false;
}

static bool read_name(const char **at)
{
    const char *start = *at;
    if (read_character(at, '<')) {
        while (sgp_is_letter(**at) || sgp_is_digit(**at) || **at == '+' || **at == '-')
            ++*at;
        return *at - start >= 4 && read_character(at, '>');
    }
    while (sgp_is_letter(**at))
        ++*at;
    return *at - start >= 3;
}

/* [+-]hh[:mm[:00]], in minutes. */
static bool read_time(const char **at, int most_hours, int *minutes)
{
    int hours, rest = 0, seconds;
    bool negative = **at == '-';
    if (**at == '-' || **at == '+')
        ++*at;
    if (!read_number(at, 0, most_hours, &hours))
        return false;
    if (read_character(at, ':') && !read_number(at, 0, 59, &rest))
        return false;
    if (read_character(at, ':') && !read_number(at, 0, 0, &seconds))
        return false;
    *minutes = (hours * 60 + rest) * (negative ? -1 : 1);
    return true;
}

static bool read_day(const char **at, day_rule *rule)
{
    rule->minute = 2 * 60;
    if (read_character(at, 'M')) {
        rule->kind = MONTH_WEEK_DAY;
        if (!read_number(at, 1, 12, &rule->month) || !read_character(at, '.') || !read_number(at, 1, 5, &rule->week) ||
            !read_character(at, '.') || !read_number(at, 0, 6, &rule->day))
            return false;
    } else if (read_character(at, 'J')) {
        rule->kind = JULIAN_WITHOUT_LEAP_DAY;
        if (!read_number(at, 1, 365, &rule->day))
            return false;
    } else {
        rule->kind = DAY_FROM_ZERO;
        if (!read_number(at, 0, 365, &rule->day))
            return false;
    }
    return !read_character(at, '/') || read_time(at, 167, &rule->minute);
}

/* Compiling. */

/* The change's local time in a year, in minutes since the epoch. */
static signpost_minute change_in(const day_rule *rule, int year)
{
    signpost_date date;
    if (rule->kind == MONTH_WEEK_DAY) {
        signpost_date_from_civil(year, rule->month, 1, &date);
        int first = (rule->day - signpost_date_weekday(date) % 7 + 7) % 7;
        int day = first + (rule->week - 1) * 7;
        if (day >= sgp_days_in_month(year, rule->month))
            day -= 7; /* week 5 is the last one */
        date += day;
    } else {
        signpost_date_from_civil(year, 1, 1, &date);
        bool after_leap_day = rule->kind == JULIAN_WITHOUT_LEAP_DAY && rule->day >= 60 && sgp_is_leap_year(year);
        date += rule->day - (rule->kind == JULIAN_WITHOUT_LEAP_DAY) + after_leap_day;
    }
    return (signpost_minute)date * SGP_MINUTES_PER_DAY + rule->minute;
}

/* False when the changes do not take turns. */
static bool fill_changes(sgp_clock *clock, const day_rule *begin, const day_rule *end, int standard, int summer)
{
    bool south = change_in(end, TABLE_FIRST_YEAR) - summer < change_in(begin, TABLE_FIRST_YEAR) - standard;
    clock->offsets[0] = south ? summer : standard;
    clock->offsets[1] = south ? standard : summer;
    clock->apart = summer > standard ? summer - standard : standard - summer;
    for (int year = TABLE_FIRST_YEAR; year <= TABLE_LAST_YEAR; year++) {
        /* Each change is written in the time that it ends. */
        clock->changes[clock->change_count++] =
            south ? change_in(end, year) - summer : change_in(begin, year) - standard;
        clock->changes[clock->change_count++] =
            south ? change_in(begin, year) - standard : change_in(end, year) - summer;
    }
    for (int i = 1; i < clock->change_count; i++)
        if (clock->changes[i] <= clock->changes[i - 1] + clock->apart)
            return false;
    return true;
}

static signpost_status refuse(signpost_error *error, const char *rule, const char *at)
{
    sgp_fail(error, SIGNPOST_INVALID, SGP_CLOCK_RULE, "clock rule \"%s\" cannot be read from column %d on", rule,
             (int)(at - rule) + 1);
    sgp_error_hint(error, "write a POSIX rule such as \"GMT0BST,M3.5.0/1,M10.5.0\" or \"UTC0\"");
    return SIGNPOST_INVALID;
}

signpost_status sgp_clock_compile(const char *rule, sgp_clock *clock, signpost_error *error)
{
    const char *at = rule;
    int west, west_in_summer;
    memset(clock, 0, sizeof *clock);
    if (!read_name(&at) || !read_time(&at, 24, &west))
        return refuse(error, rule, at);
    clock->offsets[0] = clock->offsets[1] = -west;
    if (!*at)
        return SIGNPOST_OK;

    day_rule begin, end;
    west_in_summer = west - 60;
    if (!read_name(&at) || (*at != ',' && !read_time(&at, 24, &west_in_summer)) || !read_character(&at, ',') ||
        !read_day(&at, &begin) || !read_character(&at, ',') || !read_day(&at, &end) || *at)
        return refuse(error, rule, at);
    if (fill_changes(clock, &begin, &end, -west, -west_in_summer))
        return SIGNPOST_OK;
    return sgp_fail(error, SIGNPOST_INVALID, SGP_CLOCK_RULE,
                    "clock rule \"%s\": the two changes of a year overlap or swap places", rule);
}

/* Using. */

sgp_span sgp_clock_span(const sgp_clock *clock, signpost_minute moment)
{
    if (!clock->change_count)
        return (sgp_span){INT64_MIN / 2, INT64_MAX / 2, clock->offsets[0]};
    /* The year is guessed to within a day or so, and the guess mended: at most a step or two. */
    const signpost_minute start = ((signpost_minute)SGP_FIRST_DATE - 365) * SGP_MINUTES_PER_DAY;
    signpost_minute guess = (moment - start) / MINUTES_PER_JULIAN_YEAR * 2;
    int32_t i = guess < 0 ? 0 : guess > clock->change_count ? clock->change_count : (int32_t)guess;
    while (i > 0 && clock->changes[i - 1] > moment)
        i--;
    while (i < clock->change_count && clock->changes[i] <= moment)
        i++;
    return (sgp_span){i > 0 ? clock->changes[i - 1] : INT64_MIN / 2,
                      i < clock->change_count ? clock->changes[i] : INT64_MAX / 2, clock->offsets[i % 2]};
}

int sgp_clock_moments(const sgp_clock *clock, signpost_date date, int minute, signpost_minute moments[2])
{
    signpost_minute local = (signpost_minute)date * SGP_MINUTES_PER_DAY + minute;
    int ahead = clock->offsets[0] > clock->offsets[1] ? clock->offsets[0] : clock->offsets[1];
    int behind = ahead - clock->apart;
    sgp_span first = sgp_clock_span(clock, local - ahead);
    bool shown_ahead = first.offset == ahead;
    bool shown_behind = sgp_clock_span(clock, local - behind).offset == behind;
    moments[0] = shown_ahead ? local - ahead : shown_behind ? local - behind : first.until;
    moments[1] = local - behind;
    return ahead == behind ? 1 : shown_ahead + shown_behind;
}

signpost_minute sgp_clock_moment(const sgp_clock *clock, signpost_date date, int minute)
{
    signpost_minute moments[2];
    sgp_clock_moments(clock, date, minute, moments);
    return moments[0];
}
