/* Clinical profiles, judged once for all entries that share them: each part of which there is nothing is named. */
#include "quality/quality.h"

#include "base/error.h"

/* A part, as the column is called in CSV, and what lacks it. */
static const struct part {
    sgp_rule rule;
    const char *noun;
} parts[] = {
    {SGP_RULE_PROFILE_NO_DISCRIMINATOR, "symptom group with a discriminator"},
    {SGP_RULE_PROFILE_NO_DISPOSITION, "disposition"},
    {SGP_RULE_PROFILE_NO_ROLE, "referral role"},
    {SGP_RULE_PROFILE_NO_AGE, "age"},
    {SGP_RULE_PROFILE_NO_SEX, "sex"},
};
enum { PARTS = sizeof parts / sizeof *parts };

/* In the order of the parts. */
static const char sql[] = "SELECT id, name, EXISTS (SELECT 1 FROM profile_pair WHERE profile = p.id),"
                          " EXISTS (SELECT 1 FROM profile_disposition WHERE profile = p.id),"
                          " EXISTS (SELECT 1 FROM profile_role WHERE profile = p.id),"
                          " EXISTS (SELECT 1 FROM profile_age WHERE profile = p.id),"
                          " EXISTS (SELECT 1 FROM profile_sex WHERE profile = p.id) FROM profile p ORDER BY id";

signpost_status sgp_check_profiles(sgp_check *at, signpost_error *error)
{
    sgp_query query;
    signpost_status status = sgp_query_prepare(&query, at->directory->db, sql, error);
    while (status == SIGNPOST_OK && (status = sgp_query_step(&query, error)) == SIGNPOST_OK) {
        const char *name = sgp_column_text_or_empty(&query, 1);
        at->lost = at->lost || !sgp_shared_begin(at, &at->profiles, sgp_column_integer(&query, 0));
        for (int i = 0; i < PARTS; i++)
            if (!sgp_column_integer(&query, 2 + i))
                sgp_flaw_add(at, parts[i].rule, "profile", name, "lists no %s: it can never be found", parts[i].noun);
        if (at->lost)
            status = sgp_fail_memory(error);
    }
    sgp_query_release(&query);
    sgp_shared_sort(&at->profiles);
    return status == SIGNPOST_NONE ? SIGNPOST_OK : status;
}
