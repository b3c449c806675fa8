/* Needs, drawn. */
#include "needs.h"
#include "directory/directory.h"

#include <stdio.h>
#include <stdlib.h>

static const char places_sql[] =
    "WITH practice AS (SELECT town, min(ods_code) AS code FROM service WHERE ods_code IS NOT NULL GROUP BY town)"
    " SELECT name, practice.code FROM place LEFT JOIN practice"
    " ON practice.town = substr(name, 1, instr(name, ' ') - 1) WHERE kind = 'postcode' ORDER BY name";

bool needs_open(needs_source *needs, const signpost_algorithms *algorithms, signpost_directory *directory)
{
    sgp_query query;
    sgp_array places = SGP_ARRAY_OF(needs_place);
    needs->algorithms = algorithms;
    needs->random = (test_random){7};
    signpost_status status = sgp_query_prepare(&query, directory->db, places_sql, NULL);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, NULL)) == SIGNPOST_OK) {
        needs_place *place = sgp_array_add(&places);
        if (!place)
            break;
        snprintf(place->postcode, sizeof place->postcode, "%s", sgp_column_text_or_empty(&query, 0));
        snprintf(place->practice, sizeof place->practice, "%s", sgp_column_text_or_empty(&query, 1));
    }
    sgp_query_release(&query);
    needs->places = places.items;
    needs->count = places.count;
    return status == SIGNPOST_NONE && places.count;
}

void needs_close(needs_source *needs)
{
    sgp_release(needs->places);
}

signpost_need needs_draw(needs_source *needs)
{
    static const char *const roles[] = {"111-telephone", "111-telephone", "111-telephone",
                                        "111-online",    "999",           "clinician"};
    test_random *random = &needs->random;
    signpost_reachable outcome;
    do
        signpost_outcome_at(needs->algorithms,
                            (size_t)test_random_from(random, 0, (int)signpost_outcome_count(needs->algorithms) - 1),
                            &outcome);
    while (!outcome.outcome.disposition.lookup || !*outcome.outcome.discriminator);
    const needs_place *place = &needs->places[test_random_from(random, 0, (int)needs->count - 1)];
    int age = test_random_from(random, outcome.from_days, outcome.to_days < 30000 ? outcome.to_days : 30000);
    signpost_need need = SIGNPOST_NEED_INIT;
    need.disposition = outcome.outcome.disposition;
    need.symptom_group = outcome.outcome.symptom_group;
    need.discriminators[0] = outcome.outcome.discriminator;
    need.discriminator_count = 1;
    need.age = (signpost_age){age, age};
    need.sex = test_random_one_in(random, 2) ? SIGNPOST_FEMALE : SIGNPOST_MALE;
    need.role = roles[test_random_from(random, 0, 5)];
    need.when = NEEDS_FROM + test_random_from(random, 0, NEEDS_MINUTES);
    need.postcode = place->postcode;
    if (test_random_one_in(random, 2) && *place->practice) {
        need.practice_knowledge = SIGNPOST_PRACTICE_KNOWN;
        need.practice = place->practice;
    }
    return need;
}
