/* Proving, comparing contents and suggesting cases when memory runs out at every place that it can: a clean error, or the
 * same answer. */
#include "../support/cmocka_all.h"
#include "../support/content.h"
#include "../support/fault.h"
#include "signpost/cases.h"
#include "signpost/diff.h"
#include "signpost/proof.h"

#include <stdio.h>

static signpost_algorithms *load(int file, const char *old, const char *text)
{
    test_content content;
    signpost_algorithms *algorithms;
    test_content_read(&content);
    assert_true(!old || test_content_change(&content, file, old, text));
    assert_int_equal(signpost_algorithms_compile(content.sources, TEST_CONTENT_FILES, NULL, &algorithms, NULL, NULL),
                     SIGNPOST_OK);
    test_content_free(&content);
    return algorithms;
}

static void say_proof(test_run *run, const signpost_proof *proof)
{
    static char script[16 * 1024];
    signpost_proof_finding finding;
    signpost_reachable row;
    signpost_proof_summary summary = signpost_proof_summarise(proof);
    test_say(run, "%d %zu %zu\n", summary.holds, summary.regions, summary.patients);
    for (size_t i = 0; signpost_proof_find(proof, i, &finding); i++) {
        signpost_proof_script(proof, i, script, sizeof script);
        test_say(run, "%s\n%s\n", finding.about.message, finding.has_walk ? script : "");
    }
    for (size_t i = 0; signpost_proof_reached(proof, i, &row); i++)
        test_say(run, "%s %d %d\n", row.step, row.from_days, row.to_days);
}

static signpost_status prove(test_run *run)
{
    signpost_proof *proof;
    signpost_status status = signpost_proof_make(run->context, NULL, &proof, &run->error);
    if (status == SIGNPOST_OK)
        say_proof(run, proof);
    else if (proof)
        test_say(run, "a failed call gave an object\n");
    signpost_proof_free(proof);
    return status;
}

static void content_is_proved_or_memory_ran_out(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = load(TEST_COUGH, NULL, NULL);
    const test_scenario sound = {.name = "proof", .run = prove, .context = algorithms};
    assert_true(test_sweep_memory(&sound) > 10);
    signpost_algorithms_free(algorithms);
    algorithms = load(TEST_COUGH, "not sure: ambulance", "not sure: breathing");
    const test_scenario refuted = {.name = "refutation", .run = prove, .context = algorithms};
    assert_true(test_sweep_memory(&refuted) > 10);
    signpost_algorithms_free(algorithms);
}

typedef struct pair {
    signpost_algorithms *before, *after;
} pair;

static signpost_status compare(test_run *run)
{
    static char script[16 * 1024];
    const pair *contents = run->context;
    signpost_diff *diff;
    signpost_diff_change change;
    signpost_status status = signpost_diff_make(contents->before, contents->after, NULL, &diff, &run->error);
    if (status != SIGNPOST_OK && diff)
        test_say(run, "a failed call gave an object\n");
    for (size_t i = 0; diff && signpost_diff_at(diff, i, &change); i++) {
        signpost_diff_script(diff, i, script, sizeof script);
        test_say(run, "%d %s %s %d %d\n%s\n", change.kind, change.before.disposition.code, change.after.disposition.code,
                 change.from_days, change.to_days, script);
    }
    signpost_diff_free(diff);
    return status;
}

static void contents_are_compared_or_memory_ran_out(void **state)
{
    (void)state;
    pair contents = {load(TEST_COUGH, NULL, NULL), load(TEST_COUGH, "signs has blood or weight", "signs has blood")};
    const test_scenario scenario = {.name = "difference", .run = compare, .context = &contents};
    assert_true(test_sweep_memory(&scenario) > 10);
    signpost_algorithms_free(contents.before);
    signpost_algorithms_free(contents.after);
}

static bool say_suggestion(const signpost_suggestion *suggestion, void *context)
{
    test_say(context, "%s\n%s", suggestion->pathway, suggestion->text);
    return true;
}

/* What was said before memory ran out does not count: a host drops it with the failure. */
static signpost_status suggest(test_run *run)
{
    size_t left;
    signpost_status status = signpost_cases_suggest(run->context, say_suggestion, run, &left, &run->error);
    test_say(run, "%zu left\n", left);
    if (status != SIGNPOST_OK)
        run->length = 0;
    return status;
}

static void cases_are_suggested_or_memory_ran_out(void **state)
{
    (void)state;
    signpost_algorithms *algorithms = load(TEST_COUGH, NULL, NULL);
    const test_scenario scenario = {.name = "suggestions", .run = suggest, .context = algorithms};
    assert_true(test_sweep_memory(&scenario) > 10);
    signpost_algorithms_free(algorithms);
}

int main(void)
{
    if (!test_owns_malloc())
        puts("a sanitizer owns malloc: only the library's own allocations fail here");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_is_proved_or_memory_ran_out),
        cmocka_unit_test(contents_are_compared_or_memory_ran_out),
        cmocka_unit_test(cases_are_suggested_or_memory_ran_out),
    };
    return cmocka_run_group_tests_name("faults in proofs", tests, NULL, NULL);
}
