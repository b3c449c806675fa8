/* HSDS folders: out and in again without loss, and folders that others wrote. What is refused: test_hsds_refused.c. */
#include "../support/hsds_folder.h"

#include "directory/cells.h"
#include "directory/directory.h"
#include "interchange/hsds.h"
#include "signpost/hsds.h"

#include <stdlib.h>

/* ---- comparing ---- */

/* Fails where two directories differ in a table, services' numbers and acts apart. */
static void assert_same_table(signpost_directory *a, signpost_directory *b, const char *name)
{
    char sql[8192];
    sgp_query left, right;
    const sgp_table *table = sgp_table_find(name);
    assert_true(sgp_sql_select(table, true, "", sql, sizeof sql));
    assert_int_equal(sgp_query_prepare(&left, a->db, sql, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_query_prepare(&right, b->db, sql, NULL), SIGNPOST_OK);
    for (size_t row = 1;; row++) {
        signpost_status status = sgp_query_step(&left, NULL);
        assert_int_equal(sgp_query_step(&right, NULL), status);
        if (status)
            break;
        for (int i = 0; i < sqlite3_column_count(left.statement); i++)
            if (strcmp(sgp_column_text_or_empty(&left, i), sgp_column_text_or_empty(&right, i)) != 0)
                fail_msg("%s, row %zu, %s: \"%s\" became \"%s\"", name, row, sqlite3_column_name(left.statement, i),
                         sgp_column_text_or_empty(&left, i), sgp_column_text_or_empty(&right, i));
    }
    sgp_query_release(&left);
    sgp_query_release(&right);
}

/* ---- round trips ---- */

static const char *const carried[] = {"organisations", "profiles",   "services", "service-practices",
                                      "service-areas", "capacities", "endpoints"};

static void what_goes_out_comes_in_again(void **state)
{
    (void)state;
    size_t rows = 0;
    signpost_import_report report;
    signpost_diagnostics *found;
    signpost_directory *from = hsds_town(from_path, hsds_services), *to = hsds_town(to_path, NULL);
    assert_non_null(from);
    assert_non_null(to);
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    assert_int_equal(signpost_hsds_export(from, hsds, NULL, &rows, NULL, NULL), SIGNPOST_OK);
    assert_true(rows > 100);
    if (import_folder(to, NULL, &report, found))
        fail_msg("%s", lines_of(found));
    assert_string_equal(lines_of(found), "");
    assert_int_equal(report.added, report.read);
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        assert_same_table(from, to, carried[i]);
    /* Again: nothing is new, and the same folder comes out. */
    assert_int_equal(import_folder(to, NULL, &report, NULL), SIGNPOST_OK);
    assert_int_equal(report.changed, report.read);
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        assert_same_table(from, to, carried[i]);
    signpost_diagnostics_free(found);
    signpost_directory_close(from);
    signpost_directory_close(to);
    folder_remove(hsds);
}

/* The folder has the file, and in it the text. */
static bool file_has(const char *name, const char *text)
{
    static char content[1 << 16];
    char path[128];
    snprintf(path, sizeof path, "%s/%s", hsds, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    content[fread(content, 1, sizeof content - 1, file)] = '\0';
    fclose(file);
    return strstr(content, text) != NULL;
}

static void nothing_for_professionals_is_published(void **state)
{
    (void)state;
    static const char *const secrets[] = {"960002", "960003", "desk@example.org", "Ask for Jo", "itk.example.org"};
    signpost_diagnostics *losses;
    signpost_hsds_options options = SIGNPOST_HSDS_OPTIONS_INIT;
    signpost_directory *from = hsds_town(from_path, hsds_services);
    assert_int_equal(signpost_diagnostics_new(&losses), SIGNPOST_OK);
    assert_int_equal(signpost_hsds_export(from, hsds, &options, NULL, NULL, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) /* never in a field that HSDS has for the public */
        for (size_t table = 0; table < sgp_hsds_table_count; table++) {
            char name[64];
            snprintf(name, sizeof name, "%s.csv", sgp_hsds_tables[table].name);
            if (strcmp(name, "attribute.csv") != 0 && file_has(name, secrets[i]))
                fail_msg("%s is in %s", secrets[i], name);
        }
    assert_true(file_has("attribute.csv", "960002"));
    options.public_only = true;
    assert_int_equal(signpost_hsds_export(from, hsds, &options, NULL, losses, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        assert_false(file_has("attribute.csv", secrets[i]));
    assert_false(file_has("taxonomy_term.csv", "clinician_phone"));
    assert_non_null(strstr(lines_of(losses), "withheld: clinicians' phone numbers of 1 service"));
    assert_non_null(strstr(lines_of(losses), "left out: 2 rows of areas"));
    /* Imported where the entries are, such a folder takes nothing away. */
    signpost_directory *to = hsds_town(to_path, hsds_services);
    assert_int_equal(import_folder(to, NULL, NULL, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        assert_same_table(from, to, carried[i]);
    signpost_diagnostics_free(losses);
    signpost_directory_close(from);
    signpost_directory_close(to);
    folder_remove(hsds);
}

static void identifiers_do_not_change(void **state)
{
    (void)state;
    char id[SGP_HSDS_ID_SIZE], other[SGP_HSDS_ID_SIZE];
    sgp_hsds_id("service", "kent-utc-001", id);
    assert_string_equal(id, "e13b664b-d907-8c28-8498-92ea3f919e23");
    assert_int_equal(id[14], '8'); /* the version */
    assert_string_not_equal(id, sgp_hsds_id("service", "kent-utc-002", other));
    assert_string_not_equal(id, sgp_hsds_id("location", "kent-utc-001", other));
}

/* ---- hours ---- */

/* Hours in their canonical form, and the rows that they come to: byday valid_from-valid_to opens-closes {meant}. */
static const struct hours {
    const char *text, *rows;
} all_hours[] = {
    {"Mo-Fr 09:00-17:00; PH off", "MO,TU,WE,TH,FR 09:00-17:00|{PH} -"},
    {"Mo-Fr 08:00-13:00,14:00-18:30; Sa 09:00-12:00",
     "MO,TU,WE,TH,FR 08:00-13:00|MO,TU,WE,TH,FR 14:00-18:30|SA 09:00-12:00"},
    {"Mo,We 09:00-12:00; Tu 09:00-12:00,22:00-02:00", "MO,TU,WE 09:00-12:00|TU 22:00-02:00"},
    {"Fr 22:00-24:00", "FR 22:00-00:00"},
    {"Mo-Su 00:00-24:00", "MO,TU,WE,TH,FR,SA,SU 00:00-00:00"},
    {"Mo-Su 00:00-23:59", "MO,TU,WE,TH,FR,SA,SU 00:00-23:59"},
    {"24/7", "MO,TU,WE,TH,FR,SA,SU 00:00-00:00 {24/7}"},
    {"24/7; PH 10:00-12:00", "MO,TU,WE,TH,FR,SA,SU 00:00-00:00 {24/7}|10:00-12:00 {PH}"},
    {"Mo-Su off", "MO,TU,WE,TH,FR,SA,SU {Mo-Su off} -"},
    {"PH off", "{PH} -"},
    {"Mo 09:00-17:00; PH 10:00-12:00,22:00-01:00; Dec 25 off",
     "MO 09:00-17:00|10:00-12:00 {PH}|22:00-01:00 {PH}|{Dec 25} -"},
    {"Mo 09:00-17:00; Dec 24-26 10:00-12:00; Dec 31-Jan 01 off",
     "MO 09:00-17:00|10:00-12:00 {Dec 24-Dec 26}|{Dec 31-Jan 01} -"},
    {"Mo 09:00-17:00; 2026-12-24 09:00-12:00,13:00-14:00; 2026-12-29-2026-12-31 off",
     "MO 09:00-17:00|2026-12-24/2026-12-24 09:00-12:00 {dated}|2026-12-24/2026-12-24 13:00-14:00 {dated}|"
     "2026-12-29/2026-12-31 {dated} -"},
    {"2026-12-29-2026-12-31 22:00-03:00", "MO,TU,WE,TH,FR,SA,SU 2026-12-29/2026-12-31 22:00-03:00 {dated}"},
};

static bool note_schedule(void *context, const sgp_hsds_schedule *row)
{
    char *text = context;
    size_t used = strlen(text);
    if (used)
        used += (size_t)snprintf(text + used, 1024 - used, "|");
    const char *from = text + used;
    if (row->byday[0])
        used += (size_t)snprintf(text + used, 1024 - used, "%s", row->byday);
    if (row->valid_from[0])
        used += (size_t)snprintf(text + used, 1024 - used, "%s%s/%s", text + used > from ? " " : "", row->valid_from,
                                 row->valid_to);
    if (row->opens_at[0])
        used += (size_t)snprintf(text + used, 1024 - used, "%s%s-%s", text + used > from ? " " : "", row->opens_at,
                                 row->closes_at);
    if (row->meant[0])
        used += (size_t)snprintf(text + used, 1024 - used, "%s{%s}", text + used > from ? " " : "", row->meant);
    if (!row->opens_at[0])
        snprintf(text + used, 1024 - used, " -");
    return true;
}

static void hours_come_to_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof all_hours / sizeof *all_hours; i++) {
        char rows[1024] = "";
        assert_int_equal(sgp_hsds_schedules(all_hours[i].text, note_schedule, rows, NULL), SIGNPOST_OK);
        if (strcmp(rows, all_hours[i].rows) != 0)
            fail_msg("%s\nexpected %s\ngot      %s", all_hours[i].text, all_hours[i].rows, rows);
    }
}

static void no_minute_is_lost(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof all_hours / sizeof *all_hours; i++) {
        char services[512];
        snprintf(services, sizeof services,
                 "== services.csv\nuid,name,type,latitude,longitude,hours\np1,P,13,51,0.2,\"%s\"\n", all_hours[i].text);
        signpost_directory *from = hsds_town(from_path, services), *to = hsds_town(to_path, NULL);
        assert_int_equal(signpost_hsds_export(from, hsds, NULL, NULL, NULL, NULL), SIGNPOST_OK);
        assert_int_equal(import_folder(to, NULL, NULL, NULL), SIGNPOST_OK);
        if (strcmp(hours_of(to, "p1"), hours_of(from, "p1")) != 0 || strcmp(hours_of(to, "p1"), all_hours[i].text) != 0)
            fail_msg("%s became %s", all_hours[i].text, hours_of(to, "p1"));
        signpost_directory_close(from);
        signpost_directory_close(to);
        folder_remove(hsds);
    }
}

/* ---- folders of others ---- */

/* Schedules of s1, in the columns of SCHEDULE, and the hours that they come to. */
static const struct row {
    const char *schedules, *hours;
} read_hours[] = {
    {"a,s1,,,,,,WEEKLY,1,\"MO,TU\",09:00,17:00\n", "Mo-Tu 09:00-17:00"},
    {"a,s1,,,,,,weekly,1,\"MO\",09:00,17:00\n", NULL},
    {"a,s1,,,,,,,,\" mo , fr \",09:00:00,17:00:00\n", "Mo,Fr 09:00-17:00"},
    {"a,s1,,,,,,WEEKLY,,SA,22:00,02:00\n", "Sa 22:00-02:00"},
    {"a,s1,,,,,,WEEKLY,,SA,00:00,00:00\n", "Sa 00:00-24:00"},
    {"a,s1,,,,,2026-11-16,WEEKLY,,,09:00Z,10:00+01:00\n", "Mo 09:00-10:00"},                    /* a Monday */
    {"a,s1,,,,,,WEEKLY,,MO,09:00,10:00\nb,s1,,,,,,WEEKLY,,MO,09:00,10:00\n", "Mo 09:00-10:00"}, /* said twice */
    {"a,s1,,,,,,WEEKLY,,MO,09:00,10:00\nb,,l1,,,,,WEEKLY,,TU,09:00,10:00\n", "Mo 09:00-10:00"}, /* the place's, not */
    {"b,,l1,,,,,WEEKLY,,TU,09:00,10:00\n", "Tu 09:00-10:00"},
    {"a,s1,,,,,,WEEKLY,,MO,09:00,10:00\nb,s1,l1,x1,,,,WEEKLY,,WE,09:00,10:00\n", "We 09:00-10:00"},
    {"a,s1,,,2026-12-21,2026-12-21,,,,,10:00,12:00\n", "2026-12-21 10:00-12:00"},
    {"a,s1,,,,,,WEEKLY,,MO,13:00,15:00\nb,s1,,,2026-12-21,2026-12-22,,,,,10:00,12:00\n", /* besides the week's */
     "Mo 13:00-15:00; 2026-12-21 10:00-12:00,13:00-15:00; 2026-12-22 10:00-12:00"},
    {"a,s1,,,2026-01-01,2026-06-30,,WEEKLY,,MO,09:00,10:00\n", ""}, /* over */
    {"a,s1,,,2027-01-01,,,WEEKLY,,MO,09:00,10:00\n", ""},           /* not yet */
    {"a,s1,,,2026-01-01,2027-06-30,,WEEKLY,,MO,09:00,10:00\n", "Mo 09:00-10:00"},
    {"a,s1,,,,,,WEEKLY,,MO,,\n", ""},
};

static void hours_of_others_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof read_hours / sizeof *read_hours; i++) {
        char text[1024];
        signpost_diagnostics *found;
        snprintf(text, sizeof text, "%s%s%s", PLAIN, SCHEDULE, read_hours[i].schedules);
        signpost_directory *to = hsds_town(to_path, NULL);
        assert_true(folder_write(hsds, text, strlen(text)));
        signpost_import_options options = with_constants(constants);
        assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
        signpost_status status = import_folder(to, &options, NULL, found);
        if (status && read_hours[i].hours)
            fail_msg("%s%s", read_hours[i].schedules, lines_of(found));
        if (read_hours[i].hours && strcmp(hours_of(to, "s1"), read_hours[i].hours) != 0)
            fail_msg("%sexpected %s\ngot      %s", read_hours[i].schedules, read_hours[i].hours, hours_of(to, "s1"));
        assert_int_equal(status, read_hours[i].hours ? SIGNPOST_OK : SIGNPOST_CONTENT);
        signpost_diagnostics_free(found);
        signpost_directory_close(to);
        folder_remove(hsds);
    }
}

static void a_plain_folder_is_taken(void **state)
{
    (void)state;
    static const char text[] =
        "== organizations.csv\nid,name,description\no1,A trust,Runs things\n"
        "== organization_identifier.csv\nid,organization_id,identifier_scheme,identifier_type,identifier\n"
        "i1,o1,GB-NHS,ODS,RXQ\n"
        "== "
        "services.csv\nid,organization_id,name,alternate_name,description,url,email,status,fees_description,assured_"
        "date,"
        "colour\ns1,o1,Walk-in,The walk-in,Come in,https://w.example.org/,w@example.org,temporarily "
        "closed,none,2026-05-01,"
        "blue\ns2,o1,Outreach,,,,,active,,,\n"
        "== location.csv\nid,location_type,latitude,longitude\nl1,physical,51.1,0.2\nl2,physical,51.2,0.3\n"
        "== service_at_location.csv\nid,service_id,location_id\nx1,s1,l1\nx2,s2,l1\nx3,s2,l2\n"
        "== address.csv\nid,location_id,address_1,address_2,city,state_province,postal_code,country,address_type\n"
        "a1,l1,PO Box 1,,Tunbridge Wells,Kent,TN1 2AB,GB,postal\na2,l1,1 High Street,Floor 2,Tunbridge "
        "Wells,Kent,tn12ab,GB,"
        "physical\n"
        "== phone.csv\nid,service_id,number,extension,type\nf1,s1,01632 960009,,fax\nf2,s1,01632 960001,,voice\n"
        "== service_area.csv\nid,service_id,name\nr1,s1,Kent\nr2,s2,Kent\nr3,s2,Somewhere\n"
        "== taxonomy_term.csv\nid,name,description\nt1,Walking,To walk\n"
        "== attribute.csv\nid,link_id,taxonomy_term_id,link_type,link_entity,value\nb1,s1,t1,,service,\n"
        "== program.csv\nid,name\np,q\n";
    static const char expected[] =
        "program.csv: warning: passed over: what it holds is not kept [SP1662]\n"
        "organizations.csv: warning: not kept: 1 value of column \"description\" [SP1662]\n"
        "services.csv:1: warning: passed over: HSDS 3.0 has no column \"colour\" in service.csv [SP1662]\n"
        "services.csv: warning: not kept: 1 value of column \"fees_description\" [SP1662]\n"
        "address.csv: warning: not kept: 2 values of column \"state_province\" [SP1662]\n"
        "address.csv: warning: not kept: 2 values of column \"country\" [SP1662]\n"
        "taxonomy_term.csv: warning: not kept: 1 value of column \"description\" [SP1662]\n"
        "attribute.csv: warning: not kept: 1 attributes of terms that are not ours [SP1662]\n"
        "address.csv: warning: not kept: 1 further addresses of a location [SP1662]\n"
        "phone.csv: warning: not kept: 1 further numbers, or numbers that are not for calling a service [SP1662]\n"
        "service_area.csv: warning: not kept: the areas of 1 service, which are not all areas of the directory "
        "[SP1662]\n";
    signpost_import_report report;
    signpost_diagnostics *found;
    signpost_directory *to = hsds_town(to_path, NULL);
    assert_true(folder_write(hsds, text, strlen(text)));
    signpost_import_options options = with_constants(constants);
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    if (import_folder(to, &options, &report, found))
        fail_msg("%s", lines_of(found));
    assert_string_equal(lines_of(found), expected);
    assert_int_equal(report.added, 1 + 3 + 1); /* an organisation, three entries, an area of one */
    char *line = NULL;
    sqlite3_stmt *select;
    assert_int_equal(
        sqlite3_prepare_v2(to->db->handle,
                           "SELECT group_concat(uid || '|' || name || '|' || coalesce(public_name, '') || '|' || "
                           "type || '|' || state || '|' || provider || '|' || coalesce(address, '') || '|' || "
                           "coalesce(postcode, '') || '|' || latitude || '|' || coalesce(phone, '') || '|' || "
                           "assumed || '|' || coalesce(verified_at, ''), ';') FROM (SELECT * FROM service "
                           "ORDER BY uid)",
                           -1, &select, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    line = strdup((const char *)sqlite3_column_text(select, 0));
    sqlite3_finalize(select);
    assert_string_equal(line,
                        "s1|Walk-in|The walk-in|13|suspended|RXQ|1 High Street, Floor 2|TN1 2AB|51.1|01632 960001|"
                        "type|29626560;x2|Outreach||13|active|RXQ|1 High Street, Floor 2|TN1 2AB|51.1||type|;"
                        "x3|Outreach||13|active|RXQ|||51.2||type|");
    free(line);
    signpost_diagnostics_free(found);
    signpost_directory_close(to);
    folder_remove(hsds);
}

/* An entry of ours is known again by its identifier, though others dropped the attributes. */
static void entries_are_known_again(void **state)
{
    (void)state;
    char attributes[128];
    signpost_import_report report;
    signpost_directory *to = hsds_town(to_path, hsds_services);
    assert_int_equal(signpost_hsds_export(to, hsds, NULL, NULL, NULL, NULL), SIGNPOST_OK);
    snprintf(attributes, sizeof attributes, "%s/attribute.csv", hsds);
    unlink(attributes);
    assert_int_equal(import_folder(to, NULL, &report, NULL), SIGNPOST_OK);
    assert_int_equal(report.added, 0);
    assert_int_equal(report.changed, 3 + 4); /* organisations, services */
    signpost_directory_close(to);
    folder_remove(hsds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(what_goes_out_comes_in_again, clear_folder),
        cmocka_unit_test_teardown(nothing_for_professionals_is_published, clear_folder),
        cmocka_unit_test_teardown(identifiers_do_not_change, clear_folder),
        cmocka_unit_test_teardown(hours_come_to_rows, clear_folder),
        cmocka_unit_test_teardown(no_minute_is_lost, clear_folder),
        cmocka_unit_test_teardown(hours_of_others_are_read, clear_folder),
        cmocka_unit_test_teardown(a_plain_folder_is_taken, clear_folder),
        cmocka_unit_test_teardown(entries_are_known_again, clear_folder),
    };
    return cmocka_run_group_tests_name("hsds", tests, make_folder, remove_folder);
}
