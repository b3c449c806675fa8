/* `signpost check --reach`: which dispositions each pathway can reach, and who comes to them. */
#include "auditing.h"
#include "prove.h"

#include <stdlib.h>
#include <string.h>

/* Everybody who comes to one disposition in one pathway, whatever the outcome. */
typedef struct reach {
    const char *pathway;
    signpost_disposition disposition;
    const signpost_reachable *rows; /* of the pathway */
    size_t count;
} reach;

static bool is_of(const reach *one, const signpost_reachable *row)
{
    return strcmp(row->outcome.disposition.code, one->disposition.code) == 0;
}

/* The sexes at an age, a bit each, and the last day up to which that stays so. */
static unsigned sexes_at(const reach *one, int32_t day, int32_t *until)
{
    unsigned sexes = 0;
    *until = INT32_MAX;
    for (size_t i = 0; i < one->count; i++) {
        const signpost_reachable *row = &one->rows[i];
        if (!is_of(one, row))
            continue;
        if (row->from_days > day && row->from_days - 1 < *until)
            *until = row->from_days - 1;
        if (row->from_days > day || row->to_days < day)
            continue;
        *until = row->to_days < *until ? row->to_days : *until;
        for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
            sexes |= (unsigned)row->sexes[sex] << sex;
    }
    return sexes;
}

static void show_band(int32_t from, int32_t to, unsigned sexes, bool is_first)
{
    char ages[SIGNPOST_AGES_SIZE];
    signpost_ages_format(from, to, ages);
    printf("%s%s%s", is_first ? "" : "; ", ages, strcmp(ages, "any") == 0 ? " age" : "");
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT && sexes != (1u << SIGNPOST_SEX_COUNT) - 1; sex++)
        if (sexes >> sex & 1)
            printf(", %s", signpost_sex_name((signpost_sex)sex));
}

/* One line: the disposition, and its bands of ages; neighbouring ones of the same sexes are one. */
static void show_disposition(const reach *one)
{
    int32_t from = 0, until;
    unsigned sexes = 0;
    bool is_first = true;
    printf("  %-6s %s: ", one->disposition.code, one->disposition.title);
    for (int32_t day = 0;; day = until + 1) {
        unsigned here = sexes_at(one, day, &until);
        if (here != sexes) {
            if (sexes) {
                show_band(from, day - 1, sexes, is_first);
                is_first = false;
            }
            from = day;
            sexes = here;
        }
        if (until == INT32_MAX)
            break;
    }
    putchar('\n');
}

static int by_urgency(const void *a, const void *b)
{
    const signpost_reachable *x = a, *y = b;
    return (x->outcome.disposition.urgency > y->outcome.disposition.urgency) -
           (x->outcome.disposition.urgency < y->outcome.disposition.urgency);
}

static void show_pathway(signpost_reachable *rows, size_t count)
{
    qsort(rows, count, sizeof *rows, by_urgency);
    printf("%s\n", rows->pathway);
    for (size_t i = 0; i < count; i++) {
        const reach one = {rows->pathway, rows[i].outcome.disposition, rows, count};
        if (!i || !is_of(&one, &rows[i - 1]))
            show_disposition(&one);
    }
}

int show_reach(const signpost_proof *proof)
{
    size_t count = 0;
    signpost_reachable row;
    while (signpost_proof_reached(proof, count, &row))
        count++;
    signpost_reachable *rows = malloc((count + 1) * sizeof *rows);
    if (!rows) {
        fputs("error: memory ran out [SP0101]\n", stderr);
        return COULD_NOT;
    }
    for (size_t i = 0; i < count; i++)
        signpost_proof_reached(proof, i, &rows[i]);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && strcmp(rows[end].pathway, rows[first].pathway) == 0;)
            end++;
        show_pathway(rows + first, end - first);
    }
    free(rows);
    return DONE;
}
