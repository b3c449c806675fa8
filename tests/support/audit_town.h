/* The small town of town.h with people, for auditing: two districts, hours that leave gaps, and demands that differ. */
#ifndef SIGNPOST_TESTS_AUDIT_TOWN_H
#define SIGNPOST_TESTS_AUDIT_TOWN_H

#include "signpost/audit.h"
#include "town.h"

/* TW lies 1.1 km south of most services; TN is a field far from all but far-surgery; NO has no centre. */
static const char test_audit_town_sql[] =
    "UPDATE service SET hours = 1 WHERE id IN (13, 14);"
    "UPDATE area SET latitude = 51.13, longitude = 0.26 WHERE code = 'TW';"
    "INSERT INTO area (code, name, kind, parent, latitude, longitude) VALUES"
    " ('TN', 'Field', 'district', 'KENT', 51.34, 0.26), ('NO', 'Nowhere', 'district', NULL, NULL, NULL);"
    "INSERT INTO area_population VALUES ('TW', 'female', 0, 5843, 100), ('TW', 'female', 5844, 99999, 900),"
    " ('TW', 'male', 0, 99999, 800), ('TN', 'female', 0, 99999, 50), ('TN', 'male', 0, 99999, 40),"
    " ('NO', 'female', 0, 99999, 7);"
    "UPDATE organisation SET latitude = 51.131, longitude = 0.26 WHERE code = 'G82001';"
    "UPDATE organisation SET latitude = 51.35, longitude = 0.26 WHERE code = 'G82002'";

enum { TEST_PRIMARY_CARE, TEST_RASH, TEST_OWN_GP, TEST_UNKNOWN, TEST_DEMANDS };

static inline signpost_demand test_demand(const char *code, signpost_timeframe within, const char *group,
                                          const char *discriminator)
{
    return (signpost_demand){.disposition = {.code = code, .title = code, .within = within, .lookup = true},
                             .symptom_group = group,
                             .discriminators = {discriminator},
                             .discriminator_count = 1,
                             .from_days = 0,
                             .to_days = 99999,
                             .female = true,
                             .male = true};
}

static inline void test_demands(signpost_demand demands[TEST_DEMANDS])
{
    demands[TEST_PRIMARY_CARE] = test_demand("Dx06", (signpost_timeframe){360, SIGNPOST_MINUTES}, "fever", "primary");
    demands[TEST_RASH] = test_demand("Dx06", (signpost_timeframe){60, SIGNPOST_MINUTES}, "rash", "minor");
    demands[TEST_OWN_GP] = test_demand("Dx75", (signpost_timeframe){1, SIGNPOST_WORKING_DAYS}, "fever", "primary");
    demands[TEST_UNKNOWN] = test_demand("Dx99", (signpost_timeframe){60, SIGNPOST_MINUTES}, "fever", "primary");
}

/* The typical week, within 1.2 km. */
static inline signpost_audit_options test_audit_options(void)
{
    signpost_audit_options options = SIGNPOST_AUDIT_OPTIONS_INIT;
    options.radius_m = 1200;
    signpost_date_parse("2026-11-20", &options.from);
    return options;
}

/* Makes the town, opened, as a new directory; NULL on failure, which is printed. */
static inline signpost_directory *test_audit_town_make(const char *path)
{
    signpost_directory *town = test_town_make(path);
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (town && sgp_db_run(town->db, test_audit_town_sql, &error) == SIGNPOST_OK)
        return town;
    printf("%s\n", error.message);
    signpost_directory_close(town);
    return NULL;
}

#endif
