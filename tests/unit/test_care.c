/* The care room: ages as ranges of days, ranges in words, timeframes. */
#include "../support/cmocka_all.h"

#include "care/care.h"

#include <stdio.h>
#include <string.h>

static void ages_are_ranges_of_days(void **state)
{
    (void)state;
    static const struct row {
        const char *text;
        int32_t from, to;
        const char *words;
    } rows[] = {
        {"2 years", 730, 1094, "2 years"},   {"2y", 730, 1094, "2 years"},      {"1 year", 365, 729, "1 year"},
        {"12 months", 365, 394, "12 months"}, {"3 months", 91, 120, "3 months"}, {"3 weeks", 21, 27, "3 weeks"},
        {"10 days", 10, 10, "10 days"},      {"0 days", 0, 0, "0 days"},        {"130 years", 47482, 47846, "130 years"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_age age;
        char words[SIGNPOST_AGE_SIZE];
        if (signpost_age_parse(rows[i].text, &age, NULL) != SIGNPOST_OK)
            fail_msg("\"%s\" is refused", rows[i].text);
        assert_int_equal(age.from_days, rows[i].from);
        assert_int_equal(age.to_days, rows[i].to);
        assert_string_equal(signpost_age_format(age, words), rows[i].words);
    }
    static const char *const wrong[] = {"", "two years", "200 years", "-1 years", "2", "2 yrs", "131 years", "9999999 days",
                                        "2 years old"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        signpost_age age;
        signpost_error error = SIGNPOST_ERROR_INIT;
        if (signpost_age_parse(wrong[i], &age, &error) != SIGNPOST_INVALID || !*error.hint)
            fail_msg("\"%s\" is taken", wrong[i]);
    }
}

static void twelve_months_are_a_year(void **state)
{
    (void)state;
    for (int year = 0; year <= SIGNPOST_OLDEST_YEARS; year++)
        assert_int_equal(signpost_age_days(year * 12, SIGNPOST_MONTHS), signpost_age_days(year, SIGNPOST_YEARS));
}

static void a_birth_date_gives_an_age_to_the_day(void **state)
{
    (void)state;
    signpost_date born, today;
    signpost_age age;
    signpost_date_parse("2024-02-29", &born);
    signpost_date_parse("2026-11-21", &today);
    assert_int_equal(signpost_age_from_birth(born, today, &age), SIGNPOST_OK);
    assert_int_equal(age.from_days, 996);
    assert_int_equal(age.to_days, 996);
    assert_int_equal(signpost_age_from_birth(today, born, &age), SIGNPOST_INVALID);
    assert_int_equal(signpost_age_from_birth(today - 50000, today, &age), SIGNPOST_INVALID);
}

static void ranges_read_back(void **state)
{
    (void)state;
    static const struct row {
        const char *text;
        int32_t from, below;
    } rows[] = {
        {"any", 0, 47847},
        {"under 3 months", 0, 91},
        {"3 months to under 5 years", 91, 1826},
        {"5 years and over", 1826, 47847},
        {"28 days to under 16 years", 28, 5844},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sgp_age_range range;
        char words[96];
        assert_true(sgp_age_range_parse(rows[i].text, &range));
        assert_int_equal(range.from, rows[i].from);
        assert_int_equal(range.below, rows[i].below);
        sgp_age_range again;
        assert_true(sgp_age_range_parse(sgp_age_range_format(range, words, sizeof words), &again));
        assert_memory_equal(&range, &again, sizeof range);
    }
    static const char *const wrong[] = {"", "5 years to under 3 months", "5 years", "over 5 years", "3 months to 5 years"};
    sgp_age_range range;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(sgp_age_range_parse(wrong[i], &range));
    assert_true(sgp_age_range_parse("under 5 years", &range));
    assert_int_equal(sgp_age_fits(signpost_age_of(4, SIGNPOST_YEARS), range), SGP_FITS);
    assert_int_equal(sgp_age_fits(signpost_age_of(5, SIGNPOST_YEARS), range), SGP_FITS_NOT);
    assert_int_equal(sgp_age_fits((signpost_age){1800, 1900}, range), SGP_FITS_PARTLY);
}

static void timeframes_are_minutes_or_working_days(void **state)
{
    (void)state;
    static const struct row {
        const char *text;
        int32_t amount;
        signpost_time_unit unit;
        const char *words;
    } rows[] = {
        {"0 minutes", 0, SIGNPOST_MINUTES, "now"},
        {"30 minutes", 30, SIGNPOST_MINUTES, "30 minutes"},
        {"1 hour", 60, SIGNPOST_MINUTES, "1 hour"},
        {"24 hours", 1440, SIGNPOST_MINUTES, "24 hours"},
        {"7 days", 10080, SIGNPOST_MINUTES, "7 days"},
        {"3 working days", 3, SIGNPOST_WORKING_DAYS, "3 working days"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_timeframe within;
        char words[SIGNPOST_TIMEFRAME_SIZE];
        assert_true(sgp_timeframe_parse(rows[i].text, &within));
        assert_int_equal(within.amount, rows[i].amount);
        assert_int_equal(within.unit, rows[i].unit);
        assert_string_equal(signpost_timeframe_format(within, words), rows[i].words);
    }
    signpost_timeframe within;
    assert_false(sgp_timeframe_parse("hours", &within));
    assert_false(sgp_timeframe_parse("-2 hours", &within));
    assert_false(sgp_timeframe_parse("99999999999 hours", &within));
}

static void words_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < SIGNPOST_SEX_COUNT; i++) {
        signpost_sex sex;
        assert_int_equal(signpost_sex_parse(signpost_sex_name((signpost_sex)i), &sex), SIGNPOST_OK);
        assert_int_equal(sex, i);
    }
    for (int i = 0; i <= SIGNPOST_SETTING_SELF_CARE; i++) {
        signpost_setting setting;
        assert_true(sgp_setting_parse(signpost_setting_name((signpost_setting)i), &setting));
        assert_int_equal(setting, i);
    }
    signpost_sex sex;
    assert_int_equal(signpost_sex_parse("F", &sex), SIGNPOST_INVALID);
}

/* Groups are read and written as `F0-10 M5-20`; `-` is a group of nobody. */
static bool told(const void *context, size_t index, signpost_people *group)
{
    char sexes[8];
    int from, to, length = 0;
    const char *at = context;
    for (size_t i = 0; i <= index; i++, at += length)
        if (sscanf(at, " %7[FM-]%d-%d%n", sexes, &from, &to, &length) < 3)
            return false;
    *group = (signpost_people){from, to, (strchr(sexes, 'F') ? 1u << SIGNPOST_FEMALE : 0) |
                                             (strchr(sexes, 'M') ? 1u << SIGNPOST_MALE : 0)};
    return true;
}

static void groups_of_people_are_put_together(void **state)
{
    (void)state;
    static const struct row {
        const char *groups, *expect;
    } rows[] = {
        {"", ""},
        {"-3-9", ""},
        {"F3-9", "F3-9"},
        {"F3-9 M3-9", "FM3-9"},
        {"F10-19 F0-9", "F0-19"},
        {"F0-10 M5-20", "F0-4 FM5-10 M11-20"},
        {"F0-10 F0-10 M5-6", "F0-4 FM5-6 F7-10"},
        /* nobody in between; and a group of nobody parts no other */
        {"M20-29 F0-4 -7-9", "F0-4 M20-29"},
        {"F0-10 -4-5", "F0-10"},
        /* nobody is older than the oldest */
        {"M0-2147483647 F47846-47846", "M0-47845 FM47846-47846"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200] = "";
        signpost_people found;
        for (int32_t day = 0; signpost_people_next(told, rows[i].groups, day, &found); day = found.to_days + 1)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s%s%d-%d", *text ? " " : "",
                     found.sexes >> SIGNPOST_FEMALE & 1 ? "F" : "", found.sexes >> SIGNPOST_MALE & 1 ? "M" : "",
                     found.from_days, found.to_days);
        assert_string_equal(text, rows[i].expect);
    }
    signpost_people later;
    assert_true(signpost_people_next(told, "F0-10 M5-20", 7, &later));
    assert_true(later.from_days == 7 && later.to_days == 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ages_are_ranges_of_days),
        cmocka_unit_test(twelve_months_are_a_year),
        cmocka_unit_test(a_birth_date_gives_an_age_to_the_day),
        cmocka_unit_test(ranges_read_back),
        cmocka_unit_test(timeframes_are_minutes_or_working_days),
        cmocka_unit_test(words_read_back),
        cmocka_unit_test(groups_of_people_are_put_together),
    };
    return cmocka_run_group_tests_name("care", tests, NULL, NULL);
}
