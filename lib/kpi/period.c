/* Months, and values in millionths. */
#include "base/civil.h"
#include "base/text.h"
#include "signpost/contracts.h"

#include <stdio.h>

enum { FIRST_YEAR = 1970, LAST_YEAR = 2099 };

signpost_status signpost_month_parse(const char *text, signpost_month *month)
{
    int year = 0, of_year = 0;
    for (int i = 0; i < 7; i++) {
        if (i == 4 ? text[i] != '-' : !sgp_is_digit(text[i]))
            return SIGNPOST_INVALID;
        if (i < 4)
            year = 10 * year + (text[i] - '0');
        else if (i > 4)
            of_year = 10 * of_year + (text[i] - '0');
    }
    if (text[7] || year < FIRST_YEAR || year > LAST_YEAR || of_year < 1 || of_year > 12)
        return SIGNPOST_INVALID;
    *month = (year - FIRST_YEAR) * 12 + of_year - 1;
    return SIGNPOST_OK;
}

char *signpost_month_format(signpost_month month, char buffer[SIGNPOST_MOMENT_SIZE])
{
    int years = month / 12 - (month % 12 < 0);
    snprintf(buffer, SIGNPOST_MOMENT_SIZE, "%04d-%02d", FIRST_YEAR + years, month - 12 * years + 1);
    return buffer;
}

signpost_month signpost_month_of(signpost_date date)
{
    int year, month;
    signpost_date_to_civil(date, &year, &month, NULL);
    if (year < FIRST_YEAR)
        return SIGNPOST_FIRST_MONTH;
    return year > LAST_YEAR ? SIGNPOST_LAST_MONTH : (year - FIRST_YEAR) * 12 + month - 1;
}

signpost_date signpost_month_start(signpost_month month)
{
    signpost_date date = 0;
    signpost_date_from_civil(FIRST_YEAR + month / 12, month % 12 + 1, 1, &date);
    return date;
}

char *signpost_micro_format(signpost_micro value, int decimals, char buffer[SIGNPOST_MOMENT_SIZE])
{
    int64_t unit = 1;
    decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    for (int i = decimals; i < 6; i++)
        unit *= 10;
    int64_t half = value < 0 ? -(unit / 2) : unit / 2;
    return sgp_format_fixed((value + half) / unit, decimals, buffer, SIGNPOST_MOMENT_SIZE);
}
