/* Reads and writes CSV. Rules kept here:
 *  - a field is unquoted where it stands: what is written never passes what is read;
 *  - a row that is refused is skipped to the end of its line, so that the next one can be read. */
#include "formats/csv.h"

#include "base/text.h"
#include "formats/file.h"

#include <string.h>

/* Where the reader stands: in the bytes, and as a person counts. */
typedef struct position {
    char *at, *end;
    unsigned line, column;
} position;

static bool at_line_end(const position *cursor)
{
    return cursor->at == cursor->end || *cursor->at == '\n' || *cursor->at == '\r';
}

/* Past one byte. CR LF is one line end: its first byte does not count. */
static void step(position *cursor)
{
    char passed = *cursor->at++;
    if (passed == '\r' && cursor->at < cursor->end && *cursor->at == '\n')
        return;
    if (passed == '\n' || passed == '\r') {
        cursor->line++;
        cursor->column = 1;
    } else if (((unsigned char)passed & 0xC0) != 0x80) {
        cursor->column++;
    }
}

/* Past the line end at the cursor, which has one or two bytes, or none at the end of the file. */
static void pass_line_end(position *cursor)
{
    unsigned line = cursor->line;
    while (cursor->at < cursor->end && cursor->line == line)
        step(cursor);
}

static signpost_status refuse(const sgp_csv *csv, unsigned line, unsigned column, signpost_error *error, int id,
                              const char *message)
{
    sgp_fail(error, SIGNPOST_CONTENT, id, "%s", message);
    sgp_error_at(error, csv->file, line, column);
    return SIGNPOST_CONTENT;
}

static void begin(sgp_csv *csv, const char *name)
{
    *csv = (sgp_csv){.file = name, .next_line = 1, .row = SGP_ARRAY_OF(sgp_csv_field)};
}

static void skip_byte_order_mark(sgp_csv *csv)
{
    if (csv->size >= 3 && memcmp(csv->bytes, "\xEF\xBB\xBF", 3) == 0)
        csv->at = 3;
}

signpost_status sgp_csv_open_bytes(sgp_csv *csv, const char *name, const char *bytes, size_t size,
                                   signpost_error *error)
{
    begin(csv, name);
    csv->bytes = sgp_allocate(size + 1);
    if (!csv->bytes)
        return sgp_fail_memory(error);
    if (size)
        memcpy(csv->bytes, bytes, size);
    csv->size = size;
    skip_byte_order_mark(csv);
    return SIGNPOST_OK;
}

signpost_status sgp_csv_open(sgp_csv *csv, const char *path, signpost_error *error)
{
    begin(csv, path);
    signpost_status status = sgp_file_read(path, SGP_CSV_LARGEST_FILE, &csv->bytes, &csv->size, error);
    if (!status)
        skip_byte_order_mark(csv);
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
    sgp_release(csv->bytes);
    sgp_array_release(&csv->row);
    begin(csv, csv->file);
}

/* Unquotes a field whose opening quote is at the cursor; leaves the cursor after the closing one. */
static signpost_status read_quoted(const sgp_csv *csv, position *cursor, char **written, signpost_error *error)
{
    unsigned line = cursor->line, column = cursor->column;
    step(cursor);
    for (;;) {
        if (cursor->at == cursor->end)
            return refuse(csv, line, column, error, SGP_CSV_QUOTE, "a quote is never closed");
        if (*cursor->at == '"') {
            step(cursor);
            if (cursor->at == cursor->end || *cursor->at != '"')
                break;
        }
        *(*written)++ = *cursor->at;
        step(cursor);
    }
    if (!at_line_end(cursor) && *cursor->at != ',')
        return refuse(csv, cursor->line, cursor->column, error, SGP_CSV_QUOTE, "text after a closing quote");
    return SIGNPOST_OK;
}

static signpost_status read_unquoted(const sgp_csv *csv, position *cursor, char **written, signpost_error *error)
{
    while (!at_line_end(cursor) && *cursor->at != ',') {
        if (*cursor->at == '"') {
            refuse(csv, cursor->line, cursor->column, error, SGP_CSV_QUOTE, "a quote inside an unquoted field");
            sgp_error_hint(error, "put quotes around the field, and double those inside");
            return SIGNPOST_CONTENT;
        }
        *(*written)++ = *cursor->at;
        step(cursor);
    }
    return SIGNPOST_OK;
}

static signpost_status check_field(const sgp_csv *csv, const sgp_csv_field *field, size_t length, signpost_error *error)
{
    size_t bad;
    if (length > SGP_CSV_LONGEST_FIELD)
        return refuse(csv, field->line, field->column, error, SGP_TOO_LARGE, "a field is longer than 1 MiB");
    if (sgp_text_is_utf8(field->text, length, &bad))
        return SIGNPOST_OK;
    if (field->text[bad] == '\0')
        return refuse(csv, field->line, field->column, error, SGP_NOT_UTF8, "a field holds a NUL character");
    return refuse(csv, field->line, field->column, error, SGP_NOT_UTF8, "a field is not valid UTF-8");
}

/* Reads the field at the cursor, checks it, and passes the comma or line end after it. */
static signpost_status read_field(sgp_csv *csv, position *cursor, bool *last, signpost_error *error)
{
    if (csv->row.count == SGP_CSV_MOST_COLUMNS)
        return refuse(csv, cursor->line, cursor->column, error, SGP_TOO_LARGE, "a row has more than 512 fields");
    sgp_csv_field *field = sgp_array_add(&csv->row);
    if (!field)
        return sgp_fail_memory(error);
    *field = (sgp_csv_field){cursor->at, cursor->line, cursor->column};
    char *written = cursor->at;
    signpost_status status = cursor->at < cursor->end && *cursor->at == '"'
                                 ? read_quoted(csv, cursor, &written, error)
                                 : read_unquoted(csv, cursor, &written, error);
    if (!status)
        status = check_field(csv, field, (size_t)(written - field->text), error);
    if (status)
        return status;
    /* What ends the field is passed before its NUL is written: they may be the same byte. */
    *last = at_line_end(cursor);
    if (*last)
        pass_line_end(cursor);
    else
        step(cursor);
    *written = '\0';
    return SIGNPOST_OK;
}

static void skip_line(position *cursor)
{
    while (!at_line_end(cursor))
        step(cursor);
    pass_line_end(cursor);
}

static void skip_empty_lines(position *cursor)
{
    while (cursor->at < cursor->end && at_line_end(cursor))
        step(cursor);
}

signpost_status sgp_csv_next(sgp_csv *csv, signpost_error *error)
{
    if (csv->rows)
        return csv->rows(csv->context, csv, error);
    position cursor = {csv->bytes + csv->at, csv->bytes + csv->size, csv->next_line, 1};
    skip_empty_lines(&cursor);
    csv->row.count = 0;
    csv->line = cursor.line;
    signpost_status status = cursor.at == cursor.end ? SIGNPOST_NONE : SIGNPOST_OK;
    for (bool last = false; !last && !status;)
        status = read_field(csv, &cursor, &last, error);
    if (status == SIGNPOST_CONTENT)
        skip_line(&cursor);
    csv->at = (size_t)(cursor.at - csv->bytes);
    csv->next_line = cursor.line;
    csv->fields = csv->row.items;
    csv->count = status ? 0 : csv->row.count;
    return status;
}

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
