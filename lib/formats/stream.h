/* Reading CSV of any length in a fixed amount of memory, with the digest of the bytes.
 *
 * The form is that of formats/csv.h, for lines that end with LF or CRLF: rows are taken apart where they stand in a
 * window on the file. A row must fit the window. What is no CSV is refused row by row, with its line. */
#ifndef SGP_FORMATS_STREAM_H
#define SGP_FORMATS_STREAM_H

#include "base/error.h"
#include "base/memory.h"

#include <sodium.h>

enum { SGP_STREAM_MOST_COLUMNS = 128, SGP_STREAM_WINDOW = 1 << 20 };

/* A field of the row last read. */
typedef struct sgp_stream_field {
    char *text; /* ended by NUL; borrowed until the next row */
    size_t length;
} sgp_stream_field;

/* A reader; its members are for reading only. Zeroed it can be released. */
typedef struct sgp_stream {
    const char *file; /* borrowed */
    sgp_stream_field fields[SGP_STREAM_MOST_COLUMNS];
    size_t count;
    unsigned line; /* where the row last read begins, from 1 */

    int64_t passed, size; /* bytes read of the file so far; of the whole */
    int descriptor;       /* + 1; 0 when there is none */
    bool is_at_end;       /* of the file: the window holds the rest */
    unsigned next_line;
    char *window;
    size_t at, filled;
    crypto_generichash_state digest; /* aligned to 64 bytes: a stream stands on the stack, or in one that does */
} sgp_stream;

signpost_status sgp_stream_open(sgp_stream *stream, const char *path, signpost_error *error);
/* Reads the next row that is not empty. SIGNPOST_OK; SIGNPOST_NONE after the last; SIGNPOST_CONTENT (the call after it
 * goes on with the next line); SIGNPOST_IO. */
signpost_status sgp_stream_next(sgp_stream *stream, signpost_error *error);
/* Passes over the rest. */
signpost_status sgp_stream_skip(sgp_stream *stream, signpost_error *error);
/* BLAKE2b-256 of all bytes, in hexadecimal, once the end was reached. */
void sgp_stream_digest(sgp_stream *stream, char text[65]);
void sgp_stream_close(sgp_stream *stream);

#endif
