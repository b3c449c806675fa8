/* Text: UTF-8, ASCII classes, folding, numbers. Unicode is utf8proc's business. */
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

bool sgp_text_is_utf8(const char *text, size_t length, size_t *bad)
{
    for (size_t at = 0; at < length;) {
        utf8proc_int32_t point;
        size_t left = length - at;
        utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)left, &point);
        if (used <= 0 || point == 0) {
            if (bad)
                *bad = at;
            return false;
        }
        at += (size_t)used;
    }
    return true;
}

bool sgp_text_is_seen(const char *text)
{
    for (const char *at = text; *at;) {
        utf8proc_int32_t point = (unsigned char)*at;
        utf8proc_ssize_t used = point < 0x80 ? 1 : utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &point);
        const utf8proc_category_t kind = used < 1 || point < 0x80 ? UTF8PROC_CATEGORY_PO : utf8proc_category(point);
        if (used < 1 || point <= ' ' || point == 0x7f || (kind >= UTF8PROC_CATEGORY_ZS && kind <= UTF8PROC_CATEGORY_CF))
            return false;
        at += used;
    }
    return true;
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

bool sgp_text_is_hexadecimal(const char *text, size_t digits)
{
    return strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

size_t sgp_text_cut(const char *text, size_t most)
{
    size_t length = strnlen(text, most + 1);
    if (length <= most)
        return length;
    size_t cut = most;
    while (cut && is_continuation(text[cut]))
        cut--;
    return cut;
}

/* Bytes that a character's first byte promises. */
static size_t promised(char first)
{
    unsigned char byte = (unsigned char)first;
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

void sgp_text_trim_cut(char *text)
{
    size_t length = strlen(text), last = length;
    while (last && is_continuation(text[last - 1]))
        last--;
    if (last && last - 1 + promised(text[last - 1]) > length)
        text[last - 1] = '\0';
}

bool sgp_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool sgp_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool sgp_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char sgp_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

char sgp_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool sgp_text_equal_ignoring_case(const char *a, const char *b)
{
    while (*a && sgp_lower(*a) == sgp_lower(*b))
        a++, b++;
    return sgp_lower(*a) == sgp_lower(*b);
}

bool sgp_text_next_item(const char **list, const char **item, size_t *length)
{
    while (**list == ';' || sgp_is_space(**list))
        ++*list;
    *item = *list;
    *length = strcspn(*list, ";");
    *list += *length;
    while (*length && sgp_is_space((*item)[*length - 1]))
        --*length;
    return *length > 0;
}

bool sgp_text_is_name(const char *text)
{
    if (!(*text >= 'a' && *text <= 'z'))
        return false;
    for (; *text; text++)
        if (!(*text >= 'a' && *text <= 'z') && !sgp_is_digit(*text) && *text != '-')
            return false;
    return true;
}

static void squeeze_spaces(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (!sgp_is_space(*from))
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    while (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
}

/* utf8proc allocates by malloc: its buffers are ours, so that the host's table sees every byte. */
static char *fold_unicode(const char *text, size_t length)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                                      UTF8PROC_DECOMPOSE | UTF8PROC_IGNORE;
    utf8proc_ssize_t points =
        utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, NULL, 0, options);
    if (points < 0)
        return NULL;
    utf8proc_int32_t *buffer = sgp_allocate(((size_t)points + 1) * sizeof *buffer);
    if (!buffer)
        return NULL;
    points = utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, buffer, points, options);
    utf8proc_ssize_t bytes =
        points < 0 ? points : utf8proc_reencode(buffer, points, options & ~(unsigned)UTF8PROC_DECOMPOSE);
    if (bytes < 0) {
        sgp_release(buffer);
        return NULL;
    }
    return (char *)buffer; /* re-encoded in place, with a NUL */
}

char *sgp_text_fold(const char *text)
{
    size_t length = strlen(text);
    char *folded;
    if (sgp_text_is_utf8(text, length, NULL)) {
        folded = fold_unicode(text, length);
    } else if ((folded = sgp_copy_text(text))) {
        for (char *at = folded; *at; at++)
            *at = sgp_lower(*at);
    }
    if (folded)
        squeeze_spaces(folded);
    return folded;
}

bool sgp_parse_integer(const char *text, int64_t *value)
{
    return sgp_parse_fixed(text, 0, value);
}

/* Reads the digits at `*at` into `*value`, at most `room` of them; counts them. */
static int read_digits(const char **at, int room, int64_t *value)
{
    int count = 0;
    for (; sgp_is_digit(**at) && count < room; ++*at, count++)
        *value = *value * 10 + (**at - '0');
    return count;
}

bool sgp_parse_fixed(const char *text, int decimals, int64_t *value)
{
    enum { MOST_DIGITS = 18 };
    bool negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    int64_t count = 0;
    if (!read_digits(&text, MOST_DIGITS - decimals, &count))
        return false;
    int fraction = 0;
    if (*text == '.') {
        text++;
        fraction = read_digits(&text, decimals, &count);
        while (fraction && *text == '0') /* 1.500 says no more than 1.5 */
            text++;
        if (!fraction)
            return false;
    }
    for (; fraction < decimals; fraction++)
        count *= 10;
    *value = negative ? -count : count;
    return *text == '\0';
}

bool sgp_parse_decimal(const char *text, double *value)
{
    bool negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    if (!sgp_is_digit(*text))
        return false;
    double number = 0, scale = 1;
    while (sgp_is_digit(*text))
        number = number * 10 + (*text++ - '0');
    if (*text == '.') {
        if (!sgp_is_digit(*++text))
            return false;
        for (; sgp_is_digit(*text) && scale < 1e15; text++, scale *= 10)
            number = number * 10 + (*text - '0');
        while (sgp_is_digit(*text)) /* beyond what a double tells apart */
            text++;
    }
    number /= scale;
    *value = negative ? -number : number;
    return *text == '\0' && isfinite(number);
}

char *sgp_format_fixed(int64_t value, int decimals, char *buffer, size_t size)
{
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    const char *sign = value < 0 ? "-" : "";
    int64_t whole = value / unit, rest = value % unit;
    if (decimals)
        snprintf(buffer, size, "%s%lld.%0*lld", sign, (long long)(whole < 0 ? -whole : whole), decimals,
                 (long long)(rest < 0 ? -rest : rest));
    else
        snprintf(buffer, size, "%lld", (long long)value);
    return buffer;
}
