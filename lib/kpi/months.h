/* What a published monthly file says, gathered before it is written. */
#ifndef SGP_KPI_MONTHS_H
#define SGP_KPI_MONTHS_H

#include "base/strings.h"
#include "kpi/import.h"

/* A contract, a provider and a month. Texts are interned. */
typedef struct sgp_month_row {
    const char *contract, *contract_name, *provider, *provider_name;
    signpost_month month;
    int64_t first_line, last_line;
    size_t first_count, counts; /* in `counts`, once they are sorted */
} sgp_month_row;

/* A count, or that it is not known. */
typedef struct sgp_month_count {
    uint32_t row, item;
    int64_t value; /* SGP_NOT_KNOWN */
    int64_t line;
} sgp_month_count;

typedef struct sgp_months {
    sgp_arena arena;
    sgp_interned texts;
    sgp_strings keys;  /* of rows: their number is the row's */
    sgp_strings items; /* their number is the count's item */
    sgp_array rows;    /* sgp_month_row */
    sgp_array counts;  /* sgp_month_count */
} sgp_months;

void *sgp_months_begin(sgp_import *import); /* NULL when memory ran out */
void sgp_months_release(void *months);

/* Who and when a row is about. */
typedef struct sgp_month_key {
    const char *contract, *contract_name, *provider, *provider_name;
    signpost_month month;
} sgp_month_key;

/* Number of the row of a key, added when new, with the line last read; -1 when memory ran out. */
int32_t sgp_months_row(sgp_months *months, const sgp_import *import, const sgp_month_key *key);
/* Adds a count of the line last read; false when memory ran out. */
bool sgp_months_add(sgp_months *months, const sgp_import *import, int32_t row, const char *item, int64_t value);
/* Once all is read: refuses what is there twice with other values, looks for gaps, and refuses a file in which `part`
 * equals `whole` in every row. */
signpost_status sgp_months_check(sgp_months *months, sgp_import *import, const char *part, const char *whole,
                                 signpost_error *error);
/* Writes rows, counts and broken identities, and settles which rows of the database are current. */
signpost_status sgp_months_write(sgp_import *import, void *months, signpost_error *error);

/* `Apr-15`, `April 2015`, `2015-04`. */
bool sgp_month_read(const char *text, signpost_month *month);
/* Whether a text says that a row is a total of others. */
bool sgp_says_total(const char *text);

#endif
