/* The beginning of a report, its headline in words, and its end: how it was computed. */
#include "report.h"

static void write_when(const report *made)
{
    char date[SIGNPOST_MOMENT_SIZE];
    signpost_date_format(made->about.from, date);
    if (made->about.typical)
        fprintf(made->to, "the typical week, services valid on <time>%s</time>", date);
    else
        fprintf(made->to, "%d %s from <time>%s</time>", made->about.days, made->about.days == 1 ? "day" : "days", date);
}

static void write_figure(FILE *to, const char *label)
{
    fprintf(to, "<span class=\"label\">%s</span></li>\n", label);
}

static void write_figures(const report *made)
{
    FILE *to = made->to;
    size_t removable = signpost_overlaps_removable(made->overlaps);
    fputs("<ul class=\"figures\">\n<li><span class=\"big\">", to);
    html_number(to, (int64_t)signpost_gaps_count(made->gaps));
    fputs("</span> ", to);
    write_figure(to, "findings: somebody finds no service");
    fprintf(to, "<li><span class=\"big\">%zu of %zu</span> ", made->needs_with_gaps, made->need_count);
    write_figure(to, "needs have gaps");
    fputs("<li><span class=\"big\">", to);
    html_number(to, (int64_t)(signpost_overlaps_services(made->overlaps) - removable));
    fputs("</span> ", to);
    write_figure(to, "services cover somebody alone");
    fputs("<li><span class=\"big\">", to);
    html_number(to, (int64_t)removable);
    fputs("</span> ", to);
    write_figure(to, "services could go, each by itself, and nothing is lost");
    fputs("</ul>\n", to);
}

static void write_worst(const report *made)
{
    FILE *to = made->to;
    signpost_gap worst = signpost_gaps_at(made->gaps, 0);
    if (!worst.areas) {
        fputs("<p class=\"lead\">There are no gaps: at every minute, everybody finds a service for every need.</p>\n",
              to);
        return;
    }
    signpost_gap_nearest nearest = signpost_gap_nearest_to(made->gaps, 0);
    fputs("<p class=\"lead\">The worst gap: ", to);
    html_count(to, worst.people, "person", "people");
    fputs(" in ", to);
    html_count(to, (int64_t)worst.areas, "area", "areas");
    fputs(" who are told \xE2\x80\x9C", to);
    html_demand(made, signpost_audit_demand_at(made->with->audit, signpost_gap_need_at(made->gaps, 0, 0).demand));
    fputs("\xE2\x80\x9D find nothing for ", to);
    html_minutes(to, worst.minutes);
    fprintf(to, " %s.", of_the_time(made));
    if (nearest.found) {
        fputs(" The nearest that fails for one reason alone, ", to);
        html_name(to, nearest.name);
        fputs(": it ", to);
        html_text(to, nearest.reason);
        fputc('.', to);
    }
    fputs(
        "</p>\n<p>People are counted once within a finding and never added up across needs: the same people have many "
        "needs.</p>\n",
        to);
}

/* What remedies, duplicates and quality come to, in a sentence each. */
static void write_more(const report *made)
{
    FILE *to = made->to;
    size_t twice = signpost_duplicates_cluster_count(made->duplicates);
    int score = signpost_quality_describe(made->quality).totals.score;
    fputs("<p>", to);
    if (made->remedies && signpost_remedies_count(made->remedies)) {
        signpost_remedy first = signpost_remedies_at(made->remedies, 0);
        fputs("The one change that would close most: ", to);
        html_name(to, first.name);
        fputs(": ", to);
        html_name(to, first.what);
        fputs(". ", to);
    }
    if (twice) {
        html_count(to, (int64_t)twice, "service is", "services are");
        fputs(" likely to be entered more than once. ", to);
    } else {
        fputs("No service seems to be entered twice. ", to);
    }
    if (score >= 0)
        fprintf(to, "The quality of the entries is %d of 100.", score);
    fputs("</p>\n", to);
}

void report_headline(const report *made)
{
    FILE *to = made->to;
    html_section(to, "headline", "In short");
    write_figures(made);
    write_worst(made);
    write_more(made);
    fputs("<p>Audited: ", to);
    write_when(made);
    fputs("; ", to);
    html_count(to, made->about.people, "person", "people");
    fputs(" in ", to);
    html_count(to, (int64_t)made->about.areas, "area", "areas");
    fputs(" of kind ", to);
    html_text(to, made->about.area_kind);
    fputs("; ", to);
    html_count(to, (int64_t)made->about.services, "service", "services");
    fputs(" that can serve somebody.</p>\n</section>\n", to);
}

/* ---- how it was computed ---- */

static void write_fact(FILE *to, const char *name, const char *text)
{
    fprintf(to, "<div><dt>%s</dt><dd>", name);
    html_name(to, text);
    fputs("</dd></div>\n", to);
}

static void write_count(FILE *to, const char *name, int64_t count)
{
    char text[32];
    write_fact(to, name, number_in_words(count, text));
}

static void write_facts(const report *made)
{
    const signpost_audit_about *about = &made->about;
    FILE *to = made->to;
    fputs("<dl class=\"facts\">\n", to);
    write_fact(to, "Directory", about->directory);
    write_count(to, "Version of its content", about->content_version);
    write_fact(to, "Policy", about->policy);
    write_fact(to, "Fingerprint of the policy", about->policy_fingerprint);
    write_fact(to, "Fingerprint of the triage content", signpost_algorithms_fingerprint(made->with->algorithms));
    fputs("<div><dt>Time</dt><dd>", to);
    write_when(made);
    fputs("</dd></div>\n", to);
    write_count(to, "Areas", (int64_t)about->areas);
    write_count(to, "People", about->people);
    write_count(to, "Needs", (int64_t)about->demands);
    write_count(to, "Needs that services tell apart", (int64_t)about->needs);
    write_fact(to, "Referred by", about->role);
    write_fact(to, "Registered with",
               about->unregistered ? "no practice" : "the GP practice nearest to the centre of the area");
    write_fact(to, "Capacity", about->capacity ? "services that are red count as closed" : "ignored");
    if (about->areas_left_out) {
        write_count(to, "Areas left out, without a centre", (int64_t)about->areas_left_out);
        write_count(to, "People in them", about->people_left_out);
    }
    fputs("</dl>\n", to);
}

void report_method(const report *made)
{
    FILE *to = made->to;
    html_section(to, "method", "How it was computed");
    write_facts(made);
    fputs(
        "<h3>What the words mean</h3>\n<dl>\n"
        "<div><dt>Need</dt><dd>what a call can end with, as the triage content has it: what the caller is told to do, "
        "for which complaint, and the skill that it takes; with the ages and sexes that can come to it.</dd></div>\n"
        "<div><dt>Covered</dt><dd>a minute is covered for an area and a need when a search by a person at the centre "
        "of "
        "the area at that minute would return at least one service. It is the same search, with the same filters, that "
        "a call handler makes; nothing is sampled. Emergency departments that are offered only because nothing fits do "
        "not count.</dd></div>\n"
        "<div><dt>Gap</dt><dd>the longest stretch of minutes with none. Neighbouring areas that lack the same for the "
        "same people at the same minutes are one finding.</dd></div>\n"
        "<div><dt>Person-hours</dt><dd>people times the hours for which they would find nothing, if they had the need. "
        "It "
        "is a measure of how much is missing, not of how many people call.</dd></div>\n"
        "<div><dt>Thin cover</dt><dd>exactly one service.</dd></div>\n"
        "<div><dt>Removable</dt><dd>at each minute at which it serves somebody, for every need and in every area, "
        "another service does, too: counted minute by minute. It holds for each by itself; of two that stand in for "
        "each other, one must stay.</dd></div>\n"
        "<div><dt>Remedies</dt><dd>changes of the services that nearly help with the largest findings, and new "
        "services "
        "where most of the people are; the one that closes most is taken, and all is counted anew.</dd></div>\n"
        "<div><dt>Duplicates</dt><dd>entries are compared field by field; each agreement or difference weighs as much "
        "as it "
        "is rarer or commoner between entries of one service than between any two (Fellegi and Sunter), learnt from "
        "the "
        "directory itself.</dd></div>\n"
        "<div><dt>Quality</dt><dd>each active entry, held against what a search needs and what a caller is "
        "told.</dd></div>\n"
        "</dl>\n"
        "<h3>What it does not say</h3>\n<ul>\n"
        "<li>People are taken to be at the centre of their area; distances are straight lines, and travel times do not "
        "count.</li>\n"
        "<li>Where ages split a band of the population table, its people are spread evenly over it.</li>\n"
        "<li>The typical week has no bank holidays, dated entries or clock changes: audit real days to see "
        "those.</li>\n"
        "<li>That a service is open does not say that it has room, unless capacity is counted.</li>\n"
        "<li>Overlap is information, not a verdict: emergency care is meant to be deep.</li>\n"
        "<li>What is wrong in the directory is wrong here.</li>\n</ul>\n</section>\n",
        to);
}
