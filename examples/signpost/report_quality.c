/* The quality of the entries: a score, what was found by each rule, and the providers who have most to do. */
#include "report.h"

static void write_summary(const report *made, const signpost_quality_about *about)
{
    const signpost_quality_totals *totals = &about->totals;
    FILE *to = made->to;
    fputs("<p>Of ", to);
    html_count(to, (int64_t)totals->entries, "active entry", "active entries");
    fputs(", ", to);
    html_number(to, (int64_t)totals->with_errors);
    fputs(" have errors and ", to);
    html_number(to, (int64_t)totals->with_warnings);
    fputs(" more have warnings; ", to);
    html_number(to, (int64_t)about->unreachable);
    fputs(" can never be found, by anybody, for any need.", to);
    if (totals->score >= 0)
        fprintf(to,
                " The score is <strong>%d of 100</strong>: an entry with an error is worth nothing, each warning costs "
                "20, and the score is the mean.",
                totals->score);
    fputs("</p>\n", to);
}

/* ---- by rule ---- */

static void write_entry(FILE *to, const signpost_quality_finding *finding)
{
    fputs("<li>", to);
    html_name(to, finding->name);
    fputs(" (", to);
    html_name(to, finding->uid);
    fputs(") \xE2\x80\x93 ", to);
    html_text(to, finding->field);
    if (*finding->value) {
        fputs(" \xE2\x80\x9C", to);
        html_name(to, finding->value);
        fputs("\xE2\x80\x9D", to);
    }
    fputs(": ", to);
    html_name(to, finding->what);
    fputs("</li>\n", to);
}

/* The findings of one rule, which stand together from `first` on. */
static void write_rule(const report *made, const signpost_quality_rule *rule, size_t first, size_t count)
{
    FILE *to = made->to;
    size_t shown = count < MOST_OF_RULE ? count : MOST_OF_RULE;
    fprintf(to, "<article class=\"finding\">\n<h4>%s: %s</h4>\n<p><strong>", signpost_severity_name(rule->severity),
            rule->meaning);
    html_count(to, (int64_t)count, "finding", "findings");
    fprintf(to, "</strong> <span class=\"small\">(%s)</span>. To do: %s</p>\n<ul>\n", rule->code, rule->remedy);
    for (size_t i = first; i < first + shown; i++) {
        signpost_quality_finding finding = signpost_quality_at(made->quality, i);
        write_entry(to, &finding);
    }
    if (shown < count) {
        fputs("<li>and ", to);
        html_number(to, (int64_t)(count - shown));
        fputs(" more</li>\n", to);
    }
    fputs("</ul>\n</article>\n", to);
}

static void write_rules(const report *made)
{
    size_t at = 0;
    fputs("<h3>What was found</h3>\n", made->to);
    for (size_t i = 0; *signpost_quality_rule_at(i).code; i++) {
        signpost_quality_rule rule = signpost_quality_rule_at(i);
        size_t count = signpost_quality_count_of(made->quality, i);
        if (count)
            write_rule(made, &rule, at, count);
        at += count;
    }
}

/* ---- by provider ---- */

static void write_provider(FILE *to, const signpost_quality_provider *provider)
{
    fputs("<tr><th scope=\"row\">", to);
    html_name(to, *provider->code ? provider->code : "no provider");
    fputs(" ", to);
    html_name(to, provider->name);
    fputs("</th>", to);
    html_number_cell(to, provider->totals.score);
    html_number_cell(to, (int64_t)provider->totals.entries);
    html_number_cell(to, (int64_t)provider->totals.errors);
    html_number_cell(to, (int64_t)provider->totals.warnings);
    fputs("</tr>\n", to);
}

static void write_providers(const report *made)
{
    static const char *const titles[] = {"Provider", "#Score", "#Active entries", "#Errors", "#Warnings", NULL};
    size_t count = signpost_quality_provider_count(made->quality), shown = 0;
    FILE *to = made->to;
    fputs("<h3>Providers</h3>\n", to);
    html_table(to, "Providers with the lowest scores");
    html_headings(to, titles);
    for (size_t i = 0; i < count && shown < MOST_PROVIDERS; i++) {
        signpost_quality_provider provider = signpost_quality_provider_at(made->quality, i);
        if (provider.totals.score < 0)
            continue; /* none of its entries is active */
        write_provider(to, &provider);
        shown++;
    }
    html_table_end(to);
    if (shown < count) {
        fputs("<p class=\"small\">", to);
        html_number(to, (int64_t)count);
        fputs(" providers in all.</p>\n", to);
    }
}

void report_quality(const report *made)
{
    signpost_quality_about about = signpost_quality_describe(made->quality);
    html_section(made->to, "quality", "Quality of the entries");
    write_summary(made, &about);
    if (signpost_quality_count(made->quality)) {
        write_rules(made);
        write_providers(made);
    } else {
        fputs("<p>Nothing was found.</p>\n", made->to);
    }
    fputs("</section>\n", made->to);
}
