/* Releases of the triage content, and the dates of its reviews. */
#include "release.h"

#include <string.h>

enum { DUE_DAYS = 90, MINUTES_OF_DAY = 1440 };

bool read_check_date(const arguments *given, signpost_date *on)
{
    const char *text = given->values[OPTION_WHEN];
    char date[11];
    if (!text) {
        *on = (signpost_date)(now() / MINUTES_OF_DAY);
        return true;
    }
    snprintf(date, sizeof date, "%s", text); /* a time of day may follow */
    bool good = signpost_date_parse(date, on) == SIGNPOST_OK && (!text[10] || text[10] == 'T');
    if (!good)
        wrong_use("--when is a date such as 2026-12-25, and not \"%s\"", text);
    return good;
}

void show_release(const signpost_algorithms *algorithms)
{
    signpost_release release;
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    if (!signpost_algorithms_release(algorithms, &release))
        return;
    printf("release ");
    print_visible(stdout, release.id);
    printf(", ");
    print_visible(stdout, release.title);
    printf(": in force from %s%s%s, approved by ", signpost_date_format(release.from, from),
           release.has_until ? " to " : "", release.has_until ? signpost_date_format(release.until, until) : "");
    print_visible(stdout, release.approved_by);
    printf("%s\n", release.fits ? "" : "; the content has changed since");
}

/* Lists the pathways to be reviewed from one date up to another, before `until`; how many there are. */
static size_t list_due(const signpost_algorithms *algorithms, signpost_date from, signpost_date until, bool shows)
{
    size_t count = 0;
    signpost_pathway pathway;
    char date[SIGNPOST_MOMENT_SIZE];
    for (size_t i = 0; signpost_pathway_at(algorithms, i, &pathway); i++) {
        if (pathway.review_by < from || pathway.review_by >= until)
            continue;
        count++;
        if (shows)
            printf("  %s  %s, version %d\n", signpost_date_format(pathway.review_by, date), pathway.name,
                   pathway.version);
    }
    return count;
}

void show_reviews(const signpost_algorithms *algorithms, signpost_date on)
{
    const struct span {
        signpost_date from, until;
        const char *words;
    } spans[] = {{INT32_MIN, on, "overdue for review"}, {on, on + DUE_DAYS + 1, "due for review within 90 days"}};
    char date[SIGNPOST_MOMENT_SIZE];
    for (size_t i = 0; i < 2; i++) {
        size_t count = list_due(algorithms, spans[i].from, spans[i].until, false);
        if (!count)
            continue;
        printf("%zu %s %s on %s:\n", count, count == 1 ? "pathway or module is" : "pathways and modules are",
               spans[i].words, signpost_date_format(on, date));
        list_due(algorithms, spans[i].from, spans[i].until, true);
    }
}

/* A text as YAML in double quotes. */
static void put_quoted(FILE *to, const char *key, const char *text)
{
    fprintf(to, "%s: \"", key);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', to);
        if ((unsigned char)*text < 0x20)
            fprintf(to, "\\x%02x", (unsigned)*text);
        else
            fputc(*text, to);
    }
    fputs("\"\n", to);
}

/* A date that an option gives; false, with a message, when it is none. */
static bool read_date(const arguments *given, option_id id, signpost_date *date)
{
    if (!said(given, id) || signpost_date_parse(given->values[id], date) == SIGNPOST_OK)
        return true;
    wrong_use("--%s is a date such as 2026-12-25, and not \"%s\"", all_options[id].name, given->values[id]);
    return false;
}

int make_release(const arguments *given, const signpost_algorithms *algorithms, signpost_date on)
{
    output to;
    char date[SIGNPOST_MOMENT_SIZE];
    signpost_date from = on, until = INT32_MAX;
    if (!said(given, OPTION_TITLE) || !said(given, OPTION_APPROVED_BY))
        return wrong_use("a release needs --title, what is new in it, and --approved-by, the role that approved it");
    if (!read_date(given, OPTION_FROM, &from) || !read_date(given, OPTION_UNTIL, &until))
        return WRONG_USE;
    if (until < from)
        return wrong_use("the release would end before it begins");
    if (!output_open(&to, given))
        return COULD_NOT;
    fprintf(to.file,
            "# Made by signpost check --release. It covers all other files of the folder by their fingerprint.\n");
    put_quoted(to.file, "release", given->values[OPTION_RELEASE]);
    put_quoted(to.file, "title", given->values[OPTION_TITLE]);
    fprintf(to.file, "from: %s\n", signpost_date_format(from, date));
    if (said(given, OPTION_UNTIL))
        fprintf(to.file, "until: %s\n", signpost_date_format(until, date));
    put_quoted(to.file, "approved_by", given->values[OPTION_APPROVED_BY]);
    fprintf(to.file, "fingerprint: %s\n", signpost_algorithms_fingerprint(algorithms));
    return output_close(&to, DONE);
}
