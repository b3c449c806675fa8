/* Changes are made in the text, line by line: random content has one thing a line. */
#include "changed_content.h"

#include <stdio.h>
#include <string.h>

enum { MOST_LINES = 400, LINE = 512 };

typedef struct page {
    test_random *random;
    char lines[MOST_LINES][LINE];
    int count;
} page;

static void read_page(page *p, const char *text)
{
    for (p->count = 0; *text && p->count < MOST_LINES; p->count++) {
        size_t length = strcspn(text, "\n");
        snprintf(p->lines[p->count], LINE, "%.*s", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void write_page(const page *p, char *text)
{
    size_t used = 0;
    for (int i = 0; i < p->count; i++)
        used += (size_t)snprintf(text + used, RANDOM_CONTENT_SIZE - used, "%s\n", p->lines[i]);
}

/* A random line that holds a text; -1 when none does. */
static int line_with(page *p, const char *wanted)
{
    int found = -1, count = 0;
    for (int i = 0; i < p->count; i++)
        if (strstr(p->lines[i], wanted) && test_random_one_in(p->random, ++count))
            found = i;
    return found;
}

/* Replaces the first `old` of a line. */
static void replace(char *line, const char *old, const char *text)
{
    char changed[LINE];
    const char *at = strstr(line, old);
    if (!at)
        return;
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - line), line, text, at + strlen(old));
    memcpy(line, changed, sizeof changed);
}

static void insert(page *p, int at, const char *line)
{
    if (p->count == MOST_LINES)
        return;
    memmove(p->lines[at + 1], p->lines[at], (size_t)(p->count - at) * LINE);
    snprintf(p->lines[at], LINE, "%s", line);
    p->count++;
}

/* Where a line leads: the name behind the last space, braces and commas left out. */
static bool target_of(const char *line, char name[16])
{
    const char *at = strstr(line, "go: ");
    at = at ? at + 4 : NULL;
    for (int i = 0; i < 4 && !at; i++) {
        static const char *const keys[] = {"otherwise: ", "any: ", "none: ", "not sure: "};
        at = strstr(line, keys[i]);
        at = at ? at + strlen(keys[i]) : NULL;
    }
    return at && sscanf(at, "%15[a-z0-9]", name) == 1;
}

/* The first line that a random step is declared in; -1 when there is none. */
static int random_step(page *p)
{
    int found = -1, count = 0;
    for (int i = 0; i < p->count; i++)
        if (strncmp(p->lines[i], "  ", 2) == 0 && strchr("qvsmtdjo", p->lines[i][2]) && strchr(p->lines[i], ':') &&
            test_random_one_in(p->random, ++count))
            found = i;
    return found;
}

/* ---- the changes ---- */

static void lead_elsewhere(page *p)
{
    char old[16], name[16];
    int line = test_random_from(p->random, 0, p->count - 1), step = random_step(p);
    for (int i = 0; i < p->count && !target_of(p->lines[line], old); i++)
        line = (line + 1) % p->count;
    if (step >= 0 && target_of(p->lines[line], old) && sscanf(p->lines[step], " %15[a-z0-9]", name) == 1)
        replace(p->lines[line], old, name);
}

static void change_threshold(page *p)
{
    static const char *const signs[] = {"temp < ", "temp <= ", "temp >= ", "temp > ", "temp = ", "contacts >= "};
    const char *sign = signs[test_random_from(p->random, 0, 5)];
    char text[32];
    int line = line_with(p, sign);
    if (line < 0)
        return;
    char *number = strstr(p->lines[line], sign) + strlen(sign);
    snprintf(text, sizeof text, "%d",
             test_random_from(p->random, strchr(sign, 'c') ? 2 : 0, strchr(sign, 'c') ? 3 : 4));
    *number = *text;
}

static void change_age(page *p)
{
    static const char *const ages[] = {"age < 10 days", "age < 5 years", "age >= 5 years", "age >= 10 days"};
    const char *old = ages[test_random_from(p->random, 0, 3)], *text = ages[test_random_from(p->random, 0, 3)];
    int line = line_with(p, old);
    if (line >= 0)
        replace(p->lines[line], old, text);
}

static void change_disposition(page *p)
{
    static const char *const codes[] = {"Dx011", "Dx02", "Dx06", "Dx39"};
    const char *old = codes[test_random_from(p->random, 0, 3)], *text = codes[test_random_from(p->random, 0, 3)];
    int line = line_with(p, old);
    if (line >= 0)
        replace(p->lines[line], old, text);
}

/* On the way to some step something more is asked. */
static void add_question(page *p)
{
    char old[16], other[16], text[64];
    int section = line_with(p, "questions:"), line = test_random_from(p->random, 0, p->count - 1),
        step = random_step(p);
    if (section < 0 || p->lines[section][0] == ' ' || line_with(p, "  z9:") >= 0 || step < 0)
        return;
    for (int i = 0; i < p->count && !target_of(p->lines[line], old); i++)
        line = (line + 1) % p->count;
    if (!target_of(p->lines[line], old) || sscanf(p->lines[step], " %15[a-z0-9]", other) != 1)
        return;
    replace(p->lines[line], old, "z9");
    snprintf(text, sizeof text, "      yes: %s", test_random_one_in(p->random, 2) ? old : other);
    insert(p, section + 1, text);
    snprintf(text, sizeof text, "      no: %s", old);
    insert(p, section + 1, text);
    insert(p, section + 1, "    answers:");
    insert(p, section + 1, "    ask: And?");
    insert(p, section + 1, "  z9:");
}

/* Swaps a name of two characters with another one in a line. */
static void swap_names(char *line, const char *a, const char *b)
{
    for (char *at = line; *at && at[1]; at++) {
        bool begins = at == line || !strchr("abcdefghijklmnopqrstuvwxyz0123456789/", at[-1]);
        if (!begins || (at[2] >= '0' && at[2] <= '9'))
            continue;
        if (strncmp(at, a, 2) == 0)
            memcpy(at, b, 2);
        else if (strncmp(at, b, 2) == 0)
            memcpy(at, a, 2);
    }
}

/* Two questions stand in each other's place; conditions read on what they are about. */
static void change_places(page *p)
{
    char a[3] = "q0", b[3] = "q0";
    a[1] = (char)('0' + test_random_from(p->random, 0, 4));
    b[1] = (char)('0' + test_random_from(p->random, 0, 4));
    for (int i = 0; i < p->count; i++)
        if (!strstr(p->lines[i], "if: ") && !strstr(p->lines[i], "when: "))
            swap_names(p->lines[i], a, b);
}

void changed_content_write(test_random *random, const random_content *before, random_content *after)
{
    static void (*const changes[])(page *) = {lead_elsewhere, lead_elsewhere,     change_threshold, change_age,
                                              add_question,   change_disposition, change_places};
    static page p;
    memcpy(after, before, sizeof *after);
    int wanted = test_random_from(random, 1, 3);
    for (int tries = 0; wanted > 0 && tries < 30; tries++) {
        static char was[RANDOM_CONTENT_SIZE];
        char *text = after->texts[test_random_one_in(random, 4) ? test_random_from(random, 0, 2) : 1];
        p.random = random;
        memcpy(was, text, sizeof was);
        read_page(&p, text);
        changes[test_random_from(random, 0, 6)](&p);
        write_page(&p, text);
        wanted -= strcmp(was, text) != 0;
    }
    for (int i = 0; i < 4; i++)
        after->sources[i] = (signpost_source){before->sources[i].name, after->texts[i], strlen(after->texts[i])};
}
