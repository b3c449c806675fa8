/* Pass 4, translations: a file that begins with `language` says again what the content says, keyed by names.
 *
 * Whatever has been translated at all must be whole: a step that is missing is reported where its pathway stands. What
 * is not whole is not spoken. In a translation that is said to be reviewed that is an error, in another a warning. */
#ifndef SGP_ALGORITHMS_TRANSLATE_H
#define SGP_ALGORITHMS_TRANSLATE_H

#include "algorithms/language.h"
#include "algorithms/loader.h"

/* One translation while it is read. */
typedef struct sgp_translating {
    sgp_loader *loader;
    const sgp_yaml *yaml;
    sgp_index language;
    signpost_severity severity;            /* of what is missing */
    sgp_spot *steps;                       /* by step: where its entry stands; of line 0 when there is none */
    sgp_spot *pathways;                    /* by pathway: where it is first spoken of */
    bool *told_advice, *told_dispositions; /* what has been reported as missing: once is enough */
} sgp_translating;

/* The language's row of a table. */
#define SGP_TRANSLATED(t, table, type, of, index)                                                                      \
    SGP_ITEM((t)->loader, table, type, (size_t)(t)->language *(t)->loader->of.count + (size_t)(index))

/* Reports a text that is missing. */
void sgp_miss_translation(sgp_translating *t, sgp_spot spot, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Finds what is missing, and decides what is spoken. */
void sgp_check_translation(sgp_translating *t);

#endif
