/* One document in the national shape, from inside. */
#ifndef SGP_INTERCHANGE_NATIONAL_H
#define SGP_INTERCHANGE_NATIONAL_H

#include "formats/sqlite.h"
#include "hours/hours.h"
#include "search/search.h"
#include "signpost/national.h"

typedef struct sgp_national {
    signpost_json *json;
    const signpost_results *results;
    const signpost_calendar *calendar;
    signpost_results_about about;
    bool professional;
    sgp_query service, endpoints, ages; /* by a service's, or a profile's, number */
    signpost_hours *hours;              /* of the service being written; NULL when not known */
    signpost_error *error;
} sgp_national;

/* Reads a service's hours (NULL: not known), and writes openAllHours and capacityAttributes. */
signpost_status sgp_national_hours(sgp_national *of, const char *text);
/* Writes rotaSessions and openTimeSpecifiedSessions. */
void sgp_national_sessions(sgp_national *of);

#endif
