/* Reads JSON. Rules kept here:
 *  - a byte is looked at before it is passed, so that a mistake is reported where it stands;
 *  - what is read whole is bounded in bytes, depth and members before memory is taken for it. */
#include "formats/json_read.h"

#include "base/text.h"
#include "formats/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { END_OF_FILE = -1, FAILED = -2 };

/* ---- bytes ---- */

static signpost_status fail_at(sgp_json_reader *reader, unsigned line, unsigned column, const char *what)
{
    sgp_fail(reader->error, SIGNPOST_CONTENT, SGP_BAD_JSON, "%s", what);
    sgp_error_at(reader->error, reader->name, line, column);
    return SIGNPOST_CONTENT;
}

static signpost_status fail_here(sgp_json_reader *reader, const char *what)
{
    return fail_at(reader, reader->line, reader->column, what);
}

/* Reads on into the buffer, which is used up; false with the error. */
static bool read_on(sgp_json_reader *reader)
{
    ssize_t got;
    do
        got = read(reader->file - 1, reader->buffer, sizeof reader->buffer);
    while (got < 0 && errno == EINTR);
    reader->at = 0;
    reader->end = got > 0 ? (size_t)got : 0;
    if (got < 0)
        sgp_fail_to_read(reader->name, errno, reader->error);
    return got >= 0;
}

/* The byte that comes next, which is not passed; END_OF_FILE; or FAILED, with the error. */
static int peek(sgp_json_reader *reader)
{
    if (reader->at == reader->end && !read_on(reader))
        return FAILED;
    return reader->at == reader->end ? END_OF_FILE : (unsigned char)reader->buffer[reader->at];
}

/* Passes the byte that was looked at. */
static void pass(sgp_json_reader *reader)
{
    const unsigned char passed = (unsigned char)reader->buffer[reader->at++];
    reader->taken++;
    if (passed == '\n') {
        reader->line++;
        reader->column = 1;
    } else if ((passed & 0xC0) != 0x80) {
        reader->column++;
    }
}

/* The next byte that is not white space. */
static int peek_word(sgp_json_reader *reader)
{
    int byte;
    while ((byte = peek(reader)) == ' ' || byte == '\t' || byte == '\n' || byte == '\r')
        pass(reader);
    return byte;
}

/* What to answer where `byte` is not what must stand there. */
static signpost_status fail_unexpected(sgp_json_reader *reader, int byte, const char *what)
{
    if (byte == FAILED)
        return reader->error ? reader->error->status : SIGNPOST_IO;
    return fail_here(reader, byte == END_OF_FILE ? "the file ends in the middle of its JSON" : what);
}

static signpost_status expect(sgp_json_reader *reader, char wanted, const char *what)
{
    const int byte = peek_word(reader);
    if (byte != wanted)
        return fail_unexpected(reader, byte, what);
    pass(reader);
    return SIGNPOST_OK;
}

/* ---- texts ---- */

static bool keep(sgp_json_reader *reader, const char *bytes, size_t count)
{
    return sgp_array_append(&reader->scratch, bytes, count);
}

static signpost_status read_four_digits(sgp_json_reader *reader, unsigned *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++) {
        const int byte = peek(reader);
        const char *const digits = "0123456789abcdef";
        const char *digit = byte > 0 ? strchr(digits, sgp_lower((char)byte)) : NULL;
        if (!digit)
            return fail_unexpected(reader, byte, "\\u must be followed by four hexadecimal digits");
        *value = *value * 16 + (unsigned)(digit - digits);
        pass(reader);
    }
    return SIGNPOST_OK;
}

static size_t encode(unsigned point, char bytes[4])
{
    if (point < 0x80) {
        bytes[0] = (char)point;
        return 1;
    }
    const size_t count = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char beginnings[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = count - 1; i > 0; i--, point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3F));
    bytes[0] = (char)(beginnings[count] | point);
    return count;
}

/* After `\u`. */
static signpost_status read_code_point(sgp_json_reader *reader)
{
    char bytes[4];
    unsigned point, low;
    const unsigned column = reader->column - 2;
    signpost_status status = read_four_digits(reader, &point);
    if (status)
        return status;
    if (point == 0)
        return fail_at(reader, reader->line, column, "a text holds a NUL character");
    if (point >= 0xD800 && point < 0xE000) {
        const char *const half = "half of a pair of surrogates";
        for (const char *at = "\\u"; *at; at++) {
            if (point >= 0xDC00 || peek(reader) != *at)
                return fail_at(reader, reader->line, column, half);
            pass(reader);
        }
        status = read_four_digits(reader, &low);
        if (status)
            return status;
        if (low < 0xDC00 || low >= 0xE000)
            return fail_at(reader, reader->line, column, half);
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    return keep(reader, bytes, encode(point, bytes)) ? SIGNPOST_OK : sgp_fail_memory(reader->error);
}

static signpost_status read_escape(sgp_json_reader *reader)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    pass(reader);
    const int byte = peek(reader);
    if (byte == 'u') {
        pass(reader);
        return read_code_point(reader);
    }
    const char *name = byte > 0 ? strchr(names, byte) : NULL;
    if (!name)
        return fail_unexpected(reader, byte, "no such escape");
    pass(reader);
    return keep(reader, &meanings[name - names], 1) ? SIGNPOST_OK : sgp_fail_memory(reader->error);
}

static signpost_status check_size(sgp_json_reader *reader)
{
    return reader->taken > SGP_JSON_LARGEST_VALUE ? fail_here(reader, "a value is larger than 1 MiB") : SIGNPOST_OK;
}

/* Bytes that stand for themselves, as many as are in the buffer. */
static signpost_status read_plain(sgp_json_reader *reader)
{
    const size_t first = reader->at;
    while (reader->at < reader->end) {
        const unsigned char byte = (unsigned char)reader->buffer[reader->at];
        if (byte == '"' || byte == '\\' || byte < 0x20)
            break;
        pass(reader);
    }
    if (!keep(reader, reader->buffer + first, reader->at - first))
        return sgp_fail_memory(reader->error);
    return check_size(reader);
}

/* From the opening quote to behind the closing one. */
static signpost_status read_text(sgp_json_reader *reader, sgp_arena *arena, const char **text)
{
    const unsigned line = reader->line, column = reader->column;
    signpost_status status = SIGNPOST_OK;
    pass(reader);
    reader->scratch.count = 0;
    for (int byte; !status && (byte = peek(reader)) != '"';) {
        if (byte < 0)
            return fail_unexpected(reader, byte, "");
        if (byte < 0x20)
            return fail_here(reader, "a text holds a control character");
        status = byte == '\\' ? read_escape(reader) : read_plain(reader);
    }
    if (status)
        return status;
    pass(reader);
    if (!sgp_text_is_utf8(reader->scratch.items, reader->scratch.count, NULL))
        return fail_at(reader, line, column, "a text is not valid UTF-8");
    *text = sgp_arena_text(arena, reader->scratch.count ? reader->scratch.items : "", reader->scratch.count);
    return *text ? SIGNPOST_OK : sgp_fail_memory(reader->error);
}

/* ---- numbers and words ---- */

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* -12, 0.5, 1e-3; not 012, .5, 1. or +1. */
static bool is_number(const char *text)
{
    text += *text == '-';
    if (!digits_at(text) || (*text == '0' && digits_at(text) > 1))
        return false;
    text += digits_at(text);
    if (*text == '.') {
        if (!digits_at(text + 1))
            return false;
        text += 1 + digits_at(text + 1);
    }
    if (*text == 'e' || *text == 'E') {
        text += 1 + (text[1] == '+' || text[1] == '-');
        if (!digits_at(text))
            return false;
        text += digits_at(text);
    }
    return !*text;
}

/* A number, true, false or null. */
static signpost_status read_word(sgp_json_reader *reader, sgp_arena *arena, sgp_json_value *value)
{
    char word[SGP_JSON_LONGEST_NUMBER + 1];
    size_t length = 0;
    int byte;
    while ((byte = peek(reader)) > 0 &&
           (sgp_is_letter((char)byte) || sgp_is_digit((char)byte) || strchr("+-.", byte))) {
        if (length == SGP_JSON_LONGEST_NUMBER)
            return fail_at(reader, value->line, value->column, "a number of more than 40 characters");
        word[length++] = (char)byte;
        pass(reader);
    }
    word[length] = '\0';
    if (!length || byte == FAILED)
        return fail_unexpected(reader, byte, "expected a value");
    if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0)
        value->kind = SGP_JSON_FLAG;
    else if (strcmp(word, "null") == 0)
        value->kind = SGP_JSON_NULL;
    else if (is_number(word))
        value->kind = SGP_JSON_NUMBER;
    else
        return fail_at(reader, value->line, value->column, "expected a value");
    value->text = sgp_arena_text(arena, word, length);
    return value->text ? SIGNPOST_OK : sgp_fail_memory(reader->error);
}

/* ---- steps ---- */

signpost_status sgp_json_enter(sgp_json_reader *reader, char opening)
{
    return expect(reader, opening, opening == '{' ? "expected an object" : "expected a list");
}

/* Past the comma, if one is due, or the end. */
static signpost_status go_on(sgp_json_reader *reader, bool *first, char closing)
{
    const int byte = peek_word(reader);
    if (byte == closing) {
        pass(reader);
        return SIGNPOST_NONE;
    }
    if (!*first) {
        if (byte != ',')
            return fail_unexpected(reader, byte,
                                   closing == '}' ? "expected \",\" or \"}\"" : "expected \",\" or \"]\"");
        pass(reader);
    }
    *first = false;
    return SIGNPOST_OK;
}

signpost_status sgp_json_next_item(sgp_json_reader *reader, bool *first)
{
    return go_on(reader, first, ']');
}

signpost_status sgp_json_next_member(sgp_json_reader *reader, bool *first, sgp_arena *arena, const char **key)
{
    signpost_status status = go_on(reader, first, '}');
    if (status)
        return status;
    const int byte = peek_word(reader);
    if (byte != '"')
        return fail_unexpected(reader, byte, "expected a key");
    status = read_text(reader, arena, key);
    return status ? status : expect(reader, ':', "expected \":\"");
}

/* ---- values ---- */

static signpost_status read_value(sgp_json_reader *reader, sgp_arena *arena, int depth, sgp_json_value **value);

static signpost_status check_key(sgp_json_reader *reader, const sgp_json_value *object, const char *key, int members)
{
    char what[160];
    if (members > SGP_JSON_MOST_MEMBERS)
        return fail_here(reader, "an object has more than 256 members");
    if (!sgp_json_member(object, key))
        return SIGNPOST_OK;
    snprintf(what, sizeof what, "an object has two members \"%.100s\"", key);
    sgp_text_trim_cut(what);
    return fail_here(reader, what);
}

static signpost_status read_items(sgp_json_reader *reader, sgp_arena *arena, int depth, sgp_json_value *whole)
{
    const bool is_object = whole->kind == SGP_JSON_OBJECT;
    sgp_json_value **next = &whole->first;
    bool first = true;
    if (depth == SGP_JSON_DEEPEST)
        return fail_here(reader, "values are nested deeper than 40");
    pass(reader);
    for (int members = 1;; members++) {
        const char *key = NULL;
        signpost_status status =
            is_object ? sgp_json_next_member(reader, &first, arena, &key) : sgp_json_next_item(reader, &first);
        if (!status && is_object)
            status = check_key(reader, whole, key, members);
        if (!status)
            status = read_value(reader, arena, depth + 1, next);
        if (status)
            return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
        (*next)->key = key;
        next = &(*next)->next;
    }
}

static signpost_status read_value(sgp_json_reader *reader, sgp_arena *arena, int depth, sgp_json_value **value)
{
    const int byte = peek_word(reader);
    signpost_status status = check_size(reader);
    sgp_json_value *made = status ? NULL : sgp_arena_allocate(arena, 1, sizeof *made);
    if (!made)
        return status ? status : sgp_fail_memory(reader->error);
    *made = (sgp_json_value){.line = reader->line, .column = reader->column, .text = ""};
    *value = made;
    if (byte == '"') {
        made->kind = SGP_JSON_TEXT;
        return read_text(reader, arena, &made->text);
    }
    if (byte != '{' && byte != '[')
        return read_word(reader, arena, made);
    made->kind = byte == '{' ? SGP_JSON_OBJECT : SGP_JSON_LIST;
    return read_items(reader, arena, depth, made);
}

signpost_status sgp_json_read(sgp_json_reader *reader, sgp_arena *arena, sgp_json_value **value)
{
    reader->taken = 0;
    *value = NULL;
    return read_value(reader, arena, 0, value);
}

const sgp_json_value *sgp_json_member(const sgp_json_value *object, const char *key)
{
    const sgp_json_value *member = object && object->kind == SGP_JSON_OBJECT ? object->first : NULL;
    while (member && (!member->key || strcmp(member->key, key) != 0))
        member = member->next;
    return member;
}

/* ---- the file ---- */

/* A byte order mark may come in pieces. */
static signpost_status pass_byte_order_mark(sgp_json_reader *reader)
{
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};
    for (size_t i = 0; i < sizeof mark; i++) {
        const int byte = peek(reader);
        if (byte != mark[i])
            return byte == FAILED || i ? fail_unexpected(reader, byte, "expected an object") : SIGNPOST_OK;
        reader->at++;
    }
    return SIGNPOST_OK;
}

static signpost_status begin(sgp_json_reader *reader)
{
    reader->at = reader->end = 0;
    reader->line = reader->column = 1;
    reader->taken = 0;
    return pass_byte_order_mark(reader);
}

signpost_status sgp_json_open(sgp_json_reader *reader, const char *path, signpost_error *error)
{
    struct stat about;
    reader->name = path;
    reader->error = error;
    reader->scratch = (sgp_array)SGP_ARRAY_OF(char);
    reader->file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) + 1;
    if (!reader->file || fstat(reader->file - 1, &about) != 0)
        return sgp_fail_to_read(path, errno, error);
    if (!S_ISREG(about.st_mode)) {
        sgp_fail(error, SIGNPOST_INVALID, SGP_CANNOT_READ,
                 "could not read \"%s\": it is no file that can be read more than once", path);
        sgp_error_hint(error, "name a file, not a folder or a pipe");
        return SIGNPOST_INVALID;
    }
    return begin(reader);
}

signpost_status sgp_json_rewind(sgp_json_reader *reader)
{
    if (lseek(reader->file - 1, 0, SEEK_SET) != 0)
        return sgp_fail_to_read(reader->name, errno, reader->error);
    return begin(reader);
}

void sgp_json_close(sgp_json_reader *reader)
{
    if (reader->file)
        close(reader->file - 1);
    reader->file = 0;
    sgp_array_release(&reader->scratch);
}

signpost_status sgp_json_finish(sgp_json_reader *reader)
{
    const int byte = peek_word(reader);
    return byte == END_OF_FILE ? SIGNPOST_OK : fail_unexpected(reader, byte, "something stands after the end");
}
