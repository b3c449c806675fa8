/* Clock rules, calendars and moments. */
#include "../support/cmocka_all.h"

#include "../support/open_calendar.h"
#include "base/clock.h"
#include "base/error.h"

#include <stdio.h>
#include <string.h>

static void rules_change_clocks_when_they_say(void **state)
{
    (void)state;
    static const struct row {
        const char *rule, *moment, *expect;
    } rows[] = {
        {"GMT0BST,M3.5.0/1,M10.5.0", "2026-03-29T00:59Z", "2026-03-29T00:59+00:00"},
        {"GMT0BST,M3.5.0/1,M10.5.0", "2026-03-29T01:00Z", "2026-03-29T02:00+01:00"},
        {"GMT0BST,M3.5.0/1,M10.5.0", "2026-10-25T00:59Z", "2026-10-25T01:59+01:00"},
        {"GMT0BST,M3.5.0/1,M10.5.0", "2026-10-25T01:00Z", "2026-10-25T01:00+00:00"},
        {"UTC0", "2026-07-01T12:00Z", "2026-07-01T12:00+00:00"},
        {"<+0530>-5:30", "2026-07-01T12:00Z", "2026-07-01T17:30+05:30"},
        {"EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59Z", "2026-03-08T01:59-05:00"},
        {"EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00Z", "2026-03-08T03:00-04:00"},
        {"EST5EDT4,M3.2.0/02:00:00,M11.1.0/2", "2026-11-01T06:00Z", "2026-11-01T01:00-05:00"},
        /* the south: summer over New Year */
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00Z", "2026-01-01T11:00+11:00"},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-04-04T15:59Z", "2026-04-05T02:59+11:00"},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-04-04T16:00Z", "2026-04-05T02:00+10:00"},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00Z", "2026-07-01T10:00+10:00"},
        /* by the number of the day: without and with 29 February */
        {"XST0XDT,J60/0,J300/0", "2028-03-01T00:00Z", "2028-03-01T01:00+01:00"},
        {"XST0XDT,59/0,300/0", "2028-02-29T00:00Z", "2028-02-29T01:00+01:00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_calendar *there = test_calendar_for(rows[i].rule);
        signpost_minute moment;
        char text[SIGNPOST_MOMENT_SIZE];
        assert_non_null(there);
        assert_int_equal(signpost_calendar_moment(there, rows[i].moment, &moment, NULL), SIGNPOST_OK);
        if (strcmp(signpost_calendar_format(there, moment, text), rows[i].expect) != 0)
            fail_msg("%s at %s: %s, not %s", rows[i].rule, rows[i].moment, text, rows[i].expect);
        signpost_calendar_free(there);
    }
}

static void rules_that_cannot_be_read_say_where(void **state)
{
    (void)state;
    static const struct row {
        const char *rule, *expect;
    } rows[] = {
        {"", "clock rule \"\" cannot be read from column 1 on"},
        {"G0", "clock rule \"G0\" cannot be read from column 2 on"},
        {"Europe/London", "clock rule \"Europe/London\" cannot be read from column 7 on"},
        {"GMT0BST", "clock rule \"GMT0BST\" cannot be read from column 8 on"},
        {"GMT0BST,M3.6.0,M10.5.0", "clock rule \"GMT0BST,M3.6.0,M10.5.0\" cannot be read from column 12 on"},
        {"GMT0BST,M3.5.0/1,M10.5.0x", "clock rule \"GMT0BST,M3.5.0/1,M10.5.0x\" cannot be read from column 25 on"},
        {"GMT0:00:30", "clock rule \"GMT0:00:30\" cannot be read from column 9 on"},
        {"GMT0BST,M3.5.0,M3.5.0",
         "clock rule \"GMT0BST,M3.5.0,M3.5.0\": the two changes of a year overlap or swap places"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sgp_clock clock;
        signpost_error error = SIGNPOST_ERROR_INIT;
        assert_int_equal(sgp_clock_compile(rows[i].rule, &clock, &error), SIGNPOST_INVALID);
        assert_string_equal(error.message, rows[i].expect);
        assert_int_equal(error.id, SGP_CLOCK_RULE);
    }
}

static void moments_are_read_as_written_or_refused(void **state)
{
    (void)state;
    static const struct row {
        const char *text;
        int id;             /* 0 when it is read */
        const char *expect; /* UTC, or the hint */
    } rows[] = {
        {"2026-12-25T10:30", 0, "2026-12-25T10:30Z"},
        {"2026-07-25T10:30", 0, "2026-07-25T09:30Z"},
        {"2026-07-25T10:30Z", 0, "2026-07-25T10:30Z"},
        {"2026-07-25T10:30+01:00", 0, "2026-07-25T09:30Z"},
        {"2026-07-25T10:30-05:00", 0, "2026-07-25T15:30Z"},
        {"2026-03-29T01:30", SGP_NO_SUCH_TIME, "the clocks are at \"2026-03-29T02:00+01:00\" right after the change"},
        {"2026-03-29T00:59", 0, "2026-03-29T00:59Z"},
        {"2026-03-29T02:00", 0, "2026-03-29T01:00Z"},
        {"2026-10-25T01:30", SGP_TIME_TWICE, "write \"2026-10-25T01:30+01:00\" or \"2026-10-25T01:30+00:00\""},
        {"2026-10-25T01:30+01:00", 0, "2026-10-25T00:30Z"},
        {"2026-10-25T01:30+00:00", 0, "2026-10-25T01:30Z"},
        {"2026-10-25T00:59", 0, "2026-10-24T23:59Z"},
        {"2026-10-25T02:00", 0, "2026-10-25T02:00Z"},
        {"1995-12-31T12:00", SGP_OUTSIDE_CALENDAR, ""},
        {"2100-01-01T00:00", SGP_OUTSIDE_CALENDAR, ""},
        {"2026-12-25 10:30", SGP_MOMENT_SYNTAX, NULL},
        {"2026-12-25T10:30:00", SGP_MOMENT_SYNTAX, NULL},
        {"2026-12-25T24:00", SGP_MOMENT_SYNTAX, NULL},
        {"2026-02-30T10:00", SGP_MOMENT_SYNTAX, NULL},
        {"2026-12-25T10:30+1", SGP_MOMENT_SYNTAX, NULL},
        {"2026-12-25T10:30+15:00", SGP_MOMENT_SYNTAX, NULL},
        {"2026-12-25T10:30Zulu", SGP_MOMENT_SYNTAX, NULL},
        {"now", SGP_MOMENT_SYNTAX, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_minute moment = 0;
        char text[SIGNPOST_MOMENT_SIZE];
        signpost_calendar_moment(calendar, rows[i].text, &moment, &error);
        const char *got = error.id ? error.hint : signpost_minute_format(moment, text);
        if (error.id != rows[i].id || (rows[i].expect && strcmp(got, rows[i].expect) != 0))
            fail_msg("\"%s\": %s %s", rows[i].text, error.message, got);
    }
}

static void holidays_have_names_and_an_end(void **state)
{
    (void)state;
    assert_string_equal(signpost_calendar_holiday(calendar, test_date("2022-09-19")),
                        "State Funeral of Queen Elizabeth II");
    assert_null(signpost_calendar_holiday(calendar, test_date("2022-09-20")));
    assert_null(signpost_calendar_holiday(calendar, 0));
    assert_null(signpost_calendar_holiday(calendar, INT32_MAX));
    assert_false(
        signpost_calendar_is_past_holidays(calendar, (test_date("2028-01-01") - 1) * (signpost_minute)1440 + 1439));
    assert_true(signpost_calendar_is_past_holidays(calendar, test_date("2028-01-01") * (signpost_minute)1440));

    const signpost_holiday twice[] = {{test_date("2026-12-25"), "Christmas Day"}, {test_date("2026-12-25"), "Noel"}};
    signpost_calendar *none;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_calendar_new("UTC0", "x", twice, 2, test_date("2026-12-31"), &none, &error),
                     SIGNPOST_INVALID);
    assert_string_equal(error.message, "bank holiday \"2026-12-25\" is given twice");
    assert_null(none);
    assert_int_equal(signpost_calendar_new("UTC0", "x", twice, 1, test_date("2026-12-24"), &none, &error),
                     SIGNPOST_INVALID);
    assert_string_equal(error.message, "bank holiday \"2026-12-25\" is after the last published date \"2026-12-24\"");
    const signpost_holiday far = {test_date("2101-01-01"), "New Year"};
    assert_int_equal(signpost_calendar_new("UTC0", "x", &far, 1, far.date, &none, &error), SIGNPOST_OUT_OF_RANGE);
}

static void working_days_skip_weekends_and_holidays(void **state)
{
    (void)state;
    static const struct row {
        const char *from;
        int days;
        const char *expect; /* the midnight at its end */
    } rows[] = {
        {"2026-11-20T10:00", 0, "2026-11-21T00:00+00:00"}, /* Friday: its own end */
        {"2026-11-20T10:00", 1, "2026-11-24T00:00+00:00"}, /* Friday: Monday's end */
        {"2026-11-21T00:01", 1, "2026-11-24T00:00+00:00"}, /* Saturday, too */
        {"2026-11-16T23:59", 3, "2026-11-20T00:00+00:00"},
        {"2026-12-24T18:00", 3, "2027-01-01T00:00+00:00"}, /* over Christmas: 29, 30, 31 December */
        {"2026-12-24T18:00", 4, "2027-01-05T00:00+00:00"},
        {"2026-03-27T18:00", 1, "2026-03-31T00:00+01:00"}, /* over the change of clocks */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_minute from, end;
        char text[SIGNPOST_MOMENT_SIZE];
        assert_int_equal(signpost_calendar_moment(calendar, rows[i].from, &from, NULL), SIGNPOST_OK);
        assert_int_equal(signpost_calendar_working_days_after(calendar, from, rows[i].days, &end), SIGNPOST_OK);
        if (strcmp(signpost_calendar_format(calendar, end, text), rows[i].expect) != 0)
            fail_msg("%d working days after %s: %s, not %s", rows[i].days, rows[i].from, text, rows[i].expect);
    }
    signpost_minute end, last = test_date("2099-12-31") * (signpost_minute)1440;
    assert_int_equal(signpost_calendar_working_days_after(calendar, last, 1, &end), SIGNPOST_OUT_OF_RANGE);
    assert_int_equal(signpost_calendar_working_days_after(calendar, 0, 1, &end), SIGNPOST_OUT_OF_RANGE);
    assert_int_equal(signpost_calendar_working_days_after(calendar, last, -1, &end), SIGNPOST_INVALID);
    assert_int_equal(signpost_calendar_working_days_after(calendar, last, 367, &end), SIGNPOST_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_change_clocks_when_they_say),
        cmocka_unit_test(rules_that_cannot_be_read_say_where),
        cmocka_unit_test(moments_are_read_as_written_or_refused),
        cmocka_unit_test(holidays_have_names_and_an_end),
        cmocka_unit_test(working_days_skip_weekends_and_holidays),
    };
    return cmocka_run_group_tests_name("calendar", tests, set_up, tear_down);
}
