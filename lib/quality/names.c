/* Names: what patients cannot read, or should not have to, as findings. */
#include "quality/quality.h"

#include "directory/names.h"

static void check_public_name(sgp_check *at, const char *name)
{
    char acronym[SGP_ACRONYM_SIZE];
    if (sgp_name_has_acronym(name, acronym))
        sgp_flaw_add(at, SGP_RULE_NAME_ACRONYM, "public_name", name, "has the acronym \"%s\"", acronym);
    if (sgp_name_has_street(name) || sgp_name_has_postcode(name))
        sgp_flaw_add(at, SGP_RULE_NAME_ADDRESS, "public_name", name, "has %s in it",
                     sgp_name_has_postcode(name) ? "a postcode" : "a street and number");
    if (sgp_name_is_in_capitals(name))
        sgp_flaw_add(at, SGP_RULE_NAME_CAPITALS, "public_name", name, "is written in capitals");
}

/* The name for professionals stands in for the public one. */
static void check_stand_in(sgp_check *at, const char *name)
{
    char acronym[SGP_ACRONYM_SIZE];
    if (sgp_name_has_acronym(name, acronym))
        sgp_flaw_add(at, SGP_RULE_NAME_MISSING, "public_name", NULL,
                     "patients would be told the name for professionals, which has the acronym \"%s\"", acronym);
    else if (sgp_name_has_street(name) || sgp_name_has_postcode(name))
        sgp_flaw_add(at, SGP_RULE_NAME_MISSING, "public_name", NULL,
                     "patients would be told the name for professionals, which has an address in it");
}

void sgp_check_names(sgp_check *at, const sgp_entry_row *entry)
{
    if (sgp_text_has_hidden(entry->name))
        sgp_flaw_add(at, SGP_RULE_NAME_HIDDEN, "name", entry->name, "has characters that cannot be seen");
    if (entry->public_name && sgp_text_has_hidden(entry->public_name))
        sgp_flaw_add(at, SGP_RULE_NAME_HIDDEN, "public_name", entry->public_name, "has characters that cannot be seen");
    if (entry->public_name && *entry->public_name)
        check_public_name(at, entry->public_name);
    else
        check_stand_in(at, entry->name);
}
