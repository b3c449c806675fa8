/* The tables as they are exchanged. A column's flags and kinds are all that import, export and show know of it. */
#include "directory/tables.h"

#include <string.h>

#define TABLE(name, stored, columns, order)                                                                            \
    {                                                                                                                  \
        name, stored, columns, sizeof columns / sizeof *columns, order, false                                          \
    }
#define COUNTED_TABLE(name, stored, columns)                                                                           \
    {                                                                                                                  \
        name, stored, columns, sizeof columns / sizeof *columns, NULL, true                                            \
    }

static const sgp_column calendars[] = {
    {"name", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    {"division", SGP_CELL_CODE, SGP_REQUIRED, NULL, NULL, NULL},
    {"clock", SGP_CELL_CODE, SGP_REQUIRED, NULL, NULL, NULL},
    {"holidays_from", SGP_CELL_DATE, SGP_REQUIRED, NULL, NULL, NULL},
    {"holidays_until", SGP_CELL_DATE, SGP_REQUIRED, NULL, NULL, NULL},
};

static const sgp_column holidays[] = {
    {"calendar", SGP_CELL_REFERENCE, SGP_KEY, "calendar.name", NULL, NULL},
    {"date", SGP_CELL_DATE, SGP_KEY, NULL, NULL, NULL},
    {"name", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
};

static const sgp_column directory[] = {
    {"id", SGP_CELL_INTEGER, SGP_KEY, NULL, NULL, NULL}, /* 1 */
    {"name", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
    {"calendar", SGP_CELL_REFERENCE, 0, "calendar.name", NULL, NULL},
};

static const sgp_column organisations[] = {
    {"code", SGP_CELL_ODS_CODE, SGP_KEY, NULL, NULL, NULL},
    {"name", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
    {"kind", SGP_CELL_CHOICE, SGP_REQUIRED, "provider|commissioner|practice|other", NULL, NULL},
    {"postcode", SGP_CELL_POSTCODE, 0, NULL, NULL, NULL},
    {"latitude", SGP_CELL_LATITUDE, 0, NULL, NULL, NULL},
    {"longitude", SGP_CELL_LONGITUDE, 0, NULL, NULL, NULL},
};

static const sgp_column areas[] = {
    {"code", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    {"name", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
    {"kind", SGP_CELL_CHOICE, SGP_REQUIRED, "region|commissioner|district|small", NULL, NULL},
    {"parent", SGP_CELL_REFERENCE, 0, "area.code", NULL, NULL},
    {"commissioner", SGP_CELL_REFERENCE, 0, "organisation.code", NULL, NULL},
    {"latitude", SGP_CELL_LATITUDE, 0, NULL, NULL, NULL},
    {"longitude", SGP_CELL_LONGITUDE, 0, NULL, NULL, NULL},
    {"polygon", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
};

static const sgp_column area_populations[] = {
    {"area", SGP_CELL_REFERENCE, SGP_KEY, "area.code", NULL, NULL},
    {"sex", SGP_CELL_CHOICE, SGP_KEY, "female|male", NULL, NULL},
    {"ages", SGP_CELL_AGES, SGP_KEY, NULL, NULL, "from_days"},
    {"ages", SGP_CELL_AGES_END, 0, NULL, NULL, "to_days"},
    {"people", SGP_CELL_INTEGER, SGP_REQUIRED, NULL, NULL, NULL},
};

static const sgp_column places[] = {
    {"kind", SGP_CELL_CHOICE, SGP_KEY, "postcode|sector|district|town", NULL, NULL},
    {"name", SGP_CELL_PLACE_NAME, SGP_KEY, NULL, NULL, NULL},
    {"latitude", SGP_CELL_LATITUDE, SGP_REQUIRED, NULL, NULL, NULL},
    {"longitude", SGP_CELL_LONGITUDE, SGP_REQUIRED, NULL, NULL, NULL},
    {"search_distance_m", SGP_CELL_INTEGER, 0, NULL, NULL, NULL},
};

static const sgp_column place_areas[] = {
    {"kind", SGP_CELL_CHOICE, SGP_KEY, "postcode|sector|district|town", NULL, NULL},
    {"name", SGP_CELL_PLACE, SGP_KEY, NULL, NULL, NULL},
    {"area", SGP_CELL_REFERENCE, SGP_KEY, "area.code", NULL, NULL},
};

static const sgp_column service_types[] = {
    {"id", SGP_CELL_INTEGER, SGP_KEY, NULL, NULL, NULL},
    {"name", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
    {"national_rank", SGP_CELL_INTEGER, SGP_REQUIRED, NULL, NULL, NULL},
    {"keep", SGP_CELL_INTEGER, SGP_REQUIRED, NULL, "2", NULL},
};

static const sgp_column verification_rules[] = {
    {"service_type", SGP_CELL_REFERENCE, SGP_KEY, "service_type.id", NULL, NULL},
    {"months", SGP_CELL_INTEGER, SGP_REQUIRED, "1 to 120", NULL, NULL},
};

static const sgp_column rankings[] = {
    {"area", SGP_CELL_REFERENCE, SGP_KEY, "area.code", NULL, NULL},
    {"service_type", SGP_CELL_REFERENCE, SGP_KEY, "service_type.id", NULL, NULL},
    {"rank", SGP_CELL_INTEGER, SGP_REQUIRED, NULL, NULL, NULL},
};

static const sgp_column symptom_groups[] = {
    {"code", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    {"title", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
};

static const sgp_column symptom_discriminators[] = {
    {"code", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    {"title", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
};

static const sgp_column symptom_pairs[] = {
    {"symptom_group", SGP_CELL_REFERENCE, SGP_KEY, "symptom_group.code", NULL, NULL},
    {"discriminator", SGP_CELL_REFERENCE, SGP_KEY, "symptom_discriminator.code", NULL, NULL},
};

/* The lists of a profile, whose number is `of`: their items, in order, with ; between. */
#define ITEMS(of, expression, table)                                                                                   \
    "SELECT group_concat(item, ';') FROM (SELECT " expression " AS item FROM " table " WHERE profile = " of            \
    " ORDER BY 1)"
#define LISTS(of)                                                                                                      \
    {"dispositions", SGP_CELL_LIST, 0, ITEMS(of, "disposition", "profile_disposition"), NULL, NULL},                   \
        {"pairs", SGP_CELL_LIST, 0, ITEMS(of, "symptom_group || '/' || discriminator", "profile_pair"), NULL, NULL},   \
        {"ages",                                                                                                       \
         SGP_CELL_LIST,                                                                                                \
         0,                                                                                                            \
         "SELECT group_concat(item, ';') FROM (SELECT from_days || '-' || to_days AS item FROM profile_age "           \
         "WHERE profile = " of " ORDER BY from_days)",                                                                 \
         "any",                                                                                                        \
         NULL},                                                                                                        \
        {"sexes", SGP_CELL_LIST, 0, ITEMS(of, "sex", "profile_sex"), "female;male;indeterminate;unknown", NULL},       \
    {                                                                                                                  \
        "roles", SGP_CELL_LIST, 0, ITEMS(of, "role", "profile_role"), NULL, NULL                                       \
    }

static const sgp_column profiles[] = {
    {"name", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    LISTS("t.id"),
};

static const sgp_column service_profiles[] = {
    {"service", SGP_CELL_CODE, SGP_KEY, NULL, NULL, "uid"},
    LISTS("t.profile"),
};

/* A service without coordinates is put where its postcode is; without that, it is refused. */
static const sgp_column services[] = {
    {"uid", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    {"id", SGP_CELL_INTEGER, SGP_NOT_DIGESTED, NULL, NULL, NULL},
    {"name", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
    {"public_name", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
    {"type", SGP_CELL_REFERENCE, SGP_REQUIRED, "service_type.id", NULL, NULL},
    {"state", SGP_CELL_CHOICE, SGP_REQUIRED, "draft|active|suspended|closed", "active", NULL},
    {"ods_code", SGP_CELL_ODS_CODE, 0, NULL, NULL, NULL},
    {"provider", SGP_CELL_REFERENCE, 0, "organisation.code", NULL, NULL},
    {"commissioner", SGP_CELL_REFERENCE, 0, "organisation.code", NULL, NULL},
    {"valid_from", SGP_CELL_DATE, 0, NULL, NULL, NULL},
    {"valid_to", SGP_CELL_DATE, 0, NULL, NULL, NULL},
    {"address", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
    {"town", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
    {"postcode", SGP_CELL_POSTCODE, 0, NULL, NULL, NULL},
    {"latitude", SGP_CELL_LATITUDE, 0, NULL, NULL, NULL},
    {"longitude", SGP_CELL_LONGITUDE, 0, NULL, NULL, NULL},
    {"easting", SGP_CELL_INTEGER, 0, NULL, NULL, NULL},
    {"northing", SGP_CELL_INTEGER, 0, NULL, NULL, NULL},
    {"phone", SGP_CELL_PHONE, 0, NULL, NULL, NULL},
    {"clinician_phone", SGP_CELL_PHONE, SGP_PROFESSIONAL, NULL, NULL, NULL},
    {"email", SGP_CELL_EMAIL, SGP_PROFESSIONAL, NULL, NULL, NULL},
    {"web", SGP_CELL_URL, 0, NULL, NULL, NULL},
    {"public_text", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
    {"referral_text", SGP_CELL_TEXT, SGP_PROFESSIONAL, NULL, NULL, NULL},
    {"calendar", SGP_CELL_CALENDAR, 0, NULL, NULL, NULL},
    {"hours", SGP_CELL_HOURS, 0, NULL, NULL, NULL},
    {"return_if_open_minutes", SGP_CELL_INTEGER, 0, NULL, NULL, NULL},
    {"profile", SGP_CELL_PROFILE, 0, NULL, NULL, NULL},
    {"restricted", SGP_CELL_YES_NO, SGP_REQUIRED, NULL, "no", NULL},
    {"assumed", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
    {"verified_at", SGP_CELL_MOMENT, 0, NULL, NULL, NULL},
    {"verified_by", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
    {"verified_evidence", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
    {"verify_due", SGP_CELL_DATE, 0, NULL, NULL, NULL},
    {"created_by", SGP_CELL_FIRST_ACT, SGP_NOT_DIGESTED, NULL, NULL, NULL},
    {"changed_by", SGP_CELL_ACT, SGP_NOT_DIGESTED, NULL, NULL, NULL},
};

static const sgp_column service_practices[] = {
    {"service", SGP_CELL_SERVICE, SGP_KEY, NULL, NULL, NULL},
    {"practice", SGP_CELL_REFERENCE, SGP_KEY, "organisation.code", NULL, NULL},
};

static const sgp_column service_areas[] = {
    {"service", SGP_CELL_SERVICE, SGP_KEY, NULL, NULL, NULL},
    {"area", SGP_CELL_REFERENCE, SGP_KEY, "area.code", NULL, NULL},
    {"use", SGP_CELL_CHOICE, SGP_KEY, "limited|promoted", NULL, NULL},
};

static const sgp_column travel_times[] = {
    {"kind", SGP_CELL_CHOICE, SGP_KEY, "postcode|sector|district|town", NULL, NULL},
    {"name", SGP_CELL_PLACE, SGP_KEY, NULL, NULL, NULL},
    {"service", SGP_CELL_SERVICE, SGP_KEY, NULL, NULL, NULL},
    {"minutes", SGP_CELL_INTEGER, SGP_REQUIRED, "0 to 1440", NULL, NULL},
};

static const sgp_column capacities[] = {
    {"service", SGP_CELL_SERVICE, SGP_KEY, NULL, NULL, NULL},
    {"colour", SGP_CELL_CHOICE, SGP_REQUIRED, "green|amber|red", NULL, NULL},
    {"set_by", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
    {"set_at", SGP_CELL_MOMENT, SGP_REQUIRED, NULL, NULL, NULL},
    {"why", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
    {"falls_back_at", SGP_CELL_MOMENT, SGP_REQUIRED, NULL, NULL, NULL},
};

static const sgp_column endpoints[] = {
    {"service", SGP_CELL_SERVICE, SGP_KEY, NULL, NULL, NULL},
    {"position", SGP_CELL_INTEGER, SGP_KEY, NULL, NULL, NULL},
    {"transport", SGP_CELL_CHOICE, SGP_REQUIRED, "telephone|itk|fhir|email|booking", NULL, NULL},
    {"address", SGP_CELL_TEXT, SGP_REQUIRED | SGP_PROFESSIONAL, NULL, NULL, NULL},
    {"scenario", SGP_CELL_TEXT, 0, NULL, NULL, NULL},
};

static const sgp_column users[] = {
    {"id", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    {"name", SGP_CELL_TEXT, SGP_REQUIRED, NULL, NULL, NULL},
    {"organisation", SGP_CELL_REFERENCE, 0, "organisation.code", NULL, NULL},
};

static const sgp_column user_rights[] = {
    {"user", SGP_CELL_REFERENCE, SGP_KEY, "user.id", NULL, NULL},
    {"role", SGP_CELL_CHOICE, SGP_KEY, "provider|commissioner|editor|auditor", NULL, NULL},
    {"scope", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
};

static const sgp_column duplicate_decisions[] = {
    {"uid_a", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    {"uid_b", SGP_CELL_CODE, SGP_KEY, NULL, NULL, NULL},
    {"decision", SGP_CELL_CHOICE, SGP_REQUIRED, "duplicate|different", NULL, NULL},
    {"act", SGP_CELL_ACT, SGP_NOT_DIGESTED, NULL, NULL, NULL},
};

/* Parents come before their children, so that each row can be checked as it is read. */
#define BY_DEPTH                                                                                                       \
    "(WITH RECURSIVE up (code, depth) AS (SELECT t.parent, 1 UNION ALL SELECT a.parent, depth + 1 FROM area a, up "    \
    "WHERE a.code = up.code AND depth < 100) SELECT max(depth) FROM up), t.code"

const sgp_table sgp_tables[] = {
    TABLE("calendars", "calendar", calendars, NULL),
    TABLE("holidays", "holiday", holidays, NULL),
    TABLE("directory", "directory", directory, NULL),
    TABLE("organisations", "organisation", organisations, NULL),
    TABLE("areas", "area", areas, BY_DEPTH),
    TABLE("area-populations", "area_population", area_populations, NULL),
    TABLE("places", "place", places, NULL),
    TABLE("place-areas", "place_area", place_areas, NULL),
    TABLE("service-types", "service_type", service_types, NULL),
    TABLE("verification-rules", "verification_rule", verification_rules, NULL),
    TABLE("rankings", "ranking", rankings, NULL),
    TABLE("symptom-groups", "symptom_group", symptom_groups, NULL),
    TABLE("symptom-discriminators", "symptom_discriminator", symptom_discriminators, NULL),
    TABLE("symptom-pairs", "symptom_pair", symptom_pairs, NULL),
    TABLE("profiles", "profile", profiles, NULL),
    TABLE("services", "service", services, NULL),
    TABLE("service-practices", "service_practice", service_practices, NULL),
    TABLE("service-areas", "service_area", service_areas, NULL),
    COUNTED_TABLE("travel-times", "travel_time", travel_times),
    TABLE("capacities", "capacity", capacities, NULL),
    TABLE("endpoints", "endpoint", endpoints, NULL),
    TABLE("users", "user", users, NULL),
    TABLE("user-rights", "user_right", user_rights, NULL),
    TABLE("duplicate-decisions", "duplicate_decision", duplicate_decisions, NULL),
};
const size_t sgp_table_count = sizeof sgp_tables / sizeof *sgp_tables;

const sgp_table sgp_service_profiles = TABLE("service-profiles", "service", service_profiles, NULL);

const sgp_table *sgp_table_find(const char *name)
{
    for (size_t i = 0; i < sgp_table_count; i++)
        if (strcmp(sgp_tables[i].name, name) == 0)
            return &sgp_tables[i];
    return NULL;
}

bool sgp_column_in_csv(const sgp_column *column)
{
    return column->kind != SGP_CELL_AGES_END && column->kind != SGP_CELL_ACT && column->kind != SGP_CELL_FIRST_ACT;
}

bool sgp_column_is_key(const sgp_column *column)
{
    return (column->flags & SGP_KEY) == SGP_KEY;
}

const char *sgp_column_stored(const sgp_column *column)
{
    return column->stored ? column->stored : column->name;
}

size_t sgp_table_column(const sgp_table *table, const char *name)
{
    size_t index = 0;
    while (index < table->count &&
           (!sgp_column_in_csv(&table->columns[index]) || strcmp(table->columns[index].name, name)))
        index++;
    return index;
}

bool sgp_table_is_profiles(const sgp_table *table)
{
    return table->columns == profiles;
}
