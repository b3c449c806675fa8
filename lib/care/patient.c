/* Reading a patient, as cases and answers files describe one. */
#include "care/patient.h"

#include "base/text.h"
#include "care/care.h"

static void mistake(const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key, const char *why,
                    signpost_diagnostics *list)
{
    const sgp_yaml_node *node = sgp_yaml_get(yaml, map, key);
    sgp_diagnose(list, SIGNPOST_ERROR, SGP_BAD_VALUE, sgp_yaml_spot(yaml, node), "\"%s\" %s", node->text, why);
}

void sgp_patient_read(const sgp_yaml *yaml, const sgp_yaml_node *map, signpost_patient *patient,
                      signpost_diagnostics *list)
{
    static const char *const keys[] = {"age", "sex", "party", "contacts", NULL};
    sgp_yaml_check_keys(yaml, map, keys, list);
    const char *age = sgp_yaml_need_text(yaml, map, "age", "the patient", list);
    const char *sex = sgp_yaml_need_text(yaml, map, "sex", "the patient", list);
    const char *party = sgp_yaml_get_text(yaml, map, "party", list);
    const char *contacts = sgp_yaml_get_text(yaml, map, "contacts", list);
    int64_t number = 1;
    if (age && signpost_age_parse(age, &patient->age, NULL) != SIGNPOST_OK)
        mistake(yaml, map, "age", "is no age; write a number up to 130 years and days, weeks, months or years", list);
    if (sex && signpost_sex_parse(sex, &patient->sex) != SIGNPOST_OK)
        mistake(yaml, map, "sex", "is no sex; write female, male, indeterminate or unknown", list);
    if (party && !sgp_party_parse(party, &patient->party))
        mistake(yaml, map, "party", "is neither self nor someone else", list);
    if (contacts && (!sgp_parse_integer(contacts, &number) || number < 1 || number > 1000))
        mistake(yaml, map, "contacts", "is no whole number from 1, this contact included", list);
    patient->earlier_contacts = (int)number - 1;
}
