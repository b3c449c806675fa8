/* What a submission is about: the rows that single values, or the rows of a file, are put into. Rules kept here:
 *  - what is wrong with a file is left to the import to tell. */
#include "governance/changes.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 20000, HOURS_OF_COLOUR = 24 };

static const char *keep(sgp_change_act *act, const char *text)
{
    return sgp_arena_text(&act->arena, text, strlen(text));
}

/* The subject of this row, new or met before; NULL when memory ran out, or when there are too many. */
static sgp_subject *subject_of(sgp_change_act *act, const sgp_table *table, const char *service, const char *row)
{
    for (size_t i = act->subjects.count; i-- > 0 && act->subjects.count - i <= 64;) {
        sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        if (subject->table == table && strcmp(subject->service, service) == 0 && strcmp(subject->row, row) == 0)
            return subject;
    }
    if (act->subjects.count == MOST_ROWS) {
        sgp_fail(act->error, SIGNPOST_OUT_OF_RANGE, SGP_TOO_LARGE, "a change has at most %d rows", MOST_ROWS);
        sgp_error_hint(act->error, "submit it in parts");
        return NULL;
    }
    const char *uid = keep(act, service), *rest = keep(act, row);
    sgp_subject *added = uid && rest ? sgp_array_add(&act->subjects) : NULL;
    if (added)
        *added = (sgp_subject){.table = table, .service = uid, .row = rest};
    else
        sgp_fail_memory(act->error);
    return added;
}

static signpost_status status_of(const sgp_change_act *act)
{
    return act->error->status;
}

/* ---- from single values ---- */

static size_t key_columns(const sgp_table *table)
{
    size_t count = 0;
    while (sgp_subject_key(table, count) < table->count)
        count++;
    return count;
}

static signpost_status check_edit(const sgp_change_act *act, const signpost_edit *edit, const sgp_table *table)
{
    size_t parts = 0, needed = key_columns(table);
    for (const char *at = edit->row ? edit->row : ""; *at; parts++) {
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    if (!edit->service || !*edit->service)
        return sgp_fail(act->error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "a change names no service");
    if (strpbrk(edit->service, " \t\r\n"))
        return sgp_fail(act->error, SIGNPOST_INVALID, SGP_BAD_CELL, "uid \"%s\" may not hold white space",
                        edit->service);
    if (parts == needed)
        return SIGNPOST_OK;
    sgp_fail(act->error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "a row of %s is named by %zu words beside its service",
             table->name, needed);
    sgp_error_hint(act->error,
                   needed ? "with the program: --row, such as --row 1 for the first endpoint" : "leave the row out");
    return SIGNPOST_INVALID;
}

/* What a caller hands over is text, as what is read from a file is. */
static signpost_status check_text(const sgp_change_act *act, const signpost_edit *edit)
{
    const char *const texts[] = {edit->service, edit->row, edit->field, edit->value};
    static const char *const names[] = {"service", "row", "field", "value"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i] && !sgp_text_is_utf8(texts[i], strlen(texts[i]), NULL)) {
            sgp_fail(act->error, SIGNPOST_CONTENT, SGP_NOT_UTF8, "the %s of a change%s%s is not valid UTF-8", names[i],
                     i == 3 && edit->field ? " to " : "", i == 3 && edit->field ? edit->field : "");
            sgp_error_hint(act->error, "see that the terminal, or what calls, writes UTF-8");
            return SIGNPOST_CONTENT;
        }
    return SIGNPOST_OK;
}

/* Which entry it is, is said by what names it: a field that says another is a mistake, or a claim. */
static signpost_status check_field(const sgp_change_act *act, const signpost_edit *edit, const sgp_column *column)
{
    if (!sgp_column_is_key(column) && !(column->flags & SGP_NOT_DIGESTED))
        return SIGNPOST_OK;
    sgp_fail(act->error, SIGNPOST_REFUSED, SGP_FIXED_FIELD, "%s of \"%s\" is not submitted: it says which entry it is",
             column->name, edit->service);
    sgp_error_hint(act->error, "an entry under another uid is a new one: submit that, and close this one");
    return SIGNPOST_REFUSED;
}

static signpost_status unknown_field(const sgp_change_act *act, const sgp_table *table, const char *field)
{
    char suggestion[128];
    sgp_nearest nearest = sgp_nearest_to(field);
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_in_csv(&table->columns[i]))
            sgp_nearest_offer(&nearest, table->columns[i].name);
    const char *other = sgp_subject_table_with(field);
    sgp_fail(act->error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_COLUMN, "%s has no column \"%s\"%s", table->name, field,
             other ? "" : sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    if (other)
        sgp_error_hint(act->error, "it is a column of %s: with the program, --table %s", other, other);
    return SIGNPOST_NOT_FOUND;
}

/* What a service takes is there as long as the service is. */
static signpost_status refuse_row(const sgp_change_act *act, const char *service)
{
    sgp_fail(act->error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "what \"%s\" takes is neither added nor removed as a row",
             service);
    sgp_error_hint(act->error, "say it list by list, such as dispositions=-Dx08; or close or suspend the service");
    return SIGNPOST_INVALID;
}

static signpost_status add_edit(sgp_change_act *act, const signpost_edit *edit)
{
    const sgp_table *table = sgp_subject_table(edit->table, act->error);
    signpost_status status = table ? check_text(act, edit) : SIGNPOST_NOT_FOUND;
    if (!status)
        status = check_edit(act, edit, table);
    sgp_subject *subject = status ? NULL : subject_of(act, table, edit->service, edit->row ? edit->row : "");
    if (!subject)
        return status_of(act);
    if (!edit->field && table == &sgp_service_profiles)
        return refuse_row(act, edit->service);
    if (!edit->field) {
        subject->remove = !edit->value;
        return SIGNPOST_OK;
    }
    size_t column = sgp_table_column(table, edit->field);
    if (column == table->count)
        return unknown_field(act, table, edit->field);
    status = check_field(act, edit, &table->columns[column]);
    if (status)
        return status;
    subject->given[column] = keep(act, edit->value ? edit->value : "");
    return subject->given[column] ? SIGNPOST_OK : sgp_fail_memory(act->error);
}

/* A colour that is set says by itself who set it, when, why, and for how long. */
static signpost_status complete_colour(sgp_change_act *act, sgp_subject *subject)
{
    char now[SIGNPOST_MOMENT_SIZE], ends[SIGNPOST_MOMENT_SIZE];
    const struct {
        const char *column, *text;
    } filled[] = {
        {"set_by", act->act->who},
        {"set_at", signpost_minute_format(act->act->when, now)},
        {"why", act->act->why},
        {"falls_back_at", signpost_minute_format(act->act->when + HOURS_OF_COLOUR * 60, ends)},
    };
    for (size_t i = 0; i < sizeof filled / sizeof *filled; i++) {
        const char **given = &subject->given[sgp_table_column(subject->table, filled[i].column)];
        if (!*given)
            *given = keep(act, filled[i].text);
        if (!*given)
            return sgp_fail_memory(act->error);
    }
    return SIGNPOST_OK;
}

/* What a service takes is said by a profile's name, or list by list. */
static signpost_status check_one_way(sgp_change_act *act, const sgp_subject *subject)
{
    for (size_t i = 0; subject->table == &sgp_service_profiles && i < act->subjects.count; i++) {
        const sgp_subject *other = SGP_AT(&act->subjects, sgp_subject, i);
        const size_t profile = sgp_table_column(other->table, "profile");
        if (profile < other->table->count && other->given[profile] && strcmp(other->service, subject->service) == 0)
            return sgp_fail(act->error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                            "what \"%s\" takes is said twice: by the name of a profile, and list by list",
                            subject->service);
    }
    return SIGNPOST_OK;
}

signpost_status sgp_gather_edits(sgp_change_act *act, const signpost_edit *edits, size_t count)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = add_edit(act, &edits[i]);
    for (size_t i = 0; i < act->subjects.count && !status; i++) {
        sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        if (strcmp(subject->table->name, "capacities") == 0 &&
            subject->given[sgp_table_column(subject->table, "colour")])
            status = complete_colour(act, subject);
        if (!status)
            status = check_one_way(act, subject);
    }
    return status;
}

/* ---- from a file ---- */

/* Where the columns of the key stand in the header; false when one does not: the import says so. */
static bool find_keys(const sgp_table *table, const sgp_csv *csv, size_t fields[SGP_MOST_TABLE_COLUMNS])
{
    for (size_t i = 0; i <= key_columns(table); i++) {
        const char *name = table->columns[i ? sgp_subject_key(table, i - 1) : 0].name;
        for (fields[i] = 0; fields[i] < csv->count; fields[i]++)
            if (strcmp(csv->fields[fields[i]].text, name) == 0)
                break;
        if (fields[i] == csv->count)
            return false;
    }
    return true;
}

static void append_trimmed(char *words, size_t size, const char *text)
{
    size_t length = strlen(text), used = strlen(words);
    while (length && sgp_is_space(text[length - 1]))
        length--;
    for (; length && sgp_is_space(*text); text++)
        length--;
    snprintf(words + used, size - used, "%s%.*s", used ? " " : "", (int)length, text);
}

static signpost_status gather_row(sgp_change_act *act, const sgp_table *table, const sgp_csv *csv, const size_t *fields)
{
    char uid[SIGNPOST_TEXT_SIZE] = "", row[SIGNPOST_TEXT_SIZE] = "";
    append_trimmed(uid, sizeof uid, csv->fields[fields[0]].text);
    for (size_t i = 1; i <= key_columns(table); i++)
        append_trimmed(row, sizeof row, csv->fields[fields[i]].text);
    return !*uid || subject_of(act, table, uid, row) ? SIGNPOST_OK : status_of(act);
}

signpost_status sgp_gather_file(sgp_change_act *act, const char *path, const sgp_table *table)
{
    sgp_csv csv;
    size_t fields[SGP_MOST_TABLE_COLUMNS], width = 0;
    signpost_status status = sgp_csv_open(&csv, path, act->error);
    if (!status)
        status = sgp_csv_next(&csv, NULL);
    if (!status) {
        width = csv.count;
        status = find_keys(table, &csv, fields) ? SIGNPOST_OK : SIGNPOST_NONE;
    }
    while (!status && (status = sgp_csv_next(&csv, NULL)) != SIGNPOST_NONE) {
        if (!status && csv.count == width)
            status = gather_row(act, table, &csv, fields);
        else if (status == SIGNPOST_CONTENT)
            status = SIGNPOST_OK;
    }
    sgp_csv_release(&csv);
    if (status == SIGNPOST_NO_MEMORY)
        return sgp_fail_memory(act->error);
    return status == SIGNPOST_NONE || status == SIGNPOST_CONTENT ? SIGNPOST_OK : status;
}
