/* Writes the entries of a service: its Location, its HealthcareService, its Endpoints. Rule kept here: what is for
 * professionals only never goes where the public is told something. */
#include "base/text.h"
#include "interchange/bundle_put.h"

#include <stdio.h>
#include <string.h>

/* One service on its way out. */
typedef struct service {
    sgp_bundle_writer *to;
    const sgp_bundle_row *row;
    sgp_arena *arena;
    int64_t number;
    bool is_list_open; /* one that opens with its first item */
} service;

/* ---- a service's place ---- */

/* Lines with `, ` between, unless one of them would be empty or lose its spaces: then all is one line. */
static void write_lines(signpost_json *json, const char *address, sgp_arena *arena)
{
    bool is_plain = !strstr(address, ",  ") && !strstr(address, " ,") && !strstr(address, ", ,");
    size_t length = strlen(address);
    is_plain = is_plain && *address != ',' && *address != ' ' && (length < 2 || !strchr(", ", address[length - 1]));
    signpost_json_list(json, "line");
    for (const char *at = address; at;) {
        const char *end = is_plain ? strstr(at, ", ") : NULL;
        const char *line = end ? sgp_arena_text(arena, at, (size_t)(end - at)) : at;
        if (!line)
            json->failed = true;
        signpost_json_text(json, NULL, line);
        at = end ? end + 2 : NULL;
    }
    signpost_json_close(json);
}

static void write_extension(service *of, const sgp_extension *extension)
{
    const size_t column = sgp_table_column(of->row->table, extension->column);
    const char *text = of->row->texts[column];
    if (!*text)
        return;
    if (of->to->public_only && of->row->table->columns[column].flags & SGP_PROFESSIONAL) {
        of->to->left_out[column]++;
        return;
    }
    if (!of->is_list_open)
        signpost_json_list(&of->to->json, "extension");
    of->is_list_open = true;
    sgp_put_extension(&of->to->json, extension, text);
}

static void write_extensions(service *of, const sgp_extensions *extensions)
{
    for (size_t i = 0; i < extensions->count; i++)
        write_extension(of, &extensions->items[i]);
}

static void close_list(service *of)
{
    if (of->is_list_open)
        signpost_json_close(&of->to->json);
    of->is_list_open = false;
}

static void write_location(service *of)
{
    signpost_json *json = &of->to->json;
    const sgp_bundle_row *row = of->row;
    const char *address = sgp_bundle_cell(row, "address"), *town = sgp_bundle_cell(row, "town");
    const char *postcode = sgp_bundle_cell(row, "postcode");
    sgp_bundle_open_entry(of->to, "Location", SGP_URN_LOCATION, sgp_bundle_cell(row, "uid"));
    write_extensions(of, &sgp_location_extensions);
    close_list(of);
    if (*address || *town || *postcode) {
        signpost_json_object(json, "address");
        if (*address)
            write_lines(json, address, of->arena);
        sgp_fhir_text(json, "city", town);
        sgp_fhir_text(json, "postalCode", postcode);
        signpost_json_close(json);
    }
    signpost_json_object(json, "position");
    sgp_put_degrees(json, "longitude", sgp_bundle_cell(row, "longitude"));
    sgp_put_degrees(json, "latitude", sgp_bundle_cell(row, "latitude"));
    signpost_json_close(json);
    sgp_bundle_close_entry(of->to);
}

/* ---- a service ---- */

/* Calls for each row of a part that is found by a number; SIGNPOST_OK at the end. */
static signpost_status each_row(service *of, int part, int64_t number,
                                void (*write)(service *of, const sgp_bundle_row *row, int at))
{
    sgp_bundle_row row;
    int at = 0;
    sgp_bind_integer(&of->to->parts[part].query, 1, number);
    signpost_status status;
    while (!(status = sgp_bundle_rows_next(&of->to->parts[part], of->arena, &row, of->to->error)))
        write(of, &row, at++);
    sgp_query_reset(&of->to->parts[part].query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status each_part(service *of, int part, void (*write)(service *of, const sgp_bundle_row *row, int at))
{
    return each_row(of, part, of->number, write);
}

static void open_own_extension(service *of, const char *url)
{
    if (!of->is_list_open)
        signpost_json_list(&of->to->json, "extension");
    of->is_list_open = true;
    signpost_json_object(&of->to->json, NULL);
    signpost_json_text(&of->to->json, "url", url);
}

static void write_practice(service *of, const sgp_bundle_row *row, int at)
{
    (void)at;
    open_own_extension(of, SGP_FHIR_PRACTICE);
    sgp_put_reference(&of->to->json, "valueReference", SGP_URN_ORGANISATION, sgp_bundle_cell(row, "practice"));
    signpost_json_close(&of->to->json);
}

/* An area is no resource here: it is referred to by its identifier. */
static void refer_to_area(signpost_json *json, const char *key, const char *area)
{
    signpost_json_object(json, key);
    signpost_json_text(json, "type", "Location");
    sgp_put_identifier(json, "identifier", SGP_FHIR_AREA, area);
    signpost_json_close(json);
}

static void write_promoted(service *of, const sgp_bundle_row *row, int at)
{
    (void)at;
    if (strcmp(sgp_bundle_cell(row, "use"), "promoted") != 0)
        return;
    open_own_extension(of, SGP_FHIR_PROMOTED);
    refer_to_area(&of->to->json, "valueReference", sgp_bundle_cell(row, "area"));
    signpost_json_close(&of->to->json);
}

static void write_capacity(service *of, const sgp_bundle_row *row, int at)
{
    (void)at;
    signpost_json *json = &of->to->json;
    open_own_extension(of, SGP_FHIR_CAPACITY);
    signpost_json_list(json, "extension");
    for (size_t i = 0; i < sgp_capacity_extensions.count; i++) {
        const sgp_extension *extension = &sgp_capacity_extensions.items[i];
        sgp_put_extension(json, extension, sgp_bundle_cell(row, extension->column));
    }
    signpost_json_close(json);
    signpost_json_close(json);
}

static signpost_status write_service_extensions(service *of)
{
    static const sgp_extension state = {SGP_FHIR_STATE, "state", SGP_EXTENSION_CODE};
    const char *commissioner = sgp_bundle_cell(of->row, "commissioner");
    if (strcmp(sgp_bundle_cell(of->row, "state"), "active") != 0)
        write_extension(of, &state);
    write_extensions(of, &sgp_service_extensions);
    if (*commissioner) {
        open_own_extension(of, SGP_FHIR_COMMISSIONER);
        sgp_put_reference(&of->to->json, "valueReference", SGP_URN_ORGANISATION, commissioner);
        signpost_json_close(&of->to->json);
    }
    signpost_status status = each_part(of, SGP_OF_PRACTICES, write_practice);
    if (!status)
        status = each_part(of, SGP_OF_AREAS, write_promoted);
    if (!status)
        status = each_part(of, SGP_OF_CAPACITY, write_capacity);
    close_list(of);
    return status;
}

/* With its name, for those who do not know our numbers. */
static void write_type(service *of, const sgp_bundle_row *row, int at)
{
    (void)at;
    signpost_json *json = &of->to->json;
    signpost_json_list(json, "type");
    signpost_json_object(json, NULL);
    signpost_json_list(json, "coding");
    sgp_fhir_coding(json, NULL, SGP_FHIR_TYPE, sgp_bundle_cell(row, "id"), sgp_bundle_cell(row, "name"));
    signpost_json_close(json);
    signpost_json_close(json);
    signpost_json_close(json);
}

static void write_identity(service *of)
{
    signpost_json *json = &of->to->json;
    const char *ods_code = sgp_bundle_cell(of->row, "ods_code"), *provider = sgp_bundle_cell(of->row, "provider");
    signpost_json_list(json, "identifier");
    sgp_put_identifier(json, NULL, SGP_FHIR_SERVICE, sgp_bundle_cell(of->row, "uid"));
    if (*ods_code)
        sgp_put_identifier(json, NULL, SGP_FHIR_ODS, ods_code);
    signpost_json_close(json);
    signpost_json_flag(json, "active", strcmp(sgp_bundle_cell(of->row, "state"), "active") == 0);
    if (*provider)
        sgp_put_reference(json, "providedBy", SGP_URN_ORGANISATION, provider);
    signpost_json_list(json, "location");
    sgp_put_reference(json, NULL, SGP_URN_LOCATION, sgp_bundle_cell(of->row, "uid"));
    signpost_json_close(json);
    signpost_json_text(json, "name", sgp_bundle_cell(of->row, "name"));
    sgp_fhir_text(json, "comment", sgp_bundle_cell(of->row, "public_text"));
}

/* For the public: no number of clinicians' is ever here. */
static void write_telecom(service *of)
{
    static const char *const systems[][2] = {{"phone", "phone"}, {"web", "url"}};
    signpost_json *json = &of->to->json;
    if (!*sgp_bundle_cell(of->row, "phone") && !*sgp_bundle_cell(of->row, "web"))
        return;
    signpost_json_list(json, "telecom");
    for (int i = 0; i < 2; i++) {
        const char *value = sgp_bundle_cell(of->row, systems[i][0]);
        if (!*value)
            continue;
        signpost_json_object(json, NULL);
        signpost_json_text(json, "system", systems[i][1]);
        signpost_json_text(json, "value", value);
        signpost_json_text(json, "use", "work");
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

/* The list opens with the first area that the service is limited to. */
static void write_limited(service *of, const sgp_bundle_row *row, int at)
{
    (void)at;
    if (strcmp(sgp_bundle_cell(row, "use"), "limited") != 0)
        return;
    if (!of->is_list_open)
        signpost_json_list(&of->to->json, "coverageArea");
    of->is_list_open = true;
    refer_to_area(&of->to->json, NULL, sgp_bundle_cell(row, "area"));
}

/* What an endpoint's address is made of: its service, and its place among the others. */
static const char *endpoint_key(service *of, const sgp_bundle_row *row)
{
    const char *uid = sgp_bundle_cell(of->row, "uid"), *position = sgp_bundle_cell(row, "position");
    const size_t size = strlen(uid) + strlen(position) + 2;
    char *key = sgp_arena_allocate(of->arena, 1, size);
    if (!key) {
        of->to->json.failed = true;
        return "";
    }
    snprintf(key, size, "%s\n%s", uid, position);
    return key;
}

static void write_endpoint_reference(service *of, const sgp_bundle_row *row, int at)
{
    int64_t position = 0;
    char address[SGP_URN_UUID_SIZE];
    signpost_json *json = &of->to->json;
    if (!of->is_list_open)
        signpost_json_list(json, "endpoint");
    of->is_list_open = true;
    signpost_json_object(json, NULL);
    if (sgp_parse_integer(sgp_bundle_cell(row, "position"), &position) && position != at + 1) {
        static const sgp_extension extension = {SGP_FHIR_POSITION, "position", SGP_EXTENSION_INTEGER};
        signpost_json_list(json, "extension");
        sgp_put_extension(json, &extension, sgp_bundle_cell(row, "position"));
        signpost_json_close(json);
    }
    signpost_json_text(json, "reference", sgp_urn_uuid(SGP_URN_ENDPOINT, endpoint_key(of, row), address));
    signpost_json_close(json);
}

static void count_endpoint(service *of, const sgp_bundle_row *row, int at)
{
    (void)row;
    of->to->endpoints_left_out += at == 0;
}

/* Registered patients of its practices, which extensions name. */
static void write_eligibility(signpost_json *json)
{
    signpost_json_list(json, "eligibility");
    signpost_json_object(json, NULL);
    signpost_json_object(json, "code");
    signpost_json_list(json, "coding");
    sgp_fhir_coding(json, NULL, SGP_FHIR_ELIGIBILITY, SGP_FHIR_REGISTERED, "Registered patients");
    signpost_json_close(json);
    signpost_json_close(json);
    signpost_json_close(json);
    signpost_json_close(json);
}

static signpost_status write_service(service *of)
{
    signpost_json *json = &of->to->json;
    const char *hours = sgp_bundle_cell(of->row, "hours");
    sgp_bundle_open_entry(of->to, "HealthcareService", SGP_URN_SERVICE, sgp_bundle_cell(of->row, "uid"));
    int64_t type = 0;
    sgp_parse_integer(sgp_bundle_cell(of->row, "type"), &type);
    signpost_status status = write_service_extensions(of);
    write_identity(of);
    if (!status)
        status = each_row(of, SGP_OF_TYPE, type, write_type);
    write_telecom(of);
    if (strcmp(sgp_bundle_cell(of->row, "restricted"), "yes") == 0)
        write_eligibility(json);
    if (!status)
        status = each_part(of, SGP_OF_AREAS, write_limited);
    close_list(of);
    if (!status && *hours)
        status = sgp_bundle_write_hours(json, hours, of->to->error);
    if (!status)
        status = each_part(of, SGP_OF_ENDPOINTS, of->to->public_only ? count_endpoint : write_endpoint_reference);
    close_list(of);
    sgp_bundle_close_entry(of->to);
    return status;
}

/* ---- its endpoints ---- */

/* An address as FHIR wants it: without white space. What had to be changed is said again by an extension. */
static void write_address(service *of, const char *transport, const char *address)
{
    static const char *const schemes[][2] = {{"telephone", "tel:"}, {"email", "mailto:"}};
    const char *scheme = "";
    signpost_json *json = &of->to->json;
    for (int i = 0; i < 2; i++)
        if (strcmp(transport, schemes[i][0]) == 0)
            scheme = schemes[i][1];
    const size_t size = strlen(scheme) + strlen(address) + 1;
    char *url = sgp_arena_allocate(of->arena, 1, size);
    if (!url) {
        json->failed = true;
        return;
    }
    size_t length = strlen(scheme);
    memcpy(url, scheme, length);
    for (const char *at = address; *at; at++)
        if (!sgp_is_space(*at))
            url[length++] = *at;
    signpost_json_text(json, "address", length ? url : "urn:signpost:none");
}

static void write_endpoint(service *of, const sgp_bundle_row *row, int at)
{
    (void)at;
    static const sgp_extension exact = {SGP_FHIR_ADDRESS, "address", SGP_EXTENSION_TEXT};
    signpost_json *json = &of->to->json;
    const char *transport = sgp_bundle_cell(row, "transport"), *address = sgp_bundle_cell(row, "address");
    const bool is_fhir = strcmp(transport, "fhir") == 0;
    sgp_bundle_open_entry(of->to, "Endpoint", SGP_URN_ENDPOINT, endpoint_key(of, row));
    if (strpbrk(address, " \t\r\n")) {
        signpost_json_list(json, "extension");
        sgp_put_extension(json, &exact, address);
        signpost_json_close(json);
    }
    signpost_json_text(json, "status", "active");
    sgp_fhir_coding(json, "connectionType", is_fhir ? SGP_FHIR_CONNECTION : SGP_FHIR_TRANSPORT,
                    is_fhir ? "hl7-fhir-rest" : transport, NULL);
    sgp_fhir_text(json, "name", sgp_bundle_cell(row, "scenario"));
    sgp_put_concepts(json, "payloadType", SGP_FHIR_PAYLOAD, "any");
    write_address(of, transport, address);
    sgp_bundle_close_entry(of->to);
}

/* ---- all of it ---- */

signpost_status sgp_bundle_write_service(sgp_bundle_writer *to, const sgp_bundle_row *row, sgp_arena *arena)
{
    service of = {.to = to, .row = row, .arena = arena};
    sgp_parse_integer(sgp_bundle_cell(row, "id"), &of.number);
    write_location(&of);
    signpost_status status = write_service(&of);
    if (!status && !to->public_only)
        status = each_part(&of, SGP_OF_ENDPOINTS, write_endpoint);
    return status;
}
