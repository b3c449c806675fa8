/* Before and after a change of provider, and beside all the country. */
#include "kpi_report.h"

#include <string.h>

/* ---- before and after ---- */

static void write_span(FILE *to, const signpost_span *span, const signpost_definition *definition)
{
    char words[WORDS];
    fprintf(to, "<td class=\"number\">%s<span class=\"small\">", figure_in_words(&span->pooled, words));
    if (span->known) {
        fprintf(to, "months %s", value_in_words(definition, span->lowest, words));
        fprintf(to, " to %s", value_in_words(definition, span->highest, words));
    }
    fputs("</span></td>", to);
}

static void write_change(const kpi_report *made, const kpi_book *book, const kpi_figure *figure, signpost_month at)
{
    FILE *to = made->to;
    const kpi_figure *unaccounted =
        strcmp(figure->definition->id, "abandoned") == 0 ? kpi_find(book, "unaccounted") : NULL;
    char words[WORDS];
    signpost_change change = signpost_change_make(figure->series, at, unaccounted ? unaccounted->series : NULL);
    if (!change.before.known || !change.after.known)
        return;
    fputs("<tr><th scope=\"row\">", to);
    html_name(to, figure->definition->title);
    fputs("</th>", to);
    write_span(to, &change.before, figure->definition);
    write_span(to, &change.after, figure->definition);
    fprintf(to, "<td class=\"number\">%s</td><td>",
            difference_in_words(figure->definition, change.difference, false, words));
    if (change.marks & SIGNPOST_MARK_UNACCOUNTED) {
        fprintf(to, "no verdict: unaccounted calls went from %s",
                value_in_words(figure->definition, change.unaccounted_before, words));
        fprintf(to, " to %s of those offered, so what counts as abandoned may have changed",
                value_in_words(figure->definition, change.unaccounted_after, words));
    } else {
        fputs(signpost_trend_name(change.trend), to);
    }
    fputs("</td></tr>\n", to);
}

static void write_clinician(const kpi_report *made, const kpi_book *book, signpost_month at)
{
    signpost_clinician found;
    if (signpost_kpi_clinician(book->counts, made->contract->code, at, &found, NULL) != SIGNPOST_OK || !*found.sentence)
        return;
    fprintf(made->to, "<p class=\"%s\">", found.disagree ? "disagree" : "lead");
    html_sentence(made->to, found.sentence);
    fputs("</p>\n", made->to);
}

static void write_changes_of(const kpi_report *made, const kpi_book *book, signpost_date date)
{
    static const char *const headings[] = {"Figure", "#Before", "#After", "#Difference", "Verdict", NULL};
    FILE *to = made->to;
    char before[WORDS], after[WORDS], words[WORDS];
    signpost_month at = signpost_month_of(date);
    if (at <= book->from || at > book->until)
        return;
    signpost_contract_holders(made->contract, date - 1, before, sizeof before);
    signpost_contract_holders(made->contract, date, after, sizeof after);
    fprintf(to, "<h3>%s: from ", date_in_words(date, words));
    html_name(to, *before ? before : "nobody");
    fputs(" to ", to);
    html_name(to, *after ? after : "nobody");
    fputs("</h3>\n", to);
    write_clinician(made, book, at);
    snprintf(before, sizeof before, "Counts added up before and from %s on", date_in_words(date, words));
    kpi_table(to, book, before, headings);
    for (size_t i = 0; i < book->count; i++)
        write_change(made, book, &book->figures[i], at);
    html_table_end(to);
}

void kpi_changes(const kpi_report *made)
{
    size_t changes = 0;
    signpost_date date;
    html_section(made->to, "changes", "Before and after a change of provider");
    for (; (date = signpost_contract_change(made->contract, changes)) != SIGNPOST_NO_DATE; changes++)
        for (size_t i = 0; i < made->book_count; i++)
            write_changes_of(made, &made->books[i], date);
    if (!changes)
        fputs("<p>The provider has not changed.</p>\n", made->to);
    fputs("</section>\n", made->to);
}

/* ---- beside the country ---- */

/* The country's months are the contract's. */
static signpost_span country_of(const kpi_figure *figure)
{
    signpost_month from = signpost_series_month(figure->series, 0);
    size_t months = signpost_series_count(figure->series), first = 0;
    while (first < signpost_series_count(figure->country) && signpost_series_month(figure->country, first) < from)
        first++;
    return signpost_series_span(figure->country, first, months);
}

/* In how many months the contract did better, of those in which both are known. */
static size_t months_better(const kpi_figure *figure, size_t *both)
{
    size_t better = 0;
    *both = 0;
    for (size_t i = 0, j = 0; i < signpost_series_count(figure->series); i++) {
        signpost_month month = signpost_series_month(figure->series, i);
        while (j < signpost_series_count(figure->country) && signpost_series_month(figure->country, j) < month)
            j++;
        if (j == signpost_series_count(figure->country) || signpost_series_month(figure->country, j) != month)
            continue;
        signpost_figure own = signpost_series_at(figure->series, i), all = signpost_series_at(figure->country, j);
        if (!own.is_known || !all.is_known)
            continue;
        ++*both;
        better += figure->definition->more_is_better ? own.value > all.value : own.value < all.value;
    }
    return better;
}

static void write_beside(FILE *to, const kpi_figure *figure)
{
    char words[WORDS];
    size_t both, better = months_better(figure, &both);
    signpost_span all = country_of(figure);
    if (!both)
        return;
    fputs("<tr><th scope=\"row\">", to);
    html_name(to, figure->definition->title);
    fprintf(to, "</th><td class=\"number\">%s</td>", figure_in_words(&figure->all.pooled, words));
    fprintf(to, "<td class=\"number\">%s</td>", figure_in_words(&all.pooled, words));
    signpost_micro difference = figure->all.pooled.value - all.pooled.value;
    fprintf(to, "<td class=\"number\">%s</td>", difference_in_words(figure->definition, difference, false, words));
    if (strncmp(figure->definition->id, "mix-", 4) == 0)
        fputs("<td>no better or worse</td></tr>\n", to);
    else
        fprintf(to, "<td>better in %zu of %zu months</td></tr>\n", better, both);
}

void kpi_country(const kpi_report *made)
{
    static const char *const headings[] = {"Figure",      "#This contract", "#The country",
                                           "#Difference", "Month by month", NULL};
    FILE *to = made->to;
    size_t tables = 0;
    html_section(to, "country", "Beside the country");
    for (size_t i = 0; i < made->book_count; i++) {
        const kpi_book *book = &made->books[i];
        if (!book->count || !book->figures[0].country)
            continue;
        tables++;
        kpi_table(to, book, "This contract and all the country", headings);
        for (size_t j = 0; j < book->count; j++)
            if (book->figures[j].country)
                write_beside(to, &book->figures[j]);
        html_table_end(to);
    }
    if (!tables) {
        fputs("<p>The counts of all the country, under the code ", to);
        html_name(to, signpost_contracts_country(made->contracts));
        fputs(", are not in the database.</p>\n", to);
    }
    fputs("</section>\n", to);
}
