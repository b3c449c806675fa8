/* The cases that `signpost check --suggest-cases` suggests. */
#ifndef SIGNPOST_SUGGEST_H
#define SIGNPOST_SUGGEST_H

#include "program.h"

/* Writes cases for what no case of the content comes to, to --output. FOUND_SOMETHING when some things are left that
 * none could be found for. */
int suggest_cases(const arguments *given, signpost_algorithms *algorithms);

#endif
