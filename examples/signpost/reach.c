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

static bool people_of(const void *context, size_t index, signpost_people *people)
{
    const reach *one = context;
    if (index >= one->count)
        return false;
    const signpost_reachable *row = &one->rows[index];
    *people = (signpost_people){row->from_days, row->to_days, 0};
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT && is_of(one, row); sex++)
        people->sexes |= (unsigned)row->sexes[sex] << sex;
    return true;
}

static void show_people(const signpost_people *who, bool is_first)
{
    char ages[SIGNPOST_AGES_SIZE];
    signpost_ages_format(who->from_days, who->to_days, ages);
    printf("%s%s%s", is_first ? "" : "; ", ages, strcmp(ages, "any") == 0 ? " age" : "");
    for (int sex = 0; sex < SIGNPOST_SEX_COUNT && who->sexes != (1u << SIGNPOST_SEX_COUNT) - 1; sex++)
        if (who->sexes >> sex & 1)
            printf(", %s", signpost_sex_name((signpost_sex)sex));
}

/* One line: the disposition, and who comes to it. */
static void show_disposition(const reach *one)
{
    signpost_people who;
    printf("  %-6s %s: ", one->disposition.code, one->disposition.title);
    for (int32_t day = 0; signpost_people_next(people_of, one, day, &who); day = who.to_days + 1)
        show_people(&who, !day);
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
