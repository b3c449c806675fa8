/* The report of an audit: what its parts share. Each part is a file report_*.c and writes one section. */
#ifndef SIGNPOST_REPORT_H
#define SIGNPOST_REPORT_H

#include "auditing.h"
#include "html.h"

/* What is shown of long lists; the report says how much more there is, and JSON and CSV have all of it. */
enum {
    MOST_NEEDS_LISTED = 80,
    MOST_NEEDS_DRAWN = 12,
    MOST_FINDINGS = 100,
    MOST_AREAS_OF_FINDING = 400,
    MOST_AREAS_OF_NEED = 10,
    MOST_SERVICES = 25,
    MOST_PAIRS = 25,
    MOST_REMEDIES = 12,
    MOST_OF_RULE = 10,
    MOST_PROVIDERS = 15,
};

/* Demands of one disposition and one set of discriminators whose figures are the same: one need to the reader. */
typedef struct report_need {
    size_t first, count; /* of report.demands */
    int64_t depth[SIGNPOST_DEEPEST + 1];
    int64_t asked;    /* person-minutes, covered or not: depth added up */
    int64_t *by_hour; /* people without cover, about.minutes / 60 of them */
} report_need;

typedef struct report {
    FILE *to;
    const auditing *with;
    signpost_audit_about about;
    signpost_gaps *gaps;
    signpost_overlaps *overlaps;
    signpost_quality *quality;
    signpost_duplicates *duplicates;
    signpost_remedies *remedies; /* NULL for real days, for which none are sought */
    size_t *demands;             /* all of the audit's, those of a need together */
    report_need *needs;          /* by falling person-minutes without cover */
    size_t need_count, needs_with_gaps;
    size_t hours;
} report;

/* Finds gaps, remedies and overlaps, sets them out by need, seeks duplicates, and judges the entries. DONE, or what to
 * end with; released either way. */
int report_gather(report *made, const auditing *with);
void report_release(report *made);

/* ---- words ---- */

const signpost_demand *report_demand(const report *made, const report_need *need);
/* By disposition and discriminators: demands that ask for the same differ in whom and for which complaint alone. */
int order_of_asked(const signpost_demand *a, const signpost_demand *b);
bool demands_ask_the_same(const signpost_demand *a, const signpost_demand *b);
/* What a code means, as the content says it; the code where it says nothing. */
const char *group_title(const auditing *with, const char *group);
const char *discriminator_title(const auditing *with, const char *discriminator);
/* `Contact a primary care service within 6 hours (Dx06): prescribing`. */
void html_demand(const report *made, const signpost_demand *demand);
/* Whom a need concerns, and for which complaints. */
void html_need_people(const report *made, const report_need *need);
/* `TN1 Tunbridge Wells`: the name, with the code before it when the name does not begin with it. */
void html_area(FILE *to, const signpost_audit_area *area);
/* `of the week` or `of these days`. */
const char *of_the_time(const report *made);

/* ---- sections ---- */

void report_headline(const report *made);
void report_needs(const report *made);
void report_need_pages(const report *made);
void report_findings(const report *made);
void report_remedies(const report *made);
void report_services(const report *made);
void report_duplicates(const report *made);
void report_quality(const report *made);
void report_method(const report *made);

/* A need's week, or days, by hour. */
void report_week(const report *made, const report_need *need, size_t number);

/* Where areas stand on the map: made once, drawn for each need. */
typedef struct report_map report_map;
/* NULL when memory ran out. */
report_map *report_map_make(const report *made, signpost_directory *directory);
void report_map_free(report_map *map);
/* The shapes that all maps use; then the map of one need, whose person-minutes by area are given. */
void report_map_shapes(const report_map *map, FILE *to);
void report_map_draw(const report_map *map, const report *made, const int64_t *person_minutes, size_t number);

/* ---- other shapes ---- */

void report_json(const report *made, output *to);
void report_csv(const report *made);

#endif
