/* Reads a file of contracts, every mistake in one pass. Further figures are read first: targets and plans name them. */
#include "kpi/contracts_read.h"

#include "base/text.h"
#include "formats/file.h"
#include "kpi/items.h"

#include <string.h>

/* ---- further figures ---- */

static void check_item(sgp_contracts_reader *in, const sgp_yaml_node *node, const sgp_term *term, bool iuc)
{
    char item[64], suggestion[128] = "";
    bool is_code = term->length == 3 && term->item[0] >= 'A' && term->item[0] <= 'H' && sgp_is_digit(term->item[1]) &&
                   sgp_is_digit(term->item[2]);
    if (iuc && is_code)
        return;
    size_t length = term->length < sizeof item - 1 ? term->length : sizeof item - 1;
    memcpy(item, term->item, length);
    item[length] = '\0';
    sgp_nearest nearest = sgp_nearest_to(item);
    for (size_t i = 0; !iuc && signpost_item_at(i); i++) {
        if (strcmp(signpost_item_at(i), item) == 0)
            return;
        sgp_nearest_offer(&nearest, signpost_item_at(i));
    }
    if (!iuc)
        sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion);
    sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_FORMULA, sgp_yaml_spot(&in->yaml, node), "no item \"%s\"%s",
                 item, suggestion);
}

static const char *read_formula(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key, bool iuc)
{
    const char *formula = sgp_yaml_need_text(&in->yaml, map, key, "a figure", in->list);
    if (!formula)
        return "";
    const sgp_yaml_node *node = sgp_yaml_get(&in->yaml, map, key);
    if (!sgp_formula_is_valid(formula)) {
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_FORMULA, sgp_yaml_spot(&in->yaml, node),
                     "\"%s\" is not a sum of items", formula);
        return "";
    }
    const char *at = formula;
    for (sgp_term term; !sgp_formula_next(&at, &term);)
        check_item(in, node, &term, iuc);
    return formula;
}

/* One of two words; the first when the key is not there. */
static bool is_second_word(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key, const char *first,
                           const char *second)
{
    const char *text = sgp_yaml_get_text(&in->yaml, map, key, in->list);
    if (text && strcmp(text, first) != 0 && strcmp(text, second) != 0)
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_VALUE,
                     sgp_yaml_spot(&in->yaml, sgp_yaml_get(&in->yaml, map, key)), "\"%s\" is neither %s nor %s", text,
                     first, second);
    return text && strcmp(text, second) == 0;
}

static int read_decimals(sgp_contracts_reader *in, const sgp_yaml_node *map)
{
    const char *text = sgp_yaml_get_text(&in->yaml, map, "decimals", in->list);
    if (!text)
        return 2;
    if (text[0] >= '0' && text[0] <= '6' && !text[1])
        return text[0] - '0';
    sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_VALUE,
                 sgp_yaml_spot(&in->yaml, sgp_yaml_get(&in->yaml, map, "decimals")),
                 "\"%s\" is not a number from 0 to 6", text);
    return 2;
}

static void read_definition(sgp_contracts_reader *in, const sgp_yaml_node *map, sgp_array *definitions)
{
    static const char *const keys[] = {"title", "numerator", "denominator", "words",    "source",
                                       "items", "unit",      "better",      "decimals", NULL};
    if (!sgp_yaml_is(&in->yaml, map, SGP_YAML_MAP, "a figure", in->list))
        return;
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    if (signpost_definition_find(NULL, map->key))
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_FIGURE, sgp_yaml_key_spot(&in->yaml, map),
                     "figure \"%s\" is built in", map->key);
    bool iuc = is_second_word(in, map, "items", "calls", "iuc");
    const char *title = sgp_yaml_need_text(&in->yaml, map, "title", "a figure", in->list);
    signpost_definition definition = {
        .id = map->key,
        .title = title ? title : "",
        .numerator = read_formula(in, map, "numerator", iuc),
        .denominator = read_formula(in, map, "denominator", iuc),
        .words = sgp_contracts_text(in, map, "words"),
        .origin = sgp_contracts_text(in, map, "source"),
        .iuc = iuc,
        .is_share = !is_second_word(in, map, "unit", "percent", "each"),
        .more_is_better = !is_second_word(in, map, "better", "more", "less"),
        .decimals = read_decimals(in, map),
    };
    signpost_definition *item = sgp_contracts_add(in, definitions);
    if (item)
        *item = definition;
}

static void read_definitions(sgp_contracts_reader *in, const sgp_yaml_node *root)
{
    sgp_array definitions = SGP_ARRAY_OF(signpost_definition);
    const sgp_yaml_node *map = sgp_yaml_get(&in->yaml, root, "figures");
    if (map && sgp_yaml_is(&in->yaml, map, SGP_YAML_MAP, "figures", in->list))
        for (const sgp_yaml_node *at = sgp_yaml_first(&in->yaml, map); at; at = sgp_yaml_next(&in->yaml, at))
            read_definition(in, at, &definitions);
    in->contracts->definitions = sgp_contracts_take(in, &definitions, &in->contracts->definition_count);
}

/* ---- providers ---- */

static void read_period(sgp_contracts_reader *in, const sgp_yaml_node *map, sgp_array *periods)
{
    static const char *const keys[] = {"code", "name", "from", "until", "part", NULL};
    if (!sgp_yaml_is(&in->yaml, map, SGP_YAML_MAP, "a provider", in->list))
        return;
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    const char *name = sgp_yaml_need_text(&in->yaml, map, "name", "a provider", in->list);
    const sgp_yaml_node *part = sgp_yaml_get(&in->yaml, map, "part");
    signpost_provider_period period = {
        .code = sgp_contracts_text(in, map, "code"),
        .name = name ? name : "",
        .from = sgp_contracts_date(in, map, "from"),
        .until = sgp_contracts_date(in, map, "until"),
        .part = part ? sgp_contracts_value_of(in, part, true) : 100 * (signpost_micro)SIGNPOST_MICRO,
    };
    sgp_contracts_check_dates(in, map, period.from, period.until, "a provider's time");
    signpost_provider_period *item = sgp_contracts_add(in, periods);
    if (item)
        *item = period;
}

/* Sum of the parts on a date; SIGNPOST_NO_DATE is before all others. */
static signpost_micro parts_on(const signpost_contract *contract, signpost_date date)
{
    signpost_micro sum = 0;
    for (size_t i = 0; i < contract->period_count; i++) {
        const signpost_provider_period *period = &contract->periods[i];
        bool has_begun = period->from == SIGNPOST_NO_DATE || (date != SIGNPOST_NO_DATE && period->from <= date);
        bool goes_on = period->until == SIGNPOST_NO_DATE || date == SIGNPOST_NO_DATE || period->until >= date;
        if (has_begun && goes_on)
            sum += period->part;
    }
    return sum;
}

/* Parts change only where some provider begins, or on the day after one ends: there they must be 100 %, or nobody's. */
static void check_parts(sgp_contracts_reader *in, const sgp_yaml_node *node, const signpost_contract *contract)
{
    char when[SIGNPOST_MOMENT_SIZE], sum[SIGNPOST_MOMENT_SIZE];
    for (size_t i = 0; i < 2 * contract->period_count; i++) {
        const signpost_provider_period *period = &contract->periods[i / 2];
        signpost_date date = i % 2 ? period->until : period->from;
        if (i % 2 && date == SIGNPOST_NO_DATE)
            continue;
        date += (signpost_date)(i % 2);
        signpost_micro parts = parts_on(contract, date);
        if (parts == 100 * (signpost_micro)SIGNPOST_MICRO || (i % 2 && !parts))
            continue;
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_PARTS, sgp_yaml_spot(&in->yaml, node),
                     "the parts of contract \"%s\" add up to %s %% %s%s", contract->code,
                     signpost_micro_format(parts, 0, sum), date == SIGNPOST_NO_DATE ? "at the beginning" : "on ",
                     date == SIGNPOST_NO_DATE ? "" : signpost_date_format(date, when));
        return;
    }
}

static void read_periods(sgp_contracts_reader *in, const sgp_yaml_node *map, signpost_contract *contract)
{
    sgp_array periods = SGP_ARRAY_OF(signpost_provider_period);
    const sgp_yaml_node *list = sgp_yaml_get(&in->yaml, map, "providers");
    if (!list) {
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_VALUE, sgp_yaml_key_spot(&in->yaml, map),
                     "contract \"%s\" has no providers", contract->code);
        return;
    }
    if (sgp_yaml_is(&in->yaml, list, SGP_YAML_LIST, "providers", in->list))
        for (const sgp_yaml_node *at = sgp_yaml_first(&in->yaml, list); at; at = sgp_yaml_next(&in->yaml, at))
            read_period(in, at, &periods);
    contract->periods = sgp_contracts_take(in, &periods, &contract->period_count);
    check_parts(in, list, contract);
}

/* ---- the file ---- */

static void read_contract(sgp_contracts_reader *in, const sgp_yaml_node *map, sgp_array *contracts)
{
    static const char *const keys[] = {"name",  "area",   "providers", "targets", "events",
                                       "plans", "rebase", "surveys",   NULL};
    if (!sgp_yaml_is(&in->yaml, map, SGP_YAML_MAP, "a contract", in->list))
        return;
    sgp_yaml_check_keys(&in->yaml, map, keys, in->list);
    const char *name = sgp_yaml_need_text(&in->yaml, map, "name", "a contract", in->list);
    signpost_contract contract = {
        .code = map->key, .name = name ? name : "", .area = sgp_contracts_text(in, map, "area")};
    read_periods(in, map, &contract);
    sgp_contracts_read_parts(in, map, &contract);
    signpost_contract *item = sgp_contracts_add(in, contracts);
    if (item)
        *item = contract;
}

static void read_document(sgp_contracts_reader *in, const sgp_yaml_node *root)
{
    static const char *const keys[] = {"country", "figures", "contracts", NULL};
    if (!sgp_yaml_is(&in->yaml, root, SGP_YAML_MAP, "a file of contracts", in->list))
        return;
    sgp_yaml_check_keys(&in->yaml, root, keys, in->list);
    const char *country = sgp_yaml_get_text(&in->yaml, root, "country", in->list);
    in->contracts->country = country ? country : "England";
    read_definitions(in, root);
    sgp_array contracts = SGP_ARRAY_OF(signpost_contract);
    const sgp_yaml_node *map = sgp_yaml_get(&in->yaml, root, "contracts");
    if (!map)
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_VALUE, sgp_yaml_spot(&in->yaml, root),
                     "a file of contracts has no contracts");
    else if (sgp_yaml_is(&in->yaml, map, SGP_YAML_MAP, "contracts", in->list))
        for (const sgp_yaml_node *at = sgp_yaml_first(&in->yaml, map); at; at = sgp_yaml_next(&in->yaml, at))
            read_contract(in, at, &contracts);
    in->contracts->contracts = sgp_contracts_take(in, &contracts, &in->contracts->count);
}

static signpost_status read_all(sgp_contracts_reader *in, const char *name, const char *bytes, size_t size,
                                signpost_error *error)
{
    signpost_status status = sgp_yaml_parse(&in->yaml, &in->contracts->arena, name, bytes, size, in->list);
    if (!status && sgp_yaml_root(&in->yaml))
        read_document(in, sgp_yaml_root(&in->yaml));
    sgp_yaml_release(&in->yaml);
    if (status == SIGNPOST_NO_MEMORY || in->out_of_memory || sgp_diagnostics_lost(in->list))
        return sgp_fail_memory(error);
    if (signpost_diagnostics_count_of(in->list, SIGNPOST_ERROR))
        return sgp_fail_content(error, in->list);
    return status;
}

signpost_status signpost_contracts_read(const char *name, const char *bytes, size_t size,
                                        signpost_contracts **contracts, signpost_diagnostics *diagnostics,
                                        signpost_error *error)
{
    sgp_contracts_reader in = {0};
    *contracts = NULL;
    signpost_status status = signpost_diagnostics_new(&in.list);
    if (status)
        return sgp_fail_memory(error);
    in.contracts = sgp_allocate_zeroed(1, sizeof *in.contracts);
    status = in.contracts ? read_all(&in, name, bytes, size, error) : sgp_fail_memory(error);
    if (!sgp_diagnostics_add_all(diagnostics, in.list))
        status = sgp_fail_memory(error);
    signpost_diagnostics_free(in.list);
    if (status)
        signpost_contracts_free(in.contracts);
    else
        *contracts = in.contracts;
    return status;
}

signpost_status signpost_contracts_load(const char *path, signpost_contracts **contracts,
                                        signpost_diagnostics *diagnostics, signpost_error *error)
{
    char *bytes;
    size_t size;
    *contracts = NULL;
    signpost_status status = sgp_file_read(path, SGP_YAML_LARGEST_FILE, &bytes, &size, error);
    if (status)
        return status;
    status = signpost_contracts_read(path, bytes, size, contracts, diagnostics, error);
    sgp_release(bytes);
    return status;
}
