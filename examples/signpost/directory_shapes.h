/* The shapes in which a whole directory is exchanged: `--format` of `directory export` and `directory import`. */
#ifndef DIRECTORY_SHAPES_H
#define DIRECTORY_SHAPES_H

#include "program.h"

typedef struct directory_shape {
    const char *name; /* of --format */
    const char *unit; /* what an export counts: "rows" */
    bool has_public;  /* --public is understood */
    /* Writes the first operand; returns how the program ends. `lost` receives what the shape cannot carry. */
    int (*export_to)(signpost_directory *directory, const arguments *given, size_t *written,
                     signpost_diagnostics *lost);
    /* As signpost_directory_import. */
    signpost_status (*import_from)(signpost_directory *directory, const char *path, const signpost_act *act,
                                   const signpost_import_options *options, signpost_import_report *report,
                                   signpost_diagnostics *diagnostics, signpost_error *error);
} directory_shape;

/* The one of --format, csv by default; NULL, with a message, when there is none. */
const directory_shape *directory_shape_of(const arguments *given);

#endif
