/* What the columns of our tables are made of in the TEMP tables of an HSDS import, and where the folder says it. */
#ifndef SGP_INTERCHANGE_HSDS_SOURCES_H
#define SGP_INTERCHANGE_HSDS_SOURCES_H

#include <stddef.h>

/* Which rows of a table of HSDS hold for an entry: of the service at this location, else of the service, else of the
 * location; the lowest SGP_HSDS_LEVEL counts. */
#define SGP_HSDS_OF_ENTRY(at, service, location)                                                                       \
    "service_at_location_id = " at " OR (service_at_location_id IS NULL AND service_id = " service                     \
    " AND (location_id IS NULL OR location_id = " location                                                             \
    ")) OR (service_at_location_id IS NULL AND service_id IS NULL AND location_id = " location ")"
#define SGP_HSDS_LEVEL "(service_at_location_id IS NULL) + (service_id IS NULL)"
/* The area that a plain service area is: by its code or name, when one area alone has that. */
#define SGP_HSDS_NAMED_AREA                                                                                            \
    "(SELECT max(code) FROM main.area n WHERE n.code = g.name OR n.name = g.name HAVING count(*) = 1)"

/* A place of the folder that a value may have come from. */
typedef struct sgp_hsds_origin {
    const char *table;  /* its file's; NULL: none */
    const char *called; /* what the value is called there */
    const char *line;   /* a statement for it, of the row's keys; no row when the value is not from there */
} sgp_hsds_origin;

/* A column. */
enum { SGP_HSDS_MOST_ORIGINS = 2 };
typedef struct sgp_hsds_source {
    const char *name, *sql;
    const char *called; /* in the target's own file, when it came from none of the following; NULL: as it is here */
    sgp_hsds_origin elsewhere[SGP_HSDS_MOST_ORIGINS]; /* the first that has it counts */
} sgp_hsds_source;

/* A table of ours. */
enum { SGP_HSDS_KEYS = 3 };
typedef struct sgp_hsds_target {
    const char *table, *file;
    const sgp_hsds_source *columns;
    size_t count;
    const char *line;
    const char *keys; /* SGP_HSDS_KEYS of them: service_at_location_id, what attributes are linked to, location_id */
    const char *from;
} sgp_hsds_target;
extern const sgp_hsds_target sgp_hsds_targets[];
extern const size_t sgp_hsds_target_count;

#endif
