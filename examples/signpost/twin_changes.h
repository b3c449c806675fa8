/* Entries that are taken for one service in one directory and not in another: what a change does to duplicates. */
#ifndef SIGNPOST_TWIN_CHANGES_H
#define SIGNPOST_TWIN_CHANGES_H

#include "auditing.h"

/* Two entries in one cluster. Texts stand in what was found. */
typedef struct twin_pair {
    const char *uids[2], *names[2]; /* the lesser uid first */
} twin_pair;

typedef struct twin_changes {
    signpost_duplicates *sides[2]; /* before, after */
    twin_pair *lists[2];           /* opened: in the second alone; closed: in the first alone; by uids */
    size_t counts[2];
} twin_changes;

/* Seeks duplicates in both. DONE, or what to end with; released in either case. */
int twin_changes_find(const auditing *before, const auditing *after, twin_changes *found);
void twin_changes_release(twin_changes *found);

#endif
