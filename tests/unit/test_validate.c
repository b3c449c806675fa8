/* Checks of what people write into a directory: postcodes, phones, codes, addresses, degrees. */
#include "../support/cmocka_all.h"

#include "directory/validate.h"

#include <stdio.h>
#include <string.h>

static void postcodes_have_one_form(void **state)
{
    (void)state;
    static const struct row {
        const char *text, *postcode, *sector, *district; /* what each reading gives; NULL for refused */
    } rows[] = {
        {"TN1 2AB", "TN1 2AB", NULL, NULL},
        {"tn12ab", "TN1 2AB", NULL, NULL},
        {"  tn1   2ab ", "TN1 2AB", NULL, NULL},
        {"M1 1AE", "M1 1AE", NULL, NULL},
        {"B33 8TH", "B33 8TH", NULL, NULL},
        {"CR2 6XH", "CR2 6XH", NULL, NULL},
        {"DN55 1PT", "DN55 1PT", NULL, NULL},
        {"W1A 1HQ", "W1A 1HQ", NULL, NULL},
        {"EC1A 1BB", "EC1A 1BB", NULL, NULL},
        {"gir 0aa", "GIR 0AA", NULL, NULL},
        {"TN1 2", NULL, "TN1 2", NULL},
        {"tn11 9", NULL, "TN11 9", NULL},
        {"TN12", NULL, NULL, "TN12"}, /* without its space it is a district */
        {"tn1", NULL, NULL, "TN1"},
        {"EC1A", NULL, NULL, "EC1A"},
        {"QN1 2AB", NULL, NULL, NULL}, /* no area begins with Q */
        {"TN1 2AC", NULL, NULL, NULL}, /* C does not end a postcode */
        {"TN1 AB2", NULL, NULL, NULL},
        {"TN1-2AB", NULL, NULL, NULL},
        {"TN1 2ABC", NULL, NULL, NULL},
        {"Tonbridge", NULL, NULL, NULL},
        {"", NULL, NULL, NULL},
    };
    static bool (*const parse[])(const char *, char *) = {sgp_postcode_parse, sgp_sector_parse, sgp_district_parse};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *expect[] = {rows[i].postcode, rows[i].sector, rows[i].district};
        for (int kind = 0; kind < 3; kind++) {
            char form[SGP_POSTCODE_SIZE] = "";
            bool read = parse[kind](rows[i].text, form);
            if (read != (expect[kind] != NULL) || (read && strcmp(form, expect[kind]) != 0))
                fail_msg("\"%s\" read as kind %d gave \"%s\"", rows[i].text, kind, read ? form : "nothing");
        }
    }
    char part[SGP_POSTCODE_SIZE];
    sgp_postcode_sector("TN1 2AB", part);
    assert_string_equal(part, "TN1 2");
    sgp_postcode_district("EC1A 1BB", part);
    assert_string_equal(part, "EC1A");
}

static void phones_are_british(void **state)
{
    (void)state;
    static const struct row {
        const char *phone, *flaw;
    } rows[] = {
        {"01632 960001", NULL},
        {"0203 371 7880", NULL},
        {"+44 1632 960001", NULL},
        {"+44 (0)1632 960001", NULL},
        {"(01632) 960-001", NULL},
        {"01632960001 (ext. 12)", NULL},
        {"01204 12345", NULL}, /* some areas have 10 */
        {"0800 1111", NULL},
        {"111", NULL},
        {"0203 371 788", "has 10 digits where 11 are expected"},
        {"07700 90000", "has 10 digits where 11 are expected"},
        {"1632 960001", "does not begin as a British number does"},
        {"call the desk", "holds something other than digits"},
        {"0163296000100000000000000001", "has too many digits"},
        {"", "does not begin as a British number does"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char room[SGP_FLAW_SIZE];
        const char *flaw = sgp_phone_check(rows[i].phone, room);
        if ((flaw == NULL) != (rows[i].flaw == NULL) || (flaw && strcmp(flaw, rows[i].flaw) != 0))
            fail_msg("\"%s\": %s", rows[i].phone, flaw ? flaw : "sound");
    }
}

static void codes_and_addresses_are_checked(void **state)
{
    (void)state;
    static const struct row {
        const char *(*check)(const char *);
        const char *text;
        bool sound;
    } rows[] = {
        {sgp_ods_code_check, "G82001", true},
        {sgp_ods_code_check, "FA512", true},
        {sgp_ods_code_check, "fa512", false},
        {sgp_ods_code_check, "F5", false},
        {sgp_ods_code_check, "A-1", false},
        {sgp_url_check, "https://www.example.org/find?x=1", true},
        {sgp_url_check, "http://example.org:8080", true},
        {sgp_url_check, "www.example.org", false},
        {sgp_url_check, "https://localhost", false},
        {sgp_url_check, "https://a b.org", false},
        {sgp_url_check, "https://", false},
        {sgp_email_check, "desk@example.org", true},
        {sgp_email_check, "desk@example", false},
        {sgp_email_check, "@example.org", false},
        {sgp_email_check, "a@b.org; c@d.org", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((rows[i].check(rows[i].text) == NULL) != rows[i].sound)
            fail_msg("\"%s\" was %s", rows[i].text, rows[i].sound ? "refused" : "taken");
}

static void degrees_keep_six_decimals(void **state)
{
    (void)state;
    static const struct row {
        const char *text, *written; /* NULL for refused */
    } rows[] = {
        {"52.244796752929688", "52.244797"},
        {"-2.9472865858309649", "-2.947287"},
        {"0", "0.000000"},
        {"90", "90.000000"},
        {"-0.0000001", "0.000000"},
        {"90.1", NULL},
        {"north", NULL},
        {"-4.4557001441717148E-2", "-0.044557"},
        {"1e", NULL},
        {"1e9", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double degrees, again;
        char written[32];
        bool read = sgp_degrees_parse(rows[i].text, 90, &degrees);
        if (read != (rows[i].written != NULL))
            fail_msg("\"%s\" was %s", rows[i].text, read ? "taken" : "refused");
        if (!read)
            continue;
        assert_string_equal(sgp_degrees_format(degrees, written, sizeof written), rows[i].written);
        assert_true(sgp_degrees_parse(written, 90, &again) && again >= degrees && again <= degrees);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(postcodes_have_one_form),
        cmocka_unit_test(phones_are_british),
        cmocka_unit_test(codes_and_addresses_are_checked),
        cmocka_unit_test(degrees_keep_six_decimals),
    };
    return cmocka_run_group_tests_name("validate", tests, NULL, NULL);
}
