/* `signpost quality`: what is missing, wrong or out of date in a directory's entries, and which can never be found. */
#include "auditing.h"

#include <stdlib.h>

enum { JSON_VERSION = 1, MOST_OF_CODE = 3, PROVIDERS_IN_TABLE = 5 };

/* ---- for people ---- */

static void print_about(FILE *to, const signpost_quality_about *about)
{
    char date[SIGNPOST_MOMENT_SIZE], holiday[SIGNPOST_MOMENT_SIZE];
    const signpost_quality_totals *totals = &about->totals;
    fputs("directory \"", to);
    print_visible(to, about->directory);
    fprintf(to, "\", version %lld; as on %s; ", (long long)about->content_version,
            signpost_date_format(about->date, date));
    if (about->next_holiday)
        fprintf(to, "next bank holiday %s, %s\n", signpost_date_format(about->next_holiday, holiday), about->holiday);
    else
        fputs("no later bank holiday is known\n", to);
    fprintf(to, "%zu of %zu entries are active: %zu with errors, %zu more with warnings; ", totals->entries,
            about->entries, totals->with_errors, totals->with_warnings);
    if (about->reach_judged)
        fprintf(to, "%zu that nobody can reach\n", about->unreachable);
    else
        fputs("whether anybody can reach them was not judged\n", to);
    if (totals->score >= 0)
        fprintf(to, "score %d of 100\n", totals->score);
}

static void print_rules(FILE *to, const signpost_quality *quality)
{
    fputs("\nfindings  severity  code\n", to);
    for (size_t i = 0; *signpost_quality_rule_at(i).code; i++) {
        signpost_quality_rule rule = signpost_quality_rule_at(i);
        if (signpost_quality_count_of(quality, i))
            fprintf(to, "%8zu  %-8s  %s\n", signpost_quality_count_of(quality, i),
                    signpost_severity_name(rule.severity), rule.code);
    }
}

static void print_providers(FILE *to, const signpost_quality *quality)
{
    size_t count = signpost_quality_provider_count(quality);
    if (count < 2)
        return;
    fprintf(to, "\nscore  entries  errors  warnings  provider%s\n",
            count > PROVIDERS_IN_TABLE ? " (those with the lowest scores)" : "");
    for (size_t i = 0, shown = 0; i < count && shown < PROVIDERS_IN_TABLE; i++) {
        signpost_quality_provider provider = signpost_quality_provider_at(quality, i);
        if (provider.totals.score < 0)
            continue;
        fprintf(to, "%5d  %7zu  %6zu  %8zu  ", provider.totals.score, provider.totals.entries, provider.totals.errors,
                provider.totals.warnings);
        print_visible(to, *provider.code ? provider.code : "(none)");
        fputs(*provider.name ? " " : "", to);
        print_visible(to, provider.name);
        fputc('\n', to);
        shown++;
    }
}

static void print_finding(FILE *to, const signpost_quality_finding *finding)
{
    fprintf(to, "\n%s %s: ", signpost_severity_name(finding->severity), finding->code);
    print_visible(to, finding->uid);
    fputs(", ", to);
    print_visible(to, finding->name);
    fprintf(to, "\n  %s", finding->field);
    if (*finding->value) {
        fputs(" \"", to);
        print_visible(to, finding->value);
        fputc('"', to);
    }
    fputs(": ", to);
    print_visible(to, finding->what);
    fprintf(to, "\n  to do: %s\n", finding->remedy);
}

/* A few of each code, unless a number was said. */
static void print_findings(FILE *to, const signpost_quality *quality, size_t most, bool is_said)
{
    size_t shown = 0, at = 0;
    for (size_t rule = 0; *signpost_quality_rule_at(rule).code; rule++) {
        size_t count = signpost_quality_count_of(quality, rule);
        for (size_t i = 0; i < count && shown < most && (is_said || i < MOST_OF_CODE); i++, shown++) {
            signpost_quality_finding finding = signpost_quality_at(quality, at + i);
            print_finding(to, &finding);
        }
        at += count;
    }
    if (shown < at)
        fprintf(to, "\n%zu of %zu findings%s; --limit shows more, the severest first\n", shown, at,
                is_said ? "" : ", up to 3 of a code");
}

static void show_table(FILE *to, const signpost_quality *quality, size_t most, bool is_said)
{
    signpost_quality_about about = signpost_quality_describe(quality);
    print_about(to, &about);
    if (!signpost_quality_count(quality)) {
        fputs("\nNothing was found.\n", to);
        return;
    }
    print_rules(to, quality);
    print_providers(to, quality);
    print_findings(to, quality, most, is_said);
}

/* ---- for spreadsheets ---- */

static const char *name_of_filter(const signpost_quality_finding *finding)
{
    return finding->filter < SIGNPOST_FILTER_COUNT ? signpost_filter_name(finding->filter) : "";
}

static void show_csv(FILE *to, const signpost_quality *quality, size_t shown)
{
    fputs("severity,code,uid,name,provider,field,value,filter,what,remedy\n", to);
    for (size_t i = 0; i < shown; i++) {
        signpost_quality_finding finding = signpost_quality_at(quality, i);
        fprintf(to, "%s,%s", signpost_severity_name(finding.severity), finding.code);
        csv_report_field(to, finding.uid, false);
        csv_report_field(to, finding.name, false);
        csv_report_field(to, finding.provider, false);
        csv_report_field(to, finding.field, false);
        csv_report_field(to, finding.value, false);
        csv_report_field(to, name_of_filter(&finding), false);
        csv_report_field(to, finding.what, false);
        csv_report_field(to, finding.remedy, false);
        fputc('\n', to);
    }
}

/* ---- for programs ---- */

static void show_totals_json(signpost_json *json, const signpost_quality_totals *totals)
{
    signpost_json_integer(json, "active_entries", (int64_t)totals->entries);
    signpost_json_integer(json, "errors", (int64_t)totals->errors);
    signpost_json_integer(json, "warnings", (int64_t)totals->warnings);
    signpost_json_integer(json, "notes", (int64_t)totals->notes);
    signpost_json_integer(json, "entries_with_errors", (int64_t)totals->with_errors);
    signpost_json_integer(json, "entries_with_warnings_only", (int64_t)totals->with_warnings);
    if (totals->score < 0)
        signpost_json_null(json, "score");
    else
        signpost_json_integer(json, "score", totals->score);
}

static void show_about_json(signpost_json *json, const signpost_quality_about *about)
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_json_object(json, "quality");
    signpost_json_text(json, "directory", about->directory);
    signpost_json_integer(json, "content_version", about->content_version);
    signpost_json_text(json, "at", signpost_minute_format(about->at, text));
    signpost_json_text(json, "date", signpost_date_format(about->date, text));
    signpost_json_integer(json, "months", about->months);
    signpost_json_integer(json, "red_hours", about->red_hours);
    signpost_json_integer(json, "draft_days", about->draft_days);
    signpost_json_text(json, "provider", about->provider);
    signpost_json_text(json, "next_holiday",
                       about->next_holiday ? signpost_date_format(about->next_holiday, text) : NULL);
    signpost_json_integer(json, "entries", (int64_t)about->entries);
    if (about->reach_judged)
        signpost_json_integer(json, "unreachable", (int64_t)about->unreachable);
    else
        signpost_json_null(json, "unreachable");
    show_totals_json(json, &about->totals);
    signpost_json_close(json);
}

static void show_rules_json(signpost_json *json, const signpost_quality *quality)
{
    signpost_json_list(json, "rules");
    for (size_t i = 0; *signpost_quality_rule_at(i).code; i++) {
        signpost_quality_rule rule = signpost_quality_rule_at(i);
        signpost_json_object(json, NULL);
        signpost_json_text(json, "severity", signpost_severity_name(rule.severity));
        signpost_json_text(json, "code", rule.code);
        signpost_json_text(json, "meaning", rule.meaning);
        signpost_json_text(json, "remedy", rule.remedy);
        signpost_json_integer(json, "count", (int64_t)signpost_quality_count_of(quality, i));
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void show_providers_json(signpost_json *json, const signpost_quality *quality)
{
    signpost_json_list(json, "providers");
    for (size_t i = 0; i < signpost_quality_provider_count(quality); i++) {
        signpost_quality_provider provider = signpost_quality_provider_at(quality, i);
        signpost_json_object(json, NULL);
        signpost_json_text(json, "code", provider.code);
        signpost_json_text(json, "name", provider.name);
        show_totals_json(json, &provider.totals);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void show_finding_json(signpost_json *json, const signpost_quality_finding *finding)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "severity", signpost_severity_name(finding->severity));
    signpost_json_text(json, "code", finding->code);
    signpost_json_text(json, "uid", finding->uid);
    signpost_json_text(json, "name", finding->name);
    signpost_json_text(json, "provider", finding->provider);
    signpost_json_text(json, "field", finding->field);
    signpost_json_text(json, "value", finding->value);
    if (finding->filter < SIGNPOST_FILTER_COUNT)
        signpost_json_text(json, "filter", signpost_filter_name(finding->filter));
    else
        signpost_json_null(json, "filter");
    signpost_json_text(json, "what", finding->what);
    signpost_json_close(json);
}

void show_quality_json(signpost_json *json, const signpost_quality *quality, size_t shown)
{
    signpost_quality_about about = signpost_quality_describe(quality);
    signpost_json_integer(json, "version", JSON_VERSION);
    show_about_json(json, &about);
    show_rules_json(json, quality);
    show_providers_json(json, quality);
    signpost_json_integer(json, "count", (int64_t)signpost_quality_count(quality));
    signpost_json_list(json, "findings");
    for (size_t i = 0; i < shown; i++) {
        signpost_quality_finding finding = signpost_quality_at(quality, i);
        show_finding_json(json, &finding);
    }
    signpost_json_close(json);
}

static void show_json(output *to, const signpost_quality *quality, size_t shown)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    show_quality_json(&json, quality, shown);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- the command ---- */

static int show(const arguments *given, const signpost_quality *quality, output_format format)
{
    output to;
    size_t count = signpost_quality_count(quality);
    int limit = INT32_MAX;
    int status = read_whole(given, OPTION_LIMIT, 1, INT32_MAX, &limit);
    if (status != DONE)
        return status;
    size_t shown = (size_t)limit < count ? (size_t)limit : count;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_TABLE)
        show_table(to.file, quality, shown, said(given, OPTION_LIMIT));
    else if (format == FORMAT_CSV)
        show_csv(to.file, quality, shown);
    else
        show_json(&to, quality, shown);
    return output_close(&to, DONE);
}

/* Noon of the day that was said, which is of that date in every calendar of these islands; else now. */
static int read_options(const arguments *given, auditing *with, signpost_quality_options *options)
{
    signpost_date date;
    options->at = now();
    if (said(given, OPTION_FROM)) {
        if (signpost_date_parse(given->values[OPTION_FROM], &date) != SIGNPOST_OK)
            return wrong_use("--from \"%s\" is not a date such as 2026-12-20", given->values[OPTION_FROM]);
        options->at = (signpost_minute)date * 1440 + 720;
    }
    options->provider = given->values[OPTION_PROVIDER];
    options->progress = progress_show;
    options->progress_context = &with->bar;
    return read_whole(given, OPTION_MONTHS, 1, 120, &options->months);
}

static int judge(const arguments *given, auditing *with, output_format format)
{
    signpost_quality_options options = SIGNPOST_QUALITY_OPTIONS_INIT;
    signpost_quality *quality;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int status = read_options(given, with, &options);
    if (status != DONE)
        return status;
    signpost_status found = signpost_quality_check(with->directory, with->audit, &options, &quality, &error);
    progress_end(&with->bar);
    if (found != SIGNPOST_OK)
        return could_not(&error);
    status = show(given, quality, format);
    signpost_quality_free(quality);
    return status;
}

/* A directory that cannot be searched, or that has no people, is judged without its reach: what is wrong with it is
 * what one wants to know. */
static int open_what_can_be(const arguments *given, signpost_algorithms *algorithms, auditing *with)
{
    signpost_directory *directory;
    int status = open_directory(given, SIGNPOST_READ_ONLY, &directory);
    if (status != DONE)
        return status;
    status = audit_open(given, algorithms, with);
    with->bar = progress_begin("entries");
    if (status == COULD_NOT) {
        fputs("signpost: so whether anybody can reach the entries is not judged\n", stderr);
        *with = (auditing){.directory = directory, .bar = with->bar};
        return DONE;
    }
    signpost_directory_close(directory);
    return status;
}

static int run(const arguments *given)
{
    auditing with;
    signpost_algorithms *algorithms;
    output_format format;
    if (!format_of(given, &format))
        return WRONG_USE;
    int status = load_algorithms(given, &algorithms);
    if (status != DONE)
        return status;
    status = open_what_can_be(given, algorithms, &with);
    if (status == DONE) {
        status = judge(given, &with, format);
        audit_close(&with);
    }
    signpost_algorithms_free(algorithms);
    return status;
}

static const option_id taken_options[] = {OPTION_DIRECTORY, OPTION_ALGORITHMS, OPTION_POLICY,   OPTION_KEEP_INDEX,
                                          OPTION_FROM,      OPTION_MONTHS,     OPTION_PROVIDER, OPTION_LIMIT,
                                          OPTION_FORMAT,    OPTION_OUTPUT,     OPTIONS_END};

const command command_quality = {
    .name = "quality",
    .operands = "",
    .summary = "says what is missing, wrong or out of date in entries",
    .text =
        "Judges the active entries of a directory: opening hours, clinical profile, postcode, phone, ODS code, web "
        "address, coordinates, names, validity, verification, capacity; and whether anybody at all, with any need that "
        "the algorithms can reach, in any area with people, at any time, would be given the service: if not, with the "
        "filter that blocks it. Each finding has a code, the entry, the field and its value, what is wrong, and what "
        "to "
        "do. Of drafts only their age is looked at.\n\n"
        "The score of a provider, and of the directory, is the mean of its active entries: 0 with an error, else 100 "
        "less 20 for each warning, but at least 40. To see how it moves, take it --from two dates, or of two "
        "releases.\n\n"
        "The directory keeps the present capacity alone: how often a service was red over a month cannot be said. In "
        "CSV, a field that begins as a formula does has a ' before it.",
    .options = taken_options,
    .example = "quality --directory sample.db --from 2026-11-20 --limit 5",
    .run = run,
};
