/* Mapping files: how CSV of another shape fills our tables.
 *
 *     mapping: pharmacies
 *     title: Pharmacies of England as the NHS publishes them
 *     tables:
 *       - into: services
 *         columns:                          # ours: theirs
 *           uid: {join: ods_code, prefix: pharmacy-}
 *           name: name
 *           address: {join: [address1, address2, address3], with: ", "}
 *         constants: {type: 13}             # what the source does not say; noted as assumed where the table can
 *         only_with: town                   # rows in which this is empty are passed over
 *         repeated: first                   # of rows with one key the first counts; otherwise the others are refused
 */
#include "base/text.h"
#include "directory/import.h"
#include "formats/file.h"
#include "formats/yaml.h"

#include <stdio.h>
#include <string.h>

enum { LARGEST_MAPPING = 1 << 20, MOST_TABLES = 16 };

/* One mapping being applied to one file. */
typedef struct applied {
    sgp_import *import;
    sgp_arena arena;
    sgp_yaml yaml;
    sgp_csv *csv; /* its header is the row read last */
    bool partial; /* a plan need not give every column that a row must have */
} applied;

static signpost_diagnostics *reports(const applied *mapping)
{
    return mapping->import->diagnostics;
}

/* ---- one column ---- */

/* Index of a field of theirs; false, with a report, when the header has none of that name. */
static bool find_field(applied *mapping, const sgp_yaml_node *node, size_t *field)
{
    char suggestion[128];
    sgp_nearest nearest = sgp_nearest_to(node->text);
    for (*field = 0; *field < mapping->csv->count; ++*field) {
        const char *name = mapping->csv->fields[*field].text;
        if (strcmp(name, node->text) == 0)
            return true;
        sgp_nearest_offer(&nearest, name);
    }
    sgp_plan_refuse(mapping->import, sgp_yaml_spot(&mapping->yaml, node), SGP_UNKNOWN_COLUMN,
                    "\"%s\" has no column \"%s\"%s", mapping->csv->file, node->text,
                    sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
    return false;
}

static void add_part(applied *mapping, const sgp_yaml_node *node, sgp_source *source)
{
    if (!sgp_yaml_is(&mapping->yaml, node, SGP_YAML_TEXT, "a column of the file", reports(mapping)))
        return;
    if (source->part_count == SGP_MOST_PARTS)
        sgp_plan_refuse(mapping->import, sgp_yaml_spot(&mapping->yaml, node), SGP_TOO_LARGE,
                        "more than %d columns are joined", SGP_MOST_PARTS);
    else if (find_field(mapping, node, &source->parts[source->part_count]))
        source->part_count++;
}

static void add_parts(applied *mapping, const sgp_yaml_node *join, sgp_source *source)
{
    if (join->kind != SGP_YAML_LIST) {
        add_part(mapping, join, source);
        return;
    }
    for (const sgp_yaml_node *part = sgp_yaml_first(&mapping->yaml, join); part;
         part = sgp_yaml_next(&mapping->yaml, part))
        add_part(mapping, part, source);
}

/* `name`, or `{join: [name, name], with: ", ", prefix: x}`. */
static void read_source(applied *mapping, const sgp_yaml_node *node, sgp_source *source)
{
    static const char *const keys[] = {"join", "with", "prefix", NULL};
    *source = (sgp_source){.prefix = "", .between = " "};
    if (node->kind == SGP_YAML_TEXT) {
        add_part(mapping, node, source);
        return;
    }
    if (!sgp_yaml_is(&mapping->yaml, node, SGP_YAML_MAP, "a column", reports(mapping)))
        return;
    sgp_yaml_check_keys(&mapping->yaml, node, keys, reports(mapping));
    const char *between = sgp_yaml_get_text(&mapping->yaml, node, "with", reports(mapping));
    const char *prefix = sgp_yaml_get_text(&mapping->yaml, node, "prefix", reports(mapping));
    const sgp_yaml_node *join = sgp_yaml_get(&mapping->yaml, node, "join");
    source->between = between ? between : " ";
    source->prefix = prefix ? prefix : "";
    if (join)
        add_parts(mapping, join, source);
    else
        sgp_plan_refuse(mapping->import, sgp_yaml_spot(&mapping->yaml, node), SGP_MISSING_CELL,
                        "a column without \"join\", which names the columns of the file");
}

/* The column of ours that an entry is about; `count` of the table, with a report, when there is none. */
static size_t own_column(applied *mapping, const sgp_yaml_node *entry, const sgp_plan *plan)
{
    size_t column = sgp_table_column(plan->table, entry->key);
    sgp_spot spot = sgp_yaml_key_spot(&mapping->yaml, entry);
    if (column == plan->table->count) {
        sgp_plan_refuse_column(mapping->import, spot, plan->table, entry->key);
    } else if (plan->given[column]) {
        sgp_plan_refuse(mapping->import, spot, SGP_TWICE, "column \"%s\" is given twice", entry->key);
        column = plan->table->count;
    }
    return column;
}

/* ---- one table ---- */

static void read_columns(applied *mapping, const sgp_yaml_node *columns, sgp_plan *plan)
{
    if (!sgp_yaml_is(&mapping->yaml, columns, SGP_YAML_MAP, "columns", reports(mapping)))
        return;
    for (const sgp_yaml_node *entry = sgp_yaml_first(&mapping->yaml, columns); entry;
         entry = sgp_yaml_next(&mapping->yaml, entry)) {
        size_t column = own_column(mapping, entry, plan);
        if (column == plan->table->count)
            continue;
        plan->given[column] = true;
        read_source(mapping, entry, &plan->sources[column]);
    }
}

static void read_constants(applied *mapping, const sgp_yaml_node *constants, sgp_plan *plan)
{
    if (!sgp_yaml_is(&mapping->yaml, constants, SGP_YAML_MAP, "constants", reports(mapping)))
        return;
    for (const sgp_yaml_node *entry = sgp_yaml_first(&mapping->yaml, constants); entry;
         entry = sgp_yaml_next(&mapping->yaml, entry)) {
        size_t column = own_column(mapping, entry, plan);
        if (column == plan->table->count ||
            !sgp_yaml_is(&mapping->yaml, entry, SGP_YAML_TEXT, "a constant", reports(mapping)))
            continue;
        plan->given[column] = true;
        plan->sources[column] = (sgp_source){.constant = entry->text, .prefix = "", .between = ""};
    }
}

/* Notes the columns that constants supply, in the table's order, where it has a column for that. */
static bool note_assumed(applied *mapping, sgp_plan *plan)
{
    size_t assumed = sgp_table_column(plan->table, "assumed"), size = 1, used = 0;
    if (assumed == plan->table->count || plan->given[assumed])
        return true;
    for (size_t i = 0; i < plan->table->count; i++)
        size += strlen(plan->table->columns[i].name) + 1;
    char *names = sgp_arena_allocate(&mapping->arena, 1, size);
    if (!names)
        return false;
    for (size_t i = 0; i < plan->table->count; i++)
        if (plan->sources[i].constant)
            used += (size_t)snprintf(names + used, size - used, "%s%s", used ? ";" : "", plan->table->columns[i].name);
    plan->given[assumed] = true;
    plan->sources[assumed] = (sgp_source){.constant = names, .prefix = "", .between = ""};
    return true;
}

static void read_rules(applied *mapping, const sgp_yaml_node *node, sgp_plan *plan)
{
    const sgp_yaml_node *condition = sgp_yaml_get(&mapping->yaml, node, "only_with");
    if (condition && sgp_yaml_is(&mapping->yaml, condition, SGP_YAML_TEXT, "only_with", reports(mapping)))
        plan->has_condition = find_field(mapping, condition, &plan->condition);
    const sgp_yaml_node *repeated = sgp_yaml_get(&mapping->yaml, node, "repeated");
    if (!repeated)
        return;
    plan->first_of_key = repeated->text && strcmp(repeated->text, "first") == 0;
    if (!plan->first_of_key)
        sgp_plan_refuse(mapping->import, sgp_yaml_spot(&mapping->yaml, repeated), SGP_BAD_CELL,
                        "\"repeated\" can only be \"first\"");
}

/* False when memory ran out; what is wrong with the mapping is reported. */
static bool read_table(applied *mapping, const sgp_yaml_node *node, sgp_plan *plan)
{
    static const char *const keys[] = {"into", "columns", "constants", "only_with", "repeated", NULL};
    sgp_import *import = mapping->import;
    *plan = (sgp_plan){.fields = mapping->csv->count};
    if (!sgp_yaml_is(&mapping->yaml, node, SGP_YAML_MAP, "a table", reports(mapping)))
        return true;
    sgp_yaml_check_keys(&mapping->yaml, node, keys, reports(mapping));
    const char *into = sgp_yaml_need_text(&mapping->yaml, node, "into", "a table", reports(mapping));
    if (!into)
        return true;
    plan->table = sgp_table_find(into);
    if (!plan->table) {
        char suggestion[128];
        sgp_nearest nearest = sgp_nearest_to(into);
        for (size_t i = 0; i < sgp_table_count; i++)
            sgp_nearest_offer(&nearest, sgp_tables[i].name);
        sgp_plan_refuse(import, sgp_yaml_spot(&mapping->yaml, node), SGP_UNKNOWN_TABLE, "there is no table \"%s\"%s",
                        into, sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
        return true;
    }
    const sgp_yaml_node *columns = sgp_yaml_get(&mapping->yaml, node, "columns");
    const sgp_yaml_node *constants = sgp_yaml_get(&mapping->yaml, node, "constants");
    if (columns)
        read_columns(mapping, columns, plan);
    if (constants)
        read_constants(mapping, constants, plan);
    read_rules(mapping, node, plan);
    if (!mapping->partial)
        sgp_plan_check(import, sgp_yaml_spot(&mapping->yaml, node), plan, false);
    return note_assumed(mapping, plan);
}

/* ---- the file ---- */

static signpost_status read_mapping(applied *mapping, const char *path)
{
    char *bytes;
    size_t size;
    sgp_import *import = mapping->import;
    signpost_status status = sgp_file_read(path, LARGEST_MAPPING, &bytes, &size, import->error);
    if (status)
        return status;
    status = sgp_yaml_parse(&mapping->yaml, &mapping->arena, path, bytes, size, import->diagnostics);
    sgp_release(bytes);
    if (status == SIGNPOST_NO_MEMORY)
        return sgp_fail_memory(import->error);
    return status;
}

/* Loads the rows once for each table. */
static signpost_status load_tables(applied *mapping, const sgp_plan *plans, size_t count)
{
    signpost_status status = SIGNPOST_OK;
    for (size_t i = 0; i < count && !status; i++) {
        sgp_csv again;
        status = sgp_csv_open(&again, mapping->csv->file, mapping->import->error);
        if (!status)
            status = sgp_csv_next(&again, mapping->import->error); /* the header */
        if (!status)
            status = sgp_load_rows(mapping->import, &plans[i], &again);
        sgp_csv_release(&again);
    }
    return status;
}

/* A plan for each table; mistakes are reported. False when memory ran out. */
static bool read_plans(applied *mapping, sgp_plan *plans, size_t *count)
{
    static const char *const keys[] = {"mapping", "title", "tables", NULL};
    const sgp_yaml_node *root = sgp_yaml_root(&mapping->yaml);
    const sgp_yaml_node *tables = sgp_yaml_get(&mapping->yaml, root, "tables");
    sgp_yaml_check_keys(&mapping->yaml, root, keys, reports(mapping));
    sgp_yaml_need_text(&mapping->yaml, root, "mapping", "the mapping", reports(mapping));
    if (!tables || tables->kind != SGP_YAML_LIST) {
        sgp_plan_refuse(mapping->import, sgp_yaml_spot(&mapping->yaml, root), SGP_MISSING_CELL,
                        "the mapping has no list of \"tables\"");
        return true;
    }
    for (const sgp_yaml_node *node = sgp_yaml_first(&mapping->yaml, tables); node;
         node = sgp_yaml_next(&mapping->yaml, node)) {
        if (*count == MOST_TABLES) {
            sgp_plan_refuse(mapping->import, sgp_yaml_spot(&mapping->yaml, node), SGP_TOO_LARGE,
                            "a mapping fills at most %d tables", MOST_TABLES);
            return true;
        }
        if (!read_table(mapping, node, &plans[(*count)++]))
            return false;
    }
    return true;
}

static signpost_status apply(applied *mapping)
{
    size_t errors = signpost_diagnostics_count_of(reports(mapping), SIGNPOST_ERROR), count = 0;
    signpost_status status = SIGNPOST_OK;
    sgp_plan *plans = sgp_allocate_zeroed(MOST_TABLES, sizeof *plans);
    if (!plans || !read_plans(mapping, plans, &count))
        status = sgp_fail_memory(mapping->import->error);
    else if (signpost_diagnostics_count_of(reports(mapping), SIGNPOST_ERROR) > errors)
        mapping->import->header_refused = true;
    else
        status = load_tables(mapping, plans, count);
    sgp_release(plans);
    return status;
}

signpost_status sgp_import_mapped(sgp_import *import, const char *path, const char *mapping_path)
{
    sgp_csv csv = {0};
    applied mapping = {.import = import, .csv = &csv};
    signpost_status status = read_mapping(&mapping, mapping_path);
    if (status == SIGNPOST_CONTENT) {
        import->header_refused = true;
        status = SIGNPOST_OK;
    } else if (!status) {
        status = sgp_csv_open(&csv, path, import->error);
        if (!status)
            status = sgp_csv_next(&csv, import->error);
        if (status == SIGNPOST_NONE)
            status = sgp_fail(import->error, SIGNPOST_CONTENT, SGP_MISSING_CELL, "\"%s\" is empty", path);
        if (!status)
            status = apply(&mapping);
        sgp_csv_release(&csv);
    }
    sgp_yaml_release(&mapping.yaml);
    sgp_arena_release(&mapping.arena);
    return status;
}

signpost_status sgp_mapping_plan(sgp_import *import, sgp_csv *csv, const char *mapping_path, const char *table,
                                 sgp_arena *arena, sgp_plan *plan)
{
    applied mapping = {.import = import, .csv = csv, .partial = true};
    size_t errors = signpost_diagnostics_count_of(import->diagnostics, SIGNPOST_ERROR), count = 0, wanted = 0;
    sgp_plan *plans = sgp_allocate_zeroed(MOST_TABLES, sizeof *plans);
    signpost_status status = plans ? read_mapping(&mapping, mapping_path) : sgp_fail_memory(import->error);
    if (!status && !read_plans(&mapping, plans, &count))
        status = sgp_fail_memory(import->error);
    while (wanted < count && (!plans[wanted].table || strcmp(plans[wanted].table->name, table) != 0))
        wanted++;
    if (!status && signpost_diagnostics_count_of(import->diagnostics, SIGNPOST_ERROR) > errors)
        status = sgp_fail_content(import->error, import->diagnostics);
    else if (!status && wanted == count)
        status = sgp_fail(import->error, SIGNPOST_CONTENT, SGP_MISSING_CELL, "\"%s\" fills no table \"%s\"",
                          mapping_path, table);
    else if (status == SIGNPOST_CONTENT)
        status = sgp_fail_content(import->error, import->diagnostics);
    else if (!status)
        *plan = plans[wanted];
    sgp_release(plans);
    sgp_yaml_release(&mapping.yaml);
    *arena = mapping.arena;
    return status;
}
