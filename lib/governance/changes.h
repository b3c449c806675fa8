/* Changes, from inside: the frame of an act about them, and how one is kept, read and carried out. */
#ifndef SGP_GOVERNANCE_CHANGES_H
#define SGP_GOVERNANCE_CHANGES_H

#include "governance/governance.h"
#include "governance/rows.h"
#include "signpost/changes.h"

/* An act about changes. */
typedef struct sgp_change_act {
    signpost_directory *directory;
    sgp_db *db;
    const signpost_act *act;
    int64_t number; /* of the act */
    bool dry_run;   /* it is undone when it is done */
    sgp_rights rights;
    sgp_import import; /* what writes rows */
    signpost_import_report counts;
    signpost_diagnostics *list;
    sgp_arena arena;
    sgp_array subjects; /* sgp_subject */
    signpost_error *error;
} sgp_change_act;

/* What an act does; it ends with SIGNPOST_OK to be kept. */
typedef signpost_status sgp_change_job(sgp_change_act *act, void *context);
/* The frame: begins, reads the rights of who acts, does the job, and keeps or undoes it. */
signpost_status sgp_change_run(signpost_directory *directory, const signpost_act *act, const char *what, bool dry_run,
                               sgp_change_job *job, void *context, signpost_diagnostics *diagnostics,
                               signpost_error *error);
/* What a job needs, without the frame, and with every right: for what is undone. */
void sgp_change_prepare(sgp_change_act *act, signpost_directory *directory, int64_t number, signpost_diagnostics *list,
                        signpost_error *error);
void sgp_change_release(sgp_change_act *act);

/* Undoes what the act wrote since a savepoint, and forgets the numbers of rows that went with it. */
signpost_status sgp_change_undo_to(sgp_change_act *act, const char *savepoint);

/* A change as it is kept. */
typedef struct sgp_change_state {
    int64_t id, effective_at, submitted_by;
    char state[16], who[128]; /* who submitted it */
    bool emergency, decided;
} sgp_change_state;

signpost_status sgp_change_read(sgp_db *db, int64_t id, sgp_change_state *change, signpost_error *error);
/* Its rows, into the act's subjects: what is to stand there, and in `before` what stood there. */
signpost_status sgp_change_read_subjects(sgp_change_act *act, int64_t id);

/* The rows that are submitted, into the act's subjects: of single values, or of a file. */
signpost_status sgp_gather_edits(sgp_change_act *act, const signpost_edit *edits, size_t count);
signpost_status sgp_gather_file(sgp_change_act *act, const char *path, const sgp_table *table);

/* Every service of the subjects that is there: whether who acts may do the deed. */
signpost_status sgp_subjects_allow(sgp_change_act *act, sgp_deed deed);
/* Writes the subjects; SIGNPOST_CONTENT when any is refused. */
signpost_status sgp_subjects_write(sgp_change_act *act);
/* SIGNPOST_STATE when a value is no more what it was when the change was submitted. */
signpost_status sgp_subjects_check_fresh(sgp_change_act *act, int64_t id);
/* Carries a change out, whose subjects were read: checks, writes, notes who submitted and who signed off, and that it
 * is live. With a deed, who acts must be allowed to do that before and after. */
signpost_status sgp_change_carry_out(sgp_change_act *act, const sgp_change_state *change, const sgp_deed *deed);

/* Sets a change's state, and one or none of decided_by and live_by to this act. */
signpost_status sgp_change_set(sgp_change_act *act, int64_t id, const char *state, const char *column);

/* SIGNPOST_REFUSED when a subject would be wider than before. */
signpost_status sgp_subjects_check_narrower(sgp_change_act *act);
/* The changed columns of a subject, in order: from `column` on the next one; `count` past the last. */
size_t sgp_subject_next_change(const sgp_subject *subject, size_t column);

#endif
