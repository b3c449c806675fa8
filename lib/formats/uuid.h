/* Identifiers made of what they stand for: the same seed gives the same one, everywhere and for ever. */
#ifndef SGP_FORMATS_UUID_H
#define SGP_FORMATS_UUID_H

/* Space for `urn:uuid:...`, with the NUL. */
enum { SGP_URN_UUID_SIZE = 48 };

/* A UUID of version 8, as a URN: BLAKE2b-128 of the two halves of a seed, one behind the other. Returns `buffer`. */
char *sgp_urn_uuid(const char *beginning, const char *rest, char buffer[SGP_URN_UUID_SIZE]);

#endif
