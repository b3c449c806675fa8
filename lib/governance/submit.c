/* Submitting a change. Rules kept here:
 *  - it is validated by being carried out, and undone again: what is kept is each value before and after;
 *  - the right is needed over every service as it was, and as it would become. */
#include "governance/changes.h"

#include "base/text.h"
#include "directory/names.h"
#include "formats/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* What is submitted, and where from. */
typedef struct submitting {
    const signpost_edit *edits;
    size_t count;
    const char *path; /* of a file, or NULL */
    const sgp_table *table;
    const signpost_submission *how;
    int64_t id;
} submitting;

static bool is_same(const char *one, const char *other)
{
    return strcmp(one ? one : "", other ? other : "") == 0;
}

/* ---- trying it ---- */

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

/* A service whose profile is not given has the one that what it takes comes to, which is kept as that. */
static void leave_profile(sgp_subject *subject)
{
    const size_t profile = sgp_table_column(subject->table, "profile");
    if (profile < subject->table->count && !subject->given[profile])
        subject->after.texts[profile] = subject->before.texts[profile];
}

static signpost_status read_afters(sgp_change_act *act, bool is_file)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < act->subjects.count && !status; i++) {
        sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        status = sgp_image_read(act->db, subject, &subject->after, &act->arena, act->error);
        if (!is_file) /* which is of one table */
            leave_profile(subject);
    }
    return status;
}

/* A uid that nothing has makes a new entry, and that has a name; one without is a uid that was written wrongly. */
static signpost_status check_known(sgp_change_act *act)
{
    signpost_status status = SIGNPOST_OK;
    const sgp_table *services = sgp_table_find("services");
    const size_t name = sgp_table_column(services, "name");
    for (size_t i = 0; i < act->subjects.count && !status; i++) {
        int64_t number;
        const sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        if (subject->table == services && !subject->before.there && !subject->given[name])
            status = sgp_directory_service(act->directory, subject->service, &number, act->error);
    }
    return status;
}

/* The right that is wanting is one over what the services would become: of another provider, or area. */
static signpost_status check_outcome(sgp_change_act *act)
{
    char said[SIGNPOST_TEXT_SIZE];
    signpost_status status = sgp_subjects_allow(act, SGP_DEED_SUBMIT);
    if (status == SIGNPOST_REFUSED) {
        snprintf(said, sizeof said, "%.200s as it would be then", act->error->message);
        sgp_text_trim_cut(said);
        memcpy(act->error->message, said, sizeof said);
    }
    return status;
}

/* What patients will be told is looked at when it changes: kept as it is written, with a warning. */
static void check_names(sgp_change_act *act)
{
    char flaw[SGP_FLAW_SIZE];
    for (size_t i = 0; i < act->subjects.count; i++) {
        const sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        size_t column = sgp_table_column(subject->table, "public_name");
        const char *name = column < subject->table->count ? subject->after.texts[column] : NULL;
        const char *wrong =
            name && !is_same(name, subject->before.texts[column]) ? sgp_public_name_check(name, flaw) : NULL;
        if (wrong)
            sgp_diagnose(act->list, SIGNPOST_WARNING, SGP_DOUBTFUL_CELL, (sgp_spot){subject->service, 0, 0},
                         "public_name \"%.80s\" %s; kept as written", name, wrong);
    }
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
    if (!status && !what->path) /* what is wrong with a file, the import tells, with its line */
        status = check_known(act);
    if (!status)
        status = sgp_subjects_allow(act, SGP_DEED_SUBMIT);
    if (!status)
        status = sgp_db_run(act->db, "SAVEPOINT trial", act->error);
    if (!status)
        status = what->path ? write_file(act, what) : sgp_subjects_write(act);
    if (!status)
        status = read_afters(act, what->path != NULL);
    if (!status)
        status = check_outcome(act);
    if (!status)
        status = check_evidence(act, what->how);
    if (!status)
        check_names(act);
    return status ? status : sgp_change_undo_to(act, "trial");
}

/* ---- keeping it ---- */

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
    signpost_status status =
        what->path ? sgp_gather_file(act, what->path, what->table) : sgp_gather_edits(act, what->edits, what->count);
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
    length = length < size ? length : size - 1;
    memcpy(name, base, length);
    name[length] = '\0';
}

signpost_status signpost_change_submit_file(signpost_directory *directory, const char *path, const char *table,
                                            const signpost_act *act, const signpost_submission *submission,
                                            int64_t *change, signpost_diagnostics *diagnostics, signpost_error *error)
{
    char name[64];
    struct stat about;
    submitting what = {.path = path, .how = submission};
    name_of_file(path, name, sizeof name);
    *change = 0;
    if (stat(path, &about) != 0)
        return sgp_fail_to_read(path, errno, error);
    what.table = sgp_subject_table(table ? table : name, error);
    if (!what.table)
        return SIGNPOST_NOT_FOUND;
    return run_submission(directory, &what, act, change, diagnostics, error);
}
