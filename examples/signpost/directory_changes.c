/* `signpost directory submit`, `approve`, `reject`, `withdraw` and `verify`: who fills a directory in, and who signs it
 * off. */
#include "directory_life.h"

#include <stdlib.h>
#include <string.h>

signpost_act act_of(const arguments *given)
{
    return (signpost_act){given->values[OPTION_AS], given->values[OPTION_WHY], now()};
}

int open_for_act(const arguments *given, signpost_directory **directory)
{
    *directory = NULL;
    if (!said(given, OPTION_AS) || !said(given, OPTION_WHY))
        return wrong_use("signpost %s needs --as USER and --why TEXT", given->command->name);
    return open_directory(given, SIGNPOST_READ_WRITE, directory);
}

int end_of_act(signpost_status status, signpost_diagnostics *diagnostics, const signpost_error *error)
{
    bool listed = signpost_diagnostics_count_of(diagnostics, SIGNPOST_ERROR) > 0;
    show_diagnostics(diagnostics);
    if (status == SIGNPOST_CONTENT && listed) {
        fputs("nothing was changed\n", stderr);
        return FOUND_SOMETHING;
    }
    return status == SIGNPOST_NOT_FOUND ? wrong_name(error) : status ? could_not(error) : DONE;
}

/* ---- submit ---- */

/* `phone=01632 960001` of the operands; false, with a message, when one has no sign of equality. */
static bool read_edits(const arguments *given, signpost_edit *edits, char fields[][64], size_t *count)
{
    *count = 0;
    for (size_t i = 1; i < given->operand_count; i++) {
        const char *operand = given->operands[i], *equals = strchr(operand, '=');
        if (!equals || equals == operand || equals - operand >= 64) {
            wrong_use("\"%s\" is no FIELD=VALUE, such as phone=\"01632 960001\"", operand);
            return false;
        }
        snprintf(fields[i], 64, "%.*s", (int)(equals - operand), operand);
        edits[(*count)++] = (signpost_edit){given->operands[0], given->values[OPTION_TABLE], given->values[OPTION_ROW],
                                            fields[i], equals + 1};
    }
    if (*count && !said(given, OPTION_REMOVE))
        return true;
    if (*count) {
        wrong_use("--remove takes a row away: it takes no FIELD=VALUE");
        return false;
    }
    if (!said(given, OPTION_REMOVE) && !said(given, OPTION_ROW)) {
        wrong_use("say what is to change: FIELD=VALUE, such as phone=\"01632 960001\"");
        return false;
    }
    edits[(*count)++] = (signpost_edit){given->operands[0], given->values[OPTION_TABLE], given->values[OPTION_ROW],
                                        NULL, said(given, OPTION_REMOVE) ? NULL : "there"};
    return true;
}

static bool is_file(const char *operand)
{
    size_t length = strlen(operand);
    return length > 4 && strcmp(operand + length - 4, ".csv") == 0;
}

static int say_submitted(const arguments *given, int64_t change, const signpost_submission *how)
{
    char from[SIGNPOST_MOMENT_SIZE];
    if (how->dry_run)
        printf("it would be accepted; nothing was submitted\n");
    else if (how->emergency)
        printf("change %lld is live; it waits for somebody to sign it off: directory review %lld\n", (long long)change,
               (long long)change);
    else if (said(given, OPTION_EFFECTIVE))
        printf("change %lld is submitted, to be live from %s; it waits to be signed off: directory review %lld\n",
               (long long)change, signpost_minute_format(how->effective_at, from), (long long)change);
    else
        printf("change %lld is submitted; it waits to be signed off: directory review %lld\n", (long long)change,
               (long long)change);
    return DONE;
}

static int submit(const arguments *given, signpost_directory *directory, signpost_diagnostics *diagnostics)
{
    static char fields[MOST_OPERANDS][64];
    signpost_edit edits[MOST_OPERANDS];
    size_t count;
    int64_t change = 0;
    signpost_act act = act_of(given);
    signpost_submission how = SIGNPOST_SUBMISSION_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status;
    how.emergency = said(given, OPTION_EMERGENCY);
    how.evidence = given->values[OPTION_EVIDENCE];
    how.dry_run = said(given, OPTION_DRY_RUN);
    if (said(given, OPTION_EFFECTIVE)) {
        int result = read_local_moment(directory, given->values[OPTION_EFFECTIVE], &how.effective_at);
        if (result != DONE)
            return result;
    }
    if (given->operand_count == 1 && is_file(given->operands[0])) {
        status = signpost_change_submit_file(directory, given->operands[0], given->values[OPTION_TABLE], &act, &how,
                                             &change, diagnostics, &error);
    } else {
        if (!read_edits(given, edits, fields, &count))
            return WRONG_USE;
        status = signpost_change_submit(directory, edits, count, &act, &how, &change, diagnostics, &error);
    }
    int result = end_of_act(status, diagnostics, &error);
    return result == DONE ? say_submitted(given, change, &how) : result;
}

/* Opens the directory and a list of diagnostics for an act, and lets it be done. */
static int with_act(const arguments *given, int (*act)(const arguments *, signpost_directory *, signpost_diagnostics *))
{
    signpost_directory *directory;
    signpost_diagnostics *diagnostics = NULL;
    int result = open_for_act(given, &directory);
    if (result == DONE && signpost_diagnostics_new(&diagnostics)) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        result = COULD_NOT;
    }
    if (result == DONE)
        result = act(given, directory, diagnostics);
    signpost_diagnostics_free(diagnostics);
    signpost_directory_close(directory);
    return result;
}

static int run_submit(const arguments *given)
{
    return with_act(given, submit);
}

static const option_id submit_options[] = {OPTION_DIRECTORY, OPTION_AS,      OPTION_WHY,      OPTION_TABLE,
                                           OPTION_ROW,       OPTION_REMOVE,  OPTION_EVIDENCE, OPTION_EFFECTIVE,
                                           OPTION_EMERGENCY, OPTION_DRY_RUN, OPTIONS_END};

const command command_directory_submit = {
    .name = "directory submit",
    .operands = "SERVICE FIELD=VALUE... | FILE.csv",
    .least = 1,
    .most = MOST_OPERANDS,
    .summary = "submits a change of services for somebody to sign off",
    .text =
        "SERVICE is an entry's uid; a new one makes a new entry. FIELD is a column of services.csv, and VALUE what is "
        "to "
        "stand there as CSV has it; FIELD= clears it. With --table capacities, endpoints, service-practices or "
        "service-areas it is that of another table, whose row --row names: an endpoint's position, a practice, an area "
        "and its use. With --table service-profiles it is what the service takes: its dispositions, pairs of symptom "
        "group and discriminator, ages, sexes and roles, each a list with ; between; dispositions=\"-Dx08;+Dx05\" says "
        "what goes and what comes, pairs=\"-*/minor-injury\" every pair that fits. Other services that shared its "
        "profile keep it. A FILE.csv is many changes that are signed off as one; it is named after its table, or "
        "--table "
        "says it.\n\n"
        "What is submitted is checked at once, as an import would be, and refused with the reason; nothing changes "
        "until "
        "a second person approves it, and not before --effective. A commissioner who acts for a provider says on what "
        "--evidence. With --emergency it is live at once, and may only narrow: state=suspended or closed, an earlier "
        "valid_to, hours in which it is open only when it was open before, less of what it takes, or colour=amber or "
        "red in capacities, which "
        "says by itself who set it, when and why, and falls back "
        "after 24 hours unless falls_back_at says when.",
    .options = submit_options,
    .example =
        "directory submit kent-utc-ed-001 phone=\"01632 960077\" --directory kent.db --as harper --why \"new line\"",
    .run = run_submit,
};

/* ---- decide ---- */

/* The number of the change that the operand names. */
static int read_number(const char *text, int64_t *number)
{
    char *end;
    *number = strtoll(text, &end, 10);
    if (*end == '\0' && *number > 0)
        return DONE;
    return wrong_use("\"%s\" is no number of a change: directory review lists those that wait", text);
}

/* Decides on one change; says so, or why it could not. */
typedef int decide_one(const arguments *given, signpost_directory *directory, int64_t change,
                       signpost_diagnostics *diagnostics);

/* Decides on every change that the operands name, each by itself: one that cannot be decided on does not stop the
 * others. */
static int decide_each(const arguments *given, signpost_directory *directory, decide_one *decide)
{
    int64_t changes[MOST_OPERANDS];
    int worst = DONE;
    for (size_t i = 0; i < given->operand_count; i++)
        if (read_number(given->operands[i], &changes[i]) != DONE)
            return WRONG_USE;
    for (size_t i = 0; i < given->operand_count; i++) {
        signpost_diagnostics *diagnostics;
        if (signpost_diagnostics_new(&diagnostics)) {
            fputs("error: memory ran out [SP0101]\n", stderr);
            return COULD_NOT;
        }
        const int result = decide(given, directory, changes[i], diagnostics);
        signpost_diagnostics_free(diagnostics);
        worst = result > worst ? result : worst;
    }
    return worst;
}

static int approve_one(const arguments *given, signpost_directory *directory, int64_t change,
                       signpost_diagnostics *diagnostics)
{
    bool live = false;
    signpost_act act = act_of(given);
    signpost_error error = SIGNPOST_ERROR_INIT;
    int result =
        end_of_act(signpost_change_approve(directory, change, &act, &live, diagnostics, &error), diagnostics, &error);
    if (result == DONE)
        printf("change %lld is approved%s\n", (long long)change, live ? ", and live" : "; it waits for its moment");
    return result;
}

static int approve_due(const arguments *given, signpost_directory *directory, signpost_diagnostics *diagnostics)
{
    signpost_due due = {0};
    signpost_act act = act_of(given);
    signpost_error error = SIGNPOST_ERROR_INIT;
    int result = end_of_act(signpost_change_due(directory, &act, &due, diagnostics, &error), diagnostics, &error);
    if (result != DONE)
        return result;
    printf("%zu approved %s due and carried out; %zu could not be\n", due.live,
           due.live == 1 ? "change was" : "changes were", due.stale);
    return due.stale ? FOUND_SOMETHING : DONE;
}

static int approve(const arguments *given, signpost_directory *directory, signpost_diagnostics *diagnostics)
{
    if (given->operand_count)
        return decide_each(given, directory, approve_one);
    if (!said(given, OPTION_DUE))
        return wrong_use("say which change: signpost directory approve CHANGE; or --due");
    return approve_due(given, directory, diagnostics);
}

static int run_approve(const arguments *given)
{
    return with_act(given, approve);
}

static const option_id approve_options[] = {OPTION_DIRECTORY, OPTION_AS, OPTION_WHY, OPTION_DUE, OPTIONS_END};

const command command_directory_approve = {
    .name = "directory approve",
    .operands = "[CHANGE...]",
    .most = MOST_OPERANDS,
    .summary = "signs changes off, so that they go live",
    .text =
        "Only the commissioner of what is changed, or an editor of its area, and never who submitted it. It is live at "
        "once, or at the moment for which it was submitted: by the first approval after it, or with --due, which "
        "carries out all that is due and which a nightly job may run. Where something else stands now than when it "
        "was submitted it is refused, and must be submitted again. Each of several changes is decided on by itself.",
    .options = approve_options,
    .example = "directory approve 1 --directory kent.db --as avery --why \"checked with them\"",
    .run = run_approve,
};

static int reject_one(const arguments *given, signpost_directory *directory, int64_t change,
                      signpost_diagnostics *diagnostics)
{
    signpost_act act = act_of(given);
    signpost_error error = SIGNPOST_ERROR_INIT;
    int result = end_of_act(signpost_change_reject(directory, change, &act, &error), diagnostics, &error);
    if (result == DONE)
        printf("change %lld is rejected\n", (long long)change);
    return result;
}

static int reject(const arguments *given, signpost_directory *directory, signpost_diagnostics *diagnostics)
{
    (void)diagnostics; /* each change has its own */
    return decide_each(given, directory, reject_one);
}

static int run_reject(const arguments *given)
{
    return with_act(given, reject);
}

static int withdraw_one(const arguments *given, signpost_directory *directory, int64_t change,
                        signpost_diagnostics *diagnostics)
{
    signpost_act act = act_of(given);
    signpost_error error = SIGNPOST_ERROR_INIT;
    int result = end_of_act(signpost_change_withdraw(directory, change, &act, &error), diagnostics, &error);
    if (result == DONE)
        printf("change %lld is withdrawn\n", (long long)change);
    return result;
}

static int withdraw(const arguments *given, signpost_directory *directory, signpost_diagnostics *diagnostics)
{
    (void)diagnostics; /* each change has its own */
    return decide_each(given, directory, withdraw_one);
}

static int run_withdraw(const arguments *given)
{
    return with_act(given, withdraw);
}

static const option_id decide_options[] = {OPTION_DIRECTORY, OPTION_AS, OPTION_WHY, OPTIONS_END};

const command command_directory_reject = {
    .name = "directory reject",
    .operands = "CHANGE...",
    .least = 1,
    .most = MOST_OPERANDS,
    .summary = "turns a change down, with the reason",
    .text =
        "Who may approve a change may reject it, as long as it is not live. --why is what who submitted it will read.",
    .options = decide_options,
    .example = "directory reject 1 --directory kent.db --as avery --why \"who covers Sundays?\"",
    .run = run_reject,
};

const command command_directory_withdraw = {
    .name = "directory withdraw",
    .operands = "CHANGE...",
    .least = 1,
    .most = MOST_OPERANDS,
    .summary = "takes one's own change back",
    .text = "Who submitted a change may withdraw it, as long as it is not live.",
    .options = decide_options,
    .example = "directory withdraw 1 --directory kent.db --as harper --why \"a mistake\"",
    .run = run_withdraw,
};
