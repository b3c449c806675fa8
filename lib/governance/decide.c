/* Deciding on a change. Rules kept here:
 *  - nobody signs off what they submitted;
 *  - what was decided stays decided: of two who decide at once, the second is told what the first did. */
#include "governance/changes.h"

#include <stdio.h>
#include <string.h>

/* A decision that is being made. */
typedef struct deciding {
    int64_t id;
    bool live;
    signpost_due due;
} deciding;

static bool is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

/* Not yet decided, or approved and not yet live; for approving, an emergency that nobody signed off, too. */
static signpost_status check_open(const sgp_change_act *act, const sgp_change_state *change, bool approving)
{
    bool open = is(change->state, "pending") || (!approving && is(change->state, "approved")) ||
                (approving && change->emergency && !change->decided);
    if (open)
        return SIGNPOST_OK;
    sgp_fail(act->error, SIGNPOST_STATE, SGP_CHANGE_DECIDED, "change %lld is %s already", (long long)change->id,
             change->state);
    sgp_error_hint(act->error, "directory review %lld says by whom, and why", (long long)change->id);
    return SIGNPOST_STATE;
}

/* Asked of the acts themselves: a long name is cut in `change`. */
static signpost_status is_own(const sgp_change_act *act, const sgp_change_state *change, bool *own)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, act->db, "SELECT EXISTS (SELECT 1 FROM act WHERE id = ? AND who = ?)", act->error);
    if (!status) {
        sgp_bind_integer(&query, 1, change->submitted_by);
        sgp_bind_text(&query, 2, act->act->who);
        status = sgp_query_step(&query, act->error);
    }
    *own = !status && sgp_column_integer(&query, 0) != 0;
    sgp_query_release(&query);
    return status;
}

static signpost_status check_not_own(const sgp_change_act *act, const sgp_change_state *change)
{
    bool own;
    signpost_status status = is_own(act, change, &own);
    if (status || !own)
        return status;
    sgp_fail(act->error, SIGNPOST_REFUSED, SGP_OWN_CHANGE, "\"%s\" submitted change %lld, and may not decide on it",
             change->who, (long long)change->id);
    sgp_error_hint(act->error, "a second person signs it off; its submitter may withdraw it");
    return SIGNPOST_REFUSED;
}

/* A new service belongs to nobody yet: who may sign off anything at all may turn it down. */
static signpost_status check_may_reject(sgp_change_act *act)
{
    signpost_status status = sgp_subjects_allow(act, SGP_DEED_SIGN_OFF);
    if (status || !act->rights.provides)
        return status;
    return sgp_rights_over_all(&act->rights, "turn down new services", act->error);
}

/* ---- what is due ---- */

static signpost_status next_due(sgp_change_act *act, int64_t after, int64_t after_moment, int64_t *id, int64_t *moment)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, act->db,
                          "SELECT id, effective_at FROM change WHERE state = 'approved' AND effective_at <= ?1 "
                          "AND (effective_at, id) > (?2, ?3) ORDER BY effective_at, id LIMIT 1",
                          act->error);
    if (!status) {
        sgp_bind_integer(&query, 1, act->act->when);
        sgp_bind_integer(&query, 2, after_moment);
        sgp_bind_integer(&query, 3, after);
        status = sgp_query_step(&query, act->error);
    }
    if (!status) {
        *id = sgp_column_integer(&query, 0);
        *moment = sgp_column_integer(&query, 1);
    }
    sgp_query_release(&query);
    return status;
}

/* One that cannot be carried out any more stays approved, and is told of. */
static signpost_status carry_out_due(sgp_change_act *act, int64_t id, signpost_due *due)
{
    sgp_change_state change;
    signpost_status status = sgp_db_run(act->db, "SAVEPOINT due", act->error);
    if (!status)
        status = sgp_change_read(act->db, id, &change, act->error);
    if (!status)
        status = sgp_change_read_subjects(act, id);
    if (!status)
        status = sgp_change_carry_out(act, &change, NULL);
    if (!status) {
        due->live++;
        return sgp_db_run(act->db, "RELEASE due", act->error);
    }
    if (status != SIGNPOST_STATE && status != SIGNPOST_CONTENT)
        return status;
    due->stale++;
    sgp_diagnose_hint(act->list, SIGNPOST_WARNING, act->error->id, (sgp_spot){NULL, 0, 0}, act->error->hint,
                      "change %lld is due, and was not carried out: %s", (long long)id, act->error->message);
    *act->error = (signpost_error)SIGNPOST_ERROR_INIT;
    act->counts = (signpost_import_report){0};
    act->import.header_refused = false;
    return sgp_change_undo_to(act, "due");
}

static signpost_status carry_out_all_due(sgp_change_act *act, signpost_due *due)
{
    int64_t id = 0, moment = INT64_MIN;
    signpost_status status;
    while (!(status = next_due(act, id, moment, &id, &moment)))
        if ((status = carry_out_due(act, id, due)))
            return status;
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* ---- decisions ---- */

static signpost_status open_change(sgp_change_act *act, int64_t id, bool approving, sgp_change_state *change)
{
    signpost_status status = sgp_change_read(act->db, id, change, act->error);
    if (!status)
        status = check_open(act, change, approving);
    return status ? status : sgp_change_read_subjects(act, id);
}

static signpost_status approve(sgp_change_act *act, void *context)
{
    static const sgp_deed sign_off = SGP_DEED_SIGN_OFF;
    deciding *decision = context;
    sgp_change_state change;
    signpost_status status = open_change(act, decision->id, true, &change);
    if (!status)
        status = check_not_own(act, &change);
    if (status)
        return status;
    bool was_live = is(change.state, "live");
    decision->live = was_live || change.effective_at <= act->act->when;
    status = sgp_change_set(act, change.id, was_live ? "live" : "approved", "decided_by");
    if (!status && !was_live)
        status = sgp_db_run(act->db, "SAVEPOINT trial", act->error);
    /* One that is for later must be right now, too, as far as can be told: it is tried. */
    if (!status)
        status = was_live ? sgp_subjects_allow(act, sign_off) : sgp_change_carry_out(act, &change, &sign_off);
    if (!status && !was_live)
        status = decision->live ? sgp_db_run(act->db, "RELEASE trial", act->error) : sgp_change_undo_to(act, "trial");
    return status ? status : carry_out_all_due(act, &decision->due);
}

signpost_status signpost_change_approve(signpost_directory *directory, int64_t change, const signpost_act *act,
                                        bool *live, signpost_diagnostics *diagnostics, signpost_error *error)
{
    char what[64];
    deciding decision = {.id = change};
    snprintf(what, sizeof what, "approve change %lld", (long long)change);
    signpost_status status = sgp_change_run(directory, act, what, false, approve, &decision, diagnostics, error);
    if (!status && live)
        *live = decision.live;
    return status;
}

static signpost_status reject(sgp_change_act *act, void *context)
{
    const deciding *decision = context;
    sgp_change_state change;
    signpost_status status = open_change(act, decision->id, false, &change);
    if (!status)
        status = check_not_own(act, &change);
    if (!status)
        status = check_may_reject(act);
    return status ? status : sgp_change_set(act, change.id, "rejected", "decided_by");
}

signpost_status signpost_change_reject(signpost_directory *directory, int64_t change, const signpost_act *act,
                                       signpost_error *error)
{
    char what[64];
    deciding decision = {.id = change};
    snprintf(what, sizeof what, "reject change %lld", (long long)change);
    return sgp_change_run(directory, act, what, false, reject, &decision, NULL, error);
}

static signpost_status withdraw(sgp_change_act *act, void *context)
{
    const deciding *decision = context;
    sgp_change_state change;
    bool own = false;
    signpost_status status = open_change(act, decision->id, false, &change);
    if (!status)
        status = is_own(act, &change, &own);
    if (!status && !own) {
        status =
            sgp_fail(act->error, SIGNPOST_REFUSED, SGP_NO_RIGHT, "change %lld was submitted by \"%s\", not by \"%s\"",
                     (long long)change.id, change.who, act->act->who);
        sgp_error_hint(act->error, "who may sign it off can reject it");
    }
    return status ? status : sgp_change_set(act, change.id, "withdrawn", "decided_by");
}

signpost_status signpost_change_withdraw(signpost_directory *directory, int64_t change, const signpost_act *act,
                                         signpost_error *error)
{
    char what[64];
    deciding decision = {.id = change};
    snprintf(what, sizeof what, "withdraw change %lld", (long long)change);
    return sgp_change_run(directory, act, what, false, withdraw, &decision, NULL, error);
}

static signpost_status carry_out_due_ones(sgp_change_act *act, void *context)
{
    deciding *decision = context;
    signpost_status status = carry_out_all_due(act, &decision->due);
    act->dry_run = !status && !decision->due.live; /* nothing was done: no act */
    return status;
}

signpost_status signpost_change_due(signpost_directory *directory, const signpost_act *act, signpost_due *due,
                                    signpost_diagnostics *diagnostics, signpost_error *error)
{
    deciding decision = {.id = 0};
    signpost_status status = sgp_change_run(directory, act, "carry out what is due", false, carry_out_due_ones,
                                            &decision, diagnostics, error);
    if (!status && due)
        *due = decision.due;
    return status;
}

/* ---- looking first ---- */

static signpost_status put_in(sgp_change_act *act, int64_t id)
{
    sgp_change_state change;
    signpost_status status = open_change(act, id, false, &change);
    if (!status) {
        act->number = act->import.act = change.submitted_by;
        status = sgp_subjects_check_fresh(act, id);
    }
    if (!status)
        status = sgp_subjects_write(act);
    return status ? status
                  : sgp_db_run(act->db, "UPDATE directory SET content_version = content_version + 1", act->error);
}

signpost_status signpost_change_preview(signpost_directory *directory, int64_t change, signpost_look *look,
                                        void *context, signpost_error *error)
{
    sgp_change_act act;
    signpost_error own = SIGNPOST_ERROR_INIT;
    signpost_diagnostics *list;
    signpost_status status = sgp_check_writable(directory, error);
    if (status)
        return status;
    if (signpost_diagnostics_new(&list))
        return sgp_fail_memory(error);
    status = sgp_db_begin_write(directory->db, error);
    if (!status) {
        sgp_change_prepare(&act, directory, 0, list, &own);
        status = put_in(&act, change);
        sgp_change_release(&act);
        if (!status)
            status = sgp_look_and_roll_back(directory, look, context, &own);
        else
            sgp_directory_roll_back(directory);
        if (status && error)
            *error = own;
    }
    signpost_diagnostics_free(list);
    return status;
}
