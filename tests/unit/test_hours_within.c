/* Whether hours are open only when others are: what an emergency may change them to. */
#include "../support/cmocka_all.h"

#include "hours/hours.h"

#include "../support/open_calendar.h"

#include <string.h>

static signpost_hours *parse(const char *text)
{
    signpost_hours *hours;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_hours_parse(calendar, text, &hours, &error) != SIGNPOST_OK)
        fail_msg("%s: %s", text, error.message);
    return hours;
}

/* From noon on Friday, 20 November 2026, on. `beyond`: the first moment at which it would be open anew, in UTC; NULL:
 * there is none; "PH": on bank holidays that are not published. */
static const struct row {
    const char *before, *after, *beyond;
} rows[] = {
    {"Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00", NULL},
    {"Mo-Fr 09:00-20:00", "Mo-Fr 09:00-18:00", NULL},
    {"Mo-Fr 09:00-20:00", "Mo-Fr 09:00-20:00; 2026-11-20 09:00-18:00", NULL}, /* we close at six today */
    {"Mo-Fr 09:00-20:00", "Mo-Fr 09:00-20:00; 2026-11-23 off", NULL},
    {"Mo-Fr 09:00-20:00", "Mo-Th 09:00-20:00", NULL},
    {"Mo-Fr 09:00-12:00,13:00-17:00", "Mo-Fr 09:00-12:00", NULL},
    {"Mo-Fr 09:00-17:00", "Mo-Su off", NULL},
    {"24/7", "Mo-Su 00:00-24:00", NULL},
    {"Mo-Su 00:00-24:00", "24/7", NULL},
    {"24/7", "24/7; PH off", NULL},
    {"Mo-Fr 09:00-20:00", "Mo-Fr 09:00-20:01", "2026-11-20T20:00Z"},
    {"Mo-Fr 09:00-20:00", "Mo-Fr 08:59-20:00", "2026-11-23T08:59Z"}, /* today's opening is past */
    {"Mo-Fr 09:00-20:00", "Mo-Fr 09:00-18:00; 2026-11-28 09:00-10:00", "2026-11-28T09:00Z"},
    {"Mo-Fr 09:00-12:00,13:00-17:00", "Mo-Fr 09:00-17:00", "2026-11-20T12:00Z"},
    /* a session belongs to the date on which it starts */
    {"Fr 22:00-02:00", "Fr 22:00-24:00", NULL},
    {"Fr 22:00-02:00", "Fr 22:00-24:00; Sa 00:00-01:00", NULL},
    {"Fr 22:00-24:00; Sa 00:00-02:00", "Fr 22:00-02:00", NULL},
    {"Fr 22:00-02:00", "Fr 22:00-02:00; 2026-11-21 off", NULL},
    {"Fr 22:00-02:00", "Fr 22:00-03:00", "2026-11-21T02:00Z"},
    {"Su 22:00-02:00", "Su 22:00-24:00; Mo 00:00-02:30", "2026-11-23T02:00Z"},
    /* 23:59 touches 00:00 */
    {"Mo-Su 00:00-23:59", "24/7", NULL},
    {"Mo-Su 00:01-23:59", "24/7", "2026-11-20T23:59Z"},
    /* what was dated, and is not */
    {"Mo-Fr 09:00-17:00; 2026-12-01 off", "Mo-Fr 09:00-17:00", "2026-12-01T09:00Z"},
    {"Mo-Fr 09:00-17:00; 2026-11-02 off", "Mo-Fr 09:00-17:00", NULL}, /* it is past */
    {"Mo-Fr 09:00-17:00; Dec 24 off", "Mo-Fr 09:00-17:00", "2026-12-24T09:00Z"},
    {"Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00; Dec 24 09:00-12:00", "2028-12-24T09:00Z"}, /* a Sunday */
    /* bank holidays: 25 December 2026 is one, 25 December 2027 is not */
    {"Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00", "2026-12-25T09:00Z"},
    {"Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00; PH 10:00-12:00", "PH"},
    {"Mo-Su 09:00-17:00", "Mo-Su 09:00-17:00; PH 10:00-12:00", NULL},
    {"Sa 09:00-12:00; PH off", "Sa 09:00-12:00", "PH"}, /* no Saturday is one, as far as is published */
    {"Mo-Su 22:00-02:00; PH off", "Mo-Su 22:00-02:00; PH off; 2026-12-24 20:00-21:00", "2026-12-24T20:00Z"},
    /* the hour that is shown twice, and the one that is not: 25 October 2026 and 28 March 2027 */
    {"Su 00:00-03:00", "Su 00:00-01:00,02:00-03:00", NULL},
    {"Su 02:00-03:00", "Su 01:30-03:00", "2026-11-22T01:30Z"},
    /* 24/7 goes before bank holidays by the order of a national policy */
    {"Mo-Su 00:00-24:00; PH off", "24/7; PH off", "2026-12-25T00:00Z"},
};

static void hours_are_within_others(void **state)
{
    (void)state;
    signpost_minute noon;
    assert_int_equal(signpost_calendar_moment(calendar, "2026-11-20T12:00", &noon, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char said[SIGNPOST_MOMENT_SIZE] = "PH";
        signpost_minute beyond = 0;
        signpost_hours *before = parse(rows[i].before), *after = parse(rows[i].after);
        signpost_status status = sgp_hours_within(after, before, noon, &beyond);
        if (beyond != INT64_MIN)
            signpost_minute_format(beyond, said);
        if (status != (rows[i].beyond ? SIGNPOST_NONE : SIGNPOST_OK) ||
            (rows[i].beyond && strcmp(said, rows[i].beyond) != 0))
            fail_msg("%s -> %s: expected %s, got %d, %s", rows[i].before, rows[i].after,
                     rows[i].beyond ? rows[i].beyond : "within", status, said);
        signpost_hours_free(before);
        signpost_hours_free(after);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(hours_are_within_others)};
    return cmocka_run_group_tests_name("hours within others", tests, set_up, tear_down);
}
