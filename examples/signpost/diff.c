/* `signpost diff`: what a change of the triage content does to patients. */
#include "auditing.h"
#include "progress.h"

#include <stdlib.h>
#include <string.h>

enum { JSON_VERSION = 1, LONGEST_SCRIPT = 256 * 1024 };

/* Ages and sexes of a change, in words. */
static const char *patients_in_words(const signpost_diff_change *change, char *buffer, size_t size)
{
    char ages[SIGNPOST_AGES_SIZE];
    size_t used = 0, sexes = 0;
    signpost_ages_format(change->from_days, change->to_days, ages);
    used = (size_t)snprintf(buffer, size, "age %s", ages);
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        sexes += change->sexes[sex];
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT && sexes < SIGNPOST_SEX_COUNT; sex++)
        if (change->sexes[sex] && used < size)
            used += (size_t)snprintf(buffer + used, size - used, ", %s", signpost_sex_name((signpost_sex)sex));
    return buffer;
}

static void show_outcome(FILE *to, bool has_one, const signpost_outcome *outcome)
{
    if (!has_one)
        fputs("a walk that cannot go on", to);
    else
        fprintf(to, "%s (%s%s%s)", outcome->disposition.code, outcome->symptom_group,
                *outcome->discriminator ? ", " : "", outcome->discriminator);
}

static const char *share_in_words(uint64_t ways, uint64_t of, char buffer[32])
{
    double share = of ? 100.0 * (double)ways / (double)of : 0;
    if (share > 0 && share < 0.1)
        snprintf(buffer, 32, "under 0.1 %%");
    else
        snprintf(buffer, 32, "%d.%d %%", (int)(share * 10) / 10, (int)(share * 10) % 10);
    return buffer;
}

static void show_walk(FILE *to, const signpost_diff *diff, size_t index)
{
    signpost_diff_reply_given given;
    bool any = false;
    for (size_t i = 0; signpost_diff_reply(diff, index, i, &given); i++) {
        const char *who = given.in_before && given.in_after ? ""
                          : given.in_after                  ? " (asked only now)"
                                                            : " (asked only before)";
        fprintf(to, "      %s: %s%s\n", given.step, given.reply, who);
        any = true;
    }
    if (!any)
        fputs("      without a question\n", to);
}

static void show_change(FILE *to, const signpost_diff *diff, size_t index, const signpost_diff_change *change)
{
    char words[256], share[32], age[SIGNPOST_AGE_SIZE];
    switch (change->kind) {
    case SIGNPOST_DIFF_COMPLAINT_ADDED:
        fprintf(to, "%s: a complaint that could not be chosen before\n", change->complaint);
        return;
    case SIGNPOST_DIFF_COMPLAINT_REMOVED:
        fprintf(to, "%s: a complaint that can no longer be chosen\n", change->complaint);
        return;
    case SIGNPOST_DIFF_NOT_COMPARED:
        fprintf(to, "%s: %s and %s are too large to be compared: nothing is known of them\n", change->complaint,
                change->pathway_before, change->pathway_after);
        return;
    case SIGNPOST_DIFF_ANSWER_ADDED:
    case SIGNPOST_DIFF_ANSWER_REMOVED:
        fprintf(to, "%s: \"%s\" to %s %s\n", change->complaint, change->answer, change->step,
                change->kind == SIGNPOST_DIFF_ANSWER_ADDED ? "could not be answered before"
                                                           : "can no longer be answered");
        break;
    case SIGNPOST_DIFF_OUTCOME:
    default:
        fprintf(to, "%s, %s: ", change->pathway_after, patients_in_words(change, words, sizeof words));
        show_outcome(to, change->has_after, &change->after);
        fputs(" instead of ", to);
        show_outcome(to, change->has_before, &change->before);
        fprintf(to, "%s\n    %s of the ways of %s; such as %s, %s, %s, contact number %d:\n",
                change->is_less_urgent ? ": LESS URGENT" : "", share_in_words(change->ways, change->of_ways, share),
                change->complaint, signpost_age_format(change->patient.age, age),
                signpost_sex_name(change->patient.sex), signpost_party_name(change->patient.party),
                change->patient.earlier_contacts + 1);
    }
    show_walk(to, diff, index);
}

static void show_table(FILE *to, const signpost_diff *diff)
{
    signpost_diff_change change;
    char ways[32], changed[32], regions[32], share[32];
    signpost_diff_summary summary = signpost_diff_summarise(diff);
    for (size_t i = 0; signpost_diff_at(diff, i, &change); i++)
        show_change(to, diff, i, &change);
    bool is_more = summary.ways > INT64_MAX;
    fprintf(to, "%s of %s%s ways end otherwise (%s); both were walked through %s regions\n",
            number_in_words(summary.changed > INT64_MAX ? INT64_MAX : (int64_t)summary.changed, changed),
            is_more ? "more than " : "", number_in_words(is_more ? INT64_MAX : (int64_t)summary.ways, ways),
            share_in_words(summary.changed, summary.ways, share), number_in_words((int64_t)summary.regions, regions));
}

/* ---- JSON ---- */

static void json_outcome(signpost_json *json, const char *key, bool has_one, const signpost_outcome *outcome)
{
    if (!has_one) {
        signpost_json_null(json, key);
        return;
    }
    signpost_json_object(json, key);
    signpost_json_text(json, "disposition", outcome->disposition.code);
    signpost_json_text(json, "title", outcome->disposition.title);
    signpost_json_text(json, "symptom_group", outcome->symptom_group);
    signpost_json_text(json, "discriminator", outcome->discriminator);
    signpost_json_close(json);
}

static void json_patients(signpost_json *json, const signpost_diff_change *change)
{
    signpost_json_object(json, "patients");
    signpost_json_integer(json, "from_days", change->from_days);
    signpost_json_integer(json, "to_days", change->to_days);
    signpost_json_list(json, "sexes");
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
        if (change->sexes[sex])
            signpost_json_text(json, NULL, signpost_sex_name((signpost_sex)sex));
    signpost_json_close(json);
    signpost_json_close(json);
}

static void json_change(signpost_json *json, const signpost_diff *diff, size_t index,
                        const signpost_diff_change *change)
{
    static const char *const kinds[] = {"outcome",         "answer-added",      "answer-removed",
                                        "complaint-added", "complaint-removed", "not-compared"};
    char *script = malloc(LONGEST_SCRIPT);
    size_t length = script ? signpost_diff_script(diff, index, script, LONGEST_SCRIPT) : 0;
    signpost_json_object(json, NULL);
    signpost_json_text(json, "kind", kinds[change->kind]);
    signpost_json_text(json, "complaint", change->complaint);
    signpost_json_text(json, "pathway_before", change->pathway_before);
    signpost_json_text(json, "pathway_after", change->pathway_after);
    json_outcome(json, "before", change->has_before, &change->before);
    json_outcome(json, "after", change->has_after, &change->after);
    signpost_json_flag(json, "less_urgent", change->is_less_urgent);
    signpost_json_text(json, "step", change->step);
    signpost_json_text(json, "answer", change->answer);
    json_patients(json, change);
    signpost_json_integer(json, "ways", change->ways > INT64_MAX ? INT64_MAX : (int64_t)change->ways);
    signpost_json_integer(json, "of_ways", change->of_ways > INT64_MAX ? INT64_MAX : (int64_t)change->of_ways);
    signpost_json_text(json, "answers_file", length && length < LONGEST_SCRIPT ? script : NULL);
    signpost_json_close(json);
    free(script);
}

static void show_json(output *to, const signpost_diff *diff)
{
    signpost_json json;
    signpost_diff_change change;
    signpost_diff_summary summary = signpost_diff_summarise(diff);
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", JSON_VERSION);
    signpost_json_flag(&json, "whole", summary.is_whole);
    signpost_json_integer(&json, "ways", summary.ways > INT64_MAX ? INT64_MAX : (int64_t)summary.ways);
    signpost_json_integer(&json, "changed", summary.changed > INT64_MAX ? INT64_MAX : (int64_t)summary.changed);
    signpost_json_integer(&json, "regions", (int64_t)summary.regions);
    signpost_json_list(&json, "changes");
    for (size_t i = 0; signpost_diff_at(diff, i, &change); i++)
        json_change(&json, diff, i, &change);
    signpost_json_close(&json);
    signpost_json_close(&json);
    signpost_json_end(&json);
}

/* ---- the command ---- */

static int show(const arguments *given, const signpost_diff *diff)
{
    output to;
    output_format format;
    if (!format_of(given, &format))
        return WRONG_USE;
    if (format == FORMAT_CSV)
        return wrong_use("a diff is shown as table or json, not as csv");
    if (!output_open(&to, given))
        return COULD_NOT;
    if (format == FORMAT_JSON)
        show_json(&to, diff);
    else
        show_table(to.file, diff);
    return output_close(&to, signpost_diff_count(diff) ? FOUND_SOMETHING : DONE);
}

static int load_side(const arguments *given, int side, signpost_algorithms **algorithms)
{
    arguments own = *given;
    own.values[OPTION_ALGORITHMS] = given->operands[side];
    return load_algorithms(&own, algorithms);
}

static int run(const arguments *given)
{
    signpost_algorithms *before = NULL, *after = NULL;
    signpost_diff *diff;
    signpost_error error = SIGNPOST_ERROR_INIT;
    progress bar = progress_begin("complaints compared");
    signpost_diff_options options = SIGNPOST_DIFF_OPTIONS_INIT;
    int status = load_side(given, 0, &before);
    if (status == DONE)
        status = load_side(given, 1, &after);
    if (status == DONE) {
        options.progress = progress_show;
        options.context = &bar;
        progress_listen();
        status = signpost_diff_make(before, after, &options, &diff, &error) == SIGNPOST_OK ? DONE : could_not(&error);
        progress_end(&bar);
        if (status == DONE) {
            status = show(given, diff);
            signpost_diff_free(diff);
        }
    }
    signpost_algorithms_free(before);
    signpost_algorithms_free(after);
    return status;
}

static const option_id taken_options[] = {OPTION_DRAFTS, OPTION_FORMAT, OPTION_OUTPUT, OPTIONS_END};

const command command_diff = {
    .name = "diff",
    .operands = "OLD NEW",
    .least = 2,
    .most = 2,
    .summary = "says which patients a change of the triage content tells something else",
    .text =
        "Walks two versions of the triage content side by side, by every class of patients and with every answer, and "
        "lists who now comes to another outcome: the old one and the new one, ages and sexes, what share of the "
        "complaint's ways it is, and a shortest walk that shows it. Those who are now told something less urgent "
        "come first. Nothing is sampled; what is too large to be compared is said to be.\n\n"
        "A question is the same one where it has the same name in both; an answer, where it has the same label. "
        "The exit status is 1 when anything is different.",
    .options = taken_options,
    .example = "diff algorithms algorithms",
    .run = run,
};
