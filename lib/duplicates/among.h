/* Duplicates among a few of a directory's services: what other rooms may ask. */
#ifndef SGP_DUPLICATES_AMONG_H
#define SGP_DUPLICATES_AMONG_H

#include "signpost/duplicates.h"

/* signpost_duplicates_of_directory among some of its services alone: those of `uids`, each once, in the order of bytes.
 * With `like`, which may be NULL, entries are judged by what was learned there. */
signpost_status sgp_duplicates_among(signpost_directory *directory, const char *const *uids, size_t count,
                                     const signpost_duplicates_options *options, const signpost_duplicates *like,
                                     signpost_duplicates **duplicates, signpost_error *error);

#endif
