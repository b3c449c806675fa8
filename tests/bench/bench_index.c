/* What an index of a country costs to hold, to make, to keep and to change: bytes a service, milliseconds of processor
 * time, and how soon a new capacity is seen by another thread. Usage: bench-index DIRECTORY. */
#include "figures.h"
#include "search/shelves.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- bytes ---- */

static size_t bytes_of_lists(const sgp_lists *lists, size_t owners, size_t item_size)
{
    return (owners + 1) * sizeof *lists->first + lists->first[owners] * item_size;
}

static size_t cells_of(const sgp_grid *grid)
{
    return (size_t)grid->rows * (size_t)grid->columns;
}

static size_t bytes_of_shelves(const sgp_shelf *shelves, size_t count)
{
    size_t bytes = count * sizeof *shelves;
    for (size_t i = 0; i < count; i++)
        bytes += (cells_of(&shelves[i].grid) + 1) * sizeof(uint32_t) +
                 shelves[i].grid.first[cells_of(&shelves[i].grid)] * sizeof *shelves[i].items;
    return bytes;
}

/* What searches look at for services. Apart: texts, which only results look at; codes, areas and places, of which there
 * are as many whatever services there are; profiles and hours, which services share. */
static void print_bytes(const signpost_index *index)
{
    size_t count = index->service_count;
    size_t services = count * (sizeof *index->services + sizeof *index->capacities);
    size_t lists = bytes_of_lists(&index->practices, count, 4) + bytes_of_lists(&index->limits, count, 4) +
                   bytes_of_lists(&index->promotions, count, 4) +
                   bytes_of_lists(&index->of_practice, index->practice_lists, 4);
    size_t grid = (cells_of(&index->grid) + 1) * sizeof *index->grid.first;
    size_t shelves = bytes_of_shelves(index->shelves, index->type_count) +
                     bytes_of_shelves(index->own_shelves, index->type_count * index->commissioner_count);
    size_t cold = count * sizeof *index->texts + index->all_texts.bytes.count + index->uids.kept.bytes.count +
                  index->uids.texts.count * 4 + index->uids.slot_count * 4;
    double each = count ? (double)count : 1;
    printf(
        "bytes a service: %.0f hot (service and capacity %.0f, lists %.0f, grid %.0f, shelves %.0f), %.0f of texts\n",
        (double)(services + lists + grid + shelves) / each, (double)services / each, (double)lists / each,
        (double)grid / each, (double)shelves / each, (double)cold / each);
}

/* ---- keeping ---- */

typedef signpost_status loading(const char *path, signpost_directory *directory, const signpost_policy *policy,
                                signpost_index **index, signpost_error *error);

/* Processor time of one load, in ms; the fastest of a few. Negative when it fails. */
static double time_loading(loading *load, const char *kept, signpost_directory *directory)
{
    double least = -1;
    for (int i = 0; i < 9; i++) {
        signpost_index *loaded;
        signpost_error error = SIGNPOST_ERROR_INIT;
        double start = figures_own_us();
        if (load(kept, directory, NULL, &loaded, &error) != SIGNPOST_OK)
            return puts(error.message), -1;
        double took = (figures_own_us() - start) / 1e3;
        signpost_index_free(loaded);
        if (least < 0 || took < least)
            least = took;
    }
    return least;
}

/* Keeps the index beside the directory, loads it in both ways, and removes the file. */
static int measure_keeping(const signpost_index *index, signpost_directory *directory, const char *path)
{
    char kept[512];
    signpost_error error = SIGNPOST_ERROR_INIT;
    snprintf(kept, sizeof kept, "%s.bench-index", path);
    double start = figures_own_us();
    if (signpost_index_save(index, kept, &error) != SIGNPOST_OK)
        return puts(error.message), 1;
    double saved = (figures_own_us() - start) / 1e3;
    double read = time_loading(signpost_index_load, kept, directory);
    double mapped = time_loading(signpost_index_map, kept, directory);
    printf("kept: saved in %.0f ms, read in %.1f ms, mapped in %.1f ms\n", saved, read, mapped);
    remove(kept);
    return read < 0 || mapped < 0;
}

/* ---- capacities ---- */

enum { ROUNDS = 500, FROM = 1000, UNTIL = 2000 };

/* A thread that looks at a service's capacity until it changes, and notes when. */
typedef struct watch {
    const signpost_index *index;
    atomic_int seen;     /* rounds so far */
    double when[ROUNDS]; /* of each, in nanoseconds */
} watch;

static signpost_capacity colour_of(int round)
{
    return round % 2 ? SIGNPOST_AMBER : SIGNPOST_RED;
}

static void *look_on(void *context)
{
    watch *w = context;
    for (int round = 0; round < ROUNDS; round++) {
        while (sgp_capacity_at(w->index, 0, FROM) != colour_of(round))
            ;
        w->when[round] = figures_now();
        atomic_store(&w->seen, round + 1);
    }
    return NULL;
}

static int measure_capacities(signpost_index *index)
{
    static watch w;
    static double waits[ROUNDS];
    pthread_t thread;
    w.index = index;
    if (!index->service_count || pthread_create(&thread, NULL, look_on, &w))
        return 1;
    for (int round = 0; round < ROUNDS; round++) {
        nanosleep(&(struct timespec){0, 100000}, NULL);
        double start = figures_now();
        if (signpost_index_set_capacity(index, signpost_index_uid(index, 0), colour_of(round), FROM, UNTIL))
            return 1;
        while (atomic_load(&w.seen) <= round)
            ;
        waits[round] = (w.when[round] - start) / 1e3;
    }
    pthread_join(thread, NULL);
    qsort(waits, ROUNDS, sizeof *waits, figures_compare);
    printf("a capacity is seen by another thread after %.2f us median, %.2f us 99th percentile of %d\n",
           waits[ROUNDS / 2], waits[ROUNDS * 99 / 100], ROUNDS);
    return 0;
}

int main(int count, char **words)
{
    signpost_directory *directory;
    signpost_index *index;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (count < 2)
        return puts("usage: bench-index DIRECTORY"), 2;
    if (signpost_directory_open(words[1], SIGNPOST_READ_ONLY, &directory, &error) != SIGNPOST_OK)
        return puts(error.message), 1;
    double start = figures_own_us();
    if (signpost_index_build(directory, NULL, &index, &error) != SIGNPOST_OK)
        return puts(error.message), 1;
    printf("index of %zu services: built in %.0f ms\n", signpost_index_count(index), (figures_own_us() - start) / 1e3);
    print_bytes(index);
    int failed = measure_keeping(index, directory, words[1]);
    failed = measure_capacities(index) || failed;
    signpost_index_free(index);
    signpost_directory_close(directory);
    return failed;
}
