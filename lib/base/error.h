/* Making errors and diagnostics. Every message has an id from the one table, messages.def. */
#ifndef SGP_BASE_ERROR_H
#define SGP_BASE_ERROR_H

#include "signpost/base.h"
#include "signpost/message.h"

#include <stdarg.h>

/* SGP_UNKNOWN_STEP and the like: the ids of messages.def. */
enum sgp_message_id {
#define SGP_MESSAGE(number, constant, name, meaning, remedy) constant = number,
#include "base/messages.def"
#undef SGP_MESSAGE
    SGP_MESSAGE_END
};

/* Fills `error` (NULL is fine) and returns `status`, so that a call can end with it. The hint starts empty. */
signpost_status sgp_fail(signpost_error *error, signpost_status status, int id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same for running out of memory. */
signpost_status sgp_fail_memory(signpost_error *error);

/* What would be a caller's mistake elsewhere (hours that cannot be read, a calendar that is not there) is the
 * directory's damage where it is read: importing lets none of it in. */
signpost_status sgp_as_damage(signpost_status status, signpost_error *error);

/* Adds to an error that sgp_fail has filled. NULL is fine. */
void sgp_error_at(signpost_error *error, const char *file, unsigned line, unsigned column);
void sgp_error_hint(signpost_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Where a diagnostic is about. */
typedef struct sgp_spot {
    const char *file; /* NULL for none */
    unsigned line, column;
} sgp_spot;

/* Adds a diagnostic; a NULL list drops it. False when memory ran out: the list then says so by itself, too, through
 * sgp_diagnostics_lost. */
bool sgp_diagnose(signpost_diagnostics *list, signpost_severity severity, int id, sgp_spot spot, const char *format,
                  ...) __attribute__((format(printf, 5, 6)));
bool sgp_diagnose_hint(signpost_diagnostics *list, signpost_severity severity, int id, sgp_spot spot, const char *hint,
                       const char *format, ...) __attribute__((format(printf, 6, 7)));
/* Something could not be added for want of memory. */
bool sgp_diagnostics_lost(const signpost_diagnostics *list);
/* Adds what `from` holds to `list`, which may be NULL; false when memory ran out. */
bool sgp_diagnostics_add_all(signpost_diagnostics *list, const signpost_diagnostics *from);
/* Empties a list for what comes next. */
void sgp_diagnostics_clear(signpost_diagnostics *list);
/* Notes that something was lost for want of memory. NULL is fine. */
void sgp_diagnostics_lose(signpost_diagnostics *list);
/* Turns the first error of the list into `error`, with a count of the others, and returns SIGNPOST_CONTENT. */
signpost_status sgp_fail_content(signpost_error *error, const signpost_diagnostics *list);

#endif
