/* What became of callers: dispositions, sent on against closed; and searches that found nothing. */
#include "kpi_report.h"

#include <string.h>

static void write_share(const kpi_figure *figure, FILE *to)
{
    char words[WORDS];
    const signpost_figure *all = &figure->all.pooled;
    int64_t width = all->denominator > 0 ? all->numerator * 1000 / all->denominator : 0;
    width = width < 0 ? 0 : width > 1000 ? 1000 : width;
    fputs("<tr><th scope=\"row\">", to);
    html_name(to, figure->definition->title);
    fputs("</th>", to);
    html_number_cell(to, all->numerator);
    fprintf(to,
            "<td class=\"number\">%s</td><td><svg class=\"bar\" viewBox=\"0 0 1000 60\" preserveAspectRatio=\"none\" "
            "aria-hidden=\"true\"><rect class=\"bar-all\" width=\"1000\" height=\"60\"/><rect class=\"bar-part\" "
            "width=\"%d\" height=\"60\"/></svg></td>",
            figure_in_words(all, words), (int)width);
    if (figure->country) {
        signpost_span country = signpost_series_span(figure->country, 0, signpost_series_count(figure->country));
        fprintf(to, "<td class=\"number\">%s</td></tr>\n", figure_in_words(&country.pooled, words));
    } else {
        fputs("<td class=\"number\">not known</td></tr>\n", to);
    }
}

static void write_ends(const kpi_report *made, const kpi_book *book)
{
    FILE *to = made->to;
    const kpi_figure *sent = kpi_find(book, "sent-on"), *closed = kpi_find(book, "closed");
    char words[WORDS];
    if (!sent || !closed)
        return;
    fprintf(to,
            "<p class=\"lead\">Of those triaged, <strong>%s</strong> were sent on to an ambulance, an emergency "
            "department or primary care;",
            figure_in_words(&sent->all.pooled, words));
    fprintf(to, " <strong>%s</strong> were helped without a referral.</p>\n",
            figure_in_words(&closed->all.pooled, words));
}

void kpi_mix(const kpi_report *made)
{
    static const char *const headings[] = {"Disposition", "#Callers",     "#Of those triaged",
                                           "As a bar",    "#The country", NULL};
    FILE *to = made->to;
    size_t tables = 0;
    html_section(to, "mix", "What became of callers");
    for (size_t i = 0; i < made->book_count; i++) {
        const kpi_book *book = &made->books[i];
        if (!kpi_find(book, "mix-ambulance"))
            continue;
        tables++;
        write_ends(made, book);
        kpi_table(to, book, "Dispositions, added up over all months", headings);
        for (size_t j = 0; j < book->count; j++)
            if (strncmp(book->figures[j].definition->id, "mix-", 4) == 0)
                write_share(&book->figures[j], to);
        html_table_end(to);
    }
    if (!tables)
        fputs("<p>The files do not say what became of callers.</p>\n", to);
    fputs("</section>\n", to);
}

void kpi_empty_searches(const kpi_report *made)
{
    static const char *const headings[] = {
        "Searched from", "Disposition", "Symptom group", "#Hour", "#Found nothing", "#Only a catch-all", NULL};
    enum { MOST = 50 };
    FILE *to = made->to;
    size_t count = signpost_empty_searches_count(made->searches);
    html_section(to, "searches", "Searches that found nothing");
    if (!count) {
        fputs("<p>No journal of this contract has a search that found nothing, or only an emergency department as a "
              "catch-all.</p>\n</section>\n",
              to);
        return;
    }
    html_table(to, "Demand that the directory could not meet, most first");
    html_headings(to, headings);
    for (size_t i = 0; i < count && i < MOST; i++) {
        signpost_empty_search at = signpost_empty_searches_get(made->searches, i);
        fputs("<tr><th scope=\"row\">", to);
        html_name(to, at.place);
        fputs("</th><td>", to);
        html_name(to, at.disposition);
        fputs("</td><td>", to);
        html_name(to, at.symptom_group);
        fprintf(to, "</td><td class=\"number\">%02d:00</td>", at.hour_of_day);
        html_number_cell(to, at.nothing);
        html_number_cell(to, at.catch_all);
        fputs("</tr>\n", to);
    }
    html_table_end(to);
    if (count > MOST)
        fprintf(to, "<p>%d of %zu are shown.</p>\n", MOST, count);
    fputs("</section>\n", to);
}
