/* `signpost gaps`: who, needing what, when, finds nothing. */
#include "auditing.h"

enum { JSON_VERSION = 1, MOST_IN_TABLE = 3, DEFAULT_LIMIT = 20 };

/* Findings to show: --limit, else those that a person reads, or all for a program. */
static int read_shown(const arguments *given, output_format format, size_t count, size_t *shown)
{
    int limit = format == FORMAT_TABLE ? DEFAULT_LIMIT : 1000000;
    int status = read_whole(given, OPTION_LIMIT, 1, 1000000, &limit);
    *shown = (size_t)limit < count ? (size_t)limit : count;
    return status;
}

/* ---- for people ---- */

static void print_more(FILE *to, size_t count)
{
    if (count > MOST_IN_TABLE)
        fprintf(to, "%9s and %zu more\n", "", count - MOST_IN_TABLE);
}

static void print_needs(FILE *to, const auditing *with, const signpost_gaps *gaps, size_t finding, size_t count)
{
    char who[160];
    for (size_t i = 0; i < count && i < MOST_IN_TABLE; i++) {
        signpost_gap_need need = signpost_gap_need_at(gaps, finding, i);
        fprintf(to, "  %s ", i ? "     " : "needs");
        print_demand(to, signpost_audit_demand_at(with->audit, need.demand));
        fprintf(to, " (%s)\n", people_in_words(need.from_days, need.to_days, need.female, need.male, who, sizeof who));
    }
    print_more(to, count);
}

static void print_areas(FILE *to, const auditing *with, const signpost_gaps *gaps, size_t finding, size_t count)
{
    for (size_t i = 0; i < count && i < MOST_IN_TABLE; i++) {
        signpost_audit_area area = signpost_audit_area_at(with->audit, signpost_gap_area_at(gaps, finding, i));
        fprintf(to, "%s%s", i ? ", " : "  where ", area.code);
    }
    if (count > MOST_IN_TABLE)
        fprintf(to, " and %zu more areas", count - MOST_IN_TABLE);
    fputc('\n', to);
}

static void print_stretches(FILE *to, const auditing *with, const signpost_gaps *gaps, size_t finding, size_t count)
{
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    fputs("  when  ", to);
    for (size_t i = 0; i < count && i < MOST_IN_TABLE; i++) {
        signpost_stretch one = signpost_gap_stretch_at(gaps, finding, i);
        fprintf(to, "%s%s to %s", i ? "; " : "", audit_minute_in_words(with, one.from, from),
                audit_minute_in_words(with, one.until, until));
    }
    if (count > MOST_IN_TABLE)
        fprintf(to, "; and %zu more times", count - MOST_IN_TABLE);
    fputc('\n', to);
}

static void print_finding(FILE *to, const auditing *with, const signpost_gaps *gaps, size_t finding)
{
    char people[32], hours[32], distance[24];
    signpost_gap gap = signpost_gaps_at(gaps, finding);
    signpost_gap_nearest nearest = signpost_gap_nearest_to(gaps, finding);
    fprintf(to, "\n%zu. %s people, %d h %02d min without cover: %s person-hours\n", finding + 1,
            number_in_words(gap.people, people), gap.minutes / 60, gap.minutes % 60,
            number_in_words(gap.person_minutes / 60, hours));
    print_needs(to, with, gaps, finding, gap.needs);
    print_areas(to, with, gaps, finding, gap.areas);
    print_stretches(to, with, gaps, finding, gap.stretches);
    if (nearest.found)
        fprintf(to, "  nearest %s (%s), %s: fails %s alone; %s\n", nearest.name, nearest.uid,
                distance_in_words(nearest.distance_m, distance), signpost_filter_name(nearest.filter), nearest.reason);
    else
        fputs("  nearest nothing within twice the search distance fails one filter alone\n", to);
}

static void show_table(FILE *to, const auditing *with, const signpost_gaps *gaps, size_t shown)
{
    size_t count = signpost_gaps_count(gaps);
    print_audit_about(to, with);
    if (!count)
        fputs("\nNo gaps: at every minute, everybody finds a service for every need.\n", to);
    for (size_t i = 0; i < shown; i++)
        print_finding(to, with, gaps, i);
    if (shown < count)
        fprintf(to, "\n%zu of %zu findings, by person-hours; --limit shows more\n", shown, count);
}

/* ---- for spreadsheets ---- */

static void show_csv(FILE *to, const auditing *with, const signpost_gaps *gaps, size_t shown)
{
    fputs(
        "finding,people,minutes,person_hours,needs,disposition,symptom_group,discriminator,ages,areas,area,times,from,"
        "until,nearest,nearest_name,nearest_distance_m,fails,reason\n",
        to);
    for (size_t i = 0; i < shown; i++) {
        char ages[SIGNPOST_AGES_SIZE], from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
        signpost_gap gap = signpost_gaps_at(gaps, i);
        signpost_gap_need need = signpost_gap_need_at(gaps, i, 0);
        const signpost_demand *demand = signpost_audit_demand_at(with->audit, need.demand);
        signpost_stretch first = signpost_gap_stretch_at(gaps, i, 0);
        signpost_gap_nearest nearest = signpost_gap_nearest_to(gaps, i);
        fprintf(to, "%zu,%lld,%d,%lld,%zu", i + 1, (long long)gap.people, gap.minutes,
                (long long)gap.person_minutes / 60, gap.needs);
        csv_field(to, demand->disposition.code, false);
        csv_field(to, demand->symptom_group, false);
        csv_field(to, demand->discriminators[0], false);
        csv_field(to, signpost_ages_format(need.from_days, need.to_days, ages), false);
        fprintf(to, ",%zu", gap.areas);
        csv_field(to, signpost_audit_area_at(with->audit, signpost_gap_area_at(gaps, i, 0)).code, false);
        fprintf(to, ",%zu", gap.stretches);
        csv_field(to, audit_minute_in_words(with, first.from, from), false);
        csv_field(to, audit_minute_in_words(with, first.until, until), false);
        csv_field(to, nearest.uid, false);
        csv_field(to, nearest.name, false);
        if (nearest.found)
            fprintf(to, ",%d,%s", nearest.distance_m, signpost_filter_name(nearest.filter));
        else
            fputs(",,", to);
        csv_field(to, nearest.reason, false);
        fputc('\n', to);
    }
}

/* ---- for programs ---- */

static void show_nearest_json(signpost_json *json, const signpost_gap_nearest *nearest)
{
    if (!nearest->found) {
        signpost_json_null(json, "nearest");
        return;
    }
    signpost_json_object(json, "nearest");
    signpost_json_text(json, "uid", nearest->uid);
    signpost_json_text(json, "name", nearest->name);
    signpost_json_integer(json, "distance_m", nearest->distance_m);
    signpost_json_text(json, "fails", signpost_filter_name(nearest->filter));
    signpost_json_text(json, "reason", nearest->reason);
    signpost_json_close(json);
}

static void show_finding_json(signpost_json *json, const auditing *with, const signpost_gaps *gaps, size_t finding)
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_gap gap = signpost_gaps_at(gaps, finding);
    signpost_gap_nearest nearest = signpost_gap_nearest_to(gaps, finding);
    signpost_json_object(json, NULL);
    signpost_json_integer(json, "people", gap.people);
    signpost_json_integer(json, "minutes", gap.minutes);
    signpost_json_integer(json, "person_minutes", gap.person_minutes);
    signpost_json_list(json, "needs");
    for (size_t i = 0; i < gap.needs; i++) {
        signpost_gap_need need = signpost_gap_need_at(gaps, finding, i);
        signpost_json_object(json, NULL);
        show_need_json(json, with, &need);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_list(json, "areas");
    for (size_t i = 0; i < gap.areas; i++)
        signpost_json_text(json, NULL,
                           signpost_audit_area_at(with->audit, signpost_gap_area_at(gaps, finding, i)).code);
    signpost_json_close(json);
    signpost_json_list(json, "times");
    for (size_t i = 0; i < gap.stretches; i++) {
        signpost_stretch one = signpost_gap_stretch_at(gaps, finding, i);
        signpost_json_object(json, NULL);
        signpost_json_text(json, "from", audit_minute_in_words(with, one.from, text));
        signpost_json_text(json, "until", audit_minute_in_words(with, one.until, text));
        signpost_json_integer(json, "from_minute", one.from);
        signpost_json_integer(json, "until_minute", one.until);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    show_nearest_json(json, &nearest);
    signpost_json_close(json);
}

void show_gaps_json(signpost_json *json, const auditing *with, const signpost_gaps *gaps, size_t shown)
{
    signpost_json_integer(json, "findings", (int64_t)signpost_gaps_count(gaps));
    signpost_json_list(json, "gaps");
    for (size_t i = 0; i < shown; i++)
        show_finding_json(json, with, gaps, i);
    signpost_json_close(json);
}

static void show_json(output *to, const auditing *with, const signpost_gaps *gaps, size_t shown)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", JSON_VERSION);
    show_audit_about_json(&json, with);
    show_gaps_json(&json, with, gaps, shown);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- the command ---- */

static int show(const arguments *given, const auditing *with, const signpost_gaps *gaps, output_format format)
{
    output to;
    size_t shown;
    int status = read_shown(given, format, signpost_gaps_count(gaps), &shown);
    if (status != DONE)
        return status;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_TABLE)
        show_table(to.file, with, gaps, shown);
    else if (format == FORMAT_CSV)
        show_csv(to.file, with, gaps, shown);
    else
        show_json(&to, with, gaps, shown);
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
