/* One import: what every collection's reader needs, and the frame of the write. */
#ifndef SGP_KPI_IMPORT_H
#define SGP_KPI_IMPORT_H

#include "kpi/figures.h"
#include "formats/stream.h"

typedef struct sgp_import {
    signpost_figures *figures;
    const signpost_figures_options *options;
    signpost_figures_done *done;
    signpost_diagnostics *list; /* of this import alone */
    sgp_stream stream;
    int64_t file; /* its row of the table file, once it is written */
} sgp_import;

/* Where the row last read stands. */
sgp_spot sgp_import_spot(const sgp_import *import);
/* Counts a row as refused; what is wrong with it was reported. */
void sgp_import_refuse(sgp_import *import);
/* Reads the next row; one that is no CSV is reported and refused. SIGNPOST_NONE at the end. Asks the host now and then
 * whether to stop. */
signpost_status sgp_import_next(sgp_import *import, signpost_error *error);

/* Names of columns that a collection's header may have. */
typedef struct sgp_column {
    const char *name;
    bool is_needed;
} sgp_column;

/* Reads the header: `places[i]` receives the field of columns[i], or -1. SIGNPOST_CONTENT, with every problem, when one
 * that is needed is missing. Names are compared without regard to case. */
signpost_status sgp_import_header(sgp_import *import, const sgp_column *columns, size_t count, int *places,
                                  signpost_error *error);
/* The field of a column in the row last read; "" when the row or the file has none. */
sgp_stream_field sgp_import_field(const sgp_import *import, int place);

/* A count, as published files write it: `35,693` is 35693; blank, `*`, `-` and `N/A` are not known. */
typedef enum sgp_count_kind { SGP_COUNT_KNOWN, SGP_COUNT_NOT_KNOWN, SGP_COUNT_WRONG } sgp_count_kind;
sgp_count_kind sgp_count_read(const char *text, int64_t *value);
/* The same, reporting a wrong one as the value of `column`. */
sgp_count_kind sgp_import_count(sgp_import *import, const char *column, const char *text, int64_t *value);

/* Whether the file of contracts knows who held a contract on some day of the time; true when it does not know the
 * contract. Reports that nobody did. */
bool sgp_import_is_held(sgp_import *import, const char *contract, signpost_date from, signpost_date until);

/* Each reads the whole file, and leaves in `work` what is to be written; then writes it within a transaction. */
typedef struct sgp_reader {
    void *(*begin)(sgp_import *import);
    signpost_status (*read)(sgp_import *import, void *work, signpost_error *error);
    signpost_status (*write)(sgp_import *import, void *work, signpost_error *error);
    void (*release)(void *work); /* NULL is fine */
} sgp_reader;

extern const sgp_reader sgp_mds_reader;
extern const sgp_reader sgp_iuc_reader;
extern const sgp_reader sgp_calls_reader;
extern const sgp_reader sgp_journal_reader;

#endif
