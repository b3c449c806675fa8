/* Writing JSON text by text, for those who know the form of their document beforehand. */
#ifndef SGP_FORMATS_JSON_H
#define SGP_FORMATS_JSON_H

#include "signpost/json.h"

/* How many bytes of a text can stand in a string as they are: ASCII, but for what is escaped. */
size_t sgp_json_plain(const char *text);
/* Writes a text as a string, with its quotes, as signpost_json_text does. False when a write failed. */
bool sgp_json_write_text(const char *text, signpost_write_function write, void *context);

#endif
