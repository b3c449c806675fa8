/* What HSDS has no field for, as attributes: a term each, with the statement that gives its rows. The statements' texts
 * are constants: the key of a row (of which its identifier is made) and the value. Rows without a value are not
 * written. */
#include "interchange/hsds.h"

#include "formats/uuid.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define OF_SERVICE(expression)      "SELECT t.uid, " expression " FROM service t ORDER BY t.uid"
#define OF_ORGANISATION(expression) "SELECT t.code, " expression " FROM organisation t ORDER BY t.code"
#define OF_PROFILE(expression)      "SELECT t.name, " expression " FROM profile t ORDER BY t.name"
#define ITEMS(expression, table)                                                                                       \
    "(SELECT group_concat(item, ';') FROM (SELECT " expression " AS item FROM " table                                  \
    " WHERE profile = t.id ORDER BY 1))"
#define MOMENT(column) "strftime('%Y-%m-%dT%H:%MZ', " column " * 60, 'unixepoch')"

const sgp_hsds_term sgp_hsds_terms[] = {
    {"kind", "organization", "provider, commissioner, practice or other", OF_ORGANISATION("t.kind"), false},
    {"postcode", "organization", "where an organisation is", OF_ORGANISATION("t.postcode"), false},
    {"latitude", "organization", "degrees, WGS84", OF_ORGANISATION("t.latitude"), false},
    {"longitude", "organization", "degrees, WGS84", OF_ORGANISATION("t.longitude"), false},
    {"profile_name", "taxonomy_term", "a clinical profile, which services share", OF_PROFILE("t.name"), false},
    {"dispositions", "taxonomy_term", "of a clinical profile: NHS Pathways dispositions",
     OF_PROFILE(ITEMS("disposition", "profile_disposition")), false},
    {"pairs", "taxonomy_term", "of a clinical profile: symptom group/symptom discriminator",
     OF_PROFILE(ITEMS("symptom_group || '/' || discriminator", "profile_pair")), false},
    {"ages", "taxonomy_term", "of a clinical profile: ranges of ages",
     OF_PROFILE("(SELECT group_concat(item, ';') FROM (SELECT from_days || '-' || to_days AS item FROM profile_age "
                "WHERE profile = t.id ORDER BY from_days))"),
     false},
    {"sexes", "taxonomy_term", "of a clinical profile", OF_PROFILE(ITEMS("sex", "profile_sex")), false},
    {"roles", "taxonomy_term", "of a clinical profile: who may refer", OF_PROFILE(ITEMS("role", "profile_role")),
     false},
    {"uid", "service", "the entry's own identifier, for ever", OF_SERVICE("t.uid"), false},
    {"type", "service", "the national service type", OF_SERVICE("t.type"), false},
    {"profile", "service", "the clinical profile", OF_SERVICE("(SELECT name FROM profile WHERE id = t.profile)"),
     false},
    {"ods_code", "service", "code of the Organisation Data Service", OF_SERVICE("t.ods_code"), false},
    {"commissioner", "service", "ODS code of who pays for it", OF_SERVICE("t.commissioner"), false},
    {"valid_from", "service", "first date of the entry", OF_SERVICE("t.valid_from"), false},
    {"valid_to", "service", "last date of the entry", OF_SERVICE("t.valid_to"), false},
    {"easting", "service", "metres, British National Grid", OF_SERVICE("t.easting"), false},
    {"northing", "service", "metres, British National Grid", OF_SERVICE("t.northing"), false},
    {"calendar", "service", "whose clock and bank holidays the hours are by",
     OF_SERVICE("(SELECT calendar FROM hours WHERE id = t.hours)"), false},
    {"return_if_open_minutes", "service", "replaces the timeframe where it is smaller",
     OF_SERVICE("t.return_if_open_minutes"), false},
    {"restricted", "service", "yes: only for registered patients of its practices",
     OF_SERVICE("CASE WHEN t.restricted THEN 'yes' END"), false},
    {"assumed", "service", "what an import supplied", OF_SERVICE("t.assumed"), false},
    {"verified_at", "service", "when it was last verified", OF_SERVICE(MOMENT("t.verified_at")), false},
    {"verified_by", "service", "by whom", OF_SERVICE("t.verified_by"), false},
    {"verified_evidence", "service", "with what evidence", OF_SERVICE("t.verified_evidence"), false},
    {"verify_due", "service", "when it is to be verified again", OF_SERVICE("t.verify_due"), false},
    {"clinician_phone", "service", "for professionals only", OF_SERVICE("t.clinician_phone"), true},
    {"email", "service", "for professionals only", OF_SERVICE("t.email"), true},
    {"referral_text", "service", "for professionals only", OF_SERVICE("t.referral_text"), true},
    {"practice", "service", "ODS code of a practice whose patients it is for",
     "SELECT t.uid, p.practice FROM service t JOIN service_practice p ON p.service = t.id ORDER BY 1, 2", false},
    {"area", "service_area", "code of the area, and whether the service is limited or promoted to it",
     "SELECT t.uid || '/' || a.area || '/' || a.use, json_object('area', a.area, 'use', a.use) "
     "FROM service t JOIN service_area a ON a.service = t.id ORDER BY 1",
     false},
    {"capacity", "service", "how much it can take now",
     "SELECT t.uid, json_object('colour', c.colour, 'set_by', c.set_by, 'set_at', " MOMENT(
         "c.set_at") ", 'why', c.why, "
                     "'falls_back_at', " MOMENT(
                         "c.falls_back_at") ") FROM service t JOIN capacity c ON c.service = t.id ORDER BY 1",
     false},
    {"endpoint", "service", "how to refer, for professionals only",
     "SELECT t.uid, json_object('position', e.position, 'transport', e.transport, 'address', e.address, 'scenario', "
     "e.scenario) FROM service t JOIN endpoint e ON e.service = t.id ORDER BY t.uid, e.position",
     true},
    {"hours", "schedule", "how a row is meant: 24/7, PH (bank holidays), dated, or days of every year", NULL, false},
};
const size_t sgp_hsds_term_count = sizeof sgp_hsds_terms / sizeof *sgp_hsds_terms;

char *sgp_hsds_id(const char *kind, const char *key, char id[SGP_HSDS_ID_SIZE])
{
    char beginning[48], urn[SGP_URN_UUID_SIZE];
    snprintf(beginning, sizeof beginning, "hsds/%s/", kind); /* kinds are constants, and short */
    snprintf(id, SGP_HSDS_ID_SIZE, "%s", sgp_urn_uuid(beginning, key, urn) + strlen("urn:uuid:"));
    return id;
}

static void id_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    char id[SGP_HSDS_ID_SIZE];
    (void)count;
    const char *kind = (const char *)sqlite3_value_text(values[0]), *key = (const char *)sqlite3_value_text(values[1]);
    if (kind && key)
        sqlite3_result_text(context, sgp_hsds_id(kind, key, id), -1, SQLITE_TRANSIENT);
}

signpost_status sgp_hsds_functions(sgp_db *db, signpost_error *error)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    int result = sqlite3_create_function(db->handle, "hsds_id", 2, flags, NULL, id_function, NULL, NULL);
    return result == SQLITE_OK ? SIGNPOST_OK : sgp_db_fail(db, error);
}

void sgp_hsds_tell(signpost_diagnostics *list, int id, sgp_spot spot, const char *hint, const char *format, ...)
{
    char message[SIGNPOST_TEXT_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    sgp_diagnose_hint(list, SIGNPOST_WARNING, id, spot, hint, "%s", message);
}
