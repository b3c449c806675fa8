/* Progress, and being stopped. */
#include "progress.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void stop(int number)
{
    (void)number;
    stopped = 1;
}

void progress_listen(void)
{
    struct sigaction action = {.sa_handler = stop, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
}

progress progress_begin(const char *noun)
{
    return (progress){noun, time(NULL), 0};
}

bool progress_show(void *context, size_t done, size_t total)
{
    static const char full[] = "##############################", empty[] = "..............................";
    progress *bar = context;
    time_t seconds = time(NULL);
    if (seconds - bar->began > 1 && seconds != bar->shown && total && isatty(STDERR_FILENO)) {
        int part = (int)(done * (sizeof full - 1) / total);
        fprintf(stderr, "\r[%.*s%s] %zu of about %zu %s ", part, full, empty + part, done, total, bar->noun);
        bar->shown = seconds;
    }
    return !stopped;
}

void progress_end(const progress *bar)
{
    if (bar->shown)
        fprintf(stderr, "\r%78s\r", "");
}
