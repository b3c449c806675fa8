/* CSV by RFC 4180: read with line and column, written with quotes where needed.
 *
 * Reading takes lines ended by LF, CRLF or CR, a byte order mark, quoted fields that hold commas, quotes and line
 * ends, and skips empty lines. What it does not take is refused row by row, with its place: a quote inside an unquoted
 * field, text after a closing quote, a quote that is never closed, NUL, invalid UTF-8, and what is past the limits.
 *
 * Writing changes nothing: a field that begins with = + - or @, which a spreadsheet takes for a formula, is written as
 * it is, so that what was exported can be imported again without loss. */
#ifndef SGP_FORMATS_CSV_H
#define SGP_FORMATS_CSV_H

#include "base/error.h"
#include "base/memory.h"

enum {
    SGP_CSV_MOST_COLUMNS = 512,
    SGP_CSV_LONGEST_FIELD = 1 << 20, /* bytes */
    SGP_CSV_LARGEST_FILE = 1 << 30   /* bytes */
};

/* A field of the row last read. */
typedef struct sgp_csv_field {
    const char *text;      /* ended by NUL; valid UTF-8; borrowed until the reader is released */
    unsigned line, column; /* where it begins; the column counts characters, from 1 */
} sgp_csv_field;

struct sgp_csv;
/* Gives the next row of what is no CSV: sets the reader's fields, count and line. Answers as sgp_csv_next. */
typedef signpost_status sgp_csv_rows(void *context, struct sgp_csv *csv, signpost_error *error);

/* A reader; its members are for reading only. */
typedef struct sgp_csv {
    const char *file; /* as it was named; borrowed */
    sgp_csv_field *fields;
    size_t count;
    unsigned line; /* where the row last read begins, from 1 */

    char *bytes; /* the whole file; fields are unquoted in place */
    size_t size, at;
    unsigned next_line;
    sgp_array row;
    sgp_csv_rows *rows; /* where rows come from when there are no bytes; NULL for CSV */
    void *context;
    bool keys_differ; /* said by whom the rows come from: no two have the same key, and none need be remembered */
} sgp_csv;

/* Reads the whole file at `path`, which must outlive the reader. */
signpost_status sgp_csv_open(sgp_csv *csv, const char *path, signpost_error *error);
/* Takes a copy of `bytes`; `name` is for messages, and must outlive the reader. */
signpost_status sgp_csv_open_bytes(sgp_csv *csv, const char *name, const char *bytes, size_t size,
                                   signpost_error *error);
/* Rows that come from elsewhere, the header first: as those of CSV to whoever reads them. */
void sgp_csv_open_rows(sgp_csv *csv, const char *name, sgp_csv_rows *rows, void *context);
/* Reads the next row into `fields`. SIGNPOST_OK; SIGNPOST_NONE after the last; SIGNPOST_CONTENT when the row is not
 * CSV (the call after it goes on with the next line); SIGNPOST_NO_MEMORY. */
signpost_status sgp_csv_next(sgp_csv *csv, signpost_error *error);
void sgp_csv_release(sgp_csv *csv);

/* Takes written bytes; false when it could not. */
typedef bool sgp_csv_sink(void *context, const char *bytes, size_t size);

/* A writer: set `sink` and `context`, leave the rest zero. */
typedef struct sgp_csv_writer {
    sgp_csv_sink *sink;
    void *context;
    size_t in_row;   /* fields of this row so far */
    bool empty_only; /* the row is one empty field */
    bool failed;     /* the sink said no: nothing more is written */
} sgp_csv_writer;

void sgp_csv_write(sgp_csv_writer *writer, const char *text); /* one field; NULL writes an empty one */
void sgp_csv_end_row(sgp_csv_writer *writer);

#endif
