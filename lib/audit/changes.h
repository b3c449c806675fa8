/* Which services differ between two indexes in what a search looks at. */
#ifndef SGP_AUDIT_CHANGES_H
#define SGP_AUDIT_CHANGES_H

#include "audit/audit.h"

/* A service that was changed, added or removed: its number in each index, or SGP_NO_NUMBER. */
typedef struct sgp_change {
    int32_t before, after;
} sgp_change;

/* Adds the changes to an array of sgp_change, in the order of the indexes; false when memory ran out. */
bool sgp_find_changes(const signpost_audit *before, const signpost_audit *after, sgp_array *changes);

#endif
