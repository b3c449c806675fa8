/* Checks of what people write into a directory: postcodes, phones, ODS codes, addresses of the web, coordinates.
 * A check of a text returns NULL when it is sound, else what is wrong with it, to be put after the quoted value. */
#ifndef SGP_DIRECTORY_VALIDATE_H
#define SGP_DIRECTORY_VALIDATE_H

#include <stdbool.h>
#include <stddef.h>

/* Space for a postcode, `TN11 2AB`, with the NUL. */
enum { SGP_POSTCODE_SIZE = 9 };

/* Reads a postcode, sector or district however it is spaced and cased, and writes it in its one form:
 * `tn12ab` is `TN1 2AB`, `tn1 2` is `TN1 2`, `tn1` is `TN1`. False when it cannot be one. A sector needs its space. */
bool sgp_postcode_parse(const char *text, char postcode[SGP_POSTCODE_SIZE]);
bool sgp_sector_parse(const char *text, char sector[SGP_POSTCODE_SIZE]);
bool sgp_district_parse(const char *text, char district[SGP_POSTCODE_SIZE]);

/* Parts of a postcode in its one form: `TN1 2AB` gives `TN1 2` and `TN1`. */
void sgp_postcode_sector(const char *postcode, char sector[SGP_POSTCODE_SIZE]);
void sgp_postcode_district(const char *postcode, char district[SGP_POSTCODE_SIZE]);

/* Space for what a check says. */
enum { SGP_FLAW_SIZE = 96 };

/* British national formats, spaces and an extension allowed; `flaw` is room for the answer. */
const char *sgp_phone_check(const char *text, char flaw[SGP_FLAW_SIZE]);
const char *sgp_ods_code_check(const char *text);
const char *sgp_url_check(const char *text);
const char *sgp_email_check(const char *text);

/* Reads degrees, rounded to six decimals; false when it is no number or beyond `most`. */
bool sgp_degrees_parse(const char *text, double most, double *degrees);
/* Writes them so that they read back the same; returns `buffer`. */
char *sgp_degrees_format(double degrees, char *buffer, size_t size);

#endif
