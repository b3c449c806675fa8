/* The file of a bundle: what stands around its entries. */
#include "interchange/bundle_read.h"

#include <string.h>

static signpost_status fail_at(sgp_bundle_file *file, const sgp_json_value *value, const char *message)
{
    sgp_fail(file->json.error, SIGNPOST_CONTENT, SGP_NOT_A_BUNDLE, "%s", message);
    sgp_error_at(file->json.error, file->json.name, value ? value->line : file->json.line,
                 value ? value->column : file->json.column);
    return SIGNPOST_CONTENT;
}

static void forget(sgp_bundle_file *file)
{
    file->began = file->in_entries = file->is_bundle = file->has_type = false;
    file->first_member = true;
    sgp_strings_release(&file->keys);
    sgp_strings_init(&file->keys);
}

signpost_status sgp_bundle_file_open(sgp_bundle_file *file, const char *path, signpost_error *error)
{
    sgp_strings_init(&file->keys);
    forget(file);
    return sgp_json_open(&file->json, path, error);
}

signpost_status sgp_bundle_file_rewind(sgp_bundle_file *file)
{
    forget(file);
    return sgp_json_rewind(&file->json);
}

void sgp_bundle_file_close(sgp_bundle_file *file)
{
    sgp_json_close(&file->json);
    sgp_strings_release(&file->keys);
}

/* Each key stands once. */
static signpost_status note_key(sgp_bundle_file *file, const char *key)
{
    const size_t count = sgp_strings_count(&file->keys);
    const int32_t number = sgp_strings_add(&file->keys, key, strlen(key));
    if (number == SGP_NO_STRING)
        return sgp_fail_memory(file->json.error);
    if ((size_t)number < count)
        return fail_at(file, NULL, "the bundle has a member twice");
    return count < SGP_JSON_MOST_MEMBERS ? SIGNPOST_OK : fail_at(file, NULL, "the bundle has more than 256 members");
}

/* What the bundle says of itself: that it is one, and of a type that lists what there is, not what to do. */
static signpost_status check_member(sgp_bundle_file *file, const char *key, const sgp_json_value *value)
{
    const bool is_resource_type = strcmp(key, "resourceType") == 0;
    if (strcmp(key, "modifierExtension") == 0 || strcmp(key, "implicitRules") == 0)
        return fail_at(file, value,
                       "the bundle says that it does not mean what it says: rules that are not known here");
    if (!is_resource_type && strcmp(key, "type") != 0)
        return SIGNPOST_OK;
    const char *text = value->kind == SGP_JSON_TEXT ? value->text : "";
    if (is_resource_type) {
        file->is_bundle = strcmp(text, "Bundle") == 0;
        return file->is_bundle ? SIGNPOST_OK : fail_at(file, value, "it is no Bundle: its resourceType says otherwise");
    }
    file->has_type = strcmp(text, "collection") == 0 || strcmp(text, "searchset") == 0;
    return file->has_type ? SIGNPOST_OK : fail_at(file, value, "the bundle's type is neither collection nor searchset");
}

/* Members up to `entry`, whose list is entered, or to the end. */
static signpost_status go_to_entries(sgp_bundle_file *file)
{
    sgp_arena arena = {0};
    signpost_status status = SIGNPOST_OK;
    while (!status && !file->in_entries) {
        const char *key;
        sgp_json_value *value;
        status = sgp_json_next_member(&file->json, &file->first_member, &arena, &key);
        if (!status)
            status = note_key(file, key);
        if (!status && strcmp(key, "entry") == 0) {
            status = sgp_json_enter(&file->json, '[');
            file->in_entries = file->first_entry = true;
        } else if (!status) {
            status = sgp_json_read(&file->json, &arena, &value);
            if (!status)
                status = check_member(file, key, value);
        }
    }
    sgp_arena_release(&arena);
    return status;
}

static signpost_status finish(sgp_bundle_file *file)
{
    const signpost_status status = sgp_json_finish(&file->json);
    if (status)
        return status;
    if (!file->is_bundle || !file->has_type)
        return fail_at(file, NULL,
                       file->is_bundle ? "the bundle has no type" : "it is no Bundle: it has no resourceType");
    return SIGNPOST_NONE;
}

signpost_status sgp_bundle_file_next(sgp_bundle_file *file, sgp_arena *arena, sgp_json_value **entry)
{
    signpost_status status = SIGNPOST_OK;
    if (!file->began)
        status = sgp_json_enter(&file->json, '{');
    file->began = true;
    while (!status) {
        if (!file->in_entries)
            status = go_to_entries(file);
        if (status)
            return status == SIGNPOST_NONE ? finish(file) : status;
        status = sgp_json_next_item(&file->json, &file->first_entry);
        if (!status)
            return sgp_json_read(&file->json, arena, entry);
        if (status != SIGNPOST_NONE)
            return status;
        file->in_entries = false;
        status = SIGNPOST_OK;
    }
    return status;
}
