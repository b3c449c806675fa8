/* A directory as a FHIR bundle, from inside: what both ways share. */
#ifndef SGP_INTERCHANGE_BUNDLE_H
#define SGP_INTERCHANGE_BUNDLE_H

#include "directory/import.h"
#include "hours/hours.h"
#include "signpost/bundle.h"

#define SGP_FHIR_ODS               "https://fhir.nhs.uk/Id/ods-organization-code"
#define SGP_FHIR_SERVICE           "https://fhir.nhs.uk/Id/dos-service-id"
#define SGP_FHIR_GEOLOCATION       "http://hl7.org/fhir/StructureDefinition/geolocation"
#define SGP_FHIR_CONNECTION        "http://terminology.hl7.org/CodeSystem/endpoint-connection-type"
#define SGP_FHIR_PAYLOAD           "http://terminology.hl7.org/CodeSystem/endpoint-payload-type"
#define SGP_FHIR_ORGANISATION_TYPE "http://terminology.hl7.org/CodeSystem/organization-type"
/* Code systems and extensions of our own. */
#define SGP_FHIR_OWN          "urn:signpost:"
#define SGP_FHIR_TYPE         SGP_FHIR_OWN "service-type"
#define SGP_FHIR_KIND         SGP_FHIR_OWN "organisation-kind"
#define SGP_FHIR_TRANSPORT    SGP_FHIR_OWN "endpoint-transport"
#define SGP_FHIR_ELIGIBILITY  SGP_FHIR_OWN "eligibility"
#define SGP_FHIR_REGISTERED   "registered-patients"
#define SGP_FHIR_AREA         SGP_FHIR_OWN "area"
#define SGP_FHIR_CAPACITY     SGP_FHIR_OWN "capacity"
#define SGP_FHIR_COMMISSIONER SGP_FHIR_OWN "commissioner"
#define SGP_FHIR_PRACTICE     SGP_FHIR_OWN "practice"
#define SGP_FHIR_PROMOTED     SGP_FHIR_OWN "promoted-area"
#define SGP_FHIR_STATE        SGP_FHIR_OWN "state"
#define SGP_FHIR_POSITION     SGP_FHIR_OWN "position"
#define SGP_FHIR_ADDRESS      SGP_FHIR_OWN "address"
#define SGP_FHIR_OWN_SESSION  SGP_FHIR_OWN "own-session"
/* Why a service is not available, where ours do not say it. */
#define SGP_FHIR_CLOSED "closed"

/* What the addresses of entries are made of, with the key behind. */
#define SGP_URN_ORGANISATION "signpost organisation "
#define SGP_URN_LOCATION     "signpost location "
#define SGP_URN_SERVICE      "signpost service "
#define SGP_URN_ENDPOINT     "signpost endpoint "

/* How an extension says what a column says. */
typedef enum sgp_extension_kind {
    SGP_EXTENSION_TEXT,    /* valueString */
    SGP_EXTENSION_CODE,    /* valueCode */
    SGP_EXTENSION_INTEGER, /* valueInteger */
    SGP_EXTENSION_DATE,    /* valueDate */
    SGP_EXTENSION_MOMENT   /* valueDateTime: with seconds, which columns do not have */
} sgp_extension_kind;

/* A column that FHIR has no field for. */
typedef struct sgp_extension {
    const char *url, *column;
    sgp_extension_kind kind;
} sgp_extension;

typedef struct sgp_extensions {
    const sgp_extension *items;
    size_t count;
} sgp_extensions;

extern const sgp_extensions sgp_service_extensions, sgp_location_extensions, sgp_capacity_extensions;
/* `valueString` and so on. */
extern const char *const sgp_extension_values[];

/* ---- hours ---- */

/* A piece of a day, and the days that have it. */
typedef struct sgp_opening {
    unsigned days;       /* bit 0 is Monday */
    int16_t from, until; /* minutes after midnight, at most 1440 */
    bool own;            /* it does not go on from the evening before, though it touches it */
} sgp_opening;

/* 8 sessions on each of 7 days, one of which may go over midnight. */
enum { SGP_MOST_OPENINGS = 7 * (SIGNPOST_MOST_SESSIONS + 1), SGP_EVERY_DAY = 127 };

/* Hours as FHIR has them. */
typedef struct sgp_openings {
    bool all_hours;
    sgp_opening items[SGP_MOST_OPENINGS];
    size_t count;
} sgp_openings;

/* The week of a draft, split at midnight. */
void sgp_openings_of(const sgp_hours_draft *draft, sgp_openings *openings);
/* Adds the week to a text of hours, joined at midnight. False when memory ran out. */
bool sgp_openings_text(const sgp_openings *openings, sgp_array *text);
/* Adds a rule to a text of hours, with `; ` before it unless it is the first. False when memory ran out. */
bool sgp_hours_add_rule(sgp_array *text, const char *rule, size_t length);
/* Writes what a text of hours says: availableTime, availabilityExceptions, notAvailable. */
signpost_status sgp_bundle_write_hours(signpost_json *json, const char *text, signpost_error *error);

extern const char *const sgp_fhir_days[7]; /* mon, tue ... */

#endif
