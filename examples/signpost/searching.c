/* What a command that searches opens and closes. An index that is kept beside the directory is used whenever it fits,
 * which changes nothing but the time; it is written only when --keep-index asks for it, so that looking something up
 * leaves no file behind in a folder of others. */
#include "searching.h"

#include "directory_life.h"

#include <stdlib.h>
#include <string.h>

/* `FILE.index`; NULL when memory ran out. */
static char *kept_beside(const char *directory)
{
    static const char ending[] = ".index";
    size_t length = strlen(directory);
    char *path = malloc(length + sizeof ending);
    if (path) {
        memcpy(path, directory, length);
        memcpy(path + length, ending, sizeof ending);
    }
    return path;
}

/* A search does not fail because its index could not be kept. */
static void warn_not_kept(const signpost_error *error)
{
    char line[SIGNPOST_FILE_SIZE + 3 * SIGNPOST_TEXT_SIZE];
    const signpost_diagnostic warning = {SIGNPOST_WARNING, error->id, "", 0, 0, error->message, error->hint};
    signpost_diagnostic_format(&warning, line, sizeof line);
    fprintf(stderr, "%s\n", line);
}

static signpost_status open_index(const arguments *given, signpost_directory *directory, const signpost_policy *policy,
                                  signpost_index **index, signpost_error *error)
{
    signpost_error not_kept = SIGNPOST_ERROR_INIT;
    char *path = kept_beside(given->values[OPTION_DIRECTORY]);
    signpost_status status = path ? signpost_index_load(path, directory, policy, index, NULL) : SIGNPOST_NO_MEMORY;
    if (status != SIGNPOST_OK) {
        status = signpost_index_build(directory, policy, index, error);
        if (status == SIGNPOST_OK && path && said(given, OPTION_KEEP_INDEX) &&
            signpost_index_save(*index, path, &not_kept) != SIGNPOST_OK)
            warn_not_kept(&not_kept);
    }
    free(path);
    return status;
}

int open_policy(const arguments *given, signpost_policy **policy)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_diagnostics *diagnostics = NULL;
    *policy = NULL;
    if (!said(given, OPTION_POLICY))
        return DONE;
    signpost_diagnostics_new(&diagnostics);
    signpost_status status = signpost_policy_load(given->values[OPTION_POLICY], policy, diagnostics, &error);
    show_diagnostics(diagnostics);
    signpost_diagnostics_free(diagnostics);
    if (status == SIGNPOST_CONTENT)
        return FOUND_SOMETHING;
    return status == SIGNPOST_OK ? DONE : could_not(&error);
}

/* What is compiled of the directory as it was. */
typedef struct looking_back {
    const signpost_policy *policy;
    signpost_index **index;
} looking_back;

static signpost_status compile(signpost_directory *directory, void *context, signpost_error *error)
{
    const looking_back *back = context;
    return signpost_index_build(directory, back->policy, back->index, error);
}

static int open_as_of(const arguments *given, const signpost_policy *policy, signpost_directory **directory,
                      signpost_index **index)
{
    looking_back back = {policy, index};
    int status = open_directory(given, SIGNPOST_READ_WRITE, directory);
    return status == DONE ? look_as_of(given, *directory, compile, &back) : status;
}

int open_searchable(const arguments *given, signpost_directory **directory, signpost_index **index)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_policy *policy;
    *directory = NULL;
    *index = NULL;
    if (!said(given, OPTION_DIRECTORY))
        return wrong_use("signpost %s needs --directory FILE, a directory of services", given->command->name);
    int status = open_policy(given, &policy);
    if (status != DONE)
        return status;
    if (said(given, OPTION_AS_OF)) {
        status = open_as_of(given, policy, directory, index);
        signpost_policy_free(policy);
        if (status != DONE)
            signpost_directory_close(*directory);
        return status;
    }
    signpost_status opened =
        signpost_directory_open(given->values[OPTION_DIRECTORY], SIGNPOST_READ_ONLY, directory, &error);
    if (opened == SIGNPOST_OK)
        opened = open_index(given, *directory, policy, index, &error);
    signpost_policy_free(policy);
    if (opened == SIGNPOST_OK)
        return DONE;
    signpost_directory_close(*directory);
    return could_not(&error);
}

int searching_open(searching *made, const arguments *given)
{
    enum { MOST_SHOWN = 50 };
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_directory *directory;
    *made = (searching){0};
    int status = open_searchable(given, &directory, &made->index);
    if (status != DONE)
        return status;
    signpost_directory_close(directory);
    if (signpost_results_new(made->index, MOST_SHOWN, &made->results, &error) == SIGNPOST_OK)
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
