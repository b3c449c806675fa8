/* Opening hours, judged once for all entries that share them. Rules kept here:
 *  - what the reader refuses cannot come in by an import, but another program may have written it: its reason becomes
 *    the flaw;
 *  - what only dates show (a bank holiday's evening that runs into the next day's morning) is looked for day by day,
 * for a year. */
#include "quality/quality.h"

#include "base/error.h"
#include "base/text.h"
#include "hours/hours.h"

#include <stdio.h>
#include <string.h>

enum { DAY = SGP_MINUTES_PER_DAY, DAYS_AHEAD = 366, LATEST_DAYS = 16 };

const signpost_holiday *sgp_next_holiday(const signpost_calendar *calendar, signpost_date date)
{
    for (size_t i = 0; i < calendar->holiday_count; i++)
        if (calendar->holidays[i].date > date)
            return &calendar->holidays[i];
    return NULL;
}

bool sgp_opens_within_a_year(const signpost_hours *hours, signpost_minute from, signpost_date last, int at_least,
                             bool all_hours_first)
{
    const sgp_clock *clock = &hours->calendar->clock;
    signpost_minute until = from + (signpost_minute)DAYS_AHEAD * DAY;
    signpost_date latest = SGP_LAST_DATE - LATEST_DAYS; /* calendars know nothing after it */
    signpost_minute end = sgp_clock_moment(clock, last < latest ? last + 1 : latest, 0);
    signpost_window window = SIGNPOST_WINDOW_INIT;
    window.when = window.reached = from;
    window.deadline = until < end ? until : end;
    window.grace = 0;
    window.at_least = at_least;
    window.all_hours_first = all_hours_first;
    return signpost_hours_serves(hours, &window, NULL) == SIGNPOST_OK;
}

/* ---- what the reader refuses ---- */

static void add_refused(sgp_check *at, const char *text, const signpost_error *why)
{
    sgp_rule rule = SGP_RULE_HOURS_UNREADABLE;
    if (why->id == SGP_HOURS_OVERLAP)
        rule = SGP_RULE_HOURS_OVERLAPPING;
    else if (why->id == SGP_HOURS_EMPTY)
        rule = SGP_RULE_HOURS_START_IS_END;
    else if (why->id == SGP_HOURS_TWICE && strstr(text, "24/7"))
        rule = SGP_RULE_HOURS_CONTRADICT;
    sgp_flaw_add(at, rule, "hours", text, "cannot be used: %s", why->message);
}

/* ---- what can be read ---- */

static bool runs_over_midnight(const signpost_hours *hours)
{
    for (uint32_t i = 0; i < hours->session_count; i++)
        if (hours->sessions[i].until > DAY)
            return true;
    return false;
}

static bool is_whole_day(signpost_session session)
{
    return session.from == 0 && session.until == DAY;
}

static void check_overlaps(sgp_check *at, const signpost_hours *hours, const char *text)
{
    char date[SIGNPOST_MOMENT_SIZE];
    sgp_day today, next;
    if (!runs_over_midnight(hours))
        return;
    sgp_hours_day(hours, at->date - 1, false, &today);
    for (signpost_date day = at->date; day < at->date + DAYS_AHEAD; day++, today = next) {
        sgp_hours_day(hours, day, false, &next);
        if (!today.count || !next.count || is_whole_day(hours->sessions[next.first]))
            continue; /* on a day that is open throughout nobody is misled */
        int end = hours->sessions[today.first + today.count - 1].until - DAY, begin = hours->sessions[next.first].from;
        if (end <= begin)
            continue;
        sgp_flaw_add(at, SGP_RULE_HOURS_RUN_INTO, "hours", text,
                     "on %s a session begins at %02d:%02d, and that of the evening before ends at %02d:%02d",
                     signpost_date_format(day, date), begin / 60, begin % 60, end / 60, end % 60);
        return;
    }
}

static void check_holidays(sgp_check *at, const signpost_hours *hours, const char *text)
{
    static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    const signpost_holiday *next = sgp_next_holiday(hours->calendar, at->date);
    char date[SIGNPOST_MOMENT_SIZE];
    sgp_day day;
    if (hours->all_hours && hours->has_holiday)
        sgp_flaw_add(at, SGP_RULE_HOURS_ALL_BUT_HOLIDAYS, "hours", text, "says open all hours, and %s on bank holidays",
                     hours->holiday.count ? "other hours" : "closed");
    if (next && sgp_hours_day(hours, next->date, false, &day) == SIGNPOST_RULE_WEEKDAY && day.count)
        sgp_flaw_add(at, SGP_RULE_HOURS_NO_HOLIDAY, "hours", text,
                     "says nothing of %.*s, %s: those of a %s would count", (int)sgp_text_cut(next->name, 60),
                     next->name, signpost_date_format(next->date, date), days[signpost_date_weekday(next->date) - 1]);
}

static void check_one(sgp_check *at, const signpost_hours *hours, const char *text)
{
    check_overlaps(at, hours, text);
    check_holidays(at, hours, text);
    if (!sgp_opens_within_a_year(hours, at->options->at, SGP_LAST_DATE, 1, false))
        sgp_flaw_add(at, SGP_RULE_HOURS_NEVER_OPEN, "hours", text, "open at no time from now to a year on");
}

/* ---- all of them ---- */

/* Hours of one calendar stand together, so that each calendar is compiled once. */
typedef struct calendar_in_use {
    signpost_calendar *calendar;
    char *name;
} calendar_in_use;

static signpost_status use_calendar(sgp_check *at, calendar_in_use *in_use, const char *name, signpost_error *error)
{
    if (in_use->name && strcmp(in_use->name, name) == 0)
        return SIGNPOST_OK;
    signpost_calendar_free(in_use->calendar);
    sgp_release(in_use->name);
    in_use->calendar = NULL;
    in_use->name = sgp_copy_text(name);
    if (!in_use->name)
        return sgp_fail_memory(error);
    signpost_status status = sgp_directory_calendar(at->directory, name, &in_use->calendar, error);
    return sgp_as_damage(status, error);
}

static signpost_status check_row(sgp_check *at, const signpost_calendar *calendar, int64_t id, const char *text,
                                 signpost_error *error)
{
    signpost_hours *hours;
    signpost_error why = SIGNPOST_ERROR_INIT;
    if (!sgp_shared_begin(at, &at->hours, id))
        return sgp_fail_memory(error);
    signpost_status status = signpost_hours_parse(calendar, text, &hours, &why);
    if (status == SIGNPOST_NO_MEMORY)
        return sgp_fail_memory(error);
    if (status == SIGNPOST_OK)
        check_one(at, hours, text);
    else
        add_refused(at, text, &why);
    signpost_hours_free(hours);
    return at->lost ? sgp_fail_memory(error) : SIGNPOST_OK;
}

signpost_status sgp_check_hours(sgp_check *at, signpost_error *error)
{
    sgp_query query;
    calendar_in_use in_use = {0};
    signpost_status status = sgp_query_prepare(&query, at->directory->db,
                                               "SELECT id, calendar, text FROM hours ORDER BY calendar, id", error);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        status = use_calendar(at, &in_use, sgp_column_text_or_empty(&query, 1), error);
        if (status == SIGNPOST_OK)
            status = check_row(at, in_use.calendar, sgp_column_integer(&query, 0), sgp_column_text_or_empty(&query, 2),
                               error);
    }
    sgp_query_release(&query);
    signpost_calendar_free(in_use.calendar);
    sgp_release(in_use.name);
    sgp_shared_sort(&at->hours);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}
