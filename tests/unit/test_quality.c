/* Quality: for every finding a directory in which it occurs, made from one in which nothing is found. */
#include "../support/cmocka_all.h"

#include "../support/entries.h"

#include "signpost/quality.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-quality-XXXXXX", good_path[sizeof path + 8];
static signpost_directory *directory;

static void run(const char *sql)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (sgp_db_run(directory->db, sql, &error) != SIGNPOST_OK)
        fail_msg("%s: %s", sql, error.message);
}

static int make(void **state)
{
    (void)state;
    close(mkstemp(path));
    snprintf(good_path, sizeof good_path, "%s.good", path);
    directory = test_entry_make(good_path);
    if (!directory)
        return -1;
    signpost_directory_close(directory);
    directory = NULL;
    return 0;
}

static int give_back(void **state)
{
    (void)state;
    signpost_directory_close(directory);
    remove(good_path);
    return remove(path);
}

/* Opens a copy of the good directory, and does something to it. */
static void spoil(const char *sql)
{
    char bytes[4096];
    size_t size;
    signpost_directory_close(directory);
    FILE *from = fopen(good_path, "rb"), *to = fopen(path, "wb");
    assert_non_null(from);
    assert_non_null(to);
    while ((size = fread(bytes, 1, sizeof bytes, from)) > 0)
        fwrite(bytes, 1, size, to);
    fclose(from);
    fclose(to);
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, NULL), SIGNPOST_OK);
    run(sql);
}

/* ---- judging ---- */

static signpost_audit *new_audit(const char *from)
{
    signpost_audit *audit = NULL;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status = test_entry_audit(directory, from, &audit, &error);
    if (status != SIGNPOST_OK && status != SIGNPOST_CORRUPT) /* what the reader refuses is no index */
        fail_msg("%s", error.message);
    return audit;
}

static signpost_quality *judge(const char *provider)
{
    signpost_quality_options options = SIGNPOST_QUALITY_OPTIONS_INIT;
    signpost_quality *quality;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_audit *audit = new_audit("2026-11-20");
    options.at = TEST_NOON;
    options.provider = provider;
    if (signpost_quality_check(directory, audit, &options, &quality, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    signpost_audit_free(audit); /* what was found outlives it */
    return quality;
}

/* ---- every finding ---- */

#define HOURS(text) "UPDATE hours SET text = '" text "'"
#define ENTRY(set)  "UPDATE service SET " set

/* What is done to the good directory; the codes that are then found, in order; a part of what the first one says. */
static const struct row {
    const char *sql, *codes, *says;
} rows[] = {
    {"SELECT 1", "", ""},
    /* hours */
    {ENTRY("hours = NULL"), "hours-missing unreachable", "never opens"},
    {HOURS("whenever"), "hours-unreadable", "expected a date"},
    {HOURS("Mo 08:00-08:00"), "hours-start-is-end", "starts and ends at the same time"},
    {HOURS("Mo 08:00-12:00,11:00-14:00"), "hours-overlapping", "overlap"},
    {HOURS("Mo-Su 22:00-10:00,09:00-12:00"), "hours-overlapping", "overlap"},
    {HOURS("24/7; Mo 08:00-12:00"), "hours-contradict-all-hours", "beside 24/7"},
    {HOURS("24/7; PH off"), "hours-all-but-bank-holidays", "closed on bank holidays"},
    {HOURS("24/7; PH 10:00-16:00"), "hours-all-but-bank-holidays", "other hours on bank holidays"},
    {HOURS("24/7"), "", ""},
    {HOURS("Mo-Su 22:00-08:00; PH 06:00-12:00"), "hours-run-into-each-other",
     "on 2026-12-25 a session begins at 06:00"},
    {HOURS("Mo-Su 22:00-08:00; PH 00:00-24:00"), "", ""},
    {HOURS("Mo-Su 22:00-08:00; 2026-11-20 07:00-12:00; PH off"), "hours-run-into-each-other", "on 2026-11-20"},
    {HOURS("Mo-Su 22:00-08:00; 2026-11-19 07:00-12:00; PH off"), "", ""}, /* past */
    {HOURS("Mo-Fr 08:00-18:30"), "hours-no-bank-holiday", "Christmas Day, 2026-12-25: those of a Friday"},
    {HOURS("Mo-Fr 08:00-18:30; Dec 25 off"), "", ""},
    {HOURS("Mo-Fr 08:00-18:30; 2026-12-25 10:00-12:00"), "", ""},
    {HOURS("Sa 08:00-18:30"), "", ""}, /* closed on a Friday, whatever it is */
    {HOURS("Mo-Su off"), "hours-never-open unreachable", "at no time"},
    {HOURS("2026-11-19 08:00-12:00"), "hours-never-open unreachable", "at no time"},
    {HOURS("2026-12-24 08:00-12:00"), "", ""},
    {HOURS("Mo-Su off; PH 10:00-16:00"), "", ""},
    /* profile */
    {ENTRY("profile = NULL"), "profile-missing unreachable", "never be found"},
    {"DELETE FROM profile_pair", "profile-no-discriminator unreachable", "symptom group with a discriminator"},
    {"DELETE FROM profile_disposition", "profile-no-disposition unreachable", "no disposition"},
    {"DELETE FROM profile_role", "profile-no-role unreachable", "no referral role"},
    {"DELETE FROM profile_age", "profile-no-age unreachable", "no age"},
    {"DELETE FROM profile_sex", "profile-no-sex unreachable", "no sex"},
    {"DELETE FROM profile_pair; UPDATE service SET type = 40", "catch-all-only", "symptom group"},
    /* reach */
    {"UPDATE profile_disposition SET disposition = 'Dx07'", "unreachable", "does not list the disposition"},
    {"UPDATE profile_pair SET symptom_group = 'h', discriminator = 'e'", "unreachable",
     "does not list the symptom group"},
    {"UPDATE profile_pair SET discriminator = 'e'", "unreachable", "does not list the discriminators"},
    {"UPDATE profile_age SET from_days = 40000", "unreachable", "does not list the age"},
    {"DELETE FROM profile_sex; INSERT INTO profile_sex VALUES (1, 'unknown')", "unreachable", "does not list the sex"},
    {"UPDATE profile_role SET role = 'clinician'", "for-other-roles", "111-telephone"},
    {ENTRY("latitude = 57, postcode = NULL"), "unreachable", "nearest, A, is 656.1 km away, and searches 60.0 km"},
    {"DELETE FROM area_population WHERE people; INSERT INTO area_population VALUES ('A', 'male', 0, 99999, 0)",
     "unreachable", "no area has people"},
    {"INSERT INTO service_area VALUES (1, 'B', 'limited')", "unreachable", "limited to areas without people: B"},
    {"INSERT INTO service_area VALUES (1, 'A', 'limited')", "", ""},
    {"INSERT INTO service_area VALUES (1, 'B', 'promoted')", "", ""},
    {"INSERT INTO service_area VALUES (1, 'B', 'limited'); UPDATE area SET latitude = 53 WHERE code = 'B';"
     " UPDATE area_population SET people = 5",
     "unreachable", "do not have it within reach: B"},
    {ENTRY("restricted = 1"), "unreachable", "no GP practice is listed"},
    {ENTRY("restricted = 1; INSERT INTO service_practice VALUES (1, 'T1')"), "unreachable", "no GP practice is listed"},
    {ENTRY("restricted = 1; INSERT INTO service_practice VALUES (1, 'P1')"), "", ""},
    {ENTRY("restricted = 1; INSERT INTO service_practice VALUES (1, 'P2')"), "not-counted-as-cover",
     "nearest to no area"},
    {HOURS("Mo-Fr 08:00-08:20; PH off"), "unreachable", "no time for 30 minutes at once"},
    {HOURS("Mo-Fr 08:00-08:30; PH off"), "", ""},
    /* place and contact */
    {ENTRY("postcode = 'TN1 2A'"), "postcode-invalid", "is not a postcode"},
    {ENTRY("postcode = NULL"), "", ""},
    {ENTRY("postcode = 'AB9 9AA'"), "postcode-unknown", "nor sector AB9 9, nor district AB9"},
    {ENTRY("latitude = 51.13"), "coordinates-far", "3.3 km from the centre of postcode TN1 2AB"},
    {ENTRY("latitude = 51.115"), "", ""},
    {ENTRY("postcode = 'tn13aa', latitude = 51.18"), "", ""},
    {ENTRY("postcode = 'tn13aa', latitude = 51.2"), "coordinates-far", "11.1 km from the centre of sector TN1 3"},
    {ENTRY("postcode = 'TN1 9AA', latitude = 51.3"), "", ""},
    {ENTRY("postcode = 'TN1 9AA', latitude = 51.4"), "coordinates-far", "33.4 km from the centre of district TN1"},
    {ENTRY("phone = '01892 5555'"), "phone-invalid", "9 digits"},
    {ENTRY("phone = NULL, clinician_phone = NULL, email = NULL, web = NULL, ods_code = NULL"), "", ""},
    {ENTRY("clinician_phone = 'ring us'"), "phone-invalid", "other than digits"},
    {ENTRY("ods_code = 'fa001'"), "ods-code-invalid", "capitals and digits"},
    {ENTRY("web = 'example.org'"), "url-invalid", "https://"},
    {ENTRY("email = 'nobody'"), "email-invalid", "not an email address"},
    /* dates */
    {ENTRY("valid_to = '2026-11-19'"), "validity-past", "valid to 2026-11-19"},
    {ENTRY("valid_to = '2026-11-20'"), "", ""},
    {ENTRY("valid_from = '2026-11-21'"), "validity-later", "valid from 2026-11-21"},
    {ENTRY("valid_from = '2026-11-20'"), "", ""},
    {ENTRY("valid_from = 'soon'"), "date-invalid", "is no date"},
    {ENTRY("verified_at = NULL"), "verified-never", "nobody"},
    {ENTRY("verified_at = 29394000 - 1440 * 2"), "verified-long-ago", "since 2025-11-18: more than 12 months"},
    {ENTRY("verified_at = 29394000"), "", ""}, /* 20 November 2025 */
    {ENTRY("verify_due = '2026-11-19'"), "verification-overdue", "by 2026-11-19, 1 day ago"},
    {ENTRY("verify_due = '2026-11-20'"), "", ""},
    {ENTRY("state = 'draft'"), "", ""}, /* since 7 November */
    {ENTRY("state = 'draft'; UPDATE act SET at = 29700000"), "draft-long", "last changed on 2026-06-21, 152 days ago"},
    {ENTRY("state = 'closed', hours = NULL, phone = 'x'"), "", ""},
    {ENTRY("state = 'suspended', hours = NULL, phone = 'x'"), "", ""},
    /* capacity */
    {"INSERT INTO capacity VALUES (1, 'red', 'x', 29919600 - 60, 'x', 29919600 + 60)", "capacity-red", "1 hour"},
    {"INSERT INTO capacity VALUES (1, 'red', 'x', 29919600 - 1440, 'x', 29919600 + 60)", "capacity-red-long",
     "24 hours"},
    {"INSERT INTO capacity VALUES (1, 'red', 'x', 29919600 - 60, 'x', 29919600)", "", ""},
    {"INSERT INTO capacity VALUES (1, 'amber', 'x', 29919600 - 60, 'x', 29919600 + 60)", "", ""},
    /* names */
    {ENTRY("public_name = 'Town UTC'"), "public-name-acronym", "\"UTC\""},
    {ENTRY("public_name = 'Town UTCs'"), "public-name-acronym", "\"UTCs\""},
    {ENTRY("public_name = 'Town NHS GP Practice II'"), "", ""},
    {ENTRY("public_name = 'A & E'"), "", ""},
    {ENTRY("public_name = 'TOWN PHARMACY UTC'"), "public-name-capitals", "capitals"},
    {ENTRY("public_name = '12 High Street'"), "public-name-address", "a street and number"},
    {ENTRY("public_name = 'High Street Pharmacy'"), "", ""},
    {ENTRY("public_name = 'Pharmacy, TN1 2AB'"), "public-name-address", "a postcode"},
    {ENTRY("public_name = NULL"), "", ""},
    {ENTRY("public_name = NULL, name = 'Town UTC'"), "public-name-missing", "the acronym \"UTC\""},
    {ENTRY("public_name = NULL, name = '3 Mill Lane'"), "public-name-missing", "an address"},
    {ENTRY("name = 'a' || char(27) || 'b'"), "name-hidden-characters", "cannot be seen"},
    {ENTRY("public_name = 'a' || char(8238) || 'b'"), "name-hidden-characters", "cannot be seen"},
    {ENTRY("public_name = 'Caf' || char(233) || ' <script>'"), "", ""},
    /* imports */
    {ENTRY("assumed = 'type;hours'"), "assumed", "said by the mapping"},
};

static void say_codes(const signpost_quality *quality, char codes[512])
{
    codes[0] = '\0';
    for (size_t i = 0; i < signpost_quality_count(quality); i++)
        snprintf(codes + strlen(codes), 512 - strlen(codes), "%s%s", i ? " " : "",
                 signpost_quality_at(quality, i).code);
}

static void every_finding_is_made_where_it_belongs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char codes[512];
        spoil(rows[i].sql);
        signpost_quality *quality = judge(NULL);
        say_codes(quality, codes);
        if (strcmp(codes, rows[i].codes) != 0 || !strstr(signpost_quality_at(quality, 0).what, rows[i].says))
            fail_msg("%s: \"%s\": %s", rows[i].sql, codes, signpost_quality_at(quality, 0).what);
        signpost_quality_free(quality);
    }
}

static void every_rule_has_a_row(void **state)
{
    (void)state;
    for (size_t rule = 0; *signpost_quality_rule_at(rule).code; rule++) {
        bool found = false;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            found = found || strstr(rows[i].codes, signpost_quality_rule_at(rule).code);
        if (!found)
            fail_msg("no row for %s", signpost_quality_rule_at(rule).code);
        assert_true(*signpost_quality_rule_at(rule).meaning && *signpost_quality_rule_at(rule).remedy);
        if (rule)
            assert_true(signpost_quality_rule_at(rule).severity <= signpost_quality_rule_at(rule - 1).severity);
    }
}

/* ---- filters ---- */

static void the_filter_is_named_that_blocks_by_itself(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        signpost_filter filter;
        const char *says;
    } blocks[] = {
        {ENTRY("profile = NULL"), SIGNPOST_FILTER_SYMPTOM_GROUP, "no clinical profile"},
        {ENTRY("hours = NULL"), SIGNPOST_FILTER_HOURS, "not known"},
        {"DELETE FROM profile_role", SIGNPOST_FILTER_ROLE, "nobody who may refer"},
        {"UPDATE profile_age SET from_days = 40000", SIGNPOST_FILTER_AGE, "the age"},
        {"UPDATE profile_age SET from_days = 40000; DELETE FROM profile_role", SIGNPOST_FILTER_ROLE,
         "also blocked by age"},
        {"INSERT INTO service_area VALUES (1, 'B', 'limited')", SIGNPOST_FILTER_AREA, "without people"},
        {ENTRY("restricted = 1, hours = NULL"), SIGNPOST_FILTER_PRACTICE, "also blocked by hours"},
        {ENTRY("latitude = 57, postcode = NULL"), SIGNPOST_FILTER_DISTANCE, "within reach"},
        {"INSERT INTO service_area VALUES (1, 'B', 'limited'); UPDATE area SET latitude = 53 WHERE code = 'B';"
         " UPDATE area_population SET people = 5",
         SIGNPOST_FILTER_COUNT, "do not have it within reach"},
    };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        spoil(blocks[i].sql);
        signpost_quality *quality = judge(NULL);
        signpost_quality_finding last = signpost_quality_at(quality, signpost_quality_count(quality) - 1);
        assert_string_equal(last.code, "unreachable");
        assert_int_equal(last.filter, blocks[i].filter);
        if (!strstr(last.what, blocks[i].says))
            fail_msg("%s: %s", blocks[i].sql, last.what);
        assert_int_equal(signpost_quality_describe(quality).unreachable, 1);
        signpost_quality_free(quality);
    }
}

/* ---- scores ---- */

static void a_score_is_the_mean_of_active_entries(void **state)
{
    (void)state;
    spoil(test_four_entries_sql);
    signpost_quality *quality = judge(NULL);
    signpost_quality_about about = signpost_quality_describe(quality);
    assert_int_equal(about.entries, 5);
    assert_int_equal(about.totals.entries, 4);
    assert_int_equal(about.totals.with_errors, 1);
    assert_int_equal(about.totals.with_warnings, 2);
    assert_int_equal(about.totals.errors, 1);
    assert_int_equal(about.totals.warnings, 7);
    assert_int_equal(about.totals.score, 50); /* 100, 0, 60, 40 */
    static const struct {
        const char *code, *name;
        size_t entries;
        int score;
    } providers[] = {{"FB002", "", 1, 0}, {"", "", 1, 60}, {"T1", "A Trust", 2, 70}};
    assert_int_equal(signpost_quality_provider_count(quality), 3);
    for (size_t i = 0; i < 3; i++) {
        signpost_quality_provider provider = signpost_quality_provider_at(quality, i);
        assert_string_equal(provider.code, providers[i].code);
        assert_string_equal(provider.name, providers[i].name);
        assert_int_equal(provider.totals.entries, providers[i].entries);
        assert_int_equal(provider.totals.score, providers[i].score);
    }
    assert_string_equal(signpost_quality_provider_at(quality, 3).code, "");
    signpost_quality_free(quality);
}

static void findings_stand_by_severity_rule_and_uid(void **state)
{
    (void)state;
    static const char *const expected[] = {"bad phone-invalid",    "bad url-invalid",           "poor url-invalid",
                                           "worse url-invalid",    "poor email-invalid",        "worse email-invalid",
                                           "worse verified-never", "worse verification-overdue"};
    char text[128];
    size_t of_rules = 0;
    spoil(test_four_entries_sql);
    signpost_quality *quality = judge(NULL);
    assert_int_equal(signpost_quality_count(quality), sizeof expected / sizeof *expected);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        signpost_quality_finding finding = signpost_quality_at(quality, i);
        snprintf(text, sizeof text, "%s %s", finding.uid, finding.code);
        assert_string_equal(text, expected[i]);
    }
    for (size_t i = 0; *signpost_quality_rule_at(i).code; i++)
        of_rules += signpost_quality_count_of(quality, i);
    assert_int_equal(of_rules, signpost_quality_count(quality));
    assert_string_equal(signpost_quality_at(quality, of_rules).what, "");
    signpost_quality_free(quality);
}

static void one_provider_is_judged_alone(void **state)
{
    (void)state;
    static const struct {
        const char *provider;
        size_t entries, findings;
        int score;
    } rows_of[] = {{"T1", 3, 4, 70}, {"FB002", 1, 2, 0}, {"", 1, 2, 60}, {"none", 0, 0, -1}};
    for (size_t i = 0; i < sizeof rows_of / sizeof *rows_of; i++) {
        spoil(test_four_entries_sql);
        signpost_quality *quality = judge(rows_of[i].provider);
        assert_int_equal(signpost_quality_describe(quality).entries, rows_of[i].entries);
        assert_int_equal(signpost_quality_count(quality), rows_of[i].findings);
        assert_int_equal(signpost_quality_describe(quality).totals.score, rows_of[i].score);
        signpost_quality_free(quality);
    }
}

/* ---- texts ---- */

static void long_texts_are_cut_at_a_character(void **state)
{
    (void)state;
    spoil(ENTRY("name = replace(hex(zeroblob(5000)), '0', char(233)), public_name = replace(hex(zeroblob(5000)), '0',"
                " char(233)) || ' UTC', uid = '=cmd()'"));
    signpost_quality *quality = judge(NULL);
    signpost_quality_finding finding = signpost_quality_at(quality, 0);
    assert_string_equal(finding.code, "public-name-acronym");
    assert_string_equal(finding.uid, "=cmd()"); /* as it is: who writes it makes it harmless */
    assert_int_equal(strlen(finding.name), 200);
    assert_int_equal(strlen(finding.value), 200);
    assert_string_equal(finding.value + 198, "\xc3\xa9");
    signpost_quality_free(quality);
}

static void what_is_for_professionals_is_left_out(void **state)
{
    (void)state;
    spoil(ENTRY("clinician_phone = 'secret', email = 'secret'"));
    signpost_quality *quality = judge(NULL);
    assert_int_equal(signpost_quality_count(quality), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(signpost_quality_at(quality, i).value, "");
        assert_null(strstr(signpost_quality_at(quality, i).what, "secret"));
    }
    signpost_quality_free(quality);
}

/* ---- what is refused ---- */

static signpost_status check(const signpost_audit *audit, const signpost_quality_options *options,
                             signpost_error *error)
{
    signpost_quality *quality = (signpost_quality *)path;
    signpost_status status = signpost_quality_check(directory, audit, options, &quality, error);
    if (status == SIGNPOST_OK)
        signpost_quality_free(quality);
    else
        assert_null(quality);
    return status;
}

static void options_are_checked(void **state)
{
    (void)state;
    spoil("SELECT 1");
    const signpost_quality_options good = {
        .size = sizeof good, .at = TEST_NOON, .months = 12, .red_hours = 24, .draft_days = 90};
    signpost_quality_options bad[6] = {good, good, good, good, good, good};
    bad[0].size = 1;
    bad[1].months = 0;
    bad[2].months = 121;
    bad[3].red_hours = 0;
    bad[4].draft_days = 0;
    bad[5].at = INT64_MAX / 2;
    assert_int_equal(check(NULL, &good, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(check(NULL, &bad[i], NULL), SIGNPOST_INVALID);
    assert_int_equal(check(NULL, &bad[5], NULL), SIGNPOST_OUT_OF_RANGE);
}

static void the_audit_must_be_of_the_same_date_and_state(void **state)
{
    (void)state;
    spoil("SELECT 1");
    signpost_quality_options options = SIGNPOST_QUALITY_OPTIONS_INIT;
    signpost_audit *audit = new_audit("2026-11-21");
    options.at = TEST_NOON;
    assert_int_equal(check(audit, &options, NULL), SIGNPOST_INVALID);
    signpost_audit_free(audit);
    audit = new_audit("2026-11-20");
    assert_int_equal(check(audit, &options, NULL), SIGNPOST_OK);
    run("UPDATE directory SET content_version = content_version + 1");
    assert_int_equal(check(audit, &options, NULL), SIGNPOST_STATE);
    signpost_audit_free(audit);
    run("UPDATE directory SET calendar = NULL");
    assert_int_equal(check(NULL, &options, NULL), SIGNPOST_STATE);
}

static bool stop_at_once(void *context, size_t done, size_t total)
{
    assert_true(done <= total);
    ++*(int *)context;
    return false;
}

static void it_can_be_stopped(void **state)
{
    (void)state;
    int calls = 0;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_quality_options options = SIGNPOST_QUALITY_OPTIONS_INIT;
    spoil("SELECT 1");
    options.at = TEST_NOON;
    options.progress = stop_at_once;
    options.progress_context = &calls;
    assert_int_equal(check(NULL, &options, &error), SIGNPOST_CANCELLED);
    assert_int_equal(calls, 1);
    assert_int_equal(error.status, SIGNPOST_CANCELLED);
    signpost_quality_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_finding_is_made_where_it_belongs),
        cmocka_unit_test(every_rule_has_a_row),
        cmocka_unit_test(the_filter_is_named_that_blocks_by_itself),
        cmocka_unit_test(a_score_is_the_mean_of_active_entries),
        cmocka_unit_test(findings_stand_by_severity_rule_and_uid),
        cmocka_unit_test(one_provider_is_judged_alone),
        cmocka_unit_test(long_texts_are_cut_at_a_character),
        cmocka_unit_test(what_is_for_professionals_is_left_out),
        cmocka_unit_test(options_are_checked),
        cmocka_unit_test(the_audit_must_be_of_the_same_date_and_state),
        cmocka_unit_test(it_can_be_stopped),
    };
    return cmocka_run_group_tests_name("quality", tests, make, give_back);
}
