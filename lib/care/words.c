/* The words for sex, party, setting, timeframe: read and written. */
#include "care/care.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const char *const sexes[] = {"female", "male", "indeterminate", "unknown"};
static const char *const parties[] = {"self", "someone else"};
static const char *const choices_if_none[] = {"emergency department", "clinician", "advice"};
static const char *const settings[] = {
    "ambulance", "emergency department", "urgent treatment", "primary care", "dental", "pharmacy",
    "maternity", "mental health",        "clinician",        "self-care",
};

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

static int find(const char *const *words, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(words[i], text))
            return (int)i;
    return -1;
}

static const char *word_at(const char *const *words, size_t count, size_t index)
{
    return index < count ? words[index] : "";
}

const char *signpost_sex_name(signpost_sex sex)
{
    return word_at(sexes, COUNT_OF(sexes), (size_t)sex);
}

signpost_status signpost_sex_parse(const char *text, signpost_sex *sex)
{
    int found = find(sexes, COUNT_OF(sexes), text);
    if (found < 0)
        return SIGNPOST_INVALID;
    *sex = (signpost_sex)found;
    return SIGNPOST_OK;
}

const char *signpost_party_name(signpost_party party)
{
    return word_at(parties, COUNT_OF(parties), (size_t)party);
}

bool sgp_party_parse(const char *text, signpost_party *party)
{
    int found = find(parties, COUNT_OF(parties), text);
    if (found >= 0)
        *party = (signpost_party)found;
    return found >= 0;
}

const char *signpost_setting_name(signpost_setting setting)
{
    return word_at(settings, COUNT_OF(settings), (size_t)setting);
}

bool sgp_setting_parse(const char *text, signpost_setting *setting)
{
    int found = find(settings, COUNT_OF(settings), text);
    if (found >= 0)
        *setting = (signpost_setting)found;
    return found >= 0;
}

const char *signpost_if_none_name(signpost_if_none if_none)
{
    return word_at(choices_if_none, COUNT_OF(choices_if_none), (size_t)if_none);
}

bool sgp_if_none_parse(const char *text, signpost_if_none *if_none)
{
    int found = find(choices_if_none, COUNT_OF(choices_if_none), text);
    if (found >= 0)
        *if_none = (signpost_if_none)found;
    return found >= 0;
}

bool sgp_timeframe_parse(const char *text, signpost_timeframe *within)
{
    static const struct unit {
        const char *one, *many;
        int32_t amount;
        signpost_time_unit unit;
    } units[] = {
        {" minute", " minutes", 1, SIGNPOST_MINUTES},
        {" hour", " hours", 60, SIGNPOST_MINUTES},
        {" day", " days", 1440, SIGNPOST_MINUTES},
        {" working day", " working days", 1, SIGNPOST_WORKING_DAYS},
    };
    enum { MOST = 1000 };
    int32_t number = 0;
    const char *at = text;
    for (; sgp_is_digit(*at) && number <= MOST; at++)
        number = number * 10 + (*at - '0');
    if (at == text || number > MOST)
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (!strcmp(at, units[i].one) || !strcmp(at, units[i].many)) {
            *within = (signpost_timeframe){number * units[i].amount, units[i].unit};
            return true;
        }
    return false;
}

char *signpost_timeframe_format(signpost_timeframe within, char buffer[SIGNPOST_TIMEFRAME_SIZE])
{
    const char *unit = "minute";
    int amount = within.amount;
    if (within.unit == SIGNPOST_WORKING_DAYS) {
        unit = "working day";
    } else if (amount && amount % 1440 == 0 && amount > 1440) {
        unit = "day";
        amount /= 1440;
    } else if (amount && amount % 60 == 0) {
        unit = "hour";
        amount /= 60;
    }
    if (amount)
        snprintf(buffer, SIGNPOST_TIMEFRAME_SIZE, "%d %s%s", amount, unit, amount == 1 ? "" : "s");
    else
        snprintf(buffer, SIGNPOST_TIMEFRAME_SIZE, "now");
    return buffer;
}
