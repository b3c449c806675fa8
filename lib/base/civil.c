/* The civil calendar: dates as days since 1970-01-01, by Howard Hinnant's era arithmetic (public domain,
 * "chrono-Compatible Low-Level Date Algorithms"), restated. Valid for the years 1 to 9999. */
#include "base/civil.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, EPOCH_FROM_0000_03_01 = 719468 };

bool sgp_is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool sgp_date_is_valid(signpost_date date)
{
    enum { FIRST = -719162, LAST = 2932896 }; /* 0001-01-01, 9999-12-31 */
    return date >= FIRST && date <= LAST;
}

bool sgp_minute_is_valid(signpost_minute moment)
{
    enum { FAR = 4000000 }; /* days, beyond which a date would not hold them */
    return moment / SGP_MINUTES_PER_DAY > -FAR && moment / SGP_MINUTES_PER_DAY < FAR &&
           sgp_date_is_valid(sgp_date_of(moment));
}

int sgp_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && sgp_is_leap_year(year) ? 29 : days[month - 1];
}

signpost_status signpost_date_from_civil(int year, int month, int day, signpost_date *date)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > sgp_days_in_month(year, month))
        return SIGNPOST_INVALID;
    int march_year = year - (month <= 2);
    int era = march_year / YEARS_PER_ERA;
    int year_of_era = march_year - era * YEARS_PER_ERA;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *date = era * DAYS_PER_ERA + day_of_era - EPOCH_FROM_0000_03_01;
    return SIGNPOST_OK;
}

void signpost_date_to_civil(signpost_date date, int *year, int *month, int *day)
{
    int days = date + EPOCH_FROM_0000_03_01;
    int era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = days - era * DAYS_PER_ERA;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    int found = march_month < 10 ? march_month + 3 : march_month - 9;
    if (year)
        *year = era * YEARS_PER_ERA + year_of_era + (found <= 2);
    if (month)
        *month = found;
    if (day)
        *day = day_of_year - (153 * march_month + 2) / 5 + 1;
}

int signpost_date_weekday(signpost_date date)
{
    int since_monday = (date + 3) % 7; /* 1970-01-01 was a Thursday */
    return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* Two or four digits at `text`. */
static bool read_number(const char *text, int digits, int *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++) {
        if (!sgp_is_digit(text[i]))
            return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

bool sgp_read_date(const char **at, signpost_date *date)
{
    int year, month, day;
    const char *text = *at;
    if (!read_number(text, 4, &year) || text[4] != '-' || !read_number(text + 5, 2, &month) || text[7] != '-' ||
        !read_number(text + 8, 2, &day) || signpost_date_from_civil(year, month, day, date) != SIGNPOST_OK)
        return false;
    *at = text + 10;
    return true;
}

bool sgp_read_time_of_day(const char **at, int most, int *minutes)
{
    int hour, minute;
    const char *text = *at;
    if (!read_number(text, 2, &hour) || text[2] != ':' || !read_number(text + 3, 2, &minute) || minute > 59 ||
        hour * 60 + minute > most)
        return false;
    *minutes = hour * 60 + minute;
    *at = text + 5;
    return true;
}

signpost_status signpost_date_parse(const char *text, signpost_date *date)
{
    signpost_date read;
    if (!sgp_read_date(&text, &read) || *text)
        return SIGNPOST_INVALID;
    *date = read;
    return SIGNPOST_OK;
}

char *signpost_date_format(signpost_date date, char buffer[SIGNPOST_MOMENT_SIZE])
{
    int year, month, day;
    signpost_date_to_civil(date, &year, &month, &day);
    snprintf(buffer, SIGNPOST_MOMENT_SIZE, "%04d-%02d-%02d", year, month, day);
    return buffer;
}

signpost_date sgp_date_of(signpost_minute moment)
{
    signpost_minute day = moment / SGP_MINUTES_PER_DAY;
    return (signpost_date)(moment % SGP_MINUTES_PER_DAY < 0 ? day - 1 : day);
}

int sgp_minute_of_day(signpost_minute moment)
{
    return (int)(moment - (signpost_minute)sgp_date_of(moment) * SGP_MINUTES_PER_DAY);
}

signpost_date sgp_date_add_months(signpost_date date, int months)
{
    int year, month, day;
    signpost_date_to_civil(date, &year, &month, &day);
    int from_zero = year * 12 + month - 1 + months;
    year = from_zero / 12;
    month = from_zero % 12 + 1;
    int last = sgp_days_in_month(year, month);
    signpost_date_from_civil(year, month, day < last ? day : last, &date);
    return date;
}

char *signpost_minute_format(signpost_minute moment, char buffer[SIGNPOST_MOMENT_SIZE])
{
    char date[SIGNPOST_MOMENT_SIZE];
    int minute = sgp_minute_of_day(moment);
    snprintf(buffer, SIGNPOST_MOMENT_SIZE, "%.10sT%02d:%02dZ", signpost_date_format(sgp_date_of(moment), date),
             minute / 60, minute % 60);
    return buffer;
}

bool sgp_read_minute(const char *text, signpost_minute *moment)
{
    char again[SIGNPOST_MOMENT_SIZE];
    const char *at = text;
    signpost_date date;
    int minutes;
    bool good = strlen(text) == sizeof "2026-11-21T18:30Z" - 1 && sgp_read_date(&at, &date) && *at++ == 'T' &&
                sgp_read_time_of_day(&at, SGP_MINUTES_PER_DAY - 1, &minutes);
    if (good)
        *moment = (signpost_minute)date * SGP_MINUTES_PER_DAY + minutes;
    return good && strcmp(signpost_minute_format(*moment, again), text) == 0;
}
