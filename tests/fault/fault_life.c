/* The life of a directory when memory runs out, or the disk fails, at every place that it can: an act is whole or not
 * there, what is read is right or not read, and the history fits whatever came of it. */
#include "../support/cmocka_all.h"
#include "../support/fault.h"

#include "../support/governed_acts.h"

static test_governed g;
static signpost_error error;
static bool everything = true; /* else only what takes a few seconds */
static const char *only;       /* the name of an act, or of what is read; NULL for all */
static governed_state before, after;

static int set_up(void **state)
{
    (void)state;
    return governed_set_up(&g, test_fast_folder());
}

static int tear_down(void **state)
{
    (void)state;
    governed_tear_down(&g);
    return 0;
}

/* ---- acts ---- */

/* Most faults leave the very bytes that were there: then there is nothing to copy, nor to look at. */
static void copy_town(void *context)
{
    (void)context;
    if (!test_is_same_file(g.work, g.town))
        governed_copy(&g);
}

static signpost_status act_once(test_run *run)
{
    const governed_act *act = run->context;
    return governed_do(&g, act->call, &run->error);
}

/* A refusal is refused, whether or not it could be kept. */
static void is_whole_or_not_there(test_run *run, signpost_status status)
{
    governed_state found;
    const governed_act *act = run->context;
    if (test_is_same_file(g.work, g.town))
        found = before;
    else if (governed_look(&g, &found, &error) != SIGNPOST_OK)
        fail_msg("%s, ended with \"%s\": %s", act->name, signpost_status_name(status), error.message);
    bool done = governed_same(&found, &after), may = act->ends == SIGNPOST_REFUSED && status == SIGNPOST_REFUSED;
    if (done != (status == act->ends) && !(may && governed_same(&found, &before)))
        fail_msg("%s, ended with \"%s\": it is %sas after", act->name, signpost_status_name(status),
                 done ? "" : "not ");
    if (!done && !governed_same(&found, &before))
        fail_msg("%s, ended with \"%s\": it is neither as before nor as after", act->name,
                 signpost_status_name(status));
}

static void an_act_is_whole_or_not_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < GOVERNED_ACTS; i++) {
        const governed_act *act = &governed_acts[i];
        if (only && strcmp(only, act->name) != 0)
            continue;
        const test_scenario scenario = {.name = act->name,
                                        .run = act_once,
                                        .prepare = copy_town,
                                        .finish = is_whole_or_not_there,
                                        .ends = act->ends,
                                        .context = (void *)(uintptr_t)act};
        governed_copy(&g);
        assert_int_equal(governed_look(&g, &before, &error), SIGNPOST_OK);
        assert_int_equal(governed_do(&g, act->call, &error), act->ends);
        assert_int_equal(governed_look(&g, &after, &error), SIGNPOST_OK);
        unsigned allocations = everything ? test_sweep_memory(&scenario) : 0, calls = test_sweep_io(&scenario);
        print_message("%s: %u allocations, %u calls of SQLite\n", act->name, allocations, calls);
    }
}

/* ---- reading ---- */

static bool say_entry(void *context, const signpost_history_entry *entry)
{
    test_say(context, "%lld %s %s", (long long)entry->number, entry->kind, entry->who);
    for (size_t i = 0; i < entry->field_count; i++)
        test_say(context, "; %s %s %s: %s -> %s", entry->fields[i].table, entry->fields[i].row, entry->fields[i].field,
                 entry->fields[i].before, entry->fields[i].after);
    test_say(context, "\n");
    return true;
}

static signpost_status read_history(test_run *run, signpost_directory *town)
{
    signpost_history_filter filter = SIGNPOST_HISTORY_FILTER_INIT;
    filter.service = "pharmacy-a";
    signpost_status status = signpost_history_read(town, NULL, say_entry, run, &run->error);
    return status ? status : signpost_history_read(town, &filter, say_entry, run, &run->error);
}

static signpost_status verify_history(test_run *run, signpost_directory *town)
{
    signpost_history_report report;
    signpost_status status = signpost_history_verify(town, NULL, &report, NULL, &run->error);
    if (!status)
        test_say(run, "%lld %lld %s", (long long)report.entries, (long long)report.undone, report.head);
    return status;
}

static signpost_status look(signpost_directory *directory, void *context, signpost_error *why)
{
    unsigned char digest[SIGNPOST_DIGEST_SIZE];
    signpost_status status = signpost_directory_digest(directory, digest, why);
    for (size_t i = 0; i < sizeof digest && !status; i++)
        test_say(context, "%02x", digest[i]);
    return status;
}

static signpost_status go_back(test_run *run, signpost_directory *town)
{
    return signpost_directory_as_of(town, TEST_BEGIN + 5, look, run, &run->error);
}

static signpost_status go_back_to_entry(test_run *run, signpost_directory *town)
{
    return signpost_directory_as_of_entry(town, 3, look, run, &run->error);
}

static signpost_status preview(test_run *run, signpost_directory *town)
{
    return signpost_change_preview(town, 2, look, run, &run->error);
}

static bool say_change(void *context, const signpost_change_about *change)
{
    test_say(context, "%lld %s %s %s\n", (long long)change->id, change->state, change->submitted_by, change->service);
    return true;
}

static signpost_status list_changes(test_run *run, signpost_directory *town)
{
    return signpost_change_list(town, "", NULL, say_change, run, &run->error);
}

static signpost_status review(test_run *run, signpost_directory *town)
{
    signpost_review *made;
    signpost_status status = signpost_review_new(town, 2, &made, &run->error);
    for (size_t i = 0; !status && i < signpost_review_count(made); i++) {
        signpost_review_field field = signpost_review_at(made, i);
        test_say(run, "%s %s %s %s %s %s\n", field.service, field.name, field.field, field.before, field.after,
                 field.now);
    }
    signpost_review_free(made);
    return status;
}

static bool say_due(void *context, const signpost_verification *entry)
{
    test_say(context, "%s %d\n", entry->uid, entry->overdue_days);
    return true;
}

static signpost_status list_due(test_run *run, signpost_directory *town)
{
    return signpost_verification_list(town, (signpost_date)(TEST_BEGIN / 1440 + 400), 0, NULL, say_due, run,
                                      &run->error);
}

typedef struct reader {
    const char *name;
    signpost_status (*read)(test_run *run, signpost_directory *town);
} reader;

static signpost_status read_once(test_run *run)
{
    const reader *what = run->context;
    signpost_directory *town;
    signpost_status status = signpost_directory_open(g.work, SIGNPOST_READ_WRITE, &town, &run->error);
    if (status)
        return status;
    status = what->read(run, town);
    signpost_directory_close(town);
    return status;
}

static void what_is_read_is_right_or_not_read(void **state)
{
    (void)state;
    static const reader readers[] = {{"history", read_history}, {"verify the history", verify_history},
                                     {"as of", go_back},        {"as of an entry", go_back_to_entry},
                                     {"preview", preview},      {"list", list_changes},
                                     {"review", review},        {"overdue", list_due}};
    governed_copy(&g);
    assert_int_equal(governed_do(&g, governed_refused, &error), SIGNPOST_REFUSED);
    assert_int_equal(governed_do(&g, governed_import, &error), SIGNPOST_OK);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (only && strcmp(only, readers[i].name) != 0)
            continue;
        const test_scenario scenario = {
            .name = readers[i].name, .run = read_once, .context = (void *)(uintptr_t)&readers[i]};
        unsigned allocations = everything ? test_sweep_memory(&scenario) : 0, calls = test_sweep_io(&scenario);
        print_message("%s: %u allocations, %u calls of SQLite\n", readers[i].name, allocations, calls);
    }
    assert_int_equal(governed_look(&g, &after, &error), SIGNPOST_OK);
}

/* With `quick`: the I/O sweeps. With the name of an act, or of what is read: that alone. */
int main(int count, char **words)
{
    everything = test_runs_everything(count, words);
    only = everything && count > 1 ? words[1] : NULL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_act_is_whole_or_not_there),
        cmocka_unit_test(what_is_read_is_right_or_not_read),
    };
    return cmocka_run_group_tests_name("faults in a directory's life", tests, set_up, tear_down);
}
