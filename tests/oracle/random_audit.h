/* Seeded random audits of small directories, in which everything that an audit looks at is likely to matter. */
#ifndef SIGNPOST_TESTS_RANDOM_AUDIT_H
#define SIGNPOST_TESTS_RANDOM_AUDIT_H

#include "random_directory.h"
#include "signpost/audit.h"

enum { RANDOM_DEMANDS = 5 };

/* As random_directory_fill, with centres and people. False, with a message, when it could not. */
bool random_audit_fill(signpost_directory *directory, test_random *random, bool keep_capacity);
/* Texts are constants. */
void random_demands(test_random *random, signpost_demand demands[RANDOM_DEMANDS]);
/* Whole days around a bank holiday, the ends of summer time, and dated entries; or a week that has none of them.
 * Returns the real moment of minute 0; of the typical week, that of a week that is one. */
signpost_minute random_options(test_random *random, const signpost_calendar *calendar, signpost_audit_options *options);
/* The search of a person at an area's centre. Texts are borrowed from the audit. */
signpost_need random_audit_need(const signpost_audit *audit, size_t area, size_t demand, bool male, int age,
                                signpost_minute when);

/* One audit of a directory as it stands. */
typedef struct random_side {
    signpost_index *index;
    signpost_audit *audit;
    signpost_gaps *gaps;
} random_side;

/* False, with a message, when it could not; released in either case. */
bool random_side_make(signpost_directory *directory, const signpost_demand *demands,
                      const signpost_audit_options *options, random_side *made);
void random_side_release(random_side *made);

#endif
