/* Hours with more open, as a text that the directory takes. */
#include "audit/remedies.h"

#include "hours/hours.h"

#include <stdio.h>
#include <string.h>

enum { DAY = SGP_MINUTES_PER_DAY, WEEK = 7 * DAY };

/* The minutes of a week that are open. */
typedef struct week {
    bool open[WEEK];
} week;

static void open_up(week *of, int32_t from, int32_t until)
{
    for (int32_t minute = from; minute < until && minute < from + WEEK; minute++)
        of->open[(minute % WEEK + WEEK) % WEEK] = true;
}

static void read_week(const signpost_hours *hours, week *of)
{
    memset(of, 0, sizeof *of);
    for (int32_t day = 0; day < 7 && hours; day++) {
        const sgp_day *sessions = hours->all_hours ? &hours->whole_day : &hours->weekdays[day];
        for (uint8_t i = 0; i < sessions->count; i++) {
            signpost_session session = hours->sessions[sessions->first + i];
            open_up(of, day * DAY + session.from, day * DAY + session.until + (session.until == DAY - 1));
        }
    }
}

static int32_t count_open(const week *of)
{
    int32_t count = 0;
    for (int32_t minute = 0; minute < WEEK; minute++)
        count += of->open[minute];
    return count;
}

/* One day's sessions, cut at midnight: `Mo 00:00-02:00,08:00-24:00`. */
static size_t write_day(const week *of, int32_t day, char *text, size_t size)
{
    size_t length = (size_t)snprintf(text, size, "%s", sgp_weekday_names[day]);
    const char *before = " ";
    for (int32_t minute = 0; minute < DAY; minute++) {
        if (!of->open[day * DAY + minute])
            continue;
        int32_t from = minute;
        while (minute < DAY && of->open[day * DAY + minute])
            minute++;
        length += (size_t)snprintf(text + length, size - length, "%s%02d:%02d-%02d:%02d", before, from / 60, from % 60,
                                   minute / 60, minute % 60);
        before = ",";
    }
    if (*before == ' ')
        length += (size_t)snprintf(text + length, size - length, " off");
    return length;
}

/* Rules of the canonical text that are not of the week; `old` is taken apart. */
static void write_others(char *old, char *text, size_t size)
{
    size_t length = 0;
    for (char *rest = NULL, *rule = strtok_r(old, ";", &rest); rule; rule = strtok_r(NULL, ";", &rest)) {
        rule += *rule == ' ';
        bool of_week = strncmp(rule, "24/7", 4) == 0;
        for (int day = 0; day < 7; day++)
            of_week = of_week || strncmp(rule, sgp_weekday_names[day], 2) == 0;
        if (!of_week)
            length += (size_t)snprintf(text + length, size - length, "; %s", rule);
    }
}

const char *sgp_hours_with(sgp_arena *arena, const signpost_hours *hours, const signpost_stretch *more, size_t count,
                           int32_t *added_minutes)
{
    enum { SESSION = 14, DAY_NAME = 8 }; /* bytes: `,08:00-18:30`; `; Mo off` */
    size_t old_size = hours ? signpost_hours_format(hours, NULL, 0) + 1 : 1;
    size_t size = 7 * (DAY_NAME + SESSION * (SIGNPOST_MOST_SESSIONS + 2 + 2 * count)) + 2 * old_size;
    week *of = sgp_arena_allocate(arena, 1, sizeof *of);
    char *text = sgp_arena_allocate(arena, size, 1), *old = sgp_arena_allocate(arena, old_size, 1);
    if (!of || !text || !old)
        return NULL;
    read_week(hours, of);
    int32_t before = count_open(of);
    for (size_t i = 0; i < count; i++)
        open_up(of, more[i].from, more[i].until);
    *added_minutes = count_open(of) - before;
    size_t length = 0;
    if (count_open(of) == WEEK)
        length = (size_t)snprintf(text, size, "24/7");
    for (int32_t day = 0; day < 7 && count_open(of) < WEEK; day++) {
        length += (size_t)snprintf(text + length, size - length, "%s", day ? "; " : "");
        length += write_day(of, day, text + length, size - length);
    }
    if (hours)
        signpost_hours_format(hours, old, old_size);
    write_others(old, text + length, size - length);
    return text;
}
