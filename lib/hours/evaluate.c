/* Evaluates compiled hours. Rules kept here:
 *  - sessions are gone through in order of their start; those that touch become one open interval;
 *  - a session belongs to the date on which it starts; only a closure that names the next date ends it at midnight;
 *  - nothing here allocates or fails, except by leaving the calendar. */
#include "hours/hours.h"

enum { WHOLE_DAY = SGP_MINUTES_PER_DAY, LAST_MINUTE = SGP_MINUTES_PER_DAY - 1, DAYS_FOLLOWED = 7 };

static bool find_dated(const signpost_hours *hours, signpost_date date, sgp_day *day)
{
    uint32_t low = 0, high = hours->dated_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (hours->dated[middle].until < date)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == hours->dated_count || hours->dated[low].from > date)
        return false;
    *day = hours->dated[low].day;
    return true;
}

static bool find_yearly(const signpost_hours *hours, signpost_date date, sgp_day *day)
{
    int16_t wanted = sgp_day_of_year(date);
    for (uint32_t i = 0; i < hours->yearly_count; i++) {
        const sgp_yearly *entry = &hours->yearly[i];
        bool after = wanted >= entry->from, before = wanted <= entry->until;
        if (entry->from <= entry->until ? after && before : after || before) {
            *day = entry->day;
            return true;
        }
    }
    return false;
}

signpost_hours_rule sgp_hours_day(const signpost_hours *hours, signpost_date date, bool all_hours_first, sgp_day *day)
{
    if (hours->dated_count && find_dated(hours, date, day))
        return SIGNPOST_RULE_DATED;
    if (hours->yearly_count && find_yearly(hours, date, day))
        return SIGNPOST_RULE_YEARLY;
    bool holiday = hours->has_holiday && sgp_calendar_is_holiday(hours->calendar, date);
    if (holiday && !(hours->all_hours && all_hours_first)) {
        *day = hours->holiday;
        return SIGNPOST_RULE_HOLIDAY;
    }
    if (hours->all_hours) {
        *day = hours->whole_day;
        return SIGNPOST_RULE_ALL_HOURS;
    }
    *day = hours->weekdays[signpost_date_weekday(date) - 1];
    return SIGNPOST_RULE_WEEKDAY;
}

/* A closure that names the date. */
static bool is_closed_by_date(const signpost_hours *hours, signpost_date date)
{
    sgp_day day;
    if (!hours->dated_count && !hours->yearly_count)
        return false;
    return sgp_hours_day(hours, date, false, &day) <= SIGNPOST_RULE_YEARLY && !day.count;
}

/* Goes through sessions by their start. */
typedef struct cursor {
    const signpost_hours *hours;
    bool all_hours_first;
    sgp_span span;            /* of the clock, near the date */
    signpost_date date, last; /* of the day at hand; the last to look at */
    signpost_date first;      /* before it, only sessions that last until midnight are looked at */
    sgp_day day;
    unsigned next; /* session of that day */
} cursor;

/* One session as moments, and what is needed to see whether the next one touches it. */
typedef struct stretch {
    signpost_interval open;
    bool starts_at_midnight, ends_at_last_minute; /* 00:00; 23:59 */
    signpost_date date;
} stretch;

static bool next_session(cursor *at, stretch *found)
{
    const sgp_clock *clock = &at->hours->calendar->clock;
    for (;;) {
        while (at->next == at->day.count) {
            if (at->date == at->last)
                return false;
            sgp_hours_day(at->hours, ++at->date, at->all_hours_first, &at->day);
            at->next = 0;
        }
        signpost_session session = at->hours->sessions[at->day.first + at->next++];
        if (at->date < at->first && session.until < LAST_MINUTE)
            continue;
        if (session.until > WHOLE_DAY && is_closed_by_date(at->hours, at->date + 1))
            session.until = WHOLE_DAY;
        found->open.from = sgp_clock_moment_near(clock, &at->span, at->date, session.from);
        found->open.until = sgp_clock_moment_near(clock, &at->span, at->date, session.until);
        found->date = at->date;
        found->starts_at_midnight = session.from == 0;
        found->ends_at_last_minute = session.until == LAST_MINUTE;
        if (found->open.from < found->open.until) /* not one that lies in the hour that clocks leave out */
            return true;
    }
}

static bool touches(const stretch *before, const stretch *after)
{
    return after->open.from <= before->open.until ||
           (before->ends_at_last_minute && after->starts_at_midnight && after->date == before->date + 1);
}

/* Overlap of an open interval with a window, in minutes; never negative. */
static signpost_minute overlap(signpost_interval open, signpost_minute from, signpost_minute until)
{
    signpost_minute start = open.from > from ? open.from : from;
    signpost_minute end = open.until < until ? open.until : until;
    return end > start ? end - start : 0;
}

/* A question about hours, and how the answer is looked for. */
typedef struct quest {
    signpost_minute from, until;
    int at_least;
    bool all_hours_first;
} quest;

/* Local date of a moment that is likely in the span at hand; false when calendars do not know it. */
static bool date_near(const signpost_calendar *calendar, const sgp_span *span, signpost_minute moment,
                      signpost_date *date)
{
    if (moment >= span->until)
        return signpost_calendar_date(calendar, moment, date, NULL) == SIGNPOST_OK;
    *date = sgp_span_date(span, moment);
    return sgp_calendar_knows(*date);
}

static signpost_status find(const signpost_hours *hours, const quest *asked, signpost_interval *found)
{
    const signpost_calendar *calendar = hours->calendar;
    signpost_date first, last;
    if (asked->at_least < 1 || asked->at_least > WHOLE_DAY)
        return SIGNPOST_INVALID;
    if (!sgp_calendar_may_know(asked->from))
        return SIGNPOST_OUT_OF_RANGE;
    sgp_span span = sgp_clock_span(&calendar->clock, asked->from);
    if (!date_near(calendar, &span, asked->from, &first))
        return SIGNPOST_OUT_OF_RANGE;
    if (asked->until <= asked->from)
        return SIGNPOST_NONE;
    if (!sgp_calendar_may_know(asked->until) || !date_near(calendar, &span, asked->until, &last))
        return SIGNPOST_OUT_OF_RANGE;

    /* Yesterday's last session may run into the window. Without a caller for the whole interval, none is followed
     * further than it takes, to either side. */
    cursor at = {.hours = hours,
                 .all_hours_first = asked->all_hours_first,
                 .span = span,
                 .date = first - 2,
                 .last = last + (found ? DAYS_FOLLOWED : 0),
                 .first = found ? first - 1 : first};
    stretch run, more;
    bool any = next_session(&at, &run);
    while (any && run.open.from < asked->until) {
        while ((any = next_session(&at, &more)) && touches(&run, &more)) {
            if (more.open.until > run.open.until) {
                run.open.until = more.open.until;
                run.ends_at_last_minute = more.ends_at_last_minute;
                run.date = more.date;
            }
            if (!found && overlap(run.open, asked->from, asked->until) >= asked->at_least)
                return SIGNPOST_OK;
        }
        if (overlap(run.open, asked->from, asked->until) >= asked->at_least) {
            if (found)
                *found = run.open;
            return SIGNPOST_OK;
        }
        run = more;
    }
    return SIGNPOST_NONE;
}

signpost_status signpost_hours_next(const signpost_hours *hours, signpost_minute from, signpost_minute until,
                                    int at_least, signpost_interval *found)
{
    return find(hours, &(quest){from, until, at_least, false}, found);
}

signpost_status signpost_hours_open_at(const signpost_hours *hours, signpost_minute moment, signpost_interval *found)
{
    if (!sgp_calendar_may_know(moment)) /* nor might the sum below fit */
        return SIGNPOST_OUT_OF_RANGE;
    return find(hours, &(quest){moment, moment + 1, 1, false}, found);
}

signpost_minute sgp_window_until(const signpost_window *window)
{
    signpost_minute due = window->deadline, soonest = window->when + window->grace;
    if (window->return_if_open > 0 && window->reached + window->return_if_open < due)
        due = window->reached + window->return_if_open;
    if (due > soonest && window->lead > window->at_least)
        due -= (signpost_minute)window->lead - window->at_least;
    return due > soonest ? due : soonest;
}

signpost_status signpost_hours_serves(const signpost_hours *hours, const signpost_window *window,
                                      signpost_interval *found)
{
    if (window->size != sizeof *window) /* there has been no other window yet */
        return SIGNPOST_INVALID;
    if (!sgp_calendar_may_know(window->when) ||
        !sgp_calendar_may_know(window->reached)) /* nor might the sums below fit */
        return SIGNPOST_OUT_OF_RANGE;
    return find(hours,
                &(quest){window->when + window->travel, sgp_window_until(window), window->at_least,
                         window->all_hours_first},
                found);
}

signpost_status signpost_hours_sessions(const signpost_hours *hours, signpost_date date,
                                        signpost_session sessions[SIGNPOST_MOST_SESSIONS], size_t *count,
                                        signpost_hours_rule *rule)
{
    sgp_day day;
    if (!sgp_calendar_knows(date))
        return SIGNPOST_OUT_OF_RANGE;
    signpost_hours_rule counts = sgp_hours_day(hours, date, false, &day);
    if (rule)
        *rule = counts;
    *count = day.count;
    for (size_t i = 0; i < day.count; i++)
        sessions[i] = hours->sessions[day.first + i];
    return SIGNPOST_OK;
}
