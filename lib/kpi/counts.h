/* Counts that were read, from inside: a table of rows by items. */
#ifndef SGP_KPI_COUNTS_H
#define SGP_KPI_COUNTS_H

#include "base/strings.h"
#include "signpost/figures.h"

#define SGP_NOT_KNOWN INT64_MIN

/* A contract's rows, which stand together. */
typedef struct sgp_counts_part {
    const char *contract;
    size_t first, rows;
} sgp_counts_part;

struct signpost_counts {
    signpost_collection collection;
    sgp_arena arena;
    sgp_interned texts;
    sgp_strings items;  /* columns of `values` */
    sgp_array rows;     /* signpost_counts_row */
    sgp_array breaks;   /* signpost_break, in the order of rows */
    sgp_array break_at; /* size_t: first break of a row */
    sgp_array values;   /* int64_t: `width` a row */
    size_t width;
    sgp_array parts; /* sgp_counts_part */
};

/* Column of an item; SGP_NO_STRING when no row has it. */
int32_t sgp_counts_column(const signpost_counts *counts, const char *item, size_t length);
/* Value in a column, which may be SGP_NO_STRING; SGP_NOT_KNOWN. */
int64_t sgp_counts_at(const signpost_counts *counts, size_t row, int32_t column);

#endif
