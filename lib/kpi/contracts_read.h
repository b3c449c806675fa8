/* Reading contracts: the state of one reading, and the values that its parts are made of. */
#ifndef SGP_KPI_CONTRACTS_READ_H
#define SGP_KPI_CONTRACTS_READ_H

#include "formats/yaml.h"
#include "kpi/contracts.h"

typedef struct sgp_contracts_reader {
    sgp_yaml yaml;
    signpost_contracts *contracts;
    signpost_diagnostics *list;
    bool out_of_memory;
} sgp_contracts_reader;

/* Values of a key. Each reports what is wrong, with its place; then the value is a harmless one. */

/* A date; SIGNPOST_NO_DATE when the key is not there. */
signpost_date sgp_contracts_date(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key);
/* The same, reporting that it is missing from `what`. */
signpost_date sgp_contracts_need_date(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key,
                                      const char *what);
signpost_month sgp_contracts_need_month(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key,
                                        const char *what);
/* `95 %`, `12.5 s` or `71`, not negative. A share is at most 100. */
signpost_micro sgp_contracts_need_value(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key,
                                        const char *what, bool is_share);
signpost_micro sgp_contracts_value_of(sgp_contracts_reader *in, const sgp_yaml_node *node, bool is_share);
/* The direction; a target without one is reported as such. */
signpost_direction sgp_contracts_direction(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *what);
/* The definition that `figure` names; NULL, with a report. */
const signpost_definition *sgp_contracts_figure(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *what);
/* A text of the arena; "" when the key is not there. */
const char *sgp_contracts_text(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key);
/* Moves an array's items into the arena. */
const void *sgp_contracts_take(sgp_contracts_reader *in, sgp_array *array, size_t *count);
/* Room for one more item; NULL when memory ran out, which the reader remembers. */
void *sgp_contracts_add(sgp_contracts_reader *in, sgp_array *array);
/* Reports an end before its beginning. */
void sgp_contracts_check_dates(sgp_contracts_reader *in, const sgp_yaml_node *map, signpost_date from,
                               signpost_date until, const char *what);

/* Reads the parts of a contract that are lists: targets, events, plans, rebases and surveys. */
void sgp_contracts_read_parts(sgp_contracts_reader *in, const sgp_yaml_node *map, signpost_contract *contract);

#endif
