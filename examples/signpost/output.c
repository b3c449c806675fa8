/* Messages, and where results go. */
#include "program.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int wrong_use(const char *format, ...)
{
    va_list values;
    fputs("signpost: ", stderr);
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    return WRONG_USE;
}

/* A message quotes what others wrote: it must not write to the terminal by itself. */
static void say_line(const char *line)
{
    print_visible(stderr, line);
    fputc('\n', stderr);
}

int could_not(const signpost_error *error)
{
    char line[SIGNPOST_FILE_SIZE + 3 * SIGNPOST_TEXT_SIZE];
    signpost_error_format(error, line, sizeof line);
    say_line(line);
    switch (error->status) {
    case SIGNPOST_INVALID:
    case SIGNPOST_OUT_OF_RANGE:
        return WRONG_USE;
    case SIGNPOST_CONTENT:
        return FOUND_SOMETHING;
    case SIGNPOST_OK:
    case SIGNPOST_NONE:
    case SIGNPOST_NOT_FOUND:
    case SIGNPOST_STATE:
    case SIGNPOST_REFUSED:
    case SIGNPOST_VERSION:
    case SIGNPOST_CORRUPT:
    case SIGNPOST_BUSY:
    case SIGNPOST_IO:
    case SIGNPOST_NO_MEMORY:
    case SIGNPOST_CANCELLED:
    default:
        return COULD_NOT;
    }
}

int wrong_name(const signpost_error *error)
{
    int status = could_not(error);
    return error->status == SIGNPOST_NOT_FOUND ? WRONG_USE : status;
}

void show_diagnostics(const signpost_diagnostics *diagnostics)
{
    for (size_t i = 0; i < signpost_diagnostics_count(diagnostics); i++) {
        char line[SIGNPOST_FILE_SIZE + 3 * SIGNPOST_TEXT_SIZE];
        signpost_diagnostic found = signpost_diagnostics_get(diagnostics, i);
        signpost_diagnostic_format(&found, line, sizeof line);
        say_line(line);
    }
}

static int cannot_write(const char *path)
{
    fprintf(stderr, "error: could not write \"%s\": %s [SP0103]\n", path, strerror(errno));
    return COULD_NOT;
}

bool output_open(output *to, const arguments *given)
{
    *to = (output){.file = stdout, .path = given->values[OPTION_OUTPUT]};
    if (!to->path)
        return true;
    size_t size = strlen(to->path) + 16;
    to->unfinished = malloc(size);
    if (to->unfinished) {
        snprintf(to->unfinished, size, "%s.unfinished", to->path);
        to->file = fopen(to->unfinished, "w");
        if (to->file)
            return true;
    }
    cannot_write(to->path);
    free(to->unfinished);
    return false;
}

int output_close(output *to, int status)
{
    bool good = fflush(to->file) == 0 && !ferror(to->file);
    if (!to->path)
        return good ? status : cannot_write("standard output");
    good = fclose(to->file) == 0 && good;
    if (good && rename(to->unfinished, to->path) != 0)
        good = false;
    if (!good) {
        status = cannot_write(to->path);
        remove(to->unfinished);
    }
    free(to->unfinished);
    return status;
}

int output_drop(output *to, int status)
{
    if (to->path) {
        fclose(to->file);
        remove(to->unfinished);
        free(to->unfinished);
    }
    return status;
}

static bool write_to_file(const char *bytes, size_t size, void *context)
{
    return fwrite(bytes, 1, size, context) == size;
}

void output_json(output *to, signpost_json *json)
{
    signpost_json_start(json, write_to_file, to->file);
}

bool format_of(const arguments *given, output_format *format)
{
    static const char *const names[] = {"table", "json", "csv"};
    const char *wanted = given->values[OPTION_FORMAT];
    *format = FORMAT_TABLE;
    for (int i = 0; wanted && i < 3; i++)
        if (strcmp(wanted, names[i]) == 0) {
            *format = (output_format)i;
            return true;
        }
    if (wanted)
        wrong_use("--format is table, json or csv, and not \"%s\"", wanted);
    return !wanted;
}

/* `before` is empty, or the mark that keeps a spreadsheet from reading a formula. */
static void put_csv(FILE *to, const char *before, const char *text, bool is_first)
{
    if (!is_first)
        fputc(',', to);
    if (!strpbrk(text, ",\"\r\n")) {
        fprintf(to, "%s%s", before, text);
        return;
    }
    fprintf(to, "\"%s", before);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', to);
        fputc(*text, to);
    }
    fputc('"', to);
}

void csv_field(FILE *to, const char *text, bool is_first)
{
    put_csv(to, "", text, is_first);
}

void csv_report_field(FILE *to, const char *text, bool is_first)
{
    bool is_formula = *text && strchr("=+-@\t\r", *text);
    put_csv(to, is_formula ? "'" : "", text, is_first);
}

/* Number of a character that must be seen, and how many bytes it has; 0 for others. */
static unsigned hidden_at(const unsigned char *at, size_t *bytes)
{
    unsigned point = *at;
    *bytes = 1;
    if (point < 0x20 || point == 0x7f)
        return point;
    if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0) {
        *bytes = 2;
        return at[1];
    }
    if (at[0] != 0xe2 || (at[1] != 0x80 && at[1] != 0x81) || at[2] < 0x80)
        return 0;
    *bytes = 3;
    point = 0x2000u | (unsigned)(at[1] & 0x3f) << 6 | (at[2] & 0x3f);
    bool is_hidden = (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
                     (point >= 0x2066 && point <= 0x2069);
    return is_hidden ? point : 0;
}

void print_visible_of(FILE *to, const char *text, size_t length)
{
    const char *end = text + length;
    for (size_t bytes; text < end; text += bytes) {
        unsigned point = hidden_at((const unsigned char *)text, &bytes);
        if (point)
            fprintf(to, "<U+%04X>", point);
        else
            fwrite(text, 1, bytes, to);
    }
}

void print_visible(FILE *to, const char *text)
{
    print_visible_of(to, text, strlen(text));
}

/* Breaks text at spaces; `first` stands before the first line, `indent`, as wide, before the others. */
static void print_paragraphs(FILE *to, const char *first, const char *indent, const char *text)
{
    enum { WIDTH = 96 };
    size_t column = 0;
    while (*text) {
        if (*text == '\n') {
            fputs(column ? "\n" : "", to);
            if (text[1] == '\n')
                fputc('\n', to);
            column = 0;
            text += strspn(text, "\n");
            continue;
        }
        size_t length = strcspn(text, " \n");
        if (column && column + 1 + length > WIDTH - strlen(indent)) {
            fputc('\n', to);
            column = 0;
        }
        fprintf(to, "%s%.*s", column ? " " : first, (int)length, text);
        first = indent;
        column += length + (column > 0);
        text += length;
        text += strspn(text, " ");
    }
    if (column)
        fputc('\n', to);
}

void print_wrapped(FILE *to, const char *indent, const char *text)
{
    print_paragraphs(to, indent, indent, text);
}

void print_item(FILE *to, const char *text)
{
    print_paragraphs(to, "  - ", "    ", text);
}

char *number_in_words(int64_t number, char buffer[32])
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)number), at = 0;
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0 && digits[i - 1] != '-')
            buffer[at++] = ',';
        buffer[at++] = digits[i];
    }
    buffer[at] = '\0';
    return buffer;
}

bool may_colour(FILE *to)
{
    const char *no_colour = getenv("NO_COLOR");
    return isatty(fileno(to)) && !(no_colour && *no_colour);
}

signpost_minute now(void)
{
    return (signpost_minute)(time(NULL) / 60);
}
