/* The shipped content in memory, and renamed copies of it beside each other: content that is many times as large. */
#ifndef SIGNPOST_BENCH_COPIES_H
#define SIGNPOST_BENCH_COPIES_H

#include "signpost/algorithms.h"

/* Files, growing. Zeroed it is empty. */
typedef struct copies {
    signpost_source *sources;
    size_t count, room, bytes;
} copies;

/* Reads the shipped content, translations left out, and adds so many copies less one, with pathways, modules and
 * complaints of their own; what they share is there once. False when a file cannot be read, or memory ran out. */
bool copies_make(copies *made, int times);
void copies_free(copies *made);

#endif
