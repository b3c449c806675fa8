/* Opening hours, inside the library: one block of memory, with indices in place of pointers. */
#ifndef SGP_HOURS_HOURS_H
#define SGP_HOURS_HOURS_H

#include "hours/calendar.h"
#include "signpost/hours.h"

/* Sessions of a day: `count` from `first` on in the block's sessions; none means closed. */
typedef struct sgp_day {
    uint32_t first;
    uint8_t count;
} sgp_day;

/* Days of the year as month * 32 + day; from > until goes over New Year. */
typedef struct sgp_yearly {
    int16_t from, until;
    sgp_day day;
} sgp_yearly;

typedef struct sgp_dated {
    signpost_date from, until; /* inclusive */
    sgp_day day;
} sgp_dated;

struct signpost_hours {
    atomic_uint owners;
    bool all_hours, has_holiday;
    const signpost_calendar *calendar; /* counted */
    sgp_day weekdays[7];               /* Monday first */
    sgp_day holiday;
    sgp_day whole_day; /* what all_hours means for a date */
    uint32_t yearly_count, dated_count, session_count;
    const sgp_yearly *yearly;         /* by rising `from`; none overlap; all three in this block */
    const sgp_dated *dated;           /* by rising date; none overlap */
    const signpost_session *sessions; /* a day's are in order and do not touch */
};

/* What was read, before it is packed. */
typedef struct sgp_hours_draft {
    bool all_hours, has_holiday;
    bool has_weekday[7];
    sgp_day weekdays[7];
    sgp_day holiday, whole_day;
    sgp_array yearly, dated, sessions; /* sgp_yearly, sgp_dated, signpost_session */
} sgp_hours_draft;

/* Reads a text into a draft, which the caller releases whatever the result. */
signpost_status sgp_hours_read(const char *text, sgp_hours_draft *draft, signpost_error *error);
void sgp_hours_draft_release(sgp_hours_draft *draft);

/* The day rule that counts for a date. */
signpost_hours_rule sgp_hours_day(const signpost_hours *hours, signpost_date date, bool all_hours_first, sgp_day *day);

/* End of a window: max(d, when + grace). The window's moments must be ones that calendars may know. */
signpost_minute sgp_window_until(const signpost_window *window);

/* Whether `inner` is open only when `outer` is, from a moment on: at each that calendars know, by either order of rules
 * that a policy may have, and whatever days are made bank holidays. Both are of one calendar. SIGNPOST_OK when so;
 * SIGNPOST_NONE when not: `beyond` receives the first moment at which `inner` alone is open, INT64_MIN when it is so on
 * bank holidays that are not published yet; SIGNPOST_OUT_OF_RANGE. */
signpost_status sgp_hours_within(const signpost_hours *inner, const signpost_hours *outer, signpost_minute from,
                                 signpost_minute *beyond);

/* As signpost_hours_words, by the order of a policy. */
signpost_status sgp_hours_words(const signpost_hours *hours, signpost_date date, bool all_hours_first,
                                char words[SIGNPOST_HOURS_WORDS_SIZE]);

/* Month * 32 + day of a date. */
static inline int16_t sgp_day_of_year(signpost_date date)
{
    int month, day;
    signpost_date_to_civil(date, NULL, &month, &day);
    return (int16_t)(month * 32 + day);
}

extern const char *const sgp_weekday_names[7];
extern const char *const sgp_month_names[12];

#endif
