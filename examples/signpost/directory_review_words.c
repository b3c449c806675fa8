/* What `signpost directory review` says in words, on a terminal and on a page alike, and the list of changes. */
#include "directory_review.h"

#include <string.h>

enum { JSON_VERSION = 1 };

/* ---- values ---- */

const char *review_value(const char *value)
{
    return *value ? value : "(nothing)";
}

static bool is_of_profile(const signpost_review_field *field)
{
    return strcmp(field->table, "service-profiles") == 0;
}

bool review_is_list(const signpost_review_field *field)
{
    return is_of_profile(field) && strcmp(field->field, "ages") != 0;
}

static bool has_item(const char *list, const char *item, size_t length)
{
    for (; *list; list += *list == ';') {
        const size_t here = strcspn(list, ";");
        if (here == length && strncmp(list, item, length) == 0)
            return true;
        list += here;
    }
    return false;
}

/* Calls for the items of one list that stand in another, or do not; returns how many there are. Says up to `most`. */
static size_t say_items(FILE *to, const char *list, const char *other, bool in_other, size_t most, review_text *text)
{
    size_t count = 0;
    for (; *list; list += *list == ';') {
        char item[128];
        const size_t length = strcspn(list, ";");
        if (has_item(other, list, length) == in_other && count++ < most) {
            snprintf(item, sizeof item, "%s%.*s", count > 1 ? ", " : "", (int)length, list);
            text(to, item);
        }
        list += length;
    }
    return count;
}

void review_say_items(FILE *to, const signpost_review_field *field, bool anew, review_text *text)
{
    enum { MOST = 24 };
    const char *list = anew ? field->after : field->before, *other = anew ? field->before : field->after;
    const size_t count = say_items(to, list, other, false, MOST, text);
    if (!count)
        text(to, "(nothing)");
    if (count > MOST)
        fprintf(to, " and %zu more", count - MOST);
}

size_t review_items_kept(const signpost_review_field *field)
{
    return say_items(NULL, field->before, field->after, true, 0, NULL);
}

void review_say_field(FILE *to, const signpost_review_field *field, review_text *text)
{
    if (is_of_profile(field)) {
        text(to, "what it takes:");
        fputc(' ', to);
    } else if (strcmp(field->table, "services") != 0) {
        text(to, field->table);
        fputc(' ', to);
    }
    if (*field->row) {
        text(to, field->row);
        fputc(' ', to);
    }
    text(to, *field->field ? field->field : "the row");
}

char *review_moment(signpost_minute moment, char buffer[SIGNPOST_MOMENT_SIZE])
{
    return moment == INT64_MIN ? strcpy(buffer, "at once") : signpost_minute_format(moment, buffer);
}

/* ---- the effect in words ---- */

findings review_findings(const reviewing *of, bool is_closed)
{
    const signpost_comparison *coverage = signpost_effect_coverage(of->effect);
    return (findings){.with = &of->with,
                      .gaps = is_closed ? signpost_comparison_closed(coverage) : signpost_comparison_opened(coverage),
                      .comparison = coverage,
                      .is_closed = is_closed};
}

/* `12,400 people in TN1, TN2 and 3 more areas without cover Sun 08:00 to Sun 10:00, 24,800 person-hours a week`. */
static void say_gap(FILE *to, const findings *of, review_text *text)
{
    enum { MOST = 3 };
    char people[32], hours[32], from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    signpost_gap gap = signpost_gaps_at(of->gaps, 0);
    signpost_stretch first = signpost_gap_stretch_at(of->gaps, 0, 0);
    fprintf(to, "%s people in ", number_in_words(gap.people, people));
    for (size_t i = 0; i < gap.areas && i < MOST; i++) {
        fputs(i ? ", " : "", to);
        text(to, signpost_comparison_area_at(of->comparison, signpost_gap_area_at(of->gaps, 0, i)).code);
    }
    if (gap.areas > MOST)
        fprintf(to, " and %zu more areas", gap.areas - MOST);
    fprintf(to, "%s %s to %s", of->is_closed ? " covered" : " without cover",
            audit_minute_in_words(of->with, first.from, from), audit_minute_in_words(of->with, first.until, until));
    if (gap.stretches > 1)
        fprintf(to, " and at %zu more time%s", gap.stretches - 1, gap.stretches == 2 ? "" : "s");
    fprintf(to, " (%s person-hours a week)", number_in_words(gap.person_minutes / 60, hours));
}

static void say_gaps(FILE *to, const reviewing *of, bool is_closed, review_text *text)
{
    const findings list = review_findings(of, is_closed);
    size_t count = signpost_gaps_count(list.gaps);
    if (!count) {
        fputs(is_closed ? "closes no gap" : "opens no gap", to);
        return;
    }
    fprintf(to, "%s %zu gap%s: %s", is_closed ? "closes" : "opens", count, count == 1 ? "" : "s",
            count == 1 ? "" : "the largest ");
    say_gap(to, &list, text);
}

static void say_pairs(FILE *to, const reviewing *of)
{
    if (!of->did.pairs_new && !of->did.pairs_gone)
        fputs("makes no duplicate and ends none", to);
    else
        fprintf(to, "makes %zu pair%s of possible duplicates and ends %zu", of->did.pairs_new,
                of->did.pairs_new == 1 ? "" : "s", of->did.pairs_gone);
}

static void say_score(FILE *to, int score)
{
    if (score < 0)
        fputs("none (not active)", to);
    else
        fprintf(to, "%d", score);
}

static void say_quality(FILE *to, const reviewing *of)
{
    if (of->did.score_before == of->did.score_after) {
        fputs("leaves the quality score at ", to);
        say_score(to, of->did.score_after);
    } else {
        fputs("takes the quality score from ", to);
        say_score(to, of->did.score_before);
        fputs(" to ", to);
        say_score(to, of->did.score_after);
    }
}

void review_say_effect(FILE *to, const reviewing *of, review_text *text, const char *begin, const char *end)
{
    for (int is_closed = 0; is_closed < 2 && of->did.coverage_judged; is_closed++) {
        fputs(begin, to);
        say_gaps(to, of, is_closed, text);
        fputs(end, to);
    }
    if (!of->did.coverage_judged)
        fprintf(to, "%sgaps were not judged: no area has people%s", begin, end);
    fputs(begin, to);
    say_pairs(to, of);
    fprintf(to, "%s%s", end, begin);
    say_quality(to, of);
    fputs(end, to);
}

/* ---- the list ---- */

typedef struct listing {
    FILE *to;
    signpost_json *json; /* NULL for the others */
    output_format format;
    size_t count, most;
} listing;

static void list_row(FILE *to, const signpost_change_about *change, size_t number)
{
    char moment[SIGNPOST_MOMENT_SIZE];
    if (!number)
        fputs("change  state      submitted          by          what\n", to);
    fprintf(to, "%6lld  %-9s  %-17s  ", (long long)change->id, change->state,
            signpost_minute_format(change->submitted_at, moment));
    print_visible(to, change->submitted_by);
    fprintf(to, "%*s", strlen(change->submitted_by) < 10 ? (int)(12 - strlen(change->submitted_by)) : 2, "");
    fprintf(to, "%s%zu field%s of ", change->emergency ? "emergency: " : "", change->fields,
            change->fields == 1 ? "" : "s");
    print_visible(to, change->service);
    if (change->services > 1)
        fprintf(to, " and %zu more", change->services - 1);
    fputs(": ", to);
    print_visible(to, change->why);
    fputc('\n', to);
}

static void list_csv(FILE *to, const signpost_change_about *change, size_t number)
{
    char submitted[SIGNPOST_MOMENT_SIZE], effective[SIGNPOST_MOMENT_SIZE];
    if (!number)
        fputs("change,state,emergency,submitted_at,effective_at,submitted_by,why,services,fields,service\n", to);
    fprintf(to, "%lld,%s,%d,%s,%s", (long long)change->id, change->state, change->emergency,
            signpost_minute_format(change->submitted_at, submitted), review_moment(change->effective_at, effective));
    csv_report_field(to, change->submitted_by, false);
    csv_report_field(to, change->why, false);
    fprintf(to, ",%zu,%zu", change->services, change->fields);
    csv_report_field(to, change->service, false);
    fputc('\n', to);
}

static bool take(void *context, const signpost_change_about *change)
{
    listing *list = context;
    if (list->json) {
        signpost_json_object(list->json, NULL);
        review_change_json(list->json, change);
        signpost_json_close(list->json);
    } else if (list->format == FORMAT_CSV) {
        list_csv(list->to, change, list->count);
    } else {
        list_row(list->to, change, list->count);
    }
    return ++list->count < list->most;
}

int review_list(const arguments *given, signpost_directory *directory, output_format format)
{
    output to;
    signpost_json json;
    signpost_error error = SIGNPOST_ERROR_INIT;
    const char *state = given->values[OPTION_STATE];
    int most = 1000000, status = read_whole(given, OPTION_LIMIT, 1, 1000000, &most);
    if (status != DONE)
        return status;
    if (!output_open(&to, given))
        return COULD_NOT;
    listing list = {to.file, format == FORMAT_JSON ? &json : NULL, format, 0, (size_t)most};
    if (list.json) {
        output_json(&to, &json);
        signpost_json_object(&json, NULL);
        signpost_json_integer(&json, "version", JSON_VERSION);
        signpost_json_list(&json, "changes");
    }
    if (signpost_change_list(directory, state && strcmp(state, "all") == 0 ? "" : state, given->values[OPTION_SERVICE],
                             take, &list, &error) != SIGNPOST_OK)
        return output_drop(&to, could_not(&error));
    if (list.json) {
        signpost_json_close(&json);
        signpost_json_close(&json);
        signpost_json_end(&json);
    } else if (!list.count && format == FORMAT_TABLE) {
        fputs(state ? "No change is in that state.\n" : "No change waits for anybody.\n", to.file);
    }
    return output_close(&to, DONE);
}
