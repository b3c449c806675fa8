/* signpost: from a caller's answers to the right local service. This file finds the subcommand and runs it. */
#include "program.h"

#include <string.h>

extern const command command_audit;
extern const command command_check;
extern const command command_compare;
extern const command command_completion;
extern const command command_diff;
extern const command command_directory_approve;
extern const command command_directory_export;
extern const command command_directory_history;
extern const command command_directory_import;
extern const command command_directory_init;
extern const command command_directory_keys;
extern const command command_directory_load;
extern const command command_directory_migrate;
extern const command command_directory_reject;
extern const command command_directory_release;
extern const command command_directory_review;
extern const command command_directory_show;
extern const command command_directory_submit;
extern const command command_directory_verify;
extern const command command_directory_withdraw;
extern const command command_draw;
extern const command command_duplicates;
extern const command command_explain;
extern const command command_fhir_journal;
extern const command command_fhir_pathway;
extern const command command_gaps;
extern const command command_generate;
extern const command command_help;
extern const command command_journal_show;
extern const command command_kpi_import;
extern const command command_kpi_report;
extern const command command_kpi_show;
extern const command command_kpi_staffing;
extern const command command_overlaps;
extern const command command_quality;
extern const command command_remedies;
extern const command command_search;
extern const command command_triage;

const command *const commands[] = {
    &command_audit,
    &command_check,
    &command_compare,
    &command_completion,
    &command_diff,
    &command_directory_approve,
    &command_directory_export,
    &command_directory_history,
    &command_directory_import,
    &command_directory_init,
    &command_directory_keys,
    &command_directory_load,
    &command_directory_migrate,
    &command_directory_reject,
    &command_directory_release,
    &command_directory_review,
    &command_directory_show,
    &command_directory_submit,
    &command_directory_verify,
    &command_directory_withdraw,
    &command_draw,
    &command_duplicates,
    &command_explain,
    &command_fhir_journal,
    &command_fhir_pathway,
    &command_gaps,
    &command_generate,
    &command_help,
    &command_journal_show,
    &command_kpi_import,
    &command_kpi_report,
    &command_kpi_show,
    &command_kpi_staffing,
    &command_overlaps,
    &command_quality,
    &command_remedies,
    &command_search,
    &command_triage,
    NULL,
};

/* How many of the words a command's name is, when they begin with it; 0 otherwise. */
static int words_of(const command *one, int count, char *const *words)
{
    const char *name = one->name;
    for (int taken = 0; taken < count; taken++) {
        size_t length = strcspn(name, " ");
        if (strlen(words[taken]) != length || strncmp(name, words[taken], length) != 0)
            return 0;
        name += length;
        if (!*name)
            return taken + 1;
        name++;
    }
    return 0;
}

const command *command_find(int count, char *const *words, int *taken)
{
    for (const command *const *at = commands; *at; at++)
        if ((*taken = words_of(*at, count, words)))
            return *at;
    bool is_group = false;
    for (const command *const *at = commands; *at; at++)
        is_group =
            is_group || (strncmp((*at)->name, words[0], strlen(words[0])) == 0 && (*at)->name[strlen(words[0])] == ' ');
    if (is_group && count > 1)
        wrong_use("signpost %s does not know \"%s\"; see signpost help", words[0], words[1]);
    else if (is_group)
        wrong_use("signpost %s needs a further word; see signpost help", words[0]);
    else
        wrong_use("signpost has no subcommand \"%s\"; see signpost help", words[0]);
    return NULL;
}

static int run(int count, char **words)
{
    if (count < 2 || strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0) {
        help_program(count < 2 ? stderr : stdout);
        return count < 2 ? WRONG_USE : DONE;
    }
    if (strcmp(words[1], "--version") == 0) {
        printf("signpost %s\n", signpost_version());
        return DONE;
    }
    int taken;
    const command *one = command_find(count - 1, words + 1, &taken);
    arguments given = {0};
    if (!one || !arguments_read(&given, one, count - 1 - taken, words + 1 + taken))
        return WRONG_USE;
    if (said(&given, OPTION_HELP)) {
        help_command(stdout, one);
        return DONE;
    }
    return one->run(&given);
}

/* What was printed counts only when it has arrived: a full disk must not look like success. */
int main(int count, char **words)
{
    output to = {.file = stdout};
    int status = run(count, words);
    return status == COULD_NOT ? status : output_close(&to, status);
}
