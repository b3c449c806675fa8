/* Releases when memory runs out, or the disk fails, at every place that it can: the whole release, or nothing of it. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"

#include "../support/released.h"

static test_released r;
static signpost_error error;
static bool everything = true; /* else only what takes a few seconds */
static const char *only;       /* a scenario's name; NULL for all */
static char desk[RELEASED_PATH];

static int set_up(void **state)
{
    (void)state;
    snprintf(desk, sizeof desk, "%s/signpost-desk-XXXXXX", test_fast_folder());
    return released_set_up(&r, &error) == 0 && mkdtemp(desk) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    released_empty(desk);
    rmdir(desk);
    released_tear_down(&r);
    return 0;
}

static void clear_desk(void *context)
{
    (void)context;
    released_empty(desk);
}

/* Two files or none; and what is there can be opened. */
static void look_at_desk(test_run *run, signpost_status status)
{
    char path[RELEASED_PATH];
    signpost_directory *directory;
    size_t files = released_count(desk);
    snprintf(path, sizeof path, "%.64s/%.8s.release", desk, (const char *)run->context);
    if (status != SIGNPOST_OK ? files != 0 : files != 2)
        fail_msg("%zu files are there after \"%s\"", files, signpost_status_name(status));
    if (status != SIGNPOST_OK)
        return;
    assert_int_equal(signpost_snapshot_open(path, NULL, NULL, &directory, &error), SIGNPOST_OK);
    signpost_directory_close(directory);
}

static signpost_status make(test_run *run)
{
    signpost_directory *town;
    signpost_snapshot made = {.id = ""};
    signpost_snapshot_options options = SIGNPOST_SNAPSHOT_OPTIONS_INIT;
    options.secret_key = r.secret_key;
    options.previous = r.old_one;
    signpost_status status = signpost_directory_open(r.town, SIGNPOST_READ_ONLY, &town, &run->error);
    if (status)
        return status;
    status = signpost_snapshot_make(town, desk, "3", 29919480, &options, &made, &run->error);
    signpost_directory_close(town);
    test_say(run, "%s %s", made.id, made.digest);
    return status;
}

static signpost_status open_one(test_run *run)
{
    signpost_directory *directory;
    signpost_snapshot read = {.id = ""};
    signpost_status status = signpost_snapshot_open(r.new_one, r.public_key, &read, &directory, &run->error);
    test_say(run, "%s %s", read.id, read.manifest);
    signpost_directory_close(directory);
    return status;
}

static signpost_status lead_on(test_run *run)
{
    signpost_snapshot made = {.id = ""};
    signpost_status status = signpost_delta_apply(r.old_one, r.delta, r.public_key, desk, &made, &run->error);
    test_say(run, "%s %s", made.id, made.manifest);
    return status;
}

static signpost_status make_delta(test_run *run)
{
    char path[RELEASED_PATH];
    size_t bytes = 0;
    snprintf(path, sizeof path, "%.64s/d.delta", desk);
    signpost_status status = signpost_delta_make(r.old_one, r.new_one, r.public_key, path, &bytes, &run->error);
    test_say(run, "%zu", status ? 0 : bytes);
    return status;
}

static void a_release_is_whole_or_not_there(void **state)
{
    (void)state;
    static char three[] = "3", two[] = "2";
    const test_scenario scenarios[] = {
        {.name = "make", .run = make, .prepare = clear_desk, .finish = look_at_desk, .context = three},
        {.name = "open", .run = open_one},
        {.name = "delta", .run = make_delta, .prepare = clear_desk},
        {.name = "lead on", .run = lead_on, .prepare = clear_desk, .finish = look_at_desk, .context = two},
    };
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        if (only && strcmp(only, scenarios[i].name) != 0)
            continue;
        unsigned allocations = everything || scenarios[i].run == open_one ? test_sweep_memory(&scenarios[i]) : 0;
        unsigned calls = test_sweep_io(&scenarios[i]);
        unsigned files = test_sweep_files(&scenarios[i], scenarios[i].run == open_one ? r.folder : desk);
        print_message("%s: %u allocations, %u calls of SQLite, %u on files\n", scenarios[i].name, allocations, calls,
                      files);
    }
}

/* With `quick`: the memory sweep of what only reads, and all of the disk. With a scenario's name: that alone. */
int main(int count, char **words)
{
    everything = test_runs_everything(count, words);
    only = everything && count > 1 ? words[1] : NULL;
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_release_is_whole_or_not_there)};
    return cmocka_run_group_tests_name("faults in releases", tests, set_up, tear_down);
}
