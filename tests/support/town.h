/* A small town for searching: a directory of a few services whose every property some test needs. */
#ifndef SIGNPOST_TESTS_TOWN_H
#define SIGNPOST_TESTS_TOWN_H

#include "directory/directory.h"
#include "signpost/search.h"

#include <stdio.h>

/* The town's rows. Services lie north of the centre, 0.01 degrees (1112 m) a step. */
static const char *const test_town_sql[] = {
    "INSERT INTO calendar VALUES ('england', 'england-and-wales', 'GMT0BST,M3.5.0/1,M10.5.0', '2026-01-01', "
    "'2026-12-31')",
    "INSERT INTO holiday VALUES ('england', '2026-12-25', 'Christmas Day'), ('england', '2026-12-28', 'Boxing Day')",
    "UPDATE directory SET calendar = 'england'",
    "INSERT INTO organisation (code, name, kind) VALUES ('QKS', 'Kent', 'commissioner'), ('QNX', 'Sussex', "
    "'commissioner'),"
    " ('G82001', 'High Street Surgery', 'practice'), ('G82002', 'Park Surgery', 'practice')",
    "INSERT INTO area (code, name, kind, parent, commissioner) VALUES ('SE', 'South East', 'region', NULL, NULL),"
    " ('KENT', 'Kent', 'commissioner', 'SE', 'QKS'), ('TW', 'Tunbridge Wells', 'district', 'KENT', NULL),"
    " ('SUSSEX', 'Sussex', 'commissioner', 'SE', 'QNX')",
    "INSERT INTO place VALUES ('postcode', 'TN1 2AB', 51.13, 0.26, NULL), ('sector', 'TN1 2', 51.131, 0.26, 30000),"
    " ('district', 'TN1', 51.135, 0.26, NULL), ('district', 'TN2', 51.12, 0.26, 20000),"
    " ('town', 'Royal Tunbridge Wells', 51.133, 0.26, NULL), ('district', 'TN9', 51.2, 0.26, NULL)",
    "INSERT INTO place_area VALUES ('district', 'TN1', 'TW'), ('district', 'TN2', 'TW')",
    "INSERT INTO service_type VALUES (13, 'Pharmacy', 5, 2), (100, 'GP Practice', 3, 2), (105, 'Emergency Department', "
    "7, 2),"
    " (131, 'Urgent Medicines', 2, 1)",
    "INSERT INTO ranking VALUES ('KENT', 13, 2), ('SE', 13, 9), ('SE', 131, 6)",
    "INSERT INTO symptom_group VALUES ('fever', 'Fever'), ('rash', 'Rash')",
    "INSERT INTO symptom_discriminator VALUES ('minor', 'Minor'), ('primary', 'Primary care'), ('shock', 'Shock')",
    "INSERT INTO symptom_pair VALUES ('fever', 'minor'), ('fever', 'primary'), ('rash', 'minor')",
    "INSERT INTO hours VALUES (1, randomblob(32), 'england', 'Mo-Fr 08:00-18:30; PH off'), (2, randomblob(32), "
    "'england', '24/7'),"
    " (3, randomblob(32), 'england', 'Sa 09:00-12:00'), (4, randomblob(32), 'england', 'Mo-Fr 14:00-18:00')",
    "INSERT INTO profile VALUES (1, randomblob(32), 'everything'), (2, randomblob(32), 'women'), (3, randomblob(32), "
    "'adults'),"
    " (4, randomblob(32), 'minor rash')",
    "INSERT INTO profile_disposition VALUES (1, 'Dx06'), (1, 'Dx75'), (2, 'Dx06'), (3, 'Dx06'), (4, 'Dx06')",
    "INSERT INTO profile_pair VALUES (1, 'fever', 'minor'), (1, 'fever', 'primary'), (2, 'fever', 'primary'),"
    " (3, 'fever', 'primary'), (4, 'rash', 'minor')",
    "INSERT INTO profile_age VALUES (1, 0, 99999), (2, 0, 99999), (3, 5844, 99999), (4, 0, 99999)",
    "INSERT INTO profile_sex VALUES (1, 'female'), (1, 'male'), (2, 'female'), (3, 'female'), (3, 'male'), (4, "
    "'female'), (4, 'male')",
    "INSERT INTO profile_role VALUES (1, '111-telephone'), (2, '111-telephone'), (3, '111-telephone'), (4, "
    "'111-telephone'),"
    " (1, 'clinician')",
    "INSERT INTO service (id, uid, name, type, state, latitude, longitude, hours, profile, restricted, commissioner, "
    "ods_code,"
    " valid_from, return_if_open_minutes, created_by, changed_by) VALUES"
    " (1, 'surgery', 'High Street Surgery', 100, 'active', 51.14, 0.26, 1, 1, 1, 'QKS', 'G82001', NULL, NULL, 1, 1),"
    " (2, 'far-surgery', 'Far Surgery', 100, 'active', 51.33, 0.26, 1, 1, 0, 'QKS', NULL, NULL, NULL, 1, 1),"
    " (3, 'women', 'Women''s Clinic', 100, 'active', 51.15, 0.26, 1, 2, 0, 'QNX', NULL, NULL, NULL, 1, 1),"
    " (4, 'adults', 'Adults'' Clinic', 100, 'active', 51.16, 0.26, 1, 3, 0, 'QNX', NULL, NULL, NULL, 1, 1),"
    " (5, 'pharmacy-a', 'A Pharmacy', 13, 'active', 51.17, 0.26, 2, 1, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (6, 'pharmacy-b', 'B Pharmacy', 13, 'active', 51.18, 0.26, 2, 1, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (7, 'pharmacy-c', 'C Pharmacy', 13, 'active', 51.19, 0.26, 2, 1, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (8, 'closed', 'Closed Pharmacy', 13, 'closed', 51.14, 0.26, 2, 1, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (9, 'future', 'Future Pharmacy', 131, 'active', 51.14, 0.26, 2, 1, 0, NULL, NULL, '2027-01-01', NULL, 1, 1),"
    " (10, 'rash', 'Rash Clinic', 131, 'active', 51.14, 0.26, 2, 4, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (11, 'saturday', 'Saturday Clinic', 131, 'active', 51.14, 0.26, 3, 1, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (12, 'sussex-only', 'Sussex Clinic', 131, 'active', 51.14, 0.26, 2, 1, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (13, 'red', 'Red Clinic', 131, 'active', 51.14, 0.26, 2, 1, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (14, 'promoted', 'Promoted to Sussex', 131, 'active', 51.14, 0.26, 2, 1, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (15, 'ed', 'Emergency Department', 105, 'active', 51.25, 0.26, 2, NULL, 0, NULL, NULL, NULL, NULL, 1, 1),"
    " (16, 'ed-all', 'Emergency Department of Everything', 105, 'active', 51.28, 0.26, 2, 4, 0, NULL, NULL, NULL, "
    "NULL, 1, 1),"
    " (17, 'late', 'Afternoon Clinic', 131, 'active', 51.14, 0.26, 4, 1, 0, NULL, NULL, NULL, 120, 1, 1)",
    "INSERT INTO service_practice VALUES (1, 'G82001'), (1, 'G82002')",
    "INSERT INTO service_area VALUES (12, 'SUSSEX', 'limited'), (14, 'SUSSEX', 'promoted')",
    "INSERT INTO travel_time VALUES ('district', 'TN9', 2, 8), ('district', 'TN9', 7, 5), ('district', 'TN9', 16, 4)",
    /* red from 09:00 to 21:00 on 2026-11-20 */
    "INSERT INTO capacity VALUES (13, 'red', 'someone', 29919420, 'full', 29920140)",
};

/* Makes the town as a new directory; NULL on failure, which is printed. */
static inline signpost_directory *test_town_make(const char *path)
{
    static const signpost_act act = {"keeper", "a test", 29900000};
    signpost_directory *town;
    signpost_error error = SIGNPOST_ERROR_INIT;
    remove(path);
    signpost_status status = signpost_directory_create(path, "Town", &act, &town, &error);
    for (size_t i = 0; i < sizeof test_town_sql / sizeof *test_town_sql && status == SIGNPOST_OK; i++)
        status = sgp_db_run(town->db, test_town_sql[i], &error);
    if (status == SIGNPOST_OK)
        return town;
    printf("%s\n", error.message);
    return NULL;
}

/* A woman of 30 in TN1 2AB, at 10:00 on Friday, 20 November 2026: contact primary care within 6 hours. */
static inline signpost_need test_town_need(void)
{
    signpost_need need = SIGNPOST_NEED_INIT;
    need.disposition.code = "Dx06";
    need.disposition.within = (signpost_timeframe){360, SIGNPOST_MINUTES};
    need.disposition.setting = SIGNPOST_SETTING_PRIMARY_CARE;
    need.disposition.lookup = true;
    need.disposition.if_none = SIGNPOST_IF_NONE_EMERGENCY;
    need.symptom_group = "fever";
    need.discriminators[0] = "primary";
    need.discriminator_count = 1;
    need.age = signpost_age_of(30, SIGNPOST_YEARS);
    need.sex = SIGNPOST_FEMALE;
    need.postcode = "TN1 2AB";
    need.practice_knowledge = SIGNPOST_PRACTICE_NONE;
    need.when = 29919480;
    return need;
}

#endif
