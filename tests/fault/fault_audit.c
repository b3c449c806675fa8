/* The audit when memory runs out, or the disk fails, at every place that it can: making it, gaps, overlaps, remedies
 * and the comparison of two. */
#include "../support/audit_town.h"
#include "../support/cmocka_all.h"
#include "../support/fault.h"

#include "signpost/overlaps.h"
#include "signpost/remedies.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-fault-audit-XXXXXX";
static signpost_directory *town;
static signpost_index *before, *after;
static signpost_audit *audits[2];
static signpost_gaps *gaps;

static signpost_status make_audit(signpost_directory *directory, const signpost_index *index, signpost_audit **audit,
                                  signpost_error *error)
{
    signpost_demand demands[TEST_DEMANDS];
    signpost_audit_options options = test_audit_options();
    test_demands(demands);
    return signpost_audit_new(directory, index, demands, TEST_DEMANDS, &options, audit, error);
}

static int make_town(void **state)
{
    (void)state;
    signpost_error error = SIGNPOST_ERROR_INIT;
    close(mkstemp(path));
    town = test_audit_town_make(path);
    if (!town || signpost_index_build(town, NULL, &before, &error) != SIGNPOST_OK ||
        make_audit(town, before, &audits[0], &error) != SIGNPOST_OK ||
        sgp_db_run(town->db, "UPDATE service SET state = 'closed' WHERE uid IN ('rash', 'saturday')", &error) !=
            SIGNPOST_OK ||
        signpost_index_build(town, NULL, &after, &error) != SIGNPOST_OK ||
        make_audit(town, after, &audits[1], &error) != SIGNPOST_OK)
        return -1;
    return signpost_audit_gaps(audits[0], &gaps, &error) == SIGNPOST_OK ? 0 : -1;
}

static int remove_town(void **state)
{
    (void)state;
    signpost_gaps_free(gaps);
    signpost_audit_free(audits[0]);
    signpost_audit_free(audits[1]);
    signpost_index_free(before);
    signpost_index_free(after);
    signpost_directory_close(town);
    return remove(path);
}

static void say_gaps(test_run *run, const signpost_gaps *found)
{
    for (size_t i = 0; i < signpost_gaps_count(found); i++) {
        signpost_gap gap = signpost_gaps_at(found, i);
        signpost_stretch first = signpost_gap_stretch_at(found, i, 0);
        test_say(run, "%lld %d %zu %zu %zu %d\n", (long long)gap.people, gap.minutes, gap.needs, gap.areas,
                 gap.stretches, first.from);
    }
}

static signpost_status open_and_audit(test_run *run)
{
    signpost_directory *directory;
    signpost_audit *audit = NULL;
    signpost_status status = signpost_directory_open(path, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status != SIGNPOST_OK)
        return status;
    status = make_audit(directory, after, &audit, &run->error);
    signpost_directory_close(directory);
    if (status == SIGNPOST_OK)
        test_say(run, "%zu needs, %zu services\n", signpost_audit_describe(audit).needs,
                 signpost_audit_describe(audit).services);
    else if (audit)
        test_say(run, "a failed call gave an object\n");
    signpost_audit_free(audit);
    return status;
}

static signpost_status find_gaps(test_run *run)
{
    signpost_gaps *found = NULL;
    signpost_status status = signpost_audit_gaps(audits[0], &found, &run->error);
    if (status == SIGNPOST_OK)
        say_gaps(run, found);
    else if (found)
        test_say(run, "a failed call gave an object\n");
    signpost_gaps_free(found);
    return status;
}

static signpost_status find_overlaps(test_run *run)
{
    signpost_overlaps *found = NULL;
    signpost_status status = signpost_audit_overlaps(audits[0], &found, &run->error);
    for (size_t i = 0; status == SIGNPOST_OK && i < signpost_overlaps_services(found); i++)
        test_say(run, "%s %lld\n", signpost_overlaps_service(found, i).uid,
                 (long long)signpost_overlaps_service(found, i).alone_person_minutes);
    for (size_t i = 0; status == SIGNPOST_OK && i < signpost_overlaps_pairs(found); i++)
        test_say(run, "%lld\n", (long long)signpost_overlaps_pair(found, i).both_person_minutes);
    signpost_overlaps_free(found);
    return status;
}

static signpost_status find_remedies(test_run *run)
{
    signpost_remedies *found = NULL;
    char *text = NULL;
    signpost_status status = signpost_gaps_remedies(gaps, 4, &found, &run->error);
    for (int table = 0; table < 2 && status == SIGNPOST_OK; table++) {
        status = signpost_remedies_csv(found, (signpost_remedy_table)table, 4, &text, &run->error);
        if (status == SIGNPOST_OK)
            test_say(run, "%s\n", text);
        signpost_remedies_release(text);
    }
    signpost_remedies_free(found);
    return status;
}

static signpost_status compare(test_run *run)
{
    signpost_comparison *found = NULL;
    signpost_status status = signpost_audit_compare(audits[0], audits[1], &found, &run->error);
    if (status == SIGNPOST_OK) {
        say_gaps(run, signpost_comparison_opened(found));
        say_gaps(run, signpost_comparison_closed(found));
    } else if (found) {
        test_say(run, "a failed call gave an object\n");
    }
    signpost_comparison_free(found);
    return status;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    const test_scenario scenarios[] = {
        {.name = "audit", .run = open_and_audit},   {.name = "gaps", .run = find_gaps},
        {.name = "overlaps", .run = find_overlaps}, {.name = "remedies", .run = find_remedies},
        {.name = "compare", .run = compare},
    };
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        assert_true(test_sweep_memory(&scenarios[i]) > 10);
}

static void every_call_of_the_disk_fails_once(void **state)
{
    (void)state;
    const test_scenario audit = {.name = "audit", .run = open_and_audit};
    assert_true(test_sweep_io(&audit) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_fails_once),
        cmocka_unit_test(every_call_of_the_disk_fails_once),
    };
    return cmocka_run_group_tests_name("audit under faults", tests, make_town, remove_town);
}
