/* Judging a change when memory runs out, or the disk fails, at every place that it can. */
#include "../support/cmocka_all.h"
#include "../support/entries.h"
#include "../support/fault.h"
#include "../support/files.h"

#include "signpost/effect.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];
static int64_t change;

static const signpost_demand demand = {.disposition = {.code = "Dx06",
                                                       .title = "Contact a primary care service within 6 hours",
                                                       .within = {6 * 60, SIGNPOST_MINUTES},
                                                       .lookup = true},
                                       .symptom_group = "g",
                                       .discriminators = {"d"},
                                       .discriminator_count = 1,
                                       .from_days = 0,
                                       .to_days = 99999,
                                       .female = true,
                                       .male = true};

/* The good entry opens for fewer hours. */
static int make_entries(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s/signpost-effect-XXXXXX", test_fast_folder());
    close(mkstemp(path));
    signpost_directory *directory = test_entry_make(path);
    signpost_error error = SIGNPOST_ERROR_INIT;
    const signpost_edit edit = {.service = "one", .field = "hours", .value = "Mo-Fr 09:00-12:00"};
    const signpost_act act = {"keeper", "a test", TEST_NOON};
    signpost_status status = directory ? sgp_db_run(directory->db, test_four_entries_sql, &error) : SIGNPOST_IO;
    if (status == SIGNPOST_OK)
        status = signpost_change_submit(directory, &edit, 1, &act, NULL, &change, NULL, &error);
    signpost_directory_close(directory);
    if (status != SIGNPOST_OK)
        printf("%s\n", error.message);
    return status == SIGNPOST_OK ? 0 : -1;
}

static int remove_entries(void **state)
{
    (void)state;
    return remove(path);
}

static void say(test_run *run, const signpost_effect *effect)
{
    signpost_effect_about about = signpost_effect_describe(effect);
    const signpost_comparison *coverage = signpost_effect_coverage(effect);
    test_say(run, "%zu opened, %zu closed; score %d to %d\n", signpost_gaps_count(signpost_comparison_opened(coverage)),
             signpost_gaps_count(signpost_comparison_closed(coverage)), about.score_before, about.score_after);
    for (size_t i = 0; i < signpost_effect_finding_count(effect); i++) {
        signpost_effect_finding one = signpost_effect_finding_at(effect, i);
        test_say(run, "%d %s %s\n", one.is_new, one.finding.uid, one.finding.what);
    }
    for (size_t i = 0; i < signpost_effect_pair_count(effect); i++) {
        signpost_effect_pair pair = signpost_effect_pair_at(effect, i);
        test_say(run, "%d %s %s %d\n", pair.is_new, pair.uids[0], pair.uids[1], pair.probability_basis);
    }
}

static signpost_status judge(test_run *run)
{
    signpost_directory *directory;
    signpost_effect *effect;
    signpost_effect_options options = SIGNPOST_EFFECT_OPTIONS_INIT;
    options.at = TEST_NOON;
    signpost_status status = signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, &run->error);
    if (status != SIGNPOST_OK)
        return status;
    status = signpost_effect_new(directory, change, &demand, 1, &options, &effect, &run->error);
    signpost_directory_close(directory);
    if (status == SIGNPOST_OK)
        say(run, effect);
    else if (effect)
        test_say(run, "a failed call gave an object\n");
    signpost_effect_free(effect);
    return status;
}

static void every_call_fails_once(void **state)
{
    (void)state;
    const test_scenario scenario = {.name = "effect", .run = judge};
    assert_true(test_sweep_memory(&scenario) > 50);
    assert_true(test_sweep_io(&scenario) > 10);
}

/* What is past the end, and what cannot be judged, is told and not guessed. */
static void bad_use_is_refused(void **state)
{
    (void)state;
    signpost_directory *directory;
    signpost_effect *effect;
    signpost_effect_options options = SIGNPOST_EFFECT_OPTIONS_INIT;
    options.at = TEST_NOON;
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_effect_new(directory, change + 9, NULL, 0, &options, &effect, NULL), SIGNPOST_NOT_FOUND);
    assert_null(effect);
    assert_int_equal(signpost_effect_new(directory, change, NULL, 0, &options, &effect, NULL), SIGNPOST_OK);
    assert_null(signpost_effect_coverage(effect));
    assert_null(signpost_effect_audit(effect));
    assert_false(signpost_effect_describe(effect).coverage_judged);
    assert_string_equal(signpost_effect_finding_at(effect, 1000).finding.code, "");
    assert_string_equal(signpost_effect_pair_at(effect, 1000).uids[0], "");
    signpost_effect_free(effect);
    options.size = 1;
    assert_int_equal(signpost_effect_new(directory, change, NULL, 0, &options, &effect, NULL), SIGNPOST_INVALID);
    signpost_effect_free(NULL);
    signpost_directory_close(directory);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_use_is_refused),
        cmocka_unit_test(every_call_fails_once), /* a minute: the ordinary run leaves it out */
    };
    const struct CMUnitTest quick[] = {cmocka_unit_test(bad_use_is_refused)};
    if (count > 1 && strcmp(words[1], "quick") == 0)
        return cmocka_run_group_tests_name("effect", quick, make_entries, remove_entries);
    return cmocka_run_group_tests_name("effect under faults", tests, make_entries, remove_entries);
}
