/** @file
 * Changes of a directory: submitted by who fills it in, signed off by who answers for it.
 *
 * A change is of one field, of a whole entry, or of many of them; it is signed off, or not, as one. It is **pending**
 * when it was submitted; then **rejected** with a reason, **withdrawn** by who submitted it, or **approved** by a
 * second person; and **live** when it was carried out, which is at once when its moment has come, else by the first act
 * after it (signpost_change_due). An **emergency** change is live at once, and may only narrow: close a service, end
 * it sooner, turn its capacity amber or red, or take hours away: from then on it is open only at moments at which it was
 * open before, whatever days are made bank holidays; or take less of what it took. Who signs off sees it until somebody approves it.
 *
 * A change is validated when it is submitted, by the very code that imports: as if it were carried out, and then
 * undone. What it is kept as is each value before and after. When it is carried out, every value must still be what it
 * was when it was submitted; else it is refused, and must be submitted again.
 *
 * Who may: a **provider** submits, withdraws and verifies its own services; the **commissioner** of a service (of its
 * area, when it names none) submits with evidence, and signs off; an **editor** of an area, or of `*`, does both there;
 * an
 * **auditor** reads. Nobody signs off what they submitted. A refusal for want of a right is kept in the history. In a
 * directory in which nobody has a right, whoever has the file may do everything but sign off their own changes.
 *
 * What can be changed so are the tables services, service-practices, service-areas, capacities and endpoints, as they
 * are in CSV, and **service-profiles**: what a service takes, with the columns service, dispositions, pairs, ages, sexes
 * and roles. Its lists are those of profiles.csv, or say what is added and taken away: `-Dx08;+Dx05`. A profile that
 * services share is not changed by it: the service names the one that says what it takes then, which is made where
 * there is none, so that the right over that one service is enough. All else is imported by an editor of everything.
 *
 * All calls belong to the thread of the directory. Each that writes is one transaction: whole, or not at all.
 */
#ifndef SIGNPOST_CHANGES_H
#define SIGNPOST_CHANGES_H

#include "history.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One value to change. Texts are borrowed for the call. */
typedef struct signpost_edit {
    const char *service; /**< uid; a new one makes a new entry */
    const char *table;   /**< NULL for services; else "capacities", "endpoints", "service-profiles" ... */
    const char *row;     /**< the rest of the row's key, with spaces between: an endpoint's position; NULL for none */
    const char *field;   /**< column as in CSV; NULL: the row is to be there (with a value, "there") or not (NULL) */
    const char *value;   /**< as in CSV; NULL or "" clears it */
} signpost_edit;

/** How a change is submitted. */
typedef struct signpost_submission {
    size_t size;                  /**< sizeof(signpost_submission): the _INIT macro sets it */
    bool emergency;               /**< live at once; only what narrows */
    signpost_minute effective_at; /**< moment from which it is to be live; INT64_MIN for at once */
    const char *evidence;         /**< what a commissioner who acts for a provider has in hand; NULL for none */
    bool dry_run;                 /**< validate, and keep nothing */
} signpost_submission;

#define SIGNPOST_SUBMISSION_INIT                                                                                       \
    {                                                                                                                  \
        .size = sizeof(signpost_submission), .effective_at = INT64_MIN                                                 \
    }

/**
 * Submits a change.
 *
 * @param edits       at least one; those of one row are put together.
 * @param submission  NULL for the defaults.
 * @param change      receives its number; 0 for a dry run.
 * @param diagnostics receives what is wrong with it, and what is doubtful; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_CONTENT when a value was refused; SIGNPOST_NONE when nothing would change;
 *         SIGNPOST_REFUSED for want of a right or of evidence, when an emergency change would widen, or when a field
 * is given that says which entry it is;
 * SIGNPOST_INVALID for the act, the submission or an edit; SIGNPOST_NOT_FOUND for a table, a column, or a service
 * that is not there and has no name, which makes a new one; SIGNPOST_BUSY, SIGNPOST_IO, SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_change_submit(signpost_directory *directory, const signpost_edit *edits,
                                                    size_t count, const signpost_act *act,
                                                    const signpost_submission *submission, int64_t *change,
                                                    signpost_diagnostics *diagnostics, signpost_error *error);

/**
 * Submits a CSV file as one change: a whole table, or only some of its columns and rows.
 * @param table NULL when the file is named after it. Otherwise as signpost_change_submit.
 */
SIGNPOST_API signpost_status signpost_change_submit_file(signpost_directory *directory, const char *path,
                                                         const char *table, const signpost_act *act,
                                                         const signpost_submission *submission, int64_t *change,
                                                         signpost_diagnostics *diagnostics, signpost_error *error);

/**
 * Approves a pending change, which is then live, or will be when its moment comes; or signs off an emergency change
 * that is live already.
 *
 * @param live receives whether it is live now; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND; SIGNPOST_STATE when it was decided already, or when what it would change is
 * no more what it was; SIGNPOST_REFUSED for want of a right, or for one's own change; SIGNPOST_CONTENT when it would
 *         not be valid any more; as signpost_change_submit.
 */
SIGNPOST_API signpost_status signpost_change_approve(signpost_directory *directory, int64_t change,
                                                     const signpost_act *act, bool *live,
                                                     signpost_diagnostics *diagnostics, signpost_error *error);
/** Rejects a change that is pending, or approved and not yet live: the act says why. As signpost_change_approve. */
SIGNPOST_API signpost_status signpost_change_reject(signpost_directory *directory, int64_t change,
                                                    const signpost_act *act, signpost_error *error);
/** Withdraws a change of one's own that is not yet live. As signpost_change_approve. */
SIGNPOST_API signpost_status signpost_change_withdraw(signpost_directory *directory, int64_t change,
                                                      const signpost_act *act, signpost_error *error);

/** What carrying out what is due came to. */
typedef struct signpost_due {
    size_t live;  /**< carried out now */
    size_t stale; /**< that could not be, because what they would change is no more what it was: they stay approved */
} signpost_due;

/**
 * Carries out the approved changes whose moment has come, in the order of their moments. Approving does it, too.
 *
 * @param diagnostics receives a warning for each that could not be; may be NULL.
 * @return SIGNPOST_OK, also when there are none; as signpost_change_approve.
 */
SIGNPOST_API signpost_status signpost_change_due(signpost_directory *directory, const signpost_act *act,
                                                 signpost_due *due, signpost_diagnostics *diagnostics,
                                                 signpost_error *error);

/** A change in a list. Texts are borrowed for the call, or from the review. */
typedef struct signpost_change_about {
    int64_t id;
    const char *state; /**< "pending", "approved", "live", "rejected" or "withdrawn" */
    bool emergency;
    bool awaits; /**< somebody should look at it: pending, or an emergency that nobody signed off */
    signpost_minute effective_at, submitted_at;
    const char *submitted_by, *why;
    const char *evidence;                 /**< "" for none */
    const char *decided_by, *decided_why; /**< "" when nobody has decided */
    signpost_minute decided_at;           /**< 0 when nobody has */
    size_t services, fields;              /**< how many it changes */
    const char *service;                  /**< uid of the first */
} signpost_change_about;

/** Takes a change; false stops. */
typedef bool signpost_change_function(void *context, const signpost_change_about *change);

/**
 * Lists changes, the newest first.
 * @param state   only those in this state; NULL for those that await somebody; "" for all.
 * @param service only those of this uid; NULL for all.
 * @return SIGNPOST_OK, also when there are none; SIGNPOST_INVALID for the state; as signpost_directory_describe.
 */
SIGNPOST_API signpost_status signpost_change_list(signpost_directory *directory, const char *state, const char *service,
                                                  signpost_change_function *take, void *context, signpost_error *error);

/** A change, field by field. Belongs to one thread at a time, and outlives its directory. */
typedef struct signpost_review signpost_review;

/** A value that a change changes. Texts are borrowed from the review. */
typedef struct signpost_review_field {
    const char *service;             /**< uid */
    const char *name;                /**< the entry's name, as it is or will be */
    const char *table, *row, *field; /**< "" for the row itself, which comes or goes */
    const char *before, *after;      /**< "" for nothing */
    const char *now;                 /**< what stands there now: another than `before` makes the change stale */
    bool stale;
    size_t conflicts; /**< values of other changes that wait for the same field */
} signpost_review_field;

/** Another change that waits for the same field. Texts are borrowed from the review. */
typedef struct signpost_review_conflict {
    size_t field; /**< position */
    int64_t change;
    const char *state, *submitted_by, *after;
} signpost_review_conflict;

/**
 * Reads a change for review.
 * @param review receives it, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND; as signpost_directory_describe.
 */
SIGNPOST_API signpost_status signpost_review_new(signpost_directory *directory, int64_t change,
                                                 signpost_review **review, signpost_error *error);
/** Frees a review; NULL is fine. */
SIGNPOST_API void signpost_review_free(signpost_review *review);
/** What the change is. */
SIGNPOST_API signpost_change_about signpost_review_change(const signpost_review *review);
/** How many fields it has, and the one at `position`; all zeros and "" past the end. */
SIGNPOST_API size_t signpost_review_count(const signpost_review *review);
SIGNPOST_API signpost_review_field signpost_review_at(const signpost_review *review, size_t position);
/** How many conflicts it has, and the one at `position`, by field and change; all zeros and "" past the end. */
SIGNPOST_API size_t signpost_review_conflict_count(const signpost_review *review);
SIGNPOST_API signpost_review_conflict signpost_review_conflict_at(const signpost_review *review, size_t position);

/**
 * Shows the directory as it would be with a change that is not yet live: for what it would do to gaps, overlaps,
 * duplicates and quality. Done in a transaction that is undone, as signpost_directory_as_of.
 *
 * @return what `look` returned; SIGNPOST_NOT_FOUND; SIGNPOST_STATE when the change is decided against, live, or stale;
 *         SIGNPOST_CONTENT when it would not be valid any more; as signpost_directory_as_of.
 */
SIGNPOST_API signpost_status signpost_change_preview(signpost_directory *directory, int64_t change, signpost_look *look,
                                                     void *context, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif
