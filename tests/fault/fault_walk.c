/* Walks, cases and answers files when memory runs out at every place that it can. Once a walk has started nothing is allocated, so
 * that no answer of a caller can be lost for want of memory. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "../support/fault.h"
#include "../walk/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static signpost_algorithms *algorithms;

static int load(void **state)
{
    (void)state;
    algorithms = fixture_load(NULL);
    return algorithms ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    signpost_algorithms_free(algorithms);
    return 0;
}

static void say_walk(test_run *run, signpost_walk *walk)
{
    signpost_step step;
    signpost_where where;
    signpost_entry entry;
    signpost_advice advice;
    signpost_disposition possible[8];
    signpost_walk_step(walk, &step);
    signpost_walk_where(walk, &where);
    test_say(run, "%s %s, %d to %d to come\n", step.name, where.interim.code, (int)where.fewest, (int)where.most);
    for (size_t i = 0; signpost_walk_entry(walk, i, &entry); i++)
        test_say(run, "%s: %s\n", entry.step, entry.reply);
    for (size_t i = 0; signpost_walk_advice(walk, i, &advice); i++)
        test_say(run, "%s\n", advice.name);
    test_say(run, "%zu possible, %zu dropped\n", signpost_walk_possible(walk, possible, 8), signpost_walk_dropped_count(walk));
}

static bool say_record(const signpost_record *record, void *context)
{
    test_say(context, "%s at %s: %s\n", signpost_event_name(record->event), record->step, record->reply);
    return true;
}

static signpost_status walk_to_the_end(test_run *run)
{
    static const char *const replies[] = {"yes", "no", "no", "yes", "pain", "39.5"};
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(30, SIGNPOST_YEARS);
    signpost_walk *walk;
    signpost_need need = SIGNPOST_NEED_INIT;
    signpost_status status = signpost_walk_start(algorithms, &patient, "fever", 0, say_record, run, &walk, &run->error);
    if (status != SIGNPOST_OK) {
        run->length = 0; /* what the sink was told before does not count */
        return walk ? SIGNPOST_OK : status;
    }
    for (size_t i = 0; i < sizeof replies / sizeof *replies && status == SIGNPOST_OK; i++)
        status = signpost_walk_reply(walk, replies[i], (signpost_minute)i, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_walk_acknowledge(walk, 10, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_walk_reply(walk, "no", 11, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_walk_change(walk, "fever/signs", "none of these", 12, &run->error);
    say_walk(run, walk);
    if (status == SIGNPOST_OK)
        status = signpost_walk_back(walk, 13, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_walk_leave(walk, "Dx06", "I have seen this before", 14, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_walk_need(walk, &need, &run->error);
    say_walk(run, walk);
    signpost_walk_free(walk);
    return status;
}

static void a_walk_starts_whole_or_not_at_all(void **state)
{
    (void)state;
    const test_scenario scenario = {.name = "walk", .run = walk_to_the_end};
    unsigned calls = test_sweep_memory(&scenario);
    assert_in_range(calls, 1, 8); /* all of them when it starts */
}

static signpost_status walk_in_welsh(test_run *run)
{
    signpost_walk *walk;
    signpost_step step;
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    patient.age = signpost_age_of(30, SIGNPOST_YEARS);
    signpost_status status =
        signpost_walk_start_in(run->context, "cy", &patient, "cough", 0, NULL, NULL, &walk, &run->error);
    if (status != SIGNPOST_OK)
        return walk ? SIGNPOST_OK : status;
    status = signpost_walk_reply(walk, "nac oes", 0, &run->error);
    signpost_walk_step(walk, &step);
    test_say(run, "%s\n", step.text);
    if (status == SIGNPOST_OK)
        status = signpost_walk_speak(walk, NULL, &run->error);
    signpost_walk_step(walk, &step);
    test_say(run, "%s\n", step.text);
    signpost_walk_free(walk);
    return status;
}

static void a_walk_in_welsh_starts_whole_or_not_at_all(void **state)
{
    (void)state;
    test_content content;
    signpost_algorithms *translated;
    test_content_read(&content);
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_ALL_FILES, NULL, &translated, NULL, NULL), SIGNPOST_OK);
    const test_scenario scenario = {.name = "walk in Welsh", .run = walk_in_welsh, .context = translated};
    assert_in_range(test_sweep_memory(&scenario), 1, 8);
    signpost_algorithms_free(translated);
    test_content_free(&content);
}

static signpost_status run_cases(test_run *run)
{
    signpost_cases_summary summary = {0, 0};
    signpost_diagnostics *list;
    signpost_status status = signpost_cases_run(run->context, &summary, &list, &run->error);
    test_say(run, "%zu %zu\n", summary.run, summary.failed);
    test_say_diagnostics(run, list);
    signpost_diagnostics_free(list);
    return status;
}

static signpost_status count_coverage(test_run *run)
{
    signpost_coverage coverage[SIGNPOST_COVERED_COUNT] = {{0, 0}};
    signpost_diagnostics *list;
    signpost_status status = signpost_cases_coverage(run->context, coverage, &list, &run->error);
    for (int i = 0; i < SIGNPOST_COVERED_COUNT && status == SIGNPOST_OK; i++)
        test_say(run, "%zu %zu\n", coverage[i].touched, coverage[i].total);
    test_say_diagnostics(run, list);
    signpost_diagnostics_free(list);
    return status;
}

/* The small content's cases; and the same with an expectation that is not met. */
static void cases_are_run_or_memory_ran_out(void **state)
{
    (void)state;
    signpost_algorithms *small;
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &small, NULL, NULL), SIGNPOST_OK);
    const test_scenario scenario = {.name = "cases", .run = run_cases, .context = small};
    test_sweep_memory(&scenario);
    const test_scenario coverage = {.name = "coverage", .run = count_coverage, .context = small};
    test_sweep_memory(&coverage);
    signpost_algorithms_free(small);
}

static signpost_status walk_a_script(test_run *run)
{
    signpost_script *script;
    signpost_script_call call;
    signpost_diagnostics *list;
    signpost_walk *walk = NULL;
    signpost_step step = {.kind = SIGNPOST_STEP_QUESTION};
    if (signpost_diagnostics_new(&list) != SIGNPOST_OK) {
        run->error = (signpost_error){.status = SIGNPOST_NO_MEMORY, .id = 101, .message = "no list"};
        return SIGNPOST_NO_MEMORY;
    }
    signpost_status status = signpost_script_load(run->context, &script, list, &run->error);
    if (status == SIGNPOST_OK) {
        signpost_script_about(script, &call);
        test_say(run, "%s %s %s\n", call.complaint, call.postcode, call.when);
        status = signpost_walk_start(algorithms, &call.patient, call.complaint, 0, NULL, NULL, &walk, &run->error);
    }
    while (status == SIGNPOST_OK && step.kind < SIGNPOST_STEP_OUTCOME) {
        status = signpost_script_answer(script, walk, 0, &run->error);
        signpost_walk_step(walk, &step);
        test_say(run, "%s\n", step.name);
    }
    if (status != SIGNPOST_NO_MEMORY)
        test_say_diagnostics(run, list);
    signpost_walk_free(walk);
    signpost_script_free(script);
    signpost_diagnostics_free(list);
    return status;
}

static void an_answers_file_is_read_or_memory_ran_out(void **state)
{
    (void)state;
    static const struct row {
        const char *text;
        signpost_status ends;
    } rows[] = {
        {"complaint: fever\npatient: {age: 30 years, sex: male}\npostcode: TN1 2AB\nwhen: 2026-11-21T18:30\n"
         "answers: {awake: yes, breathing/short: no, safe: no, rash: no, signs: [cough, pain], heat: 38.6}\n", SIGNPOST_OK},
        {"complaint: fever\npatient: {age: thirty, sex: man}\nanswer: {awake: yes}\n", SIGNPOST_CONTENT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[] = "/tmp/signpost-fault-script-XXXXXX";
        int file = mkstemp(path);
        assert_int_equal(write(file, rows[i].text, strlen(rows[i].text)), (int)strlen(rows[i].text));
        close(file);
        const test_scenario scenario = {.name = "answers file", .run = walk_a_script, .ends = rows[i].ends, .context = path};
        test_sweep_memory(&scenario);
        remove(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_starts_whole_or_not_at_all),
        cmocka_unit_test(a_walk_in_welsh_starts_whole_or_not_at_all),
        cmocka_unit_test(cases_are_run_or_memory_ran_out),
        cmocka_unit_test(an_answers_file_is_read_or_memory_ran_out),
    };
    return cmocka_run_group_tests_name("faults in walks", tests, load, unload);
}
