/* Killed at any moment: a process is killed before its first call that changes something on the disk, then before its
 * second, and so on until it ends by itself; whatever it was doing, all of it is there or nothing, and can be done
 * again. The files lie in memory where there is such a folder: killing a process loses nothing that it has written. */
#include "../support/cmocka_all.h"
#include "../support/fault_files.h"

#include "../support/governed_acts.h"
#include "../support/released.h"

#include <signal.h>
#include <sys/wait.h>

static test_governed g;
static test_released r;
static char desk[GOVERNED_PATH];
static signpost_error error;

static int set_up(void **state)
{
    (void)state;
    bool in_memory = access("/dev/shm", W_OK) == 0;
    snprintf(desk, sizeof desk, "%s/signpost-desk-XXXXXX", in_memory ? "/dev/shm" : "/tmp");
    if (governed_set_up(&g, in_memory ? "/dev/shm" : "/tmp") != 0)
        return -1;
    return released_set_up(&r, &error) == 0 && mkdtemp(desk) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    released_empty(desk);
    rmdir(desk);
    released_tear_down(&r);
    governed_tear_down(&g);
    return 0;
}

/* ---- killing ---- */

static unsigned calls, deadly;

static bool die_in_time(void)
{
    if (++calls == deadly)
        kill(getpid(), SIGKILL);
    return false;
}

typedef signpost_status doing(const void *context);

/* Does it in a process that is killed before its `moment`th call; false when it ended before. */
static bool kill_at(unsigned moment, const char *path, doing *what, const void *context)
{
    int ended = 0;
    pid_t child = fork();
    if (child == 0) {
        deadly = moment;
        fault_vfs_install_for_changes(die_in_time);
        fault_files_watch(path, die_in_time);
        what(context);
        _exit(0);
    }
    assert_true(child > 0 && waitpid(child, &ended, 0) == child);
    assert_true(WIFSIGNALED(ended) ? WTERMSIG(ended) == SIGKILL : WEXITSTATUS(ended) == 0);
    return WIFSIGNALED(ended);
}

/* ---- acts ---- */

static signpost_status act_once(const void *context)
{
    const governed_act *act = context;
    return governed_do(&g, act->call, &error);
}

/* How many of the killed had done it. */
static unsigned kill_everywhere(const governed_act *act, unsigned *done)
{
    governed_state before, after, found;
    governed_copy(&g);
    assert_int_equal(governed_look(&g, &before, &error), SIGNPOST_OK);
    assert_int_equal(act_once(act), act->ends);
    assert_int_equal(governed_look(&g, &after, &error), SIGNPOST_OK);
    assert_false(governed_same(&before, &after));
    for (unsigned moment = 1;; moment++) {
        governed_copy(&g);
        bool killed = kill_at(moment, g.folder, act_once, act);
        if (governed_look(&g, &found, &error) != SIGNPOST_OK)
            fail_msg("%s, killed at %u: %s", act->name, moment, error.message);
        bool is_done = governed_same(&found, &after);
        if (!is_done && !governed_same(&found, &before))
            fail_msg("%s, killed at %u: it is neither as before nor as after", act->name, moment);
        if (!is_done && (act_once(act) != act->ends || governed_look(&g, &found, &error) != SIGNPOST_OK ||
                         !governed_same(&found, &after)))
            fail_msg("%s, killed at %u, is not done again: %s", act->name, moment, error.message);
        *done += killed && is_done;
        if (!killed)
            return moment - 1;
    }
}

static void an_act_is_done_or_not(void **state)
{
    (void)state;
    unsigned all = 0;
    for (size_t i = 0; i < GOVERNED_ACTS; i++) {
        unsigned done = 0, killed = kill_everywhere(&governed_acts[i], &done);
        print_message("%s: killed %u times, %u times when it was done\n", governed_acts[i].name, killed, done);
        all += killed;
    }
    assert_true(all > 300);
}

/* ---- releases ---- */

static signpost_status make_release(const void *context)
{
    signpost_directory *town;
    signpost_snapshot_options options = SIGNPOST_SNAPSHOT_OPTIONS_INIT;
    (void)context;
    options.secret_key = r.secret_key;
    signpost_status status = signpost_directory_open(r.town, SIGNPOST_READ_ONLY, &town, &error);
    if (status)
        return status;
    status = signpost_snapshot_make(town, desk, "2", 29919480, &options, NULL, &error);
    signpost_directory_close(town);
    return status;
}

static signpost_status lead_on(const void *context)
{
    (void)context;
    return signpost_delta_apply(r.old_one, r.delta, r.public_key, desk, NULL, &error);
}

static signpost_status open_release(void)
{
    char path[RELEASED_PATH];
    signpost_directory *directory;
    snprintf(path, sizeof path, "%.64s/2.release", desk);
    signpost_status status = signpost_snapshot_open(path, r.public_key, NULL, &directory, &error);
    signpost_directory_close(directory);
    return status;
}

/* What a killed maker leaves is in nobody's way: either the release is whole, or it can be made. */
static unsigned kill_maker(doing *make, unsigned *done)
{
    for (unsigned moment = 1;; moment++) {
        released_empty(desk);
        bool killed = kill_at(moment, desk, make, NULL);
        signpost_status status = open_release();
        if (status != SIGNPOST_OK && status != SIGNPOST_NOT_FOUND)
            fail_msg("killed at %u: %s", moment, error.message);
        bool is_done = status == SIGNPOST_OK;
        status = make(NULL);
        if (status != (is_done ? SIGNPOST_STATE : SIGNPOST_OK))
            fail_msg("killed at %u, again: %s", moment, error.message);
        assert_int_equal(open_release(), SIGNPOST_OK);
        *done += killed && is_done;
        if (!killed)
            return moment - 1;
    }
}

static void a_release_is_there_or_not(void **state)
{
    (void)state;
    unsigned made_done = 0, led_done = 0;
    unsigned made = kill_maker(make_release, &made_done), led = kill_maker(lead_on, &led_done);
    print_message("release: killed %u times, %u times when it was made; delta: %u and %u\n", made, made_done, led,
                  led_done);
    assert_true(made > 20 && led > 20 && made_done && led_done);
}

/* A file that somebody else named so is not taken for what a killed maker left. */
static void what_is_not_ours_is_kept(void **state)
{
    (void)state;
    char path[RELEASED_PATH], twin[RELEASED_PATH];
    released_empty(desk);
    snprintf(path, sizeof path, "%.64s/2.db", desk);
    snprintf(twin, sizeof twin, "%.64s/another", desk);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(make_release(NULL), SIGNPOST_STATE);
    assert_int_equal(link(path, twin), 0);
    assert_int_equal(make_release(NULL), SIGNPOST_STATE);
    assert_int_equal(released_count(desk), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_act_is_done_or_not),
        cmocka_unit_test(a_release_is_there_or_not),
        cmocka_unit_test(what_is_not_ours_is_kept),
    };
    return cmocka_run_group_tests_name("killed", tests, set_up, tear_down);
}
