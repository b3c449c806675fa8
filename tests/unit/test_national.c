/* Results in the national shape: numbers of dispositions, what stands in a service, and what is refused. */
#include "../support/cmocka_all.h"

#include "../support/open_town.h"
#include "base/error.h"
#include "signpost/national.h"

#include <string.h>

static void dispositions_have_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int number; /* 0: none */
    } rows[] = {
        {"Dx02", 1002},  {"Dx06", 1006},   {"Dx99", 1099},   {"Dx100", 1100},  {"Dx118", 1118},
        {"Dx199", 1199}, {"Dx200", 11200}, {"Dx325", 11325}, {"Dx999", 11999}, {"Dx011", 0},
        {"Dx000", 0},    {"Dx00", 0},      {"Dx2", 0},       {"Dx1000", 0},    {"Dx", 0},
        {"DX06", 0},     {"Dx-1", 0},      {"Dx+12", 0},     {"06", 0},        {"", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int number = 0;
        signpost_status status = signpost_national_disposition(rows[i].code, &number, &error);
        if (number != rows[i].number || status != (number ? SIGNPOST_OK : SIGNPOST_NOT_FOUND))
            fail_msg("%s became %d", rows[i].code, number);
        if (status)
            assert_int_equal(error.id, SGP_NATIONAL_NO_ID);
    }
}

/* A document as text. */
static char document[1 << 18];
static size_t length;

static bool keep(const char *bytes, size_t size, void *context)
{
    (void)context;
    if (length + size >= sizeof document)
        return false;
    memcpy(document + length, bytes, size);
    document[length += size] = '\0';
    return true;
}

static bool refuse(const char *bytes, size_t size, void *context)
{
    (void)bytes;
    (void)size;
    (void)context;
    return false;
}

static signpost_directory *open_town(signpost_access access)
{
    signpost_directory *directory;
    assert_int_equal(signpost_directory_open(path, access, &directory, &error), SIGNPOST_OK);
    return directory;
}

static void write_national(bool professional)
{
    signpost_need need = test_town_need();
    signpost_national_options options = SIGNPOST_NATIONAL_OPTIONS_INIT;
    signpost_directory *directory = open_town(SIGNPOST_READ_ONLY);
    options.professional = professional;
    length = 0;
    if (signpost_search(town, &need, results, &error) ||
        signpost_national_write(directory, results, &need, &options, keep, NULL, &error))
        fail_msg("%s", error.message);
    signpost_directory_close(directory);
}

static void change_town(const char *sql)
{
    signpost_directory *directory = open_town(SIGNPOST_READ_WRITE);
    assert_int_equal(sgp_db_run(directory->db, sql, &error), SIGNPOST_OK);
    signpost_directory_close(directory);
}

static void a_service_has_what_the_response_has(void **state)
{
    (void)state;
    change_town(
        "UPDATE service SET clinician_phone = '01632 960999', ods_code = 'FA999', easting = 558000, northing = "
        "139000 WHERE uid = 'pharmacy-a'; INSERT INTO endpoint VALUES (5, 1, 'itk', 'https://itk.example.org/a', "
        "'primary'); INSERT INTO hours VALUES (9, randomblob(32), 'england', 'Mo 22:00-02:00; Fr 00:00-24:00; "
        "PH 10:00-12:00; Dec 25 off; 2026-12-24 09:00-12:00'); UPDATE service SET hours = 9 WHERE uid = 'women'");
    write_national(false);
    static const char *const there[] = {
        "\"searchDistance\": 30,",
        "\"searchDistanceUsedSource\": \"sector\"",
        "\"calculatedAgeInDays\": 10957",
        "\"odsCode\": \"FA999\"",
        "\"eastings\": 558000",
        "\"northings\": 139000",
        "\"nonPublicTelephoneNo\": \"\"",
        "\"serviceEndpoints\": []",
        "\"disposition\": 1006",
        "\"capacity\": \"High\"",
        "\"openAllHours\": true",
        "\"distance\": \"2.8\"", /* 4,448 m */
        "\"daysFrom\": 0",
        "\"startDayOfWeek\": \"Friday\"",
    };
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        if (!strstr(document, there[i]))
            fail_msg("no %s in\n%s", there[i], document);
    assert_null(strstr(document, "960999"));
    assert_null(strstr(document, "itk.example.org"));
    write_national(true);
    assert_non_null(strstr(document, "\"nonPublicTelephoneNo\": \"01632 960999\""));
    assert_non_null(strstr(document, "\"address\": \"https://itk.example.org/a\""));
}

/* Hours of the women's clinic as sessions: over midnight, to midnight, bank holidays, dates. */
static void hours_are_sessions(void **state)
{
    (void)state;
    signpost_index *index;
    signpost_results *again;
    signpost_need need = test_town_need();
    signpost_directory *directory;
    change_town("UPDATE hours SET text = 'Mo 22:00-02:00; Fr 00:00-24:00; PH 10:00-12:00; Dec 25 off; 2026-12-24 "
                "09:00-12:00,22:00-01:00' WHERE id = 9");
    directory = open_town(SIGNPOST_READ_ONLY);
    assert_int_equal(signpost_index_build(directory, NULL, &index, &error), SIGNPOST_OK);
    assert_int_equal(signpost_results_new(index, 20, &again, &error), SIGNPOST_OK);
    assert_int_equal(signpost_search(index, &need, again, &error), SIGNPOST_OK);
    length = 0;
    assert_int_equal(signpost_national_write(directory, again, &need, NULL, keep, NULL, &error), SIGNPOST_OK);
    static const char *const dates =
        "\"openTimeSpecifiedSessions\": [\n        \"24-12-2026-09:00-12:00\",\n        \"24-12-2026-22:00-01:00\",\n"
        "        \"25-12-2026-00:00-00:00\"\n      ]";
    assert_non_null(strstr(document, dates));
    assert_non_null(strstr(document, "\"startDayOfWeek\": \"BankHoliday\""));
    assert_non_null(strstr(document, "\"endDayOfWeek\": \"Tuesday\""));
    assert_non_null(strstr(document, "\"hours\": 23,\n            \"minutes\": 59"));
    signpost_results_free(again);
    signpost_index_free(index);
    signpost_directory_close(directory);
}

static void what_cannot_be_written_is_refused(void **state)
{
    (void)state;
    signpost_need need = test_town_need();
    signpost_results *fresh;
    signpost_national_options options = {.size = 3};
    signpost_directory *directory = open_town(SIGNPOST_READ_ONLY);
    assert_int_equal(signpost_results_new(town, 5, &fresh, &error), SIGNPOST_OK);
    assert_int_equal(signpost_national_write(directory, fresh, &need, NULL, keep, NULL, &error), SIGNPOST_STATE);
    assert_int_equal(signpost_search(town, &need, results, &error), SIGNPOST_OK);
    assert_int_equal(signpost_national_write(directory, results, &need, &options, keep, NULL, &error),
                     SIGNPOST_INVALID);
    assert_int_equal(signpost_national_write(directory, results, &need, NULL, refuse, NULL, &error), SIGNPOST_IO);
    need.disposition.code = "Dx011";
    assert_int_equal(signpost_national_write(directory, results, &need, NULL, keep, NULL, &error), SIGNPOST_NOT_FOUND);
    need.disposition.code = "Dx06";
    change_town("UPDATE directory SET content_version = content_version + 1");
    assert_int_equal(signpost_national_write(directory, results, &need, NULL, keep, NULL, &error), SIGNPOST_STATE);
    assert_int_equal(error.id, SGP_NATIONAL_STALE);
    signpost_results_free(fresh);
    signpost_directory_close(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dispositions_have_numbers),
        cmocka_unit_test(a_service_has_what_the_response_has),
        cmocka_unit_test(hours_are_sessions),
        cmocka_unit_test(what_cannot_be_written_is_refused),
    };
    return cmocka_run_group_tests_name("national", tests, set_up, tear_down);
}
