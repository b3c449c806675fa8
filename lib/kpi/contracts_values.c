/* The values of a file of contracts: dates, months, shares, directions, figures. */
#include "kpi/contracts_read.h"

#include "base/text.h"
#include "signpost/kpi.h"

#include <stdio.h>
#include <string.h>

static void refuse(sgp_contracts_reader *in, const sgp_yaml_node *node, int id, const char *text, const char *wanted)
{
    sgp_diagnose(in->list, SIGNPOST_ERROR, id, sgp_yaml_spot(&in->yaml, node), "\"%s\" is not %s", text, wanted);
}

static signpost_date date_of(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key, const char *text)
{
    signpost_date date;
    if (!text)
        return SIGNPOST_NO_DATE;
    if (!signpost_date_parse(text, &date))
        return date;
    refuse(in, sgp_yaml_get(&in->yaml, map, key), SGP_CONTRACT_VALUE, text, "a date, such as 2015-09-01");
    return SIGNPOST_NO_DATE;
}

signpost_date sgp_contracts_date(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key)
{
    return date_of(in, map, key, sgp_yaml_get_text(&in->yaml, map, key, in->list));
}

signpost_date sgp_contracts_need_date(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key,
                                      const char *what)
{
    signpost_date date = date_of(in, map, key, sgp_yaml_need_text(&in->yaml, map, key, what, in->list));
    return date == SIGNPOST_NO_DATE ? 0 : date;
}

signpost_month sgp_contracts_need_month(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key,
                                        const char *what)
{
    signpost_month month;
    const char *text = sgp_yaml_need_text(&in->yaml, map, key, what, in->list);
    if (!text)
        return 0;
    if (!signpost_month_parse(text, &month))
        return month;
    refuse(in, sgp_yaml_get(&in->yaml, map, key), SGP_CONTRACT_VALUE, text, "a month, such as 2015-09");
    return 0;
}

signpost_micro sgp_contracts_value_of(sgp_contracts_reader *in, const sgp_yaml_node *node, bool is_share)
{
    char number[32];
    int64_t value;
    if (!sgp_yaml_is(&in->yaml, node, SGP_YAML_TEXT, "a value", in->list))
        return 0;
    size_t length = strlen(node->text);
    if (length && strchr(is_share ? "%" : "s", node->text[length - 1]))
        length--;
    while (length && sgp_is_space(node->text[length - 1]))
        length--;
    snprintf(number, sizeof number, "%.*s", (int)(length < 24 ? length : 24), node->text);
    bool is_good = length < 24 && sgp_parse_fixed(number, 6, &value) && value >= 0 &&
                   (!is_share || value <= 100 * (int64_t)SIGNPOST_MICRO) &&
                   value <= INT32_MAX * (int64_t)SIGNPOST_MICRO;
    if (is_good)
        return value;
    refuse(in, node, SGP_CONTRACT_VALUE, node->text, is_share ? "a share from 0 % to 100 %" : "a value of 0 or more");
    return 0;
}

signpost_micro sgp_contracts_need_value(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key,
                                        const char *what, bool is_share)
{
    if (!sgp_yaml_need_text(&in->yaml, map, key, what, in->list))
        return 0;
    return sgp_contracts_value_of(in, sgp_yaml_get(&in->yaml, map, key), is_share);
}

signpost_direction sgp_contracts_direction(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *what)
{
    const sgp_yaml_node *node = sgp_yaml_get(&in->yaml, map, "direction");
    if (!node) {
        sgp_diagnose_hint(in->list, SIGNPOST_ERROR, SGP_CONTRACT_DIRECTION, sgp_yaml_spot(&in->yaml, map),
                          "write direction: at least, at most, below or above", "%s has no direction", what);
        return SIGNPOST_AT_LEAST;
    }
    const char *text = sgp_yaml_get_text(&in->yaml, map, "direction", in->list);
    for (int i = SIGNPOST_AT_LEAST; text && i <= SIGNPOST_ABOVE; i++)
        if (strcmp(text, signpost_direction_name((signpost_direction)i)) == 0)
            return (signpost_direction)i;
    if (text)
        refuse(in, node, SGP_CONTRACT_DIRECTION, text, "at least, at most, below or above");
    return SIGNPOST_AT_LEAST;
}

const signpost_definition *sgp_contracts_figure(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *what)
{
    char suggestion[128];
    const char *id = sgp_yaml_need_text(&in->yaml, map, "figure", what, in->list);
    const signpost_definition *found = id ? signpost_definition_find(in->contracts, id) : NULL;
    if (!id || found)
        return found;
    sgp_nearest nearest = sgp_nearest_to(id);
    for (size_t i = 0; (found = signpost_definition_at(in->contracts, i)); i++)
        sgp_nearest_offer(&nearest, found->id);
    sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_FIGURE,
                 sgp_yaml_spot(&in->yaml, sgp_yaml_get(&in->yaml, map, "figure")), "no figure \"%s\"%s", id,
                 sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return NULL;
}

/* The document's texts live in the contracts' arena already. */
const char *sgp_contracts_text(sgp_contracts_reader *in, const sgp_yaml_node *map, const char *key)
{
    const char *text = sgp_yaml_get_text(&in->yaml, map, key, in->list);
    return text ? text : "";
}

void *sgp_contracts_add(sgp_contracts_reader *in, sgp_array *array)
{
    void *item = sgp_array_add(array);
    in->out_of_memory = in->out_of_memory || !item;
    return item;
}

const void *sgp_contracts_take(sgp_contracts_reader *in, sgp_array *array, size_t *count)
{
    *count = array->count;
    if (!array->count) {
        sgp_array_release(array);
        return NULL;
    }
    const void *items = sgp_arena_take(&in->contracts->arena, array);
    in->out_of_memory = in->out_of_memory || !items;
    if (!items) {
        sgp_array_release(array);
        *count = 0;
    }
    return items;
}

void sgp_contracts_check_dates(sgp_contracts_reader *in, const sgp_yaml_node *map, signpost_date from,
                               signpost_date until, const char *what)
{
    char texts[2][SIGNPOST_MOMENT_SIZE];
    if (from == SIGNPOST_NO_DATE || until == SIGNPOST_NO_DATE || from <= until)
        return;
    sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_CONTRACT_DATES, sgp_yaml_spot(&in->yaml, map),
                 "%s ends on %s, before it begins on %s", what, signpost_date_format(until, texts[0]),
                 signpost_date_format(from, texts[1]));
}
