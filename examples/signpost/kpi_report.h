/* The report of a contract's figures: what its parts share. Each part is a file kpi_report_*.c and writes sections. */
#ifndef SIGNPOST_KPI_REPORT_H
#define SIGNPOST_KPI_REPORT_H

#include "html.h"
#include "kpi_staffing.h"

/* A figure of the contract. */
typedef struct kpi_figure {
    const signpost_definition *definition;
    signpost_series *series, *country; /* `country` is NULL when its counts are not there */
    signpost_chart *chart;
    const signpost_target *target;    /* in force in the last known month; NULL for none */
    const signpost_improvement *plan; /* NULL for none */
    size_t latest;                    /* last known point of the series */
    signpost_figure now;              /* there */
    signpost_span all;                /* of all months */
} kpi_figure;

/* A collection that has rows of the contract. Collections are never put together: each has its own figures. */
typedef struct kpi_book {
    signpost_collection collection;
    signpost_counts *counts; /* current ones, of all contracts */
    signpost_counts *older;  /* with those that a later publication took the place of, of the contract */
    size_t first, rows;      /* of the contract in `counts` */
    signpost_month from, until;
    kpi_figure *figures; /* those that are known in some month */
    size_t count;
} kpi_book;

typedef struct kpi_report {
    FILE *to;
    const signpost_contracts *contracts;
    const signpost_contract *contract;
    const char *database, *contracts_file;
    kpi_book books[SIGNPOST_COLLECTIONS];
    size_t book_count;
    const kpi_book *latest; /* the one that targets are judged by */
    signpost_figures_files *files;
    signpost_empty_searches *searches;
    bool has_staffing;
    staffing_plan staffing;
} kpi_report;

/* What becomes of a plan, as far as can be told. */
typedef enum plan_outlook {
    PLAN_NONE,
    PLAN_UNKNOWN,
    PLAN_WILL_HOLD,
    PLAN_WILL_NOT_HOLD,
    PLAN_WAS_MET,
    PLAN_HAS_FAILED
} plan_outlook;

/* A figure with a target, in its last known month. */
typedef struct kpi_score {
    const kpi_figure *figure;
    signpost_month month;
    signpost_judgement judged, over_all;
    signpost_trend trend;
    signpost_assurance assurance;
    signpost_plan_status plan;
    plan_outlook outlook;
    signpost_micro pace; /* what the plan's figure gained a month since its start, for the better */
} kpi_score;

enum { MOST_SCORES = 16 };

/* Reads the figures of --contract. DONE, or what to end with; kpi_release frees it in any case. */
int kpi_gather(kpi_report *made, const arguments *given, signpost_figures *figures);
void kpi_release(kpi_report *made);
/* A figure of a book by its definition's id; NULL when it is not known. */
const kpi_figure *kpi_find(const kpi_book *book, const char *id);
/* Targets of the latest book, at most MOST_SCORES. */
size_t kpi_scores(const kpi_report *made, kpi_score scores[MOST_SCORES]);

/* Words. */
enum { WORDS = 256 };
/* `September 2015`. */
char *month_in_words(signpost_month month, char buffer[WORDS]);
/* `1 September 2015`. */
char *date_in_words(signpost_date date, char buffer[WORDS]);
/* ` %` or ` s`, with a space that does not break. */
const char *unit_of(const signpost_definition *definition);
/* `+3.94 points`, or seconds; without a sign when `is_plain`. */
char *difference_in_words(const signpost_definition *definition, signpost_micro value, bool is_plain,
                          char buffer[WORDS]);
/* A sentence as it should be: with a capital and a full stop. */
void html_sentence(FILE *to, const char *text);
/* A table of a book: its caption ends with the collection's name, so that each on the page is another. */
void kpi_table(FILE *to, const kpi_book *book, const char *caption, const char *const *headings);
/* `90.99 %`, or "not known". */
char *figure_in_words(const signpost_figure *figure, char buffer[WORDS]);
/* A value with a definition's decimals and unit. */
char *value_in_words(const signpost_definition *definition, signpost_micro value, char buffer[WORDS]);
/* `at least 95 %`. */
char *target_in_words(const signpost_target *target, const signpost_definition *definition, char buffer[WORDS]);
char *outlook_in_words(const kpi_score *score, char buffer[WORDS]);
const char *trend_in_words(signpost_trend trend);

/* Sections. */
void kpi_scorecard(const kpi_report *made);
void kpi_charts(const kpi_report *made);
void kpi_plans(const kpi_report *made);
void kpi_changes(const kpi_report *made);
void kpi_country(const kpi_report *made);
void kpi_mix(const kpi_report *made);
void kpi_funnels(const kpi_report *made);
void kpi_staff(const kpi_report *made);
void kpi_empty_searches(const kpi_report *made);
void kpi_rows(const kpi_report *made);
void kpi_method(const kpi_report *made);

/* A chart, with its text alternative; `number` tells its ids apart. */
void kpi_draw(const kpi_report *made, const kpi_book *book, const kpi_figure *figure);
/* Ids of a figure's chart and table: `mds-answered-60`. */
char *kpi_anchor(const kpi_book *book, const kpi_figure *figure, char buffer[WORDS]);
/* Whether an identity over the figure's items does not hold in a month of its series. */
bool kpi_is_broken(const kpi_figure *figure, size_t index);
/* Whether the figure of a month was another before a later publication. */
bool kpi_is_revised(const kpi_book *book, const kpi_figure *figure, signpost_month month);

#endif
