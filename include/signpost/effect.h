/** @file
 * The effect of a change before it is live: what it does to gaps, to the depth of cover, to duplicates and to the
 * quality of the entries that it changes. It is what a commissioner sees before signing off.
 *
 * The directory is looked at as it is, and as it would be with the change (signpost_change_preview); the two are
 * compared as signpost_audit_compare compares two audits. Only what is near is looked at: services within a few search
 * distances of where a changed entry stands or would stand. All that the comparison says is what it would say of the
 * whole directory, so that one change in a country is judged in about a second.
 *
 * **Duplicates** are sought among the entries that stand nearest to the changed ones, SIGNPOST_EFFECT_NEIGHBOURS at
 * most and none beyond the search distance, and their weights are learned from these alone: in a directory of more
 * entries a pair may be judged otherwise by signpost_duplicates_of_directory. Pairs of a changed entry are told.
 *
 * **Quality** is that of the changed entries alone.
 *
 * Caveats
 * - A shared row (a profile, a service type, an area) cannot be changed by a change, so that only services differ.
 * - What an emergency change did is in the history: it is live, and cannot be looked at as what would be.
 */
#ifndef SIGNPOST_EFFECT_H
#define SIGNPOST_EFFECT_H

#include "audit.h"
#include "changes.h"
#include "duplicates.h"
#include "quality.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most entries among which duplicates of the changed ones are sought. */
#define SIGNPOST_EFFECT_NEIGHBOURS 2000

/** How an effect is judged. Texts are borrowed for the call. */
typedef struct signpost_effect_options {
    size_t size;                   /**< sizeof(signpost_effect_options): SIGNPOST_EFFECT_OPTIONS_INIT sets it */
    const signpost_policy *policy; /**< by which it is searched; NULL for the built-in one */
    signpost_audit_options audit;  /**< what is assumed of callers; its `from` is set by `at`, whatever stands there */
    signpost_minute at;            /**< the moment that is judged: today */
} signpost_effect_options;

#define SIGNPOST_EFFECT_OPTIONS_INIT                                                                                   \
    {                                                                                                                  \
        .size = sizeof(signpost_effect_options), .audit = SIGNPOST_AUDIT_OPTIONS_INIT                                  \
    }

/** What a change would do. It never changes, and any thread may ask it. Outlives its directory. */
typedef struct signpost_effect signpost_effect;

/**
 * Judges a change that is pending, or approved and not yet live.
 *
 * Nothing is written; other writers wait for about half of the time that it takes.
 *
 * @param directory opened for writing, as signpost_change_preview needs it.
 * @param change    its number.
 * @param demands   what may be needed, copied; see signpost_demands. NULL when `count` is 0: gaps are then not judged,
 *                  and reachability is not.
 * @param options   `at` must be set.
 * @param effect    receives it, which the caller frees.
 * @return SIGNPOST_OK, also when it does nothing, and when no area has people (gaps are then not judged);
 *         SIGNPOST_INVALID for options or a demand; SIGNPOST_NOT_FOUND when there is no such change; SIGNPOST_STATE
 *         when it is decided against, live, or stale; SIGNPOST_CONTENT when it would not be valid any more;
 *         SIGNPOST_OUT_OF_RANGE for a moment outside of the calendar; SIGNPOST_BUSY when the directory was written to
 *         meanwhile; SIGNPOST_CANCELLED; SIGNPOST_CORRUPT, SIGNPOST_IO or SIGNPOST_NO_MEMORY. The thread of the
 *         directory.
 */
SIGNPOST_API signpost_status signpost_effect_new(signpost_directory *directory, int64_t change,
                                                 const signpost_demand *demands, size_t count,
                                                 const signpost_effect_options *options, signpost_effect **effect,
                                                 signpost_error *error);
/** Frees an effect; NULL is fine. */
SIGNPOST_API void signpost_effect_free(signpost_effect *effect);

/** What was judged, in short. */
typedef struct signpost_effect_about {
    int64_t change;
    bool coverage_judged;               /**< gaps and depth are known */
    int score_before, score_after;      /**< of quality, the mean of the changed entries; -1 when none is active */
    size_t findings_gone, findings_new; /**< of quality */
    size_t pairs_gone, pairs_new;       /**< of duplicates */
    size_t looked_at;                   /**< services that stand near, after */
} signpost_effect_about;

SIGNPOST_API signpost_effect_about signpost_effect_describe(const signpost_effect *effect);

/**
 * Gaps that would be opened and closed, and how the depth of cover would shift. Borrowed; NULL when it was not judged.
 */
SIGNPOST_API const signpost_comparison *signpost_effect_coverage(const signpost_effect *effect);
/** The audit of what is near, after the change: for its demands and days. Borrowed; NULL when it was not judged. */
SIGNPOST_API const signpost_audit *signpost_effect_audit(const signpost_effect *effect);

/** A finding of quality that comes or goes. Texts are borrowed. */
typedef struct signpost_effect_finding {
    bool is_new; /**< it would come; else it would go */
    signpost_quality_finding finding;
} signpost_effect_finding;

/** How many findings come or go, and the one at `position`: those that come first; all zeros and "" past the end. */
SIGNPOST_API size_t signpost_effect_finding_count(const signpost_effect *effect);
SIGNPOST_API signpost_effect_finding signpost_effect_finding_at(const signpost_effect *effect, size_t position);

/** A pair of entries that would be taken for one service, or be worth a look, and is not now; or the other way round.
 * A pair whose verdict changes goes as one and comes as the other. Texts are borrowed. */
typedef struct signpost_effect_pair {
    bool is_new;                    /**< it would come; else it would go */
    const char *uids[2], *names[2]; /**< the changed entry first; of two changed ones, by uid */
    signpost_duplicate_verdict verdict;
    int32_t probability_basis; /**< of being one, in ten-thousandths */
} signpost_effect_pair;

/** How many pairs come or go, and the one at `position`: those that come first, then by falling weight; all zeros and
 * "" past the end. */
SIGNPOST_API size_t signpost_effect_pair_count(const signpost_effect *effect);
SIGNPOST_API signpost_effect_pair signpost_effect_pair_at(const signpost_effect *effect, size_t position);

#ifdef __cplusplus
}
#endif
#endif
