/* What an emergency may do by itself: narrow. Closing, ending sooner, amber and red; everything else needs a second
 * person. */
#include "governance/changes.h"

#include <string.h>

static bool is(const char *text, const char *other)
{
    return text && strcmp(text, other) == 0;
}

static const char *text_of(const sgp_image *image, const sgp_table *table, const char *column)
{
    return image->texts[sgp_table_column(table, column)];
}

/* 0 open, 1 suspended, 2 closed; -1 for what is not in use yet. */
static int closedness(const char *state)
{
    return is(state, "active") ? 0 : is(state, "suspended") ? 1 : is(state, "closed") ? 2 : -1;
}

static bool narrows_service(const sgp_subject *subject, size_t column)
{
    const char *name = subject->table->columns[column].name;
    const char *before = subject->before.texts[column], *after = subject->after.texts[column];
    if (is(name, "state"))
        return closedness(before) >= 0 && closedness(after) > closedness(before);
    return is(name, "valid_to") && after && (!before || strcmp(after, before) < 0);
}

static int redness(const char *colour)
{
    return is(colour, "red") ? 2 : is(colour, "amber") ? 1 : 0;
}

/* Of a capacity as a whole: at least as red, and, if it was so before, for at least as long. Moments stand in order as
 * texts. */
static bool narrows_capacity(const sgp_subject *subject, const char *now)
{
    const sgp_table *table = subject->table;
    const char *ends = text_of(&subject->before, table, "falls_back_at");
    const char *ends_then = text_of(&subject->after, table, "falls_back_at");
    bool was = subject->before.there && ends && strcmp(ends, now) > 0;
    int before = was ? redness(text_of(&subject->before, table, "colour")) : 0;
    int after = redness(text_of(&subject->after, table, "colour"));
    if (!subject->after.there || after == 0 || after < before)
        return false;
    return !before || (ends_then && strcmp(ends_then, ends) >= 0);
}

static signpost_status refuse(const sgp_change_act *act, const sgp_subject *subject, const char *field)
{
    sgp_fail(act->error, SIGNPOST_REFUSED, SGP_NOT_NARROWER,
             "an emergency change only narrows: %s of \"%s\" would not be narrower", field, subject->service);
    sgp_error_hint(act->error, "it can close or suspend a service, end it sooner, or turn it amber or red; submit the "
                               "rest for somebody to sign off");
    return SIGNPOST_REFUSED;
}

static signpost_status check(const sgp_change_act *act, const sgp_subject *subject)
{
    char now[SIGNPOST_MOMENT_SIZE];
    const sgp_table *table = subject->table;
    if (is(table->name, "capacities"))
        return narrows_capacity(subject, signpost_minute_format(act->act->when, now))
                   ? SIGNPOST_OK
                   : refuse(act, subject, "the capacity");
    if (!is(table->name, "services") || !subject->before.there || !subject->after.there)
        return refuse(act, subject, table->name);
    for (size_t i = sgp_subject_next_change(subject, 0); i < table->count; i = sgp_subject_next_change(subject, i + 1))
        if (!narrows_service(subject, i))
            return refuse(act, subject, table->columns[i].name);
    return SIGNPOST_OK;
}

signpost_status sgp_subjects_check_narrower(sgp_change_act *act)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < act->subjects.count && !status; i++)
        status = check(act, SGP_AT(&act->subjects, sgp_subject, i));
    return status;
}
