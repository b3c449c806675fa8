/* Reading JSON step by step: what is JSON is read as it was meant, what is not is refused where it stands. */
#include "../support/cmocka_all.h"

#include "formats/json_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-json-XXXXXX";

static int make_file(void **state)
{
    (void)state;
    const int file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

/* A value in a few characters: texts in single quotes, members by their keys. */
static void say(const sgp_json_value *value, char *out, size_t size)
{
    size_t used = strlen(out);
    if (value->key)
        used += (size_t)snprintf(out + used, size - used, "%s:", value->key);
    if (value->kind == SGP_JSON_TEXT)
        snprintf(out + used, size - used, "'%s'", value->text);
    else if (value->kind != SGP_JSON_LIST && value->kind != SGP_JSON_OBJECT)
        snprintf(out + used, size - used, "%s", value->text);
    else
        snprintf(out + used, size - used, value->kind == SGP_JSON_LIST ? "[" : "{");
    for (const sgp_json_value *item = value->first; item; item = item->next) {
        say(item, out, size);
        if (item->next)
            strncat(out, ",", size - strlen(out) - 1);
    }
    if (value->kind == SGP_JSON_LIST || value->kind == SGP_JSON_OBJECT)
        strncat(out, value->kind == SGP_JSON_LIST ? "]" : "}", size - strlen(out) - 1);
}

/* The whole file as one value; what is wrong with it as `line:column: message`. */
static void read_whole(char *out, size_t size)
{
    sgp_arena arena = {0};
    sgp_json_reader reader;
    sgp_json_value *value;
    signpost_error error = SIGNPOST_ERROR_INIT;
    out[0] = '\0';
    signpost_status status = sgp_json_open(&reader, path, &error);
    if (!status)
        status = sgp_json_read(&reader, &arena, &value);
    if (!status)
        status = sgp_json_finish(&reader);
    if (status)
        snprintf(out, size, "%u:%u: %s", error.line, error.column, error.message);
    else
        say(value, out, size);
    sgp_json_close(&reader);
    sgp_arena_release(&arena);
}

static void json_is_read_and_what_is_not_json_is_refused(void **state)
{
    (void)state;
    static const struct row {
        const char *text, *expect;
    } rows[] = {
        {"{}", "{}"},
        {" [ ] \n", "[]"},
        {"[1,-0,0.5,1e3,-1.25E-2,123456789012345678901234567890]",
         "[1,-0,0.5,1e3,-1.25E-2,123456789012345678901234567890]"},
        {"{\"a\":true,\"b\":[false,null],\"c\":{\"d\":\"x\"}}", "{a:true,b:[false,null],c:{d:'x'}}"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "'\"\\/\b\f\n\r\t'"},
        {"\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"", "'A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80'"},
        {"\"\xC3\xA9 \xF0\x9F\x98\x80\"", "'\xC3\xA9 \xF0\x9F\x98\x80'"},
        {"\xEF\xBB\xBF[1]", "[1]"}, /* a byte order mark */
        {"\"\x7F\"", "'\x7F'"},
        {"", "1:1: the file ends in the middle of its JSON"},
        {"[", "1:2: the file ends in the middle of its JSON"},
        {"[1,", "1:4: the file ends in the middle of its JSON"},
        {"[1,]", "1:4: expected a value"},
        {"[,1]", "1:2: expected a value"},
        {"[1 2]", "1:4: expected \",\" or \"]\""},
        {"[1}", "1:3: expected \",\" or \"]\""},
        {"{\"a\"}", "1:5: expected \":\""},
        {"{\"a\":1,}", "1:8: expected a key"},
        {"{a:1}", "1:2: expected a key"},
        {"{'a':1}", "1:2: expected a key"},
        {"{\"a\":1 \"b\":2}", "1:8: expected \",\" or \"}\""},
        {"{\"a\":1,\"a\":2}", "1:12: an object has two members \"a\""},
        {"[1]\n2", "2:1: something stands after the end"},
        {"01", "1:1: expected a value"},
        {"+1", "1:1: expected a value"},
        {"-", "1:1: expected a value"},
        {".5", "1:1: expected a value"},
        {"5.", "1:1: expected a value"},
        {"1e", "1:1: expected a value"},
        {"0x1", "1:1: expected a value"},
        {"NaN", "1:1: expected a value"},
        {"True", "1:1: expected a value"},
        {"nul", "1:1: expected a value"},
        {"12345678901234567890123456789012345678901", "1:1: a number of more than 40 characters"},
        {"\"abc", "1:5: the file ends in the middle of its JSON"},
        {"\"a\nb\"", "1:3: a text holds a control character"},
        {"\"a\tb\"", "1:3: a text holds a control character"},
        {"\"\\x\"", "1:3: no such escape"},
        {"\"\\u12g4\"", "1:6: \\u must be followed by four hexadecimal digits"},
        {"[\"\\u0000\"]", "1:3: a text holds a NUL character"},
        {"\"\\ud83d\"", "1:2: half of a pair of surrogates"},
        {"\"\\ud83dx\"", "1:2: half of a pair of surrogates"},
        {"\"\\ude00\\ud83d\"", "1:2: half of a pair of surrogates"},
        {"\"\\ud83d\\u0041\"", "1:2: half of a pair of surrogates"},
        {"[\"\xC3\"]", "1:2: a text is not valid UTF-8"},
        {"[\"\xED\xA0\x80\"]", "1:2: a text is not valid UTF-8"}, /* a surrogate in UTF-8 */
        {"[\"\xC0\x80\"]", "1:2: a text is not valid UTF-8"},     /* NUL, overlong */
        {"[\n\"\xC3\xA9\", x]", "2:6: expected a value"},         /* columns count characters */
        {"// a\n1", "1:1: expected a value"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[512];
        write_file(rows[i].text, strlen(rows[i].text));
        read_whole(out, sizeof out);
        if (strcmp(out, rows[i].expect) != 0)
            fail_msg("%s gave %s, not %s", rows[i].text, out, rows[i].expect);
    }
    static const char with_nul[] = "[\"a\0b\"]";
    char out[128];
    write_file(with_nul, sizeof with_nul - 1);
    read_whole(out, sizeof out);
    assert_string_equal(out, "1:4: a text holds a control character");
}

/* `count` times `piece`, between `before` and `after`. */
static void write_repeated(const char *before, const char *piece, size_t count, const char *after)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(before, file);
    for (size_t i = 0; i < count; i++)
        fputs(piece, file);
    fputs(after, file);
    fclose(file);
}

static void what_is_past_the_limits_is_refused(void **state)
{
    (void)state;
    char out[4096];
    write_repeated("", "[", SGP_JSON_DEEPEST, "");
    read_whole(out, sizeof out);
    assert_string_equal(out, "1:41: the file ends in the middle of its JSON");
    write_repeated("", "[", 100000, "");
    read_whole(out, sizeof out);
    assert_string_equal(out, "1:41: values are nested deeper than 40");
    write_repeated("\"", "0123456789abcdef", SGP_JSON_LARGEST_VALUE / 16 + 2000, "\"");
    read_whole(out, sizeof out);
    assert_non_null(strstr(out, ": a value is larger than 1 MiB"));
    write_repeated("[0", ",0", SGP_JSON_LARGEST_VALUE, "]");
    read_whole(out, sizeof out);
    assert_non_null(strstr(out, ": a value is larger than 1 MiB"));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (int i = 0; i < SGP_JSON_MOST_MEMBERS + 2; i++)
        fprintf(file, "%s\"k%d\":0", i ? "," : "{", i);
    fputs("}", file);
    fclose(file);
    read_whole(out, sizeof out);
    assert_non_null(strstr(out, ": an object has more than 256 members"));
}

/* A list that is longer than any value may be is walked item by item, and again from the beginning. */
static void a_long_list_is_walked(void **state)
{
    (void)state;
    sgp_json_reader reader;
    signpost_error error = SIGNPOST_ERROR_INIT;
    write_repeated("[{\"n\":\"0\"}", ",\n{\"n\":\"1\"}", 200000, "]");
    assert_int_equal(sgp_json_open(&reader, path, &error), SIGNPOST_OK);
    for (int walk = 0; walk < 2; walk++) {
        bool first = true;
        size_t count = 0;
        unsigned line = 0;
        assert_int_equal(sgp_json_rewind(&reader), SIGNPOST_OK);
        assert_int_equal(sgp_json_enter(&reader, '['), SIGNPOST_OK);
        signpost_status status;
        while (!(status = sgp_json_next_item(&reader, &first))) {
            sgp_arena arena = {0};
            sgp_json_value *value;
            assert_int_equal(sgp_json_read(&reader, &arena, &value), SIGNPOST_OK);
            assert_string_equal(sgp_json_member(value, "n")->text, count ? "1" : "0");
            assert_null(sgp_json_member(value, "m"));
            line = value->line;
            count++;
            sgp_arena_release(&arena);
        }
        assert_int_equal(status, SIGNPOST_NONE);
        assert_int_equal(sgp_json_finish(&reader), SIGNPOST_OK);
        assert_int_equal(count, 200001);
        assert_int_equal(line, 200001);
    }
    sgp_json_close(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_read_and_what_is_not_json_is_refused),
        cmocka_unit_test(what_is_past_the_limits_is_refused),
        cmocka_unit_test(a_long_list_is_walked),
    };
    return cmocka_run_group_tests_name("reading JSON", tests, make_file, remove_file);
}
