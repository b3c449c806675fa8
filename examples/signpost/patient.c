/* The patient, from the options. */
#include "searching.h"

#include <stdlib.h>
#include <string.h>

int read_age(const arguments *given, const signpost_calendar *clock, signpost_minute when, signpost_age *age)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (said(given, OPTION_AGE) && said(given, OPTION_BORN))
        return wrong_use("give --age or --born, not both");
    if (said(given, OPTION_AGE))
        return signpost_age_parse(given->values[OPTION_AGE], age, &error) == SIGNPOST_OK ? DONE : could_not(&error);
    if (!said(given, OPTION_BORN))
        return wrong_use("signpost %s needs the patient's age: --age \"4 years\" or --born 2022-05-30",
                         given->command->name);
    signpost_date born, today;
    if (signpost_date_parse(given->values[OPTION_BORN], &born) != SIGNPOST_OK)
        return wrong_use("--born \"%s\" is not a date such as 2022-05-30", given->values[OPTION_BORN]);
    if (signpost_calendar_date(clock, when, &today, NULL) != SIGNPOST_OK ||
        signpost_age_from_birth(born, today, age) != SIGNPOST_OK)
        return wrong_use("--born \"%s\" is after the call, or more than %d years before it", given->values[OPTION_BORN],
                         SIGNPOST_OLDEST_YEARS);
    return DONE;
}

int read_sex(const arguments *given, signpost_sex *sex)
{
    if (signpost_sex_parse(given->values[OPTION_SEX], sex) == SIGNPOST_OK)
        return DONE;
    return wrong_use("--sex is female, male, indeterminate or unknown, and not \"%s\"", given->values[OPTION_SEX]);
}

int read_party(const arguments *given, signpost_party *party)
{
    const char *who = given->values[OPTION_PARTY];
    *party = strcmp(who, "self") == 0 ? SIGNPOST_SELF : SIGNPOST_SOMEONE_ELSE;
    if (*party == SIGNPOST_SELF || strcmp(who, "someone-else") == 0)
        return DONE;
    return wrong_use("--party is self or someone-else, and not \"%s\"", who);
}

int read_contacts(const arguments *given, int *earlier)
{
    const char *text = given->values[OPTION_CONTACTS];
    char *end;
    long number = strtol(text, &end, 10);
    if (*end || end == text || number < 0 || number > 1000)
        return wrong_use("--contacts \"%s\" is not a whole number from 0 to 1000", text);
    *earlier = (int)number;
    return DONE;
}
