/* Looking at an entry: what is wrong with it, what is passed over, and its members by their names. Rules kept here:
 *  - nothing that is said is dropped in silence: it is read, or counted by its path and reported;
 *  - a modifier that is not known refuses the entry: what it says may not be what it means. */
#include "interchange/bundle_read.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reports ---- */

static sgp_spot spot_of(const sgp_bundle_reading *reading, const sgp_json_value *value)
{
    return (sgp_spot){reading->path, value->line, value->column};
}

/* `HealthcareService p1: `, when the resource that is read has an id. */
static void name_resource(const sgp_bundle_reading *reading, char name[SGP_BUNDLE_NAME_SIZE])
{
    const sgp_json_value *type = sgp_json_member(reading->resource, "resourceType");
    const sgp_json_value *id = sgp_json_member(reading->resource, "id");
    const bool is_named = type && id && type->kind == SGP_JSON_TEXT && id->kind == SGP_JSON_TEXT;
    name[0] = '\0';
    if (is_named)
        snprintf(name, SGP_BUNDLE_NAME_SIZE, "%.*s %.*s: ", (int)sgp_text_cut(type->text, 40), type->text,
                 (int)sgp_text_cut(id->text, 64), id->text);
}

static void report(sgp_bundle_reading *reading, signpost_severity severity, const sgp_json_value *value, int id,
                   const char *format, va_list arguments)
{
    char message[SIGNPOST_TEXT_SIZE], name[SGP_BUNDLE_NAME_SIZE];
    vsnprintf(message, sizeof message, format, arguments);
    sgp_text_trim_cut(message);
    name_resource(reading, name);
    sgp_diagnose(reading->import->diagnostics, severity, id, spot_of(reading, value), "%s%s", name, message);
}

void sgp_bundle_refuse(sgp_bundle_reading *reading, const sgp_json_value *value, int id, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(reading, SIGNPOST_ERROR, value, id, format, arguments);
    va_end(arguments);
    reading->refused = true;
}

void sgp_bundle_doubt(sgp_bundle_reading *reading, const sgp_json_value *value, int id, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(reading, SIGNPOST_WARNING, value, id, format, arguments);
    va_end(arguments);
}

/* ---- what is passed over ---- */

/* Of one kind: where it was seen first, and how often. */
typedef struct passed_over {
    unsigned line, column;
    size_t times;
} passed_over;

enum { MOST_KINDS = 100 };

void sgp_bundle_passed_init(sgp_bundle_reading *reading)
{
    sgp_strings_init(&reading->passed);
    reading->passed_at = (sgp_array)SGP_ARRAY_OF(passed_over);
}

void sgp_bundle_passed_release(sgp_bundle_reading *reading)
{
    sgp_strings_release(&reading->passed);
    sgp_array_release(&reading->passed_at);
}

void sgp_bundle_pass_over(sgp_bundle_reading *reading, const sgp_json_value *value, const char *what)
{
    const size_t length = sgp_text_cut(what, 200);
    int32_t kind = sgp_strings_find(&reading->passed, what, length);
    if (kind == SGP_NO_STRING) {
        const bool is_full = sgp_strings_count(&reading->passed) == MOST_KINDS;
        const passed_over first = {value->line, value->column, 0};
        what = is_full ? "other things" : what;
        kind = sgp_strings_add(&reading->passed, what, is_full ? strlen(what) : length);
        if (kind == SGP_NO_STRING ||
            ((size_t)kind == reading->passed_at.count && !sgp_array_append(&reading->passed_at, &first, 1))) {
            reading->failed = true;
            return;
        }
    }
    SGP_AT(&reading->passed_at, passed_over, (size_t)kind)->times++;
}

void sgp_bundle_report_passed(sgp_bundle_reading *reading)
{
    for (size_t i = 0; i < reading->passed_at.count; i++) {
        const passed_over *passed = SGP_AT(&reading->passed_at, passed_over, i);
        sgp_diagnose(reading->import->diagnostics, SIGNPOST_WARNING, SGP_PASSED_OVER,
                     (sgp_spot){reading->path, passed->line, passed->column}, "passed over, %zu %s in all: %s",
                     passed->times, passed->times == 1 ? "time" : "times",
                     sgp_strings_text(&reading->passed, (int32_t)i));
    }
}

/* ---- what is known ---- */

/* Paths that are read, or that say nothing a directory could keep, by strcmp. What ends in `.` is not looked into. */
static const char *const known_paths[] = {
    "Endpoint.address",
    "Endpoint.connectionType",
    "Endpoint.connectionType.code",
    "Endpoint.connectionType.display",
    "Endpoint.connectionType.system",
    "Endpoint.name",
    "Endpoint.payloadMimeType",
    "Endpoint.payloadType.",
    "Endpoint.status",
    "HealthcareService.active",
    "HealthcareService.availabilityExceptions",
    "HealthcareService.availableTime",
    "HealthcareService.availableTime.allDay",
    "HealthcareService.availableTime.availableEndTime",
    "HealthcareService.availableTime.availableStartTime",
    "HealthcareService.availableTime.daysOfWeek",
    "HealthcareService.comment",
    "HealthcareService.contained.",
    "HealthcareService.coverageArea",
    "HealthcareService.coverageArea.display",
    "HealthcareService.coverageArea.identifier",
    "HealthcareService.coverageArea.identifier.system",
    "HealthcareService.coverageArea.identifier.value",
    "HealthcareService.coverageArea.reference",
    "HealthcareService.coverageArea.type",
    "HealthcareService.eligibility",
    "HealthcareService.eligibility.code",
    "HealthcareService.eligibility.code.coding",
    "HealthcareService.eligibility.code.coding.code",
    "HealthcareService.eligibility.code.coding.display",
    "HealthcareService.eligibility.code.coding.system",
    "HealthcareService.eligibility.code.text",
    "HealthcareService.endpoint",
    "HealthcareService.endpoint.display",
    "HealthcareService.endpoint.reference",
    "HealthcareService.endpoint.type",
    "HealthcareService.identifier",
    "HealthcareService.identifier.system",
    "HealthcareService.identifier.use",
    "HealthcareService.identifier.value",
    "HealthcareService.location",
    "HealthcareService.location.display",
    "HealthcareService.location.reference",
    "HealthcareService.location.type",
    "HealthcareService.name",
    "HealthcareService.notAvailable",
    "HealthcareService.notAvailable.description",
    "HealthcareService.notAvailable.during",
    "HealthcareService.notAvailable.during.end",
    "HealthcareService.notAvailable.during.start",
    "HealthcareService.providedBy",
    "HealthcareService.providedBy.display",
    "HealthcareService.providedBy.identifier",
    "HealthcareService.providedBy.identifier.system",
    "HealthcareService.providedBy.identifier.value",
    "HealthcareService.providedBy.reference",
    "HealthcareService.providedBy.type",
    "HealthcareService.telecom",
    "HealthcareService.telecom.rank",
    "HealthcareService.telecom.system",
    "HealthcareService.telecom.use",
    "HealthcareService.telecom.value",
    "HealthcareService.type",
    "HealthcareService.type.coding",
    "HealthcareService.type.coding.code",
    "HealthcareService.type.coding.display",
    "HealthcareService.type.coding.system",
    "HealthcareService.type.text",
    "Location.address",
    "Location.address.city",
    "Location.address.line",
    "Location.address.postalCode",
    "Location.address.type",
    "Location.address.use",
    "Location.mode",
    "Location.name",
    "Location.position",
    "Location.position.latitude",
    "Location.position.longitude",
    "Location.status",
    "Organization.active",
    "Organization.address",
    "Organization.address.postalCode",
    "Organization.identifier",
    "Organization.identifier.system",
    "Organization.identifier.use",
    "Organization.identifier.value",
    "Organization.name",
    "Organization.type",
    "Organization.type.coding",
    "Organization.type.coding.code",
    "Organization.type.coding.display",
    "Organization.type.coding.system",
    "Organization.type.text",
};

/* By strcmp, but that a known path's last dot counts for nothing. */
static int by_path(const void *wanted, const void *known)
{
    const char *path = *(const char *const *)known;
    const size_t length = strlen(path);
    if (path[length - 1] != '.')
        return strcmp(wanted, path);
    const int order = strncmp(wanted, path, length - 1);
    return order ? order : (int)strlen(wanted) - (int)(length - 1);
}

static bool is_known_extension(const char *url)
{
    static const char *const own[] = {SGP_FHIR_GEOLOCATION, SGP_FHIR_COMMISSIONER, SGP_FHIR_PRACTICE,
                                      SGP_FHIR_PROMOTED,    SGP_FHIR_STATE,        SGP_FHIR_POSITION,
                                      SGP_FHIR_ADDRESS,     SGP_FHIR_CAPACITY,     SGP_FHIR_OWN_SESSION};
    const sgp_extensions *const columns[] = {&sgp_service_extensions, &sgp_location_extensions};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(url, own[i]) == 0)
            return true;
    for (size_t list = 0; list < sizeof columns / sizeof *columns; list++)
        for (size_t i = 0; i < columns[list]->count; i++)
            if (strcmp(url, columns[list]->items[i].url) == 0)
                return true;
    return false;
}

static const char *url_of(const sgp_json_value *extension)
{
    const sgp_json_value *url = sgp_json_member(extension, "url");
    return url && url->kind == SGP_JSON_TEXT ? url->text : "";
}

static void look_at_extensions(sgp_bundle_reading *reading, const sgp_json_value *list)
{
    for (const sgp_json_value *item = list->first; item; item = item->next) {
        char what[256];
        snprintf(what, sizeof what, "extension %.200s", url_of(item));
        sgp_text_trim_cut(what);
        if (!is_known_extension(url_of(item)))
            sgp_bundle_pass_over(reading, item, what);
    }
}

/* What every resource has, and a directory does not need. */
static bool is_of_any(const char *key)
{
    static const char *const keys[] = {"resourceType", "id", "meta", "text", "language"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

enum { PATH_SIZE = 256 };

static void look_at_members(sgp_bundle_reading *reading, const sgp_json_value *object, char path[PATH_SIZE],
                            bool is_resource);

/* A member, at the path that it ends. */
static void look_at(sgp_bundle_reading *reading, const sgp_json_value *member, char path[PATH_SIZE])
{
    const char *const *known =
        bsearch(path, known_paths, sizeof known_paths / sizeof *known_paths, sizeof *known_paths, by_path);
    if (!known) {
        sgp_bundle_pass_over(reading, member, path);
        return;
    }
    if ((*known)[strlen(*known) - 1] == '.')
        return;
    if (member->kind == SGP_JSON_OBJECT)
        look_at_members(reading, member, path, false);
    for (const sgp_json_value *item = member->first; item && member->kind == SGP_JSON_LIST; item = item->next)
        look_at_members(reading, item, path, false);
}

static void look_at_members(sgp_bundle_reading *reading, const sgp_json_value *object, char path[PATH_SIZE],
                            bool is_resource)
{
    const size_t length = strlen(path);
    for (const sgp_json_value *member = object->first; member && object->kind == SGP_JSON_OBJECT;
         member = member->next) {
        const bool is_modifier = strcmp(member->key, "modifierExtension") == 0;
        if (is_modifier || (is_resource && strcmp(member->key, "implicitRules") == 0)) {
            sgp_bundle_refuse(reading, member, SGP_UNKNOWN_MODIFIER, "%s \"%.200s\" may change what the entry means",
                              member->key, is_modifier && member->first ? url_of(member->first) : member->text);
        } else if (strcmp(member->key, "extension") == 0) {
            look_at_extensions(reading, member);
        } else if (!is_resource || !is_of_any(member->key)) {
            snprintf(path + length, PATH_SIZE - length, ".%s", member->key);
            sgp_text_trim_cut(path);
            look_at(reading, member, path);
            path[length] = '\0';
        }
    }
}

void sgp_bundle_look_through(sgp_bundle_reading *reading, const sgp_json_value *resource, const char *type)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s", type);
    look_at_members(reading, resource, path, true);
}

/* ---- members ---- */

const sgp_json_value *sgp_bundle_member(sgp_bundle_reading *reading, const sgp_json_value *object, const char *key,
                                        sgp_json_kind kind)
{
    static const char *const nouns[] = {"null", "true or false", "a number", "a text", "a list", "an object"};
    const sgp_json_value *member = sgp_json_member(object, key);
    if (!member || member->kind == kind)
        return member;
    sgp_bundle_refuse(reading, member, SGP_BAD_BUNDLE_ENTRY, "%s must be %s, not %s", key, nouns[kind],
                      nouns[member->kind]);
    return NULL;
}

const sgp_json_value *sgp_bundle_items(sgp_bundle_reading *reading, const sgp_json_value *object, const char *key)
{
    const sgp_json_value *list = sgp_bundle_member(reading, object, key, SGP_JSON_LIST);
    return list ? list->first : NULL;
}

const char *sgp_bundle_text(sgp_bundle_reading *reading, const sgp_json_value *object, const char *key)
{
    const sgp_json_value *member = sgp_bundle_member(reading, object, key, SGP_JSON_TEXT);
    return member && *member->text ? member->text : NULL;
}

const sgp_json_value *sgp_bundle_extension(sgp_bundle_reading *reading, const sgp_json_value *object, const char *url)
{
    const sgp_json_value *item = sgp_bundle_items(reading, object, "extension");
    while (item && strcmp(url_of(item), url) != 0)
        item = item->next;
    return item;
}

const sgp_json_value *sgp_bundle_code(sgp_bundle_reading *reading, const sgp_json_value *concepts, const char *system)
{
    for (const sgp_json_value *concept = concepts; concept; concept = concept->next)
        for (const sgp_json_value *coding = sgp_bundle_items(reading, concept, "coding"); coding;
             coding = coding->next) {
            const char *of = sgp_bundle_text(reading, coding, "system");
            if (of && strcmp(of, system) == 0)
                return sgp_bundle_member(reading, coding, "code", SGP_JSON_TEXT);
        }
    return NULL;
}

/* ---- cells ---- */

void sgp_bundle_say(sgp_bundle_reading *reading, sgp_bundle_kind kind, sgp_bundle_cells *cells, const char *column,
                    const char *text, const sgp_json_value *where)
{
    const sgp_table *table = sgp_bundle_table(kind);
    (void)reading;
    if (text)
        cells->at[sgp_table_column(table, column)] = (sgp_bundle_cell_text){text, where->line, where->column};
}

/* `2026-02-11T09:00:00Z` as columns have it; what is written otherwise is left for the column to refuse. */
static const char *moment_of(sgp_bundle_reading *reading, const char *text)
{
    const size_t length = strlen(text);
    if (length != 20 || strcmp(text + 16, ":00Z") != 0)
        return text;
    char moment[SIGNPOST_MOMENT_SIZE];
    const int size = snprintf(moment, sizeof moment, "%.16sZ", text);
    const char *kept = sgp_arena_text(reading->arena, moment, (size_t)size);
    reading->failed |= !kept;
    return kept ? kept : text;
}

void sgp_bundle_say_extensions(sgp_bundle_reading *reading, sgp_bundle_kind kind, sgp_bundle_cells *cells,
                               const sgp_extensions *extensions, const sgp_json_value *object)
{
    for (size_t i = 0; i < extensions->count; i++) {
        const sgp_extension *extension = &extensions->items[i];
        const sgp_json_value *found = sgp_bundle_extension(reading, object, extension->url);
        if (!found)
            continue;
        const sgp_json_kind wanted = extension->kind == SGP_EXTENSION_INTEGER ? SGP_JSON_NUMBER : SGP_JSON_TEXT;
        const sgp_json_value *value = sgp_bundle_member(reading, found, sgp_extension_values[extension->kind], wanted);
        if (value)
            sgp_bundle_say(reading, kind, cells, extension->column,
                           extension->kind == SGP_EXTENSION_MOMENT ? moment_of(reading, value->text) : value->text,
                           value);
        else
            sgp_bundle_refuse(reading, found, SGP_BAD_BUNDLE_ENTRY, "extension \"%s\" has no %s", extension->url,
                              sgp_extension_values[extension->kind]);
    }
}
