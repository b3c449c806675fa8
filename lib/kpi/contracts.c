/* What contracts say, and of a contract: who holds it, its targets, its changes of provider. */
#include "kpi/contracts.h"

#include "base/text.h"
#include "signpost/kpi.h"

#include <stdio.h>
#include <string.h>

void signpost_contracts_free(signpost_contracts *contracts)
{
    if (!contracts)
        return;
    sgp_arena_release(&contracts->arena);
    sgp_release(contracts);
}

size_t signpost_contracts_count(const signpost_contracts *contracts)
{
    return contracts->count;
}

const signpost_contract *signpost_contracts_at(const signpost_contracts *contracts, size_t index)
{
    return index < contracts->count ? &contracts->contracts[index] : NULL;
}

const signpost_contract *signpost_contracts_find(const signpost_contracts *contracts, const char *code)
{
    for (size_t i = 0; i < contracts->count; i++)
        if (strcmp(contracts->contracts[i].code, code) == 0)
            return &contracts->contracts[i];
    return NULL;
}

const char *signpost_contracts_country(const signpost_contracts *contracts)
{
    return contracts->country;
}

const char *signpost_happening_name(signpost_happening_kind kind)
{
    static const char *const names[] = {"improvement notice due", "improvement notice issued", "assurance level",
                                        "change of provider", "other"};
    return kind <= SIGNPOST_OTHER_HAPPENING ? names[kind] : "";
}

/* Whether a time that may be open at its ends holds a date. */
static bool holds(signpost_date from, signpost_date until, signpost_date date)
{
    return (from == SIGNPOST_NO_DATE || from <= date) && (until == SIGNPOST_NO_DATE || date <= until);
}

bool signpost_contract_is_held(const signpost_contract *contract, signpost_date date)
{
    for (size_t i = 0; i < contract->period_count; i++)
        if (holds(contract->periods[i].from, contract->periods[i].until, date))
            return true;
    return false;
}

char *signpost_contract_holders(const signpost_contract *contract, signpost_date date, char *buffer, size_t size)
{
    size_t used = 0;
    *buffer = '\0';
    for (size_t i = 0; i < contract->period_count && used < size; i++) {
        const signpost_provider_period *period = &contract->periods[i];
        if (holds(period->from, period->until, date))
            used += (size_t)snprintf(buffer + used, size - used, "%s%s", used ? " and " : "", period->name);
    }
    sgp_text_trim_cut(buffer);
    return buffer;
}

const signpost_target *signpost_contract_target(const signpost_contract *contract, const char *figure,
                                                signpost_date date)
{
    for (size_t i = 0; i < contract->target_count; i++) {
        const signpost_target *target = &contract->targets[i];
        if (strcmp(target->figure, figure) == 0 && holds(target->from, target->until, date))
            return target;
    }
    return NULL;
}

/* The first begin of a period after a date at which somebody held the contract before. */
static signpost_date next_change(const signpost_contract *contract, signpost_date after)
{
    signpost_date next = SIGNPOST_NO_DATE;
    for (size_t i = 0; i < contract->period_count; i++) {
        signpost_date from = contract->periods[i].from;
        if (from == SIGNPOST_NO_DATE || from <= after || from >= next)
            continue;
        for (size_t j = 0; j < contract->period_count; j++) /* somebody's time had begun before */
            if (contract->periods[j].from == SIGNPOST_NO_DATE || contract->periods[j].from < from)
                next = from;
    }
    return next;
}

signpost_date signpost_contract_change(const signpost_contract *contract, size_t index)
{
    signpost_date date = INT32_MIN;
    for (size_t i = 0; i <= index && date != SIGNPOST_NO_DATE; i++)
        date = next_change(contract, date);
    return date;
}

size_t signpost_contract_rebases(const signpost_contract *contract, const char *figure, signpost_month *months,
                                 size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < contract->rebase_count; i++) {
        const signpost_rebase *rebase = &contract->rebases[i];
        if (*rebase->figure && strcmp(rebase->figure, figure) != 0)
            continue;
        size_t at = count++;
        if (count > room)
            continue;
        for (; at && months[at - 1] > signpost_month_of(rebase->date); at--)
            months[at] = months[at - 1];
        months[at] = signpost_month_of(rebase->date);
    }
    return count;
}
