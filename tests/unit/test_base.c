/* The base room: memory, strings, text, numbers, dates, distance, bitsets, errors. */
#include "../support/cmocka_all.h"

#include "base/bitset.h"
#include "base/civil.h"
#include "base/error.h"
#include "base/geography.h"
#include "base/strings.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static void numbers_are_read_to_their_precision(void **state)
{
    (void)state;
    static const struct row {
        const char *text;
        int decimals;
        bool read;
        int64_t value;
    } rows[] = {
        {"39", 1, true, 390},    {"39.5", 1, true, 395},   {"39.50", 1, true, 395}, {"39.55", 1, false, 0},
        {"-0.5", 1, true, -5},   {"", 0, false, 0},        {"1.", 1, false, 0},     {".5", 1, false, 0},
        {"7", 0, true, 7},       {"7.0", 0, false, 0},     {"seven", 0, false, 0},  {"1e3", 0, false, 0},
        {"999999999999999999", 0, true, 999999999999999999}, {"1000000000000000000", 0, false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 0;
        bool read = sgp_parse_fixed(rows[i].text, rows[i].decimals, &value);
        if (read != rows[i].read || (read && value != rows[i].value))
            fail_msg("\"%s\" with %d decimals gave %d, %lld", rows[i].text, rows[i].decimals, read, (long long)value);
    }
    char buffer[32];
    assert_string_equal(sgp_format_fixed(-5, 1, buffer, sizeof buffer), "-0.5");
    assert_string_equal(sgp_format_fixed(390, 1, buffer, sizeof buffer), "39.0");
    double decimal;
    assert_true(sgp_parse_decimal("51.132", &decimal) && decimal > 51.1319 && decimal < 51.1321);
    assert_false(sgp_parse_decimal("nan", &decimal));
    assert_false(sgp_parse_decimal("1e5", &decimal));
}

static void folding_ignores_case_marks_and_spaces(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"  Caf\xC3\xA9   Ren\xC3\x89 ", "cafe rene"},
        {"STRA\xC3\x9F" "E", "strasse"},
        {"", ""},
        {"\xEF\xBC\xA1", "a"}, /* full-width A */
        {"Bad\xFF" "Byte", "bad\xFF" "byte"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *folded = sgp_text_fold(rows[i][0]);
        assert_non_null(folded);
        assert_string_equal(folded, rows[i][1]);
        sgp_release(folded);
    }
}

static void texts_are_cut_between_characters(void **state)
{
    (void)state;
    char text[] = "caf\xC3\xA9";
    text[4] = '\0';
    sgp_text_trim_cut(text);
    assert_string_equal(text, "caf");
    char whole[] = "caf\xC3\xA9";
    sgp_text_trim_cut(whole);
    assert_string_equal(whole, "caf\xC3\xA9");
    assert_int_equal(sgp_text_cut("caf\xC3\xA9", 4), 3);
    assert_int_equal(sgp_text_cut("cafe", 9), 4);
    size_t bad = 0;
    assert_false(sgp_text_is_utf8("ab\xFF", 3, &bad));
    assert_int_equal(bad, 2);
}

static void a_misspelt_name_finds_its_nearest(void **state)
{
    (void)state;
    static const char *const names[] = {"temperature", "rash", "unresponsive", "gp-6h"};
    static const char *const rows[][2] = {
        {"temprature", "; did you mean \"temperature\"?"},
        {"rahs", "; did you mean \"rash\"?"},
        {"unresponsiv", "; did you mean \"unresponsive\"?"},
        {"zzzz", ""},
        {"x", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sgp_nearest nearest = sgp_nearest_to(rows[i][0]);
        for (size_t j = 0; j < sizeof names / sizeof *names; j++)
            sgp_nearest_offer(&nearest, names[j]);
        char buffer[80];
        assert_string_equal(sgp_nearest_suggestion(&nearest, buffer, sizeof buffer), rows[i][1]);
    }
}

static void equal_texts_have_one_number(void **state)
{
    (void)state;
    sgp_strings strings;
    sgp_strings_init(&strings);
    char name[16];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 500; i++) {
            snprintf(name, sizeof name, "name-%d", i);
            assert_int_equal(sgp_strings_add(&strings, name, strlen(name)), i);
        }
    assert_int_equal(sgp_strings_find(&strings, "name-499x", 8), 499);
    assert_int_equal(sgp_strings_find(&strings, "name-500", 8), SGP_NO_STRING);
    assert_string_equal(sgp_strings_text(&strings, 7), "name-7");
    assert_int_equal(sgp_strings_add(&strings, "", 0), 500);
    assert_string_equal(sgp_strings_text(&strings, 500), "");
    sgp_strings_release(&strings);
}

static void equal_texts_are_one_pointer(void **state)
{
    (void)state;
    sgp_arena arena = {0};
    sgp_interned interned;
    sgp_interned_init(&interned, &arena);
    const char *first = sgp_interned_text(&interned, "first");
    for (int i = 0; i < 500; i++) {
        char name[16];
        snprintf(name, sizeof name, "name-%d", i);
        assert_string_equal(sgp_interned_text(&interned, name), name);
    }
    assert_ptr_equal(sgp_interned_text(&interned, "first"), first);
    sgp_interned_release(&interned);
    assert_string_equal(first, "first");
    sgp_arena_release(&arena);
}

static void texts_stand_where_they_were_put(void **state)
{
    (void)state;
    sgp_texts texts;
    sgp_texts_init(&texts);
    assert_int_equal(sgp_texts_add(&texts, "", 0), 0);
    assert_int_equal(sgp_texts_add(&texts, "one", 3), 1);
    assert_int_equal(sgp_texts_add(&texts, "two and more", 3), 5);
    assert_string_equal(sgp_texts_at(&texts, 0), "");
    assert_string_equal(sgp_texts_at(&texts, 1), "one");
    assert_string_equal(sgp_texts_at(&texts, 5), "two");
    sgp_texts_release(&texts);
}

static void arenas_hold_large_and_small(void **state)
{
    (void)state;
    sgp_arena arena = {0};
    assert_non_null(sgp_arena_allocate(&arena, 0, 8));
    char *large = sgp_arena_allocate(&arena, 1, 100000);
    assert_non_null(large);
    memset(large, 1, 100000);
    for (int i = 0; i < 3000; i++) {
        uint64_t *number = sgp_arena_allocate(&arena, 1, sizeof *number);
        assert_non_null(number);
        assert_int_equal(*number, 0);
        assert_int_equal((uintptr_t)number % sizeof *number, 0);
    }
    assert_null(sgp_arena_allocate(&arena, SIZE_MAX / 2, 4));
    sgp_arena_release(&arena);
}

static void dates_go_to_and_fro(void **state)
{
    (void)state;
    signpost_date first, last;
    assert_int_equal(signpost_date_from_civil(1, 1, 1, &first), SIGNPOST_OK);
    assert_int_equal(signpost_date_from_civil(9999, 12, 31, &last), SIGNPOST_OK);
    assert_true(sgp_date_is_valid(first) && !sgp_date_is_valid(first - 1));
    assert_true(sgp_date_is_valid(last) && !sgp_date_is_valid(last + 1));
    int weekday = signpost_date_weekday(first);
    for (signpost_date date = first; date <= last; date++) {
        int year, month, day;
        signpost_date back;
        signpost_date_to_civil(date, &year, &month, &day);
        if (signpost_date_from_civil(year, month, day, &back) != SIGNPOST_OK || back != date ||
            signpost_date_weekday(date) != weekday)
            fail_msg("%d-%d-%d", year, month, day);
        weekday = weekday % 7 + 1;
    }
    signpost_date date;
    assert_int_equal(signpost_date_parse("2026-11-21", &date), SIGNPOST_OK);
    assert_int_equal(signpost_date_weekday(date), 6);
    static const char *const wrong[] = {"2026-02-29", "2026-13-01", "2026-1-1", "2026-01-01x", "", "tomorrow", "0000-01-01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(signpost_date_parse(wrong[i], &date), SIGNPOST_INVALID);
    char buffer[SIGNPOST_MOMENT_SIZE];
    assert_string_equal(signpost_minute_format((signpost_minute)date * 1440 + 18 * 60 + 30, buffer), "2026-11-21T18:30Z");
    assert_string_equal(signpost_minute_format(-1, buffer), "1969-12-31T23:59Z");
}

static void distances_are_whole_metres(void **state)
{
    (void)state;
    sgp_point tunbridge_wells = {51.132, 0.263}, norwich = {52.628, 1.299};
    assert_int_equal(sgp_distance_m(tunbridge_wells, tunbridge_wells), 0);
    int32_t there = sgp_distance_m(tunbridge_wells, norwich);
    assert_int_equal(there, sgp_distance_m(norwich, tunbridge_wells));
    assert_in_range(there, 180000, 182000);
    assert_in_range(sgp_distance_m((sgp_point){0, 0}, (sgp_point){0, 180}), 20015000, 20015200);
    double latitude, longitude;
    sgp_box_around(tunbridge_wells, 60000, &latitude, &longitude);
    assert_in_range(sgp_distance_m(tunbridge_wells, (sgp_point){51.132 + latitude, 0.263}), 60000, 60002);
    assert_true(longitude > latitude);
}

static void a_square_has_corners(void **state)
{
    (void)state;
    static const struct row {
        sgp_point at, of;
        int32_t half_side_m;
        const char *about;
    } rows[] = {
        {{51, 0}, {51, 0}, 0, "the centre"},
        {{51, 0}, {51.1, 0.1}, 11120, "a corner is as far as it is north"},
        {{51, 0}, {50.9, 0.1}, 11120, "or south"},
        {{51, 0}, {51.01, 0.1}, 6998, "or east, along the parallel of the centre"},
        {{0, 179.9}, {0, -179.9}, 22239, "over the date line"},
        {{90, 0}, {89.9, 170}, 11120, "at a pole all meridians are one"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sgp_ready_point at = sgp_point_make_ready(rows[i].at);
        int32_t half_side = sgp_square_distance_m(&at, rows[i].of);
        if (half_side != rows[i].half_side_m)
            fail_msg("%s: %d", rows[i].about, half_side);
    }
}

static void bits_are_found_in_order(void **state)
{
    (void)state;
    sgp_word set[3] = {0}, other[3];
    static const size_t bits[] = {0, 63, 64, 129};
    for (size_t i = 0; i < 4; i++)
        sgp_bit_set(set, bits[i]);
    size_t at = 0;
    for (size_t i = 0; i < 4; i++, at++)
        assert_int_equal(at = sgp_bits_next(set, 130, at), bits[i]);
    assert_int_equal(sgp_bits_next(set, 130, at), 130);
    sgp_bits_fill(other, 64);
    other[1] = other[2] = 0;
    sgp_bits_and(set, other, 3);
    assert_int_equal(sgp_bits_count(set, 3), 2);
    sgp_bit_clear(set, 63);
    assert_false(sgp_bit_get(set, 63));
}

static void messages_are_in_order_and_whole(void **state)
{
    (void)state;
    int before = 0;
    for (size_t i = 0; i < signpost_message_count(); i++) {
        const signpost_message *message = signpost_message_at(i);
        if (message->id <= before)
            fail_msg("SP%04d stands after SP%04d", message->id, before);
        before = message->id;
        assert_true(*message->name && *message->meaning && *message->remedy);
        assert_ptr_equal(signpost_message_find(message->id), message);
    }
    assert_null(signpost_message_find(9999));
    assert_null(signpost_message_at(signpost_message_count()));
}

static void errors_say_what_where_and_what_to_do(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    char line[256];
    assert_int_equal(sgp_fail(&error, SIGNPOST_IO, SGP_CANNOT_READ, "could not read \"%s\"", "x.yaml"), SIGNPOST_IO);
    sgp_error_at(&error, "x.yaml", 3, 7);
    sgp_error_hint(&error, "see that it exists");
    signpost_error_format(&error, line, sizeof line);
    assert_string_equal(line, "x.yaml:3:7: error: could not read \"x.yaml\"; see that it exists [SP0102]");
    assert_int_equal(sgp_fail(NULL, SIGNPOST_IO, SGP_CANNOT_READ, "nobody listens"), SIGNPOST_IO);

    signpost_diagnostics *list;
    assert_int_equal(signpost_diagnostics_new(&list), SIGNPOST_OK);
    sgp_diagnose(list, SIGNPOST_WARNING, SGP_TOO_LARGE, (sgp_spot){"a.csv", 2, 0}, "row is long");
    sgp_diagnose(list, SIGNPOST_ERROR, SGP_NOT_UTF8, (sgp_spot){NULL, 0, 0}, "bad byte");
    sgp_diagnose(list, SIGNPOST_ERROR, SGP_NOT_UTF8, (sgp_spot){NULL, 0, 0}, "bad byte");
    assert_int_equal(signpost_diagnostics_count_of(list, SIGNPOST_ERROR), 2);
    signpost_diagnostic first = signpost_diagnostics_get(list, 0);
    signpost_diagnostic_format(&first, line, sizeof line);
    assert_string_equal(line, "a.csv:2: warning: row is long [SP0105]");
    assert_int_equal(sgp_fail_content(&error, list), SIGNPOST_CONTENT);
    assert_string_equal(error.message, "bad byte (and 1 more)");
    signpost_diagnostics_free(list);
}

static void every_status_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(signpost_status_name(SIGNPOST_OK), "done");
    assert_string_equal(signpost_status_name(SIGNPOST_CONTENT), "mistakes in the content");
    assert_string_equal(signpost_status_name(SIGNPOST_CANCELLED), "cancelled");
    assert_string_equal(signpost_status_name((signpost_status)(SIGNPOST_CANCELLED + 1)), "unknown status");
    for (int i = 0; i < SIGNPOST_CANCELLED; i++)
        for (int j = i + 1; j <= SIGNPOST_CANCELLED; j++)
            assert_string_not_equal(signpost_status_name((signpost_status)i), signpost_status_name((signpost_status)j));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_name),
        cmocka_unit_test(numbers_are_read_to_their_precision),
        cmocka_unit_test(folding_ignores_case_marks_and_spaces),
        cmocka_unit_test(texts_are_cut_between_characters),
        cmocka_unit_test(a_misspelt_name_finds_its_nearest),
        cmocka_unit_test(equal_texts_have_one_number),
        cmocka_unit_test(equal_texts_are_one_pointer),
        cmocka_unit_test(texts_stand_where_they_were_put),
        cmocka_unit_test(arenas_hold_large_and_small),
        cmocka_unit_test(dates_go_to_and_fro),
        cmocka_unit_test(distances_are_whole_metres),
        cmocka_unit_test(a_square_has_corners),
        cmocka_unit_test(bits_are_found_in_order),
        cmocka_unit_test(messages_are_in_order_and_whole),
        cmocka_unit_test(errors_say_what_where_and_what_to_do),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
