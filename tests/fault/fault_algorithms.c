/* Loading triage content, finding complaints and reading names when memory runs out at every place that it can. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "../support/fault.h"
#include "signpost/draw.h"

#include <stdio.h>
#include <string.h>

static void say_content(test_run *run, const signpost_algorithms *algorithms)
{
    signpost_algorithms_summary summary = signpost_algorithms_summarise(algorithms);
    test_say(run, "%s %zu steps %zu cases\n", signpost_algorithms_fingerprint(algorithms), summary.steps, summary.cases);
    signpost_reachable outcome;
    for (size_t i = 0; signpost_outcome_at(algorithms, i, &outcome); i++)
        test_say(run, "%s %s %s\n", outcome.step, outcome.outcome.disposition.code, outcome.outcome.discriminator);
}

static signpost_status finish_load(test_run *run, signpost_status status, signpost_algorithms *algorithms,
                                   signpost_diagnostics *list)
{
    if (status != SIGNPOST_OK && algorithms)
        test_say(run, "a failed call gave an object\n");
    if (status == SIGNPOST_OK)
        say_content(run, algorithms);
    test_say_diagnostics(run, list);
    signpost_algorithms_free(algorithms);
    signpost_diagnostics_free(list);
    return status;
}

static signpost_status compile(test_run *run)
{
    const test_content *content = run->context;
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_status status =
        signpost_algorithms_compile(content->sources, TEST_CONTENT_FILES, NULL, &algorithms, &list, &run->error);
    return finish_load(run, status, algorithms, list);
}

/* With what can stand beside it. */
static signpost_status compile_all(test_run *run)
{
    const test_content *content = run->context;
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_language language;
    signpost_status status =
        signpost_algorithms_compile(content->sources, TEST_ALL_FILES, NULL, &algorithms, &list, &run->error);
    for (size_t i = 0; status == SIGNPOST_OK && signpost_language_at(algorithms, i, &language); i++)
        test_say(run, "%s: %zu pathways\n", language.code, language.pathways);
    return finish_load(run, status, algorithms, list);
}

static signpost_status load(test_run *run)
{
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_status status =
        signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &algorithms, &list, &run->error);
    return finish_load(run, status, algorithms, list);
}

static void content_is_loaded_or_memory_ran_out(void **state)
{
    (void)state;
    const test_scenario from_files = {.name = "load", .run = load};
    assert_true(test_sweep_memory(&from_files) > 10);
    test_content content;
    test_content_read(&content);
    const test_scenario from_memory = {.name = "compile", .run = compile, .context = &content};
    assert_true(test_sweep_memory(&from_memory) > 10);
    const test_scenario with_all = {.name = "compile all", .run = compile_all, .context = &content};
    assert_true(test_sweep_memory(&with_all) > 10);
    assert_true(test_content_change(&content, TEST_WELSH, "cough/hot:", "cough/hto:"));
    const test_scenario mistaken = {.name = "translation", .run = compile_all, .ends = SIGNPOST_CONTENT, .context = &content};
    assert_true(test_sweep_memory(&mistaken) > 10);
    test_content_free(&content);
}

/* A release that neither fits nor is in force: two warnings. */
static signpost_status compile_released(test_run *run)
{
    static const char text[] = "release: 2026-12\ntitle: Winter\nfrom: 2026-12-01\napproved_by: a group\nfingerprint: 00\n";
    const test_content *content = run->context;
    signpost_source sources[TEST_CONTENT_FILES + 1];
    signpost_algorithms *algorithms;
    signpost_diagnostics *list;
    signpost_release release;
    signpost_algorithms_options options = SIGNPOST_ALGORITHMS_OPTIONS_INIT;
    options.has_date = true;
    memcpy(sources, content->sources, TEST_CONTENT_FILES * sizeof *sources);
    sources[TEST_CONTENT_FILES] = (signpost_source){"release.yaml", text, strlen(text)};
    signpost_status status =
        signpost_algorithms_compile(sources, TEST_CONTENT_FILES + 1, &options, &algorithms, &list, &run->error);
    if (status == SIGNPOST_OK && signpost_algorithms_release(algorithms, &release))
        test_say(run, "%s %s %s\n", release.id, release.title, release.approved_by);
    return finish_load(run, status, algorithms, list);
}

static void a_release_is_loaded_or_memory_ran_out(void **state)
{
    (void)state;
    test_content content;
    test_content_read(&content);
    const test_scenario scenario = {.name = "release", .run = compile_released, .context = &content};
    assert_true(test_sweep_memory(&scenario) > 10);
    test_content_free(&content);
}

static void mistakes_are_all_listed_or_memory_ran_out(void **state)
{
    (void)state;
    static const struct row {
        int file;
        const char *old, *text;
        signpost_status ends;
    } rows[] = {
        {TEST_COUGH, "no: breathing", "no: breathign", SIGNPOST_CONTENT},
        {TEST_COUGH, "signs has blood", "signs has blod", SIGNPOST_CONTENT},
        {TEST_COUGH, "none: settle", "none: hot", SIGNPOST_CONTENT},
        {TEST_COUGH, "title: Cough", "titel: Cough", SIGNPOST_CONTENT},
        {TEST_FEVER, "age: any", "age: 5 years and over", SIGNPOST_CONTENT},
        {TEST_AIR, "state: approved", "state: [", SIGNPOST_CONTENT},
        {TEST_SHARED, "demo-fever: [demo-care]", "demo-fever: [demo-shock]", SIGNPOST_OK /* with a warning */},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        test_content content;
        test_content_read(&content);
        assert_true(test_content_change(&content, rows[i].file, rows[i].old, rows[i].text));
        const test_scenario scenario = {.name = rows[i].text, .run = compile, .ends = rows[i].ends, .context = &content};
        test_sweep_memory(&scenario);
        test_content_free(&content);
    }
}

/* The search cannot say that memory ran out but by finding nothing: it must not find something else. */
static signpost_status search(test_run *run)
{
    size_t found[8];
    size_t count = signpost_complaint_search(run->context, "cough f\xC3\xA9ver", found, 8);
    if (!count) {
        run->error = (signpost_error){.status = SIGNPOST_NO_MEMORY, .id = 101, .message = "nothing found"};
        return SIGNPOST_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++)
        test_say(run, "%s\n", signpost_complaint_at(run->context, found[i]).name);
    return SIGNPOST_OK;
}

static signpost_status find_disposition(test_run *run)
{
    signpost_disposition disposition;
    signpost_status status = signpost_disposition_find(run->context, "Dx060", &disposition, &run->error);
    test_say(run, "%s", run->error.message);
    return status;
}

static void names_are_found_or_memory_ran_out(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &algorithms, NULL, NULL),
                     SIGNPOST_OK);
    const test_scenario complaints = {.name = "complaint search", .run = search, .context = algorithms};
    test_sweep_memory(&complaints);
    test_run run = {.context = algorithms};
    assert_int_equal(find_disposition(&run), SIGNPOST_NOT_FOUND); /* allocates nothing, so that there is nothing to sweep */
    signpost_algorithms_free(algorithms);
}

static bool say_drawing(const char *bytes, size_t size, void *context)
{
    test_say(context, "%zu%c", size, bytes[0]);
    return true;
}

static signpost_status draw(test_run *run)
{
    signpost_draw_options options = SIGNPOST_DRAW_OPTIONS_INIT;
    options.expand_modules = true;
    return signpost_draw(run->context, "fever", SIGNPOST_DRAWING_DOT, &options, say_drawing, run, &run->error);
}

static void a_pathway_is_drawn_or_memory_ran_out(void **state)
{
    (void)state;
    signpost_algorithms *algorithms;
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &algorithms, NULL, NULL),
                     SIGNPOST_OK);
    const test_scenario scenario = {.name = "draw", .run = draw, .context = algorithms};
    assert_in_range(test_sweep_memory(&scenario), 1, 20);
    signpost_algorithms_free(algorithms);
}

int main(void)
{
    if (!test_owns_malloc())
        puts("a sanitizer owns malloc: only the library's own allocations fail here");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_is_loaded_or_memory_ran_out),
        cmocka_unit_test(a_release_is_loaded_or_memory_ran_out),
        cmocka_unit_test(mistakes_are_all_listed_or_memory_ran_out),
        cmocka_unit_test(a_pathway_is_drawn_or_memory_ran_out),
        cmocka_unit_test(names_are_found_or_memory_ran_out),
    };
    return cmocka_run_group_tests_name("faults in algorithms", tests, NULL, NULL);
}
