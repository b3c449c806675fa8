/* What patients cannot read in a name, or should not have to: acronyms, addresses, capitals, hidden characters.
 * Guesses, all of them but the last: what is found is doubtful, not wrong. */
#ifndef SGP_DIRECTORY_NAMES_H
#define SGP_DIRECTORY_NAMES_H

#include "directory/validate.h"

enum { SGP_ACRONYM_SIZE = 41 };

/* The first word of two or more capitals that not everybody knows. */
bool sgp_name_has_acronym(const char *name, char acronym[SGP_ACRONYM_SIZE]);
bool sgp_name_has_street(const char *name); /* with its number */
bool sgp_name_has_postcode(const char *name);
bool sgp_name_is_in_capitals(const char *name);
/* Control characters, and Unicode's marks of direction and of no width. */
bool sgp_text_has_hidden(const char *text);

/* What patients should not be shown in a name, to be put after it; NULL when it is well. `flaw` is room for the answer.
 */
const char *sgp_public_name_check(const char *name, char flaw[SGP_FLAW_SIZE]);

#endif
