/* What finding duplicates costs, and how many it finds: a directory in which one service in twenty is entered a second
 * time with slips. Usage: bench-duplicates DIRECTORY; or bench-duplicates FILE.csv MAPPING TRUTH. */
#include "figures.h"

#include "corrupt.h"
#include "directory/directory.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

enum { ONE_IN = 20 };

typedef struct made {
    sgp_arena arena;
    sgp_array records;
} made;

static const char *keep(made *all, const char *text)
{
    return text ? sgp_arena_text(&all->arena, text, strlen(text)) : NULL;
}

/* A synthetic name without the number that no other has: real names are not told apart so easily. */
static const char *without_number(made *all, const char *name)
{
    return sgp_arena_text(&all->arena, name, strcspn(name, "0123456789"));
}

static bool add_services(made *all, signpost_directory *directory)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, directory->db,
        "SELECT uid, service.name, address, town, postcode, phone, type, profile.name, hours.text, ods_code, latitude,"
        " longitude FROM service LEFT JOIN profile ON profile.id = profile LEFT JOIN hours ON hours.id = hours"
        " ORDER BY uid",
        NULL);
    while (!status && (status = sgp_query_step(&query, NULL)) == SIGNPOST_OK) {
        signpost_duplicate_record *one = sgp_array_add(&all->records);
        const char *texts[10];
        for (int i = 0; i < 10; i++)
            texts[i] = keep(all, sgp_column_text(&query, i));
        if (!one)
            return false;
        *one = (signpost_duplicate_record){.uid = texts[0],
                                           .name = without_number(all, texts[1]),
                                           .address = texts[2],
                                           .town = texts[3],
                                           .postcode = texts[4],
                                           .phone = texts[5],
                                           .type = texts[6],
                                           .needs = texts[7],
                                           .hours = texts[8],
                                           .ods_code = texts[9],
                                           .truth = texts[0],
                                           .has_place = true,
                                           .latitude = sgp_column_real(&query, 10),
                                           .longitude = sgp_column_real(&query, 11)};
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE;
}

static bool plant(made *all)
{
    test_random random = {7};
    size_t count = all->records.count;
    for (size_t i = 0; i < count; i++) {
        if (!test_random_one_in(&random, ONE_IN))
            continue;
        char uid[80];
        signpost_duplicate_record copy = *SGP_AT(&all->records, signpost_duplicate_record, i);
        snprintf(uid, sizeof uid, "%s-again", copy.uid);
        copy.uid = keep(all, uid);
        corrupt_record(&random, &all->arena, &copy);
        if (!sgp_array_append(&all->records, &copy, 1))
            return false;
    }
    return true;
}

static void show(const signpost_duplicates *found, double seconds, double bytes)
{
    signpost_duplicates_evaluation by_labels;
    signpost_duplicates_about about = signpost_duplicates_describe(found);
    printf("duplicates: %zu entries, %zu pairs compared (%.1f each), %.2f s of processor time, %.0f MiB at most\n",
           about.records, about.compared_pairs, (double)about.compared_pairs / (double)about.records, seconds,
           bytes / (1 << 20));
    if (!signpost_duplicates_evaluate(found, &by_labels, NULL))
        printf("  %zu clusters, %zu pairs for review; of %lld true pairs %lld found, %lld of them rightly: precision "
               "%.4f, "
               "recall %.4f, F1 %.4f\n",
               about.clusters, about.review_pairs, (long long)by_labels.true_pairs, (long long)by_labels.found_pairs,
               (long long)by_labels.right_pairs, by_labels.precision_basis / 1e4, by_labels.recall_basis / 1e4,
               by_labels.f1_basis / 1e4);
}

static double most_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss * 1024;
}

static int of_directory(const char *path)
{
    made all = {.records = SGP_ARRAY_OF(signpost_duplicate_record)};
    signpost_directory *directory;
    signpost_duplicates *found;
    if (signpost_directory_open(path, SIGNPOST_READ_ONLY, &directory, NULL) || !add_services(&all, directory) ||
        !plant(&all))
        return puts("the directory cannot be read"), 1;
    signpost_directory_close(directory);
    double before = most_bytes(), start = figures_own_us();
    if (signpost_duplicates_find(all.records.items, all.records.count, NULL, &found, NULL))
        return puts("duplicates cannot be sought"), 1;
    show(found, (figures_own_us() - start) / 1e6, most_bytes() - before);
    signpost_duplicates_free(found);
    sgp_array_release(&all.records);
    sgp_arena_release(&all.arena);
    return 0;
}

static int of_csv(const char *path, const char *mapping, const char *truth)
{
    signpost_duplicates *found;
    double before = most_bytes(), start = figures_own_us();
    if (signpost_duplicates_of_csv(path, mapping, truth, NULL, &found, NULL, NULL))
        return puts("duplicates cannot be sought"), 1;
    show(found, (figures_own_us() - start) / 1e6, most_bytes() - before);
    signpost_duplicates_free(found);
    return 0;
}

int main(int count, char **arguments)
{
    if (count == 4)
        return of_csv(arguments[1], arguments[2], arguments[3]);
    return count == 2 ? of_directory(arguments[1]) : 2;
}
