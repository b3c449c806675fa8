/* Showing what a search found. */
#include "searching.h"

#include <string.h>

char *distance_in_words(int32_t metres, char buffer[24])
{
    int32_t tenths = (metres + 50) / 100;
    snprintf(buffer, 24, "%d.%d km", tenths / 10, tenths % 10);
    return buffer;
}

void csv_minutes(FILE *to, int32_t minutes)
{
    if (minutes >= 0)
        fprintf(to, ",%d", minutes);
    else
        fputc(',', to);
}

void json_minutes(signpost_json *json, int32_t minutes)
{
    if (minutes >= 0)
        signpost_json_integer(json, "travel_minutes", minutes);
    else
        signpost_json_null(json, "travel_minutes");
}

void show_warnings(const searching *with)
{
    const signpost_diagnostic *warning;
    char line[SIGNPOST_FILE_SIZE + 2 * SIGNPOST_TEXT_SIZE];
    for (size_t i = 0; (warning = signpost_results_warning(with->results, i)); i++) {
        signpost_diagnostic_format(warning, line, sizeof line);
        fprintf(stderr, "%s\n", line);
    }
}

/* The parts that are not empty, with a separator between. */
static void print_parts(FILE *to, const char *separator, const char *const *parts, size_t count)
{
    const char *before = "";
    for (size_t i = 0; i < count; i++)
        if (*parts[i]) {
            fprintf(to, "%s%s", before, parts[i]);
            before = separator;
        }
    fputc('\n', to);
}

static void show_found(FILE *to, const signpost_found *found)
{
    char distance[24], where[400];
    snprintf(where, sizeof where, "%.120s%s%.16s", found->town, *found->town && *found->postcode ? " " : "",
             found->postcode);
    const char *const lines[] = {found->address, where};
    const char *const facts[] = {found->type_name, found->opening, found->phone,
                                 found->capacity == SIGNPOST_AMBER ? "capacity is amber" : ""};
    fprintf(to, "%3d %9s  %s\n", found->position, distance_in_words(found->distance_m, distance), found->public_name);
    fprintf(to, "%15s", "");
    print_parts(to, ", ", facts, sizeof facts / sizeof *facts);
    if (found->travel_minutes >= 0)
        fprintf(to, "%15s%s\n", "", found->way);
    if (*found->address || *where) {
        fprintf(to, "%15s", "");
        print_parts(to, ", ", lines, 2);
    }
    if (*found->ask)
        fprintf(to, "%15s%s\n", "? ", found->ask);
}

/* At most `most` of a list of `total`: what comes after them is counted. */
static void show_list(FILE *to, const searching *with, signpost_list list, const char *title, size_t most, size_t total)
{
    signpost_found found;
    size_t shown = 0;
    if (!signpost_results_count(with->results, list))
        return;
    fprintf(to, "\n%s\n", title);
    while (shown < most && signpost_results_get(with->results, list, shown, &found) == SIGNPOST_OK) {
        show_found(to, &found);
        shown++;
    }
    if (shown < total)
        fprintf(to, "%13s and %zu more\n", "", total - shown);
}

static void show_fallback(FILE *to, const signpost_results_about *about)
{
    static const char *const says[] = {
        [SIGNPOST_FALLBACK_NONE] = "",
        [SIGNPOST_FALLBACK_EMERGENCY] =
            "No service fits. These emergency departments are open and take the patient's age:",
        [SIGNPOST_FALLBACK_CLINICIAN] =
            "No service fits. A clinician calls back: put the call in the clinicians' queue.",
        [SIGNPOST_FALLBACK_ADVICE] =
            "No service fits. Give the care advice, say when to call again, and that it may be later.",
    };
    if (about->fallback != SIGNPOST_FALLBACK_NONE)
        fprintf(to, "\n%s\n", says[about->fallback]);
}

static void show_near_misses(FILE *to, const signpost_results_about *about)
{
    const char *before = "\nNear misses, by the one filter that they fail: ";
    for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
        if (about->near_misses[filter]) {
            fprintf(to, "%s%s %zu", before, signpost_filter_name((signpost_filter)filter), about->near_misses[filter]);
            before = ", ";
        }
    if (*before == ',')
        fputc('\n', to);
}

void show_results_table(FILE *to, const searching *with)
{
    char distance[24], when[SIGNPOST_MOMENT_SIZE], deadline[SIGNPOST_MOMENT_SIZE];
    const signpost_calendar *calendar = signpost_index_calendar(with->index);
    signpost_results_about about = signpost_results_describe(with->results);
    fprintf(to, "At %s, until %s, ", signpost_calendar_format(calendar, about.when, when),
            signpost_calendar_format(calendar, about.deadline, deadline));
    bool is_square = about.shape == SIGNPOST_SHAPE_SQUARE;
    fprintf(to, is_square ? "in the square of %s each way around %s%s%s%s\n" : "within %s of %s%s%s%s\n",
            distance_in_words(about.radius_m, distance), *about.place ? "" : "the ",
            signpost_place_kind_name(about.place_kind), *about.place ? " " : " that was given", about.place);
    enum { ALL = 1000, MOST_HELD = 5 };
    show_list(to, with, SIGNPOST_RETURNED, "Services", ALL, 0);
    show_fallback(to, &about);
    show_list(to, with, SIGNPOST_CATCH_ALL, "Emergency departments", ALL, 0);
    show_list(to, with, SIGNPOST_HELD, "Held: one question, or one person's word, could make these fit", MOST_HELD,
              about.held);
    show_near_misses(to, &about);
    fprintf(to, "\ndirectory \"%s\", version %lld; policy %s; %zu services in reach\n", about.directory,
            (long long)about.content_version, about.policy, about.in_reach);
}

static const struct {
    const char *name, *key;
    signpost_list list;
} lists[] = {
    {"returned", "returned", SIGNPOST_RETURNED},
    {"catch-all", "catch_all", SIGNPOST_CATCH_ALL},
    {"held", "held", SIGNPOST_HELD},
    {"near-miss", "near_misses", SIGNPOST_NEAR_MISS},
};

void show_results_csv_header(FILE *to, bool of_batch)
{
    fprintf(to, "%slist,position,uid,name,type,distance_m,travel_minutes,opening,phone,postcode,capacity,fails,ask\n",
            of_batch ? "need," : "");
}

void show_results_csv(FILE *to, const searching *with, const char *need)
{
    signpost_found found;
    signpost_results_about about = signpost_results_describe(with->results);
    if (about.unmet && !signpost_results_count(with->results, SIGNPOST_CATCH_ALL)) {
        if (need)
            csv_field(to, need, true);
        fprintf(to, "%snothing,,,,,,,,,,,,%s\n", need ? "," : "", signpost_fallback_name(about.fallback));
    }
    for (size_t list = 0; list < sizeof lists / sizeof *lists; list++)
        for (size_t i = 0; signpost_results_get(with->results, lists[list].list, i, &found) == SIGNPOST_OK; i++) {
            if (need)
                csv_field(to, need, true);
            fprintf(to, "%s%s,%d", need ? "," : "", lists[list].name, found.position);
            csv_field(to, found.uid, false);
            csv_field(to, found.public_name, false);
            csv_field(to, found.type_name, false);
            fprintf(to, ",%d", found.distance_m);
            csv_minutes(to, found.travel_minutes);
            csv_field(to, found.opening, false);
            csv_field(to, found.phone, false);
            csv_field(to, found.postcode, false);
            fprintf(to, ",%s,", signpost_capacity_name(found.capacity));
            for (int filter = 0, count = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
                if (found.failed >> filter & 1)
                    fprintf(to, "%s%s", count++ ? ";" : "", signpost_filter_name((signpost_filter)filter));
            csv_field(to, found.ask, false);
            fputc('\n', to);
        }
}

/* A text that may be "", which is null. */
static void json_text(signpost_json *json, const char *key, const char *text)
{
    signpost_json_text(json, key, text && *text ? text : NULL);
}

static void json_moment(signpost_json *json, const char *key, const signpost_calendar *calendar, signpost_minute moment)
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_json_text(json, key, signpost_calendar_format(calendar, moment, text));
}

void show_found_json(signpost_json *json, const signpost_found *found, const signpost_calendar *calendar)
{
    signpost_json_object(json, NULL);
    signpost_json_text(json, "uid", found->uid);
    signpost_json_text(json, "name", found->public_name);
    signpost_json_object(json, "type");
    signpost_json_integer(json, "id", found->type);
    signpost_json_text(json, "name", found->type_name);
    signpost_json_close(json);
    json_text(json, "address", found->address);
    json_text(json, "town", found->town);
    json_text(json, "postcode", found->postcode);
    json_text(json, "phone", found->phone);
    json_text(json, "web", found->web);
    json_text(json, "public_text", found->public_text);
    json_text(json, "referral_text", found->referral_text);
    signpost_json_integer(json, "distance_m", found->distance_m);
    json_minutes(json, found->travel_minutes);
    signpost_json_text(json, "way", found->way);
    signpost_json_text(json, "opening", found->opening);
    signpost_json_text(json, "hours_today", found->hours_today);
    if (found->serves) {
        signpost_json_object(json, "open");
        json_moment(json, "from", calendar, found->open.from);
        json_moment(json, "until", calendar, found->open.until);
        signpost_json_close(json);
    } else {
        signpost_json_null(json, "open");
    }
    signpost_json_text(json, "capacity", signpost_capacity_name(found->capacity));
    signpost_json_object(json, "rank");
    signpost_json_flag(json, "promoted_elsewhere", found->rank.elsewhere);
    signpost_json_integer(json, "type_rank", found->rank.type_rank);
    signpost_json_integer(json, "affiliation", found->rank.affiliation);
    signpost_json_integer(json, "effective_m", found->rank.effective_m);
    signpost_json_integer(json, "distance_m", found->rank.distance_m);
    signpost_json_close(json);
    signpost_json_list(json, "fails");
    for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
        if (found->failed >> filter & 1)
            signpost_json_text(json, NULL, signpost_filter_name((signpost_filter)filter));
    signpost_json_close(json);
    json_text(json, "ask", found->ask);
    signpost_json_close(json);
}

static void show_about_json(signpost_json *json, const searching *with, const signpost_need *need)
{
    const signpost_calendar *calendar = signpost_index_calendar(with->index);
    signpost_results_about about = signpost_results_describe(with->results);
    signpost_json_object(json, "search");
    signpost_json_text(json, "directory", about.directory);
    signpost_json_integer(json, "content_version", about.content_version);
    signpost_json_text(json, "policy", about.policy);
    signpost_json_text(json, "policy_fingerprint", about.policy_fingerprint);
    signpost_json_text(json, "disposition", need->disposition.code);
    signpost_json_text(json, "symptom_group", need->symptom_group);
    json_moment(json, "when", calendar, about.when);
    json_moment(json, "deadline", calendar, about.deadline);
    signpost_json_object(json, "place");
    json_text(json, "asked", about.asked_place);
    signpost_json_text(json, "kind", signpost_place_kind_name(about.place_kind));
    json_text(json, "name", about.place);
    signpost_json_flag(json, "exact", about.place_exact);
    signpost_json_flag(json, "area_known", about.area_known);
    signpost_json_close(json);
    signpost_json_integer(json, "radius_m", about.radius_m);
    signpost_json_text(json, "shape", signpost_shape_name(about.shape));
    signpost_json_text(json, "radius_source", signpost_radius_source_name(about.radius_source));
    signpost_json_integer(json, "limit", about.limit);
    signpost_json_integer(json, "in_reach", (int64_t)about.in_reach);
    signpost_json_flag(json, "unmet", about.unmet);
    signpost_json_text(json, "fallback", signpost_fallback_name(about.fallback));
    signpost_json_object(json, "near_misses");
    for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
        signpost_json_integer(json, signpost_filter_name((signpost_filter)filter), (int64_t)about.near_misses[filter]);
    signpost_json_close(json);
    signpost_json_list(json, "warnings");
    const signpost_diagnostic *warning;
    for (size_t i = 0; (warning = signpost_results_warning(with->results, i)); i++)
        signpost_json_text(json, NULL, warning->message);
    signpost_json_close(json);
    signpost_json_close(json);
}

void show_results_json(signpost_json *json, const searching *with, const signpost_need *need)
{
    const signpost_calendar *calendar = signpost_index_calendar(with->index);
    signpost_found found;
    show_about_json(json, with, need);
    for (size_t list = 0; list < sizeof lists / sizeof *lists; list++) {
        signpost_json_list(json, lists[list].key);
        for (size_t i = 0; signpost_results_get(with->results, lists[list].list, i, &found) == SIGNPOST_OK; i++)
            show_found_json(json, &found, calendar);
        signpost_json_close(json);
    }
}
