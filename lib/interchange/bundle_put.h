/* Writing a bundle, from inside: its entries, and the pieces that they are made of. */
#ifndef SGP_INTERCHANGE_BUNDLE_PUT_H
#define SGP_INTERCHANGE_BUNDLE_PUT_H

#include "fhir/form.h"
#include "formats/uuid.h"
#include "interchange/bundle_row.h"

/* The rows that belong to a service, found by its number; its type, by that of the type. */
enum { SGP_OF_PRACTICES, SGP_OF_AREAS, SGP_OF_CAPACITY, SGP_OF_ENDPOINTS, SGP_OF_TYPE, SGP_OF_COUNT };

typedef struct sgp_bundle_writer {
    signpost_directory *directory;
    bool public_only;
    signpost_write_function write;
    void *context;
    signpost_json json; /* of the entry being written; `failed` stays */
    size_t entries;
    sgp_bundle_rows parts[SGP_OF_COUNT];
    size_t left_out[SGP_MOST_TABLE_COLUMNS]; /* services, by column that is for professionals only */
    size_t endpoints_left_out;
    signpost_error *error;
} sgp_bundle_writer;

/* Opens an entry on a line of its own, with its resource, whose address is made of its kind and key. */
void sgp_bundle_open_entry(sgp_bundle_writer *to, const char *resource, const char *kind, const char *key);
void sgp_bundle_close_entry(sgp_bundle_writer *to);
/* Writes the entries of a service. Texts for a while are in the arena. */
signpost_status sgp_bundle_write_service(sgp_bundle_writer *to, const sgp_bundle_row *row, sgp_arena *arena);

/* A reference to the entry of this kind and key. */
void sgp_put_reference(signpost_json *json, const char *key, const char *kind, const char *to);
void sgp_put_identifier(signpost_json *json, const char *key, const char *system, const char *value);
/* A list of one concept, of one coding. */
void sgp_put_concepts(signpost_json *json, const char *key, const char *system, const char *code);
/* Degrees, as CSV has them, as a decimal number. */
void sgp_put_degrees(signpost_json *json, const char *key, const char *text);
/* An extension with its value, as CSV has it. */
void sgp_put_extension(signpost_json *json, const sgp_extension *extension, const char *text);

#endif
