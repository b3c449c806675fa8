/* `signpost audit`: all audits as one report, an HTML file that needs nothing else, or as JSON or CSV. */
#include "report.h"

#include <string.h>

/* ---- the page ---- */

static const html_part contents[] = {
    {"headline", "In short"},
    {"needs", "Needs at a glance"},
    {"where-and-when", "Where and when"},
    {"findings", "Gaps: who finds nothing"},
    {"remedies", "Remedies"},
    {"overlaps", "Thin cover and overlaps"},
    {"duplicates", "Duplicates"},
    {"quality", "Quality of the entries"},
    {"method", "How it was computed"},
    {NULL, NULL},
};

/* In the order of the contents. */
static void (*const parts[])(const report *made) = {
    report_headline, report_needs,      report_need_pages, report_findings, report_remedies,
    report_services, report_duplicates, report_quality,    report_method,
};

static void write_banner(const report *made)
{
    FILE *to = made->to;
    fputs("<h1>", to);
    html_name(to, made->about.directory);
    fputs("</h1>\n<p>Where, when and for whom it has no service, too little, or more than enough. Version ", to);
    html_number(to, made->about.content_version);
    fputs(", policy ", to);
    html_name(to, made->about.policy);
    fputs(".</p>\n", to);
    if (signpost_algorithms_summarise(made->with->algorithms).is_demonstration)
        fputs("<p class=\"notice\"><strong>Demonstration.</strong> The triage content behind these needs is not "
              "clinically validated: not for the care of patients.</p>\n",
              to);
}

static void write_page(const report *made)
{
    html_begin(made->to, &report_page, "Audit: ", made->about.directory, "signpost audit");
    write_banner(made);
    html_contents(made->to, contents);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        parts[i](made);
    html_end(made->to, &report_page);
}

/* ---- the command ---- */

static void say_where(const report *made, const char *path)
{
    printf("%s: %zu findings; %zu of %zu needs have gaps; %zu services could go, each by itself\n", path,
           signpost_gaps_count(made->gaps), made->needs_with_gaps, made->need_count,
           signpost_overlaps_removable(made->overlaps));
}

static int show(const arguments *given, report *made, output_format format)
{
    output to;
    if (!output_open(&to, given))
        return COULD_NOT;
    made->to = to.file;
    if (format == FORMAT_TABLE)
        write_page(made);
    else if (format == FORMAT_CSV)
        report_csv(made);
    else
        report_json(made, &to);
    int status = output_close(&to, DONE);
    if (status == DONE && to.path)
        say_where(made, to.path);
    return status;
}

static int find(const arguments *given, auditing *with, output_format format)
{
    report made;
    int status = report_gather(&made, with);
    if (status == DONE)
        status = show(given, &made, format);
    report_release(&made);
    return status;
}

/* For people, a report is a page and no table. */
static int run(const arguments *given)
{
    const char *format = given->values[OPTION_FORMAT];
    arguments of_page = *given;
    if (format && strcmp(format, "html") != 0 && strcmp(format, "json") != 0 && strcmp(format, "csv") != 0)
        return wrong_use("--format of a report is html, json or csv, and not \"%s\"", format);
    if (format && strcmp(format, "html") == 0)
        of_page.values[OPTION_FORMAT] = NULL;
    return with_audit(&of_page, find);
}

static const option_id taken_options[] = {AUDIT_OPTIONS, OPTIONS_END};

const command command_audit = {
    .name = "audit",
    .operands = "",
    .summary = "writes all that audits find as one report",
    .text =
        "Writes a report that can be opened in any browser, printed, and sent: one HTML file that needs no network. "
        "It says where, when and for whom there is no service, with a map and a week for each need; which changes "
        "would close most of it; how deep cover "
        "is; what closing a service would open up, and which could go; what is wrong with entries; and how all of it "
        "was computed. It can be "
        "read without a mouse, without colours, and without scripts.\n\n"
        "--format json or csv has the same, in full, for programs and spreadsheets; html is what is written "
        "otherwise. What is assumed, and what the other options do, `signpost help gaps` says.",
    .options = taken_options,
    .example = "audit --directory sample.db --from 2026-11-20 --output report.html",
    .run = run,
};
