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
        show_results_csv_header(to.file, false);
        show_results_csv(to.file, with, NULL);
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

static int search(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                  output_format format)
{
    signpost_need need = SIGNPOST_NEED_INIT;
    if (said(given, OPTION_BATCH))
        return search_batch(given, with, algorithms, format);
    if (said(given, OPTION_COMPARE))
        return wrong_use("--compare is for batches: say --batch FILE, too");
    int status = search_once(given, with, algorithms, &need);
    return status == DONE ? show(given, with, &need, format) : status;
}

static int run(const arguments *given)
{
    return with_searching(given, search);
}

static const option_id taken_options[] = {NEED_OPTIONS, OPTION_BATCH, OPTION_COMPARE, OPTIONS_END};

const command command_search = {
    .name = "search",
    .operands = "",
    .summary = "finds and ranks services for a need",
    .text =
        "Searches a directory for the services that can help with a disposition, from where the patient is, in "
        "time. Services that one question or one person's word could make fit are shown apart, as held. When "
        "nothing fits, what to do instead is said.\n\n"
        "Where the directory has travel times from the place, they take the place of the straight line in ranking, "
        "and a service must be open when the patient gets there; `signpost explain` says which was used.\n\n"
        "With --keep-index the compiled directory is kept beside it, as FILE.index. search, explain and triage begin "
        "with that file whenever it is of the directory as it stands, and of the same policy; else they compile the "
        "directory first, as they do where there is no such file. Only --keep-index writes it. The results are the "
        "same.\n\n"
        "What the search is for, such as the timeframe of Dx06, is read from the triage content.\n\n"
        "With --batch, each row of a CSV file is searched for. Its columns are named as the options are, and need "
        "names the row; several discriminators stand in a cell with ; between. What a row leaves empty is as the "
        "command line says. A row that cannot be searched for is reported, and the others go on; the exit status "
        "is then 1.\n\n"
        "With --compare, a batch is compared with an earlier one that --format csv wrote, need by need: which "
        "services are gained, lost, or offered at another place. So a directory is tested before a bank holiday, or "
        "after a change. The exit status is 1 when anything differs.",
    .options = taken_options,
    .example = "search --directory sample.db --disposition Dx06 --symptom-group demo-fever --discriminator "
               "demo-primary-care --age \"4 years\" --sex female --postcode \"TN1 2AB\"",
    .run = run,
};
