/* The sample directory that the build makes: it speaks of what the content speaks of, and has services for all that the
 * content can look up. */
#include "../support/cmocka_all.h"

#include "directory/directory.h"
#include "signpost/algorithms.h"
#include "signpost/directory.h"

#include <stdio.h>
#include <string.h>

static signpost_directory *directory;
static signpost_algorithms *algorithms;

static int open_both(void **state)
{
    (void)state;
    return signpost_directory_open(SIGNPOST_BUILD_ROOT "/dos/sample.db", SIGNPOST_READ_ONLY, &directory, NULL) ||
           signpost_algorithms_load(SIGNPOST_SOURCE_ROOT "/algorithms", NULL, &algorithms, NULL, NULL);
}

static int close_both(void **state)
{
    (void)state;
    signpost_directory_close(directory);
    signpost_algorithms_free(algorithms);
    return 0;
}

/* The integer that a statement gives for up to four texts. */
static int64_t count_of(const char *sql, const char *const *texts, size_t count, int64_t first, int64_t last)
{
    sgp_query query;
    assert_int_equal(sgp_query_prepare(&query, directory->db, sql, NULL), SIGNPOST_OK);
    for (size_t i = 0; i < count; i++)
        sgp_bind_text(&query, (int)i + 1, texts[i]);
    if (first >= 0) {
        sgp_bind_integer(&query, (int)count + 1, first);
        sgp_bind_integer(&query, (int)count + 2, last);
    }
    assert_int_equal(sgp_query_step(&query, NULL), SIGNPOST_OK);
    int64_t value = sgp_column_integer(&query, 0);
    sgp_query_release(&query);
    return value;
}

static void symptoms_are_those_of_the_content(void **state)
{
    (void)state;
    size_t pairs = 0;
    signpost_symptom_pair pair;
    for (; signpost_symptom_pair_at(algorithms, pairs, &pair); pairs++) {
        const char *const texts[] = {pair.group, pair.discriminator, pair.group_title, pair.discriminator_title};
        if (!count_of("SELECT count(*) FROM symptom_pair p JOIN symptom_group g ON g.code = p.symptom_group "
                      "JOIN symptom_discriminator d ON d.code = p.discriminator "
                      "WHERE p.symptom_group = ?1 AND p.discriminator = ?2 AND g.title = ?3 AND d.title = ?4",
                      texts, 4, -1, -1))
            fail_msg("dos/base lacks %s/%s, or has other titles: run dos/base/symptoms.py", pair.group,
                     pair.discriminator);
    }
    if (count_of("SELECT count(*) FROM symptom_pair", NULL, 0, -1, -1) != (int64_t)pairs)
        fail_msg("dos/base has pairs that the content has not: run dos/base/symptoms.py");
}

static void it_is_as_large_as_it_should_be(void **state)
{
    (void)state;
    static const struct row {
        const char *sql;
        int64_t least;
    } rows[] = {
        {"SELECT count(*) FROM service WHERE state = 'active'", 400},
        {"SELECT count(DISTINCT type) FROM service", 15},
        {"SELECT count(DISTINCT state) FROM service", 4},
        {"SELECT count(DISTINCT commissioner) FROM service", 5},
        {"SELECT count(*) FROM area_population", 2000},
        {"SELECT count(*) FROM capacity", 5},
        {"SELECT count(DISTINCT colour) FROM capacity", 3},
        {"SELECT count(*) FROM service WHERE restricted = 1", 100},
        {"SELECT count(*) FROM service_area WHERE use = 'limited'", 10},
        {"SELECT count(*) FROM service_area WHERE use = 'promoted'", 5},
        {"SELECT count(*) FROM ranking", 8},
        {"SELECT count(*) FROM place WHERE kind = 'sector'", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t count = count_of(rows[i].sql, NULL, 0, -1, -1);
        if (count < rows[i].least)
            fail_msg("%s gives %lld, less than %lld", rows[i].sql, (long long)count, (long long)rows[i].least);
    }
}

static void everything_in_it_is_plainly_fictional(void **state)
{
    (void)state;
    static const char *const none[] = {
        "SELECT count(*) FROM service WHERE name NOT LIKE '%(fictional)'",
        "SELECT count(*) FROM organisation WHERE name NOT LIKE '%(fictional)'",
        "SELECT count(*) FROM service WHERE phone NOT LIKE '01632 960%' AND phone NOT LIKE '0808 157 0%'",
        "SELECT count(*) FROM service WHERE clinician_phone NOT LIKE '01632 960%' AND clinician_phone NOT LIKE '0808 157 0%'",
        "SELECT count(*) FROM service WHERE web NOT LIKE 'https://%.example.org/'",
        "SELECT count(*) - count(DISTINCT phone) FROM service",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (count_of(none[i], NULL, 0, -1, -1))
            fail_msg("%s is not 0", none[i]);
}

/* Whether a service that the county pays for takes the outcome at an age. */
static bool is_served(const char *commissioner, const signpost_reachable *reachable, int64_t days)
{
    const signpost_outcome *outcome = &reachable->outcome;
    const char *const texts[] = {outcome->disposition.code, outcome->symptom_group, outcome->discriminator,
                                 commissioner};
    return count_of("SELECT count(*) FROM service s JOIN profile_disposition d ON d.profile = s.profile AND "
                    "d.disposition = ?1 "
                    "JOIN profile_pair p ON p.profile = s.profile AND p.symptom_group = ?2 AND p.discriminator = ?3 "
                    "JOIN profile_age a ON a.profile = s.profile AND ?5 BETWEEN a.from_days AND a.to_days AND ?6 >= ?5 "
                    "WHERE s.state = 'active' AND s.commissioner = ?4",
                    texts, 4, days, days) > 0;
}

static void every_outcome_that_is_looked_up_finds_a_service(void **state)
{
    (void)state;
    static const char *const commissioners[] = {"XKM01", "XSY01", "XSX01", "XNK01", "XKR01"};
    signpost_reachable reachable;
    int missing = 0, looked_up = 0;
    for (size_t i = 0; signpost_outcome_at(algorithms, i, &reachable); i++) {
        if (!reachable.outcome.disposition.lookup || !*reachable.outcome.discriminator)
            continue;
        looked_up++;
        /* midwives are for those who can be pregnant: 30 years stands for them */
        bool midwife = strcmp(reachable.outcome.disposition.code, "Dx30") == 0;
        const int64_t middle = midwife ? 10957 : ((int64_t)reachable.from_days + reachable.to_days) / 2;
        const int64_t ages[] = {middle, reachable.from_days, reachable.to_days};
        for (size_t county = 0; county < 5; county++)
            for (size_t age = 0; age < (midwife ? 1 : 3); age++)
                if (!is_served(commissioners[county], &reachable, ages[age])) {
                    print_message("%s at %lld days: nobody of %s takes %s, %s, %s\n", reachable.step,
                                  (long long)ages[age], commissioners[county], reachable.outcome.disposition.code,
                                  reachable.outcome.symptom_group, reachable.outcome.discriminator);
                    missing++;
                }
    }
    assert_true(looked_up > 50);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symptoms_are_those_of_the_content),
        cmocka_unit_test(it_is_as_large_as_it_should_be),
        cmocka_unit_test(everything_in_it_is_plainly_fictional),
        cmocka_unit_test(every_outcome_that_is_looked_up_finds_a_service),
    };
    return cmocka_run_group_tests_name("sample directory", tests, open_both, close_both);
}
