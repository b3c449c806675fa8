/* Opening hours: read, written and evaluated. */
#include "../support/cmocka_all.h"

#include "../support/open_calendar.h"
#include "base/error.h"
#include "signpost/hours.h"

#include <stdio.h>
#include <string.h>

static signpost_hours *parse(const char *text)
{
    signpost_hours *hours;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_hours_parse(calendar, text, &hours, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    return hours;
}

static signpost_minute at(const char *text)
{
    signpost_minute moment = 0;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_calendar_moment(calendar, text, &moment, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    return moment;
}

static void texts_have_one_canonical_form(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"Mo-Fr 08:00-18:30; Sa 09:00-13:00,14:00-17:00; PH off; Dec 25 off; 2026-12-24 09:00-12:00",
         "Mo-Fr 08:00-18:30; Sa 09:00-13:00,14:00-17:00; PH off; Dec 25 off; 2026-12-24 09:00-12:00"},
        {"24/7", "24/7"},
        {" 24/7 ; PH off ;", "24/7; PH off"},
        {"Fr 22:00-02:00", "Fr 22:00-02:00"},
        {"mo,we,FR 9:00-17:00", NULL},
        {"mo,we,FR 09:00-17:00", "Mo,We,Fr 09:00-17:00"},
        {"Sa-Mo 10:00-12:00", "Mo,Sa-Su 10:00-12:00"},
        {"Fr 10:00-12:00; Mo 10:00-12:00; Tu off", "Mo,Fr 10:00-12:00"},
        {"Mo-Su off", "Mo-Su off"},
        {"Mo 14:00-17:00,09:00-12:00", "Mo 09:00-12:00,14:00-17:00"},
        {"Mo 09:00-12:00,12:00-17:00", "Mo 09:00-17:00"},
        {"Mo 00:00-12:00,12:00-24:00", "Mo 00:00-24:00"},
        {"Mo 02:00-22:00,22:00-02:00", "Mo 02:00-22:00,22:00-02:00"},
        {"Mo 18:00-00:00", "Mo 18:00-24:00"},
        {"Mo 10:00-12:00; Dec 24 - 26 closed", "Mo 10:00-12:00; Dec 24-26 off"},
        {"Mo 10:00-12:00; Dec 31-Jan 1 off; Feb 29 off", "Mo 10:00-12:00; Feb 29 off; Dec 31-Jan 01 off"},
        {"2026-12-26 off; 2026-12-23-2026-12-25 09:00-12:00; Mo 09:00-17:00; PH 10:00-12:00",
         "Mo 09:00-17:00; PH 10:00-12:00; 2026-12-23-2026-12-25 09:00-12:00; 2026-12-26 off"},
        {"PH 10:00-12:00", "PH 10:00-12:00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256], again[256];
        signpost_hours *hours;
        signpost_status status = signpost_hours_parse(calendar, rows[i][0], &hours, NULL);
        if (!rows[i][1]) {
            assert_int_equal(status, SIGNPOST_INVALID);
            continue;
        }
        assert_int_equal(status, SIGNPOST_OK);
        assert_int_equal(signpost_hours_format(hours, text, sizeof text), strlen(rows[i][1]));
        assert_string_equal(text, rows[i][1]);
        signpost_hours_free(hours);
        hours = parse(text);
        signpost_hours_format(hours, again, sizeof again);
        assert_string_equal(again, text);
        assert_int_equal(signpost_hours_format(hours, NULL, 0), strlen(text));
        char cut[5];
        signpost_hours_format(hours, cut, sizeof cut);
        assert_memory_equal(cut, text, 4);
        assert_int_equal(cut[4], 0);
        signpost_hours_free(hours);
    }
}

static void what_is_outside_of_the_subset_is_refused_where_it_is(void **state)
{
    (void)state;
    static const struct row {
        const char *text;
        int id;
        unsigned column;
        const char *says;
    } rows[] = {
        {"", SGP_HOURS_SYNTAX, 1, "expected a date such as 2026-12-24, a day such as Mo, PH, or 24/7"},
        {"open", SGP_HOURS_SYNTAX, 1, "expected a date"},
        {"Mo-Fr", SGP_HOURS_SYNTAX, 6, "expected a time such as 08:00"},
        {"Mo-Fr 8:00-18:00", SGP_HOURS_SYNTAX, 7, "expected a time such as 08:00"},
        {"Mo-Fr 08:00", SGP_HOURS_SYNTAX, 12, "expected \"-\" and the end of the session"},
        {"Mo-Fr 08:00-25:00", SGP_HOURS_SYNTAX, 13, "write 22:00-02:00 for a session over midnight"},
        {"Mo-Fr 24:00-02:00", SGP_HOURS_SYNTAX, 7, "starts at 23:59 at the latest"},
        {"Mo-Xx 08:00-12:00", SGP_HOURS_SYNTAX, 4, "expected a day of the week after \"-\""},
        {"Mo,PH 08:00-12:00", SGP_HOURS_SYNTAX, 4, "expected a day of the week after \",\""},
        {"Mo 08:00-12:00 || Tu off", SGP_HOURS_SYNTAX, 16, "expected \";\" and the next rule"},
        {"Mo 08:00-12:00; sunrise-sunset", SGP_HOURS_SYNTAX, 17, "expected a date"},
        {"Mo 08:00-12:00; Feb 30 off", SGP_HOURS_SYNTAX, 21, "expected a day of that month"},
        {"Mo 08:00-12:00; Dec 26-24 off", SGP_HOURS_SYNTAX, 17, "the last day is not after the first"},
        {"Mo 08:00-12:00; 2026 Dec 24 off", SGP_HOURS_SYNTAX, 17, "expected a date"},
        {"Mo 08:00-12:00; 2026-12-24-26 off", SGP_HOURS_SYNTAX, 28, "the range's last date in full"},
        {"Mo 08:00-12:00; 2026-12-24-2026-12-24 off", SGP_HOURS_SYNTAX, 17, "not after the first"},
        {"Mo 08:00-12:00; 1995-12-24 off", SGP_HOURS_SYNTAX, 17, "not from 1996 to 2099"},
        {"Mo 08:00-12:00,11:59-13:00", SGP_HOURS_OVERLAP, 4, "two sessions of the day overlap"},
        {"Fr 22:00-02:00; Sa 01:00-05:00", SGP_HOURS_OVERLAP, 1, "overlaps the next day's first"},
        {"Su 22:00-02:00; Mo 01:00-05:00", SGP_HOURS_OVERLAP, 1, "overlaps the next day's first"},
        {"Mo 08:00-08:00", SGP_HOURS_EMPTY, 4, "a whole day is 00:00-24:00"},
        {"Mo-Fr 08:00-12:00; We off", SGP_HOURS_TWICE, 20, "a day of the week is given twice"},
        {"Mo 08:00-12:00; PH off; PH off", SGP_HOURS_TWICE, 25, "PH is given twice"},
        {"24/7; 24/7", SGP_HOURS_TWICE, 7, "24/7 is given twice"},
        {"24/7; Mo 08:00-12:00", SGP_HOURS_TWICE, 1, "would never count"},
        {"24/7; Dec 24-26 off; Dec 25 off", SGP_HOURS_TWICE, 22, "a yearly date is given twice"},
        {"24/7; Dec 30-Jan 02 off; Jan 01 off", SGP_HOURS_TWICE, 26, "a yearly date is given twice"},
        {"24/7; 2026-12-24-2026-12-26 off; 2026-12-26 off", SGP_HOURS_TWICE, 1, "a date is given twice"},
        {"Mo "
         "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00,11:00-12:00,13:00-14:00,15:00-16:00,17:00-18:00",
         SGP_HOURS_SYNTAX, 100, "more than 8 sessions"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_hours *hours;
        assert_int_equal(signpost_hours_parse(calendar, rows[i].text, &hours, &error), SIGNPOST_INVALID);
        assert_null(hours);
        if (error.id != rows[i].id || error.column != rows[i].column || !strstr(error.message, rows[i].says))
            fail_msg("\"%s\": %d at %u: %s", rows[i].text, error.id, error.column, error.message);
    }
}

static void the_next_opening_is_found(void **state)
{
    (void)state;
    static const struct row {
        const char *hours, *from, *until;
        int at_least;
        const char *expect; /* NULL for none */
    } rows[] = {
        /* touching midnight is one session */
        {"Fr 20:00-24:00; Sa 00:00-02:00", "2026-11-20T23:50", "2026-11-21T00:20", 30,
         "2026-11-20T20:00/2026-11-21T02:00"},
        {"Fr 20:00-23:59; Sa 00:00-02:00", "2026-11-20T23:50", "2026-11-21T00:20", 30,
         "2026-11-20T20:00/2026-11-21T02:00"},
        {"Fr 20:00-23:58; Sa 00:00-02:00", "2026-11-20T23:50", "2026-11-21T00:20", 30, NULL},
        /* the hour that does not exist: 01:30 is 02:00 */
        {"Su 01:30-03:00", "2026-03-29T00:00", "2026-03-29T06:00", 30, "2026-03-29T02:00/2026-03-29T03:00"},
        {"Su 01:10-01:50", "2026-03-29T00:00", "2026-03-29T06:00", 1, NULL},
        /* the hour that exists twice: the earlier, and a session over it is as long as it really is */
        {"Su 00:30-01:30", "2026-10-25T00:00", "2026-10-25T06:00", 30, "2026-10-25T00:30/2026-10-25T01:30+01:00"},
        {"Su 00:30-02:30", "2026-10-25T00:00", "2026-10-25T06:00", 180, "2026-10-25T00:30/2026-10-25T02:30"},
        {"Sa 22:00-04:00", "2026-03-28T20:00", "2026-03-29T12:00", 300, "2026-03-28T22:00/2026-03-29T04:00"},
        {"Sa 22:00-04:00", "2026-03-28T20:00", "2026-03-29T12:00", 301, NULL},
        /* a bank holiday with its own hours, Friday's opening untouched the evening before */
        {"Mo-Fr 09:00-17:00; PH 10:00-12:00", "2026-12-25T08:00", "2026-12-25T18:00", 30,
         "2026-12-25T10:00/2026-12-25T12:00"},
        {"Mo-Fr 09:00-17:00; PH off", "2026-12-25T08:00", "2026-12-28T18:00", 30, NULL},
        {"24/7; PH off", "2026-12-25T08:00", "2026-12-25T18:00", 30, NULL},
        /* without PH a bank holiday is any day */
        {"Fr 09:00-17:00", "2026-12-25T08:00", "2026-12-25T18:00", 30, "2026-12-25T09:00/2026-12-25T17:00"},
        /* dated before yearly before bank holiday */
        {"24/7; PH 10:00-11:00; Dec 25 12:00-13:00; 2026-12-25 14:00-15:00", "2026-12-25T08:00", "2026-12-25T18:00", 30,
         "2026-12-25T14:00/2026-12-25T15:00"},
        {"Mo 09:00-10:00; PH 10:00-11:00; Dec 25 12:00-13:00; 2025-12-25 14:00-15:00", "2026-12-25T08:00",
         "2026-12-25T18:00", 30, "2026-12-25T12:00/2026-12-25T13:00"},
        /* the evening before runs on over a bank holiday's closure, but not over one that names the date */
        {"Th 22:00-02:00; PH off", "2026-12-24T20:00", "2026-12-25T12:00", 30, "2026-12-24T22:00/2026-12-25T02:00"},
        {"Th 22:00-02:00; Dec 25 off", "2026-12-24T20:00", "2026-12-25T12:00", 30, "2026-12-24T22:00/2026-12-25T00:00"},
        {"Th 22:00-02:00; 2026-12-25 off", "2026-12-24T20:00", "2026-12-25T12:00", 30,
         "2026-12-24T22:00/2026-12-25T00:00"},
        {"Th 22:00-02:00; 2026-12-25 10:00-11:00", "2026-12-24T20:00", "2026-12-25T09:00", 30,
         "2026-12-24T22:00/2026-12-25T02:00"},
        /* New Year, yearly, both sides of midnight */
        {"24/7; Dec 31-Jan 01 off", "2026-12-30T12:00", "2027-01-02T12:00", 1440, NULL},
        {"24/7; Dec 31-Jan 01 off", "2027-01-01T12:00", "2027-01-02T12:00", 720, "2027-01-02T00:00/2027-01-10T00:00"},
        /* all hours: followed from the day before to the seventh day after */
        {"24/7", "2026-11-21T12:00", "2026-11-21T13:00", 60, "2026-11-20T00:00/2026-11-29T00:00"},
        /* yesterday's session runs into the window */
        {"Fr 22:00-02:00", "2026-11-21T01:00", "2026-11-21T01:30", 30, "2026-11-20T22:00/2026-11-21T02:00"},
        {"Fr 22:00-02:00", "2026-11-21T01:31", "2026-11-21T05:00", 30, NULL},
        {"Mo-Fr 09:00-17:00", "2026-11-20T16:31", "2026-11-25T00:00", 30, "2026-11-23T09:00/2026-11-23T17:00"},
        {"Mo-Su off", "2026-11-20T16:31", "2026-12-20T00:00", 1, NULL},
        {"24/7", "2026-11-21T12:00", "2026-11-21T12:00", 1, NULL},
        {"24/7", "2026-11-21T12:00", "2026-11-20T12:00", 1, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_hours *hours = parse(rows[i].hours);
        signpost_interval found;
        signpost_status status =
            signpost_hours_next(hours, at(rows[i].from), at(rows[i].until), rows[i].at_least, &found);
        char got[80] = "none", expect[80] = "none", text[SIGNPOST_MOMENT_SIZE], other[SIGNPOST_MOMENT_SIZE];
        if (status == SIGNPOST_OK)
            snprintf(got, sizeof got, "%s/%s", signpost_minute_format(found.from, text),
                     signpost_minute_format(found.until, other));
        if (rows[i].expect) {
            char from[SIGNPOST_MOMENT_SIZE];
            snprintf(from, sizeof from, "%.16s", rows[i].expect);
            snprintf(expect, sizeof expect, "%s/%s", signpost_minute_format(at(from), text),
                     signpost_minute_format(at(rows[i].expect + 17), other));
        }
        if (strcmp(got, expect) != 0)
            fail_msg("%s from %s: %s, not %s", rows[i].hours, rows[i].from, got, expect);
        assert_int_equal(signpost_hours_next(hours, at(rows[i].from), at(rows[i].until), rows[i].at_least, NULL),
                         status);
        signpost_hours_free(hours);
    }
}

static void windows_are_kept_to(void **state)
{
    (void)state;
    signpost_hours *hours = parse("24/7"), *shared = signpost_hours_ref(hours);
    signpost_minute last = at("2099-12-31T23:00");
    assert_int_equal(signpost_hours_next(hours, last, last + 59, 30, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_hours_next(hours, last, last + 60, 30, NULL), SIGNPOST_OUT_OF_RANGE);
    assert_int_equal(signpost_hours_next(hours, INT64_MIN, last, 30, NULL), SIGNPOST_OUT_OF_RANGE);
    assert_int_equal(signpost_hours_next(hours, last, INT64_MAX, 30, NULL), SIGNPOST_OUT_OF_RANGE);
    assert_int_equal(signpost_hours_next(hours, at("1996-01-01T00:00"), at("1996-01-01T01:00"), 30, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_hours_next(hours, last, last + 59, 0, NULL), SIGNPOST_INVALID);
    assert_int_equal(signpost_hours_next(hours, last, last + 59, 1441, NULL), SIGNPOST_INVALID);
    assert_int_equal(signpost_hours_open_at(hours, last, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_hours_open_at(hours, INT64_MAX, NULL), SIGNPOST_OUT_OF_RANGE);
    signpost_window far = SIGNPOST_WINDOW_INIT;
    far.when = INT64_MAX;
    far.size = 0;
    assert_int_equal(signpost_hours_serves(hours, &far, NULL), SIGNPOST_INVALID);
    far.size = sizeof far;
    assert_int_equal(signpost_hours_serves(hours, &far, NULL), SIGNPOST_OUT_OF_RANGE);
    assert_ptr_equal(signpost_hours_calendar(hours), calendar);
    signpost_hours_free(shared);
    signpost_hours_free(hours);
    signpost_hours_free(NULL);
}

static void a_service_serves_when_it_is_open_long_enough_in_time(void **state)
{
    (void)state;
    static const struct row {
        const char *hours, *when, *reached;
        int within, travel, return_if_open;
        bool all_hours_first, serves;
        const char *about;
        int lead;
    } rows[] = {
        {"Mo-Fr 08:00-18:30", "2026-11-20T18:00", "2026-11-20T18:00", 120, 0, 0, false, true, "30 minutes are left", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T18:01", "2026-11-20T18:01", 120, 0, 0, false, false, "29 are not enough", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T17:45", "2026-11-20T17:45", 120, 16, 0, false, false,
         "nor after the way there", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T03:00", "2026-11-20T03:00", 330, 0, 0, false, true, "open by 08:30, in time", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T03:00", "2026-11-20T03:00", 329, 0, 0, false, false, "one minute too late", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T07:30", "2026-11-20T02:00", 60, 0, 0, false, true,
         "overdue: 60 minutes from now", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T07:29", "2026-11-20T02:00", 60, 0, 0, false, false, "and not more", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T03:00", "2026-11-20T03:00", 360, 0, 120, false, false,
         "returned only when open soon", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T07:00", "2026-11-20T07:00", 360, 0, 120, false, true, "which it is", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T07:00", "2026-11-20T07:00", 60, 0, 120, false, false,
         "not where it is longer", 0},
        {"24/7; PH off", "2026-12-25T12:00", "2026-12-25T12:00", 120, 0, 0, false, false, "our order", 0},
        {"24/7; PH off", "2026-12-25T12:00", "2026-12-25T12:00", 120, 0, 0, true, true, "the national order", 0},
        {"Mo-Fr 08:00-08:20,08:20-08:40", "2026-11-20T08:00", "2026-11-20T08:00", 60, 0, 0, false, true, "touching", 0},
        {"Mo-Fr 08:00-08:20,08:21-08:41", "2026-11-20T08:00", "2026-11-20T08:00", 60, 0, 0, false, false,
         "not contiguous", 0},
        {"Mo-Fr 08:00-18:30", "2026-11-20T03:00", "2026-11-20T03:00", 360, 0, 0, false, true, "opens at t+d-60", 60},
        {"Mo-Fr 08:00-18:30", "2026-11-20T03:00", "2026-11-20T03:00", 359, 0, 0, false, false, "opens after it", 60},
        {"Mo-Fr 08:00-08:29", "2026-11-20T03:00", "2026-11-20T03:00", 360, 0, 0, false, false, "not for long", 60},
        {"Mo-Fr 08:00-18:30", "2026-11-20T07:30", "2026-11-20T07:30", 0, 0, 0, false, true, "now: opens at t+30", 60},
        {"Mo-Fr 08:00-18:30", "2026-11-20T07:29", "2026-11-20T07:29", 0, 0, 0, false, false, "and not later", 60},
        {"Mo-Fr 08:00-18:30", "2026-11-20T18:00", "2026-11-20T18:00", 360, 0, 0, false, true, "shuts at t+30", 60},
        {"Mo-Fr 08:00-18:30", "2026-11-20T03:00", "2026-11-20T03:00", 330, 0, 0, false, true, "a lead that asks no more", 30},
        {"Mo-Fr 08:00-18:30", "2026-11-20T03:00", "2026-11-20T03:00", 480, 0, 359, false, false, "its own time counts", 60},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_hours *hours = parse(rows[i].hours);
        signpost_window window = SIGNPOST_WINDOW_INIT;
        window.when = at(rows[i].when);
        window.reached = at(rows[i].reached);
        window.deadline = window.reached + rows[i].within;
        window.travel = rows[i].travel;
        window.return_if_open = rows[i].return_if_open;
        window.all_hours_first = rows[i].all_hours_first;
        window.lead = rows[i].lead;
        if ((signpost_hours_serves(hours, &window, NULL) == SIGNPOST_OK) != rows[i].serves)
            fail_msg("%s at %s: %s", rows[i].hours, rows[i].when, rows[i].about);
        signpost_hours_free(hours);
    }
}

static void a_date_has_its_hours_in_words(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"Sa 09:00-13:00,14:00-17:00", "2026-11-21", "open 09:00 to 13:00 and 14:00 to 17:00"},
        {"Sa 09:00-10:00,11:00-12:00,13:00-14:00", "2026-11-21",
         "open 09:00 to 10:00, 11:00 to 12:00 and 13:00 to 14:00"},
        {"Sa 09:00-13:00", "2026-11-22", "closed"},
        {"24/7", "2026-11-22", "open all day"},
        {"Su 18:00-24:00", "2026-11-22", "open 18:00 to midnight"},
        {"Su 22:00-02:00", "2026-11-22", "open 22:00 to 02:00 the next day"},
        {"24/7; PH off", "2026-12-25", "closed: Christmas Day"},
        {"24/7; Dec 25 off", "2026-12-25", "closed: Christmas Day"},
        {"24/7; 2026-11-20 off", "2026-11-20", "closed"},
        {"24/7; PH 10:00-12:00", "2026-12-28", "open 10:00 to 12:00 (Boxing Day)"},
        {"24/7", "2026-12-28", "open all day"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_hours *hours = parse(rows[i][0]);
        char words[SIGNPOST_HOURS_WORDS_SIZE];
        assert_int_equal(signpost_hours_words(hours, test_date(rows[i][1]), words), SIGNPOST_OK);
        assert_string_equal(words, rows[i][2]);
        assert_int_equal(signpost_hours_words(hours, 0, words), SIGNPOST_OUT_OF_RANGE);
        assert_string_equal(words, "");
        signpost_hours_free(hours);
    }
    signpost_hours *hours = parse("Sa 14:00-17:00,22:00-01:00; PH off");
    signpost_session sessions[SIGNPOST_MOST_SESSIONS];
    signpost_hours_rule rule;
    size_t count;
    assert_int_equal(signpost_hours_sessions(hours, test_date("2026-11-21"), sessions, &count, &rule), SIGNPOST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(sessions[1].until, 1500);
    assert_int_equal(rule, SIGNPOST_RULE_WEEKDAY);
    assert_int_equal(signpost_hours_sessions(hours, test_date("2026-12-25"), sessions, &count, &rule), SIGNPOST_OK);
    assert_int_equal(count, 0);
    assert_int_equal(rule, SIGNPOST_RULE_HOLIDAY);
    signpost_hours_free(hours);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_one_canonical_form),
        cmocka_unit_test(what_is_outside_of_the_subset_is_refused_where_it_is),
        cmocka_unit_test(the_next_opening_is_found),
        cmocka_unit_test(windows_are_kept_to),
        cmocka_unit_test(a_service_serves_when_it_is_open_long_enough_in_time),
        cmocka_unit_test(a_date_has_its_hours_in_words),
    };
    return cmocka_run_group_tests_name("hours", tests, set_up, tear_down);
}
