/* Showing duplicates in each format. */
#ifndef SIGNPOST_DUPLICATES_SHOW_H
#define SIGNPOST_DUPLICATES_SHOW_H

#include "program.h"

/* What is shown: the most clusters and pairs for review of a table; the labels' column, with what it says; NULL. */
typedef struct duplicates_shown {
    const signpost_duplicates *found;
    size_t most;
    const char *truth;
    signpost_duplicates_evaluation by_labels;
} duplicates_shown;

void duplicates_table(output *to, const duplicates_shown *shown);
void duplicates_json(output *to, const duplicates_shown *shown);
/* The same as members of an object that is open. */
void duplicates_members_json(signpost_json *json, const duplicates_shown *shown);
void duplicates_csv(output *to, const duplicates_shown *shown);

#endif
