/* A directory as a FHIR bundle, there and back: every field, what others write, what is refused, and how much memory it
 * takes. */
#include "../support/own_folder.h"

#include "directory/directory.h"
#include "signpost/bundle.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char bundle[OWN_PATH];

static int set_up(void **state)
{
    const int made = make_folder(state);
    own_path(bundle, "bundle.json");
    return made;
}

/* ---- the directory ---- */

static const char *const reference_sql[] = {
    "INSERT INTO calendar VALUES ('england', 'england-and-wales', 'GMT0BST,M3.5.0/1,M10.5.0', '2026-01-01', "
    "'2027-12-31')",
    "UPDATE directory SET calendar = 'england'",
    "INSERT INTO service_type VALUES (13, 'Pharmacy', 5, 2), (100, 'GP Practice', 3, 2)",
    "INSERT INTO area VALUES ('kent', 'Kent', 'commissioner', NULL, NULL, NULL, NULL, NULL), "
    "('surrey', 'Surrey', 'commissioner', NULL, NULL, NULL, NULL, NULL)",
    "INSERT INTO profile (id, digest, name) VALUES (1, zeroblob(32), 'pharmacy')",
};

static signpost_directory *create(void)
{
    signpost_directory *directory;
    unlink(database);
    assert_int_equal(signpost_directory_create(database, "Test", &act, &directory, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof reference_sql / sizeof *reference_sql; i++)
        assert_int_equal(sgp_db_run(directory->db, reference_sql[i], NULL), SIGNPOST_OK);
    return directory;
}

static void import_csv(signpost_directory *directory, const char *table, const char *text)
{
    char path[96];
    signpost_error error = SIGNPOST_ERROR_INIT;
    snprintf(path, sizeof path, "%s/%s.csv", folder, table);
    write_file(path, text);
    if (signpost_directory_import(directory, path, &act, NULL, NULL, NULL, &error))
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    unlink(path);
}

/* Something in every column. */
static signpost_directory *fill(void)
{
    signpost_directory *directory = create();
    import_csv(directory, "organisations",
               "code,name,kind,postcode,latitude,longitude\nQKS,\"Kent & \"\"Medway\"\"\",commissioner,,,\n"
               "G82001,High Street Surgery,practice,TN1 2AB,51.1,0.2\nRXX,A Trust,provider,TN1 2AB,,\n"
               "X99,Elsewhere,other,,-0.5,-179.999999\n");
    import_csv(
        directory, "services",
        "uid,name,public_name,type,state,ods_code,provider,commissioner,valid_from,valid_to,address,town,postcode,"
        "latitude,longitude,easting,northing,phone,clinician_phone,email,web,public_text,referral_text,calendar,hours,"
        "return_if_open_minutes,profile,restricted,assumed,verified_at,verified_by,verified_evidence,verify_due\n"
        "a,\"Abbey <Pharmacy>, Tonbridge\",Abbey,13,active,FA123,RXX,QKS,2026-01-01,2027-12-31,\"1 High Street, "
        "Old Town\",Tonbridge,TN9 1AA,51.195,0.273,559000,146000,01632 960001,01632 960999,desk@example.org,"
        "https://example.org/,\"Ring the bell,\ntwice\",Ask for Ann,england,"
        "\"Mo-Th 09:00-17:00; Fr 09:00-17:00,22:00-02:00; PH off; Dec 25 off; 2026-12-24 09:00-12:00; "
        "2026-12-29-2026-12-31 off\","
        "120,pharmacy,yes,type;hours,2026-02-11T09:30Z,team,letter,2027-02-11\n"
        "b,Bare,,100,draft,,,,,,,,,-51,-0.000001,,,,,,,,,,,,,no,,,,,\n"
        "c,Closed,,13,closed,,,,,,\"1, High Street ,\",,,51,0.5,,,,,,,,,,24/7,,,no,,,,,\n"
        "d,Down,,13,suspended,,,,,,,,,51,0.5,,,,,,,,,,Mo-Su off,,,no,,,,,\n"
        "e,\xC3\x89t\xC3\xA9 \xE2\x80\x93 24,,13,active,,,,,,,,,51,0.5,,,,,,,,,,Mo-Su 00:00-24:00,,,no,,,,,\n"
        "f,Nights,,13,active,,,,,,,,,51,0.5,,,,,,,,,,\"Fr 22:00-24:00; Sa 00:00-02:00; Su 20:00-08:00\",,,no,,,,,\n");
    import_csv(directory, "service-practices", "service,practice\na,G82001\nb,G82001\n");
    import_csv(directory, "service-areas",
               "service,area,use\na,kent,limited\na,surrey,limited\na,surrey,promoted\nb,kent,promoted\n");
    import_csv(directory, "capacities",
               "service,colour,set_by,set_at,why,falls_back_at\n"
               "a,red,Keeper,2026-11-21T10:00Z,staff ill,2026-11-21T18:00Z\n");
    import_csv(directory, "endpoints",
               "service,position,transport,address,scenario\na,1,telephone,01632 960002,primary\na,3,email,desk@"
               "example.org,copy\na,4,itk,https://example.org/itk,\na,7,fhir,https://example.org/fhir,\na,8,booking,"
               "two words,\n");
    return directory;
}

/* ---- writing and reading ---- */

static bool put(const char *bytes, size_t size, void *context)
{
    return fwrite(bytes, 1, size, context) == size;
}

static void write_bundle(signpost_directory *directory, bool public_only, signpost_diagnostics *lost)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_bundle_options options = SIGNPOST_BUNDLE_OPTIONS_INIT;
    FILE *file = fopen(bundle, "wb");
    options.public_only = public_only;
    assert_non_null(file);
    if (signpost_bundle_write(directory, &options, put, file, NULL, lost, &error))
        fail_msg("%s", error.message);
    assert_int_equal(fclose(file), 0);
}

static void write_text(const char *text)
{
    FILE *file = fopen(bundle, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
}

static void assert_text(signpost_directory *directory, const char *sql, const char *expect)
{
    sgp_query query;
    char out[1024] = "";
    assert_int_equal(sgp_query_prepare(&query, directory->db, sql, NULL), SIGNPOST_OK);
    for (size_t used = 0; sgp_query_step(&query, NULL) == SIGNPOST_OK && used < sizeof out;)
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s", used ? "|" : "",
                                 sgp_column_text_or_empty(&query, 0));
    sgp_query_release(&query);
    if (strcmp(out, expect) != 0)
        fail_msg("%s gave \"%s\", not \"%s\"", sql, out, expect);
}

static void every_field_comes_back(void **state)
{
    (void)state;
    unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE];
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_import_report report;
    signpost_diagnostics *found;
    signpost_directory *directory = fill();
    assert_int_equal(signpost_directory_digest(directory, before, NULL), SIGNPOST_OK);
    write_bundle(directory, false, NULL);
    signpost_directory_close(directory);

    directory = create();
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    if (signpost_bundle_import(directory, bundle, &act, NULL, &report, found, &error))
        fail_msg("%s:%u:%u: %s", error.file, error.line, error.column, error.message);
    assert_int_equal(signpost_diagnostics_count(found), 0); /* nothing of ours is passed over, or doubted */
    assert_int_equal(report.read, 4 + 6 + 2 + 4 + 1 + 5);
    assert_int_equal(report.added, report.read);
    assert_int_equal(signpost_directory_digest(directory, after, NULL), SIGNPOST_OK);
    assert_memory_equal(before, after, sizeof before);

    /* once more changes nothing */
    assert_int_equal(signpost_bundle_import(directory, bundle, &act, NULL, &report, NULL, NULL), SIGNPOST_OK);
    assert_int_equal(report.changed, report.read);
    assert_int_equal(signpost_directory_digest(directory, after, NULL), SIGNPOST_OK);
    assert_memory_equal(before, after, sizeof before);
    signpost_diagnostics_free(found);
    signpost_directory_close(directory);
}

static void what_is_lost_is_listed(void **state)
{
    (void)state;
    static const char *const expect[] = {
        "warning: left out: 1 row of calendars [SP1641]",
        "warning: left out: 1 row of directory [SP1641]",
        "warning: left out: 2 rows of areas [SP1641]",
        "warning: left out: 2 rows of service-types [SP1641]",
        "warning: left out: 1 row of profiles [SP1641]",
        "warning: withheld: endpoints of 1 service; a bundle that is not only for the public has it [SP1648]",
        "warning: withheld: clinician_phone of 1 service; a bundle that is not only for the public has it [SP1648]",
        "warning: withheld: email of 1 service; a bundle that is not only for the public has it [SP1648]",
        "warning: withheld: referral_text of 1 service; a bundle that is not only for the public has it [SP1648]",
    };
    signpost_diagnostics *lost;
    signpost_directory *directory = fill();
    assert_int_equal(signpost_diagnostics_new(&lost), SIGNPOST_OK);
    write_bundle(directory, true, lost);
    assert_int_equal(signpost_diagnostics_count(lost), sizeof expect / sizeof *expect);
    for (size_t i = 0; i < sizeof expect / sizeof *expect; i++) {
        char line[256];
        const signpost_diagnostic one = signpost_diagnostics_get(lost, i);
        signpost_diagnostic_format(&one, line, sizeof line);
        assert_string_equal(line, expect[i]);
    }
    signpost_diagnostics_free(lost);
    signpost_directory_close(directory);

    directory = create();
    assert_int_equal(signpost_bundle_import(directory, bundle, &act, NULL, NULL, NULL, NULL), SIGNPOST_OK);
    assert_text(directory, "SELECT count(*) FROM endpoint", "0");
    assert_text(directory,
                "SELECT count(*) FROM service WHERE clinician_phone IS NOT NULL OR email IS NOT NULL OR "
                "referral_text IS NOT NULL",
                "0");
    assert_text(directory, "SELECT phone FROM service WHERE uid = 'a'", "01632 960001");
    signpost_directory_close(directory);
}

/* ---- what others write ---- */

#define BUNDLE(entries) "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[" entries "]}"
#define PLACE                                                                                                          \
    "{\"fullUrl\":\"https://example.org/fhir/Location/l1\",\"resource\":{\"resourceType\":\"Location\",\"id\":\"l1\"," \
    "\"position\":{\"longitude\":0.5,\"latitude\":51}}}"
#define SERVICE_OF(uid, members)                                                                                       \
    "{\"resource\":{\"resourceType\":\"HealthcareService\",\"identifier\":[{\"system\":"                               \
    "\"https://fhir.nhs.uk/Id/dos-service-id\",\"value\":\"" uid "\"}],\"name\":\"A service\",\"type\":[{\"text\":"    \
    "\"pharmacy\"}],\"location\":[{\"reference\":\"Location/l1\"}]" members "}}"
#define SERVICE(members) SERVICE_OF("x", members)
#define OPEN(members)    SERVICE(",\"availableTime\":[" members "]")
#define AT(days, from, until)                                                                                          \
    "{\"daysOfWeek\":[" days "],\"availableStartTime\":\"" from "\",\"availableEndTime\":\"" until "\"}"
#define CLOSED(start, end)                                                                                             \
    SERVICE(",\"notAvailable\":[{\"description\":\"closed\",\"during\":{\"start\":\"" start "\",\"end\":\"" end "\"}}" \
            "]")
#define ORGANISATION(code)                                                                                             \
    "{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Organization\",\"name\":\"A Trust\",\"identifier\":" \
    "[{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"" code "\"}]}}"

#define HOURS "SELECT text FROM hours"

static void others_bundles_are_understood(void **state)
{
    (void)state;
    static const struct row {
        const char *text, *sql, *expect, *warning; /* the first warning's message; NULL for none */
    } rows[] = {
        {BUNDLE(PLACE "," SERVICE("")), "SELECT uid || type || state || longitude FROM service", "x13active0.5", NULL},
        {BUNDLE(SERVICE("") "," PLACE), "SELECT latitude FROM service", "51.0", NULL}, /* in any order */
        {"\xEF\xBB\xBF \n" BUNDLE(PLACE), "SELECT count(*) FROM service", "0", NULL},
        {"{\"entry\":[],\"type\":\"searchset\",\"total\":0,\"resourceType\":\"Bundle\"}", "SELECT 1", "1", NULL},
        {BUNDLE(PLACE "," SERVICE(",\"active\":false")), "SELECT state FROM service", "suspended", NULL},
        /* hours */
        {BUNDLE(PLACE "," OPEN(AT("\"mon\",\"tue\"", "09:00:00", "17:30:00"))), HOURS, "Mo-Tu 09:00-17:30", NULL},
        {BUNDLE(PLACE "," OPEN(AT("\"fri\"", "22:00:00", "23:59:59") "," AT("\"sat\"", "00:00:00", "02:00:00"))), HOURS,
         "Fr 22:00-02:00", NULL},
        {BUNDLE(PLACE "," OPEN(AT("\"sun\"", "22:00", "23:59:00") "," AT("\"mon\"", "00:00", "02:00"))), HOURS,
         "Su 22:00-02:00", NULL},
        {BUNDLE(PLACE "," OPEN(AT("\"sun\"", "22:00:00", "02:00:00"))), HOURS, "Su 22:00-02:00", NULL},
        {BUNDLE(PLACE "," OPEN(AT("\"sun\"", "22:00:00", "00:00:00"))), HOURS, "Su 22:00-24:00", NULL},
        {BUNDLE(PLACE "," OPEN(AT("\"sun\"", "22:00:00", "24:00:00"))), HOURS, "Su 22:00-24:00", NULL},
        {BUNDLE(PLACE "," OPEN(AT("\"mon\"", "09:00:00.0", "17:00:00.000"))), HOURS, "Mo 09:00-17:00", NULL},
        {BUNDLE(PLACE "," OPEN(AT("\"mon\"", "09:00:01", "17:00:59"))), HOURS, "Mo 09:01-17:00",
         "availableStartTime \"09:00:01\": hours are kept to the minute, and never longer than said"},
        {BUNDLE(PLACE "," OPEN("{\"daysOfWeek\":[\"sat\"],\"allDay\":true}")), HOURS, "Sa 00:00-24:00", NULL},
        {BUNDLE(PLACE "," OPEN("{\"daysOfWeek\":[\"mon\",\"tue\",\"wed\",\"thu\"],\"allDay\":true},{\"daysOfWeek\":["
                               "\"fri\",\"sat\",\"sun\"],\"allDay\":true}")),
         HOURS, "24/7", NULL},
        {BUNDLE(PLACE "," CLOSED("2026-12-25", "2026-12-26")), HOURS, "2026-12-25-2026-12-26 off", NULL},
        {BUNDLE(PLACE "," CLOSED("2026-12-25T00:00:00Z", "2026-12-25T23:59:59Z")), HOURS, "2026-12-25 off", NULL},
        {BUNDLE(PLACE "," SERVICE(",\"availabilityExceptions\":\"PH off\"")), HOURS, "PH off", NULL},
        {BUNDLE(PLACE "," SERVICE(",\"availabilityExceptions\":\"not at Christmas\"")), "SELECT count(*) FROM hours",
         "0", "availabilityExceptions \"not at Christmas\" is passed over: it is no list of rules such as \"PH off\""},
        /* references */
        {BUNDLE(PLACE "," ORGANISATION("RXX") "," SERVICE(",\"providedBy\":{\"reference\":\"urn:uuid:1\"}")),
         "SELECT provider || kind FROM service JOIN organisation ON code = provider", "RXXother", NULL},
        {BUNDLE(PLACE "," ORGANISATION("RXX") "," SERVICE(
             ",\"providedBy\":{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\","
             "\"value\":\"RXX\"}}")),
         "SELECT provider FROM service", "RXX", NULL},
        {BUNDLE(PLACE "," SERVICE(",\"providedBy\":{\"reference\":\"Organization/7\"}")),
         "SELECT count(*) FROM service", "1",
         "reference \"Organization/7\" leads to no Organization of this bundle; passed over"},
        {BUNDLE(PLACE "," SERVICE(",\"providedBy\":{\"reference\":\"Location/l1\"}")), "SELECT count(*) FROM service",
         "1", "reference \"Location/l1\" leads to no Organization of this bundle; passed over"},
        {BUNDLE("{\"resource\":{\"resourceType\":\"HealthcareService\",\"identifier\":[{\"system\":"
                "\"https://fhir.nhs.uk/Id/dos-service-id\",\"value\":\"y\"}],\"name\":\"Y\",\"type\":[{\"coding\":[{"
                "\"system\":\"urn:signpost:service-type\",\"code\":\"100\"}]}],\"contained\":[{\"resourceType\":"
                "\"Location\",\"id\":\"in\",\"position\":{\"latitude\":5.1e1,\"longitude\":-1E-1}}],\"location\":[{"
                "\"reference\":\"#in\"}]}}"),
         "SELECT uid || type || ' ' || latitude || ' ' || longitude FROM service", "y100 51.0 -0.1", NULL},
        /* contacts: the first by rank; those out of use do not count */
        {BUNDLE(PLACE "," SERVICE(",\"telecom\":[{\"system\":\"phone\",\"value\":\"01632 960001\",\"rank\":2},{"
                                  "\"system\":\"phone\",\"value\":\"01632 960002\",\"rank\":1},{\"system\":\"phone\","
                                  "\"use\":\"old\",\"value\":\"01632 960003\"}]")),
         "SELECT phone FROM service", "01632 960002",
         "passed over, 2 times in all: HealthcareService.telecom: another contact than the first"},
        /* endpoints */
        {BUNDLE(PLACE
                ",{\"fullUrl\":\"e\",\"resource\":{\"resourceType\":\"Endpoint\",\"status\":\"active\","
                "\"connectionType\":{\"system\":\"http://terminology.hl7.org/CodeSystem/"
                "endpoint-connection-type\",\"code\":\"secure-email\"},\"address\":\"mailto:a@example.org\"}}," SERVICE(
                    ",\"endpoint\":[{\"reference\":\"e\"}]")),
         "SELECT position || transport || address FROM endpoint", "1emaila@example.org", NULL},
        {BUNDLE(PLACE ",{\"fullUrl\":\"e\",\"resource\":{\"resourceType\":\"Endpoint\",\"status\":\"off\","
                      "\"connectionType\":{\"system\":\"urn:signpost:endpoint-transport\",\"code\":\"itk\"},"
                      "\"address\":\"https://a\"}}," SERVICE(",\"endpoint\":[{\"reference\":\"e\"}]")),
         "SELECT count(*) FROM endpoint", "0", "the Endpoint is passed over: its status is \"off\""},
        /* what is not kept */
        {BUNDLE("{\"resource\":{\"resourceType\":\"Patient\"}},{\"resource\":{\"resourceType\":\"Patient\"}}"),
         "SELECT 1", "1", "passed over, 2 times in all: entry of type Patient"},
        {BUNDLE(PLACE "," SERVICE(",\"extension\":[{\"url\":\"https://example.org/x\"}]")), "SELECT 1", "1",
         "passed over, 1 time in all: extension https://example.org/x"},
        {BUNDLE(PLACE "," SERVICE(",\"program\":[{\"text\":\"smoking\"}]")), "SELECT 1", "1",
         "passed over, 1 time in all: HealthcareService.program"},
        {BUNDLE(PLACE "," SERVICE(",\"eligibility\":[{\"code\":{\"text\":\"adults\"}}]")),
         "SELECT restricted FROM "
         "service",
         "0", "eligibility is passed over: it is not registered-patients, and the service is open to all"},
        {BUNDLE(PLACE "," SERVICE(",\"coverageArea\":[{\"reference\":\"Location/l1\"}]")),
         "SELECT count(*) FROM "
         "service_area",
         "0",
         "coverageArea is passed over: it has no identifier of system urn:signpost:area, and the service is not "
         "limited to it"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        signpost_diagnostics *found;
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_directory *directory = create();
        assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
        write_text(rows[i].text);
        if (signpost_bundle_import(directory, bundle, &act, NULL, NULL, found, &error))
            fail_msg("row %zu: %u:%u: %s", i, error.line, error.column, error.message);
        assert_text(directory, rows[i].sql, rows[i].expect);
        const char *first = signpost_diagnostics_get(found, 0).message;
        if (strcmp(first, rows[i].warning ? rows[i].warning : "") != 0)
            fail_msg("row %zu warned: %s", i, first);
        signpost_diagnostics_free(found);
        signpost_directory_close(directory);
    }
}

/* What an entry does not say stays; what another entry says is not its. */
static void what_is_not_said_stays(void **state)
{
    (void)state;
    signpost_directory *directory = fill();
    write_text(BUNDLE("{\"resource\":{\"resourceType\":\"HealthcareService\",\"identifier\":[{\"system\":"
                      "\"https://fhir.nhs.uk/Id/dos-service-id\",\"value\":\"a\"}],\"name\":\"New name\"}}"));
    assert_int_equal(signpost_bundle_import(directory, bundle, &act, NULL, NULL, NULL, NULL), SIGNPOST_OK);
    assert_text(directory,
                "SELECT name || ' ' || type || ' ' || clinician_phone || ' ' || latitude || ' ' || profile || ' ' || "
                "(SELECT count(*) FROM endpoint) FROM service WHERE uid = 'a'",
                "New name 13 01632 960999 51.195 1 5");
    write_text(BUNDLE(ORGANISATION("RXX")));
    assert_int_equal(signpost_bundle_import(directory, bundle, &act, NULL, NULL, NULL, NULL), SIGNPOST_OK);
    assert_text(directory, "SELECT kind || postcode FROM organisation WHERE code = 'RXX'", "providerTN1 2AB");
    signpost_directory_close(directory);
}

/* ---- what is refused ---- */

static void what_is_wrong_is_refused_with_its_reason(void **state)
{
    (void)state;
    static const struct row {
        const char *text, *expect; /* the first error, from the line number on */
    } rows[] = {
        {"", ":1:1: error: the file ends in the middle of its JSON [SP1640]"},
        {"[]", ":1:1: error: expected an object [SP1640]"},
        {"{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[",
         ":1:55: error: the file ends in the middle of its JSON [SP1640]"},
        {BUNDLE("") "x", ":1:57: error: something stands after the end [SP1640]"},
        {BUNDLE("{\"a\":1,\"a\":2}"), ":1:66: error: an object has two members \"a\" [SP1640]"},
        {"{\"resourceType\":\"Patient\"}", ":1:17: error: it is no Bundle: its resourceType says otherwise [SP1642]"},
        {"{\"type\":\"collection\"}", ":1:22: error: it is no Bundle: it has no resourceType [SP1642]"},
        {"{\"resourceType\":\"Bundle\"}", ":1:26: error: the bundle has no type [SP1642]"},
        {"{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}",
         ":1:33: error: the bundle's type is neither collection nor searchset [SP1642]"},
        {"{\"resourceType\":\"Bundle\",\"implicitRules\":\"x\"}",
         ":1:42: error: the bundle says that it does not mean what it says: rules that are not known here [SP1642]"},
        {"{\"type\":\"collection\",\n\"type\":\"collection\"}", ":2:8: error: the bundle has a member twice [SP1642]"},
        {BUNDLE("5"), ":1:55: error: the entry has no resource [SP1643]"},
        {BUNDLE("{\"resource\":{}}"), ":1:67: error: the resource does not say its resourceType [SP1643]"},
        {BUNDLE("\n{\"resource\":{\"resourceType\":\"Organization\"}}"),
         ":2:13: error: the Organization has no identifier of system "
         "https://fhir.nhs.uk/Id/ods-organization-code [SP1643]"},
        {BUNDLE("\n{\"resource\":{\"resourceType\":\"HealthcareService\"}}"),
         ":2:13: error: the HealthcareService has no identifier of system "
         "https://fhir.nhs.uk/Id/dos-service-id [SP1643]"},
        {BUNDLE(PLACE ",\n" SERVICE(",\"modifierExtension\":[{\"url\":\"u:not\"}]")),
         ":2:236: error: modifierExtension \"u:not\" may change what the entry means [SP1645]"},
        {BUNDLE(PLACE ",\n" SERVICE(",\"availableTime\":[{\"modifierExtension\":[{\"url\":\"u:not\"}]}]")),
         ":2:254: error: modifierExtension \"u:not\" may change what the entry means [SP1645]"},
        {BUNDLE(PLACE ",\n" PLACE), ":2:12: error: Location l1: the entry in line 1 has "
                                    "\"https://example.org/fhir/Location/l1\" already [SP1646]"},
        {BUNDLE(PLACE ",\n" SERVICE("") ",\n" SERVICE("")),
         ":3:13: error: the entry in line 2 has \"x\" already [SP1646]"},
        {BUNDLE(ORGANISATION("RXX") ",\n{\"fullUrl\":\"urn:uuid:2\",\"resource\":{\"resourceType\":\"Organization\","
                                    "\"name\":\"B\",\"identifier\":[{\"system\":\"https://fhir.nhs.uk/Id/"
                                    "ods-organization-code\",\"value\":\"RXX\"}]}}"),
         ":2:36: error: the entry in line 1 has \"RXX\" already [SP1646]"},
        {BUNDLE(PLACE ",\n" SERVICE(",\"comment\":5")), ":2:226: error: comment must be a text, not a number [SP1643]"},
        {BUNDLE(PLACE ",\n" OPEN("{\"allDay\":true}")),
         ":2:233: error: availableTime does not say on which daysOfWeek [SP1643]"},
        {BUNDLE(PLACE ",\n" OPEN(AT("\"Monday\"", "09:00:00", "17:00:00"))),
         ":2:248: error: daysOfWeek \"Monday\" is not one of mon, tue, wed, thu, fri, sat, sun [SP1643]"},
        {BUNDLE(PLACE ",\n" OPEN(AT("\"mon\"", "9 am", "17:00:00"))),
         ":2:276: error: availableStartTime \"9 am\" is no time such as 18:30:00 [SP1643]"},
        {BUNDLE(PLACE ",\n" OPEN("{\"daysOfWeek\":[\"mon\"],\"availableStartTime\":\"09:00:00\"}")),
         ":2:233: error: availableTime has no availableEndTime, and is not allDay [SP1643]"},
        {BUNDLE(PLACE ",\n" OPEN(AT("\"mon\"", "09:00:00", "09:00:00"))),
         ":2:233: error: availableTime opens and closes at the same time (a whole day is allDay) [SP1643]"},
        {BUNDLE(PLACE ",\n" OPEN(AT("\"mon\"", "09:00:00", "12:00:00") "," AT("\"mon\"", "11:00:00", "13:00:00"))),
         ":2:232: error: HealthcareService x: hours: opening hours \"Mo 09:00-12:00,11:00-13:00\": two sessions of the "
         "day overlap, at column 4 "
         "[SP0408]"},
        {BUNDLE(PLACE ",\n" CLOSED("2026-12-24T12:00:00Z", "2026-12-26")),
         ":2:274: error: notAvailable start \"2026-12-24T12:00:00Z\" is no whole day such as 2026-12-24 [SP1643]"},
        {BUNDLE(PLACE ",\n" SERVICE(",\"notAvailable\":[{\"description\":\"flood\"}]")),
         ":2:232: error: notAvailable has no start: a closure needs both ends [SP1643]"},
        {BUNDLE(PLACE ",\n" SERVICE(",\"extension\":[{\"url\":\"urn:signpost:profile\",\"valueCode\":\"nurse\"}]")),
         ":2:271: error: HealthcareService x: profile \"nurse\": there is no such profile [SP0310]"},
        {BUNDLE(PLACE ",\n" SERVICE(",\"extension\":[{\"url\":\"urn:signpost:profile\"}]")),
         ":2:229: error: extension \"urn:signpost:profile\" has no valueCode [SP1643]"},
        {BUNDLE(SERVICE("")), ":1: error: no place: neither coordinates nor a postcode that is known [SP0318]"},
        {BUNDLE(PLACE ",\n{\"resource\":{\"resourceType\":\"HealthcareService\",\"identifier\":[{\"system\":"
                      "\"https://fhir.nhs.uk/Id/dos-service-id\",\"value\":\"x\"}],\"type\":[{\"text\":\"Bakery\"}]}}"),
         ":2:135: error: type \"Bakery\" is none of the directory's: neither a code of system "
         "urn:signpost:service-type nor the name of one [SP1643]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char line[512] = "no error";
        unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE];
        signpost_diagnostics *found;
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_directory *directory = create();
        assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
        assert_int_equal(signpost_directory_digest(directory, before, NULL), SIGNPOST_OK);
        write_text(rows[i].text);
        const signpost_status status = signpost_bundle_import(directory, bundle, &act, NULL, NULL, found, &error);
        for (size_t at = signpost_diagnostics_count(found); at > 0; at--) {
            const signpost_diagnostic one = signpost_diagnostics_get(found, at - 1);
            if (one.severity == SIGNPOST_ERROR)
                signpost_diagnostic_format(&one, line, sizeof line);
        }
        if (status != SIGNPOST_CONTENT || strcmp(line + strlen(bundle), rows[i].expect) != 0)
            fail_msg("row %zu gave %s, not %s", i, line, rows[i].expect);
        assert_int_equal(signpost_directory_digest(directory, after, NULL), SIGNPOST_OK);
        assert_memory_equal(before, after, sizeof before);
        signpost_diagnostics_free(found);
        signpost_directory_close(directory);
    }
}

static void what_is_refused_leaves_the_others(void **state)
{
    (void)state;
    signpost_import_report report;
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_directory *directory = create();
    options.skip_refused = true;
    /* y has a profile that is not there: neither it nor its area comes in */
    write_text(BUNDLE(PLACE ",5," SERVICE(
        ",\"coverageArea\":[{\"identifier\":{\"system\":\"urn:signpost:area\",\"value\":\"kent\"}}"
        "]") "," SERVICE_OF("y", ",\"extension\":[{\"url\":\"urn:signpost:profile\",\"valueCode\":"
                                 "\"nurse\"}],\"coverageArea\":[{"
                                 "\"identifier\":{\"system\":\"urn:signpost:area\",\"value\":\"kent\"}}"
                                 "]") "," SERVICE_OF("z", ",\"modifierExtension\":[{\"url\":\"u:not\"}]")));
    assert_int_equal(signpost_bundle_import(directory, bundle, &act, &options, &report, NULL, NULL), SIGNPOST_OK);
    assert_text(directory, "SELECT uid FROM service", "x");
    assert_text(directory, "SELECT area || use FROM service_area", "kentlimited");
    assert_int_equal(report.read, 5);
    assert_int_equal(report.added, 2);
    assert_int_equal(report.refused, 3);
    assert_text(directory, "SELECT count(*) FROM sqlite_temp_schema", "0"); /* nothing is left behind */
    signpost_directory_close(directory);
}

static void wrong_calls_are_refused(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    signpost_bundle_options to = {0, false};
    signpost_directory *directory = create();
    options.table = "services";
    assert_int_equal(signpost_bundle_import(directory, bundle, &act, &options, NULL, NULL, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_bundle_import(directory, folder, &act, NULL, NULL, NULL, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_bundle_import(directory, "/nowhere", &act, NULL, NULL, NULL, &error), SIGNPOST_NOT_FOUND);
    assert_int_equal(signpost_bundle_write(directory, &to, put, stdout, NULL, NULL, &error), SIGNPOST_INVALID);
    signpost_directory_close(directory);
}

/* ---- memory ---- */

static size_t held, most_held;

static void *hold(size_t size, void *context)
{
    (void)context;
    size_t *memory = malloc(size + 16);
    if (!memory)
        return NULL;
    *memory = size;
    held += size;
    most_held = held > most_held ? held : most_held;
    return (char *)memory + 16;
}

static void let_go(void *memory, void *context)
{
    (void)context;
    if (!memory)
        return;
    size_t *whole = (size_t *)(void *)((char *)memory - 16);
    held -= *whole;
    free(whole);
}

static void *hold_again(void *memory, size_t size, void *context)
{
    void *made = hold(size, context);
    if (made && memory) {
        const size_t before = *(size_t *)(void *)((char *)memory - 16);
        memcpy(made, memory, before < size ? before : size);
        let_go(memory, context);
    }
    return made;
}

/* The most bytes held while a directory of so many services is written, and read back. SQLite's own are bounded by its
 * cache. */
static void measure(int services, size_t *writing, size_t *reading)
{
    static const signpost_allocator counted = {hold, hold_again, let_go, NULL};
    char sql[512];
    signpost_directory *directory = create();
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO service (uid, "
             "name, type, state, latitude, longitude, phone, restricted, created_by, changed_by) SELECT 'uid-' || i, "
             "'Service ' || i, 13, 'active', 51, 0.5, '01632 960001', 0, 1, 1 FROM n",
             services);
    assert_int_equal(sgp_db_run(directory->db, sql, NULL), SIGNPOST_OK);
    signpost_allocator_set(&counted);
    most_held = held = 0;
    write_bundle(directory, false, NULL);
    *writing = most_held;
    most_held = held = 0;
    assert_int_equal(signpost_bundle_import(directory, bundle, &act, NULL, NULL, NULL, NULL), SIGNPOST_OK);
    *reading = most_held;
    assert_int_equal(held, 0);
    signpost_allocator_set(NULL);
    signpost_directory_close(directory);
}

static void memory_does_not_grow_with_the_file(void **state)
{
    (void)state;
    size_t writing, reading, writing_more, reading_more;
    measure(500, &writing, &reading);
    measure(4000, &writing_more, &reading_more);
    print_message("writing 500 and 4,000 services holds %zu and %zu bytes at most, reading %zu and %zu\n", writing,
                  writing_more, reading, reading_more);
    assert_true(writing_more <= writing + 256);
    assert_true(reading_more <= reading + 256);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(what_is_lost_is_listed),
        cmocka_unit_test(others_bundles_are_understood),
        cmocka_unit_test(what_is_not_said_stays),
        cmocka_unit_test(what_is_wrong_is_refused_with_its_reason),
        cmocka_unit_test(what_is_refused_leaves_the_others),
        cmocka_unit_test(wrong_calls_are_refused),
        cmocka_unit_test(memory_does_not_grow_with_the_file),
    };
    return cmocka_run_group_tests_name("bundles there and back", tests, set_up, remove_folder);
}
