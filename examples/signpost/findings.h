/* Findings, as `gaps` and `compare` show them. */
#ifndef SIGNPOST_FINDINGS_H
#define SIGNPOST_FINDINGS_H

#include "auditing.h"

typedef struct findings {
    const auditing *with;
    const signpost_gaps *gaps;
    const signpost_comparison *comparison; /* NULL for the gaps of one audit */
    bool is_closed;                        /* what is covered now has no near miss */
} findings;

/* For people, for spreadsheets (what `before` says stands before the columns), for programs. */
void print_finding(FILE *to, const findings *of, size_t finding);
void print_findings_csv_header(FILE *to, const char *before);
void print_finding_csv(FILE *to, const findings *of, size_t finding);
void show_finding_json(signpost_json *json, const findings *of, size_t finding);

#endif
