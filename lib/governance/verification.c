/* Verification: noting that an entry is right, and listing those that are due. Rules kept here:
 *  - when an entry is due is said by itself; else by its type, from when it was verified last or made. */
#include "signpost/verification.h"
#include "base/civil.h"
#include "directory/rights.h"
#include "governance/governance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS_WITHOUT_RULE = 12, MOST_DAYS = 36500 };

/* ---- verifying ---- */

/* State, and months until it is due again. */
static signpost_status read_rule(sgp_db *db, int64_t service, int *months, signpost_error *error)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, db,
                          "SELECT state IN ('active', 'suspended'), uid, state, (SELECT months FROM verification_rule "
                          "WHERE service_type = type) FROM service WHERE id = ?",
                          error);
    if (!status) {
        sgp_bind_integer(&query, 1, service);
        status = sgp_query_step(&query, error);
    }
    if (!status) {
        *months = sgp_column_is_null(&query, 3) ? MONTHS_WITHOUT_RULE : (int)sgp_column_integer(&query, 3);
        if (!sgp_column_integer(&query, 0)) {
            status = sgp_fail(error, SIGNPOST_STATE, SGP_NOT_IN_USE, "\"%s\" is %s: there is nothing to verify",
                              sgp_column_text_or_empty(&query, 1), sgp_column_text_or_empty(&query, 2));
            sgp_error_hint(error, "entries that are active or suspended are verified");
        }
    }
    sgp_query_release(&query);
    return status;
}

static signpost_status write_verification(sgp_db *db, int64_t service, const signpost_act *act, const char *evidence,
                                          const char *due, int64_t number, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, db,
                                               "UPDATE service SET verified_at = ?2, verified_by = ?3, "
                                               "verified_evidence = ?4, verify_due = ?5, changed_by = ?6 WHERE id = ?1",
                                               error);
    if (!status) {
        sgp_bind_integer(&query, 1, service);
        sgp_bind_integer(&query, 2, act->when);
        sgp_bind_text(&query, 3, act->who);
        sgp_bind_text(&query, 4, evidence);
        sgp_bind_text(&query, 5, due);
        sgp_bind_integer(&query, 6, number);
        status = sgp_query_run(&query, error);
    }
    sgp_query_release(&query);
    return status;
}

static signpost_status verify(signpost_directory *directory, const char *wanted, const char *evidence,
                              const signpost_act *act, int64_t number, signpost_date *due, signpost_error *error)
{
    sgp_rights rights;
    int64_t service;
    int months = 0;
    char written[SIGNPOST_MOMENT_SIZE];
    signpost_status status = sgp_rights_read(&rights, directory->db, act->who, error);
    if (!status)
        status = sgp_directory_service(directory, wanted, &service, error);
    if (!status)
        status = sgp_rights_over(&rights, SGP_DEED_VERIFY, service, error);
    if (!status)
        status = read_rule(directory->db, service, &months, error);
    if (!status) {
        *due = sgp_date_add_months(sgp_date_of(act->when), months);
        status = write_verification(directory->db, service, act, evidence, signpost_date_format(*due, written), number,
                                    error);
    }
    sgp_rights_release(&rights);
    return status;
}

signpost_status signpost_service_verify(signpost_directory *directory, const char *service, const char *evidence,
                                        const signpost_act *act, signpost_date *due, signpost_error *error)
{
    char what[96];
    int64_t number;
    signpost_date until;
    signpost_error own = SIGNPOST_ERROR_INIT;
    if (!evidence || !evidence[strspn(evidence, " \t\r\n")]) {
        sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "verifying says on what evidence");
        sgp_error_hint(error, "with the program: --evidence TEXT, such as \"their manager, by telephone\"");
        return SIGNPOST_INVALID;
    }
    snprintf(what, sizeof what, "verify %.60s", service);
    signpost_status status = sgp_directory_begin(directory, act, what, &number, error);
    if (status)
        return status;
    status = verify(directory, service, evidence, act, number, &until, &own);
    if (!status && due)
        *due = until;
    if (!status)
        return sgp_directory_commit(directory, error);
    status = sgp_directory_abandon(directory, act, what, status, &own);
    if (error)
        *error = own;
    return status;
}

/* ---- what is due ---- */

/* What is gathered before it can be put in order. */
typedef struct gathering {
    sgp_arena arena;
    sgp_array entries; /* signpost_verification */
    signpost_date date, last;
} gathering;

static const char *keep(gathering *g, sgp_query *row, int column, bool *lost)
{
    const char *text = sgp_column_text_or_empty(row, column);
    const char *copy = sgp_arena_text(&g->arena, text, strlen(text));
    *lost = *lost || !copy;
    return copy;
}

/* A row of uid, name, type, provider, its name, commissioner, email, phone, verified_at, verified_by, verify_due, made,
 * months. */
static signpost_status gather(gathering *g, sgp_query *row, signpost_error *error)
{
    bool lost = false;
    signpost_verification entry = {.has_verified = !sgp_column_is_null(row, 8),
                                   .verified_at = sgp_column_integer(row, 8)};
    int months = sgp_column_is_null(row, 12) ? MONTHS_WITHOUT_RULE : (int)sgp_column_integer(row, 12);
    signpost_minute from = entry.has_verified ? entry.verified_at : sgp_column_integer(row, 11);
    const char *due = sgp_column_text(row, 10);
    if (!due || signpost_date_parse(due, &entry.due))
        entry.due = sgp_date_add_months(sgp_date_of(from), months);
    if (entry.due > g->last)
        return SIGNPOST_OK;
    entry.overdue_days = (int32_t)(g->date - entry.due);
    const char **texts[] = {
        &entry.uid,   &entry.name,  &entry.type, &entry.provider,   &entry.provider_name, &entry.commissioner,
        &entry.email, &entry.phone, NULL,        &entry.verified_by};
    for (int i = 0; i < 10; i++)
        if (texts[i])
            *texts[i] = keep(g, row, i, &lost);
    return !lost && !row->failure && sgp_array_append(&g->entries, &entry, 1) ? SIGNPOST_OK : sgp_fail_memory(error);
}

static int by_due(const void *one, const void *other)
{
    const signpost_verification *a = one, *b = other;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    return strcmp(a->uid, b->uid);
}

static signpost_status gather_all(gathering *g, sgp_db *db, const char *provider, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(
        &query, db,
        "SELECT s.uid, s.name, t.name, coalesce(s.provider, s.ods_code), (SELECT name FROM organisation WHERE code = "
        "coalesce(s.provider, s.ods_code)), s.commissioner, s.email, s.phone, s.verified_at, s.verified_by, "
        "s.verify_due, a.at, r.months FROM service s JOIN service_type t ON t.id = s.type JOIN act a ON a.id = "
        "s.created_by LEFT JOIN verification_rule r ON r.service_type = s.type "
        "WHERE s.state IN ('active', 'suspended') AND (?1 IS NULL OR coalesce(s.provider, s.ods_code) = ?1)",
        error);
    if (!status)
        sgp_bind_text(&query, 1, provider);
    while (!status && !(status = sgp_query_step(&query, error)))
        status = gather(g, &query, error);
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

signpost_status signpost_verification_list(signpost_directory *directory, signpost_date date, int days,
                                           const char *provider, signpost_verification_function *take, void *context,
                                           signpost_error *error)
{
    gathering g = {.entries = SGP_ARRAY_OF(signpost_verification), .date = date};
    if (days < 0 || days > MOST_DAYS)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_BAD_ARGUMENT, "%d days are not 0 to %d", days, MOST_DAYS);
    g.last = date + days;
    signpost_status status = gather_all(&g, directory->db, provider, error);
    if (!status && g.entries.count)
        qsort(g.entries.items, g.entries.count, g.entries.item_size, by_due);
    for (size_t i = 0; i < g.entries.count && !status; i++)
        if (!take(context, SGP_AT(&g.entries, signpost_verification, i)))
            break;
    sgp_array_release(&g.entries);
    sgp_arena_release(&g.arena);
    return status;
}
