/* What a command that searches opens and closes. */
#include "searching.h"

int searching_open(searching *made, const arguments *given)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_directory *directory = NULL;
    signpost_policy *policy = NULL;
    signpost_diagnostics *diagnostics = NULL;
    *made = (searching){0};
    if (!said(given, OPTION_DIRECTORY))
        return wrong_use("signpost %s needs --directory FILE, a directory of services", given->command->name);
    signpost_status status = SIGNPOST_OK;
    if (said(given, OPTION_POLICY)) {
        signpost_diagnostics_new(&diagnostics);
        status = signpost_policy_load(given->values[OPTION_POLICY], &policy, diagnostics, &error);
        show_diagnostics(diagnostics);
        signpost_diagnostics_free(diagnostics);
        if (status == SIGNPOST_CONTENT)
            return FOUND_SOMETHING;
    }
    if (status == SIGNPOST_OK)
        status = signpost_directory_open(given->values[OPTION_DIRECTORY], SIGNPOST_READ_ONLY, &directory, &error);
    if (status == SIGNPOST_OK)
        status = signpost_index_build(directory, policy, &made->index, &error);
    signpost_directory_close(directory);
    signpost_policy_free(policy);
    enum { MOST_SHOWN = 50 };
    if (status == SIGNPOST_OK)
        status = signpost_results_new(made->index, MOST_SHOWN, &made->results, &error);
    if (status == SIGNPOST_OK)
        return DONE;
    searching_close(made);
    return could_not(&error);
}

void searching_close(searching *made)
{
    signpost_results_free(made->results);
    signpost_index_free(made->index);
    *made = (searching){0};
}

int with_searching(const arguments *given, searching_work *work)
{
    signpost_algorithms *algorithms;
    searching with = {0};
    output_format format;
    if (!format_of(given, &format))
        return WRONG_USE;
    int status = load_algorithms(given, &algorithms);
    if (status != DONE)
        return status;
    status = searching_open(&with, given);
    if (status == DONE)
        status = work(given, &with, algorithms, format);
    searching_close(&with);
    signpost_algorithms_free(algorithms);
    return status;
}

int search_once(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                signpost_need *need)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    int status = need_read(given, with, algorithms, need);
    if (status != DONE)
        return status;
    if (signpost_search(with->index, need, with->results, &error) != SIGNPOST_OK)
        return wrong_name(&error);
    show_warnings(with);
    return DONE;
}
