/* One chart: a figure month by month, with what it is held against. Everything that a colour says, a shape, a kind of
 * line or a word says, too. */
#include "kpi_report_chart.h"

#include <string.h>

/* ---- dated lines ---- */

static bool is_told(const signpost_contract *contract, signpost_date date)
{
    for (size_t i = 0; i < contract->happening_count; i++)
        if (contract->happenings[i].kind == SIGNPOST_PROVIDER_CHANGE && contract->happenings[i].date == date)
            return true;
    return false;
}

static void add_event(chart *on, signpost_date date, const signpost_happening *happening)
{
    signpost_month month = signpost_month_of(date);
    if (month < on->from || month >= on->from + (signpost_month)on->months || on->event_count == MOST_EVENTS)
        return;
    size_t at = on->event_count++;
    for (; at && on->events[at - 1].date > date; at--)
        on->events[at] = on->events[at - 1];
    on->events[at] = (chart_event){date, happening};
}

static void find_events(chart *on)
{
    const signpost_contract *contract = on->made->contract;
    for (size_t i = 0; i < contract->happening_count; i++) {
        const signpost_happening *one = &contract->happenings[i];
        if (!*one->figure || strcmp(one->figure, on->figure->definition->id) == 0)
            add_event(on, one->date, one);
    }
    signpost_date date;
    for (size_t i = 0; (date = signpost_contract_change(contract, i)) != SIGNPOST_NO_DATE; i++)
        if (!is_told(contract, date))
            add_event(on, date, NULL);
}

static bool is_change(const chart_event *event)
{
    return !event->happening || event->happening->kind == SIGNPOST_PROVIDER_CHANGE;
}

static void draw_events(const chart *on)
{
    int last = 0, height = 0;
    for (size_t i = 0; i < on->event_count; i++) {
        int x = chart_x_of_date(on, on->events[i].date);
        height = x - last < 200 && i ? (height + 160) % 320 : 0;
        last = x;
        fprintf(on->to,
                "<path class=\"%s\" d=\"M%d %dV%d\"/><circle class=\"flag\" cx=\"%d\" cy=\"%d\" r=\"85\"/>"
                "<text class=\"flag-text\" x=\"%d\" y=\"%d\">%zu</text>\n",
                is_change(&on->events[i]) ? "change" : "event", x, 120 + height, CHART_BOTTOM, x, 110 + height, x,
                150 + height, i + 1);
    }
}

static void tell_change(FILE *to, const signpost_contract *contract, signpost_date date)
{
    char before[WORDS], after[WORDS];
    signpost_contract_holders(contract, date - 1, before, sizeof before);
    signpost_contract_holders(contract, date, after, sizeof after);
    fputs("change of provider: ", to);
    html_name(to, *before ? before : "nobody");
    fputs(", then ", to);
    html_name(to, *after ? after : "nobody");
}

static void list_events(const chart *on)
{
    char date[WORDS];
    if (!on->event_count)
        return;
    fputs("<ol class=\"events\">\n", on->to);
    for (size_t i = 0; i < on->event_count; i++) {
        const chart_event *event = &on->events[i];
        fprintf(on->to, "<li>%s: ", date_in_words(event->date, date));
        if (event->happening) {
            fprintf(on->to, "%s: ", signpost_happening_name(event->happening->kind));
            html_name(on->to, event->happening->text);
        } else {
            tell_change(on->to, on->made->contract, event->date);
        }
        fputs("</li>\n", on->to);
    }
    fputs("</ol>\n", on->to);
}

/* ---- lines ---- */

/* A line through the known months of a series; it breaks where one is not known. */
static void draw_series(const chart *on, const signpost_series *series, const char *class)
{
    bool pen = false;
    fprintf(on->to, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < signpost_series_count(series); i++) {
        signpost_figure at = signpost_series_at(series, i);
        signpost_month month = signpost_series_month(series, i);
        bool is_drawn = at.is_known && month >= on->from && month < on->from + (signpost_month)on->known;
        if (is_drawn)
            fprintf(on->to, "%c%d %d", pen ? 'L' : 'M', chart_x(on, (size_t)(month - on->from)), chart_y(on, at.value));
        pen = is_drawn;
    }
    fputs("\"/>\n", on->to);
}

static void draw_level(const chart *on, const char *class, size_t first, size_t last, signpost_micro value)
{
    int half = (CHART_RIGHT - CHART_LEFT) / (int)(2 * on->months);
    if (chart_shows(on, value))
        fprintf(on->to, "<path class=\"%s\" d=\"M%d %dH%d\"/>\n", class, chart_x(on, first) - half, chart_y(on, value),
                chart_x(on, last) + half);
}

/* Mean and limits of each segment; the last one's are labelled. */
static void draw_limits(chart *on)
{
    const signpost_chart *of = on->figure->chart;
    signpost_chart_point point = {0};
    size_t count = signpost_chart_count(of), first = 0;
    for (size_t i = 0; i < count; i++) {
        signpost_chart_point at = signpost_chart_at(of, i);
        if (at.is_known)
            point = at;
        if (i + 1 < count && signpost_chart_at(of, i + 1).segment == at.segment)
            continue;
        if (point.upper > point.lower) {
            draw_level(on, "mean", first, i, point.mean);
            draw_level(on, "limit", first, i, point.upper);
            draw_level(on, "limit", first, i, point.lower);
        }
        first = i + 1;
    }
    if (point.upper > point.lower) {
        char text[64], value[WORDS];
        snprintf(text, sizeof text, "mean %.40s", value_in_words(on->figure->definition, point.mean, value));
        chart_add_label(on, point.mean, text);
        chart_add_label(on, point.upper, "upper limit");
        chart_add_label(on, point.lower, "lower limit");
    }
}

static void draw_target(chart *on)
{
    char words[WORDS], text[64];
    if (!on->figure->target)
        return;
    draw_level(on, "target", 0, on->months - 1, on->figure->target->value);
    snprintf(text, sizeof text, "target %.50s", target_in_words(on->figure->target, on->figure->definition, words));
    chart_add_label(on, on->figure->target->value, text);
}

/* What the plan expects, and the straight line that is still needed. */
static void draw_plan(chart *on)
{
    const signpost_improvement *plan = on->figure->plan;
    bool pen = false;
    if (!plan)
        return;
    fputs("<path class=\"plan\" d=\"", on->to);
    for (size_t i = 0; i < on->months; i++) {
        signpost_month month = on->from + (signpost_month)i;
        if (month < plan->start.month || month > signpost_month_of(plan->deadline))
            continue;
        fprintf(on->to, "%c%d %d", pen ? 'L' : 'M', chart_x(on, i), chart_y(on, signpost_plan_expected(plan, month)));
        pen = true;
    }
    fputs("\"/>\n", on->to);
    signpost_month end = signpost_month_of(plan->deadline);
    chart_add_label(on, signpost_plan_expected(plan, end), "plan");
    if (end > on->from + (signpost_month)on->figure->latest && end < on->from + (signpost_month)on->months)
        fprintf(on->to, "<path class=\"needed\" d=\"M%d %dL%d %d\"/>\n", chart_x(on, on->figure->latest),
                chart_y(on, on->figure->now.value), chart_x(on, (size_t)(end - on->from)), chart_y(on, plan->target));
}

/* ---- points ---- */

static void draw_point(const chart *on, size_t month, const signpost_chart_point *at)
{
    int x = chart_x(on, month), y = chart_y(on, at->value), size = on->months > 48 ? 28 : 52;
    signpost_month when = on->from + (signpost_month)month;
    if (at->signals & SIGNPOST_SIGNAL_OUTSIDE)
        fprintf(on->to, "<path class=\"point\" d=\"M%d %dl%d %dl-%d %dl-%d-%dz\"/>\n", x, y - 2 * size, 2 * size,
                2 * size, 2 * size, 2 * size, 2 * size, 2 * size);
    else if (at->signals)
        fprintf(on->to, "<path class=\"point\" d=\"M%d %dh%dv%dh-%dz\"/>\n", x - size, y - size, 2 * size, 2 * size,
                2 * size);
    else
        fprintf(on->to, "<circle class=\"point\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n", x, y, size);
    if (kpi_is_broken(on->figure, month))
        fprintf(on->to, "<path class=\"broken\" d=\"M%d %dl220 220m0-220l-220 220\"/>\n", x - 110, y - 110);
    if (kpi_is_revised(on->book, on->figure, when))
        fprintf(on->to, "<circle class=\"revised\" cx=\"%d\" cy=\"%d\" r=\"120\"/>\n", x, y);
}

static void draw_points(const chart *on)
{
    for (size_t i = 0; i < signpost_chart_count(on->figure->chart); i++) {
        signpost_chart_point at = signpost_chart_at(on->figure->chart, i);
        if (at.is_known)
            draw_point(on, i, &at);
        else
            fprintf(on->to, "<text class=\"month\" x=\"%d\" y=\"%d\">?</text>\n", chart_x(on, i), CHART_BOTTOM - 60);
    }
}

/* ---- what stands beside it ---- */

/* Which marks were drawn. */
typedef struct marks_drawn {
    bool outside, other, broken, revised, unknown, limits, change, event;
} marks_drawn;

static marks_drawn marks_of(const chart *on)
{
    marks_drawn drawn = {0};
    for (size_t i = 0; i < signpost_chart_count(on->figure->chart); i++) {
        signpost_chart_point at = signpost_chart_at(on->figure->chart, i);
        signpost_month month = on->from + (signpost_month)i;
        drawn.outside |= (at.signals & SIGNPOST_SIGNAL_OUTSIDE) != 0;
        drawn.other |= at.signals && !(at.signals & SIGNPOST_SIGNAL_OUTSIDE);
        drawn.broken |= at.is_known && kpi_is_broken(on->figure, i);
        drawn.revised |= at.is_known && kpi_is_revised(on->book, on->figure, month);
        drawn.unknown |= !at.is_known;
        drawn.limits |= at.is_known && at.upper > at.lower;
    }
    for (size_t i = 0; i < on->event_count; i++) {
        drawn.change |= is_change(&on->events[i]);
        drawn.event |= !is_change(&on->events[i]);
    }
    return drawn;
}

static void key(FILE *to, bool is_drawn, const char *shape, const char *words)
{
    if (is_drawn)
        fprintf(to, "<li><svg viewBox=\"0 0 400 240\" aria-hidden=\"true\">%s</svg> %s</li>\n", shape, words);
}

static void write_legend(const chart *on)
{
    marks_drawn drawn = marks_of(on);
    FILE *to = on->to;
    fputs("<ul class=\"legend\">\n", to);
    key(to, true, "<path class=\"line\" d=\"M0 120H400\"/><circle class=\"point\" cx=\"200\" cy=\"120\" r=\"55\"/>",
        "a month");
    key(to, drawn.outside, "<path class=\"point\" d=\"M200 25l95 95l-95 95l-95-95z\"/>",
        "beyond the limits: something has changed");
    key(to, drawn.other, "<path class=\"point\" d=\"M140 60h120v120h-120z\"/>",
        "one of a run or a trend: something has changed");
    key(to, drawn.broken,
        "<circle class=\"point\" cx=\"200\" cy=\"120\" r=\"55\"/><path class=\"broken\" d=\"M90 10l220 "
        "220m0-220l-220 220\"/>",
        "its counts contradict each other");
    key(to, drawn.revised,
        "<circle class=\"point\" cx=\"200\" cy=\"120\" r=\"55\"/><circle class=\"revised\" "
        "cx=\"200\" cy=\"120\" r=\"115\"/>",
        "published anew since");
    key(to, drawn.limits, "<path class=\"mean\" d=\"M0 60H400\"/><path class=\"limit\" d=\"M0 180H400\"/>",
        "mean, and limits of chance");
    key(to, on->figure->target, "<path class=\"target\" d=\"M0 120H400\"/>", "target");
    key(to, on->figure->country, "<path class=\"country\" d=\"M0 120H400\"/>", "all the country");
    key(to, on->figure->plan, "<path class=\"plan\" d=\"M0 60H400\"/><path class=\"needed\" d=\"M0 180H400\"/>",
        "the plan, and what is still needed");
    key(to, drawn.change, "<path class=\"change\" d=\"M200 0V240\"/>", "change of provider");
    key(to, drawn.event, "<path class=\"event\" d=\"M200 0V240\"/>", "event");
    if (drawn.unknown)
        fputs("<li><strong>?</strong> a month that is not known</li>\n", to);
    fputs("</ul>\n", to);
}

static void describe(const chart *on)
{
    const kpi_figure *figure = on->figure;
    char first[WORDS], value[WORDS], month[WORDS], words[WORDS];
    fprintf(on->to, "<desc id=\"%s-d\">Month by month: ", kpi_anchor(on->book, figure, words));
    fprintf(on->to, "%s to ", month_in_words(on->from, month));
    fprintf(on->to, "%s. ", month_in_words(on->from + (signpost_month)on->known - 1, month));
    fprintf(on->to, "Lowest %s in %s, ", value_in_words(figure->definition, figure->all.lowest, first),
            month_in_words(figure->all.lowest_month, month));
    fprintf(on->to, "highest %s in %s, ", value_in_words(figure->definition, figure->all.highest, value),
            month_in_words(figure->all.highest_month, month));
    fprintf(on->to, "last %s. ", figure_in_words(&figure->now, value));
    if (figure->target)
        fprintf(on->to, "Target %s. ", target_in_words(figure->target, figure->definition, words));
    fprintf(on->to, "%s by its limits. All numbers stand in the table %s.</desc>\n",
            trend_in_words(signpost_chart_trend(figure->chart)), "that the figure leads to");
}

static size_t months_drawn(const kpi_figure *figure, signpost_month from, size_t known)
{
    enum { MOST_AHEAD = 24 };
    if (!figure->plan)
        return known;
    signpost_month end = signpost_month_of(figure->plan->deadline);
    int ahead = end - from - (int)known + 1;
    return ahead > 0 && ahead <= MOST_AHEAD ? known + (size_t)ahead : known;
}

void kpi_draw(const kpi_report *made, const kpi_book *book, const kpi_figure *figure)
{
    char id[WORDS];
    chart on = {.to = made->to, .made = made, .book = book, .figure = figure};
    on.known = signpost_series_count(figure->series);
    on.from = signpost_series_month(figure->series, 0);
    on.months = months_drawn(figure, on.from, on.known);
    chart_fit(&on);
    find_events(&on);
    kpi_anchor(book, figure, id);
    fprintf(on.to,
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s-t\">\n<svg class=\"chart\" "
            "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n<title id=\"%s-t\">Chart: ",
            id, CHART_WIDTH, CHART_HEIGHT, id, id, id);
    html_text(on.to, figure->definition->title);
    fprintf(on.to, " (%s)</title>\n", signpost_collection_title(book->collection));
    describe(&on);
    chart_draw_axes(&on);
    draw_events(&on);
    draw_limits(&on);
    if (figure->country) {
        draw_series(&on, figure->country, "country");
        size_t last = signpost_series_count(figure->country);
        if (last)
            chart_add_label(&on, signpost_series_at(figure->country, last - 1).value, "the country");
    }
    draw_target(&on);
    draw_plan(&on);
    draw_series(&on, figure->series, "line");
    draw_points(&on);
    chart_draw_labels(&on);
    fputs("</svg>\n</div>\n", on.to);
    write_legend(&on);
    list_events(&on);
}
