/* A chart for each figure, with what it is made of. */
#include "kpi_report.h"

#include <string.h>

char *kpi_anchor(const kpi_book *book, const kpi_figure *figure, char buffer[WORDS])
{
    size_t at = (size_t)snprintf(buffer, WORDS, "%s-", signpost_collection_name(book->collection));
    for (const char *id = figure->definition->id; *id && at < WORDS - 8; id++) {
        bool is_plain = (*id >= 'a' && *id <= 'z') || (*id >= '0' && *id <= '9') || *id == '-';
        buffer[at++] = is_plain ? *id : '_';
    }
    buffer[at] = '\0';
    return buffer;
}

void kpi_table(FILE *to, const kpi_book *book, const char *caption, const char *const *headings)
{
    char text[2 * WORDS];
    snprintf(text, sizeof text, "%.*s (%s)", WORDS, caption, signpost_collection_title(book->collection));
    html_table(to, text);
    html_headings(to, headings);
}

static void write_count(FILE *to, const signpost_figure *figure)
{
    char words[WORDS];
    fprintf(to, "%s: ", figure_in_words(figure, words));
    html_number(to, figure->numerator);
    fputs(" of ", to);
    html_number(to, figure->denominator);
}

static void write_made_of(const kpi_book *book, const kpi_figure *figure, FILE *to)
{
    const signpost_definition *definition = figure->definition;
    char words[WORDS];
    fprintf(to, "<dl>\n<div><dt>%s</dt><dd>",
            month_in_words(signpost_series_month(figure->series, figure->latest), words));
    write_count(to, &figure->now);
    fputs("</dd></div>\n<div><dt>All months</dt><dd>", to);
    write_count(to, &figure->all.pooled);
    fprintf(to, " (added up over %zu months; the mean of the months is %s)", figure->all.known,
            value_in_words(definition, figure->all.mean, words));
    fputs("</dd></div>\n<div><dt>Formula</dt><dd>", to);
    html_text(to, definition->words);
    fputs(": <code>", to);
    html_text(to, definition->numerator);
    fputs("</code> ÷ <code>", to);
    html_text(to, definition->denominator);
    fputs("</code></dd></div>\n<div><dt>Source</dt><dd>", to);
    html_text(to, signpost_collection_title(book->collection));
    fprintf(to, "; <a href=\"#%s-rows\">each number with its row</a></dd></div>\n", kpi_anchor(book, figure, words));
    fputs("</dl>\n", to);
}

static bool is_mix(const kpi_figure *figure)
{
    return strncmp(figure->definition->id, "mix-", 4) == 0;
}

static void write_figure(const kpi_report *made, const kpi_book *book, const kpi_figure *figure)
{
    char id[WORDS];
    fprintf(made->to, "<article class=\"kpi\">\n<h3 id=\"%s\">", kpi_anchor(book, figure, id));
    html_name(made->to, figure->definition->title);
    fputs("</h3>\n", made->to);
    write_made_of(book, figure, made->to);
    kpi_draw(made, book, figure);
    fputs("</article>\n", made->to);
}

/* Those with a target come first. What became of callers has a table of its own. */
void kpi_charts(const kpi_report *made)
{
    html_section(made->to, "charts", "Figure by figure");
    for (size_t i = made->book_count; i-- > 0;) {
        const kpi_book *book = &made->books[i];
        if (made->book_count > 1)
            fprintf(made->to, "<p class=\"lead\">%s</p>\n", signpost_collection_title(book->collection));
        for (int targeted = 1; targeted >= 0; targeted--)
            for (size_t j = 0; j < book->count; j++)
                if ((book->figures[j].target != NULL) == targeted && !is_mix(&book->figures[j]))
                    write_figure(made, book, &book->figures[j]);
    }
    fputs("</section>\n", made->to);
}
