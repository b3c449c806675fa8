/* Reading a patient from YAML. */
#ifndef SGP_CARE_PATIENT_H
#define SGP_CARE_PATIENT_H

#include "formats/yaml.h"
#include "signpost/patient.h"

/* `{age: 2 years, sex: female, party: someone else, contacts: 3}`; mistakes go into the list. */
void sgp_patient_read(const sgp_yaml *yaml, const sgp_yaml_node *map, signpost_patient *patient,
                      signpost_diagnostics *list);

#endif
