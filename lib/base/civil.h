/* The civil calendar, inside the library. */
#ifndef SGP_BASE_CIVIL_H
#define SGP_BASE_CIVIL_H

#include "signpost/time.h"

enum { SGP_MINUTES_PER_DAY = 1440 };

bool sgp_is_leap_year(int year);
int sgp_days_in_month(int year, int month);

/* Whether a date is of the years 1 to 9999: no other can be told. */
bool sgp_date_is_valid(signpost_date date);

/* The same of a moment. */
bool sgp_minute_is_valid(signpost_minute moment);

/* The same day so many months later, or before when they are below 0; the month's last where there is none. */
signpost_date sgp_date_add_months(signpost_date date, int months);

/* Reads `2026-12-24`, or `18:30` up to `most` minutes after midnight, at `*at`, which is moved past it. */
bool sgp_read_date(const char **at, signpost_date *date);
bool sgp_read_time_of_day(const char **at, int most, int *minutes);

/* Reads what signpost_minute_format writes, and nothing else. */
bool sgp_read_minute(const char *text, signpost_minute *moment);

/* Date and minute of the day of a moment, without any clock rule. */
signpost_date sgp_date_of(signpost_minute moment);
int sgp_minute_of_day(signpost_minute moment);

#endif
