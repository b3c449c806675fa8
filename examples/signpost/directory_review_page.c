/* One change as a page: what a commissioner reads before signing off. Rules kept here:
 *  - text of the directory reaches the page only through html.h;
 *  - before and after stand side by side, and what is said by a colour is said in words, too;
 *  - a value is shown to its last character: nobody signs off what they have not seen. */
#include "directory_review.h"
#include "html.h"

#include <string.h>

static const html_part contents[] = {
    {"effect", "What it would do"}, {"fields", "Field by field"}, {"gaps", "Gaps"},
    {"duplicates", "Duplicates"},   {"quality", "Quality"},       {NULL, NULL},
};

/* A value of any length, apart from the words around it. */
static void html_whole(FILE *to, const char *value)
{
    fputs("<bdi>", to);
    html_text(to, value);
    fputs("</bdi>", to);
}

static void html_term(FILE *to, const char *name, const char *value)
{
    fprintf(to, "<div><dt>%s</dt><dd>", name);
    html_whole(to, value);
    fputs("</dd></div>\n", to);
}

static void write_banner(FILE *to, const reviewing *of)
{
    char moment[SIGNPOST_MOMENT_SIZE];
    const signpost_change_about *change = &of->change;
    fprintf(to, "<h1>Change %lld of ", (long long)change->id);
    html_name(to, of->about.name);
    fprintf(to, "</h1>\n<p>%s%s; submitted by ", change->emergency ? "Emergency; " : "", change->state);
    html_name(to, change->submitted_by);
    fprintf(to, ", %s.</p>\n", signpost_minute_format(change->submitted_at, moment));
    if (of->with.algorithms && signpost_algorithms_summarise(of->with.algorithms).is_demonstration)
        fputs("<p class=\"notice\"><strong>Demonstration.</strong> The triage content behind these needs is not "
              "clinically validated: not for the care of patients.</p>\n",
              to);
}

static void write_about(FILE *to, const signpost_change_about *change)
{
    char moment[SIGNPOST_MOMENT_SIZE];
    fputs("<dl>\n", to);
    html_term(to, "Why", change->why);
    if (*change->evidence)
        html_term(to, "Evidence", change->evidence);
    html_term(to, "Effective", review_moment(change->effective_at, moment));
    if (*change->decided_by) {
        html_term(to, "Decided by", change->decided_by);
        html_term(to, "Because", change->decided_why);
    }
    fputs("</dl>\n", to);
}

static void write_effect(FILE *to, const reviewing *of)
{
    html_section(to, "effect", "What it would do");
    if (of->effect) {
        fputs("<p class=\"lead\">This change</p>\n<ul class=\"lead\">\n", to);
        review_say_effect(to, of, html_text, "<li>", "</li>\n");
        fputs("</ul>\n", to);
    } else {
        fputs("<p class=\"lead\">It was not judged", to);
        if (of->not_judged) {
            fputs(": ", to);
            html_text(to, of->not_judged);
        }
        fputs(".</p>\n", to);
    }
    write_about(to, &of->change);
    fputs("</section>\n", to);
}

/* ---- fields ---- */

static void write_conflicts(FILE *to, const reviewing *of, size_t field, bool list)
{
    for (size_t i = 0; i < signpost_review_conflict_count(of->review); i++) {
        signpost_review_conflict other = signpost_review_conflict_at(of->review, i);
        if (other.field != field)
            continue;
        fprintf(to, "<span class=\"small\">Conflict: change %lld (%s, ", (long long)other.change, other.state);
        html_name(to, other.submitted_by);
        fputs(list ? ") changes it, too" : ") makes it ", to);
        if (!list)
            html_whole(to, review_value(other.after));
        fputs("</span>", to);
    }
}

/* Before and after; of a list, what differs. */
static void write_values(FILE *to, const signpost_review_field *field)
{
    const bool list = review_is_list(field);
    fputs(list ? "<td>no more: " : "<td>", to);
    if (list)
        review_say_items(to, field, false, html_text);
    else
        html_whole(to, review_value(field->before));
    if (list)
        fprintf(to, "<span class=\"small\">%zu stay</span>", review_items_kept(field));
    fputs(list ? "</td><td><strong>anew: " : "</td><td><strong>", to);
    if (list)
        review_say_items(to, field, true, html_text);
    else
        html_whole(to, review_value(field->after));
    fputs("</strong>", to);
    if (!field->stale)
        return;
    fputs("<span class=\"small\">Stale: it is now ", to);
    html_whole(to, list ? "another" : review_value(field->now));
    fputs("</span>", to);
}

/* An entry stands above its fields, so that before and after have the width of a telephone. */
static void write_entry(FILE *to, const signpost_review_field *field, bool is_first)
{
    fputs(is_first ? "" : "</tbody>\n<tbody>\n", to);
    fputs("<tr><th scope=\"rowgroup\" colspan=\"3\">", to);
    html_name(to, field->name);
    fputs("<span class=\"small\">", to);
    html_name(to, field->service);
    fputs("</span></th></tr>\n", to);
}

static void write_fields(FILE *to, const reviewing *of)
{
    static const char *const titles[] = {"Field", "Before", "After", NULL};
    const char *entry = "";
    html_section(to, "fields", "Field by field");
    html_table(to, "Each value before and after");
    html_headings(to, titles);
    for (size_t i = 0; i < signpost_review_count(of->review); i++) {
        signpost_review_field field = signpost_review_at(of->review, i);
        if (strcmp(entry, field.service) != 0)
            write_entry(to, &field, i == 0);
        entry = field.service;
        fputs("<tr><th scope=\"row\">", to);
        review_say_field(to, &field, html_text);
        fputs("</th>", to);
        write_values(to, &field);
        write_conflicts(to, of, i, review_is_list(&field));
        fputs("</td></tr>\n", to);
    }
    html_table_end(to);
    fputs("</section>\n", to);
}

/* ---- gaps ---- */

static void write_gap(FILE *to, const findings *of, size_t position)
{
    enum { MOST = 3 };
    char who[160], from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    signpost_gap gap = signpost_gaps_at(of->gaps, position);
    signpost_gap_need need = signpost_gap_need_at(of->gaps, position, 0);
    const signpost_demand *demand = signpost_audit_demand_at(of->with->audit, need.demand);
    fputs("<tr><th scope=\"row\">", to);
    html_text(to, demand->disposition.title);
    fputs("<span class=\"small\">", to);
    html_text(to, people_in_words(need.from_days, need.to_days, need.female, need.male, who, sizeof who));
    if (gap.needs > 1)
        fprintf(to, "; and %zu more needs", gap.needs - 1);
    fputs("</span></th><td>", to);
    for (size_t i = 0; i < gap.areas && i < MOST; i++) {
        fputs(i ? ", " : "", to);
        html_text(to, signpost_comparison_area_at(of->comparison, signpost_gap_area_at(of->gaps, position, i)).code);
    }
    if (gap.areas > MOST)
        fprintf(to, " and %zu more", gap.areas - MOST);
    fputs("</td><td>", to);
    for (size_t i = 0; i < gap.stretches && i < MOST; i++) {
        signpost_stretch one = signpost_gap_stretch_at(of->gaps, position, i);
        fprintf(to, "%s%s to %s", i ? "; " : "", audit_minute_in_words(of->with, one.from, from),
                audit_minute_in_words(of->with, one.until, until));
    }
    if (gap.stretches > MOST)
        fprintf(to, "; and %zu more times", gap.stretches - MOST);
    fputs("</td>", to);
    html_number_cell(to, gap.people);
    html_person_hours_cell(to, gap.person_minutes);
    fputs("</tr>\n", to);
}

static void write_gaps(FILE *to, const reviewing *of)
{
    enum { MOST = 50 };
    static const char *const titles[] = {"Need", "Where", "When", "#People", "#Person-hours a week", NULL};
    static const char *const captions[] = {"Gaps that it opens", "Gaps that it closes"};
    html_section(to, "gaps", "Gaps");
    for (int is_closed = 0; is_closed < 2 && of->did.coverage_judged; is_closed++) {
        const findings list = review_findings(of, is_closed);
        size_t count = signpost_gaps_count(list.gaps);
        if (!count) {
            fprintf(to, "<p>%s: none.</p>\n", captions[is_closed]);
            continue;
        }
        html_table(to, captions[is_closed]);
        html_headings(to, titles);
        for (size_t i = 0; i < count && i < MOST; i++)
            write_gap(to, &list, i);
        html_table_end(to);
        if (count > MOST)
            fprintf(to, "<p>And %zu more.</p>\n", count - (size_t)MOST);
    }
    if (!of->did.coverage_judged)
        fputs("<p>They were not judged.</p>\n", to);
    fputs("</section>\n", to);
}

/* ---- duplicates and quality ---- */

static void write_pairs(FILE *to, const reviewing *of)
{
    static const char *const titles[] = {"Change", "Verdict", "Entry", "Entry", "#Probability", NULL};
    size_t count = of->effect ? signpost_effect_pair_count(of->effect) : 0;
    html_section(to, "duplicates", "Duplicates");
    if (count) {
        html_table(to, "Pairs of entries that come or go");
        html_headings(to, titles);
    } else {
        fputs(of->effect ? "<p>None comes or goes.</p>\n" : "<p>They were not judged.</p>\n", to);
    }
    for (size_t i = 0; i < count; i++) {
        signpost_effect_pair pair = signpost_effect_pair_at(of->effect, i);
        fprintf(to, "<tr><th scope=\"row\">%s</th><td>%s</td>", pair.is_new ? "comes" : "goes",
                pair.verdict == SIGNPOST_DUPLICATE_SAME ? "one service" : "to be looked at");
        for (int at = 0; at < 2; at++) {
            fputs("<td>", to);
            html_name(to, pair.names[at]);
            fputs("<span class=\"small\">", to);
            html_name(to, pair.uids[at]);
            fputs("</span></td>", to);
        }
        fprintf(to, "<td class=\"number\">%d%%</td></tr>\n", pair.probability_basis / 100);
    }
    if (count)
        html_table_end(to);
    fputs("</section>\n", to);
}

static void write_quality(FILE *to, const reviewing *of)
{
    static const char *const titles[] = {"Change", "Severity", "Entry", "What is wrong", "What to do", NULL};
    size_t count = of->effect ? signpost_effect_finding_count(of->effect) : 0;
    html_section(to, "quality", "Quality");
    if (count) {
        html_table(to, "Findings that come or go");
        html_headings(to, titles);
    } else {
        fputs(of->effect ? "<p>No finding comes or goes.</p>\n" : "<p>It was not judged.</p>\n", to);
    }
    for (size_t i = 0; i < count; i++) {
        signpost_effect_finding one = signpost_effect_finding_at(of->effect, i);
        fprintf(to, "<tr><th scope=\"row\">%s</th><td>%s</td><td>", one.is_new ? "comes" : "goes",
                signpost_severity_name(one.finding.severity));
        html_name(to, one.finding.name);
        fputs("</td><td>", to);
        html_text(to, one.finding.what);
        fputs("</td><td>", to);
        html_text(to, one.finding.remedy);
        fputs("</td></tr>\n", to);
    }
    if (count)
        html_table_end(to);
    fputs("</section>\n", to);
}

void review_show_page(FILE *to, const reviewing *of)
{
    char title[48];
    snprintf(title, sizeof title, "Change %lld of ", (long long)of->change.id);
    html_begin(to, &review_page, title, of->about.name, "signpost directory review");
    write_banner(to, of);
    html_contents(to, contents);
    write_effect(to, of);
    write_fields(to, of);
    write_gaps(to, of);
    write_pairs(to, of);
    write_quality(to, of);
    html_end(to, &review_page);
}
