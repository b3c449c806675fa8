/* What the `signpost kpi` subcommands share. */
#ifndef SIGNPOST_KPI_PROGRAM_H
#define SIGNPOST_KPI_PROGRAM_H

#include "program.h"

/* Opens the file of --figures; says on stderr what is wrong. */
int open_figures(const arguments *given, signpost_access access, signpost_figures **figures);
/* The same for writing, where the file is made when there is none. */
int open_or_make_figures(const arguments *given, signpost_figures **figures);
/* Reads the file of --contracts, when it was said; says on stderr what is wrong with it. */
int load_contracts(const arguments *given, signpost_contracts **contracts);
/* Reads --from and --until; says on stderr what is wrong. */
int read_months(const arguments *given, signpost_month *from, signpost_month *until);
/* Who missed a target, by what the figure counts: `callers waited longer` and the like. */
const char *late_in_words(const signpost_definition *definition);

#endif
