/* Places in a file of triage content, found by its lines and how far in they stand. */
#ifndef SIGNPOST_TESTS_TEXT_PIECES_H
#define SIGNPOST_TESTS_TEXT_PIECES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A piece of a text. */
typedef struct piece {
    size_t at, length;
} piece;

static inline size_t line_at(const char *text, unsigned line)
{
    size_t at = 0;
    while (line-- > 1 && text[at])
        at += strcspn(text + at, "\n") + 1;
    return at;
}

static inline size_t indent_at(const char *text, size_t at)
{
    return strspn(text + at, " ");
}

/* A line, and those below it that stand further in. */
static inline piece block_at(const char *text, unsigned line)
{
    size_t first = line_at(text, line), indent = indent_at(text, first), end = first;
    do
        end += strcspn(text + end, "\n") + (text[end + strcspn(text + end, "\n")] != '\0');
    while (text[end] && (text[end] == '\n' || indent_at(text, end) > indent));
    return (piece){first, end - first};
}

/* What begins with `wanted` behind a space, a brace or a comma, from `at` to `end`; SIZE_MAX when nothing does. */
static inline size_t find_word(const char *text, size_t at, size_t end, const char *wanted)
{
    size_t length = strlen(wanted);
    for (; at + length <= end; at++)
        if (at && strchr(" {,", text[at - 1]) && strncmp(text + at, wanted, length) == 0)
            return at;
    return SIZE_MAX;
}

#endif
