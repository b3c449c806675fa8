/** @file
 * Opening hours: when a service can be used.
 *
 * A `signpost_hours` is compiled once from text and a calendar, never changes, is counted by reference and may be
 * shared by any number of threads (and services). Moments are minutes since 1970-01-01T00:00Z; dates and times of day
 * are the place's own (its calendar knows the clock rule).
 *
 * The text is the part of OpenStreetMap's `opening_hours` that a directory needs: rules parted by `;`, each a day or
 * date and its sessions, or `off`:
 *
 *     Mo-Fr 08:00-18:30; Sa 09:00-13:00,14:00-17:00      days of the week: Mo Tu We Th Fr Sa Su, lists and ranges
 *     Fr 22:00-02:00                                     over midnight: the session is Friday's
 *     24/7                                               open all hours
 *     PH off                                             bank holidays of the calendar
 *     Dec 25 off; Dec 24-26 off; Dec 31-Jan 01 off       yearly
 *     2026-12-24 09:00-12:00; 2026-12-29-2026-12-31 off  dated: both dates in full, not OSM's `2026 Dec 29-31`
 *
 * For a date the most particular rule counts: dated, yearly, bank holiday, `24/7`, day of the week.
 *
 * Caveats
 * - A session belongs to the date on which it starts: `Fr 22:00-02:00` is Friday's, and `PH off` on the Saturday does
 *   not shorten it. A closure that names the Saturday, dated or yearly, does end it at midnight.
 * - Sessions that touch are one, over midnight, too; 23:59 touches the next day's 00:00.
 * - A session's time that clocks leave out is the moment of the change; one that they show twice is the earlier. A
 *   session over the change is as long as it really is.
 */
#ifndef SIGNPOST_HOURS_H
#define SIGNPOST_HOURS_H

#include "calendar.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct signpost_hours signpost_hours;

/** Longest text that is read, in bytes, and most sessions of one rule. */
#define SIGNPOST_HOURS_LONGEST 16384
#define SIGNPOST_MOST_SESSIONS 8

/**
 * Reads opening hours.
 *
 * The hours keep a reference to the calendar: a text means little without its bank holidays and clock, and bound once
 * they cannot be mixed up in one of a million evaluations.
 *
 * @param text  as above; letter case and white space between words do not matter.
 * @param hours receives the hours, which the caller gives back with signpost_hours_free.
 * @param error its column (also in the message) says where, from 1.
 * @return SIGNPOST_OK; SIGNPOST_INVALID with id 407 to 410; SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_hours_parse(const signpost_calendar *calendar, const char *text,
                                                  signpost_hours **hours, signpost_error *error);

/** One more owner; returns `hours`. Any thread. */
SIGNPOST_API signpost_hours *signpost_hours_ref(const signpost_hours *hours);

/** One owner less; the last one frees it. NULL is fine. Any thread. */
SIGNPOST_API void signpost_hours_free(signpost_hours *hours);

/** The calendar that the hours were read with. Any thread. */
SIGNPOST_API const signpost_calendar *signpost_hours_calendar(const signpost_hours *hours);

/**
 * Writes the hours in their one canonical form, which is read back to equal hours: days of the week in order, those
 * alike together, then PH, yearly and dated rules by date; touching sessions joined, closed days of the week left out.
 *
 * @param buffer receives the text, cut to `size`; may be NULL when `size` is 0.
 * @return the length of the whole text, without the NUL, as snprintf does. Any thread.
 */
SIGNPOST_API size_t signpost_hours_format(const signpost_hours *hours, char *buffer, size_t size);

/** Why a date has the sessions that it has: the rule that counts, most particular first. */
typedef enum signpost_hours_rule {
    SIGNPOST_RULE_DATED,
    SIGNPOST_RULE_YEARLY,
    SIGNPOST_RULE_HOLIDAY,
    SIGNPOST_RULE_ALL_HOURS,
    SIGNPOST_RULE_WEEKDAY
} signpost_hours_rule;

/** A session in minutes of the local day on which it starts: `until` is above `from`, and above 1440 on the next day.
 */
typedef struct signpost_session {
    int16_t from, until;
} signpost_session;

/**
 * The sessions that start on a date, in order, as written: not joined with the next day's, nor cut by its closure.
 *
 * @param sessions receives them.
 * @param count    receives how many; 0 means closed.
 * @param rule     receives the rule that counts; may be NULL.
 * @return SIGNPOST_OK or SIGNPOST_OUT_OF_RANGE. Any thread.
 */
SIGNPOST_API signpost_status signpost_hours_sessions(const signpost_hours *hours, signpost_date date,
                                                     signpost_session sessions[SIGNPOST_MOST_SESSIONS], size_t *count,
                                                     signpost_hours_rule *rule);

/** Space for a day's hours in words, with the NUL. */
#define SIGNPOST_HOURS_WORDS_SIZE 320

/**
 * A date's hours in words: `open 09:00 to 13:00 and 14:00 to 17:00`, `open all day`, `closed`, `closed: Christmas Day`,
 * `open 10:00 to 12:00 (Christmas Day)`, `open 22:00 to 02:00 the next day`.
 *
 * @return SIGNPOST_OK or SIGNPOST_OUT_OF_RANGE, which leaves `words` empty. Any thread.
 */
SIGNPOST_API signpost_status signpost_hours_words(const signpost_hours *hours, signpost_date date,
                                                  char words[SIGNPOST_HOURS_WORDS_SIZE]);

/**
 * Earliest interval in which a service can be used for long enough.
 *
 * @param hours    compiled hours.
 * @param from     first moment of the window.
 * @param until    end of the window; at or before `from` means an empty window.
 * @param at_least shortest useful stay, in minutes, 1 to 1440.
 * @param found    receives the whole open interval: it may begin before `from` and end after `until`. It is followed
 *                 from the sessions of the local date before `from`'s up to those of the seventh date after
 *                 `until`'s, so that `24/7` has an answer. Left alone unless the result is SIGNPOST_OK. May be NULL.
 * @return SIGNPOST_OK; SIGNPOST_NONE when it is not open that long in the window; SIGNPOST_INVALID for `at_least`;
 *         SIGNPOST_OUT_OF_RANGE when the window leaves the calendar.
 *
 * Allocates nothing. Any thread.
 */
SIGNPOST_API signpost_status signpost_hours_next(const signpost_hours *hours, signpost_minute from,
                                                 signpost_minute until, int at_least, signpost_interval *found);

/**
 * Whether it is open at a moment.
 * @param found as for signpost_hours_next.
 * @return SIGNPOST_OK (open), SIGNPOST_NONE (closed) or SIGNPOST_OUT_OF_RANGE. Allocates nothing. Any thread.
 */
SIGNPOST_API signpost_status signpost_hours_open_at(const signpost_hours *hours, signpost_minute moment,
                                                    signpost_interval *found);

/** What is asked of a service's hours: can it be used from `when` on, and before the outcome's time is up? */
typedef struct signpost_window {
    size_t size;              /**< sizeof(signpost_window); SIGNPOST_WINDOW_INIT sets it */
    signpost_minute when;     /**< moment of the search */
    signpost_minute reached;  /**< moment at which the disposition was reached */
    signpost_minute deadline; /**< reached + timeframe (signpost_calendar_working_days_after for working days) */
    int32_t travel;           /**< minutes to get there; 0 when unknown */
    int32_t return_if_open;   /**< minutes after `reached` that replace the deadline when sooner; 0 for none */
    int32_t grace;            /**< the window lasts at least this long after `when`, in minutes */
    int32_t at_least;         /**< shortest useful stay, in minutes, 1 to 1440 */
    bool all_hours_first;     /**< `24/7` goes before bank holidays, as the national rules have it */
    int32_t lead;             /**< it has to open so many minutes before the time is up; up to `at_least`: no rule */
} signpost_window;

#define SIGNPOST_WINDOW_INIT                                                                                           \
    {                                                                                                                  \
        sizeof(signpost_window), 0, 0, 0, 0, 0, 60, 30, false, 0                                                       \
    }

/**
 * Whether a service **serves at t**: one contiguous open interval overlaps [when + travel, max(d, when + grace)] by at
 * least `at_least` minutes, where d is the sooner of `deadline` and `reached + return_if_open`. Search and audit use
 * this one definition. With a `lead` above `at_least`, d is sooner by what it is more: what opens later is too late,
 * though it opened for long enough.
 *
 * @param found as for signpost_hours_next.
 * @return as signpost_hours_next; SIGNPOST_INVALID, too, for a window without its size. Allocates nothing. Any thread.
 */
SIGNPOST_API signpost_status signpost_hours_serves(const signpost_hours *hours, const signpost_window *window,
                                                   signpost_interval *found);

#ifdef __cplusplus
}
#endif
#endif
