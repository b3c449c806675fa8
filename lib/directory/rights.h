/* Who may do what in a directory. Rules kept here:
 *  - a directory in which nobody has a right is not governed yet: whoever fills it may;
 *  - else who acts must be a user, and have the right over each entry, as it was and as it becomes. */
#ifndef SGP_DIRECTORY_RIGHTS_H
#define SGP_DIRECTORY_RIGHTS_H

#include "directory/directory.h"

/* What is done to a service's entry. */
typedef enum sgp_deed {
    SGP_DEED_SUBMIT,   /* providers of it, its commissioner, editors of its area */
    SGP_DEED_OWN,      /* the same without the commissioner, who acts for a provider */
    SGP_DEED_VERIFY,   /* the same */
    SGP_DEED_SIGN_OFF, /* its commissioner (that of its area, when it names none), editors of its area */
    SGP_DEED_LOAD      /* editors of its area */
} sgp_deed;

/* What one user may do. */
typedef struct sgp_rights {
    sgp_db *db;
    const char *who; /* borrowed */
    bool governed;
    bool everywhere; /* an editor of everything */
    bool provides;   /* has a provider's right, and no wider one */
    sgp_query may;
} sgp_rights;

/* Reads them. SIGNPOST_REFUSED when the directory is governed and this is no user of it, or one who may only read. */
signpost_status sgp_rights_read(sgp_rights *rights, sgp_db *db, const char *who, signpost_error *error);
void sgp_rights_release(sgp_rights *rights);
/* SIGNPOST_OK, or SIGNPOST_REFUSED with who may. */
signpost_status sgp_rights_over(sgp_rights *rights, sgp_deed deed, int64_t service, signpost_error *error);
/* The same for what is no service's. `what` is "load calendars". */
signpost_status sgp_rights_over_all(const sgp_rights *rights, const char *what, signpost_error *error);

#endif
