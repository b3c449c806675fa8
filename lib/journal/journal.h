/* The journal, inside the library.
 *
 * Rules kept here:
 *  - one table of fields a kind of line (fields.c) is what is written, what is read and what is documented;
 *  - a line is written whole, in one call, or not at all: the chain moves on only then;
 *  - a journal that was read holds its bytes, so that a replay can be compared with them. */
#ifndef SGP_JOURNAL_JOURNAL_H
#define SGP_JOURNAL_JOURNAL_H

#include "base/error.h"
#include "base/memory.h"
#include "signpost/journal.h"

enum { SGP_JOURNAL_VERSION = 1 };

/* What a field holds. */
typedef enum sgp_field_kind {
    SGP_FIELD_TEXT,   /* const char * */
    SGP_FIELD_HASH,   /* const char *: 64 hexadecimal digits, or "" */
    SGP_FIELD_MOMENT, /* signpost_minute: 2026-11-21T18:30Z */
    SGP_FIELD_AGE,    /* signpost_age: [730,1094] */
    SGP_FIELD_COUNT,  /* int32_t, or an int, not negative */
    SGP_FIELD_NUMBER, /* int64_t */
    SGP_FIELD_WORD,   /* an enum, by `name` */
    SGP_FIELD_TEXTS   /* signpost_texts */
} sgp_field_kind;

typedef struct sgp_field {
    const char *before; /* `,"key":` */
    size_t before_size;
    sgp_field_kind kind;
    size_t offset;                    /* in a signpost_line */
    const char *(*name)(unsigned of); /* of a word; "" past the last */
} sgp_field;

/* The fields of a kind, after `event` and `at`, ended by one without `before`. */
const sgp_field *sgp_line_fields(signpost_line_kind kind);
/* A line that says nothing: every text is "". */
signpost_line sgp_line_empty(signpost_line_kind kind, signpost_minute moment);
/* Value of a hexadecimal digit in lower case; -1 for anything else. */
int sgp_hex_digit(char digit);
/* Whether it is 64 hexadecimal digits, in lower case. */
bool sgp_is_fingerprint(const char *text);
/* Whether a moment can be written: years 1 to 9999. */
bool sgp_line_moment_is_valid(signpost_minute moment);

/* The chain: what a line is tied to. */
enum { SGP_CHAIN_SIZE = 32, SGP_CHAIN_TEXT = 2 * SGP_CHAIN_SIZE + 1 };
typedef struct sgp_chain {
    unsigned char bytes[SGP_CHAIN_SIZE];
} sgp_chain;

/* The chain after a line: of `before` and of the line's bytes up to its member "chain". */
sgp_chain sgp_chain_after(const sgp_chain *before, const char *bytes, size_t size);
/* Lets libsodium find the fastest way to hash on this machine. Any thread, any number of times. */
void sgp_chain_prepare(void);
void sgp_chain_format(const sgp_chain *chain, char text[SGP_CHAIN_TEXT]);

/* A line being written. */
typedef struct sgp_line_buffer {
    sgp_array bytes;                 /* char */
    bool failed;                     /* memory ran out */
    char chain_text[SGP_CHAIN_TEXT]; /* of the line that was written last */
    signpost_minute moment;
    char moment_text[SIGNPOST_MOMENT_SIZE]; /* of `moment`: most lines have that of the line before; "" for none yet */
} sgp_line_buffer;

/* Writes a line into the buffer, whose former content goes, and moves `chain` on. False when memory ran out. */
bool sgp_line_write(sgp_line_buffer *buffer, const signpost_line *line, sgp_chain *chain);

/* What a recorder knows of the call so far. */
struct signpost_recorder {
    signpost_recorder_options options;
    signpost_write_function write;
    void *context;
    sgp_line_buffer buffer;
    sgp_chain chain;
    char chain_text[SGP_CHAIN_TEXT];
    bool has_started, has_ended;
};

/* Writes any line; a replay's, too. */
signpost_status sgp_recorder_put(signpost_recorder *recorder, const signpost_line *line, signpost_error *error);
/* The line that ends a walk where it stands. `names` receives the names of its advice: room for SGP_MOST_ADVICE. */
enum { SGP_MOST_ADVICE = 64 };
signpost_line sgp_line_of_end(const signpost_walk *walk, signpost_minute moment, const char *names[SGP_MOST_ADVICE]);

struct signpost_journal {
    sgp_arena arena;
    const char *name;
    const char *bytes; /* of all lines */
    size_t size;
    const signpost_line *lines;
    size_t count;
    sgp_chain chain;
    char chain_text[SGP_CHAIN_TEXT];
};

/* A line to be read, without its line feed. */
typedef struct sgp_raw_line {
    const char *bytes;
    size_t size;   /* up to the member "chain" */
    size_t number; /* from 1 */
    const char *file;
} sgp_raw_line;

/* Reads a line. False, with a diagnostic, when it is not what a recorder writes; or when memory ran out, which the list
 * knows. Texts go into the arena. */
bool sgp_line_read(const sgp_raw_line *raw, sgp_arena *arena, signpost_line *line, signpost_diagnostics *list);

#endif
