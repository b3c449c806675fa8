/* The audit's question asked of the search: a person at an area's centre, at one minute of a week without holidays. */
#include "repeated.h"

#include "../support/random.h"
#include "figures.h"
#include "signpost/search.h"

#include <stdio.h>
#include <string.h>

static signpost_need draw(const signpost_audit *audit, test_random *random, signpost_minute monday)
{
    signpost_audit_about about = signpost_audit_describe(audit);
    signpost_audit_area area = signpost_audit_area_at(audit, (size_t)test_random_from(random, 0, (int)about.areas - 1));
    const signpost_demand *demand =
        signpost_audit_demand_at(audit, (size_t)test_random_from(random, 0, (int)about.demands - 1));
    signpost_need need = SIGNPOST_NEED_INIT;
    need.disposition = demand->disposition;
    need.symptom_group = demand->symptom_group;
    memcpy(need.discriminators, demand->discriminators, sizeof need.discriminators);
    need.discriminator_count = demand->discriminator_count;
    need.age.from_days = need.age.to_days = test_random_from(random, demand->from_days, demand->to_days);
    need.sex = demand->female ? SIGNPOST_FEMALE : SIGNPOST_MALE;
    need.has_point = true;
    need.latitude = area.latitude;
    need.longitude = area.longitude;
    need.area = area.code;
    need.radius_m = area.radius_m;
    need.practice_knowledge = *area.practice ? SIGNPOST_PRACTICE_KNOWN : SIGNPOST_PRACTICE_NONE;
    need.practice = area.practice;
    need.when = monday + test_random_from(random, 0, about.minutes - 1);
    need.limit = 1;
    return need;
}

double repeated_search_us(const signpost_index *index, const signpost_audit *audit, int count)
{
    test_random random = {11};
    signpost_results *results;
    signpost_minute monday;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_calendar_moment(signpost_index_calendar(index), "2027-06-07T00:00", &monday, &error) != SIGNPOST_OK ||
        signpost_results_new(index, 1, &results, &error) != SIGNPOST_OK)
        return puts(error.message), -1;
    double spent = 0;
    for (int i = 0; i < count && spent >= 0; i++) {
        signpost_need need = draw(audit, &random, monday);
        double start = figures_own_us();
        signpost_status status = signpost_search_ranked(index, &need, results, &error);
        spent = status == SIGNPOST_OK ? spent + figures_own_us() - start : -1;
    }
    signpost_results_free(results);
    if (spent < 0)
        puts(error.message);
    return spent / count;
}
