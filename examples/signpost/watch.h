/* Doing something again whenever a file of a folder changes. */
#ifndef SIGNPOST_WATCH_H
#define SIGNPOST_WATCH_H

#include "program.h"

/* Runs it at once, and again whenever a `.yaml` file below the folder has changed, come or gone, until Ctrl-C; returns
 * how the last run ended. */
int watch(const char *folder, int (*run)(const arguments *given), const arguments *given);

#endif
