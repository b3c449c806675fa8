/* Random audits: what random_directory.c makes, with people, and what may be asked of it. */
#include "random_audit.h"

#include <stdio.h>
#include <string.h>

bool random_audit_fill(signpost_directory *directory, test_random *random, bool keep_capacity)
{
    char sql[512];
    signpost_error error = SIGNPOST_ERROR_INIT;
    bool good = sgp_db_run(directory->db, "DELETE FROM area_population", &error) == SIGNPOST_OK &&
                random_directory_fill(directory, random);
    for (char area = 'A'; area <= 'F' && good; area++) {
        snprintf(sql, sizeof sql,
                 "UPDATE area SET latitude = 51 + %d / 400.0, longitude = %d / 400.0 WHERE code = '%c';"
                 "INSERT INTO area_population VALUES ('%c', 'female', 0, %d, %d), ('%c', 'male', 0, 99999, %d)",
                 test_random_from(random, 0, 99), test_random_from(random, 0, 99), area, area,
                 test_random_from(random, 400, 99999), test_random_from(random, 0, 500), area,
                 test_random_from(random, 0, 500));
        good = sgp_db_run(directory->db, sql, &error) == SIGNPOST_OK;
    }
    for (char practice = '1'; practice <= '3' && good; practice++) {
        snprintf(sql, sizeof sql,
                 "UPDATE organisation SET latitude = 51 + %d / 400.0, longitude = %d / 400.0 WHERE code = 'P%c'",
                 test_random_from(random, 0, 99), test_random_from(random, 0, 99), practice);
        good = test_random_one_in(random, 4) || sgp_db_run(directory->db, sql, &error) == SIGNPOST_OK;
    }
    if (good && !keep_capacity)
        good = sgp_db_run(directory->db, "DELETE FROM capacity", &error) == SIGNPOST_OK;
    if (!good)
        printf("%s\n", error.message);
    return good;
}

void random_demands(test_random *random, signpost_demand demands[RANDOM_DEMANDS])
{
    for (int i = 0; i < RANDOM_DEMANDS; i++) {
        signpost_need need = random_need(random);
        demands[i] = (signpost_demand){.disposition = need.disposition,
                                       .symptom_group = need.symptom_group,
                                       .discriminator_count = need.discriminator_count,
                                       .from_days = test_random_from(random, 0, 3000),
                                       .to_days = test_random_from(random, 3000, 40000),
                                       .female = !test_random_one_in(random, 5),
                                       .male = !test_random_one_in(random, 5)};
        memcpy(demands[i].discriminators, need.discriminators, sizeof need.discriminators);
        demands[i].disposition.title = "x";
    }
}

signpost_minute random_options(test_random *random, const signpost_calendar *calendar, signpost_audit_options *options)
{
    static const char *const days[] = {"2026-11-18", "2026-11-20", "2026-12-23", "2026-10-23", "2026-03-27"};
    signpost_minute begins;
    char text[32];
    options->days = test_random_one_in(random, 2) ? 0 : test_random_from(random, 1, 5);
    options->unregistered = test_random_one_in(random, 3);
    options->role = test_random_one_in(random, 4) ? "999" : NULL;
    options->area_kind = NULL;
    options->radius_m = test_random_one_in(random, 3) ? test_random_from(random, 2000, 20000) : 0;
    options->threads = test_random_from(random, 1, 3);
    const char *date = options->days ? days[test_random_from(random, 0, 4)] : "2026-06-08"; /* a Monday */
    signpost_date_parse(date, &options->from);
    snprintf(text, sizeof text, "%sT00:00", date);
    signpost_calendar_moment(calendar, text, &begins, NULL);
    return begins;
}

signpost_need random_audit_need(const signpost_audit *audit, size_t area_number, size_t demand_number, bool male,
                                int age, signpost_minute when)
{
    const signpost_demand *demand = signpost_audit_demand_at(audit, demand_number);
    signpost_audit_area area = signpost_audit_area_at(audit, area_number);
    signpost_need need = SIGNPOST_NEED_INIT;
    need.disposition = demand->disposition;
    need.symptom_group = demand->symptom_group;
    memcpy(need.discriminators, demand->discriminators, sizeof need.discriminators);
    need.discriminator_count = demand->discriminator_count;
    need.age = (signpost_age){age, age};
    need.sex = male ? SIGNPOST_MALE : SIGNPOST_FEMALE;
    need.has_point = true;
    need.latitude = area.latitude;
    need.longitude = area.longitude;
    need.area = area.code;
    need.radius_m = area.radius_m;
    need.practice_knowledge = *area.practice ? SIGNPOST_PRACTICE_KNOWN : SIGNPOST_PRACTICE_NONE;
    need.practice = area.practice;
    need.role = signpost_audit_describe(audit).role;
    need.when = when;
    return need;
}

bool random_side_make(signpost_directory *directory, const signpost_demand *demands,
                      const signpost_audit_options *options, random_side *made)
{
    signpost_error error = SIGNPOST_ERROR_INIT;
    *made = (random_side){NULL, NULL, NULL};
    bool good = signpost_index_build(directory, NULL, &made->index, &error) == SIGNPOST_OK &&
                signpost_audit_new(directory, made->index, demands, RANDOM_DEMANDS, options, &made->audit, &error) ==
                    SIGNPOST_OK &&
                signpost_audit_gaps(made->audit, &made->gaps, &error) == SIGNPOST_OK;
    if (!good)
        printf("%s\n", error.message);
    return good;
}

void random_side_release(random_side *made)
{
    signpost_gaps_free(made->gaps);
    signpost_audit_free(made->audit);
    signpost_index_free(made->index);
}
