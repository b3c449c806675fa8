/* One change, for people at a terminal and for programs. */
#include "directory_review.h"

#include <string.h>

enum { JSON_VERSION = 1, DEPTHS = 5 };

/* ---- for people ---- */

static void print_line(FILE *to, const char *name, const char *value)
{
    fprintf(to, "  %-10s ", name);
    print_visible(to, value);
    fputc('\n', to);
}

static void print_change(FILE *to, const signpost_change_about *change)
{
    char moment[SIGNPOST_MOMENT_SIZE];
    fprintf(to, "Change %lld: %s%s\n", (long long)change->id, change->state, change->emergency ? ", emergency" : "");
    print_line(to, "by", change->submitted_by);
    print_line(to, "submitted", signpost_minute_format(change->submitted_at, moment));
    print_line(to, "why", change->why);
    if (*change->evidence)
        print_line(to, "evidence", change->evidence);
    print_line(to, "effective", review_moment(change->effective_at, moment));
    if (!*change->decided_by)
        return;
    print_line(to, "decided by", change->decided_by);
    print_line(to, "", signpost_minute_format(change->decided_at, moment));
    print_line(to, "because", change->decided_why);
}

static void print_conflicts(FILE *to, const reviewing *of, size_t field, bool list)
{
    for (size_t i = 0; i < signpost_review_conflict_count(of->review); i++) {
        signpost_review_conflict other = signpost_review_conflict_at(of->review, i);
        if (other.field != field)
            continue;
        fprintf(to, "    CONFLICT   change %lld (%s, ", (long long)other.change, other.state);
        print_visible(to, other.submitted_by);
        if (list) {
            fputs(") changes it, too\n", to);
            continue;
        }
        fputs(") makes it ", to);
        print_visible(to, review_value(other.after));
        fputc('\n', to);
    }
}

/* Before and after; of a list, what differs. */
static void print_values(FILE *to, const signpost_review_field *field)
{
    if (review_is_list(field)) {
        fputs("\n    no more    ", to);
        review_say_items(to, field, false, print_visible);
        fputs("\n    anew       ", to);
        review_say_items(to, field, true, print_visible);
        fprintf(to, "\n    still      %zu", review_items_kept(field));
        if (field->stale)
            fputs("\n    STALE: it was changed since", to);
        return;
    }
    fputs("\n    before     ", to);
    print_visible(to, review_value(field->before));
    fputs("\n    after      ", to);
    print_visible(to, review_value(field->after));
    if (field->stale) {
        fputs("\n    STALE: now ", to);
        print_visible(to, review_value(field->now));
    }
}

static void print_fields(FILE *to, const reviewing *of)
{
    const char *service = "";
    for (size_t i = 0; i < signpost_review_count(of->review); i++) {
        signpost_review_field field = signpost_review_at(of->review, i);
        if (strcmp(service, field.service) != 0) {
            fputc('\n', to);
            print_visible(to, field.name);
            fputs(" (", to);
            print_visible(to, field.service);
            fputs(")\n", to);
        }
        service = field.service;
        fputs("  ", to);
        review_say_field(to, &field, print_visible);
        print_values(to, &field);
        fputc('\n', to);
        print_conflicts(to, of, i, review_is_list(&field));
    }
}

static void print_gaps(FILE *to, const reviewing *of, size_t limit)
{
    static const char *const titles[] = {"Gaps that it opens", "Gaps that it closes"};
    for (int is_closed = 0; is_closed < 2; is_closed++) {
        const findings list = review_findings(of, is_closed);
        size_t count = signpost_gaps_count(list.gaps);
        if (count)
            fprintf(to, "\n%s: %zu\n", titles[is_closed], count);
        for (size_t i = 0; i < count && i < limit; i++)
            print_finding(to, &list, i);
        if (count > limit)
            fprintf(to, "\nand %zu more; --limit shows them\n", count - limit);
    }
}

static void print_depths(FILE *to, const reviewing *of)
{
    static const char *const names[DEPTHS] = {"no service", "one", "two", "three", "four or more"};
    char before[32], after[32];
    signpost_comparison_about about = signpost_comparison_describe(signpost_effect_coverage(of->effect));
    if (memcmp(about.depths[0], about.depths[1], sizeof about.depths[0]) == 0)
        return;
    fputs("\nDepth of cover where it shifts, in person-hours over needs, before and after\n", to);
    for (int i = 0; i < DEPTHS; i++)
        fprintf(to, "  %-12s %22s %22s\n", names[i], number_in_words(about.depths[0][i] / 60, before),
                number_in_words(about.depths[1][i] / 60, after));
}

static void print_pairs(FILE *to, const reviewing *of)
{
    for (size_t i = 0; i < signpost_effect_pair_count(of->effect); i++) {
        signpost_effect_pair pair = signpost_effect_pair_at(of->effect, i);
        fputs(i ? "" : "\nDuplicates\n", to);
        fprintf(to, "  %s  %s, %d%%: ", pair.is_new ? "comes" : "goes ",
                pair.verdict == SIGNPOST_DUPLICATE_SAME ? "one service" : "to be looked at",
                pair.probability_basis / 100);
        for (int at = 0; at < 2; at++) {
            fputs(at ? " and " : "", to);
            print_visible(to, pair.names[at]);
            fputs(" (", to);
            print_visible(to, pair.uids[at]);
            fputc(')', to);
        }
        fputc('\n', to);
    }
}

static void print_findings(FILE *to, const reviewing *of)
{
    for (size_t i = 0; i < signpost_effect_finding_count(of->effect); i++) {
        signpost_effect_finding one = signpost_effect_finding_at(of->effect, i);
        fputs(i ? "" : "\nQuality\n", to);
        fprintf(to, "  %s  %-8s %s of ", one.is_new ? "comes" : "goes ", signpost_severity_name(one.finding.severity),
                one.finding.code);
        print_visible(to, one.finding.uid);
        fputs(": ", to);
        print_visible(to, one.finding.what);
        fputc('\n', to);
    }
}

void review_show_table(FILE *to, const reviewing *of, size_t limit)
{
    print_change(to, &of->change);
    print_fields(to, of);
    if (of->not_judged) {
        fprintf(to, "\nWhat it would do was not judged: ");
        print_visible(to, of->not_judged);
        fputc('\n', to);
    }
    if (!of->effect)
        return;
    fputs("\nWhat it would do\n", to);
    review_say_effect(to, of, print_visible, "  - ", "\n");
    if (of->did.coverage_judged) {
        print_gaps(to, of, limit);
        print_depths(to, of);
    }
    print_pairs(to, of);
    print_findings(to, of);
}

/* ---- for programs ---- */

static void moment_json(signpost_json *json, const char *key, signpost_minute moment, bool is_known)
{
    char text[SIGNPOST_MOMENT_SIZE];
    if (is_known)
        signpost_json_text(json, key, signpost_minute_format(moment, text));
    else
        signpost_json_null(json, key);
}

void review_change_json(signpost_json *json, const signpost_change_about *change)
{
    bool is_decided = *change->decided_by;
    signpost_json_integer(json, "change", change->id);
    signpost_json_text(json, "state", change->state);
    signpost_json_flag(json, "emergency", change->emergency);
    signpost_json_flag(json, "awaits", change->awaits);
    signpost_json_text(json, "submitted_by", change->submitted_by);
    moment_json(json, "submitted_at", change->submitted_at, true);
    moment_json(json, "effective_at", change->effective_at, change->effective_at != INT64_MIN);
    signpost_json_text(json, "why", change->why);
    signpost_json_text(json, "evidence", *change->evidence ? change->evidence : NULL);
    signpost_json_text(json, "decided_by", is_decided ? change->decided_by : NULL);
    moment_json(json, "decided_at", change->decided_at, is_decided);
    signpost_json_text(json, "decided_why", is_decided ? change->decided_why : NULL);
    signpost_json_integer(json, "services", (int64_t)change->services);
    signpost_json_integer(json, "fields", (int64_t)change->fields);
    signpost_json_text(json, "service", change->service);
}

static void conflicts_json(signpost_json *json, const reviewing *of, size_t field)
{
    signpost_json_list(json, "conflicts");
    for (size_t i = 0; i < signpost_review_conflict_count(of->review); i++) {
        signpost_review_conflict other = signpost_review_conflict_at(of->review, i);
        if (other.field != field)
            continue;
        signpost_json_object(json, NULL);
        signpost_json_integer(json, "change", other.change);
        signpost_json_text(json, "state", other.state);
        signpost_json_text(json, "submitted_by", other.submitted_by);
        signpost_json_text(json, "after", other.after);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void fields_json(signpost_json *json, const reviewing *of)
{
    signpost_json_list(json, "values");
    for (size_t i = 0; i < signpost_review_count(of->review); i++) {
        signpost_review_field field = signpost_review_at(of->review, i);
        signpost_json_object(json, NULL);
        signpost_json_text(json, "uid", field.service);
        signpost_json_text(json, "name", field.name);
        signpost_json_text(json, "table", field.table);
        signpost_json_text(json, "row", field.row);
        signpost_json_text(json, "field", field.field);
        signpost_json_text(json, "before", field.before);
        signpost_json_text(json, "after", field.after);
        signpost_json_text(json, "now", field.now);
        signpost_json_flag(json, "stale", field.stale);
        conflicts_json(json, of, i);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void coverage_json(signpost_json *json, const reviewing *of, size_t limit)
{
    static const char *const lists[] = {"opened", "closed"}, *const depths[] = {"depths_before", "depths_after"};
    signpost_comparison_about about = signpost_comparison_describe(signpost_effect_coverage(of->effect));
    signpost_json_object(json, "coverage");
    for (int is_closed = 0; is_closed < 2; is_closed++) {
        const findings list = review_findings(of, is_closed);
        signpost_json_list(json, lists[is_closed]);
        for (size_t i = 0; i < signpost_gaps_count(list.gaps) && i < limit; i++)
            show_finding_json(json, &list, i);
        signpost_json_close(json);
    }
    for (int side = 0; side < 2; side++) {
        signpost_json_list(json, depths[side]);
        for (int i = 0; i < DEPTHS; i++)
            signpost_json_integer(json, NULL, about.depths[side][i]);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void pairs_json(signpost_json *json, const reviewing *of)
{
    signpost_json_list(json, "duplicates");
    for (size_t i = 0; i < signpost_effect_pair_count(of->effect); i++) {
        signpost_effect_pair pair = signpost_effect_pair_at(of->effect, i);
        signpost_json_object(json, NULL);
        signpost_json_flag(json, "comes", pair.is_new);
        for (int side = 0; side < 2; side++) {
            signpost_json_text(json, side ? "uid_b" : "uid_a", pair.uids[side]);
            signpost_json_text(json, side ? "name_b" : "name_a", pair.names[side]);
        }
        signpost_json_flag(json, "same", pair.verdict == SIGNPOST_DUPLICATE_SAME);
        signpost_json_integer(json, "probability_basis", pair.probability_basis);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void score_json(signpost_json *json, const char *key, int score)
{
    if (score < 0)
        signpost_json_null(json, key);
    else
        signpost_json_integer(json, key, score);
}

static void quality_json(signpost_json *json, const reviewing *of)
{
    score_json(json, "score_before", of->did.score_before);
    score_json(json, "score_after", of->did.score_after);
    signpost_json_list(json, "quality");
    for (size_t i = 0; i < signpost_effect_finding_count(of->effect); i++) {
        signpost_effect_finding one = signpost_effect_finding_at(of->effect, i);
        signpost_json_object(json, NULL);
        signpost_json_flag(json, "comes", one.is_new);
        signpost_json_text(json, "severity", signpost_severity_name(one.finding.severity));
        signpost_json_text(json, "code", one.finding.code);
        signpost_json_text(json, "uid", one.finding.uid);
        signpost_json_text(json, "field", one.finding.field);
        signpost_json_text(json, "what", one.finding.what);
        signpost_json_close(json);
    }
    signpost_json_close(json);
}

static void effect_json(signpost_json *json, const reviewing *of, size_t limit)
{
    signpost_json_text(json, "not_judged", of->not_judged);
    if (!of->effect) {
        signpost_json_null(json, "effect");
        return;
    }
    signpost_json_object(json, "effect");
    if (of->did.coverage_judged)
        coverage_json(json, of, limit);
    else
        signpost_json_null(json, "coverage");
    pairs_json(json, of);
    quality_json(json, of);
    signpost_json_close(json);
}

void review_show_json(output *to, const reviewing *of, size_t limit)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", JSON_VERSION);
    signpost_json_object(&json, "about");
    review_change_json(&json, &of->change);
    signpost_json_close(&json);
    fields_json(&json, of);
    effect_json(&json, of, limit);
    signpost_json_close(&json);
    signpost_json_end(&json);
}
