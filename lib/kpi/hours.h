/* What calls are counted to, gathered before it is written: cells by contract, provider and hour. */
#ifndef SGP_KPI_HOURS_H
#define SGP_KPI_HOURS_H

#include "base/clock.h"
#include "base/strings.h"
#include "kpi/import.h"
#include "kpi/items.h"

/* Items that are counts of calls; those that are seconds stand between them and those of searches. */
enum { SGP_SECONDS_ITEMS = SGP_ITEM_CALLBACK_SECONDS - SGP_ITEM_ANSWER_SECONDS + 1 };

typedef struct sgp_hour_cell {
    int32_t contract, provider; /* numbers of `sgp_hours` */
    int32_t hour;               /* since 1970-01-01T00:00Z */
    uint32_t first_line, last_line;
    uint32_t counts[SGP_HOUR_ITEMS]; /* but those of seconds */
    int64_t seconds[SGP_SECONDS_ITEMS];
} sgp_hour_cell;

typedef struct sgp_hours {
    sgp_strings contracts, providers;
    sgp_array cells;      /* sgp_hour_cell */
    uint32_t *slots;      /* open addressing: index + 1, or 0 */
    size_t slot_count;    /* a power of two, or 0 */
    sgp_clock clock;      /* by which hours belong to months */
    uint64_t known_items; /* bits of sgp_item: the others are written as not known */
    char call[65];        /* of a journal; "" for calls */
} sgp_hours;

signpost_status sgp_hours_begin(sgp_hours *hours, const sgp_import *import, signpost_error *error);
void sgp_hours_release(sgp_hours *hours);
/* The cell of a key, added when new; it moves when another is added. NULL when memory ran out. */
sgp_hour_cell *sgp_hours_cell(sgp_hours *hours, int32_t contract, int32_t provider, int32_t hour);
/* Adds the cells' first and last month to what was done. */
void sgp_hours_note(const sgp_hours *hours, sgp_import *import);
/* Writes the cells, sorted, and settles which rows of the database are current. */
signpost_status sgp_hours_write(sgp_hours *hours, sgp_import *import, signpost_error *error);
/* Local month of an hour. */
signpost_month sgp_hours_month(const sgp_hours *hours, int32_t hour);

/* The clock rule of an import. */
const char *sgp_import_clock(const sgp_import *import);

#endif
