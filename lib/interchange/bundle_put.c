/* The pieces that the entries of a bundle are made of. */
#include "interchange/bundle_put.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* Opens an entry on a line of its own, with its resource. */
void sgp_bundle_open_entry(sgp_bundle_writer *to, const char *resource, const char *kind, const char *key)
{
    char address[SGP_URN_UUID_SIZE];
    if (to->entries++ && !to->write(",", 1, to->context))
        to->json.failed = true;
    const bool failed = to->json.failed;
    signpost_json_start_line(&to->json, to->write, to->context);
    to->json.failed = failed;
    signpost_json_object(&to->json, NULL);
    signpost_json_text(&to->json, "fullUrl", sgp_urn_uuid(kind, key, address));
    signpost_json_object(&to->json, "resource");
    signpost_json_text(&to->json, "resourceType", resource);
}

void sgp_bundle_close_entry(sgp_bundle_writer *to)
{
    signpost_json_close(&to->json);
    signpost_json_close(&to->json);
    signpost_json_end(&to->json);
}

void sgp_put_reference(signpost_json *json, const char *key, const char *kind, const char *to)
{
    char address[SGP_URN_UUID_SIZE];
    signpost_json_object(json, key);
    signpost_json_text(json, "reference", sgp_urn_uuid(kind, to, address));
    signpost_json_close(json);
}

void sgp_put_identifier(signpost_json *json, const char *key, const char *system, const char *value)
{
    signpost_json_object(json, key);
    signpost_json_text(json, "system", system);
    signpost_json_text(json, "value", value);
    signpost_json_close(json);
}

void sgp_put_concepts(signpost_json *json, const char *key, const char *system, const char *code)
{
    signpost_json_list(json, key);
    signpost_json_object(json, NULL);
    signpost_json_list(json, "coding");
    sgp_fhir_coding(json, NULL, system, code, NULL);
    signpost_json_close(json);
    signpost_json_close(json);
    signpost_json_close(json);
}

void sgp_put_degrees(signpost_json *json, const char *key, const char *text)
{
    int64_t value = 0;
    sgp_parse_fixed(text, 6, &value);
    signpost_json_fixed(json, key, value, 6);
}

void sgp_put_extension(signpost_json *json, const sgp_extension *extension, const char *text)
{
    char moment[SIGNPOST_MOMENT_SIZE + 4];
    int64_t number;
    signpost_json_object(json, NULL);
    signpost_json_text(json, "url", extension->url);
    const char *key = sgp_extension_values[extension->kind];
    if (extension->kind == SGP_EXTENSION_INTEGER && sgp_parse_integer(text, &number)) {
        signpost_json_integer(json, key, number);
    } else if (extension->kind == SGP_EXTENSION_MOMENT) {
        snprintf(moment, sizeof moment, "%.*s:00Z", (int)strcspn(text, "Z"), text);
        signpost_json_text(json, key, moment);
    } else {
        signpost_json_text(json, key, text);
    }
    signpost_json_close(json);
}
