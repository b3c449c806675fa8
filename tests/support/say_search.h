/* A search of the town, said in full: what a fault must not change. */
#ifndef SIGNPOST_TESTS_SAY_SEARCH_H
#define SIGNPOST_TESTS_SAY_SEARCH_H

#include "fault.h"
#include "town.h"

static inline void test_say_list(test_run *run, const signpost_results *results, signpost_list list)
{
    signpost_found found;
    for (size_t i = 0; signpost_results_get(results, list, i, &found) == SIGNPOST_OK; i++)
        test_say(run, "%d %s %s %s %s\n", list, found.uid, found.way, found.opening, found.ask);
}

static inline signpost_status test_say_search(test_run *run, const signpost_index *index)
{
    signpost_results *results;
    signpost_explanation why;
    signpost_need need = test_town_need();
    static const char *const places[] = {"TN9", "TN1 2AB"}; /* the first has travel times */
    signpost_status status = signpost_results_new(index, 20, &results, &run->error);
    for (int i = 0; i < 2 && status == SIGNPOST_OK; i++) {
        need.postcode = places[i];
        status = signpost_search(index, &need, results, &run->error);
        for (int list = SIGNPOST_RETURNED; list <= SIGNPOST_NEAR_MISS; list++)
            test_say_list(run, results, (signpost_list)list);
    }
    if (status == SIGNPOST_OK)
        status = signpost_results_explain(results, "red", &why, &run->error);
    if (status == SIGNPOST_OK)
        test_say(run, "%s\n", why.change);
    signpost_results_free(results);
    return status;
}

#endif
