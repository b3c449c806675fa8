/* CSV: what is taken, what is refused and where, and that what is written is read back the same. */
#include "../support/cmocka_all.h"
#include "../support/peak.h"
#include "../support/random.h"

#include "formats/csv.h"

#include <errno.h>

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

/* ---- through a window ---- */

/* Bytes that come a few at a time. */
typedef struct trickle {
    const char *bytes;
    size_t size, at, most;
} trickle;

static ptrdiff_t give(void *context, char *into, size_t size)
{
    trickle *from = context;
    size_t left = from->size - from->at, count = left < from->most ? left : from->most;
    count = count < size ? count : size;
    memcpy(into, from->bytes + from->at, count);
    from->at += count;
    return (ptrdiff_t)count;
}

/* Both readers give the same rows at the same places, or refuse them with the same words. */
static void compare(sgp_csv *a, sgp_csv *b, const char *about)
{
    for (signpost_status status = SIGNPOST_OK; status != SIGNPOST_NONE;) {
        signpost_error wrong[2] = {SIGNPOST_ERROR_INIT, SIGNPOST_ERROR_INIT};
        status = sgp_csv_next(a, &wrong[0]);
        bool same = sgp_csv_next(b, &wrong[1]) == status && a->line == b->line && a->count == b->count &&
                    wrong[0].line == wrong[1].line && wrong[0].column == wrong[1].column &&
                    strcmp(wrong[0].message, wrong[1].message) == 0 && strcmp(wrong[0].hint, wrong[1].hint) == 0;
        for (size_t i = 0; i < a->count && same; i++)
            same = strcmp(a->fields[i].text, b->fields[i].text) == 0 && a->fields[i].line == b->fields[i].line &&
                   a->fields[i].column == b->fields[i].column;
        if (!same)
            fail_msg("%s: line %u is read otherwise through a window: %s", about, a->line, wrong[1].message);
    }
}

static void every_window_gives_the_same_rows(void **state)
{
    (void)state;
    /* Pieces that mean something, alone or broken in two. */
    static const char *const pieces[] = {",",  "\"", "\"\"", "\n",       "\r\n",        "\r",   "a",    "bc d",
                                         "\"x\"", "\"y,\nz\"", ",\"", "caf\xC3\xA9", "\xEF\xBB\xBF", "\xFF", "\xC3", "long enough for a window"};
    for (uint64_t seed = 1; seed <= 400; seed++) {
        test_random random = {seed};
        char bytes[512], about[64];
        size_t size = 0;
        for (int i = test_random_from(&random, 0, 14); i > 0; i--) {
            const char *piece = pieces[test_random_bits(&random) % (sizeof pieces / sizeof *pieces)];
            memcpy(bytes + size, piece, strlen(piece));
            size += strlen(piece);
            if (test_random_one_in(&random, 40))
                bytes[size++] = '\0';
        }
        for (size_t window = SGP_CSV_LEAST_WINDOW; window <= size + SGP_CSV_LEAST_WINDOW; window++) {
            sgp_csv whole, through;
            trickle from = {bytes, size, 0, (size_t)test_random_from(&random, 1, 5)};
            snprintf(about, sizeof about, "seed %u, window %zu", (unsigned)seed, window);
            assert_int_equal(sgp_csv_open_bytes(&whole, "x", bytes, size, NULL), SIGNPOST_OK);
            assert_int_equal(sgp_csv_open_window(&through, "x", window, give, &from, NULL), SIGNPOST_OK);
            compare(&whole, &through, about);
            sgp_csv_release(&whole);
            sgp_csv_release(&through);
        }
    }
}

/* ---- memory ---- */

/* The same row, again and again. */
typedef struct rows_left {
    size_t rows, at;
} rows_left;

static ptrdiff_t repeat(void *context, char *into, size_t size)
{
    static const char row[] = "syn-0001,\"Alder, \"\"the\"\" chemist\",13,51.1,0.2\n";
    rows_left *left = context;
    size_t count = 0;
    for (; left->rows && count < size; count++) {
        into[count] = row[left->at++];
        if (left->at == sizeof row - 1) {
            left->at = 0;
            left->rows--;
        }
    }
    return (ptrdiff_t)count;
}

static size_t most_for(size_t rows)
{
    sgp_csv csv;
    rows_left left = {rows, 0};
    size_t read = 0;
    peak_begin();
    assert_int_equal(sgp_csv_open_window(&csv, "x", 4096, repeat, &left, NULL), SIGNPOST_OK);
    while (sgp_csv_next(&csv, NULL) == SIGNPOST_OK)
        read++;
    sgp_csv_release(&csv);
    assert_int_equal(read, rows);
    return peak_end();
}

static void memory_does_not_grow_with_the_file(void **state)
{
    (void)state;
    size_t few = most_for(100);
    assert_true(few > 4096);
    assert_int_equal(most_for(100000), few);
}

/* A quote that is never closed, and a field without end, are refused without being kept. */
static ptrdiff_t no_end(void *context, char *into, size_t size)
{
    size_t *left = context, count = *left < size ? *left : size;
    memset(into, 'x', count);
    if (count && *left == (size_t)64 << 20)
        into[0] = '"';
    *left -= count;
    return (ptrdiff_t)count;
}

static void what_is_too_long_is_not_kept(void **state)
{
    (void)state;
    sgp_csv csv;
    signpost_error error = SIGNPOST_ERROR_INIT;
    size_t left = (size_t)64 << 20;
    peak_begin();
    assert_int_equal(sgp_csv_open_window(&csv, "x", 4096, no_end, &left, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_csv_next(&csv, &error), SIGNPOST_CONTENT);
    assert_string_equal(error.message, "a quote is never closed");
    assert_int_equal(sgp_csv_next(&csv, NULL), SIGNPOST_NONE);
    sgp_csv_release(&csv);
    assert_true(peak_end() < 4 * SGP_CSV_LONGEST_FIELD);
}

/* ---- failures ---- */

static ptrdiff_t fail_later(void *context, char *into, size_t size)
{
    trickle *from = context;
    if (from->at < from->size)
        return give(context, into, size);
    errno = EIO;
    return -1;
}

static void a_file_that_cannot_be_read_on_is_no_end(void **state)
{
    (void)state;
    sgp_csv csv;
    signpost_error error = SIGNPOST_ERROR_INIT;
    trickle from = {"a,b\nc,", 6, 0, 6};
    assert_int_equal(sgp_csv_open_window(&csv, "x.csv", 4, fail_later, &from, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_csv_next(&csv, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_csv_next(&csv, &error), SIGNPOST_IO);
    assert_string_equal(error.message, "could not read \"x.csv\": the system refused");
    assert_int_equal(sgp_csv_next(&csv, NULL), SIGNPOST_IO);
    sgp_csv_release(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_they_were_meant),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(every_window_gives_the_same_rows),
        cmocka_unit_test(memory_does_not_grow_with_the_file),
        cmocka_unit_test(what_is_too_long_is_not_kept),
        cmocka_unit_test(a_file_that_cannot_be_read_on_is_no_end),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
