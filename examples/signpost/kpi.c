/* What the `signpost kpi` subcommands share: the figures database, the contracts and the months. */
#include "kpi.h"

#include <string.h>

static int say_no_memory(void)
{
    fputs("error: memory ran out [SP0101]\n", stderr);
    return COULD_NOT;
}

int open_figures(const arguments *given, signpost_access access, signpost_figures **figures)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    *figures = NULL;
    if (!said(given, OPTION_FIGURES))
        return wrong_use("signpost %s needs --figures FILE", given->command->name);
    if (signpost_figures_open(given->values[OPTION_FIGURES], access, figures, &error))
        return could_not(&error);
    return DONE;
}

int open_or_make_figures(const arguments *given, signpost_figures **figures)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    const char *path = given->values[OPTION_FIGURES];
    *figures = NULL;
    if (!path)
        return wrong_use("signpost %s needs --figures FILE", given->command->name);
    signpost_status status = signpost_figures_open(path, SIGNPOST_READ_WRITE, figures, &error);
    if (status == SIGNPOST_NOT_FOUND)
        status = signpost_figures_create(path, figures, &error);
    if (status == SIGNPOST_REFUSED) /* somebody else was quicker */
        status = signpost_figures_open(path, SIGNPOST_READ_WRITE, figures, &error);
    return status ? could_not(&error) : DONE;
}

int load_contracts(const arguments *given, signpost_contracts **contracts)
{
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    *contracts = NULL;
    if (!said(given, OPTION_CONTRACTS))
        return DONE;
    if (signpost_diagnostics_new(&diagnostics))
        return say_no_memory();
    signpost_status status = signpost_contracts_load(given->values[OPTION_CONTRACTS], contracts, diagnostics, &error);
    show_diagnostics(diagnostics);
    bool listed = signpost_diagnostics_count(diagnostics) > 0;
    signpost_diagnostics_free(diagnostics);
    if (status == SIGNPOST_CONTENT && listed)
        return FOUND_SOMETHING;
    return status ? could_not(&error) : DONE;
}

static int read_month(const arguments *given, option_id id, signpost_month *month)
{
    const char *text = given->values[id];
    if (!text || !signpost_month_parse(text, month))
        return DONE;
    return wrong_use("--%s is a month, such as 2015-04, and not \"%s\"", all_options[id].name, text);
}

int read_months(const arguments *given, signpost_month *from, signpost_month *until)
{
    *from = SIGNPOST_FIRST_MONTH;
    *until = SIGNPOST_LAST_MONTH;
    int result = read_month(given, OPTION_FROM_MONTH, from);
    if (result == DONE)
        result = read_month(given, OPTION_UNTIL_MONTH, until);
    if (result == DONE && *from > *until)
        result = wrong_use("--until is before --from");
    return result;
}

const char *late_in_words(const signpost_definition *definition)
{
    static const struct {
        const char *id, *words;
    } known[] = {
        {"answered-60", "callers waited longer"},
        {"iuc-answered-60", "callers waited longer"},
        {"abandoned", "callers hung up"},
        {"iuc-abandoned", "callers hung up"},
        {"iuc-abandoned-30", "callers hung up"},
        {"callback-10", "callers were called back later, or not"},
        {"timely", "callers had no clinician in time"},
        {"iuc-clinician-20", "callers had no clinician in time"},
        {"warm-transfer", "callers were not put through"},
        {"iuc-warm-transfer", "callers were not put through"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].id, definition->id) == 0)
            return known[i].words;
    return "for whom it was not kept";
}
