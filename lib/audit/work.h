/* Work that is handed out to threads, piece by piece. */
#ifndef SGP_AUDIT_WORK_H
#define SGP_AUDIT_WORK_H

#include "signpost/audit.h"

enum { SGP_MOST_THREADS = 64 };

/* Does one piece. `thread` is below the number of threads: what it works with is its own. */
typedef signpost_status sgp_work_piece(void *context, int thread, size_t piece);

typedef struct sgp_work_order {
    size_t count;
    int threads; /* the calling one is the first of them */
    sgp_work_piece *work;
    void *context;
    signpost_progress progress; /* told by the calling thread; may be NULL */
    void *progress_context;
} sgp_work_order;

/* Does all pieces. The first failure stops it; so does the progress callback (SIGNPOST_CANCELLED). When the system
 * gives fewer threads, those that there are do it. */
signpost_status sgp_work(const sgp_work_order *order, signpost_error *error);

#endif
