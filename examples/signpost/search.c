/* `signpost search`: ranked services for a need. */
#include "searching.h"

#include <string.h>

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

/* ---- as the national directory has it ---- */

static bool put(const char *bytes, size_t size, void *context)
{
    return fwrite(bytes, 1, size, context) == size;
}

static int show_national(const arguments *given, const searching *with, const signpost_need *need)
{
    output to;
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_national_options options = SIGNPOST_NATIONAL_OPTIONS_INIT;
    options.professional = said(given, OPTION_ROLE) && strcmp(given->values[OPTION_ROLE], "111-online") != 0;
    if (said(given, OPTION_AS_OF))
        return wrong_use("--format national tells of the directory as it is: leave --as-of out");
    int status = open_directory(given, SIGNPOST_READ_ONLY, &directory);
    if (status != DONE)
        return status;
    if (!output_open(&to, given))
        status = COULD_NOT;
    else if (signpost_national_write(directory, with->results, need, &options, put, to.file, &error))
        status = output_drop(&to, wrong_name(&error));
    else
        status = output_close(&to, DONE);
    signpost_directory_close(directory);
    return status;
}

static int search_national(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                           output_format format)
{
    (void)format;
    signpost_need need = SIGNPOST_NEED_INIT;
    if (said(given, OPTION_BATCH) || said(given, OPTION_COMPARE))
        return wrong_use("--format national is for one search, without --batch and --compare");
    int status = search_once(given, with, algorithms, &need);
    return status == DONE ? show_national(given, with, &need) : status;
}

static int run(const arguments *given)
{
    arguments as_json = *given;
    if (!said(given, OPTION_FORMAT) || strcmp(given->values[OPTION_FORMAT], "national") != 0)
        return with_searching(given, search);
    as_json.values[OPTION_FORMAT] = "json";
    return with_searching(&as_json, search_national);
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
        "after a change. The exit status is 1 when anything differs.\n\n"
        "With --format national, the results are JSON shaped like the national Directory of Services' response to "
        "CheckCapacitySummary 1.5. What is for professionals only, such as nonPublicTelephoneNo, stands in it with a "
        "professional's --role.",
    .options = taken_options,
    .example = "search --directory sample.db --disposition Dx06 --symptom-group demo-fever --discriminator "
               "demo-primary-care --age \"4 years\" --sex female --postcode \"TN1 2AB\"",
    .run = run,
};
