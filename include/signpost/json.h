/** @file
 * Writing JSON: a small writer that cannot make a malformed document out of hostile text.
 *
 * Text that is not UTF-8 is written with U+FFFD in place of each bad byte. `<`, `>` and `&` are written as \\u escapes,
 * so that a document can stand inside an HTML page.
 */
#ifndef SIGNPOST_JSON_H
#define SIGNPOST_JSON_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where bytes go: false stops the writing. */
typedef bool (*signpost_write_function)(const char *bytes, size_t size, void *context);

/** The deepest nesting that a writer bears with. */
#define SIGNPOST_JSON_DEEPEST 32

/** A document being written. Its members are the writer's own. */
typedef struct signpost_json {
    signpost_write_function write;
    void *context;
    int depth;
    bool has_items[SIGNPOST_JSON_DEEPEST + 1]; /* a comma is due at this depth */
    bool has_key;
    bool failed; /**< a write failed, or the nesting was too deep or not closed as it was opened */
    char open[SIGNPOST_JSON_DEEPEST];
    bool is_line; /**< all on one line, without spaces */
} signpost_json;

/** Begins a document. */
SIGNPOST_API void signpost_json_start(signpost_json *json, signpost_write_function write, void *context);
/** The same for a document on a line of its own, without spaces between its parts, as JSON Lines wants it. */
SIGNPOST_API void signpost_json_start_line(signpost_json *json, signpost_write_function write, void *context);
/** Ends it with a line feed. SIGNPOST_OK, or SIGNPOST_IO when something failed on the way. */
SIGNPOST_API signpost_status signpost_json_end(signpost_json *json);

/** Opens an object or a list: as the value of `key`, or, with NULL, as an item or the document itself. */
SIGNPOST_API void signpost_json_object(signpost_json *json, const char *key);
SIGNPOST_API void signpost_json_list(signpost_json *json, const char *key);
/** Closes what was opened last. */
SIGNPOST_API void signpost_json_close(signpost_json *json);

/** Values, each of `key`, or an item of a list when it is NULL. A NULL text is null. */
SIGNPOST_API void signpost_json_text(signpost_json *json, const char *key, const char *text);
SIGNPOST_API void signpost_json_integer(signpost_json *json, const char *key, int64_t value);
/** A whole count of 10^-decimals, written with that many decimals (0 to 9). */
SIGNPOST_API void signpost_json_fixed(signpost_json *json, const char *key, int64_t value, int decimals);
SIGNPOST_API void signpost_json_flag(signpost_json *json, const char *key, bool value);
SIGNPOST_API void signpost_json_null(signpost_json *json, const char *key);

#ifdef __cplusplus
}
#endif
#endif
