/* `signpost check`: is the triage content sound? */
#include "check_services.h"
#include "prove.h"
#include "release.h"
#include "suggest.h"
#include "watch.h"

static int run_cases(signpost_algorithms *algorithms)
{
    signpost_cases_summary summary;
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status = signpost_cases_run(algorithms, &summary, &diagnostics, &error);
    show_diagnostics(diagnostics);
    signpost_diagnostics_free(diagnostics);
    if (status != SIGNPOST_OK && status != SIGNPOST_CONTENT)
        return could_not(&error);
    printf("%zu of %zu cases end as they say\n", summary.run - summary.failed, summary.run);
    return summary.failed ? FOUND_SOMETHING : DONE;
}

/* What the cases come to, in a line; with a list of what they do not when that is asked for, or when some fail. */
static int show_coverage(const arguments *given, signpost_algorithms *algorithms, bool lists)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_diagnostics *missed;
    signpost_coverage coverage[SIGNPOST_COVERED_COUNT];
    if (signpost_cases_coverage(algorithms, coverage, &missed, &error) != SIGNPOST_OK)
        return could_not(&error);
    if (lists || said(given, OPTION_VERBOSE))
        show_diagnostics(missed);
    printf("they come to");
    for (int i = 0; i < SIGNPOST_COVERED_COUNT; i++)
        printf("%s %zu of %zu %s", i ? "," : "", coverage[i].touched, coverage[i].total,
               signpost_covered_name((signpost_covered)i));
    printf("%s\n", signpost_diagnostics_count(missed) && !lists && !said(given, OPTION_VERBOSE)
                       ? "; --verbose lists the others"
                       : "");
    signpost_diagnostics_free(missed);
    return DONE;
}

static void show_summary(const signpost_algorithms *algorithms)
{
    signpost_algorithms_summary summary = signpost_algorithms_summarise(algorithms);
    printf("%zu pathways and %zu modules for %zu complaints: %zu steps, %zu questions, %zu outcomes\n",
           summary.pathways, summary.modules, summary.complaints, summary.steps, summary.questions, summary.outcomes);
    if (summary.is_demonstration)
        printf("it is a demonstration, not clinically validated: not for the care of patients\n");
}

static int check_all(const arguments *given, signpost_algorithms *algorithms, signpost_date on)
{
    show_summary(algorithms);
    show_release(algorithms);
    show_reviews(algorithms, on);
    int status = show_proof(given, algorithms);
    if (status != COULD_NOT && said(given, OPTION_DIRECTORY)) {
        int services = check_services(given, algorithms);
        status = status == DONE ? services : status;
    }
    int cases = status == COULD_NOT ? DONE : run_cases(algorithms);
    if (cases != COULD_NOT && status != COULD_NOT && show_coverage(given, algorithms, cases != DONE) != DONE)
        cases = COULD_NOT;
    status = status == DONE ? cases : status;
    if (status == DONE && said(given, OPTION_RELEASE))
        status = make_release(given, algorithms, on);
    return status;
}

static int check(const arguments *given)
{
    signpost_date on;
    signpost_algorithms *algorithms;
    if (!read_check_date(given, &on))
        return WRONG_USE;
    int status = load_algorithms_on(given, &on, &algorithms);
    if (status != DONE)
        return status;
    status = said(given, OPTION_SUGGEST_CASES) ? suggest_cases(given, algorithms) : check_all(given, algorithms, on);
    signpost_algorithms_free(algorithms);
    return status;
}

static int run(const arguments *given)
{
    arguments own = *given;
    if (given->operand_count)
        own.values[OPTION_ALGORITHMS] = given->operands[0];
    return said(given, OPTION_WATCH) ? watch(algorithms_folder(&own), check, &own) : check(&own);
}

static const option_id taken_options[] = {
    OPTION_DIRECTORY, OPTION_POLICY,        OPTION_KEEP_INDEX, OPTION_ALGORITHMS,  OPTION_COUNTEREXAMPLES,
    OPTION_REACH,     OPTION_SUGGEST_CASES, OPTION_DRAFTS,     OPTION_VERBOSE,     OPTION_WATCH,
    OPTION_WHEN,      OPTION_RELEASE,       OPTION_TITLE,      OPTION_APPROVED_BY, OPTION_FROM,
    OPTION_UNTIL,     OPTION_OUTPUT,        OPTIONS_END};

const command command_check = {
    .name = "check",
    .operands = "[DIR]",
    .most = 1,
    .summary = "proves the triage content, and runs its cases",
    .text =
        "Reads all triage content of a folder, reports every mistake with its place, and proves, over every patient "
        "and every way: that somebody comes to every step and every way ends; that every decision has one rule for "
        "everybody and reads only what is known; that every complaint has exactly one pathway for each age and "
        "sex; that every safety rule holds; that \"not sure\" and more severe answers never lead to less; that "
        "interim dispositions are safe, and red flags are asked before any outcome milder than an ambulance. "
        "Ages, numbers and answers are cut into the classes that the content can tell apart; nothing is sampled.\n\n"
        "What does not hold is shown with a shortest walk, as an answers file for signpost triage --answers; "
        "--counterexamples keeps them as files. With --directory, every outcome that is looked up must have services "
        "profiled in each area, or is listed as a gap; one that has none anywhere is an error. Then the cases that the "
        "content brings are run, and counted by what they come to; --verbose lists what no case comes to. "
        "--reach lists the dispositions that each pathway can reach, by age and sex.\n\n"
        "With --suggest-cases it only writes the cases that are missing: for each step, answer, rule and outcome that "
        "no case comes to, a short walk that does, with the end that it has today, to be pasted into the file that is "
        "named. Whether it ought to end so is for clinicians to say.\n\n"
        "It lists the pathways that are overdue for review on the date of --when, and those due within 90 days of "
        "it.\n\n"
        "With --watch it stays, and checks again whenever a file of the folder changes, until Ctrl-C.\n\n"
        "With --release, and when nothing is wrong, it makes a release of the content: a file that says what is in "
        "force, from when, and who approved it, with a fingerprint of all the other files. Put it beside them, as "
        "release.yaml: whoever loads the content is then told when it is not what was released.\n\n"
        "It proves the content against the rules that it states. Whether it is clinically right is for clinicians "
        "to say.",
    .options = taken_options,
    .example = "check algorithms",
    .run = run,
};
