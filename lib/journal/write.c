/* Writing a line, and the chain that ties it to those before. */
#include "journal/journal.h"

#include <sodium.h>
#include <string.h>

sgp_chain sgp_chain_after(const sgp_chain *before, const char *bytes, size_t size)
{
    sgp_chain after;
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof after.bytes);
    crypto_generichash_update(&state, before->bytes, sizeof before->bytes);
    crypto_generichash_update(&state, (const unsigned char *)bytes, size);
    crypto_generichash_final(&state, after.bytes, sizeof after.bytes);
    return after;
}

void sgp_chain_format(const sgp_chain *chain, char text[SGP_CHAIN_TEXT])
{
    sodium_bin2hex(text, SGP_CHAIN_TEXT, chain->bytes, sizeof chain->bytes);
}

static bool add_bytes(const char *bytes, size_t size, void *context)
{
    sgp_line_buffer *buffer = context;
    buffer->failed = buffer->failed || !sgp_array_append(&buffer->bytes, bytes, size);
    return !buffer->failed;
}

static const char *moment_text(sgp_line_buffer *buffer, signpost_minute moment)
{
    if (!*buffer->moment_text || buffer->moment != moment)
        signpost_minute_format(moment, buffer->moment_text);
    buffer->moment = moment;
    return buffer->moment_text;
}

static void write_age(signpost_json *json, const char *key, signpost_age age)
{
    signpost_json_list(json, key);
    signpost_json_integer(json, NULL, age.from_days);
    signpost_json_integer(json, NULL, age.to_days);
    signpost_json_close(json);
}

static void write_texts(signpost_json *json, const char *key, const signpost_texts *texts)
{
    signpost_json_list(json, key);
    for (size_t i = 0; i < texts->count; i++)
        signpost_json_text(json, NULL, texts->at[i]);
    signpost_json_close(json);
}

static void write_field(signpost_json *json, const sgp_field *field, const signpost_line *line, sgp_line_buffer *buffer)
{
    const void *at = (const char *)line + field->offset;
    const char *text;
    switch (field->kind) {
    case SGP_FIELD_TEXT:
    case SGP_FIELD_HASH:
        text = *(const char *const *)at;
        signpost_json_text(json, field->key, text ? text : "");
        break;
    case SGP_FIELD_MOMENT:
        signpost_json_text(json, field->key, moment_text(buffer, *(const signpost_minute *)at));
        break;
    case SGP_FIELD_AGE:
        write_age(json, field->key, *(const signpost_age *)at);
        break;
    case SGP_FIELD_COUNT:
        signpost_json_integer(json, field->key, *(const int32_t *)at);
        break;
    case SGP_FIELD_NUMBER:
        signpost_json_integer(json, field->key, *(const int64_t *)at);
        break;
    case SGP_FIELD_WORD:
        signpost_json_text(json, field->key, field->name(*(const unsigned *)at));
        break;
    case SGP_FIELD_TEXTS:
    default:
        write_texts(json, field->key, at);
    }
}

bool sgp_line_write(sgp_line_buffer *buffer, const signpost_line *line, sgp_chain *chain)
{
    signpost_json json;
    char text[SGP_CHAIN_TEXT];
    buffer->bytes.count = 0;
    buffer->failed = false;
    signpost_json_start_line(&json, add_bytes, buffer);
    signpost_json_object(&json, NULL);
    if (line->kind == SIGNPOST_LINE_STARTED)
        signpost_json_integer(&json, "journal", SGP_JOURNAL_VERSION);
    signpost_json_text(&json, "event", signpost_line_kind_name(line->kind));
    signpost_json_text(&json, "at", moment_text(buffer, line->moment));
    for (const sgp_field *field = sgp_line_fields(line->kind); field->key; field++)
        write_field(&json, field, line, buffer);
    const sgp_chain after = sgp_chain_after(chain, buffer->bytes.items, buffer->failed ? 0 : buffer->bytes.count);
    sgp_chain_format(&after, text);
    signpost_json_text(&json, "chain", text);
    signpost_json_close(&json);
    if (signpost_json_end(&json) != SIGNPOST_OK)
        return false;
    *chain = after;
    return true;
}
