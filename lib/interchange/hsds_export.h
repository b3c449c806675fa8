/* One export as an HSDS folder. */
#ifndef SGP_INTERCHANGE_HSDS_EXPORT_H
#define SGP_INTERCHANGE_HSDS_EXPORT_H

#include "interchange/hsds.h"

typedef struct sgp_hsds_export {
    sgp_db *db;
    bool public_only; /* what is for professionals only is left out */
    sgp_csv_writer writer;
    size_t rows;
    signpost_error *error;
} sgp_hsds_export;

/* The header and the rows of a table. What the sink refused is left to the caller. */
signpost_status sgp_hsds_write_rows(sgp_hsds_export *export, const sgp_hsds_table *table);
/* The rows of schedule.csv; or `meant`: the attributes that say how they are meant. */
signpost_status sgp_hsds_write_schedules(sgp_hsds_export *export, bool meant);
signpost_status sgp_hsds_write_attributes(sgp_hsds_export *export);
/* Tells what the folder leaves out. */
signpost_status sgp_hsds_tell_losses(sgp_hsds_export *export, signpost_diagnostics *losses);

#endif
