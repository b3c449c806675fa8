/* The directory's life, from inside: undoing what the history holds, and looking at a directory that is held. */
#ifndef SGP_GOVERNANCE_GOVERNANCE_H
#define SGP_GOVERNANCE_GOVERNANCE_H

#include "directory/directory.h"
#include "directory/history.h"
#include "signpost/history.h"

/* A walk over a changeset of SQLite; the session's own type stays in the files that use it. */
struct sqlite3_changeset_iter;

/* Told of a row that is not as the history has it; false ends the undoing. */
typedef bool sgp_undo_conflict(void *context, int64_t number, struct sqlite3_changeset_iter *row);

/* Undoes every entry after `number`, the last one first, within a transaction. Where a row does not fit, `told` is
 * asked; NULL: it is SIGNPOST_CORRUPT. `undone` receives how many there were; may be NULL. */
signpost_status sgp_undo_after(sgp_db *db, int64_t number, sgp_undo_conflict *told, void *context, int64_t *undone,
                               signpost_error *error);
/* Number of the last baseline, and its moment. SIGNPOST_CORRUPT when there is none. */
signpost_status sgp_last_baseline(sgp_db *db, int64_t *number, int64_t *at, signpost_error *error);

/* Shows a directory, within a transaction, as it now is in it; then undoes all that was done in it. */
signpost_status sgp_look_and_roll_back(signpost_directory *directory, signpost_look *look, void *context,
                                       signpost_error *error);
/* Refuses a directory that was opened for reading. */
signpost_status sgp_check_writable(const signpost_directory *directory, signpost_error *error);

#endif
