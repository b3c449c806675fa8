/* Who must answer, half-hour by half-hour, and who is on the roster: what `kpi staffing` and the report share. */
#ifndef SIGNPOST_KPI_STAFFING_H
#define SIGNPOST_KPI_STAFFING_H

#include "program.h"

typedef enum staff { CALL_HANDLERS, CLINICIANS, STAFF } staff;

/* A half-hour of arrivals. SIGNPOST_NOT_SAID for what is not known. */
typedef struct staffing_hour {
    char name[SIGNPOST_HALF_HOUR_SIZE];
    signpost_micro calls[STAFF];
    int32_t rostered[STAFF];
} staffing_hour;

typedef struct staffing_plan {
    signpost_staffing_rule rules[STAFF];
    staffing_hour *hours;
    size_t count;
} staffing_plan;

/* A half-hour of one kind of staff, computed. */
typedef struct staffing_line {
    const staffing_hour *hour;
    signpost_micro calls;
    bool is_rostered;
    int32_t short_by; /* people too few; below 0: more than needed; 0 without a roster */
    signpost_staffing need, have;
} staffing_line;

/* What comes of all half-hours of one kind of staff. */
typedef struct staffing_sum {
    size_t known, rostered, shorts;
    int64_t people_short;       /* added up over half-hours */
    const staffing_hour *worst; /* NULL when none is short */
    int32_t worst_by, most_needed;
    const staffing_hour *peak; /* where most are needed; NULL when nothing is known */
} staffing_sum;

/* Reads --arrivals or --figures, --rostered and the promises. DONE, or what to end with; then nothing is to be freed.
 */
int staffing_read(const arguments *given, staffing_plan *plan);
void staffing_release(staffing_plan *plan);
/* The typical week of the calls in --figures. */
int staffing_week(const arguments *given, staffing_plan *plan);
/* Half-hour `index`; false when its calls are not known for these staff. */
bool staffing_line_at(const staffing_plan *plan, staff who, size_t index, staffing_line *line);
staffing_sum staffing_add_up(const staffing_plan *plan, staff who);

/* "call handlers" or "clinicians". */
const char *staff_name(staff who);
/* `95 % answered within 60 s, 480 s a call; ...`, with what of shrinkage and occupancy is said. */
char *staffing_promise(const signpost_staffing_rule *rule, staff who, char *buffer, size_t size);
/* "short by 8", "2 more than needed", "enough"; "no roster". */
char *staffing_verdict(const staffing_line *line, char buffer[64]);
extern const char staffing_assumptions[];

/* The three forms of `kpi staffing`. */
void staffing_table(FILE *to, const staffing_plan *plan);
void staffing_csv(FILE *to, const staffing_plan *plan);
void staffing_json(output *to, const staffing_plan *plan);

#define STAFFING_OPTIONS                                                                                               \
    OPTION_ARRIVALS, OPTION_ROSTERED, OPTION_ANSWER_WITHIN, OPTION_SHARE, OPTION_HANDLING_TIME,                        \
        OPTION_CALL_BACK_WITHIN, OPTION_CALL_BACK_SHARE, OPTION_CLINICIAN_TIME, OPTION_OCCUPANCY, OPTION_SHRINKAGE

#endif
