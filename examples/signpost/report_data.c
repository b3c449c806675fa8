/* The report for programs and for spreadsheets: all of it, not only what a page shows. */
#include "duplicates.h"
#include "report.h"

enum { JSON_VERSION = 1 };

/* ---- JSON ---- */

static void show_areas_json(signpost_json *json, const report *made, size_t demand)
{
    signpost_json_list(json, "areas");
    for (size_t area = 0; area < made->about.areas; area++) {
        int64_t person_minutes = signpost_gaps_person_minutes(made->gaps, demand, area);
        if (!person_minutes)
            continue;
        signpost_json_object(json, NULL);
        signpost_json_text(json, "area", signpost_audit_area_at(made->with->audit, area).code);
        signpost_json_integer(json, "person_minutes", person_minutes);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void show_report_need_json(signpost_json *json, const report *made, const report_need *need)
{
    signpost_json_object(json, NULL);
    signpost_json_list(json, "needs");
    for (size_t i = 0; i < need->count; i++) {
        size_t number = made->demands[need->first + i];
        const signpost_demand *demand = signpost_audit_demand_at(made->with->audit, number);
        const signpost_gap_need whole = {number, demand->from_days, demand->to_days, demand->female, demand->male};
        signpost_json_object(json, NULL);
        show_need_json(json, made->with, &whole);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_integer(json, "people", need->asked / made->about.minutes);
    signpost_json_integer(json, "person_minutes", need->depth[0]);
    signpost_json_list(json, "people_by_hour");
    for (size_t i = 0; i < made->hours; i++)
        signpost_json_integer(json, NULL, need->by_hour[i]);
    signpost_json_close(json);
    show_areas_json(json, made, made->demands[need->first]);
    signpost_json_close(json);
}

void report_json(const report *made, output *to)
{
    const signpost_algorithms *algorithms = made->with->algorithms;
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", JSON_VERSION);
    signpost_json_flag(&json, "demonstration", signpost_algorithms_summarise(algorithms).is_demonstration);
    signpost_json_text(&json, "content", signpost_algorithms_fingerprint(algorithms));
    signpost_json_list(&json, "cover");
    for (size_t i = 0; i < made->need_count; i++)
        show_report_need_json(&json, made, &made->needs[i]);
    signpost_json_close(&json);
    signpost_json_object(&json, "gaps");
    show_gaps_json(&json, made->with, made->gaps, signpost_gaps_count(made->gaps));
    signpost_json_close(&json);
    signpost_json_object(&json, "overlaps");
    show_overlaps_json(&json, made->with, made->overlaps);
    signpost_json_close(&json);
    if (made->remedies) {
        signpost_json_object(&json, "remedies");
        show_remedies_json(&json, made->with, made->remedies);
        signpost_json_close(&json);
    } else {
        signpost_json_null(&json, "remedies");
    }
    const duplicates_shown duplicates = {.found = made->duplicates};
    signpost_json_object(&json, "duplicates");
    duplicates_members_json(&json, &duplicates);
    signpost_json_close(&json);
    signpost_json_object(&json, "quality");
    show_quality_json(&json, made->quality, signpost_quality_count(made->quality));
    signpost_json_close(&json);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- CSV: one list, whose first column says what a row is ---- */

static void write_cells(FILE *to, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        csv_report_field(to, texts[i], false);
}

/* Disposition, complaint, skill, whom: of a need. */
static void write_need(const report *made, const signpost_gap_need *need)
{
    char who[160];
    const signpost_demand *demand = signpost_audit_demand_at(made->with->audit, need->demand);
    people_in_words(need->from_days, need->to_days, need->female, need->male, who, sizeof who);
    write_cells(made->to,
                (const char *const[]){demand->disposition.code, demand->symptom_group, demand->discriminators[0], who},
                4);
}

static void write_needs(const report *made)
{
    for (size_t i = 0; i < made->need_count; i++) {
        const report_need *need = &made->needs[i];
        const signpost_demand *demand = report_demand(made, need);
        const signpost_gap_need whole = {made->demands[need->first], demand->from_days, demand->to_days, demand->female,
                                         demand->male};
        fprintf(made->to, "need,%zu,%zu", i + 1, need->count);
        write_need(made, &whole);
        fprintf(made->to, ",,,,%lld,%lld,%d,,,,,,,", (long long)(need->asked / made->about.minutes),
                (long long)need->depth[0] / 60, share_of(need->depth[0], need->asked));
        fputc('\n', made->to);
    }
}

static void write_gaps(const report *made)
{
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    for (size_t i = 0; i < signpost_gaps_count(made->gaps); i++) {
        signpost_gap gap = signpost_gaps_at(made->gaps, i);
        signpost_gap_need need = signpost_gap_need_at(made->gaps, i, 0);
        signpost_stretch first = signpost_gap_stretch_at(made->gaps, i, 0);
        signpost_gap_nearest nearest = signpost_gap_nearest_to(made->gaps, i);
        signpost_audit_area area = signpost_audit_area_at(made->with->audit, signpost_gap_area_at(made->gaps, i, 0));
        fprintf(made->to, "gap,%zu,%zu", i + 1, gap.needs);
        write_need(made, &need);
        csv_report_field(made->to, area.code, false);
        csv_report_field(made->to, audit_minute_in_words(made->with, first.from, from), false);
        csv_report_field(made->to, audit_minute_in_words(made->with, first.until, until), false);
        fprintf(made->to, ",%lld,%lld,%d", (long long)gap.people, (long long)gap.person_minutes / 60,
                share_of(gap.minutes, made->about.minutes));
        write_cells(made->to, (const char *const[]){nearest.uid, nearest.name, "", ""}, 4);
        if (nearest.found)
            fprintf(made->to, ",%d,%s", nearest.distance_m, signpost_filter_name(nearest.filter));
        else
            fputs(",,", made->to);
        csv_report_field(made->to, nearest.reason, false);
        fputc('\n', made->to);
    }
}

static void write_services(const report *made)
{
    size_t all = signpost_overlaps_services(made->overlaps), alone = all - signpost_overlaps_removable(made->overlaps);
    for (size_t i = 0; i < all; i++) {
        signpost_contribution one = signpost_overlaps_service(made->overlaps, i);
        bool is_alone = i < alone;
        fprintf(made->to, "%s,%zu,%d,,,,,,,,,%lld,%d", is_alone ? "thin" : "removable",
                is_alone ? i + 1 : i - alone + 1, one.alone_needs,
                (long long)(is_alone ? one.alone_person_minutes : one.given_person_minutes) / 60,
                share_of(one.alone_person_minutes, one.given_person_minutes));
        write_cells(made->to, (const char *const[]){one.uid, one.name, "", ""}, 4);
        fprintf(made->to, ",,,%s\n",
                is_alone ? "person-hours that it gives alone" : "each minute that it covers has another service");
    }
}

static void write_pairs(const report *made)
{
    for (size_t i = 0; i < signpost_overlaps_pairs(made->overlaps); i++) {
        signpost_twins pair = signpost_overlaps_pair(made->overlaps, i);
        fprintf(made->to, "pair,%zu,,,,,,,,,,%lld,%d", i + 1, (long long)pair.both_person_minutes / 60,
                share_of(pair.both_person_minutes, pair.either_person_minutes));
        write_cells(made->to, (const char *const[]){pair.uids[0], pair.names[0], pair.uids[1], pair.names[1]}, 4);
        fprintf(made->to, ",%d,,person-hours that both give\n", pair.distance_m);
    }
}

static void write_remedies(const report *made)
{
    for (size_t i = 0; made->remedies && i < signpost_remedies_count(made->remedies); i++) {
        signpost_remedy one = signpost_remedies_at(made->remedies, i);
        fprintf(made->to, "remedy,%zu,,,,,,,,,,%lld,%d", i + 1, (long long)one.gain_person_minutes / 60,
                share_of(one.gain_person_minutes, signpost_remedies_before(made->remedies)));
        write_cells(made->to,
                    (const char *const[]){one.uid, one.name, "", "", "", signpost_remedy_kind_name(one.kind), one.what},
                    7);
        fputc('\n', made->to);
    }
}

/* Each entry beside the one that is proposed to be kept. */
static void write_duplicates(const report *made)
{
    for (size_t i = 0; i < signpost_duplicates_cluster_count(made->duplicates); i++) {
        signpost_duplicate_cluster cluster = signpost_duplicates_cluster(made->duplicates, i);
        const signpost_duplicate_record *keep = signpost_duplicates_record(made->duplicates, cluster.keep);
        for (size_t k = 0; k < cluster.count; k++) {
            const signpost_duplicate_record *other = signpost_duplicates_record(made->duplicates, cluster.records[k]);
            if (other == keep)
                continue;
            fprintf(made->to, "duplicate,%zu,,,,,,,,,,,", i + 1);
            write_cells(made->to,
                        (const char *const[]){keep->uid, keep->name, other->uid, other->name, "", "",
                                              "the first is proposed to be kept"},
                        7);
            fputc('\n', made->to);
        }
    }
}

/* A finding of quality has no people: the entry, what it fails, and what is wrong. */
static void write_quality(const report *made)
{
    for (size_t i = 0; i < signpost_quality_count(made->quality); i++) {
        signpost_quality_finding finding = signpost_quality_at(made->quality, i);
        fprintf(made->to, "quality,%zu,,,,,,,,,,,", i + 1);
        write_cells(made->to, (const char *const[]){finding.uid, finding.name, "", "", "", finding.code, finding.what},
                    7);
        fputc('\n', made->to);
    }
}

void report_csv(const report *made)
{
    fputs("part,number,needs,disposition,symptom_group,discriminator,who,area,from,until,people,person_hours,"
          "share_percent,uid,name,other_uid,other_name,distance_m,fails,says\n",
          made->to);
    write_needs(made);
    write_gaps(made);
    write_remedies(made);
    write_services(made);
    write_pairs(made);
    write_duplicates(made);
    write_quality(made);
}
