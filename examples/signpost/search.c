/* `signpost search`: ranked services for a need. */
#include "searching.h"

enum { JSON_VERSION = 1 };

static int show(const arguments *given, const searching *with, const signpost_need *need, output_format format)
{
    output to;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_TABLE) {
        fprintf(to.file, "%s (%s)\n", need->disposition.title, need->disposition.code);
        show_results_table(to.file, with);
    } else if (format == FORMAT_CSV) {
        show_results_csv(to.file, with);
    } else {
        signpost_json json;
        output_json(&to, &json);
        signpost_json_object(&json, NULL);
        signpost_json_integer(&json, "version", JSON_VERSION);
        show_results_json(&json, with, need);
        signpost_json_close(&json);
        signpost_json_end(&json);
    }
    return output_close(&to, DONE);
}

static int search(const arguments *given, const signpost_algorithms *algorithms, output_format format)
{
    searching with;
    signpost_need need = SIGNPOST_NEED_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int status = searching_open(&with, given);
    if (status == DONE)
        status = need_read(given, &with, algorithms, &need);
    if (status == DONE && signpost_search(with.index, &need, with.results, &error) != SIGNPOST_OK)
        status = could_not(&error);
    if (status == DONE) {
        show_warnings(&with);
        status = show(given, &with, &need, format);
    }
    searching_close(&with);
    return status;
}

static int run(const arguments *given)
{
    signpost_algorithms *algorithms;
    output_format format;
    if (!format_of(given, &format))
        return WRONG_USE;
    int status = load_algorithms(given, &algorithms);
    if (status != DONE)
        return status;
    status = search(given, algorithms, format);
    signpost_algorithms_free(algorithms);
    return status;
}

static const option_id taken_options[] = {NEED_OPTIONS, OPTIONS_END};

const command command_search = {
    .name = "search",
    .operands = "",
    .summary = "finds and ranks services for a need",
    .text = "Searches a directory for the services that can help with a disposition, from where the patient is, in "
            "time. Services that one question or one person's word could make fit are shown apart, as held. When "
            "nothing fits, what to do instead is said.\n\n"
            "What the search is for, such as the timeframe of Dx06, is read from the triage content.",
    .options = taken_options,
    .example = "search --directory sample.db --disposition Dx06 --symptom-group demo-fever --discriminator "
               "demo-primary-care --age \"4 years\" --sex female --postcode \"TN1 2AB\"",
    .run = run,
};
