/* Records and decisions of a directory; and a decision written into it. */
#include "base/text.h"
#include "directory/rights.h"
#include "duplicates/among.h"
#include "duplicates/duplicates.h"

#include <stdio.h>
#include <string.h>

/* ---- reading ---- */

#define SERVICES                                                                                                       \
    "SELECT uid, service.name, address, town, postcode, phone, type, profile.name, hours.text, ods_code, state,"       \
    " latitude, longitude FROM service LEFT JOIN profile ON profile.id = profile"                                      \
    " LEFT JOIN hours ON hours.id = hours WHERE state <> 'closed'"

static bool add_service(sgp_query *query, sgp_records *records)
{
    const char *texts[11];
    for (int i = 0; i < 11; i++)
        texts[i] = sgp_column_text(query, i);
    const signpost_duplicate_record record = {.uid = texts[0],
                                              .name = texts[1],
                                              .address = texts[2],
                                              .town = texts[3],
                                              .postcode = texts[4],
                                              .phone = texts[5],
                                              .type = texts[6],
                                              .needs = texts[7],
                                              .hours = texts[8],
                                              .ods_code = texts[9],
                                              .state = texts[10],
                                              .has_place = true,
                                              .latitude = sgp_column_real(query, 11),
                                              .longitude = sgp_column_real(query, 12)};
    return sgp_records_add(records, &record);
}

static signpost_status read_rows(sgp_query *query, sgp_records *records, signpost_error *error)
{
    signpost_status status;
    while ((status = sgp_query_step(query, error)) == SIGNPOST_OK)
        if (!add_service(query, records))
            return sgp_fail_memory(error);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

/* Whose records are wanted; NULL for all. */
typedef struct wanted {
    const char *const *uids;
    size_t count;
} wanted;

static signpost_status read_services(sgp_db *db, const wanted *some, sgp_records *records, signpost_error *error)
{
    sgp_query query;
    signpost_status status =
        sgp_query_prepare(&query, db, some ? SERVICES " AND uid = ?1" : SERVICES " ORDER BY uid", error);
    if (status == SIGNPOST_OK && !some)
        status = read_rows(&query, records, error);
    for (size_t i = 0; some && i < some->count && status == SIGNPOST_OK; i++) {
        sgp_bind_text(&query, 1, some->uids[i]);
        status = read_rows(&query, records, error);
        if (status == SIGNPOST_OK)
            sgp_query_reset(&query);
    }
    sgp_query_release(&query);
    return status;
}

/* Those that the directory remembers, behind those of the options. */
static signpost_status read_decisions(sgp_db *db, const signpost_duplicates_options *options, sgp_arena *arena,
                                      sgp_array *decisions, signpost_error *error)
{
    sgp_query query;
    if (options && !sgp_array_append(decisions, options->decisions, options->decision_count))
        return sgp_fail_memory(error);
    signpost_status status = sgp_query_prepare(
        &query, db, "SELECT uid_a, uid_b, decision = 'duplicate' FROM duplicate_decision ORDER BY 1, 2", error);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        const char *a = sgp_column_text_or_empty(&query, 0), *b = sgp_column_text_or_empty(&query, 1);
        signpost_duplicate_decision *decision = sgp_array_add(decisions);
        a = sgp_arena_text(arena, a, strlen(a));
        b = sgp_arena_text(arena, b, strlen(b));
        if (!decision || !a || !b)
            status = sgp_fail_memory(error);
        else
            *decision = (signpost_duplicate_decision){a, b, sgp_column_integer(&query, 2) != 0};
    }
    sgp_query_release(&query);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}

static signpost_status find(signpost_directory *directory, const wanted *some,
                            const signpost_duplicates_options *options, const sgp_model *model,
                            signpost_duplicates **duplicates, signpost_error *error)
{
    sgp_records records;
    sgp_arena arena = {0};
    sgp_array decisions = SGP_ARRAY_OF(signpost_duplicate_decision);
    signpost_duplicates_options with = SIGNPOST_DUPLICATES_OPTIONS_INIT;
    double certain, review;
    *duplicates = NULL;
    sgp_records_init(&records);
    signpost_status status = sgp_duplicates_thresholds(options, &certain, &review, error);
    if (status == SIGNPOST_OK)
        status = sgp_db_begin_read(directory->db, error);
    if (status == SIGNPOST_OK) {
        status = read_services(directory->db, some, &records, error);
        if (status == SIGNPOST_OK)
            status = read_decisions(directory->db, options, &arena, &decisions, error);
        sgp_db_roll_back(directory->db);
    }
    if (status == SIGNPOST_OK) {
        if (options)
            with = *options;
        with.decisions = decisions.items;
        with.decision_count = decisions.count;
        status = sgp_duplicates_find(&records, &with, model, duplicates, error);
    }
    sgp_records_release(&records);
    sgp_array_release(&decisions);
    sgp_arena_release(&arena);
    return status;
}

signpost_status signpost_duplicates_of_directory(signpost_directory *directory,
                                                 const signpost_duplicates_options *options,
                                                 signpost_duplicates **duplicates, signpost_error *error)
{
    return find(directory, NULL, options, NULL, duplicates, error);
}

signpost_status sgp_duplicates_among(signpost_directory *directory, const char *const *uids, size_t count,
                                     const signpost_duplicates_options *options, const signpost_duplicates *like,
                                     signpost_duplicates **duplicates, signpost_error *error)
{
    return find(directory, &(wanted){uids, count}, options, like ? &like->model : NULL, duplicates, error);
}

/* ---- deciding ---- */

/* The service must be there, and who decides must be one who may sign it off. */
static signpost_status expect_service(sgp_rights *rights, const char *uid, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, rights->db, "SELECT id FROM service WHERE uid = ?1", error);
    if (status == SIGNPOST_OK) {
        sgp_bind_text(&query, 1, uid);
        status = sgp_query_step(&query, error);
    }
    if (status == SIGNPOST_OK)
        status = sgp_rights_over(rights, SGP_DEED_SIGN_OFF, sgp_column_integer(&query, 0), error);
    sgp_query_release(&query);
    if (status == SIGNPOST_NONE)
        status = sgp_fail(error, SIGNPOST_NOT_FOUND, SGP_UNKNOWN_SERVICE, "there is no service \"%s\"", uid);
    return status;
}

static signpost_status write_decision(sgp_rights *rights, const char *a, const char *b, bool same, int64_t act,
                                      signpost_error *error)
{
    sgp_query query;
    signpost_status status = expect_service(rights, a, error);
    if (status == SIGNPOST_OK)
        status = expect_service(rights, b, error);
    if (status != SIGNPOST_OK)
        return status;
    status = sgp_query_prepare(&query, rights->db,
                               "INSERT INTO duplicate_decision (uid_a, uid_b, decision, act) VALUES (?1, ?2, ?3, ?4)"
                               " ON CONFLICT (uid_a, uid_b) DO UPDATE SET decision = ?3, act = ?4",
                               error);
    if (status == SIGNPOST_OK) {
        sgp_bind_text(&query, 1, a);
        sgp_bind_text(&query, 2, b);
        sgp_bind_text(&query, 3, same ? "duplicate" : "different");
        sgp_bind_integer(&query, 4, act);
        status = sgp_query_run(&query, error);
    }
    sgp_query_release(&query);
    return status;
}

signpost_status signpost_duplicates_decide(signpost_directory *directory, const signpost_duplicate_decision *decision,
                                           const signpost_act *act, signpost_error *error)
{
    char what[128];
    int64_t number;
    int order = strcmp(decision->uid_a, decision->uid_b);
    const char *a = order < 0 ? decision->uid_a : decision->uid_b, *b = order < 0 ? decision->uid_b : decision->uid_a;
    if (!order)
        return sgp_fail(error, SIGNPOST_INVALID, SGP_NO_SUCH_DECISION, "\"%s\" is given twice", a);
    snprintf(what, sizeof what, "decide that %.40s and %.40s are %s", a, b,
             decision->same ? "one service" : "different");
    sgp_text_trim_cut(what);
    signpost_status status = sgp_directory_begin(directory, act, what, &number, error);
    if (status != SIGNPOST_OK)
        return status;
    sgp_rights rights;
    status = sgp_rights_read(&rights, directory->db, act->who, error);
    if (status == SIGNPOST_OK)
        status = write_decision(&rights, a, b, decision->same, number, error);
    sgp_rights_release(&rights);
    if (status == SIGNPOST_OK)
        return sgp_directory_commit(directory, error);
    return sgp_directory_abandon(directory, act, what, status, error);
}
