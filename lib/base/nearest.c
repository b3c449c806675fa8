/* The nearest right name to a misspelt one, by the optimal string alignment distance. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 64 }; /* longer names are never suggested */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t sgp_edit_distance(const char *a, const char *b, size_t most)
{
    size_t length_a = strlen(a), length_b = strlen(b);
    size_t apart = length_a > length_b ? length_a - length_b : length_b - length_a;
    if (apart > most || length_a > LONGEST || length_b > LONGEST)
        return most + 1;
    size_t rows[3][LONGEST + 1]; /* two before, before, this */
    size_t *older = rows[0], *before = rows[1], *row = rows[2];
    for (size_t j = 0; j <= length_b; j++)
        before[j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            size_t change = before[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(change, least(before[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], older[j - 2] + 1);
        }
        size_t *spare = older;
        older = before;
        before = row;
        row = spare;
    }
    return least(before[length_b], most + 1);
}

sgp_nearest sgp_nearest_to(const char *wanted)
{
    /* A third of the letters may be wrong, but never so many that any short name would do. */
    size_t length = strlen(wanted);
    return (sgp_nearest){wanted, NULL, length < 3 ? 2 : length / 3 + 1};
}

void sgp_nearest_offer(sgp_nearest *nearest, const char *name)
{
    if (!nearest->distance)
        return;
    size_t distance = sgp_edit_distance(nearest->wanted, name, nearest->distance - 1);
    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->best = name;
    }
}

char *sgp_nearest_suggestion(const sgp_nearest *nearest, char *buffer, size_t size)
{
    if (nearest->best)
        snprintf(buffer, size, "; did you mean \"%s\"?", nearest->best);
    else
        buffer[0] = '\0';
    return buffer;
}
