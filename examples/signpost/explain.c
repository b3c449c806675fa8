/* `signpost explain`: why a service was, or was not, returned. */
#include "searching.h"

#include <stdlib.h>
#include <string.h>

enum { JSON_VERSION = 1 };

/* A service in reach, in brief. */
typedef struct brief {
    const char *uid, *name;
    int32_t distance_m, travel_minutes; /* -1 for none */
    signpost_fate fate;
    uint32_t failed;
} brief;

/* The order in which a keeper goes through an entry. OF_TYPE is no filter: what does not stand among the first of its
 * type fits, but is not needed. */
enum { OF_TYPE = SIGNPOST_FILTER_COUNT, CHECKS };
static const int checklist[CHECKS] = {
    SIGNPOST_FILTER_STATE,         SIGNPOST_FILTER_PRACTICE,    SIGNPOST_FILTER_ROLE,     SIGNPOST_FILTER_SYMPTOM_GROUP,
    SIGNPOST_FILTER_DISCRIMINATOR, SIGNPOST_FILTER_DISPOSITION, SIGNPOST_FILTER_AGE,      SIGNPOST_FILTER_SEX,
    SIGNPOST_FILTER_HOURS,         SIGNPOST_FILTER_CAPACITY,    SIGNPOST_FILTER_DISTANCE, OF_TYPE,
    SIGNPOST_FILTER_AREA,
};

static const char *check_name(int check)
{
    return check == OF_TYPE ? "of-its-type" : signpost_filter_name((signpost_filter)check);
}

static const signpost_verdict *verdict_of(const signpost_explanation *why, int check)
{
    return check == OF_TYPE ? &why->of_type : &why->verdicts[check];
}

static void print_failed(FILE *to, uint32_t failed, const char *separator)
{
    const char *before = "";
    for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
        if (failed >> filter & 1) {
            fprintf(to, "%s%s", before, signpost_filter_name((signpost_filter)filter));
            before = separator;
        }
}

static void show_one_table(FILE *to, const signpost_explanation *why)
{
    const signpost_found *service = &why->service;
    fprintf(to, "%s (%s), %s: %s", service->public_name, service->uid, service->type_name,
            signpost_fate_name(why->fate));
    if (why->fate == SIGNPOST_FATE_RETURNED)
        fprintf(to, " as number %d", service->position);
    if (service->failed)
        fprintf(to, ", fails %s%s", signpost_filter_name((signpost_filter)__builtin_ctz(service->failed)),
                service->failed & (service->failed - 1) ? " first" : "");
    fputs("\n\n", to);
    for (int i = 0; i < CHECKS; i++) {
        const signpost_verdict *verdict = verdict_of(why, checklist[i]);
        fprintf(to, "%-6s %-14s wanted %s\n%-21s has %s\n", verdict->passed ? "passes" : "FAILS",
                check_name(checklist[i]), verdict->wanted, "", verdict->has);
    }
    fprintf(to, "\nrank: promoted elsewhere %s; type rank %d; affiliation %d; %d m",
            service->rank.elsewhere ? "yes" : "no", service->rank.type_rank, service->rank.affiliation,
            service->rank.effective_m);
    if (service->travel_minutes >= 0)
        fprintf(to, ", as the minutes count; %d m", service->rank.distance_m);
    fprintf(to, "\nway: %s\n", service->way);
    if (*why->change) {
        fputs("what would change it:\n", to);
        print_wrapped(to, "  ", why->change);
    }
}

static void show_one_csv(FILE *to, const signpost_explanation *why)
{
    fputs("uid,filter,passed,wanted,has\n", to);
    for (int i = 0; i < CHECKS; i++) {
        const signpost_verdict *verdict = verdict_of(why, checklist[i]);
        csv_field(to, why->service.uid, true);
        fprintf(to, ",%s,%s", check_name(checklist[i]), verdict->passed ? "yes" : "no");
        csv_field(to, verdict->wanted, false);
        csv_field(to, verdict->has, false);
        fputc('\n', to);
    }
}

static void show_one_json(signpost_json *json, const searching *with, const signpost_explanation *why)
{
    signpost_json_text(json, "fate", signpost_fate_name(why->fate));
    uint32_t failed = why->service.failed;
    signpost_json_text(json, "first_failed",
                       failed ? signpost_filter_name((signpost_filter)__builtin_ctz(failed)) : NULL);
    signpost_json_text(json, "change", *why->change ? why->change : NULL);
    signpost_json_list(json, "verdicts");
    for (int i = 0; i < CHECKS; i++) {
        const signpost_verdict *verdict = verdict_of(why, checklist[i]);
        signpost_json_object(json, NULL);
        signpost_json_text(json, "filter", check_name(checklist[i]));
        signpost_json_flag(json, "passed", verdict->passed);
        signpost_json_text(json, "wanted", verdict->wanted);
        signpost_json_text(json, "has", verdict->has);
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_list(json, "services");
    show_found_json(json, &why->service, signpost_index_calendar(with->index));
    signpost_json_close(json);
}

static int explain_one(const arguments *given, const searching *with, output_format format)
{
    signpost_explanation why;
    signpost_error error = SIGNPOST_ERROR_INIT;
    output to;
    if (signpost_results_explain(with->results, given->operands[0], &why, &error) != SIGNPOST_OK)
        return wrong_name(&error);
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_TABLE) {
        show_one_table(to.file, &why);
    } else if (format == FORMAT_CSV) {
        show_one_csv(to.file, &why);
    } else {
        signpost_json json;
        output_json(&to, &json);
        signpost_json_object(&json, NULL);
        signpost_json_integer(&json, "version", JSON_VERSION);
        show_one_json(&json, with, &why);
        signpost_json_close(&json);
        signpost_json_end(&json);
    }
    return output_close(&to, DONE);
}

static int by_distance(const void *a, const void *b)
{
    const brief *x = a, *y = b;
    return x->distance_m != y->distance_m ? (x->distance_m > y->distance_m) - (x->distance_m < y->distance_m)
                                          : strcmp(x->uid, y->uid);
}

/* All within the search distance, by distance; NULL when memory ran out. */
static brief *gather(const searching *with, size_t *count)
{
    size_t services = signpost_index_count(with->index);
    brief *all = calloc(services + 1, sizeof *all);
    *count = 0;
    for (size_t i = 0; all && i < services; i++) {
        signpost_explanation why;
        const char *uid = signpost_index_uid(with->index, i);
        if (signpost_results_explain(with->results, uid, &why, NULL) == SIGNPOST_OK &&
            why.verdicts[SIGNPOST_FILTER_DISTANCE].passed)
            all[(*count)++] =
                (brief){uid,      why.service.public_name, why.service.distance_m, why.service.travel_minutes,
                        why.fate, why.service.failed};
    }
    if (all)
        qsort(all, *count, sizeof *all, by_distance);
    return all;
}

static void show_all_table(FILE *to, const brief *all, size_t count)
{
    char distance[24];
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "%9s  %-10s %s  %s", distance_in_words(all[i].distance_m, distance),
                signpost_fate_name(all[i].fate), all[i].uid, all[i].name);
        if (all[i].travel_minutes >= 0)
            fprintf(to, ", %d min", all[i].travel_minutes);
        fputc('\n', to);
        if (all[i].failed) {
            fprintf(to, "%22sfails ", "");
            print_failed(to, all[i].failed, ", ");
            fputc('\n', to);
        }
    }
    fprintf(to, "%zu services in reach; `signpost explain UID` says more of one\n", count);
}

static void show_all_csv(FILE *to, const brief *all, size_t count)
{
    fputs("uid,name,distance_m,travel_minutes,fate,fails\n", to);
    for (size_t i = 0; i < count; i++) {
        csv_field(to, all[i].uid, true);
        csv_field(to, all[i].name, false);
        fprintf(to, ",%d", all[i].distance_m);
        csv_minutes(to, all[i].travel_minutes);
        fprintf(to, ",%s,", signpost_fate_name(all[i].fate));
        print_failed(to, all[i].failed, ";");
        fputc('\n', to);
    }
}

static void show_all_json(signpost_json *json, const brief *all, size_t count)
{
    signpost_json_list(json, "services");
    for (size_t i = 0; i < count; i++) {
        signpost_json_object(json, NULL);
        signpost_json_text(json, "uid", all[i].uid);
        signpost_json_text(json, "name", all[i].name);
        signpost_json_integer(json, "distance_m", all[i].distance_m);
        json_minutes(json, all[i].travel_minutes);
        signpost_json_text(json, "fate", signpost_fate_name(all[i].fate));
        signpost_json_list(json, "fails");
        for (int filter = 0; filter < SIGNPOST_FILTER_COUNT; filter++)
            if (all[i].failed >> filter & 1)
                signpost_json_text(json, NULL, signpost_filter_name((signpost_filter)filter));
        signpost_json_close(json);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static int explain_all(const arguments *given, const searching *with, output_format format)
{
    size_t count;
    output to;
    brief *all = gather(with, &count);
    if (!all || !output_open(&to, given)) {
        if (!all)
            fprintf(stderr, "error: memory ran out [SP0101]\n");
        free(all);
        return COULD_NOT;
    }
    if (format == FORMAT_TABLE) {
        show_all_table(to.file, all, count);
    } else if (format == FORMAT_CSV) {
        show_all_csv(to.file, all, count);
    } else {
        signpost_json json;
        output_json(&to, &json);
        signpost_json_object(&json, NULL);
        signpost_json_integer(&json, "version", JSON_VERSION);
        show_all_json(&json, all, count);
        signpost_json_close(&json);
        signpost_json_end(&json);
    }
    free(all);
    return output_close(&to, DONE);
}

static int explain(const arguments *given, const searching *with, const signpost_algorithms *algorithms,
                   output_format format)
{
    signpost_need need = SIGNPOST_NEED_INIT;
    int status = search_once(given, with, algorithms, &need);
    if (status != DONE)
        return status;
    return given->operand_count ? explain_one(given, with, format) : explain_all(given, with, format);
}

static int run(const arguments *given)
{
    return with_searching(given, explain);
}

static const option_id taken_options[] = {NEED_OPTIONS, OPTIONS_END};

const command command_explain = {
    .name = "explain",
    .operands = "[SERVICE]",
    .most = 1,
    .summary = "says why services were, or were not, returned",
    .text =
        "Makes the same search as `signpost search`, and explains: for one service, named by its uid, every filter "
        "with the two values that were compared, in the order of a keeper's checklist, its rank key by key, and the "
        "one change that would have it returned; without one, for all services in reach, which filters they fail.",
    .options = taken_options,
    .example = "explain --directory sample.db --disposition Dx06 --symptom-group demo-fever --discriminator "
               "demo-primary-care --age 4y --sex female --postcode \"TN1 2AB\"",
    .run = run,
};
