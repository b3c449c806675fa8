/* A minimal host of the search: the services for one need, with the reason for the first that was not returned.
 *
 *   cc search.c $(pkg-config --cflags --libs signpost) -o search
 *   ./search algorithms sample.db "TN1 2AB" 2026-11-21T18:30
 */
#include <signpost.h>
#include <stdio.h>

static int fail(const signpost_error *error)
{
    fprintf(stderr, "%s; %s\n", error->message, error->hint);
    return 1;
}

static void show(const signpost_results *results)
{
    signpost_found found;
    signpost_explanation why;
    for (size_t i = 0; signpost_results_get(results, SIGNPOST_RETURNED, i, &found) == SIGNPOST_OK; i++)
        printf("%d. %s, %d m, %s\n", found.position, found.public_name, found.distance_m, found.opening);
    if (signpost_results_get(results, SIGNPOST_NEAR_MISS, 0, &found) == SIGNPOST_OK &&
        signpost_results_explain(results, found.uid, &why, NULL) == SIGNPOST_OK)
        printf("near miss: %s; %s\n", found.public_name, why.change);
}

/* What a feverish two-year-old needs, who is to see a primary care service within 6 hours. */
static signpost_need need_of(const signpost_disposition *disposition, const char *place)
{
    signpost_need need = SIGNPOST_NEED_INIT;
    need.disposition = *disposition;
    need.symptom_group = "demo-fever";
    need.discriminators[0] = "demo-primary-care";
    need.discriminator_count = 1;
    need.age = signpost_age_of(2, SIGNPOST_YEARS);
    need.sex = SIGNPOST_FEMALE;
    need.postcode = place;
    return need;
}

int main(int count, char **words)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_algorithms *algorithms = NULL;
    signpost_directory *directory = NULL;
    signpost_index *index = NULL;
    signpost_results *results = NULL;
    signpost_disposition disposition;

    if (count != 5) {
        fprintf(stderr, "usage: search ALGORITHMS DIRECTORY PLACE MOMENT\n");
        return 2;
    }
    bool ready = signpost_algorithms_load(words[1], NULL, &algorithms, NULL, &error) == SIGNPOST_OK &&
                 signpost_disposition_find(algorithms, "Dx06", &disposition, &error) == SIGNPOST_OK &&
                 signpost_directory_open(words[2], SIGNPOST_READ_ONLY, &directory, &error) == SIGNPOST_OK &&
                 signpost_index_build(directory, NULL, &index, &error) == SIGNPOST_OK &&
                 signpost_results_new(index, 20, &results, &error) == SIGNPOST_OK; /* once; searches reuse it */
    if (ready) {
        signpost_need need = need_of(&disposition, words[3]);
        ready = signpost_calendar_moment(signpost_index_calendar(index), words[4], &need.when, &error) == SIGNPOST_OK &&
                signpost_search(index, &need, results, &error) == SIGNPOST_OK;
    }
    int status = ready ? 0 : fail(&error);
    if (ready)
        show(results);
    signpost_results_free(results);
    signpost_index_free(index);
    signpost_directory_close(directory);
    signpost_algorithms_free(algorithms);
    return status;
}
