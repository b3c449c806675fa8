/* Cells between CSV and the database, by their kind. */
#include "directory/cells.h"

#include "base/civil.h"
#include "base/text.h"
#include "care/care.h"
#include "directory/validate.h"

#include <stdio.h>
#include <string.h>

static void refuse(sgp_flaw *flaw, int id, const char *text)
{
    flaw->refused = true;
    flaw->id = id;
    snprintf(flaw->text, sizeof flaw->text, "%s", text);
}

static void doubt(sgp_flaw *flaw, const char *text)
{
    if (!text)
        return;
    flaw->id = SGP_DOUBTFUL_CELL;
    snprintf(flaw->text, sizeof flaw->text, "%s; kept as written", text);
}

/* ---- reading ---- */

static void read_code(const char *text, sgp_flaw *flaw)
{
    if (strpbrk(text, " \t\r\n"))
        refuse(flaw, SGP_BAD_CELL, "may not hold white space");
    else if (!sgp_text_is_seen(text)) /* two that look the same would be told apart by nobody */
        refuse(flaw, SGP_BAD_CELL, "may not hold a character that is not seen");
}

/* Whether a number is one of "0 to 1440". */
static bool is_among(int64_t number, const char *range)
{
    char least[24];
    int64_t from, to;
    const char *between = strstr(range, " to ");
    snprintf(least, sizeof least, "%.*s", (int)(between - range), range);
    return sgp_parse_integer(least, &from) && sgp_parse_integer(between + 4, &to) && from <= number && number <= to;
}

static void read_integer(const char *text, const char *range, sgp_cell *cell, sgp_flaw *flaw)
{
    cell->type = SGP_STORED_INTEGER;
    if (sgp_parse_integer(text, &cell->integer) && (!range || is_among(cell->integer, range)))
        return;
    refuse(flaw, SGP_BAD_CELL, "is not a whole number");
    if (range)
        snprintf(flaw->text, sizeof flaw->text, "is not a whole number from %s", range);
}

static void read_yes_no(const char *text, sgp_cell *cell, sgp_flaw *flaw)
{
    cell->type = SGP_STORED_INTEGER;
    cell->integer = strcmp(text, "yes") == 0;
    if (!cell->integer && strcmp(text, "no") != 0)
        refuse(flaw, SGP_BAD_CELL, "is neither yes nor no");
}

static void read_date(const char *text, sgp_flaw *flaw)
{
    signpost_date date;
    if (signpost_date_parse(text, &date))
        refuse(flaw, SGP_BAD_CELL, "is not a date such as 2026-12-24");
}

static void read_moment(const char *text, sgp_cell *cell, sgp_flaw *flaw)
{
    signpost_date date;
    int minutes;
    const char *at = text;
    cell->type = SGP_STORED_INTEGER;
    if (!sgp_read_date(&at, &date) || *at++ != 'T' || !sgp_read_time_of_day(&at, 1439, &minutes) ||
        strcmp(at, "Z") != 0)
        refuse(flaw, SGP_BAD_CELL, "is not a moment such as 2026-12-24T18:30Z");
    else
        cell->integer = (int64_t)date * SGP_MINUTES_PER_DAY + minutes;
}

static void read_degrees(const char *text, double most, sgp_cell *cell, sgp_flaw *flaw)
{
    cell->type = SGP_STORED_REAL;
    if (!sgp_degrees_parse(text, most, &cell->real))
        refuse(flaw, SGP_BAD_CELL, most < 100 ? "is not a latitude, -90 to 90" : "is not a longitude, -180 to 180");
}

/* Whether a text is one of `female|male`. */
static bool is_choice(const char *text, const char *choices)
{
    size_t length = strlen(text);
    for (const char *at = choices; *at;) {
        size_t word = strcspn(at, "|");
        if (word == length && strncmp(at, text, length) == 0)
            return true;
        at += word + (at[word] == '|');
    }
    return false;
}

static void read_choice(const char *text, const char *choices, sgp_flaw *flaw)
{
    char words[8][32], suggestion[64];
    if (is_choice(text, choices))
        return;
    sgp_nearest nearest = sgp_nearest_to(text);
    const char *at = choices;
    for (size_t count = 0; *at && count < 8; count++) {
        size_t length = strcspn(at, "|");
        snprintf(words[count], sizeof words[count], "%.*s", (int)length, at);
        sgp_nearest_offer(&nearest, words[count]);
        at += length + (at[length] == '|');
    }
    refuse(flaw, SGP_BAD_CELL, "");
    snprintf(flaw->text, sizeof flaw->text, "is not one of %s%s", choices,
             sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static void read_ages(const char *text, sgp_cell *cell, sgp_flaw *flaw)
{
    sgp_age_range range;
    cell->type = SGP_STORED_INTEGER;
    if (!sgp_age_range_parse(text, &range)) {
        refuse(flaw, SGP_BAD_AGE, "is not a range of ages such as \"16 years to under 65 years\"");
        return;
    }
    cell->integer = range.from;
    cell->last = range.below >= sgp_age_any().below ? SGP_AGE_AND_OVER : range.below - 1;
}

/* A copy of a normal form; the text as written when there is none. */
static bool keep_form(bool read, const char *form, sgp_arena *arena, sgp_cell *cell)
{
    if (!read)
        return true;
    cell->text = sgp_arena_text(arena, form, strlen(form));
    return cell->text != NULL;
}

static bool read_postcode(const char *text, sgp_arena *arena, sgp_cell *cell, sgp_flaw *flaw)
{
    char form[SGP_POSTCODE_SIZE];
    bool read = sgp_postcode_parse(text, form);
    if (!read)
        doubt(flaw, "is not a postcode");
    return keep_form(read, form, arena, cell);
}

static bool read_place_name(const char *text, const sgp_cell *kind, sgp_arena *arena, sgp_cell *cell, sgp_flaw *flaw)
{
    static const struct {
        const char *kind;
        bool (*parse)(const char *text, char *form);
        const char *flaw;
    } kinds[] = {
        {"postcode", sgp_postcode_parse, "is not a postcode such as \"TN1 2AB\""},
        {"sector", sgp_sector_parse, "is not a postcode sector such as \"TN1 2\""},
        {"district", sgp_district_parse, "is not a postcode district such as \"TN1\""},
    };
    char form[SGP_POSTCODE_SIZE];
    for (size_t i = 0; kind && kind->text && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kind->text, kinds[i].kind) != 0)
            continue;
        bool read = kinds[i].parse(text, form);
        if (!read)
            refuse(flaw, SGP_BAD_CELL, kinds[i].flaw);
        return keep_form(read, form, arena, cell);
    }
    return true; /* a town */
}

bool sgp_cell_read(const sgp_column *column, const char *text, const sgp_cell *before, sgp_arena *arena, sgp_cell *cell,
                   sgp_flaw *flaw)
{
    char room[SGP_FLAW_SIZE];
    *cell = (sgp_cell){.type = SGP_STORED_TEXT, .text = text};
    flaw->refused = false;
    flaw->id = 0;
    flaw->text[0] = '\0';
    switch ((int)column->kind) { /* the other kinds are texts, or are looked up */
    case SGP_CELL_CODE:
        read_code(text, flaw);
        break;
    case SGP_CELL_INTEGER:
        read_integer(text, column->of, cell, flaw);
        break;
    case SGP_CELL_YES_NO:
        read_yes_no(text, cell, flaw);
        break;
    case SGP_CELL_DATE:
        read_date(text, flaw);
        break;
    case SGP_CELL_MOMENT:
        read_moment(text, cell, flaw);
        break;
    case SGP_CELL_LATITUDE:
        read_degrees(text, 90, cell, flaw);
        break;
    case SGP_CELL_LONGITUDE:
        read_degrees(text, 180, cell, flaw);
        break;
    case SGP_CELL_CHOICE:
        read_choice(text, column->of, flaw);
        break;
    case SGP_CELL_AGES:
        read_ages(text, cell, flaw);
        break;
    case SGP_CELL_POSTCODE:
        return read_postcode(text, arena, cell, flaw);
    case SGP_CELL_PHONE:
        doubt(flaw, sgp_phone_check(text, room));
        break;
    case SGP_CELL_EMAIL:
        doubt(flaw, sgp_email_check(text));
        break;
    case SGP_CELL_URL:
        doubt(flaw, sgp_url_check(text));
        break;
    case SGP_CELL_ODS_CODE:
        doubt(flaw, sgp_ods_code_check(text));
        break;
    case SGP_CELL_PLACE_NAME:
    case SGP_CELL_PLACE:
        return read_place_name(text, before, arena, cell, flaw);
    }
    return true;
}

void sgp_cell_bind(sgp_query *query, int number, const sgp_cell *cell)
{
    switch (cell->type) {
    case SGP_STORED_NULL:
        sgp_bind_null(query, number);
        break;
    case SGP_STORED_INTEGER:
        sgp_bind_integer(query, number, cell->integer);
        break;
    case SGP_STORED_REAL:
        sgp_bind_real(query, number, cell->real);
        break;
    case SGP_STORED_TEXT:
        sgp_bind_text(query, number, cell->text);
        break;
    }
}

/* ---- writing ---- */

/* `730-1094` in words; moves `*at` past it. */
static bool words_of_ages(const char **at, char *words, size_t size)
{
    int64_t days[2];
    for (int i = 0; i < 2; i++) {
        char number[16];
        size_t length = strspn(*at, "0123456789");
        snprintf(number, sizeof number, "%.*s", (int)length, *at);
        if (!sgp_parse_integer(number, &days[i]) || days[i] > SGP_AGE_AND_OVER)
            return false;
        *at += length + 1; /* the hyphen, or what stands after */
    }
    sgp_age_range range = {(int32_t)days[0], (int32_t)days[1] + 1};
    if (days[1] == SGP_AGE_AND_OVER)
        range.below = sgp_age_any().below;
    sgp_age_range_format(range, words, size);
    return true;
}

/* `0-5843;23741-99999` in words. */
static const char *format_ages(const char *stored, sgp_arena *arena)
{
    enum { WIDEST = 2 * SIGNPOST_AGE_SIZE };
    size_t count = 1;
    for (const char *at = stored; (at = strchr(at, ';')); at++)
        count++;
    size_t size = count * WIDEST, used = 0;
    char *words = sgp_arena_allocate(arena, 1, size);
    const char *end = stored + strlen(stored);
    for (const char *at = stored; words && at < end;) {
        if (used)
            words[used++] = ';';
        if (!words_of_ages(&at, words + used, WIDEST - 1))
            break;
        used += strlen(words + used);
    }
    return words;
}

static const char *format_moment(int64_t moment, char buffer[SGP_CELL_SIZE])
{
    char written[SIGNPOST_MOMENT_SIZE];
    snprintf(buffer, SGP_CELL_SIZE, "%s", signpost_minute_format(moment, written));
    return buffer;
}

const char *sgp_cell_format(const sgp_column *column, sgp_query *row, int number, char buffer[SGP_CELL_SIZE],
                            sgp_arena *arena)
{
    if (sgp_column_is_null(row, number))
        return "";
    if (column->kind == SGP_CELL_MOMENT)
        return format_moment(sgp_column_integer(row, number), buffer);
    if (column->kind == SGP_CELL_YES_NO)
        return sgp_column_integer(row, number) ? "yes" : "no";
    if (column->kind == SGP_CELL_LATITUDE || column->kind == SGP_CELL_LONGITUDE)
        return sgp_degrees_format(sgp_column_real(row, number), buffer, SGP_CELL_SIZE);
    const char *text = sgp_column_text_or_empty(row, number);
    bool ages = column->kind == SGP_CELL_AGES || (column->kind == SGP_CELL_LIST && strcmp(column->name, "ages") == 0);
    return ages ? format_ages(text, arena) : text;
}
