/* `signpost directory review`: the command, and judging what a change would do. Rules kept here:
 *  - a change that cannot be looked at as what would be (live, rejected, stale) is shown without its effect, and why;
 *  - the directory is opened for writing only to look at it with the change in it, and nothing is written. */
#include "directory_review.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the effect ---- */

static int choose_options(const arguments *given, signpost_effect_options *options, signpost_policy **policy)
{
    enum { DAY = 1440 };
    options->at = now();
    if (said(given, OPTION_FROM)) {
        signpost_date from;
        if (signpost_date_parse(given->values[OPTION_FROM], &from) != SIGNPOST_OK)
            return wrong_use("--from \"%s\" is not a date such as 2026-12-20", given->values[OPTION_FROM]);
        options->at = (signpost_minute)from * DAY + DAY / 2;
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    options->audit.threads = processors < 1 ? 1 : processors > 64 ? 64 : (int)processors;
    int status = read_whole(given, OPTION_THREADS, 1, 64, &options->audit.threads);
    if (status == DONE)
        status = open_policy(given, policy);
    options->policy = *policy;
    return status;
}

/* What cannot be judged is no failure of the review. */
static bool is_told(signpost_status status)
{
    return status == SIGNPOST_STATE || status == SIGNPOST_CONTENT;
}

static int judge_demands(reviewing *of, signpost_directory *directory, const signpost_effect_options *options,
                         const signpost_demand *demands, size_t count, signpost_error *error)
{
    signpost_status status = signpost_effect_new(directory, of->change.id, demands, count, options, &of->effect, error);
    if (is_told(status)) {
        of->not_judged = error->message;
        return DONE;
    }
    if (status != SIGNPOST_OK)
        return could_not(error);
    of->did = signpost_effect_describe(of->effect);
    of->with.audit = (signpost_audit *)(uintptr_t)signpost_effect_audit(of->effect); /* only read */
    return DONE;
}

static int judge(const arguments *given, reviewing *of, signpost_directory *directory, signpost_error *error)
{
    signpost_effect_options options = SIGNPOST_EFFECT_OPTIONS_INIT;
    signpost_policy *policy = NULL;
    signpost_demand *demands;
    size_t count;
    int status = choose_options(given, &options, &policy);
    if (status == DONE)
        status = load_algorithms(given, &of->with.algorithms);
    if (status == DONE && (status = choose_demands(given, of->with.algorithms, &demands, &count)) == DONE) {
        status = judge_demands(of, directory, &options, demands, count, error);
        free(demands);
    }
    signpost_policy_free(policy);
    return status;
}

/* ---- the command ---- */

static int write_page(const arguments *given, const reviewing *of)
{
    output to;
    arguments page = *given;
    page.values[OPTION_OUTPUT] = given->values[OPTION_PAGE];
    if (!output_open(&to, &page))
        return COULD_NOT;
    review_show_page(to.file, of);
    return output_close(&to, DONE);
}

static int show(const arguments *given, const reviewing *of, output_format format)
{
    output to;
    int limit = format == FORMAT_TABLE ? 5 : 1000000;
    int status = read_whole(given, OPTION_LIMIT, 1, 1000000, &limit);
    if (status == DONE && said(given, OPTION_PAGE))
        status = write_page(given, of);
    if (status != DONE)
        return status;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_JSON)
        review_show_json(&to, of, (size_t)limit);
    else
        review_show_table(to.file, of, (size_t)limit);
    return output_close(&to, DONE);
}

static int review_one(const arguments *given, signpost_directory *directory, int64_t number, output_format format)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    reviewing of = {.review = NULL};
    int status = DONE;
    if (signpost_directory_describe(directory, &of.about, &error) != SIGNPOST_OK ||
        signpost_review_new(directory, number, &of.review, &error) != SIGNPOST_OK)
        return wrong_name(&error);
    of.change = signpost_review_change(of.review);
    if (!said(given, OPTION_NO_EFFECT))
        status = judge(given, &of, directory, &error);
    if (status == DONE)
        status = show(given, &of, format);
    signpost_effect_free(of.effect);
    signpost_review_free(of.review);
    signpost_algorithms_free(of.with.algorithms);
    return status;
}

static bool read_number(const char *word, int64_t *number)
{
    char *end;
    long long read = strtoll(word, &end, 10);
    *number = read;
    return *word >= '1' && *word <= '9' && !*end && strlen(word) < 18;
}

static int run(const arguments *given)
{
    int64_t number = 0;
    output_format format;
    signpost_directory *directory;
    const char *word = given->operand_count ? given->operands[0] : NULL;
    if (!format_of(given, &format))
        return WRONG_USE;
    if (word && !read_number(word, &number))
        return wrong_use("\"%s\" is no number of a change: `signpost directory review` lists those that wait", word);
    if (word && format == FORMAT_CSV)
        return wrong_use("a change is shown as a table, as JSON or, with --page FILE, as a page");
    if (word && (said(given, OPTION_STATE) || said(given, OPTION_SERVICE)))
        return wrong_use("--state and --service are for the list of changes");
    if (!word && said(given, OPTION_PAGE))
        return wrong_use("--page is for one change: say its number");
    bool is_judged = word && !said(given, OPTION_NO_EFFECT);
    int status = open_directory(given, is_judged ? SIGNPOST_READ_WRITE : SIGNPOST_READ_ONLY, &directory);
    if (status != DONE)
        return status;
    status = word ? review_one(given, directory, number, format) : review_list(given, directory, format);
    signpost_directory_close(directory);
    return status;
}

static const option_id taken_options[] = {
    OPTION_DIRECTORY, OPTION_STATE, OPTION_SERVICE, OPTION_NO_EFFECT, OPTION_ALGORITHMS, OPTION_POLICY, OPTION_FROM,
    OPTION_THREADS,   OPTION_LIMIT, OPTION_FORMAT,  OPTION_PAGE,      OPTION_OUTPUT,     OPTIONS_END};

const command command_directory_review = {
    .name = "directory review",
    .operands = "[CHANGE]",
    .most = 1,
    .summary = "shows changes that wait, or one with what it would do",
    .text = "Without a number: the changes that wait for somebody, the newest first; with --state those of another "
            "state, or all.\n\n"
            "With a change's number: who submitted it, when, why and on what evidence; each value before and after, "
            "and now, where it is no more what it was; other changes that wait for the same field; and what it would "
            "do before it does it: gaps that it opens and closes for the outcomes of the triage content in the "
            "typical week, how the depth of cover shifts, entries that would be taken for one service, and the "
            "quality of what it changes. Nothing is written.\n\n"
            "With --page, it is also written as one HTML file that needs nothing else.",
    .options = taken_options,
    .example = "directory review --directory sample.db",
    .run = run,
};
