/* The numbered migrations of dos/schema, embedded by the build: sgp_migrations[0] leads from nothing to schema 1. */
#ifndef SGP_DIRECTORY_MIGRATIONS_H
#define SGP_DIRECTORY_MIGRATIONS_H

extern const char *const sgp_migrations[];
extern const int sgp_migration_count;

#endif
