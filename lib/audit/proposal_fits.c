/* Whether a service, with what a proposal adds to its profile, would fit somebody's need. */
#include "audit/remedies.h"

#include <string.h>

static bool lists(const signpost_index *index, const sgp_word *sets, int32_t number, int32_t profile)
{
    return number != SGP_NO_NUMBER && sgp_bit_get(sets + (size_t)number * index->profiles.words, (size_t)profile);
}

static bool takes_age(const signpost_audit *audit, const sgp_proposal *proposal, int32_t profile, int32_t age)
{
    const sgp_lists *ages = &audit->index->profiles.ages;
    const sgp_age_span *spans = sgp_lists_at(ages, (size_t)profile, sizeof *spans);
    if (proposal->more == SGP_MORE_AGES && proposal->from_days <= age && age <= proposal->to_days)
        return true;
    for (size_t i = 0; i < sgp_lists_count(ages, (size_t)profile); i++)
        if (spans[i].from_days <= age && age <= spans[i].to_days)
            return true;
    return false;
}

static bool adds_pair(const sgp_proposal *proposal, const signpost_demand *demand, const char *discriminator)
{
    if (proposal->more != SGP_MORE_PAIRS || strcmp(proposal->demand->symptom_group, demand->symptom_group) != 0)
        return false;
    for (size_t i = 0; i < proposal->demand->discriminator_count; i++)
        if (strcmp(proposal->demand->discriminators[i], discriminator) == 0)
            return true;
    return false;
}

/* As a search reads a demand: what is not valid for the group is left out, and something must be left. */
static bool takes_pairs(const signpost_audit *audit, const sgp_proposal *proposal, int32_t profile,
                        const signpost_demand *demand)
{
    const signpost_index *index = audit->index;
    bool any = false;
    for (size_t i = 0; i < demand->discriminator_count; i++) {
        int32_t pair = sgp_pair_number(index, demand->symptom_group, demand->discriminators[i]);
        if (pair == SGP_NO_NUMBER)
            continue;
        any = true;
        if (!lists(index, index->profiles.of_pair, pair, profile) &&
            !adds_pair(proposal, demand, demand->discriminators[i]))
            return false;
    }
    return any;
}

bool sgp_proposal_fits(const signpost_audit *audit, const sgp_proposal *proposal, uint32_t use)
{
    const signpost_index *index = audit->index;
    const sgp_profiles *all = &index->profiles;
    const signpost_demand *demand = &audit->demands[use / audit->people_count];
    size_t who = use % audit->people_count;
    int32_t profile = index->services[proposal->service].profile;
    signpost_sex sex = who & 1 ? SIGNPOST_MALE : SIGNPOST_FEMALE;
    int32_t disposition = sgp_code_number(&index->dispositions, demand->disposition.code);
    int32_t role = sgp_code_number(&index->roles, audit->about.role);
    bool adds_disposition = proposal->more == SGP_MORE_DISPOSITION &&
                            strcmp(proposal->demand->disposition.code, demand->disposition.code) == 0;
    return takes_pairs(audit, proposal, profile, demand) &&
           (adds_disposition || lists(index, all->of_disposition, disposition, profile)) &&
           (proposal->more == SGP_MORE_ROLE || lists(index, all->of_role, role, profile)) &&
           ((proposal->more == SGP_MORE_SEX && proposal->sex == sex) ||
            sgp_bit_get(all->of_sex[sex], (size_t)profile)) &&
           takes_age(audit, proposal, profile, audit->ages[who / 2]);
}
