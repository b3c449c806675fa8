/* Contracts, inside the library. */
#ifndef SGP_KPI_CONTRACTS_H
#define SGP_KPI_CONTRACTS_H

#include "base/memory.h"
#include "signpost/contracts.h"

/* All of it is in the arena. */
struct signpost_contracts {
    sgp_arena arena;
    const char *country;
    const signpost_contract *contracts;
    size_t count;
    const signpost_definition *definitions; /* further ones */
    size_t definition_count;
};

#endif
