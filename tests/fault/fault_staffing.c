/* Reading arrivals when memory runs out, or the disk fails, at every place that it can. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"

#include "signpost/staffing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-fault-staffing-XXXXXX";

static const char good[] = "half_hour,calls,handlers\n18:00,20,9\n18:30,25.5,\n";
static const char bad[] = "half_hour,calls\n18:15,20\n18:30,many\n18:30,1\n18:30,2\n";

static int make_file(void **state)
{
    (void)state;
    int file = mkstemp(path);
    return file < 0 || write(file, good, strlen(good)) < 0 || close(file) != 0;
}

static int remove_file(void **state)
{
    (void)state;
    return remove(path);
}

static void say(test_run *run, const signpost_half_hours *all)
{
    for (size_t i = 0; i < signpost_half_hours_count(all); i++) {
        const signpost_half_hour *one = signpost_half_hours_at(all, i);
        test_say(run, "%s %lld %d\n", one->name, (long long)one->calls, (int)one->handlers);
    }
}

static signpost_status load(test_run *run)
{
    signpost_half_hours *all;
    signpost_status status = signpost_half_hours_load(path, &all, NULL, &run->error);
    if (status == SIGNPOST_OK)
        say(run, all);
    else if (all)
        test_say(run, "a failed call gave an object\n");
    signpost_half_hours_free(all);
    return status;
}

static signpost_status refuse(test_run *run)
{
    signpost_half_hours *all;
    signpost_diagnostics *diagnostics;
    if (signpost_diagnostics_new(&diagnostics)) {
        run->error = (signpost_error){.status = SIGNPOST_NO_MEMORY, .id = 101, .message = "memory ran out"};
        return SIGNPOST_NO_MEMORY;
    }
    signpost_status status = signpost_half_hours_read("bad", bad, strlen(bad), &all, diagnostics, &run->error);
    if (status == SIGNPOST_CONTENT)
        test_say_diagnostics(run, diagnostics);
    signpost_half_hours_free(all);
    signpost_diagnostics_free(diagnostics);
    return status;
}

static void every_call_fails_once(void **state)
{
    (void)state;
    const test_scenario reading = {.name = "arrivals", .run = load};
    const test_scenario refusing = {.name = "arrivals that are refused", .run = refuse, .ends = SIGNPOST_CONTENT};
    assert_true(test_sweep_memory(&reading) > 3);
    assert_true(test_sweep_memory(&refusing) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call_fails_once)};
    return cmocka_run_group_tests_name("staffing under faults", tests, make_file, remove_file);
}
