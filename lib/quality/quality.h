/* The quality of entries, inside the library.
 *
 * What many entries share (hours, profiles) is judged once; then entries go by, one by one, in the order of their uids,
 * and each check adds its flaws. In the end flaws are sorted by their rules. */
#ifndef SGP_QUALITY_QUALITY_H
#define SGP_QUALITY_QUALITY_H

#include "audit/audit.h"
#include "base/strings.h"
#include "directory/directory.h"
#include "signpost/quality.h"

/* A rule's number: its place in rules.def. */
typedef enum sgp_rule {
#define SGP_RULE(constant, severity, code, meaning, remedy) constant,
#include "quality/rules.def"
#undef SGP_RULE
    SGP_RULE_COUNT
} sgp_rule;

/* Longest text of a finding, in bytes. */
enum { SGP_MOST_QUALITY_TEXT = 200 };

/* A finding as it is kept: texts are numbers of signpost_quality.texts. */
typedef struct sgp_flaw {
    const char *field; /* constant */
    uint32_t entry;
    int32_t value, what;
    uint8_t rule, filter;
} sgp_flaw;

typedef struct sgp_judged_entry {
    int32_t uid, name; /* texts */
    uint32_t provider; /* position */
} sgp_judged_entry;

typedef struct sgp_judged_provider {
    int32_t code, name; /* texts */
    int64_t worth;      /* of its active entries, added up */
    signpost_quality_totals totals;
} sgp_judged_provider;

struct signpost_quality {
    sgp_strings texts; /* each once */
    sgp_array entries; /* sgp_judged_entry, by uid: those that are judged */
    sgp_array flaws;   /* sgp_flaw */
    size_t of_rule[SGP_RULE_COUNT];
    sgp_array providers; /* sgp_judged_provider */
    signpost_quality_about about;
};

/* An entry as it is read. Texts are borrowed from the row, and may be NULL. */
typedef struct sgp_entry_row {
    const char *uid, *name, *public_name, *state, *ods_code, *provider, *provider_name;
    const char *valid_from, *valid_to, *postcode, *phone, *clinician_phone, *email, *web, *assumed;
    const char *verify_due, *colour;
    sgp_point at;
    int64_t hours, profile; /* ids, or 0 */
    bool restricted, has_practice;
    bool is_catch_all; /* of a type that is offered when nothing fits */
    bool is_verified;
    signpost_minute verified_at, red_since, red_until, changed_at;
    signpost_date from, to; /* of its validity; INT32_MIN and INT32_MAX without limit */
} sgp_entry_row;

/* Flaws that a shared row gives to all entries that name it. */
typedef struct sgp_shared_flaws {
    sgp_array rows;  /* sgp_shared_row, by id once sorted */
    sgp_array flaws; /* sgp_flaw */
} sgp_shared_flaws;

typedef struct sgp_shared_row {
    int64_t id;
    uint32_t first, count; /* of its flaws */
} sgp_shared_row;

typedef struct sgp_reach sgp_reach;

/* What the checks work with. */
typedef struct sgp_check {
    signpost_quality *quality;
    signpost_directory *directory;
    const signpost_quality_options *options;
    int64_t change; /* only the entries that it changes are judged; 0 for all */
    signpost_calendar *calendar; /* of the directory */
    signpost_policy *policy;     /* of the audit, else the built-in one */
    signpost_date date;
    sgp_shared_flaws hours, profiles;
    sgp_query place;                     /* by kind and name */
    sgp_reach *reach;                    /* NULL when it is not judged */
    uint32_t entry;                      /* the one that is judged */
    size_t of_entry[SIGNPOST_ERROR + 1]; /* its flaws by severity */
    sgp_array *adding;                   /* where flaws go */
    bool lost;                           /* memory ran out */
} sgp_check;

extern const signpost_quality_rule sgp_rules[SGP_RULE_COUNT];

/* Adds a flaw to the entry, or the shared row, that is judged. `value` may be NULL. */
void sgp_flaw_add(sgp_check *at, sgp_rule rule, const char *field, const char *value, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* The same with the filter that blocks. */
void sgp_flaw_add_filter(sgp_check *at, sgp_rule rule, const char *field, const char *value, signpost_filter filter,
                         const char *what);
/* Number of a text, cut to what findings show; notes that memory ran out. */
int32_t sgp_quality_text(sgp_check *at, const char *text);
/* The entry's flaws from those of a shared row, but for rules (bits) that do not count for it. */
void sgp_flaws_share(sgp_check *at, const sgp_shared_flaws *from, int64_t id, uint64_t passed_over);
/* Begins a shared row: flaws are its own until the next one begins. False when memory ran out. */
bool sgp_shared_begin(sgp_check *at, sgp_shared_flaws *to, int64_t id);
void sgp_shared_sort(sgp_shared_flaws *all);

/* Local date of a moment; the date that is judged when the calendar does not know it. */
signpost_date sgp_quality_date(const sgp_check *at, signpost_minute moment);
/* First bank holiday after the date; NULL when none is known. */
const signpost_holiday *sgp_next_holiday(const signpost_calendar *calendar, signpost_date date);
/* Whether hours open for so long at a time from the moment on, up to a year later and to the end of a date. */
bool sgp_opens_within_a_year(const signpost_hours *hours, signpost_minute from, signpost_date last, int at_least,
                             bool all_hours_first);

/* Reads and judges all that is shared. */
signpost_status sgp_check_hours(sgp_check *at, signpost_error *error);
signpost_status sgp_check_profiles(sgp_check *at, signpost_error *error);
/* Checks of an active entry. */
void sgp_check_names(sgp_check *at, const sgp_entry_row *entry);
void sgp_check_contacts(sgp_check *at, const sgp_entry_row *entry);
void sgp_check_dates(sgp_check *at, const sgp_entry_row *entry);
signpost_status sgp_check_place(sgp_check *at, const sgp_entry_row *entry, signpost_error *error);
/* Checks of a draft. */
void sgp_check_draft(sgp_check *at, const sgp_entry_row *entry);
/* Reads a date of the directory; false, with a flaw, when it is none. NULL leaves it alone. */
bool sgp_check_date(sgp_check *at, const char *field, const char *text, signpost_date *date);

/* Reachability. NULL when memory ran out. */
sgp_reach *sgp_reach_new(const signpost_audit *audit);
void sgp_reach_free(sgp_reach *reach);
/* An active entry that is valid on the date. */
void sgp_check_reach(sgp_check *at, const sgp_entry_row *entry);

/* signpost_quality_check of the entries that a change changes, as the directory stands; 0 for all. */
signpost_status sgp_quality_check_change(signpost_directory *directory, const signpost_audit *audit,
                                         const signpost_quality_options *options, int64_t change,
                                         signpost_quality **quality, signpost_error *error);

/* Reads and judges all entries, within a read transaction. */
signpost_status sgp_check_entries(sgp_check *at, signpost_error *error);

#endif
