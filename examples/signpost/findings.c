/* Findings, as `gaps` and `compare` show them. */
#include "findings.h"

enum { MOST_IN_TABLE = 3 };

static signpost_audit_area area_at(const findings *of, size_t finding, size_t position)
{
    size_t area = signpost_gap_area_at(of->gaps, finding, position);
    return of->comparison ? signpost_comparison_area_at(of->comparison, area)
                          : signpost_audit_area_at(of->with->audit, area);
}

/* ---- for people ---- */

static void print_more(FILE *to, size_t count)
{
    if (count > MOST_IN_TABLE)
        fprintf(to, "%9s and %zu more\n", "", count - MOST_IN_TABLE);
}

static void print_needs(FILE *to, const findings *of, size_t finding, size_t count)
{
    char who[160];
    for (size_t i = 0; i < count && i < MOST_IN_TABLE; i++) {
        signpost_gap_need need = signpost_gap_need_at(of->gaps, finding, i);
        fprintf(to, "  %s ", i ? "     " : "needs");
        print_demand(to, signpost_audit_demand_at(of->with->audit, need.demand));
        fprintf(to, " (%s)\n", people_in_words(need.from_days, need.to_days, need.female, need.male, who, sizeof who));
    }
    print_more(to, count);
}

static void print_areas(FILE *to, const findings *of, size_t finding, size_t count)
{
    for (size_t i = 0; i < count && i < MOST_IN_TABLE; i++) {
        signpost_audit_area area = area_at(of, finding, i);
        fprintf(to, "%s%s", i ? ", " : "  where ", area.code);
    }
    if (count > MOST_IN_TABLE)
        fprintf(to, " and %zu more areas", count - MOST_IN_TABLE);
    fputc('\n', to);
}

static void print_stretches(FILE *to, const findings *of, size_t finding, size_t count)
{
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    fputs("  when  ", to);
    for (size_t i = 0; i < count && i < MOST_IN_TABLE; i++) {
        signpost_stretch one = signpost_gap_stretch_at(of->gaps, finding, i);
        fprintf(to, "%s%s to %s", i ? "; " : "", audit_minute_in_words(of->with, one.from, from),
                audit_minute_in_words(of->with, one.until, until));
    }
    if (count > MOST_IN_TABLE)
        fprintf(to, "; and %zu more times", count - MOST_IN_TABLE);
    fputc('\n', to);
}

void print_finding(FILE *to, const findings *of, size_t finding)
{
    char people[32], hours[32], distance[24];
    signpost_gap gap = signpost_gaps_at(of->gaps, finding);
    signpost_gap_nearest nearest = signpost_gap_nearest_to(of->gaps, finding);
    fprintf(to, "\n%zu. %s people, %d h %02d min without cover: %s person-hours\n", finding + 1,
            number_in_words(gap.people, people), gap.minutes / 60, gap.minutes % 60,
            number_in_words(gap.person_minutes / 60, hours));
    print_needs(to, of, finding, gap.needs);
    print_areas(to, of, finding, gap.areas);
    print_stretches(to, of, finding, gap.stretches);
    if (of->is_closed)
        return;
    if (nearest.found)
        fprintf(to, "  nearest %s (%s), %s: fails %s alone; %s\n", nearest.name, nearest.uid,
                distance_in_words(nearest.distance_m, distance), signpost_filter_name(nearest.filter), nearest.reason);
    else
        fputs("  nearest nothing within twice the search distance fails one filter alone\n", to);
}

/* ---- for spreadsheets ---- */

void print_findings_csv_header(FILE *to, const char *before)
{
    fprintf(to,
            "%sfinding,people,minutes,person_hours,needs,disposition,symptom_group,discriminator,ages,areas,area,times,"
            "from,"
            "until,nearest,nearest_name,nearest_distance_m,fails,reason\n",
            before);
}

void print_finding_csv(FILE *to, const findings *of, size_t finding)
{
    char ages[SIGNPOST_AGES_SIZE], from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    signpost_gap gap = signpost_gaps_at(of->gaps, finding);
    signpost_gap_need need = signpost_gap_need_at(of->gaps, finding, 0);
    const signpost_demand *demand = signpost_audit_demand_at(of->with->audit, need.demand);
    signpost_stretch first = signpost_gap_stretch_at(of->gaps, finding, 0);
    signpost_gap_nearest nearest = signpost_gap_nearest_to(of->gaps, finding);
    fprintf(to, "%zu,%lld,%d,%lld,%zu", finding + 1, (long long)gap.people, gap.minutes,
            (long long)gap.person_minutes / 60, gap.needs);
    csv_report_field(to, demand->disposition.code, false);
    csv_report_field(to, demand->symptom_group, false);
    csv_report_field(to, demand->discriminators[0], false);
    csv_report_field(to, signpost_ages_format(need.from_days, need.to_days, ages), false);
    fprintf(to, ",%zu", gap.areas);
    csv_report_field(to, area_at(of, finding, 0).code, false);
    fprintf(to, ",%zu", gap.stretches);
    csv_report_field(to, audit_minute_in_words(of->with, first.from, from), false);
    csv_report_field(to, audit_minute_in_words(of->with, first.until, until), false);
    csv_report_field(to, nearest.uid, false);
    csv_report_field(to, nearest.name, false);
    if (nearest.found)
        fprintf(to, ",%d,%s", nearest.distance_m, signpost_filter_name(nearest.filter));
    else
        fputs(",,", to);
    csv_report_field(to, nearest.reason, false);
    fputc('\n', to);
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

void show_finding_json(signpost_json *json, const findings *of, size_t finding)
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_gap gap = signpost_gaps_at(of->gaps, finding);
    signpost_gap_nearest nearest = signpost_gap_nearest_to(of->gaps, finding);
    signpost_json_object(json, NULL);
    signpost_json_integer(json, "people", gap.people);
    signpost_json_integer(json, "minutes", gap.minutes);
    signpost_json_integer(json, "person_minutes", gap.person_minutes);
    signpost_json_list(json, "needs");
    for (size_t i = 0; i < gap.needs; i++) {
        signpost_gap_need need = signpost_gap_need_at(of->gaps, finding, i);
        signpost_json_object(json, NULL);
        show_need_json(json, of->with, &need);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_list(json, "areas");
    for (size_t i = 0; i < gap.areas; i++)
        signpost_json_text(json, NULL, area_at(of, finding, i).code);
    signpost_json_close(json);
    signpost_json_list(json, "times");
    for (size_t i = 0; i < gap.stretches; i++) {
        signpost_stretch one = signpost_gap_stretch_at(of->gaps, finding, i);
        signpost_json_object(json, NULL);
        signpost_json_text(json, "from", audit_minute_in_words(of->with, one.from, text));
        signpost_json_text(json, "until", audit_minute_in_words(of->with, one.until, text));
        signpost_json_integer(json, "from_minute", one.from);
        signpost_json_integer(json, "until_minute", one.until);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    show_nearest_json(json, &nearest);
    signpost_json_close(json);
}
