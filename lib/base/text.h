/* Text: UTF-8, folding for comparison, numbers, and the nearest right name. No locale is read anywhere. */
#ifndef SGP_BASE_TEXT_H
#define SGP_BASE_TEXT_H

#include "base/memory.h"

/* Whether it is valid UTF-8 without NUL; `*bad`, when not NULL, receives the first offset that is not. */
bool sgp_text_is_utf8(const char *text, size_t length, size_t *bad);
/* Whether every character of a text (valid UTF-8) is one that is seen: none is white space, a control character, a mark
 * of direction, or of no width. */
bool sgp_text_is_seen(const char *text);
/* Whether it is so many hexadecimal digits, in lower case, and no more. */
bool sgp_text_is_hexadecimal(const char *text, size_t digits);
/* Where a text of at most `most` bytes would be cut, at a character's boundary. */
size_t sgp_text_cut(const char *text, size_t most);
/* Removes a character that was cut in the middle at the text's end. */
void sgp_text_trim_cut(char *text);

/* ASCII only. */
bool sgp_is_digit(char c);
bool sgp_is_letter(char c);
bool sgp_is_space(char c); /* space, tab, CR, LF */
char sgp_upper(char c);
char sgp_lower(char c);
bool sgp_text_equal_ignoring_case(const char *a, const char *b); /* ASCII case */
/* Cuts the next item, without the spaces around it, off a list with ; between; empty ones are passed over. False at its
 * end. */
bool sgp_text_next_item(const char **list, const char **item, size_t *length);
/* A name of the content: a lower-case letter, then lower-case letters, digits and hyphens. */
bool sgp_text_is_name(const char *text);

/* Folded for comparison: Unicode case and compatibility folding, marks dropped, white space as single spaces.
 * Freed by sgp_release; NULL when memory ran out. Invalid UTF-8 gives a copy in ASCII folding. */
char *sgp_text_fold(const char *text);

/* Whole number of 1 to 18 digits, with an optional sign: false when it is anything else. */
bool sgp_parse_integer(const char *text, int64_t *value);
/* Decimal number, such as `-1.25`: as floating point; false when it is anything else or not finite. */
bool sgp_parse_decimal(const char *text, double *value);
/* Decimal number as a whole count of 10^-decimals: false when it is anything else, finer than that, or too large. */
bool sgp_parse_fixed(const char *text, int decimals, int64_t *value);
/* Writes a whole count of 10^-decimals as a decimal number; returns `buffer`. */
char *sgp_format_fixed(int64_t value, int decimals, char *buffer, size_t size);

/* Fewest edits (put in, left out, changed, two neighbours swapped) between two texts; gives up at `most` + 1. */
size_t sgp_edit_distance(const char *a, const char *b, size_t most);

/* Keeps the nearest of the names offered to it. */
typedef struct sgp_nearest {
    const char *wanted;
    const char *best; /* NULL while none is near enough */
    size_t distance;
} sgp_nearest;

sgp_nearest sgp_nearest_to(const char *wanted);
void sgp_nearest_offer(sgp_nearest *nearest, const char *name);
/* `; did you mean "name"?`, or "" when none is near; returns `buffer`. */
char *sgp_nearest_suggestion(const sgp_nearest *nearest, char *buffer, size_t size);

#endif
