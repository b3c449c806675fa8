/** @file
 * The search: a need in, ranked services out, with the reasons.
 *
 * A `signpost_results` is made once for an index and reused: a search allocates nothing. It belongs to one thread at a
 * time. What it returns is the answer of its last search, borrowed from it and from its index, to which it keeps a
 * reference.
 *
 * Travel times of the directory count from the patient's place: the postcode's own, else its sector's, else its
 * district's, pair by pair; a town's own; none from a point without a postcode. They take the place of the straight
 * line in ranking and in *serves at t*: who arrives later needs it open later. Search distances remain straight lines.
 *
 * Caveats
 * - Distances are great circles, in whole metres: on average 0.2 % off, at most 0.35 %. Roads are longer.
 * - A service can fail a filter that was not looked at, because it failed two others: signpost_results_explain looks
 *   at all.
 */
#ifndef SIGNPOST_SEARCH_H
#define SIGNPOST_SEARCH_H

#include "hours.h"
#include "index.h"
#include "need.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The filters, in the order in which a service fails them. Values and names are stable. */
typedef enum signpost_filter {
    SIGNPOST_FILTER_STATE,         /**< active, and within its dates */
    SIGNPOST_FILTER_DISTANCE,      /**< within the search distance */
    SIGNPOST_FILTER_SYMPTOM_GROUP, /**< profiled for it */
    SIGNPOST_FILTER_SEX,
    SIGNPOST_FILTER_PRACTICE,      /**< restricted to registered patients of listed practices */
    SIGNPOST_FILTER_CAPACITY,      /**< red is out */
    SIGNPOST_FILTER_DISCRIMINATOR, /**< profiled for every one, with the group */
    SIGNPOST_FILTER_DISPOSITION,
    SIGNPOST_FILTER_ROLE, /**< who refers */
    SIGNPOST_FILTER_AGE,
    SIGNPOST_FILTER_HOURS, /**< serves at t */
    SIGNPOST_FILTER_AREA,  /**< limited to listed areas */
    SIGNPOST_FILTER_COUNT
} signpost_filter;

/** "state", "distance", "symptom-group" ...: the code that JSON uses. Any thread. */
SIGNPOST_API const char *signpost_filter_name(signpost_filter filter);

/** Where a search distance came from. */
typedef enum signpost_radius_source {
    SIGNPOST_RADIUS_NEED,
    SIGNPOST_RADIUS_POSTCODE,
    SIGNPOST_RADIUS_SECTOR,
    SIGNPOST_RADIUS_DISTRICT,
    SIGNPOST_RADIUS_TOWN,
    SIGNPOST_RADIUS_POLICY
} signpost_radius_source;

/** "need", "postcode", "sector", "district", "town" or "policy". Any thread. */
SIGNPOST_API const char *signpost_radius_source_name(signpost_radius_source source);

/** What a search distance is of. */
typedef enum signpost_shape {
    SIGNPOST_SHAPE_CIRCLE, /**< the radius */
    SIGNPOST_SHAPE_SQUARE  /**< half a side, north, south, east and west: its corners are farther away */
} signpost_shape;

/** "circle" or "square". Any thread. */
SIGNPOST_API const char *signpost_shape_name(signpost_shape shape);

/** What kind of place the search was made from. */
typedef enum signpost_place_kind {
    SIGNPOST_PLACE_POSTCODE,
    SIGNPOST_PLACE_SECTOR,
    SIGNPOST_PLACE_DISTRICT,
    SIGNPOST_PLACE_TOWN,
    SIGNPOST_PLACE_POINT
} signpost_place_kind;

/** "postcode", "sector", "district", "town" or "point". Any thread. */
SIGNPOST_API const char *signpost_place_kind_name(signpost_place_kind kind);

/** What is done when no service was returned. */
typedef enum signpost_fallback {
    SIGNPOST_FALLBACK_NONE,      /**< services were returned */
    SIGNPOST_FALLBACK_EMERGENCY, /**< the nearest emergency departments, in SIGNPOST_CATCH_ALL */
    SIGNPOST_FALLBACK_CLINICIAN, /**< a clinician calls back */
    SIGNPOST_FALLBACK_ADVICE     /**< what to do, and when to call again */
} signpost_fallback;

/** "none", "emergency department", "clinician" or "advice". Any thread. */
SIGNPOST_API const char *signpost_fallback_name(signpost_fallback fallback);

/** The lists of a result. */
typedef enum signpost_list {
    SIGNPOST_RETURNED,  /**< ranked; nobody re-sorts them */
    SIGNPOST_HELD,      /**< one question, or one person's word, could make them fit; ranked the same */
    SIGNPOST_CATCH_ALL, /**< emergency departments, because nothing fits; by `effective_m`, then `distance_m` */
    SIGNPOST_NEAR_MISS  /**< failed exactly one filter, and are not held; ranked the same */
} signpost_list;

/**
 * The rank of a service, key by key; less comes first.
 *
 * Where only some services have a travel time, comparing minutes with minutes and metres with metres would be no order:
 * A could come before B by minutes, B before C and C before A by metres. So minutes are counted as metres, for every
 * service one number: `effective_m`.
 */
typedef struct signpost_rank {
    bool elsewhere;      /**< promoted to another area than the patient's */
    uint8_t type_rank;   /**< 1 to 10 */
    uint8_t affiliation; /**< 0 own practice; 1 commissioned by the place's commissioner and restricted; 2 commissioned
                            by it; 3 others */
    int32_t effective_m; /**< a minute of travel counts as the policy's `metres_per_minute`; without one, distance_m */
    int32_t distance_m;  /**< the straight line */
    int32_t travel_minutes; /**< from the table of travel times; -1 when none is loaded, or the policy uses none. Not
                               compared itself */
    int64_t id;
} signpost_rank;

/** Space for what to say of a service, with the NUL. */
#define SIGNPOST_FOUND_TEXT_SIZE 256

/** One service of a list. Texts are borrowed from the index; "" when there is none. */
typedef struct signpost_found {
    int64_t id;
    const char *uid;
    const char *name;        /**< for professionals */
    const char *public_name; /**< for patients */
    int32_t type;
    const char *type_name;
    const char *address, *town, *postcode;
    const char *phone, *web; /**< public ones */
    const char *public_text, *referral_text;
    double latitude, longitude;
    int32_t distance_m;                     /**< the straight line, whatever is ranked by */
    int32_t travel_minutes;                 /**< as in `rank` */
    char way[SIGNPOST_FOUND_TEXT_SIZE];     /**< "12 minutes by the table of travel times for TN1 2", "7.1 km in a
                                               straight line; no travel time is loaded for it" ... */
    bool serves;                            /**< `open` is known */
    signpost_interval open;                 /**< the interval in which it can be used */
    char opening[SIGNPOST_FOUND_TEXT_SIZE]; /**< "open now, until 22:30", "opens 08:00 on Monday 23 November" ... */
    char hours_today[SIGNPOST_HOURS_WORDS_SIZE]; /**< hours of the local date of the search, in words */
    signpost_capacity capacity;                  /**< at the moment of the search */
    signpost_rank rank;
    uint32_t failed;                    /**< 1 << filter, for each that failed; 0 for what is returned */
    char ask[SIGNPOST_FOUND_TEXT_SIZE]; /**< of what is held: what to ask or do; "" otherwise */
    int position;                       /**< in its list, from 1 */
} signpost_found;

/** What a search says of itself. Texts are borrowed from the results. */
typedef struct signpost_results_about {
    const char *directory; /**< its name */
    int64_t content_version;
    const char *policy, *policy_fingerprint;
    const char *asked_place;        /**< as it was given; "" for a point */
    signpost_place_kind place_kind; /**< what it resolved to */
    const char *place;              /**< its name, such as "TN1 2"; "" for a point */
    bool place_exact;               /**< it is what was asked for, not the sector or district around it */
    bool area_known;                /**< else limits to areas are lifted, and ranks are national */
    double latitude, longitude;
    int32_t radius_m;
    signpost_shape shape; /**< what the radius is of */
    signpost_radius_source radius_source;
    int limit;
    signpost_minute when, deadline; /**< of the need; d of *serves at t* before any return_if_open */
    signpost_fallback fallback;
    bool unmet;                                /**< nothing was returned: to be recorded as unmet need */
    size_t in_reach;                           /**< services within the search distance, whatever their state */
    size_t held;                               /**< how many were held, those beyond the kept ones included */
    size_t near_misses[SIGNPOST_FILTER_COUNT]; /**< services that failed this filter alone, held ones included */
} signpost_results_about;

typedef struct signpost_results signpost_results;

/**
 * Makes room for results.
 *
 * @param most    most services in each list, 1 to 1000.
 * @param results receives the results, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_INVALID for `most`; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_results_new(const signpost_index *index, size_t most, signpost_results **results,
                                                  signpost_error *error);

/** Frees results; NULL is fine. */
SIGNPOST_API void signpost_results_free(signpost_results *results);

/**
 * Searches. Allocates nothing.
 *
 * @param need    texts of up to 63 bytes; see need.h.
 * @param results made for this index; its former content is gone, whatever the result.
 * @return SIGNPOST_OK, also when nothing fits; SIGNPOST_REFUSED for a disposition that is not looked up;
 *         SIGNPOST_NOT_FOUND for a place that is not known, even by its district; SIGNPOST_INVALID for anything else
 *         that is missing or wrong; SIGNPOST_OUT_OF_RANGE for a moment outside of the calendar.
 */
SIGNPOST_API signpost_status signpost_search(const signpost_index *index, const signpost_need *need,
                                             signpost_results *results, signpost_error *error);

/**
 * Searches for what is returned alone, in a hundredth of the time: SIGNPOST_RETURNED and SIGNPOST_CATCH_ALL are exactly
 * those of signpost_search, the other lists are empty, `in_reach`, `held` and `near_misses` of the description are 0,
 * and nothing can be explained. For audits, batches and measurements; at a desk, what is held must be seen, too.
 */
SIGNPOST_API signpost_status signpost_search_ranked(const signpost_index *index, const signpost_need *need,
                                                    signpost_results *results, signpost_error *error);

/** What the last search says of itself; all zeros and "" before the first and after one that failed. */
SIGNPOST_API signpost_results_about signpost_results_describe(const signpost_results *results);

/** How many services a list has. */
SIGNPOST_API size_t signpost_results_count(const signpost_results *results, signpost_list list);

/**
 * The service at `position` of a list, from 0.
 * @return SIGNPOST_OK, or SIGNPOST_NONE past the end. Allocates nothing.
 */
SIGNPOST_API signpost_status signpost_results_get(const signpost_results *results, signpost_list list, size_t position,
                                                  signpost_found *found);

/** The warnings of the last search, such as a dropped discriminator; NULL past the end. */
SIGNPOST_API const signpost_diagnostic *signpost_results_warning(const signpost_results *results, size_t position);

/** A filter's verdict, with the two values that were compared. */
typedef struct signpost_verdict {
    bool passed;
    char wanted[SIGNPOST_FOUND_TEXT_SIZE]; /**< by the need */
    char has[SIGNPOST_FOUND_TEXT_SIZE];    /**< what the service has */
} signpost_verdict;

/** How a service ended up. */
typedef enum signpost_fate {
    SIGNPOST_FATE_RETURNED,
    SIGNPOST_FATE_TYPE_FULL, /**< fits, but enough of its type come before it */
    SIGNPOST_FATE_LIMIT,     /**< fits, but the limit is reached before it */
    SIGNPOST_FATE_HELD,
    SIGNPOST_FATE_NEAR_MISS,
    SIGNPOST_FATE_FAILED
} signpost_fate;

/** "returned", "type-full", "limit", "held", "near-miss" or "failed". Any thread. */
SIGNPOST_API const char *signpost_fate_name(signpost_fate fate);

/** Why a service was, or was not, returned. */
typedef struct signpost_explanation {
    signpost_found service;
    signpost_fate fate;
    signpost_verdict verdicts[SIGNPOST_FILTER_COUNT];
    signpost_verdict of_type; /**< it stands among the first of its type; no filter: what does not may still fit */
    char change[SIGNPOST_TEXT_SIZE]; /**< the one change that would have it returned; "" when it is returned */
} signpost_explanation;

/**
 * Explains any service of the index with regard to the last search: every filter is looked at.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND for the uid; SIGNPOST_STATE when no search succeeded, or the last was a
 * ranked one. Allocates nothing.
 */
SIGNPOST_API signpost_status signpost_results_explain(const signpost_results *results, const char *uid,
                                                      signpost_explanation *explanation, signpost_error *error);

#ifdef __cplusplus
}
#endif
#endif
