/* What a command that audits opens and closes, and how it says what it found. */
#include "auditing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the options ---- */

static int all_processors(void)
{
    enum { MOST = 64 };
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > MOST ? MOST : (int)count;
}

static int read_audit_options(const arguments *given, auditing *with, signpost_audit_options *options)
{
    signpost_need need = SIGNPOST_NEED_INIT;
    signpost_calendar_date(signpost_index_calendar(with->index), now(), &options->from, NULL);
    if (said(given, OPTION_FROM) && signpost_date_parse(given->values[OPTION_FROM], &options->from) != SIGNPOST_OK)
        return wrong_use("--from \"%s\" is not a date such as 2026-12-20", given->values[OPTION_FROM]);
    options->threads = all_processors();
    int status = read_whole(given, OPTION_THREADS, 1, 64, &options->threads);
    if (status == DONE)
        status = read_whole(given, OPTION_DAYS, 1, 60, &options->days);
    if (status == DONE)
        status = read_radius(given, &need);
    options->radius_m = need.radius_m;
    options->role = given->values[OPTION_ROLE];
    options->area_kind = given->values[OPTION_AREA_KIND];
    options->capacity = said(given, OPTION_CAPACITY);
    options->unregistered = said(given, OPTION_UNREGISTERED);
    options->progress = progress_show;
    options->progress_context = &with->bar;
    return status;
}

/* ---- what is looked for ---- */

static bool is_wanted(const arguments *given, const signpost_demand *demand)
{
    const char *disposition = given->values[OPTION_DISPOSITION], *group = given->values[OPTION_SYMPTOM_GROUP];
    bool fits = !given->discriminator_count;
    for (size_t i = 0; i < given->discriminator_count; i++)
        fits = fits || strcmp(given->discriminators[i], demand->discriminators[0]) == 0;
    return fits && (!disposition || strcmp(disposition, demand->disposition.code) == 0) &&
           (!group || strcmp(group, demand->symptom_group) == 0);
}

/* What is not known to be needed would not be missed: content that cannot be gone through is not audited. */
static int expect_whole(const signpost_proof *proof)
{
    signpost_proof_finding finding;
    for (size_t i = 0; signpost_proof_find(proof, i, &finding); i++)
        if (finding.claim == SIGNPOST_CLAIM_FINISHED) {
            char line[SIGNPOST_FILE_SIZE + 3 * SIGNPOST_TEXT_SIZE];
            signpost_diagnostic_format(&finding.about, line, sizeof line);
            print_visible(stderr, line);
            fputs("\nnothing was audited: not all that this content may need is known; split the pathway\n", stderr);
            return FOUND_SOMETHING;
        }
    return DONE;
}

int choose_demands(const arguments *given, signpost_algorithms *algorithms, signpost_demand **demands, size_t *count)
{
    signpost_proof *proof;
    signpost_proof_options options = SIGNPOST_PROOF_OPTIONS_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    *count = 0;
    *demands = NULL;
    options.reached_only = true;
    if (signpost_proof_make(algorithms, &options, &proof, &error) != SIGNPOST_OK)
        return could_not(&error);
    int status = expect_whole(proof);
    if (status != DONE) {
        signpost_proof_free(proof);
        return status;
    }
    size_t room = 1024, all = 0;
    do {
        free(*demands);
        room = all > room ? all : room;
        *demands = malloc(room * sizeof **demands);
        all = *demands ? signpost_demands(proof, *demands, room) : 0;
    } while (all > room);
    signpost_proof_free(proof);
    if (!*demands) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    for (size_t i = 0; i < all; i++)
        if (is_wanted(given, &(*demands)[i]))
            (*demands)[(*count)++] = (*demands)[i];
    return DONE;
}

/* ---- opening and closing ---- */

static int open_audit(const arguments *given, auditing *with)
{
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_error error = SIGNPOST_ERROR_INIT;
    size_t count;
    int status = read_audit_options(given, with, &options);
    if (status != DONE)
        return status;
    signpost_demand *demands;
    status = choose_demands(given, with->algorithms, &demands, &count);
    if (status != DONE)
        return status;
    if (!count)
        status =
            wrong_use("no outcome of the algorithms that is looked up has that disposition, group and discriminator");
    else if (signpost_audit_new(with->directory, with->index, demands, count, &options, &with->audit, &error) !=
             SIGNPOST_OK)
        status = could_not(&error);
    free(demands);
    return status;
}

int audit_open(const arguments *given, signpost_algorithms *algorithms, auditing *with)
{
    *with = (auditing){.algorithms = algorithms, .bar = progress_begin("needs")};
    progress_listen();
    int status = open_searchable(given, &with->directory, &with->index);
    if (status != DONE)
        return status;
    status = open_audit(given, with);
    if (status != DONE)
        audit_close(with);
    return status;
}

void audit_close(auditing *with)
{
    signpost_audit_free(with->audit);
    signpost_index_free(with->index);
    signpost_directory_close(with->directory);
    *with = (auditing){0};
}

int with_audit(const arguments *given, audit_work *work)
{
    auditing with;
    signpost_algorithms *algorithms;
    output_format format;
    if (!format_of(given, &format))
        return WRONG_USE;
    int status = load_algorithms(given, &algorithms);
    if (status != DONE)
        return status;
    status = audit_open(given, algorithms, &with);
    if (status == DONE) {
        status = work(given, &with, format);
        audit_close(&with);
    }
    signpost_algorithms_free(algorithms);
    return status;
}

/* ---- words ---- */

char *audit_minute_in_words(const auditing *with, int32_t minute, char buffer[SIGNPOST_MOMENT_SIZE])
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    signpost_audit_about about = signpost_audit_describe(with->audit);
    if (!about.typical)
        return signpost_calendar_format(signpost_index_calendar(with->index), about.begins + minute, buffer);
    int day = minute / 1440;
    bool is_midnight = minute % 1440 == 0 && minute; /* as the end of the day before: of Sunday, too */
    snprintf(buffer, SIGNPOST_MOMENT_SIZE, "%s %02d:%02d", days[is_midnight ? day - 1 : day],
             is_midnight ? 24 : minute % 1440 / 60, minute % 60);
    return buffer;
}

void print_demand(FILE *to, const signpost_demand *demand)
{
    fprintf(to, "%s %s: %s", demand->disposition.code, demand->disposition.title, demand->symptom_group);
    for (size_t i = 0; i < demand->discriminator_count; i++)
        fprintf(to, ", %s", demand->discriminators[i]);
}

char *people_in_words(int32_t from_days, int32_t to_days, bool female, bool male, char *buffer, size_t size)
{
    char ages[SIGNPOST_AGES_SIZE];
    signpost_ages_format(from_days, to_days, ages);
    snprintf(buffer, size, "%s, %s",
             female && male ? "women and men"
             : female       ? "women"
                            : "men",
             strcmp(ages, "any") == 0 ? "any age" : ages);
    return buffer;
}

void print_audit_about(FILE *to, const auditing *with)
{
    char people[32], left_out[32], date[SIGNPOST_MOMENT_SIZE];
    signpost_audit_about about = signpost_audit_describe(with->audit);
    fprintf(to, "directory \"%s\", version %lld; policy %s; ", about.directory, (long long)about.content_version,
            about.policy);
    if (about.typical)
        fprintf(to, "the typical week, services valid on %s\n", signpost_date_format(about.from, date));
    else
        fprintf(to, "%d day%s from %s\n", about.days, about.days == 1 ? "" : "s",
                signpost_date_format(about.from, date));
    fprintf(to, "%zu areas of kind %s with %s people; %zu needs, which services tell apart as %zu; %zu services\n",
            about.areas, about.area_kind, number_in_words(about.people, people), about.demands, about.needs,
            about.services);
    fprintf(to, "assumed: referred by %s, %s, capacity %s\n", about.role,
            about.unregistered ? "without a GP practice" : "registered with the practice nearest to the area's centre",
            about.capacity ? "as it is" : "ignored");
    if (about.areas_left_out)
        fprintf(to, "left out: %zu areas without a centre, with %s people\n", about.areas_left_out,
                number_in_words(about.people_left_out, left_out));
}

void show_audit_about_json(signpost_json *json, const auditing *with)
{
    char text[SIGNPOST_MOMENT_SIZE];
    signpost_audit_about about = signpost_audit_describe(with->audit);
    signpost_json_object(json, "audit");
    signpost_json_text(json, "directory", about.directory);
    signpost_json_integer(json, "content_version", about.content_version);
    signpost_json_text(json, "policy", about.policy);
    signpost_json_text(json, "policy_fingerprint", about.policy_fingerprint);
    signpost_json_text(json, "role", about.role);
    signpost_json_text(json, "area_kind", about.area_kind);
    signpost_json_flag(json, "typical_week", about.typical);
    signpost_json_text(json, "from", signpost_date_format(about.from, text));
    signpost_json_integer(json, "days", about.days);
    signpost_json_integer(json, "minutes", about.minutes);
    signpost_json_flag(json, "capacity", about.capacity);
    signpost_json_flag(json, "unregistered", about.unregistered);
    signpost_json_integer(json, "areas", (int64_t)about.areas);
    signpost_json_integer(json, "areas_left_out", (int64_t)about.areas_left_out);
    signpost_json_integer(json, "people", about.people);
    signpost_json_integer(json, "people_left_out", about.people_left_out);
    signpost_json_integer(json, "needs", (int64_t)about.demands);
    signpost_json_integer(json, "distinct_needs", (int64_t)about.needs);
    signpost_json_integer(json, "services", (int64_t)about.services);
    signpost_json_close(json);
}

void show_need_json(signpost_json *json, const auditing *with, const signpost_gap_need *need)
{
    const signpost_demand *demand = signpost_audit_demand_at(with->audit, need->demand);
    signpost_json_text(json, "disposition", demand->disposition.code);
    signpost_json_text(json, "title", demand->disposition.title);
    signpost_json_text(json, "symptom_group", demand->symptom_group);
    signpost_json_list(json, "discriminators");
    for (size_t i = 0; i < demand->discriminator_count; i++)
        signpost_json_text(json, NULL, demand->discriminators[i]);
    signpost_json_close(json);
    signpost_json_integer(json, "from_days", need->from_days);
    signpost_json_integer(json, "to_days", need->to_days);
    signpost_json_flag(json, "female", need->female);
    signpost_json_flag(json, "male", need->male);
}
