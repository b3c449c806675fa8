/* Writes opening hours: the canonical text, and a date's hours in words. */
#include "hours/hours.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WHOLE_DAY = SGP_MINUTES_PER_DAY };

/* A text that grows as far as there is room, and counts on. */
typedef struct writer {
    char *buffer;
    size_t size, length;
} writer;

static void put(writer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(writer *out, const char *format, ...)
{
    size_t room = out->length < out->size ? out->size - out->length : 0;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(room ? out->buffer + out->length : NULL, room, format, arguments);
    va_end(arguments);
    if (length > 0)
        out->length += (size_t)length;
}

/* The end of a session as a time of day: 24:00 when it is midnight. */
static int end_of(signpost_session session)
{
    return session.until > WHOLE_DAY ? session.until - WHOLE_DAY : session.until;
}

static void put_sessions(writer *out, const signpost_hours *hours, sgp_day day)
{
    if (!day.count)
        put(out, " off");
    for (unsigned i = 0; i < day.count; i++) {
        signpost_session session = hours->sessions[day.first + i];
        int end = end_of(session);
        put(out, "%s%02d:%02d-%02d:%02d", i ? "," : " ", session.from / 60, session.from % 60, end / 60, end % 60);
    }
}

static void begin_rule(writer *out)
{
    if (out->length)
        put(out, "; ");
}

static bool same_day(const signpost_hours *hours, sgp_day a, sgp_day b)
{
    return a.count == b.count &&
           memcmp(hours->sessions + a.first, hours->sessions + b.first, a.count * sizeof *hours->sessions) == 0;
}

/* The days that are alike to the `first` one, `Mo-We,Fr`, and their sessions. */
static void put_weekdays(writer *out, const signpost_hours *hours, int first, bool written[7])
{
    const char *separator = "";
    begin_rule(out);
    for (int i = first; i < 7; i++) {
        int last = i;
        if (!same_day(hours, hours->weekdays[i], hours->weekdays[first]))
            continue;
        while (last < 6 && same_day(hours, hours->weekdays[last + 1], hours->weekdays[first]))
            last++;
        put(out, "%s%s", separator, sgp_weekday_names[i]);
        if (last > i)
            put(out, "-%s", sgp_weekday_names[last]);
        for (; i < last; i++)
            written[i] = true;
        written[last] = true;
        separator = ",";
    }
    put_sessions(out, hours, hours->weekdays[first]);
}

static void put_yearly(writer *out, const signpost_hours *hours, const sgp_yearly *entry)
{
    int month = entry->from / 32, last_month = entry->until / 32;
    begin_rule(out);
    put(out, "%s %02d", sgp_month_names[month - 1], entry->from % 32);
    if (last_month == month && entry->until > entry->from)
        put(out, "-%02d", entry->until % 32);
    else if (entry->until != entry->from)
        put(out, "-%s %02d", sgp_month_names[last_month - 1], entry->until % 32);
    put_sessions(out, hours, entry->day);
}

static void put_dated(writer *out, const signpost_hours *hours, const sgp_dated *entry)
{
    char date[SIGNPOST_MOMENT_SIZE];
    begin_rule(out);
    put(out, "%s", signpost_date_format(entry->from, date));
    if (entry->until > entry->from)
        put(out, "-%s", signpost_date_format(entry->until, date));
    put_sessions(out, hours, entry->day);
}

size_t signpost_hours_format(const signpost_hours *hours, char *buffer, size_t size)
{
    writer out = {buffer, size, 0};
    bool written[7] = {false};
    if (size)
        buffer[0] = '\0';
    if (hours->all_hours)
        put(&out, "24/7");
    for (int i = 0; i < 7; i++)
        if (hours->weekdays[i].count && !written[i])
            put_weekdays(&out, hours, i, written);
    if (hours->has_holiday) {
        begin_rule(&out);
        put(&out, "PH");
        put_sessions(&out, hours, hours->holiday);
    }
    for (uint32_t i = 0; i < hours->yearly_count; i++)
        put_yearly(&out, hours, &hours->yearly[i]);
    for (uint32_t i = 0; i < hours->dated_count; i++)
        put_dated(&out, hours, &hours->dated[i]);
    if (!out.length)
        put(&out, "Mo-Su off");
    return out.length;
}

static void put_session_in_words(writer *out, signpost_session session, const char *before)
{
    int end = end_of(session);
    if (end == WHOLE_DAY)
        put(out, "%s%02d:%02d to midnight", before, session.from / 60, session.from % 60);
    else
        put(out, "%s%02d:%02d to %02d:%02d%s", before, session.from / 60, session.from % 60, end / 60, end % 60,
            session.until > WHOLE_DAY ? " the next day" : "");
}

signpost_status sgp_hours_words(const signpost_hours *hours, signpost_date date, bool all_hours_first,
                                char words[SIGNPOST_HOURS_WORDS_SIZE])
{
    writer out = {words, SIGNPOST_HOURS_WORDS_SIZE, 0};
    sgp_day day;
    words[0] = '\0';
    if (!sgp_calendar_knows(date))
        return SIGNPOST_OUT_OF_RANGE;
    signpost_hours_rule rule = sgp_hours_day(hours, date, all_hours_first, &day);
    /* The holiday is the reason only where a rule for dates made the hours. */
    const char *holiday = rule <= SIGNPOST_RULE_HOLIDAY ? signpost_calendar_holiday(hours->calendar, date) : NULL;
    const signpost_session *sessions = hours->sessions + day.first;
    if (!day.count) {
        put(&out, holiday ? "closed: %.150s" : "closed%.0s", holiday ? holiday : "");
        return SIGNPOST_OK;
    }
    if (day.count == 1 && sessions[0].from == 0 && sessions[0].until == WHOLE_DAY)
        put(&out, "open all day");
    else
        for (unsigned i = 0; i < day.count; i++)
            put_session_in_words(&out, sessions[i], i == 0 ? "open " : i + 1u < day.count ? ", " : " and ");
    if (holiday)
        put(&out, " (%.100s)", holiday);
    return SIGNPOST_OK;
}

signpost_status signpost_hours_words(const signpost_hours *hours, signpost_date date,
                                     char words[SIGNPOST_HOURS_WORDS_SIZE])
{
    return sgp_hours_words(hours, date, false, words);
}
