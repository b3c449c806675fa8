/* What an emergency may do by itself: narrow. Closing, ending sooner, being open only at moments at which it was open
 * before, taking less of what it took, amber and red; everything else needs a second person. */
#include "governance/changes.h"

#include "base/text.h"
#include "care/care.h"
#include "hours/hours.h"

#include <stdio.h>
#include <string.h>

enum { REASON_SIZE = 128, AGES_SIZE = 96 };

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

/* ---- hours ---- */

/* Hours as they are written in an image, of its calendar. SIGNPOST_NONE where it says none. */
static signpost_status read_hours(const sgp_change_act *act, const sgp_subject *subject, const sgp_image *image,
                                  signpost_hours **hours)
{
    signpost_calendar *calendar;
    const char *text = text_of(image, subject->table, "hours"), *name = text_of(image, subject->table, "calendar");
    *hours = NULL;
    if (!text || !name)
        return SIGNPOST_NONE;
    signpost_status status = sgp_directory_calendar(act->directory, name, &calendar, act->error);
    if (!status)
        status = signpost_hours_parse(calendar, text, hours, act->error);
    signpost_calendar_free(calendar);
    return status;
}

/* `it would be open on 2026-11-28 at 09:00, and was not`. */
static void say_when(const signpost_hours *hours, signpost_minute moment, char reason[REASON_SIZE])
{
    char day[SIGNPOST_MOMENT_SIZE];
    signpost_date date;
    int minute;
    if (moment == INT64_MIN || signpost_calendar_date(signpost_hours_calendar(hours), moment, &date, &minute))
        snprintf(reason, REASON_SIZE, "it would be open on bank holidays when it was not");
    else
        snprintf(reason, REASON_SIZE, "it would be open on %s at %02d:%02d, and was not",
                 signpost_date_format(date, day), minute / 60, minute % 60);
}

static bool is_other_calendar(const sgp_subject *subject)
{
    const char *before = text_of(&subject->before, subject->table, "calendar");
    const char *after = text_of(&subject->after, subject->table, "calendar");
    return before && after && !is(before, after);
}

/* SIGNPOST_NONE, with the reason, when the hours, with their calendar, are not narrower. */
static signpost_status check_hours(const sgp_change_act *act, const sgp_subject *subject, char reason[REASON_SIZE])
{
    signpost_hours *before, *after = NULL;
    signpost_minute beyond;
    signpost_status status = read_hours(act, subject, &subject->before, &before);
    const bool is_other = is_other_calendar(subject);
    if (!status)
        status = read_hours(act, subject, &subject->after, &after);
    if (status == SIGNPOST_NONE)
        snprintf(reason, REASON_SIZE, "%s", before ? "there would be none: write \"Mo-Su off\"" : "there were none");
    else if (!status && is_other)
        snprintf(reason, REASON_SIZE, "they would be of another calendar");
    else if (!status && (status = sgp_hours_within(after, before, act->act->when, &beyond)) == SIGNPOST_NONE)
        say_when(after, beyond, reason);
    signpost_hours_free(before);
    signpost_hours_free(after);
    return !status && is_other ? SIGNPOST_NONE : status;
}

/* ---- what a service takes ---- */

/* An item of a list. */
typedef struct item {
    const char *text;
    size_t length;
} item;

static bool read_ages(item from, sgp_age_range *range)
{
    char text[AGES_SIZE];
    snprintf(text, sizeof text, "%.*s", (int)from.length, from.text);
    return sgp_age_range_parse(text, range);
}

/* Whether an item says what another says; ages may say more. */
static bool covers(item one, item other, bool is_ages)
{
    sgp_age_range ages, others;
    if (is_ages)
        return read_ages(one, &ages) && read_ages(other, &others) && ages.from <= others.from &&
               ages.below >= others.below;
    return one.length == other.length && memcmp(one.text, other.text, one.length) == 0;
}

/* Every item is one of before. */
static bool narrows_list(const sgp_subject *subject, size_t column)
{
    item before, after;
    const bool is_ages = is(subject->table->columns[column].name, "ages");
    const char *left = subject->after.texts[column] ? subject->after.texts[column] : "";
    bool narrower = true;
    while (narrower && sgp_text_next_item(&left, &after.text, &after.length)) {
        const char *others = subject->before.texts[column] ? subject->before.texts[column] : "";
        narrower = false;
        while (!narrower && sgp_text_next_item(&others, &before.text, &before.length))
            narrower = covers(before, after, is_ages);
    }
    return narrower;
}

/* ---- all of it ---- */

static signpost_status refuse(const sgp_change_act *act, const sgp_subject *subject, const char *field,
                              const char *reason)
{
    sgp_fail(act->error, SIGNPOST_REFUSED, SGP_NOT_NARROWER,
             "an emergency change only narrows: %s of \"%s\" would not be narrower%s%s", field, subject->service,
             *reason ? ": " : "", reason);
    sgp_error_hint(act->error,
                   "it can close or suspend a service, end it sooner, take hours or care away, or turn it amber "
                   "or red; submit the rest for somebody to sign off");
    return SIGNPOST_REFUSED;
}

static signpost_status check_column(const sgp_change_act *act, const sgp_subject *subject, size_t column)
{
    char reason[REASON_SIZE] = "";
    const char *name = subject->table->columns[column].name;
    signpost_status status = SIGNPOST_OK;
    if (subject->table == &sgp_service_profiles)
        status = narrows_list(subject, column) ? SIGNPOST_OK : SIGNPOST_NONE;
    else if (is(name, "hours") || is(name, "calendar"))
        status = check_hours(act, subject, reason);
    else if (!narrows_service(subject, column))
        status = SIGNPOST_NONE;
    return status == SIGNPOST_NONE ? refuse(act, subject, *reason ? "hours" : name, reason) : status;
}

static signpost_status check(const sgp_change_act *act, const sgp_subject *subject)
{
    char now[SIGNPOST_MOMENT_SIZE];
    const sgp_table *table = subject->table;
    signpost_status status = SIGNPOST_OK;
    if (is(table->name, "capacities"))
        return narrows_capacity(subject, signpost_minute_format(act->act->when, now))
                   ? SIGNPOST_OK
                   : refuse(act, subject, "the capacity", "");
    if (!(is(table->name, "services") || table == &sgp_service_profiles) || !subject->before.there ||
        !subject->after.there)
        return refuse(act, subject, table->name, "");
    for (size_t i = sgp_subject_next_change(subject, 0); i < table->count && !status;
         i = sgp_subject_next_change(subject, i + 1))
        status = check_column(act, subject, i);
    return status;
}

signpost_status sgp_subjects_check_narrower(sgp_change_act *act)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < act->subjects.count && !status; i++)
        status = check(act, SGP_AT(&act->subjects, sgp_subject, i));
    return status;
}
