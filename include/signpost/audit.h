/** @file
 * The audit: who, needing what, when, finds nothing.
 *
 * A `signpost_audit` is a directory and its people made ready for counting: areas with the people who live there, needs
 * that no service can tell apart as one, and the minutes at which every service serves. It is made once, never changes,
 * and any number of threads ask it. `signpost_gaps` is what is found.
 *
 * A minute is **covered** for an area and a need when a search by a person at the area's centre at that minute would
 * return at least one service that is not a catch-all: the filters of the search, and its one definition of *serves at
 * t*. What is assumed is said by signpost_audit_options.
 *
 * Caveats
 * - People are those of the area's table, by sex and age. Where ages that the needs or the services tell apart split a
 *   band of that table, its people are spread evenly over its days.
 * - People are counted once within a finding, and never added up across findings: the same people have many needs.
 * - An area's centre is no postcode: travel times do not count.
 */
#ifndef SIGNPOST_AUDIT_H
#define SIGNPOST_AUDIT_H

#include "proof.h"
#include "search.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What may be needed: an outcome, and who can have it. Texts are borrowed. */
typedef struct signpost_demand {
    signpost_disposition disposition; /**< looked up, or the audit refuses it */
    const char *symptom_group;        /**< code */
    const char *discriminators[SIGNPOST_MOST_DISCRIMINATORS];
    size_t discriminator_count;
    int32_t from_days, to_days; /**< ages, both included */
    bool female, male;          /**< the sexes that areas count */
} signpost_demand;

/**
 * What the outcomes that are looked up need: each disposition, symptom group and discriminator once for each range of
 * ages in which the same sexes can come to it, on any way through the content. Exact, as the proof is.
 *
 * @param demands receives up to `room` of them, with texts borrowed from the algorithms; may be NULL when `room` is 0.
 * @return how many there are. Any thread.
 */
SIGNPOST_API size_t signpost_demands(const signpost_proof *proof, signpost_demand *demands, size_t room);

/** What is assumed of callers, and what is looked at. */
typedef struct signpost_audit_options {
    size_t size;      /**< sizeof(signpost_audit_options): SIGNPOST_AUDIT_OPTIONS_INIT sets it */
    const char *role; /**< who refers; NULL for 111-telephone */
    const char
        *area_kind;     /**< "small", "district", "commissioner" or "region"; NULL for the smallest that has people */
    int days;           /**< 0 for the typical week: no holidays, dated entries or clock changes; else days, up to 60 */
    signpost_date from; /**< first of the days, local; of the typical week: the date on which services must be valid */
    bool capacity;      /**< services that are red count as closed: on the days as long as they are, and in the typical
                           week if they are at noon of `from` */
    bool unregistered;  /**< people have no GP practice; else each has the one nearest to the area's centre */
    int32_t radius_m;   /**< search distance; 0 for the least of the places in the area, else the policy's */
    int threads;        /**< 1 to 64 */
    signpost_progress progress; /**< may be NULL */
    void *progress_context;
} signpost_audit_options;

#define SIGNPOST_AUDIT_OPTIONS_INIT                                                                                    \
    {                                                                                                                  \
        .size = sizeof(signpost_audit_options), .threads = 1                                                           \
    }

typedef struct signpost_audit signpost_audit;

/**
 * Makes a directory ready for counting.
 *
 * @param directory where the people are read from, in one transaction.
 * @param index     compiled from it; the audit keeps a reference.
 * @param demands   what may be needed, copied; see signpost_demands.
 * @param options   `from` must be set.
 * @param audit     receives the audit, which the caller frees.
 * @return SIGNPOST_OK; SIGNPOST_INVALID for options or a demand; SIGNPOST_NOT_FOUND when no area of the kind has people
 *         and a centre; SIGNPOST_STATE when the index is not of the directory as it is now; SIGNPOST_OUT_OF_RANGE for
 * days outside of the calendar; SIGNPOST_CANCELLED; SIGNPOST_BUSY, SIGNPOST_IO or SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_audit_new(signpost_directory *directory, const signpost_index *index,
                                                const signpost_demand *demands, size_t count,
                                                const signpost_audit_options *options, signpost_audit **audit,
                                                signpost_error *error);

/** Frees an audit; NULL is fine. What was found by it must be freed before. */
SIGNPOST_API void signpost_audit_free(signpost_audit *audit);

/** What an audit is of. Texts are borrowed. */
typedef struct signpost_audit_about {
    const char *directory;
    int64_t content_version;
    const char *policy, *policy_fingerprint;
    const char *role, *area_kind;
    bool typical, capacity, unregistered;
    signpost_date from;
    int days;               /**< 7 for the typical week */
    signpost_minute begins; /**< of the days; 0 for the typical week, whose minutes count from Monday 00:00 local */
    int32_t minutes;        /**< how many are looked at */
    size_t areas;
    size_t areas_left_out; /**< they have people, but no centre */
    int64_t people, people_left_out;
    size_t demands;
    size_t needs;    /**< distinct ones: what no service tells apart is one */
    size_t services; /**< that can serve anybody at all */
} signpost_audit_about;

/** What an audit is of. Any thread. */
SIGNPOST_API signpost_audit_about signpost_audit_describe(const signpost_audit *audit);

/** An area. Texts are borrowed. */
typedef struct signpost_audit_area {
    const char *code, *name;
    double latitude, longitude;
    int64_t people;
    int32_t radius_m;
    const char *practice; /**< ODS code of the one that its people are registered with; "" for none */
} signpost_audit_area;

/** The area at `position`, from 0; areas stand by code. All zeros and "" past the end. Any thread. */
SIGNPOST_API signpost_audit_area signpost_audit_area_at(const signpost_audit *audit, size_t position);

/** A corner of an outline, in degrees. */
typedef struct signpost_outline_point {
    double latitude, longitude;
} signpost_outline_point;

/** Takes the outline of the area at `position`; the first point is not repeated at the end. */
typedef void signpost_outline_function(void *context, size_t position, const signpost_outline_point *points,
                                       size_t count);

/**
 * Reads the outlines of areas, one after the other, by code. Areas without one, or whose polygon is no list of at least
 * three points, are passed over.
 *
 * @param directory the one that the audit was made of.
 * @return SIGNPOST_OK, also when there are none; SIGNPOST_BUSY, SIGNPOST_IO or SIGNPOST_CORRUPT. The thread of the
 *         directory.
 */
SIGNPOST_API signpost_status signpost_audit_outlines(const signpost_audit *audit, signpost_directory *directory,
                                                     signpost_outline_function *take, void *context,
                                                     signpost_error *error);

/** The demand at `position`, as it was given; NULL past the end. Any thread. */
SIGNPOST_API const signpost_demand *signpost_audit_demand_at(const signpost_audit *audit, size_t position);

/** Minutes without cover, from `from` up to `until`, not included; counted from signpost_audit_about.begins. */
typedef struct signpost_stretch {
    int32_t from, until;
} signpost_stretch;

typedef struct signpost_gaps signpost_gaps;

/**
 * Finds all gaps, exact to the minute.
 *
 * @param gaps receives them, which the caller frees before the audit.
 * @return SIGNPOST_OK, also when there are none; SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY. The result does not depend on
 * how many threads do it. Any thread.
 */
SIGNPOST_API signpost_status signpost_audit_gaps(const signpost_audit *audit, signpost_gaps **gaps,
                                                 signpost_error *error);

/** Frees gaps; NULL is fine. */
SIGNPOST_API void signpost_gaps_free(signpost_gaps *gaps);

/**
 * A finding: neighbouring areas whose people, for one or more needs, find nothing in the same minutes. Findings stand
 * by falling person_minutes.
 */
typedef struct signpost_gap {
    size_t needs, areas, stretches; /**< how many it has of each */
    int32_t minutes;                /**< without cover, of those looked at */
    int64_t people;                 /**< of the areas, of the ages and sexes of any of its needs; each counted once */
    int64_t person_minutes;         /**< people x minutes */
} signpost_gap;

/** How many findings there are. Any thread. */
SIGNPOST_API size_t signpost_gaps_count(const signpost_gaps *gaps);
/** The finding at `position`, from 0; all zeros past the end. Any thread. */
SIGNPOST_API signpost_gap signpost_gaps_at(const signpost_gaps *gaps, size_t position);

/** A need of a finding: a demand, and those of its ages and sexes whom it concerns. */
typedef struct signpost_gap_need {
    size_t demand;              /**< its position in the audit */
    int32_t from_days, to_days; /**< ages, both included */
    bool female, male;
} signpost_gap_need;

/** Parts of a finding, from 0; all zeros past the end. An area is its position in the audit. Any thread. */
SIGNPOST_API signpost_gap_need signpost_gap_need_at(const signpost_gaps *gaps, size_t finding, size_t position);
SIGNPOST_API size_t signpost_gap_area_at(const signpost_gaps *gaps, size_t finding, size_t position);
SIGNPOST_API signpost_stretch signpost_gap_stretch_at(const signpost_gaps *gaps, size_t finding, size_t position);

/** The nearest thing that fails for a finding, and the one filter that it fails. Texts are borrowed from the index. */
typedef struct signpost_gap_nearest {
    bool found; /**< else nothing within twice the search distance fails one filter alone */
    const char *uid, *name;
    signpost_filter filter;
    int32_t distance_m;                    /**< from the centre of the finding's area with the most people */
    char reason[SIGNPOST_FOUND_TEXT_SIZE]; /**< "opens 08:00 on Monday", "takes 16 years and over", "12.3 km beyond
                                              reach" */
} signpost_gap_nearest;

/**
 * Looks for the nearest near miss of a finding: seen from its area with the most people, for its first need, at its
 * first minute. Any thread.
 */
SIGNPOST_API signpost_gap_nearest signpost_gap_nearest_to(const signpost_gaps *gaps, size_t finding);

/**
 * The minutes without cover of one area for one demand, a sex and an age.
 *
 * @param stretches receives up to `room` of them, in order; may be NULL when `room` is 0.
 * @param count     receives how many there are.
 * @return SIGNPOST_OK; SIGNPOST_INVALID when the demand is not for that sex or age, or a position is past the end. Any
 *         thread.
 */
SIGNPOST_API signpost_status signpost_gaps_of(const signpost_gaps *gaps, size_t area, size_t demand, signpost_sex sex,
                                              int32_t age_days, signpost_stretch *stretches, size_t room,
                                              size_t *count);

/**
 * People of a demand without cover, hour by hour: `people[h]` is the mean over the hour that begins h hours after
 * signpost_audit_about.begins, rounded down.
 *
 * @param hours room in `people`; what is past it is left out.
 * @return SIGNPOST_OK, or SIGNPOST_INVALID for the position. Any thread.
 */
SIGNPOST_API signpost_status signpost_gaps_by_hour(const signpost_gaps *gaps, size_t demand, int64_t *people,
                                                   size_t hours);

/** People x minutes without cover for a demand in an area. 0 for positions past the end. Any thread. */
SIGNPOST_API int64_t signpost_gaps_person_minutes(const signpost_gaps *gaps, size_t demand, size_t area);

typedef struct signpost_comparison signpost_comparison;

/**
 * Compares two audits of the same demands and days: what a change of the directory opens and closes. Only areas and
 * needs that some changed service can touch are counted anew, and where few services differ, and no area does, only
 * among the services near them, so that little change takes little time. The result is the same.
 *
 * @param before     of the directory as it was.
 * @param after      of the directory as it is to be; made with the same demands and options.
 * @param comparison receives what differs, which the caller frees before either audit.
 * @return SIGNPOST_OK, also when nothing differs; SIGNPOST_INVALID for audits that are not of the same question;
 *         SIGNPOST_CANCELLED; SIGNPOST_NO_MEMORY. Any thread.
 */
SIGNPOST_API signpost_status signpost_audit_compare(const signpost_audit *before, const signpost_audit *after,
                                                    signpost_comparison **comparison, signpost_error *error);

/** Frees a comparison; NULL is fine. */
SIGNPOST_API void signpost_comparison_free(signpost_comparison *comparison);

/**
 * The gaps that were opened: covered before, and no more. Findings as those of signpost_audit_gaps, whose areas are
 * those of signpost_comparison_area_at. Borrowed. Any thread.
 */
SIGNPOST_API const signpost_gaps *signpost_comparison_opened(const signpost_comparison *comparison);
/** The gaps that were closed: covered now, and not before; they have no nearest near miss. Borrowed. Any thread. */
SIGNPOST_API const signpost_gaps *signpost_comparison_closed(const signpost_comparison *comparison);

/** An area of the findings: those that both audits have. All zeros and "" past the end. Any thread. */
SIGNPOST_API signpost_audit_area signpost_comparison_area_at(const signpost_comparison *comparison, size_t position);

/** What differs between the services of two audits. Any thread. */
typedef struct signpost_comparison_about {
    size_t services_added, services_removed, services_changed; /**< in what a search looks at */
    size_t areas;                                              /**< that both have */
    size_t areas_apart;                                        /**< that one of them alone has */
    size_t areas_touched;                                      /**< within reach of something that differs */
    /** Person-minutes of cover by no service, one, two, three, four and more, over the needs that either side tells
     * apart; before, and after. Of those minutes alone in which the two sides differ: each stands once in either, at
     * different depths. */
    int64_t depths[2][5];
} signpost_comparison_about;

SIGNPOST_API signpost_comparison_about signpost_comparison_describe(const signpost_comparison *comparison);

#ifdef __cplusplus
}
#endif
#endif
