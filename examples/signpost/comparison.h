/* Comparing a batch of searches with an earlier one, which `signpost search --batch --format csv` wrote: what callers
 * are offered, need by need. What is held and near misses are not compared. */
#ifndef SIGNPOST_COMPARISON_H
#define SIGNPOST_COMPARISON_H

#include "csv_reader.h"
#include "searching.h"

/* A service, or what is done instead, that a need is offered. Texts stand in the file, or in the index. */
typedef struct offer {
    const char *list; /* "returned", "catch-all" or "nothing" */
    const char *uid;  /* "" for nothing */
    const char *name; /* of nothing: what is done instead */
    int position;     /* 0 for nothing */
} offer;

typedef struct earlier_need {
    const char *name;
    size_t first, count; /* of the offers */
    bool seen;           /* it is in this batch, too */
} earlier_need;

typedef struct comparison {
    csv_reader file;
    offer *offers;
    earlier_need *needs; /* sorted by name once all are read */
    size_t offer_count, offer_room, need_count, need_room;
    size_t same, changed, added, gone; /* needs */
} comparison;

/* Reads the earlier batch. DONE, or what to end with. Closed by comparison_close in either case. */
int comparison_open(comparison *made, const char *path);
void comparison_close(comparison *made);
/* Whether anything was found to differ. */
bool comparison_differs(const comparison *made);

void comparison_csv_header(FILE *to);
/* Compares what the last search found for the need of this name, and shows it if it differs. */
void comparison_need(comparison *made, const searching *with, const char *name, FILE *to, signpost_json *json,
                     output_format format);
/* The needs that are in the earlier batch alone, and the sum. Closes the list of JSON that is open. */
void comparison_end(comparison *made, FILE *to, signpost_json *json, output_format format);

#endif
