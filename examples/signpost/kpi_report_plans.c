/* Improvement plans: where they should be, where they are, and what is still needed. */
#include "kpi_report.h"

static void write_row(FILE *to, const char *name, const char *value)
{
    fprintf(to, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
}

static void write_needed(FILE *to, const kpi_score *score)
{
    const signpost_definition *definition = score->figure->definition;
    char need[WORDS], pace[WORDS], text[2 * WORDS];
    if (!score->plan.months_left) {
        write_row(to, "Still needed", "the deadline has come");
        return;
    }
    snprintf(text, sizeof text, "%s a month, for %d %s; since the start it has moved by %s a month for the %s",
             difference_in_words(definition, score->plan.need_a_month, true, need), score->plan.months_left,
             score->plan.months_left == 1 ? "month" : "months",
             difference_in_words(definition, score->pace < 0 ? -score->pace : score->pace, true, pace),
             score->pace < 0 ? "worse" : "better");
    write_row(to, "Still needed", text);
}

static void write_plan(const kpi_report *made, const kpi_score *score)
{
    FILE *to = made->to;
    const signpost_improvement *plan = score->figure->plan;
    const signpost_definition *definition = score->figure->definition;
    char words[WORDS], month[WORDS], text[2 * WORDS + 64];
    fputs("<h3>", to);
    html_name(to, *plan->name ? plan->name : definition->title);
    fputs("</h3>\n<dl>\n", to);
    snprintf(text, sizeof text, "from %s in %s", value_in_words(definition, plan->start.value, words),
             month_in_words(plan->start.month, month));
    write_row(to, "Start", text);
    snprintf(text, sizeof text, "%s %s by ", signpost_direction_name(plan->direction),
             value_in_words(definition, plan->target, words));
    snprintf(month, sizeof month, "%s", date_in_words(plan->deadline, words));
    fprintf(to, "<div><dt>Promised</dt><dd>%s%s</dd></div>\n", text, month);
    value_in_words(definition, score->plan.expected, words);
    snprintf(text, sizeof text, "%s in %s", words, month_in_words(score->month, month));
    write_row(to, "Should be", text);
    write_row(to, "Is", figure_in_words(&score->figure->now, words));
    fprintf(to, "<div><dt>State</dt><dd><strong>%s</strong>", signpost_plan_state_name(score->plan.state));
    if (score->plan.behind_by) {
        fprintf(to, " by %s: ", difference_in_words(definition, score->plan.behind_by, true, words));
        html_count(to, score->plan.callers, "caller a month", "callers a month");
    }
    fputs("</dd></div>\n", to);
    write_needed(to, score);
    fprintf(to, "<div><dt>So</dt><dd><strong>%s</strong></dd></div>\n</dl>\n", outlook_in_words(score, words));
}

void kpi_plans(const kpi_report *made)
{
    kpi_score scores[MOST_SCORES];
    size_t count = kpi_scores(made, scores), plans = 0;
    html_section(made->to, "plans", "Improvement plans");
    for (size_t i = 0; i < count; i++) {
        if (!scores[i].figure->plan)
            continue;
        write_plan(made, &scores[i]);
        plans++;
    }
    fputs(
        plans
            ? "<p class=\"small\">“At this pace” is a straight line from the plan’s start through the last month, and "
              "no forecast. The charts show the plan and the line that is still needed.</p>\n</section>\n"
            : "<p>The contract has no improvement plan for a figure with a target.</p>\n</section>\n",
        made->to);
}
