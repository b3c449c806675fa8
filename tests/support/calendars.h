/* Calendars for the tests: England and Wales, with the holidays that no rule would have known. */
#ifndef SIGNPOST_TESTS_CALENDARS_H
#define SIGNPOST_TESTS_CALENDARS_H

#include "signpost/calendar.h"

#define LONDON_CLOCK "GMT0BST,M3.5.0/1,M10.5.0"

static inline signpost_date test_date(const char *text)
{
    signpost_date date = 0;
    (void)signpost_date_parse(text, &date);
    return date;
}

/* Holidays of 2022 (June's two, and the funeral), 2025 to 2027; published until the end of 2027. NULL on failure. */
static inline signpost_calendar *test_calendar_for(const char *clock)
{
    static const char *const dates[][2] = {
        {"2022-06-02", "Spring bank holiday"},
        {"2022-06-03", "Platinum Jubilee bank holiday"},
        {"2022-09-19", "State Funeral of Queen Elizabeth II"},
        {"2025-12-25", "Christmas Day"},
        {"2025-12-26", "Boxing Day"},
        {"2026-01-01", "New Year\xE2\x80\x99s Day"},
        {"2026-04-03", "Good Friday"},
        {"2026-04-06", "Easter Monday"},
        {"2026-05-04", "Early May bank holiday"},
        {"2026-05-25", "Spring bank holiday"},
        {"2026-08-31", "Summer bank holiday"},
        {"2026-12-25", "Christmas Day"},
        {"2026-12-28", "Boxing Day"},
        {"2027-01-01", "New Year\xE2\x80\x99s Day"},
        {"2027-03-26", "Good Friday"},
        {"2027-03-29", "Easter Monday"},
        {"2027-05-03", "Early May bank holiday"},
        {"2027-05-31", "Spring bank holiday"},
        {"2027-08-30", "Summer bank holiday"},
        {"2027-12-27", "Christmas Day"},
        {"2027-12-28", "Boxing Day"},
    };
    enum { COUNT = sizeof dates / sizeof *dates };
    signpost_holiday holidays[COUNT];
    for (int i = 0; i < COUNT; i++)
        holidays[i] = (signpost_holiday){test_date(dates[i][0]), dates[i][1]};
    signpost_calendar *calendar;
    signpost_calendar_new(clock, "england-and-wales", holidays, COUNT, test_date("2027-12-31"), &calendar, NULL);
    return calendar;
}

static inline signpost_calendar *test_calendar(void)
{
    return test_calendar_for(LONDON_CLOCK);
}

#endif
