/* Reads the Integrated Urgent Care Aggregate Data Collection: one row a contract, provider, month and item. */
#include "base/text.h"
#include "kpi/counts.h"
#include "kpi/months.h"

#include <string.h>

enum { PERIOD, PROVIDER, PROVIDER_NAME, CONTRACT, CONTRACT_NAME, ITEM, VALUE, COLUMNS };
static const sgp_column columns[COLUMNS] = {
    {"REPORTING_PERIOD", true}, {"ORG_CODE", true},    {"ORG_NAME", false}, {"CONTRACT_CODE", true},
    {"CONTRACT_NAME", false},   {"ITEM_NUMBER", true}, {"VALUE", true},
};

/* `IUCADC-MONTHLY-APR-2023`: the month is what follows the last hyphen but one. */
static bool read_period(const char *text, signpost_month *month)
{
    const char *last = strrchr(text, '-'), *at = last;
    while (at && at > text && at[-1] != '-')
        at--;
    return at && at > text && sgp_month_read(at, month);
}

/* Averages and centiles are no counts: they cannot be added up. */
static bool is_average(const char *item)
{
    static const char *const averages[] = {"B07", "B08", "D20", "D21", "D24", "D25", NULL};
    for (size_t i = 0; averages[i]; i++)
        if (strcmp(item, averages[i]) == 0)
            return true;
    return false;
}

static bool is_item(const char *text)
{
    return text[0] >= 'A' && text[0] <= 'H' && sgp_is_digit(text[1]) && sgp_is_digit(text[2]) && !text[3];
}

/* What a row says. False when it was refused. */
static bool read_key(sgp_import *import, const int places[], sgp_month_key *key, const char **item)
{
    const char *period = sgp_import_field(import, places[PERIOD]).text;
    *key = (sgp_month_key){
        sgp_import_field(import, places[CONTRACT]).text, sgp_import_field(import, places[CONTRACT_NAME]).text,
        sgp_import_field(import, places[PROVIDER]).text, sgp_import_field(import, places[PROVIDER_NAME]).text, 0};
    *item = sgp_import_field(import, places[ITEM]).text;
    bool is_good = read_period(period, &key->month);
    if (!is_good)
        sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_VALUE, sgp_import_spot(import),
                     "REPORTING_PERIOD \"%.60s\" is not such as IUCADC-MONTHLY-APR-2023", period);
    if (!is_item(*item)) {
        sgp_diagnose(import->list, SIGNPOST_ERROR, SGP_FIGURES_VALUE, sgp_import_spot(import),
                     "ITEM_NUMBER \"%.60s\" is no item, such as A03", *item);
        is_good = false;
    }
    return is_good && sgp_import_is_held(import, key->contract, signpost_month_start(key->month),
                                         signpost_month_start(key->month + 1) - 1);
}

static bool is_left_out(const sgp_import *import, const int places[])
{
    const char *contract = sgp_import_field(import, places[CONTRACT]).text;
    return !*contract || sgp_says_total(contract) ||
           sgp_says_total(sgp_import_field(import, places[CONTRACT_NAME]).text) ||
           is_average(sgp_import_field(import, places[ITEM]).text);
}

static signpost_status read_row(sgp_import *import, sgp_months *months, const int places[], signpost_error *error)
{
    sgp_month_key key;
    const char *item;
    int64_t value;
    if (is_left_out(import, places)) {
        import->done->ignored++;
        return SIGNPOST_OK;
    }
    bool is_good = read_key(import, places, &key, &item);
    sgp_count_kind kind = sgp_import_count(import, "VALUE", sgp_import_field(import, places[VALUE]).text, &value);
    if (!is_good || kind == SGP_COUNT_WRONG) {
        sgp_import_refuse(import);
        return SIGNPOST_OK;
    }
    int32_t row = sgp_months_row(months, import, &key);
    if (row < 0 || !sgp_months_add(months, import, row, item, kind == SGP_COUNT_KNOWN ? value : SGP_NOT_KNOWN))
        return sgp_fail_memory(error);
    import->done->rows++;
    return SIGNPOST_OK;
}

static signpost_status read_all(sgp_import *import, void *months, signpost_error *error)
{
    int places[COLUMNS];
    signpost_status status = sgp_import_header(import, columns, COLUMNS, places, error);
    while (!status && !(status = sgp_import_next(import, error)))
        status = read_row(import, months, places, error);
    if (status != SIGNPOST_NONE)
        return status;
    return sgp_months_check(months, import, "B02", "A01", error);
}

const sgp_reader sgp_iuc_reader = {sgp_months_begin, read_all, sgp_months_write, sgp_months_release};
