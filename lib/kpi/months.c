/* Gathers and checks what a monthly file says. Rules kept here:
 *  - the same count twice is one; two different counts for one thing refuse the later line;
 *  - a month that is missing is said, and is not 0. */
#include "kpi/months.h"

#include "base/text.h"
#include "kpi/counts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *sgp_months_begin(sgp_import *import)
{
    (void)import;
    sgp_months *months = sgp_allocate_zeroed(1, sizeof *months);
    if (!months)
        return NULL;
    months->rows.item_size = sizeof(sgp_month_row);
    months->counts.item_size = sizeof(sgp_month_count);
    sgp_interned_init(&months->texts, &months->arena);
    sgp_strings_init(&months->keys);
    sgp_strings_init(&months->items);
    return months;
}

void sgp_months_release(void *work)
{
    sgp_months *months = work;
    if (!months)
        return;
    sgp_array_release(&months->rows);
    sgp_array_release(&months->counts);
    sgp_interned_release(&months->texts);
    sgp_strings_release(&months->keys);
    sgp_strings_release(&months->items);
    sgp_arena_release(&months->arena);
    sgp_release(months);
}

int32_t sgp_months_row(sgp_months *months, const sgp_import *import, const sgp_month_key *key)
{
    char name[512];
    int length = snprintf(name, sizeof name, "%.200s\n%.200s\n%d", key->contract, key->provider, key->month);
    size_t before = sgp_strings_count(&months->keys);
    int32_t number = sgp_strings_add(&months->keys, name, (size_t)length);
    if (number == SGP_NO_STRING)
        return -1;
    if ((size_t)number == before) {
        sgp_month_row *row = sgp_array_add(&months->rows);
        if (!row)
            return -1;
        row->contract = sgp_interned_text(&months->texts, key->contract);
        row->contract_name = sgp_interned_text(&months->texts, key->contract_name);
        row->provider = sgp_interned_text(&months->texts, key->provider);
        row->provider_name = sgp_interned_text(&months->texts, key->provider_name);
        row->month = key->month;
        row->first_line = import->stream.line;
        if (!row->contract || !row->contract_name || !row->provider || !row->provider_name)
            return -1;
    }
    SGP_AT(&months->rows, sgp_month_row, number)->last_line = import->stream.line;
    return number;
}

bool sgp_months_add(sgp_months *months, const sgp_import *import, int32_t row, const char *item, int64_t value)
{
    int32_t number = sgp_strings_add(&months->items, item, strlen(item));
    sgp_month_count count = {(uint32_t)row, (uint32_t)number, value, import->stream.line};
    return number != SGP_NO_STRING && sgp_array_append(&months->counts, &count, 1);
}

/* ---- words ---- */

bool sgp_month_read(const char *text, signpost_month *month)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (!signpost_month_parse(text, month))
        return true;
    size_t length = 0;
    while (sgp_is_letter(text[length]))
        length++;
    int of_year = -1;
    for (int i = 0; i < 12 && length >= 3; i++)
        if (sgp_lower(text[0]) == names[3 * i] && sgp_lower(text[1]) == names[3 * i + 1] &&
            sgp_lower(text[2]) == names[3 * i + 2])
            of_year = i;
    int64_t year;
    const char *digits = text + length + 1;
    if (of_year < 0 || !text[length] || !strchr("- /", text[length]) || !sgp_is_digit(*digits) ||
        !sgp_parse_integer(digits, &year))
        return false;
    if (strlen(digits) == 2)
        year += 2000;
    if (year < 1970 || year > 2099)
        return false;
    *month = (signpost_month)((year - 1970) * 12 + of_year);
    return true;
}

bool sgp_says_total(const char *text)
{
    for (; *text; text++)
        if (sgp_lower(text[0]) == 't' && sgp_lower(text[1]) == 'o' && sgp_lower(text[2]) == 't' &&
            sgp_lower(text[3]) == 'a' && sgp_lower(text[4]) == 'l')
            return true;
    return false;
}

/* ---- checks ---- */

static int compare_counts(const void *a, const void *b)
{
    const sgp_month_count *left = a, *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    if (left->item != right->item)
        return left->item < right->item ? -1 : 1;
    return (left->line > right->line) - (left->line < right->line);
}

static const char *write_value(int64_t value, char buffer[24])
{
    if (value == SGP_NOT_KNOWN)
        return "not known";
    snprintf(buffer, 24, "%lld", (long long)value);
    return buffer;
}

static void refuse_twice(sgp_months *months, sgp_import *import, const sgp_month_count *kept,
                         const sgp_month_count *other)
{
    char month[SIGNPOST_MOMENT_SIZE], values[2][24];
    const sgp_month_row *row = SGP_AT(&months->rows, sgp_month_row, kept->row);
    sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_TWICE,
                 (sgp_spot){import->stream.file, (unsigned)other->line, 0},
                 "contract \"%.60s\" has %s twice: \"%.60s\" is %s here and %s in line %lld", row->contract,
                 signpost_month_format(row->month, month), sgp_strings_text(&months->items, (int32_t)kept->item),
                 write_value(other->value, values[0]), write_value(kept->value, values[1]), (long long)kept->line);
    sgp_import_refuse(import);
}

/* Sorts the counts by row and item, and keeps one of each. A line is reported, or counted as ignored, once. */
static void keep_one_of_each(sgp_months *months, sgp_import *import)
{
    if (!months->counts.count)
        return;
    qsort(months->counts.items, months->counts.count, sizeof(sgp_month_count), compare_counts);
    int64_t refused = 0, ignored = 0; /* lines that were counted last */
    size_t kept = 0;
    for (size_t i = 1; i < months->counts.count; i++) {
        sgp_month_count *last = SGP_AT(&months->counts, sgp_month_count, kept);
        const sgp_month_count *count = SGP_AT(&months->counts, sgp_month_count, i);
        if (count->row != last->row || count->item != last->item) {
            *SGP_AT(&months->counts, sgp_month_count, ++kept) = *count;
        } else if (count->value != last->value) {
            if (count->line != refused)
                refuse_twice(months, import, last, count);
            refused = count->line;
        } else {
            import->done->ignored += count->line != ignored;
            ignored = count->line;
        }
    }
    months->counts.count = kept + 1;
    for (size_t i = 0; i < months->counts.count; i++) {
        sgp_month_row *row = SGP_AT(&months->rows, sgp_month_row, SGP_AT(&months->counts, sgp_month_count, i)->row);
        if (!row->counts++)
            row->first_count = i;
    }
}

static const sgp_month_count *find_count(const sgp_months *months, const sgp_month_row *row, const char *item,
                                         size_t length)
{
    int32_t number = sgp_strings_find(&months->items, item, length);
    for (size_t i = 0; i < row->counts; i++) {
        const sgp_month_count *count = SGP_AT(&months->counts, sgp_month_count, row->first_count + i);
        if ((int32_t)count->item == number)
            return count->value == SGP_NOT_KNOWN ? NULL : count;
    }
    return NULL;
}

static bool is_plausible(const sgp_months *months, const char *part, const char *whole)
{
    size_t equal = 0;
    for (size_t i = 0; i < months->rows.count; i++) {
        const sgp_month_row *row = SGP_AT(&months->rows, sgp_month_row, i);
        const sgp_month_count *a = find_count(months, row, part, strlen(part));
        const sgp_month_count *b = find_count(months, row, whole, strlen(whole));
        if (!a || !b || !b->value)
            continue;
        if (a->value != b->value)
            return true;
        equal++;
    }
    return !equal;
}

static int compare_rows(const void *a, const void *b)
{
    const sgp_month_row *left = *(const sgp_month_row *const *)a, *right = *(const sgp_month_row *const *)b;
    int order = strcmp(left->contract, right->contract);
    return order ? order : (left->month > right->month) - (left->month < right->month);
}

static void report_gap(sgp_import *import, const sgp_month_row *before, const sgp_month_row *after)
{
    char from[SIGNPOST_MOMENT_SIZE], until[SIGNPOST_MOMENT_SIZE];
    bool is_one = after->month == before->month + 2;
    sgp_diagnose(import->list, SIGNPOST_WARNING, SGP_FIGURES_GAP,
                 (sgp_spot){import->stream.file, (unsigned)after->first_line, 0},
                 "contract \"%.60s\" has nothing for %s%s%s", before->contract,
                 signpost_month_format(before->month + 1, from), is_one ? "" : " to ",
                 is_one ? "" : signpost_month_format(after->month - 1, until));
}

static signpost_status find_gaps(const sgp_months *months, sgp_import *import, signpost_error *error)
{
    size_t count = months->rows.count;
    const sgp_month_row **rows = sgp_allocate_zeroed(count, sizeof *rows);
    if (!rows)
        return sgp_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        rows[i] = SGP_AT(&months->rows, sgp_month_row, i);
    qsort(rows, count, sizeof *rows, compare_rows);
    for (size_t i = 1; i < count; i++)
        if (rows[i]->contract == rows[i - 1]->contract && rows[i]->month > rows[i - 1]->month + 1)
            report_gap(import, rows[i - 1], rows[i]);
    sgp_release(rows);
    return SIGNPOST_OK;
}

static void note_times(const sgp_months *months, sgp_import *import)
{
    signpost_figures_done *done = import->done;
    for (size_t i = 0; i < months->rows.count; i++) {
        signpost_month month = SGP_AT(&months->rows, sgp_month_row, i)->month;
        if (!i || month < done->first)
            done->first = month;
        if (!i || month > done->last)
            done->last = month;
    }
    done->aggregates = (int64_t)months->rows.count;
}

signpost_status sgp_months_check(sgp_months *months, sgp_import *import, const char *part, const char *whole,
                                 signpost_error *error)
{
    keep_one_of_each(months, import);
    if (!is_plausible(months, part, whole)) {
        sgp_fail(error, SIGNPOST_CONTENT, SGP_FIGURES_IMPLAUSIBLE, "\"%s\" is not plausible: %s equals %s in every row",
                 import->stream.file, part, whole);
        sgp_error_hint(error, "ask the publisher for the right file; nothing was imported");
        return SIGNPOST_CONTENT;
    }
    note_times(months, import);
    if (import->done->ignored)
        sgp_diagnose(import->list, SIGNPOST_NOTE, SGP_FIGURES_IGNORED, (sgp_spot){import->stream.file, 0, 0},
                     "%lld %s not counted: totals, repeated rows, averages and centiles",
                     (long long)import->done->ignored, import->done->ignored == 1 ? "row is" : "rows are");
    return find_gaps(months, import, error);
}
