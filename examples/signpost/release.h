/* What `signpost check` says and makes of releases, and of the dates by which pathways must be reviewed. */
#ifndef SIGNPOST_RELEASE_H
#define SIGNPOST_RELEASE_H

#include "program.h"

/* The date of --when, or today; false, with a message, when it is none. */
bool read_check_date(const arguments *given, signpost_date *on);

/* Which release the content is; nothing is said when it has none. */
void show_release(const signpost_algorithms *algorithms);

/* The pathways that are overdue for review on a date, and those due within 90 days of it. */
void show_reviews(const signpost_algorithms *algorithms, signpost_date on);

/* Writes a release of the content, as --release, --title, --approved-by, --from and --until say, to --output. */
int make_release(const arguments *given, const signpost_algorithms *algorithms, signpost_date on);

#endif
