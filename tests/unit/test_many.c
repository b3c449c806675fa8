/* Many searches at once: each need once, with the answer that a search by itself gives, whatever the number of threads. */
#include "../support/cmocka_all.h"

#include "../support/open_town.h"
#include "signpost/many.h"

#include <stdatomic.h>
#include <string.h>

enum { NEEDS = 200 };

static signpost_need needs[NEEDS];

/* Needs that differ in place, age and moment; some cannot be searched for. */
static void make_needs(void)
{
    static const char *const places[] = {"TN1 2AB", "TN2", "TN9", "ZZ99"};
    for (int i = 0; i < NEEDS; i++) {
        needs[i] = test_town_need();
        needs[i].postcode = places[i % 4];
        needs[i].when += 97 * i;
        needs[i].age = signpost_age_of(i % 60, SIGNPOST_YEARS);
    }
}

/* What a search came to, as one number. */
static uint64_t sum(signpost_status status, const signpost_results *found)
{
    uint64_t total = (uint64_t)status * 1000003;
    signpost_found service;
    for (size_t i = 0; signpost_results_get(found, SIGNPOST_RETURNED, i, &service) == SIGNPOST_OK; i++)
        total = total * 31 + (uint64_t)service.id;
    return total;
}

typedef struct answers {
    uint64_t sums[NEEDS];
    atomic_int calls[NEEDS];
    atomic_int left; /* calls until it stops */
} answers;

static bool take(size_t position, signpost_status status, const signpost_results *found, const signpost_error *why, void *context)
{
    answers *all = context;
    if ((status != SIGNPOST_OK) != (*why->message != '\0'))
        return false;
    all->sums[position] = sum(status, found);
    atomic_fetch_add(&all->calls[position], 1);
    return atomic_fetch_sub(&all->left, 1) > 1;
}

static void every_need_is_answered_once(void **state)
{
    (void)state;
    make_needs();
    for (int threads = 1; threads <= 3; threads++) {
        answers all = {.left = NEEDS + 1};
        if (signpost_search_many(town, needs, NEEDS, threads, take, &all, &error) != SIGNPOST_OK)
            fail_msg("%s", error.message);
        for (int i = 0; i < NEEDS; i++) {
            signpost_status status = signpost_search_ranked(town, &needs[i], results, NULL);
            assert_int_equal(all.calls[i], 1);
            assert_int_equal(all.sums[i], sum(status, results));
        }
    }
}

static void the_host_can_stop_it(void **state)
{
    (void)state;
    make_needs();
    answers all = {.left = 5};
    assert_int_equal(signpost_search_many(town, needs, NEEDS, 1, take, &all, &error), SIGNPOST_CANCELLED);
    for (int i = 0; i < NEEDS; i++)
        assert_int_equal(all.calls[i], i < 5);
    assert_int_equal(signpost_search_many(town, needs, 0, 2, take, &all, &error), SIGNPOST_OK);
    assert_int_equal(signpost_search_many(town, needs, NEEDS, 0, take, &all, &error), SIGNPOST_INVALID);
    assert_int_equal(signpost_search_many(town, needs, NEEDS, 65, take, &all, &error), SIGNPOST_INVALID);
}

static void a_ranked_search_is_not_explained(void **state)
{
    (void)state;
    signpost_explanation why;
    signpost_need need = test_town_need();
    assert_int_equal(signpost_search_ranked(town, &need, results, &error), SIGNPOST_OK);
    assert_int_equal(signpost_results_explain(results, "surgery", &why, &error), SIGNPOST_STATE);
    assert_int_equal(signpost_results_count(results, SIGNPOST_HELD), 0);
    assert_int_equal(signpost_search(town, &need, results, &error), SIGNPOST_OK);
    assert_int_equal(signpost_results_explain(results, "surgery", &why, &error), SIGNPOST_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_need_is_answered_once),
        cmocka_unit_test(the_host_can_stop_it),
        cmocka_unit_test(a_ranked_search_is_not_explained),
    };
    return cmocka_run_group_tests_name("many", tests, set_up, tear_down);
}
