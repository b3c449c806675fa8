/** @file
 * Status codes, the error a caller supplies, and the list of diagnostics that loading makes.
 */
#ifndef SIGNPOST_BASE_H
#define SIGNPOST_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(SIGNPOST_BUILDING)
#define SIGNPOST_API __attribute__((visibility("default")))
#else
#define SIGNPOST_API
#endif

/** How a call ended. */
typedef enum signpost_status {
    SIGNPOST_OK = 0,
    SIGNPOST_NONE,         /**< nothing found or nothing more; not a failure */
    SIGNPOST_INVALID,      /**< an argument or a value is not allowed */
    SIGNPOST_NOT_FOUND,    /**< no such file, name, code or row */
    SIGNPOST_OUT_OF_RANGE, /**< a moment, place or number beyond what is known */
    SIGNPOST_CONTENT,      /**< what was read has mistakes: the diagnostics list them */
    SIGNPOST_STATE,        /**< not possible now: the object is not in the state that the call needs */
    SIGNPOST_REFUSED,      /**< a rule forbids it */
    SIGNPOST_VERSION,      /**< made by an older or newer version */
    SIGNPOST_CORRUPT,      /**< damaged, or not what it should be */
    SIGNPOST_BUSY,         /**< another process holds it; may succeed later */
    SIGNPOST_IO,           /**< the system could not read or write */
    SIGNPOST_NO_MEMORY,    /**< memory ran out */
    SIGNPOST_CANCELLED     /**< the host's callback asked to stop */
} signpost_status;

/** English name of a status, such as "not found"; never NULL. Any thread. */
SIGNPOST_API const char *signpost_status_name(signpost_status status);

/** Sizes of the texts in an error, with the final NUL. Longer texts are cut at a character's boundary. */
#define SIGNPOST_FILE_SIZE 256
#define SIGNPOST_TEXT_SIZE 512

/** What went wrong, where, and what to do. Inline: nothing to free. Set only when a call fails. */
typedef struct signpost_error {
    signpost_status status;
    int id;                           /**< message id: 301 for SP0301; see message.h. 0 when there is none */
    unsigned line, column;            /**< in `file`, from 1; 0 when they mean nothing */
    char file[SIGNPOST_FILE_SIZE];    /**< what was being read; "" when nothing was */
    char message[SIGNPOST_TEXT_SIZE]; /**< one line: lower case, no full stop, quotes the value */
    char hint[SIGNPOST_TEXT_SIZE];    /**< what to do about it; may be "" */
} signpost_error;

#define SIGNPOST_ERROR_INIT                                                                                            \
    {                                                                                                                  \
        SIGNPOST_OK, 0, 0, 0, "", "", ""                                                                               \
    }

/** How much a diagnostic matters. */
typedef enum signpost_severity {
    SIGNPOST_NOTE,    /**< worth knowing */
    SIGNPOST_WARNING, /**< read, but doubtful */
    SIGNPOST_ERROR    /**< cannot be used */
} signpost_severity;

/** English name of a severity: "note", "warning" or "error". Any thread. */
SIGNPOST_API const char *signpost_severity_name(signpost_severity severity);

/** One problem found while reading. Pointers are borrowed from the list. */
typedef struct signpost_diagnostic {
    signpost_severity severity;
    int id;                /**< message id: 204 for SP0204 */
    const char *file;      /**< as it was named; "" when it is about no file */
    unsigned line, column; /**< from 1; 0 when they mean nothing */
    const char *message;   /**< as in signpost_error */
    const char *hint;      /**< "" when there is none */
} signpost_diagnostic;

/** A list of diagnostics, in the order found. Belongs to one thread at a time. */
typedef struct signpost_diagnostics signpost_diagnostics;

/**
 * Makes an empty list.
 * @param diagnostics receives the list, which the caller frees.
 * @return SIGNPOST_OK or SIGNPOST_NO_MEMORY.
 */
SIGNPOST_API signpost_status signpost_diagnostics_new(signpost_diagnostics **diagnostics);

/** Frees the list; NULL is fine. */
SIGNPOST_API void signpost_diagnostics_free(signpost_diagnostics *diagnostics);

/** How many are kept (at most 10,000 are). NULL has none. */
SIGNPOST_API size_t signpost_diagnostics_count(const signpost_diagnostics *diagnostics);

/** How many of a severity there were, those beyond the kept ones included. NULL has none. */
SIGNPOST_API size_t signpost_diagnostics_count_of(const signpost_diagnostics *diagnostics, signpost_severity severity);

/** The diagnostic at `index`, from 0; all zeros and "" past the end. */
SIGNPOST_API signpost_diagnostic signpost_diagnostics_get(const signpost_diagnostics *diagnostics, size_t index);

/**
 * Writes `file:line:column: error: message [SP0204]` into `buffer`, cut to `size`.
 * @return the length of the whole line, without the NUL, as snprintf does.
 */
SIGNPOST_API size_t signpost_diagnostic_format(const signpost_diagnostic *diagnostic, char *buffer, size_t size);

/** As signpost_diagnostic_format, for an error. */
SIGNPOST_API size_t signpost_error_format(const signpost_error *error, char *buffer, size_t size);

/**
 * Told now and then, by the thread that called, how much of something long is done.
 * @param context as it was given.
 * @param done    of `total`, or of about as many; from 0 on, rising.
 * @return false to stop: the call then ends with SIGNPOST_CANCELLED, and nothing is half done.
 */
typedef bool (*signpost_progress)(void *context, size_t done, size_t total);

/** Version of the library, such as "0.1.0"; never NULL. Any thread. */
SIGNPOST_API const char *signpost_version(void);

#ifdef __cplusplus
}
#endif
#endif
