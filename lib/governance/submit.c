/* Submitting a change. Rules kept here:
 *  - it is validated by being carried out, and undone again: what is kept is each value before and after;
 *  - the right is needed over every service as it was, and as it would become. */
#include "governance/changes.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 20000, HOURS_OF_COLOUR = 24 };

/* What is submitted, and where from. */
typedef struct submitting {
    const signpost_edit *edits;
    size_t count;
    const char *path; /* of a file, or NULL */
    const sgp_table *table;
    const signpost_submission *how;
    int64_t id;
} submitting;

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
    if (parts == needed)
        return SIGNPOST_OK;
    sgp_fail(act->error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "a row of %s is named by %zu words beside its service",
             table->name, needed);
    sgp_error_hint(act->error,
                   needed ? "with the program: --row, such as --row 1 for the first endpoint" : "leave the row out");
    return SIGNPOST_INVALID;
}

static signpost_status unknown_field(const sgp_change_act *act, const sgp_table *table, const char *field)
{
    char suggestion[128];
    sgp_nearest nearest = sgp_nearest_to(field);
    for (size_t i = 0; i < table->count; i++)
        if (sgp_column_in_csv(&table->columns[i]))
            sgp_nearest_offer(&nearest, table->columns[i].name);
    return sgp_fail(act->error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_COLUMN, "%s has no column \"%s\"%s", table->name, field,
                    sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

static signpost_status add_edit(sgp_change_act *act, const signpost_edit *edit)
{
    const sgp_table *table = sgp_subject_table(edit->table, act->error);
    signpost_status status = table ? check_edit(act, edit, table) : SIGNPOST_NOT_FOUND;
    sgp_subject *subject = status ? NULL : subject_of(act, table, edit->service, edit->row ? edit->row : "");
    if (!subject)
        return status_of(act);
    if (!edit->field) {
        subject->remove = !edit->value;
        return SIGNPOST_OK;
    }
    size_t column = sgp_table_column(table, edit->field);
    if (column == table->count)
        return unknown_field(act, table, edit->field);
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

static signpost_status gather_edits(sgp_change_act *act, const submitting *what)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < what->count && !status; i++)
        status = add_edit(act, &what->edits[i]);
    for (size_t i = 0; i < act->subjects.count && !status; i++) {
        sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        if (strcmp(subject->table->name, "capacities") == 0 &&
            subject->given[sgp_table_column(subject->table, "colour")])
            status = complete_colour(act, subject);
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

/* The rows that a file is about. What is wrong with it is left to the import to tell. */
static signpost_status gather_file(sgp_change_act *act, const submitting *what)
{
    sgp_csv csv;
    size_t fields[SGP_MOST_TABLE_COLUMNS], width = 0;
    signpost_status status = sgp_csv_open(&csv, what->path, act->error);
    if (!status)
        status = sgp_csv_next(&csv, NULL);
    if (!status) {
        width = csv.count;
        status = find_keys(what->table, &csv, fields) ? SIGNPOST_OK : SIGNPOST_NONE;
    }
    while (!status && (status = sgp_csv_next(&csv, NULL)) != SIGNPOST_NONE) {
        if (!status && csv.count == width)
            status = gather_row(act, what->table, &csv, fields);
        else if (status == SIGNPOST_CONTENT)
            status = SIGNPOST_OK;
    }
    sgp_csv_release(&csv);
    if (status == SIGNPOST_NO_MEMORY)
        return sgp_fail_memory(act->error);
    return status == SIGNPOST_NONE || status == SIGNPOST_CONTENT ? SIGNPOST_OK : status;
}

static signpost_status write_file(sgp_change_act *act, const submitting *what)
{
    sgp_csv csv;
    act->counts.files++;
    signpost_status status = sgp_csv_open(&csv, what->path, act->error);
    if (!status)
        status = sgp_import_rows(&act->import, what->table, &csv);
    sgp_csv_release(&csv);
    return status ? status : sgp_import_check(&act->import);
}

/* ---- trying it ---- */

/* Hours keep the calendar that they are read by. */
static signpost_status read_befores(sgp_change_act *act)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < act->subjects.count && !status; i++) {
        sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        size_t hours = sgp_table_column(subject->table, "hours"),
               calendar = sgp_table_column(subject->table, "calendar");
        status = sgp_image_read(act->db, subject, &subject->before, &act->arena, act->error);
        if (!status && hours < subject->table->count && subject->given[hours] && !subject->given[calendar])
            subject->given[calendar] = subject->before.texts[calendar];
    }
    return status;
}

static signpost_status read_afters(sgp_change_act *act)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < act->subjects.count && !status; i++) {
        sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        status = sgp_image_read(act->db, subject, &subject->after, &act->arena, act->error);
    }
    return status;
}

/* A commissioner who acts for a provider says what shows that the provider wants it. */
static signpost_status check_evidence(sgp_change_act *act, const signpost_submission *how)
{
    if (how->evidence && *how->evidence)
        return SIGNPOST_OK;
    signpost_status status = sgp_subjects_allow(act, SGP_DEED_OWN);
    if (status != SIGNPOST_REFUSED)
        return status;
    sgp_fail(act->error, SIGNPOST_REFUSED, SGP_EVIDENCE_NEEDED,
             "\"%s\" is no provider of this, and acts for one: say on what evidence", act->act->who);
    sgp_error_hint(act->error, "with the program: --evidence TEXT, such as \"e-mail of their manager, 3 May\"");
    return SIGNPOST_REFUSED;
}

static signpost_status try_it(sgp_change_act *act, const submitting *what)
{
    signpost_status status = read_befores(act);
    if (!status)
        status = sgp_subjects_allow(act, SGP_DEED_SUBMIT);
    if (!status)
        status = sgp_db_run(act->db, "SAVEPOINT trial", act->error);
    if (!status)
        status = what->path ? write_file(act, what) : sgp_subjects_write(act);
    if (!status)
        status = read_afters(act);
    if (!status)
        status = sgp_subjects_allow(act, SGP_DEED_SUBMIT);
    if (!status)
        status = check_evidence(act, what->how);
    return status ? status : sgp_db_run(act->db, "ROLLBACK TO trial; RELEASE trial", act->error);
}

/* ---- keeping it ---- */

static bool is_same(const char *one, const char *other)
{
    return strcmp(one ? one : "", other ? other : "") == 0;
}

size_t sgp_subject_next_change(const sgp_subject *subject, size_t column)
{
    const sgp_table *table = subject->table;
    for (; column < table->count; column++)
        if (sgp_column_in_csv(&table->columns[column]) && (table->columns[column].flags & SGP_KEY) != SGP_KEY &&
            !(table->columns[column].flags & SGP_NOT_DIGESTED) &&
            !is_same(subject->before.texts[column], subject->after.texts[column]))
            break;
    return column;
}

/* What verifying writes is not submitted. */
static signpost_status check_fields(const sgp_change_act *act, const sgp_subject *subject, bool *any)
{
    const sgp_table *table = subject->table;
    *any = *any || subject->before.there != subject->after.there;
    for (size_t i = sgp_subject_next_change(subject, 0); i < table->count;
         i = sgp_subject_next_change(subject, i + 1)) {
        const char *name = table->columns[i].name;
        *any = true;
        if (strncmp(name, "verif", 5) != 0)
            continue;
        sgp_fail(act->error, SIGNPOST_REFUSED, SGP_NOT_BY_CHANGE, "%s of \"%s\" is not submitted: verifying writes it",
                 name, subject->service);
        sgp_error_hint(act->error, "directory verify %s", subject->service);
        return SIGNPOST_REFUSED;
    }
    return SIGNPOST_OK;
}

static signpost_status check_all(sgp_change_act *act)
{
    bool any = false;
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < act->subjects.count && !status; i++)
        status = check_fields(act, SGP_AT(&act->subjects, sgp_subject, i), &any);
    if (!status && !any)
        status = sgp_fail(act->error, SIGNPOST_NONE, SGP_CHANGES_NOTHING,
                          "nothing would change: all of it stands there already");
    return status;
}

static signpost_status insert_change(sgp_change_act *act, const signpost_submission *how, int64_t *id)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, act->db,
        "INSERT INTO change (state, emergency, effective_at, evidence, submitted_by) VALUES ('pending', ?, ?, ?, ?)",
        act->error);
    if (!status) {
        sgp_bind_integer(&query, 1, how->emergency);
        sgp_bind_integer(&query, 2, how->effective_at == INT64_MIN ? act->act->when : how->effective_at);
        sgp_bind_text(&query, 3, how->evidence && *how->evidence ? how->evidence : NULL);
        sgp_bind_integer(&query, 4, act->number);
        status = sgp_query_run(&query, act->error);
        *id = sqlite3_last_insert_rowid(act->db->handle);
    }
    sgp_query_release(&query);
    return status;
}

/* Where the fields of a change are put, one by one. */
typedef struct field_writer {
    sgp_query insert;
    int64_t change;
    int position;
} field_writer;

static signpost_status insert_field(field_writer *to, const sgp_subject *subject, const char *field, const char *before,
                                    const char *after, signpost_error *error)
{
    sgp_bind_integer(&to->insert, 1, to->change);
    sgp_bind_integer(&to->insert, 2, ++to->position);
    sgp_bind_text(&to->insert, 3, subject->service);
    sgp_bind_text(&to->insert, 4, subject->table->name);
    sgp_bind_text(&to->insert, 5, subject->row);
    sgp_bind_text(&to->insert, 6, field);
    sgp_bind_text(&to->insert, 7, before);
    sgp_bind_text(&to->insert, 8, after);
    return sgp_query_run(&to->insert, error);
}

static signpost_status insert_subject(field_writer *to, const sgp_subject *subject, signpost_error *error)
{
    const sgp_table *table = subject->table;
    signpost_status status = SIGNPOST_OK;
    if (subject->before.there != subject->after.there)
        status = insert_field(to, subject, "", subject->before.there ? "there" : NULL,
                              subject->after.there ? "there" : NULL, error);
    for (size_t i = sgp_subject_next_change(subject, 0); i < table->count && !status;
         i = sgp_subject_next_change(subject, i + 1))
        status =
            insert_field(to, subject, table->columns[i].name, subject->before.texts[i], subject->after.texts[i], error);
    return status;
}

static signpost_status insert_fields(sgp_change_act *act, int64_t id)
{
    field_writer to = {.change = id};
    signpost_status status =
        sgp_query_prepare(&to.insert, act->db,
                          "INSERT INTO change_field (change, position, service, part, row, field, before, after) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                          act->error);
    for (size_t i = 0; i < act->subjects.count && !status; i++)
        status = insert_subject(&to, SGP_AT(&act->subjects, sgp_subject, i), act->error);
    sgp_query_release(&to.insert);
    return status;
}

/* An emergency is carried out as it was kept. */
static signpost_status carry_out_now(sgp_change_act *act, int64_t id)
{
    sgp_change_state change;
    signpost_status status = sgp_change_read(act->db, id, &change, act->error);
    if (!status)
        status = sgp_change_read_subjects(act, id);
    return status ? status : sgp_change_carry_out(act, &change, NULL);
}

static signpost_status submit(sgp_change_act *act, void *context)
{
    submitting *what = context;
    int64_t id;
    signpost_status status = what->path ? gather_file(act, what) : gather_edits(act, what);
    if (!status)
        status = try_it(act, what);
    if (!status)
        status = check_all(act);
    if (!status && what->how->emergency)
        status = sgp_subjects_check_narrower(act);
    if (!status)
        status = insert_change(act, what->how, &id);
    if (!status)
        status = insert_fields(act, id);
    if (!status && what->how->emergency)
        status = carry_out_now(act, id);
    what->id = status || act->dry_run ? 0 : id;
    return status;
}

/* ---- calls ---- */

static signpost_status check_submission(const signpost_submission *how, const signpost_act *act, signpost_error *error)
{
    if (how->size != sizeof *how)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "the submission has size %zu, not %zu", how->size,
                        sizeof *how);
    if (how->effective_at == INT64_MIN)
        return SIGNPOST_OK;
    if (how->emergency)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "an emergency change is live at once");
    if (!act || how->effective_at >= act->when)
        return SIGNPOST_OK;
    char asked[SIGNPOST_MOMENT_SIZE];
    return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "a change cannot be live from %s, which is past",
                    signpost_minute_format(how->effective_at, asked));
}

static signpost_status run_submission(signpost_directory *directory, submitting *what, const signpost_act *act,
                                      int64_t *change, signpost_diagnostics *diagnostics, signpost_error *error)
{
    static const signpost_submission defaults = SIGNPOST_SUBMISSION_INIT;
    char said[96];
    *change = 0;
    if (!what->how)
        what->how = &defaults;
    signpost_status status = check_submission(what->how, act, error);
    if (status)
        return status;
    snprintf(said, sizeof said, "%s", what->how->emergency ? "submit an emergency change" : "submit a change");
    status = sgp_change_run(directory, act, said, what->how->dry_run, submit, what, diagnostics, error);
    *change = status ? 0 : what->id;
    return status;
}

signpost_status signpost_change_submit(signpost_directory *directory, const signpost_edit *edits, size_t count,
                                       const signpost_act *act, const signpost_submission *submission, int64_t *change,
                                       signpost_diagnostics *diagnostics, signpost_error *error)
{
    submitting what = {.edits = edits, .count = count, .how = submission};
    return run_submission(directory, &what, act, change, diagnostics, error);
}

/* `services` of `here/services.csv`. */
static void name_of_file(const char *path, char *name, size_t size)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t length = strlen(base);
    if (length > 4 && strcmp(base + length - 4, ".csv") == 0)
        length -= 4;
    snprintf(name, size, "%.*s", (int)length, base);
}

signpost_status signpost_change_submit_file(signpost_directory *directory, const char *path, const char *table,
                                            const signpost_act *act, const signpost_submission *submission,
                                            int64_t *change, signpost_diagnostics *diagnostics, signpost_error *error)
{
    char name[64];
    submitting what = {.path = path, .how = submission};
    name_of_file(path, name, sizeof name);
    *change = 0;
    what.table = sgp_subject_table(table ? table : name, error);
    if (!what.table)
        return SIGNPOST_NOT_FOUND;
    return run_submission(directory, &what, act, change, diagnostics, error);
}
