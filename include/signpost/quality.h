/** @file
 * The quality of a directory's entries: what is missing, wrong, out of date, or keeps an entry from ever being found.
 *
 * Every finding has a severity, a stable code such as "phone-invalid", the entry, the field and its value, what is
 * wrong and what to do. Findings stand by severity, then by code in the order of signpost_quality_rule_at, then by uid.
 *
 * Active entries are judged. An emergency department that may be offered when nothing fits is not asked for what only a
 * match needs (symptom groups, dispositions, roles, sexes), and unreachable is a note there. Of drafts only their age
 * is looked at; suspended and closed ones are passed over.
 *
 * **Unreachable** is an active entry, valid on the date, that passes all filters of the search for no need of the
 * audit, in no area with people, at no minute: whoever of those that it lists refers, whichever listed practice the
 * person is registered with, and with capacity ignored. Its hours count from the moment on, for a year, or to the end
 * of its validity: an opening that is long enough for the policy is one at which it serves. Those kept back by better
 * ranked ones of their type are not unreachable. The filter is named that blocks everything by itself, where there is
 * one.
 *
 * **Score.** An active entry is worth 0 with an error, else 100 less 20 for each warning, but at least 40; notes cost
 * nothing. The score of a provider, or of the directory, is the mean of its active entries, rounded down. To see how it
 * moves, take it for two dates, or of two releases.
 *
 * Caveats
 * - The directory keeps only the present capacity of a service, so that nobody can tell whether it was red more often
 *   than not over a month. What can be seen is said: that it is red, and since when, if that is long.
 * - An acronym is a word of two or more capitals; an address a postcode, or a number and a street. Both are guesses.
 * - Texts of findings are cut at 200 bytes, at a character's boundary; nothing else is changed in them: whoever shows
 *   them escapes them. Values that are for professionals only are left out.
 */
#ifndef SIGNPOST_QUALITY_H
#define SIGNPOST_QUALITY_H

#include "audit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** When and how strictly entries are judged. */
typedef struct signpost_quality_options {
    size_t size;                /**< sizeof(signpost_quality_options): SIGNPOST_QUALITY_OPTIONS_INIT sets it */
    signpost_minute at;         /**< the moment that is judged; its local date is that of the directory's calendar */
    int months;                 /**< after which an entry should have been verified again, 1 to 120 */
    int red_hours;              /**< after which a service has been red for long, 1 to 120 */
    int draft_days;             /**< after which a draft has been one for long, 1 to 3650 */
    const char *provider;       /**< only the entries of this one; NULL for all */
    signpost_progress progress; /**< in entries; may be NULL */
    void *progress_context;
} signpost_quality_options;

#define SIGNPOST_QUALITY_OPTIONS_INIT                                                                                  \
    {                                                                                                                  \
        .size = sizeof(signpost_quality_options), .months = 12, .red_hours = 24, .draft_days = 90                      \
    }

/** What was found. Never changes; any thread. Outlives directory and audit. */
typedef struct signpost_quality signpost_quality;

/**
 * Judges the entries of a directory, in one read transaction.
 *
 * @param audit   of the same directory and date (see signpost_audit_options.from): says what is needed, and where
 * people live. NULL: reachability is not judged, and all else is.
 * @param options `at` must be set.
 * @param quality receives what was found, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_INVALID for options, or an audit of another date; SIGNPOST_STATE when the audit is not
 * of the directory as it is now, or the directory names no calendar; SIGNPOST_OUT_OF_RANGE for a moment outside of the
 * calendar; SIGNPOST_CANCELLED; SIGNPOST_CORRUPT, SIGNPOST_BUSY, SIGNPOST_IO or SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_quality_check(signpost_directory *directory, const signpost_audit *audit,
                                                    const signpost_quality_options *options, signpost_quality **quality,
                                                    signpost_error *error);

/** Frees it; NULL is fine. */
SIGNPOST_API void signpost_quality_free(signpost_quality *quality);

/** Entries, findings, score. */
typedef struct signpost_quality_totals {
    size_t entries;                 /**< active ones */
    size_t errors, warnings, notes; /**< findings */
    size_t with_errors;             /**< active entries that have any error */
    size_t with_warnings;           /**< those that have warnings, and no error */
    int score;                      /**< 0 to 100; -1 without active entries */
} signpost_quality_totals;

/** What was judged. Texts are borrowed. */
typedef struct signpost_quality_about {
    const char *directory;
    int64_t content_version;
    signpost_minute at;
    signpost_date date; /**< local */
    int months, red_hours, draft_days;
    const char *provider;       /**< "" for all */
    size_t entries;             /**< that were read, whatever their state */
    signpost_date next_holiday; /**< of the directory's calendar, after the date; 0 when it knows none */
    const char *holiday;        /**< its name, or "" */
    bool reach_judged;
    size_t unreachable;
    signpost_quality_totals totals;
} signpost_quality_about;

/** What was judged, and how it ended. */
SIGNPOST_API signpost_quality_about signpost_quality_describe(const signpost_quality *quality);

/** A finding. Texts are borrowed and never NULL. */
typedef struct signpost_quality_finding {
    signpost_severity severity;
    const char *code;       /**< stable: "phone-invalid" */
    const char *uid, *name; /**< the entry, its name for professionals */
    const char *provider;   /**< the provider's code, else the entry's own ODS code; "" for neither */
    const char *field;      /**< as the column is called in CSV */
    const char *value;      /**< what stands there; "" for nothing, or for what is for professionals only */
    const char *what;       /**< what is wrong: "has 9 digits where 11 are expected" */
    const char *remedy;     /**< what to do */
    signpost_filter filter; /**< of "unreachable": the first that blocks everything by itself; else
                               SIGNPOST_FILTER_COUNT */
} signpost_quality_finding;

/** How many findings there are. */
SIGNPOST_API size_t signpost_quality_count(const signpost_quality *quality);
/** The finding at `position`, from 0; all zeros and "" past the end. */
SIGNPOST_API signpost_quality_finding signpost_quality_at(const signpost_quality *quality, size_t position);

/** Something that is looked for. Texts are constants. */
typedef struct signpost_quality_rule {
    signpost_severity severity;
    const char *code, *meaning, *remedy;
} signpost_quality_rule;

/** What is looked for, the severest first; all zeros and "" past the end. Any thread. */
SIGNPOST_API signpost_quality_rule signpost_quality_rule_at(size_t position);
/** How many findings there are by the rule at `position`; 0 past the end. */
SIGNPOST_API size_t signpost_quality_count_of(const signpost_quality *quality, size_t position);

/** A provider with active entries or findings. Texts are borrowed. */
typedef struct signpost_quality_provider {
    const char *code; /**< "" for the entries without one */
    const char *name; /**< "" when the directory has no such organisation */
    signpost_quality_totals totals;
} signpost_quality_provider;

/** How many providers there are. */
SIGNPOST_API size_t signpost_quality_provider_count(const signpost_quality *quality);
/** The provider at `position`, from 0: by rising score, then by code; all zeros and "" past the end. */
SIGNPOST_API signpost_quality_provider signpost_quality_provider_at(const signpost_quality *quality, size_t position);

#ifdef __cplusplus
}
#endif
#endif
