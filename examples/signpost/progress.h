/* Progress of what takes more than a second, and being stopped by ^C. */
#ifndef SIGNPOST_PROGRESS_H
#define SIGNPOST_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

typedef struct progress {
    const char *noun;    /* of what is done: "rows" */
    time_t began, shown; /* 0: never shown */
} progress;

progress progress_begin(const char *noun);
/* A signpost_progress whose context is a progress: a bar on a terminal, drawn once a second. False after ^C. */
bool progress_show(void *context, size_t done, size_t total);
void progress_end(const progress *bar);
/* A first ^C ends the call, which then leaves nothing half done; a second ends the program. */
void progress_listen(void);

#endif
