/* Staffing in the report: half-hours with too few, of the arrivals and the roster that were given. */
#include "kpi_report.h"

static void write_line(FILE *to, const staffing_line *line, staff who)
{
    char text[WORDS], verdict[64];
    fputs("<tr><th scope=\"row\">", to);
    html_name(to, line->hour->name);
    fprintf(to, "</th><td class=\"number\">%s</td>", signpost_micro_format(line->calls, 1, text));
    html_number_cell(to, line->need.on_duty);
    if (line->is_rostered) {
        html_number_cell(to, line->hour->rostered[who]);
        if (line->have.is_stable)
            fprintf(to, "<td class=\"number\">%s %%</td>", signpost_micro_format(line->have.in_time, 1, text));
        else
            fputs("<td>the queue grows without end</td>", to);
    } else {
        fputs("<td>not said</td><td>not known</td>", to);
    }
    fprintf(to, "<td>%s%s%s</td></tr>\n", line->short_by > 0 ? "<strong>" : "", staffing_verdict(line, verdict),
            line->short_by > 0 ? "</strong>" : "");
}

static void write_staff(const kpi_report *made, staff who)
{
    static const char *const headings[] = {"Half-hour", "#Calls", "#Needed", "#On the roster", "#In time", "So", NULL};
    FILE *to = made->to;
    char promise[WORDS];
    staffing_sum sum = staffing_add_up(&made->staffing, who);
    if (!sum.known)
        return;
    fprintf(to, "<h3>%c%s</h3>\n<p class=\"lead\">", staff_name(who)[0] - 'a' + 'A', staff_name(who) + 1);
    if (sum.worst) {
        fprintf(to, "<strong>%zu of %zu half-hours are short</strong>, worst ", sum.shorts, sum.rostered);
        html_name(to, sum.worst->name);
        fprintf(to, " by %d; ", (int)sum.worst_by);
        html_number(to, sum.people_short);
        fputs(" half-hours of work are missing.", to);
    } else {
        fprintf(to, "None of %zu half-hours with a roster is short.", sum.rostered);
    }
    fprintf(to, "</p>\n<p>%s.</p>\n", staffing_promise(&made->staffing.rules[who], who, promise, sizeof promise));
    html_table(to,
               who == CALL_HANDLERS ? "Call handlers, half-hour by half-hour" : "Clinicians, half-hour by half-hour");
    html_headings(to, headings);
    for (size_t i = 0; i < made->staffing.count; i++) {
        staffing_line line;
        if (staffing_line_at(&made->staffing, who, i, &line))
            write_line(to, &line, who);
    }
    html_table_end(to);
}

void kpi_staff(const kpi_report *made)
{
    html_section(made->to, "staffing", "Staffing");
    if (made->has_staffing) {
        for (staff who = CALL_HANDLERS; who < STAFF; who++)
            write_staff(made, who);
        fprintf(made->to, "<p class=\"small\">%s.</p>\n", staffing_assumptions);
    } else {
        fputs("<p>No arrivals were given: <code>--arrivals</code>, with or without a roster, shows here who must "
              "answer in "
              "each half-hour.</p>\n",
              made->to);
    }
    fputs("</section>\n", made->to);
}
