/* Writing JSON: hostile text stays inside its quotes, and a document that is not well-formed is never passed off as one. */
#include "../support/cmocka_all.h"

#include "signpost/json.h"

#include <stdio.h>
#include <string.h>

/* Takes bytes up to `most`, as a disk does. */
typedef struct sink {
    char bytes[4096];
    size_t size, most;
} sink;

static bool take(const char *bytes, size_t size, void *context)
{
    sink *to = context;
    if (to->size + size > to->most)
        return false;
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
    to->bytes[to->size] = '\0';
    return true;
}

static void texts_stay_inside_their_quotes(void **state)
{
    (void)state;
    static const struct row {
        const char *text, *expect;
    } rows[] = {
        {"plain", "\"plain\"\n"},
        {"", "\"\"\n"},
        {NULL, "null\n"},
        {"\"},{\"", "\"\\\"},{\\\"\"\n"},
        {"back\\slash", "\"back\\\\slash\"\n"},
        {"line\nfeed\ttab\rreturn", "\"line\\nfeed\\ttab\\u000dreturn\"\n"},
        {"\x01\x1F\x7F", "\"\\u0001\\u001f\\u007f\"\n"},
        {"</script>&", "\"\\u003c/script\\u003e\\u0026\"\n"},
        {"caf\xC3\xA9 \xF0\x9F\x8F\xA5", "\"caf\xC3\xA9 \xF0\x9F\x8F\xA5\"\n"},
        /* not UTF-8: a byte that leads nowhere, a cut character, an overlong slash, a surrogate, beyond the last */
        {"a\xFFz", "\"a\xEF\xBF\xBDz\"\n"},
        {"\xE2\x82", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"\n"},
        {"\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"\n"},
        {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"\n"},
        {"\xF4\x90\x80\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sink to = {.most = sizeof to.bytes - 1};
        signpost_json json;
        signpost_json_start(&json, take, &to);
        signpost_json_text(&json, NULL, rows[i].text);
        assert_int_equal(signpost_json_end(&json), SIGNPOST_OK);
        assert_string_equal(to.bytes, rows[i].expect);
    }
}

static void write_everything(signpost_json *json)
{
    signpost_json_object(json, NULL);
    signpost_json_integer(json, "least", INT64_MIN + 1);
    signpost_json_fixed(json, "cold", -5, 1);
    signpost_json_flag(json, "open", true);
    signpost_json_null(json, "phone");
    signpost_json_list(json, "services");
    signpost_json_object(json, NULL);
    signpost_json_text(json, "na\"me", "A");
    signpost_json_close(json);
    signpost_json_integer(json, NULL, 2);
    signpost_json_close(json);
    signpost_json_list(json, "none");
    signpost_json_close(json);
    signpost_json_close(json);
}

static void values_nest(void **state)
{
    (void)state;
    sink to = {.most = sizeof to.bytes - 1};
    signpost_json json;
    signpost_json_start(&json, take, &to);
    write_everything(&json);
    assert_int_equal(signpost_json_end(&json), SIGNPOST_OK);
    assert_string_equal(to.bytes, "{\n"
                                  "  \"least\": -9223372036854775807,\n"
                                  "  \"cold\": -0.5,\n"
                                  "  \"open\": true,\n"
                                  "  \"phone\": null,\n"
                                  "  \"services\": [\n"
                                  "    {\n"
                                  "      \"na\\\"me\": \"A\"\n"
                                  "    },\n"
                                  "    2\n"
                                  "  ],\n"
                                  "  \"none\": []\n"
                                  "}\n");
}

/* Each letter is a call: { [ open, } closes, k a value with a key, v one without. */
static void what_is_not_well_formed_fails(void **state)
{
    (void)state;
    static const struct row {
        const char *calls;
        bool good;
    } rows[] = {
        {"v", true},     {"{k}", true},  {"[vv]", true}, {"{}", true}, {"[[]]", true},
        {"", false},     {"vv", false},  {"{}v", false}, {"{v}", false}, {"[k]", false}, {"k", false},
        {"{", false},    {"}", false},   {"{}}", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sink to = {.most = sizeof to.bytes - 1};
        signpost_json json;
        signpost_json_start(&json, take, &to);
        for (const char *call = rows[i].calls; *call; call++)
            switch (*call) {
            case '{': signpost_json_object(&json, NULL); break;
            case '[': signpost_json_list(&json, NULL); break;
            case 'k': signpost_json_integer(&json, "key", 1); break;
            case 'v': signpost_json_integer(&json, NULL, 1); break;
            default: signpost_json_close(&json); break;
            }
        bool good = signpost_json_end(&json) == SIGNPOST_OK;
        if (good != rows[i].good)
            fail_msg("\"%s\" was %s", rows[i].calls, good ? "accepted" : "refused");
    }
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    for (int depth = SIGNPOST_JSON_DEEPEST; depth <= SIGNPOST_JSON_DEEPEST + 1; depth++) {
        sink to = {.most = sizeof to.bytes - 1};
        signpost_json json;
        signpost_json_start(&json, take, &to);
        for (int i = 0; i < depth; i++)
            signpost_json_list(&json, NULL);
        for (int i = 0; i < depth; i++)
            signpost_json_close(&json);
        assert_int_equal(signpost_json_end(&json), depth <= SIGNPOST_JSON_DEEPEST ? SIGNPOST_OK : SIGNPOST_IO);
    }
}

/* A disk that is full at any byte is noticed at the end. */
static void a_failed_write_is_not_forgotten(void **state)
{
    (void)state;
    sink whole = {.most = sizeof whole.bytes - 1};
    signpost_json json;
    signpost_json_start(&json, take, &whole);
    write_everything(&json);
    assert_int_equal(signpost_json_end(&json), SIGNPOST_OK);
    for (size_t most = 0; most <= whole.size; most++) {
        sink to = {.most = most};
        signpost_json_start(&json, take, &to);
        write_everything(&json);
        assert_int_equal(signpost_json_end(&json), most < whole.size ? SIGNPOST_IO : SIGNPOST_OK);
        assert_memory_equal(to.bytes, whole.bytes, to.size);
    }
}

/* JSON Lines: the same document without a space or a line feed between its parts. */
static void a_line_is_one_line(void **state)
{
    (void)state;
    sink to = {.most = sizeof to.bytes - 1};
    signpost_json json;
    signpost_json_start_line(&json, take, &to);
    signpost_json_object(&json, NULL);
    signpost_json_text(&json, "a", "b\n: ,");
    signpost_json_list(&json, "c");
    signpost_json_integer(&json, NULL, 1);
    signpost_json_null(&json, NULL);
    signpost_json_close(&json);
    signpost_json_object(&json, "d");
    signpost_json_close(&json);
    signpost_json_close(&json);
    assert_int_equal(signpost_json_end(&json), SIGNPOST_OK);
    assert_string_equal(to.bytes, "{\"a\":\"b\\n: ,\",\"c\":[1,null],\"d\":{}}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_stay_inside_their_quotes),
        cmocka_unit_test(a_line_is_one_line), cmocka_unit_test(values_nest),
        cmocka_unit_test(what_is_not_well_formed_fails),  cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(a_failed_write_is_not_forgotten),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
