/* The proofs of the content, as `signpost check` shows them. */
#ifndef SIGNPOST_PROVE_H
#define SIGNPOST_PROVE_H

#include "program.h"

/* Proves, and shows what came of it. FOUND_SOMETHING when a claim does not hold. */
int show_proof(const arguments *given, signpost_algorithms *algorithms);

/* Lists the dispositions that each pathway can reach, with the ages and sexes that come to them (reach.c). */
int show_reach(const signpost_proof *proof);

#endif
