/** @file
 * Remedies: the smallest changes that close most of the gaps, found greedily, each with what it closes and what is
 * left.
 *
 * Looked at are the services that nearly help with the largest findings: those that fail one filter alone, for which
 * longer hours or a wider profile would do, and a new service where most of the people are. After each choice the gaps
 * are counted anew, so that nothing is promised twice; the sums are exact, and auditing a copy with the change gives
 * the same.
 *
 * Caveats
 * - What a change costs is not known here: the order is by what it closes.
 * - Person-minutes are added up over demands: they are cover that somebody may need, not people.
 * - Remedies are for the typical week.
 */
#ifndef SIGNPOST_REMEDIES_H
#define SIGNPOST_REMEDIES_H

#include "audit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What would change. */
typedef enum signpost_remedy_kind {
    SIGNPOST_REMEDY_HOURS,   /**< a service is open longer */
    SIGNPOST_REMEDY_PROFILE, /**< a service takes more: other ages, another sex, disposition, discriminator or role */
    SIGNPOST_REMEDY_NEW      /**< a new service, like one that there is, at another place */
} signpost_remedy_kind;

/** "hours", "profile" or "new". Any thread. */
SIGNPOST_API const char *signpost_remedy_kind_name(signpost_remedy_kind kind);

/** One change. Texts are borrowed from the remedies. */
typedef struct signpost_remedy {
    signpost_remedy_kind kind;
    const char *uid;             /**< of the service that changes; of a new one, of the service that it is like */
    const char *name;            /**< of the same */
    const char *what;            /**< in words: "opens Sunday 08:00 to 20:00 too: Mo-Su 08:00-20:00" */
    double latitude, longitude;  /**< of the service, where it is or would be */
    int32_t added_minutes;       /**< that it would be open more, in a week */
    int64_t gain_person_minutes; /**< that are covered with it, and were not with those before it */
    int64_t left_person_minutes; /**< that still are not */
} signpost_remedy;

typedef struct signpost_remedies signpost_remedies;

/**
 * Looks for remedies.
 *
 * @param gaps     of an audit of the typical week; it must live as long as the remedies.
 * @param most     of them, 1 to 100.
 * @param remedies receives them, which the caller frees before the gaps.
 * @return SIGNPOST_OK, also when there are none; SIGNPOST_INVALID for `most`; SIGNPOST_STATE for an audit of real days
 * or a comparison; SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_gaps_remedies(const signpost_gaps *gaps, size_t most,
                                                    signpost_remedies **remedies, signpost_error *error);

/** Frees remedies; NULL is fine. */
SIGNPOST_API void signpost_remedies_free(signpost_remedies *remedies);

/** How many there are. Any thread. */
SIGNPOST_API size_t signpost_remedies_count(const signpost_remedies *remedies);
/** The remedy at `position`, in the order of choice; all zeros and "" past the end. Any thread. */
SIGNPOST_API signpost_remedy signpost_remedies_at(const signpost_remedies *remedies, size_t position);
/** Person-minutes without cover before the first of them. Any thread. */
SIGNPOST_API int64_t signpost_remedies_before(const signpost_remedies *remedies);

/** The tables of a change, as CSV files that `signpost_directory_import` takes, in this order. */
typedef enum signpost_remedy_table { SIGNPOST_REMEDY_PROFILES, SIGNPOST_REMEDY_SERVICES } signpost_remedy_table;

/**
 * The first `count` remedies as a CSV file: profiles.csv or services.csv, with its header. They are meant for a copy:
 * what is in force is changed by those who may.
 *
 * @param text receives the file's text, which the caller gives back with signpost_remedies_release; "" without rows.
 * @return SIGNPOST_OK; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_remedies_csv(const signpost_remedies *remedies, signpost_remedy_table table,
                                                   size_t count, char **text, signpost_error *error);
/** Gives back a text. NULL is fine. */
SIGNPOST_API void signpost_remedies_release(char *text);

#ifdef __cplusplus
}
#endif
#endif
