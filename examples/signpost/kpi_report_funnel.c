/* Among other contracts: a small one varies more by chance, and its limits are wider. */
#include "kpi_report_chart.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 7600, LEFT = 700, RIGHT = 7300, TOP = 120, BOTTOM = 2600, CURVE = 60, MOST_TOLD = 80 };

/* The plane of a funnel: callers along it, shares up it. */
typedef struct plane {
    FILE *to;
    const signpost_funnel *funnel;
    const char *own;
    int64_t most; /* callers */
    signpost_micro low, high;
} plane;

static int x_of(const plane *on, int64_t callers)
{
    return LEFT + (int)((double)callers / (double)on->most * (RIGHT - LEFT));
}

static int y_of(const plane *on, signpost_micro share)
{
    share = share < on->low ? on->low : share > on->high ? on->high : share;
    return BOTTOM - (int)((double)(share - on->low) / (double)(on->high - on->low) * (BOTTOM - TOP));
}

static void fit(plane *on)
{
    signpost_figure pooled = signpost_funnel_pooled(on->funnel);
    on->low = on->high = pooled.value;
    on->most = 1;
    for (size_t i = 0; i < signpost_funnel_count(on->funnel); i++) {
        signpost_funnel_point at = signpost_funnel_at(on->funnel, i);
        if (!at.figure.is_known)
            continue;
        on->low = at.figure.value < on->low ? at.figure.value : on->low;
        on->high = at.figure.value > on->high ? at.figure.value : on->high;
        on->most = at.figure.denominator > on->most ? at.figure.denominator : on->most;
    }
    signpost_micro room = (on->high - on->low) / 5 + SIGNPOST_MICRO / 10;
    const signpost_micro all = (signpost_micro)100 * SIGNPOST_MICRO;
    on->low = on->low - room < 0 ? 0 : on->low - room;
    on->high = on->high + room > all ? all : on->high + room;
    on->most += on->most / 10 + 1;
}

/* The limits for any size, by the formula that the table states. */
static void draw_curve(const plane *on, int side)
{
    signpost_figure pooled = signpost_funnel_pooled(on->funnel);
    double share = (double)pooled.value / 1e8;
    fputs("<path class=\"limit\" d=\"", on->to);
    for (int i = 1; i <= CURVE; i++) {
        int64_t callers = on->most * i * i / (CURVE * CURVE);
        if (callers < 1)
            callers = 1;
        double limit = share + side * 3 * sqrt(share * (1 - share) / (double)callers);
        fprintf(on->to, "%c%d %d", i > 1 ? 'L' : 'M', x_of(on, callers), y_of(on, (signpost_micro)(limit * 1e8)));
    }
    fputs("\"/>\n", on->to);
}

static void draw_axes(const plane *on)
{
    char text[SIGNPOST_MOMENT_SIZE], number[32];
    signpost_micro step = chart_step(on->high - on->low, SIGNPOST_MICRO / 10);
    int64_t apart = chart_step(on->most, 1);
    for (signpost_micro share = (on->low + step - 1) / step * step; share <= on->high; share += step)
        fprintf(on->to,
                "<path class=\"grid\" d=\"M%d %dH%d\"/><text class=\"tick\" x=\"%d\" y=\"%d\">%s\xC2\xA0%%</text>\n",
                LEFT, y_of(on, share), RIGHT, LEFT - 60, y_of(on, share) + 40, signpost_micro_format(share, 1, text));
    for (int64_t callers = 0; callers <= on->most; callers += apart)
        fprintf(on->to, "<text class=\"month\" x=\"%d\" y=\"%d\">%s</text>\n", x_of(on, callers), BOTTOM + 160,
                number_in_words(callers, number));
    fprintf(on->to, "<path class=\"axis\" d=\"M%d %dV%dH%d\"/>\n", LEFT, TOP, BOTTOM, RIGHT);
    fprintf(on->to, "<text class=\"month\" x=\"%d\" y=\"%d\">callers counted</text>\n", (LEFT + RIGHT) / 2,
            BOTTOM + 330);
}

static void draw_points(const plane *on)
{
    for (size_t i = 0; i < signpost_funnel_count(on->funnel); i++) {
        signpost_funnel_point at = signpost_funnel_at(on->funnel, i);
        bool is_own = strcmp(at.contract, on->own) == 0;
        if (!at.figure.is_known)
            continue;
        int x = x_of(on, at.figure.denominator), y = y_of(on, at.figure.value);
        if (is_own)
            fprintf(on->to, "<path class=\"point\" d=\"M%d %dl110 110l-110 110l-110-110z\"/>", x, y - 110);
        else
            fprintf(on->to, "<circle class=\"other\" cx=\"%d\" cy=\"%d\" r=\"60\"/>", x, y);
        if (is_own || at.side) {
            fprintf(on->to, "<text class=\"%s\" x=\"%d\" y=\"%d\">", x > RIGHT - 900 ? "tick" : "label",
                    x > RIGHT - 900 ? x - 140 : x + 140, y + 40);
            html_label(on->to, is_own ? "this contract" : at.contract);
            fputs("</text>", on->to);
        }
        fputc('\n', on->to);
    }
}

static const char *place_of(int side)
{
    return side < 0 ? "below its limits" : side > 0 ? "above its limits" : "within its limits";
}

static void write_table(const plane *on)
{
    static const char *const headings[] = {"Contract", "#Counted", "#Figure", "#Limits for its size", "Place", NULL};
    FILE *to = on->to;
    char words[WORDS], caption[WORDS];
    snprintf(caption, sizeof caption, "Contracts, with the limits for one of their size: %.100s",
             signpost_funnel_pooled(on->funnel).definition->title);
    html_table(to, caption);
    html_headings(to, headings);
    for (size_t i = 0; i < signpost_funnel_count(on->funnel) && i < MOST_TOLD; i++) {
        signpost_funnel_point at = signpost_funnel_at(on->funnel, i);
        if (!at.figure.is_known)
            continue;
        fputs("<tr><th scope=\"row\">", to);
        html_name(to, at.contract);
        fputs(strcmp(at.contract, on->own) == 0 ? " (this contract)</th>" : "</th>", to);
        html_number_cell(to, at.figure.denominator);
        fprintf(to, "<td class=\"number\">%s</td>", figure_in_words(&at.figure, words));
        fprintf(to, "<td class=\"number\">%s to ", value_in_words(at.figure.definition, at.lower, words));
        fprintf(to, "%s</td><td>%s</td></tr>\n", value_in_words(at.figure.definition, at.upper, words),
                place_of(at.side));
    }
    html_table_end(to);
}

static void say_own(const plane *on)
{
    char words[WORDS];
    size_t outside = 0;
    const char *place = "not among them";
    for (size_t i = 0; i < signpost_funnel_count(on->funnel); i++) {
        signpost_funnel_point at = signpost_funnel_at(on->funnel, i);
        outside += at.side != 0;
        if (strcmp(at.contract, on->own) == 0)
            place = place_of(at.side);
    }
    signpost_figure pooled = signpost_funnel_pooled(on->funnel);
    fprintf(on->to, "<p class=\"lead\">Of %zu contracts together: %s. This one is <strong>%s</strong>",
            signpost_funnel_count(on->funnel), figure_in_words(&pooled, words), place);
    fprintf(on->to, "; %zu are outside theirs.</p>\n", outside);
}

static void write_funnel(const kpi_report *made, const kpi_figure *figure, const signpost_funnel *funnel)
{
    char id[WORDS];
    plane on = {.to = made->to, .funnel = funnel, .own = made->contract->code};
    kpi_anchor(made->latest, figure, id);
    fit(&on);
    fputs("<h3>", made->to);
    html_name(made->to, figure->definition->title);
    fputs("</h3>\n", made->to);
    say_own(&on);
    fprintf(made->to,
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s-f\">\n<svg class=\"chart\" "
            "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-f\">\n<title id=\"%s-f\">Contracts by size: ",
            id, WIDTH, BOTTOM + 400, id, id);
    html_text(made->to, figure->definition->title);
    fputs("; all of it stands in the table below</title>\n", made->to);
    draw_axes(&on);
    signpost_micro pooled = signpost_funnel_pooled(funnel).value;
    fprintf(made->to, "<path class=\"mean\" d=\"M%d %dH%d\"/>\n", LEFT, y_of(&on, pooled), RIGHT);
    draw_curve(&on, 1);
    draw_curve(&on, -1);
    draw_points(&on);
    fputs("</svg>\n</div>\n", made->to);
    write_table(&on);
}

void kpi_funnels(const kpi_report *made)
{
    size_t funnels = 0;
    html_section(made->to, "funnel", "Among other contracts");
    for (size_t i = 0; i < made->latest->count; i++) {
        const kpi_figure *figure = &made->latest->figures[i];
        signpost_funnel *funnel = NULL;
        if (figure->target && figure->definition->is_share &&
            signpost_funnel_new(made->latest->counts, figure->definition, signpost_contracts_country(made->contracts),
                                &funnel, NULL) == SIGNPOST_OK &&
            signpost_funnel_count(funnel) > 1) {
            write_funnel(made, figure, funnel);
            funnels++;
        }
        signpost_funnel_free(funnel);
    }
    fputs(funnels ? "<p class=\"small\">Limits: the share of all, ± 3 × √(share × (1 − share) ÷ callers). Small "
                    "contracts vary more by chance, so theirs are wider. They are limits of chance alone: with many "
                    "thousands of "
                    "callers, contracts that differ in anything else are outside.</p>\n</section>\n"
                  : "<p>There is no other contract in the database to hold it against.</p>\n</section>\n",
          made->to);
}
