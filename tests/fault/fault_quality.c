/* Judging entries when memory runs out, or the disk fails, at every place that it can: with what the audit knows, and
 * without. */
#include "../support/cmocka_all.h"
#include "../support/entries.h"
#include "../support/fault.h"

#include "signpost/quality.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-fault-quality-XXXXXX";
static signpost_audit *audit;

/* Hours that the reader refuses are judged without an audit: no index can be built of them. */
static const char refused_sql[] = "UPDATE hours SET text = 'Mo 08:00-08:00'";

static int make_entries(void **state)
{
    (void)state;
    close(mkstemp(path));
    signpost_directory *directory = test_entry_make(path);
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status = directory ? sgp_db_run(directory->db, test_four_entries_sql, &error) : SIGNPOST_IO;
    if (status == SIGNPOST_OK)
        status = sgp_db_run(directory->db, "UPDATE service SET profile = NULL WHERE uid = 'poor'", &error);
    if (status == SIGNPOST_OK)
        status = test_entry_audit(directory, "2026-11-20", &audit, &error);
    signpost_directory_close(directory);
    return status == SIGNPOST_OK ? 0 : -1;
}

static int remove_entries(void **state)
{
    (void)state;
    signpost_audit_free(audit);
    return remove(path);
}

static void say(test_run *run, const signpost_quality *quality)
{
    signpost_quality_about about = signpost_quality_describe(quality);
    test_say(run, "%s: %zu entries, score %d\n", about.directory, about.entries, about.totals.score);
    for (size_t i = 0; i < signpost_quality_count(quality); i++) {
        signpost_quality_finding finding = signpost_quality_at(quality, i);
        test_say(run, "%s %s %s %s \"%s\" %s\n", finding.code, finding.uid, finding.provider, finding.field,
                 finding.value, finding.what);
    }
    for (size_t i = 0; i < signpost_quality_provider_count(quality); i++) {
        signpost_quality_provider provider = signpost_quality_provider_at(quality, i);
        test_say(run, "%s %s %d\n", provider.code, provider.name, provider.totals.score);
    }
}

static signpost_status judge(test_run *run)
{
    signpost_directory *directory;
    signpost_quality *quality;
    signpost_quality_options options = SIGNPOST_QUALITY_OPTIONS_INIT;
    options.at = TEST_NOON;
    signpost_status status = signpost_directory_open(path, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status != SIGNPOST_OK)
        return status;
    status = signpost_quality_check(directory, run->context, &options, &quality, &run->error);
    signpost_directory_close(directory);
    if (status == SIGNPOST_OK)
        say(run, quality);
    else if (quality)
        test_say(run, "a failed call gave an object\n");
    signpost_quality_free(quality);
    return status;
}

static void every_call_fails_once(void **state)
{
    (void)state;
    const test_scenario with_reach = {.name = "quality with reach", .run = judge, .context = audit};
    const test_scenario without = {.name = "quality", .run = judge};
    assert_true(test_sweep_memory(&with_reach) > 20);
    assert_true(test_sweep_memory(&without) > 20);
    assert_true(test_sweep_io(&with_reach) > 10);
}

static void refused_hours_are_no_other(void **state)
{
    (void)state;
    signpost_directory *directory;
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_WRITE, &directory, NULL), SIGNPOST_OK);
    assert_int_equal(sgp_db_run(directory->db, refused_sql, NULL), SIGNPOST_OK);
    signpost_directory_close(directory);
    const test_scenario refused = {.name = "quality of hours that cannot be read", .run = judge};
    assert_true(test_sweep_memory(&refused) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_fails_once),
        cmocka_unit_test(refused_hours_are_no_other),
    };
    return cmocka_run_group_tests_name("quality under faults", tests, make_entries, remove_entries);
}
