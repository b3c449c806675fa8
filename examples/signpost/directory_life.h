/* What the subcommands about a directory's life share. */
#ifndef SIGNPOST_DIRECTORY_LIFE_H
#define SIGNPOST_DIRECTORY_LIFE_H

#include "program.h"

/* Who acts, why, and now. */
signpost_act act_of(const arguments *given);
/* Opens the directory for an act; wrong use without who and why. */
int open_for_act(const arguments *given, signpost_directory **directory);
/* A moment that was said on the directory's own clock. */
int read_local_moment(signpost_directory *directory, const char *text, signpost_minute *moment);
/* Looks at a directory, which is open for writing, as it was at --as-of. DONE, or what to end with. */
int look_as_of(const arguments *given, signpost_directory *directory, signpost_look *look, void *context);
/* Shows what was found, and how an act ended; DONE when it was done. */
int end_of_act(signpost_status status, signpost_diagnostics *diagnostics, const signpost_error *error);

#endif
