/* Reads and writes CSV. Rules kept here:
 *  - bytes are looked at once, in a window; what a row says is kept apart, so that the window can be filled again
 *    anywhere;
 *  - of a field that is too long, only as much is kept as shows that;
 *  - a row that is refused is skipped to the end of its line, so that the next one can be read. */
#include "formats/csv.h"

#include "base/text.h"
#include "formats/file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { WINDOW = 64 * 1024, TOO_LARGE = -1 };

/* ---- opening ---- */

static void begin(sgp_csv *csv, const char *name)
{
    *csv = (sgp_csv){.file = name,
                     .next_line = 1,
                     .row = SGP_ARRAY_OF(sgp_csv_field),
                     .starts = SGP_ARRAY_OF(size_t),
                     .text = SGP_ARRAY_OF(char)};
}

signpost_status sgp_csv_open_window(sgp_csv *csv, const char *name, size_t window, sgp_csv_bytes *more, void *context,
                                    signpost_error *error)
{
    begin(csv, name);
    csv->room = window;
    csv->more = more;
    csv->context = context;
    csv->window = sgp_allocate(window);
    return csv->window ? SIGNPOST_OK : sgp_fail_memory(error);
}

signpost_status sgp_csv_open_bytes(sgp_csv *csv, const char *name, const char *bytes, size_t size,
                                   signpost_error *error)
{
    signpost_status status = sgp_csv_open_window(csv, name, size, NULL, NULL, error);
    if (status)
        return status;
    if (size)
        memcpy(csv->window, bytes, size);
    csv->size = csv->passed = csv->end = size;
    csv->is_last = true;
    return SIGNPOST_OK;
}

static ptrdiff_t read_file(void *context, char *into, size_t size)
{
    const sgp_csv *csv = context;
    ssize_t got;
    do
        got = read(csv->descriptor, into, size);
    while (got < 0 && errno == EINTR);
    return got;
}

signpost_status sgp_csv_open(sgp_csv *csv, const char *path, signpost_error *error)
{
    int file;
    size_t size;
    begin(csv, path);
    signpost_status status = sgp_file_open(path, &file, &size, error);
    if (status)
        return status;
    status = size > SGP_CSV_LARGEST_FILE ? sgp_fail_too_large(path, SGP_CSV_LARGEST_FILE, error)
                                         : sgp_csv_open_window(csv, path, WINDOW, read_file, csv, error);
    csv->descriptor = file;
    csv->is_open = true;
    csv->size = size;
    return status;
}

void sgp_csv_open_rows(sgp_csv *csv, const char *name, sgp_csv_rows *rows, void *context)
{
    begin(csv, name);
    csv->rows = rows;
    csv->context = context;
}

void sgp_csv_release(sgp_csv *csv)
{
    if (csv->is_open)
        close(csv->descriptor);
    sgp_release(csv->window);
    sgp_array_release(&csv->row);
    sgp_array_release(&csv->starts);
    sgp_array_release(&csv->text);
    begin(csv, csv->file);
}

/* ---- the window ---- */

/* Fills the window, which was read to its end. A failure ends the bytes, and is told at their end. */
static void refill(sgp_csv *csv)
{
    csv->at = csv->end = 0;
    while (csv->end < csv->room && !csv->is_last) {
        ptrdiff_t got = csv->more(csv->context, csv->window + csv->end, csv->room - csv->end);
        csv->is_last = got <= 0;
        if (got < 0)
            csv->failure = errno;
        csv->end += got > 0 ? (size_t)got : 0;
    }
    csv->passed += csv->end;
    if (csv->passed > SGP_CSV_LARGEST_FILE) {
        csv->failure = TOO_LARGE;
        csv->is_last = true;
        csv->end = 0;
    }
}

/* Whether there is a byte to look at. */
static bool has_byte(sgp_csv *csv)
{
    if (csv->at == csv->end && !csv->is_last)
        refill(csv);
    return csv->at < csv->end;
}

static bool is_next(sgp_csv *csv, char byte)
{
    return has_byte(csv) && csv->window[csv->at] == byte;
}

static bool at_line_end(sgp_csv *csv)
{
    return !has_byte(csv) || csv->window[csv->at] == '\n' || csv->window[csv->at] == '\r';
}

bool sgp_csv_can_repeat(const sgp_csv *csv)
{
    return csv->is_open && csv->size;
}

size_t sgp_csv_left(const sgp_csv *csv)
{
    size_t unread = csv->end - csv->at;
    return unread + (csv->size > csv->passed ? csv->size - csv->passed : 0);
}

size_t sgp_csv_done(const sgp_csv *csv)
{
    return csv->passed - (csv->end - csv->at);
}

/* ---- where the reader stands ---- */

/* As a person counts. */
typedef struct cursor {
    sgp_csv *csv;
    unsigned line, column;
} cursor;

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Past one byte. CR LF is one line end: its first byte does not count. */
static void step(cursor *c)
{
    char passed = c->csv->window[c->csv->at++];
    if (passed == '\r' && is_next(c->csv, '\n'))
        return;
    if (passed == '\n' || passed == '\r') {
        c->line++;
        c->column = 1;
    } else if (!is_continuation(passed)) {
        c->column++;
    }
}

/* Past the line end at the cursor, which has one or two bytes, or none at the end of the file. */
static void pass_line_end(cursor *c)
{
    unsigned line = c->line;
    while (c->line == line && has_byte(c->csv))
        step(c);
}

static void skip_line(cursor *c)
{
    while (!at_line_end(c->csv))
        step(c);
    pass_line_end(c);
}

static void skip_empty_lines(cursor *c)
{
    while (has_byte(c->csv) && at_line_end(c->csv))
        step(c);
}

static void skip_byte_order_mark(sgp_csv *csv)
{
    csv->has_begun = true;
    if (has_byte(csv) && csv->end - csv->at >= 3 && memcmp(csv->window + csv->at, "\xEF\xBB\xBF", 3) == 0)
        csv->at += 3;
}

/* ---- fields ---- */

static signpost_status refuse(const sgp_csv *csv, unsigned line, unsigned column, signpost_error *error, int id,
                              const char *message)
{
    sgp_fail(error, SIGNPOST_CONTENT, id, "%s", message);
    sgp_error_at(error, csv->file, line, column);
    return SIGNPOST_CONTENT;
}

/* A field while it is read. */
typedef struct taken {
    size_t start, length; /* in the row's text; the length counts what was not kept, too */
    bool is_plain;        /* ASCII without NUL */
} taken;

/* Takes bytes of the field. False when memory ran out. */
static bool take(sgp_csv *csv, taken *field, const char *bytes, size_t count)
{
    field->length += count;
    return field->length > SGP_CSV_LONGEST_FIELD || sgp_array_append(&csv->text, bytes, count);
}

/* Takes what stands in the window up to one of the bytes that may end or change the field: `"`, a line end and, outside
 * of quotes, a comma. */
static bool take_run(cursor *c, taken *field, char comma)
{
    sgp_csv *csv = c->csv;
    const char *from = csv->window + csv->at, *end = csv->window + csv->end, *at = from;
    unsigned columns = 0;
    bool is_plain = true;
    for (; at < end && *at != '"' && *at != '\n' && *at != '\r' && *at != comma; at++) {
        columns += !is_continuation(*at);
        is_plain = is_plain && (signed char)*at > 0;
    }
    csv->at += (size_t)(at - from);
    c->column += columns;
    field->is_plain = field->is_plain && is_plain;
    return take(csv, field, from, (size_t)(at - from));
}

/* Unquotes a field whose opening quote is at the cursor; leaves the cursor after the closing one. */
static signpost_status read_quoted(cursor *c, taken *field, signpost_error *error)
{
    unsigned line = c->line, column = c->column;
    step(c);
    while (has_byte(c->csv)) {
        if (!take_run(c, field, '"'))
            return sgp_fail_memory(error);
        if (!has_byte(c->csv))
            break;
        char ends = c->csv->window[c->csv->at];
        if (ends != '"' && ends != '\n' && ends != '\r')
            continue; /* the window was filled again */
        step(c);
        if (ends == '"' && !is_next(c->csv, '"')) {
            if (at_line_end(c->csv) || is_next(c->csv, ','))
                return SIGNPOST_OK;
            return refuse(c->csv, c->line, c->column, error, SGP_CSV_QUOTE, "text after a closing quote");
        }
        if (ends == '"')
            step(c);
        if (!take(c->csv, field, &ends, 1))
            return sgp_fail_memory(error);
    }
    return refuse(c->csv, line, column, error, SGP_CSV_QUOTE, "a quote is never closed");
}

static signpost_status read_unquoted(cursor *c, taken *field, signpost_error *error)
{
    while (!at_line_end(c->csv) && !is_next(c->csv, ',')) {
        if (is_next(c->csv, '"')) {
            refuse(c->csv, c->line, c->column, error, SGP_CSV_QUOTE, "a quote inside an unquoted field");
            sgp_error_hint(error, "put quotes around the field, and double those inside");
            return SIGNPOST_CONTENT;
        }
        if (!take_run(c, field, ','))
            return sgp_fail_memory(error);
    }
    return SIGNPOST_OK;
}

static signpost_status check_field(const sgp_csv *csv, const sgp_csv_field *spot, const taken *field,
                                   signpost_error *error)
{
    size_t bad;
    if (field->length > SGP_CSV_LONGEST_FIELD)
        return refuse(csv, spot->line, spot->column, error, SGP_TOO_LARGE, "a field is longer than 1 MiB");
    if (field->is_plain)
        return SIGNPOST_OK;
    const char *text = SGP_AT(&csv->text, char, field->start);
    if (sgp_text_is_utf8(text, field->length, &bad))
        return SIGNPOST_OK;
    if (text[bad] == '\0')
        return refuse(csv, spot->line, spot->column, error, SGP_NOT_UTF8, "a field holds a NUL character");
    return refuse(csv, spot->line, spot->column, error, SGP_NOT_UTF8, "a field is not valid UTF-8");
}

/* Reads the field at the cursor, checks it, and passes the comma or line end after it. */
static signpost_status read_field(cursor *c, bool *last, signpost_error *error)
{
    sgp_csv *csv = c->csv;
    if (csv->row.count == SGP_CSV_MOST_COLUMNS)
        return refuse(csv, c->line, c->column, error, SGP_TOO_LARGE, "a row has more than 512 fields");
    const sgp_csv_field spot = {NULL, c->line, c->column};
    taken field = {csv->text.count, 0, true};
    if (!sgp_array_append(&csv->row, &spot, 1) || !sgp_array_append(&csv->starts, &field.start, 1))
        return sgp_fail_memory(error);
    signpost_status status = is_next(csv, '"') ? read_quoted(c, &field, error) : read_unquoted(c, &field, error);
    if (!status)
        status = check_field(csv, &spot, &field, error);
    if (status)
        return status;
    *last = at_line_end(csv);
    if (*last)
        pass_line_end(c);
    else
        step(c);
    return sgp_array_append(&csv->text, "", 1) ? SIGNPOST_OK : sgp_fail_memory(error);
}

/* ---- rows ---- */

/* The row's texts stay where they are from now on. */
static void finish_row(sgp_csv *csv)
{
    for (size_t i = 0; i < csv->row.count; i++)
        SGP_AT(&csv->row, sgp_csv_field, i)->text = SGP_AT(&csv->text, char, *SGP_AT(&csv->starts, size_t, i));
    csv->fields = csv->row.items;
    csv->count = csv->row.count;
}

static signpost_status fail_to_go_on(const sgp_csv *csv, signpost_error *error)
{
    if (csv->failure == TOO_LARGE)
        return sgp_fail_too_large(csv->file, SGP_CSV_LARGEST_FILE, error);
    return sgp_fail_to_read(csv->file, csv->failure, error);
}

signpost_status sgp_csv_next(sgp_csv *csv, signpost_error *error)
{
    if (csv->rows)
        return csv->rows(csv->context, csv, error);
    cursor c = {csv, csv->next_line, 1};
    if (!csv->has_begun)
        skip_byte_order_mark(csv);
    skip_empty_lines(&c);
    csv->row.count = csv->starts.count = csv->text.count = 0;
    csv->line = c.line;
    csv->count = 0;
    signpost_status status = has_byte(csv) ? SIGNPOST_OK : SIGNPOST_NONE;
    for (bool last = false; !last && !status;)
        status = read_field(&c, &last, error);
    if (status == SIGNPOST_CONTENT)
        skip_line(&c);
    csv->next_line = c.line;
    if (csv->failure && csv->at == csv->end)
        return fail_to_go_on(csv, error);
    if (!status)
        finish_row(csv);
    return status;
}

/* ---- writing ---- */

static void put(sgp_csv_writer *writer, const char *bytes, size_t size)
{
    if (!writer->failed && size && !writer->sink(writer->context, bytes, size))
        writer->failed = true;
}

static void put_quoted(sgp_csv_writer *writer, const char *text)
{
    put(writer, "\"", 1);
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        put(writer, text, (size_t)(quote - text) + 1);
        put(writer, "\"", 1);
    }
    put(writer, text, strlen(text));
    put(writer, "\"", 1);
}

/* Spaces at the ends are quoted for other programs, which trim; a first field could begin like a byte order mark. */
static bool needs_quotes(const char *text)
{
    size_t length = strlen(text);
    if (!length)
        return false;
    return strpbrk(text, ",\"\r\n") || sgp_is_space(text[0]) || sgp_is_space(text[length - 1]) ||
           (unsigned char)text[0] == 0xEF;
}

void sgp_csv_write(sgp_csv_writer *writer, const char *text)
{
    if (!text)
        text = "";
    writer->empty_only = !writer->in_row && !*text;
    if (writer->in_row++)
        put(writer, ",", 1);
    if (needs_quotes(text))
        put_quoted(writer, text);
    else
        put(writer, text, strlen(text));
}

void sgp_csv_end_row(sgp_csv_writer *writer)
{
    if (writer->empty_only) /* else the row would be an empty line, which is no row */
        put(writer, "\"\"", 2);
    put(writer, "\n", 1);
    writer->in_row = 0;
    writer->empty_only = false;
}
