/* The history: what every act did, each entry chained to the one before by its hash. The frame of a write records;
 * lib/governance reads, undoes and verifies. */
#ifndef SGP_DIRECTORY_HISTORY_H
#define SGP_DIRECTORY_HISTORY_H

#include "directory/directory.h"

enum { SGP_HISTORY_HASH = 32 };

/* An entry as it is hashed. Texts and content are borrowed. */
typedef struct sgp_history_entry {
    int64_t number, at;
    const char *kind, *who, *why, *what;
    const void *content;
    size_t size;
} sgp_history_entry;

/* Hash of an entry behind the one whose hash is `before`; 32 zeros for the first. */
void sgp_history_hash(const unsigned char before[SGP_HISTORY_HASH], const sgp_history_entry *entry,
                      unsigned char hash[SGP_HISTORY_HASH]);

/* Begins to record what an act writes to the directory; a baseline records nothing, and is the digest of the end. */
signpost_status sgp_history_begin(signpost_directory *directory, int64_t act, bool baseline, signpost_error *error);
/* Adds what was recorded to the history, as the entry of the act that was begun. */
signpost_status sgp_history_end(signpost_directory *directory, signpost_error *error);
/* Forgets what was recorded. */
void sgp_history_drop(signpost_directory *directory);
/* Adds an act to the history that was refused, and why. Within a transaction. */
signpost_status sgp_history_refuse(sgp_db *db, int64_t act, const char *why, signpost_error *error);

/* What the directory holds, as a baseline has it: a line of name, rows and digest for each table, into an array of
 * char. */
signpost_status sgp_history_state(sgp_db *db, sgp_array *lines, signpost_error *error);
/* All that the file holds: the same lines, with those of the acts and the history, and one of the schema itself. */
signpost_status sgp_history_whole(sgp_db *db, sgp_array *lines, signpost_error *error);

/* An entry's content may be larger than what is read from a database otherwise: lets it through, or no more. */
void sgp_history_widen(sgp_db *db, bool wide);

#endif
