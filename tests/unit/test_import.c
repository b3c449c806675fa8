/* Large imports: rows that are given twice are told from others without a note of every row, and memory does not grow
 * with the file. */
#include "../support/own_folder.h"
#include "../support/peak.h"
#include "../support/random.h"

#include "signpost/history.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char csv[OWN_PATH], pipe_name[OWN_PATH];

static int set_up(void **state)
{
    const int made = make_folder(state);
    own_path(csv, "services.csv");
    own_path(pipe_name, "pipe");
    return made;
}

/* A directory without services. */
static signpost_directory *create(void)
{
    signpost_directory *directory;
    unlink(database);
    assert_int_equal(signpost_directory_create(database, "Test", &act, &directory, NULL), SIGNPOST_OK);
    assert_int_equal(
        signpost_directory_import(directory, SIGNPOST_SOURCE_ROOT "/dos/base", &act, NULL, NULL, NULL, NULL),
        SIGNPOST_OK);
    return directory;
}

/* What an import of services says and counts, as lines of text. Nothing is kept. */
static void try(signpost_directory *directory, const char *path, char *out, size_t size)
{
    signpost_diagnostics *found;
    signpost_import_report report = {0};
    signpost_import_options options = SIGNPOST_IMPORT_OPTIONS_INIT;
    options.table = "services";
    options.dry_run = options.skip_refused = true;
    assert_int_equal(signpost_diagnostics_new(&found), SIGNPOST_OK);
    assert_int_equal(signpost_directory_import(directory, path, &act, &options, &report, found, NULL), SIGNPOST_OK);
    size_t used = 0;
    for (size_t i = 0; i < signpost_diagnostics_count(found); i++) {
        signpost_diagnostic one = signpost_diagnostics_get(found, i);
        used += (size_t)snprintf(out + used, size - used, "%u:%u %d %s\n", one.line, one.column, one.id, one.message);
        assert_true(used < size);
    }
    snprintf(out + used, size - used, "%zu read, %zu added, %zu refused\n", report.read, report.added, report.refused);
    signpost_diagnostics_free(found);
}

/* ---- given twice ---- */

static void a_row_given_twice_says_where_it_was_first(void **state)
{
    (void)state;
    static const struct row {
        const char *rows, *expect;
    } rows[] = {
        {"a,A,13,51.1,0.2\nb,B,13,51.1,0.2\na,C,13,51.1,0.2\n",
         "4:1 316 the same uid as in line 2\n3 read, 2 added, 1 refused\n"},
        /* rows have several lines, and some are no rows */
        {"\n\na,\"A\n\nA\",13,51.1,0.2\nb,B\"B,13,51.1,0.2\nb,B,13\na,C,13,51.1,0.2\na,D,13,51.1,0.2\n",
         "7:4 731 a quote inside an unquoted field\n8:0 317 the row has 3 fields where the header has 5\n"
         "9:1 316 the same uid as in line 4\n10:1 316 the same uid as in line 4\n5 read, 1 added, 4 refused\n"},
        /* refused for what it refers to, it was given all the same; refused for what it says, it was not */
        {"a,A,999,51.1,0.2\na,A,13,51.1,0.2\nb,,13,51.1,0.2\nb,B,13,51.1,0.2\n",
         "2:5 310 type \"999\": there is no such service type\n3:1 316 the same uid as in line 2\n"
         "4:3 313 no name, which every row needs\n4 read, 1 added, 3 refused\n"},
        /* what else is wrong with it does not matter, nor is it said */
        {"a,A,13,51.1,0.2\na,A,999,51.1,0.2\na,A,13,,\nc,C,13,51.1,0.2\nc,C,999,,\n",
         "3:1 316 the same uid as in line 2\n4:1 316 the same uid as in line 2\n6:1 316 the same uid as in line 5\n"
         "5 read, 2 added, 3 refused\n"},
    };
    signpost_directory *directory = create();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1024], out[4096];
        snprintf(text, sizeof text, "uid,name,type,latitude,longitude\n%s", rows[i].rows);
        write_file(csv, text);
        try(directory, csv, out, sizeof out);
        assert_string_equal(out, rows[i].expect);
    }
    signpost_directory_close(directory);
}

/* A file with a bit of everything that can be wrong. */
static void write_random(test_random *random, char *text, size_t size)
{
    static const char *const names[] = {"A", "\"two\nlines\"", "B", "C", "", "D\"E"};
    static const char *const types[] = {"13", "13", "13", "999", "x"};
    static const char *const places[] = {"51.1,0.2,", "51.1,0.2,", ",,", ",,TN1 2AB", "95,0,"};
    static const char *const hours[] = {"", "Mo-Fr 09:00-17:00", "Mo-Fr 9", "24/7", "Sa 10:00-12:00"};
    size_t used = (size_t)snprintf(text, size, "uid,name,type,latitude,longitude,postcode,hours\n");
    for (int i = test_random_from(random, 1, 24); i > 0; i--)
        used += (size_t)snprintf(text + used, size - used, "u%d,%s,%s,%s,%s%s\n", test_random_from(random, 0, 11),
                                 names[test_random_from(random, 0, 5)], types[test_random_from(random, 0, 4)],
                                 places[test_random_from(random, 0, 4)], hours[test_random_from(random, 0, 4)],
                                 test_random_one_in(random, 12) ? ",more" : "");
    assert_true(used < size);
}

/* What comes through a pipe cannot be read twice, so that every key is noted there. */
static void a_pipe_is_told_the_same(void **state)
{
    (void)state;
    signpost_directory *directory = create();
    assert_int_equal(mkfifo(pipe_name, 0600), 0);
    size_t twice = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        test_random random = {seed};
        char text[4096], file[8192], piped[8192];
        write_random(&random, text, sizeof text);
        write_file(csv, text);
        try(directory, csv, file, sizeof file);
        pid_t child = fork();
        assert_true(child >= 0);
        if (!child) {
            write_file(pipe_name, text);
            _exit(0);
        }
        try(directory, pipe_name, piped, sizeof piped);
        assert_int_equal(waitpid(child, NULL, 0), child);
        if (strcmp(file, piped) != 0)
            fail_msg("seed %u: a file says\n%s, and a pipe\n%s of\n%s", (unsigned)seed, file, piped, text);
        twice += strstr(file, "the same uid") != NULL;
    }
    assert_true(twice > 50);
    signpost_directory_close(directory);
}

/* ---- memory ---- */

/* The most that the library holds while it imports so many services. */
static size_t most_for(int services)
{
    static const char *const hours[] = {"24/7", "\"Mo-Fr 09:00-17:30; PH off\"", "Sa 09:00-13:00"};
    FILE *file = fopen(csv, "w");
    assert_non_null(file);
    fputs("uid,name,type,latitude,longitude,hours\n", file);
    for (int i = 0; i < services; i++)
        fprintf(file, "s%06d,Service %06d,13,51.1,0.2,%s\n", i, i, hours[i % 3]);
    fclose(file);
    signpost_import_report report;
    peak_begin();
    signpost_directory *directory = create();
    assert_int_equal(signpost_directory_import(directory, csv, &act, NULL, &report, NULL, NULL), SIGNPOST_OK);
    signpost_directory_close(directory);
    assert_int_equal(report.added, services);
    return peak_end();
}

static void memory_does_not_grow_with_the_rows(void **state)
{
    (void)state;
    size_t few = most_for(1000);
    assert_true(few > 0 && few < 4 << 20);
    assert_int_equal(most_for(8000), few);
}

/* ---- imported again ---- */

/* What the last act changed. */
static bool say_last(void *context, const signpost_history_entry *entry)
{
    char *text = context;
    for (size_t i = 0; i < entry->field_count; i++) {
        const signpost_history_field *field = &entry->fields[i];
        sprintf(text + strlen(text), "%s %s: %s -> %s\n", field->row, field->field, field->before, field->after);
    }
    return false;
}

/* A row that is there is written when it says something else, and then says who changed it. */
static void what_is_the_same_is_not_written(void **state)
{
    (void)state;
    static const char head[] = "uid,name,type,latitude,longitude,hours,phone,web\n";
    static const struct {
        const char *rows, *expect;
    } again[] = {
        {"a,One,13,51.1,0.2,24/7,01632 960001,\nb,Two,13,51.2,0.3,,,https://example.org\n", ""},
        {"a,One,13,51.10,0.200000, 24/7 ,01632 960001,\n", ""},
        {"a,One,13,51.1,0.2,24/7,01632 960002,\nb,Two,13,51.2,0.3,,,https://example.org\n",
         "a phone: 01632 960001 -> 01632 960002\n"},
        {"b,Two,13,51.2,0.3,,,\n", "b web: https://example.org -> \n"},
        {"b,Two,13,51.2,0.3,,,https://example.org\n", "b web:  -> https://example.org\n"},
        {"a,One,13,51.1,0.2,,01632 960002,\n", "a hours: 24/7 -> \n"},
        {"a,One,13,51.100001,0.2,,01632 960002,\n", "a latitude: 51.1 -> 51.100001\n"},
    };
    char text[1024];
    signpost_directory *directory = create();
    for (size_t i = 0; i <= sizeof again / sizeof *again; i++) {
        char what[1024] = "";
        signpost_import_report report;
        snprintf(text, sizeof text, "%s%s", head, again[i ? i - 1 : 0].rows);
        write_file(csv, text);
        assert_int_equal(signpost_directory_import(directory, csv, &act, NULL, &report, NULL, NULL), SIGNPOST_OK);
        assert_true(report.read == report.added + report.changed);
        assert_int_equal(signpost_history_read(directory, NULL, say_last, what, NULL), SIGNPOST_OK);
        if (i && strcmp(what, again[i - 1].expect) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", again[i - 1].rows, what, again[i - 1].expect);
    }
    assert_int_equal(signpost_history_verify(directory, NULL, NULL, NULL, NULL), SIGNPOST_OK);
    signpost_directory_close(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_given_twice_says_where_it_was_first),
        cmocka_unit_test(a_pipe_is_told_the_same),
        cmocka_unit_test(memory_does_not_grow_with_the_rows),
        cmocka_unit_test(what_is_the_same_is_not_written),
    };
    return cmocka_run_group_tests_name("import", tests, set_up, remove_folder);
}
