/* The need that is tried on England's pharmacies. */
#ifndef SIGNPOST_TESTS_PHARMACIST_H
#define SIGNPOST_TESTS_PHARMACIST_H

#include "signpost/need.h"

/* Friday, 20 November 2026, 10:00: contact a pharmacist within 24 hours. */
static inline signpost_need test_pharmacist_need(void)
{
    signpost_need need = SIGNPOST_NEED_INIT;
    need.disposition.code = "Dx28";
    need.disposition.within = (signpost_timeframe){1440, SIGNPOST_MINUTES};
    need.disposition.setting = SIGNPOST_SETTING_PHARMACY;
    need.disposition.lookup = true;
    need.disposition.if_none = SIGNPOST_IF_NONE_ADVICE;
    need.symptom_group = "demo-fever";
    need.discriminators[0] = "demo-minor-condition";
    need.discriminator_count = 1;
    need.age = signpost_age_of(30, SIGNPOST_YEARS);
    need.sex = SIGNPOST_FEMALE;
    need.has_point = true;
    need.practice_knowledge = SIGNPOST_PRACTICE_NONE;
    need.when = 29919480;
    return need;
}

#endif
