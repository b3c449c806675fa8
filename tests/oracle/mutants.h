/* Mutants: sound content with one mistake in it, of a kind that a proof must catch. They are made in the text of a
 * file, as a tired author would make them; the compiled content says where the mistake makes a difference. */
#ifndef SIGNPOST_TESTS_MUTANTS_H
#define SIGNPOST_TESTS_MUTANTS_H

#include "algorithms/model.h"

enum { MUTANT_SIZE = 96 * 1024, MUTANT_KINDS = 15 };

typedef struct mutator {
    const signpost_algorithms *algorithms;
    sgp_index pathway;
    const signpost_source *file;  /* the pathway's */
    const signpost_source *facts; /* facts.yaml */
    /* Takes a file as it is with the mistake; false to be given no more of this kind. */
    bool (*take)(void *context, const signpost_source *original, const signpost_source *mutant, const char *about);
    void *context;
    char text[MUTANT_SIZE];
} mutator;

typedef struct mutant_kind {
    const char *name;
    int id;                   /* of the message that is right for it */
    void (*make)(mutator *m); /* all of them in the pathway, one after the other */
} mutant_kind;

extern const mutant_kind mutant_kinds[MUTANT_KINDS];

#endif
