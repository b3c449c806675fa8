/* `signpost help`: of the program, of a subcommand, of a message; and manual pages. All from the one table of commands.
 */
#include "program.h"

#include <stdlib.h>
#include <string.h>

void help_program(FILE *to)
{
    fputs("signpost: from a caller's answers to the right local service, with the reasons\n\n"
          "usage: signpost SUBCOMMAND [OPTIONS]\n\n",
          to);
    for (const command *const *at = commands; *at; at++)
        fprintf(to, "  %-19s %s\n", (*at)->name, (*at)->summary);
    fputs("\nsignpost help SUBCOMMAND tells more of each; signpost help SP0204 what a message means.\n"
          "Exit status: 0 done, 1 a check found something, 2 wrong use, 3 could not (file, database).\n"
          "The triage content that comes with signpost is a demonstration, not for the care of patients.\n",
          to);
}

void help_command(FILE *to, const command *one)
{
    fprintf(to, "usage: signpost %s%s%s%s\n\n", one->name, *one->operands ? " " : "", one->operands,
            one->options[0] == OPTIONS_END ? "" : " [OPTIONS]");
    print_wrapped(to, "", one->text);
    if (one->options[0] != OPTIONS_END)
        fputs("\noptions:\n", to);
    for (const option_id *id = one->options; *id != OPTIONS_END; id++) {
        char head[48];
        snprintf(head, sizeof head, "--%s%s%s", all_options[*id].name, all_options[*id].argument ? " " : "",
                 all_options[*id].argument ? all_options[*id].argument : "");
        fprintf(to, "  %-24s %s\n", head, all_options[*id].help);
    }
    fprintf(to, "\nexample:\n  signpost %s\n", one->example);
}

/* Text in troff: backslashes and leading dots are escaped, a blank line is a paragraph, a line feed a new line. */
static void put_troff(FILE *to, const char *text)
{
    bool at_start = true;
    for (; *text; text++) {
        if (text[0] == '\n' && text[1] == '\n') {
            fputs("\n.PP\n", to);
            text++;
            at_start = true;
            continue;
        }
        if (text[0] == '\n') {
            fputs("\n.br\n", to);
            at_start = true;
            continue;
        }
        if (at_start && (*text == '.' || *text == '\''))
            fputs("\\&", to);
        if (*text == '\\')
            fputs("\\e", to);
        else if (*text == '-')
            fputs("\\-", to);
        else
            fputc(*text, to);
        at_start = false;
    }
    fputc('\n', to);
}

/* How every page ends. */
static const char man_end[] =
    ".SH EXIT STATUS\n0 done, 1 a check found something, 2 wrong use, 3 could not (file, database).\n"
    ".SH CAVEATS\nThe triage content that comes with signpost is a demonstration, written from public guidance. It is "
    "not"
    " clinically validated, and not for the care of patients.\n";

void man_page(FILE *to, const command *one)
{
    char name[64];
    snprintf(name, sizeof name, "signpost-%s", one->name);
    for (char *at = name; *at; at++)
        if (*at == ' ')
            *at = '-';
    fprintf(to, ".TH %s 1 \"\" \"signpost %s\"\n.SH NAME\n%s \\- %s\n.SH SYNOPSIS\n", name, signpost_version(), name,
            one->summary);
    fprintf(to, ".B signpost %s\n%s [OPTIONS]\n.SH DESCRIPTION\n", one->name, one->operands);
    put_troff(to, one->text);
    if (one->options[0] != OPTIONS_END)
        fputs(".SH OPTIONS\n", to);
    for (const option_id *id = one->options; *id != OPTIONS_END; id++) {
        fprintf(to, ".TP\n\\fB\\-\\-%s\\fR", all_options[*id].name);
        if (all_options[*id].argument)
            fprintf(to, " \\fI%s\\fR", all_options[*id].argument);
        fputc('\n', to);
        put_troff(to, all_options[*id].help);
    }
    fputs(".SH EXAMPLE\n.nf\n", to);
    char line[256];
    snprintf(line, sizeof line, "signpost %s", one->example);
    put_troff(to, line);
    fputs(".fi\n", to);
    fputs(man_end, to);
}

/* The page of the program itself, which leads to the others. */
static void man_program(FILE *to)
{
    fprintf(to,
            ".TH signpost 1 \"\" \"signpost %s\"\n.SH NAME\nsignpost \\- from a caller's answers to the right local "
            "service, with the "
            "reasons\n.SH SYNOPSIS\n.B signpost\nSUBCOMMAND [OPTIONS]\n.SH SUBCOMMANDS\n",
            signpost_version());
    for (const command *const *at = commands; *at; at++) {
        fprintf(to, ".TP\n.B %s\n", (*at)->name);
        put_troff(to, (*at)->summary);
    }
    fputs(man_end, to);
}

static int help_message(const char *text)
{
    const signpost_message *message = signpost_message_find(atoi(text + 2));
    if (!message)
        return wrong_use("there is no message %s", text);
    printf("SP%04d %s\n\n", message->id, message->name);
    print_wrapped(stdout, "", message->meaning);
    fputs("\nWhat to do:\n", stdout);
    print_wrapped(stdout, "", message->remedy);
    return DONE;
}

static int list_messages(void)
{
    for (size_t i = 0; i < signpost_message_count(); i++)
        printf("SP%04d  %-24s %s\n", signpost_message_at(i)->id, signpost_message_at(i)->name,
               signpost_message_at(i)->meaning);
    return DONE;
}

static int run(const arguments *given)
{
    if (!given->operand_count) {
        if (said(given, OPTION_MAN))
            man_program(stdout);
        else
            help_program(stdout);
        return DONE;
    }
    const char *first = given->operands[0];
    if (strcmp(first, "messages") == 0)
        return list_messages();
    if (strncmp(first, "SP", 2) == 0 && first[2])
        return help_message(first);
    char *words[MOST_OPERANDS];
    for (size_t i = 0; i < given->operand_count; i++)
        words[i] = (char *)(uintptr_t)given->operands[i];
    int taken;
    const command *found = command_find((int)given->operand_count, words, &taken);
    if (!found)
        return WRONG_USE;
    if (said(given, OPTION_MAN))
        man_page(stdout, found);
    else
        help_command(stdout, found);
    return DONE;
}

static const option_id taken_options[] = {OPTION_MAN, OPTIONS_END};

const command command_help = {
    .name = "help",
    .operands = "[SUBCOMMAND | SPnnnn | messages]",
    .most = 2,
    .summary = "explains a subcommand or a message",
    .text =
        "Explains a subcommand, or what a message means and what to do about it. With messages it lists all of them.",
    .options = taken_options,
    .example = "help SP0204",
    .run = run,
};
