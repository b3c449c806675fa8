/* Reading a line, strictly: what a recorder would not have written is refused, with the place and what is expected
 * there. A line that is read is written the same. */
#include "journal/journal.h"

#include "base/civil.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* Where reading stands. */
typedef struct cursor {
    const char *start, *at, *end;
    char wanted[64]; /* what is expected at `at` */
    sgp_arena *arena;
    bool lost; /* memory ran out */
} cursor;

/* Says what is expected; false, so that a reader can end with it. */
static bool want(cursor *c, const char *what)
{
    snprintf(c->wanted, sizeof c->wanted, "%s", what);
    return false;
}

static bool take(cursor *c, const char *literal)
{
    size_t length = strlen(literal);
    if ((size_t)(c->end - c->at) < length || memcmp(c->at, literal, length) != 0)
        return want(c, literal);
    c->at += length;
    return true;
}

/* Whether the writer puts a byte as \\u00xx. */
static bool is_escaped_by_number(int byte)
{
    return byte > 0 && byte != '\n' && byte != '\t' &&
           (byte < 0x20 || byte == '<' || byte == '>' || byte == '&' || byte == 0x7F);
}

/* Takes what stands after a backslash; -1 when it is not what the writer puts. */
static int take_escape(cursor *c)
{
    static const char letters[] = "\"\\nt", bytes[] = "\"\\\n\t";
    if (c->at == c->end)
        return -1;
    const char *letter = memchr(letters, *c->at, sizeof letters - 1);
    if (letter) {
        c->at++;
        return bytes[letter - letters];
    }
    if (c->end - c->at < 5 || memcmp(c->at, "u00", 3) != 0)
        return -1;
    int high = sgp_hex_digit(c->at[3]), low = sgp_hex_digit(c->at[4]);
    if (high < 0 || low < 0 || !is_escaped_by_number(high * 16 + low))
        return -1;
    c->at += 5;
    return high * 16 + low;
}

static bool take_text(cursor *c, const char **text)
{
    if (!take(c, "\""))
        return want(c, "a text");
    const char *end = c->at;
    while (end < c->end && *end != '"')
        end += *end == '\\' && c->end - end > 1 ? 2 : 1;
    char *to = sgp_arena_allocate(c->arena, (size_t)(end - c->at) + 1, 1);
    if (!to) {
        c->lost = true;
        return false;
    }
    *text = to;
    while (c->at < c->end && *c->at != '"') {
        int byte = (unsigned char)*c->at++;
        if (byte != '\\' && (byte < 0x20 || is_escaped_by_number(byte))) {
            c->at--;
            return want(c, "an escape for that character");
        }
        if (byte == '\\' && (byte = take_escape(c)) < 0)
            return want(c, "an escape that is written here");
        *to++ = (char)byte;
    }
    return take(c, "\"");
}

static bool take_number(cursor *c, int64_t least, int64_t most, int64_t *number)
{
    char digits[24];
    size_t length = 0;
    while (c->at + length < c->end && length < sizeof digits - 1 &&
           (sgp_is_digit(c->at[length]) || c->at[length] == '-'))
        length++;
    memcpy(digits, c->at, length);
    digits[length] = '\0';
    char again[24];
    if (!sgp_parse_integer(digits, number) || *number < least || *number > most ||
        strcmp(sgp_format_fixed(*number, 0, again, sizeof again), digits) != 0)
        return want(c, "a whole number in its bounds");
    c->at += length;
    return true;
}

static bool take_moment(cursor *c, signpost_minute *moment)
{
    char text[SIGNPOST_MOMENT_SIZE];
    enum { LENGTH = sizeof "2026-11-21T18:30Z" - 1 };
    if (!take(c, "\"") || c->end - c->at < LENGTH)
        return want(c, "a moment such as \"2026-11-21T18:30Z\"");
    memcpy(text, c->at, LENGTH);
    text[LENGTH] = '\0';
    if (!sgp_read_minute(text, moment))
        return want(c, "a moment such as \"2026-11-21T18:30Z\"");
    c->at += LENGTH;
    return take(c, "\"");
}

static bool take_age(cursor *c, signpost_age *age)
{
    int64_t from, to;
    if (!take(c, "[") || !take_number(c, 0, INT32_MAX, &from) || !take(c, ",") || !take_number(c, 0, INT32_MAX, &to) ||
        !take(c, "]"))
        return false;
    *age = (signpost_age){(int32_t)from, (int32_t)to};
    return signpost_age_is_valid(*age) || want(c, "an age before this");
}

static bool take_texts(cursor *c, signpost_texts *texts)
{
    sgp_array found = SGP_ARRAY_OF(const char *);
    bool good = take(c, "[");
    while (good && c->at < c->end && *c->at != ']') {
        const char *text;
        good = (!found.count || take(c, ",")) && take_text(c, &text);
        if (good && !sgp_array_append(&found, &text, 1))
            good = !(c->lost = true);
    }
    good = good && take(c, "]");
    *texts = (signpost_texts){NULL, found.count};
    if (good && found.count && !(texts->at = sgp_arena_copy(c->arena, found.items, found.count * sizeof(char *))))
        good = !(c->lost = true);
    sgp_array_release(&found);
    return good;
}

static bool take_word(cursor *c, const char *(*name)(unsigned), unsigned *of)
{
    const char *from = c->at, *text;
    if (!take_text(c, &text))
        return false;
    for (*of = 0; *name(*of); ++*of)
        if (strcmp(name(*of), text) == 0)
            return true;
    c->at = from;
    return want(c, "one of its words");
}

static bool take_field(cursor *c, const sgp_field *field, signpost_line *line)
{
    void *at = (char *)line + field->offset;
    int64_t number = 0;
    if (!take(c, field->before))
        return false;
    bool good;
    switch (field->kind) {
    case SGP_FIELD_TEXT:
        return take_text(c, at);
    case SGP_FIELD_HASH:
        return take_text(c, at) && (!**(const char **)at || sgp_is_fingerprint(*(const char **)at) ||
                                    want(c, "a fingerprint of 64 hexadecimal digits before this"));
    case SGP_FIELD_MOMENT:
        return take_moment(c, at);
    case SGP_FIELD_AGE:
        return take_age(c, at);
    case SGP_FIELD_COUNT:
        good = take_number(c, 0, INT32_MAX, &number);
        *(int32_t *)at = (int32_t)number;
        return good;
    case SGP_FIELD_NUMBER:
        return take_number(c, INT64_MIN, INT64_MAX, at);
    case SGP_FIELD_WORD:
        return take_word(c, field->name, at);
    case SGP_FIELD_TEXTS:
    default:
        return take_texts(c, at);
    }
}

static const char *kind_name(unsigned of)
{
    return signpost_line_kind_name((signpost_line_kind)of);
}

static bool take_line(cursor *c, bool is_first, signpost_line *line)
{
    unsigned kind;
    signpost_minute moment;
    if (!take(c, is_first ? "{\"journal\":1,\"event\":" : "{\"event\":") || !take_word(c, kind_name, &kind) ||
        !take(c, ",\"at\":") || !take_moment(c, &moment))
        return false;
    size_t number = line->number;
    *line = sgp_line_empty((signpost_line_kind)kind, moment);
    line->number = number;
    for (const sgp_field *field = sgp_line_fields(line->kind); field->before; field++)
        if (!take_field(c, field, line))
            return false;
    return c->at == c->end || want(c, ",\"chain\":");
}

bool sgp_line_read(const sgp_raw_line *raw, sgp_arena *arena, signpost_line *line, signpost_diagnostics *list)
{
    size_t bad;
    cursor c = {.start = raw->bytes, .at = raw->bytes, .end = raw->bytes + raw->size, .arena = arena};
    sgp_spot spot = {raw->file, (unsigned)raw->number, 0};
    *line = (signpost_line){.number = raw->number};
    if (!sgp_text_is_utf8(raw->bytes, raw->size, &bad)) {
        spot.column = (unsigned)bad + 1;
        sgp_diagnose(list, SIGNPOST_ERROR, SGP_JOURNAL_DAMAGED, spot, "the line is not UTF-8 here");
        return false;
    }
    if (take_line(&c, raw->number == 1, line))
        return true;
    spot.column = (unsigned)(c.at - c.start) + 1;
    if (c.lost)
        sgp_diagnostics_lose(list);
    else
        sgp_diagnose(list, SIGNPOST_ERROR, SGP_JOURNAL_DAMAGED, spot, "the line does not go on with %s", c.wanted);
    return false;
}
