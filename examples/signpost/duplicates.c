/* `signpost duplicates`: the same service entered twice, and what people decide about it. */
#include "duplicates.h"
#include "auditing.h"

#include <string.h>

enum { MOST_IN_TABLE = 20 };

/* ---- deciding ---- */

static int decide(const arguments *given)
{
    const char *what = given->values[OPTION_DECIDE];
    bool same = strcmp(what, "same") == 0;
    if (!same && strcmp(what, "different") != 0)
        return wrong_use("--decide is same or different, and not \"%s\"", what);
    if (given->operand_count != 2)
        return wrong_use("--decide needs the uids of two entries");
    if (!said(given, OPTION_AS) || !said(given, OPTION_WHY))
        return wrong_use("--decide needs --as USER and --why TEXT");
    const signpost_duplicate_decision decision = {given->operands[0], given->operands[1], same};
    const signpost_act act = {given->values[OPTION_AS], given->values[OPTION_WHY], now()};
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_directory *directory;
    int status = open_directory(given, SIGNPOST_READ_WRITE, &directory);
    if (status != DONE)
        return status;
    if (signpost_duplicates_decide(directory, &decision, &act, &error))
        status = wrong_name(&error);
    else
        printf("%s and %s are remembered as %s\n", decision.uid_a, decision.uid_b,
               same ? "one service" : "different services");
    signpost_directory_close(directory);
    return status;
}

/* ---- seeking ---- */

static int seek_in_csv(const arguments *given, const signpost_duplicates_options *options, signpost_duplicates **found)
{
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_diagnostics_new(&diagnostics)) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    signpost_status status =
        signpost_duplicates_of_csv(given->values[OPTION_CSV], given->values[OPTION_MAP], given->values[OPTION_TRUTH],
                                   options, found, diagnostics, &error);
    show_diagnostics(diagnostics);
    signpost_diagnostics_free(diagnostics);
    return status ? could_not(&error) : DONE;
}

static int seek_in_directory(const arguments *given, const signpost_duplicates_options *options,
                             signpost_duplicates **found)
{
    signpost_directory *directory;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int status = open_directory(given, SIGNPOST_READ_ONLY, &directory);
    if (status != DONE)
        return status;
    if (signpost_duplicates_of_directory(directory, options, found, &error))
        status = could_not(&error);
    signpost_directory_close(directory);
    return status;
}

static int seek(const arguments *given, signpost_duplicates **found)
{
    progress bar = progress_begin("entries");
    signpost_duplicates_options options = SIGNPOST_DUPLICATES_OPTIONS_INIT;
    *found = NULL;
    options.progress = progress_show;
    options.progress_context = &bar;
    progress_listen();
    int status =
        said(given, OPTION_CSV) ? seek_in_csv(given, &options, found) : seek_in_directory(given, &options, found);
    progress_end(&bar);
    return status;
}

/* ---- showing ---- */

static int show(const arguments *given, duplicates_shown *shown, output_format format)
{
    static void (*const writers[])(output *, const duplicates_shown *) = {duplicates_table, duplicates_json,
                                                                          duplicates_csv};
    signpost_error error = SIGNPOST_ERROR_INIT;
    output to;
    if (shown->truth && signpost_duplicates_evaluate(shown->found, &shown->by_labels, &error))
        return could_not(&error);
    if (!output_open(&to, given))
        return COULD_NOT;
    writers[format](&to, shown);
    return output_close(&to, DONE);
}

static int run(const arguments *given)
{
    output_format format;
    signpost_duplicates *found;
    int limit = MOST_IN_TABLE;
    if (said(given, OPTION_DECIDE))
        return decide(given);
    if (given->operand_count)
        return wrong_use("signpost duplicates takes entries with --decide only");
    if (said(given, OPTION_CSV) && said(given, OPTION_DIRECTORY))
        return wrong_use("duplicates are sought in --directory or in --csv, and not in both");
    if (!said(given, OPTION_CSV) && (said(given, OPTION_MAP) || said(given, OPTION_TRUTH)))
        return wrong_use("--map and --truth are for --csv");
    if (!format_of(given, &format))
        return WRONG_USE;
    int status = read_whole(given, OPTION_LIMIT, 1, 1000000, &limit);
    if (status == DONE)
        status = seek(given, &found);
    if (status != DONE)
        return status;
    duplicates_shown shown = {.found = found, .most = (size_t)limit, .truth = given->values[OPTION_TRUTH]};
    status = show(given, &shown, format);
    signpost_duplicates_free(found);
    return status;
}

static const option_id taken_options[] = {OPTION_DIRECTORY, OPTION_CSV,    OPTION_MAP, OPTION_TRUTH,
                                          OPTION_DECIDE,    OPTION_AS,     OPTION_WHY, OPTION_LIMIT,
                                          OPTION_FORMAT,    OPTION_OUTPUT, OPTIONS_END};

const command command_duplicates = {
    .name = "duplicates",
    .operands = "[UID-A UID-B]",
    .most = 2,
    .summary = "finds services that are entered twice",
    .text =
        "Compares entries by name, address, phone, place, type, what they serve, hours and ODS code, and shows which "
        "are one service, which to keep, what merging would lose, and pairs that a person should look at. Each pair "
        "comes with what every field adds to it, in bits: +1 makes it twice as likely that the two are one, -1 half "
        "as likely. What is rare weighs more, and nothing has to be set: the weights are learned from the entries.\n\n"
        "Pharmacies of one ODS stem are one service when their type is the same, and are not when it differs.\n\n"
        "With --csv, the entries are rows of any CSV file, read as --map says or by columns that are called as those "
        "of services.csv are. --truth names a column in which rows of one service have the same label: the result is "
        "then judged by it.\n\n"
        "With --decide same or different, and two uids, the directory remembers what a person decided, and honours it "
        "from then on.",
    .options = taken_options,
    .example = "duplicates --directory sample.db",
    .run = run,
};
