/* CSV: what is taken, what is refused and where, and that what is written is read back the same. */
#include "../support/cmocka_all.h"

#include "formats/csv.h"

#include <stdio.h>
#include <string.h>

/* All rows as one text: fields with | between, rows with / between, refusals as !line:column id. */
static void read_all(const char *bytes, size_t size, char *out, size_t out_size)
{
    sgp_csv csv;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(sgp_csv_open_bytes(&csv, "test.csv", bytes, size, &error), SIGNPOST_OK);
    size_t used = 0;
    out[0] = '\0';
    for (signpost_status status; (status = sgp_csv_next(&csv, &error)) != SIGNPOST_NONE;) {
        if (used)
            used += (size_t)snprintf(out + used, out_size - used, "/");
        if (status) {
            assert_int_equal(status, SIGNPOST_CONTENT);
            used += (size_t)snprintf(out + used, out_size - used, "!%u:%u %d", error.line, error.column, error.id);
        }
        for (size_t i = 0; i < csv.count; i++)
            used += (size_t)snprintf(out + used, out_size - used, "%s%s", i ? "|" : "", csv.fields[i].text);
    }
    sgp_csv_release(&csv);
}

static void rows_are_read_as_they_were_meant(void **state)
{
    (void)state;
    static const struct row {
        const char *bytes, *expect;
    } rows[] = {
        {"a,b\nc,d\n", "a|b/c|d"},
        {"a,b\r\nc,d", "a|b/c|d"},
        {"a,b\rc,d\r", "a|b/c|d"},
        {"\xEF\xBB\xBF"
         "name\nx",
         "name/x"},
        {"\"a,b\",\"say \"\"hello\"\"\"\n", "a,b|say \"hello\""},
        {"\"two\nlines\",x\ny,z", "two\nlines|x/y|z"},
        {"\"two\r\nlines\"", "two\r\nlines"},
        {"a,,\n,\n", "a||/|"},
        {"\n\na\n\n\nb\n\n", "a/b"},
        {"\"\"\n", ""},
        {"", ""},
        {"=1+1,-2,@x\n", "=1+1|-2|@x"},
        /* refused, and the next row is read */
        {"a\"b,c\nd", "!1:2 731/d"},
        {"\"a\"b,c\nd", "!1:4 731/d"},
        {"x\n\"a,b\nc", "x/!2:1 731"},
        {"caf\xC3\xA9,\"x\"y\nz", "!1:9 731/z"},
        {"ok,\xFF\nz", "!1:4 701/z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[256];
        read_all(rows[i].bytes, strlen(rows[i].bytes), out, sizeof out);
        if (strcmp(out, rows[i].expect) != 0)
            fail_msg("\"%s\" was read as \"%s\", not \"%s\"", rows[i].bytes, out, rows[i].expect);
    }
    char out[64];
    read_all("a\0b,c\nd", 7, out, sizeof out);
    assert_string_equal(out, "!1:1 701/d");
}

static void limits_are_kept(void **state)
{
    (void)state;
    char many[SGP_CSV_MOST_COLUMNS + 8], out[4096];
    memset(many, ',', sizeof many);
    many[sizeof many - 2] = '\n';
    many[sizeof many - 1] = 'z';
    read_all(many, sizeof many, out, sizeof out);
    assert_string_equal(out, "!1:513 105/z");

    size_t size = SGP_CSV_LONGEST_FIELD + 3;
    char *longest = sgp_allocate(size);
    assert_non_null(longest);
    memset(longest, 'x', size);
    longest[size - 2] = '\n';
    read_all(longest, size, out, sizeof out);
    assert_string_equal(out, "!1:1 105/x");
    sgp_release(longest);

    sgp_csv csv;
    signpost_error error;
    assert_int_equal(sgp_csv_open(&csv, "/nowhere/at-all.csv", &error), SIGNPOST_NOT_FOUND);
    assert_int_equal(sgp_csv_open(&csv, "/", &error), SIGNPOST_INVALID);
}

static bool collect(void *context, const char *bytes, size_t size)
{
    return sgp_array_append(context, bytes, size);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    static const char *const fields[] = {
        "plain",    "",         "with, comma",     "with \"quotes\"", "two\nlines",  "carriage\rreturn",
        " spaces ", "=SUM(A1)", "+44 1632 960001", "\xEF\xBB\xBF",    "caf\xC3\xA9", "\"",
    };
    enum { COUNT = sizeof fields / sizeof *fields };
    sgp_array bytes = SGP_ARRAY_OF(char);
    sgp_csv_writer writer = {.sink = collect, .context = &bytes};
    for (size_t first = 0; first < COUNT; first++) { /* each field in each place, and alone */
        sgp_csv_write(&writer, fields[first]);
        sgp_csv_end_row(&writer);
        for (size_t i = 0; i < COUNT; i++)
            sgp_csv_write(&writer, fields[(first + i) % COUNT]);
        sgp_csv_end_row(&writer);
    }
    assert_false(writer.failed);

    sgp_csv csv;
    assert_int_equal(sgp_csv_open_bytes(&csv, "written", bytes.items, bytes.count, NULL), SIGNPOST_OK);
    for (size_t first = 0; first < COUNT; first++) {
        assert_int_equal(sgp_csv_next(&csv, NULL), SIGNPOST_OK);
        assert_int_equal(csv.count, 1);
        assert_string_equal(csv.fields[0].text, fields[first]);
        assert_int_equal(sgp_csv_next(&csv, NULL), SIGNPOST_OK);
        assert_int_equal(csv.count, COUNT);
        for (size_t i = 0; i < COUNT; i++)
            assert_string_equal(csv.fields[i].text, fields[(first + i) % COUNT]);
    }
    assert_int_equal(sgp_csv_next(&csv, NULL), SIGNPOST_NONE);
    sgp_csv_release(&csv);
    sgp_array_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_they_were_meant),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(what_is_written_is_read_back),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
