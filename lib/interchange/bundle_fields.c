/* The columns that FHIR has no field for, and their extensions. */
#include "interchange/bundle.h"

#define COUNT(items) (sizeof(items) / sizeof *(items))

const char *const sgp_extension_values[] = {
    [SGP_EXTENSION_TEXT] = "valueString",     [SGP_EXTENSION_CODE] = "valueCode",
    [SGP_EXTENSION_INTEGER] = "valueInteger", [SGP_EXTENSION_DATE] = "valueDate",
    [SGP_EXTENSION_MOMENT] = "valueDateTime",
};

static const sgp_extension of_service[] = {
    {SGP_FHIR_OWN "public-name", "public_name", SGP_EXTENSION_TEXT},
    {SGP_FHIR_OWN "valid-from", "valid_from", SGP_EXTENSION_DATE},
    {SGP_FHIR_OWN "valid-to", "valid_to", SGP_EXTENSION_DATE},
    {SGP_FHIR_OWN "clinician-phone", "clinician_phone", SGP_EXTENSION_TEXT},
    {SGP_FHIR_OWN "email", "email", SGP_EXTENSION_TEXT},
    {SGP_FHIR_OWN "referral-text", "referral_text", SGP_EXTENSION_TEXT},
    {SGP_FHIR_OWN "calendar", "calendar", SGP_EXTENSION_TEXT},
    {SGP_FHIR_OWN "return-if-open-minutes", "return_if_open_minutes", SGP_EXTENSION_INTEGER},
    {SGP_FHIR_OWN "profile", "profile", SGP_EXTENSION_CODE},
    {SGP_FHIR_OWN "assumed", "assumed", SGP_EXTENSION_TEXT},
    {SGP_FHIR_OWN "verified-at", "verified_at", SGP_EXTENSION_MOMENT},
    {SGP_FHIR_OWN "verified-by", "verified_by", SGP_EXTENSION_TEXT},
    {SGP_FHIR_OWN "verified-evidence", "verified_evidence", SGP_EXTENSION_TEXT},
    {SGP_FHIR_OWN "verify-due", "verify_due", SGP_EXTENSION_DATE},
};

static const sgp_extension of_location[] = {
    {SGP_FHIR_OWN "easting", "easting", SGP_EXTENSION_INTEGER},
    {SGP_FHIR_OWN "northing", "northing", SGP_EXTENSION_INTEGER},
};

/* Inside the one extension of a capacity. */
static const sgp_extension of_capacity[] = {
    {"colour", "colour", SGP_EXTENSION_CODE},
    {"set-by", "set_by", SGP_EXTENSION_TEXT},
    {"set-at", "set_at", SGP_EXTENSION_MOMENT},
    {"why", "why", SGP_EXTENSION_TEXT},
    {"falls-back-at", "falls_back_at", SGP_EXTENSION_MOMENT},
};

const sgp_extensions sgp_service_extensions = {of_service, COUNT(of_service)};
const sgp_extensions sgp_location_extensions = {of_location, COUNT(of_location)};
const sgp_extensions sgp_capacity_extensions = {of_capacity, COUNT(of_capacity)};
