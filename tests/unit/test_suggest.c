/* Suggested cases: content without cases gets some, and once they stand in its files, everything is come to. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "formats/file.h"
#include "signpost/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 200, FILE_SIZE = 128 * 1024 };

/* Files of content, in memory, with room to grow. */
static struct {
    char *texts[MOST_FILES];
    signpost_source sources[MOST_FILES];
    size_t count, suggested;
} pages;

static void add_page(const char *name, const char *text)
{
    assert_true(pages.count < MOST_FILES);
    char *copy = malloc(FILE_SIZE);
    assert_non_null(copy);
    snprintf(copy, FILE_SIZE, "%s", text);
    pages.texts[pages.count] = copy;
    pages.sources[pages.count++] = (signpost_source){name, copy, strlen(copy)};
}

static void free_pages(void)
{
    for (size_t i = 0; i < pages.count; i++)
        free(pages.texts[i]);
    pages.count = pages.suggested = 0;
}

static void drop_cases(void)
{
    for (size_t i = 0; i < pages.count; i++) {
        char *cases = strstr(pages.texts[i], "\ncases:");
        if (cases)
            cases[1] = '\0';
        pages.sources[i].size = strlen(pages.texts[i]);
    }
}

/* Pastes a suggestion into its file, as an author would. */
static bool paste(const signpost_suggestion *suggestion, void *context)
{
    (void)context;
    pages.suggested++;
    for (size_t i = 0; i < pages.count; i++) {
        if (strcmp(pages.sources[i].name, suggestion->file) != 0)
            continue;
        size_t used = strlen(pages.texts[i]);
        bool has_cases = strstr(pages.texts[i], "\ncases:") != NULL;
        snprintf(pages.texts[i] + used, FILE_SIZE - used, "%s%s", has_cases ? "" : "\ncases:\n", suggestion->text);
        return true;
    }
    return false;
}

static signpost_algorithms *compile(void)
{
    signpost_algorithms *algorithms;
    signpost_error error = SIGNPOST_ERROR_INIT;
    for (size_t i = 0; i < pages.count; i++)
        pages.sources[i].size = strlen(pages.texts[i]);
    if (signpost_algorithms_compile(pages.sources, pages.count, NULL, &algorithms, NULL, &error) != SIGNPOST_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return algorithms;
}

/* Everything is come to by cases that end as they say. */
static void assert_covered(signpost_algorithms *algorithms)
{
    signpost_cases_summary summary;
    signpost_diagnostics *list;
    signpost_coverage coverage[SIGNPOST_COVERED_COUNT];
    assert_int_equal(signpost_cases_run(algorithms, &summary, &list, NULL), SIGNPOST_OK);
    signpost_diagnostics_free(list);
    assert_true(summary.run >= pages.suggested);
    assert_int_equal(signpost_cases_coverage(algorithms, coverage, &list, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_diagnostics_count(list), 0);
    for (int i = 0; i < SIGNPOST_COVERED_COUNT; i++)
        assert_int_equal(coverage[i].touched, coverage[i].total);
    signpost_diagnostics_free(list);
}

/* Suggests, pastes, and looks again. Returns how many were suggested. */
static size_t complete(void)
{
    size_t left = 99;
    signpost_algorithms *algorithms = compile();
    assert_int_equal(signpost_cases_suggest(algorithms, paste, NULL, &left, NULL), SIGNPOST_OK);
    assert_int_equal(left, 0);
    signpost_algorithms_free(algorithms);
    algorithms = compile();
    assert_covered(algorithms);
    size_t suggested = pages.suggested;
    assert_int_equal(signpost_cases_suggest(algorithms, paste, NULL, NULL, NULL), SIGNPOST_OK);
    assert_int_equal(pages.suggested, suggested); /* nothing is missing any more */
    signpost_algorithms_free(algorithms);
    return suggested;
}

static void add_small(void)
{
    test_content content;
    test_content_read(&content);
    for (int i = 0; i < TEST_CONTENT_FILES; i++)
        add_page(content.sources[i].name, content.sources[i].bytes);
    test_content_free(&content);
}

static void what_cases_miss_is_suggested(void **state)
{
    (void)state;
    add_small();
    assert_int_equal(complete(), 10);
    free_pages();
    add_small();
    drop_cases();
    assert_true(complete() > 10);
    free_pages();
}

static void shipped_content_without_its_cases_is_covered_again(void **state)
{
    (void)state;
    sgp_arena arena = {0};
    sgp_array paths = SGP_ARRAY_OF(char *);
    assert_int_equal(sgp_folder_list(SIGNPOST_SOURCE_ROOT "/algorithms", ".yaml", 8, &arena, &paths, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < paths.count; i++) {
        char *text;
        size_t size;
        assert_int_equal(sgp_file_read(*SGP_AT(&paths, char *, i), FILE_SIZE / 2, &text, &size, NULL), SIGNPOST_OK);
        add_page(*SGP_AT(&paths, char *, i), text);
        sgp_release(text);
    }
    drop_cases();
    assert_true(complete() > 500);
    free_pages();
    sgp_array_release(&paths);
    sgp_arena_release(&arena);
}

static bool keep(const signpost_suggestion *suggestion, void *context)
{
    snprintf(context, 4096, "%s: %s: %s", suggestion->file, suggestion->pathway, suggestion->text);
    return false;
}

static void a_suggestion_is_a_case_to_paste(void **state)
{
    (void)state;
    char text[4096];
    signpost_error error = SIGNPOST_ERROR_INIT;
    add_small();
    signpost_algorithms *algorithms = compile();
    assert_int_equal(signpost_cases_suggest(algorithms, keep, text, NULL, &error), SIGNPOST_CANCELLED);
    assert_string_equal(text, "cough.yaml: cough:   - name: \"comes to cough/seen\"\n"
                              "    patient: {age: 1 month, sex: female, party: self, contacts: 1}\n"
                              "    answers:\n"
                              "      choking: no\n"
                              "      air/blue-lips: yes\n"
                              "      signs: blood\n"
                              "    expect: Dx06\n"
                              "    discriminator: demo-care\n");
    signpost_algorithms_free(algorithms);
    free_pages();
}

/* A rule that is nobody's, and what it leads to, are counted as left. */
static void what_nobody_comes_to_is_left(void **state)
{
    (void)state;
    size_t left;
    test_content content;
    test_content_read(&content);
    assert_true(test_content_change(&content, TEST_COUGH, "{if: signs has blood or weight, go: seen}",
                                    "{if: contacts >= 3 and contacts < 3, go: ambulance}\n      - {if: signs has blood or weight, go: seen}"));
    for (int i = 0; i < TEST_CONTENT_FILES; i++)
        add_page(content.sources[i].name, content.sources[i].bytes);
    test_content_free(&content);
    signpost_algorithms *algorithms = compile();
    assert_int_equal(signpost_cases_suggest(algorithms, paste, NULL, &left, NULL), SIGNPOST_OK);
    assert_int_equal(left, 1);
    signpost_algorithms_free(algorithms);
    free_pages();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cases_miss_is_suggested),
        cmocka_unit_test(shipped_content_without_its_cases_is_covered_again),
        cmocka_unit_test(a_suggestion_is_a_case_to_paste),
        cmocka_unit_test(what_nobody_comes_to_is_left),
    };
    return cmocka_run_group_tests_name("suggested cases", tests, NULL, NULL);
}
