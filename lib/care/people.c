/* People by age and sex: the union of several groups, as groups that do not overlap. */
#include "care/care.h"

/* The people of an age, and the last day up to which no group begins or ends. */
static signpost_people people_at(signpost_people_source source, const void *context, int32_t day)
{
    signpost_people here = {day, sgp_age_oldest_days(), 0}, one;
    for (size_t i = 0; source(context, i, &one); i++) {
        if (one.from_days > day && one.from_days - 1 < here.to_days)
            here.to_days = one.from_days - 1;
        if (one.from_days > day || one.to_days < day)
            continue;
        here.sexes |= one.sexes;
        if (one.to_days < here.to_days)
            here.to_days = one.to_days;
    }
    return here;
}

bool signpost_people_next(signpost_people_source source, const void *context, int32_t day, signpost_people *found)
{
    int32_t oldest = sgp_age_oldest_days();
    signpost_people here = {.to_days = day - 1};
    while (!here.sexes && here.to_days < oldest)
        here = people_at(source, context, here.to_days + 1);
    if (!here.sexes)
        return false;
    while (here.to_days < oldest) {
        signpost_people next = people_at(source, context, here.to_days + 1);
        if (next.sexes != here.sexes)
            break;
        here.to_days = next.to_days;
    }
    *found = here;
    return true;
}
