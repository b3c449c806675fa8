/* A directory of one entry in which nothing is found, and what makes four of it that have flaws. */
#ifndef SIGNPOST_TESTS_ENTRIES_H
#define SIGNPOST_TESTS_ENTRIES_H

#include "directory/directory.h"
#include "signpost/audit.h"

#include <stdio.h>

enum { TEST_NOON = 29919600 }; /* Friday, 20 November 2026, 12:00: when it is judged */

/* One entry, `one`, near people who can have the one need that there is. */
static const char *const test_entry_sql[] = {
    "INSERT INTO calendar VALUES ('england', 'england-and-wales', 'GMT0BST,M3.5.0/1,M10.5.0', '2026-01-01', "
    "'2027-12-31')",
    "INSERT INTO holiday VALUES ('england', '2026-08-31', 'Summer bank holiday'), ('england', '2026-12-25', 'Christmas "
    "Day')",
    "UPDATE directory SET calendar = 'england'",
    "INSERT INTO organisation (code, name, kind, latitude, longitude) VALUES ('P1', 'A Practice', 'practice', 51.1, "
    "0.2),"
    " ('P2', 'Far Practice', 'practice', 55, 0.2), ('T1', 'A Trust', 'provider', NULL, NULL)",
    "INSERT INTO area (code, name, kind, latitude, longitude) VALUES ('A', 'Town', 'district', 51.1, 0.2),"
    " ('B', 'Forest', 'district', 51.1, 0.3)",
    "INSERT INTO area_population VALUES ('A', 'female', 0, 99999, 10), ('A', 'male', 0, 99999, 10),"
    " ('B', 'female', 0, 99999, 0)",
    "INSERT INTO place VALUES ('district', 'TN1', 51.1, 0.2, NULL), ('postcode', 'TN1 2AB', 51.1, 0.2, NULL),"
    " ('sector', 'TN1 3', 51.1, 0.2, NULL)",
    "INSERT INTO service_type VALUES (13, 'Pharmacy', 5, 2), (40, 'Emergency Department', 7, 2)",
    "INSERT INTO symptom_group VALUES ('g', ''), ('h', '')",
    "INSERT INTO symptom_discriminator VALUES ('d', ''), ('e', '')",
    "INSERT INTO symptom_pair VALUES ('g', 'd'), ('g', 'e'), ('h', 'e')",
    "INSERT INTO hours VALUES (1, randomblob(32), 'england', 'Mo-Fr 08:00-18:30; PH off')",
    "INSERT INTO profile VALUES (1, randomblob(32), 'p')",
    "INSERT INTO profile_disposition VALUES (1, 'Dx06')",
    "INSERT INTO profile_pair VALUES (1, 'g', 'd')",
    "INSERT INTO profile_age VALUES (1, 0, 99999)",
    "INSERT INTO profile_sex VALUES (1, 'female'), (1, 'male')",
    "INSERT INTO profile_role VALUES (1, '111-telephone')",
    "INSERT INTO service (id, uid, name, public_name, type, state, ods_code, provider, postcode, latitude, longitude, "
    "phone,"
    " clinician_phone, email, web, hours, profile, restricted, created_by, changed_by, verified_at, verify_due)"
    " VALUES (1, 'one', 'High Street Pharmacy', 'High Street Pharmacy', 13, 'active', 'FA001', 'T1', 'TN1 2AB', 51.1, "
    "0.2,"
    " '01892 555555', '01892 555556', 'a@example.org', 'https://example.org/', 1, 1, 0, 1, 1, 29800000, '2027-06-01')",
};

/* Four entries: `one` is good; one has an error and a warning, one two warnings, one four; and one is closed. */
static const char test_four_entries_sql[] =
    "CREATE TEMP TABLE copy AS SELECT * FROM service;"
    "UPDATE copy SET id = 2, uid = 'bad', provider = NULL, ods_code = 'FB002', phone = 'x', web = 'x'; INSERT INTO "
    "service SELECT * FROM copy;"
    "UPDATE copy SET id = 3, uid = 'poor', provider = NULL, ods_code = NULL, phone = NULL, email = 'x'; INSERT INTO "
    "service SELECT * FROM copy;"
    "UPDATE copy SET id = 4, uid = 'worse', provider = 'T1', verified_at = NULL, verify_due = '2026-01-01';"
    "INSERT INTO service SELECT * FROM copy;"
    "UPDATE copy SET id = 5, uid = 'closed', state = 'closed'; INSERT INTO service SELECT * FROM copy; DROP TABLE copy";

/* Makes it as a new directory; NULL on failure, which is printed. */
static inline signpost_directory *test_entry_make(const char *path)
{
    static const signpost_act act = {"keeper", "a test", 29900000};
    signpost_directory *made;
    signpost_error error = SIGNPOST_ERROR_INIT;
    remove(path);
    signpost_status status = signpost_directory_create(path, "A Town", &act, &made, &error);
    for (size_t i = 0; i < sizeof test_entry_sql / sizeof *test_entry_sql && status == SIGNPOST_OK; i++)
        status = sgp_db_run(made->db, test_entry_sql[i], &error);
    if (status == SIGNPOST_OK)
        return made;
    printf("%s\n", error.message);
    return NULL;
}

/* The audit of the one need that there is, on a date. */
static inline signpost_status test_entry_audit(signpost_directory *directory, const char *from, signpost_audit **audit,
                                               signpost_error *error)
{
    const signpost_demand demand = {
        .disposition = {.code = "Dx06", .title = "x", .lookup = true, .within = {360, SIGNPOST_MINUTES}},
        .symptom_group = "g",
        .discriminators = {"d"},
        .discriminator_count = 1,
        .from_days = 0,
        .to_days = 36500,
        .female = true,
        .male = true};
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    signpost_index *index;
    signpost_date_parse(from, &options.from);
    signpost_status status = signpost_index_build(directory, NULL, &index, error);
    if (status != SIGNPOST_OK)
        return status;
    status = signpost_audit_new(directory, index, &demand, 1, &options, audit, error);
    signpost_index_free(index);
    return status;
}

#endif
