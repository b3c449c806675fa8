/* Search results in the shape of the national Directory of Services. Rules kept here:
 *  - what the results know is taken from them; what only the directory knows is read by the service's number, from the
 *    content version that was searched;
 *  - what is for professionals only stands in the members that the national response has for it, or nowhere. */
#include "signpost/national.h"

#include "base/civil.h"
#include "base/text.h"
#include "directory/directory.h"
#include "directory/validate.h"
#include "formats/uuid.h"
#include "interchange/national.h"

#include <stdio.h>
#include <string.h>

signpost_status signpost_national_disposition(const char *code, int *number, signpost_error *error)
{
    int64_t value = 0;
    size_t length = strlen(code);
    bool is_code = strncmp(code, "Dx", 2) == 0 && (length == 4 || length == 5) && sgp_is_digit(code[2]) &&
                   sgp_parse_integer(code + 2, &value);
    if (!is_code || value == 0 || (length == 5 && value < 100))
        return sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_NATIONAL_NO_ID, "disposition \"%.32s\" has no national number",
                        code);
    *number = (int)value + (value < 200 ? 1000 : 11000);
    return SIGNPOST_OK;
}

/* ---- the search ---- */

static void write_moment(signpost_json *json, const char *key, const signpost_calendar *calendar,
                         signpost_minute moment)
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_json_text(json, key, signpost_calendar_format(calendar, moment, text));
}

/* What the national response calls the source of a distance. */
static const char *source_of(signpost_radius_source source)
{
    static const char *const names[] = {
        [SIGNPOST_RADIUS_NEED] = "web service", [SIGNPOST_RADIUS_POSTCODE] = "postcode",
        [SIGNPOST_RADIUS_SECTOR] = "sector",    [SIGNPOST_RADIUS_DISTRICT] = "district",
        [SIGNPOST_RADIUS_TOWN] = "town",        [SIGNPOST_RADIUS_POLICY] = "national",
    };
    return names[source];
}

static void write_search(const sgp_national *of, const signpost_need *need)
{
    char seed[512], urn[SGP_URN_UUID_SIZE], latitude[32], longitude[32];
    const signpost_results_about *about = &of->about;
    snprintf(seed, sizeof seed, "%s/%lld/%lld/%s/%s/%.64s/%s/%s", about->policy_fingerprint,
             (long long)about->content_version, (long long)about->when, need->disposition.code, need->symptom_group,
             about->asked_place, sgp_degrees_format(about->latitude, latitude, sizeof latitude),
             sgp_degrees_format(about->longitude, longitude, sizeof longitude));
    signpost_json_text(of->json, "transactionId", sgp_urn_uuid("national/", seed, urn) + strlen("urn:uuid:"));
    write_moment(of->json, "requestedAtDateTime", of->calendar, about->when);
    write_moment(of->json, "searchDateTime", of->calendar, about->when);
    signpost_json_integer(of->json, "searchDistance", (about->radius_m + 500) / 1000);
    signpost_json_text(of->json, "searchDistanceUsedSource", source_of(about->radius_source));
    signpost_json_integer(of->json, "calculatedAgeInDays", need->age.from_days);
}

/* ---- a service ---- */

static void write_text(signpost_json *json, const char *key, const char *text)
{
    signpost_json_text(json, key, text ? text : "");
}

static const char *capacity_of(signpost_capacity capacity)
{
    return capacity == SIGNPOST_GREEN ? "High" : capacity == SIGNPOST_AMBER ? "Low" : "None";
}

/* `1 High Street, Tunbridge Wells`. */
static void write_address(signpost_json *json, const signpost_found *found)
{
    char text[SIGNPOST_TEXT_SIZE];
    snprintf(text, sizeof text, "%s%s%s", found->address, *found->address && *found->town ? ", " : "", found->town);
    sgp_text_trim_cut(text);
    signpost_json_text(json, "address", text);
}

/* Tenths of a mile of 1609.344 m, rounded, as text. */
static void write_distance(signpost_json *json, int32_t metres)
{
    char text[32];
    const int64_t tenths = ((int64_t)metres * 10000 + 804672) / 1609344;
    signpost_json_text(json, "distance", sgp_format_fixed(tenths, 1, text, sizeof text));
}

static void write_grid(signpost_json *json, const char *key, sgp_query *row, int column)
{
    if (sgp_column_is_null(row, column))
        signpost_json_null(json, key);
    else
        signpost_json_integer(json, key, sgp_column_integer(row, column));
}

/* In the columns of sgp_national_open's `service`. */
enum { ODS_CODE, CLINICIAN_PHONE, EASTING, NORTHING, HOURS, PROFILE };

static void write_who(const sgp_national *of, const signpost_found *found, sgp_query *row)
{
    signpost_json *json = of->json;
    signpost_json_integer(json, "id", found->id);
    signpost_json_text(json, "capacity", capacity_of(found->capacity));
    signpost_json_text(json, "name", found->name);
    write_text(json, "publicName", found->public_name);
    write_text(json, "contactDetails", found->phone);
    write_address(json, found);
    write_text(json, "postcode", found->postcode);
    write_grid(json, "northings", row, NORTHING);
    write_grid(json, "eastings", row, EASTING);
    write_text(json, "url", found->web);
    signpost_json_object(json, "serviceType");
    signpost_json_integer(json, "id", found->type);
    signpost_json_text(json, "name", found->type_name);
    signpost_json_close(json);
    write_text(json, "odsCode", sgp_column_text(row, ODS_CODE));
    write_text(json, "nonPublicTelephoneNo", of->professional ? sgp_column_text(row, CLINICIAN_PHONE) : NULL);
    write_text(json, "fax", NULL);
    write_text(json, "publicFacingInformation", found->public_text);
    write_distance(json, found->distance_m);
    write_text(json, "referralInformation", of->professional ? found->referral_text : NULL);
}

static signpost_status write_endpoints(sgp_national *of, int64_t service)
{
    static const char *const empty[] = {"format", "interaction", "compression"};
    signpost_status status = SIGNPOST_OK;
    signpost_json_list(of->json, "serviceEndpoints");
    sgp_bind_integer(&of->endpoints, 1, service);
    while (!status && of->professional && !(status = sgp_query_step(&of->endpoints, of->error))) {
        signpost_json_object(of->json, NULL);
        signpost_json_integer(of->json, "endpointOrder", sgp_column_integer(&of->endpoints, 0));
        write_text(of->json, "transport", sgp_column_text(&of->endpoints, 1));
        for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
            write_text(of->json, empty[i], NULL);
        write_text(of->json, "businessScenario", sgp_column_text(&of->endpoints, 3));
        write_text(of->json, "address", sgp_column_text(&of->endpoints, 2));
        write_text(of->json, "comment", NULL);
        signpost_json_close(of->json);
        if (of->endpoints.failure)
            status = sgp_fail_memory(of->error);
    }
    sgp_query_reset(&of->endpoints);
    signpost_json_close(of->json);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* The ranges of ages of the profile that hold the patient's. */
static signpost_status write_ages(sgp_national *of, int64_t profile, signpost_age age)
{
    signpost_status status;
    signpost_json_list(of->json, "serviceAgeRange");
    sgp_bind_integer(&of->ages, 1, profile);
    sgp_bind_integer(&of->ages, 2, age.from_days);
    sgp_bind_integer(&of->ages, 3, age.to_days);
    while (!(status = sgp_query_step(&of->ages, of->error))) {
        signpost_json_object(of->json, NULL);
        signpost_json_integer(of->json, "daysFrom", sgp_column_integer(&of->ages, 0));
        signpost_json_integer(of->json, "daysTo", sgp_column_integer(&of->ages, 1));
        signpost_json_close(of->json);
    }
    signpost_json_close(of->json);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static void write_nothing(signpost_json *json, const char *key)
{
    signpost_json_list(json, key);
    signpost_json_close(json);
}

/* What the national response does not have. */
static void write_own(const sgp_national *of, const signpost_found *found, bool is_catch_all)
{
    signpost_json_object(of->json, "signpost");
    signpost_json_text(of->json, "uid", found->uid);
    signpost_json_integer(of->json, "position", found->position);
    signpost_json_flag(of->json, "catchAll", is_catch_all);
    signpost_json_text(of->json, "way", found->way);
    signpost_json_text(of->json, "opening", found->opening);
    signpost_json_close(of->json);
}

static signpost_status write_service(sgp_national *of, const signpost_found *found, signpost_age age, bool is_catch_all)
{
    sgp_query *row = &of->service;
    sgp_bind_integer(row, 1, found->id);
    signpost_status status = sgp_query_step(row, of->error);
    if (status == SIGNPOST_NONE)
        return sgp_fail(of->error, SIGNPOST_STATE, SGP_NATIONAL_STALE, "service \"%s\" is no longer in the directory",
                        found->uid);
    if (status)
        return status;
    signpost_json_object(of->json, NULL);
    write_who(of, found, row);
    const int64_t profile = sgp_column_integer(row, PROFILE);
    status = sgp_national_hours(of, sgp_column_text(row, HOURS));
    if (!status && row->failure)
        status = sgp_fail_memory(of->error);
    sgp_query_reset(row);
    if (!status)
        status = write_endpoints(of, found->id);
    if (!status)
        sgp_national_sessions(of);
    write_nothing(of->json, "attributes");
    if (!status)
        status = write_ages(of, profile, age);
    write_own(of, found, is_catch_all);
    signpost_json_close(of->json);
    return status;
}

/* ---- the document ---- */

/* Held services are not returned: what to ask, or do, so that they are. */
static void write_held(const sgp_national *of)
{
    signpost_found found;
    signpost_json_list(of->json, "held");
    for (size_t i = 0; signpost_results_get(of->results, SIGNPOST_HELD, i, &found) == SIGNPOST_OK; i++) {
        signpost_json_object(of->json, NULL);
        signpost_json_integer(of->json, "id", found.id);
        signpost_json_text(of->json, "uid", found.uid);
        signpost_json_text(of->json, "publicName", found.public_name);
        signpost_json_text(of->json, "ask", found.ask);
        signpost_json_close(of->json);
    }
    signpost_json_close(of->json);
}

static void write_about(const sgp_national *of, const signpost_need *need, int disposition)
{
    const signpost_diagnostic *warning;
    signpost_json_object(of->json, "signpost");
    signpost_json_integer(of->json, "version", 1);
    signpost_json_text(of->json, "directory", of->about.directory);
    signpost_json_integer(of->json, "contentVersion", of->about.content_version);
    signpost_json_text(of->json, "policy", of->about.policy);
    signpost_json_text(of->json, "dispositionCode", need->disposition.code);
    signpost_json_integer(of->json, "disposition", disposition);
    signpost_json_flag(of->json, "unmet", of->about.unmet);
    signpost_json_text(of->json, "fallback", signpost_fallback_name(of->about.fallback));
    signpost_json_integer(of->json, "heldCount", (int64_t)of->about.held);
    write_held(of);
    signpost_json_list(of->json, "warnings");
    for (size_t i = 0; (warning = signpost_results_warning(of->results, i)); i++)
        signpost_json_text(of->json, NULL, warning->message);
    signpost_json_close(of->json);
    signpost_json_close(of->json);
}

static signpost_status write_services(sgp_national *of, signpost_age age)
{
    static const signpost_list lists[] = {SIGNPOST_RETURNED, SIGNPOST_CATCH_ALL};
    signpost_found found;
    signpost_status status = SIGNPOST_OK;
    signpost_json_list(of->json, "CheckCapacitySummaryResult");
    for (size_t list = 0; list < sizeof lists / sizeof *lists; list++)
        for (size_t i = 0; !status && signpost_results_get(of->results, lists[list], i, &found) == SIGNPOST_OK; i++)
            status = write_service(of, &found, age, lists[list] == SIGNPOST_CATCH_ALL);
    signpost_json_close(of->json);
    return status;
}

/* Prepares the statements, when the directory is what was searched. */
static signpost_status open_directory(sgp_national *of, sgp_db *db)
{
    int64_t version;
    signpost_status status = sgp_db_integer(db, "SELECT content_version FROM directory", &version, of->error);
    if (!status && version != of->about.content_version)
        return sgp_fail(of->error, SIGNPOST_STATE, SGP_NATIONAL_STALE,
                        "the directory is at content version %lld, and version %lld was searched", (long long)version,
                        (long long)of->about.content_version);
    if (!status)
        status =
            sgp_query_prepare(&of->service, db,
                              "SELECT ods_code, clinician_phone, easting, northing, (SELECT text FROM hours h WHERE "
                              "h.id = s.hours), profile FROM service s WHERE id = ?",
                              of->error);
    if (!status)
        status = sgp_query_prepare(&of->endpoints, db,
                                   "SELECT position, transport, address, scenario FROM endpoint WHERE service = ? "
                                   "ORDER BY position",
                                   of->error);
    if (!status)
        status =
            sgp_query_prepare(&of->ages, db,
                              "SELECT from_days, to_days FROM profile_age WHERE profile = ? AND from_days <= ? AND "
                              "to_days >= ? ORDER BY from_days",
                              of->error);
    return status;
}

static signpost_status write_document(sgp_national *of, const signpost_need *need, int disposition)
{
    signpost_json_object(of->json, NULL);
    write_search(of, need);
    signpost_status status = write_services(of, need->age);
    write_about(of, need, disposition);
    signpost_json_close(of->json);
    if (signpost_json_end(of->json) && !status)
        status = sgp_fail(of->error, SIGNPOST_IO, SGP_CANNOT_WRITE, "could not write the results");
    return status;
}

signpost_status signpost_national_write(signpost_directory *directory, const signpost_results *results,
                                        const signpost_need *need, const signpost_national_options *options,
                                        signpost_write_function write, void *context, signpost_error *error)
{
    int disposition;
    signpost_json json;
    if (options && options->size != sizeof *options)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the national options have size %zu, not %zu",
                        options->size, sizeof *options);
    if (!results->answered)
        return sgp_fail(error, SIGNPOST_STATE, SGP_NATIONAL_STALE, "no search has succeeded");
    sgp_national of = {.json = &json,
                       .results = results,
                       .calendar = signpost_index_calendar(results->index),
                       .about = signpost_results_describe(results),
                       .professional = options && options->professional,
                       .error = error};
    signpost_status status = signpost_national_disposition(need->disposition.code, &disposition, error);
    if (!status)
        status = sgp_db_begin_read(directory->db, error);
    if (status)
        return status;
    status = open_directory(&of, directory->db);
    signpost_json_start(&json, write, context);
    if (!status)
        status = write_document(&of, need, disposition);
    sgp_query_release(&of.service);
    sgp_query_release(&of.endpoints);
    sgp_query_release(&of.ages);
    signpost_hours_free(of.hours);
    sgp_db_roll_back(directory->db);
    return status;
}
