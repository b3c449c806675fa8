/** @file
 * Call-handling figures: computed from counts, held against targets, and looked at over time.
 *
 * Every call here is a plain function of its arguments: no file is read. A figure carries its numerator and its
 * denominator, and how many rows they were added up from: shares are pooled (counts are added, then divided), and where
 * a mean of months is given it is called that. Values that are compared are in millionths of a percent or of a second
 * (signpost_micro); a figure is written from its exact fraction.
 *
 * Caveats
 * - The call-back figure says little without the warm-transfer rate and the two together: a provider that transfers
 * more callers live has fewer and harder call-backs. Print the three together (signpost_kpi_clinician).
 * - Where the unaccounted share of calls moves by more than 2 points, what is counted as abandoned may have changed:
 *   signpost_change_make gives no verdict on abandonment then.
 */
#ifndef SIGNPOST_KPI_H
#define SIGNPOST_KPI_H

#include "figures.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What must be known beside a figure: bits. */
enum {
    SIGNPOST_MARK_BROKEN = 1,     /**< an identity over its items does not hold in some row */
    SIGNPOST_MARK_NOT_KNOWN = 2,  /**< some rows do not say, and are left out */
    SIGNPOST_MARK_UNACCOUNTED = 4 /**< the unaccounted share moved by more than 2 points */
};

/** A computed figure. */
typedef struct signpost_figure {
    const signpost_definition *definition; /**< borrowed */
    bool is_known;                         /**< some row says it, and the denominator is not 0 */
    int64_t numerator, denominator;        /**< sums over the rows that say both */
    signpost_micro value;                  /**< 0 when not known */
    unsigned marks;
    size_t rows, rows_not_known;
} signpost_figure;

/** Space for a figure as text, with the NUL. */
#define SIGNPOST_FIGURE_SIZE 48

/** Pools a figure over rows [first, first + rows) of counts; those past the end are none, and those that a later
 * publication took the place of count only when they are asked for alone. Any thread. */
SIGNPOST_API signpost_figure signpost_figure_compute(const signpost_definition *definition,
                                                     const signpost_counts *counts, size_t first, size_t rows);
/** Writes its value with its definition's decimals, rounded half away from zero from the exact fraction, without a
 * unit; "not known" when it is not. Returns `buffer`. */
SIGNPOST_API char *signpost_figure_format(const signpost_figure *figure, char buffer[SIGNPOST_FIGURE_SIZE]);
/** The same with other decimals, 0 to 6. */
SIGNPOST_API char *signpost_figure_format_to(const signpost_figure *figure, int decimals,
                                             char buffer[SIGNPOST_FIGURE_SIZE]);

/* Series. */

/** A figure of a contract, month by month, without a gap between the first and the last: a month without rows is not
 * known. Never changes. */
typedef struct signpost_series signpost_series;

/**
 * Makes the series of a figure.
 * @param contract its code; SIGNPOST_NOT_FOUND when no row is of it.
 */
SIGNPOST_API signpost_status signpost_series_new(const signpost_counts *counts, const char *contract,
                                                 const signpost_definition *definition, signpost_series **series,
                                                 signpost_error *error);
SIGNPOST_API void signpost_series_free(signpost_series *series);
SIGNPOST_API size_t signpost_series_count(const signpost_series *series);
/** The figure of a month, from 0; not known past the end. */
SIGNPOST_API signpost_figure signpost_series_at(const signpost_series *series, size_t index);
/** Month of a point. */
SIGNPOST_API signpost_month signpost_series_month(const signpost_series *series, size_t index);

/** Months [first, first + months) of a series, summed up. */
typedef struct signpost_span {
    signpost_month first;
    size_t months, known; /**< that it has; that are known */
    signpost_figure pooled;
    signpost_micro mean; /**< mean of the months that are known */
    signpost_micro lowest, highest;
    signpost_month lowest_month, highest_month;
} signpost_span;

/** Any thread. */
SIGNPOST_API signpost_span signpost_series_span(const signpost_series *series, size_t first, size_t months);

/* Against a target, and beside others. */

/** A figure held against a target. */
typedef struct signpost_judgement {
    bool is_known, is_met;
    signpost_micro missed_by; /**< how far from the target; 0 when met */
    int64_t late;             /**< callers for whom it was not kept: the rest of the denominator, or the numerator */
    int64_t allowed;          /**< how many the target lets be late */
    int64_t too_many;         /**< how many fewer must be late to meet it; 0 when met */
} signpost_judgement;

/** Any thread. */
SIGNPOST_API signpost_judgement signpost_target_judge(const signpost_figure *figure, signpost_direction direction,
                                                      signpost_micro value);

typedef enum signpost_trend {
    SIGNPOST_TREND_NONE, /**< no verdict */
    SIGNPOST_TREND_BETTER,
    SIGNPOST_TREND_WORSE,
    SIGNPOST_TREND_SAME
} signpost_trend;

/** "no verdict", "better", "worse" or "the same". Any thread. */
SIGNPOST_API const char *signpost_trend_name(signpost_trend trend);

/** Two times of a series, such as before and after a change of provider. */
typedef struct signpost_change {
    signpost_span before, after;
    signpost_micro difference; /**< pooled, after less before */
    signpost_trend trend;
    unsigned marks; /**< SIGNPOST_MARK_UNACCOUNTED: abandonment is not like for like, so no verdict */
    signpost_micro unaccounted_before, unaccounted_after; /**< shares of the calls offered; 0 without that series */
} signpost_change;

/**
 * Parts a series at a month.
 * @param at          the first month of the second part.
 * @param unaccounted the same contract's unaccounted share, which abandonment is held against; may be NULL.
 */
SIGNPOST_API signpost_change signpost_change_make(const signpost_series *series, signpost_month at,
                                                  const signpost_series *unaccounted);

/** The three that belong together. */
typedef struct signpost_clinician {
    signpost_change callback; /**< call-backs within 10 minutes, of those offered one */
    signpost_change warm;     /**< transferred live, of all who needed a clinician */
    signpost_change timely;   /**< either, of all who needed a clinician */
    bool disagree;            /**< callback and timely go opposite ways */
    char sentence[256];       /**< what to make of it, in words; "" when one is not known */
} signpost_clinician;

/**
 * Call-backs, warm transfers and both together, before and after a month.
 * @return SIGNPOST_OK; SIGNPOST_NOT_FOUND when there is nothing of the contract; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_kpi_clinician(const signpost_counts *counts, const char *contract,
                                                    signpost_month at, signpost_clinician *found,
                                                    signpost_error *error);

/* Control charts. */

/** Signals of a point: bits. */
enum {
    SIGNPOST_SIGNAL_OUTSIDE = 1, /**< beyond a limit */
    SIGNPOST_SIGNAL_SIDE = 2,    /**< one of 7 or more in a row on one side of the mean */
    SIGNPOST_SIGNAL_TREND = 4,   /**< one of 7 or more that rise, or fall, each beyond the one before */
    SIGNPOST_SIGNAL_NEAR = 8     /**< one of 2 of 3 in a row in the outer third on one side */
};

/** A point of a control chart. */
typedef struct signpost_chart_point {
    bool is_known;
    signpost_micro value;
    /** Of its segment; equal while it has fewer than 2 known points. Limits are cut to what a value can be: 0 and more,
     * and 100 % at most of a share. */
    signpost_micro mean, lower, upper;
    unsigned signals; /**< SIGNPOST_SIGNAL_... */
    bool is_good;     /**< with signals: they go the better way */
    size_t segment;   /**< from 0; rebasing begins the next */
} signpost_chart_point;

typedef enum signpost_assurance {
    SIGNPOST_ASSURANCE_NOT_KNOWN, /**< no target, or too few points */
    SIGNPOST_ASSURANCE_HITS,      /**< the limits lie on the target's good side */
    SIGNPOST_ASSURANCE_MISSES,
    SIGNPOST_ASSURANCE_HIT_AND_MISS
} signpost_assurance;

/** "consistently hits", "consistently misses", "hit and miss" or "not known". Any thread. */
SIGNPOST_API const char *signpost_assurance_name(signpost_assurance assurance);
/** "outside the limits" and so on, of one bit; "" for none. Any thread. */
SIGNPOST_API const char *signpost_signal_name(unsigned signal);

/** A control chart of individual values and moving ranges (XmR). Never changes. */
typedef struct signpost_chart signpost_chart;

/**
 * Computes mean, limits and signals.
 *
 * In each segment the limits are the mean +- 2.66 x the mean moving range; moving ranges above 3.267 x that mean are
 * dropped once, and their mean is taken again (Wheeler's XmR chart, as NHS England's Making Data Count has it). A
 * segment begins where a rebase says so, never by itself. Points that are not known are passed over. Signals are judged
 * by the limits before these are cut to what a value can be.
 *
 * @param rebases first months of further segments, rising; may be NULL when `count` is 0.
 */
SIGNPOST_API signpost_status signpost_chart_new(const signpost_series *series, const signpost_month *rebases,
                                                size_t count, signpost_chart **chart, signpost_error *error);
SIGNPOST_API void signpost_chart_free(signpost_chart *chart);
SIGNPOST_API size_t signpost_chart_count(const signpost_chart *chart);
/** A point; not known past the end. */
SIGNPOST_API signpost_chart_point signpost_chart_at(const signpost_chart *chart, size_t index);
/** Whether the last segment can be relied on to meet a target. Needs at least 3 known points. */
SIGNPOST_API signpost_assurance signpost_chart_assurance(const signpost_chart *chart, signpost_direction direction,
                                                         signpost_micro target);
/** Which way the chart's last known point says things go: by its signals; SIGNPOST_TREND_SAME without any. */
SIGNPOST_API signpost_trend signpost_chart_trend(const signpost_chart *chart);

/** The rebases of a contract that a figure's chart begins anew at, as rising months; `months` has room for `room`. How
 * many there are. */
SIGNPOST_API size_t signpost_contract_rebases(const signpost_contract *contract, const char *figure,
                                              signpost_month *months, size_t room);

/* Improvement plans. */

typedef enum signpost_progress_state {
    SIGNPOST_PLAN_NOT_BEGUN,
    SIGNPOST_PLAN_NOT_KNOWN, /**< no figure for the month */
    SIGNPOST_PLAN_ON_COURSE,
    SIGNPOST_PLAN_BEHIND,
    SIGNPOST_PLAN_MET,   /**< the target is reached */
    SIGNPOST_PLAN_FAILED /**< the deadline has passed, and it is not */
} signpost_progress_state;

/** "on course", "behind" and so on. Any thread. */
SIGNPOST_API const char *signpost_plan_state_name(signpost_progress_state state);

/** Where a plan stands in a month. */
typedef struct signpost_plan_status {
    signpost_progress_state state;
    signpost_micro expected;     /**< by the trajectory, or the straight line */
    signpost_micro value;        /**< of the month */
    signpost_micro behind_by;    /**< 0 unless behind or failed */
    int64_t callers;             /**< how many more of the month's callers that is */
    int months_left;             /**< to the deadline's month; 0 when it has come */
    signpost_micro need_a_month; /**< straight from here to the target, for each month left; 0 when reached */
} signpost_plan_status;

/** Where it stands by the figure of a month, which must be the plan's. Any thread. */
SIGNPOST_API signpost_plan_status signpost_plan_judge(const signpost_improvement *plan, const signpost_figure *figure,
                                                      signpost_month month);
/** What a plan expects of a month: the target from the deadline on. Any thread. */
SIGNPOST_API signpost_micro signpost_plan_expected(const signpost_improvement *plan, signpost_month month);

/* Other contracts. */

/** A contract among others. */
typedef struct signpost_funnel_point {
    const char *contract; /**< borrowed from the counts */
    signpost_figure figure;
    signpost_micro lower, upper; /**< limits for one of its size, cut to 0 to 100 % */
    int side;                    /**< -1 below its limits, 1 above, 0 between */
} signpost_funnel_point;

/** All contracts around their pooled share. Never changes. */
typedef struct signpost_funnel signpost_funnel;

/**
 * Pools a share over all contracts but `except`, and gives each the limits p +- 3 x sqrt(p (1 - p) / n): small ones
 * vary more.
 * @param except the country's own code, whose counts are those of the others; may be NULL.
 * @return SIGNPOST_OK; SIGNPOST_INVALID when the figure is no share; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_funnel_new(const signpost_counts *counts, const signpost_definition *definition,
                                                 const char *except, signpost_funnel **funnel, signpost_error *error);
SIGNPOST_API void signpost_funnel_free(signpost_funnel *funnel);
SIGNPOST_API size_t signpost_funnel_count(const signpost_funnel *funnel);
SIGNPOST_API signpost_funnel_point signpost_funnel_at(const signpost_funnel *funnel, size_t index);
/** The pooled share. */
SIGNPOST_API signpost_figure signpost_funnel_pooled(const signpost_funnel *funnel);

#ifdef __cplusplus
}
#endif
#endif
