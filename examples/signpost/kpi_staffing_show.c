/* What `kpi staffing` prints: for people, for spreadsheets, for programs. */
#include "kpi_staffing.h"

#include <string.h>

enum { JSON_VERSION = 1 };

const char staffing_assumptions[] =
    "Erlang C: calls come independently at one rate, handling times are exponential, callers wait for as long as it "
    "takes (an overestimate where some hang up), and each half-hour has settled (an underestimate after one with too "
    "few)";

const char *staff_name(staff who)
{
    return who == CALL_HANDLERS ? "call handlers" : "clinicians";
}

/* As few decimals as it takes: `95`, `12.5`. */
static char *in_words(signpost_micro value, char buffer[SIGNPOST_MOMENT_SIZE])
{
    int decimals = 0;
    for (signpost_micro rest = value % SIGNPOST_MICRO; rest; decimals++)
        rest = rest * 10 % SIGNPOST_MICRO;
    return signpost_micro_format(value, decimals, buffer);
}

char *staffing_promise(const signpost_staffing_rule *rule, staff who, char *buffer, size_t size)
{
    char share[SIGNPOST_MOMENT_SIZE], busy[SIGNPOST_MOMENT_SIZE], away[SIGNPOST_MOMENT_SIZE];
    snprintf(buffer, size,
             "%s %% %s within %d s, %d s each; at most %s %% busy; %s %% of their time is not on the phones",
             in_words(rule->share, share), who == CALL_HANDLERS ? "answered" : "called back", (int)rule->within_s,
             (int)rule->handling_s, in_words(rule->most_busy, busy), in_words(rule->shrinkage, away));
    return buffer;
}

char *staffing_verdict(const staffing_line *line, char buffer[64])
{
    if (!line->is_rostered)
        snprintf(buffer, 64, "no roster");
    else if (line->short_by > 0)
        snprintf(buffer, 64, "short by %d", (int)line->short_by);
    else if (line->short_by < 0)
        snprintf(buffer, 64, "%d more than needed", (int)-line->short_by);
    else
        snprintf(buffer, 64, "enough");
    return buffer;
}

/* ---- for people ---- */

static void print_line(FILE *to, const staffing_line *line, staff who)
{
    char calls[SIGNPOST_MOMENT_SIZE], share[SIGNPOST_MOMENT_SIZE], wait[SIGNPOST_MOMENT_SIZE],
        busy[SIGNPOST_MOMENT_SIZE], verdict[64];
    const signpost_staffing *shown = line->is_rostered ? &line->have : &line->need;
    fprintf(to, "%-22s  %8s  %6d  ", line->hour->name, signpost_micro_format(line->calls, 1, calls),
            (int)line->need.on_duty);
    if (line->is_rostered)
        fprintf(to, "%6d  ", (int)line->hour->rostered[who]);
    else
        fputs("     -  ", to);
    if (shown->is_stable)
        fprintf(to, "%6s %%  %7s s  %5s %%  ", signpost_micro_format(shown->in_time, 1, share),
                signpost_micro_format(shown->mean_wait, 1, wait), signpost_micro_format(shown->occupancy, 1, busy));
    else
        fputs("the queue grows without end   ", to);
    fprintf(to, "%s\n", staffing_verdict(line, verdict));
}

static void print_sum(FILE *to, const staffing_sum *sum, staff who)
{
    if (!sum->rostered)
        fprintf(to, "most are needed in %s: %d; there is no roster to hold against it\n", sum->peak->name,
                (int)sum->most_needed);
    else if (sum->worst)
        fprintf(to, "%zu of %zu half-hours are short of %s; worst %s, by %d; %lld half-hours of work are missing\n",
                sum->shorts, sum->rostered, staff_name(who), sum->worst->name, (int)sum->worst_by,
                (long long)sum->people_short);
    else
        fprintf(to, "none of %zu half-hours is short of %s\n", sum->rostered, staff_name(who));
}

void staffing_table(FILE *to, const staffing_plan *plan)
{
    for (staff who = CALL_HANDLERS; who < STAFF; who++) {
        char promise[256];
        staffing_sum sum = staffing_add_up(plan, who);
        staffing_line line;
        if (!sum.known)
            continue;
        fprintf(to, "%s: %s\n", staff_name(who), staffing_promise(&plan->rules[who], who, promise, sizeof promise));
        fprintf(to, "half-hour                  calls  needed  roster   in time  mean wait     busy  %s\n",
                sum.rostered ? "with those on the roster" : "with those needed");
        for (size_t i = 0; i < plan->count; i++)
            if (staffing_line_at(plan, who, i, &line))
                print_line(to, &line, who);
        print_sum(to, &sum, who);
        fputc('\n', to);
    }
    fputs("assumed:\n", to);
    print_wrapped(to, "  ", staffing_assumptions);
}

/* ---- for spreadsheets ---- */

static void put_fixed(FILE *to, signpost_micro value, bool is_known)
{
    char text[SIGNPOST_MOMENT_SIZE];
    fprintf(to, ",%s", is_known ? signpost_micro_format(value, 6, text) : "");
}

static void put_found(FILE *to, const signpost_staffing *found, bool is_known)
{
    if (is_known)
        fprintf(to, ",%d,%d", (int)found->on_duty, (int)found->answering);
    else
        fputs(",,", to);
    is_known = is_known && found->is_stable;
    put_fixed(to, found->waiting, is_known);
    put_fixed(to, found->in_time, is_known);
    put_fixed(to, found->mean_wait, is_known);
    put_fixed(to, found->occupancy, is_known);
}

void staffing_csv(FILE *to, const staffing_plan *plan)
{
    fputs("staff,half_hour,calls,load,needed,needed_answering,needed_waiting,needed_in_time,needed_mean_wait,"
          "needed_occupancy,rostered,rostered_answering,rostered_waiting,rostered_in_time,rostered_mean_wait,"
          "rostered_occupancy,verdict\n",
          to);
    for (staff who = CALL_HANDLERS; who < STAFF; who++)
        for (size_t i = 0; i < plan->count; i++) {
            staffing_line line;
            char verdict[64];
            if (!staffing_line_at(plan, who, i, &line))
                continue;
            fputs(staff_name(who), to);
            csv_report_field(to, line.hour->name, false);
            put_fixed(to, line.calls, true);
            put_fixed(to, line.need.load, true);
            put_found(to, &line.need, true);
            put_found(to, &line.have, line.is_rostered);
            fprintf(to, ",%s%s\n", staffing_verdict(&line, verdict),
                    line.is_rostered && !line.have.is_stable ? "; the queue grows without end" : "");
        }
}

/* ---- for programs ---- */

static void rule_json(signpost_json *json, const signpost_staffing_rule *rule)
{
    signpost_json_object(json, "rule");
    signpost_json_integer(json, "interval_s", rule->interval_s);
    signpost_json_integer(json, "handling_s", rule->handling_s);
    signpost_json_integer(json, "within_s", rule->within_s);
    signpost_json_fixed(json, "share", rule->share, 6);
    signpost_json_fixed(json, "most_busy", rule->most_busy, 6);
    signpost_json_fixed(json, "shrinkage", rule->shrinkage, 6);
    signpost_json_close(json);
}

static void found_json(signpost_json *json, const char *key, const signpost_staffing *found)
{
    signpost_json_object(json, key);
    signpost_json_integer(json, "on_duty", found->on_duty);
    signpost_json_integer(json, "answering", found->answering);
    signpost_json_flag(json, "stable", found->is_stable);
    if (found->is_stable) {
        signpost_json_fixed(json, "waiting", found->waiting, 6);
        signpost_json_fixed(json, "in_time", found->in_time, 6);
        signpost_json_fixed(json, "mean_wait_s", found->mean_wait, 6);
        signpost_json_fixed(json, "occupancy", found->occupancy, 6);
    }
    signpost_json_close(json);
}

static void staff_json(signpost_json *json, const staffing_plan *plan, staff who)
{
    staffing_sum sum = staffing_add_up(plan, who);
    staffing_line line;
    signpost_json_object(json, NULL);
    signpost_json_text(json, "staff", staff_name(who));
    rule_json(json, &plan->rules[who]);
    signpost_json_integer(json, "half_hours_rostered", (int64_t)sum.rostered);
    signpost_json_integer(json, "half_hours_short", (int64_t)sum.shorts);
    signpost_json_integer(json, "half_hours_of_work_missing", sum.people_short);
    signpost_json_list(json, "half_hours");
    for (size_t i = 0; i < plan->count; i++) {
        if (!staffing_line_at(plan, who, i, &line))
            continue;
        signpost_json_object(json, NULL);
        signpost_json_text(json, "half_hour", line.hour->name);
        signpost_json_fixed(json, "calls", line.calls, 6);
        signpost_json_fixed(json, "load", line.need.load, 6);
        found_json(json, "needed", &line.need);
        if (line.is_rostered) {
            found_json(json, "rostered", &line.have);
            signpost_json_integer(json, "short_by", line.short_by);
        } else {
            signpost_json_null(json, "rostered");
        }
        signpost_json_close(json);
    }
    signpost_json_close(json);
    signpost_json_close(json);
}

void staffing_json(output *to, const staffing_plan *plan)
{
    signpost_json json;
    output_json(to, &json);
    signpost_json_object(&json, NULL);
    signpost_json_integer(&json, "version", JSON_VERSION);
    signpost_json_text(&json, "assumptions", staffing_assumptions);
    signpost_json_list(&json, "staff");
    for (staff who = CALL_HANDLERS; who < STAFF; who++)
        staff_json(&json, plan, who);
    signpost_json_close(&json);
    signpost_json_close(&json);
    signpost_json_end(&json);
}
