/* Writing JSON. Invariant: whatever is called, what was written so far is the beginning of a well-formed document, or
 * `failed` is set. */
#include "formats/json.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static void put(signpost_json *json, const char *bytes, size_t size)
{
    if (!json->failed && !json->write(bytes, size, json->context))
        json->failed = true;
}

static void put_text(signpost_json *json, const char *text)
{
    put(json, text, strlen(text));
}

static void indent(signpost_json *json)
{
    if (json->is_line)
        return;
    put_text(json, "\n");
    for (int i = 0; i < json->depth; i++)
        put_text(json, "  ");
}

/* Escape of a byte that cannot stand as it is; NULL for one that can. */
static const char *escape_of(unsigned char byte, char buffer[8])
{
    switch (byte) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\t':
        return "\\t";
    default:
        if (byte >= 0x20 && byte != '<' && byte != '>' && byte != '&' && byte != 0x7F)
            return NULL;
        snprintf(buffer, 8, "\\u%04x", byte);
        return buffer;
    }
}

size_t sgp_json_plain(const char *text)
{
    static const bool stops[256] = {
        ['"'] = true, ['\\'] = true, ['<'] = true, ['>'] = true, ['&'] = true, [0x7F] = true};
    const unsigned char *at = (const unsigned char *)text;
    while (*at >= 0x20 && *at < 0x80 && !stops[*at])
        at++;
    return (size_t)(at - (const unsigned char *)text);
}

static void put_string(signpost_json *json, const char *text)
{
    put(json, "\"", 1);
    while (*text) {
        size_t run = sgp_json_plain(text);
        if (run)
            put(json, text, run);
        text += run;
        if (!*text)
            break;
        utf8proc_int32_t point;
        utf8proc_ssize_t used =
            utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)strnlen(text, 4), &point);
        char buffer[8];
        const char *escape = used == 1 ? escape_of((unsigned char)*text, buffer) : NULL;
        size_t taken = used > 0 ? (size_t)used : 1;
        if (used <= 0)
            put_text(json, "\xEF\xBF\xBD");
        else if (escape)
            put_text(json, escape);
        else
            put(json, text, taken);
        text += taken;
    }
    put(json, "\"", 1);
}

bool sgp_json_write_text(const char *text, signpost_write_function write, void *context)
{
    signpost_json json = {.write = write, .context = context};
    put_string(&json, text);
    return !json.failed;
}

/* What stands before a value: comma, line, key. */
static void before_value(signpost_json *json, const char *key)
{
    bool in_object = json->depth && json->open[json->depth - 1] == '}';
    bool is_second_document = !json->depth && json->has_items[0];
    if (in_object != (key != NULL) || is_second_document)
        json->failed = true;
    if (json->has_items[json->depth])
        put(json, ",", 1);
    json->has_items[json->depth] = true;
    if (json->depth)
        indent(json);
    if (key) {
        put_string(json, key);
        put(json, ": ", json->is_line ? 1 : 2);
    }
}

void signpost_json_start(signpost_json *json, signpost_write_function write, void *context)
{
    *json = (signpost_json){.write = write, .context = context};
}

void signpost_json_start_line(signpost_json *json, signpost_write_function write, void *context)
{
    *json = (signpost_json){.write = write, .context = context, .is_line = true};
}

signpost_status signpost_json_end(signpost_json *json)
{
    if (json->depth || !json->has_items[0])
        json->failed = true;
    put_text(json, "\n");
    return json->failed ? SIGNPOST_IO : SIGNPOST_OK;
}

static void open_as(signpost_json *json, const char *key, const char *opening, char closing)
{
    before_value(json, key);
    if (json->depth == SIGNPOST_JSON_DEEPEST) {
        json->failed = true;
        return;
    }
    put_text(json, opening);
    json->open[json->depth++] = closing;
    json->has_items[json->depth] = false;
}

void signpost_json_object(signpost_json *json, const char *key)
{
    open_as(json, key, "{", '}');
}

void signpost_json_list(signpost_json *json, const char *key)
{
    open_as(json, key, "[", ']');
}

void signpost_json_close(signpost_json *json)
{
    if (!json->depth) {
        json->failed = true;
        return;
    }
    bool had_items = json->has_items[json->depth];
    json->depth--;
    if (had_items)
        indent(json);
    put(json, &json->open[json->depth], 1);
}

void signpost_json_text(signpost_json *json, const char *key, const char *text)
{
    before_value(json, key);
    if (text)
        put_string(json, text);
    else
        put_text(json, "null");
}

void signpost_json_fixed(signpost_json *json, const char *key, int64_t value, int decimals)
{
    char buffer[40];
    before_value(json, key);
    put_text(json, sgp_format_fixed(value, decimals, buffer, sizeof buffer));
}

void signpost_json_integer(signpost_json *json, const char *key, int64_t value)
{
    signpost_json_fixed(json, key, value, 0);
}

void signpost_json_flag(signpost_json *json, const char *key, bool value)
{
    before_value(json, key);
    put_text(json, value ? "true" : "false");
}

void signpost_json_null(signpost_json *json, const char *key)
{
    before_value(json, key);
    put_text(json, "null");
}
