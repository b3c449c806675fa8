/* Duplicates among a few of a directory's services: what other rooms may ask. */
#ifndef SGP_DUPLICATES_AMONG_H
#define SGP_DUPLICATES_AMONG_H

#include "signpost/duplicates.h"

/* signpost_duplicates_of_directory among some of its services alone: those of `uids`, each once, in the order of bytes.
 */
signpost_status sgp_duplicates_among(signpost_directory *directory, const char *const *uids, size_t count,
                                     const signpost_duplicates_options *options, signpost_duplicates **duplicates,
                                     signpost_error *error);

#endif
