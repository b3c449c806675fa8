/* `signpost gaps`: who, needing what, when, finds nothing. */
#include "findings.h"

enum { JSON_VERSION = 1, DEFAULT_LIMIT = 20 };

/* Findings to show: --limit, else those that a person reads, or all for a program. */
static int read_shown(const arguments *given, output_format format, size_t count, size_t *shown)
{
    int limit = format == FORMAT_TABLE ? DEFAULT_LIMIT : 1000000;
    int status = read_whole(given, OPTION_LIMIT, 1, 1000000, &limit);
    *shown = (size_t)limit < count ? (size_t)limit : count;
    return status;
}

static void show_table(FILE *to, const findings *of, size_t shown)
{
    size_t count = signpost_gaps_count(of->gaps);
    print_audit_about(to, of->with);
    if (!count)
        fputs("\nNo gaps: at every minute, everybody finds a service for every need.\n", to);
    for (size_t i = 0; i < shown; i++)
        print_finding(to, of, i);
    if (shown < count)
        fprintf(to, "\n%zu of %zu findings, by person-hours; --limit shows more\n", shown, count);
}

static void show_csv(FILE *to, const findings *of, size_t shown)
{
    print_findings_csv_header(to, "");
    for (size_t i = 0; i < shown; i++)
        print_finding_csv(to, of, i);
}

void show_gaps_json(signpost_json *json, const auditing *with, const signpost_gaps *gaps, size_t shown)
{
    const findings of = {.with = with, .gaps = gaps};
    signpost_json_integer(json, "version", JSON_VERSION);
    show_audit_about_json(json, with);
    signpost_json_integer(json, "findings", (int64_t)signpost_gaps_count(gaps));
    signpost_json_list(json, "gaps");
    for (size_t i = 0; i < shown; i++)
        show_finding_json(json, &of, i);
    signpost_json_close(json);
}

static void show_json(output *to, const findings *of, size_t shown)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    show_gaps_json(&json, of->with, of->gaps, shown);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- the command ---- */

static int show(const arguments *given, const auditing *with, const signpost_gaps *gaps, output_format format)
{
    output to;
    size_t shown;
    const findings of = {.with = with, .gaps = gaps};
    int status = read_shown(given, format, signpost_gaps_count(gaps), &shown);
    if (status != DONE)
        return status;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_TABLE)
        show_table(to.file, &of, shown);
    else if (format == FORMAT_CSV)
        show_csv(to.file, &of, shown);
    else
        show_json(&to, &of, shown);
    return output_close(&to, DONE);
}

static int find(const arguments *given, auditing *with, output_format format)
{
    signpost_gaps *gaps;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status found = signpost_audit_gaps(with->audit, &gaps, &error);
    progress_end(&with->bar);
    if (found != SIGNPOST_OK)
        return could_not(&error);
    int status = show(given, with, gaps, format);
    signpost_gaps_free(gaps);
    return status;
}

static int run(const arguments *given)
{
    return with_audit(given, find);
}

static const option_id taken_options[] = {AUDIT_OPTIONS, OPTION_LIMIT, OPTIONS_END};

const command command_gaps = {
    .name = "gaps",
    .operands = "",
    .summary = "says who, needing what, when, finds no service",
    .text =
        "Audits a directory: for every area with people, every outcome that the algorithms can reach and that is "
        "looked "
        "up, every age and sex, and every minute, would a search by a person at the area's centre return a service? "
        "Emergency departments that are offered because nothing fits do not count.\n\n"
        "The typical week has no holidays, dated entries or clock changes; --days looks at real dates, such as those "
        "around Christmas. Neighbouring areas that lack the same for the same people at the same minutes are one "
        "finding. Findings stand by people x hours; people are counted once within a finding, and never added up "
        "across "
        "findings. Each names the nearest service that fails for one reason alone.\n\n"
        "--disposition, --symptom-group and --discriminator leave those outcomes alone that have them.",
    .options = taken_options,
    .example = "gaps --directory sample.db --disposition Dx17 --from 2026-11-20 --limit 3",
    .run = run,
};
