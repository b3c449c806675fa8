/* A file of contracts from any bytes: what is read keeps what it promises, or every mistake has its place. */
#include "signpost/kpi.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Asks everything that can be asked of a contract. */
static void ask(const signpost_contracts *contracts, const signpost_contract *contract)
{
    char holders[64];
    signpost_month months[4];
    for (size_t i = 0; i < contract->target_count; i++)
        if (!signpost_definition_find(contracts, contract->targets[i].figure))
            abort();
    for (size_t i = 0; i < contract->plan_count; i++)
        for (signpost_month month = 0; month < 1200; month += 37)
            (void)signpost_plan_expected(&contract->plans[i], month);
    for (size_t i = 0; i < contract->survey_count; i++)
        if (contract->surveys[i].fifth < 1 || contract->surveys[i].fifth > 5)
            abort();
    if (strlen(signpost_contract_holders(contract, 16000, holders, sizeof holders)) >= sizeof holders)
        abort();
    if (signpost_contract_is_held(contract, 16000) && !contract->period_count)
        abort();
    (void)signpost_contract_rebases(contract, "abandoned", months, 4);
    for (size_t i = 0; signpost_contract_change(contract, i) != SIGNPOST_NO_DATE; i++)
        if (i > contract->period_count)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    signpost_contracts *contracts;
    signpost_diagnostics *list;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (signpost_diagnostics_new(&list))
        abort();
    signpost_status status = signpost_contracts_read("fuzz", (const char *)data, size, &contracts, list, &error);
    if (status != SIGNPOST_OK && status != SIGNPOST_CONTENT)
        abort();
    if ((status == SIGNPOST_OK) != (signpost_diagnostics_count_of(list, SIGNPOST_ERROR) == 0))
        abort();
    for (size_t i = 0; !status && i < signpost_contracts_count(contracts); i++)
        ask(contracts, signpost_contracts_at(contracts, i));
    signpost_contracts_free(contracts);
    signpost_diagnostics_free(list);
    return 0;
}
