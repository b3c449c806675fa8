/* `signpost directory review`: a change, and what it would do. */
#ifndef SIGNPOST_DIRECTORY_REVIEW_H
#define SIGNPOST_DIRECTORY_REVIEW_H

#include "findings.h"

typedef struct reviewing {
    signpost_directory_about about; /* of the directory */
    signpost_review *review;
    signpost_change_about change;
    signpost_effect *effect;   /* NULL when it was not judged */
    const char *not_judged;    /* why not; NULL when it was not asked for */
    signpost_effect_about did; /* all zeros without an effect */
    auditing with;             /* the audit is borrowed from the effect */
} reviewing;

/* Puts text where it is read: for a terminal, or a page. */
typedef void review_text(FILE *to, const char *text);

/* What the change would do, in a sentence each: up to `room` lines are written, each after `begin` and before `end`. */
void review_say_effect(FILE *to, const reviewing *of, review_text *text, const char *begin, const char *end);
/* `opened` and `closed`. */
findings review_findings(const reviewing *of, bool is_closed);
/* A value, or `(nothing)`. */
const char *review_value(const char *value);
/* `hours`, `endpoints 2 address`, or `what it takes: ages`. */
void review_say_field(FILE *to, const signpost_review_field *field, review_text *text);
/* Whether its value is a list of what a service takes, which is told by what differs: */
bool review_is_list(const signpost_review_field *field);
/* the items that come anew, or are no more, and how many stay. */
void review_say_items(FILE *to, const signpost_review_field *field, bool anew, review_text *text);
size_t review_items_kept(const signpost_review_field *field);
/* `2026-11-20T10:00Z`, or `at once`. */
char *review_moment(signpost_minute moment, char buffer[SIGNPOST_MOMENT_SIZE]);

/* The members of a JSON object that is open: what the change is. */
void review_change_json(signpost_json *json, const signpost_change_about *change);

void review_show_table(FILE *to, const reviewing *of, size_t limit);
void review_show_json(output *to, const reviewing *of, size_t limit);
/* A page that needs nothing else. */
void review_show_page(FILE *to, const reviewing *of);

/* The list of changes. */
int review_list(const arguments *given, signpost_directory *directory, output_format format);

#endif
