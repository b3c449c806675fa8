/* Random directories: few codes of everything, so that they often meet. */
#include "random_directory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SERVICES = 40, PROFILES = 4 };

static const char *const tables[] = {
    "travel_time",
    "capacity",
    "service_area",
    "service_practice",
    "service",
    "profile_role",
    "profile_sex",
    "profile_age",
    "profile_pair",
    "profile_disposition",
    "profile",
    "symptom_pair",
    "symptom_discriminator",
    "symptom_group",
    "ranking",
    "service_type",
    "hours",
    "place_area",
    "place",
    "area",
    "organisation",
};

static const char *const hours[] = {
    "Mo-Fr 08:00-18:30; PH off",
    "24/7",
    "24/7; PH off",
    "Sa-Su 09:00-13:00",
    "Mo-Su 18:00-02:00",
    "Mo-Fr 09:00-12:30,13:30-17:00; 2026-11-20 off",
    "Mo-Su 22:00-23:59; Dec 25 off",
    "Mo-Su off; PH 10:00-16:00",
};

enum { PLACES = 6 };
static const char *const places[PLACES][2] = {{"postcode", "AA1 1AA"}, {"postcode", "AA1 1AB"}, {"sector", "AA1 1"},
                                              {"district", "AA1"},     {"district", "BB2"},     {"town", "Old Town"}};
static const char *const areas[] = {"A", "B", "C", "D", "E", "F"};
static const char *const kinds[] = {"small", "district", "commissioner", "region"};
static const char *const sexes[] = {"female", "male", "indeterminate", "unknown"};
static const char *const organisations[] = {"C1", "C2", "P1", "P2", "P3"};

typedef struct writer {
    signpost_directory *directory;
    test_random *random;
    bool failed;
} writer;

static void run(writer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void run(writer *out, const char *format, ...)
{
    char sql[2048];
    signpost_error error = SIGNPOST_ERROR_INIT;
    va_list values;
    va_start(values, format);
    vsnprintf(sql, sizeof sql, format, values);
    va_end(values);
    if (out->failed || sgp_db_run(out->directory->db, sql, &error) == SIGNPOST_OK)
        return;
    printf("%s: %s\n", sql, error.message);
    out->failed = true;
}

static int pick(writer *out, int least, int most)
{
    return test_random_from(out->random, least, most);
}

static bool one_in(writer *out, int n)
{
    return test_random_one_in(out->random, n);
}

/* `'A'` or NULL. */
static const char *quoted(writer *out, const char *const *words, int count, int null_one_in, char buffer[16])
{
    if (one_in(out, null_one_in))
        return "NULL";
    snprintf(buffer, 16, "'%s'", words[pick(out, 0, count - 1)]);
    return buffer;
}

static void fill_areas_and_places(writer *out)
{
    char parent[16], commissioner[16];
    for (int i = 0; i < 5; i++)
        run(out, "INSERT INTO organisation (code, name, kind) VALUES ('%s', 'x', '%s')", organisations[i],
            i < 2 ? "commissioner" : "practice");
    for (int i = 0; i < 6; i++)
        run(out, "INSERT INTO area (code, name, kind, parent, commissioner) VALUES ('%s', 'x', '%s', %s, %s)", areas[i],
            kinds[pick(out, 0, 3)], i < 5 ? quoted(out, areas + i + 1, 5 - i, 3, parent) : "NULL",
            quoted(out, organisations, 2, 2, commissioner));
    for (int i = 0; i < PLACES; i++) {
        run(out, "INSERT INTO place VALUES ('%s', '%s', 51 + %d / 400.0, %d / 400.0, %s)", places[i][0], places[i][1],
            pick(out, 0, 99), pick(out, 0, 99), one_in(out, 3) ? (one_in(out, 2) ? "8000" : "20000") : "NULL");
        for (int j = 0; j < 6; j++)
            if (one_in(out, 6))
                run(out, "INSERT INTO place_area VALUES ('%s', '%s', '%s')", places[i][0], places[i][1], areas[j]);
    }
}

static void fill_types_and_profiles(writer *out)
{
    static const int types[] = {13, 40, 100, 105};
    for (int i = 0; i < 4; i++) {
        run(out, "INSERT INTO service_type VALUES (%d, 'type %d', %d, %d)", types[i], types[i], pick(out, 1, 4),
            pick(out, 1, 2));
        for (int j = 0; j < 6; j++)
            if (one_in(out, 5))
                run(out, "INSERT INTO ranking VALUES ('%s', %d, %d)", areas[j], types[i], pick(out, 1, 4));
    }
    run(out, "INSERT INTO symptom_group VALUES ('g1', ''), ('g2', '')");
    run(out, "INSERT INTO symptom_discriminator VALUES ('d1', ''), ('d2', ''), ('d3', '')");
    run(out, "INSERT INTO symptom_pair VALUES ('g1', 'd1'), ('g1', 'd2'), ('g2', 'd2'), ('g2', 'd3')");
    for (int i = 1; i <= PROFILES; i++) {
        run(out, "INSERT INTO profile VALUES (%d, randomblob(32), 'profile %d')", i, i);
        for (int j = 0; j < 2; j++)
            if (!one_in(out, 4))
                run(out, "INSERT INTO profile_disposition VALUES (%d, 'Dx0%d')", i, j + 1);
        for (int j = 0; j < 4; j++)
            if (!one_in(out, 8))
                run(out,
                    "INSERT INTO profile_pair SELECT %d, symptom_group, discriminator FROM symptom_pair LIMIT 1 OFFSET "
                    "%d",
                    i, j);
        if (one_in(out, 2))
            run(out, "INSERT INTO profile_age VALUES (%d, 0, 99999)", i);
        else
            run(out, "INSERT INTO profile_age VALUES (%d, %d, 2000), (%d, 3000, %d)", i, pick(out, 0, 1500), i,
                pick(out, 5000, 30000));
        for (int j = 0; j < 4; j++)
            if (!one_in(out, j < 2 ? 5 : 2))
                run(out, "INSERT INTO profile_sex VALUES (%d, '%s')", i, sexes[j]);
        run(out, "INSERT INTO profile_role VALUES (%d, '%s')", i, one_in(out, 4) ? "999" : "111-telephone");
    }
}

static void fill_service(writer *out, int id)
{
    static const char *const states[] = {"draft", "suspended", "closed"};
    static const int types[] = {13, 40, 100, 105};
    char profile[16], commissioner[16], ods[16], open[16], sooner[16];
    int count = (int)(sizeof hours / sizeof *hours);
    snprintf(profile, sizeof profile, one_in(out, 12) ? "NULL" : "%d", pick(out, 1, PROFILES));
    snprintf(open, sizeof open, one_in(out, 12) ? "NULL" : "%d", pick(out, 1, count));
    snprintf(sooner, sizeof sooner, one_in(out, 4) ? "%d" : "NULL", pick(out, 1, 300));
    run(out,
        "INSERT INTO service (id, uid, name, type, state, latitude, longitude, hours, profile, restricted, "
        "commissioner,"
        " ods_code, valid_from, valid_to, return_if_open_minutes, created_by, changed_by)"
        " VALUES (%d, 's%d', 'x', %d, '%s', 51 + %d / 160.0, %d / 160.0, %s, %s, %d, %s, %s, %s, %s, %s, 1, 1)",
        id * 7 % 100, id, types[pick(out, 0, 3)], one_in(out, 10) ? states[pick(out, 0, 2)] : "active",
        pick(out, 0, 40), pick(out, 0, 40), open, profile, one_in(out, 4),
        quoted(out, organisations, 2, 2, commissioner), quoted(out, organisations + 2, 3, 3, ods),
        one_in(out, 10) ? "'2026-11-21'" : "NULL", one_in(out, 10) ? "'2026-11-21'" : "NULL", sooner);
    for (int i = 2; i < 5; i++)
        if (one_in(out, 3))
            run(out, "INSERT INTO service_practice VALUES (%d, '%s')", id * 7 % 100, organisations[i]);
    for (int i = 0; i < 6; i++) {
        if (one_in(out, 16))
            run(out, "INSERT INTO service_area VALUES (%d, '%s', 'limited')", id * 7 % 100, areas[i]);
        if (one_in(out, 16))
            run(out, "INSERT INTO service_area VALUES (%d, '%s', 'promoted')", id * 7 % 100, areas[i]);
    }
    if (one_in(out, 4)) {
        int from = RANDOM_DAY * 1440 + 60 * pick(out, -20, 40); /* on the hour, as many searches are */
        run(out, "INSERT INTO capacity VALUES (%d, '%s', 'x', %d, 'x', %d)", id * 7 % 100,
            one_in(out, 3) ? "amber" : "red", from, from + 60 * pick(out, 1, 30));
    }
}

/* In most directories, for some places and many of the services: a minute or two to what lies far off, what is worth
 * about the straight line, with many ties, and more than any timeframe. */
static void fill_travel_times(writer *out, int services)
{
    int sparse = pick(out, 1, 4);
    bool none = one_in(out, 4);
    for (int place = 0; place < PLACES && !none; place++)
        for (int i = 1; i <= services; i++) {
            int minutes = one_in(out, 3)   ? pick(out, 0, 4)
                          : one_in(out, 4) ? pick(out, 60, 1440)
                                           : 5 * pick(out, 1, 12);
            if (one_in(out, sparse))
                run(out, "INSERT INTO travel_time VALUES ('%s', '%s', %d, %d)", places[place][0], places[place][1],
                    i * 7 % 100, minutes);
        }
}

/* In some directories nearly everything fits, so that it is the order, and how many are kept, that decides. */
static void make_everything_fit(writer *out)
{
    static const char *const all_of_profile[] = {
        "INSERT OR IGNORE INTO profile_disposition VALUES (1, 'Dx01'), (1, 'Dx02')",
        "INSERT OR IGNORE INTO profile_pair SELECT 1, symptom_group, discriminator FROM symptom_pair",
        "DELETE FROM profile_age WHERE profile = 1",
        "INSERT INTO profile_age VALUES (1, 0, 99999)",
        "INSERT OR IGNORE INTO profile_sex VALUES (1, 'female'), (1, 'male')",
        "INSERT OR IGNORE INTO profile_role VALUES (1, '111-telephone')",
        "UPDATE service SET profile = 1, hours = 2, state = 'active', restricted = 0 WHERE id % 6",
    };
    for (size_t i = 0; i < sizeof all_of_profile / sizeof *all_of_profile; i++)
        run(out, "%s", all_of_profile[i]);
}

/* An empty directory with its calendar, in a file whose name mkstemp makes of `path`; NULL, with a message, when it could
 * not be made. */
static signpost_directory *make_empty(char *path)
{
    static const signpost_act act = {"oracle", "a test", 29000000};
    signpost_directory *directory = NULL;
    signpost_error error = SIGNPOST_ERROR_INIT;
    int file = mkstemp(path);
    close(file);
    remove(path);
    if (signpost_directory_create(path, "Random", &act, &directory, &error) == SIGNPOST_OK &&
        sgp_db_run(
            directory->db,
            "PRAGMA synchronous = OFF;"
            "INSERT INTO calendar VALUES ('england', 'e', 'GMT0BST,M3.5.0/1,M10.5.0', '2026-01-01', '2026-12-31');"
            "INSERT INTO holiday VALUES ('england', '2026-12-25', 'Christmas Day');"
            "UPDATE directory SET calendar = 'england'",
            &error) == SIGNPOST_OK)
        return directory;
    printf("%s\n", error.message);
    signpost_directory_close(directory);
    return NULL;
}

random_run random_directories(int count, char **words, int otherwise, random_agrees *agrees, void *seen)
{
    enum { ENOUGH = 5 };
    char path[] = "/tmp/signpost-oracle-XXXXXX";
    const test_seeds seeds = test_seeds_of(count, words, otherwise);
    random_run run = {seeds.count, 0};
    signpost_directory *directory = make_empty(path);
    if (!directory)
        return (random_run){seeds.count, seeds.count};
    for (int i = 0; i < seeds.count && run.failed < ENOUGH; i++)
        run.failed += !agrees(directory, seeds.first + (uint64_t)i, seen);
    signpost_directory_close(directory);
    remove(path);
    return run;
}

bool random_directory_fill(signpost_directory *directory, test_random *random)
{
    writer out = {directory, random, false};
    run(&out, "BEGIN");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        run(&out, "DELETE FROM %s", tables[i]);
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++)
        run(&out, "INSERT INTO hours VALUES (%zu, randomblob(32), 'england', '%s')", i + 1, hours[i]);
    fill_areas_and_places(&out);
    fill_types_and_profiles(&out);
    int services = one_in(&out, 20) ? 0 : pick(&out, 1, SERVICES);
    for (int i = 1; i <= services; i++)
        fill_service(&out, i);
    if (one_in(&out, 4))
        make_everything_fit(&out);
    fill_travel_times(&out, services);
    run(&out, "COMMIT");
    return !out.failed;
}

static void random_place(test_random *random, signpost_need *need)
{
    static const char *const spellings[] = {"AA1 1AA", "aa11ab",  "AA1 1ZZ", "AA1 1",    "AA1 9AA",
                                            "AA1",     "BB2 7XX", "BB2",     "old  town"};
    need->postcode = spellings[test_random_from(random, 0, 8)];
    if (test_random_one_in(random, 6)) {
        need->has_point = true;
        need->latitude = 51 + test_random_from(random, 0, 99) / 400.0;
        need->longitude = test_random_from(random, 0, 99) / 400.0;
        need->postcode = test_random_one_in(random, 2) ? NULL : need->postcode;
    }
}

signpost_need random_need(test_random *random)
{
    static const char *const practices[] = {"P1", "P2", "P3", "P9"};
    static const char *const pairs[][4] = {
        {"g1", "d1"}, {"g1", "d2"}, {"g2", "d2", "d3"}, {"g1", "d1", "d2"}, {"g2", "d1", "d3"}};
    signpost_need need = SIGNPOST_NEED_INIT;
    const char *const *pair = pairs[test_random_from(random, 0, 4)];
    need.disposition.code = test_random_one_in(random, 12) ? "Dx99" : test_random_one_in(random, 2) ? "Dx01" : "Dx02";
    need.disposition.within = test_random_one_in(random, 4)
                                  ? (signpost_timeframe){test_random_from(random, 0, 3), SIGNPOST_WORKING_DAYS}
                                  : (signpost_timeframe){test_random_from(random, 0, 1440), SIGNPOST_MINUTES};
    need.disposition.setting =
        test_random_one_in(random, 2) ? SIGNPOST_SETTING_PRIMARY_CARE : SIGNPOST_SETTING_URGENT_TREATMENT;
    need.disposition.lookup = true;
    need.disposition.if_none = test_random_one_in(random, 4) ? SIGNPOST_IF_NONE_ADVICE : SIGNPOST_IF_NONE_EMERGENCY;
    need.symptom_group = pair[0];
    for (int i = 1; i < 4 && pair[i]; i++)
        need.discriminators[need.discriminator_count++] = pair[i];
    need.age.from_days = test_random_from(random, 0, 6000);
    need.age.to_days = need.age.from_days + (test_random_one_in(random, 2) ? 0 : test_random_from(random, 0, 900));
    need.sex = (signpost_sex)test_random_from(random, 0, 3);
    random_place(random, &need);
    need.practice_knowledge = (signpost_practice_knowledge)test_random_from(random, 0, 2);
    need.practice = practices[test_random_from(random, 0, 3)];
    need.role = test_random_one_in(random, 4) ? "999" : NULL;
    need.when = RANDOM_DAY * 1440 + test_random_from(random, 0, 2 * 1440);
    if (test_random_one_in(random, 3))
        need.when -= need.when % 60;
    if (test_random_one_in(random, 5))
        need.when += 35 * 1440; /* 25 December and after */
    need.reached = test_random_one_in(random, 2) ? SIGNPOST_REACHED_NOW : need.when - test_random_from(random, 0, 200);
    need.radius_m = test_random_one_in(random, 3) ? test_random_from(random, 1000, 25000) : 0;
    need.limit = test_random_one_in(random, 3) ? test_random_from(random, 1, 4) : 0;
    return need;
}
