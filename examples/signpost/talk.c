/* The walk at a terminal: one clear question at a time, with numbered answers. */
#include "talk.h"

#include <stdlib.h>
#include <string.h>

static const char help[] = "  Answer with a number or with the words shown. Also:\n"
                           "    b  go back            c  change an earlier answer    w  why is this asked?\n"
                           "    ?  this help          l  where am I?                 x  leave early (clinicians)\n"
                           "    q  end the call\n";

static void show_interim(const signpost_walk *walk)
{
    signpost_where where;
    signpost_walk_where(walk, &where);
    printf("  If the call drops now: %s (%s)%s%s\n", where.interim.title, where.interim.code,
           *where.interim_because ? ", because " : "", where.interim_because);
}

void show_dropped(const signpost_walk *walk)
{
    printf("\nThe call ended before an outcome was reached.\n");
    show_interim(walk);
}

static void show_answers(const signpost_walk *walk, const signpost_step *step)
{
    for (size_t i = 0; i < step->answer_count; i++)
        printf("  %2zu  %s\n", i + 1, signpost_walk_answer_at(walk, i).wording);
}

/* Shows the step; returns the prompt for it. */
static const char *show_step(const signpost_walk *walk, const signpost_step *step)
{
    putchar('\n');
    if (!step->is_translated)
        printf("[not translated]\n");
    if (step->kind == SIGNPOST_STEP_ADVICE) {
        printf("Say: %s\n", step->text);
        for (size_t i = 0; i < step->answer_count; i++)
            print_item(stdout, signpost_walk_answer_at(walk, i).wording);
        return "Enter when it is said (? for help) >";
    }
    bool bold = may_colour(stdout);
    fputs(bold ? "\033[1m" : "", stdout);
    print_wrapped(stdout, "", step->text);
    fputs(bold ? "\033[0m" : "", stdout);
    switch (step->kind) {
    case SIGNPOST_STEP_AGE:
        printf("  It matters whether that is %d days or more.\n", step->boundary_days);
        return "age, such as 2 months or 85 days (? for help) >";
    case SIGNPOST_STEP_MEASURE:
        return step->may_be_unsure ? "number, or nk for not known (? for help) >" : "number (? for help) >";
    case SIGNPOST_STEP_MANY:
        show_answers(walk, step);
        return step->may_be_unsure ? "numbers that apply, 0 for none, ns for not sure (? for help) >"
                                   : "numbers that apply, 0 for none (? for help) >";
    case SIGNPOST_STEP_TOGETHER:
        show_answers(walk, step);
        return "0 when all are no, else the numbers that are yes, with ? behind those not sure: 1 3? >";
    case SIGNPOST_STEP_QUESTION:
    case SIGNPOST_STEP_ADVICE:
    case SIGNPOST_STEP_OUTCOME:
    case SIGNPOST_STEP_LEFT:
    default:
        show_answers(walk, step);
        return "number (? for help) >";
    }
}

static void show_error(const signpost_error *error)
{
    if (error->status == SIGNPOST_CANCELLED) /* the journal has said why */
        return;
    char text[SIGNPOST_TEXT_SIZE * 2 + 4];
    snprintf(text, sizeof text, "%s%s%s", error->message, *error->hint ? "; " : "", error->hint);
    print_wrapped(stdout, "  ", text);
}

/* Numbers with spaces or commas between, from 1; false for anything else. A `?` behind a number marks it. */
static bool read_numbers(const char *line, size_t most, size_t *numbers, bool *marks, size_t *count)
{
    *count = 0;
    if (strcmp(line, "0") == 0)
        return true;
    while (*line) {
        char *end;
        unsigned long number = strtoul(line, &end, 10);
        if (end == line || number < 1 || number > most || *count == most)
            return false;
        numbers[*count] = (size_t)number - 1;
        marks[*count] = *end == '?';
        end += *end == '?';
        ++*count;
        line = end + strspn(end, ", ");
        if (line == end && *line)
            return false;
    }
    return *count > 0;
}

static signpost_status reply_together(signpost_walk *walk, const signpost_step *step, const size_t *numbers,
                                      const bool *marks, size_t count, signpost_error *error)
{
    signpost_part_answer answers[64];
    for (size_t i = 0; i < step->answer_count; i++)
        answers[i] = SIGNPOST_NO;
    for (size_t i = 0; i < count; i++)
        answers[numbers[i]] = marks[i] ? SIGNPOST_NOT_SURE : SIGNPOST_YES;
    return signpost_walk_together(walk, answers, step->answer_count, now(), error);
}

/* Takes a reply by numbers where there are any, by words otherwise. */
static signpost_status reply(signpost_walk *walk, const signpost_step *step, const char *line, signpost_error *error)
{
    size_t numbers[64], count;
    bool marks[64];
    if (step->kind == SIGNPOST_STEP_ADVICE)
        return signpost_walk_acknowledge(walk, now(), error);
    if (step->kind == SIGNPOST_STEP_MEASURE && strcmp(line, "nk") == 0)
        return signpost_walk_measure(walk, NULL, now(), error);
    if (step->kind == SIGNPOST_STEP_MANY && strcmp(line, "ns") == 0)
        return signpost_walk_choose(walk, NULL, 1, now(), error);
    bool is_listed = step->kind == SIGNPOST_STEP_QUESTION || step->kind == SIGNPOST_STEP_MANY ||
                     step->kind == SIGNPOST_STEP_TOGETHER;
    if (!is_listed || step->answer_count > 64 || !read_numbers(line, step->answer_count, numbers, marks, &count))
        return signpost_walk_reply(walk, line, now(), error);
    if (step->kind == SIGNPOST_STEP_TOGETHER)
        return reply_together(walk, step, numbers, marks, count, error);
    if (step->kind == SIGNPOST_STEP_MANY)
        return signpost_walk_choose(walk, numbers, count, now(), error);
    return count == 1 ? signpost_walk_answer(walk, numbers[0], now(), error)
                      : signpost_walk_reply(walk, line, now(), error);
}

static size_t show_entries(const signpost_walk *walk)
{
    signpost_entry entry;
    size_t count = 0;
    for (; signpost_walk_entry(walk, count, &entry); count++)
        printf("  %2zu  %s %s%s\n", count + 1, entry.shown, *entry.reply ? entry.reply : "(said)",
               entry.is_red_flag ? "  (red flag)" : "");
    return count;
}

static void show_where(signpost_walk *walk)
{
    signpost_where where;
    signpost_disposition possible[64];
    signpost_walk_where(walk, &where);
    printf("  %s; %d to %d questions to go\n", *where.pathway_title ? where.pathway_title : "Before the first question",
           where.fewest, where.most);
    if (where.is_repeat)
        printf("  This is the third contact or more within 96 hours.\n");
    show_entries(walk);
    show_interim(walk);
    size_t count = signpost_walk_possible(walk, possible, 64);
    printf("  Still possible, most urgent first:\n");
    for (size_t i = 0; i < count && i < 64; i++)
        printf("    %-6s %s\n", possible[i].code, possible[i].title);
}

static void change(signpost_walk *walk)
{
    char line[LONGEST_LINE];
    signpost_entry entry;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!show_entries(walk)) {
        printf("  Nothing has been answered yet.\n");
        return;
    }
    if (!ask_line("which number is to be changed? >", line) ||
        !signpost_walk_entry(walk, (size_t)strtoul(line, NULL, 10) - 1, &entry) ||
        !ask_line("new answer, in words >", line))
        return;
    if (signpost_walk_change(walk, entry.step, line, now(), &error) != SIGNPOST_OK) {
        show_error(&error);
        return;
    }
    for (size_t i = 0; i < signpost_walk_dropped_count(walk); i++)
        printf("  no longer asked, and dropped: %s\n", signpost_walk_dropped(walk, i));
}

static void leave(signpost_walk *walk)
{
    char code[LONGEST_LINE], reason[LONGEST_LINE];
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (!ask_line("disposition, such as Dx06 >", code) || !ask_line("reason >", reason))
        return;
    if (signpost_walk_leave(walk, code, reason, now(), &error) != SIGNPOST_OK)
        show_error(&error);
}

static void show_why(const signpost_step *step)
{
    if (!*step->why && !*step->help)
        printf("  The content gives no reason here.\n");
    print_wrapped(stdout, "  ", step->why);
    print_wrapped(stdout, "  ", step->help);
}

/* Takes a command; false when the line is none. */
static bool command_line(signpost_walk *walk, const signpost_step *step, const char *line)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (strcmp(line, "?") == 0)
        fputs(help, stdout);
    else if (strcmp(line, "b") == 0)
        signpost_walk_back(walk, now(), &error);
    else if (strcmp(line, "c") == 0)
        change(walk);
    else if (strcmp(line, "w") == 0)
        show_why(step);
    else if (strcmp(line, "l") == 0)
        show_where(walk);
    else if (strcmp(line, "x") == 0)
        leave(walk);
    else
        return false;
    if (error.status == SIGNPOST_STATE)
        printf("  This is the first question: there is nothing to go back to.\n");
    return true;
}

bool ask_walk(signpost_walk *walk)
{
    for (;;) {
        char line[LONGEST_LINE];
        signpost_step step;
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_walk_step(walk, &step);
        if (step.kind == SIGNPOST_STEP_OUTCOME || step.kind == SIGNPOST_STEP_LEFT)
            return true;
        if (!ask_line(show_step(walk, &step), line) || strcmp(line, "q") == 0)
            return false;
        if (!command_line(walk, &step, line) && reply(walk, &step, line, &error) != SIGNPOST_OK)
            show_error(&error);
    }
}
