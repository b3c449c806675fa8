/* Calendars, hours, policies, the index and the search when memory runs out, or the disk fails, at every place that it
 * can. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"

#include "../support/calendars.h"
#include "../support/say_search.h"
#include "../support/town.h"
#include "signpost/hours.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-fault-town-XXXXXX";
static signpost_index *town;

static int make_town(void **state)
{
    (void)state;
    int file = mkstemp(path);
    close(file);
    signpost_directory *directory = test_town_make(path);
    signpost_status status = directory ? signpost_index_build(directory, NULL, &town, NULL) : SIGNPOST_IO;
    signpost_directory_close(directory);
    return status == SIGNPOST_OK ? 0 : -1;
}

static int remove_town(void **state)
{
    (void)state;
    signpost_index_free(town);
    return remove(path);
}

/* ---- what is run ---- */

static signpost_status read_hours(test_run *run)
{
    const signpost_holiday holidays[] = {{test_date("2026-12-25"), "Christmas Day"},
                                         {test_date("2026-12-28"), "Boxing Day"}};
    signpost_calendar *calendar;
    signpost_hours *hours = NULL;
    signpost_status status = signpost_calendar_new(LONDON_CLOCK, "england-and-wales", holidays, 2,
                                                   test_date("2026-12-31"), &calendar, &run->error);
    if (status == SIGNPOST_OK)
        status = signpost_hours_parse(calendar,
                                      "Mo-Fr 08:00-18:30; PH off; Dec 24-26 off; 2026-12-31 09:00-12:00,14:00-16:00",
                                      &hours, &run->error);
    if (status == SIGNPOST_OK) {
        char text[256];
        signpost_hours_format(hours, text, sizeof text);
        test_say(run, "%s", text);
    } else if (hours) {
        test_say(run, "a failed call gave an object");
    }
    signpost_hours_free(hours);
    signpost_calendar_free(calendar);
    return status;
}

static signpost_status load_policy(test_run *run)
{
    signpost_policy *policy;
    signpost_status status = signpost_policy_load(run->context, &policy, NULL, &run->error);
    test_say(run, "%s", policy ? signpost_policy_fingerprint(policy) : "none");
    signpost_policy_free(policy);
    return status;
}

static signpost_status search_town(test_run *run)
{
    return test_say_search(run, town);
}

static signpost_status build_and_search(test_run *run)
{
    signpost_directory *directory;
    signpost_index *index;
    signpost_status status = signpost_directory_open(path, SIGNPOST_READ_ONLY, &directory, &run->error);
    if (status != SIGNPOST_OK)
        return status;
    status = signpost_index_build(directory, NULL, &index, &run->error);
    signpost_directory_close(directory);
    if (status == SIGNPOST_OK)
        status = test_say_search(run, index);
    else if (index)
        test_say(run, "a failed call gave an object\n");
    signpost_index_free(index);
    return status;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    static char default_policy[] = SIGNPOST_SOURCE_ROOT "/dos/policies/default.yaml";
    const test_scenario scenarios[] = {
        {.name = "hours", .run = read_hours},
        {.name = "built-in policy", .run = load_policy},
        {.name = "policy file", .run = load_policy, .context = default_policy},
        {.name = "search", .run = search_town},
        {.name = "build", .run = build_and_search},
    };
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        assert_true(test_sweep_memory(&scenarios[i]) >= 2);
}

static void every_call_of_the_disk_fails_once(void **state)
{
    (void)state;
    const test_scenario build = {.name = "build", .run = build_and_search};
    assert_true(test_sweep_io(&build) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_fails_once),
        cmocka_unit_test(every_call_of_the_disk_fails_once),
    };
    return cmocka_run_group_tests_name("search under faults", tests, make_town, remove_town);
}
