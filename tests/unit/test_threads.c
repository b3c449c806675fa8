/* What threads share. One index: each searches with results of its own while another sets capacities. One triage content: each
 * walks a caller of its own. Made for the thread sanitizer; without it, the answers alone are compared. */
#include "../support/cmocka_all.h"

#include "../support/town.h"
#include "signpost/walk.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SEARCHERS = 3, SEARCHES = 300 };

static signpost_index *town;

/* The uids of what is returned, but for the one whose capacity changes. */
static void say(const signpost_results *results, char text[256])
{
    signpost_found found;
    text[0] = '\0';
    for (size_t i = 0; signpost_results_get(results, SIGNPOST_RETURNED, i, &found) == SIGNPOST_OK; i++)
        if (found.type != 131)
            snprintf(text + strlen(text), 256 - strlen(text), "%s ", found.uid);
}

static void *search(void *context)
{
    size_t *wrong = context;
    signpost_index *own = signpost_index_ref(town);
    signpost_results *results;
    signpost_need need = test_town_need();
    char text[256];
    ++*wrong;
    if (signpost_results_new(own, 20, &results, NULL) == SIGNPOST_OK) {
        for (int i = 0; i < SEARCHES; i++) {
            bool good = signpost_search(own, &need, results, NULL) == SIGNPOST_OK;
            say(results, text);
            *wrong += !good || strcmp(text, "pharmacy-a pharmacy-b far-surgery women ") != 0;
        }
        --*wrong;
    }
    signpost_results_free(results);
    signpost_index_free(own);
    return NULL;
}

static void *turn_red_and_green(void *context)
{
    signpost_need need = test_town_need();
    (void)context;
    for (int i = 0; i < SEARCHES; i++)
        signpost_index_set_capacity(town, "promoted", i % 2 ? SIGNPOST_RED : SIGNPOST_GREEN, need.when, need.when + 60);
    return NULL;
}

static void threads_share_an_index(void **state)
{
    (void)state;
    char path[] = "/tmp/signpost-threads-XXXXXX";
    close(mkstemp(path));
    signpost_directory *directory = test_town_make(path);
    assert_non_null(directory);
    assert_int_equal(signpost_index_build(directory, NULL, &town, NULL), SIGNPOST_OK);
    signpost_directory_close(directory);
    remove(path);

    pthread_t threads[SEARCHERS], writer;
    size_t wrong[SEARCHERS] = {0};
    for (int i = 0; i < SEARCHERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search, &wrong[i]), 0);
    assert_int_equal(pthread_create(&writer, NULL, turn_red_and_green, NULL), 0);
    pthread_join(writer, NULL);
    for (int i = 0; i < SEARCHERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
    signpost_index_free(town);
}

/* ---- triage content ---- */

enum { WALKERS = 4, WALKS = 200 };

static signpost_algorithms *content;

static bool walk_to(const char *reply, const char *disposition)
{
    signpost_patient patient = SIGNPOST_PATIENT_INIT;
    signpost_walk *walk;
    signpost_step step;
    patient.age = signpost_age_of(30, SIGNPOST_YEARS);
    if (signpost_walk_start(content, &patient, "cough", 0, NULL, NULL, &walk, NULL) != SIGNPOST_OK)
        return false;
    bool good = signpost_walk_reply(walk, reply, 0, NULL) == SIGNPOST_OK;
    if (good && !disposition) /* through the module, and on */
        good = signpost_walk_reply(walk, "no", 0, NULL) == SIGNPOST_OK && signpost_walk_reply(walk, "blood", 0, NULL) == SIGNPOST_OK;
    signpost_walk_step(walk, &step);
    good = good && step.kind == SIGNPOST_STEP_OUTCOME &&
           strcmp(step.outcome.disposition.code, disposition ? disposition : "Dx06") == 0;
    signpost_walk_free(walk);
    return good;
}

static void *take_calls(void *context)
{
    size_t *wrong = context, found[2];
    signpost_algorithms *own = signpost_algorithms_ref(content);
    for (int i = 0; i < WALKS; i++) {
        *wrong += !walk_to("yes", "Dx011") || !walk_to("no", NULL);
        *wrong += signpost_complaint_search(own, "wheeze", found, 2) != 1;
    }
    signpost_algorithms_free(own);
    return NULL;
}

static void threads_share_triage_content(void **state)
{
    (void)state;
    pthread_t threads[WALKERS];
    size_t wrong[WALKERS] = {0};
    assert_int_equal(signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/tests/fixtures/small", NULL, &content, NULL, NULL), SIGNPOST_OK);
    for (int i = 0; i < WALKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_calls, &wrong[i]), 0);
    for (int i = 0; i < WALKERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
    signpost_algorithms_free(content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_an_index),
        cmocka_unit_test(threads_share_triage_content),
    };
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
