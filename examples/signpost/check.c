/* `signpost check`: is the triage content sound? */
#include "program.h"

static void show_summary(const signpost_algorithms *algorithms)
{
    signpost_algorithms_summary summary = signpost_algorithms_summarise(algorithms);
    printf("%zu pathways and %zu modules for %zu complaints: %zu steps, %zu questions, %zu outcomes\n", summary.pathways,
           summary.modules, summary.complaints, summary.steps, summary.questions, summary.outcomes);
    printf("every step can be reached, every answer leads on, no way is endless\n");
    printf("every complaint has exactly one pathway for each age and sex\n");
}

static int run(const arguments *given)
{
    arguments own = *given;
    if (given->operand_count)
        own.values[OPTION_ALGORITHMS] = given->operands[0];
    signpost_algorithms *algorithms;
    int status = load_algorithms(&own, &algorithms);
    if (status != DONE)
        return status;
    show_summary(algorithms);
    signpost_algorithms_free(algorithms);
    return status;
}

static const option_id taken_options[] = {OPTION_ALGORITHMS, OPTION_DRAFTS, OPTIONS_END};

const command command_check = {
    .name = "check",
    .operands = "[DIR]",
    .most = 1,
    .summary = "checks the triage content and runs its cases",
    .text = "Reads all triage content of a folder, reports every mistake with its place, checks that every step can be reached, that "
            "every answer leads on and no way is endless, that every complaint has exactly one pathway for each age and sex, and runs "
            "the cases that the content brings.\n\n"
            "It checks the content against the rules that it states. Whether it is clinically right is for clinicians to say.",
    .options = taken_options,
    .example = "check algorithms",
    .run = run,
};
