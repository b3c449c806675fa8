/* The directory, from inside: its database, its calendars, and the frame of every write. */
#ifndef SGP_DIRECTORY_DIRECTORY_H
#define SGP_DIRECTORY_DIRECTORY_H

#include "formats/sqlite.h"
#include "signpost/calendar.h"
#include "signpost/directory.h"

struct signpost_directory {
    sgp_db *db;
    bool read_only;
    int64_t act;                     /* that is being written */
    bool baseline;                   /* it begins the history anew */
    struct sqlite3_session *session; /* watches what it writes; see history.h */
};

/* PRAGMA application_id (SGPR) and user_version: the schema of the last migration. */
enum { SGP_DIRECTORY_ID = 0x53475052, SGP_DIRECTORY_SCHEMA = 3 };

/* The frame of a write: refuses without who and why, and when the clock stands before the last act; begins a
 * transaction, and adds the act, whose number `number` receives. What is written until one of the next two ends it goes
 * into the history. Who may write what is asked apart: see rights.h. */
signpost_status sgp_directory_begin(signpost_directory *directory, const signpost_act *act, const char *what,
                                    int64_t *number, signpost_error *error);
/* SIGNPOST_REFUSED when `what`, such as "act", is of a moment before the last act. */
signpost_status sgp_directory_check_clock(sgp_db *db, const char *what, signpost_minute when, signpost_error *error);
/* The same for a load: into a directory without services it begins the history anew. */
signpost_status sgp_directory_begin_load(signpost_directory *directory, const signpost_act *act, const char *what,
                                         int64_t *number, signpost_error *error);
/* Raises the content version, adds the entry to the history and commits; rolls back when that fails. */
signpost_status sgp_directory_commit(signpost_directory *directory, signpost_error *error);
void sgp_directory_roll_back(signpost_directory *directory);
/* Rolls back what ends with `status`, which it returns; a refusal for want of a right goes into the history. */
signpost_status sgp_directory_abandon(signpost_directory *directory, const signpost_act *act, const char *what,
                                      signpost_status status, const signpost_error *error);

/* Number of the service that is named by its uid, or by its number. SIGNPOST_NOT_FOUND with the nearest in the hint. */
signpost_status sgp_directory_service(signpost_directory *directory, const char *wanted, int64_t *service,
                                      signpost_error *error);
/* Compiles a calendar of the directory, which the caller gives back. SIGNPOST_NOT_FOUND when there is none. */
signpost_status sgp_directory_calendar(signpost_directory *directory, const char *name, signpost_calendar **calendar,
                                       signpost_error *error);

#endif
