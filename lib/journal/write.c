/* Writing a line, and the chain that ties it to those before. */
#include "journal/journal.h"

#include "base/text.h"
#include "formats/json.h"

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

void sgp_chain_prepare(void)
{
    if (sodium_init() < 0)
        return; /* the slower way gives the same */
}

void sgp_chain_format(const sgp_chain *chain, char text[SGP_CHAIN_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SGP_CHAIN_SIZE; i++) {
        text[2 * i] = digits[chain->bytes[i] >> 4];
        text[2 * i + 1] = digits[chain->bytes[i] & 15];
    }
    text[SGP_CHAIN_TEXT - 1] = '\0';
}

static bool add_bytes(const char *bytes, size_t size, void *context)
{
    sgp_line_buffer *buffer = context;
    if (size <= buffer->bytes.capacity - buffer->bytes.count) { /* nearly always */
        memcpy((char *)buffer->bytes.items + buffer->bytes.count, bytes, size);
        buffer->bytes.count += size;
        return true;
    }
    buffer->failed = buffer->failed || !sgp_array_append(&buffer->bytes, bytes, size);
    return !buffer->failed;
}

#define ADD(buffer, literal) add_bytes(literal, sizeof(literal) - 1, buffer)

static void add_text(sgp_line_buffer *buffer, const char *text)
{
    size_t length = sgp_json_plain(text), left = buffer->bytes.capacity - buffer->bytes.count;
    if (text[length] || length + 2 > left) { /* something is escaped or not ASCII, or room is made */
        sgp_json_write_text(text, add_bytes, buffer);
        return;
    }
    char *to = (char *)buffer->bytes.items + buffer->bytes.count;
    to[0] = '"';
    memcpy(to + 1, text, length);
    to[length + 1] = '"';
    buffer->bytes.count += length + 2;
}

static void add_number(sgp_line_buffer *buffer, int64_t number)
{
    char text[24];
    sgp_format_fixed(number, 0, text, sizeof text);
    add_bytes(text, strlen(text), buffer);
}

static void add_moment(sgp_line_buffer *buffer, signpost_minute moment)
{
    if (!*buffer->moment_text || buffer->moment != moment)
        signpost_minute_format(moment, buffer->moment_text);
    buffer->moment = moment;
    add_text(buffer, buffer->moment_text);
}

static void add_age(sgp_line_buffer *buffer, signpost_age age)
{
    ADD(buffer, "[");
    add_number(buffer, age.from_days);
    ADD(buffer, ",");
    add_number(buffer, age.to_days);
    ADD(buffer, "]");
}

static void add_texts(sgp_line_buffer *buffer, const signpost_texts *texts)
{
    ADD(buffer, "[");
    for (size_t i = 0; i < texts->count; i++) {
        add_bytes(",", i ? 1 : 0, buffer);
        add_text(buffer, texts->at[i]);
    }
    ADD(buffer, "]");
}

static void add_field(sgp_line_buffer *buffer, const sgp_field *field, const signpost_line *line)
{
    const void *at = (const char *)line + field->offset;
    const char *text;
    add_bytes(field->before, field->before_size, buffer);
    switch (field->kind) {
    case SGP_FIELD_TEXT:
    case SGP_FIELD_HASH:
        text = *(const char *const *)at;
        add_text(buffer, text ? text : "");
        break;
    case SGP_FIELD_MOMENT:
        add_moment(buffer, *(const signpost_minute *)at);
        break;
    case SGP_FIELD_AGE:
        add_age(buffer, *(const signpost_age *)at);
        break;
    case SGP_FIELD_COUNT:
        add_number(buffer, *(const int32_t *)at);
        break;
    case SGP_FIELD_NUMBER:
        add_number(buffer, *(const int64_t *)at);
        break;
    case SGP_FIELD_WORD:
        add_text(buffer, field->name(*(const unsigned *)at));
        break;
    case SGP_FIELD_TEXTS:
    default:
        add_texts(buffer, at);
    }
}

bool sgp_line_write(sgp_line_buffer *buffer, const signpost_line *line, sgp_chain *chain)
{
    buffer->bytes.count = 0;
    buffer->failed = false;
    if (line->kind == SIGNPOST_LINE_STARTED)
        ADD(buffer, "{\"journal\":1,\"event\":");
    else
        ADD(buffer, "{\"event\":");
    add_text(buffer, signpost_line_kind_name(line->kind));
    ADD(buffer, ",\"at\":");
    add_moment(buffer, line->moment);
    for (const sgp_field *field = sgp_line_fields(line->kind); field->before; field++)
        add_field(buffer, field, line);
    if (buffer->failed)
        return false;
    const sgp_chain after = sgp_chain_after(chain, buffer->bytes.items, buffer->bytes.count);
    sgp_chain_format(&after, buffer->chain_text);
    ADD(buffer, ",\"chain\":\"");
    add_bytes(buffer->chain_text, SGP_CHAIN_TEXT - 1, buffer);
    ADD(buffer, "\"}\n");
    if (buffer->failed)
        return false;
    *chain = after;
    return true;
}
