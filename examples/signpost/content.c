/* Loading the triage content for a subcommand. */
#include "program.h"

#include <unistd.h>

const char *algorithms_folder(const arguments *given)
{
    if (said(given, OPTION_ALGORITHMS))
        return given->values[OPTION_ALGORITHMS];
    return access("algorithms", R_OK) == 0 ? "algorithms" : SIGNPOST_DATA_FOLDER "/algorithms";
}

int load_algorithms(const arguments *given, signpost_algorithms **algorithms)
{
    return load_algorithms_on(given, NULL, algorithms);
}

int load_algorithms_on(const arguments *given, const signpost_date *on, signpost_algorithms **algorithms)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_diagnostics *diagnostics;
    signpost_algorithms_options options = SIGNPOST_ALGORITHMS_OPTIONS_INIT;
    options.include_drafts = said(given, OPTION_DRAFTS);
    options.ignore_release = said(given, OPTION_RELEASE);
    options.has_date = on != NULL;
    options.on = on ? *on : 0;
    signpost_status status =
        signpost_algorithms_load(algorithms_folder(given), &options, algorithms, &diagnostics, &error);
    show_diagnostics(diagnostics);
    bool is_told = status == SIGNPOST_CONTENT;
    signpost_diagnostics_free(diagnostics);
    if (status == SIGNPOST_OK)
        return DONE;
    return is_told ? FOUND_SOMETHING : could_not(&error);
}
