/* Opening hours in the national shape: sessions of the week and of bank holidays, and dates with times. Rules kept
 * here:
 *  - a session ends at 23:59 where it ends at midnight: 00:00-00:00 says that a date is closed;
 *  - yearly hours are the dates on which they fall in the year from the search on. */
#include "base/civil.h"
#include "interchange/national.h"

#include <stdio.h>

enum { DAYS_AHEAD = 366, WHOLE_DAY = SGP_MINUTES_PER_DAY };

signpost_status sgp_national_hours(sgp_national *of, const char *text)
{
    signpost_hours_free(of->hours);
    of->hours = NULL;
    signpost_status status =
        text ? sgp_as_damage(signpost_hours_parse(of->calendar, text, &of->hours, of->error), of->error) : SIGNPOST_OK;
    signpost_json_flag(of->json, "openAllHours", of->hours && of->hours->all_hours);
    signpost_json_list(of->json, "capacityAttributes");
    signpost_json_close(of->json);
    return status;
}

/* Its end as a minute of the day on which it is: midnight is 23:59 of the day before. */
static int end_of(signpost_session session)
{
    return session.until == WHOLE_DAY ? WHOLE_DAY - 1 : session.until % WHOLE_DAY;
}

static void write_time(signpost_json *json, const char *key, int minutes)
{
    signpost_json_object(json, key);
    signpost_json_integer(json, "hours", minutes / 60);
    signpost_json_integer(json, "minutes", minutes % 60);
    signpost_json_close(json);
}

static void write_session(signpost_json *json, const char *day, const char *next, signpost_session session)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "startDayOfWeek", day);
    write_time(json, "startTime", session.from);
    signpost_json_text(json, "endDayOfWeek", session.until > WHOLE_DAY ? next : day);
    write_time(json, "endTime", end_of(session));
    signpost_json_text(json, "status", "Open");
    signpost_json_close(json);
}

static void write_week(const sgp_national *of)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday",    "BankHoliday"};
    const signpost_hours *hours = of->hours;
    for (int day = 0; hours && day < 7; day++)
        for (unsigned i = 0; i < hours->weekdays[day].count; i++)
            write_session(of->json, names[day], names[(day + 1) % 7], hours->sessions[hours->weekdays[day].first + i]);
    for (unsigned i = 0; hours && hours->has_holiday && i < hours->holiday.count; i++)
        write_session(of->json, names[7], names[7], hours->sessions[hours->holiday.first + i]);
}

/* `25-12-2026-10:00-12:00`; 00:00-00:00 when it is closed. */
static void write_date(const sgp_national *of, signpost_date date, const signpost_session *session)
{
    char text[64];
    int year, month, day;
    const int from = session ? session->from : 0, until = session ? end_of(*session) : 0;
    signpost_date_to_civil(date, &year, &month, &day);
    snprintf(text, sizeof text, "%02d-%02d-%04d-%02d:%02d-%02d:%02d", day, month, year, from / 60, from % 60,
             until / 60, until % 60);
    signpost_json_text(of->json, NULL, text);
}

static void write_dates(const sgp_national *of)
{
    signpost_date first;
    if (!of->hours || signpost_calendar_date(of->calendar, of->about.when, &first, NULL))
        return;
    for (signpost_date date = first; date < first + DAYS_AHEAD; date++) {
        size_t count;
        signpost_hours_rule rule;
        signpost_session sessions[SIGNPOST_MOST_SESSIONS];
        if (signpost_hours_sessions(of->hours, date, sessions, &count, &rule) ||
            (rule != SIGNPOST_RULE_DATED && rule != SIGNPOST_RULE_YEARLY))
            continue;
        if (!count)
            write_date(of, date, NULL);
        for (size_t i = 0; i < count; i++)
            write_date(of, date, &sessions[i]);
    }
}

void sgp_national_sessions(sgp_national *of)
{
    signpost_json_list(of->json, "rotaSessions");
    write_week(of);
    signpost_json_close(of->json);
    signpost_json_list(of->json, "openTimeSpecifiedSessions");
    write_dates(of);
    signpost_json_close(of->json);
}
