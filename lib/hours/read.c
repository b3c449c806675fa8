/* Reads opening hours from text into a draft. Rules kept here:
 *  - each day, PH, and date is given once; sessions of a rule are sorted, joined where one can say it, and never
 * overlap;
 *  - a mistake is reported at the column where the wrong word begins. */
#include "base/error.h"
#include "base/text.h"
#include "hours/hours.h"

#include <stdlib.h>
#include <string.h>

const char *const sgp_weekday_names[7] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
const char *const sgp_month_names[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

enum { WHOLE_DAY = SGP_MINUTES_PER_DAY };

typedef struct reader {
    const char *text, *at;
    sgp_hours_draft *draft;
    signpost_error *error;
} reader;

/* Fails at a place in the text. The message says the column, too: most readers show only the message. */
static signpost_status fail_at(reader *in, const char *place, int id, const char *what)
{
    int column = (int)(place - in->text) + 1;
    const char *shown = in->text;
    const char *more = "";
    size_t length = strlen(in->text);
    if (length > 120) {
        length = sgp_text_cut(in->text, 120);
        more = "...";
    }
    sgp_fail(in->error, SIGNPOST_INVALID, id, "opening hours \"%.*s%s\": %s, at column %d", (int)length, shown, more,
             what, column);
    sgp_error_at(in->error, "", 0, (unsigned)column);
    return SIGNPOST_INVALID;
}

static signpost_status fail_memory(reader *in)
{
    return sgp_fail_memory(in->error);
}

static void skip_spaces(reader *in)
{
    while (sgp_is_space(*in->at))
        in->at++;
}

static bool take(reader *in, char wanted)
{
    skip_spaces(in);
    if (*in->at != wanted)
        return false;
    in->at++;
    return true;
}

/* One of some words, in any case: its index, or -1. */
static int take_word(reader *in, const char *const *words, int count)
{
    skip_spaces(in);
    for (int i = 0; i < count; i++) {
        size_t length = strlen(words[i]), same = 0;
        while (same < length && sgp_lower(in->at[same]) == sgp_lower(words[i][same]))
            same++;
        if (same == length && !sgp_is_letter(in->at[length])) {
            in->at += length;
            return i;
        }
    }
    return -1;
}

/* Sessions. */

static signpost_status read_time(reader *in, int *minutes)
{
    skip_spaces(in);
    if (sgp_read_time_of_day(&in->at, WHOLE_DAY, minutes))
        return SIGNPOST_OK;
    const char *after = in->at;
    while (sgp_is_digit(*after))
        after++;
    if (after - in->at == 2 && *after == ':' && in->at[0] == '2' && in->at[1] >= '4')
        return fail_at(in, in->at, SGP_HOURS_SYNTAX,
                       "times end at 24:00; write 22:00-02:00 for a session over midnight");
    return fail_at(in, in->at, SGP_HOURS_SYNTAX, "expected a time such as 08:00");
}

static signpost_status read_session(reader *in, signpost_session *session)
{
    int from, until;
    skip_spaces(in);
    const char *start = in->at;
    signpost_status status = read_time(in, &from);
    if (status != SIGNPOST_OK)
        return status;
    if (from == WHOLE_DAY)
        return fail_at(in, start, SGP_HOURS_SYNTAX, "a session starts at 23:59 at the latest");
    if (!take(in, '-'))
        return fail_at(in, in->at, SGP_HOURS_SYNTAX, "expected \"-\" and the end of the session");
    if ((status = read_time(in, &until)) != SIGNPOST_OK)
        return status;
    if (from == until)
        return fail_at(in, start, SGP_HOURS_EMPTY,
                       "the session starts and ends at the same time (a whole day is 00:00-24:00)");
    *session = (signpost_session){(int16_t)from, (int16_t)(until < from ? until + WHOLE_DAY : until)};
    return SIGNPOST_OK;
}

static int by_start(const void *a, const void *b)
{
    return ((const signpost_session *)a)->from - ((const signpost_session *)b)->from;
}

/* Whether touching sessions become one: only where one session can say it, because 02:00-22:00,22:00-02:00 cannot be
 * written as 02:00-02:00. (What is left apart here is one interval when it is evaluated.) */
static bool joins(signpost_session before, signpost_session after)
{
    int length = after.until - before.from;
    return after.from == before.until && (length < WHOLE_DAY || (length == WHOLE_DAY && before.from == 0));
}

/* Sorts and joins; false when two overlap. */
static bool tidy(signpost_session *sessions, size_t *count)
{
    size_t kept = 0;
    qsort(sessions, *count, sizeof *sessions, by_start);
    for (size_t i = 0; i < *count; i++) {
        if (kept && sessions[i].from < sessions[kept - 1].until)
            return false;
        if (kept && joins(sessions[kept - 1], sessions[i]))
            sessions[kept - 1].until = sessions[i].until;
        else
            sessions[kept++] = sessions[i];
    }
    *count = kept;
    return true;
}

/* Sessions or `off`, up to the rule's end. */
static signpost_status read_sessions(reader *in, sgp_day *day)
{
    static const char *const closed[] = {"off", "closed"};
    signpost_session sessions[SIGNPOST_MOST_SESSIONS];
    size_t count = 0;
    *day = (sgp_day){(uint32_t)in->draft->sessions.count, 0};
    if (take_word(in, closed, 2) >= 0)
        return SIGNPOST_OK;
    const char *start = in->at;
    do {
        if (count == SIGNPOST_MOST_SESSIONS)
            return fail_at(in, in->at, SGP_HOURS_SYNTAX, "more than 8 sessions in a day");
        signpost_status status = read_session(in, &sessions[count++]);
        if (status != SIGNPOST_OK)
            return status;
    } while (take(in, ','));
    if (!tidy(sessions, &count))
        return fail_at(in, start, SGP_HOURS_OVERLAP, "two sessions of the day overlap");
    day->count = (uint8_t)count;
    return sgp_array_append(&in->draft->sessions, sessions, count) ? SIGNPOST_OK : fail_memory(in);
}

/* Which days a rule is about. */

static signpost_status read_weekdays(reader *in, int first, bool chosen[7])
{
    for (;;) {
        int last = first;
        if (take(in, '-') && (last = take_word(in, sgp_weekday_names, 7)) < 0)
            return fail_at(in, in->at, SGP_HOURS_SYNTAX, "expected a day of the week after \"-\"");
        for (int day = first;; day = (day + 1) % 7) {
            chosen[day] = true;
            if (day == last)
                break;
        }
        if (!take(in, ','))
            return SIGNPOST_OK;
        if ((first = take_word(in, sgp_weekday_names, 7)) < 0)
            return fail_at(in, in->at, SGP_HOURS_SYNTAX, "expected a day of the week after \",\"");
    }
}

static signpost_status read_weekday_rule(reader *in, const char *start, int first)
{
    bool chosen[7] = {false};
    sgp_day day;
    signpost_status status = read_weekdays(in, first, chosen);
    if (status == SIGNPOST_OK)
        status = read_sessions(in, &day);
    if (status != SIGNPOST_OK)
        return status;
    for (int i = 0; i < 7; i++) {
        if (!chosen[i])
            continue;
        if (in->draft->has_weekday[i])
            return fail_at(in, start, SGP_HOURS_TWICE, "a day of the week is given twice");
        in->draft->has_weekday[i] = true;
        in->draft->weekdays[i] = day;
    }
    return SIGNPOST_OK;
}

static signpost_status read_day_of_month(reader *in, int month, int16_t *day)
{
    int number = 0;
    skip_spaces(in);
    const char *start = in->at;
    while (sgp_is_digit(*in->at) && in->at - start < 2)
        number = number * 10 + (*in->at++ - '0');
    /* A leap year's February: Feb 29 is a date, if not every year. */
    if (number < 1 || number > sgp_days_in_month(2000, month + 1) || sgp_is_digit(*in->at))
        return fail_at(in, start, SGP_HOURS_SYNTAX, "expected a day of that month");
    *day = (int16_t)((month + 1) * 32 + number);
    return SIGNPOST_OK;
}

static bool yearly_holds(const sgp_yearly *entry, int day)
{
    bool after = day >= entry->from, before = day <= entry->until;
    return entry->from <= entry->until ? after && before : after || before;
}

static signpost_status read_yearly_rule(reader *in, const char *start, int month)
{
    sgp_yearly entry;
    signpost_status status = read_day_of_month(in, month, &entry.from);
    if (status != SIGNPOST_OK)
        return status;
    entry.until = entry.from;
    if (take(in, '-')) {
        int last = take_word(in, sgp_month_names, 12);
        if ((status = read_day_of_month(in, last < 0 ? month : last, &entry.until)) != SIGNPOST_OK)
            return status;
        if (last < 0 && entry.until <= entry.from)
            return fail_at(in, start, SGP_HOURS_SYNTAX, "the last day is not after the first");
    }
    for (size_t i = 0; i < in->draft->yearly.count; i++) {
        const sgp_yearly *other = SGP_AT(&in->draft->yearly, sgp_yearly, i);
        if (yearly_holds(other, entry.from) || yearly_holds(&entry, other->from))
            return fail_at(in, start, SGP_HOURS_TWICE, "a yearly date is given twice");
    }
    if ((status = read_sessions(in, &entry.day)) != SIGNPOST_OK)
        return status;
    return sgp_array_append(&in->draft->yearly, &entry, 1) ? SIGNPOST_OK : fail_memory(in);
}

static signpost_status read_dated_rule(reader *in, const char *start)
{
    sgp_dated entry;
    if (!sgp_read_date(&in->at, &entry.from))
        return fail_at(in, start, SGP_HOURS_SYNTAX,
                       "expected a date such as 2026-12-24, a day such as Mo, PH, or 24/7");
    entry.until = entry.from;
    if (take(in, '-')) {
        skip_spaces(in);
        if (!sgp_read_date(&in->at, &entry.until))
            return fail_at(in, in->at, SGP_HOURS_SYNTAX, "expected the range's last date in full, such as 2026-12-26");
        if (entry.until <= entry.from)
            return fail_at(in, start, SGP_HOURS_SYNTAX, "the last date is not after the first");
    }
    if (!sgp_calendar_knows(entry.from) || !sgp_calendar_knows(entry.until))
        return fail_at(in, start, SGP_HOURS_SYNTAX, "the date is not from 1996 to 2099");
    signpost_status status = read_sessions(in, &entry.day);
    if (status != SIGNPOST_OK)
        return status;
    return sgp_array_append(&in->draft->dated, &entry, 1) ? SIGNPOST_OK : fail_memory(in);
}

static signpost_status read_rule(reader *in)
{
    static const char *const holidays[] = {"PH"};
    skip_spaces(in);
    const char *start = in->at;
    int number;
    if (strncmp(in->at, "24/7", 4) == 0) {
        in->at += 4;
        if (in->draft->all_hours)
            return fail_at(in, start, SGP_HOURS_TWICE, "24/7 is given twice");
        in->draft->all_hours = true;
        in->draft->whole_day = (sgp_day){(uint32_t)in->draft->sessions.count, 1};
        const signpost_session whole = {0, WHOLE_DAY};
        return sgp_array_append(&in->draft->sessions, &whole, 1) ? SIGNPOST_OK : fail_memory(in);
    }
    if (take_word(in, holidays, 1) == 0) {
        if (in->draft->has_holiday)
            return fail_at(in, start, SGP_HOURS_TWICE, "PH is given twice");
        in->draft->has_holiday = true;
        return read_sessions(in, &in->draft->holiday);
    }
    if ((number = take_word(in, sgp_weekday_names, 7)) >= 0)
        return read_weekday_rule(in, start, number);
    if ((number = take_word(in, sgp_month_names, 12)) >= 0)
        return read_yearly_rule(in, start, number);
    return read_dated_rule(in, start);
}

/* What only the whole shows. */

static int by_from(const void *a, const void *b)
{
    signpost_date x = ((const sgp_dated *)a)->from, y = ((const sgp_dated *)b)->from;
    return (x > y) - (x < y);
}

static int by_day_of_year(const void *a, const void *b)
{
    return ((const sgp_yearly *)a)->from - ((const sgp_yearly *)b)->from;
}

/* A day's last session, over midnight, runs into the next day's first. */
static bool weekdays_overlap(const sgp_hours_draft *draft)
{
    for (int i = 0; i < 7; i++) {
        sgp_day today = draft->weekdays[i], next = draft->weekdays[(i + 1) % 7];
        if (!today.count || !next.count)
            continue;
        int end = SGP_AT(&draft->sessions, signpost_session, today.first + today.count - 1)->until - WHOLE_DAY;
        if (end > SGP_AT(&draft->sessions, signpost_session, next.first)->from)
            return true;
    }
    return false;
}

static signpost_status check_whole(reader *in)
{
    sgp_hours_draft *draft = in->draft;
    bool any_weekday = false;
    for (int i = 0; i < 7; i++)
        any_weekday |= draft->has_weekday[i];
    if (draft->all_hours && any_weekday)
        return fail_at(in, in->text, SGP_HOURS_TWICE, "days of the week beside 24/7 would never count");
    if (weekdays_overlap(draft))
        return fail_at(in, in->text, SGP_HOURS_OVERLAP, "a session over midnight overlaps the next day's first");
    if (draft->yearly.count)
        qsort(draft->yearly.items, draft->yearly.count, sizeof(sgp_yearly), by_day_of_year);
    if (draft->dated.count)
        qsort(draft->dated.items, draft->dated.count, sizeof(sgp_dated), by_from);
    for (size_t i = 1; i < draft->dated.count; i++)
        if (SGP_AT(&draft->dated, sgp_dated, i)->from <= SGP_AT(&draft->dated, sgp_dated, i - 1)->until)
            return fail_at(in, in->text, SGP_HOURS_TWICE, "a date is given twice");
    return SIGNPOST_OK;
}

signpost_status sgp_hours_read(const char *text, sgp_hours_draft *draft, signpost_error *error)
{
    *draft = (sgp_hours_draft){.yearly = SGP_ARRAY_OF(sgp_yearly),
                               .dated = SGP_ARRAY_OF(sgp_dated),
                               .sessions = SGP_ARRAY_OF(signpost_session)};
    reader in = {text, text, draft, error};
    if (strnlen(text, SIGNPOST_HOURS_LONGEST + 1) > SIGNPOST_HOURS_LONGEST)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_TOO_LARGE, "opening hours are longer than %d bytes",
                        SIGNPOST_HOURS_LONGEST);
    do {
        signpost_status status = read_rule(&in);
        if (status != SIGNPOST_OK)
            return status;
        skip_spaces(&in);
        if (*in.at && *in.at != ';')
            return fail_at(&in, in.at, SGP_HOURS_SYNTAX, "expected \";\" and the next rule");
    } while (take(&in, ';') && (skip_spaces(&in), *in.at));
    return check_whole(&in);
}

void sgp_hours_draft_release(sgp_hours_draft *draft)
{
    sgp_array_release(&draft->yearly);
    sgp_array_release(&draft->dated);
    sgp_array_release(&draft->sessions);
}
