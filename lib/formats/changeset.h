/* Whether bytes are a changeset of SQLite's session: asked before SQLite walks over what somebody else may have
 * written. Its own walk trusts what it is given: it never ends where the name of a table does not. */
#ifndef SGP_FORMATS_CHANGESET_H
#define SGP_FORMATS_CHANGESET_H

#include <stdbool.h>
#include <stddef.h>

/* True when every table's head, every row and every value in it ends where it must; so is nothing at all. */
bool sgp_changeset_is_sound(const void *bytes, size_t size);

/* A copy of a sound changeset that is not empty, with the widest of its heads, without rows, before the first: freed by
 * sgp_release; NULL when memory ran out. SQLite makes room for a head when it meets one that is wider than those
 * before, and when it has no memory for that, it frees what is not there: before a walk it must have met the widest. */
void *sgp_changeset_lead(const void *bytes, size_t size, size_t *led);

#endif
