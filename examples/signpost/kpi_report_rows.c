/* Every number with the row of the file that it comes from; what contradicts itself; what was published anew; and how
 * all of it was computed. */
#include "kpi_report.h"

#include <string.h>

static void write_row_place(FILE *to, const signpost_counts_row *row)
{
    html_name(to, row->file);
    fprintf(to, ":%lld", (long long)row->line);
    if (row->last_line > row->line)
        fprintf(to, "–%lld", (long long)row->last_line);
}

/* The rows of a month, and what is to be known about them. */
static void write_origin(FILE *to, const kpi_book *book, const kpi_figure *figure, size_t index)
{
    bool any = false;
    signpost_month month = signpost_series_month(figure->series, index);
    for (size_t i = book->first; i < book->first + book->rows; i++) {
        signpost_counts_row row = signpost_counts_get(book->counts, i);
        if (row.month != month)
            continue;
        fputs(any ? ", " : "", to);
        write_row_place(to, &row);
        any = true;
    }
    if (!any)
        fputs("no row", to);
    if (kpi_is_broken(figure, index))
        fputs("; <strong>contradicts itself</strong>", to);
    if (kpi_is_revised(book, figure, month))
        fputs("; <strong>published anew</strong>", to);
}

/* `outside the limits, one of a run`, and whether that is good. */
static void write_signals(FILE *to, const signpost_chart_point *at)
{
    bool any = false;
    for (unsigned bit = 1; bit <= SIGNPOST_SIGNAL_NEAR; bit <<= 1)
        if (at->signals & bit) {
            fprintf(to, "%s%s", any ? ", " : "", signpost_signal_name(bit));
            any = true;
        }
    if (any)
        fputs(at->is_good ? ": for the better" : ": for the worse", to);
    else
        fputs(at->is_known ? "chance" : "not known", to);
}

static void write_numbers(const kpi_report *made, const kpi_book *book, const kpi_figure *figure)
{
    static const char *const headings[] = {"Month",   "#Numerator",    "#Denominator", "#Figure", "#Mean",
                                           "#Limits", "By its limits", "Rows",         NULL};
    FILE *to = made->to;
    char words[WORDS], id[WORDS];
    fprintf(to, "<h3 id=\"%s-rows\">", kpi_anchor(book, figure, id));
    html_name(to, figure->definition->title);
    fputs("</h3>\n", to);
    snprintf(words, sizeof words, "%.100s: %.140s", figure->definition->title, figure->definition->words);
    kpi_table(to, book, words, headings);
    for (size_t i = 0; i < signpost_series_count(figure->series); i++) {
        signpost_figure at = signpost_series_at(figure->series, i);
        signpost_chart_point point = signpost_chart_at(figure->chart, i);
        signpost_month month = signpost_series_month(figure->series, i);
        fprintf(to, "<tr><th scope=\"row\">%s</th>", month_in_words(month, words));
        if (at.is_known) {
            html_number_cell(to, at.numerator);
            html_number_cell(to, at.denominator);
        } else {
            fputs("<td class=\"number\">–</td><td class=\"number\">–</td>", to);
        }
        fprintf(to, "<td class=\"number\">%s</td>", figure_in_words(&at, words));
        if (point.is_known && point.upper > point.lower) {
            fprintf(to, "<td class=\"number\">%s</td>", value_in_words(figure->definition, point.mean, words));
            fprintf(to, "<td class=\"number\">%s to ", value_in_words(figure->definition, point.lower, words));
            fprintf(to, "%s</td><td>", value_in_words(figure->definition, point.upper, words));
        } else {
            fputs("<td class=\"number\">–</td><td class=\"number\">–</td><td>", to);
        }
        write_signals(to, &point);
        fputs("</td><td>", to);
        write_origin(to, book, figure, i);
        fputs("</td></tr>\n", to);
    }
    html_table_end(to);
}

/* ---- contradictions and revisions ---- */

static void write_breaks(const kpi_report *made, const kpi_book *book)
{
    static const char *const headings[] = {"Month", "Must hold", "#Left", "#Right", "Row", NULL};
    FILE *to = made->to;
    char words[WORDS];
    size_t count = 0;
    for (size_t i = book->first; i < book->first + book->rows; i++) {
        signpost_counts_row row = signpost_counts_get(book->counts, i);
        for (size_t j = 0; j < row.breaks; j++) {
            signpost_break found = signpost_counts_break(book->counts, i, j);
            if (!count++) {
                kpi_table(to, book, "Counts that contradict each other, in the row as published", headings);
            }
            fprintf(to, "<tr><th scope=\"row\">%s</th><td>", month_in_words(row.month, words));
            html_text(to, found.identity);
            fputs("</td>", to);
            html_number_cell(to, found.left);
            html_number_cell(to, found.right);
            fputs("<td>", to);
            html_name(to, found.file);
            fprintf(to, ":%lld</td></tr>\n", (long long)found.line);
        }
    }
    if (count)
        html_table_end(to);
    else
        fputs("<p>No row contradicts itself.</p>\n", to);
}

static bool has_older(const kpi_book *book, signpost_month month)
{
    for (size_t i = 0; i < signpost_counts_size(book->older); i++) {
        signpost_counts_row row = signpost_counts_get(book->older, i);
        if (row.month == month && !row.is_current)
            return true;
    }
    return false;
}

static void write_revisions(const kpi_report *made, const kpi_book *book)
{
    static const char *const headings[] = {"Month", "Published", "#Offered", "#Answered", "Row", "Counts", NULL};
    FILE *to = made->to;
    char words[WORDS], number[32];
    size_t count = 0;
    for (size_t i = 0; i < signpost_counts_size(book->older); i++) {
        signpost_counts_row row = signpost_counts_get(book->older, i);
        if (!has_older(book, row.month))
            continue;
        if (!count++) {
            kpi_table(to, book, "Rows that were published more than once: the last counts", headings);
        }
        fprintf(to, "<tr><th scope=\"row\">%s</th>", month_in_words(row.month, words));
        fprintf(to, "<td>%s</td>", date_in_words(row.published, words));
        static const char *const items[][2] = {{"offered", "A01"}, {"answered", "A03"}};
        for (int k = 0; k < 2; k++) {
            int64_t value;
            bool known =
                signpost_counts_value(book->older, i, items[k][book->collection == SIGNPOST_COLLECTION_IUC], &value);
            fprintf(to, "<td class=\"number\">%s</td>", known ? number_in_words(value, number) : "not known");
        }
        fputs("<td>", to);
        write_row_place(to, &row);
        fprintf(to, "</td><td>%s</td></tr>\n", row.is_current ? "yes" : "no: replaced");
    }
    if (count)
        html_table_end(to);
}

void kpi_rows(const kpi_report *made)
{
    html_section(made->to, "rows", "Every number, and the rows it comes from");
    for (size_t i = 0; i < made->book_count; i++) {
        const kpi_book *book = &made->books[i];
        fprintf(made->to, "<p class=\"lead\">%s</p>\n", signpost_collection_title(book->collection));
        write_breaks(made, book);
        write_revisions(made, book);
        for (size_t j = 0; j < book->count; j++)
            write_numbers(made, book, &book->figures[j]);
    }
    fputs("</section>\n", made->to);
}

/* ---- how ---- */

static void write_files(const kpi_report *made)
{
    static const char *const headings[] = {"File", "Collection", "Published", "#Rows", "BLAKE2b-256", NULL};
    FILE *to = made->to;
    char words[WORDS];
    html_table(to, "Files that were read");
    html_headings(to, headings);
    for (size_t i = 0; i < signpost_figures_files_count(made->files); i++) {
        signpost_figures_file file = signpost_figures_files_get(made->files, i);
        fputs("<tr><th scope=\"row\">", to);
        html_name(to, file.name);
        fprintf(to, "</th><td>%s</td><td>%s</td>", signpost_collection_title(file.collection),
                date_in_words(file.published, words));
        html_number_cell(to, file.rows);
        fputs("<td><code>", to);
        html_label(to, file.digest);
        fputs("</code></td></tr>\n", to);
    }
    html_table_end(to);
}

void kpi_method(const kpi_report *made)
{
    FILE *to = made->to;
    html_section(to, "method", "How it was computed");
    fputs(
        "<ul class=\"proofs\">\n"
        "<li>Shares over several months are pooled: counts are added up, then divided. Where a mean of months is "
        "shown, "
        "it is called that.</li>\n"
        "<li>Limits: mean ± 2.66 × the mean moving range (XmR chart); moving ranges above 3.267 × their mean are left "
        "out once. “Something has changed”: a point beyond the limits, 7 in a row on one side of the mean, 7 in a row "
        "rising or falling, or 2 of 3 near a limit. Limits begin anew only at dates that the contracts declare.</li>\n"
        "<li>A call-back figure says little alone: who transfers more callers live has fewer and harder call-backs. So "
        "the three figures stand together.</li>\n"
        "<li>Where unaccounted calls (offered, but neither answered nor abandoned) move by more than 2 points, nothing "
        "is said about abandonment before and after.</li>\n"
        "<li>Collections with other definitions are never joined into one line.</li>\n",
        to);
    fputs("<li>Targets, providers, events and plans: ", to);
    html_name(to, made->contracts_file);
    fputs(". Figures: ", to);
    html_name(to, made->database);
    fputs(".</li>\n</ul>\n", to);
    write_files(made);
    fputs("</section>\n", to);
}
