/* Pass 1: the shared files. Symptoms, advice, dispositions and facts, in the order in which they need each other. */
#include "algorithms/loader.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Calls `read` for each entry of a section, in whichever files it stands. */
typedef void (*entry_reader)(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry);

static void for_each_entry(sgp_loader *loader, const char *section, entry_reader read)
{
    for (size_t i = 0; i < loader->documents.count && !loader->out_of_memory; i++) {
        const sgp_document *document = SGP_AT(&loader->documents, sgp_document, i);
        const sgp_yaml *yaml = &document->yaml;
        const sgp_yaml_node *map = sgp_yaml_get(yaml, sgp_yaml_root(yaml), section);
        bool is_shared = sgp_document_kind_of(document) <= SGP_DOCUMENT_PATHWAY; /* not a translation's */
        if (!is_shared || !sgp_yaml_is(yaml, map, SGP_YAML_MAP, section, loader->list))
            continue;
        for (const sgp_yaml_node *entry = sgp_yaml_first(yaml, map); entry; entry = sgp_yaml_next(yaml, entry))
            read(loader, yaml, entry);
    }
}

/* Reports a name that another file has used for the same kind of thing. */
static bool is_taken(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry, bool taken)
{
    if (taken)
        sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_NAME_TAKEN, sgp_yaml_key_spot(yaml, entry),
                     "\"%s\" stands in another file, too", entry->key);
    return taken;
}

static bool has_code(const sgp_array *codes, const char *code)
{
    for (size_t i = 0; i < codes->count; i++)
        if (strcmp(SGP_AT(codes, sgp_code, i)->code, code) == 0)
            return true;
    return false;
}

/* A whole number from `least` to `most`; `otherwise` when the key is missing or, with a report, wrong. */
static int read_number(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *map, const char *key, int least,
                       int most, int otherwise)
{
    const char *text = sgp_yaml_get_text(yaml, map, key, loader->list);
    int64_t number;
    if (!text)
        return otherwise;
    if (sgp_parse_integer(text, &number) && number >= least && number <= most)
        return (int)number;
    sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, map, key),
                "%s must be a whole number from %d to %d, and this is \"%s\"", key, least, most, text);
    return otherwise;
}

static void read_code(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry, sgp_array *table)
{
    static const char *const keys[] = {"title", "national", NULL};
    if (is_taken(loader, yaml, entry, has_code(table, entry->key)) ||
        !sgp_yaml_is(yaml, entry, SGP_YAML_MAP, entry->key, loader->list))
        return;
    sgp_yaml_check_keys(yaml, entry, keys, loader->list);
    sgp_code code = {
        .code = sgp_loader_text(loader, entry->key),
        .title = sgp_loader_text(loader, sgp_yaml_need_text(yaml, entry, "title", entry->key, loader->list)),
        .national = read_number(loader, yaml, entry, "national", 1, 99999, 0),
    };
    sgp_loader_add(loader, table, &code);
}

static void read_group(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry)
{
    read_code(loader, yaml, entry, &loader->groups);
}

static void read_discriminator(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry)
{
    read_code(loader, yaml, entry, &loader->discriminators);
}

static void read_pairs(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry)
{
    const sgp_yaml_node name = {
        .kind = SGP_YAML_TEXT, .text = entry->key, .line = entry->key_line, .column = entry->key_column};
    sgp_index group = sgp_resolve_group(loader, yaml, &name);
    if (!sgp_yaml_is(yaml, entry, SGP_YAML_LIST, entry->key, loader->list))
        return;
    for (const sgp_yaml_node *item = sgp_yaml_first(yaml, entry); item; item = sgp_yaml_next(yaml, item)) {
        sgp_pair pair = {group, sgp_resolve_discriminator(loader, yaml, item)};
        if (pair.group != SGP_NOTHING && pair.discriminator != SGP_NOTHING)
            sgp_loader_add(loader, &loader->pairs, &pair);
    }
}

/* Advice is read before dispositions, which name their worsening advice: its own list of dispositions is read after
 * them. */
static void read_advice(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry)
{
    static const char *const keys[] = {"kind", "title", "say", "keywords", "dispositions", "age", "sex", NULL};
    static const char *const kinds[] = {"care", "interim", "worsening"};
    for (size_t i = 0; i < loader->advice.count; i++)
        if (is_taken(loader, yaml, entry, strcmp(SGP_ITEM(loader, advice, sgp_advice, i)->name, entry->key) == 0))
            return;
    if (!sgp_yaml_is(yaml, entry, SGP_YAML_MAP, entry->key, loader->list))
        return;
    sgp_yaml_check_keys(yaml, entry, keys, loader->list);
    sgp_advice advice = {.name = sgp_loader_text(loader, entry->key)};
    const char *kind = sgp_yaml_need_text(yaml, entry, "kind", entry->key, loader->list);
    int found = -1;
    for (int i = 0; i < 3; i++)
        if (kind && strcmp(kind, kinds[i]) == 0)
            found = i;
    if (kind && found < 0)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, "kind"),
                    "\"%s\" is no kind of advice; write care, interim or worsening", kind);
    advice.kind = found < 0 ? SIGNPOST_ADVICE_CARE : (signpost_advice_kind)found;
    advice.title = sgp_loader_text(loader, sgp_yaml_get_text(yaml, entry, "title", loader->list));
    advice.say = sgp_loader_words(loader, yaml, entry, "say");
    advice.keywords = sgp_loader_words(loader, yaml, entry, "keywords");
    if (!advice.say.count)
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, entry, "%s has nothing to say", entry->key);
    sgp_read_ages(loader, yaml, entry, &advice.ages);
    sgp_read_sexes(loader, yaml, entry, &advice.sexes);
    sgp_loader_add(loader, &loader->advice, &advice);
}

static void read_advice_dispositions(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry)
{
    const sgp_yaml_node *listed = sgp_yaml_get(yaml, entry, "dispositions");
    sgp_run run = {(int32_t)loader->numbers.count, 0};
    if (!sgp_yaml_is(yaml, listed, SGP_YAML_LIST, "dispositions", loader->list))
        return;
    for (const sgp_yaml_node *item = sgp_yaml_first(yaml, listed); item; item = sgp_yaml_next(yaml, item)) {
        sgp_index disposition = sgp_resolve_disposition(loader, yaml, item);
        run.count += disposition != SGP_NOTHING && sgp_loader_add(loader, &loader->numbers, &disposition) >= 0;
    }
    for (size_t i = 0; i < loader->advice.count; i++)
        if (strcmp(SGP_ITEM(loader, advice, sgp_advice, i)->name, entry->key) == 0)
            SGP_ITEM(loader, advice, sgp_advice, i)->dispositions = run;
}

static void read_timeframe(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry,
                           signpost_timeframe *within)
{
    const char *text = sgp_yaml_need_text(yaml, entry, "within", entry->key, loader->list);
    if (text && !sgp_timeframe_parse(text, within))
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, "within"),
                    "\"%s\" is no timeframe; write 0 minutes, 2 hours, 7 days or 3 working days", text);
}

static void read_disposition(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry)
{
    static const char *const keys[] = {"title",  "say",     "urgency",   "within", "setting",
                                       "lookup", "if_none", "worsening", NULL};
    signpost_diagnostics *list = loader->list;
    const char *name = entry->key;
    for (size_t i = 0; i < loader->dispositions.count; i++)
        if (is_taken(loader, yaml, entry,
                     strcmp(SGP_ITEM(loader, dispositions, sgp_disposition, i)->shown.code, name) == 0))
            return;
    if (!sgp_yaml_is(yaml, entry, SGP_YAML_MAP, name, list))
        return;
    sgp_yaml_check_keys(yaml, entry, keys, list);
    sgp_disposition read = {.worsening = SGP_NOTHING};
    read.shown.code = sgp_loader_text(loader, name);
    read.shown.title = sgp_loader_text(loader, sgp_yaml_need_text(yaml, entry, "title", name, list));
    read.shown.say = sgp_loader_text(loader, sgp_yaml_need_text(yaml, entry, "say", name, list));
    if (sgp_yaml_need_text(yaml, entry, "urgency", name, list))
        read.shown.urgency = read_number(loader, yaml, entry, "urgency", 1, 1000, 0);
    read_timeframe(loader, yaml, entry, &read.shown.within);
    const char *setting = sgp_yaml_need_text(yaml, entry, "setting", name, list);
    if (setting && !sgp_setting_parse(setting, &read.shown.setting))
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, "setting"), "\"%s\" is no care setting",
                    setting);
    if (sgp_yaml_need_text(yaml, entry, "lookup", name, list))
        read.shown.lookup = sgp_yaml_get_flag(yaml, entry, "lookup", false, list);
    const char *if_none = sgp_yaml_need_text(yaml, entry, "if_none", name, list);
    if (if_none && !sgp_if_none_parse(if_none, &read.shown.if_none))
        sgp_mistake(
            loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, "if_none"),
            "\"%s\" is not what can be done when no service fits; write emergency department, clinician or advice",
            if_none);
    if (sgp_yaml_need_text(yaml, entry, "worsening", name, list))
        read.worsening =
            sgp_resolve_advice(loader, yaml, sgp_yaml_get(yaml, entry, "worsening"), SIGNPOST_ADVICE_WORSENING);
    for (size_t i = 0; i < loader->dispositions.count; i++) {
        const signpost_disposition *other = &SGP_ITEM(loader, dispositions, sgp_disposition, i)->shown;
        if (read.shown.urgency && other->urgency == read.shown.urgency)
            sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, "urgency"),
                        "%s has urgency %d, too: no two may be alike", other->code, other->urgency);
    }
    sgp_loader_add(loader, &loader->dispositions, &read);
}

static int by_urgency(const void *a, const void *b)
{
    return ((const sgp_disposition *)a)->shown.urgency - ((const sgp_disposition *)b)->shown.urgency;
}

/* Sorted, so that an index compares as urgency does. */
static void finish_dispositions(sgp_loader *loader)
{
    if (!loader->dispositions.count) {
        if (!loader->is_partial)
            sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_NO_CONTENT, (sgp_spot){NULL, 0, 0},
                         "there are no dispositions");
        return;
    }
    qsort(loader->dispositions.items, loader->dispositions.count, sizeof(sgp_disposition), by_urgency);
    loader->out->red_flag_interim = 0;
    loader->out->default_interim = SGP_NOTHING;
    for (size_t i = 0; i < loader->dispositions.count; i++)
        if (strcmp(SGP_ITEM(loader, dispositions, sgp_disposition, i)->shown.code, "Dx32") == 0)
            loader->out->default_interim = (sgp_index)i;
    if (loader->out->default_interim == SGP_NOTHING && !loader->is_partial)
        sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_UNKNOWN_NAME, (sgp_spot){NULL, 0, 0},
                     "no disposition is called \"Dx32\", which is the interim disposition where none is declared");
}

/* `from`, `to` and `precision` of a number. */
static void read_bounds(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry, sgp_fact *fact)
{
    static const char *const precisions[] = {"1", "0.1", "0.01", "0.001"};
    const char *precision = sgp_yaml_need_text(yaml, entry, "precision", entry->key, loader->list);
    fact->decimals = -1;
    for (int i = 0; precision && i < 4; i++)
        if (strcmp(precision, precisions[i]) == 0)
            fact->decimals = i;
    if (precision && fact->decimals < 0)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, "precision"),
                    "\"%s\" is no precision; write 1, 0.1, 0.01 or 0.001", precision);
    if (fact->decimals < 0)
        fact->decimals = 0;
    static const char *const ends[] = {"from", "to"};
    int64_t *const bounds[] = {&fact->from, &fact->to};
    for (int i = 0; i < 2; i++) {
        const char *text = sgp_yaml_need_text(yaml, entry, ends[i], entry->key, loader->list);
        if (text && !sgp_parse_fixed(text, fact->decimals, bounds[i]))
            sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, ends[i]),
                        "\"%s\" is no number of that precision", text);
    }
    if (fact->from > fact->to)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, entry, "%s runs from more than it runs to", entry->key);
}

static void complain_of_twice(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry, sgp_run values)
{
    for (int32_t i = 0; i < values.count; i++)
        for (int32_t j = 0; j < i; j++)
            if (strcmp(*SGP_ITEM(loader, words, const char *, values.first + i),
                       *SGP_ITEM(loader, words, const char *, values.first + j)) == 0)
                sgp_mistake(loader, SGP_NAME_TAKEN, yaml, sgp_yaml_get(yaml, entry, "of"),
                            "%s has the value \"%s\" twice", entry->key,
                            *SGP_ITEM(loader, words, const char *, values.first + i));
}

static void read_fact(sgp_loader *loader, const sgp_yaml *yaml, const sgp_yaml_node *entry)
{
    static const char *const keys[] = {"title", "type", "unit", "from", "to", "precision", "of", "severity", NULL};
    static const char *const reserved[] = {"age", "sex", "party", "contacts", "known", "not", "and", "or"};
    if (!sgp_yaml_is(yaml, entry, SGP_YAML_MAP, entry->key, loader->list))
        return;
    sgp_yaml_check_keys(yaml, entry, keys, loader->list);
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(entry->key, reserved[i]) == 0)
            sgp_mistake(loader, SGP_NAME_TAKEN, yaml, entry,
                        "\"%s\" has a meaning of its own in conditions: choose another name", entry->key);
    for (size_t i = 0; i < loader->facts.count; i++)
        if (is_taken(loader, yaml, entry, strcmp(SGP_ITEM(loader, facts, sgp_fact, i)->name, entry->key) == 0))
            return;
    if (!sgp_text_is_name(entry->key))
        sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_BAD_NAME, sgp_yaml_key_spot(yaml, entry),
                     "a fact cannot be named \"%s\": lower case letters, digits and hyphens", entry->key);
    sgp_fact fact = {.name = sgp_loader_text(loader, entry->key), .unit = ""};
    fact.title = sgp_loader_text(loader, sgp_yaml_need_text(yaml, entry, "title", entry->key, loader->list));
    const char *type = sgp_yaml_need_text(yaml, entry, "type", entry->key, loader->list);
    if (type && strcmp(type, "number") == 0) {
        fact.kind = SGP_FACT_NUMBER;
        fact.unit = sgp_loader_text(loader, sgp_yaml_get_text(yaml, entry, "unit", loader->list));
        read_bounds(loader, yaml, entry, &fact);
    } else {
        fact.kind = type && strcmp(type, "set") == 0 ? SGP_FACT_SET : SGP_FACT_CHOICE;
        if (type && fact.kind == SGP_FACT_CHOICE && strcmp(type, "choice") != 0)
            sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, "type"),
                        "\"%s\" is no type; write number, choice or set", type);
        fact.values = sgp_loader_words(loader, yaml, entry, "of");
        if (fact.values.count < 1 || fact.values.count > SGP_MOST_VALUES)
            sgp_mistake(loader, SGP_BAD_VALUE, yaml, entry, "%s must be `of` 1 to %d values", entry->key,
                        SGP_MOST_VALUES);
        else
            complain_of_twice(loader, yaml, entry, fact.values);
        fact.severity_order = sgp_yaml_get_flag(yaml, entry, "severity", false, loader->list);
        if (fact.severity_order && fact.kind == SGP_FACT_SET)
            sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, entry, "severity"),
                        "only the values of a choice can be in order of severity: of a set several hold at once");
    }
    sgp_loader_add(loader, &loader->facts, &fact);
}

/* A file that is no pathway and no module may hold only these. */
static void check_shared_keys(sgp_loader *loader)
{
    static const char *const keys[] = {"dispositions",   "facts", "care_advice", "groups",
                                       "discriminators", "pairs", "safety",      NULL};
    for (size_t i = 0; i < loader->documents.count; i++) {
        const sgp_document *document = SGP_AT(&loader->documents, sgp_document, i);
        const sgp_yaml *yaml = &document->yaml;
        const sgp_yaml_node *root = sgp_yaml_root(yaml);
        if (!sgp_yaml_is(yaml, root, SGP_YAML_MAP, "the file", loader->list))
            continue;
        if (sgp_document_kind_of(document) == SGP_DOCUMENT_SHARED)
            sgp_yaml_check_keys(yaml, root, keys, loader->list);
    }
}

void sgp_load_shared(sgp_loader *loader)
{
    check_shared_keys(loader);
    for_each_entry(loader, "groups", read_group);
    for_each_entry(loader, "discriminators", read_discriminator);
    for_each_entry(loader, "pairs", read_pairs);
    for_each_entry(loader, "care_advice", read_advice);
    for_each_entry(loader, "dispositions", read_disposition);
    finish_dispositions(loader);
    for_each_entry(loader, "care_advice", read_advice_dispositions);
    for_each_entry(loader, "facts", read_fact);
}
