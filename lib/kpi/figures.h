/* The figures database, from inside. */
#ifndef SGP_KPI_FIGURES_H
#define SGP_KPI_FIGURES_H

#include "formats/sqlite.h"
#include "signpost/figures.h"

struct signpost_figures {
    sgp_db *db;
};

/* PRAGMA application_id (SGPF) and user_version: the schema of the last migration. */
enum { SGP_FIGURES_ID = 0x53475046, SGP_FIGURES_SCHEMA = 1 };

/* The numbered migrations of dos/schema-figures, embedded by the build. */
extern const char *const sgp_figures_migrations[];
extern const int sgp_figures_migration_count;

/* A date or month that the database holds as text; damage when it is none. */
signpost_status sgp_figures_date(sgp_query *query, int column, signpost_date *date, signpost_error *error);
signpost_status sgp_figures_month(sgp_query *query, int column, signpost_month *month, signpost_error *error);

#endif
