/* Arrivals of a typical week, from calls that were imported row by row. Rules kept here:
 *  - hours are those of the clocks in the United Kingdom; an hour without a row had no call;
 *  - a mean is over all dates of its weekday, from the first call to the last. */
#include "kpi.h"
#include "kpi_staffing.h"

#include <stdlib.h>
#include <string.h>

enum { DAYS = 7, HOURS = 24, HALF_HOURS = DAYS * HOURS * 2 };

typedef struct week {
    int64_t calls[STAFF][DAYS][HOURS];
    signpost_date first, last;
} week;

/* From 0, Monday. */
static int weekday_of(signpost_date date)
{
    return signpost_date_weekday(date) - 1;
}

static int64_t count_of(const signpost_counts *counts, size_t row, const char *item)
{
    int64_t value;
    return signpost_counts_value(counts, row, item, &value) ? value : 0;
}

static void add_row(week *all, const signpost_calendar *clock, const signpost_counts *counts, size_t row)
{
    signpost_date date;
    int minute;
    if (signpost_calendar_date(clock, signpost_counts_get(counts, row).hour, &date, &minute) != SIGNPOST_OK)
        return;
    int day = weekday_of(date), hour = minute / 60;
    all->first = !row || date < all->first ? date : all->first;
    all->last = !row || date > all->last ? date : all->last;
    all->calls[CALL_HANDLERS][day][hour] += count_of(counts, row, "offered");
    all->calls[CLINICIANS][day][hour] += count_of(counts, row, "warm") + count_of(counts, row, "callback_offered");
}

/* How many dates of a weekday there are from the first to the last. */
static int64_t dates_of(const week *all, int day)
{
    int until = (day - weekday_of(all->first) + DAYS) % DAYS;
    int64_t span = (int64_t)all->last - all->first;
    return span < until ? 0 : (span - until) / DAYS + 1;
}

static int fill(staffing_plan *plan, const week *all)
{
    static const char *const days[DAYS] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
    plan->hours = calloc(HALF_HOURS, sizeof *plan->hours);
    if (!plan->hours)
        return COULD_NOT;
    for (int i = 0; i < HALF_HOURS; i++) {
        int day = i / (2 * HOURS), hour = i / 2 % HOURS;
        int64_t dates = dates_of(all, day);
        staffing_hour *to = &plan->hours[plan->count];
        if (!dates)
            continue;
        plan->count++;
        snprintf(to->name, sizeof to->name, "%s %02d:%s", days[day], hour, i % 2 ? "30" : "00");
        for (staff who = CALL_HANDLERS; who < STAFF; who++) {
            to->calls[who] = all->calls[who][day][hour] * SIGNPOST_MICRO / (2 * dates);
            to->rostered[who] = SIGNPOST_NOT_SAID;
        }
    }
    return DONE;
}

static int add_up(staffing_plan *plan, const signpost_counts *counts)
{
    static const char clock_rule[] = "GMT0BST,M3.5.0/1,M10.5.0";
    signpost_calendar *clock;
    signpost_error error = SIGNPOST_ERROR_INIT;
    week all = {0};
    if (!signpost_counts_size(counts))
        return wrong_use("the figures have no hours of calls: they are there of calls that were imported row by row");
    if (signpost_calendar_new(clock_rule, "england-and-wales", NULL, 0, 0, &clock, &error) != SIGNPOST_OK)
        return could_not(&error);
    for (size_t row = 0; row < signpost_counts_size(counts); row++)
        add_row(&all, clock, counts, row);
    signpost_calendar_free(clock);
    return fill(plan, &all);
}

int staffing_week(const arguments *given, staffing_plan *plan)
{
    signpost_figures *figures;
    signpost_counts *counts = NULL;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_counts_query query = SIGNPOST_COUNTS_QUERY_INIT;
    query.collection = SIGNPOST_COLLECTION_CALLS;
    query.contract = given->values[OPTION_CONTRACT];
    query.hours = true;
    int status = read_months(given, &query.from, &query.until);
    if (status == DONE)
        status = open_figures(given, SIGNPOST_READ_ONLY, &figures);
    if (status != DONE)
        return status;
    if (signpost_counts_load(figures, &query, &counts, &error) == SIGNPOST_OK)
        status = add_up(plan, counts);
    else
        status = could_not(&error);
    signpost_counts_free(counts);
    signpost_figures_close(figures);
    return status;
}
