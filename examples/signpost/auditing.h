/* Auditing a directory: what `gaps`, `overlaps`, `remedies`, `quality`, `compare` and `audit` share. */
#ifndef SIGNPOST_AUDITING_H
#define SIGNPOST_AUDITING_H

#include "progress.h"
#include "searching.h"

typedef struct auditing {
    signpost_algorithms *algorithms;
    signpost_directory *directory;
    signpost_index *index;
    signpost_audit *audit;
    progress bar;
} auditing;

/* Makes the audit that the options ask for, of the directory of --directory; closed by audit_close, but not after a
 * failure. DONE, or what to end with. Its progress goes on in `with`, which must stay where it is. */
int audit_open(const arguments *given, signpost_algorithms *algorithms, auditing *with);
void audit_close(auditing *with);

/* The demands of the algorithms that the options leave. The caller frees them. DONE, or what to end with. */
int choose_demands(const arguments *given, signpost_algorithms *algorithms, signpost_demand **demands, size_t *count);

/* What is done while all of it is open. */
typedef int audit_work(const arguments *given, auditing *with, output_format format);
/* Opens what the options say, does the work, and closes it. */
int with_audit(const arguments *given, audit_work *work);

/* The members of a JSON object that is open: a need of a finding. */
void show_need_json(signpost_json *json, const auditing *with, const signpost_gap_need *need);
/* What their commands write as JSON, as members of an object that is open: so many gaps; all overlaps; so many findings
 * of quality. */
void show_gaps_json(signpost_json *json, const auditing *with, const signpost_gaps *gaps, size_t shown);
/* The remedies. */
void show_remedies_json(signpost_json *json, const auditing *with, const signpost_remedies *remedies);
void show_overlaps_json(signpost_json *json, const auditing *with, const signpost_overlaps *overlaps);
void show_quality_json(signpost_json *json, const signpost_quality *quality, size_t shown);

/* `Monday 08:00`, or the moment of real days. */
char *audit_minute_in_words(const auditing *with, int32_t minute, char buffer[SIGNPOST_MOMENT_SIZE]);
/* A demand: `Dx06 Contact a primary care service within 6 hours, demo-fever, demo-primary-care`. */
void print_demand(FILE *to, const signpost_demand *demand);
/* Who: `women of 16 years and over`. */
char *people_in_words(int32_t from_days, int32_t to_days, bool female, bool male, char *buffer, size_t size);
/* What was looked at, and what is assumed, in a few lines. */
void print_audit_about(FILE *to, const auditing *with);
void show_audit_about_json(signpost_json *json, const auditing *with);

/* The options of an audit, for the lists of commands. */
#define COMPARE_OPTIONS                                                                                                \
    OPTION_ALGORITHMS, OPTION_POLICY, OPTION_KEEP_INDEX, OPTION_DISPOSITION, OPTION_SYMPTOM_GROUP,                     \
        OPTION_DISCRIMINATOR, OPTION_FROM, OPTION_DAYS, OPTION_AREA_KIND, OPTION_ROLE, OPTION_RADIUS, OPTION_CAPACITY, \
        OPTION_UNREGISTERED, OPTION_THREADS, OPTION_FORMAT, OPTION_OUTPUT
#define AUDIT_OPTIONS OPTION_DIRECTORY, COMPARE_OPTIONS

#endif
