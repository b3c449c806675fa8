/* Many searches at once. Rules kept here:
 *  - each thread has results of its own, made before the first search;
 *  - needs are handed out one by one, so that no thread waits for another's slow ones. */
#include "signpost/many.h"

#include "base/error.h"
#include "base/memory.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MOST_THREADS = 64, MOST_RETURNED = 100 };

/* What all threads share. */
typedef struct work {
    const signpost_index *index;
    const signpost_need *needs;
    size_t count;
    atomic_size_t next;
    atomic_bool is_stopped;
    signpost_many_taker take;
    void *context;
} work;

typedef struct worker {
    work *work;
    signpost_results *results;
    pthread_t thread;
} worker;

static void *search_on(void *context)
{
    const worker *own = context;
    work *all = own->work;
    while (!atomic_load_explicit(&all->is_stopped, memory_order_relaxed)) {
        size_t position = atomic_fetch_add_explicit(&all->next, 1, memory_order_relaxed);
        if (position >= all->count)
            break;
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_status status = signpost_search_ranked(all->index, &all->needs[position], own->results, &error);
        if (!all->take(position, status, own->results, &error, all->context))
            atomic_store_explicit(&all->is_stopped, true, memory_order_relaxed);
    }
    return NULL;
}

/* The calling thread is the first worker; the others are begun, as many as the system gives, and waited for. */
static void run(worker *workers, int threads)
{
    int begun = 1;
    while (begun < threads && pthread_create(&workers[begun].thread, NULL, search_on, &workers[begun]) == 0)
        begun++;
    search_on(&workers[0]);
    for (int i = 1; i < begun; i++)
        pthread_join(workers[i].thread, NULL);
}

signpost_status signpost_search_many(const signpost_index *index, const signpost_need *needs, size_t count, int threads,
                                     signpost_many_taker take, void *context, signpost_error *error)
{
    if (threads < 1 || threads > MOST_THREADS)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "searches are made by 1 to %d threads, not %d",
                        MOST_THREADS, threads);
    work all = {.index = index, .needs = needs, .count = count, .take = take, .context = context};
    atomic_init(&all.next, 0);
    atomic_init(&all.is_stopped, false);
    worker *workers = sgp_allocate_zeroed((size_t)threads, sizeof *workers);
    signpost_status status = workers ? SIGNPOST_OK : sgp_fail_memory(error);
    for (int i = 0; i < threads && status == SIGNPOST_OK; i++) {
        workers[i].work = &all;
        status = signpost_results_new(index, MOST_RETURNED, &workers[i].results, error);
    }
    if (status == SIGNPOST_OK) {
        run(workers, threads);
        if (atomic_load(&all.is_stopped))
            status = sgp_fail(error, SIGNPOST_CANCELLED, SGP_CANCELLED, "stopped as asked");
    }
    for (int i = 0; workers && i < threads; i++)
        signpost_results_free(workers[i].results);
    sgp_release(workers);
    return status;
}
