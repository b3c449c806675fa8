/* A live index: what readers see while a directory is edited. */
#include "../support/cmocka_all.h"

#include "../support/town.h"
#include "signpost/live.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char path[] = "/tmp/signpost-live-XXXXXX";
static char kept[sizeof path + 8];
static signpost_directory *town;

static int make(void **state)
{
    (void)state;
    close(mkstemp(path));
    snprintf(kept, sizeof kept, "%s.index", path);
    town = test_town_make(path);
    return town ? 0 : -1;
}

static int unmake(void **state)
{
    (void)state;
    signpost_directory_close(town);
    remove(kept);
    return remove(path);
}

/* Closes one of the two pharmacies, or opens it again, as a writer of another process would. */
static bool set_pharmacy(bool is_active)
{
    int64_t number;
    const signpost_act act = {"test", "a closing", 29900000};
    return sgp_directory_begin(town, &act, "edit", &number, NULL) == SIGNPOST_OK &&
           sgp_db_run(town->db,
                      is_active ? "UPDATE service SET state = 'active' WHERE uid = 'pharmacy-a'"
                                : "UPDATE service SET state = 'closed' WHERE uid = 'pharmacy-a'",
                      NULL) == SIGNPOST_OK &&
           sgp_directory_commit(town, NULL) == SIGNPOST_OK;
}

/* The first pharmacy that a search of the index returns: 'a', 'b' or '?'. */
static char first_pharmacy(const signpost_index *index)
{
    signpost_results *results;
    signpost_found found;
    signpost_need need = test_town_need();
    char first = '?';
    if (signpost_results_new(index, 20, &results, NULL) != SIGNPOST_OK)
        return first;
    if (signpost_search(index, &need, results, NULL) == SIGNPOST_OK)
        for (size_t i = 0; first == '?' && signpost_results_get(results, SIGNPOST_RETURNED, i, &found) == SIGNPOST_OK;
             i++)
            if (strncmp(found.uid, "pharmacy-", 9) == 0)
                first = found.uid[9];
    signpost_results_free(results);
    return first;
}

static void an_edit_is_seen_after_a_refresh(void **state)
{
    (void)state;
    signpost_live *live;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_live_open(path, NULL, NULL, &live, &error) != SIGNPOST_OK)
        fail_msg("%s", error.message);
    signpost_index *before = signpost_live_take(live);
    assert_int_equal(first_pharmacy(before), 'a');
    assert_int_equal(signpost_live_refresh(live, &error), SIGNPOST_NONE);
    assert_true(set_pharmacy(false));
    assert_int_equal(signpost_live_refresh(live, &error), SIGNPOST_OK);
    assert_int_equal(signpost_live_refresh(live, &error), SIGNPOST_NONE);
    signpost_index *after = signpost_live_take(live);
    assert_int_equal(first_pharmacy(after), 'b');
    assert_int_equal(first_pharmacy(before), 'a'); /* whoever has it may go on with it */
    signpost_live_publish(live, before);
    signpost_index *again = signpost_live_take(live);
    assert_ptr_equal(again, before);
    signpost_live_free(live);
    signpost_index_free(before);
    signpost_index_free(after);
    signpost_index_free(again);
    assert_true(set_pharmacy(true));
}

static void what_cannot_be_read_leaves_the_current_index(void **state)
{
    (void)state;
    char aside[sizeof path + 8];
    signpost_live *live;
    signpost_error error = SIGNPOST_ERROR_INIT;
    assert_int_equal(signpost_live_open("/nowhere/town.db", NULL, NULL, &live, &error), SIGNPOST_NOT_FOUND);
    assert_null(live);
    assert_int_equal(signpost_live_open(path, NULL, NULL, &live, &error), SIGNPOST_OK);
    snprintf(aside, sizeof aside, "%s.aside", path);
    assert_int_equal(rename(path, aside), 0);
    assert_int_equal(signpost_live_refresh(live, &error), SIGNPOST_NOT_FOUND);
    assert_int_equal(rename(aside, path), 0);
    signpost_index *index = signpost_live_take(live);
    assert_int_equal(first_pharmacy(index), 'a');
    signpost_index_free(index);
    signpost_live_free(live);
}

/* ---- edits in the middle of a build ---- */

/* An allocator that lets another connection commit an edit before the allocation that is said. */
static struct editing {
    long allocations; /* until then */
    bool is_under_way;
    int edits;
} editing;

/* Both states say the same of themselves in every table that is read early, late or last. */
static bool edit_everywhere(bool first)
{
    static const char *const edits[2][3] = {
        {"UPDATE service_type SET name = 'Chemist' WHERE id = 13",
         "UPDATE service SET state = 'closed', name = 'Chemist' WHERE uid = 'pharmacy-a'",
         "UPDATE capacity SET colour = 'amber' WHERE service = 13"},
        {"UPDATE service_type SET name = 'Pharmacy' WHERE id = 13",
         "UPDATE service SET state = 'active', name = 'Pharmacy' WHERE uid = 'pharmacy-a'",
         "UPDATE capacity SET colour = 'red' WHERE service = 13"},
    };
    int64_t number;
    const signpost_act act = {"test", "an edit", 29900000};
    signpost_status status = sgp_directory_begin(town, &act, "edit", &number, NULL);
    for (int i = 0; i < 3 && status == SIGNPOST_OK; i++)
        status = sgp_db_run(town->db, edits[first][i], NULL);
    return status == SIGNPOST_OK && sgp_directory_commit(town, NULL) == SIGNPOST_OK;
}

static void edit_when_it_is_time(void)
{
    if (editing.is_under_way || --editing.allocations)
        return;
    editing.is_under_way = true;
    editing.edits += edit_everywhere(editing.edits % 2);
    editing.is_under_way = false;
}

static void *allocate_and_edit(size_t size, void *context)
{
    (void)context;
    edit_when_it_is_time();
    return malloc(size);
}

static void *reallocate_and_edit(void *memory, size_t size, void *context)
{
    (void)context;
    edit_when_it_is_time();
    return realloc(memory, size);
}

static void release(void *memory, void *context)
{
    (void)context;
    free(memory);
}

/* Which state an index is of: 1 for the first, 0 for the other, -1 when it is of both. */
static int state_of(const signpost_index *index)
{
    signpost_results *results;
    signpost_found pharmacy, red;
    signpost_explanation why;
    signpost_need need = test_town_need();
    assert_int_equal(signpost_results_new(index, 20, &results, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_search(index, &need, results, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_results_explain(results, "pharmacy-a", &why, NULL), SIGNPOST_OK);
    pharmacy = why.service;
    bool active = why.verdicts[SIGNPOST_FILTER_STATE].passed;
    assert_int_equal(signpost_results_explain(results, "red", &why, NULL), SIGNPOST_OK);
    red = why.service;
    const char *name = active ? "Pharmacy" : "Chemist";
    bool same = strcmp(pharmacy.name, name) == 0 && strcmp(pharmacy.type_name, name) == 0 &&
                red.capacity == (active ? SIGNPOST_RED : SIGNPOST_AMBER);
    signpost_results_free(results);
    return same ? active : -1;
}

/* With a write-ahead log another connection can commit while the directory is read; without, it has to wait. */
static void an_index_is_of_one_state(void **state)
{
    (void)state;
    static const signpost_allocator table = {allocate_and_edit, reallocate_and_edit, release, NULL};
    signpost_directory *reader;
    assert_int_equal(sgp_db_run(town->db, "PRAGMA journal_mode = wal", NULL), SIGNPOST_OK);
    assert_true(edit_everywhere(true));
    int64_t first;
    assert_int_equal(sgp_db_integer(town->db, "SELECT content_version FROM directory", &first, NULL), SIGNPOST_OK);
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_ONLY, &reader, NULL), SIGNPOST_OK);
    editing = (struct editing){0};
    bool is_over = false;
    for (long at = 1; !is_over; at++) {
        signpost_index *index;
        editing.allocations = at;
        signpost_allocator_set(&table);
        assert_int_equal(signpost_index_build(reader, NULL, &index, NULL), SIGNPOST_OK);
        is_over = editing.allocations > 0; /* so many are not made */
        editing.allocations = 0;
        signpost_allocator_set(NULL);
        assert_int_equal(state_of(index), (signpost_index_content_version(index) - first) % 2 == 0);
        signpost_index_free(index);
    }
    assert_true(editing.edits > 50);
    signpost_directory_close(reader);
    assert_true(edit_everywhere(true));
    assert_int_equal(sgp_db_run(town->db, "PRAGMA journal_mode = delete", NULL), SIGNPOST_OK);
}

/* ---- with a file ---- */

/* Loads what is kept, if it is of the directory as it stands. */
static signpost_status look_at_kept(char *first)
{
    signpost_index *index;
    signpost_status status = signpost_index_load(kept, town, NULL, &index, NULL);
    *first = index ? first_pharmacy(index) : '?';
    signpost_index_free(index);
    return status;
}

static void what_is_kept_follows_the_directory(void **state)
{
    (void)state;
    signpost_live *live;
    char first;
    assert_int_equal(signpost_live_open(path, NULL, kept, &live, NULL), SIGNPOST_OK);
    assert_int_equal(look_at_kept(&first), SIGNPOST_OK);
    assert_int_equal(first, 'a');
    assert_true(set_pharmacy(false));
    assert_int_equal(look_at_kept(&first), SIGNPOST_STATE);
    assert_int_equal(signpost_live_refresh(live, NULL), SIGNPOST_OK);
    assert_int_equal(look_at_kept(&first), SIGNPOST_OK);
    assert_int_equal(first, 'b');
    signpost_live_free(live);
    assert_int_equal(signpost_live_open(path, NULL, "/no/such/folder/index", &live, NULL), SIGNPOST_OK);
    signpost_live_free(live);
    assert_true(set_pharmacy(true));
}

static size_t files_named_like_kept(void)
{
    DIR *folder = opendir("/tmp");
    const char *name = strrchr(kept, '/') + 1;
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(folder));)
        count += strncmp(entry->d_name, name, strlen(name)) == 0;
    closedir(folder);
    return count;
}

/* What a process of its own does when the gate opens: it ends with 0 when it got a right answer. */
static pid_t start_process(const int gate[2])
{
    pid_t process = fork();
    if (process)
        return process;
    signpost_live *live;
    char nothing;
    close(gate[1]);
    if (read(gate[0], &nothing, 1) != 0 || signpost_live_open(path, NULL, kept, &live, NULL) != SIGNPOST_OK)
        _exit(1);
    _exit(first_pharmacy(signpost_live_take(live)) == 'a' ? 0 : 2);
}

/* What the processes find: no file, or one that is none. */
static void spoil(bool damage)
{
    remove(kept);
    FILE *file = damage ? fopen(kept, "wb") : NULL;
    if (file) {
        fputs("damage", file);
        fclose(file);
    }
}

static void processes_that_start_at_once(void **state)
{
    (void)state;
    enum { ROUNDS = 6, PROCESSES = 4 };
    char first;
    signpost_directory_close(town); /* no connection is carried into another process */
    for (int round = 0; round < ROUNDS; round++) {
        int gate[2], status;
        pid_t processes[PROCESSES];
        spoil(round % 2);
        assert_int_equal(pipe(gate), 0);
        for (int i = 0; i < PROCESSES; i++)
            processes[i] = start_process(gate);
        close(gate[0]);
        close(gate[1]); /* which opens it */
        for (int i = 0; i < PROCESSES; i++) {
            assert_int_equal(waitpid(processes[i], &status, 0), processes[i]);
            assert_int_equal(status, 0);
        }
        assert_int_equal(files_named_like_kept(), 1);
    }
    assert_int_equal(signpost_directory_open(path, SIGNPOST_READ_WRITE, &town, NULL), SIGNPOST_OK);
    assert_int_equal(look_at_kept(&first), SIGNPOST_OK);
    assert_int_equal(first, 'a');
}

/* Readers, a writer and whoever refreshes, all at once, for so many milliseconds (SIGNPOST_LIVE_MS; the ordinary run is
 * short). */
typedef struct crowd {
    signpost_live *live;
    atomic_bool is_over;
    atomic_int wrong;
} crowd;

static void *read_on(void *context)
{
    crowd *all = context;
    while (!atomic_load(&all->is_over)) {
        signpost_index *index = signpost_live_take(all->live);
        char first = first_pharmacy(index);
        atomic_fetch_add(&all->wrong, first != 'a' && first != 'b');
        signpost_index_free(index);
    }
    return NULL;
}

static void *refresh_on(void *context)
{
    crowd *all = context;
    while (!atomic_load(&all->is_over)) {
        signpost_status status = signpost_live_refresh(all->live, NULL);
        atomic_fetch_add(&all->wrong, status != SIGNPOST_OK && status != SIGNPOST_NONE && status != SIGNPOST_BUSY);
    }
    return NULL;
}

static void readers_and_a_writer_do_not_disturb_each_other(void **state)
{
    (void)state;
    const char *wanted = getenv("SIGNPOST_LIVE_MS");
    long left_ms = wanted ? atol(wanted) : 300;
    crowd all = {.live = NULL};
    assert_int_equal(signpost_live_open(path, NULL, NULL, &all.live, NULL), SIGNPOST_OK);
    pthread_t threads[4];
    void *(*const works[])(void *) = {read_on, read_on, refresh_on, refresh_on};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, works[i], &all), 0);
    for (int edits = 0; left_ms > 0; edits++, left_ms -= 5) {
        atomic_fetch_add(&all.wrong, !set_pharmacy(edits % 2));
        nanosleep(&(struct timespec){0, 5000000}, NULL);
    }
    atomic_store(&all.is_over, true);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&all.wrong), 0);
    signpost_live_free(all.live);
    assert_true(set_pharmacy(true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_is_seen_after_a_refresh),
        cmocka_unit_test(what_cannot_be_read_leaves_the_current_index),
        cmocka_unit_test(an_index_is_of_one_state),
        cmocka_unit_test(what_is_kept_follows_the_directory),
        cmocka_unit_test(processes_that_start_at_once),
        cmocka_unit_test(readers_and_a_writer_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests_name("live", tests, make, unmake);
}
