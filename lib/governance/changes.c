/* The frame of an act about changes, and how a change is read back and carried out. Rules kept here:
 *  - a change is carried out only where every value is still what it was when it was submitted;
 *  - the right is needed over a service as it was, and as it becomes. */
#include "governance/changes.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* ---- the frame ---- */

void sgp_change_prepare(sgp_change_act *act, signpost_directory *directory, int64_t number, signpost_diagnostics *list,
                        signpost_error *error)
{
    *act = (sgp_change_act){.directory = directory,
                            .db = directory->db,
                            .number = number,
                            .list = list,
                            .subjects = SGP_ARRAY_OF(sgp_subject),
                            .error = error};
    act->rights.everywhere = true;
    sgp_import_init(&act->import, directory, &act->counts, list, error);
    act->import.act = number;
    act->import.rights.everywhere = true; /* the rights that count are those over changes */
}

void sgp_change_release(sgp_change_act *act)
{
    sgp_rights_release(&act->rights);
    sgp_import_release(&act->import);
    sgp_array_release(&act->subjects);
    sgp_arena_release(&act->arena);
}

signpost_status sgp_change_undo_to(sgp_change_act *act, const char *savepoint)
{
    char sql[64];
    snprintf(sql, sizeof sql, "ROLLBACK TO %s; RELEASE %s", savepoint, savepoint);
    sgp_hours_store_forget(&act->import.hours);
    return sgp_db_run(act->db, sql, act->error);
}

/* What was begun ends: kept, or undone. */
static signpost_status end(sgp_change_act *act, const char *what, signpost_status status)
{
    if (!status && sgp_diagnostics_lost(act->list))
        status = sgp_fail_memory(act->error);
    if (!status && !act->dry_run)
        return sgp_directory_commit(act->directory, act->error);
    return sgp_directory_abandon(act->directory, act->act, what, status, act->error);
}

static signpost_status run(signpost_directory *directory, const signpost_act *said, const char *what, bool dry_run,
                           sgp_change_job *job, void *context, signpost_diagnostics *list, signpost_error *error)
{
    int64_t number;
    sgp_change_act act;
    signpost_status status = sgp_directory_begin(directory, said, what, &number, error);
    if (status)
        return status;
    sgp_change_prepare(&act, directory, number, list, error);
    act.act = said;
    act.dry_run = dry_run;
    status = sgp_rights_read(&act.rights, act.db, said->who, error);
    if (!status)
        status = job(&act, context);
    status = end(&act, what, status);
    sgp_change_release(&act);
    return status;
}

signpost_status sgp_change_run(signpost_directory *directory, const signpost_act *act, const char *what, bool dry_run,
                               sgp_change_job *job, void *context, signpost_diagnostics *diagnostics,
                               signpost_error *error)
{
    signpost_error own =
        SIGNPOST_ERROR_INIT; /* a refusal is kept with its reason, whether or not the caller wants it */
    signpost_diagnostics *list;
    if (signpost_diagnostics_new(&list))
        return sgp_fail_memory(error);
    signpost_status status = run(directory, act, what, dry_run, job, context, list, &own);
    if (!sgp_diagnostics_add_all(diagnostics, list) && !status)
        sgp_diagnostics_lose(diagnostics);
    signpost_diagnostics_free(list);
    if (status && error)
        *error = own;
    return status;
}

/* ---- reading one ---- */

signpost_status sgp_change_read(sgp_db *db, int64_t id, sgp_change_state *change, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db,
                                               "SELECT state, emergency, effective_at, submitted_by, decided_by, who "
                                               "FROM change JOIN act ON act.id = submitted_by WHERE change.id = ?",
                                               error);
    if (!status) {
        sgp_bind_integer(&query, 1, id);
        status = sgp_query_step(&query, error);
    }
    if (!status) {
        *change = (sgp_change_state){.id = id,
                                     .emergency = sgp_column_integer(&query, 1) != 0,
                                     .effective_at = sgp_column_integer(&query, 2),
                                     .submitted_by = sgp_column_integer(&query, 3),
                                     .decided = !sgp_column_is_null(&query, 4)};
        snprintf(change->state, sizeof change->state, "%s", sgp_column_text_or_empty(&query, 0));
        snprintf(change->who, sizeof change->who, "%s", sgp_column_text_or_empty(&query, 5));
        status = query.failure ? sgp_fail_memory(error) : SIGNPOST_OK;
    }
    sgp_query_release(&query);
    if (status == SIGNPOST_NONE) {
        sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_CHANGE, "there is no change %lld", (long long)id);
        sgp_error_hint(error, "directory review lists those that wait");
        return SIGNPOST_NOT_FOUND;
    }
    return status;
}

/* A copy in the act's arena; NULL for NULL, and when memory ran out, which is noted. */
static const char *keep(sgp_change_act *act, const char *text, bool *lost)
{
    const char *copy = text ? sgp_arena_text(&act->arena, text, strlen(text)) : NULL;
    *lost = *lost || (text && !copy);
    return copy;
}

/* A row of service, part, row, field, before, after: into the subject that it is about. */
static signpost_status add_field(sgp_change_act *act, sgp_query *row)
{
    bool lost = false;
    const char *texts[6];
    for (int i = 0; i < 6; i++)
        texts[i] = keep(act, sgp_column_text(row, i), &lost);
    if (lost || row->failure)
        return sgp_fail_memory(act->error);
    const sgp_table *table = sgp_subject_table(texts[1], act->error);
    if (!table)
        return SIGNPOST_CORRUPT;
    sgp_subject *last = act->subjects.count ? SGP_AT(&act->subjects, sgp_subject, act->subjects.count - 1) : NULL;
    if (!last || last->table != table || strcmp(last->service, texts[0]) != 0 || strcmp(last->row, texts[2]) != 0) {
        last = sgp_array_add(&act->subjects);
        if (!last)
            return sgp_fail_memory(act->error);
        *last = (sgp_subject){.table = table, .service = texts[0], .row = texts[2], .before = {.there = true}};
    }
    if (!*texts[3]) {
        last->before.there = texts[4] != NULL;
        last->remove = texts[5] == NULL;
        return SIGNPOST_OK;
    }
    size_t column = sgp_table_column(table, texts[3]);
    if (column == table->count)
        return sgp_fail(act->error, SIGNPOST_CORRUPT, SGP_DATABASE_DAMAGED, "a change names a field \"%s\"", texts[3]);
    last->before.texts[column] = texts[4] ? texts[4] : "";
    last->given[column] = texts[5] ? texts[5] : "";
    return SIGNPOST_OK;
}

signpost_status sgp_change_read_subjects(sgp_change_act *act, int64_t id)
{
    sgp_query query;
    act->subjects.count = 0;
    signpost_status status = sgp_query_prepare(
        &query, act->db,
        "SELECT service, part, row, field, before, after FROM change_field WHERE change = ? ORDER BY position",
        act->error);
    if (!status)
        sgp_bind_integer(&query, 1, id);
    while (!status && !(status = sgp_query_step(&query, act->error)))
        status = add_field(act, &query);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- carrying it out ---- */

signpost_status sgp_subjects_allow(sgp_change_act *act, sgp_deed deed)
{
    signpost_status status = SIGNPOST_OK;
    const char *last = "";
    for (size_t i = 0; i < act->subjects.count && !status; i++) {
        int64_t service;
        const sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        if (strcmp(subject->service, last) == 0)
            continue;
        last = subject->service;
        status = sgp_service_number(act->db, subject->service, &service, act->error);
        if (!status)
            status = sgp_rights_over(&act->rights, deed, service, act->error);
        if (status == SIGNPOST_NONE)
            status = SIGNPOST_OK;
    }
    return status;
}

signpost_status sgp_subjects_write(sgp_change_act *act)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < act->subjects.count && !status; i++)
        status = sgp_subject_write(&act->import, SGP_AT(&act->subjects, sgp_subject, i), &act->arena);
    return status ? status : sgp_import_check(&act->import);
}

static bool is_same(const char *one, const char *other)
{
    return strcmp(one ? one : "", other ? other : "") == 0;
}

static signpost_status say_stale(const sgp_change_act *act, int64_t id, const sgp_subject *subject, const char *field,
                                 const char *before, const char *now)
{
    sgp_fail(act->error, SIGNPOST_STATE, SGP_CHANGE_STALE,
             "change %lld was made when %s of \"%s\" was \"%.80s\": now it is \"%.80s\"", (long long)id, field,
             subject->service, before ? before : "", now ? now : "");
    sgp_error_hint(act->error, "reject it, and have it submitted again");
    return SIGNPOST_STATE;
}

signpost_status sgp_subjects_check_fresh(sgp_change_act *act, int64_t id)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < act->subjects.count && !status; i++) {
        sgp_image now;
        const sgp_subject *subject = SGP_AT(&act->subjects, sgp_subject, i);
        status = sgp_image_read(act->db, subject, &now, &act->arena, act->error);
        if (!status && now.there != subject->before.there)
            status = say_stale(act, id, subject, subject->table->name, subject->before.there ? "there" : "not there",
                               now.there ? "there" : "not there");
        for (size_t j = 0; j < subject->table->count && !status; j++)
            if (subject->given[j] && !is_same(now.texts[j], subject->before.texts[j]))
                status = say_stale(act, id, subject, subject->table->columns[j].name, subject->before.texts[j],
                                   now.texts[j]);
    }
    return status;
}

/* Who submitted what stands in the services now, and who signed it off: nobody, for an emergency. */
static signpost_status stamp(sgp_change_act *act, const sgp_change_state *change)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, act->db,
        "UPDATE service SET submitted_by = ?2, signed_off_by = coalesce((SELECT decided_by FROM change WHERE id = ?1),"
        " signed_off_by), changed_by = ?3 WHERE uid IN (SELECT service FROM change_field WHERE change = ?1)",
        act->error);
    if (!status) {
        sgp_bind_integer(&query, 1, change->id);
        sgp_bind_integer(&query, 2, change->submitted_by);
        sgp_bind_integer(&query, 3, act->number);
        status = sgp_query_run(&query, act->error);
    }
    sgp_query_release(&query);
    return status;
}

signpost_status sgp_change_set(sgp_change_act *act, int64_t id, const char *state, const char *column)
{
    char sql[128];
    sgp_query query;
    snprintf(sql, sizeof sql, "UPDATE change SET state = ?2, %s = ?3 WHERE id = ?1", column);
    signpost_status status = sgp_query_prepare(&query, act->db, sql, act->error);
    if (!status) {
        sgp_bind_integer(&query, 1, id);
        sgp_bind_text(&query, 2, state);
        sgp_bind_integer(&query, 3, act->number);
        status = sgp_query_run(&query, act->error);
    }
    sgp_query_release(&query);
    return status;
}

signpost_status sgp_change_carry_out(sgp_change_act *act, const sgp_change_state *change, const sgp_deed *deed)
{
    signpost_status status = sgp_subjects_check_fresh(act, change->id);
    if (!status && deed)
        status = sgp_subjects_allow(act, *deed);
    if (!status)
        status = sgp_subjects_write(act);
    if (!status && deed)
        status = sgp_subjects_allow(act, *deed);
    if (!status)
        status = stamp(act, change);
    return status ? status : sgp_change_set(act, change->id, "live", "live_by");
}
