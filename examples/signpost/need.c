/* A need from the command line. */
#include "searching.h"

#include <stdlib.h>
#include <string.h>

static int read_moment(const arguments *given, const searching *with, option_id id, signpost_minute *moment)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_calendar_moment(signpost_index_calendar(with->index), given->values[id], moment, &error) ==
        SIGNPOST_OK)
        return DONE;
    return could_not(&error);
}

int read_when(const arguments *given, const searching *with, signpost_minute *when)
{
    *when = now();
    return said(given, OPTION_WHEN) ? read_moment(given, with, OPTION_WHEN, when) : DONE;
}

/* `51.13,0.26`: degrees with a point, whatever the locale. */
static bool read_degrees(const char **at, double *degrees)
{
    double sign = 1, number = 0, scale = 1;
    if (**at == '-' || **at == '+')
        sign = *(*at)++ == '-' ? -1 : 1;
    if (**at < '0' || **at > '9')
        return false;
    for (; **at >= '0' && **at <= '9'; ++*at)
        number = number * 10 + (**at - '0');
    if (**at == '.')
        for (++*at; **at >= '0' && **at <= '9'; ++*at)
            number += (scale /= 10) * (**at - '0');
    *degrees = sign * number;
    return true;
}

int need_read_place(const arguments *given, signpost_need *need)
{
    const char *at = given->values[OPTION_AT_PLACE];
    if (said(given, OPTION_POSTCODE))
        need->postcode = given->values[OPTION_POSTCODE];
    if (!at)
        return DONE;
    need->has_point = true;
    if (!read_degrees(&at, &need->latitude) || *at++ != ',' || !read_degrees(&at, &need->longitude) || *at)
        return wrong_use("--at-place \"%s\" is not a latitude and a longitude such as 51.13,0.26",
                         given->values[OPTION_AT_PLACE]);
    return DONE;
}

int need_has_place(const arguments *given, const signpost_need *need)
{
    if (need->has_point || need->postcode)
        return DONE;
    return wrong_use("signpost %s needs where the patient is: --postcode \"TN1 2AB\" or --at-place 51.13,0.26",
                     given->command->name);
}

static void read_practice(const arguments *given, signpost_need *need)
{
    const char *practice = given->values[OPTION_PRACTICE];
    if (practice && strcmp(practice, "none") == 0) {
        need->practice_knowledge = SIGNPOST_PRACTICE_NONE;
    } else if (practice) {
        need->practice_knowledge = SIGNPOST_PRACTICE_KNOWN;
        need->practice = practice;
    }
}

/* `12.5` kilometres as metres. */
int read_radius(const arguments *given, signpost_need *need)
{
    const char *at = given->values[OPTION_RADIUS];
    double kilometres;
    if (!at)
        return DONE;
    if (!read_degrees(&at, &kilometres) || *at || kilometres < 0.001 || kilometres > 1000)
        return wrong_use("--radius \"%s\" is not a distance in kilometres such as 12.5, of up to 1000",
                         given->values[OPTION_RADIUS]);
    need->radius_m = (int32_t)(kilometres * 1000 + 0.5);
    return DONE;
}

static int read_limit(const arguments *given, signpost_need *need)
{
    const char *text = given->values[OPTION_LIMIT];
    if (!text)
        return DONE;
    char *end;
    long limit = strtol(text, &end, 10);
    if (*end || end == text || limit < 1 || limit > 50)
        return wrong_use("--limit \"%s\" is not a whole number from 1 to 50", text);
    need->limit = (int)limit;
    return DONE;
}

int need_read_terms(const arguments *given, const searching *with, signpost_need *need)
{
    int status = DONE;
    if (said(given, OPTION_REACHED))
        status = read_moment(given, with, OPTION_REACHED, &need->reached);
    if (status == DONE)
        status = need_read_place(given, need);
    if (status == DONE)
        status = read_radius(given, need);
    if (status == DONE)
        status = read_limit(given, need);
    read_practice(given, need);
    need->role = given->values[OPTION_ROLE];
    return status;
}

/* Everything about a need that is not the outcome. */
static int read_circumstances(const arguments *given, const searching *with, signpost_need *need)
{
    int status = read_when(given, with, &need->when);
    if (status == DONE)
        status = read_age(given, signpost_index_calendar(with->index), need->when, &need->age);
    if (status == DONE && said(given, OPTION_SEX))
        status = read_sex(given, &need->sex);
    if (status == DONE)
        status = need_read_terms(given, with, need);
    return status == DONE ? need_has_place(given, need) : status;
}

int need_read(const arguments *given, const searching *with, const signpost_algorithms *algorithms, signpost_need *need)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    const char *code = given->values[OPTION_DISPOSITION];
    if (!code)
        return wrong_use("signpost %s needs --disposition CODE, such as Dx06", given->command->name);
    if (!said(given, OPTION_SYMPTOM_GROUP) || !given->discriminator_count)
        return wrong_use("signpost %s needs --symptom-group CODE and --discriminator CODE", given->command->name);
    if (signpost_disposition_find(algorithms, code, &need->disposition, &error) != SIGNPOST_OK)
        return wrong_name(&error);
    need->symptom_group = given->values[OPTION_SYMPTOM_GROUP];
    need->discriminator_count = given->discriminator_count;
    memcpy(need->discriminators, given->discriminators, given->discriminator_count * sizeof *given->discriminators);
    return read_circumstances(given, with, need);
}
