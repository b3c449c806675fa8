/* Reading changes: lists of them, and one field by field with what stands there now and who else would change it. */
#include "governance/changes.h"

#include <string.h>

struct signpost_review {
    sgp_arena arena;
    signpost_change_about change;
    sgp_array fields;    /* signpost_review_field */
    sgp_array conflicts; /* signpost_review_conflict */
};

/* ---- a change ---- */

#define CHANGE_COLUMNS                                                                                                 \
    "SELECT c.id, c.state, c.emergency, c.effective_at, s.at, s.who, s.why, coalesce(c.evidence, ''), "                \
    "coalesce(d.who, ''), coalesce(d.why, ''), coalesce(d.at, 0), "                                                    \
    "(SELECT count(DISTINCT service) FROM change_field WHERE change = c.id), "                                         \
    "(SELECT count(*) FROM change_field WHERE change = c.id), "                                                        \
    "coalesce((SELECT service FROM change_field WHERE change = c.id ORDER BY position LIMIT 1), ''), "                 \
    "c.state = 'pending' OR (c.emergency AND c.decided_by IS NULL) "                                                   \
    "FROM change c JOIN act s ON s.id = c.submitted_by LEFT JOIN act d ON d.id = c.decided_by "

/* Of a row of these columns. Texts are borrowed from it. */
static signpost_change_about change_of(sgp_query *row)
{
    return (signpost_change_about){.id = sgp_column_integer(row, 0),
                                   .state = sgp_column_text_or_empty(row, 1),
                                   .emergency = sgp_column_integer(row, 2) != 0,
                                   .effective_at = sgp_column_integer(row, 3),
                                   .submitted_at = sgp_column_integer(row, 4),
                                   .submitted_by = sgp_column_text_or_empty(row, 5),
                                   .why = sgp_column_text_or_empty(row, 6),
                                   .evidence = sgp_column_text_or_empty(row, 7),
                                   .decided_by = sgp_column_text_or_empty(row, 8),
                                   .decided_why = sgp_column_text_or_empty(row, 9),
                                   .decided_at = sgp_column_integer(row, 10),
                                   .services = (size_t)sgp_column_integer(row, 11),
                                   .fields = (size_t)sgp_column_integer(row, 12),
                                   .service = sgp_column_text_or_empty(row, 13),
                                   .awaits = sgp_column_integer(row, 14) != 0};
}

static bool is_state(const char *text)
{
    static const char *const states[] = {"", "pending", "approved", "live", "rejected", "withdrawn"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(text, states[i]) == 0)
            return true;
    return false;
}

signpost_status signpost_change_list(signpost_directory *directory, const char *state, const char *service,
                                     signpost_change_function *take, void *context, signpost_error *error)
{
    sgp_query query;
    if (state && !is_state(state))
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT,
                        "\"%s\" is no state of a change: pending, approved, live, rejected or withdrawn", state);
    signpost_status status = sgp_query_prepare(
        &query, directory->db,
        CHANGE_COLUMNS "WHERE CASE WHEN ?1 IS NULL THEN c.state = 'pending' OR (c.emergency AND c.decided_by IS NULL) "
                       "ELSE ?1 IN ('', c.state) END AND (?2 IS NULL OR EXISTS (SELECT 1 FROM change_field f "
                       "WHERE f.change = c.id AND f.service = ?2)) ORDER BY c.id DESC",
        error);
    if (!status) {
        sgp_bind_text(&query, 1, state);
        sgp_bind_text(&query, 2, service);
    }
    while (!status && !(status = sgp_query_step(&query, error))) {
        const signpost_change_about change = change_of(&query);
        if (query.failure)
            status = sgp_fail_memory(error);
        else if (!take(context, &change))
            break;
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- one, for review ---- */

/* Copies a text into the review; "" for NULL. */
static const char *keep(signpost_review *review, const char *text, bool *lost)
{
    const char *copy = sgp_arena_text(&review->arena, text ? text : "", text ? strlen(text) : 0);
    *lost = *lost || !copy;
    return copy ? copy : "";
}

static signpost_status read_change(signpost_review *review, sgp_db *db, int64_t id, signpost_error *error)
{
    sgp_query query;
    bool lost = false;
    signpost_status status = sgp_query_prepare(&query, db, CHANGE_COLUMNS "WHERE c.id = ?", error);
    if (!status) {
        sgp_bind_integer(&query, 1, id);
        status = sgp_query_step(&query, error);
    }
    if (!status) {
        signpost_change_about *change = &review->change;
        *change = change_of(&query);
        const char **texts[] = {&change->state,      &change->submitted_by, &change->why,    &change->evidence,
                                &change->decided_by, &change->decided_why,  &change->service};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            *texts[i] = keep(review, *texts[i], &lost);
        status = lost || query.failure ? sgp_fail_memory(error) : SIGNPOST_OK;
    }
    sgp_query_release(&query);
    return status;
}

/* The entry's name as it is, or as it will be; "" when it has none. */
static signpost_status read_name(signpost_review *review, const sgp_change_act *act, const sgp_subject *subject,
                                 const char **name)
{
    sgp_query query;
    bool lost = false;
    signpost_status status =
        sgp_query_prepare(&query, act->db,
                          "SELECT coalesce((SELECT name FROM service WHERE uid = ?1), (SELECT after FROM change_field "
                          "WHERE change = ?2 AND service = ?1 AND part = 'services' AND field = 'name'), '')",
                          act->error);
    if (!status) {
        sgp_bind_text(&query, 1, subject->service);
        sgp_bind_integer(&query, 2, review->change.id);
        status = sgp_query_step(&query, act->error);
    }
    if (!status) {
        *name = keep(review, sgp_column_text(&query, 0), &lost);
        status = lost || query.failure ? sgp_fail_memory(act->error) : SIGNPOST_OK;
    }
    sgp_query_release(&query);
    return status;
}

static signpost_status add_field(signpost_review *review, const signpost_review_field *field, signpost_error *error)
{
    return sgp_array_append(&review->fields, field, 1) ? SIGNPOST_OK : sgp_fail_memory(error);
}

/* The fields of one row: the row itself first, when it comes or goes. */
static signpost_status add_subject(signpost_review *review, sgp_change_act *act, const sgp_subject *subject)
{
    sgp_image now;
    bool lost = false,
         waits = strcmp(review->change.state, "pending") == 0 || strcmp(review->change.state, "approved") == 0;
    signpost_status status = sgp_image_read(act->db, subject, &now, &review->arena, act->error);
    signpost_review_field field = {.service = keep(review, subject->service, &lost),
                                   .name = "",
                                   .table = subject->table->name,
                                   .row = keep(review, subject->row, &lost),
                                   .field = "",
                                   .before = subject->before.there ? "there" : "",
                                   .after = subject->remove ? "" : "there",
                                   .now = now.there ? "there" : ""};
    field.stale = waits && now.there != subject->before.there;
    if (!status)
        status = read_name(review, act, subject, &field.name);
    if (!status && subject->before.there == subject->remove)
        status = add_field(review, &field, act->error);
    for (size_t i = 0; i < subject->table->count && !status; i++) {
        if (!subject->given[i])
            continue;
        field.field = subject->table->columns[i].name;
        field.before = keep(review, subject->before.texts[i], &lost);
        field.after = keep(review, subject->given[i], &lost);
        field.now = now.texts[i] ? now.texts[i] : "";
        field.stale = waits && strcmp(field.before, field.now) != 0;
        status = add_field(review, &field, act->error);
    }
    return !status && lost ? sgp_fail_memory(act->error) : status;
}

/* Those that wait for the field at `position`; one that makes or removes the row waits for all of it. */
static signpost_status add_conflicts(signpost_review *review, sgp_query *query, size_t position, signpost_error *error)
{
    bool lost = false;
    signpost_status status;
    signpost_review_field *field = SGP_AT(&review->fields, signpost_review_field, position);
    sgp_bind_integer(query, 1, review->change.id);
    sgp_bind_text(query, 2, field->service);
    sgp_bind_text(query, 3, field->table);
    sgp_bind_text(query, 4, field->row);
    sgp_bind_text(query, 5, field->field);
    while (!(status = sgp_query_step(query, error))) {
        const signpost_review_conflict conflict = {
            position, sgp_column_integer(query, 0), keep(review, sgp_column_text(query, 1), &lost),
            keep(review, sgp_column_text(query, 2), &lost), keep(review, sgp_column_text(query, 3), &lost)};
        field->conflicts++;
        if (lost || query->failure || !sgp_array_append(&review->conflicts, &conflict, 1))
            return sgp_fail_memory(error);
    }
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status find_conflicts(signpost_review *review, sgp_db *db, signpost_error *error)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, db,
                          "SELECT c.id, c.state, a.who, coalesce(f.after, '') FROM change_field f "
                          "JOIN change c ON c.id = f.change JOIN act a ON a.id = c.submitted_by "
                          "WHERE c.id <> ?1 AND f.service = ?2 AND f.part = ?3 AND f.row = ?4 AND f.field = ?5 "
                          "AND c.state IN ('pending', 'approved') ORDER BY c.id",
                          error);
    for (size_t i = 0; i < review->fields.count && !status; i++)
        status = add_conflicts(review, &query, i, error);
    sgp_query_release(&query);
    return status;
}

static signpost_status fill(signpost_review *review, signpost_directory *directory, int64_t id, signpost_error *error)
{
    sgp_change_act act;
    sgp_change_state change;
    signpost_error own = SIGNPOST_ERROR_INIT;
    signpost_status status = sgp_change_read(directory->db, id, &change, error);
    if (!status)
        status = read_change(review, directory->db, id, error);
    if (status)
        return status;
    sgp_change_prepare(&act, directory, 0, NULL, &own);
    status = sgp_change_read_subjects(&act, id);
    for (size_t i = 0; i < act.subjects.count && !status; i++)
        status = add_subject(review, &act, SGP_AT(&act.subjects, sgp_subject, i));
    sgp_change_release(&act);
    if (status && error)
        *error = own;
    return status ? status : find_conflicts(review, directory->db, error);
}

signpost_status signpost_review_new(signpost_directory *directory, int64_t change, signpost_review **review,
                                    signpost_error *error)
{
    *review = NULL;
    signpost_review *made = sgp_allocate_zeroed(1, sizeof *made);
    if (!made)
        return sgp_fail_memory(error);
    made->fields.item_size = sizeof(signpost_review_field);
    made->conflicts.item_size = sizeof(signpost_review_conflict);
    signpost_status status = sgp_db_begin_read(directory->db, error);
    if (!status) {
        status = fill(made, directory, change, error);
        sgp_db_roll_back(directory->db);
    }
    if (status)
        signpost_review_free(made);
    else
        *review = made;
    return status;
}

void signpost_review_free(signpost_review *review)
{
    if (!review)
        return;
    sgp_array_release(&review->fields);
    sgp_array_release(&review->conflicts);
    sgp_arena_release(&review->arena);
    sgp_release(review);
}

signpost_change_about signpost_review_change(const signpost_review *review)
{
    return review->change;
}

size_t signpost_review_count(const signpost_review *review)
{
    return review->fields.count;
}

signpost_review_field signpost_review_at(const signpost_review *review, size_t position)
{
    if (position >= review->fields.count)
        return (signpost_review_field){
            .service = "", .name = "", .table = "", .row = "", .field = "", .before = "", .after = "", .now = ""};
    return *SGP_AT(&review->fields, signpost_review_field, position);
}

size_t signpost_review_conflict_count(const signpost_review *review)
{
    return review->conflicts.count;
}

signpost_review_conflict signpost_review_conflict_at(const signpost_review *review, size_t position)
{
    if (position >= review->conflicts.count)
        return (signpost_review_conflict){.state = "", .submitted_by = "", .after = ""};
    return *SGP_AT(&review->conflicts, signpost_review_conflict, position);
}
