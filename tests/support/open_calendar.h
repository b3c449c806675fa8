/* The calendar of England and Wales, compiled: what the tests of calendars and hours stand on. */
#ifndef SIGNPOST_TESTS_OPEN_CALENDAR_H
#define SIGNPOST_TESTS_OPEN_CALENDAR_H

#include "calendars.h"

static signpost_calendar *calendar;

static int set_up(void **state)
{
    (void)state;
    calendar = test_calendar();
    return calendar ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    signpost_calendar_free(calendar);
    return 0;
}

#endif
