/* Reading a HealthcareService: its row, and the rows of what belongs to it. */
#include "interchange/bundle_read.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* A service being read. What belongs to it is kept once it is known not to be refused. */
typedef struct service {
    sgp_bundle_reading *reading;
    const sgp_json_value *resource;
    sgp_bundle_cells cells;
    const char *uid;
    sgp_array parts; /* part */
} service;

typedef struct part {
    sgp_bundle_kind kind;
    sgp_bundle_cells cells;
} part;

static void say(service *of, const char *column, const char *text, const sgp_json_value *where)
{
    sgp_bundle_say(of->reading, SGP_KIND_SERVICES, &of->cells, column, text, where);
}

static void say_member(service *of, const char *column, const char *key)
{
    const sgp_json_value *value = sgp_bundle_member(of->reading, of->resource, key, SGP_JSON_TEXT);
    if (value)
        say(of, column, value->text, value);
}

/* A new row of what belongs to the service, which it names; NULL when memory ran out. */
static part *add_part(service *of, sgp_bundle_kind kind, const sgp_json_value *where)
{
    part *made = sgp_array_add(&of->parts);
    if (!made) {
        of->reading->failed = true;
        return NULL;
    }
    made->kind = kind;
    made->cells.line = where->line;
    sgp_bundle_say(of->reading, kind, &made->cells, "service", of->uid, where);
    return made;
}

static void say_of_part(service *of, part *to, const char *column, const char *text, const sgp_json_value *where)
{
    if (to)
        sgp_bundle_say(of->reading, to->kind, &to->cells, column, text, where);
}

/* What a reference leads to; false when that is nothing. */
static bool follow(service *of, sgp_bundle_kind kind, const sgp_json_value *reference, sgp_bundle_cells *cells)
{
    if (!reference || of->reading->broken)
        return false;
    const signpost_status status = sgp_bundle_follow(of->reading, kind, of->resource, reference, cells);
    sgp_bundle_note(of->reading, status);
    return !status;
}

static const char *organisation_of(service *of, const sgp_json_value *reference)
{
    sgp_bundle_cells cells;
    const size_t code = sgp_table_column(sgp_bundle_table(SGP_KIND_ORGANISATIONS), "code");
    return follow(of, SGP_KIND_ORGANISATIONS, reference, &cells) ? cells.at[code].text : NULL;
}

/* ---- what it is ---- */

/* An identifier, of which there is one: an entry with two claims to be another's, too. */
static void say_once(service *of, const char *column, const char **first, const sgp_json_value *value,
                     const char *system)
{
    if (*first) {
        sgp_bundle_refuse_second(of->reading, value, system, *first);
        return;
    }
    *first = value->text;
    say(of, column, value->text, value);
}

static void read_identifiers(service *of)
{
    const char *ods_code = NULL;
    const sgp_json_value *item = sgp_bundle_items(of->reading, of->resource, "identifier");
    for (; item; item = item->next) {
        const char *system = sgp_bundle_text(of->reading, item, "system");
        const sgp_json_value *value = sgp_bundle_member(of->reading, item, "value", SGP_JSON_TEXT);
        char what[160];
        if (value && system && strcmp(system, SGP_FHIR_SERVICE) == 0)
            say_once(of, "uid", &of->uid, value, system);
        else if (value && system && strcmp(system, SGP_FHIR_ODS) == 0)
            say_once(of, "ods_code", &ods_code, value, system);
        else {
            snprintf(what, sizeof what, "HealthcareService.identifier of system %.100s", system ? system : "none");
            sgp_text_trim_cut(what);
            sgp_bundle_pass_over(of->reading, item, what);
        }
    }
    if (!of->uid || !*of->uid)
        sgp_bundle_refuse(of->reading, of->resource, SGP_BAD_BUNDLE_ENTRY,
                          "the HealthcareService has no identifier of system " SGP_FHIR_SERVICE);
}

/* What is not active is suspended, unless it says more. */
static void read_state(service *of)
{
    const sgp_json_value *active = sgp_bundle_member(of->reading, of->resource, "active", SGP_JSON_FLAG);
    const sgp_json_value *extension = sgp_bundle_extension(of->reading, of->resource, SGP_FHIR_STATE);
    const sgp_json_value *state = sgp_bundle_member(of->reading, extension, "valueCode", SGP_JSON_TEXT);
    const bool is_active = active && strcmp(active->text, "true") == 0;
    if (state && is_active && strcmp(state->text, "active") != 0)
        sgp_bundle_refuse(of->reading, state, SGP_BAD_BUNDLE_ENTRY, "the service is active, and \"%.100s\", too",
                          state->text);
    else if (state)
        say(of, "state", state->text, state);
    else if (active)
        say(of, "state", is_active ? "active" : "suspended", active);
}

/* The number of the service type of a name; NULL when there is none. */
static const char *type_named(service *of, const char *name)
{
    return sgp_bundle_ask(of->reading, "SELECT id FROM service_type WHERE name = ? COLLATE NOCASE", name);
}

/* By our code; else by a name that is the same as that of a type of ours. */
static void read_type(service *of)
{
    const sgp_json_value *types = sgp_bundle_items(of->reading, of->resource, "type");
    const sgp_json_value *code = sgp_bundle_code(of->reading, types, SGP_FHIR_TYPE);
    const char *name = NULL, *number = NULL;
    if (code) {
        say(of, "type", code->text, code);
        return;
    }
    for (const sgp_json_value *type = types; type && !number && !of->reading->broken; type = type->next) {
        const sgp_json_value *coding = sgp_bundle_items(of->reading, type, "coding");
        name = sgp_bundle_text(of->reading, type, "text");
        number = name ? type_named(of, name) : NULL;
        for (; coding && !number && !of->reading->broken; coding = coding->next) {
            const char *display = sgp_bundle_text(of->reading, coding, "display");
            name = display ? display : name;
            number = display ? type_named(of, display) : NULL;
        }
    }
    if (number)
        say(of, "type", number, types);
    else if (types && !of->reading->broken)
        sgp_bundle_refuse(of->reading, types, SGP_BAD_BUNDLE_ENTRY,
                          "type \"%.100s\" is none of the directory's: neither a code of system " SGP_FHIR_TYPE
                          " nor the name of one",
                          name ? name : "");
}

static void read_provider(service *of)
{
    const sgp_json_value *provider = sgp_bundle_member(of->reading, of->resource, "providedBy", SGP_JSON_OBJECT);
    const sgp_json_value *extension = sgp_bundle_extension(of->reading, of->resource, SGP_FHIR_COMMISSIONER);
    const sgp_json_value *commissioner = sgp_bundle_member(of->reading, extension, "valueReference", SGP_JSON_OBJECT);
    say(of, "provider", organisation_of(of, provider), provider);
    say(of, "commissioner", organisation_of(of, commissioner), commissioner);
}

/* ---- where and how it is reached ---- */

static void read_place(service *of)
{
    sgp_bundle_cells place;
    const sgp_json_value *location = sgp_bundle_items(of->reading, of->resource, "location");
    if (!follow(of, SGP_KIND_LOCATIONS, location, &place))
        return;
    for (size_t i = 0; i < SGP_MOST_TABLE_COLUMNS; i++)
        if (place.at[i].text)
            of->cells.at[i] = place.at[i];
    if (location->next)
        sgp_bundle_pass_over(of->reading, location->next, "HealthcareService.location: a second place");
}

/* The contact of a system that comes first by its rank; those out of use do not count. */
static const sgp_json_value *contact_of(service *of, const sgp_json_value *items, const char *system)
{
    const sgp_json_value *found = NULL;
    int64_t best = INT64_MAX;
    for (; items; items = items->next) {
        int64_t rank = INT64_MAX - 1;
        const char *has = sgp_bundle_text(of->reading, items, "system"),
                   *use = sgp_bundle_text(of->reading, items, "use");
        const sgp_json_value *said = sgp_bundle_member(of->reading, items, "rank", SGP_JSON_NUMBER);
        if (said)
            sgp_parse_integer(said->text, &rank);
        if (!has || strcmp(has, system) != 0 || (use && strcmp(use, "old") == 0) || rank >= best ||
            !sgp_bundle_text(of->reading, items, "value"))
            continue;
        best = rank;
        found = items;
    }
    return found;
}

/* Who writes an email address where the public reads means it for the public; it is kept for professionals all the
 * same, as the directory knows no other. */
static void read_contacts(service *of)
{
    static const char *const columns[][2] = {{"phone", "phone"}, {"web", "url"}, {"email", "email"}};
    const sgp_json_value *items = sgp_bundle_items(of->reading, of->resource, "telecom");
    const sgp_json_value *taken[3];
    for (int i = 0; i < 3; i++) {
        taken[i] = contact_of(of, items, columns[i][1]);
        if (taken[i])
            say(of, columns[i][0], sgp_bundle_text(of->reading, taken[i], "value"), sgp_json_member(taken[i], "value"));
    }
    for (; items; items = items->next)
        if (items != taken[0] && items != taken[1] && items != taken[2])
            sgp_bundle_pass_over(of->reading, items, "HealthcareService.telecom: another contact than the first");
}

/* ---- for whom ---- */

static void read_eligibility(service *of)
{
    const sgp_json_value *item = sgp_bundle_items(of->reading, of->resource, "eligibility");
    for (; item; item = item->next) {
        const sgp_json_value *code = sgp_bundle_member(of->reading, item, "code", SGP_JSON_OBJECT);
        const sgp_json_value *own = NULL;
        for (const sgp_json_value *coding = sgp_bundle_items(of->reading, code, "coding"); coding && !own;
             coding = coding->next) {
            const char *system = sgp_bundle_text(of->reading, coding, "system");
            const char *has = sgp_bundle_text(of->reading, coding, "code");
            if (system && has && strcmp(system, SGP_FHIR_ELIGIBILITY) == 0 && strcmp(has, SGP_FHIR_REGISTERED) == 0)
                own = coding;
        }
        if (own)
            say(of, "restricted", "yes", own);
        else
            sgp_bundle_doubt(of->reading, item, SGP_PASSED_OVER,
                             "eligibility is passed over: it is not " SGP_FHIR_REGISTERED
                             ", and the service is open to all");
    }
}

static void read_practices(service *of)
{
    const sgp_json_value *item = sgp_bundle_items(of->reading, of->resource, "extension");
    for (; item; item = item->next) {
        const char *url = sgp_bundle_text(of->reading, item, "url");
        if (!url || strcmp(url, SGP_FHIR_PRACTICE) != 0)
            continue;
        const sgp_json_value *reference = sgp_bundle_member(of->reading, item, "valueReference", SGP_JSON_OBJECT);
        const char *code = organisation_of(of, reference);
        if (code)
            say_of_part(of, add_part(of, SGP_KIND_PRACTICES, reference), "practice", code, reference);
    }
}

/* An area is told by its identifier. */
static void read_area(service *of, const sgp_json_value *reference, const char *use)
{
    const sgp_json_value *identifier = sgp_bundle_member(of->reading, reference, "identifier", SGP_JSON_OBJECT);
    const char *system = sgp_bundle_text(of->reading, identifier, "system");
    const char *value = sgp_bundle_text(of->reading, identifier, "value");
    if (!system || strcmp(system, SGP_FHIR_AREA) != 0 || !value) {
        sgp_bundle_doubt(of->reading, reference, SGP_PASSED_OVER,
                         "coverageArea is passed over: it has no identifier of system " SGP_FHIR_AREA
                         ", and the service is not limited to it");
        return;
    }
    part *made = add_part(of, SGP_KIND_AREAS, reference);
    say_of_part(of, made, "area", value, sgp_json_member(identifier, "value"));
    say_of_part(of, made, "use", use, reference);
}

static void read_areas(service *of)
{
    const sgp_json_value *item = sgp_bundle_items(of->reading, of->resource, "coverageArea");
    for (; item; item = item->next)
        read_area(of, item, "limited");
    item = sgp_bundle_items(of->reading, of->resource, "extension");
    for (; item; item = item->next) {
        const char *url = sgp_bundle_text(of->reading, item, "url");
        const sgp_json_value *reference = sgp_json_member(item, "valueReference");
        if (url && strcmp(url, SGP_FHIR_PROMOTED) == 0 && reference)
            read_area(of, reference, "promoted");
    }
}

static void read_capacity(service *of)
{
    const sgp_json_value *extension = sgp_bundle_extension(of->reading, of->resource, SGP_FHIR_CAPACITY);
    part *made = extension ? add_part(of, SGP_KIND_CAPACITIES, extension) : NULL;
    if (made)
        sgp_bundle_say_extensions(of->reading, SGP_KIND_CAPACITIES, &made->cells, &sgp_capacity_extensions, extension);
}

/* Each position is one endpoint's. */
static void check_position(service *of, const sgp_json_value *where, const char *position)
{
    const size_t column = sgp_table_column(sgp_bundle_table(SGP_KIND_ENDPOINTS), "position");
    for (size_t i = 0; i < of->parts.count; i++) {
        const part *other = SGP_AT(&of->parts, part, i);
        if (other->kind == SGP_KIND_ENDPOINTS && strcmp(other->cells.at[column].text, position) == 0)
            sgp_bundle_refuse(of->reading, where, SGP_ENTRY_TWICE, "two endpoints have position %.40s", position);
    }
}

/* In their order; an extension gives a position that is not the next. */
static void read_endpoints(service *of)
{
    const sgp_table *table = sgp_bundle_table(SGP_KIND_ENDPOINTS);
    const sgp_json_value *item = sgp_bundle_items(of->reading, of->resource, "endpoint");
    bool any_own = false;
    for (int position = 1; item; item = item->next, position++) {
        char next[16];
        sgp_bundle_cells cells;
        if (!follow(of, SGP_KIND_CONNECTIONS, item, &cells) || !cells.at[sgp_table_column(table, "transport")].text)
            continue;
        const sgp_json_value *extension = sgp_bundle_extension(of->reading, item, SGP_FHIR_POSITION);
        const sgp_json_value *own = sgp_bundle_member(of->reading, extension, "valueInteger", SGP_JSON_NUMBER);
        const int length = snprintf(next, sizeof next, "%d", position);
        const char *kept = own ? own->text : sgp_arena_text(of->reading->arena, next, (size_t)length);
        of->reading->failed |= !kept;
        any_own |= own != NULL;
        if (any_own && kept)
            check_position(of, item, kept);
        part *made = add_part(of, SGP_KIND_ENDPOINTS, item);
        say_of_part(of, made, "position", kept, item);
        for (size_t i = 0; i < table->count && made; i++)
            if (cells.at[i].text)
                made->cells.at[i] = cells.at[i];
    }
}

/* ---- all of it ---- */

static void read_all(service *of)
{
    sgp_bundle_look_through(of->reading, of->resource, "HealthcareService");
    read_identifiers(of);
    read_state(of);
    read_type(of);
    read_provider(of);
    say_member(of, "name", "name");
    say_member(of, "public_text", "comment");
    sgp_bundle_say_extensions(of->reading, SGP_KIND_SERVICES, &of->cells, &sgp_service_extensions, of->resource);
    read_place(of);
    read_contacts(of);
    const char *hours = sgp_bundle_hours(of->reading, of->resource);
    const sgp_json_value *times = sgp_json_member(of->resource, "availableTime");
    say(of, "hours", hours, times ? times : of->resource);
    read_eligibility(of);
    read_practices(of);
    read_areas(of);
    read_capacity(of);
    read_endpoints(of);
}

static signpost_status keep(service *of)
{
    sgp_bundle_store *store = &of->reading->store;
    signpost_error *error = of->reading->import->error;
    signpost_status status = sgp_bundle_store_put(store, SGP_KIND_SERVICES, 0, &of->cells, error);
    const int64_t number = store->number;
    for (size_t i = 0; i < of->parts.count && !status; i++) {
        const part *made = SGP_AT(&of->parts, part, i);
        status = sgp_bundle_store_put(store, made->kind, number, &made->cells, error);
    }
    return status;
}

signpost_status sgp_bundle_read_service(sgp_bundle_reading *reading, const sgp_json_value *resource)
{
    service of = {
        .reading = reading, .resource = resource, .cells = {.line = resource->line}, .parts = SGP_ARRAY_OF(part)};
    read_all(&of);
    signpost_status status = reading->broken;
    if (!status && reading->failed)
        status = sgp_fail_memory(reading->import->error);
    if (!status && !reading->refused)
        status = sgp_bundle_claim(reading, SGP_KIND_SERVICES, resource, "service ", of.uid);
    if (!status && !reading->refused)
        status = keep(&of);
    sgp_array_release(&of.parts);
    return status;
}
