/* Opening hours as rows of schedule.csv. Rules kept here:
 *  - a session's days are one row, WEEKLY; one that ends at or before its beginning ends on the next day, and 00:00 is
 * the midnight at the end of the day, so that no minute is lost;
 *  - a date's sessions are a row each, with that date as the first and the last;
 *  - what no RRULE of HSDS says (bank holidays, days of every year, closures) has times without a rule, or none, and
 *    says in words, and in `meant`, what it is. */
#include "base/civil.h"
#include "interchange/hsds.h"

#include <stdio.h>
#include <string.h>

typedef struct maker {
    const sgp_hours_draft *draft;
    sgp_hsds_take *take;
    void *context;
    bool stopped;
} maker;

static const signpost_session *session_at(const maker *made, unsigned index)
{
    return SGP_AT(&made->draft->sessions, signpost_session, index);
}

static void write_time(int minutes, char text[SGP_HSDS_TIME_SIZE])
{
    const unsigned of_day = (unsigned)minutes % SGP_MINUTES_PER_DAY;
    snprintf(text, SGP_HSDS_TIME_SIZE, "%02u:%02u", of_day / 60 % 24, of_day % 60);
}

static void give(maker *made, sgp_hsds_schedule *row, const signpost_session *session)
{
    if (session) {
        write_time(session->from, row->opens_at);
        write_time(session->until, row->closes_at);
    }
    made->stopped = made->stopped || !made->take(made->context, row);
}

/* A day's sessions, or that it is closed, each as a row like `row`. */
static void give_day(maker *made, const sgp_hsds_schedule *like, const char *what, sgp_day day)
{
    sgp_hsds_schedule row = *like;
    snprintf(row.description, sizeof row.description, "%s%s", day.count ? "" : "closed ", what);
    if (!day.count)
        give(made, &row, NULL);
    for (unsigned i = 0; i < day.count; i++)
        give(made, &row, session_at(made, day.first + i));
}

static bool has_session(const maker *made, sgp_day day, const signpost_session *wanted)
{
    for (unsigned i = 0; i < day.count; i++)
        if (memcmp(session_at(made, day.first + i), wanted, sizeof *wanted) == 0)
            return true;
    return false;
}

/* The days of the week on which a session is, as one row; it is given with the first of them. */
static void give_weekly(maker *made, int day, const signpost_session *session)
{
    static const char *const names[7] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    sgp_hsds_schedule row = {.byday = ""};
    size_t used = 0;
    for (int before = 0; before < day; before++)
        if (has_session(made, made->draft->weekdays[before], session))
            return;
    for (int other = day; other < 7; other++)
        if (has_session(made, made->draft->weekdays[other], session))
            used += (size_t)snprintf(row.byday + used, sizeof row.byday - used, "%s%s", used ? "," : "", names[other]);
    give(made, &row, session);
}

static void give_week(maker *made)
{
    static const signpost_session whole_day = {0, SGP_MINUTES_PER_DAY};
    sgp_hsds_schedule always = {
        .byday = "MO,TU,WE,TH,FR,SA,SU", .meant = SGP_HSDS_ALWAYS, .description = "open all hours"};
    const sgp_hsds_schedule never = {.byday = "MO,TU,WE,TH,FR,SA,SU", .meant = SGP_HSDS_NEVER, .description = "closed"};
    if (made->draft->all_hours)
        give(made, &always, &whole_day);
    else if (!made->draft->sessions.count && !made->draft->has_holiday && !made->draft->yearly.count &&
             !made->draft->dated.count)
        give_day(made, &never, "", (sgp_day){0, 0});
    for (int day = 0; day < 7; day++)
        for (unsigned i = 0; i < made->draft->weekdays[day].count; i++)
            give_weekly(made, day, session_at(made, made->draft->weekdays[day].first + i));
}

/* `Dec 25`, or `Dec 24-Jan 01`. */
static void name_days(const sgp_yearly *yearly, char *text, size_t size)
{
    int length = snprintf(text, size, "%s %02d", sgp_month_names[yearly->from / 32 - 1], yearly->from % 32);
    if (yearly->until != yearly->from)
        snprintf(text + length, size - (size_t)length, "-%s %02d", sgp_month_names[yearly->until / 32 - 1],
                 yearly->until % 32);
}

static void give_dates(maker *made)
{
    const sgp_hours_draft *draft = made->draft;
    const sgp_hsds_schedule holiday = {.meant = SGP_HSDS_HOLIDAY};
    if (draft->has_holiday)
        give_day(made, &holiday, "on bank holidays", draft->holiday);
    for (size_t i = 0; i < draft->yearly.count; i++) {
        char what[64];
        sgp_hsds_schedule row = {.byday = ""};
        const sgp_yearly *yearly = SGP_AT(&draft->yearly, sgp_yearly, i);
        name_days(yearly, row.meant, sizeof row.meant);
        snprintf(what, sizeof what, "every year, %s", row.meant);
        give_day(made, &row, what, yearly->day);
    }
    for (size_t i = 0; i < draft->dated.count; i++) {
        sgp_hsds_schedule row = {.meant = SGP_HSDS_DATED};
        const sgp_dated *dated = SGP_AT(&draft->dated, sgp_dated, i);
        signpost_date_format(dated->from, row.valid_from);
        signpost_date_format(dated->until, row.valid_to);
        if (dated->until > dated->from && dated->day.count)
            snprintf(row.byday, sizeof row.byday, "MO,TU,WE,TH,FR,SA,SU");
        give_day(made, &row, "on this date", dated->day);
    }
}

signpost_status sgp_hsds_schedules(const char *hours, sgp_hsds_take *take, void *context, signpost_error *error)
{
    sgp_hours_draft draft;
    signpost_status status = sgp_hours_read(hours, &draft, error);
    maker made = {&draft, take, context, false};
    if (!status) {
        give_week(&made);
        give_dates(&made);
    }
    sgp_hours_draft_release(&draft);
    return status ? sgp_as_damage(status, error) : made.stopped ? SIGNPOST_CANCELLED : SIGNPOST_OK;
}
