/* CSV by RFC 4180: read with line and column, written with quotes where needed.
 *
 * Reading takes lines ended by LF, CRLF or CR, a byte order mark, quoted fields that hold commas, quotes and line
 * ends, and skips empty lines. What it does not take is refused row by row, with its place: a quote inside an unquoted
 * field, text after a closing quote, a quote that is never closed, NUL, invalid UTF-8, and what is past the limits.
 * Memory is a window of the file and the row last read: it does not grow with the file.
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
    SGP_CSV_LARGEST_FILE = 1 << 30,  /* bytes */
    SGP_CSV_LEAST_WINDOW = 4         /* bytes */
};

/* A field of the row last read. */
typedef struct sgp_csv_field {
    const char *text;      /* ended by NUL; valid UTF-8; borrowed until the next row is read */
    unsigned line, column; /* where it begins; the column counts characters, from 1 */
} sgp_csv_field;

struct sgp_csv;
/* Gives the next row of what is no CSV: sets the reader's fields, count and line. Answers as sgp_csv_next. */
typedef signpost_status sgp_csv_rows(void *context, struct sgp_csv *csv, signpost_error *error);
/* Where the text of a field of such a row came from, for messages. */
typedef struct sgp_csv_origin {
    sgp_spot spot;
    const char *name; /* what it is called there */
} sgp_csv_origin;
/* Says it of a field of the row last read, counted from 0, and leaves what it does not know. False when memory ran out,
 * or it could not be read. */
typedef bool sgp_csv_whence(void *context, size_t field, sgp_csv_origin *origin);
/* Puts the next bytes, at most `size`, into `into`, and returns how many; 0 at the end, -1 with errno set on failure.
 */
typedef ptrdiff_t sgp_csv_bytes(void *context, char *into, size_t size);

/* A reader; its members are for reading only. */
typedef struct sgp_csv {
    const char *file; /* as it was named; borrowed */
    sgp_csv_field *fields;
    size_t count;
    unsigned line; /* where the row last read begins, from 1 */

    char *window; /* bytes that were not read yet are from `at` up to `end` */
    size_t room, at, end;
    size_t size, passed;     /* bytes in all, or 0 when that is not known; and those that came into the window */
    bool is_last, has_begun; /* nothing comes after the window; the first row was asked for */
    int failure;             /* why bytes could not be had: errno, or -1 when there are too many */
    sgp_csv_bytes *more;     /* fills the window again; NULL when it holds everything */
    void *context;           /* of `more`, or of `rows` */
    int descriptor;
    bool is_open;
    unsigned next_line;
    sgp_array row, starts, text; /* of the row: sgp_csv_field, and where each begins in `text`, size_t */
    sgp_csv_rows *rows;          /* where rows come from when there are no bytes; NULL for CSV */
    sgp_csv_whence *whence;      /* said by whom the rows come from; NULL: a field came from where it stands */
    bool keys_differ; /* said by whom the rows come from: no two have the same key, and none need be remembered */
} sgp_csv;

/* Opens the file at `path`, which must outlive the reader; the reader must stay where it is. */
signpost_status sgp_csv_open(sgp_csv *csv, const char *path, signpost_error *error);
/* Takes a copy of `bytes`; `name` is for messages, and must outlive the reader. */
signpost_status sgp_csv_open_bytes(sgp_csv *csv, const char *name, const char *bytes, size_t size,
                                   signpost_error *error);
/* Bytes from anywhere, through a window of SGP_CSV_LEAST_WINDOW or more. */
signpost_status sgp_csv_open_window(sgp_csv *csv, const char *name, size_t window, sgp_csv_bytes *more, void *context,
                                    signpost_error *error);
/* Rows that come from elsewhere, the header first: as those of CSV to whoever reads them. */
void sgp_csv_open_rows(sgp_csv *csv, const char *name, sgp_csv_rows *rows, void *context);
/* Reads the next row into `fields`. SIGNPOST_OK; SIGNPOST_NONE after the last; SIGNPOST_CONTENT when the row is not
 * CSV (the call after it goes on with the next line); SIGNPOST_NO_MEMORY; SIGNPOST_IO or SIGNPOST_INVALID when the
 * file could not be read on, or is too large. `error` (may be NULL) says which. */
signpost_status sgp_csv_next(sgp_csv *csv, signpost_error *error);
/* Whether the file can be opened again for the same rows. */
bool sgp_csv_can_repeat(const sgp_csv *csv);
/* Bytes that were read, and those that are left, as far as that is known; both 0 of rows from elsewhere. */
size_t sgp_csv_done(const sgp_csv *csv);
size_t sgp_csv_left(const sgp_csv *csv);
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
