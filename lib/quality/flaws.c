/* Flaws: how they are added, and what is shared by entries. Rules kept here:
 *  - a flaw's texts are cut at a character's boundary, and kept once;
 *  - running out of memory is noted, and told once, at the end of an entry. */
#include "quality/quality.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(SGP_RULE_COUNT <= 64, "rules fit the bits of a word");
const signpost_quality_rule sgp_rules[SGP_RULE_COUNT] = {
#define SGP_RULE(constant, severity, code, meaning, remedy) [constant] = {severity, code, meaning, remedy},
#include "quality/rules.def"
#undef SGP_RULE
};

/* ---- adding ---- */

int32_t sgp_quality_text(sgp_check *at, const char *text)
{
    const char *said = text ? text : "";
    int32_t number = sgp_strings_add(&at->quality->texts, said, sgp_text_cut(said, SGP_MOST_QUALITY_TEXT));
    at->lost = at->lost || number == SGP_NO_STRING;
    return number;
}

void sgp_flaw_add_filter(sgp_check *at, sgp_rule rule, const char *field, const char *value, signpost_filter filter,
                         const char *what)
{
    const sgp_flaw flaw = {.field = field,
                           .entry = at->entry,
                           .value = sgp_quality_text(at, value),
                           .what = sgp_quality_text(at, what),
                           .rule = (uint8_t)rule,
                           .filter = (uint8_t)filter};
    at->of_entry[sgp_rules[rule].severity]++;
    at->lost = at->lost || !sgp_array_append(at->adding, &flaw, 1);
}

void sgp_flaw_add(sgp_check *at, sgp_rule rule, const char *field, const char *value, const char *format, ...)
{
    char what[2 * SGP_MOST_QUALITY_TEXT];
    va_list values;
    va_start(values, format);
    vsnprintf(what, sizeof what, format, values);
    va_end(values);
    sgp_text_trim_cut(what);
    sgp_flaw_add_filter(at, rule, field, value, SIGNPOST_FILTER_COUNT, what);
}

/* ---- what is shared ---- */

bool sgp_shared_begin(sgp_check *at, sgp_shared_flaws *to, int64_t id)
{
    const sgp_shared_row row = {id, (uint32_t)to->flaws.count, 0};
    at->adding = &to->flaws;
    return sgp_array_append(&to->rows, &row, 1);
}

static int by_id(const void *a, const void *b)
{
    const sgp_shared_row *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

void sgp_shared_sort(sgp_shared_flaws *all)
{
    for (size_t i = 0; i < all->rows.count; i++) {
        sgp_shared_row *row = SGP_AT(&all->rows, sgp_shared_row, i);
        row->count = (uint32_t)(i + 1 < all->rows.count ? row[1].first : all->flaws.count) - row->first;
    }
    if (all->rows.count)
        qsort(all->rows.items, all->rows.count, sizeof(sgp_shared_row), by_id);
}

void sgp_flaws_share(sgp_check *at, const sgp_shared_flaws *from, int64_t id, uint64_t passed_over)
{
    const sgp_shared_row wanted = {id, 0, 0};
    const sgp_shared_row *row =
        from->rows.count ? bsearch(&wanted, from->rows.items, from->rows.count, sizeof wanted, by_id) : NULL;
    for (uint32_t i = 0; row && i < row->count; i++) {
        sgp_flaw flaw = *SGP_AT(&from->flaws, sgp_flaw, row->first + i);
        if (passed_over >> flaw.rule & 1)
            continue;
        flaw.entry = at->entry;
        at->of_entry[sgp_rules[flaw.rule].severity]++;
        at->lost = at->lost || !sgp_array_append(at->adding, &flaw, 1);
    }
}
