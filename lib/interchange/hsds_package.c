/* datapackage.json: what the files of the folder are, as the standard's own descriptor says it. */
#include "interchange/hsds.h"

#include <stdio.h>
#include <string.h>

static void write_words(signpost_json *json, const char *words)
{
    signpost_json_list(json, "enum");
    for (const char *at = words; *at;) {
        char word[32];
        size_t length = strcspn(at, "|");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        signpost_json_text(json, NULL, word);
        at += length + (at[length] == '|');
    }
    signpost_json_close(json);
}

static void write_field(signpost_json *json, const sgp_hsds_field *field)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "name", field->name);
    signpost_json_text(json, "type", field->type);
    if (field->format)
        signpost_json_text(json, "format", field->format);
    else if (strcmp(field->type, "time") == 0)
        signpost_json_text(json, "format", "%H:%M");
    signpost_json_object(json, "constraints");
    signpost_json_flag(json, "required", field->flags & SGP_HSDS_REQUIRED);
    signpost_json_flag(json, "unique", field->flags & SGP_HSDS_UNIQUE);
    if (field->of && !sgp_hsds_is_reference(field))
        write_words(json, field->of);
    signpost_json_close(json);
    signpost_json_close(json);
}

static void write_reference(signpost_json *json, const sgp_hsds_field *field)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "fields", field->name);
    signpost_json_object(json, "reference");
    signpost_json_text(json, "resource", field->of);
    signpost_json_text(json, "fields", "id");
    signpost_json_close(json);
    signpost_json_close(json);
}

static void write_resource(signpost_json *json, const sgp_hsds_table *table)
{
    char path[64];
    snprintf(path, sizeof path, "%s.csv", table->name);
    signpost_json_object(json, NULL);
    signpost_json_text(json, "name", table->name);
    signpost_json_text(json, "path", path);
    signpost_json_text(json, "profile", "tabular-data-resource");
    signpost_json_text(json, "format", "csv");
    signpost_json_text(json, "mediatype", "text/csv");
    signpost_json_text(json, "encoding", "utf-8");
    signpost_json_object(json, "schema");
    signpost_json_text(json, "primaryKey", "id");
    signpost_json_list(json, "fields");
    for (size_t i = 0; i < table->count; i++)
        write_field(json, &table->fields[i]);
    signpost_json_close(json);
    signpost_json_list(json, "foreignKeys");
    for (size_t i = 0; i < table->count; i++)
        if (sgp_hsds_is_reference(&table->fields[i]))
            write_reference(json, &table->fields[i]);
    signpost_json_close(json);
    signpost_json_close(json);
    signpost_json_close(json);
}

signpost_status sgp_hsds_write_package(const char *name, signpost_write_function write, void *context)
{
    signpost_json json;
    signpost_json_start(&json, write, context);
    signpost_json_object(&json, NULL);
    signpost_json_text(&json, "name", "human_services_data");
    signpost_json_text(&json, "title", name);
    signpost_json_text(&json, "profile", "tabular-data-package");
    signpost_json_text(&json, "version", "3.0.0");
    signpost_json_text(&json, "homepage", "http://docs.openreferral.org");
    signpost_json_list(&json, "resources");
    for (size_t i = 0; i < sgp_hsds_table_count; i++)
        write_resource(&json, &sgp_hsds_tables[i]);
    signpost_json_close(&json);
    signpost_json_close(&json);
    return signpost_json_end(&json);
}
