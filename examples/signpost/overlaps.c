/* `signpost overlaps`: how deep cover is, what single services add, and which duplicate each other. */
#include "auditing.h"

enum { JSON_VERSION = 1, DEPTHS = SIGNPOST_DEEPEST + 1, MOST_IN_TABLE = 10 };

/* What is shown: of services that give something alone, of those that give nothing, and of pairs. */
typedef struct shown {
    size_t alone, removable, pairs;
} shown;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int choose_shown(const arguments *given, const signpost_overlaps *overlaps, output_format format, shown *chosen)
{
    size_t all = signpost_overlaps_services(overlaps), removable = signpost_overlaps_removable(overlaps);
    size_t most = format == FORMAT_TABLE ? MOST_IN_TABLE : SIZE_MAX;
    int limit = 0;
    int status = read_whole(given, OPTION_LIMIT, 1, 1000000, &limit);
    most = limit ? (size_t)limit : most;
    *chosen =
        (shown){least(all - removable, most), least(removable, most), least(signpost_overlaps_pairs(overlaps), most)};
    return status;
}

/* Thousandths of the whole as `12.3 %`. */
static char *share_in_words(int64_t part, int64_t whole, char buffer[32])
{
    int tenths = whole ? (int)((part * 1000 + whole / 2) / whole) : 0;
    snprintf(buffer, 32, "%d.%d %%", tenths / 10, tenths % 10);
    return buffer;
}

/* ---- for people ---- */

static void print_depths(FILE *to, const auditing *with, const signpost_overlaps *overlaps)
{
    const signpost_demand *demand;
    fputs("\nDepth of cover: of people x hours, the share with no service, one, two, three, four or more\n", to);
    for (size_t i = 0; (demand = signpost_audit_demand_at(with->audit, i)); i++) {
        int64_t at[DEPTHS], all = 0;
        char share[32], ages[SIGNPOST_AGES_SIZE];
        signpost_overlaps_depth(overlaps, i, SIGNPOST_ALL_AREAS, at);
        for (int depth = 0; depth < DEPTHS; depth++)
            all += at[depth];
        for (int depth = 0; depth < DEPTHS; depth++)
            fprintf(to, "%8s", share_in_words(at[depth], all, share));
        fprintf(to, "  %s %s, %s (%s)\n", demand->disposition.code, demand->symptom_group, demand->discriminators[0],
                signpost_ages_format(demand->from_days, demand->to_days, ages));
    }
}

static void print_service(FILE *to, const signpost_contribution *one)
{
    char alone[32], given[32];
    fprintf(to, "%18s of %18s  %s (%s), %s\n", number_in_words(one->alone_person_minutes / 60, alone),
            number_in_words(one->given_person_minutes / 60, given), one->name, one->uid, one->type_name);
}

static void print_services(FILE *to, const signpost_overlaps *overlaps, const shown *chosen)
{
    size_t all = signpost_overlaps_services(overlaps), removable = signpost_overlaps_removable(overlaps);
    fputs("\nThin cover: what closing a service would open up, in person-hours over all needs, of what it gives\n", to);
    for (size_t i = 0; i < chosen->alone; i++) {
        signpost_contribution one = signpost_overlaps_service(overlaps, i);
        print_service(to, &one);
    }
    if (chosen->alone < all - removable)
        fprintf(to, "and %zu more that give something alone\n", all - removable - chosen->alone);
    fprintf(to,
            "\nTaken away, each by itself, %zu of %zu services would open no gap: at every minute at which one of them "
            "serves\n"
            "somebody, another does, for every need and in every area. Together they might.\n",
            removable, all);
    for (size_t i = 0; i < chosen->removable; i++) {
        signpost_contribution one = signpost_overlaps_service(overlaps, all - removable + i);
        print_service(to, &one);
    }
}

static void print_pairs(FILE *to, const signpost_overlaps *overlaps, const shown *chosen)
{
    char share[32];
    fputs("\nPairs that duplicate each other most: the share of what either gives that both give\n", to);
    for (size_t i = 0; i < chosen->pairs; i++) {
        signpost_twins twins = signpost_overlaps_pair(overlaps, i);
        fprintf(to, "%8s  %s (%s) and %s (%s), %d m apart\n",
                share_in_words(twins.both_person_minutes, twins.either_person_minutes, share), twins.names[0],
                twins.uids[0], twins.names[1], twins.uids[1], twins.distance_m);
    }
}

static void show_table(FILE *to, const auditing *with, const signpost_overlaps *overlaps, const shown *chosen)
{
    print_audit_about(to, with);
    print_depths(to, with, overlaps);
    print_services(to, overlaps, chosen);
    print_pairs(to, overlaps, chosen);
}

/* ---- for spreadsheets ---- */

static void show_csv(FILE *to, const signpost_overlaps *overlaps, const shown *chosen)
{
    size_t all = signpost_overlaps_services(overlaps), removable = signpost_overlaps_removable(overlaps);
    fputs("uid,name,type,alone_person_hours,alone_needs,alone_places,given_person_hours,removable\n", to);
    for (size_t i = 0; i < all; i++) {
        bool gives_nothing = i >= all - removable;
        if (gives_nothing ? i - (all - removable) >= chosen->removable : i >= chosen->alone)
            continue;
        signpost_contribution one = signpost_overlaps_service(overlaps, i);
        csv_report_field(to, one.uid, true);
        csv_report_field(to, one.name, false);
        csv_report_field(to, one.type_name, false);
        fprintf(to, ",%lld,%d,%lld,%lld,%s\n", (long long)one.alone_person_minutes / 60, one.alone_needs,
                (long long)one.alone_places, (long long)one.given_person_minutes / 60, gives_nothing ? "yes" : "no");
    }
}

/* ---- for programs ---- */

static void show_depths_json(signpost_json *json, const auditing *with, const signpost_overlaps *overlaps)
{
    const signpost_demand *demand;
    signpost_json_list(json, "depths");
    for (size_t i = 0; (demand = signpost_audit_demand_at(with->audit, i)); i++) {
        int64_t at[DEPTHS];
        const signpost_gap_need need = {i, demand->from_days, demand->to_days, demand->female, demand->male};
        signpost_overlaps_depth(overlaps, i, SIGNPOST_ALL_AREAS, at);
        signpost_json_object(json, NULL);
        signpost_json_object(json, "need");
        show_need_json(json, with, &need);
        signpost_json_close(json);
        signpost_json_list(json, "person_minutes");
        for (int depth = 0; depth < DEPTHS; depth++)
            signpost_json_integer(json, NULL, at[depth]);
        signpost_json_close(json);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void show_service_json(signpost_json *json, const signpost_contribution *one)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "uid", one->uid);
    signpost_json_text(json, "name", one->name);
    signpost_json_text(json, "type", one->type_name);
    signpost_json_integer(json, "alone_person_minutes", one->alone_person_minutes);
    signpost_json_integer(json, "alone_needs", one->alone_needs);
    signpost_json_integer(json, "alone_places", one->alone_places);
    signpost_json_integer(json, "given_person_minutes", one->given_person_minutes);
    signpost_json_close(json);
}

static void show_services_json(signpost_json *json, const signpost_overlaps *overlaps, const char *key, size_t first,
                               size_t count)
{
    signpost_json_list(json, key);
    for (size_t i = 0; i < count; i++) {
        signpost_contribution one = signpost_overlaps_service(overlaps, first + i);
        show_service_json(json, &one);
    }
    signpost_json_close(json);
}

static void show_pairs_json(signpost_json *json, const signpost_overlaps *overlaps, size_t count)
{
    signpost_json_list(json, "pairs");
    for (size_t i = 0; i < count; i++) {
        signpost_twins twins = signpost_overlaps_pair(overlaps, i);
        signpost_json_object(json, NULL);
        signpost_json_list(json, "uids");
        signpost_json_text(json, NULL, twins.uids[0]);
        signpost_json_text(json, NULL, twins.uids[1]);
        signpost_json_close(json);
        signpost_json_list(json, "names");
        signpost_json_text(json, NULL, twins.names[0]);
        signpost_json_text(json, NULL, twins.names[1]);
        signpost_json_close(json);
        signpost_json_integer(json, "distance_m", twins.distance_m);
        signpost_json_integer(json, "both_person_minutes", twins.both_person_minutes);
        signpost_json_integer(json, "either_person_minutes", twins.either_person_minutes);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void show_chosen_json(signpost_json *json, const auditing *with, const signpost_overlaps *overlaps,
                             const shown *chosen)
{
    size_t all = signpost_overlaps_services(overlaps), removable = signpost_overlaps_removable(overlaps);
    signpost_json_integer(json, "version", JSON_VERSION);
    show_audit_about_json(json, with);
    show_depths_json(json, with, overlaps);
    signpost_json_integer(json, "services", (int64_t)all);
    signpost_json_integer(json, "removable_services", (int64_t)removable);
    show_services_json(json, overlaps, "thin", 0, chosen->alone);
    show_services_json(json, overlaps, "removable", all - removable, chosen->removable);
    show_pairs_json(json, overlaps, chosen->pairs);
}

void show_overlaps_json(signpost_json *json, const auditing *with, const signpost_overlaps *overlaps)
{
    size_t all = signpost_overlaps_services(overlaps), removable = signpost_overlaps_removable(overlaps);
    const shown chosen = {all - removable, removable, signpost_overlaps_pairs(overlaps)};
    show_chosen_json(json, with, overlaps, &chosen);
}

static void show_json(output *to, const auditing *with, const signpost_overlaps *overlaps, const shown *chosen)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    show_chosen_json(&json, with, overlaps, chosen);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- the command ---- */

static int show(const arguments *given, const auditing *with, const signpost_overlaps *overlaps, output_format format)
{
    output to;
    shown chosen;
    int status = choose_shown(given, overlaps, format, &chosen);
    if (status != DONE)
        return status;
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_TABLE)
        show_table(to.file, with, overlaps, &chosen);
    else if (format == FORMAT_CSV)
        show_csv(to.file, overlaps, &chosen);
    else
        show_json(&to, with, overlaps, &chosen);
    return output_close(&to, DONE);
}

static int find(const arguments *given, auditing *with, output_format format)
{
    signpost_overlaps *overlaps;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status found = signpost_audit_overlaps(with->audit, &overlaps, &error);
    progress_end(&with->bar);
    if (found != SIGNPOST_OK)
        return could_not(&error);
    int status = show(given, with, overlaps, format);
    signpost_overlaps_free(overlaps);
    return status;
}

static int run(const arguments *given)
{
    return with_audit(given, find);
}

static const option_id taken_options[] = {AUDIT_OPTIONS, OPTION_LIMIT, OPTIONS_END};

const command command_overlaps = {
    .name = "overlaps",
    .operands = "",
    .summary = "says how deep cover is, and what single services add",
    .text =
        "Counts, by the rules of `signpost gaps`, how many services cover every minute: the share of people x hours "
        "with "
        "no service, one, two, three, four or more; the services that give most alone, with what closing them would "
        "open "
        "up; those that could be taken away, each by itself, without opening a gap; and pairs of one type that "
        "duplicate "
        "each other most.\n\n"
        "Overlap is information, not a verdict: emergency care is meant to be deep. Person-hours of services are added "
        "up over needs: each is cover that somebody may need.",
    .options = taken_options,
    .example = "overlaps --directory sample.db --disposition Dx28 --from 2026-11-20 --limit 3",
    .run = run,
};
