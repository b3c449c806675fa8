/* Kept indexes from any bytes, with a checksum that fits: what is loaded is safe to search. */
#include "../support/town.h"
#include "search/keep.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void search(const signpost_index *index)
{
    static const char *const places[] = {"TN1 2AB", "TN9"};
    signpost_results *results;
    signpost_explanation why;
    if (signpost_results_new(index, 20, &results, NULL) != SIGNPOST_OK)
        abort();
    for (int i = 0; i < 4; i++) {
        signpost_need need = test_town_need();
        need.postcode = places[i % 2];
        need.practice = "G82001";
        need.practice_knowledge = i < 2 ? SIGNPOST_PRACTICE_KNOWN : SIGNPOST_PRACTICE_NOT_ASKED;
        if (signpost_search(index, &need, results, NULL) == SIGNPOST_OK && signpost_index_count(index))
            (void)signpost_results_explain(results, signpost_index_uid(index, 0), &why, NULL);
    }
    signpost_results_free(results);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    signpost_policy *policy;
    signpost_index *index;
    signpost_error error = SIGNPOST_ERROR_INIT;
    char *bytes = sgp_allocate(size);
    if (!bytes || signpost_policy_load(NULL, &policy, NULL, NULL) != SIGNPOST_OK)
        abort();
    memcpy(bytes, data, size);
    if (size >= sizeof(sgp_kept_header)) {
        strcpy(bytes + offsetof(sgp_kept_header, policy), signpost_policy_fingerprint(policy));
        sgp_index_seal(bytes, size);
    }
    if (sgp_index_from_bytes(bytes, size, false, policy, &index, &error) == SIGNPOST_OK)
        search(index);
    else if (index || !error.id || !*error.message)
        abort();
    signpost_index_free(index);
    signpost_policy_free(policy);
    return 0;
}
