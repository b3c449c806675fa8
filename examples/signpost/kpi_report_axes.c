/* The plane of a chart: its scale, its grid and its labels. */
#include "kpi_report_chart.h"

#include <stdlib.h>
#include <string.h>

/* ---- the scale ---- */

static void include(chart *on, signpost_micro value)
{
    on->low = value < on->low ? value : on->low;
    on->high = value > on->high ? value : on->high;
}

static void include_series(chart *on, const signpost_series *series)
{
    for (size_t i = 0; series && i < signpost_series_count(series); i++) {
        signpost_figure at = signpost_series_at(series, i);
        if (at.is_known)
            include(on, at.value);
    }
}

static void include_limits(chart *on)
{
    for (size_t i = 0; i < signpost_chart_count(on->figure->chart); i++) {
        signpost_chart_point at = signpost_chart_at(on->figure->chart, i);
        if (!at.is_known)
            continue;
        include(on, at.lower);
        include(on, at.upper);
    }
}

int64_t chart_step(int64_t span, int64_t least)
{
    static const int leading[] = {1, 2, 5};
    for (int64_t power = least;; power *= 10)
        for (int i = 0; i < 3; i++)
            if (span / (power * leading[i]) < 6)
                return power * leading[i];
}

static signpost_micro down_to(signpost_micro value, signpost_micro step)
{
    signpost_micro rest = value % step;
    return value - rest - (rest < 0 ? step : 0);
}

void chart_fit(chart *on)
{
    on->low = on->high = on->figure->now.value;
    include_series(on, on->figure->series);
    include_series(on, on->figure->country);
    include_limits(on);
    if (on->figure->target)
        include(on, on->figure->target->value);
    if (on->figure->plan) {
        include(on, on->figure->plan->start.value);
        include(on, on->figure->plan->target);
    }
    on->step = chart_step(on->high - on->low, SIGNPOST_MICRO / 1000);
    on->low = down_to(on->low, on->step);
    on->high = -down_to(-on->high, on->step);
    if (on->high == on->low)
        on->high += on->step;
}

int chart_x(const chart *on, size_t month)
{
    const int64_t width = CHART_RIGHT - CHART_LEFT;
    return CHART_LEFT + (int)(width * (int64_t)(2 * month + 1) / (int64_t)(2 * on->months));
}

int chart_x_of_date(const chart *on, signpost_date date)
{
    signpost_month month = signpost_month_of(date);
    signpost_date start = signpost_month_start(month), end = signpost_month_start(month + 1);
    const int64_t width = CHART_RIGHT - CHART_LEFT, whole = end - start;
    int64_t at = ((int64_t)(month - on->from) * whole + (date - start)) * width / (whole * (int64_t)on->months);
    return CHART_LEFT + (int)at;
}

int chart_y(const chart *on, signpost_micro value)
{
    const signpost_micro height = CHART_BOTTOM - CHART_TOP;
    return CHART_BOTTOM - (int)((value - on->low) / 100 * height / ((on->high - on->low) / 100));
}

bool chart_shows(const chart *on, signpost_micro value)
{
    return value >= on->low && value <= on->high;
}

/* ---- the grid ---- */

static void draw_values(const chart *on)
{
    char text[SIGNPOST_MOMENT_SIZE];
    int decimals = on->step >= SIGNPOST_MICRO ? 0 : on->step >= SIGNPOST_MICRO / 10 ? 1 : 2;
    for (signpost_micro value = on->low; value <= on->high; value += on->step) {
        int y = chart_y(on, value);
        fprintf(on->to, "<path class=\"grid\" d=\"M%d %dH%d\"/><text class=\"tick\" x=\"%d\" y=\"%d\">%s%s</text>\n",
                CHART_LEFT, y, CHART_RIGHT, CHART_LEFT - 60, y + 40, signpost_micro_format(value, decimals, text),
                unit_of(on->figure->definition));
    }
}

/* All months of up to two years; else each January. */
static void draw_months(const chart *on)
{
    char text[WORDS];
    size_t years = on->months / 12 + 1;
    int every = years <= 12 ? 1 : years <= 30 ? 5 : 10;
    for (size_t i = 0; i < on->months; i++) {
        signpost_month month = on->from + (signpost_month)i;
        int x = chart_x(on, i), year = 1970 + month / 12;
        if (on->months <= 24)
            fprintf(on->to, "<text class=\"month\" x=\"%d\" y=\"%d\">%.3s</text>\n", x, CHART_BOTTOM + 160,
                    month_in_words(month, text));
        if ((on->months <= 24 && (i == 0 || month % 12 == 0)) || (month % 12 == 0 && year % every == 0))
            fprintf(on->to, "<text class=\"month\" x=\"%d\" y=\"%d\">%d</text>\n", x, CHART_BOTTOM + 310, year);
    }
}

void chart_draw_axes(const chart *on)
{
    draw_values(on);
    draw_months(on);
    fprintf(on->to, "<path class=\"axis\" d=\"M%d %dV%dH%d\"/>\n", CHART_LEFT, CHART_TOP, CHART_BOTTOM, CHART_RIGHT);
}

/* ---- labels ---- */

void chart_add_label(chart *on, signpost_micro value, const char *text)
{
    if (on->label_count == MOST_LABELS || !chart_shows(on, value))
        return;
    chart_label *added = &on->labels[on->label_count++];
    added->y = chart_y(on, value);
    snprintf(added->text, sizeof added->text, "%s", text);
}

static int by_height(const void *a, const void *b)
{
    return ((const chart_label *)a)->y - ((const chart_label *)b)->y;
}

void chart_draw_labels(chart *on)
{
    enum { APART = 150 };
    qsort(on->labels, on->label_count, sizeof *on->labels, by_height);
    int last = 0;
    for (size_t i = 0; i < on->label_count; i++) {
        int y = on->labels[i].y + 40;
        if (i && y < last + APART)
            y = last + APART;
        fprintf(on->to, "<path class=\"lead-in\" d=\"M%d %dL%d %d\"/><text class=\"label\" x=\"%d\" y=\"%d\">",
                CHART_RIGHT + 10, on->labels[i].y, CHART_RIGHT + 90, y - 40, CHART_RIGHT + 110, y);
        html_label(on->to, on->labels[i].text);
        fputs("</text>\n", on->to);
        last = y;
    }
}
