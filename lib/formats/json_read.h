/* Reading JSON from a file that may be larger than memory: its outer parts are walked step by step, its inner ones are
 * read whole, into an arena.
 *
 * What is refused, with its place: anything that is not JSON by RFC 8259, text that is not UTF-8, NUL and other control
 * characters, half of a pair of surrogates, a key that an object has twice, and what is past the limits. Every value
 * knows where it stands, and numbers are kept as they were written: so that what is wrong with one can be said. */
#ifndef SGP_FORMATS_JSON_READ_H
#define SGP_FORMATS_JSON_READ_H

#include "base/error.h"
#include "base/memory.h"

enum {
    SGP_JSON_LARGEST_VALUE = 1 << 20, /* bytes of one that is read whole */
    SGP_JSON_DEEPEST = 40,            /* nesting inside it */
    SGP_JSON_MOST_MEMBERS = 256,      /* of one object */
    SGP_JSON_LONGEST_NUMBER = 40
};

typedef enum sgp_json_kind {
    SGP_JSON_NULL,
    SGP_JSON_FLAG,
    SGP_JSON_NUMBER,
    SGP_JSON_TEXT,
    SGP_JSON_LIST,
    SGP_JSON_OBJECT
} sgp_json_kind;

typedef struct sgp_json_value {
    sgp_json_kind kind;
    unsigned line, column;               /* where it begins, from 1; the column counts characters */
    const char *key;                     /* in an object; else NULL */
    const char *text;                    /* of a text; of a number, flag or null as it is written; else "" */
    struct sgp_json_value *first, *next; /* what it holds; what stands beside it */
} sgp_json_value;

/* A reader; its members are its own. */
typedef struct sgp_json_reader {
    int file; /* descriptor + 1; 0 when there is none */
    const char *name;
    char buffer[16384];
    size_t at, end;
    unsigned line, column;
    size_t taken;      /* bytes of the value being read */
    sgp_array scratch; /* char */
    signpost_error *error;
} sgp_json_reader;

/* Opens a file that can be read more than once; `path` and `error` must outlive the reader, which the caller closes,
 * whatever the answer. */
signpost_status sgp_json_open(sgp_json_reader *reader, const char *path, signpost_error *error);
/* Back to its beginning. */
signpost_status sgp_json_rewind(sgp_json_reader *reader);
void sgp_json_close(sgp_json_reader *reader);

/* Steps. Each gives SIGNPOST_CONTENT when the file is not as it must be, SIGNPOST_IO or SIGNPOST_NO_MEMORY.
 * Passes the opening of an object, `{`, or list, `[`. */
signpost_status sgp_json_enter(sgp_json_reader *reader, char opening);
/* Goes to the next member of an object, past its key, or to the next item of a list: SIGNPOST_NONE at its end, which is
 * passed. `*first` is true before the first one. The key is in the arena. */
signpost_status sgp_json_next_member(sgp_json_reader *reader, bool *first, sgp_arena *arena, const char **key);
signpost_status sgp_json_next_item(sgp_json_reader *reader, bool *first);
/* Reads a value whole. */
signpost_status sgp_json_read(sgp_json_reader *reader, sgp_arena *arena, sgp_json_value **value);
/* Sees that nothing but white space is left. */
signpost_status sgp_json_finish(sgp_json_reader *reader);

/* The member of this name; NULL when there is none, or the value is no object. */
const sgp_json_value *sgp_json_member(const sgp_json_value *object, const char *key);

#endif
