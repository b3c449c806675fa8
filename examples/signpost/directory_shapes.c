/* The shapes in which a whole directory is exchanged: a row each. */
#include "directory_shapes.h"

#include <string.h>

static int export_csv(signpost_directory *directory, const arguments *given, size_t *written,
                      signpost_diagnostics *lost)
{
    (void)lost; /* nothing is */
    signpost_error error = SIGNPOST_ERROR_INIT;
    return signpost_directory_export(directory, given->operands[0], written, &error) ? could_not(&error) : DONE;
}

static bool put(const char *bytes, size_t size, void *context)
{
    return fwrite(bytes, 1, size, context) == size;
}

static int export_fhir(signpost_directory *directory, const arguments *given, size_t *written,
                       signpost_diagnostics *lost)
{
    output to;
    arguments into = *given;
    signpost_bundle_options options = SIGNPOST_BUNDLE_OPTIONS_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    into.values[OPTION_OUTPUT] = given->operands[0];
    options.public_only = said(given, OPTION_PUBLIC);
    if (!output_open(&to, &into))
        return COULD_NOT;
    if (signpost_bundle_write(directory, &options, put, to.file, written, lost, &error))
        return output_drop(&to, could_not(&error));
    return output_close(&to, DONE);
}

static int export_hsds(signpost_directory *directory, const arguments *given, size_t *written,
                       signpost_diagnostics *lost)
{
    signpost_hsds_options options = SIGNPOST_HSDS_OPTIONS_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    options.public_only = said(given, OPTION_PUBLIC);
    return signpost_hsds_export(directory, given->operands[0], &options, written, lost, &error) ? could_not(&error)
                                                                                                : DONE;
}

static const directory_shape shapes[] = {
    {"csv", "rows", false, export_csv, signpost_directory_import},
    {"hsds", "rows", true, export_hsds, signpost_hsds_import},
    {"fhir", "entries", true, export_fhir, signpost_bundle_import},
};

const directory_shape *directory_shape_of(const arguments *given)
{
    const char *wanted = given->values[OPTION_SHAPE];
    const directory_shape *found = wanted ? NULL : &shapes[0];
    for (size_t i = 0; wanted && i < sizeof shapes / sizeof *shapes; i++)
        if (strcmp(wanted, shapes[i].name) == 0)
            found = &shapes[i];
    if (!found)
        wrong_use("--format is csv, hsds or fhir, and not \"%s\"", wanted);
    else if (said(given, OPTION_PUBLIC) && !found->has_public)
        wrong_use("--public goes with --format hsds or fhir");
    return found && (found->has_public || !said(given, OPTION_PUBLIC)) ? found : NULL;
}
