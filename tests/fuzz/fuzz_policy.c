/* A policy from any bytes: it is refused with reasons, or a town is searched by it, within what it says. */
#include "../support/town.h"
#include "search/policy.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/signpost-fuzz-XXXXXX", database[64], file[64];
static signpost_directory *town;

static void clean_up(void)
{
    signpost_directory_close(town);
    unlink(database);
    unlink(file);
    rmdir(folder);
}

static void set_up(void)
{
    if (!mkdtemp(folder))
        abort();
    snprintf(database, sizeof database, "%s/town.db", folder);
    snprintf(file, sizeof file, "%s/policy.yaml", folder);
    if (!(town = test_town_make(database)))
        abort();
    atexit(clean_up);
}

static signpost_status load(const uint8_t *data, size_t size, signpost_policy **policy)
{
    signpost_diagnostics *found;
    signpost_error error = SIGNPOST_ERROR_INIT;
    FILE *to = fopen(file, "wb");
    if (!to || fwrite(data, 1, size, to) != size || fclose(to) || signpost_diagnostics_new(&found))
        abort();
    signpost_status status = signpost_policy_load(file, policy, found, &error);
    if (status != SIGNPOST_OK && (*policy || error.status != status || !error.id || !*error.message))
        abort();
    if (status == SIGNPOST_CONTENT && !signpost_diagnostics_count_of(found, SIGNPOST_ERROR))
        abort();
    signpost_diagnostics_free(found);
    return status;
}

static void search(const signpost_index *index)
{
    static const char *const places[] = {"TN1 2AB", "TN9", "TN2"};
    const signpost_policy *policy = signpost_index_policy(index);
    signpost_results *results;
    signpost_explanation why;
    if (signpost_results_new(index, 20, &results, NULL) != SIGNPOST_OK)
        abort();
    for (int i = 0; i < 6; i++) {
        signpost_need need = test_town_need();
        need.postcode = places[i % 3];
        need.symptom_group = i < 3 ? "fever" : "rash";
        need.discriminators[0] = i < 3 ? "primary" : "minor";
        if (signpost_search(index, &need, results, NULL) != SIGNPOST_OK ||
            signpost_results_count(results, SIGNPOST_RETURNED) > (size_t)policy->limit ||
            signpost_results_explain(results, "pharmacy-a", &why, NULL) != SIGNPOST_OK)
            abort();
    }
    signpost_results_free(results);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    signpost_policy *policy;
    signpost_index *index;
    if (!town)
        set_up();
    if (load(data, size, &policy) != SIGNPOST_OK)
        return 0;
    if (strlen(signpost_policy_fingerprint(policy)) != 16 || !*signpost_policy_name(policy))
        abort();
    if (signpost_index_build(town, policy, &index, NULL) != SIGNPOST_OK)
        abort();
    search(index);
    signpost_index_free(index);
    signpost_policy_free(policy);
    return 0;
}
