/* Reads the NHS 111 Minimum Data Set, by the names of its columns: with providers, or summed up for the country. */
#include "kpi/counts.h"
#include "kpi/items.h"
#include "kpi/months.h"

#include <string.h>

/* The columns of the published file. Those of items come after those that say whose they are. */
enum { PERIOD, CONTRACT, CONTRACT_NAME, CONTRACTS, FIRST_ITEM };
static const sgp_column columns[] = {
    {"Periodname", true},
    {"Provider Org Code", false},
    {"Provider Name", false},
    {"Contracts", false},
    {"Nhs1 Population SUM", false},
    {"Nhs1 Number Calls Offered SUM", true},
    {"Nhs1 Abandoned Calls SUM", true},
    {"Nhs1 Answered Calls SUM", true},
    {"Nhs1 Answered 60sec SUM", true},
    {"Nhs1 Calls Person Triaged SUM", true},
    {"Nhs1 Cnt Caller Terminated SUM", false},
    {"Nhs1 Cnt Caller Referred SUM", false},
    {"Nhs1 Cnt Caller Given Info SUM", false},
    {"Nhs1 Cnt Other Reason SUM", false},
    {"Nhs1 Transferred To Ca SUM", true},
    {"Nhs1 Wtransferred To Ca SUM", true},
    {"Nhs1 Person Offered Call Back SUM", true},
    {"Nhs1 Calls Back Within 10mins SUM", true},
    {"Nhs1 Amb Dispatches SUM", false},
    {"Nhs1 Recommend To Ae SUM", false},
    {"Nhs1 Recommend To Primcare SUM", false},
    {"Nhs1 Rec Contact Prim Com Care SUM", false},
    {"Nhs1 Rec Speak Prim Com Care SUM", false},
    {"Nhs1 Rec Dental Pharmacy SUM", false},
    {"Nhs1 Recommend To Other SUM", false},
    {"Nhs1 Not Recommend SUM", false},
    {"Nhs1 Given Health Information SUM", false},
    {"Nhs1 Recommended Home Care SUM", false},
    {"Nhs1 Recommended Non Clinical SUM", false},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const sgp_item items[COLUMNS - FIRST_ITEM] = {
    SGP_ITEM_POPULATION,         SGP_ITEM_OFFERED,         SGP_ITEM_ABANDONED,
    SGP_ITEM_ANSWERED,           SGP_ITEM_ANSWERED_60,     SGP_ITEM_TRIAGED,
    SGP_ITEM_TERMINATED,         SGP_ITEM_REFERRED,        SGP_ITEM_GIVEN_INFORMATION,
    SGP_ITEM_OTHER_REASON,       SGP_ITEM_TRANSFERRED,     SGP_ITEM_WARM,
    SGP_ITEM_CALLBACK_OFFERED,   SGP_ITEM_CALLBACK_10,     SGP_ITEM_AMBULANCE,
    SGP_ITEM_EMERGENCY,          SGP_ITEM_PRIMARY_CARE,    SGP_ITEM_PRIMARY_CARE_CONTACT,
    SGP_ITEM_PRIMARY_CARE_SPEAK, SGP_ITEM_DENTAL_PHARMACY, SGP_ITEM_OTHER,
    SGP_ITEM_NOT_RECOMMENDED,    SGP_ITEM_INFORMATION,     SGP_ITEM_SELF_CARE,
    SGP_ITEM_NON_CLINICAL,
};

/* Whose the row is. False when it is not to be counted: it was refused, or is a total. */
static bool read_key(sgp_import *import, const int places[], sgp_month_key *key)
{
    const signpost_contracts *contracts = import->options->contracts;
    const char *period = sgp_import_field(import, places[PERIOD]).text;
    bool is_country = places[CONTRACT] < 0;
    *key = (sgp_month_key){.provider = "", .provider_name = ""};
    key->contract = is_country ? (contracts ? signpost_contracts_country(contracts) : "England")
                               : sgp_import_field(import, places[CONTRACT]).text;
    key->contract_name = is_country ? key->contract : sgp_import_field(import, places[CONTRACT_NAME]).text;
    if (!*key->contract || sgp_says_total(key->contract) || sgp_says_total(key->contract_name) ||
        sgp_says_total(period)) {
        import->done->ignored++;
        return false;
    }
    if (!sgp_month_read(period, &key->month)) {
        sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_VALUE, sgp_import_spot(import),
                     "Periodname \"%.60s\" is no month, such as Apr-15", period);
        return false;
    }
    return sgp_import_is_held(import, key->contract, signpost_month_start(key->month),
                              signpost_month_start(key->month + 1) - 1);
}

/* The items of the row, all or none. */
static bool read_items(sgp_import *import, const int places[], int64_t values[])
{
    bool is_good = true;
    for (int i = FIRST_ITEM; i < COLUMNS; i++) {
        sgp_count_kind kind = sgp_import_count(import, columns[i].name, sgp_import_field(import, places[i]).text,
                                               &values[i - FIRST_ITEM]);
        if (kind == SGP_COUNT_NOT_KNOWN)
            values[i - FIRST_ITEM] = SGP_NOT_KNOWN;
        is_good = is_good && kind != SGP_COUNT_WRONG;
    }
    return is_good;
}

static signpost_status read_row(sgp_import *import, sgp_months *months, const int places[], signpost_error *error)
{
    sgp_month_key key;
    int64_t values[COLUMNS - FIRST_ITEM], ignored = import->done->ignored;
    bool is_good = read_key(import, places, &key);
    if (import->done->ignored > ignored)
        return SIGNPOST_OK;
    if (!read_items(import, places, values) || !is_good) {
        sgp_import_refuse(import);
        return SIGNPOST_OK;
    }
    int32_t row = sgp_months_row(months, import, &key);
    if (row < 0)
        return sgp_fail_memory(error);
    for (int i = FIRST_ITEM; i < COLUMNS; i++)
        if (places[i] >= 0 &&
            !sgp_months_add(months, import, row, signpost_item_at(items[i - FIRST_ITEM]), values[i - FIRST_ITEM]))
            return sgp_fail_memory(error);
    import->done->rows++;
    return SIGNPOST_OK;
}

static signpost_status read_all(sgp_import *import, void *months, signpost_error *error)
{
    int places[COLUMNS];
    signpost_status status = sgp_import_header(import, columns, COLUMNS, places, error);
    if (status)
        return status;
    if (places[CONTRACT] < 0 && places[CONTRACTS] < 0) {
        sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_COLUMN, sgp_import_spot(import),
                     "no column \"Provider Org Code\"; the country's file has \"Contracts\" instead");
        return sgp_fail_content(error, import->list);
    }
    while (!(status = sgp_import_next(import, error)))
        if ((status = read_row(import, months, places, error)))
            return status;
    if (status != SIGNPOST_NONE)
        return status;
    return sgp_months_check(months, import, "abandoned", "offered", error);
}

const sgp_reader sgp_mds_reader = {sgp_months_begin, read_all, sgp_months_write, sgp_months_release};
