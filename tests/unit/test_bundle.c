/* A directory as a FHIR bundle: hours split at midnight and joined again, and every field both ways. */
#include "../support/cmocka_all.h"
#include "../support/random.h"

#include "interchange/bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- hours ---- */

/* The week of a text, split at midnight and joined again. */
static void split_and_join(const char *text, char *joined, size_t size, sgp_openings *openings)
{
    sgp_hours_draft draft;
    sgp_array again = SGP_ARRAY_OF(char);
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (sgp_hours_read(text, &draft, &error))
        fail_msg("%s", error.message);
    sgp_openings_of(&draft, openings);
    assert_true(sgp_openings_text(openings, &again));
    snprintf(joined, size, "%.*s", (int)again.count, again.count ? (const char *)again.items : "");
    sgp_array_release(&again);
    sgp_hours_draft_release(&draft);
}

/* The one form of a text. */
static void canonical(const char *text, char *form, size_t size)
{
    static const char clock[] = "GMT0BST,M3.5.0/1,M10.5.0";
    signpost_calendar *calendar;
    signpost_hours *hours;
    signpost_date until;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_date_parse("2027-12-31", &until), SIGNPOST_OK);
    assert_int_equal(signpost_calendar_new(clock, "england", NULL, 0, until, &calendar, NULL), SIGNPOST_OK);
    if (signpost_hours_parse(calendar, text, &hours, &error))
        fail_msg("%s", error.message);
    signpost_hours_format(hours, form, size);
    signpost_hours_free(hours);
    signpost_calendar_free(calendar);
}

static void a_week_is_split_at_midnight_and_joined_again(void **state)
{
    (void)state;
    static const struct row {
        const char *hours;
        size_t pieces; /* entries of availableTime: those alike on several days are one */
    } rows[] = {
        {"Mo-Fr 08:00-18:30", 1},
        {"Mo-Fr 09:00-13:00,14:00-17:00; Sa 09:00-12:00", 3},
        {"24/7", 0},              /* all day, every day */
        {"Mo-Su 00:00-24:00", 1}, /* the same hours, but not the same text */
        {"Sa-Su 00:00-24:00", 1},
        {"Fr 22:00-02:00", 2},                 /* over midnight: two pieces */
        {"Mo-Su 20:00-08:00", 2},              /* every night */
        {"Su 22:00-02:00", 2},                 /* over the end of the week */
        {"Fr 22:00-24:00", 1},                 /* until midnight, and no further */
        {"Fr 22:00-24:00; Sa 00:00-02:00", 2}, /* touching, but two sessions of two days */
        {"Fr 22:00-23:59; Sa 00:00-02:00", 2}, /* touching, as we count it */
        {"Mo 18:30-24:00; Tu 00:00-08:00,18:30-24:00; We 00:00-08:00", 2},
        {"Mo-Th 18:30-08:00; Fr 18:30-24:00; Sa-Su 00:00-24:00", 3}, /* all that practices are not open */
        {"Mo 00:00-00:01; Tu 23:59-24:00; We 00:00-23:59", 3},
        {"We 12:00-11:59", 2}, /* a minute less than a day */
        {"Mo 00:00-01:00,02:00-03:00,04:00-05:00,06:00-07:00,08:00-09:00,10:00-11:00,12:00-13:00,22:00-00:30", 9},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char joined[2048], expect[2048], got[2048];
        sgp_openings openings;
        split_and_join(rows[i].hours, joined, sizeof joined, &openings);
        canonical(rows[i].hours, expect, sizeof expect);
        canonical(joined, got, sizeof got);
        if (strcmp(expect, got) != 0)
            fail_msg("\"%s\" came back as \"%s\"", expect, got);
        if (openings.count != rows[i].pieces)
            fail_msg("\"%s\" has %zu pieces, not %zu", rows[i].hours, openings.count, rows[i].pieces);
    }
}

/* A random week: sessions that may touch each other, and midnight, and go over it. */
static void random_week(test_random *random, char *text, size_t size)
{
    static const int times[] = {0, 60, 120, 480, 720, 780, 1080, 1200, 1380, 1439, 1440};
    size_t used = 0;
    text[0] = '\0';
    for (int day = 0; day < 7; day++) {
        int at = test_random_from(random, 0, 4);
        const char *before = " ";
        char rule[160];
        size_t length = (size_t)snprintf(rule, sizeof rule, "%s%s", used ? "; " : "", sgp_weekday_names[day]);
        for (int sessions = 0; sessions < 3 && at < 10; sessions++) {
            const int end = at + 1 + test_random_from(random, 0, 3);
            const int until = times[end < 10 ? end : 10];
            length += (size_t)snprintf(rule + length, sizeof rule - length, "%s%02d:%02d-%02d:%02d", before,
                                       times[at] / 60, times[at] % 60, until / 60, until % 60);
            before = ",";
            at = end + test_random_from(random, 0, 2);
        }
        if (test_random_one_in(random, 3)) /* over midnight */
            length += (size_t)snprintf(rule + length, sizeof rule - length, "%s23:%02d-0%d:00", before,
                                       test_random_from(random, 0, 59), test_random_from(random, 0, 3));
        else if (*before == ' ')
            continue;
        used += (size_t)snprintf(text + used, size - used, "%s", rule);
    }
}

static void no_week_loses_a_minute(void **state)
{
    (void)state;
    test_random random = {20261122};
    size_t tried = 0;
    for (int i = 0; i < 40000; i++) {
        char text[2048], joined[2048], expect[2048], got[2048];
        sgp_openings openings;
        sgp_hours_draft draft;
        random_week(&random, text, sizeof text);
        const bool sound = *text && sgp_hours_read(text, &draft, NULL) == SIGNPOST_OK;
        if (*text)
            sgp_hours_draft_release(&draft);
        if (!sound)
            continue;
        tried++;
        split_and_join(text, joined, sizeof joined, &openings);
        canonical(text, expect, sizeof expect);
        canonical(joined, got, sizeof got);
        if (strcmp(expect, got) != 0)
            fail_msg("week %d: \"%s\" came back as \"%s\"", i, expect, got);
    }
    print_message("%zu weeks came back as they were\n", tried);
    assert_true(tried > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_week_is_split_at_midnight_and_joined_again),
        cmocka_unit_test(no_week_loses_a_minute),
    };
    return cmocka_run_group_tests_name("a directory as a FHIR bundle", tests, NULL, NULL);
}
