/* The life of a directory in bad hands: two who write at once, a disk without room, and what is refused, which changes
 * nothing. */
#include "../support/cmocka_all.h"

#include "../support/governed_acts.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static test_governed g;
static signpost_error error;

static int set_up(void **state)
{
    (void)state;
    return governed_set_up(&g, "/tmp");
}

static int tear_down(void **state)
{
    (void)state;
    governed_tear_down(&g);
    return 0;
}

static signpost_directory *open_work(void)
{
    signpost_directory *town;
    assert_int_equal(signpost_directory_open(g.work, SIGNPOST_READ_WRITE, &town, &error), SIGNPOST_OK);
    return town;
}

/* ---- two at once ---- */

static signpost_status approve_too(const test_governed *of, signpost_directory *town, signpost_error *why)
{
    const signpost_act act = test_act("nation-2", 20);
    (void)of;
    return signpost_change_approve(town, 1, &act, NULL, NULL, why);
}

/* Begins it in a process of its own, as soon as `start` is closed; it ends with the status. */
static pid_t begin(governed_call *call, const int start[2])
{
    char nothing;
    pid_t child = fork();
    if (child == 0) {
        close(start[1]);
        if (read(start[0], &nothing, 1) != 0)
            _exit(99);
        _exit((int)governed_do(&g, call, &error));
    }
    assert_true(child > 0);
    return child;
}

static signpost_status end(pid_t child)
{
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    return (signpost_status)WEXITSTATUS(ended);
}

/* What two do at once, and what the one who comes second is told. */
static void of_two_at_once_each_is_whole(void **state)
{
    (void)state;
    static const struct {
        governed_call *one, *other;
        signpost_status second; /* whoever that is */
    } pairs[] = {
        {governed_approve, approve_too, SIGNPOST_STATE},
        {governed_approve, governed_reject, SIGNPOST_STATE},
        {governed_approve, governed_withdraw, SIGNPOST_STATE},
        {governed_import, governed_verify, SIGNPOST_OK},
        {governed_submit_one, governed_submit_file, SIGNPOST_OK},
        {governed_emergency, governed_submit_file, SIGNPOST_OK},
        {governed_refused, governed_verify, SIGNPOST_REFUSED},
    };
    enum { ROUNDS = 5 };
    for (size_t i = 0; i < ROUNDS * sizeof pairs / sizeof *pairs; i++) {
        int start[2];
        governed_state before, after;
        const size_t which = i / ROUNDS;
        governed_copy(&g);
        assert_int_equal(governed_look(&g, &before, &error), SIGNPOST_OK);
        assert_int_equal(pipe(start), 0);
        pid_t first = begin(pairs[which].one, start), second = begin(pairs[which].other, start);
        close(start[0]);
        close(start[1]);
        signpost_status one = end(first), other = end(second);
        if ((one != SIGNPOST_OK || other != pairs[which].second) &&
            (other != SIGNPOST_OK || one != pairs[which].second))
            fail_msg("pair %zu: \"%s\" and \"%s\"", which, signpost_status_name(one), signpost_status_name(other));
        assert_int_equal(governed_look(&g, &after, &error), SIGNPOST_OK);
        assert_int_equal(after.history.entries - before.history.entries, pairs[which].second == SIGNPOST_STATE ? 1 : 2);
    }
}

/* An import and an approval of what it loads: whoever is second, what was decided on is what is there. */
static void a_load_and_an_approval_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++) {
        int start[2];
        governed_state after;
        governed_copy(&g);
        assert_int_equal(pipe(start), 0);
        pid_t first = begin(governed_import, start), second = begin(governed_approve, start);
        close(start[0]);
        close(start[1]);
        assert_int_equal(end(first), SIGNPOST_OK);
        signpost_status approved = end(second);
        assert_true(approved == SIGNPOST_OK || approved == SIGNPOST_STATE);
        assert_int_equal(governed_look(&g, &after, &error), SIGNPOST_OK);
        signpost_directory *town = open_work();
        assert_string_equal(test_text(town, "SELECT phone FROM service WHERE uid = 'pharmacy-a'"), "01632 960007");
        signpost_directory_close(town);
    }
}

/* A refusal is kept behind what another did meanwhile, although that was later. */
static void a_refusal_is_kept_in_order(void **state)
{
    (void)state;
    governed_state after;
    governed_copy(&g);
    signpost_directory *town = open_work();
    const signpost_act early = test_act("chris", 20), late = test_act("pat", 90);
    int64_t number;
    signpost_error why = SIGNPOST_ERROR_INIT;
    snprintf(why.message, sizeof why.message, "for want of a right");
    assert_int_equal(sgp_directory_begin(town, &early, "try", &number, &error), SIGNPOST_OK);
    sgp_directory_roll_back(town);
    assert_int_equal(signpost_service_verify(town, "pharmacy-a", "a call", &late, NULL, &error), SIGNPOST_OK);
    assert_int_equal(sgp_directory_abandon(town, &early, "try", SIGNPOST_REFUSED, &why), SIGNPOST_REFUSED);
    signpost_directory_close(town);
    assert_int_equal(governed_look(&g, &after, &error), SIGNPOST_OK);
}

/* ---- no room ---- */

/* A limit on the size of files stands for a full disk: no more than so many bytes can be written to any. */
static void without_room_nothing_is_changed(void **state)
{
    (void)state;
    struct rlimit old, tight;
    struct stat about;
    governed_state before, after;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < GOVERNED_ACTS; i++) {
        unsigned refused = 0;
        governed_copy(&g);
        assert_int_equal(governed_look(&g, &before, &error), SIGNPOST_OK);
        assert_int_equal(stat(g.work, &about), 0);
        for (rlim_t room = 0; room <= 32 * 1024; room += 4096 + 512) {
            governed_copy(&g);
            tight = old;
            tight.rlim_cur = room;
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
            signpost_status status = governed_do(&g, governed_acts[i].call, &error);
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
            assert_int_equal(governed_look(&g, &after, &error), SIGNPOST_OK);
            bool done = !governed_same(&before, &after);
            refused += !done;
            if (status != governed_acts[i].ends && (status != SIGNPOST_IO || done))
                fail_msg("%s with room for %lu: \"%s\"%s", governed_acts[i].name, (unsigned long)room,
                         signpost_status_name(status), done ? ", and it was done" : "");
        }
        assert_true(refused > 0);
    }
    signal(SIGXFSZ, SIG_DFL);
}

/* ---- what is refused ---- */

static signpost_status by_a_long_name(const test_governed *of, signpost_directory *town, signpost_error *why)
{
    static char name[200];
    (void)of;
    memset(name, 'n', sizeof name - 1);
    signpost_act act = {name, "a test", TEST_BEGIN + 20};
    const signpost_edit edit = {.service = "pharmacy-a", .field = "web", .value = "https://example.org/a"};
    int64_t change;
    assert_int_equal(sgp_db_run(town->db, "DELETE FROM user_right", why), SIGNPOST_OK); /* whoever has the file may */
    assert_int_equal(signpost_change_submit(town, &edit, 1, &act, NULL, &change, NULL, why), SIGNPOST_OK);
    return signpost_change_approve(town, change, &act, NULL, NULL, why);
}

static void nobody_signs_off_their_own_whatever_their_name(void **state)
{
    (void)state;
    governed_copy(&g);
    assert_int_equal(governed_do(&g, by_a_long_name, &error), SIGNPOST_REFUSED);
    assert_int_equal(error.id, 1615);
}

/* Hours of a trial that was undone are not given to what is carried out after it, in the same act. */
static void hours_of_a_trial_are_forgotten(void **state)
{
    (void)state;
    governed_copy(&g);
    signpost_directory *town = open_work();
    const signpost_edit edits[] = {{.service = "pharmacy-a", .field = "hours", .value = "Su 10:00-11:00"},
                                   {.service = "pharmacy-b", .field = "hours", .value = "Tu 10:00-11:00"},
                                   {.service = "pharmacy-c", .field = "phone", .value = "01632 960003"},
                                   {.service = "saturday", .field = "hours", .value = "Su 10:00-11:00"}};
    const signpost_act kent = test_act("kent", 22), late = test_act("nation", 60);
    assert_int_equal(governed_submit(town, &edits[0], 20, TEST_BEGIN + 500), 4); /* tried at minute 60, and undone */
    assert_int_equal(governed_submit(town, &edits[1], 20, TEST_BEGIN + 40), 5);  /* takes the number of its hours */
    const signpost_act chris = test_act("chris", 20), nation = test_act("nation", 22);
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    int64_t change;
    how.effective_at = TEST_BEGIN + 50;
    assert_int_equal(signpost_change_submit(town, &edits[3], 1, &chris, &how, &change, NULL, &error), SIGNPOST_OK);
    assert_int_equal(signpost_change_approve(town, 5, &kent, NULL, NULL, &error), SIGNPOST_OK);
    assert_int_equal(signpost_change_approve(town, change, &nation, NULL, NULL, &error), SIGNPOST_OK);
    assert_int_equal(signpost_change_approve(town, 4, &late, NULL, NULL, &error), SIGNPOST_OK);
    assert_string_equal(test_text(town,
                                  "SELECT group_concat(text, '; ') FROM (SELECT text FROM service JOIN hours ON "
                                  "hours.id = service.hours WHERE uid IN ('pharmacy-b', 'saturday') ORDER BY uid)"),
                        "Tu 10:00-11:00; Su 10:00-11:00");
    assert_int_equal(signpost_history_verify(town, NULL, NULL, NULL, &error), SIGNPOST_OK);
    signpost_directory_close(town);
}

/* An import that is refused says so in the history, whether or not the caller wanted to know why. */
static void why_an_import_was_refused_is_kept(void **state)
{
    (void)state;
    governed_copy(&g);
    signpost_directory *town = open_work();
    const signpost_act chris = test_act("chris", 20);
    unsigned char before[SIGNPOST_DIGEST_SIZE], after[SIGNPOST_DIGEST_SIZE];
    assert_int_equal(signpost_directory_digest(town, before, &error), SIGNPOST_OK);
    assert_int_equal(signpost_directory_import(town, g.rows, &chris, NULL, NULL, NULL, NULL), SIGNPOST_REFUSED);
    assert_int_equal(signpost_directory_digest(town, after, &error), SIGNPOST_OK);
    assert_memory_equal(before, after, sizeof before);
    assert_string_equal(test_text(town, "SELECT CAST(content AS TEXT) LIKE '%\"chris\" may not load %' FROM history "
                                        "ORDER BY number DESC LIMIT 1"),
                        "1");
    signpost_directory_close(town);
}

/* An edit behind the back of a history that needs its foreign keys off, as they are in other programs. */
static void entries_without_their_acts_are_found(void **state)
{
    (void)state;
    static const char *const edits[] = {
        "INSERT INTO history VALUES (99, 12345, 'changes', x'', zeroblob(32))",
        "INSERT INTO act VALUES (-5, 29900000, 'me', 'why', 'what')",
        "UPDATE act SET id = 99 WHERE id = 3",
        "DELETE FROM act WHERE id = 3",
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        governed_state found;
        governed_copy(&g);
        signpost_directory *town = open_work();
        sqlite3_db_config(town->db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
        assert_int_equal(sgp_db_run(town->db, edits[i], &error), SIGNPOST_OK);
        signpost_directory_close(town);
        if (governed_look(&g, &found, &error) != SIGNPOST_CONTENT)
            fail_msg("not found: %s", edits[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_two_at_once_each_is_whole),
        cmocka_unit_test(a_load_and_an_approval_at_once),
        cmocka_unit_test(a_refusal_is_kept_in_order),
        cmocka_unit_test(without_room_nothing_is_changed),
        cmocka_unit_test(nobody_signs_off_their_own_whatever_their_name),
        cmocka_unit_test(hours_of_a_trial_are_forgotten),
        cmocka_unit_test(why_an_import_was_refused_is_kept),
        cmocka_unit_test(entries_without_their_acts_are_found),
    };
    return cmocka_run_group_tests_name("life", tests, set_up, tear_down);
}
