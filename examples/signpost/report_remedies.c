/* Remedies: the smallest changes that close most of the gaps, in the order in which they were chosen. */
#include "report.h"

static void write_change(FILE *to, const signpost_remedy *one)
{
    switch (one->kind) {
    case SIGNPOST_REMEDY_HOURS:
        fputs("Longer hours. ", to);
        break;
    case SIGNPOST_REMEDY_PROFILE:
        fputs("A wider profile. ", to);
        break;
    case SIGNPOST_REMEDY_NEW:
    default:
        fputs("A new service. ", to);
        break;
    }
    html_name(to, one->name);
    fputs(" (", to);
    html_name(to, one->uid);
    fputs("): ", to);
    html_name(to, one->what);
}

static void write_row(const report *made, size_t number, int64_t before)
{
    FILE *to = made->to;
    signpost_remedy one = signpost_remedies_at(made->remedies, number);
    fprintf(to, "<tr><td class=\"number\">%zu</td><th scope=\"row\" class=\"plain\">", number + 1);
    write_change(to, &one);
    fputs("</th><td class=\"number\">", to);
    html_minutes(to, one.added_minutes);
    fputs("</td>", to);
    html_person_hours_cell(to, one.gain_person_minutes);
    html_person_hours_cell(to, one.left_person_minutes);
    fputs("<td class=\"number\">", to);
    html_share(to, one.left_person_minutes, before);
    fputs("</td></tr>\n", to);
}

static void write_table(const report *made, size_t count)
{
    static const char *const titles[] = {"#Order",      "Change", "#Open more, a week", "#Person-hours closed", "#Left",
                                         "#Share left", NULL};
    FILE *to = made->to;
    int64_t before = signpost_remedies_before(made->remedies);
    fputs("<p>Added up over all needs, ", to);
    html_large(to, before / 60);
    fputs(" person-hours are without cover. Each change is the one that closes most of what those before it leave; the "
          "gaps are counted anew after each, so that nothing is promised twice. What a change costs is not known here. "
          "<code>signpost remedies --changes FOLDER</code> writes them, to be tried on a copy.</p>\n",
          to);
    html_table(to, "Changes that close most, one after the other");
    html_headings(to, titles);
    for (size_t i = 0; i < count; i++)
        write_row(made, i, before);
    html_table_end(to);
}

void report_remedies(const report *made)
{
    size_t count = made->remedies ? signpost_remedies_count(made->remedies) : 0;
    html_section(made->to, "remedies", "Remedies: what would close most");
    if (!made->remedies)
        fputs("<p>Remedies are sought for the typical week, and these are real days.</p>\n", made->to);
    else if (!count)
        fputs("<p>No change of one service, and no new one like those that there are, would close a gap.</p>\n",
              made->to);
    else
        write_table(made, count);
    fputs("</section>\n", made->to);
}
