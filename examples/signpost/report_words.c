/* How a report calls things. */
#include "report.h"

#include <string.h>

const signpost_demand *report_demand(const report *made, const report_need *need)
{
    return signpost_audit_demand_at(made->with->audit, made->demands[need->first]);
}

int order_of_asked(const signpost_demand *a, const signpost_demand *b)
{
    int order = strcmp(a->disposition.code, b->disposition.code);
    if (!order && a->discriminator_count != b->discriminator_count)
        return a->discriminator_count < b->discriminator_count ? -1 : 1;
    for (size_t i = 0; i < a->discriminator_count && !order; i++)
        order = strcmp(a->discriminators[i], b->discriminators[i]);
    return order;
}

bool demands_ask_the_same(const signpost_demand *a, const signpost_demand *b)
{
    return order_of_asked(a, b) == 0;
}

const char *group_title(const auditing *with, const char *group)
{
    signpost_symptom_pair pair;
    for (size_t i = 0; signpost_symptom_pair_at(with->algorithms, i, &pair); i++)
        if (strcmp(pair.group, group) == 0)
            return pair.group_title;
    return group;
}

const char *discriminator_title(const auditing *with, const char *discriminator)
{
    signpost_symptom_pair pair;
    for (size_t i = 0; signpost_symptom_pair_at(with->algorithms, i, &pair); i++)
        if (strcmp(pair.discriminator, discriminator) == 0)
            return pair.discriminator_title;
    return discriminator;
}

void html_demand(const report *made, const signpost_demand *demand)
{
    html_text(made->to, demand->disposition.title);
    fputs(" (", made->to);
    html_text(made->to, demand->disposition.code);
    fputc(')', made->to);
    for (size_t i = 0; i < demand->discriminator_count; i++) {
        fputs(i ? " and " : ": ", made->to);
        html_text(made->to, discriminator_title(made->with, demand->discriminators[i]));
    }
}

/* Whether a demand's people are as those of the one before it of the same need. */
static bool is_for_same_people(const signpost_demand *a, const signpost_demand *b)
{
    return a->from_days == b->from_days && a->to_days == b->to_days && a->female == b->female && a->male == b->male;
}

void html_need_people(const report *made, const report_need *need)
{
    enum { MOST = 4 };
    const signpost_demand *last = NULL;
    char who[160];
    for (size_t i = 0; i < need->count && i < MOST; i++) {
        const signpost_demand *demand = signpost_audit_demand_at(made->with->audit, made->demands[need->first + i]);
        if (!last || !is_for_same_people(last, demand)) {
            fputs(last ? "; " : "", made->to);
            html_text(made->to, people_in_words(demand->from_days, demand->to_days, demand->female, demand->male, who,
                                                sizeof who));
            fputs(", with ", made->to);
        } else {
            fputs(", ", made->to);
        }
        html_text(made->to, group_title(made->with, demand->symptom_group));
        last = demand;
    }
    if (need->count > MOST)
        fprintf(made->to, " and %zu more", need->count - MOST);
}

void html_area(FILE *to, const signpost_audit_area *area)
{
    if (strncmp(area->name, area->code, strlen(area->code)) != 0) {
        html_name(to, area->code);
        fputc(' ', to);
    }
    html_name(to, area->name);
}

const char *of_the_time(const report *made)
{
    return made->about.typical ? "of the week" : "of these days";
}
