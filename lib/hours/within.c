/* Whether some hours are open only when others are. Rules kept here:
 *  - no moment is left out: open intervals are followed from one to the next, up to the last day that calendars know;
 *  - which days are bank holidays is known for some time ahead only: any day may be one, and the one after it. */
#include "hours/hours.h"

#include <string.h>

enum { DAY = SGP_MINUTES_PER_DAY, STEP = 28 * DAY };

/* ---- as the calendar is ---- */

/* The first interval from `from` to `until` in which there is a service. */
static signpost_status find_open(const signpost_hours *hours, signpost_minute from, signpost_minute until,
                                 bool all_hours_first, signpost_interval *open)
{
    signpost_window window = SIGNPOST_WINDOW_INIT;
    window.when = window.reached = from;
    window.deadline = until;
    window.grace = 0;
    window.at_least = 1;
    window.all_hours_first = all_hours_first;
    return signpost_hours_serves(hours, &window, open);
}

/* Looks for a moment at which `inner` alone is open. `beyond` receives it: SIGNPOST_NONE; SIGNPOST_OK: there is none.
 */
static signpost_status follow(const signpost_hours *inner, const signpost_hours *outer, signpost_minute from,
                              bool all_hours_first, signpost_minute *beyond)
{
    const signpost_minute end = (SGP_LAST_DATE + 1) * (signpost_minute)DAY - 1;
    signpost_status status = SIGNPOST_OK;
    for (signpost_minute at = from; at < end && !status;) {
        signpost_interval open, covered;
        const signpost_minute until = end - at < STEP ? end : at + STEP;
        status = find_open(inner, at, until, all_hours_first, &open);
        if (status == SIGNPOST_NONE) {
            at = until;
            status = SIGNPOST_OK;
        } else if (!status) {
            *beyond = open.from > at ? open.from : at;
            status = find_open(outer, *beyond, *beyond + 1, all_hours_first, &covered);
            at = !status && covered.until < open.until ? covered.until : open.until;
        }
    }
    return status;
}

/* ---- whatever days are bank holidays ---- */

/* A day of the week, and whether it is a bank holiday. */
typedef struct kind {
    int weekday;
    bool is_holiday;
} kind;

static sgp_day day_of(const signpost_hours *hours, kind of, bool all_hours_first)
{
    if (of.is_holiday && hours->has_holiday && !(hours->all_hours && all_hours_first))
        return hours->holiday;
    return hours->all_hours ? hours->whole_day : hours->weekdays[of.weekday];
}

/* Marks the minutes of two days that follow each other; 23:59 touches 00:00. */
static void mark(const signpost_hours *hours, const kind kinds[2], bool all_hours_first, bool open[2 * DAY])
{
    memset(open, 0, 2 * DAY * sizeof *open);
    for (int which = 0; which < 2; which++) {
        const sgp_day day = day_of(hours, kinds[which], all_hours_first);
        for (unsigned i = 0; i < day.count; i++) {
            const signpost_session session = hours->sessions[day.first + i];
            const int from = session.from + which * DAY, until = session.until + which * DAY;
            for (int minute = from; minute < until && minute < 2 * DAY; minute++)
                open[minute] = true;
            if (which && !session.from && open[DAY - 2])
                open[DAY - 1] = true;
        }
    }
}

/* The last minute of the first day, and the second day but for its own last: what neither the day before nor the one
 * after has a part in. */
static bool is_within_days(const signpost_hours *inner, const signpost_hours *outer, const kind kinds[2],
                           bool all_hours_first)
{
    bool ours[2 * DAY], theirs[2 * DAY];
    mark(inner, kinds, all_hours_first, ours);
    mark(outer, kinds, all_hours_first, theirs);
    for (int minute = DAY - 1; minute < 2 * DAY - 1; minute++)
        if (ours[minute] && !theirs[minute])
            return false;
    return true;
}

static bool is_within_any_days(const signpost_hours *inner, const signpost_hours *outer, bool all_hours_first)
{
    for (int i = 0; i < 7 * 2 * 2; i++) {
        const int weekday = i / 4;
        const kind kinds[2] = {{weekday, i & 1}, {(weekday + 1) % 7, i & 2}};
        if (!is_within_days(inner, outer, kinds, all_hours_first))
            return false;
    }
    return true;
}

signpost_status sgp_hours_within(const signpost_hours *inner, const signpost_hours *outer, signpost_minute from,
                                 signpost_minute *beyond)
{
    signpost_status status = SIGNPOST_OK;
    for (int all_hours_first = 0; all_hours_first < 2 && !status; all_hours_first++)
        status = follow(inner, outer, from, all_hours_first, beyond);
    if (status)
        return status;
    *beyond = INT64_MIN;
    return is_within_any_days(inner, outer, false) && is_within_any_days(inner, outer, true) ? SIGNPOST_OK
                                                                                             : SIGNPOST_NONE;
}
