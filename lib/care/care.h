/* What the other rooms talk about: ages, sex, timeframes, in the content's words. */
#ifndef SGP_CARE_CARE_H
#define SGP_CARE_CARE_H

#include "signpost/need.h"

/* The last day of the oldest age that is accepted. */
int32_t sgp_age_oldest_days(void);

/* Reads "day", "days", "d" and so on. */
bool sgp_age_unit_parse(const char *text, signpost_age_unit *unit);
/* Reads `3 months` as the completed days at which it is reached; false when it is not that, or beyond the oldest. */
bool sgp_age_boundary_parse(const char *text, int32_t *days);
/* Writes such days in the largest unit that fits them exactly; returns `buffer`. */
char *sgp_age_boundary_format(int32_t days, char buffer[SIGNPOST_AGE_SIZE]);

/* A range of ages in completed days: from, included, to `below`, not included. */
typedef struct sgp_age_range {
    int32_t from, below;
} sgp_age_range;

sgp_age_range sgp_age_any(void);
/* Reads `any`, `under 3 months`, `3 months to under 5 years`, `5 years and over`; false when it is not one. */
bool sgp_age_range_parse(const char *text, sgp_age_range *range);
/* Writes a range so that it reads back; returns `buffer`. */
char *sgp_age_range_format(sgp_age_range range, char *buffer, size_t size);
/* All of an age, none of it, or a part of it, lies within the range. */
typedef enum sgp_fit { SGP_FITS_NOT, SGP_FITS_PARTLY, SGP_FITS } sgp_fit;
sgp_fit sgp_age_fits(signpost_age age, sgp_age_range range);

/* Sets of sexes, a bit each. */
enum { SGP_ANY_SEX = (1 << SIGNPOST_SEX_COUNT) - 1 };

/* Reads `0 minutes`, `30 minutes`, `6 hours`, `7 days`, `3 working days`; false when it is not one. */
bool sgp_timeframe_parse(const char *text, signpost_timeframe *within);
bool sgp_setting_parse(const char *text, signpost_setting *setting);
bool sgp_if_none_parse(const char *text, signpost_if_none *if_none);
bool sgp_party_parse(const char *text, signpost_party *party);

#endif
