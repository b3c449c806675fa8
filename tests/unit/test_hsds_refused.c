/* HSDS folders that are wrong or hostile: each refusal says in which file and line, and of which column, to mend it. */
#include "../support/hsds_folder.h"

#include "interchange/hsds.h"

#define ATTRIBUTE "== attribute.csv\nid,link_id,taxonomy_term_id,link_type,link_entity,value\n"
static const struct mistake {
    const char *folder, *said; /* what stands in the diagnostics, or in the error */
} mistakes[] = {
    {"== organization.csv\nid,name,description\no1,A,B\n", "is no HSDS folder: it has no service.csv"},
    {"== service.csv\n", "service.csv:1: error: the file is empty: not even a header"},
    {"== service.csv\nid,name\ns1,x\n", "service.csv:1: error: service.csv needs a column \"status\""},
    {"== service.csv\nid,id,name,status\ns1,s2,x,active\n", "service.csv:1: error: column \"id\" is there twice"},
    {SERVICE "s1,,A,active\n== services.csv\nid,name,status\n", "is the same table"},
    {SERVICE ",,A,active\n", "service.csv:2: error: no id, which every row of service.csv needs"},
    {SERVICE "s1,,,active\n", "service.csv:2: error: no name, which every row of service.csv needs"},
    {SERVICE "s1,,A,open\n",
     "service.csv:2: error: status \"open\" is not one of active|inactive|defunct|temporarily closed"},
    {SERVICE "s1,,A\n", "service.csv:2: error: the row has 3 fields where the header has 4"},
    {SERVICE "s1,,A,active\ns1,,B,active\n", "service.csv:3: error: the same id as in line 2: \"s1\""},
    {SERVICE "s1,,\"A,active\n", "service.csv:2: error: a quote is never closed, or text follows it"},
    {SERVICE "s1,,A\xff,active\n", "service.csv:2: error: a row is not valid UTF-8, or holds a NUL character"},
    {SERVICE "s1,o9,A,active\n== organization.csv\nid,name,description\no1,A,B\n",
     "service.csv:2: error: organization_id \"o9\": there is no such row in organization.csv"},
    {PLAIN "== address.csv\nid,location_id,address_1,address_type\na1,l9,Street,physical\n",
     "address.csv:2: error: location_id \"l9\": there is no such row in location.csv"},
    {PLAIN "== phone.csv\nid,service_id,number\nf1,s9,01632 960001\n",
     "phone.csv:2: error: service_id \"s9\": there is no such row in service.csv"},
    {PLAIN "== phone.csv\nid,service_id,number\nf1,s1,\n",
     "phone.csv:2: error: no number, which every row of phone.csv needs"},
    {SERVICE "s1,,A,active\n== location.csv\nid,location_type\nl1,imaginary\n",
     "location.csv:2: error: location_type \"imaginary\" is not one of physical|postal|virtual"},
    {SERVICE "s1,,A,active\n== location.csv\nid,location_type,latitude,longitude\nl1,physical,91,0\n"
             "== service_at_location.csv\nid,service_id,location_id\nx1,s1,l1\n",
     "location.csv:2: error: latitude \"91\" is not a latitude, -90 to 90"},
    {SERVICE "s1,,A,active\n", "service.csv:2: error: no place: neither coordinates nor a postcode that is known"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,\"MO,XX\",09:00,17:00\n",
     "schedule.csv:2: error: byday \"MO,XX\" is not a list of MO, TU, WE, TH, FR, SA and SU, with commas between"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,1MO,09:00,17:00\n", "byday \"1MO\" is not a list"},
    {PLAIN SCHEDULE "a,s1,,,,,,DAILY,1,MO,09:00,17:00\n", "freq \"DAILY\" is not one of WEEKLY|MONTHLY"},
    {PLAIN SCHEDULE "a,s1,,,,,,MONTHLY,1,MO,09:00,17:00\n",
     "freq \"MONTHLY\" cannot be kept: hours are of a week, or of dates"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,2,MO,09:00,17:00\n", "interval \"2\" cannot be kept: hours are of every week"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,,09:00,17:00\n", "byday \"\" is needed: which days of the week?"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,MO,9,17:00\n", "opens_at \"9\" is not a time such as 08:00"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,MO,09:00,25:00\n", "closes_at \"25:00\" is not a time such as 18:30"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,MO,09:00,\n", "opens_at \"09:00\" stands alone: both times are needed"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,MO,09:00,09:00\n", "closes_at \"09:00\" is when it opens, too"},
    {PLAIN SCHEDULE "a,s1,,,2026-12-24,2026-12-23,,,,,09:00,10:00\n", "valid_to \"2026-12-23\" is before valid_from"},
    {PLAIN SCHEDULE "a,s1,,,24/12/2026,,,,,,09:00,10:00\n",
     "schedule.csv:2: error: valid_from \"24/12/2026\" is not a date such as 2026-12-24"},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,MO,09:00,12:00\nb,s1,,,,,,WEEKLY,1,MO,11:00,13:00\n",
     "schedule.csv:3: error: opens_at and closes_at: opening hours \"Mo 09:00-12:00,11:00-13:00\": two sessions"},
    {PLAIN SCHEDULE "a,s9,,,,,,WEEKLY,1,MO,09:00,12:00\n",
     "schedule.csv:2: error: service_id \"s9\": there is no such row"},
    {PLAIN ATTRIBUTE "b1,s9,@uid@,uid,service,p1\n",
     "attribute.csv:2: error: the row with id \"s9\" claims to be \"p1\", whose id is "},
    {PLAIN ATTRIBUTE "b1,s1,@ods_code@,ods_code,service,\n",
     "attribute.csv:2: error: no value, which an attribute \"ods_code\" needs"},
    {PLAIN ATTRIBUTE "b1,s1,@ods_code@,ods_code,service,A\nb2,s1,@ods_code@,ods_code,service,B\n",
     "attribute.csv:3: error: attribute \"ods_code\" is given twice of one row"},
    {PLAIN ATTRIBUTE "b1,s9,@ods_code@,ods_code,service,A\n",
     "attribute.csv:2: error: link_id \"s9\": there is no such row in service.csv"},
    {PLAIN ATTRIBUTE "b1,s1,@capacity@,capacity,service,red\n",
     "attribute.csv:2: error: value \"red\" is no JSON object"},
    {PLAIN ATTRIBUTE "b1,s1,@capacity@,capacity,service,\"{\"\"colour\"\":\"\"pink\"\"}\"\n",
     "attribute.csv:2: error: value (capacity: colour) \"pink\" is not one of green|amber|red"},
    {PLAIN ATTRIBUTE "b1,s1,@dispositions@,dispositions,taxonomy_term,Dx06\n",
     "attribute.csv:2: error: link_id \"s1\": no profile has this id"},
    {PLAIN ATTRIBUTE "b1,s1,@practice@,practice,service,NOBODY\n",
     "attribute.csv:2: error: value (practice) \"NOBODY\": there is no such organisation"},
};

/* Values that are looked at when the files were joined: the folder, and the file, line and column to mend. */
#define TWO_PLACES                                                                                                     \
    SERVICE "s1,,Walk-in,active\n"                                                                                     \
            "== location.csv\nid,location_type,latitude,longitude\nl0,physical,51,0\nl1,physical,51,0\n"               \
            "== service_at_location.csv\nid,service_id,location_id\nx1,s1,l0\nx2,s1,l1\n"
static const struct mistake values[] = {
    {PLAIN "== phone.csv\nid,service_id,number\nf0,,01632 960001\nf1,s1,01632 96\n",
     "phone.csv:3: warning: number \"01632 96\" has 7 digits where 11 are expected"},
    {PLAIN
     "== phone.csv\nid,service_id,location_id,number\nf1,,l1,12\nf2,s1,,01632 96\n", /* the service's goes first */
     "phone.csv:3: warning: number \"01632 96\""},
    {PLAIN "== address.csv\nid,location_id,postal_code,address_type\na1,l1,TN1 2AB,postal\na2,l1,TN,physical\n",
     "address.csv:3: warning: postal_code \"TN\" is not a postcode; kept as written"},
    {TWO_PLACES "== address.csv\nid,location_id,postal_code,address_type\na1,l0,TN1 2AB,physical\na2,l1,TN,physical\n",
     "address.csv:3: warning: postal_code \"TN\""},
    {SERVICE "s1,,A,active\n== location.csv\nid,location_type,latitude,longitude\nl0,physical,1,1\nl1,physical,51,\n"
             "== service_at_location.csv\nid,service_id,location_id\nx1,s1,l1\n",
     "location.csv:3: error: no place: neither coordinates nor a postcode that is known"},
    {"== service.csv\nid,name,status,url,email\ns1,A,active,www,me\n" LOCATION,
     "service.csv:2: warning: url \"www\" is not a web address"},
    {"== service.csv\nid,name,status,url,email\ns1,A,active,www,me\n" LOCATION,
     "service.csv:2: warning: email \"me\" is not an email address"},
    {PLAIN ATTRIBUTE "b0,s1,@uid@,x,y,z\nb1,s1,@email@,email,service,me\n",
     "attribute.csv:3: warning: value (email) \"me\" is not an email address"},
    {PLAIN ATTRIBUTE "b1,s1,@clinician_phone@,clinician_phone,service,12\n",
     "attribute.csv:2: warning: value (clinician_phone) \"12\""},
    {PLAIN ATTRIBUTE "b1,s1,@valid_from@,valid_from,service,May\n",
     "attribute.csv:2: error: value (valid_from) \"May\" is not a date"},
    {PLAIN ATTRIBUTE "b1,s1,@profile nothing@,profile,service,nothing\n",
     "attribute.csv:2: error: value (profile) \"nothing\": there is no such profile"},
    {PLAIN ATTRIBUTE "b1,s1,@endpoint@,endpoint,service,\"{\"\"position\"\":1,\"\"transport\"\":\"\"pigeon\"\","
                     "\"\"address\"\":\"\"x\"\"}\"\n",
     "attribute.csv:2: error: value (endpoint: transport) \"pigeon\" is not one of"},
    {PLAIN "== service_area.csv\nid,service_id\nr1,s1\n" ATTRIBUTE
           "b1,r1,@area@,area,service_area,\"{\"\"area\"\":\"\"KENTT\"\",\"\"use\"\":\"\"limited\"\"}\"\n",
     "attribute.csv:2: error: value (area) \"KENTT\": there is no such area"},
    {PLAIN SCHEDULE ATTRIBUTE "b1,a,@hours@,hours,schedule,Smarch 12\n",
     "attribute.csv:2: error: value (hours) \"Smarch 12\" is neither days such as Dec 25 nor 24/7"},
    {TWO_PLACES SCHEDULE "a,,l0,,,,,WEEKLY,1,MO,09:00,12:00\nb,,l1,,,,,WEEKLY,1,MO,09:00,12:00\n"
                         "c,,l1,,,,,WEEKLY,1,MO,11:00,12:00\nd,,l1,,,,,WEEKLY,1,MO,18:00,19:00\n",
     "schedule.csv:4: error: opens_at and closes_at: opening hours \"Mo 09:00-12:00,11:00-12:00,18:00-19:00\": two "},
    {PLAIN SCHEDULE "a,s1,,,,,,WEEKLY,1,SU,22:00,03:00\nb,s1,,,,,,WEEKLY,1,MO,02:00,12:00\n", /* over midnight */
     "schedule.csv:3: error: opens_at and closes_at: opening hours"},
    {"== organization.csv\nid,name\no1,A\no2,B\n"
     "== organization_identifier.csv\nid,organization_id,identifier_scheme,identifier_type,identifier\n"
     "i1,o1,GB-NHS,ODS,RXQ\ni2,o2,GB-NHS,ODS,RXQ\n" PLAIN,
     "organization_identifier.csv:3: error: identifier \"RXQ\" is that of another organization, in a line before"},
    {TWO_PLACES ATTRIBUTE "b1,@service p1@,@uid@,uid,service,p1\n"
                          "== service.csv\nid,name,status\n@service p1@,A,active\n"
                          "== service_at_location.csv\nid,service_id,location_id\nx1,@service p1@,l0\n"
                          "x2,@service p1@,l1\n",
     "service_at_location.csv:3: error: service_id "},
};

/* Puts identifiers of ours in place of @its code@, for a term, and of @kind key@. */
static void write_terms(const char *from, char *to, size_t size)
{
    size_t used = 0;
    while (*from && used + 64 < size) {
        char code[32], id[SGP_HSDS_ID_SIZE];
        if (*from != '@') {
            to[used++] = *from++;
            continue;
        }
        size_t length = strcspn(from + 1, "@");
        snprintf(code, sizeof code, "%.*s", (int)length, from + 1);
        char *key = strchr(code, ' ');
        if (key)
            *key++ = '\0';
        sgp_hsds_id(key ? code : "term", key ? key : code, id);
        used += (size_t)snprintf(to + used, size - used, "%s", id);
        from += length + 2;
    }
    to[used] = '\0';
}

static void mistakes_are_refused(void **state)
{
    (void)state;
    unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE];
    signpost_directory *to = hsds_town(to_path, hsds_services);
    assert_int_equal(signpost_directory_digest(to, before, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        char text[2048];
        signpost_diagnostics *found;
        signpost_import_report report;
        signpost_error error = SIGNPOST_ERROR_INIT;
        write_terms(mistakes[i].folder, text, sizeof text);
        assert_true(folder_write(hsds, text, strlen(text)));
        signpost_import_options options = with_constants(constants);
        assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
        signpost_status status = signpost_hsds_import(to, hsds, &hsds_act, &options, &report, found, &error);
        if (!status || !(strstr(lines_of(found), mistakes[i].said) || strstr(error.message, mistakes[i].said)))
            fail_msg("%s\nexpected %s\ngot      %s%s", text, mistakes[i].said, lines_of(found), error.message);
        assert_int_equal(report.read, report.added + report.changed + report.passed_over + report.refused);
        signpost_diagnostics_free(found);
        folder_remove(hsds);
    }
    assert_int_equal(signpost_directory_digest(to, after, NULL), SIGNPOST_OK);
    assert_memory_equal(before, after, sizeof before);
    signpost_directory_close(to);
}

static void values_are_named_where_they_stand(void **state)
{
    (void)state;
    signpost_directory *to = hsds_town(to_path, hsds_services);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[2048];
        signpost_diagnostics *found;
        write_terms(values[i].folder, text, sizeof text);
        assert_true(folder_write(hsds, text, strlen(text)));
        signpost_import_options options = with_constants(constants);
        options.dry_run = true;
        assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
        import_folder(to, &options, NULL, found);
        if (!strstr(lines_of(found), values[i].said))
            fail_msg("%s\nexpected %s\ngot      %s", text, values[i].said, lines_of(found));
        signpost_diagnostics_free(found);
        folder_remove(hsds);
    }
    signpost_directory_close(to);
}

/* What the mapping says is mended in the mapping. */
static void constants_are_named_where_they_stand(void **state)
{
    (void)state;
    static const char text[] = PLAIN;
    signpost_diagnostics *found;
    signpost_directory *to = hsds_town(to_path, NULL);
    assert_true(folder_write(hsds, text, strlen(text)));
    signpost_import_options options =
        with_constants("mapping: hsds\ntitle: A list\ntables:\n  - into: services\n    constants: {type: \"99\"}\n");
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    assert_int_equal(import_folder(to, &options, NULL, found), SIGNPOST_CONTENT);
    assert_string_equal(lines_of(found), "map.yaml: error: type \"99\": there is no such service type [SP0310]\n");
    signpost_diagnostics_free(found);
    signpost_directory_close(to);
    folder_remove(hsds);
}

static void what_is_good_is_taken_when_asked(void **state)
{
    (void)state;
    static const char text[] = SERVICE "s1,,Good,active\ns2,,Bad,open\n" LOCATION SCHEDULE
                                       "a,s1,,,,,,WEEKLY,1,MO,09:00,17:00\nb,s1,,,,,,MONTHLY,1,TU,09:00,17:00\n";
    signpost_import_report report;
    signpost_directory *to = hsds_town(to_path, NULL);
    assert_true(folder_write(hsds, text, strlen(text)));
    signpost_import_options options = with_constants(constants);
    options.skip_refused = true;
    assert_int_equal(import_folder(to, &options, &report, NULL), SIGNPOST_OK);
    assert_int_equal(report.refused, 2);
    assert_int_equal(report.added, 1);
    assert_string_equal(hours_of(to, "s1"), "Mo 09:00-17:00");
    signpost_directory_close(to);
    folder_remove(hsds);
}

static void types_must_come_from_somewhere(void **state)
{
    (void)state;
    static const char columns[] =
        "mapping: hsds\ntitle: A list\ntables:\n  - into: services\n    columns: {type: uid}\n";
    signpost_diagnostics *found;
    signpost_directory *to = hsds_town(to_path, NULL);
    assert_true(folder_write(hsds, PLAIN, strlen(PLAIN)));
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    assert_int_equal(import_folder(to, NULL, NULL, found), SIGNPOST_CONTENT);
    assert_non_null(strstr(lines_of(found), "1 service has no service type, which HSDS does not know; give"));
    signpost_import_options options = with_constants(columns);
    assert_int_equal(import_folder(to, &options, NULL, found), SIGNPOST_CONTENT);
    assert_non_null(strstr(lines_of(found), "\"type\": a mapping for an HSDS folder supplies constants alone"));
    signpost_diagnostics_free(found);
    signpost_directory_close(to);
    folder_remove(hsds);
}

static void calls_are_refused(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_hsds_options options = {.size = 1};
    const signpost_act nobody = {"", "x", 0};
    signpost_directory *to = hsds_town(to_path, NULL);
    assert_int_equal(signpost_hsds_export(to, hsds, &options, NULL, NULL, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_hsds_export(to, "/no/such/folder", NULL, NULL, NULL, &error), SIGNPOST_IO);
    assert_int_equal(signpost_hsds_import(to, "/no/such/folder", &hsds_act, NULL, NULL, NULL, &error),
                     SIGNPOST_NOT_FOUND);
    assert_int_equal(signpost_hsds_import(to, hsds, &nobody, NULL, NULL, NULL, &error), SIGNPOST_INVALID);
    signpost_directory_close(to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(mistakes_are_refused, clear_folder),
        cmocka_unit_test_teardown(values_are_named_where_they_stand, clear_folder),
        cmocka_unit_test_teardown(constants_are_named_where_they_stand, clear_folder),
        cmocka_unit_test_teardown(what_is_good_is_taken_when_asked, clear_folder),
        cmocka_unit_test_teardown(types_must_come_from_somewhere, clear_folder),
        cmocka_unit_test_teardown(calls_are_refused, clear_folder),
    };
    return cmocka_run_group_tests_name("hsds-refused", tests, make_folder, remove_folder);
}
