/* Duplicates, side by side: each cluster is a table with a column an entry, and what differs from the entry proposed to
 * be kept is marked by a sign, and not by colour alone. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CLUSTERS = 25, MOST_COLUMNS = 4, MOST_REVIEWS = 25 };

typedef const signpost_duplicate_record record;

/* ---- what is compared ---- */

typedef struct row {
    const char *title;
    const char *(*of)(record *entry);
} row;

static const char *name_of(record *entry)
{
    return entry->name;
}

static const char *address_of(record *entry)
{
    return entry->address;
}

static const char *town_of(record *entry)
{
    return entry->town;
}

static const char *postcode_of(record *entry)
{
    return entry->postcode;
}

static const char *phone_of(record *entry)
{
    return entry->phone;
}

static const char *type_of(record *entry)
{
    return entry->type;
}

static const char *needs_of(record *entry)
{
    return entry->needs;
}

static const char *hours_of(record *entry)
{
    return entry->hours;
}

static const char *code_of(record *entry)
{
    return entry->ods_code;
}

static const char *state_of(record *entry)
{
    return entry->state;
}

static const row rows[] = {
    {"Name", name_of}, {"Address", address_of}, {"Town", town_of},   {"Postcode", postcode_of}, {"Phone", phone_of},
    {"Type", type_of}, {"Needs", needs_of},     {"Hours", hours_of}, {"State", state_of},       {"ODS code", code_of},
};

/* ---- a cluster ---- */

/* A value beside the one that is kept; NULL for the one that is kept itself. */
static void write_value(FILE *to, const char *value, const char *kept)
{
    bool is_known = value && *value, is_different = kept && is_known && strcmp(value, kept) != 0;
    fputs("<td>", to);
    if (is_different)
        fputs("<mark><span aria-hidden=\"true\">\xE2\x89\xA0 </span><span class=\"hidden\">differs: </span>", to);
    if (is_known)
        html_name(to, value);
    else
        fputs("<span class=\"small\">not known</span>", to);
    fputs(is_different ? "</mark></td>" : "</td>", to);
}

/* The entries of a cluster as columns, the one to keep first. */
typedef struct columns {
    size_t records[MOST_COLUMNS], count;
} columns;

static columns choose_columns(const signpost_duplicate_cluster *cluster)
{
    columns chosen = {.records = {cluster->keep}, .count = 1};
    for (size_t i = 0; i < cluster->count && chosen.count < MOST_COLUMNS; i++)
        if (cluster->records[i] != cluster->keep)
            chosen.records[chosen.count++] = cluster->records[i];
    return chosen;
}

static void write_rows(const report *made, const columns *chosen)
{
    FILE *to = made->to;
    record *keep = signpost_duplicates_record(made->duplicates, chosen->records[0]);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *kept = rows[i].of(keep);
        bool is_known = false;
        for (size_t k = 0; k < chosen->count; k++) {
            const char *value = rows[i].of(signpost_duplicates_record(made->duplicates, chosen->records[k]));
            is_known = is_known || (value && *value);
        }
        if (!is_known)
            continue; /* of nobody */
        fprintf(to, "<tr><th scope=\"row\">%s</th>", rows[i].title);
        for (size_t k = 0; k < chosen->count; k++)
            write_value(to, rows[i].of(signpost_duplicates_record(made->duplicates, chosen->records[k])),
                        k ? (kept ? kept : "") : NULL);
        fputs("</tr>\n", to);
    }
}

/* The services that cover somebody alone, read once: what merging one of them away would lose. */
typedef struct alone_list {
    signpost_contribution *services;
    size_t count;
} alone_list;

static alone_list read_alone(const report *made)
{
    alone_list made_list = {.count = signpost_overlaps_services(made->overlaps) -
                                     signpost_overlaps_removable(made->overlaps)};
    made_list.services = calloc(made_list.count + 1, sizeof *made_list.services);
    for (size_t i = 0; i < made_list.count && made_list.services; i++)
        made_list.services[i] = signpost_overlaps_service(made->overlaps, i);
    return made_list;
}

static int64_t alone_of(const alone_list *alone, const char *uid)
{
    for (size_t i = 0; i < alone->count; i++)
        if (strcmp(alone->services[i].uid, uid) == 0)
            return alone->services[i].alone_person_minutes;
    return 0;
}

static void write_cover(const report *made, const columns *chosen, const alone_list *alone)
{
    FILE *to = made->to;
    fputs("<tr><th scope=\"row\">Cover lost without it</th>", to);
    for (size_t k = 0; k < chosen->count; k++) {
        int64_t lost = alone_of(alone, signpost_duplicates_record(made->duplicates, chosen->records[k])->uid);
        fputs("<td>", to);
        if (lost)
            html_large(to, lost / 60);
        fputs(lost ? " person-hours</td>" : "none</td>", to);
    }
    fputs("</tr>\n", to);
}

static void write_cluster(const report *made, size_t number, const alone_list *alone)
{
    signpost_duplicate_cluster cluster = signpost_duplicates_cluster(made->duplicates, number);
    columns chosen = choose_columns(&cluster);
    FILE *to = made->to;
    fprintf(
        to,
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"cluster-%zu\">\n<table class=\"sides\">\n"
        "<caption id=\"cluster-%zu\">%zu. ",
        number + 1, number + 1, number + 1);
    html_name(to, signpost_duplicates_record(made->duplicates, cluster.keep)->name);
    fprintf(to, ": %zu entries", cluster.count);
    if (chosen.count < cluster.count)
        fprintf(to, ", of which %zu are shown", chosen.count);
    fputs("</caption>\n<thead>\n<tr><th scope=\"col\">Entry</th>", to);
    for (size_t k = 0; k < chosen.count; k++) {
        fputs("<th scope=\"col\">", to);
        html_name(to, signpost_duplicates_record(made->duplicates, chosen.records[k])->uid);
        fputs(k ? "</th>" : "<span class=\"small\">proposed to be kept</span></th>", to);
    }
    fputs("</tr>\n</thead>\n<tbody>\n", to);
    write_rows(made, &chosen);
    if (alone->services)
        write_cover(made, &chosen, alone);
    html_table_end(to);
}

/* ---- pairs for review ---- */

/* What speaks most for one service, and what most against it. */
static void write_why(const report *made, const signpost_duplicate_pair *pair)
{
    int most = 0, least = 0;
    for (int i = 1; i < SIGNPOST_DUPLICATE_FIELDS; i++) {
        most = pair->steps[i].weight_hundredths > pair->steps[most].weight_hundredths ? i : most;
        least = pair->steps[i].weight_hundredths < pair->steps[least].weight_hundredths ? i : least;
    }
    fprintf(made->to, "for it: %s ", signpost_duplicate_field_name((signpost_duplicate_field)most));
    html_text(made->to, pair->steps[most].words);
    if (pair->steps[least].weight_hundredths < 0) {
        fprintf(made->to, "; against it: %s ", signpost_duplicate_field_name((signpost_duplicate_field)least));
        html_text(made->to, pair->steps[least].words);
    }
}

static void write_review_row(const report *made, const signpost_duplicate_pair *pair)
{
    FILE *to = made->to;
    for (int i = 0; i < 2; i++) {
        record *entry = signpost_duplicates_record(made->duplicates, i ? pair->b : pair->a);
        fputs(i ? "<td>" : "<tr><th scope=\"row\">", to);
        html_name(to, entry->name);
        fputs("<span class=\"small\">", to);
        html_name(to, entry->uid);
        fputs(i ? "</span></td>" : "</span></th>", to);
    }
    fprintf(to, "<td class=\"number\">%d%%</td><td>", (pair->probability_basis + 50) / 100);
    write_why(made, pair);
    fputs("</td></tr>\n", to);
}

static void write_reviews(const report *made, size_t count)
{
    static const char *const titles[] = {"One entry", "The other", "#Probability", "Why", NULL};
    size_t shown = 0;
    FILE *to = made->to;
    if (!count)
        return;
    fputs("<h3>Pairs that a person should look at</h3>\n", to);
    html_table(to, "Entries that may be one service, the likeliest first");
    html_headings(to, titles);
    for (size_t i = 0; i < signpost_duplicates_pair_count(made->duplicates) && shown < MOST_REVIEWS; i++) {
        signpost_duplicate_pair pair = signpost_duplicates_pair(made->duplicates, i);
        if (pair.verdict != SIGNPOST_DUPLICATE_REVIEW)
            continue;
        write_review_row(made, &pair);
        shown++;
    }
    html_table_end(to);
    if (shown < count) {
        fprintf(to, "<p>The first %zu of ", shown);
        html_count(to, (int64_t)count, "pair.</p>\n", "pairs; JSON has all.</p>\n");
    }
}

void report_duplicates(const report *made)
{
    signpost_duplicates_about about = signpost_duplicates_describe(made->duplicates);
    size_t shown = about.clusters < MOST_CLUSTERS ? about.clusters : MOST_CLUSTERS;
    FILE *to = made->to;
    html_section(to, "duplicates", "Duplicates: the same service entered twice");
    fputs("<p>", to);
    html_count(to, (int64_t)about.clusters, "service is", "services are");
    fputs(" likely to be entered more than once, and ", to);
    html_count(to, (int64_t)about.review_pairs, "pair of entries needs", "pairs of entries need");
    fputs(" a person\xE2\x80\x99s eye, among ", to);
    html_count(to, (int64_t)about.records, "entry", "entries");
    fputs(" that are not closed. It is for people to decide: <code>signpost duplicates</code> says why, field by "
          "field, and "
          "remembers what was decided.</p>\n",
          to);
    if (shown) {
        alone_list alone = read_alone(made);
        for (size_t i = 0; i < shown; i++)
            write_cluster(made, i, &alone);
        free(alone.services);
    }
    if (shown < about.clusters) {
        fprintf(to, "<p>The first %zu of ", shown);
        html_number(to, (int64_t)about.clusters);
        fputs("; JSON has all.</p>\n", to);
    }
    write_reviews(made, about.review_pairs);
    fputs("</section>\n", to);
}
