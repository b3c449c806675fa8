/* Before the walk: what the call is about, and who the patient is. */
#include "talk.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FOUND = 9 };

bool ask_line(const char *prompt, char line[LONGEST_LINE])
{
    printf("%s ", prompt);
    fflush(stdout);
    if (!fgets(line, LONGEST_LINE, stdin)) {
        putchar('\n');
        return false;
    }
    if (!strchr(line, '\n')) /* the rest of a line that is too long */
        for (int c = getchar(); c != '\n' && c != EOF; c = getchar())
            ;
    size_t from = strspn(line, " \t"), length = strlen(line + from);
    memmove(line, line + from, length + 1);
    while (length && strchr(" \t\r\n", line[length - 1]))
        line[--length] = '\0';
    return true;
}

/* Finds by words, and lists what was found, or everything for `?`. */
static size_t list_complaints(const signpost_algorithms *algorithms, const char *words, size_t *found, size_t most)
{
    size_t count = 0;
    if (strcmp(words, "?") == 0)
        for (; count < most && count < signpost_complaint_count(algorithms); count++)
            found[count] = count;
    else
        count = signpost_complaint_search(algorithms, words, found, most < MOST_FOUND ? most : MOST_FOUND);
    for (size_t i = 0; i < count; i++)
        printf("  %2zu  %s\n", i + 1, signpost_complaint_at(algorithms, found[i]).title);
    if (!count)
        printf("  Nothing is known by those words. Try others, or ? for the whole list.\n");
    return count;
}

bool ask_complaint(const arguments *given, const signpost_algorithms *algorithms, char complaint[LONGEST_LINE])
{
    enum { MOST = 200 };
    size_t found[MOST], count = 0;
    char line[LONGEST_LINE];
    if (said(given, OPTION_COMPLAINT)) {
        snprintf(complaint, LONGEST_LINE, "%s", given->values[OPTION_COMPLAINT]);
        return true;
    }
    printf("What is the call about?\n");
    for (;;) {
        if (!ask_line(count ? "number, or other words >" : "words, or ? for the list >", line))
            return false;
        size_t number = (size_t)strtoul(line, NULL, 10);
        if (count && number >= 1 && number <= count) {
            snprintf(complaint, LONGEST_LINE, "%s", signpost_complaint_at(algorithms, found[number - 1]).name);
            return true;
        }
        if (*line)
            count = list_complaints(algorithms, line, found, MOST);
    }
}

static bool ask_age(signpost_date today, signpost_age *age)
{
    char line[LONGEST_LINE], message[SIGNPOST_TEXT_SIZE * 2 + 4];
    for (;;) {
        signpost_date born;
        signpost_error error = SIGNPOST_ERROR_INIT;
        if (!ask_line("How old is the patient? (2 years, 18 months, or born 2024-05-30) >", line))
            return false;
        const char *text = strncmp(line, "born ", 5) == 0 ? line + 5 : line;
        if (signpost_date_parse(text, &born) == SIGNPOST_OK) {
            if (signpost_age_from_birth(born, today, age) == SIGNPOST_OK)
                return true;
            printf("  Someone born then would not have been born yet, or be older than %d.\n", SIGNPOST_OLDEST_YEARS);
            continue;
        }
        if (signpost_age_parse(text, age, &error) == SIGNPOST_OK)
            return true;
        snprintf(message, sizeof message, "%s; %s", error.message, error.hint);
        print_wrapped(stdout, "  ", message);
    }
}

static bool ask_sex(signpost_sex *sex)
{
    char line[LONGEST_LINE];
    for (;;) {
        if (!ask_line("Sex? (f female, m male, i indeterminate, u unknown) >", line))
            return false;
        for (int i = 0; i < SIGNPOST_SEX_COUNT; i++) {
            const char *name = signpost_sex_name((signpost_sex)i);
            if (*line && strncmp(name, line, strlen(line)) == 0) {
                *sex = (signpost_sex)i;
                return true;
            }
        }
    }
}

static bool ask_party(signpost_party *party)
{
    char line[LONGEST_LINE];
    for (;;) {
        if (!ask_line("Who is on the phone? (1 the patient, 2 someone else) >", line))
            return false;
        if (strcmp(line, "1") == 0 || strcmp(line, "2") == 0) {
            *party = *line == '1' ? SIGNPOST_SELF : SIGNPOST_SOMEONE_ELSE;
            return true;
        }
    }
}

bool ask_patient(const arguments *given, signpost_date today, signpost_patient *patient)
{
    bool has_age = said(given, OPTION_AGE) || said(given, OPTION_BORN);
    if (!has_age && !ask_age(today, &patient->age))
        return false;
    if (!said(given, OPTION_SEX) && !ask_sex(&patient->sex))
        return false;
    return said(given, OPTION_PARTY) || ask_party(&patient->party);
}
