/* Reading what services refer to: Organizations, Locations, Endpoints; and following references to them. */
#include "interchange/bundle_read.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

void sgp_bundle_refuse_second(sgp_bundle_reading *reading, const sgp_json_value *value, const char *system,
                              const char *first)
{
    if (strcmp(value->text, first) != 0)
        sgp_bundle_refuse(reading, value, SGP_TWO_IDENTITIES,
                          "\"%.100s\" is a second identifier of system %s: the entry has \"%.100s\" already",
                          value->text, system, first);
}

/* The value of the identifier of a system; NULL when there is none. */
static const sgp_json_value *identifier_of(sgp_bundle_reading *reading, const sgp_json_value *items, const char *system)
{
    const sgp_json_value *found = NULL;
    for (; items; items = items->next) {
        const char *of = sgp_bundle_text(reading, items, "system");
        const sgp_json_value *value = sgp_bundle_member(reading, items, "value", SGP_JSON_TEXT);
        if (!of || strcmp(of, system) != 0 || !value)
            continue;
        if (found)
            sgp_bundle_refuse_second(reading, value, system, found->text);
        found = found ? found : value;
    }
    return found;
}

/* ---- asking the directory ---- */

void sgp_bundle_note(sgp_bundle_reading *reading, signpost_status status)
{
    if (!reading->broken && status != SIGNPOST_NONE)
        reading->broken = status;
}

const char *sgp_bundle_ask(sgp_bundle_reading *reading, const char *sql, const char *about)
{
    sgp_query query;
    const char *answer = NULL;
    sgp_import *import = reading->import;
    if (reading->broken)
        return NULL;
    signpost_status status = sgp_query_prepare(&query, import->db, sql, import->error);
    if (!status) {
        sgp_bind_text(&query, 1, about);
        status = sgp_query_step(&query, import->error);
    }
    if (!status) {
        const char *text = sgp_column_text(&query, 0);
        answer = text ? sgp_arena_text(reading->arena, text, strlen(text)) : NULL;
        status = answer ? SIGNPOST_OK : sgp_fail_memory(import->error);
    }
    sgp_bundle_note(reading, status);
    sgp_query_release(&query);
    return answer;
}

static void say(sgp_bundle_reading *reading, sgp_bundle_kind kind, sgp_bundle_cells *cells, const char *column,
                const sgp_json_value *value)
{
    if (value)
        sgp_bundle_say(reading, kind, cells, column, value->text, value);
}

static void say_member(sgp_bundle_reading *reading, sgp_bundle_kind kind, sgp_bundle_cells *cells, const char *column,
                       const sgp_json_value *object, const char *key)
{
    say(reading, kind, cells, column, sgp_bundle_member(reading, object, key, SGP_JSON_TEXT));
}

/* ---- Organization ---- */

/* Providers are told by HL7's code, too; what is not told stays as it is. */
static void say_kind(sgp_bundle_reading *reading, const sgp_json_value *resource, const sgp_json_value *code,
                     sgp_bundle_cells *cells)
{
    const sgp_json_value *types = sgp_bundle_items(reading, resource, "type");
    const sgp_json_value *own = sgp_bundle_code(reading, types, SGP_FHIR_KIND);
    const sgp_json_value *theirs = sgp_bundle_code(reading, types, SGP_FHIR_ORGANISATION_TYPE);
    if (own)
        say(reading, SGP_KIND_ORGANISATIONS, cells, "kind", own);
    else if (theirs && strcmp(theirs->text, "prov") == 0)
        sgp_bundle_say(reading, SGP_KIND_ORGANISATIONS, cells, "kind", "provider", theirs);
    else if (code) {
        const char *there = sgp_bundle_ask(reading, "SELECT kind FROM organisation WHERE code = ?", code->text);
        sgp_bundle_say(reading, SGP_KIND_ORGANISATIONS, cells, "kind", there ? there : "other", resource);
    }
}

void sgp_bundle_read_organisation(sgp_bundle_reading *reading, const sgp_json_value *resource, sgp_bundle_cells *cells)
{
    static const char *const degrees[] = {"latitude", "longitude"};
    const sgp_json_value *identifiers = sgp_bundle_items(reading, resource, "identifier");
    const sgp_json_value *code = identifier_of(reading, identifiers, SGP_FHIR_ODS);
    const sgp_json_value *address = sgp_bundle_items(reading, resource, "address");
    const sgp_json_value *place = sgp_bundle_extension(reading, address, SGP_FHIR_GEOLOCATION);
    *cells = (sgp_bundle_cells){.line = resource->line};
    sgp_bundle_look_through(reading, resource, "Organization");
    if (!code)
        sgp_bundle_refuse(reading, resource, SGP_BAD_BUNDLE_ENTRY,
                          "the Organization has no identifier of system " SGP_FHIR_ODS);
    say(reading, SGP_KIND_ORGANISATIONS, cells, "code", code);
    say_member(reading, SGP_KIND_ORGANISATIONS, cells, "name", resource, "name");
    say_kind(reading, resource, code, cells);
    say_member(reading, SGP_KIND_ORGANISATIONS, cells, "postcode", address, "postalCode");
    for (int i = 0; i < 2; i++)
        say(reading, SGP_KIND_ORGANISATIONS, cells, degrees[i],
            sgp_bundle_member(reading, sgp_bundle_extension(reading, place, degrees[i]), "valueDecimal",
                              SGP_JSON_NUMBER));
}

/* ---- Location ---- */

/* The lines of an address with `, ` between. */
static void say_lines(sgp_bundle_reading *reading, const sgp_json_value *lines, sgp_bundle_cells *cells)
{
    sgp_array text = SGP_ARRAY_OF(char);
    for (const sgp_json_value *line = lines; line; line = line->next)
        if (line->kind == SGP_JSON_TEXT && *line->text)
            reading->failed |= (text.count && !sgp_array_append(&text, ", ", 2)) ||
                               !sgp_array_append(&text, line->text, strlen(line->text));
    const char *kept = text.count ? sgp_arena_text(reading->arena, text.items, text.count) : NULL;
    reading->failed |= text.count && !kept;
    if (kept)
        sgp_bundle_say(reading, SGP_KIND_LOCATIONS, cells, "address", kept, lines);
    sgp_array_release(&text);
}

void sgp_bundle_read_location(sgp_bundle_reading *reading, const sgp_json_value *resource, sgp_bundle_cells *cells)
{
    static const char *const degrees[] = {"latitude", "longitude"};
    const sgp_json_value *address = sgp_bundle_member(reading, resource, "address", SGP_JSON_OBJECT);
    const sgp_json_value *position = sgp_bundle_member(reading, resource, "position", SGP_JSON_OBJECT);
    const char *state = sgp_bundle_text(reading, resource, "status");
    *cells = (sgp_bundle_cells){.line = resource->line};
    sgp_bundle_look_through(reading, resource, "Location");
    if (state && strcmp(state, "active") != 0)
        sgp_bundle_pass_over(reading, resource, "Location.status other than active");
    say_lines(reading, sgp_bundle_items(reading, address, "line"), cells);
    say_member(reading, SGP_KIND_LOCATIONS, cells, "town", address, "city");
    say_member(reading, SGP_KIND_LOCATIONS, cells, "postcode", address, "postalCode");
    for (int i = 0; i < 2; i++)
        say(reading, SGP_KIND_LOCATIONS, cells, degrees[i],
            sgp_bundle_member(reading, position, degrees[i], SGP_JSON_NUMBER));
    sgp_bundle_say_extensions(reading, SGP_KIND_LOCATIONS, cells, &sgp_location_extensions, resource);
}

/* ---- Endpoint ---- */

/* The transport of a connection type; NULL for one that a directory does not have. */
static const char *transport_of(const char *system, const char *code)
{
    static const char *const theirs[][2] = {
        {"hl7-fhir-rest", "fhir"}, {"hl7-fhir-msg", "fhir"}, {"secure-email", "email"}, {"direct-project", "email"}};
    if (strcmp(system, SGP_FHIR_TRANSPORT) == 0)
        return code;
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs && strcmp(system, SGP_FHIR_CONNECTION) == 0; i++)
        if (strcmp(code, theirs[i][0]) == 0)
            return theirs[i][1];
    return NULL;
}

/* The address as it was, before FHIR wanted an URL. */
static void say_address(sgp_bundle_reading *reading, const sgp_json_value *resource, sgp_bundle_cells *cells)
{
    static const char *const schemes[] = {"tel:", "mailto:"};
    const sgp_json_value *exact = sgp_bundle_extension(reading, resource, SGP_FHIR_ADDRESS);
    const sgp_json_value *value = exact ? sgp_bundle_member(reading, exact, "valueString", SGP_JSON_TEXT)
                                        : sgp_bundle_member(reading, resource, "address", SGP_JSON_TEXT);
    if (!value)
        return;
    const char *text = value->text;
    for (int i = 0; i < 2 && !exact; i++)
        if (strncmp(text, schemes[i], strlen(schemes[i])) == 0) {
            text += strlen(schemes[i]);
            break;
        }
    sgp_bundle_say(reading, SGP_KIND_CONNECTIONS, cells, "address", text, value);
}

void sgp_bundle_read_connection(sgp_bundle_reading *reading, const sgp_json_value *resource, sgp_bundle_cells *cells)
{
    const sgp_json_value *type = sgp_bundle_member(reading, resource, "connectionType", SGP_JSON_OBJECT);
    const char *system = sgp_bundle_text(reading, type, "system"), *code = sgp_bundle_text(reading, type, "code");
    const char *state = sgp_bundle_text(reading, resource, "status");
    const char *transport = system && code ? transport_of(system, code) : NULL;
    *cells = (sgp_bundle_cells){.line = resource->line};
    sgp_bundle_look_through(reading, resource, "Endpoint");
    say_address(reading, resource, cells);
    say_member(reading, SGP_KIND_CONNECTIONS, cells, "scenario", resource, "name");
    if (state && strcmp(state, "active") != 0)
        sgp_bundle_doubt(reading, resource, SGP_PASSED_OVER, "the Endpoint is passed over: its status is \"%.100s\"",
                         state);
    else if (transport)
        sgp_bundle_say(reading, SGP_KIND_CONNECTIONS, cells, "transport", transport, type);
    else
        sgp_bundle_doubt(reading, type ? type : resource, SGP_PASSED_OVER,
                         "the Endpoint is passed over: connectionType \"%.100s\" is none that a directory has",
                         code ? code : "");
}

/* ---- references ---- */

signpost_status sgp_bundle_claim(sgp_bundle_reading *reading, sgp_bundle_kind kind, const sgp_json_value *where,
                                 const char *kind_of, const char *name)
{
    unsigned line = 0;
    const size_t size = strlen(kind_of) + strlen(name) + 1;
    char *address = sgp_arena_allocate(reading->arena, 1, size);
    if (!address)
        return sgp_fail_memory(reading->import->error);
    snprintf(address, size, "%s%s", kind_of, name);
    const signpost_status status =
        sgp_bundle_store_name(&reading->store, kind, address, where->line, &line, reading->import->error);
    if (status != SIGNPOST_STATE)
        return status;
    sgp_bundle_refuse(reading, where, SGP_ENTRY_TWICE, "the entry in line %u has \"%.200s\" already", line, name);
    return SIGNPOST_OK;
}

static const char *type_of(sgp_bundle_kind kind)
{
    return kind == SGP_KIND_ORGANISATIONS ? "Organization" : kind == SGP_KIND_LOCATIONS ? "Location" : "Endpoint";
}

/* A resource inside the one that refers to it by `#id`. */
static bool read_contained(sgp_bundle_reading *reading, sgp_bundle_kind kind, const sgp_json_value *resource,
                           const char *id, sgp_bundle_cells *cells)
{
    const sgp_json_value *item = sgp_bundle_items(reading, resource, "contained");
    for (; item; item = item->next) {
        const char *type = sgp_bundle_text(reading, item, "resourceType"), *has = sgp_bundle_text(reading, item, "id");
        if (type && has && strcmp(type, type_of(kind)) == 0 && strcmp(has, id) == 0)
            break;
    }
    if (!item)
        return false;
    if (kind == SGP_KIND_ORGANISATIONS)
        sgp_bundle_read_organisation(reading, item, cells);
    else if (kind == SGP_KIND_LOCATIONS)
        sgp_bundle_read_location(reading, item, cells);
    else
        sgp_bundle_read_connection(reading, item, cells);
    return true;
}

signpost_status sgp_bundle_follow(sgp_bundle_reading *reading, sgp_bundle_kind kind, const sgp_json_value *resource,
                                  const sgp_json_value *reference, sgp_bundle_cells *cells)
{
    const char *to = sgp_bundle_text(reading, reference, "reference");
    *cells = (sgp_bundle_cells){0};
    if (to && *to == '#' && read_contained(reading, kind, resource, to + 1, cells))
        return SIGNPOST_OK;
    if (to && *to != '#') {
        const signpost_status status =
            sgp_bundle_store_find(&reading->store, kind, to, reading->arena, cells, reading->import->error);
        if (status != SIGNPOST_NONE)
            return status;
    }
    const sgp_json_value *identifier = sgp_bundle_member(reading, reference, "identifier", SGP_JSON_OBJECT);
    const sgp_json_value *code = identifier_of(reading, identifier, SGP_FHIR_ODS);
    if (kind == SGP_KIND_ORGANISATIONS && code) {
        say(reading, kind, cells, "code", code);
        return SIGNPOST_OK;
    }
    sgp_bundle_doubt(reading, reference, SGP_DANGLING_REFERENCE,
                     "reference \"%.200s\" leads to no %s of this bundle; passed over", to ? to : "", type_of(kind));
    return SIGNPOST_NONE;
}
