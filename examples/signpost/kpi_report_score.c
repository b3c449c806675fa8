/* Judges each target in its last known month, and says it in words. */
#include "kpi_report.h"

#include <stdlib.h>
#include <string.h>

/* ---- judging ---- */

static signpost_micro better_by(const signpost_definition *definition, signpost_micro from, signpost_micro to)
{
    return definition->more_is_better ? to - from : from - to;
}

/* By the pace since the plan's start: a straight line on to the deadline, and no more than that. */
static void look_ahead(kpi_score *score, const signpost_improvement *plan)
{
    const signpost_definition *definition = score->figure->definition;
    int months = score->month - plan->start.month;
    score->plan = signpost_plan_judge(plan, &score->figure->now, score->month);
    if (months > 0)
        score->pace = better_by(definition, plan->start.value, score->figure->now.value) / months;
    switch (score->plan.state) {
    case SIGNPOST_PLAN_MET:
        score->outlook = PLAN_WAS_MET;
        break;
    case SIGNPOST_PLAN_FAILED:
        score->outlook = PLAN_HAS_FAILED;
        break;
    case SIGNPOST_PLAN_ON_COURSE:
        score->outlook = months > 0 ? PLAN_WILL_HOLD : PLAN_UNKNOWN;
        break;
    case SIGNPOST_PLAN_BEHIND: {
        signpost_micro missing = better_by(definition, score->figure->now.value, plan->target);
        bool reaches = months > 0 && score->pace * score->plan.months_left >= missing;
        score->outlook = reaches ? PLAN_WILL_HOLD : PLAN_WILL_NOT_HOLD;
        break;
    }
    case SIGNPOST_PLAN_NOT_BEGUN:
    case SIGNPOST_PLAN_NOT_KNOWN:
    default:
        score->outlook = PLAN_UNKNOWN;
        break;
    }
}

size_t kpi_scores(const kpi_report *made, kpi_score scores[MOST_SCORES])
{
    size_t count = 0;
    for (size_t i = 0; i < made->latest->count && count < MOST_SCORES; i++) {
        const kpi_figure *figure = &made->latest->figures[i];
        const signpost_target *target = figure->target;
        if (!target)
            continue;
        kpi_score *score = &scores[count++];
        *score = (kpi_score){.figure = figure, .month = signpost_series_month(figure->series, figure->latest)};
        score->judged = signpost_target_judge(&figure->now, target->direction, target->value);
        score->over_all = signpost_target_judge(&figure->all.pooled, target->direction, target->value);
        score->trend = signpost_chart_trend(figure->chart);
        score->assurance = signpost_chart_assurance(figure->chart, target->direction, target->value);
        if (figure->plan)
            look_ahead(score, figure->plan);
    }
    return count;
}

/* ---- words ---- */

static const char *const month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

char *month_in_words(signpost_month month, char buffer[WORDS])
{
    snprintf(buffer, WORDS, "%s %d", month_names[month % 12], 1970 + month / 12);
    return buffer;
}

char *date_in_words(signpost_date date, char buffer[WORDS])
{
    int year, month, day;
    signpost_date_to_civil(date, &year, &month, &day);
    snprintf(buffer, WORDS, "%d %s %d", day, month_names[month - 1], year);
    return buffer;
}

#define NO_BREAK "\xC2\xA0"

const char *unit_of(const signpost_definition *definition)
{
    return definition->is_share ? NO_BREAK "%" : NO_BREAK "s";
}

char *difference_in_words(const signpost_definition *definition, signpost_micro value, bool is_plain,
                          char buffer[WORDS])
{
    char text[SIGNPOST_MOMENT_SIZE];
    snprintf(buffer, WORDS, "%s%s" NO_BREAK "%s", value > 0 && !is_plain ? "+" : "",
             signpost_micro_format(value, definition->decimals, text), definition->is_share ? "points" : "s");
    return buffer;
}

void html_sentence(FILE *to, const char *text)
{
    if (!*text)
        return;
    const char first[] = {*text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text, '\0'};
    html_text(to, first);
    html_text(to, text + 1);
    fputs(text[strlen(text) - 1] == '.' ? "" : ".", to);
}

char *figure_in_words(const signpost_figure *figure, char buffer[WORDS])
{
    char value[SIGNPOST_FIGURE_SIZE];
    signpost_figure_format(figure, value);
    snprintf(buffer, WORDS, "%s%s", value, figure->is_known ? unit_of(figure->definition) : "");
    return buffer;
}

char *value_in_words(const signpost_definition *definition, signpost_micro value, char buffer[WORDS])
{
    char text[SIGNPOST_MOMENT_SIZE];
    snprintf(buffer, WORDS, "%s%s", signpost_micro_format(value, definition->decimals, text), unit_of(definition));
    return buffer;
}

/* As few decimals as it takes: `95 %`, `12.5 s`. */
static const char *short_value(signpost_micro value, char buffer[SIGNPOST_MOMENT_SIZE])
{
    int decimals = 0;
    for (signpost_micro rest = llabs(value) % SIGNPOST_MICRO; rest; decimals++)
        rest = rest * 10 % SIGNPOST_MICRO;
    return signpost_micro_format(value, decimals, buffer);
}

char *target_in_words(const signpost_target *target, const signpost_definition *definition, char buffer[WORDS])
{
    char value[SIGNPOST_MOMENT_SIZE];
    snprintf(buffer, WORDS, "%s %s%s", signpost_direction_name(target->direction), short_value(target->value, value),
             unit_of(definition));
    return buffer;
}

char *outlook_in_words(const kpi_score *score, char buffer[WORDS])
{
    char date[WORDS];
    if (score->figure->plan)
        date_in_words(score->figure->plan->deadline, date);
    switch (score->outlook) {
    case PLAN_WAS_MET:
        snprintf(buffer, WORDS, "the plan's target is reached");
        break;
    case PLAN_HAS_FAILED:
        snprintf(buffer, WORDS, "the plan's deadline, %.40s, has passed without its target", date);
        break;
    case PLAN_WILL_HOLD:
        snprintf(buffer, WORDS, "at this pace the plan's deadline, %.40s, will hold", date);
        break;
    case PLAN_WILL_NOT_HOLD:
        snprintf(buffer, WORDS, "at this pace the plan's deadline, %.40s, will not hold", date);
        break;
    case PLAN_UNKNOWN:
        snprintf(buffer, WORDS, "whether the plan's deadline, %.40s, will hold cannot be said yet", date);
        break;
    case PLAN_NONE:
    default:
        snprintf(buffer, WORDS, "there is no improvement plan");
        break;
    }
    return buffer;
}

const char *trend_in_words(signpost_trend trend)
{
    switch (trend) {
    case SIGNPOST_TREND_BETTER:
        return "getting better";
    case SIGNPOST_TREND_WORSE:
        return "getting worse";
    case SIGNPOST_TREND_SAME:
        return "no real change";
    case SIGNPOST_TREND_NONE:
    default:
        return "no verdict on its direction";
    }
}
