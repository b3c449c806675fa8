/* When two words, or two numbers, are nearly one. */
#include "duplicates/compare.h"

#include <string.h>

enum { LONGEST = 64 }; /* of a word is looked at */

/* Marks, in `taken`, what of b matches a within `reach`; returns how many, with their characters in a's order. */
static size_t match_characters(const char *a, size_t length_a, const char *b, size_t length_b, size_t reach,
                               uint64_t *taken, char matched[LONGEST])
{
    size_t matches = 0;
    *taken = 0;
    for (size_t i = 0; i < length_a; i++) {
        size_t from = i > reach ? i - reach : 0, to = i + reach + 1 < length_b ? i + reach + 1 : length_b;
        for (size_t j = from; j < to; j++)
            if (a[i] == b[j] && !(*taken >> j & 1)) {
                *taken |= (uint64_t)1 << j;
                matched[matches++] = a[i];
                break;
            }
    }
    return matches;
}

double sgp_jaro_winkler(const char *a, size_t length_a, const char *b, size_t length_b)
{
    char matched[LONGEST];
    uint64_t taken;
    length_a = length_a < LONGEST ? length_a : LONGEST;
    length_b = length_b < LONGEST ? length_b : LONGEST;
    size_t longer = length_a > length_b ? length_a : length_b;
    size_t matches = match_characters(a, length_a, b, length_b, longer / 2 > 0 ? longer / 2 - 1 : 0, &taken, matched);
    if (!matches)
        return length_a == length_b && !length_a;
    size_t out_of_order = 0, at = 0, prefix = 0;
    for (size_t j = 0; j < length_b; j++)
        if (taken >> j & 1)
            out_of_order += matched[at++] != b[j];
    double m = (double)matches;
    double jaro = (m / (double)length_a + m / (double)length_b + (m - (double)(out_of_order / 2)) / m) / 3;
    while (prefix < 4 && prefix < length_a && prefix < length_b && a[prefix] == b[prefix])
        prefix++;
    return jaro + 0.1 * (double)prefix * (1 - jaro);
}

bool sgp_is_one_edit(const char *a, const char *b)
{
    size_t length_a = strlen(a), length_b = strlen(b), before = 0;
    while (a[before] && a[before] == b[before])
        before++;
    while (length_a > before && length_b > before && a[length_a - 1] == b[length_b - 1])
        length_a--, length_b--;
    size_t left_a = length_a - before, left_b = length_b - before;
    if (left_a == 2 && left_b == 2)
        return a[before] == b[before + 1] && a[before + 1] == b[before];
    return left_a <= 1 && left_b <= 1 && left_a + left_b > 0;
}
