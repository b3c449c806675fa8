/* Work that is handed out to threads. */
#include "audit/work.h"

#include "base/error.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct shared {
    const sgp_work_order *order;
    atomic_size_t next, done;
    atomic_int status; /* the first failure */
} shared;

typedef struct worker {
    shared *all;
    int number;
    pthread_t thread;
} worker;

static void stop(shared *all, signpost_status status)
{
    int none = SIGNPOST_OK;
    atomic_compare_exchange_strong(&all->status, &none, (int)status);
}

static void *work_on(void *context)
{
    const worker *own = context;
    shared *all = own->all;
    const sgp_work_order *order = all->order;
    while (atomic_load_explicit(&all->status, memory_order_relaxed) == SIGNPOST_OK) {
        size_t piece = atomic_fetch_add_explicit(&all->next, 1, memory_order_relaxed);
        if (piece >= order->count)
            break;
        signpost_status status = order->work(order->context, own->number, piece);
        if (status != SIGNPOST_OK)
            stop(all, status);
        size_t done = atomic_fetch_add_explicit(&all->done, 1, memory_order_relaxed) + 1;
        if (own->number == 0 && order->progress && !order->progress(order->progress_context, done, order->count))
            stop(all, SIGNPOST_CANCELLED);
    }
    return NULL;
}

signpost_status sgp_work(const sgp_work_order *order, signpost_error *error)
{
    worker workers[SGP_MOST_THREADS];
    shared all = {.order = order};
    atomic_init(&all.next, 0);
    atomic_init(&all.done, 0);
    atomic_init(&all.status, SIGNPOST_OK);
    if (order->progress && !order->progress(order->progress_context, 0, order->count))
        stop(&all, SIGNPOST_CANCELLED);
    for (int i = 0; i < order->threads; i++)
        workers[i] = (worker){.all = &all, .number = i};
    int begun = 1;
    while (begun < order->threads && pthread_create(&workers[begun].thread, NULL, work_on, &workers[begun]) == 0)
        begun++;
    work_on(&workers[0]);
    for (int i = 1; i < begun; i++)
        pthread_join(workers[i].thread, NULL);
    signpost_status status = (signpost_status)atomic_load(&all.status);
    if (status == SIGNPOST_CANCELLED)
        return sgp_fail(error, status, SGP_CANCELLED, "stopped as asked");
    return status == SIGNPOST_OK ? status : sgp_fail_memory(error);
}
