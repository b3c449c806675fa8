/* Ages: what is known of them is a range of completed days. */
#include "care/care.h"

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const char *const unit_names[][2] = {
    [SIGNPOST_DAYS] = {"day", "days"},
    [SIGNPOST_WEEKS] = {"week", "weeks"},
    [SIGNPOST_MONTHS] = {"month", "months"},
    [SIGNPOST_YEARS] = {"year", "years"},
};
enum { UNIT_COUNT = sizeof unit_names / sizeof *unit_names };

int32_t signpost_age_days(int value, signpost_age_unit unit)
{
    int64_t n = value;
    switch (unit) {
    case SIGNPOST_WEEKS:
        return (int32_t)(n * 7);
    case SIGNPOST_MONTHS:
        return (int32_t)(n * 1461 / 48);
    case SIGNPOST_YEARS:
        return (int32_t)(n * 1461 / 4);
    case SIGNPOST_DAYS:
    default:
        return value;
    }
}

int32_t sgp_age_oldest_days(void)
{
    return signpost_age_days(SIGNPOST_OLDEST_YEARS + 1, SIGNPOST_YEARS) - 1;
}

signpost_age signpost_age_of(int value, signpost_age_unit unit)
{
    const signpost_age none = {-1, -1};
    if (value < 0 || value > sgp_age_oldest_days())
        return none;
    signpost_age age = {signpost_age_days(value, unit), signpost_age_days(value + 1, unit) - 1};
    return signpost_age_is_valid(age) ? age : none;
}

signpost_status signpost_age_from_birth(signpost_date born, signpost_date today, signpost_age *age)
{
    int64_t days = (int64_t)today - born;
    if (days < 0 || days > sgp_age_oldest_days())
        return SIGNPOST_INVALID;
    *age = (signpost_age){(int32_t)days, (int32_t)days};
    return SIGNPOST_OK;
}

bool signpost_age_is_valid(signpost_age age)
{
    return age.from_days >= 0 && age.from_days <= age.to_days && age.to_days <= sgp_age_oldest_days();
}

bool sgp_age_unit_parse(const char *text, signpost_age_unit *unit)
{
    for (int i = 0; i < UNIT_COUNT; i++) {
        const char letter[2] = {unit_names[i][0][0], '\0'};
        if (!strcmp(text, unit_names[i][0]) || !strcmp(text, unit_names[i][1]) || !strcmp(text, letter)) {
            *unit = (signpost_age_unit)i;
            return true;
        }
    }
    return false;
}

/* Splits `3 months` into its number and unit; false when it is not that. */
static bool split_age(const char *text, int *value, signpost_age_unit *unit)
{
    char word[8];
    int64_t number = 0;
    int digits = 0;
    for (; sgp_is_digit(*text) && digits < 6; text++, digits++)
        number = number * 10 + (*text - '0');
    while (*text == ' ')
        text++;
    size_t length = strlen(text);
    if (!digits || length >= sizeof word)
        return false;
    memcpy(word, text, length + 1);
    *value = (int)number;
    return sgp_age_unit_parse(word, unit);
}

bool sgp_age_boundary_parse(const char *text, int32_t *days)
{
    int value;
    signpost_age_unit unit;
    if (!split_age(text, &value, &unit) || value > sgp_age_oldest_days())
        return false;
    int32_t boundary = signpost_age_days(value, unit);
    if (boundary > sgp_age_oldest_days() + 1)
        return false;
    *days = boundary;
    return true;
}

signpost_status signpost_age_parse(const char *text, signpost_age *age, signpost_error *error)
{
    int value;
    signpost_age_unit unit;
    if (!split_age(text, &value, &unit)) {
        signpost_status status = sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_AGE, "\"%s\" is not an age", text);
        sgp_error_hint(error, "write a number and days, weeks, months or years, such as \"18 months\"");
        return status;
    }
    signpost_age read = signpost_age_of(value, unit);
    if (!signpost_age_is_valid(read)) {
        signpost_status status = sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_AGE, "an age of \"%s\" is beyond %d years",
                                          text, SIGNPOST_OLDEST_YEARS);
        sgp_error_hint(error, "give the patient's true age, or the date of birth");
        return status;
    }
    *age = read;
    return SIGNPOST_OK;
}

/* The largest unit of which the range is exactly one, from years down. */
static bool whole_units(signpost_age age, int *value, signpost_age_unit *unit)
{
    for (int i = UNIT_COUNT - 1; i >= 0; i--) {
        int32_t one = signpost_age_days(1, (signpost_age_unit)i);
        for (int guess = age.from_days / (one + 1); guess <= age.from_days / one + 1; guess++) {
            signpost_age same = signpost_age_of(guess, (signpost_age_unit)i);
            if (same.from_days != age.from_days || same.to_days != age.to_days)
                continue;
            *value = guess;
            *unit = (signpost_age_unit)i;
            return true;
        }
    }
    return false;
}

char *sgp_age_boundary_format(int32_t days, char buffer[SIGNPOST_AGE_SIZE])
{
    for (int i = UNIT_COUNT - 1; i >= 0; i--) {
        int32_t one = signpost_age_days(1, (signpost_age_unit)i);
        for (int guess = days / (one + 1); guess <= days / one + 1; guess++)
            if (guess && signpost_age_days(guess, (signpost_age_unit)i) == days) {
                snprintf(buffer, SIGNPOST_AGE_SIZE, "%d %s", guess, unit_names[i][guess != 1]);
                return buffer;
            }
    }
    snprintf(buffer, SIGNPOST_AGE_SIZE, "%d days", days);
    return buffer;
}

char *signpost_age_format(signpost_age age, char buffer[SIGNPOST_AGE_SIZE])
{
    int value;
    signpost_age_unit unit;
    if (!signpost_age_is_valid(age))
        snprintf(buffer, SIGNPOST_AGE_SIZE, "an unknown age");
    else if (age.from_days == age.to_days && age.from_days >= signpost_age_days(2, SIGNPOST_YEARS))
        snprintf(buffer, SIGNPOST_AGE_SIZE, "%d years", (int)(((int64_t)age.from_days * 4 + 3) / 1461));
    else if (whole_units(age, &value, &unit))
        snprintf(buffer, SIGNPOST_AGE_SIZE, "%d %s", value, unit_names[unit][value != 1]);
    else
        snprintf(buffer, SIGNPOST_AGE_SIZE, "%d to %d days", age.from_days, age.to_days);
    return buffer;
}
