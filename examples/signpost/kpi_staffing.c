/* `signpost kpi staffing`: how many must answer in each half-hour, beside those on the roster. */
#include "kpi_staffing.h"

#include <stdlib.h>
#include <string.h>

/* ---- options ---- */

/* A percentage such as 95 or 99.5, in millionths, if it was said. */
static int read_share(const arguments *given, option_id id, signpost_micro *share)
{
    const char *text = given->values[id], *at = text;
    int64_t value = 0, unit = SIGNPOST_MICRO;
    if (!text)
        return DONE;
    for (; *at >= '0' && *at <= '9' && value <= 100; at++)
        value = value * 10 + (*at - '0');
    bool good = at != text;
    value *= SIGNPOST_MICRO;
    if (good && *at == '.')
        for (at++; *at >= '0' && *at <= '9' && unit > 1; at++)
            value += (*at - '0') * (unit /= 10);
    if (!good || *at || at[-1] == '.' || value > 100 * (int64_t)SIGNPOST_MICRO)
        return wrong_use("--%s \"%s\" is not a percentage from 0 to 100", all_options[id].name, text);
    *share = value;
    return DONE;
}

static int read_rules(const arguments *given, staffing_plan *plan)
{
    signpost_staffing_rule *calls = &plan->rules[CALL_HANDLERS], *backs = &plan->rules[CLINICIANS];
    *calls = *backs = (signpost_staffing_rule)SIGNPOST_STAFFING_RULE_INIT;
    backs->within_s = 600;
    backs->share = 90 * (int64_t)SIGNPOST_MICRO;
    backs->handling_s = 720;
    const struct whole {
        option_id id;
        int least;
        int32_t *value;
    } wholes[] = {{OPTION_ANSWER_WITHIN, 0, &calls->within_s},
                  {OPTION_HANDLING_TIME, 1, &calls->handling_s},
                  {OPTION_CALL_BACK_WITHIN, 0, &backs->within_s},
                  {OPTION_CLINICIAN_TIME, 1, &backs->handling_s}};
    int status = DONE;
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes && status == DONE; i++) {
        int value = *wholes[i].value;
        status = read_whole(given, wholes[i].id, wholes[i].least, 86400, &value);
        *wholes[i].value = value;
    }
    if (status == DONE)
        status = read_share(given, OPTION_SHARE, &calls->share);
    if (status == DONE)
        status = read_share(given, OPTION_CALL_BACK_SHARE, &backs->share);
    if (status == DONE)
        status = read_share(given, OPTION_OCCUPANCY, &calls->most_busy);
    if (status == DONE)
        status = read_share(given, OPTION_SHRINKAGE, &calls->shrinkage);
    backs->most_busy = calls->most_busy;
    backs->shrinkage = calls->shrinkage;
    return status;
}

/* ---- files ---- */

static int load(const char *path, signpost_half_hours **half_hours)
{
    signpost_diagnostics *diagnostics;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_diagnostics_new(&diagnostics) != SIGNPOST_OK)
        return COULD_NOT;
    signpost_status status = signpost_half_hours_load(path, half_hours, diagnostics, &error);
    if (signpost_diagnostics_count(diagnostics))
        show_diagnostics(diagnostics);
    else if (status != SIGNPOST_OK)
        could_not(&error);
    signpost_diagnostics_free(diagnostics);
    return status == SIGNPOST_OK ? DONE : status == SIGNPOST_CONTENT ? WRONG_USE : COULD_NOT;
}

static int take_arrivals(const signpost_half_hours *arrivals, staffing_plan *plan)
{
    plan->count = signpost_half_hours_count(arrivals);
    plan->hours = calloc(plan->count + 1, sizeof *plan->hours);
    if (!plan->hours)
        return COULD_NOT;
    for (size_t i = 0; i < plan->count; i++) {
        const signpost_half_hour *from = signpost_half_hours_at(arrivals, i);
        staffing_hour *to = &plan->hours[i];
        memcpy(to->name, from->name, sizeof to->name);
        to->calls[CALL_HANDLERS] = from->calls;
        to->calls[CLINICIANS] = from->clinical;
        to->rostered[CALL_HANDLERS] = from->handlers;
        to->rostered[CLINICIANS] = from->clinicians;
    }
    return DONE;
}

/* A roster of other half-hours than those that have arrivals is a mistake, and no half-hour without people. */
static int take_roster(const signpost_half_hours *roster, const char *path, staffing_plan *plan)
{
    size_t found = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const signpost_half_hour *from = signpost_half_hours_find(roster, plan->hours[i].name);
        if (!from)
            continue;
        found++;
        plan->hours[i].rostered[CALL_HANDLERS] = from->handlers;
        plan->hours[i].rostered[CLINICIANS] = from->clinicians;
    }
    if (found)
        return DONE;
    return wrong_use("no half-hour of \"%s\", such as \"%s\", has arrivals, such as \"%s\"", path,
                     signpost_half_hours_at(roster, 0)->name, plan->count ? plan->hours[0].name : "");
}

/* What is out of range shows at the first half-hour, before anything is written. */
static int try_rules(const staffing_plan *plan)
{
    for (staff who = CALL_HANDLERS; who < STAFF; who++)
        for (size_t i = 0; i < plan->count; i++) {
            signpost_staffing found;
            signpost_error error = SIGNPOST_ERROR_INIT;
            signpost_micro calls = plan->hours[i].calls[who];
            if (signpost_staffing_need(calls < 0 ? 0 : calls, &plan->rules[who], &found, &error) == SIGNPOST_OK)
                continue;
            fprintf(stderr, "%s, %s: ", staff_name(who), plan->hours[i].name);
            return could_not(&error);
        }
    return DONE;
}

static int read_arrivals(const char *path, staffing_plan *plan)
{
    signpost_half_hours *arrivals = NULL;
    int status = load(path, &arrivals);
    if (status == DONE)
        status = take_arrivals(arrivals, plan);
    signpost_half_hours_free(arrivals);
    return status;
}

static int read_roster(const char *path, staffing_plan *plan)
{
    signpost_half_hours *roster = NULL;
    int status = path ? load(path, &roster) : DONE;
    if (status == DONE && path)
        status = take_roster(roster, path, plan);
    signpost_half_hours_free(roster);
    return status;
}

int staffing_read(const arguments *given, staffing_plan *plan)
{
    *plan = (staffing_plan){0};
    int status = read_rules(given, plan);
    if (status == DONE && said(given, OPTION_ARRIVALS))
        status = read_arrivals(given->values[OPTION_ARRIVALS], plan);
    else if (status == DONE && said(given, OPTION_FIGURES))
        status = staffing_week(given, plan);
    else if (status == DONE)
        status = wrong_use("signpost %s needs --arrivals FILE or --figures FILE", given->command->name);
    if (status == DONE)
        status = read_roster(given->values[OPTION_ROSTERED], plan);
    if (status == DONE)
        status = try_rules(plan);
    if (status != DONE)
        staffing_release(plan);
    return status;
}

void staffing_release(staffing_plan *plan)
{
    free(plan->hours);
    *plan = (staffing_plan){0};
}

/* ---- what comes of it ---- */

bool staffing_line_at(const staffing_plan *plan, staff who, size_t index, staffing_line *line)
{
    const staffing_hour *hour = &plan->hours[index];
    *line = (staffing_line){.hour = hour, .calls = hour->calls[who], .is_rostered = hour->rostered[who] >= 0};
    if (line->calls < 0)
        return false;
    signpost_staffing_need(line->calls, &plan->rules[who], &line->need, NULL);
    if (line->is_rostered) {
        signpost_staffing_of(line->calls, hour->rostered[who], &plan->rules[who], &line->have, NULL);
        line->short_by = line->need.on_duty - hour->rostered[who];
    }
    return true;
}

staffing_sum staffing_add_up(const staffing_plan *plan, staff who)
{
    staffing_sum sum = {0};
    staffing_line line;
    for (size_t i = 0; i < plan->count; i++) {
        if (!staffing_line_at(plan, who, i, &line))
            continue;
        sum.known++;
        sum.rostered += line.is_rostered;
        if (!sum.peak || line.need.on_duty > sum.most_needed) {
            sum.peak = line.hour;
            sum.most_needed = line.need.on_duty;
        }
        if (line.short_by <= 0)
            continue;
        sum.shorts++;
        sum.people_short += line.short_by;
        if (line.short_by > sum.worst_by) {
            sum.worst = line.hour;
            sum.worst_by = line.short_by;
        }
    }
    return sum;
}

/* ---- the command ---- */

static int run(const arguments *given)
{
    staffing_plan plan;
    output_format format;
    output to;
    if (!format_of(given, &format))
        return WRONG_USE;
    int status = staffing_read(given, &plan);
    if (status != DONE)
        return status;
    if (output_open(&to, given)) {
        if (format == FORMAT_TABLE)
            staffing_table(to.file, &plan);
        else if (format == FORMAT_CSV)
            staffing_csv(to.file, &plan);
        else
            staffing_json(&to, &plan);
        status = output_close(&to, DONE);
    } else {
        status = COULD_NOT;
    }
    staffing_release(&plan);
    return status;
}

static const option_id taken_options[] = {OPTION_FIGURES,   OPTION_CONTRACT, OPTION_FROM_MONTH, OPTION_UNTIL_MONTH,
                                          STAFFING_OPTIONS, OPTION_FORMAT,   OPTION_OUTPUT,     OPTIONS_END};

const command command_kpi_staffing = {
    .name = "kpi staffing",
    .operands = "",
    .summary = "says how many must answer in each half-hour, beside those on the roster",
    .text =
        "Computes, for each half-hour, the fewest call handlers who answer 95 % of calls within 60 seconds, and the "
        "fewest clinicians who make 90 % of call-backs within 10 minutes, and holds those on the roster against them. "
        "--arrivals is a CSV file with the columns half_hour (18:30, Sa 18:30 or 2015-12-26T18:30), calls, "
        "clinical_calls, and, if the roster stands in it too, handlers and clinicians; --rostered is such a file with "
        "the roster alone. With --figures, arrivals are those of a typical week: the means, by weekday and hour, of "
        "the "
        "calls that were imported row by row, an hour's calls taken half and half; calls for clinicians are those "
        "transferred live and those offered a call-back.\n\n"
        "The formula is Erlang's for delays (Erlang C): with A = calls x handling time / half an hour, and N who "
        "answer, the share who wait is C = N B / (N - A (1 - B)), where B is Erlang's loss formula; 1 - C exp(-(N - A) "
        "t / handling time) are answered within t; the mean wait is C x handling time / (N - A). It assumes that calls "
        "come independently at one rate, that handling times are exponential, that callers wait for as long as it "
        "takes, and that each half-hour has settled. Where callers hang up, it says more than are needed; after a "
        "half-hour with too few, it says fewer.\n\n"
        "--shrinkage is the share of the paid time that is not spent on the phones: needed and on the roster are "
        "people "
        "with it. --occupancy is how busy those on the phones may be.",
    .options = taken_options,
    .example = "kpi staffing --arrivals examples/kpi/saturday.csv --handling-time 480 --shrinkage 30",
    .run = run,
};
